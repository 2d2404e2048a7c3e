"""Purchase orders: lines, approvals, versions, notes, and what was really delivered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Money, Quantity
from kernel.db import Base, one_of, whole
from kernel.errors import FourEyes, OverReceipt
from kernel.refusals import name_check
from procurement.states import ORDER_STATES, SEVERITIES

_APPROVED = (
    "(SELECT CASE WHEN o.state = 'draft' THEN 0 ELSE order_line.{0} END"
    " FROM purchase_order o WHERE o.id = order_line.order_id)"
)
"""What was approved of the lines that existed before it was kept."""


class Order(Base):
    """Hold a purchase order 采购订单: one supplier, one receiving warehouse."""

    __tablename__ = "purchase_order"
    __table_args__ = (
        UniqueConstraint("id", "created_by_id"),
        one_of("state", ORDER_STATES),
        CheckConstraint("version >= 1", name="version_from_one"),
        CheckConstraint("sent_version IS NULL OR sent_version <= version", name="sent_version_known"),
        CheckConstraint("state NOT IN ('sent', 'confirmed') OR ordered_on IS NOT NULL", name="sent_on_a_day"),
        CheckConstraint("work_order_id IS NULL OR urgent_reason <> ''", name="for_a_repair_is_urgent"),
        Index("ix_purchase_order_state", "state", "store_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"), comment="the warehouse that receives")
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    created_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(16), default="draft")
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("purchase_plan.id"), default=None, index=True)
    version: Mapped[int] = mapped_column(default=1)
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    expected_on: Mapped[date | None] = mapped_column(default=None, comment="by the lead times known when it was made")
    ordered_on: Mapped[date | None] = mapped_column(default=None, comment="day it was first sent; lead time begins")
    sent_version: Mapped[int | None] = mapped_column(default=None, comment="the version that the supplier has")
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None, comment="closed or cancelled")
    end_reason: Mapped[str] = mapped_column(String(300), default="")
    supplier_reference: Mapped[str] = mapped_column(String(80), default="", comment="the supplier's own order number")
    note: Mapped[str] = mapped_column(Text, default="")
    urgent_reason: Mapped[str] = mapped_column(String(300), default="", comment="why it cannot wait; empty: it can")
    work_order_id: Mapped[int | None] = mapped_column(
        ForeignKey("work_order.id"), default=None, index=True, comment="the repair that an urgent order is for"
    )


class OrderLine(Base):
    """Hold one part of an order; `received` follows the deliveries by trigger."""

    __tablename__ = "order_line"
    __table_args__ = (
        UniqueConstraint("order_id", "line_no"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("unit_price_cny >= 0", name="price_not_negative"),
        CheckConstraint("over_tolerance >= 0", name="tolerance_not_negative"),
        CheckConstraint("over_percent BETWEEN 0 AND 100", name="over_percent_in_range"),
        CheckConstraint("received >= 0", name="received_not_negative"),
        CheckConstraint("cancelled >= 0 AND cancelled <= quantity", name="cancelled_within"),
        CheckConstraint("received + cancelled <= quantity + over_tolerance", name="received_within_order"),
        *whole("quantity", "unit_price_cny", "over_tolerance", "received", "cancelled"),
        *whole("agreed", "agreed_over", "agreed_price_cny"),
        Index("ix_order_line_part", "part_id", "order_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    order_id: Mapped[int] = mapped_column(ForeignKey("purchase_order.id"))
    line_no: Mapped[int]
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    quantity: Mapped[Quantity]
    unit_price_cny: Mapped[Money]
    supplier_part_id: Mapped[int | None] = mapped_column(ForeignKey("supplier_part.id"), default=None, index=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), default=None, index=True)
    contract_line_id: Mapped[int | None] = mapped_column(
        ForeignKey("contract_line.id"), default=None, index=True, comment="the contract that it calls off"
    )
    needed_on: Mapped[date | None] = mapped_column(default=None)
    promised_on: Mapped[date | None] = mapped_column(default=None, index=True, comment="the promise that holds now")
    first_promised_on: Mapped[date | None] = mapped_column(
        default=None, comment="the first promise: lateness is counted from it, however often it is put off"
    )
    over_percent: Mapped[int | None] = mapped_column(default=None, comment="tolerance of this line; none: setting")
    over_tolerance: Mapped[Quantity] = mapped_column(default=Quantity(0), comment="so much more may come")
    received: Mapped[Quantity] = mapped_column(default=Quantity(0), comment="sum of the live deliveries, by trigger")
    cancelled: Mapped[Quantity] = mapped_column(default=Quantity(0), comment="given up, will not come")
    note: Mapped[str] = mapped_column(String(300), default="")
    agreed: Mapped[Quantity] = mapped_column(
        default=Quantity(0),
        comment="quantity that was last approved: so much may come while a raise of it waits",
        info={"made_of": _APPROVED.format("quantity")},
    )
    agreed_over: Mapped[Quantity] = mapped_column(
        default=Quantity(0),
        comment="excess that was last approved",
        info={"made_of": _APPROVED.format("over_tolerance")},
    )
    agreed_price_cny: Mapped[Money] = mapped_column(
        default=Money.zero(),
        comment="price that was last approved",
        info={"made_of": _APPROVED.format("unit_price_cny")},
    )


class OrderApproval(Base):
    """Hold who approved a version of an order; never its author, nor the author of its plan."""

    __tablename__ = "order_approval"
    __table_args__ = (
        ForeignKeyConstraint(["order_id", "created_by_id"], ["purchase_order.id", "purchase_order.created_by_id"]),
        CheckConstraint("approved_by_id <> created_by_id", name="four_eyes"),
        *whole("amount_cny"),
    )

    order_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    created_by_id: Mapped[int] = mapped_column(comment="copied from the order")
    approved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime]
    amount_cny: Mapped[Money] = mapped_column(comment="what the order came to when it was approved")
    note: Mapped[str] = mapped_column(String(300), default="")


class OrderVersion(Base):
    """Keep the text of an order as it stood before an amendment."""

    __tablename__ = "order_version"

    order_id: Mapped[int] = mapped_column(ForeignKey("purchase_order.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, comment="the version that this text was")
    text: Mapped[dict[str, Any]] = mapped_column(JSON, comment="head and lines as they stood")
    reason: Mapped[str] = mapped_column(String(300), comment="why it was amended")
    amended_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    amended_at: Mapped[datetime]


class OrderNote(Base):
    """Log what was done to bring an order in: reminders, calls, answers."""

    __tablename__ = "order_note"
    __table_args__ = (one_of("kind", ("reminder", "expedite", "note")), CheckConstraint("text <> ''", name="has_text"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    order_id: Mapped[int] = mapped_column(ForeignKey("purchase_order.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    noted_on: Mapped[date]
    order_line_id: Mapped[int | None] = mapped_column(ForeignKey("order_line.id"), default=None)


class Delivery(Base):
    """Hold what really came of an order line on a day, and the verdict on it; an undone arrival stays readable."""

    __tablename__ = "delivery"
    __table_args__ = (
        one_of("state", ("live", "undone")),
        one_of("severity", SEVERITIES),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("passed >= 0 AND failed >= 0 AND passed + failed <= quantity", name="verdict_within"),
        CheckConstraint("(state = 'undone') = (undone_by_id IS NOT NULL)", name="undone_by_somebody"),
        *whole("quantity", "passed", "failed"),
        Index(
            "ix_delivery_live",
            "order_line_id",
            "received_on",
            sqlite_where=text("state = 'live'"),
            postgresql_where=text("state = 'live'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), index=True)
    quantity: Mapped[Quantity]
    received_on: Mapped[date] = mapped_column(index=True)
    received_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    due_on: Mapped[date | None] = mapped_column(default=None, comment="the day it was due: the line's first promise")
    state: Mapped[str] = mapped_column(String(6), default="live")
    passed: Mapped[Quantity] = mapped_column(default=Quantity(0))
    failed: Mapped[Quantity] = mapped_column(default=Quantity(0))
    severity: Mapped[str | None] = mapped_column(String(8), default=None, comment="of the worst finding")
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)
    undo_reason: Mapped[str] = mapped_column(String(300), default="")


name_check("ck_order_line_received_within_order", "over_receipt", OverReceipt)
name_check("ck_order_approval_four_eyes", "four_eyes", FourEyes)
name_check("ck_delivery_verdict_within", "verdict_exceeds_delivery")
name_check("ck_order_line_cancelled_within", "cancelled_exceeds_order")
