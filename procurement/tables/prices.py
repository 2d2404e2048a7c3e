"""Prices beside the suppliers' lists: market notes, alerts of jumps, and the sale price list with its approvals."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Money
from kernel.db import Base, one_of, whole
from kernel.errors import FourEyes, InvalidState
from kernel.guards import append_only, frozen_columns, no_delete, no_replace, refuse
from kernel.refusals import KINDS, name_check

SALE_PRICE_STATES = ("open", "approved", "refused", "withdrawn")
KINDS.setdefault("sale_price_step", InvalidState)


class MarketPrice(Base):
    """Hold what a part cost on the market 市场价, by whose word, on a day."""

    __tablename__ = "market_price"
    __table_args__ = (
        UniqueConstraint("part_id", "source", "noted_on"),
        CheckConstraint("unit_price_cny > 0", name="price_positive"),
        CheckConstraint("source <> ''", name="names_source"),
        *whole("unit_price_cny"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    unit_price_cny: Mapped[Money]
    noted_on: Mapped[date] = mapped_column(index=True)
    source: Mapped[str] = mapped_column(String(120))
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(300), default="")


class PriceAlert(Base):
    """Hold a jump or a wide swing of a part's price, found once, and what somebody made of it."""

    __tablename__ = "price_alert"
    __table_args__ = (
        UniqueConstraint("part_id", "basis", "source", "happened_on"),
        one_of("basis", ("paid", "market")),
        one_of("kind", ("against_last", "against_median", "volatility")),
        CheckConstraint("old_price_cny > 0 AND new_price_cny > 0", name="prices_positive"),
        CheckConstraint(
            "(acknowledged_by_id IS NULL) = (acknowledged_at IS NULL) AND (acknowledged_by_id IS NULL OR reason <> '')",
            name="acknowledged_with_reason",
        ),
        *whole("old_price_cny", "new_price_cny", "figure_bp", "bound_bp"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), index=True)
    basis: Mapped[str] = mapped_column(String(8))
    source: Mapped[str] = mapped_column(String(120), comment="supplier that was paid, or whose word a market note is")
    kind: Mapped[str] = mapped_column(String(16))
    happened_on: Mapped[date] = mapped_column(comment="day of the price")
    found_on: Mapped[date] = mapped_column(index=True)
    reference: Mapped[str] = mapped_column(String(120), comment="order number or source")
    old_price_cny: Mapped[Money] = mapped_column(comment="last price, or median of the months before")
    new_price_cny: Mapped[Money]
    figure_bp: Mapped[int] = mapped_column(comment="change, or coefficient of variation, hundredths of a percent")
    bound_bp: Mapped[int]
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    acknowledged_at: Mapped[datetime | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(String(300), default="")


class SalePrice(Base):
    """Hold a version of a part's sale price out of warranty: proposed by one, approved by another, from a day on."""

    __tablename__ = "sale_price"
    __table_args__ = (
        one_of("state", SALE_PRICE_STATES),
        one_of("made_by", ("rule", "hand")),
        CheckConstraint("unit_price_cny > 0", name="price_positive"),
        CheckConstraint("(made_by = 'rule') = (cost_cny IS NOT NULL)", name="rule_has_cost"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name="four_eyes"),
        CheckConstraint("(state IN ('approved', 'refused')) = (decided_by_id IS NOT NULL)", name="decided_by_somebody"),
        Index("ix_sale_price_part", "part_id", "from_on"),
        Index(
            "ix_sale_price_open",
            "part_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        *whole("unit_price_cny", "cost_cny", "margin_bp"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    unit_price_cny: Mapped[Money] = mapped_column(comment="before what the warranty bears")
    from_on: Mapped[date] = mapped_column(comment="first day on which it holds")
    made_by: Mapped[str] = mapped_column(String(4))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    cost_cny: Mapped[Money | None] = mapped_column(default=None, comment="cost that the rule began at")
    margin_bp: Mapped[int | None] = mapped_column(default=None, comment="mark-up, hundredths of a percent")
    reason: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(10), default="open", index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_note: Mapped[str] = mapped_column(String(300), default="")


append_only("market_price", ("part_id", "source", "noted_on"))
no_delete("price_alert")
no_replace("price_alert", ("id",))
frozen_columns(
    "price_alert", "part_id", "basis", "source", "kind", "happened_on", "old_price_cny", "new_price_cny", "figure_bp"
)
no_delete("sale_price")
no_replace("sale_price", ("id",))
frozen_columns(
    "sale_price", "part_id", "unit_price_cny", "from_on", "made_by", "cost_cny", "margin_bp", "proposed_by_id"
)
for _when in ("INSERT", "UPDATE"):  # the check says it too, but a connection to SQLite may switch checks off
    refuse(
        f"sale_price_{_when.lower()}_other_person",
        "sale_price",
        f"BEFORE {_when}",
        "NEW.decided_by_id = NEW.proposed_by_id",
        "four_eyes",
    )
refuse("sale_price_begins", "sale_price", "BEFORE INSERT", "NEW.state <> 'open'", "sale_price_step")
refuse("sale_price_steps", "sale_price", "BEFORE UPDATE", "OLD.state <> 'open'", "sale_price_step")
name_check("ck_sale_price_four_eyes", "four_eyes", FourEyes)
