"""Draft orders: write the head and the lines, and look up what they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory.finding import found, place, written
from inventory.places import LocationKind
from inventory.tables import Part, Unit, WorkOrder
from kernel.amounts import Money, Quantity
from kernel.errors import NotFound, RuleViolation
from kernel.hashing import plain
from kernel.numbering import next_number
from kernel.settings import day_of, setting
from procurement import settings
from procurement.contract_terms import Term
from procurement.finding_standing import check_supplier, open_release
from procurement.prices import Step, list_on, step_for
from procurement.queries.contracts import terms_in_force
from procurement.queries.order_lines import amount_of, lines_of
from procurement.releasing import use_release
from procurement.tables import ContractLine, Order, OrderLine, PriceBreak, SupplierPart

PORTION = 5000
"""Keys named in one statement."""


@dataclass(frozen=True, slots=True)
class NewLine:
    """Ask for one part; without a price or lead time the supplier's contract gives it, else its terms for the part."""

    part_id: int
    quantity: Quantity
    unit_price_cny: Money | None = None
    needed_on: date | None = None
    proposal_id: int | None = None
    over_percent: int | None = None
    lead_time_days: int | None = None


@dataclass(frozen=True, slots=True)
class Urgency:
    """Say why an order cannot wait, and for which repair."""

    reason: str
    work_order_id: int | None = None


def price_list(session: Session, supplier_part_id: int, on: date) -> tuple[Step, ...]:
    """Return the price list of a supplier's part that holds on a day."""
    rows = session.scalars(select(PriceBreak).where(PriceBreak.supplier_part_id == supplier_part_id))
    return list_on([Step(row.from_quantity, row.unit_price_cny, row.valid_from_on) for row in rows], on)


def draft_order(
    session: Session,
    *,
    supplier_id: int,
    store_id: int,
    lines: Sequence[NewLine],
    by: int,
    at: datetime,
    plan_id: int | None = None,
    note: str = "",
    urgency: Urgency | None = None,
) -> tuple[Order, list[OrderLine]]:
    """Write a draft order with its lines; every part is under contract, on the price list, or carries a price."""
    on = day_of(session, at)
    supplier = check_supplier(session, supplier_id, on, release=open_release(session, supplier_id))
    place(session, store_id, LocationKind.WAREHOUSE)
    if not lines:
        raise RuleViolation("order_has_no_lines")
    order = Order(
        number=next_number(session, "PO", on),
        supplier_id=supplier.id,
        store_id=store_id,
        created_by_id=by,
        created_at=at,
        created_on=on,
        plan_id=plan_id,
        currency=supplier.currency,
        note=note,
        urgent_reason=urgency.reason.strip() if urgency else "",
        work_order_id=found(session, WorkOrder, urgency.work_order_id).id
        if urgency and urgency.work_order_id
        else None,
    )
    session.add(order)
    written(session)
    use_release(session, order)
    made = add_lines(session, order, lines, on)
    days = [
        _planned_days(session, line) if new.lead_time_days is None else new.lead_time_days
        for new, line in zip(lines, made, strict=True)
    ]
    order.expected_on = on + timedelta(days=max(days))
    written(session)
    return order, made


def add_lines(session: Session, order: Order, lines: Sequence[NewLine], on: date) -> list[OrderLine]:
    """Add lines to a draft order at the prices of the day."""
    last = session.scalar(select(func.max(OrderLine.line_no)).where(OrderLine.order_id == order.id)) or 0
    parts = _parts(session, [new.part_id for new in lines])
    offered = _offered(session, order.supplier_id, list(parts))
    agreed = terms_in_force(session, on=on, supplier_id=order.supplier_id, part_ids=list(parts))
    made = []
    for line_no, new in enumerate(lines, last + 1):
        if new.part_id not in parts:
            raise NotFound("part_unknown", id=new.part_id)
        step, number = parts[new.part_id]
        if new.quantity <= Quantity.zero() or not new.quantity.is_multiple_of(step):
            raise RuleViolation("not_whole_steps", part=number, quantity=str(new.quantity), step=str(step))
        offer, term = offered.get(new.part_id), agreed.get((order.supplier_id, new.part_id))
        row = OrderLine(
            order_id=order.id,
            line_no=line_no,
            part_id=new.part_id,
            quantity=new.quantity,
            unit_price_cny=new.unit_price_cny or _agreed_price(session, term, offer, new, number, on),
            supplier_part_id=offer.id if offer else None,
            contract_line_id=term.contract_line_id if term else None,
            proposal_id=new.proposal_id,
            needed_on=new.needed_on,
            over_percent=new.over_percent,
        )
        row.over_tolerance = tolerance_of(session, row, step, on)
        session.add(row)
        made.append(row)
    written(session)
    return made


def text_of(order: Order, lines: Sequence[OrderLine]) -> dict[str, Any]:
    """Return head and lines of an order as plain values, to be kept as a version."""
    head = (
        "number",
        "supplier_id",
        "store_id",
        "state",
        "version",
        "currency",
        "expected_on",
        "ordered_on",
        "note",
        "confirmed_at",
    )
    line_fields = (
        "id",
        "line_no",
        "part_id",
        "quantity",
        "unit_price_cny",
        "needed_on",
        "promised_on",
        "cancelled",
        "over_percent",
    )
    text: dict[str, Any] = plain({name: getattr(order, name) for name in head})
    text["lines"] = [plain({name: getattr(line, name) for name in line_fields}) for line in lines]
    text["amount_cny"] = str(amount_of(lines))
    return text


def check_needed(days: Iterable[date | None], on: date) -> None:
    """Refuse what a person wants to have before today."""
    past = [day for day in days if day is not None and day < on]
    if past:
        raise RuleViolation("needed_in_past", needed_on=min(past).isoformat(), field="needed_on")


def agree(session: Session, order: Order) -> None:
    """Keep what was approved of each line: it may arrive while a later raise of it waits."""
    written(session)
    for line in lines_of(session, order.id):
        line.agreed, line.agreed_over = line.quantity, line.over_tolerance
        line.agreed_price_cny = line.unit_price_cny
    written(session)


def _parts(session: Session, part_ids: Sequence[int]) -> dict[int, tuple[Quantity, str]]:
    """Return step and number of each part, read in portions that a statement can hold."""
    found: dict[int, tuple[Quantity, str]] = {}
    for some in _portions(part_ids):
        query = select(Part.id, Unit.step, Part.number).join(Unit, Unit.id == Part.unit_id).where(Part.id.in_(some))
        found |= {key: (step, number) for key, step, number in session.execute(query)}
    return found


def _offered(session: Session, supplier_id: int, part_ids: Sequence[int]) -> dict[int, SupplierPart]:
    found: dict[int, SupplierPart] = {}
    for some in _portions(part_ids):
        query = select(SupplierPart).where(SupplierPart.supplier_id == supplier_id, SupplierPart.part_id.in_(some))
        found |= {row.part_id: row for row in session.scalars(query)}
    return found


def _portions(keys: Sequence[int]) -> Iterator[list[int]]:
    unique = sorted(set(keys))
    for begin in range(0, len(unique), PORTION):
        yield unique[begin : begin + PORTION]


def usual_price(
    session: Session, term: Term | None, offer: SupplierPart | None, quantity: Quantity, on: date
) -> Money | None:
    """Return what a quantity costs by the contract in force, else by the price list of a day."""
    if term is not None and (agreed := term.price(quantity)) is not None:
        return agreed
    step = step_for(price_list(session, offer.id, on), quantity) if offer and offer.active else None
    return step.unit_price_cny if step else None


def _agreed_price(
    session: Session, term: Term | None, offer: SupplierPart | None, new: NewLine, number: str, on: date
) -> Money:
    price = usual_price(session, term, offer, new.quantity, on)
    if price is None:
        raise RuleViolation("no_price", part=number)
    return price


def _planned_days(session: Session, line: OrderLine) -> int:
    agreed = session.get(ContractLine, line.contract_line_id) if line.contract_line_id else None
    if agreed is not None and agreed.lead_time_days is not None:
        return agreed.lead_time_days
    offer = session.get(SupplierPart, line.supplier_part_id) if line.supplier_part_id else None
    return offer.lead_time_days if offer else 0


def tolerance_of(session: Session, line: OrderLine, step: Quantity, on: date) -> Quantity:
    """Return how much more of a line may come, in whole steps of the unit: as agreed for it, else by the setting."""
    usual = Decimal(str(setting(session, settings.OVER_TOLERANCE, on)))
    percent = usual if line.over_percent is None else Decimal(line.over_percent)
    steps = (line.quantity.scaled * percent / 100 / step.scaled).to_integral_value(ROUND_FLOOR)
    return step * int(steps)
