"""Stock levels with all that explains them, demand from files, and what the watch on the forecast keeps."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, Float, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

import forecasting.tables.base
import forecasting.tables.parts
import forecasting.tables.scenarios  # noqa: F401  what-if
import inventory.tables  # noqa: F401  parts and places
from forecasting.tables.series import Series
from kernel.amounts import Money, Quantity
from kernel.db import Base, one_of, whole
from kernel.guards import append_only, frozen_columns, kept, no_delete

Number = Float(53)
"""A double: floats live in this room only."""
GROUPS = ("all", "demand_class", "criticality", "store", "category")
ALARMS = ("bias", "coverage", "service")
"""Of what the watch on the forecast keeps figures, and what it alarms for."""


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
    learnt: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), default=None, comment="forecasting.learning.Learnt; blank where parts were too few"
    )


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
    weights: Mapped[list[Any]] = mapped_column(Series, comment="weight of each candidate")
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
    history: Mapped[list[Any]] = mapped_column(Series, comment="units per period that the levels were made from")
    sources: Mapped[dict[str, Any]] = mapped_column(JSON, comment="units by where they were asked for")
    planned_need: Mapped[float] = mapped_column(
        Number, default=0.0, comment="certain need over lead time and review, within the reorder point"
    )
    ahead: Mapped[dict[str, Any] | None] = mapped_column(
        JSON, default=None, comment="rows of the sum that come from the installed base and from plans"
    )
    held_target: Mapped[float | None] = mapped_column(
        Number, default=None, comment="cycle service at which the reorder point was read; slow parts higher than asked"
    )
    pack: Mapped[float] = mapped_column(Number, default=1.0, comment="units that demand comes in")
    known_price_cny: Mapped[float | None] = mapped_column(
        Number, default=None, comment="price that the forecast learnt by"
    )
    marks: Mapped[dict[str, Any] | None] = mapped_column(
        JSON, default=None, comment="units by stream; periods whose demand was mended or judged, with the raw figure"
    )
    policy: Mapped[int] = mapped_column(default=0, comment="forecasting.policy.Policy")
    stocked: Mapped[bool] = mapped_column(default=True, comment="held in stock, or ordered when somebody waits for it")
    stocked_since_on: Mapped[date | None] = mapped_column(default=None, comment="since when; blank: from the start")
    decision: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), default=None, comment="why it is stocked or not, and what people have set"
    )


class LevelShare(Base):
    """Hold a share of a run of levels while several workers compute it; it goes with the run's end."""

    __tablename__ = "level_share"
    __audited__: ClassVar[bool] = False
    __table_args__ = (UniqueConstraint("inputs_hash", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    inputs_hash: Mapped[str] = mapped_column(String(64), comment="of the run that it is a share of")
    number: Mapped[int] = mapped_column(comment="place among the shares, from 0")
    shared_at: Mapped[datetime] = mapped_column(index=True)
    package: Mapped[bytes] = mapped_column(LargeBinary, comment="forecasting.shares.package")
    taken_at: Mapped[datetime | None] = mapped_column(default=None, comment="when a worker began with it")
    worker: Mapped[str] = mapped_column(String(120), default="", comment="who took it last")
    result: Mapped[bytes | None] = mapped_column(LargeBinary, default=None, comment="forecasting.shares.work_out")


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


class DemandMark(Base):
    """Hold what a buyer says of the demand of a part in a store in one period: real, or a one-off that stays out."""

    __tablename__ = "demand_mark"
    __table_args__ = (
        UniqueConstraint("part_id", "store_id", "period", "period_start_on"),
        one_of("period", ("month", "week")),
        one_of("verdict", ("real", "one_off")),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    period: Mapped[str] = mapped_column(String(5))
    period_start_on: Mapped[date]
    verdict: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


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


class KeptLevel(Base):
    """Hold what a level promised when a month began, lean enough to be kept until its interval has ended."""

    __tablename__ = "kept_level"
    __audited__: ClassVar[bool] = False
    __table_args__ = ({"sqlite_with_rowid": False},)

    in_force_on: Mapped[date] = mapped_column(primary_key=True, comment="first day of the month")
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), primary_key=True, autoincrement=False)
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"), primary_key=True, autoincrement=False)
    run_id: Mapped[int] = mapped_column(ForeignKey("level_run.id"))
    demand_class: Mapped[int]
    mean: Mapped[float] = mapped_column(Number, comment="units a day")
    variance: Mapped[float] = mapped_column(Number, comment="units² a day, of demand about the forecast")
    protection_days: Mapped[int] = mapped_column(comment="lead time and review")
    q50: Mapped[float] = mapped_column(Number, comment="quantiles of the demand over them, units")
    q90: Mapped[float] = mapped_column(Number)
    q95: Mapped[float] = mapped_column(Number)
    target: Mapped[float] = mapped_column(Number, comment="cycle service promised")
    fill_rate: Mapped[float] = mapped_column(Number, comment="share of units promised from stock")


class ForecastError(Base):
    """Hold the smoothed error of a part in a store up to the last month that was watched."""

    __tablename__ = "forecast_error"
    __audited__: ClassVar[bool] = False
    __table_args__ = ({"sqlite_with_rowid": False},)

    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), primary_key=True, autoincrement=False)
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"), primary_key=True, autoincrement=False)
    months: Mapped[int]
    error: Mapped[float] = mapped_column(Number, comment="smoothed, units: what came less what was forecast")
    deviation: Mapped[float] = mapped_column(Number, comment="smoothed absolute error, units")
    variance: Mapped[float] = mapped_column(Number, comment="of the smoothed error if the forecast is right, units²")


class ForecastWatch(Base):
    """Hold how the forecast did in a month for a group of parts: bias, coverage, service delivered and promised."""

    __tablename__ = "forecast_watch"
    __audited__: ClassVar[bool] = False
    __table_args__ = (
        UniqueConstraint("month_on", "group_kind", "group_key"),
        one_of("group_kind", GROUPS),
        CheckConstraint("lines_met <= lines AND cycles_kept <= cycles", name="parts_within"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    month_on: Mapped[date] = mapped_column(index=True)
    group_kind: Mapped[str] = mapped_column(String(12))
    group_key: Mapped[str] = mapped_column(String(40), comment="class, criticality, or id of store or category")
    rows: Mapped[int] = mapped_column(comment="part × store with a forecast")
    forecast: Mapped[float] = mapped_column(Number, comment="units in the month")
    demand: Mapped[float] = mapped_column(Number, comment="units that were asked for")
    deviation: Mapped[float] = mapped_column(Number, comment="sum of absolute errors, units")
    ended: Mapped[int] = mapped_column(comment="intervals of lead time and review that ended in the month")
    within_50: Mapped[int] = mapped_column(comment="of them with demand not above the quantile")
    within_90: Mapped[int]
    within_95: Mapped[int]
    under_95: Mapped[int] = mapped_column(comment="of them with demand below the quantile")
    lines: Mapped[int] = mapped_column(comment="requests")
    lines_met: Mapped[int] = mapped_column(comment="of them promised in full at once")
    asked: Mapped[float] = mapped_column(Number, comment="units")
    met: Mapped[float] = mapped_column(Number, comment="units promised at once")
    promised: Mapped[float] = mapped_column(Number, comment="fill rate promised, weighed by requests")
    cycles: Mapped[int] = mapped_column(comment="part × store in stores that keep stock")
    cycles_kept: Mapped[int] = mapped_column(comment="of them without a request that could not be met")
    target: Mapped[float] = mapped_column(Number, comment="cycle service promised, mean")
    alarms: Mapped[list[Any]] = mapped_column(JSON, comment="kinds of alarm of this group")


class ForecastAlarm(Base):
    """Hold an alarm of a month: of one part in a store, or of a group; somebody notes that it was looked at."""

    __tablename__ = "forecast_alarm"
    __table_args__ = (
        one_of("kind", ALARMS),
        one_of("group_kind", (*GROUPS, "part")),
        CheckConstraint("(seen_at IS NULL) = (seen_by_id IS NULL)", name="seen_by_somebody"),
        CheckConstraint("(group_kind = 'part') = (part_id IS NOT NULL)", name="part_named"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    month_on: Mapped[date] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(10))
    group_kind: Mapped[str] = mapped_column(String(12))
    group_key: Mapped[str] = mapped_column(String(40))
    value: Mapped[float] = mapped_column(Number, comment="tracking signal, coverage, or fill rate delivered")
    bound: Mapped[float] = mapped_column(Number, comment="what it should have kept within, or what was promised")
    cases: Mapped[int] = mapped_column(comment="months, intervals or requests that it rests on")
    part_id: Mapped[int | None] = mapped_column(ForeignKey("part.id"), default=None)
    store_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"), default=None)
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    seen_at: Mapped[datetime | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(String(300), default="")


no_delete("level_run")
frozen_columns("level_run", "computed_on", "inputs_hash", "settings", "by_id", "learnt")
frozen_columns("demand_mark", "part_id", "store_id", "period", "period_start_on")
append_only("forecast_watch", ("month_on", "group_kind", "group_key"))
kept("forecast_alarm")
frozen_columns("forecast_alarm", "month_on", "kind", "group_kind", "group_key", "value", "bound", "cases")
