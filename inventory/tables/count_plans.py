"""Cycle counts: which shelves are counted how often, and which are proposed for the next count."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, one_of
from kernel.guards import frozen_columns, kept

PROPOSED = ("short_pick", "not_found", "by_hand")


class CountPlan(Base):
    """Hold that a class or a zone of a store is counted again and again; a job opens its stock-takes."""

    __tablename__ = "count_plan"
    __table_args__ = (
        one_of("abc", ("A", "B", "C")),
        CheckConstraint("every_days > 0", name="every_days_positive"),
        CheckConstraint("lines_at_once > 0", name="lines_at_once_positive"),
        CheckConstraint("days_to_count >= 0", name="days_to_count_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    every_days: Mapped[int] = mapped_column(comment="days after which a shelf is counted again")
    lines_at_once: Mapped[int] = mapped_column(comment="most lines of one stock-take")
    created_by_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), comment="the author of its stock-takes, who never approves them"
    )
    created_at: Mapped[datetime]
    days_to_count: Mapped[int] = mapped_column(default=3, comment="days between opening and due date")
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"), default=None)
    abc: Mapped[str | None] = mapped_column(String(1), default=None, comment="empty: every class")
    active: Mapped[bool] = mapped_column(default=True)


class CountProposal(Base):
    """Hold that somebody doubts the book of a part in a place; the next cycle count takes it in."""

    __tablename__ = "count_proposal"
    __table_args__ = (
        one_of("reason", PROPOSED),
        Index(
            "uq_count_proposal_open",
            "location_id",
            "part_id",
            unique=True,
            sqlite_where=text("count_line_id IS NULL"),
            postgresql_where=text("count_line_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    reason: Mapped[str] = mapped_column(String(12))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    reference: Mapped[str] = mapped_column(String(60), default="", comment="document at which the doubt arose")
    note: Mapped[str] = mapped_column(String(300), default="")
    count_line_id: Mapped[int | None] = mapped_column(
        ForeignKey("count_line.id"), default=None, comment="the line that took it in"
    )


kept("count_plan")
frozen_columns("count_plan", "store_id", "created_by_id")
kept("count_proposal")
frozen_columns("count_proposal", "location_id", "part_id", "reason", "proposed_by_id", "proposed_at", "reference")
