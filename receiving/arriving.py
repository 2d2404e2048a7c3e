"""Register what a supplier brought: what an order takes goes into the hold, the rest goes straight back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.accepting import PIECE, BroughtLot, make_lots, post_receipt
from inventory.finding import check_quantity, found, held, locked, place, place_in, written
from inventory.places import LocationKind
from inventory.posting import lock_stock, reverse
from inventory.tables import Location, Movement, Part
from kernel.amounts import Quantity
from kernel.errors import InvalidState, RuleViolation
from kernel.numbering import next_number
from kernel.requests import once
from kernel.settings import day_of
from procurement import tracking
from procurement.finding_room import room, takes_goods
from procurement.tables import Order, OrderLine, Supplier
from receiving.allotment import allot
from receiving.claiming import drop, open_return
from receiving.recounting import ask_recounts
from receiving.replacing import goods_for
from receiving.settlement import Reason
from receiving.tables import Arrival, ArrivalLine, ArrivalLot, ClaimedLine, Inspection, SupplierReturn


@dataclass(frozen=True, slots=True)
class ArrivedLine:
    """Say what came: for which order line or claim (none: nobody asked for it), what part it really is and how much.

    One order line may be named several times, once for each supplier's lot or expiry.
    """

    order_line_id: int | None
    part_id: int
    quantity: Quantity
    supplier_lot: str | None = None
    expires_on: date | None = None
    serial_numbers: tuple[str, ...] = ()
    note: str = ""
    made_on: date | None = None
    supplier_return_id: int | None = None


@dataclass(frozen=True, slots=True)
class RegisteredLine:
    """Say what became of a line: `over` and `wrong_part` go back by a return, the rest lies in the hold as lots."""

    arrival_line_id: int
    kind: str
    part_id: int
    quantity: Quantity
    order_line_id: int | None
    delivery_id: int | None
    lots: tuple[BroughtLot, ...]
    supplier_return_id: int | None
    supplier_return_number: str | None


@dataclass(frozen=True, slots=True)
class Registered:
    """Name the arrival and its lines; `posting_id` is empty when nothing of it was taken in."""

    arrival_id: int
    number: str
    state: str
    posting_id: int | None
    lines: tuple[RegisteredLine, ...]


@dataclass(frozen=True, slots=True)
class UndoneArrival:
    """Name the arrival and the posting that undid its receipt, if it had one."""

    arrival_id: int
    posting_id: int | None


@once
def register_arrival(
    session: Session,
    *,
    store_id: int,
    supplier_id: int,
    lines: tuple[ArrivedLine, ...],
    delivery_note: str,
    arrived_on: date,
    by: int,
    at: datetime,
    request_key: str,
    hold_location_id: int | None = None,
    carrier: str = "",
    note: str = "",
    blind: bool = False,
    none_came_of: tuple[int, ...] = (),
) -> Registered:
    """Register an arrival for one order or several of a supplier, as it really came.

    Each line is taken up to what its order still expects plus tolerance and lies in the hold, which is not stock.
    Surplus and wrong parts never enter the ledger: they are on record and a return is opened for them. What was counted
    `blind` and differs from its order is counted again before it is inspected; `none_came_of` names order lines of
    which the keeper found nothing.
    """
    if not lines:
        raise RuleViolation("lines_needed")
    if arrived_on > day_of(session, at):
        raise RuleViolation("arrived_in_future", arrived_on=arrived_on.isoformat())
    found(session, Supplier, supplier_id)
    place(session, store_id, LocationKind.WAREHOUSE)
    hold = _hold(session, store_id, hold_location_id)
    lock_stock(session, [(line.part_id, store_id) for line in lines])
    _lock_orders(session, lines)
    arrival = Arrival(
        number=next_number(session, "AR", arrived_on),
        store_id=store_id,
        supplier_id=supplier_id,
        delivery_note=delivery_note.strip(),
        arrived_on=arrived_on,
        registered_by_id=by,
        registered_at=at,
        carrier=carrier,
        note=note,
    )
    session.add(arrival)
    written(session)
    if blind:
        ask_recounts(session, arrival.id, lines, none_came_of)
    registration = _Registration(session, arrival.id, hold, by, at, request_key)
    registered = [each for position, line in enumerate(lines, 1) for each in registration.take(line, position)]
    lots = [(lot, hold.id) for each in registered for lot in each.lots]
    posting_id = post_receipt(session, lots=lots, reference=arrival.number, by=by, at=at) if lots else None
    if not lots:
        arrival.state = "closed"
        written(session)
    return Registered(arrival.id, arrival.number, arrival.state, posting_id, tuple(registered))


@once
def undo_arrival(
    session: Session, *, arrival_id: int, reason: str, by: int, at: datetime, request_key: str
) -> UndoneArrival:
    """Undo an arrival that was registered by mistake while all of it is still in the hold and nothing is judged."""
    arrival = locked(session, Arrival, arrival_id)
    if not reason.strip():
        raise RuleViolation("reason_needed")
    if arrival.state == "undone":
        raise InvalidState("arrival_not_open", number=arrival.number, state=arrival.state)
    lines = session.scalars(
        select(ArrivalLine).where(ArrivalLine.arrival_id == arrival_id).order_by(ArrivalLine.id)
    ).all()
    lots = session.scalars(select(ArrivalLot).where(ArrivalLot.arrival_line_id.in_([line.id for line in lines]))).all()
    _check_untouched(session, arrival, lines, lots)
    _drop_what_hangs_on(session, lines, lots, reason)
    arrival.state, arrival.undone_by_id, arrival.undone_at, arrival.undone_reason = "undone", by, at, reason.strip()
    written(session)
    for line in lines:
        if line.delivery_id is not None:
            key = f"{request_key}:{line.id}"
            tracking.undo_delivery(session, delivery_id=line.delivery_id, reason=reason, by=by, at=at, request_key=key)
    posting_id = _receipt_of(session, lots)
    if posting_id is None:
        return UndoneArrival(arrival_id, None)
    return UndoneArrival(
        arrival_id, reverse(session, posting_id=posting_id, by=by, at=at, reason=reason.strip()).posting_id
    )


@dataclass(frozen=True, slots=True)
class _Registration:
    """Take line after line of one arrival."""

    session: Session
    arrival_id: int
    hold: Location
    by: int
    at: datetime
    request_key: str

    def take(self, line: ArrivedLine, position: int) -> list[RegisteredLine]:
        """Return what a line becomes: one record, or two when a part of it is surplus."""
        check_quantity(self.session, line.part_id, line.quantity)
        if line.supplier_return_id is not None:
            return self._take_for_claim(line, line.supplier_return_id)
        if line.order_line_id is None:
            return [self._send_away(line, "wrong_part", line.quantity)]
        order_line = found(self.session, OrderLine, line.order_line_id)
        order = found(self.session, Order, order_line.order_id)
        self._check_order(order)
        if order_line.part_id != line.part_id:
            return [self._send_away(line, "wrong_part", line.quantity)]
        expected = _expected(order, order_line)
        split = allot(line.quantity, expected=expected)
        taken = [self._take_delivery(line, order_line, split.accepted, position)] if split.accepted else []
        return taken + ([self._send_away(line, "over", split.surplus)] if split.surplus else [])

    def _take_for_claim(self, line: ArrivedLine, claim_id: int) -> list[RegisteredLine]:
        """Return what becomes of goods that settle a claim: they are no delivery of its order."""
        goods = goods_for(self.session, claim_id, found(self.session, Arrival, self.arrival_id))
        if goods.part_id != line.part_id:
            return [self._send_away(line, "wrong_part", line.quantity)]
        line = replace(line, order_line_id=goods.order_line.id)
        split = allot(line.quantity, expected=goods.owed)
        taken = [self._take_in(line, goods.order_line, split.accepted, goods.kind)] if split.accepted else []
        return taken + ([self._send_away(line, "over", split.surplus)] if split.surplus else [])

    def _check_order(self, order: Order) -> None:
        arrival = found(self.session, Arrival, self.arrival_id)
        if order.supplier_id != arrival.supplier_id:
            raise RuleViolation("order_of_another_supplier", number=order.number)
        if order.store_id != arrival.store_id:
            raise RuleViolation("order_for_another_store", number=order.number)

    def _take_delivery(
        self, line: ArrivedLine, order_line: OrderLine, quantity: Quantity, position: int
    ) -> RegisteredLine:
        """Take in what an order expects and tell the order."""
        delivered = tracking.record_delivery(
            self.session,
            order_line_id=order_line.id,
            quantity=quantity,
            received_on=found(self.session, Arrival, self.arrival_id).arrived_on,
            by=self.by,
            at=self.at,
            request_key=f"{self.request_key}:{position}",
        )
        return self._take_in(line, order_line, quantity, "ordered", delivered.delivery_id)

    def _take_in(
        self, line: ArrivedLine, order_line: OrderLine, quantity: Quantity, kind: str, delivery_id: int | None = None
    ) -> RegisteredLine:
        """Make the lots of goods that go into the hold; a replacement costs what the goods that it replaces did."""
        part = found(self.session, Part, line.part_id)
        arrival = found(self.session, Arrival, self.arrival_id)
        expires_on = expiry_of(part, line.expires_on, line.made_on)
        check_made_on(line.made_on, expires_on, arrival.arrived_on)
        if part.serial_tracked and PIECE * len(line.serial_numbers) != line.quantity:
            raise RuleViolation(
                "serials_do_not_match",
                part=part.number,
                quantity=str(line.quantity),
                serial_numbers=len(line.serial_numbers),
            )
        buyer, price = found(self.session, Order, order_line.order_id).created_by_id, order_line.unit_price_cny
        row = self._line(line, kind, quantity, delivery_id=delivery_id, hold_location_id=self.hold.id)
        lots = make_lots(
            self.session,
            part_id=line.part_id,
            quantity=quantity,
            unit_cost_cny=price,
            received_on=arrival.arrived_on,
            reference=arrival.number,
            brought_by_id=buyer,
            at=self.at,
            expires_on=expires_on,
            supplier_lot=line.supplier_lot,
            serial_numbers=line.serial_numbers[: quantity.scaled // PIECE.scaled],
        )
        for lot in lots:
            self.session.add(
                ArrivalLot(
                    arrival_line_id=row.id,
                    lot_id=lot.lot_id,
                    quantity=lot.quantity,
                    bought_by_id=buyer,
                    made_on=line.made_on,
                )
            )
        written(self.session)
        return RegisteredLine(row.id, row.kind, row.part_id, quantity, order_line.id, delivery_id, lots, None, None)

    def _send_away(self, line: ArrivedLine, kind: str, quantity: Quantity) -> RegisteredLine:
        row = self._line(line, kind, quantity)
        back = open_return(
            self.session,
            line=row,
            quantity=quantity,
            reason=Reason(kind),
            by=self.by,
            at=self.at,
            note=line.note,
        )
        return RegisteredLine(
            row.id, row.kind, row.part_id, quantity, row.order_line_id, None, (), back.id, back.number
        )

    def _line(
        self,
        line: ArrivedLine,
        kind: str,
        quantity: Quantity,
        delivery_id: int | None = None,
        hold_location_id: int | None = None,
    ) -> ArrivalLine:
        row = ArrivalLine(
            arrival_id=self.arrival_id,
            part_id=line.part_id,
            quantity=quantity,
            kind=kind,
            order_line_id=line.order_line_id,
            delivery_id=delivery_id,
            hold_location_id=hold_location_id,
            note=line.note,
        )
        self.session.add(row)
        written(self.session)
        if line.supplier_return_id is not None and hold_location_id is not None:
            self.session.add(ClaimedLine(arrival_line_id=row.id, supplier_return_id=line.supplier_return_id))
            written(self.session)
        return row


def expiry_of(part: Part, expires_on: date | None, made_on: date | None) -> date | None:
    """Return when goods expire: as stated, else their shelf life after the day they were made.

    Raises `RuleViolation` where a part has a shelf life and neither day is known.
    """
    if expires_on is not None or part.shelf_life_days is None:
        return expires_on
    if made_on is None:
        raise RuleViolation("expiry_needed", part=part.number)
    return made_on + timedelta(days=part.shelf_life_days)


def check_made_on(made_on: date | None, expires_on: date | None, arrived_on: date) -> None:
    """Refuse goods that were made after they came or after they expire."""
    if made_on is None:
        return
    if made_on > arrived_on:
        raise RuleViolation("made_in_future", made_on=made_on.isoformat(), arrived_on=arrived_on.isoformat())
    if expires_on is not None and made_on > expires_on:
        raise RuleViolation("made_after_expiry", made_on=made_on.isoformat(), expires_on=expires_on.isoformat())


def _expected(order: Order, line: OrderLine) -> Quantity:
    """Return what an order line still takes; an order that ended takes nothing, one that was not sent is a mistake."""
    if order.state in ("closed", "cancelled"):
        return Quantity.zero()
    if not takes_goods(order):
        raise InvalidState("order_not_sent", number=order.number, state=order.state)
    return room(order, line)


def _hold(session: Session, store_id: int, hold_location_id: int | None) -> Location:
    if hold_location_id is None:
        return place_in(session, store_id, LocationKind.HOLD)
    hold = place(session, hold_location_id, LocationKind.HOLD)
    if hold.store_id != store_id:
        raise RuleViolation("other_store", place=hold.code)
    return hold


def _lock_orders(session: Session, lines: tuple[ArrivedLine, ...]) -> None:
    """Lock the orders, then their lines, in the order that everybody keeps."""
    wanted = sorted({line.order_line_id for line in lines if line.order_line_id is not None})
    for order_id in sorted({found(session, OrderLine, line_id).order_id for line_id in wanted}):
        locked(session, Order, order_id)
    for line_id in wanted:
        locked(session, OrderLine, line_id)


def _check_untouched(
    session: Session, arrival: Arrival, lines: Sequence[ArrivalLine], lots: Sequence[ArrivalLot]
) -> None:
    holds = {line.id: line.hold_location_id for line in lines}
    for lot in lots:
        hold = holds[lot.arrival_line_id]
        if hold is None or held(session, hold, lot.lot_id) != lot.quantity:
            raise InvalidState("arrival_inspected", number=arrival.number, lot_id=lot.lot_id)


def _drop_what_hangs_on(
    session: Session, lines: Sequence[ArrivalLine], lots: Sequence[ArrivalLot], reason: str
) -> None:
    """Drop inspections that had begun and returns that were opened for surplus and wrong parts."""
    for inspection in session.scalars(
        select(Inspection).where(Inspection.arrival_lot_id.in_([lot.id for lot in lots]), Inspection.state == "pending")
    ):
        inspection.state = "dropped"
    for back in session.scalars(
        select(SupplierReturn).where(
            SupplierReturn.arrival_line_id.in_([line.id for line in lines]), SupplierReturn.state != "cancelled"
        )
    ):
        drop(session, back, reason)


def _receipt_of(session: Session, lots: Sequence[ArrivalLot]) -> int | None:
    return session.scalar(
        select(Movement.posting_id)
        .where(Movement.lot_id.in_([lot.lot_id for lot in lots]), Movement.kind == "receipt")
        .limit(1)
    )
