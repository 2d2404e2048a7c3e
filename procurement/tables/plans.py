"""Purchase plans 采购计划: proposals with their whole sum, and who approved them."""

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
from kernel.errors import FourEyes
from kernel.refusals import name_check
from procurement.states import PLAN_STATES, PROPOSAL_STATES


class Plan(Base):
    """Hold a purchase plan; a draft is recomputed in place until it is approved."""

    __tablename__ = "purchase_plan"
    __table_args__ = (
        UniqueConstraint("id", "created_by_id"),
        one_of("state", PLAN_STATES),
        CheckConstraint("budget_cny IS NULL OR budget_cny >= 0", name="budget_not_negative"),
        *whole("budget_cny"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), comment="author: may not approve it")
    created_at: Mapped[datetime]
    planned_on: Mapped[date]
    computed_at: Mapped[datetime]
    level_run_id: Mapped[int] = mapped_column(ForeignKey("level_run.id"), comment="the stock levels it rests on")
    scope: Mapped[list[Any]] = mapped_column(JSON, comment="ids of the stores it plans, in order")
    state: Mapped[str] = mapped_column(String(12), default="draft", index=True)
    budget_cny: Mapped[Money | None] = mapped_column(default=None, comment="cap; none: no cap")
    runs: Mapped[int] = mapped_column(default=1, comment="how often the draft was computed")
    note: Mapped[str] = mapped_column(String(300), default="")


class Proposal(Base):
    """Propose one part for one store: how many, from whom, by when, and the sum that says why.

    A notice proposes nothing to buy or move: it shows what else is to be done about the part there.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        one_of("kind", ("purchase", "transfer", "notice")),
        one_of("state", PROPOSAL_STATES),
        CheckConstraint("computed_quantity >= 0 AND quantity >= 0", name="quantities_not_negative"),
        CheckConstraint(
            "quantity = computed_quantity OR (changed_by_id IS NOT NULL AND change_reason <> '')",
            name="change_has_reason",
        ),
        CheckConstraint("unit_price_cny IS NULL OR unit_price_cny >= 0", name="price_not_negative"),
        CheckConstraint("kind <> 'transfer' OR from_store_id IS NOT NULL", name="transfer_has_source"),
        CheckConstraint("kind <> 'notice' OR (quantity = 0 AND computed_quantity = 0)", name="notice_moves_nothing"),
        CheckConstraint("included OR excluded_reason <> ''", name="exclusion_has_reason"),
        *whole("computed_quantity", "quantity", "unit_price_cny", "saved"),
        Index(
            "uq_proposal_open",
            "part_id",
            "store_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_proposal_plan", "plan_id", "urgency_rank", "part_id"),
        Index(
            "ix_proposal_waiting",
            "store_id",
            "part_id",
            sqlite_where=text("state = 'approved'"),
            postgresql_where=text("state = 'approved'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    plan_id: Mapped[int] = mapped_column(ForeignKey("purchase_plan.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    kind: Mapped[str] = mapped_column(String(8))
    computed_quantity: Mapped[Quantity]
    quantity: Mapped[Quantity] = mapped_column(comment="chosen: the computed one unless the buyer changed it")
    urgency_rank: Mapped[int] = mapped_column(comment="0 an urgent ticket waits, see procurement.alerts")
    exception: Mapped[str] = mapped_column(String(32), comment="why it stands where it stands in the plan")
    explanation: Mapped[list[Any]] = mapped_column(JSON, comment="rows of code, value, unit, text: the whole sum")
    warnings: Mapped[list[Any]] = mapped_column(JSON, comment="codes of what the buyer should look at")
    state: Mapped[str] = mapped_column(String(8), default="open")
    included: Mapped[bool] = mapped_column(default=True, comment="off where the budget or a missing supplier stops it")
    excluded_reason: Mapped[str] = mapped_column(String(24), default="")
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id"), default=None, index=True)
    supplier_part_id: Mapped[int | None] = mapped_column(ForeignKey("supplier_part.id"), default=None, index=True)
    from_store_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"), default=None)
    unit_price_cny: Mapped[Money | None] = mapped_column(default=None)
    needed_on: Mapped[date | None] = mapped_column(default=None)
    computed_needed_on: Mapped[date | None] = mapped_column(
        default=None, comment="another one: the buyer's word stands"
    )
    expected_on: Mapped[date | None] = mapped_column(default=None, comment="today plus the lead time as delivered")
    alerts: Mapped[int] = mapped_column(default=0, comment="all that it is shown for: bits of procurement.alerts")
    saved: Mapped[Quantity | None] = mapped_column(
        default=None, comment="expected back-orders that a purchase saves, thousandths of a unit"
    )
    change_reason: Mapped[str] = mapped_column(String(300), default="")
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    changed_at: Mapped[datetime | None] = mapped_column(default=None)


class PlanApproval(Base):
    """Hold who approved a plan; never its author, nor anybody who changed one of its lines."""

    __tablename__ = "plan_approval"
    __table_args__ = (
        ForeignKeyConstraint(["plan_id", "created_by_id"], ["purchase_plan.id", "purchase_plan.created_by_id"]),
        CheckConstraint("approved_by_id <> created_by_id", name="four_eyes"),
        *whole("amount_cny"),
    )

    plan_id: Mapped[int] = mapped_column(primary_key=True)
    created_by_id: Mapped[int] = mapped_column(comment="copied from the plan")
    approved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime]
    amount_cny: Mapped[Money] = mapped_column(comment="what the included purchases came to")
    note: Mapped[str] = mapped_column(String(300), default="")


name_check("ck_plan_approval_four_eyes", "four_eyes", FourEyes)
name_check("ck_proposal_change_has_reason", "reason_needed")
