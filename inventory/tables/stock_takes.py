"""Stock-takes: what is to be counted, every count with the book at that moment, cause and approval."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Quantity
from kernel.db import Base, one_of, whole
from kernel.guards import append_only, frozen_columns, kept, no_delete, no_replace, other_person


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


class CountLine(Base):
    """Hold one part in one place that is to be counted, with the cause found for its variance."""

    __tablename__ = "count_line"
    __table_args__ = (UniqueConstraint("stock_take_id", "location_id", "part_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    stock_take_id: Mapped[int] = mapped_column(ForeignKey("stock_take.id"))
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    found: Mapped[bool] = mapped_column(default=False, comment="found there though the book has none")
    recount_asked: Mapped[bool] = mapped_column(default=False)
    cause: Mapped[str | None] = mapped_column(String(20), default=None)
    cause_note: Mapped[str] = mapped_column(String(300), default="")


class Count(Base):
    """Hold one count and what the book said at that moment of the ledger."""

    __tablename__ = "count"
    __table_args__ = (
        UniqueConstraint("count_line_id", "round"),
        CheckConstraint("counted >= 0", name="counted_not_negative"),
        *whole("counted", "book"),
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


class StockTakeApproval(Base):
    """Hold who approved a stock-take; never its author and never one of its counters."""

    __tablename__ = "stock_take_approval"
    __table_args__ = (
        ForeignKeyConstraint(["stock_take_id", "created_by_id"], ["stock_take.id", "stock_take.created_by_id"]),
        CheckConstraint("approved_by_id <> created_by_id", name="four_eyes"),
    )

    stock_take_id: Mapped[int] = mapped_column(primary_key=True)
    created_by_id: Mapped[int]
    approved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(300), default="")


append_only("count", ("count_line_id", "round"))
kept("count_line", ("stock_take_id", "location_id", "part_id"))
frozen_columns("count_line", "stock_take_id", "location_id", "part_id")
kept("stock_take", ("number",))
frozen_columns("stock_take", "created_by_id", "store_id")
other_person("stock_take_approval", "stock_take_id", "stock_take", "created_by_id", "created_by_id", "approved_by_id")
no_delete("stock_take_approval")
no_replace("stock_take_approval", ("stock_take_id",))
frozen_columns("stock_take_approval", "stock_take_id", "created_by_id", "approved_by_id")
