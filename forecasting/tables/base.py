"""Demand beyond history: failure rates, what the installed base will need, and what is planned to be needed.

Facts of products and tickets come from the room above, which fills these tables; levels read them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

import inventory.tables  # noqa: F401  parts, models and work orders
from kernel.db import Base, one_of, whole
from kernel.guards import append_only, frozen_columns

Number = Float(53)
"""A double: floats live in this room only."""


class RateRun(Base):
    """Hold one computation of failure rates and planned needs: what it looked at and the hash of it."""

    __tablename__ = "rate_run"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    computed_on: Mapped[date] = mapped_column(index=True, comment="business day; only months that ended before it")
    computed_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), comment="null: by the clock")
    first_month_on: Mapped[date] = mapped_column(comment="first day of the first month whose failures are known")
    months: Mapped[int] = mapped_column(comment="whole months that were watched")
    units: Mapped[float] = mapped_column(Number, comment="units in use, all models")
    failures: Mapped[float] = mapped_column(Number, comment="repairs that used a part")
    rate_count: Mapped[int] = mapped_column(comment="part × model combinations")
    inputs_hash: Mapped[str] = mapped_column(String(64), comment="SHA-256 of sales, failures, plans and settings")
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, comment="settings in force")


class FailureRate(Base):
    """Hold how often a part of a product model fails, and what that was learnt from."""

    __tablename__ = "failure_rate"
    __audited__: ClassVar[bool] = False
    __table_args__ = (
        UniqueConstraint("run_id", "part_id", "product_model_id"),
        Index("ix_failure_rate_part", "part_id", "run_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    run_id: Mapped[int] = mapped_column(ForeignKey("rate_run.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    product_model_id: Mapped[int] = mapped_column(ForeignKey("product_model.id"))
    family: Mapped[str] = mapped_column(String(120), comment="category of the part and family of the model")
    units: Mapped[float] = mapped_column(Number, comment="in use now")
    unit_months: Mapped[float] = mapped_column(Number, comment="watched")
    failures: Mapped[float] = mapped_column(Number, comment="repairs that used the part")
    expected: Mapped[float] = mapped_column(Number, comment="failures that the family would have had")
    rate: Mapped[float] = mapped_column(Number, comment="failures per unit-month at the ages of today, after borrowing")
    relative_variance: Mapped[float] = mapped_column(Number, comment="of the rate: its variance over its square")
    low: Mapped[float] = mapped_column(Number, comment="exact lower limit of the own record, per unit-month")
    high: Mapped[float] = mapped_column(Number, comment="exact upper limit of the own record, per unit-month")
    quantity: Mapped[float] = mapped_column(Number, comment="units of the part that a repair takes")
    shape: Mapped[float | None] = mapped_column(Number, comment="of the Weibull, where failures are enough")
    scale: Mapped[float | None] = mapped_column(Number, comment="of the Weibull, months")
    ages: Mapped[list[Any]] = mapped_column(
        JSON, comment="by class of age: from, to, units, unit-months, failures, rate after borrowing"
    )


class BaseForecast(Base):
    """Hold what a part is expected to need by month: from its base and rates, or as a similar part needed."""

    __tablename__ = "base_forecast"
    __audited__: ClassVar[bool] = False
    __table_args__ = (UniqueConstraint("run_id", "part_id"), one_of("source", ("rates", "similar", "category")))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    run_id: Mapped[int] = mapped_column(ForeignKey("rate_run.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), index=True)
    source: Mapped[str] = mapped_column(String(10))
    similar_part_id: Mapped[int | None] = mapped_column(ForeignKey("part.id"), default=None)
    units: Mapped[float] = mapped_column(Number, default=0.0, comment="products in use that have the part")
    failures: Mapped[float] = mapped_column(Number, default=0.0, comment="behind the rates")
    past: Mapped[float] = mapped_column(
        Number, default=0.0, comment="units a month that the rates give for the last twelve months"
    )
    relative_variance: Mapped[float] = mapped_column(Number, default=0.0, comment="of the rate behind it")
    means: Mapped[list[Any]] = mapped_column(JSON, default_factory=list, comment="units by coming month")
    variances: Mapped[list[Any]] = mapped_column(JSON, default_factory=list, comment="units² by coming month")


class PlannedNeed(Base):
    """Hold what is certain to be needed: of a campaign or of maintenance, between two days."""

    __tablename__ = "planned_need"
    __audited__: ClassVar[bool] = False
    __table_args__ = (
        one_of("kind", ("campaign", "maintenance")),
        CheckConstraint("from_on <= to_on", name="in_order"),
        CheckConstraint("quantity >= 0", name="quantity_not_negative"),
        Index("ix_planned_need_run", "run_id", "part_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    run_id: Mapped[int] = mapped_column(ForeignKey("rate_run.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    reference: Mapped[str] = mapped_column(String(120), comment="number of the campaign, or code of the model")
    from_on: Mapped[date]
    to_on: Mapped[date]
    quantity: Mapped[float] = mapped_column(Number, comment="units of the part")


class PlannedWork(Base):
    """Name a work order of planned work: what it asks for is planned need, so history leaves it out."""

    __tablename__ = "planned_work"
    __audited__: ClassVar[bool] = False
    __table_args__ = (one_of("kind", ("campaign", "maintenance")),)

    work_order_id: Mapped[int] = mapped_column(ForeignKey("work_order.id"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(12))


class PartStart(Base):
    """Say whose demand a new part starts with, until its own history counts."""

    __tablename__ = "part_start"
    __table_args__ = (
        CheckConstraint("similar_part_id IS NULL OR similar_part_id <> part_id", name="another_part"),
        CheckConstraint("percent BETWEEN 1 AND 1000", name="percent_in_range"),
        CheckConstraint("ramp_months BETWEEN 0 AND 60", name="ramp_in_range"),
        *whole("percent", "ramp_months"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), unique=True)
    similar_part_id: Mapped[int | None] = mapped_column(
        ForeignKey("part.id"), comment="null: the median part of the same category"
    )
    from_on: Mapped[date] = mapped_column(comment="day from which it is used")
    percent: Mapped[int] = mapped_column(default=100, comment="of the similar part's demand, per unit in use if known")
    ramp_months: Mapped[int] = mapped_column(default=6, comment="until its demand is full")
    note: Mapped[str] = mapped_column(String(300), default="")


append_only("rate_run")
frozen_columns("part_start", "part_id")
