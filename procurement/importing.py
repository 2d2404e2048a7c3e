"""Take in many suppliers and their terms from a file: each call writes its rows or none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import written
from inventory.tables import Part, Unit
from kernel.amounts import Money, Quantity
from kernel.errors import FourEyes, NotFound, RuleViolation
from kernel.requests import once
from procurement.prices import Step, list_on
from procurement.qualifying import set_supplier_state
from procurement.supplier_file_keeping import ask_for_bank, follow_main_contact
from procurement.suppliers_keeping import BANK, DETAILS
from procurement.tables import PriceBreak, Supplier, SupplierPart

TAKEN_OVER = "文件导入 / taken over from a file"
"""The reason that stands in a supplier's history where a file was the reason."""


@dataclass(frozen=True, slots=True)
class SupplierRow:
    """Describe a supplier by its code; `details` are the plain texts that were given."""

    code: str
    details: dict[str, str]
    approve: bool = False


@dataclass(frozen=True, slots=True)
class KeptSuppliers:
    """Count what was made, changed and approved, and the bank accounts that wait for a second person."""

    created: int
    updated: int
    approved: int
    bank_changes: int = 0


@dataclass(frozen=True, slots=True)
class OfferRow:
    """Describe the terms of a part; what is None stays as it is, or takes the default on a new offer."""

    supplier: str
    part: str
    unit_price_cny: Money | None = None
    lead_time_days: int | None = None
    minimum_quantity: Quantity | None = None
    multiple_quantity: Quantity | None = None
    order_cost_cny: Money | None = None
    holding_rate_bp: int | None = None
    supplier_part_number: str | None = None


@dataclass(frozen=True, slots=True)
class KeptOffers:
    """Count what was made and changed, and the prices that were entered."""

    created: int
    updated: int
    priced: int


@once
def import_suppliers(
    session: Session,
    *,
    rows: tuple[SupplierRow, ...],
    approved_by: int | None,
    by: int,
    at: datetime,
    request_key: str,
) -> KeptSuppliers:
    """Make and change suppliers; those marked are approved by `approved_by`, who is never who enters them."""
    if approved_by == by:
        raise FourEyes("four_eyes", step="approve")
    codes = [row.code for row in rows]
    known = {each.code: each for each in session.scalars(select(Supplier).where(Supplier.code.in_(codes)))}
    created = updated = approved = asked = 0
    for row in rows:
        if unknown := set(row.details) - set(DETAILS):
            raise RuleViolation("field_unknown", field=min(unknown))
        supplier = known.get(row.code)
        if supplier is None:
            details = {"name_zh": row.code, "name_en": "", **row.details}
            supplier = Supplier(code=row.code, proposed_by_id=by, created_at=at, **details)  # type: ignore[arg-type]
            session.add(supplier)
            known[row.code] = supplier
            created += 1
        else:
            asked += _asked_for_bank(session, supplier, row.details, by, at)
            updated += _changed(supplier, {name: said for name, said in row.details.items() if name not in BANK})
    written(session)
    for row in rows:
        follow_main_contact(session, known[row.code])
    written(session)
    for row in rows:
        supplier = known[row.code]
        if row.approve and approved_by is not None and supplier.state == "candidate":
            set_supplier_state(
                session,
                supplier_id=supplier.id,
                state="approved",
                reason=TAKEN_OVER,
                by=approved_by,
                at=at,
                request_key=f"{request_key}:{row.code}",
            )
            approved += 1
    return KeptSuppliers(created, updated, approved, asked)


def _asked_for_bank(session: Session, supplier: Supplier, details: dict[str, str], by: int, at: datetime) -> bool:
    """Ask for the bank account of a file where it differs from the one in force; another person puts it in force."""
    wanted = [details.get(name, getattr(supplier, name)) for name in BANK]
    return ask_for_bank(session, supplier, wanted[0], wanted[1], TAKEN_OVER, by, at) is not None


@once
def import_offers(
    session: Session,
    *,
    rows: tuple[OfferRow, ...],
    valid_from_on: date,
    default_lead_time_days: int,
    by: int,
    at: datetime,
    request_key: str,
) -> KeptOffers:
    """Enter on what terms suppliers offer parts, and one price for each that has one, from a day on."""
    suppliers = _ids(session, Supplier, "code", {row.supplier for row in rows}, "supplier_unknown")
    parts = _ids(session, Part, "number", {row.part for row in rows}, "part_unknown")
    there = {
        (each.supplier_id, each.part_id): each
        for each in session.scalars(select(SupplierPart).where(SupplierPart.part_id.in_(list(parts.values()))))
    }
    steps = _steps(session, list(parts.values()))
    created, updated = 0, 0
    offers = []
    for row in rows:
        pair = (suppliers[row.supplier], parts[row.part])
        values = _terms(row, steps[pair[1]])
        offer = there.get(pair)
        if offer is None:
            multiple = values.pop("multiple_quantity", steps[pair[1]])
            lead_time = values.pop("lead_time_days", default_lead_time_days)
            offer = SupplierPart(
                supplier_id=pair[0], part_id=pair[1], multiple_quantity=multiple, lead_time_days=lead_time, **values
            )
            session.add(offer)
            there[pair] = offer
            created += 1
        else:
            updated += _changed(offer, values)
        offers.append((offer, row.unit_price_cny))
    written(session)
    return KeptOffers(created, updated, _price(session, offers, valid_from_on))


def _ids(session: Session, table: type[Any], key: str, wanted: set[str], code: str) -> dict[str, int]:
    column = getattr(table, key)
    found: dict[str, int] = dict(session.execute(select(column, table.id).where(column.in_(sorted(wanted)))).all())
    if missing := wanted - set(found):
        raise NotFound(code, **{key: min(missing)})
    return found


def _steps(session: Session, part_ids: list[int]) -> dict[int, Quantity]:
    rows = session.execute(select(Part.id, Unit.step).join(Unit, Unit.id == Part.unit_id).where(Part.id.in_(part_ids)))
    return dict(rows.all())


def _terms(row: OfferRow, step: Quantity) -> dict[str, Any]:
    names = ("lead_time_days", "minimum_quantity", "multiple_quantity", "order_cost_cny", "holding_rate_bp")
    values = {name: getattr(row, name) for name in (*names, "supplier_part_number")}
    for name in ("minimum_quantity", "multiple_quantity"):
        if values[name] is not None and not values[name].is_multiple_of(step):
            raise RuleViolation("not_whole_steps", quantity=str(values[name]), step=str(step), part=row.part)
    return {name: value for name, value in values.items() if value is not None}


def _changed(row: Supplier | SupplierPart, values: dict[str, Any]) -> bool:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def _price(session: Session, offers: list[tuple[SupplierPart, Money | None]], valid_from_on: date) -> int:
    """Enter the prices that differ from what holds on the day; a list of the same day gives way."""
    priced = {offer.id: price for offer, price in offers if price is not None}
    lists: dict[int, list[PriceBreak]] = {}
    for each in session.scalars(select(PriceBreak).where(PriceBreak.supplier_part_id.in_(list(priced)))):
        lists.setdefault(each.supplier_part_id, []).append(each)
    changed = {
        key: price
        for key, price in priced.items()
        if [
            step.unit_price_cny
            for step in list_on(
                [Step(e.from_quantity, e.unit_price_cny, e.valid_from_on) for e in lists.get(key, ())], valid_from_on
            )
        ]
        != [price]
    }
    for key in changed:
        for each in lists.get(key, ()):
            if each.valid_from_on == valid_from_on:
                session.delete(each)
    written(session)
    session.add_all(
        PriceBreak(
            supplier_part_id=key, from_quantity=Quantity.zero(), unit_price_cny=price, valid_from_on=valid_from_on
        )
        for key, price in changed.items()
    )
    written(session)
    return len(changed)
