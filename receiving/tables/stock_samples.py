"""Samples of stored lots 库存质量抽检: which are due and why, and what an inspector found."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Quantity
from kernel.db import Base, one_of, whole
from kernel.guards import frozen_columns, kept, refuse


class StockSample(Base):
    """Hold that a lot in stock is due to be looked at, and the result once somebody has; one due sample a lot."""

    __tablename__ = "stock_sample"
    __table_args__ = (
        one_of("state", ("due", "good", "bad", "lapsed")),
        CheckConstraint("sample_size > 0", name="sample_positive"),
        CheckConstraint(
            "(state IN ('good', 'bad')) = (inspected_by_id IS NOT NULL AND inspected_at IS NOT NULL)",
            name="inspected_by_somebody",
        ),
        CheckConstraint("defective IS NULL OR (defective >= 0 AND defective <= sample_size)", name="defective_within"),
        CheckConstraint("state <> 'bad' OR (defective > 0 AND finding <> '')", name="bad_says_what"),
        *whole("sample_size", "defective"),
        Index(
            "uq_stock_sample_due",
            "lot_id",
            unique=True,
            sqlite_where=text("state = 'due'"),
            postgresql_where=text("state = 'due'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"), comment="where most of it lies")
    due_on: Mapped[date]
    sample_size: Mapped[Quantity]
    risk: Mapped[Any] = mapped_column(JSON, comment="why it is due: age, storage, supplier, criticality")
    made_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(6), default="due", index=True)
    defective: Mapped[Quantity | None] = mapped_column(default=None)
    finding: Mapped[str] = mapped_column(String(500), default="")
    inspected_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    inspected_at: Mapped[datetime | None] = mapped_column(default=None)


kept("stock_sample", ("number",))
frozen_columns("stock_sample", "number", "lot_id", "made_at")
refuse(
    "stock_sample_judged_once",
    "stock_sample",
    "BEFORE UPDATE",
    "OLD.state <> 'due'",
    "sample_judged",
)
