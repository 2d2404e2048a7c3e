"""Stock-takes: what is to be counted, every count with the book at that moment, cause, endorsement and approval."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inventory.tables.parts import Named
from inventory.variance import CAUSES
from kernel.amounts import Money, Quantity
from kernel.db import Base, one_of, whole
from kernel.guards import append_only, frozen_columns, guard, kept, no_delete, no_replace, other_person


class StockTake(Base):
    """Hold a stock-take of a store, or of some zones or classes in it."""

    __tablename__ = "stock_take"
    __table_args__ = (
        UniqueConstraint("id", "created_by_id"),
        one_of("state", ("counting", "reviewed", "approved", "posted", "cancelled")),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    scope: Mapped[Any] = mapped_column(JSON, comment="what was chosen: zones, classes, categories")
    due_on: Mapped[date]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="counting", index=True)
    posting_id: Mapped[int | None] = mapped_column(ForeignKey("posting.id"), default=None)
    posted_at: Mapped[datetime | None] = mapped_column(default=None)
    plan_id: Mapped[int | None] = mapped_column(
        ForeignKey("count_plan.id"), default=None, comment="the cycle count that opened it"
    )


class CountLine(Base):
    """Hold one part in one place that is to be counted, with the cause found for its variance."""

    __tablename__ = "count_line"
    __table_args__ = (
        UniqueConstraint("stock_take_id", "location_id", "part_id"),
        Index("ix_count_line_there", "location_id", "part_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    stock_take_id: Mapped[int] = mapped_column(ForeignKey("stock_take.id"))
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    found: Mapped[bool] = mapped_column(default=False, comment="found there though the book has none")
    recount_asked: Mapped[bool] = mapped_column(default=False)
    cause: Mapped[str | None] = mapped_column(String(20), default=None)
    cause_note: Mapped[str] = mapped_column(String(300), default="")
    assigned_to_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), default=None, comment="who counts it; empty: whoever comes first"
    )


class Count(Base):
    """Hold one count and what the book said at that moment of the ledger."""

    __tablename__ = "count"
    __table_args__ = (
        UniqueConstraint("count_line_id", "round"),
        CheckConstraint("counted >= 0", name="counted_not_negative"),
        *whole("counted", "book", "unit_cost_cny"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    count_line_id: Mapped[int] = mapped_column(ForeignKey("count_line.id"))
    round: Mapped[int] = mapped_column(comment="1, then 2 for the recount and so on")
    counted: Mapped[Quantity]
    book: Mapped[Quantity] = mapped_column(comment="the place's balance of the part after movement ledger_id")
    ledger_id: Mapped[int] = mapped_column(comment="last movement before the count")
    counted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    counted_at: Mapped[datetime]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), comment="who typed the sheet in, or counted")
    serials: Mapped[list[Any] | None] = mapped_column(default=None, comment="serial numbers seen, where they are kept")
    unit_cost_cny: Mapped[Money | None] = mapped_column(
        default=None, comment="1/10000 yuan per unit: the mean cost in the store when it was counted"
    )


class StockTakeEndorsement(Base):
    """Hold the first of two signatures that large differences need; it is worth nothing once anything is recounted."""

    __tablename__ = "stock_take_endorsement"
    __table_args__ = (
        ForeignKeyConstraint(["stock_take_id", "created_by_id"], ["stock_take.id", "stock_take.created_by_id"]),
        UniqueConstraint("stock_take_id", "last_count_id"),
        CheckConstraint("endorsed_by_id <> created_by_id", name="four_eyes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    stock_take_id: Mapped[int] = mapped_column()
    created_by_id: Mapped[int] = mapped_column(comment="copied from the stock-take")
    endorsed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    endorsed_at: Mapped[datetime]
    last_count_id: Mapped[int] = mapped_column(ForeignKey("count.id"), comment="newest count that was looked at")
    note: Mapped[str] = mapped_column(String(300), default="")


class StockTakeApproval(Base):
    """Hold who approved a stock-take; never its author and never one of its counters."""

    __tablename__ = "stock_take_approval"
    __table_args__ = (
        ForeignKeyConstraint(["stock_take_id", "created_by_id"], ["stock_take.id", "stock_take.created_by_id"]),
        CheckConstraint("approved_by_id <> created_by_id", name="four_eyes"),
        *whole("value_cny", "limit_cny"),
    )

    stock_take_id: Mapped[int] = mapped_column(primary_key=True)
    created_by_id: Mapped[int]
    approved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(300), default="")
    value_cny: Mapped[Money] = mapped_column(
        default=Money(0), comment="1/10000 yuan: gains and losses added without their signs"
    )
    limit_cny: Mapped[Money] = mapped_column(
        default=Money(0), comment="1/10000 yuan: up to here one signature was enough"
    )


class VarianceCause(Named, Base):
    """Hold a cause that a difference may have, and the account that bears it."""

    __tablename__ = "variance_cause"
    __table_args__ = (one_of("side", ("both", "gain", "loss")),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    side: Mapped[str] = mapped_column(String(4), default="both", comment="what it may explain: gain, loss or both")
    account: Mapped[str] = mapped_column(String(80), default="", comment="counter-account; empty: that of the settings")
    place: Mapped[int] = mapped_column(default=100, comment="its turn in the list")
    active: Mapped[bool] = mapped_column(default=True)


append_only("count", ("count_line_id", "round"))
kept("count_line", ("stock_take_id", "location_id", "part_id"))
frozen_columns("count_line", "stock_take_id", "location_id", "part_id")
kept("stock_take", ("number",))
frozen_columns("stock_take", "created_by_id", "store_id")
other_person("stock_take_approval", "stock_take_id", "stock_take", "created_by_id", "created_by_id", "approved_by_id")
no_delete("stock_take_approval")
no_replace("stock_take_approval", ("stock_take_id",))
frozen_columns("stock_take_approval", "stock_take_id", "created_by_id", "approved_by_id")
append_only("stock_take_endorsement", ("stock_take_id", "last_count_id"))
other_person(
    "stock_take_endorsement", "stock_take_id", "stock_take", "created_by_id", "created_by_id", "endorsed_by_id"
)
frozen_columns("stock_take_approval", "value_cny", "limit_cny")
kept("variance_cause", ("code",))
frozen_columns("variance_cause", "code")


def _first_causes() -> None:
    """Put in the causes that most stores need; administrators change the list."""
    values = ", ".join(
        f"('{code}', '{words.zh}', '{words.en}', 'both', '', {place}, true)"
        for place, (code, words) in enumerate(CAUSES.items(), 1)
    )
    sql = f"INSERT INTO variance_cause (code, name_zh, name_en, side, account, place, active) VALUES {values}"
    guard("variance_cause_start", sqlite=sql, postgresql=sql, tables=("variance_cause",))


_first_causes()
