"""Bring goods into the hold as lots and let them out by an inspector's verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from inventory.finding import check_held, check_quantity, found, held, outside, part_with_unit, place, place_in
from inventory.finding_moves import look_at_receipt, look_at_verdict
from inventory.places import LocationKind, MovementKind
from inventory.posting import Move, post, reverse
from inventory.tables import Balance, Clearance, Location, Lot, Movement, Part, Posting
from kernel.amounts import Money, Quantity
from kernel.errors import Conflict, FourEyes, InvalidState, NotFound, RuleViolation
from kernel.numbering import next_number
from kernel.prepared import in_transaction, run
from kernel.refusals import name_check, refusals
from kernel.requests import once
from kernel.rows import insert_row

name_check("ck_clearance_four_eyes", "four_eyes", FourEyes)
PIECE = Quantity(1000)
_MADE = select(Lot.part_id, Lot.origin).where(Lot.id == bindparam("lot"))


@dataclass(frozen=True, slots=True)
class BroughtLot:
    """Name a lot that was made."""

    lot_id: int
    number: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """Name the posting and the lots that came in by it."""

    posting_id: int
    lots: tuple[BroughtLot, ...]


@dataclass(frozen=True, slots=True)
class Cleared:
    """Name the verdict and its posting."""

    clearance_id: int
    posting_id: int


@dataclass(frozen=True, slots=True)
class Undone:
    """Name the posting that undid another."""

    posting_id: int
    undone_posting_id: int


@once
def bring_in(
    session: Session,
    *,
    part_id: int,
    quantity: Quantity,
    hold_location_id: int,
    unit_cost_cny: Money,
    received_on: date,
    reference: str,
    brought_by_id: int,
    by: int,
    at: datetime,
    request_key: str,
    expires_on: date | None = None,
    supplier_lot: str | None = None,
    serial_numbers: tuple[str, ...] = (),
    origin: str = "purchase",
) -> BroughtIn:
    """Put goods into the hold as a new lot, a serial-tracked part as one lot a piece; the hold is not stock.

    `brought_by_id` is who ordered them, and may not inspect them. Bought goods need their arrival between the two
    steps: who registers it makes the lots, says what arrived in them, and posts the receipt itself.
    """
    look_at_receipt(session, part_id, hold_location_id, _source(origin))
    hold = place(session, hold_location_id, LocationKind.HOLD)
    lots = make_lots(
        session,
        part_id=part_id,
        quantity=quantity,
        unit_cost_cny=unit_cost_cny,
        received_on=received_on,
        reference=reference,
        brought_by_id=brought_by_id,
        at=at,
        expires_on=expires_on,
        supplier_lot=supplier_lot,
        serial_numbers=serial_numbers,
        origin=origin,
    )
    posting_id = post_receipt(session, lots=[(lot, hold.id) for lot in lots], reference=reference, by=by, at=at)
    return BroughtIn(posting_id, lots)


def make_lots(
    session: Session,
    *,
    part_id: int,
    quantity: Quantity,
    unit_cost_cny: Money,
    received_on: date,
    reference: str,
    brought_by_id: int,
    at: datetime,
    expires_on: date | None = None,
    supplier_lot: str | None = None,
    serial_numbers: tuple[str, ...] = (),
    origin: str = "purchase",
) -> tuple[BroughtLot, ...]:
    """Make the lots of goods that are about to come in; nothing lies anywhere yet.

    A part with shelf life and no stated expiry expires its shelf life after the day of receipt.
    """
    part, _ = part_with_unit(session, part_id)
    check_quantity(session, part_id, quantity)
    _check_serials(session, part, quantity, serial_numbers)
    if unit_cost_cny < Money.zero():
        raise RuleViolation("unit_cost_negative", unit_cost=str(unit_cost_cny))
    if expires_on is None and part.shelf_life_days is not None:
        expires_on = received_on + timedelta(days=part.shelf_life_days)
    each = PIECE if serial_numbers else quantity
    lots = []
    for serial in serial_numbers or (None,):
        number = next_number(session, "L", received_on)
        with refusals():
            lot_id = insert_row(
                session,
                Lot,
                number=number,
                part_id=part_id,
                origin=origin,
                reference=reference,
                received_on=received_on,
                rank_on=expires_on or received_on,
                unit_cost_cny=unit_cost_cny,
                brought_by_id=brought_by_id,
                created_at=at,
                expires_on=expires_on,
                supplier_lot=supplier_lot,
                serial_number=serial,
            )
        in_transaction(session, "new_lots")[lot_id] = part_id, origin
        lots.append(BroughtLot(lot_id, number, each))
    return tuple(lots)


def post_receipt(
    session: Session, *, lots: Sequence[tuple[BroughtLot, int]], reference: str, by: int, at: datetime
) -> int:
    """Post new lots into their holds (lot, place) as one posting and return its id."""
    made: dict[int, tuple[int, str]] = in_transaction(session, "new_lots")
    moves = []
    for brought, hold_location_id in lots:
        known = made.get(brought.lot_id)
        part_id, origin = known or run(session, _MADE, lot=brought.lot_id).one()
        kind = MovementKind.OPENING if origin == "opening" else MovementKind.RECEIPT
        source = outside(session, _source(origin))
        moves.append(Move(kind, part_id, brought.lot_id, source.id, hold_location_id, brought.quantity))
    kinds = {str(move.kind) for move in moves}
    assert len(kinds) == 1, "one receipt brings either bought goods or an opening"
    return post(session, moves, kind=kinds.pop(), reference=reference, by=by, at=at).posting_id


@once
def declare_opening(
    session: Session,
    *,
    part_id: int,
    quantity: Quantity,
    hold_location_id: int,
    unit_cost_cny: Money,
    received_on: date,
    reference: str,
    by: int,
    at: datetime,
    request_key: str,
    expires_on: date | None = None,
    supplier_lot: str | None = None,
    serial_numbers: tuple[str, ...] = (),
) -> BroughtIn:
    """Declare stock that was there before the system; another person clears it like any arrival."""
    return bring_in(
        session,
        part_id=part_id,
        quantity=quantity,
        hold_location_id=hold_location_id,
        unit_cost_cny=unit_cost_cny,
        received_on=received_on,
        reference=reference,
        brought_by_id=by,
        expires_on=expires_on,
        supplier_lot=supplier_lot,
        serial_numbers=serial_numbers,
        origin="opening",
        by=by,
        at=at,
        request_key=f"{request_key}:opening",
    )


@once
def clear(
    session: Session,
    *,
    lot_id: int,
    hold_location_id: int,
    passed: Quantity,
    failed: Quantity,
    reference: str,
    by: int,
    at: datetime,
    request_key: str,
) -> Cleared:
    """Record a verdict: what passed goes to staging, what failed to quarantine; the rest stays in the hold."""
    seen = look_at_verdict(session, lot_id, hold_location_id)
    lot = found(session, Lot, lot_id)
    hold = place(session, hold_location_id, LocationKind.HOLD)
    if lot.brought_by_id == by:
        raise FourEyes("four_eyes", step="clear", lot=lot.number)
    for quantity in (passed, failed):
        check_quantity(session, lot.part_id, quantity, zero=True)
    check_quantity(session, lot.part_id, passed + failed)
    check_held(session, hold, lot_id, passed + failed, seen.there)
    with refusals():
        clearance_id = insert_row(
            session,
            Clearance,
            lot_id=lot_id,
            hold_location_id=hold.id,
            passed=passed,
            failed=failed,
            brought_by_id=lot.brought_by_id,
            inspected_by_id=by,
            decided_at=at,
            reference=reference,
        )
    moves = [
        _leaves_hold(session, lot, hold, kind, target, quantity, clearance_id)
        for kind, target, quantity in (
            (MovementKind.RELEASE, LocationKind.STAGING, passed),
            (MovementKind.REJECTION, LocationKind.QUARANTINE, failed),
        )
        if quantity
    ]
    posted = post(session, moves, kind="clearance", reference=reference, by=by, at=at)
    return Cleared(clearance_id, posted.posting_id)


@once
def undo(session: Session, *, posting_id: int, reason: str, by: int, at: datetime, request_key: str) -> Undone:
    """Undo an arrival while all of it is still in the hold: it was booked by mistake or sent back at the gate."""
    movements = _movements(session, posting_id, "receipt", "opening")
    for movement in movements:
        if held(session, movement.to_location_id, movement.lot_id) != movement.quantity:
            raise InvalidState("no_longer_in_hold", posting_id=posting_id, lot_id=movement.lot_id)
    return Undone(reverse(session, posting_id=posting_id, by=by, at=at, reason=reason).posting_id, posting_id)


@once
def withdraw_clearance(
    session: Session, *, posting_id: int, reason: str, by: int, at: datetime, request_key: str
) -> Undone:
    """Take a verdict back while its goods still lie in staging and quarantine: they return to the hold."""
    for movement in _movements(session, posting_id, "clearance"):
        if held(session, movement.to_location_id, movement.lot_id) < movement.quantity:
            raise InvalidState("already_put_away", posting_id=posting_id, lot_id=movement.lot_id)
    return Undone(reverse(session, posting_id=posting_id, by=by, at=at, reason=reason).posting_id, posting_id)


def _source(origin: str) -> LocationKind:
    return LocationKind.OPENING if origin == "opening" else LocationKind.SUPPLIER


def _leaves_hold(
    session: Session,
    lot: Lot,
    hold: Location,
    kind: MovementKind,
    target: LocationKind,
    quantity: Quantity,
    clearance_id: int,
) -> Move:
    there = place_in(session, hold.store_id, target)
    return Move(kind, lot.part_id, lot.id, hold.id, there.id, quantity, clearance_id=clearance_id)


def _movements(session: Session, posting_id: int, *kinds: str) -> list[Movement]:
    posting = session.get(Posting, posting_id)
    if posting is None:
        raise NotFound("posting_unknown", id=posting_id)
    if posting.kind not in kinds:
        raise InvalidState("other_kind_of_posting", kind=posting.kind, wanted=list(kinds))
    movements = list(session.scalars(select(Movement).where(Movement.posting_id == posting_id)))
    undone = session.scalar(select(Movement.id).where(Movement.reverses_id.in_([m.id for m in movements])).limit(1))
    if undone is not None:
        raise InvalidState("already_reversed", posting_id=posting_id)
    return movements


def _check_serials(session: Session, part: Part, quantity: Quantity, serials: tuple[str, ...]) -> None:
    if not part.serial_tracked:
        if serials:
            raise RuleViolation("not_serial_tracked", part=part.number)
        return
    if quantity != PIECE * len(serials) or len(set(serials)) != len(serials) or not all(s.strip() for s in serials):
        raise RuleViolation(
            "serials_do_not_match", part=part.number, quantity=str(quantity), serial_numbers=len(set(serials))
        )
    known = session.scalars(
        select(Lot.serial_number)
        .join(Balance, Balance.lot_id == Lot.id)
        .where(Lot.part_id == part.id, Lot.serial_number.in_(serials), Balance.on_hand > Quantity.zero())
    ).all()
    if known:
        raise Conflict("serial_known", part=part.number, serial_numbers=list(known))
