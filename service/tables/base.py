"""The installed base and what is planned for it: sales, lives, maintenance lines, campaigns, last-time buys."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Money, Quantity
from kernel.db import Base, one_of, whole
from kernel.errors import Conflict, FourEyes, InvalidState
from kernel.guards import append_only, frozen_columns, kept, refuse
from kernel.refusals import KINDS, name_check

KINDS.setdefault("campaign_state", InvalidState)
KINDS.setdefault("last_time_buy_state", InvalidState)
KINDS.setdefault("last_time_buy_not_approved", InvalidState)
KINDS.setdefault("last_time_buy_ordered", Conflict)


class BaseCount(Base):
    """Hold how many units of a model were sold in a month, for makers who know sales but no serial numbers."""

    __tablename__ = "base_count"
    __table_args__ = (
        UniqueConstraint("product_model_id", "month_on"),
        CheckConstraint("units >= 0", name="units_not_negative"),
        *whole("units"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    product_model_id: Mapped[int] = mapped_column(ForeignKey("product_model.id"))
    month_on: Mapped[date] = mapped_column(comment="first day of the month of sale")
    units: Mapped[int]
    source: Mapped[str] = mapped_column(String(120), default="", comment="name of the file it came from")


class ProductLife(Base):
    """Hold how long units of a model are used before they are scrapped, where the setting does not serve."""

    __tablename__ = "product_life"
    __table_args__ = (
        CheckConstraint("life_months BETWEEN 6 AND 600", name="life_in_range"),
        CheckConstraint("shape_tenths BETWEEN 5 AND 200", name="shape_in_range"),
        *whole("life_months", "shape_tenths"),
    )

    product_model_id: Mapped[int] = mapped_column(ForeignKey("product_model.id"), primary_key=True, autoincrement=False)
    life_months: Mapped[int] = mapped_column(comment="mean life in use")
    shape_tenths: Mapped[int] = mapped_column(default=30, comment="Weibull shape in tenths: 10 by chance, 30 by age")
    note: Mapped[str] = mapped_column(String(300), default="")


class MaintenanceLine(Base):
    """Say that units of a model get a part again and again, every so many months of their age."""

    __tablename__ = "maintenance_line"
    __table_args__ = (
        UniqueConstraint("product_model_id", "part_id", "interval_months"),
        CheckConstraint("interval_months BETWEEN 1 AND 240", name="interval_in_range"),
        CheckConstraint("percent BETWEEN 1 AND 100", name="percent_in_range"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        *whole("interval_months", "percent", "quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    product_model_id: Mapped[int] = mapped_column(ForeignKey("product_model.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), index=True)
    interval_months: Mapped[int]
    quantity: Mapped[Quantity]
    percent: Mapped[int] = mapped_column(default=100, comment="share of the units in use that are maintained by us")
    note: Mapped[str] = mapped_column(String(300), default="")
    active: Mapped[bool] = mapped_column(default=True)


class Campaign(Base):
    """Hold a campaign or recall 召回: parts changed in units of a model whether they have failed or not."""

    __tablename__ = "campaign"
    __table_args__ = (
        one_of("kind", ("recall", "campaign")),
        one_of("state", ("proposed", "approved", "rejected", "ended")),
        CheckConstraint("from_on <= to_on", name="in_order"),
        CheckConstraint("percent BETWEEN 1 AND 100", name="percent_in_range"),
        CheckConstraint("units IS NULL OR units > 0", name="units_positive"),
        CheckConstraint("(approved_by_id IS NULL) = (approved_at IS NULL)", name="approved_when"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> created_by_id", name="four_eyes"),
        CheckConstraint(
            "state NOT IN ('approved', 'ended') OR approved_by_id IS NOT NULL", name="approved_by_somebody"
        ),
        CheckConstraint("state NOT IN ('rejected', 'ended') OR end_reason <> ''", name="ended_with_reason"),
        *whole("percent", "units"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    product_model_id: Mapped[int] = mapped_column(ForeignKey("product_model.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date] = mapped_column(comment="last day")
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    serial_from: Mapped[str] = mapped_column(String(80), default="")
    serial_to: Mapped[str] = mapped_column(String(80), default="")
    percent: Mapped[int] = mapped_column(default=100, comment="share of the units that is expected to come")
    units: Mapped[int | None] = mapped_column(default=None, comment="units meant; null: counted from those registered")
    note: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[str] = mapped_column(String(10), default="proposed", index=True)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    end_reason: Mapped[str] = mapped_column(String(300), default="")


class CampaignLine(Base):
    """Hold a part that each unit of a campaign gets."""

    __tablename__ = "campaign_line"
    __table_args__ = (
        UniqueConstraint("campaign_id", "part_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        *whole("quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), index=True)
    quantity: Mapped[Quantity]


class PlannedTicket(Base):
    """Say that a ticket is planned work: of a campaign, or maintenance; its parts are no failures."""

    __tablename__ = "planned_ticket"
    __table_args__ = (
        one_of("kind", ("campaign", "maintenance")),
        CheckConstraint("(kind = 'campaign') = (campaign_id IS NOT NULL)", name="names_campaign"),
    )

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(12))
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    marked_at: Mapped[datetime]
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"), default=None, index=True)


class LastTimeBuy(Base):
    """Hold a last purchase as it was worked out and proposed, with all that it rests on."""

    __tablename__ = "last_time_buy"
    __table_args__ = (
        one_of("state", ("proposed", "approved", "rejected")),
        CheckConstraint("quantity >= 0", name="quantity_not_negative"),
        CheckConstraint("(approved_by_id IS NULL) = (approved_at IS NULL)", name="approved_when"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> created_by_id", name="four_eyes"),
        CheckConstraint("state <> 'approved' OR approved_by_id IS NOT NULL", name="approved_by_somebody"),
        CheckConstraint("state <> 'rejected' OR end_reason <> ''", name="rejected_with_reason"),
        *whole("quantity", "unit_price_cny"),
        Index(
            "uq_last_time_buy_open",
            "part_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), index=True)
    quantity: Mapped[Quantity] = mapped_column(comment="to be bought, as the author decided")
    unit_price_cny: Mapped[Money]
    computed_on: Mapped[date]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    inputs: Mapped[dict[str, Any]] = mapped_column(JSON, comment="what was asked and what it rests on")
    curve: Mapped[list[Any]] = mapped_column(JSON, comment="quantity, risk, units short, units left, cost")
    note: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[str] = mapped_column(String(10), default="proposed", index=True)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    end_reason: Mapped[str] = mapped_column(String(300), default="")


class LastTimeOrder(Base):
    """Say which order was made of a last-time buy: one, and another only where that was cancelled."""

    __tablename__ = "last_time_order"
    __table_args__ = (UniqueConstraint("order_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    last_time_buy_id: Mapped[int] = mapped_column(ForeignKey("last_time_buy.id"), index=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("purchase_order.id"))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]


append_only("last_time_order", ("order_id",))
refuse(
    "last_time_order_of_an_approved_one",
    "last_time_order",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM last_time_buy b WHERE b.id = NEW.last_time_buy_id AND b.state = 'approved')",
    "last_time_buy_not_approved",
)
refuse(
    "last_time_order_once",
    "last_time_order",
    "BEFORE INSERT",
    "EXISTS (SELECT 1 FROM last_time_order l JOIN purchase_order o ON o.id = l.order_id"
    " WHERE l.last_time_buy_id = NEW.last_time_buy_id AND o.state <> 'cancelled')",
    "last_time_buy_ordered",
)
for _table in ("campaign", "last_time_buy"):
    name_check(f"ck_{_table}_four_eyes", "four_eyes", FourEyes)
    for _when in ("INSERT", "UPDATE"):
        refuse(
            f"{_table}_is_approved_by_another_{_when.lower()}",
            _table,
            f"BEFORE {_when}",
            "NEW.approved_by_id = NEW.created_by_id",
            "four_eyes",
        )
kept("campaign", ("number",))
frozen_columns(
    "campaign",
    "number",
    "kind",
    "product_model_id",
    "from_on",
    "to_on",
    "percent",
    "created_by_id",
    "created_at",
    "serial_from",
    "serial_to",
)
refuse(
    "campaign_begins_proposed",
    "campaign",
    "BEFORE INSERT",
    "NEW.state <> 'proposed' OR NEW.approved_by_id IS NOT NULL",
    "campaign_state",
)
refuse(
    "campaign_steps",
    "campaign",
    "BEFORE UPDATE",
    "NOT ((OLD.state = 'proposed' AND NEW.state IN ('proposed', 'approved', 'rejected'))"
    " OR (OLD.state = 'approved' AND NEW.state IN ('approved', 'ended')))"
    " OR COALESCE(NEW.units, 0) <> COALESCE(OLD.units, 0)"
    " OR (OLD.approved_by_id IS NOT NULL AND COALESCE(NEW.approved_by_id, 0) <> OLD.approved_by_id)",
    "campaign_state",
)
for _when, _row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
    refuse(
        f"campaign_line_before_approval_{_when.lower()}",
        "campaign_line",
        f"BEFORE {_when}",
        f"NOT EXISTS (SELECT 1 FROM campaign c WHERE c.id = {_row}.campaign_id AND c.state = 'proposed')",
        "campaign_state",
    )
kept("last_time_buy", ("number",))
frozen_columns("last_time_buy", "number", "part_id", "quantity", "unit_price_cny", "created_by_id", "created_at")
refuse(
    "last_time_buy_keeps_its_sum",
    "last_time_buy",
    "BEFORE UPDATE",
    "CAST(NEW.inputs AS TEXT) <> CAST(OLD.inputs AS TEXT) OR CAST(NEW.curve AS TEXT) <> CAST(OLD.curve AS TEXT)",
    "unchangeable",
)
refuse(
    "last_time_buy_begins_proposed",
    "last_time_buy",
    "BEFORE INSERT",
    "NEW.state <> 'proposed' OR NEW.approved_by_id IS NOT NULL",
    "last_time_buy_state",
)
refuse("last_time_buy_decided_once", "last_time_buy", "BEFORE UPDATE", "OLD.state <> 'proposed'", "last_time_buy_state")
