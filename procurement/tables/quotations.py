"""Quotations 报价 as they came, version after version; nothing of them is ever changed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Money, Quantity
from kernel.db import Base, one_of, whole
from kernel.guards import append_only, refuse
from kernel.refusals import name_check
from procurement.states import QUOTE_WAYS


class Quote(Base):
    """Hold a supplier's quotation: the newest version of an invitation holds, the older ones stay readable."""

    __tablename__ = "quote"
    __table_args__ = (
        UniqueConstraint("invitation_id", "version"),
        one_of("via", QUOTE_WAYS),
        CheckConstraint("version >= 1", name="version_from_one"),
        CheckConstraint("(via = 'web') = (entered_by_id IS NULL)", name="entered_by_somebody"),
        CheckConstraint("tax_bp >= 0 AND tax_bp <= 10000", name="tax_in_range"),
        CheckConstraint("rate_millionths > 0", name="rate_positive"),
        CheckConstraint("freight >= 0 AND freight_cny >= 0", name="freight_not_negative"),
        *whole("tax_bp", "rate_millionths", "freight", "freight_cny"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("quote_invitation.id"))
    version: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    tax_included: Mapped[bool] = mapped_column(comment="whether the prices hold the tax")
    tax_bp: Mapped[int] = mapped_column(comment="tax rate in hundredths of a percent")
    rate_millionths: Mapped[int] = mapped_column(comment="CNY for a unit of the currency, in millionths; kept")
    rate_on: Mapped[date] = mapped_column(comment="day of the settings' rate")
    valid_until_on: Mapped[date]
    received_at: Mapped[datetime]
    via: Mapped[str] = mapped_column(String(5))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None, comment="none: the link")
    freight: Mapped[Money] = mapped_column(default=Money(0), comment="freight and packing once, in the currency")
    freight_cny: Mapped[Money] = mapped_column(default=Money(0), comment="the same in CNY without tax")
    note: Mapped[str] = mapped_column(Text, default="")


class QuoteLine(Base):
    """Hold what a supplier says to one line of a request: its terms, or that it cannot offer."""

    __tablename__ = "quote_line"
    __table_args__ = (
        UniqueConstraint("quote_id", "request_line_id"),
        CheckConstraint("lead_time_days >= 0", name="lead_time_not_negative"),
        CheckConstraint("minimum_quantity >= 0", name="minimum_not_negative"),
        CheckConstraint("multiple_quantity > 0", name="multiple_positive"),
        *whole("lead_time_days", "minimum_quantity", "multiple_quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"))
    request_line_id: Mapped[int] = mapped_column(ForeignKey("quote_request_line.id"), index=True)
    offered: Mapped[bool] = mapped_column(comment="false: cannot offer")
    lead_time_days: Mapped[int] = mapped_column(default=0)
    minimum_quantity: Mapped[Quantity] = mapped_column(default=Quantity(0))
    multiple_quantity: Mapped[Quantity] = mapped_column(default=Quantity(1000))
    supplier_part_number: Mapped[str] = mapped_column(String(80), default="")
    note: Mapped[str] = mapped_column(String(300), default="")


class QuoteBreak(Base):
    """Hold one price step of a quotation's line, as it was said and in CNY without tax."""

    __tablename__ = "quote_break"
    __table_args__ = (
        UniqueConstraint("quote_line_id", "from_quantity"),
        CheckConstraint("from_quantity >= 0", name="from_not_negative"),
        CheckConstraint("unit_price > 0", name="price_positive"),
        CheckConstraint("unit_price_cny >= 0", name="net_not_negative"),
        *whole("from_quantity", "unit_price", "unit_price_cny"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    quote_line_id: Mapped[int] = mapped_column(ForeignKey("quote_line.id"))
    from_quantity: Mapped[Quantity] = mapped_column(comment="the price holds from this quantity on")
    unit_price: Mapped[Money] = mapped_column(comment="as quoted, in the quotation's currency")
    unit_price_cny: Mapped[Money] = mapped_column(comment="without tax, at the quotation's rate")


append_only("quote", ("invitation_id", "version"))
append_only("quote_line", ("quote_id", "request_line_id"))
append_only("quote_break", ("quote_line_id", "from_quantity"))

ASKED = (
    "(SELECT r.state FROM quote_request r JOIN quote_invitation i ON i.request_id = r.id"
    " WHERE i.id = NEW.invitation_id)"
)
refuse(
    "quote_while_asked",
    "quote",
    "BEFORE INSERT",
    f"({ASKED} NOT IN ('sent', 'closed')) OR (NEW.via = 'web' AND {ASKED} <> 'sent')",
    "quote_too_late",
)
refuse(
    "quote_line_of_its_request",
    "quote_line",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM quote q JOIN quote_invitation i ON i.id = q.invitation_id"
    " JOIN quote_request_line l ON l.request_id = i.request_id"
    " WHERE q.id = NEW.quote_id AND l.id = NEW.request_line_id)",
    "quote_line_of_another",
)
name_check("ck_quote_break_price_positive", "price_not_positive")
