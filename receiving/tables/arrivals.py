"""Arrivals: what a supplier brought, line by line, and the lots that were made for it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Quantity
from kernel.db import Base, one_of, whole
from kernel.guards import append_only, frozen_columns, kept, no_delete, no_replace
from kernel.refusals import name_check


class Arrival(Base):
    """Hold an arrival 到货登记: one delivery of one supplier to one warehouse, for one order or several."""

    __tablename__ = "arrival"
    __table_args__ = (one_of("state", ("open", "closed", "undone")),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    delivery_note: Mapped[str] = mapped_column(String(80), comment="the supplier's number")
    arrived_on: Mapped[date] = mapped_column(index=True)
    registered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    registered_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="open", index=True, comment="closed when nothing is pending")
    carrier: Mapped[str] = mapped_column(String(80), default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
    undone_reason: Mapped[str] = mapped_column(String(300), default="")


class ArrivalLine(Base):
    """Hold one line: taken for an order, or for a claim as replacement or reworked; surplus, or a wrong part.

    The last two bring no lots: they never reach the ledger and go straight back. What came for a claim is no delivery
    of its order; it names the order line that the claimed goods were bought by.
    """

    __tablename__ = "arrival_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        one_of("kind", ("ordered", "over", "wrong_part", "replaced", "reworked")),
        CheckConstraint("(kind = 'ordered') = (delivery_id IS NOT NULL)", name="delivery_where_ordered"),
        CheckConstraint("(kind IN ('over', 'wrong_part')) = (hold_location_id IS NULL)", name="hold_where_taken_in"),
        CheckConstraint("kind = 'wrong_part' OR order_line_id IS NOT NULL", name="order_line_named"),
        *whole("quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    arrival_id: Mapped[int] = mapped_column(ForeignKey("arrival.id"), index=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), index=True, comment="the part that really came")
    quantity: Mapped[Quantity]
    kind: Mapped[str] = mapped_column(String(10))
    order_line_id: Mapped[int | None] = mapped_column(ForeignKey("order_line.id"), default=None, index=True)
    delivery_id: Mapped[int | None] = mapped_column(ForeignKey("delivery.id"), default=None, unique=True)
    hold_location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"), default=None)
    note: Mapped[str] = mapped_column(String(300), default="")


class ArrivalLot(Base):
    """Hold which lot was made for which line, in what quantity; the receipt posts exactly this, once."""

    __tablename__ = "arrival_lot"
    __table_args__ = (
        UniqueConstraint("id", "bought_by_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        *whole("quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    arrival_line_id: Mapped[int] = mapped_column(ForeignKey("arrival_line.id"), index=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), unique=True)
    quantity: Mapped[Quantity]
    bought_by_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), comment="copied from lot and order: may not inspect it"
    )
    made_on: Mapped[date | None] = mapped_column(default=None, comment="the day of manufacture, where it is said")


class Recount(Base):
    """Hold that a delivery received blind differs from its order, and that somebody has counted it again."""

    __tablename__ = "recount"
    __table_args__ = (
        UniqueConstraint("arrival_id", "order_line_id"),
        CheckConstraint("expected >= 0 AND arrived >= 0 AND expected <> arrived", name="differs"),
        CheckConstraint("(confirmed_by_id IS NULL) = (recounted IS NULL)", name="recounted_by_somebody"),
        CheckConstraint("(confirmed_by_id IS NULL) = (confirmed_at IS NULL)", name="recounted_at"),
        CheckConstraint("recounted IS NULL OR recounted = arrived", name="recount_agrees"),
        *whole("expected", "arrived", "recounted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    arrival_id: Mapped[int] = mapped_column(ForeignKey("arrival.id"))
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), index=True)
    expected: Mapped[Quantity] = mapped_column(comment="open on the order line before the delivery")
    arrived: Mapped[Quantity] = mapped_column(comment="what was typed, lots summed")
    recounted: Mapped[Quantity | None] = mapped_column(default=None)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)


no_delete("arrival")
no_replace("arrival", ("id",), ("number",))
frozen_columns("arrival", "number", "store_id", "supplier_id", "arrived_on", "registered_by_id", "registered_at")
append_only("arrival_line", ("delivery_id",))
append_only("arrival_lot", ("lot_id",))
kept("recount", ("arrival_id", "order_line_id"))
frozen_columns("recount", "arrival_id", "order_line_id", "expected", "arrived")
name_check("ck_recount_recount_agrees", "recount_differs")
