"""Read what is scanned while a delivery is taken in: a supplier's label, our own code of a part, an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory.scan_codes import CodeKind, parse_code
from inventory.tables import Part
from kernel.errors import AppError
from procurement.tables import Order, SupplierPart
from receiving.tables import SupplierReturn
from webapp.documents.gs1 import Gs1Reading, read_gs1
from webapp.i18n import day
from webapp.messages import message


@dataclass(frozen=True, slots=True)
class Label:
    """Hold what a label says about goods; what it does not say is empty."""

    part: Part
    lot: str = ""
    expires_on: date | None = None
    made_on: date | None = None
    quantity: int | None = None
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Scan:
    """Hold what a code stands for: goods, or an order or claim by its number; `wrong` says what was read."""

    label: Label | None = None
    document: str = ""
    wrong: str = ""


def read_scan(session: Session, text: str, supplier_id: int) -> Scan:
    """Return what was scanned beside a delivery of a supplier; only its own part numbers count."""
    try:
        code = parse_code(text)
    except AppError as error:
        return Scan(wrong=message(error))
    if code.kind in {None, CodeKind.ORDER, CodeKind.DOCUMENT}:
        for number in (Order.number, SupplierReturn.number):
            if session.scalar(select(number).where(number == code.key)):
                return Scan(document=code.key)
    if code.kind not in {None, CodeKind.PART}:
        return Scan(wrong=_("“%(code)s” is neither an order nor a part. Scan the supplier's label.", code=text[:60]))
    part = session.scalar(select(Part).where(Part.number == code.key)) or _called(session, code.key, supplier_id)
    if part is not None:
        return Scan(label=Label(part))
    gs1 = read_gs1(text) if code.kind is None else None
    if gs1 is None:
        return Scan(wrong=_("“%(code)s” is no order, no part and no part number of this supplier.", code=text[:60]))
    return _of_gs1(session, gs1, supplier_id)


def _of_gs1(session: Session, gs1: Gs1Reading, supplier_id: int) -> Scan:
    """Return the part of a label by its article number, by the supplier's or by our own number for it."""
    part = None
    if gs1.gtin is not None:
        part = session.scalar(select(Part).where(Part.gtin.in_({gs1.gtin, gs1.gtin.lstrip("0")})))
    if part is None and gs1.supplier_number is not None:
        part = _called(session, gs1.supplier_number, supplier_id)
    if part is None and gs1.own_number is not None:
        part = session.scalar(select(Part).where(Part.number == gs1.own_number))
    if part is None:
        return Scan(wrong=_("The label says: %(facts)s. No part bears that number.", facts=said_by(gs1)))
    quantity = None if gs1.serial else gs1.quantity
    return Scan(label=Label(part, gs1.lot or "", gs1.expires_on, gs1.made_on, quantity, gs1.serial or ""))


def _called(session: Session, number: str, supplier_id: int) -> Part | None:
    """Return the part that a supplier offers under a number of its own, in either case; None where it is not one."""
    rows = session.scalars(
        select(Part)
        .join(SupplierPart, SupplierPart.part_id == Part.id)
        .where(
            SupplierPart.supplier_id == supplier_id,
            func.upper(SupplierPart.supplier_part_number) == number.upper(),
        )
        .limit(2)
    ).all()
    return rows[0] if len(rows) == 1 else None


def said_by(gs1: Gs1Reading) -> str:
    """Say in words what a label says."""
    facts = (
        (_("article"), gs1.gtin),
        (_("supplier's number"), gs1.supplier_number),
        (_("our number"), gs1.own_number),
        (_("lot"), gs1.lot),
        (_("serial number"), gs1.serial),
        (_("made on"), day(gs1.made_on) if gs1.made_on else None),
        (_("expires"), day(gs1.expires_on) if gs1.expires_on else None),
        (_("quantity"), gs1.quantity),
    )
    return ", ".join(f"{name} {value}" for name, value in facts if value)
