"""Surplus 积压: what to do with slow and dead stock, one open proposal for each part and store, approved by another."""

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
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Money, Quantity
from kernel.db import Base, one_of, whole
from kernel.guards import append_only, frozen_columns, kept, other_person, refuse

ACTS = ("transfer", "supplier_return", "sell", "scrap")
LIVE = "state IN ('open', 'submitted', 'approved')"


class SurplusProposal(Base):
    """Hold what the figures advise, then what a person chose to do, and how it ended."""

    __tablename__ = "surplus_proposal"
    __table_args__ = (
        UniqueConstraint("id", "submitted_by_id"),
        one_of("advice", ACTS),
        one_of("state", ("open", "submitted", "approved", "carried_out", "rejected", "lapsed")),
        CheckConstraint("act IS NULL OR act IN ('transfer', 'supplier_return', 'sell', 'scrap')", name="act_known"),
        CheckConstraint("advised_quantity > 0 AND (quantity IS NULL OR quantity > 0)", name="quantity_positive"),
        CheckConstraint(
            "state IN ('open', 'lapsed') OR (act IS NOT NULL AND quantity IS NOT NULL AND submitted_by_id IS NOT NULL)",
            name="submitted_whole",
        ),
        CheckConstraint("act IS NULL OR (act = 'transfer') = (to_store_id IS NOT NULL)", name="transfer_names_store"),
        CheckConstraint("(state = 'carried_out') = (carried_out_by_id IS NOT NULL)", name="carried_out_by_somebody"),
        *whole("advised_quantity", "quantity", "value_cny"),
        Index(
            "uq_surplus_proposal_live",
            "part_id",
            "store_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    advice: Mapped[str] = mapped_column(String(16), comment="what the figures advise")
    advised_quantity: Mapped[Quantity]
    value_cny: Mapped[Money] = mapped_column(comment="of the advised quantity at the mean cost there")
    facts: Mapped[Any] = mapped_column(JSON, comment="what the advice rests on: last issue, use, cover, who needs it")
    computed_on: Mapped[date]
    advised_store_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"), default=None)
    state: Mapped[str] = mapped_column(String(12), default="open", index=True)
    act: Mapped[str | None] = mapped_column(String(16), default=None, comment="what a person chose")
    quantity: Mapped[Quantity | None] = mapped_column(default=None)
    to_store_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"), default=None)
    note: Mapped[str] = mapped_column(String(500), default="")
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_note: Mapped[str] = mapped_column(String(500), default="", comment="why it was rejected")
    reference: Mapped[str] = mapped_column(String(80), default="", comment="document that carried it out")
    carried_out_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    carried_out_at: Mapped[datetime | None] = mapped_column(default=None)


class SurplusApproval(Base):
    """Hold who approved what is done with surplus: never who submitted it."""

    __tablename__ = "surplus_approval"
    __table_args__ = (
        ForeignKeyConstraint(
            ["surplus_proposal_id", "submitted_by_id"], ["surplus_proposal.id", "surplus_proposal.submitted_by_id"]
        ),
        CheckConstraint("approved_by_id <> submitted_by_id", name="four_eyes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    surplus_proposal_id: Mapped[int] = mapped_column(unique=True)
    submitted_by_id: Mapped[int]
    approved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime]


kept("surplus_proposal", ("number",))
frozen_columns("surplus_proposal", "number", "part_id", "store_id")
append_only("surplus_approval", ("surplus_proposal_id",))
other_person(
    "surplus_approval",
    "surplus_proposal_id",
    "surplus_proposal",
    "submitted_by_id",
    "submitted_by_id",
    "approved_by_id",
)
refuse(
    "surplus_approval_of_submitted",
    "surplus_approval",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM surplus_proposal p WHERE p.id = NEW.surplus_proposal_id AND p.state = 'submitted')",
    "surplus_state",
)
refuse(
    "surplus_proposal_steps",
    "surplus_proposal",
    "BEFORE UPDATE",
    "NEW.state <> OLD.state AND NOT ((OLD.state = 'open' AND NEW.state IN ('submitted', 'lapsed'))"
    " OR (OLD.state = 'submitted' AND NEW.state IN ('approved', 'rejected', 'open'))"
    " OR (OLD.state = 'approved' AND NEW.state IN ('carried_out', 'rejected')))"
    " OR NEW.state IN ('approved', 'carried_out') AND NOT EXISTS (SELECT 1 FROM surplus_approval a"
    " WHERE a.surplus_proposal_id = NEW.id)",
    "surplus_state",
)
refuse(
    "surplus_proposal_begins_open",
    "surplus_proposal",
    "BEFORE INSERT",
    "NEW.state <> 'open' OR EXISTS (SELECT 1 FROM surplus_proposal p WHERE p.part_id = NEW.part_id"
    " AND p.store_id = NEW.store_id AND p.state IN ('open', 'submitted', 'approved'))",
    "surplus_state",
)
refuse(
    "surplus_proposal_stays_as_approved",
    "surplus_proposal",
    "BEFORE UPDATE",
    "OLD.state <> 'open' AND NEW.state <> 'open' AND (NEW.act <> OLD.act OR NEW.quantity <> OLD.quantity"
    " OR COALESCE(NEW.to_store_id, 0) <> COALESCE(OLD.to_store_id, 0)"
    " OR COALESCE(NEW.submitted_by_id, 0) <> COALESCE(OLD.submitted_by_id, 0))",
    "surplus_state",
)
refuse(
    "surplus_proposal_kept_once_approved",
    "surplus_proposal",
    "BEFORE UPDATE",
    "EXISTS (SELECT 1 FROM surplus_approval a WHERE a.surplus_proposal_id = NEW.id)"
    " AND (NEW.state = 'open' OR (OLD.state = 'open' AND NEW.state = 'submitted')"
    " OR COALESCE(NEW.act, '') <> COALESCE(OLD.act, '') OR COALESCE(NEW.quantity, 0) <> COALESCE(OLD.quantity, 0)"
    " OR COALESCE(NEW.to_store_id, 0) <> COALESCE(OLD.to_store_id, 0)"
    " OR COALESCE(NEW.submitted_by_id, 0) <> COALESCE(OLD.submitted_by_id, 0))",
    "surplus_state",
)
