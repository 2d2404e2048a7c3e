"""Stock levels as they were computed, with all that explains them, and demand imported from files."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

import inventory.tables  # noqa: F401  parts and places
from kernel.amounts import Money, Quantity
from kernel.db import Base, one_of, whole
from kernel.guards import frozen_columns, no_delete

Number = Float(53)
"""A double: floats live in this room only."""


class LevelRun(Base):
    """Hold one computation of all stock levels: its settings and the hash of its inputs."""

    __tablename__ = "level_run"
    __table_args__ = (one_of("period", ("month", "week")),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    computed_on: Mapped[date] = mapped_column(index=True, comment="business day; only periods that ended before it")
    computed_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    period: Mapped[str] = mapped_column(String(5))
    first_period_on: Mapped[date] = mapped_column(comment="first day of the first period of the histories")
    periods: Mapped[int]
    level_count: Mapped[int] = mapped_column(comment="part × store combinations")
    inputs_hash: Mapped[str] = mapped_column(String(64), comment="SHA-256 of histories, lead times and settings")
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, comment="planner settings in force")


class Level(Base):
    """Hold the stock levels of a part in a store and every number that they were made of."""

    __tablename__ = "level"
    __audited__: ClassVar[bool] = False
    __table_args__ = (UniqueConstraint("run_id", "part_id", "store_id"), Index("ix_level_part", "part_id", "store_id"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    run_id: Mapped[int] = mapped_column(ForeignKey("level_run.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    demand_class: Mapped[int] = mapped_column(comment="forecasting.classes.DemandClass")
    adi: Mapped[float | None] = mapped_column(Number, comment="periods between demands; blank without demand")
    cv2: Mapped[float] = mapped_column(Number)
    method: Mapped[int] = mapped_column(comment="index of the heaviest candidate")
    weights: Mapped[list[Any]] = mapped_column(JSON, comment="weight of each candidate")
    mean: Mapped[float] = mapped_column(Number, comment="units per period")
    variance: Mapped[float] = mapped_column(Number, comment="units² per period")
    level_variance: Mapped[float] = mapped_column(Number, comment="of the forecast itself, units²")
    season_factor: Mapped[float] = mapped_column(Number)
    lead_time_days: Mapped[float] = mapped_column(Number)
    lead_time_sd_days: Mapped[float] = mapped_column(Number)
    review_days: Mapped[float] = mapped_column(Number)
    protection_mean: Mapped[float] = mapped_column(Number, comment="units over lead time and review")
    protection_sd: Mapped[float] = mapped_column(Number)
    target: Mapped[float] = mapped_column(Number, comment="cycle service level")
    safety_stock: Mapped[float] = mapped_column(Number)
    reorder_point: Mapped[float] = mapped_column(Number)
    order_quantity: Mapped[float] = mapped_column(Number, comment="economic, within cover limits and packs")
    order_up_to_level: Mapped[float] = mapped_column(Number)
    fill_rate: Mapped[float] = mapped_column(Number, comment="expected")
    loss: Mapped[float] = mapped_column(Number, comment="backtest, pinball loss per review, units")
    naive_loss: Mapped[float] = mapped_column(Number, comment="of the naive method in the same backtest")
    reviews: Mapped[int] = mapped_column(comment="past reviews that were judged")
    notes: Mapped[int] = mapped_column(comment="bits of forecasting.levels.Note")
    history: Mapped[list[Any]] = mapped_column(JSON, comment="units per period that the levels were made from")
    sources: Mapped[dict[str, Any]] = mapped_column(JSON, comment="units by where they were asked for")


class HistoryDemand(Base):
    """Hold demand imported from a file: asked for of a part in a store in the period that begins on a day."""

    __tablename__ = "history_demand"
    __audited__: ClassVar[bool] = False
    __table_args__ = (
        UniqueConstraint("part_id", "store_id", "period_start_on"),
        CheckConstraint("quantity >= 0", name="quantity_not_negative"),
        *whole("quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    period_start_on: Mapped[date] = mapped_column(index=True)
    quantity: Mapped[Quantity]
    source: Mapped[str] = mapped_column(String(120), comment="name of the file it came from")


class PartClass(Base):
    """Hold the figures behind the computed classes of a part; the last computation only, audited as a whole."""

    __tablename__ = "part_class"
    __audited__: ClassVar[bool] = False
    __table_args__ = (*whole("value_cny"),)

    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), primary_key=True, autoincrement=False)
    computed_at: Mapped[datetime]
    first_month_on: Mapped[date] = mapped_column(comment="first day of the first month that counted")
    months: Mapped[int] = mapped_column(comment="whole months that counted")
    value_cny: Mapped[Money] = mapped_column(comment="cost of what was issued less returned, 1/10000 yuan")
    rank: Mapped[int] = mapped_column(comment="place among all parts by that value, 1 for the dearest")
    share_before: Mapped[float] = mapped_column(Number, comment="share of the whole value that dearer parts make up")
    mean: Mapped[float] = mapped_column(Number, comment="units per month")
    variation: Mapped[float | None] = mapped_column(
        Number, comment="coefficient of variation of the months; blank without issues"
    )
    months_moved: Mapped[int] = mapped_column(comment="months with issues")
    rules: Mapped[dict[str, Any]] = mapped_column(JSON, comment="bounds of the classes in force")


no_delete("level_run")
frozen_columns("level_run", "computed_on", "inputs_hash", "settings", "by_id")
