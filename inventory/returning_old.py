"""Bring old parts back: the engineer's return note, and the keeper who confirms each piece into the returns area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory.finding import check_held, check_quantity, found, locked, outside, place, place_in, step_of, written
from inventory.places import LocationKind, MovementKind
from inventory.posting import Move, post
from inventory.tables import (
    Balance,
    Location,
    Lot,
    Movement,
    OldPartDebt,
    OldPartNote,
    OldPartNoteLine,
    OldPartReceipt,
    OldPartVerdict,
    Part,
    WorkOrder,
)
from kernel.amounts import Money, Quantity
from kernel.db import QuantityType
from kernel.errors import Conflict, Forbidden, FourEyes, InvalidState, RuleViolation
from kernel.numbering import next_number
from kernel.requests import once
from kernel.settings import day_of

PIECE = Quantity(1000)


@dataclass(frozen=True, slots=True)
class AskedLine:
    """Say what is brought for a debt; `part_id` where another part was taken out than the one that went in."""

    debt_id: int
    quantity: Quantity
    serial_number: str | None = None
    part_id: int | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class MadeNote:
    """Name a return note and its lines."""

    note_id: int
    number: str
    line_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Name the lot of old parts that was made, its posting, and what of the note still waits."""

    receipt_id: int
    lot_id: int
    lot_number: str
    posting_id: int
    note_id: int
    note_state: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class NoteEnded:
    """Say how a note ended."""

    note_id: int
    state: str


@dataclass(frozen=True, slots=True)
class ReceiptUndone:
    """Name the posting that undid a confirmation."""

    receipt_id: int
    posting_id: int


@once
def make_note(
    session: Session,
    *,
    store_id: int,
    lines: Sequence[AskedLine],
    by: int,
    at: datetime,
    request_key: str,
    remark: str = "",
) -> MadeNote:
    """Make a return note of what the engineer owes and brings to a store."""
    if not lines:
        raise RuleViolation("no_lines")
    place(session, store_id, LocationKind.WAREHOUSE)
    place_in(session, store_id, LocationKind.DEFECTIVE)
    note = OldPartNote(
        number=next_number(session, "OR", day_of(session, at)),
        engineer_id=by,
        store_id=store_id,
        made_at=at,
        remark=remark.strip(),
    )
    session.add(note)
    written(session)
    made = []
    for line in lines:
        row = _line(session, note.id, line, by)
        session.add(row)
        written(session)
        made.append(row.id)
    return MadeNote(note.id, note.number, tuple(made))


@once
def cancel_note(session: Session, *, note_id: int, by: int, at: datetime, request_key: str) -> NoteEnded:
    """Take a note back that nobody has confirmed anything of; everything on it is owed as before."""
    note = _open_note(session, note_id)
    if note.engineer_id != by:
        raise Forbidden("not_the_debtor", number=note.number)
    if _receipts(session, note.id):
        raise InvalidState("old_part_note_begun", number=note.number)
    return _ended(session, note, "cancelled", by, at)


@once
def close_note(session: Session, *, note_id: int, by: int, at: datetime, request_key: str) -> NoteEnded:
    """Close a note of which not everything came; the rest is owed as before."""
    note = _open_note(session, note_id)
    if note.engineer_id == by:
        raise FourEyes("four_eyes", step="close_note", number=note.number)
    return _ended(session, note, "closed", by, at)


@once
def confirm(
    session: Session, *, line_id: int, quantity: Quantity, by: int, at: datetime, request_key: str
) -> Confirmed:
    """Confirm by another person than who brought them that pieces of a line lie in the returns area now.

    They become a lot of old parts without value, which can never be issued. A piece whose number the ledger still has
    on an earlier repair is booked out to the customer first, so that it is in one place.
    """
    line = found(session, OldPartNoteLine, line_id)
    note = _open_note(session, line.note_id)
    if note.engineer_id == by:
        raise FourEyes("four_eyes", step="confirm_old_part", number=note.number)
    debt = locked(session, OldPartDebt, line.debt_id)
    check_quantity(session, line.part_id, quantity)
    waiting = line.quantity - _confirmed(session, line.id)
    if quantity > waiting:
        raise RuleViolation("more_than_on_note", waiting=str(waiting), asked=str(quantity))
    owed = debt.quantity - debt.returned - debt.excused
    if quantity > owed:
        raise RuleViolation("more_than_owed", owed=str(owed), asked=str(quantity))
    target = place_in(session, note.store_id, LocationKind.DEFECTIVE)
    failed, moves = _left_with_customer(session, line)
    if moves:
        post(session, moves, kind="fitted", reference=note.number, by=by, at=at)
    lot = _old_lot(session, line, note, at)
    row = OldPartReceipt(
        line_id=line.id,
        debt_id=debt.id,
        lot_id=lot.id,
        location_id=target.id,
        quantity=quantity,
        brought_by_id=note.engineer_id,
        confirmed_by_id=by,
        confirmed_at=at,
        confirmed_on=day_of(session, at),
        failed_lot_id=failed or _fitted_before(session, debt, line.part_id),
    )
    customer = outside(session, LocationKind.CUSTOMER)
    session.add(row)
    written(session)
    moved = Move(MovementKind.OLD_RETURN, line.part_id, lot.id, customer.id, target.id, quantity)
    posted = post(session, [moved], kind="old_return", reference=note.number, by=by, at=at)
    debt.returned += quantity
    written(session)
    if all(_confirmed(session, each.id) == each.quantity for each in _lines(session, note.id)):
        _ended(session, note, "closed", by, at)
    return Confirmed(row.id, lot.id, lot.number, posted.posting_id, note.id, note.state, quantity)


@once
def undo_confirmation(
    session: Session, *, receipt_id: int, reason: str, by: int, at: datetime, request_key: str
) -> ReceiptUndone:
    """Undo a confirmation that was a mistake, while nobody has judged the piece: it is owed again."""
    if not reason.strip():
        raise RuleViolation("reason_missing")
    row = locked(session, OldPartReceipt, receipt_id)
    if row.undone_at is not None:
        raise InvalidState("already_reversed", receipt_id=receipt_id)
    if row.brought_by_id == by:
        raise FourEyes("four_eyes", step="undo_confirmation")
    if session.scalar(select(OldPartVerdict.id).where(OldPartVerdict.lot_id == row.lot_id).limit(1)) is not None:
        raise InvalidState("verdict_followed", lot_id=row.lot_id)
    check_held(session, found(session, Location, row.location_id), row.lot_id, row.quantity)
    debt = locked(session, OldPartDebt, row.debt_id)
    row.undone_at, row.undone_by_id = at, by
    written(session)
    came = session.scalars(
        select(Movement).where(Movement.lot_id == row.lot_id, Movement.kind == MovementKind.OLD_RETURN)
    ).one()
    back = Move(
        MovementKind.REVERSAL,
        came.part_id,
        came.lot_id,
        came.to_location_id,
        came.from_location_id,
        came.quantity,
        reverses_id=came.id,
    )
    line = found(session, OldPartNoteLine, row.line_id)
    note = locked(session, OldPartNote, line.note_id)
    posted = post(session, [back], kind="reversal", reference=note.number, by=by, at=at, note=reason.strip())
    debt.returned -= row.quantity
    if note.state == "closed":
        note.state, note.closed_by_id, note.closed_at = "open", None, None
    written(session)
    return ReceiptUndone(row.id, posted.posting_id)


def on_open_notes(session: Session, debt_id: int) -> Quantity:
    """Return what of a debt is on its way: on open notes and not confirmed yet."""
    lines = session.scalars(
        select(OldPartNoteLine)
        .join(OldPartNote, OldPartNote.id == OldPartNoteLine.note_id)
        .where(OldPartNoteLine.debt_id == debt_id, OldPartNote.state == "open")
    ).all()
    return sum((line.quantity - _confirmed(session, line.id) for line in lines), Quantity.zero())


def _line(session: Session, note_id: int, asked: AskedLine, by: int) -> OldPartNoteLine:
    debt = locked(session, OldPartDebt, asked.debt_id)
    if debt.engineer_id != by:
        raise Forbidden("not_the_debtor", debt_id=debt.id)
    part = found(session, Part, asked.part_id or debt.part_id)
    if step_of(session, part.id) != step_of(session, debt.part_id):
        raise RuleViolation("other_unit", part=part.number)
    check_quantity(session, part.id, asked.quantity)
    owed = debt.quantity - debt.returned - debt.excused - on_open_notes(session, debt.id)
    if asked.quantity > owed:
        raise RuleViolation("more_than_owed", owed=str(owed), asked=str(asked.quantity))
    serial = (asked.serial_number or "").strip() or None
    if part.serial_tracked and (serial is None or asked.quantity != PIECE):
        raise RuleViolation("serial_missing", part=part.number)
    if serial is not None and asked.quantity != PIECE:
        raise RuleViolation("serials_do_not_match", part=part.number, quantity=str(asked.quantity), serial_numbers=1)
    return OldPartNoteLine(
        note_id=note_id,
        debt_id=debt.id,
        part_id=part.id,
        quantity=asked.quantity,
        serial_number=serial,
        fault=asked.fault.strip(),
    )


def _open_note(session: Session, note_id: int) -> OldPartNote:
    note = locked(session, OldPartNote, note_id)
    if note.state != "open":
        raise InvalidState("old_part_note_closed", number=note.number, state=note.state)
    return note


def _ended(session: Session, note: OldPartNote, state: str, by: int, at: datetime) -> NoteEnded:
    note.state, note.closed_by_id, note.closed_at = state, by, at
    written(session)
    return NoteEnded(note.id, state)


def _lines(session: Session, note_id: int) -> Sequence[OldPartNoteLine]:
    return session.scalars(select(OldPartNoteLine).where(OldPartNoteLine.note_id == note_id)).all()


def _receipts(session: Session, note_id: int) -> Sequence[int]:
    return session.scalars(
        select(OldPartReceipt.id)
        .join(OldPartNoteLine, OldPartNoteLine.id == OldPartReceipt.line_id)
        .where(OldPartNoteLine.note_id == note_id, OldPartReceipt.undone_at.is_(None))
    ).all()


def _confirmed(session: Session, line_id: int) -> Quantity:
    total = session.scalar(
        select(func.sum(OldPartReceipt.quantity, type_=QuantityType)).where(
            OldPartReceipt.line_id == line_id, OldPartReceipt.undone_at.is_(None)
        )
    )
    return total or Quantity.zero()


def _old_lot(session: Session, line: OldPartNoteLine, note: OldPartNote, at: datetime) -> Lot:
    on = day_of(session, at)
    lot = Lot(
        number=next_number(session, "OLD", on),
        part_id=line.part_id,
        origin="old",
        reference=note.number,
        received_on=on,
        rank_on=on,
        unit_cost_cny=Money.zero(),
        brought_by_id=note.engineer_id,
        created_at=at,
        serial_number=line.serial_number,
    )
    session.add(lot)
    written(session)
    return lot


def _left_with_customer(session: Session, line: OldPartNoteLine) -> tuple[int | None, list[Move]]:
    """Return the lot whose number an old piece bears, and the move that books it out of the repair that used it."""
    if line.serial_number is None:
        return None, []
    there = session.execute(
        select(Lot.id, Location.id, Location.code, Location.kind, WorkOrder.state)
        .join(Balance, Balance.lot_id == Lot.id)
        .join(Location, Location.id == Balance.location_id)
        .outerjoin(WorkOrder, WorkOrder.location_id == Location.id)
        .where(Lot.part_id == line.part_id, Lot.serial_number == line.serial_number, Balance.on_hand > Quantity.zero())
    ).one_or_none()
    if there is None:
        known = select(Lot.id).where(Lot.part_id == line.part_id, Lot.serial_number == line.serial_number)
        return session.scalar(known.order_by(Lot.id.desc()).limit(1)), []
    lot_id, location_id, code, kind, state = there
    if kind != LocationKind.WORK_ORDER or state == "open":
        raise Conflict("serial_elsewhere", serial_number=line.serial_number, place=code)
    customer = outside(session, LocationKind.CUSTOMER)
    return lot_id, [Move(MovementKind.FITTED, line.part_id, lot_id, location_id, customer.id, PIECE)]


def _fitted_before(session: Session, debt: OldPartDebt, part_id: int) -> int | None:
    """Return the lot of the part that an earlier repair had put into the same product, the newest first."""
    order = found(session, WorkOrder, debt.work_order_id)
    if not order.product_serial or order.product_model_id is None:
        return None
    return session.scalar(
        select(Movement.lot_id)
        .join(WorkOrder, WorkOrder.location_id == Movement.to_location_id)
        .join(Balance, (Balance.location_id == WorkOrder.location_id) & (Balance.lot_id == Movement.lot_id))
        .where(
            WorkOrder.product_serial == order.product_serial,
            WorkOrder.product_model_id == order.product_model_id,
            WorkOrder.id != order.id,
            WorkOrder.opened_at < order.opened_at,
            Movement.part_id == part_id,
            Movement.kind == MovementKind.ISSUE,
            Balance.on_hand > Quantity.zero(),
        )
        .order_by(Movement.id.desc())
        .limit(1)
    )
