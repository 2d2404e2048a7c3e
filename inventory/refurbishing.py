"""Make stock again of old parts: at once, or through an outside workshop; either way through hold and inspection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import check_held, check_quantity, found, held, locked, place, place_in, written
from inventory.judging_old import check_verdict, lies_in, old_lot
from inventory.old_parts import Verdict
from inventory.places import WORDS, LocationKind, MovementKind
from inventory.posting import Move, post
from inventory.tables import Location, Lot, Part, Refurbishment, WorkshopLine, WorkshopOrder
from inventory.workshops_keeping import party
from kernel.amounts import Money, Quantity
from kernel.errors import InvalidState, RuleViolation
from kernel.numbering import next_number
from kernel.requests import once
from kernel.settings import day_of, define

REPAIR_DAYS = define(
    "old_parts.repair_days", 21, "外修件应在送修后多少天内返回", "Days by which a workshop should have sent parts back"
)


@dataclass(frozen=True, slots=True)
class Restocked:
    """Name the refurbished lot that lies in the hold now."""

    refurbishment_id: int
    lot_id: int
    lot_number: str
    posting_id: int
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class SentOut:
    """Name the order to the workshop, its lines and its posting."""

    workshop_order_id: int
    number: str
    line_ids: tuple[int, ...]
    posting_id: int


@dataclass(frozen=True, slots=True)
class CameBack:
    """Say what came back of a line; `lot_id` is the refurbished lot in the hold."""

    workshop_line_id: int
    order_state: str
    repaired: Quantity
    unrepaired: Quantity
    lot_id: int | None
    lot_number: str | None


@once
def restock(
    session: Session,
    *,
    lot_id: int,
    quantity: Quantity,
    unit_cost_cny: Money,
    by: int,
    at: datetime,
    request_key: str,
) -> Restocked:
    """Make a refurbished lot of old parts that are good as they are; another person inspects it in the hold."""
    lot = old_lot(session, lot_id)
    locked(session, Lot, lot.id)
    check_verdict(session, lot, Verdict.RESTOCK)
    return _refurbished(session, lot, lies_in(session, lot), quantity, unit_cost_cny, lot.reference, by, at)


@once
def send_out(
    session: Session,
    *,
    workshop_id: int,
    lot_ids: Sequence[int],
    due_on: date,
    by: int,
    at: datetime,
    request_key: str,
    note: str = "",
) -> SentOut:
    """Send old parts that are to be repaired to an outside workshop; they stay in the books, at the workshop."""
    workshop = place(session, workshop_id, LocationKind.WORKSHOP)
    on = day_of(session, at)
    if not lot_ids or len(set(lot_ids)) != len(lot_ids):
        raise RuleViolation("no_lines")
    if due_on < on:
        raise RuleViolation("due_in_past", due_on=due_on.isoformat())
    assert workshop.store_id is not None
    order = WorkshopOrder(
        number=next_number(session, "WS", on),
        workshop_id=workshop.id,
        store_id=workshop.store_id,
        sent_by_id=by,
        sent_at=at,
        sent_on=on,
        due_on=due_on,
        note=note.strip(),
    )
    if (known := party(session, workshop.id)) is not None:  # the order keeps where it went and whom to ask
        order.address, order.contact = known.address, known.contact
        order.phone, order.email = known.phone, known.email
    session.add(order)
    written(session)
    lines, moves = [], []
    for lot_id in sorted(lot_ids):
        lot = old_lot(session, lot_id)
        locked(session, Lot, lot.id)
        check_verdict(session, lot, Verdict.REPAIR)
        source = lies_in(session, lot)
        if source.store_id != workshop.store_id:
            raise RuleViolation("other_store", source=source.code, target=workshop.code)
        quantity = held(session, source.id, lot.id)
        line = WorkshopLine(workshop_order_id=order.id, lot_id=lot.id, quantity=quantity)
        session.add(line)
        lines.append(line)
        moves.append(Move(MovementKind.REPAIR_OUT, lot.part_id, lot.id, source.id, workshop.id, quantity))
    written(session)
    posted = post(session, moves, kind="repair_out", reference=order.number, by=by, at=at, note=order.note)
    return SentOut(order.id, order.number, tuple(line.id for line in lines), posted.posting_id)


@once
def take_back(
    session: Session,
    *,
    workshop_line_id: int,
    repaired: Quantity,
    unrepaired: Quantity,
    unit_cost_cny: Money,
    by: int,
    at: datetime,
    request_key: str,
) -> CameBack:
    """Take back what a workshop sends: repaired pieces become a refurbished lot in the hold at what the repair cost.

    What could not be repaired lies in the returns area again and waits for another verdict.
    """
    line = found(session, WorkshopLine, workshop_line_id)
    order = locked(session, WorkshopOrder, line.workshop_order_id)
    line = locked(session, WorkshopLine, workshop_line_id)
    if order.state != "sent":
        raise InvalidState("workshop_order_closed", number=order.number)
    lot = old_lot(session, line.lot_id)
    check_quantity(session, lot.part_id, repaired + unrepaired)
    for quantity in (repaired, unrepaired):
        check_quantity(session, lot.part_id, quantity, zero=True)
    rest = line.quantity - line.repaired - line.unrepaired
    if repaired + unrepaired > rest:
        raise RuleViolation("more_than_sent_out", there=str(rest), came=str(repaired + unrepaired))
    workshop = found(session, Location, order.workshop_id)
    made = None
    if repaired:
        made = _refurbished(session, lot, workshop, repaired, unit_cost_cny, order.number, by, at, line.id)
    if unrepaired:
        back = place_in(session, order.store_id, LocationKind.DEFECTIVE)
        move = Move(MovementKind.REPAIR_IN, lot.part_id, lot.id, workshop.id, back.id, unrepaired)
        post(session, [move], kind="repair_in", reference=order.number, by=by, at=at)
    line.repaired += repaired
    line.unrepaired += unrepaired
    written(session)
    lines = session.scalars(select(WorkshopLine).where(WorkshopLine.workshop_order_id == order.id)).all()
    if all(each.repaired + each.unrepaired == each.quantity for each in lines):
        order.state, order.closed_at = "closed", at
        written(session)
    return CameBack(
        line.id,
        order.state,
        repaired,
        unrepaired,
        made.lot_id if made else None,
        made.lot_number if made else None,
    )


def _refurbished(
    session: Session,
    old: Lot,
    source: Location,
    quantity: Quantity,
    unit_cost_cny: Money,
    reference: str,
    by: int,
    at: datetime,
    workshop_line_id: int | None = None,
) -> Restocked:
    """Take old parts out of the books and bring them in again as a refurbished lot at its own cost."""
    check_quantity(session, old.part_id, quantity)
    check_held(session, source, old.id, quantity)
    if unit_cost_cny < Money.zero():
        raise RuleViolation("unit_cost_negative", unit_cost=str(unit_cost_cny))
    between = _conversion(session)
    hold = place_in(session, source.store_id, LocationKind.HOLD)
    new = _new_lot(session, old, unit_cost_cny, reference, by, at)
    row = Refurbishment(
        old_lot_id=old.id,
        new_lot_id=new.id,
        quantity=quantity,
        unit_cost_cny=unit_cost_cny,
        made_by_id=by,
        made_at=at,
        workshop_line_id=workshop_line_id,
    )
    session.add(row)
    written(session)
    kind = MovementKind.REFURBISHMENT
    moves = [
        Move(kind, old.part_id, old.id, source.id, between.id, quantity),
        Move(kind, new.part_id, new.id, between.id, hold.id, quantity),
    ]
    posted = post(session, moves, kind=str(kind), reference=reference, by=by, at=at)
    return Restocked(row.id, new.id, new.number, posted.posting_id, quantity)


def _new_lot(session: Session, old: Lot, unit_cost_cny: Money, reference: str, by: int, at: datetime) -> Lot:
    on = day_of(session, at)
    part = found(session, Part, old.part_id)
    expires_on = None if part.shelf_life_days is None else on + timedelta(days=part.shelf_life_days)
    lot = Lot(
        number=next_number(session, "RF", on),
        part_id=old.part_id,
        origin="refurbished",
        reference=reference,
        received_on=on,
        rank_on=expires_on or on,
        expires_on=expires_on,
        unit_cost_cny=unit_cost_cny,
        brought_by_id=by,
        created_at=at,
        serial_number=old.serial_number if part.serial_tracked else None,
    )
    session.add(lot)
    written(session)
    return lot


def _conversion(session: Session) -> Location:
    """Return the place through which old parts become stock, made where it is the first time."""
    kind = LocationKind.CONVERSION
    row = session.scalar(select(Location).where(Location.kind == kind).order_by(Location.id).limit(1))
    if row is None:
        row = Location(code=kind.upper(), name_zh=WORDS[kind].zh, name_en=WORDS[kind].en, kind=str(kind))
        session.add(row)
        written(session)
    return row
