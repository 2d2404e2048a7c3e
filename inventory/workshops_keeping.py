"""Keep outside workshops as parties, and note when one was reminded of what it has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import found, locked, place, written
from inventory.places import LocationKind
from inventory.places_keeping import add_place
from inventory.tables import Workshop, WorkshopOrder, WorkshopReminder
from kernel.errors import InvalidState, RuleViolation
from kernel.requests import once
from kernel.settings import day_of


@dataclass(frozen=True, slots=True)
class KeptWorkshop:
    """Name the workshop and the place that stands for it."""

    workshop_id: int
    location_id: int


@dataclass(frozen=True, slots=True)
class Reminded:
    """Name the reminder."""

    workshop_reminder_id: int


@once
def open_workshop(
    session: Session,
    *,
    store_id: int,
    code: str,
    name_zh: str,
    name_en: str,
    by: int,
    at: datetime,
    request_key: str,
    address: str = "",
    contact: str = "",
    phone: str = "",
    email: str = "",
    supplier_id: int | None = None,
    note: str = "",
) -> KeptWorkshop:
    """Open an outside workshop that repairs for a store; what lies there stays the store's."""
    place(session, store_id, LocationKind.WAREHOUSE)
    there = add_place(
        session, code, LocationKind.WORKSHOP, name_zh or name_en, name_en, parent_id=store_id, store_id=store_id
    )
    row = Workshop(
        location_id=there.id,
        address=address.strip(),
        contact=contact.strip(),
        phone=phone.strip(),
        email=email.strip(),
        supplier_id=supplier_id,
        note=note.strip(),
    )
    session.add(row)
    written(session)
    return KeptWorkshop(row.id, there.id)


@once
def change_workshop(
    session: Session,
    *,
    workshop_id: int,
    name_zh: str,
    name_en: str,
    address: str,
    contact: str,
    phone: str,
    email: str,
    supplier_id: int | None,
    note: str,
    active: bool,
    by: int,
    at: datetime,
    request_key: str,
) -> KeptWorkshop:
    """Change what is known of a workshop; orders that were sent keep the address that they were sent to."""
    if not (name_zh.strip() or name_en.strip()):
        raise RuleViolation("name_missing")
    there = place(session, workshop_id, LocationKind.WORKSHOP, active=False)
    row = party(session, there.id)
    if row is None:
        row = Workshop(location_id=there.id)
        session.add(row)
    there.name_zh, there.name_en = (name_zh or name_en).strip(), (name_en or name_zh).strip()
    there.active = active
    row.address, row.contact = address.strip(), contact.strip()
    row.phone, row.email, row.note = phone.strip(), email.strip(), note.strip()
    row.supplier_id = supplier_id
    written(session)
    return KeptWorkshop(row.id, there.id)


def party(session: Session, location_id: int) -> Workshop | None:
    """Return what is known of the workshop that a place stands for."""
    return session.scalar(select(Workshop).where(Workshop.location_id == location_id))


@once
def note_reminder(
    session: Session,
    *,
    workshop_order_id: int,
    sent_to: str,
    at: datetime,
    request_key: str,
    by: int | None = None,
) -> Reminded:
    """Note that a workshop was asked after an order, once a day at most."""
    found(session, WorkshopOrder, workshop_order_id)
    order = locked(session, WorkshopOrder, workshop_order_id)
    if order.state != "sent":
        raise InvalidState("workshop_order_closed", number=order.number)
    on = day_of(session, at)
    noted = select(WorkshopReminder.id).where(
        WorkshopReminder.workshop_order_id == order.id, WorkshopReminder.reminded_on == on
    )
    if session.scalar(noted) is not None:
        raise InvalidState("reminded_today", number=order.number)
    row = WorkshopReminder(
        workshop_order_id=order.id, reminded_on=on, reminded_at=at, reminded_by_id=by, sent_to=sent_to
    )
    session.add(row)
    written(session)
    return Reminded(row.id)
