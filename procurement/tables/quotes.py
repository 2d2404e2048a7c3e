"""Requests for quotation 询价: what is asked of whom, the one-time link of each supplier, and the award."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Money, Quantity
from kernel.db import Base, one_of, whole
from kernel.errors import FourEyes
from kernel.guards import append_only, frozen_columns, no_delete, no_replace, refuse
from kernel.refusals import name_check
from procurement.states import AWARD_STEPS, REQUEST_STEPS
from procurement.tables.guards import state_steps


class QuoteRequest(Base):
    """Hold a request for quotation 询价单: what is asked, until when, for which warehouse."""

    __tablename__ = "quote_request"
    __table_args__ = (
        UniqueConstraint("id", "created_by_id"),
        one_of("state", tuple(REQUEST_STEPS)),
        Index("ix_quote_request_state", "state", "closes_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"), comment="the warehouse that would receive")
    closes_on: Mapped[date] = mapped_column(comment="last business day on which suppliers may answer")
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    created_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10), default="draft")
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None, comment="awarded or cancelled")
    end_reason: Mapped[str] = mapped_column(String(300), default="")
    note: Mapped[str] = mapped_column(Text, default="", comment="shown to the suppliers")


class QuoteRequestLine(Base):
    """Hold one part that is asked for."""

    __tablename__ = "quote_request_line"
    __table_args__ = (
        UniqueConstraint("request_id", "line_no"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        *whole("quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    request_id: Mapped[int] = mapped_column(ForeignKey("quote_request.id"))
    line_no: Mapped[int]
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), index=True)
    quantity: Mapped[Quantity]
    needed_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(String(300), default="")
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), default=None, index=True)


class QuoteInvitation(Base):
    """Hold that a supplier is asked, and its one-time link: only the SHA-256 of the secret is kept."""

    __tablename__ = "quote_invitation"
    __table_args__ = (
        UniqueConstraint("request_id", "supplier_id"),
        CheckConstraint("(token_hash IS NULL) = (token_expires_at IS NULL)", name="link_expires"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    request_id: Mapped[int] = mapped_column(ForeignKey("quote_request.id"))
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    sends: Mapped[int] = mapped_column(default=0, comment="how often a link was made: each voids the one before")
    token_hash: Mapped[str | None] = mapped_column(String(64), default=None, unique=True)
    token_expires_at: Mapped[datetime | None] = mapped_column(default=None)
    sent_at: Mapped[datetime | None] = mapped_column(default=None, comment="when the present link was made")
    sent_to: Mapped[str] = mapped_column(String(254), default="", comment="mail address; empty: given by hand")
    opened_at: Mapped[datetime | None] = mapped_column(default=None, comment="the first answer by the link")
    reminded_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)


class QuoteAward(Base):
    """Hold who gets what of a request, why, and who agreed; beyond the limit never who asked or proposed alone."""

    __tablename__ = "quote_award"
    __table_args__ = (
        ForeignKeyConstraint(["request_id", "requested_by_id"], ["quote_request.id", "quote_request.created_by_id"]),
        one_of("state", tuple(AWARD_STEPS)),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> proposed_by_id", name="four_eyes"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> requested_by_id", name="requester_four_eyes"),
        CheckConstraint("state <> 'done' OR amount_cny <= limit_cny OR approved_by_id IS NOT NULL", name="agreed"),
        CheckConstraint("cheapest OR reason <> ''", name="has_reason"),
        *whole("amount_cny", "limit_cny"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    request_id: Mapped[int] = mapped_column(index=True)
    requested_by_id: Mapped[int] = mapped_column(comment="copied from the request")
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    amount_cny: Mapped[Money] = mapped_column(comment="all lines and freight, without tax")
    limit_cny: Mapped[Money] = mapped_column(comment="the limit of the settings on that day")
    cheapest: Mapped[bool] = mapped_column(comment="no valid quotation would have cost less")
    makes_orders: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(500), default="")
    prices_from_on: Mapped[date | None] = mapped_column(default=None, comment="its prices become lists of this day")
    state: Mapped[str] = mapped_column(String(10), default="proposed")
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class QuoteAwardLine(Base):
    """Hold how much of a line goes to a quotation, at its price; a split line has several."""

    __tablename__ = "quote_award_line"
    __table_args__ = (
        UniqueConstraint("award_id", "quote_line_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        *whole("quantity", "unit_price_cny", "amount_cny"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    award_id: Mapped[int] = mapped_column(ForeignKey("quote_award.id"))
    request_line_id: Mapped[int] = mapped_column(ForeignKey("quote_request_line.id"))
    quote_line_id: Mapped[int] = mapped_column(ForeignKey("quote_line.id"))
    quantity: Mapped[Quantity]
    unit_price_cny: Mapped[Money] = mapped_column(comment="without tax, at the rate kept with the quotation")
    amount_cny: Mapped[Money]


class QuoteAwardOrder(Base):
    """Name the order that an award made for a supplier."""

    __tablename__ = "quote_award_order"

    award_id: Mapped[int] = mapped_column(ForeignKey("quote_award.id"), primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("purchase_order.id"), primary_key=True)


REQUEST_STATE = "(SELECT r.state FROM quote_request r WHERE r.id = {0}.request_id)"

state_steps("quote_request", REQUEST_STEPS, "quote_request_step")
no_delete("quote_request")
frozen_columns("quote_request", "number", "created_by_id", "created_at")
no_replace("quote_request", ("id",), ("number",))

for _when, _row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
    refuse(
        f"quote_request_line_{_when.lower()}_in_draft",
        "quote_request_line",
        f"BEFORE {_when}",
        f"{REQUEST_STATE.format(_row)} <> 'draft'",
        "quote_request_not_draft",
    )
no_replace("quote_request_line", ("id",), ("request_id", "line_no"))

refuse(
    "quote_invitation_begins",
    "quote_invitation",
    "BEFORE INSERT",
    f"{REQUEST_STATE.format('NEW')} NOT IN ('draft', 'sent') OR NEW.token_hash IS NOT NULL",
    "quote_request_step",
)
refuse(
    "quote_invitation_leaves_draft_only",
    "quote_invitation",
    "BEFORE DELETE",
    f"{REQUEST_STATE.format('OLD')} <> 'draft'",
    "quote_request_not_draft",
)
frozen_columns("quote_invitation", "request_id", "supplier_id", "added_by_id", "added_at")
no_replace("quote_invitation", ("id",), ("request_id", "supplier_id"), ("token_hash",))

state_steps("quote_award", AWARD_STEPS, "quote_award_step")
for _when in ("INSERT", "UPDATE"):  # the checks say it too, but a connection to SQLite may switch checks off
    refuse(
        f"quote_award_{_when.lower()}_other_person",
        "quote_award",
        f"BEFORE {_when}",
        "NEW.approved_by_id = NEW.proposed_by_id OR NEW.approved_by_id = NEW.requested_by_id"
        " OR NOT EXISTS (SELECT 1 FROM quote_request r"
        " WHERE r.id = NEW.request_id AND r.created_by_id = NEW.requested_by_id)",
        "four_eyes",
    )
refuse(
    "quote_award_agreed",
    "quote_award",
    "BEFORE UPDATE",
    "NEW.state = 'done' AND NEW.amount_cny > NEW.limit_cny AND NEW.approved_by_id IS NULL",
    "not_approved",
)
no_delete("quote_award")
frozen_columns(
    "quote_award",
    "request_id",
    "requested_by_id",
    "proposed_by_id",
    "amount_cny",
    "limit_cny",
    "cheapest",
    "makes_orders",
    "reason",
    "prices_from_on",
)
no_replace("quote_award", ("id",))
append_only("quote_award_line", ("award_id", "quote_line_id"))
refuse(
    "quote_award_line_while_proposed",
    "quote_award_line",
    "BEFORE INSERT",
    "(SELECT a.state FROM quote_award a WHERE a.id = NEW.award_id) <> 'proposed'",
    "quote_award_step",
)
for _table, _keys in (("quote_award_order", ("award_id", "order_id")),):
    refuse(f"{_table}_no_update", _table, "BEFORE UPDATE", "true", f"append_only:{_table}")
    no_delete(_table)
    no_replace(_table, _keys)

name_check("ck_quote_award_four_eyes", "four_eyes", FourEyes)
name_check("ck_quote_award_requester_four_eyes", "four_eyes", FourEyes)
name_check("ck_quote_award_agreed", "not_approved")
name_check("ck_quote_award_has_reason", "award_needs_reason")
