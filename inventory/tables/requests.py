"""What repairs ask for: work orders, part requests, reservations."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Quantity
from kernel.db import Base, one_of, whole
from kernel.guards import frozen_columns, kept


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
        default=Quantity(0), comment="of the cancelled: was issued and came back unused, so it was no demand"
    )
    open: Mapped[bool] = mapped_column(default=True, comment="still waits for something")
    needed_on: Mapped[date | None] = mapped_column(default=None)


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


kept("part_request")
frozen_columns("part_request", "quantity", "part_id", "store_id", "asked_on", "work_order_id", "asked_by_id")
kept("reservation")
frozen_columns("reservation", "quantity", "part_id", "store_id", "part_request_id")
kept("work_order", ("number",), ("location_id",))
frozen_columns("work_order", "location_id")
