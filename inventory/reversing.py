"""Undo a posting by its mirror image, with everything that hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import check_held, found
from inventory.owing import follow
from inventory.places import ISSUEABLE, PHYSICAL
from inventory.posting import lock_stock, reverse
from inventory.requesting import open_order
from inventory.reserving import fill, make_room
from inventory.returning import reissue, unissue
from inventory.tables import Location, Lot, Movement, Posting, WorkOrder
from kernel.amounts import Quantity
from kernel.errors import FourEyes, InvalidState, RuleViolation
from kernel.requests import once
from kernel.settings import day_of, define, setting

OWN_DAYS = define(
    "reversal.own_days",
    0,
    "本人可自行冲销的天数（0 表示仅限当天），之后须由他人冲销",
    "Days in which people may reverse their own postings (0: the same day); later somebody else has to",
)

REVERSIBLE = frozenset(
    {"opening", "putaway", "relocation", "issue", "return", "quarantine", "supplier_return", "scrap", "sale"}
)
"""Kinds of posting that stand for themselves; an arrival, a verdict, a transfer and a count are undone as documents."""


@dataclass(frozen=True, slots=True)
class Reversed:
    """Name the mirror posting, what it undid, and the requests that lost a promise by it."""

    posting_id: int
    reversed_posting_id: int
    displaced: tuple[int, ...]


@once
def reverse_posting(
    session: Session, *, posting_id: int, reason: str, by: int, at: datetime, request_key: str
) -> Reversed:
    """Reverse a posting for a stated reason, unless something that came later stands on it.

    An issue makes its request wait again; a return makes it count as issued again.
    """
    posting = found(session, Posting, posting_id)
    if not reason.strip():
        raise RuleViolation("reason_missing")
    if posting.kind not in REVERSIBLE:
        raise InvalidState("undone_by_its_document", kind=posting.kind, reference=posting.reference)
    movements = list(session.scalars(select(Movement).where(Movement.posting_id == posting_id).order_by(Movement.id)))
    _check_who(session, posting, by, at)
    pairs = _pairs(session, movements)
    lock_stock(session, pairs)
    _check_not_reversed(session, movements)
    orders = _work_orders(session, posting.kind, movements)
    _check_still_there(session, movements)
    displaced = _room(session, movements, by, at)
    for movement, order in orders:
        if posting.kind == "issue":
            unissue(session, order.id, movement.part_id, movement.quantity, wanted_again=order.state == "open")
        else:
            reissue(session, order.id, movement.part_id, movement.quantity)
    done = reverse(session, posting_id=posting_id, by=by, at=at, reason=reason)
    for part_id, order_id in sorted({(movement.part_id, order.id) for movement, order in orders}):
        follow(session, order_id, part_id)
    for part_id, store_id in sorted(set(pairs)):
        fill(session, part_id, store_id, at)
    return Reversed(done.posting_id, posting_id, displaced)


def _check_who(session: Session, posting: Posting, by: int, at: datetime) -> None:
    age_days = (day_of(session, at) - day_of(session, posting.posted_at)).days
    if posting.by_id == by and age_days > setting(session, OWN_DAYS, day_of(session, at)):
        raise FourEyes("four_eyes", step="reverse", posting_id=posting.id)


def _check_not_reversed(session: Session, movements: list[Movement]) -> None:
    keys = [movement.id for movement in movements]
    if session.scalar(select(Movement.id).where(Movement.reverses_id.in_(keys)).limit(1)) is not None:
        raise InvalidState("already_reversed", posting_id=movements[0].posting_id)


def _pairs(session: Session, movements: list[Movement]) -> list[tuple[int, int]]:
    places = {place for m in movements for place in (m.from_location_id, m.to_location_id)}
    stores = {key: found(session, Location, key).store_id for key in places}
    return [
        (m.part_id, store_id)
        for m in movements
        for place in (m.from_location_id, m.to_location_id)
        if (store_id := stores[place]) is not None
    ]


def _work_orders(session: Session, kind: str, movements: list[Movement]) -> list[tuple[Movement, WorkOrder]]:
    """Return each movement with the work order at its end; a return is only taken back while that is open."""
    if kind not in {"issue", "return"}:
        return []
    found_orders = []
    for movement in movements:
        place = movement.to_location_id if kind == "issue" else movement.from_location_id
        order = session.scalars(select(WorkOrder).where(WorkOrder.location_id == place)).one()
        found_orders.append((movement, open_order(session, order.id) if kind == "return" else order))
    return found_orders


def _check_still_there(session: Session, movements: list[Movement]) -> None:
    for movement in movements:
        place = found(session, Location, movement.to_location_id)
        if place.kind in PHYSICAL:
            check_held(session, place, movement.lot_id, movement.quantity)


def _room(session: Session, movements: list[Movement], by: int, at: datetime) -> tuple[int, ...]:
    """Take back promises that the goods would leave bare when they go back to where they came from."""
    leaving: dict[tuple[int, int, bool], Quantity] = {}
    for movement in movements:
        place = found(session, Location, movement.to_location_id)
        source = found(session, Location, movement.from_location_id)
        inside = source.kind in ISSUEABLE and source.store_id == place.store_id
        if place.kind in ISSUEABLE and not inside and place.store_id is not None:
            expires_on = found(session, Lot, movement.lot_id).expires_on
            expired = expires_on is not None and expires_on < day_of(session, at)
            key = (movement.part_id, place.store_id, expired)
            leaving[key] = leaving.get(key, Quantity.zero()) + movement.quantity
    return tuple(
        request_id
        for (part_id, store_id, expired), quantity in leaving.items()
        for request_id in make_room(session, part_id, store_id, quantity, at, by=by, unusable=expired)
    )
