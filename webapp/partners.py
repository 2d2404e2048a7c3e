"""Name who stands behind a place of a movement that is outside: which supplier, which customer, which work order.

`gather` reads what a page of movements needs in a few queries; the other functions only look it up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import g, url_for
from markupsafe import Markup, escape
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.places import LocationKind
from inventory.tables import Disposal, Location, OldPartDebt, OldPartReceipt, WorkOrder
from procurement.tables import Supplier
from receiving.tables import Arrival, ArrivalLine, ArrivalLot, SupplierReturn
from service.tables import Customer, Ticket
from webapp import context
from webapp.i18n import words
from webapp.personal import shown_name
from webapp.place_words import kind_of_place, place_mark, place_text
from webapp.scopes import own_work_orders
from webapp.service_scopes import own_tickets

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Partner:
    """Hold the name of a partner as the reader may see it, and its page where the reader may open it."""

    name: str
    url: str = ""


@dataclass(slots=True)
class _Known:
    """Hold what was gathered of a page of movements."""

    lots: set[int] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    suppliers: dict[int, Partner] = field(default_factory=dict)
    claims: dict[str, Partner] = field(default_factory=dict)
    orders: dict[str, Partner] = field(default_factory=dict)
    customers: dict[str, Partner] = field(default_factory=dict)
    old_lots: dict[int, Partner] = field(default_factory=dict)


def gather(rows: Iterable[Any]) -> None:
    """Read the partners of movements (each with lot_id, reference, from_code, to_code) for what follows."""
    listed = list(rows)
    session = context.session()
    ends = [(row, code, kind_of_place(code)) for row in listed for code in (row.from_code, row.to_code)]
    known = _Known({row.lot_id for row in listed}, {code for _row, code, _kind in ends})
    bought = {row.lot_id for row, _code, kind in ends if kind == LocationKind.SUPPLIER}
    brought = {row.lot_id for row, _code, kind in ends if kind == LocationKind.CUSTOMER}
    at_work = {code for _row, code, kind in ends if kind is None}
    if bought:
        known.suppliers = _suppliers(session, bought)
        known.claims = _claims(session, {r.reference for r, _c, k in ends if k == LocationKind.SUPPLIER})
    if at_work:
        known.orders = _orders(session, at_work)
    if brought and context.may("tickets.read"):
        known.customers = _customers(session, set(known.orders))
        known.old_lots = _old(session, brought)
    g.partners = known


def gathered(rows: Iterable[Row]) -> list[Row]:
    """Return movements whose partners were read."""
    listed = list(rows)
    gather(listed)
    return listed


def _partner_of(row: Any, code: str) -> Partner | None:
    known: _Known | None = g.get("partners")
    if known is None or row.lot_id not in known.lots or code not in known.places:
        gather([row])
        known = g.partners
    kind = kind_of_place(code)
    if kind == LocationKind.SUPPLIER:
        return known.suppliers.get(row.lot_id) or known.claims.get(row.reference)
    if kind == LocationKind.CUSTOMER:
        other = row.from_code if code == row.to_code else row.to_code
        return known.customers.get(other) or known.old_lots.get(row.lot_id)
    return known.orders.get(code)


def place_of_row(row: Any, code: str) -> str:
    """Return an end of a movement as files and cells say it: the place, and who stands behind it."""
    partner, text = _partner_of(row, code), place_text(code)
    return f"{text} {partner.name}" if partner is not None and partner.name != code else text


def origin(row: Any) -> str:
    """Return where a movement came from, in words."""
    return place_of_row(row, row.from_code)


def destination(row: Any) -> str:
    """Return where a movement went, in words."""
    return place_of_row(row, row.to_code)


def origin_url(row: Any) -> str:
    """Return the page of who stands behind the place that a movement left, if the reader may open it."""
    partner = _partner_of(row, row.from_code)
    return partner.url if partner is not None else ""


def destination_url(row: Any) -> str:
    """Return the page of who stands behind the place that a movement went to, if the reader may open it."""
    partner = _partner_of(row, row.to_code)
    return partner.url if partner is not None else ""


def partner_name(row: Any) -> str:
    """Return who stands outside of a movement, empty where nobody is known."""
    ends = (_partner_of(row, row.from_code), _partner_of(row, row.to_code))
    return ", ".join(dict.fromkeys(each.name for each in ends if each is not None))


def origin_mark(row: Any) -> Markup:
    """Return where a movement came from for a page, with a link to who stands behind it."""
    return _mark(row, row.from_code)


def destination_mark(row: Any) -> Markup:
    """Return where a movement went for a page, with a link to who stands behind it."""
    return _mark(row, row.to_code)


def _mark(row: Any, code: str) -> Markup:
    partner = _partner_of(row, code)
    if partner is None:
        return place_mark(code)
    name = escape(partner.name)
    if partner.url:
        name = Markup('<a href="{}">{}</a>').format(partner.url, name)
    return name if partner.name == code else Markup("<span>{} {}</span>").format(place_mark(code), name)


def _supplier(supplier: Any) -> Partner:
    url = url_for("suppliers.show", supplier_id=supplier.id) if context.may("suppliers.read") else ""
    return Partner(words(supplier.name), url)


def _suppliers(session: Session, lots: set[int]) -> dict[int, Partner]:
    """Return the supplier of each lot that came by an arrival."""
    rows = session.execute(
        select(ArrivalLot.lot_id, Supplier)
        .join(ArrivalLine, ArrivalLine.id == ArrivalLot.arrival_line_id)
        .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .join(Supplier, Supplier.id == Arrival.supplier_id)
        .where(ArrivalLot.lot_id.in_(lots))
    )
    return {lot_id: _supplier(supplier) for lot_id, supplier in rows}


def _claims(session: Session, references: set[str]) -> dict[str, Partner]:
    """Return the supplier of each claim and disposal: what goes back may have come by no arrival of theirs."""
    claims = (
        select(SupplierReturn.number, Supplier)
        .join(Supplier, Supplier.id == SupplierReturn.supplier_id)
        .where(SupplierReturn.number.in_(references))
    )
    disposals = (
        select(Disposal.number, Supplier)
        .join(Supplier, Supplier.id == Disposal.supplier_id)
        .where(Disposal.number.in_(references))
    )
    return {
        number: _supplier(supplier) for listed in (claims, disposals) for number, supplier in session.execute(listed)
    }


def _orders(session: Session, codes: set[str]) -> dict[str, Partner]:
    """Return the work orders whose places bear these codes, each with its page where that is open to the reader."""
    mine = set()
    if context.may("requests.read"):
        mine = set(session.scalars(_at(select(WorkOrder.id), codes).where(own_work_orders(context.actor()))))
    rows = session.execute(_at(select(WorkOrder.id, WorkOrder.number, Location.code), codes))
    return {
        code: Partner(number, url_for("requests.work_order", work_order_id=key) if key in mine else "")
        for key, number, code in rows
    }


def _at(listed: Any, codes: set[str]) -> Any:
    """Begin a query at the work orders whose places bear these codes."""
    there = listed.select_from(WorkOrder).join(Location, Location.id == WorkOrder.location_id)
    return there.where(Location.code.in_(codes))


def _customers(session: Session, codes: set[str]) -> dict[str, Partner]:
    """Return the customer of each work order whose ticket the reader may see."""
    rows = session.execute(
        _at(select(Location.code, Ticket.id, Customer.name), codes)
        .join(Ticket, Ticket.work_order_id == WorkOrder.id)
        .join(Customer, Customer.id == Ticket.customer_id)
        .where(own_tickets(context.actor()))
    )
    return {code: _customer(ticket_id, name) for code, ticket_id, name in rows}


def _old(session: Session, lots: set[int]) -> dict[int, Partner]:
    """Return the customer from whom each lot of old parts came, where the reader may see the ticket."""
    rows = session.execute(
        select(OldPartReceipt.lot_id, Ticket.id, Customer.name)
        .join(OldPartDebt, OldPartDebt.id == OldPartReceipt.debt_id)
        .join(Ticket, Ticket.work_order_id == OldPartDebt.work_order_id)
        .join(Customer, Customer.id == Ticket.customer_id)
        .where(OldPartReceipt.lot_id.in_(lots), own_tickets(context.actor()))
    )
    return {lot_id: _customer(ticket_id, name) for lot_id, ticket_id, name in rows}


def _customer(ticket_id: int, name: str) -> Partner:
    return Partner(shown_name(name), url_for("tickets.show", ticket_id=ticket_id))
