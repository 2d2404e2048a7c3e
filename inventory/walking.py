"""Set out on a walk for many requests, go from stop to stop, and end it; what it took on is held for it meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import fifo, waves
from inventory.allocating import hold_for
from inventory.finding import found, locked, place, written
from inventory.picking import candidates, propose_pick
from inventory.places import LocationKind
from inventory.posting import lock_stock
from inventory.queries.picks import short_requests
from inventory.reserving import fill, promised_to, unhold
from inventory.tables import Location, PartRequest, PickWave, PickWaveLine
from kernel.errors import InvalidState, RuleViolation
from kernel.numbering import next_number
from kernel.requests import once
from kernel.settings import day_of

MOST_REQUESTS = 100


@dataclass(frozen=True, slots=True)
class SetOut:
    """Name a walk and count its requests."""

    pick_wave_id: int
    number: str
    requests: int


@dataclass(frozen=True, slots=True)
class Ended:
    """Name a walk, how it ended, and how many of its requests are not picked."""

    pick_wave_id: int
    state: str
    left: int


@once
def set_out(
    session: Session,
    *,
    store_id: int,
    part_request_ids: tuple[int, ...],
    by: int,
    at: datetime,
    request_key: str,
) -> SetOut:
    """Begin a walk of one keeper for requests of a store; what is promised to them is held until it ends."""
    place(session, store_id, LocationKind.WAREHOUSE)
    keys = sorted(set(part_request_ids))
    if not 0 < len(keys) <= MOST_REQUESTS:
        raise RuleViolation("walk_size", most=MOST_REQUESTS)
    asked = [found(session, PartRequest, key) for key in keys]
    if any(request.store_id != store_id for request in asked):
        raise RuleViolation("other_store", store_id=store_id)
    lock_stock(session, [(request.part_id, store_id) for request in asked])
    number = next_number(session, "PW", day_of(session, at))
    wave = PickWave(number=number, store_id=store_id, keeper_id=by, started_at=at)
    session.add(wave)
    written(session)
    taken = 0
    for key in keys:
        request = locked(session, PartRequest, key)
        promised = promised_to(session, key)
        if not request.open or not promised:
            continue
        holds = hold_for(session, request, number, by, at)
        session.add(
            PickWaveLine(
                pick_wave_id=wave.id,
                part_request_id=key,
                quantity=promised,
                issued_before=request.issued,
                holds=holds,
            )
        )
        written(session)
        taken += 1
    if not taken:
        raise InvalidState("nothing_promised", part_request_id=keys[0])
    return SetOut(wave.id, number, taken)


@once
def end_walk(
    session: Session, *, pick_wave_id: int, cancelled: bool = False, by: int, at: datetime, request_key: str
) -> Ended:
    """End a walk; what was not picked is soft again and waits in its turn for the next walk."""
    lines = lines_of(session, pick_wave_id)
    asked = [found(session, PartRequest, line.part_request_id) for line in lines]
    pairs = sorted({(request.part_id, request.store_id) for request in asked})
    lock_stock(session, pairs)
    wave = locked(session, PickWave, pick_wave_id)
    if wave.state != "open":
        raise InvalidState("wave_closed", number=wave.number)
    left = 0
    for line in lines:
        request = locked(session, PartRequest, line.part_request_id)
        left += request.open
        if line.holds and request.open:
            unhold(session, request, "walk_ended", at, by)
    wave.state, wave.closed_at = "cancelled" if cancelled else "done", at
    written(session)
    for part_id, store_id in pairs:
        fill(session, part_id, store_id, at)
    return Ended(wave.id, wave.state, left)


def lines_of(session: Session, pick_wave_id: int) -> list[PickWaveLine]:
    """Return the requests of a walk in the order of their ids."""
    rows = select(PickWaveLine).where(PickWaveLine.pick_wave_id == pick_wave_id)
    return list(session.scalars(rows.order_by(PickWaveLine.part_request_id)))


def stops(session: Session, pick_wave_id: int, on: date) -> tuple[waves.Stop, ...]:
    """Return what is still to be taken on a walk, in walking order; what waits for a count is left out."""
    asked = [line.part_request_id for line in lines_of(session, pick_wave_id)]
    short = short_requests(session, asked)
    wanted = tuple(
        session.scalars(
            select(PartRequest.id)
            .where(PartRequest.id.in_(asked), PartRequest.open, PartRequest.id.not_in(short))
            .order_by(PartRequest.id)
        )
    )
    made = []
    turns: dict[int, dict[int, int]] = {}
    for line in propose_pick(session, part_request_ids=wanted, on=on):
        if line.part_id not in turns:
            store_id = found(session, PartRequest, line.part_request_id).store_id
            ordered = fifo.in_order(candidates(session, line.part_id, store_id, on), on)
            turns[line.part_id] = {each.lot_id: turn for turn, each in reversed(list(enumerate(ordered)))}
        there = session.get_one(Location, line.location_id)
        made.append(
            waves.Stop(
                line.part_request_id,
                line.part_id,
                line.lot_id,
                there.id,
                there.pick_sequence,
                there.code,
                turns[line.part_id][line.lot_id],
                line.quantity,
            )
        )
    return waves.walk(made)
