"""Suppliers with their qualification, certificates, parts and prices; scores are kept as they were computed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from inventory.tables.parts import Named
from kernel.amounts import Money, Quantity
from kernel.db import Base, one_of, whole
from kernel.errors import FourEyes
from kernel.guards import frozen_columns, no_delete, no_replace, refuse
from kernel.refusals import name_check
from procurement.states import SUPPLIER_STATES


class Supplier(Named, Base):
    """Hold a supplier 供应商 with its state of qualification and who approved it."""

    __tablename__ = "supplier"
    __table_args__ = (
        one_of("state", SUPPLIER_STATES),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> proposed_by_id", name="four_eyes"),
        CheckConstraint("state IN ('candidate', 'blocked') OR approved_by_id IS NOT NULL", name="approved_by_somebody"),
        CheckConstraint("state NOT IN ('on_watch', 'blocked') OR state_reason <> ''", name="state_has_reason"),
        CheckConstraint("reputation IS NULL OR reputation BETWEEN 0 AND 100", name="reputation_in_range"),
        CheckConstraint("reputation IS NULL OR reputation_reason <> ''", name="reputation_has_reason"),
        *whole("reputation"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name_zh: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), comment="who entered it: may not approve it")
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="candidate", index=True)
    state_reason: Mapped[str] = mapped_column(String(300), default="")
    state_changed_at: Mapped[datetime | None] = mapped_column(default=None)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    reputation: Mapped[int | None] = mapped_column(default=None, comment="0 to 100, entered with a reason")
    reputation_reason: Mapped[str] = mapped_column(String(300), default="")
    contact: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    bank_name: Mapped[str] = mapped_column(String(120), default="")
    bank_account: Mapped[str] = mapped_column(String(60), default="")
    currency: Mapped[str] = mapped_column(String(3), default="CNY")
    payment_terms: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    next_assessment_on: Mapped[date | None] = mapped_column(
        default=None, index=True, comment="the qualification is to be renewed by this day; empty: no day is set"
    )


class SupplierCertificate(Base):
    """Hold a licence or certificate 资质证书 of a supplier; the scanned paper is an attachment."""

    __tablename__ = "supplier_certificate"
    __table_args__ = (UniqueConstraint("supplier_id", "kind", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"))
    kind: Mapped[str] = mapped_column(
        String(40), comment="business_licence, quality_system, maker_authorisation, product_certificate, other"
    )
    number: Mapped[str] = mapped_column(String(80))
    issued_on: Mapped[date | None] = mapped_column(default=None)
    expires_on: Mapped[date | None] = mapped_column(default=None, index=True)
    note: Mapped[str] = mapped_column(String(300), default="")


class SupplierPart(Base):
    """Say that a supplier offers a part, on what terms."""

    __tablename__ = "supplier_part"
    __table_args__ = (
        UniqueConstraint("supplier_id", "part_id"),
        CheckConstraint("lead_time_days >= 0", name="lead_time_not_negative"),
        CheckConstraint("minimum_quantity >= 0", name="minimum_not_negative"),
        CheckConstraint("multiple_quantity > 0", name="multiple_positive"),
        CheckConstraint("order_cost_cny IS NULL OR order_cost_cny >= 0", name="order_cost_not_negative"),
        CheckConstraint("holding_rate_bp IS NULL OR holding_rate_bp > 0", name="holding_rate_positive"),
        CheckConstraint("warranty_months IS NULL OR warranty_months >= 0", name="warranty_not_negative"),
        *whole("lead_time_days", "minimum_quantity", "multiple_quantity", "order_cost_cny", "holding_rate_bp"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), index=True)
    supplier_part_number: Mapped[str] = mapped_column(String(80), default="")
    lead_time_days: Mapped[int] = mapped_column(default=14, comment="as agreed; what is delivered is learnt from facts")
    minimum_quantity: Mapped[Quantity] = mapped_column(default=Quantity(0), comment="least quantity of an order line")
    multiple_quantity: Mapped[Quantity] = mapped_column(default=Quantity(1000), comment="orders are whole packs of it")
    order_cost_cny: Mapped[Money | None] = mapped_column(default=None, comment="per order line; else the setting holds")
    holding_rate_bp: Mapped[int | None] = mapped_column(
        default=None, comment="holding cost per year in hundredths of a percent of the price; else the setting holds"
    )
    warranty_months: Mapped[int | None] = mapped_column(
        default=None, comment="the supplier's warranty from the day of receipt; else the setting holds"
    )
    preferred: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)


class PriceBreak(Base):
    """Hold one step of a price list; the list with the latest `valid_from_on` not after a day holds on that day."""

    __tablename__ = "price_break"
    __table_args__ = (
        UniqueConstraint("supplier_part_id", "valid_from_on", "from_quantity"),
        CheckConstraint("from_quantity >= 0", name="from_not_negative"),
        CheckConstraint("unit_price_cny > 0", name="price_positive"),
        *whole("from_quantity", "unit_price_cny"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    supplier_part_id: Mapped[int] = mapped_column(ForeignKey("supplier_part.id"))
    from_quantity: Mapped[Quantity] = mapped_column(comment="the price holds from this quantity on")
    unit_price_cny: Mapped[Money]
    valid_from_on: Mapped[date]


class SupplierScore(Base):
    """Keep the evaluation 综合评估 of a supplier as it was computed on a day, with the rows behind every point."""

    __tablename__ = "supplier_score"
    __table_args__ = (
        UniqueConstraint("supplier_id", "scored_on"),
        one_of("standing", ("good", "warn", "block", "not_enough_data")),
        CheckConstraint("total_tenths IS NULL OR total_tenths BETWEEN 0 AND 1000", name="total_in_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"))
    scored_on: Mapped[date] = mapped_column(index=True)
    since_on: Mapped[date] = mapped_column(comment="first day of the facts that were looked at")
    scored_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    scored_at: Mapped[datetime]
    standing: Mapped[str] = mapped_column(String(16))
    deliveries: Mapped[int] = mapped_column(comment="sample size")
    weights: Mapped[dict[str, Any]] = mapped_column(JSON, comment="weight of each dimension, of the setting then")
    rows: Mapped[dict[str, Any]] = mapped_column(JSON, comment="by dimension, the facts behind its points")
    total_tenths: Mapped[int | None] = mapped_column(default=None, comment="tenths of a point, 0 to 1000")
    qualification_tenths: Mapped[int | None] = mapped_column(default=None)
    reputation_tenths: Mapped[int | None] = mapped_column(default=None)
    quality_tenths: Mapped[int | None] = mapped_column(default=None)
    price_tenths: Mapped[int | None] = mapped_column(default=None)
    delivery_tenths: Mapped[int | None] = mapped_column(default=None)


Index(
    "ix_supplier_part_preferred",
    SupplierPart.part_id,
    unique=True,
    sqlite_where=text("preferred"),
    postgresql_where=text("preferred"),
)

no_delete("supplier")
frozen_columns("supplier", "proposed_by_id", "created_at")
no_replace("supplier", ("id",), ("code",))
for _when in ("INSERT", "UPDATE"):  # the check says it too, but a connection to SQLite may switch checks off
    refuse(
        f"supplier_{_when.lower()}_other_person",
        "supplier",
        f"BEFORE {_when}",
        "NEW.approved_by_id = NEW.proposed_by_id",
        "four_eyes",
    )
no_delete("supplier_score")
frozen_columns("supplier_score", "supplier_id", "scored_on")
name_check("ck_supplier_four_eyes", "four_eyes", FourEyes)
name_check("ck_supplier_approved_by_somebody", "supplier_not_approved")
name_check("ck_supplier_state_has_reason", "reason_needed")
name_check("ck_supplier_reputation_has_reason", "reason_needed")
name_check("ck_supplier_reputation_in_range", "reputation_out_of_range")
