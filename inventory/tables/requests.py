"""What repairs ask for: work orders, part requests, reservations."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Quantity
from kernel.db import Base, one_of, whole
from kernel.guards import append_only, frozen_columns, kept, refuse


class WorkOrder(Base):
    """Hold a repair as the stores see it: a place that consumes parts while it is open."""

    __tablename__ = "work_order"
    __table_args__ = (
        one_of("state", ("open", "closed", "cancelled")),
        one_of("urgency", ("urgent", "important", "normal")),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), unique=True)
    urgency: Mapped[str] = mapped_column(String(10))
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    product_model_id: Mapped[int | None] = mapped_column(ForeignKey("product_model.id"), default=None)
    engineer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None, index=True)
    product_serial: Mapped[str] = mapped_column(
        String(80), default="", comment="serial number of the product that is repaired; parts are checked against it"
    )
    state: Mapped[str] = mapped_column(String(10), default="open", index=True)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)


class PartRequest(Base):
    """Hold what was asked for, when and where: the demand, whatever was issued of it."""

    __tablename__ = "part_request"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("issued >= 0 AND cancelled >= 0 AND issued + cancelled <= quantity", name="parts_within"),
        CheckConstraint("returned >= 0 AND returned <= cancelled", name="returned_within"),
        one_of("stream", ("repair", "maintenance", "direct_sale", "refill")),
        *whole("quantity", "issued", "cancelled", "returned"),
        Index("ix_part_request_demand", "part_id", "store_id", "asked_on"),
        Index(
            "ix_part_request_waiting",
            "store_id",
            "part_id",
            sqlite_where=text("open"),
            postgresql_where=text("open"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    work_order_id: Mapped[int] = mapped_column(ForeignKey("work_order.id"), index=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), comment="the part to be issued")
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"), comment="the store that is asked")
    quantity: Mapped[Quantity] = mapped_column(comment="asked for")
    urgency: Mapped[str] = mapped_column(String(10), comment="of the ticket, decides who is served first")
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    asked_on: Mapped[date]
    asked_part_id: Mapped[int | None] = mapped_column(
        ForeignKey("part.id"), default=None, comment="the part first asked for, where another is issued in its place"
    )
    stream: Mapped[str] = mapped_column(String(12), default="repair")
    issued: Mapped[Quantity] = mapped_column(default=Quantity(0), comment="issued less returned unused")
    cancelled: Mapped[Quantity] = mapped_column(default=Quantity(0), comment="no longer wanted, for whatever reason")
    returned: Mapped[Quantity] = mapped_column(
        default=Quantity(0),
        comment="of the cancelled: came back unused, was asked anew of another part, or was not needed: no demand",
    )
    open: Mapped[bool] = mapped_column(default=True, comment="still waits for something")
    needed_on: Mapped[date | None] = mapped_column(default=None)
    held: Mapped[bool] = mapped_column(
        default=False, comment="its promises are hard: neither taken over nor lapsing until the hold is lifted"
    )


OPEN: ColumnElement[str] = literal_column("'open'")
"""The state of promises that hold, worded as their index words it (see `NOTHING`)."""


class Reservation(Base):
    """Hold a promise of stock to a request; resolved once: issued, released or expired."""

    __tablename__ = "reservation"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        one_of("state", ("open", "issued", "released", "expired")),
        *whole("quantity"),
        Index(
            "ix_reservation_open",
            "part_id",
            "store_id",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    part_request_id: Mapped[int] = mapped_column(ForeignKey("part_request.id"), index=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    quantity: Mapped[Quantity]
    reserved_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="open")
    resolved_at: Mapped[datetime | None] = mapped_column(default=None)


class AllocationEvent(Base):
    """Record what was done to the promises of a request beyond the plain rule: by whom and why."""

    __tablename__ = "allocation_event"
    __table_args__ = (
        one_of("kind", ("held", "lifted", "released", "taken_over", "reallocated")),
        CheckConstraint("quantity >= 0", name="quantity_not_negative"),
        CheckConstraint(
            "(by_id IS NOT NULL OR kind IN ('taken_over', 'lifted')) AND (kind = 'taken_over' OR length(reason) > 0)",
            name="reasoned",
        ),
        CheckConstraint("(kind IN ('taken_over', 'reallocated')) = (to_request_id IS NOT NULL)", name="names_whom"),
        *whole("quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str] = mapped_column(String(12))
    part_request_id: Mapped[int] = mapped_column(ForeignKey("part_request.id"), index=True)
    quantity: Mapped[Quantity] = mapped_column(comment="what was promised and is held, lifted, released or given on")
    at: Mapped[datetime] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"),
        default=None,
        comment="none: the rule did it, for a more urgent request or because the goods are gone",
    )
    to_request_id: Mapped[int | None] = mapped_column(ForeignKey("part_request.id"), default=None, index=True)


append_only("allocation_event")
refuse(
    "allocation_event_same_part",
    "allocation_event",
    "BEFORE INSERT",
    "NEW.to_request_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM part_request a JOIN part_request b"
    " ON b.id = NEW.to_request_id AND b.part_id = a.part_id AND b.store_id = a.store_id AND b.id <> a.id"
    " WHERE a.id = NEW.part_request_id)",
    "not_asked_for",
)
refuse(
    "reservation_held",
    "reservation",
    "BEFORE UPDATE",
    "OLD.state = 'open' AND NEW.state IN ('released', 'expired')"
    " AND EXISTS (SELECT 1 FROM part_request q WHERE q.id = NEW.part_request_id AND q.held)",
    "promise_held",
    columns=("state",),
)
refuse(
    "part_request_hold_recorded",
    "part_request",
    "BEFORE UPDATE",
    "NEW.held <> OLD.held AND (CASE WHEN NEW.held THEN 1 ELSE 0 END) <> COALESCE((SELECT SUM(CASE e.kind"
    " WHEN 'held' THEN 1 WHEN 'lifted' THEN -1 ELSE 0 END) FROM allocation_event e"
    " WHERE e.part_request_id = NEW.id), 0)",
    "hold_without_record",
    columns=("held",),
)
refuse("part_request_begins_soft", "part_request", "BEFORE INSERT", "NEW.held", "hold_without_record")
kept("part_request")
frozen_columns("part_request", "quantity", "part_id", "store_id", "asked_on", "work_order_id", "asked_by_id")
kept("reservation")
frozen_columns("reservation", "quantity", "part_id", "store_id", "part_request_id")
kept("work_order", ("number",), ("location_id",))
frozen_columns("work_order", "location_id")
