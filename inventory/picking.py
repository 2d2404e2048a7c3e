"""Load what may be picked of a part in a store and propose the walk of a keeper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, literal_column, or_, select
from sqlalchemy.orm import Session, aliased

from inventory import fifo
from inventory.finding import found, know_lot, know_place
from inventory.reserving import promised_to
from inventory.tables import NOTHING, Balance, FrozenLot, Location, Lot, Part, PartRequest, WorkOrder
from kernel.amounts import Quantity
from kernel.prepared import run
from kernel.settings import define, setting

REFURBISHED_FIRST = define(
    "refurbished.first",
    True,
    "翻新件先于新件出库（否则新件用完后才用翻新件）",
    "Refurbished lots are issued before new ones (otherwise when no new one is left)",
)

_THERE = (
    select(
        Balance.lot_id,
        Balance.location_id,
        Balance.on_hand,
        Balance.rank_on,
        Balance.expires_on,
        Location.pick_sequence,
        Lot.origin == "refurbished",
        Lot.serial_number.is_not(None),
    )
    .join(Lot, Lot.id == Balance.lot_id)
    .join(Location, Location.id == Balance.location_id)
    .where(
        Balance.part_id == bindparam("part"),
        Balance.store_id == bindparam("store"),
        Balance.issueable,
        Balance.on_hand > NOTHING,
        Balance.lot_id.not_in(select(FrozenLot.lot_id)),
    )
)
_ANY = aliased(Lot)
_NEXT = (
    _THERE.add_columns(
        Location.kind,
        Lot.number,
        Lot.unit_cost_cny,
        select(_ANY.id)
        .where(_ANY.part_id == bindparam("part"), _ANY.origin == literal_column("'refurbished'"))
        .exists()
        .label("classes"),
    )
    .where(or_(Balance.expires_on.is_(None), Balance.expires_on >= bindparam("day")))
    .order_by(Balance.rank_on, Balance.lot_id)
    .limit(bindparam("most"))
)
"""What an issue most often takes; a part may have hundreds of lots, one for each piece with a serial number.

The word `refurbished` stands in the statement itself, so that the index of the few refurbished lots serves it.
"""
FIRST = 12


@dataclass(frozen=True, slots=True)
class PickLine:
    """Say what to take from where for which request."""

    part_request_id: int
    work_order_number: str
    part_id: int
    part_number: str
    name_zh: str
    name_en: str
    lot_id: int
    lot_number: str
    serial_number: str | None
    location_id: int
    location_code: str
    quantity: Quantity


def candidates(session: Session, part_id: int, store_id: int, on: date = date.max) -> list[fifo.Candidate]:
    """Return what of a part lies in bins, or in the van, of a store and is not frozen, with the turn of its class."""
    there = [fifo.Candidate(*row) for row in run(session, _THERE, part=part_id, store=store_id)]
    if not any(each.refurbished for each in there):
        return there
    return fifo.classed(there, refurbished_first=bool(setting(session, REFURBISHED_FIRST, on)))


def next_candidates(
    session: Session, part_id: int, store_id: int, quantity: Quantity, on: date, *, most: int = FIRST
) -> list[fifo.Candidate]:
    """Return enough of what may be issued on a day to take `quantity` in turn, or all there is where that is less.

    Picks of it are those of `candidates`; at first only the `most` that come first are read.
    """
    rows = run(session, _NEXT, part=part_id, store=store_id, day=on, most=most).all()
    if any(row.classes for row in rows):  # two classes: which comes first is not the order of age
        return candidates(session, part_id, store_id, on)
    there = [fifo.Candidate(*row[:8]) for row in rows]
    if len(there) == most:  # the last lot may lie in further bins, nearer on the walk
        there = [each for each in there if each.lot_id != there[-1].lot_id]
        if sum((each.quantity for each in there), Quantity.zero()) < quantity:
            return candidates(session, part_id, store_id, on)
    for row in rows:
        know_place(session, row.location_id, row.kind, store_id)
        know_lot(session, row.lot_id, row.number, row.unit_cost_cny)
    return there


def propose_pick(session: Session, *, part_request_ids: tuple[int, ...], on: date) -> tuple[PickLine, ...]:
    """Propose what to pick for requests as far as it is promised to them, in the order of the walk.

    Requests are served in the given order, each oldest lots first; nothing is written.
    """
    left: dict[tuple[int, int], list[fifo.Candidate]] = {}
    lines: list[tuple[tuple[int, int, str, int], PickLine]] = []
    for request_id in dict.fromkeys(part_request_ids):
        request = found(session, PartRequest, request_id)
        key = (request.part_id, request.store_id)
        there = left.get(key) or candidates(session, *key, on)
        picked = fifo.picks(there, promised_to(session, request_id), on)
        left[key] = fifo.leave(there, picked)
        order = session.get_one(WorkOrder, request.work_order_id)
        lines += [_line(session, request, order, pick) for pick in picked]
    return tuple(line for _, line in sorted(lines, key=lambda pair: pair[0]))


def _line(
    session: Session, request: PartRequest, order: WorkOrder, pick: fifo.Pick
) -> tuple[tuple[int, int, str, int], PickLine]:
    part, lot = session.get_one(Part, request.part_id), session.get_one(Lot, pick.lot_id)
    place = session.get_one(Location, pick.location_id)
    line = PickLine(
        request.id,
        order.number,
        part.id,
        part.number,
        part.name_zh,
        part.name_en,
        lot.id,
        lot.number,
        lot.serial_number,
        place.id,
        place.code,
        pick.quantity,
    )
    return (request.store_id, place.pick_sequence, place.code, lot.id), line
