"""Outside workshops 外修厂 as parties: where they are, whom to ask, and when they were reminded."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base
from kernel.guards import append_only, frozen_columns, kept, refuse


class Workshop(Base):
    """Hold the address and contact of a workshop; its goods lie in a place of the store that it repairs for."""

    __tablename__ = "workshop"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), unique=True, comment="what lies there")
    address: Mapped[str] = mapped_column(String(300), default="")
    contact: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    supplier_id: Mapped[int | None] = mapped_column(
        ForeignKey("supplier.id"), default=None, comment="where the workshop is one of our suppliers"
    )
    note: Mapped[str] = mapped_column(String(300), default="")


class WorkshopReminder(Base):
    """Hold that a workshop order was asked after: by whom or by the clock, and to whom the mail went."""

    __tablename__ = "workshop_reminder"
    __table_args__ = (UniqueConstraint("workshop_order_id", "reminded_on"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    workshop_order_id: Mapped[int] = mapped_column(ForeignKey("workshop_order.id"))
    reminded_on: Mapped[date]
    reminded_at: Mapped[datetime]
    reminded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), comment="empty: by the clock")
    sent_to: Mapped[str] = mapped_column(String(600), default="", comment="addresses, or empty where none is known")


kept("workshop", ("location_id",))
frozen_columns("workshop", "location_id")
append_only("workshop_reminder", ("workshop_order_id", "reminded_on"))
refuse(
    "workshop_is_a_workshop",
    "workshop",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM location l WHERE l.id = NEW.location_id AND l.kind = 'workshop')",
    "no_such_place_in_store",
)
refuse(
    "workshop_reminder_of_sent",
    "workshop_reminder",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM workshop_order o WHERE o.id = NEW.workshop_order_id AND o.state = 'sent'"
    " AND o.sent_on <= NEW.reminded_on)",
    "workshop_order_closed",
)
