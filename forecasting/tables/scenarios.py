"""What-if scenarios with what they were asked and what came of them, and the choice of one for the next levels."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Money
from kernel.db import Base, one_of, whole
from kernel.errors import FourEyes, InvalidState
from kernel.guards import append_only, prunable, refuse
from kernel.refusals import KINDS, name_check

KINDS.setdefault("scenario_in_force", InvalidState)
KINDS.setdefault("scenario_pruned", InvalidState)

Number = Float(53)


class ServiceCurve(Base):
    """Hold the curve of service against stock value that was drawn from a run of levels, with today's points on it."""

    __tablename__ = "service_curve"
    __audited__: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    level_run_id: Mapped[int] = mapped_column(ForeignKey("level_run.id"), index=True)
    drawn_on: Mapped[date]
    drawn_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    row_count: Mapped[int] = mapped_column(comment="part × buying store that the curve is made of")
    unpriced_count: Mapped[int] = mapped_column(comment="left out, because no price is known")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, comment="points, figures by group, today's levels and stock")


class Scenario(Base):
    """Hold a question (what if) and its answer in sum; it is never changed."""

    __tablename__ = "scenario"
    __table_args__ = (
        UniqueConstraint("id", "created_by_id"),
        one_of("goal", ("targets", "budget", "service")),
        one_of("measure", ("units", "parts", "weighted")),
        CheckConstraint("goal <> 'budget' OR budget_cny >= 0", name="budget_there"),
        CheckConstraint("goal <> 'service' OR service_target IS NOT NULL", name="service_there"),
        *whole("budget_cny", "value_before_cny", "value_after_cny"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), comment="author: may not put it in force")
    created_at: Mapped[datetime]
    created_on: Mapped[date]
    level_run_id: Mapped[int] = mapped_column(ForeignKey("level_run.id"), comment="the levels it started from")
    goal: Mapped[str] = mapped_column(String(8))
    measure: Mapped[str] = mapped_column(String(8), comment="how service is measured")
    value_before_cny: Mapped[Money] = mapped_column(comment="average value on the shelf with today's levels")
    value_after_cny: Mapped[Money]
    service_before: Mapped[float] = mapped_column(Number, comment="by the scenario's measure")
    service_after: Mapped[float] = mapped_column(Number)
    met: Mapped[bool] = mapped_column(comment="whether budget or service could be met")
    line_count: Mapped[int] = mapped_column(comment="rows that change")
    inputs: Mapped[dict[str, Any]] = mapped_column(JSON, comment="changes and rules as they were asked")
    result: Mapped[dict[str, Any]] = mapped_column(JSON, comment="sums before, of doing nothing and after, and curve")
    budget_cny: Mapped[Money | None] = mapped_column(default=None)
    service_target: Mapped[float | None] = mapped_column(Number, default=None)
    note: Mapped[str] = mapped_column(String(300), default="")


class ScenarioLine(Base):
    """Hold a part in a buying store that a scenario changes."""

    __tablename__ = "scenario_line"
    __audited__: ClassVar[bool] = False
    __table_args__ = (
        UniqueConstraint("scenario_id", "part_id", "store_id"),
        Index("ix_scenario_line_part", "part_id", "store_id"),
        *whole("value_before_cny", "value_after_cny"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenario.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    level_before: Mapped[float] = mapped_column(Number, comment="reorder point, units")
    level_after: Mapped[float] = mapped_column(Number)
    up_to_before: Mapped[float] = mapped_column(Number, comment="order-up-to level, units")
    up_to_after: Mapped[float] = mapped_column(Number)
    target_before: Mapped[float] = mapped_column(Number, comment="cycle service level")
    target_after: Mapped[float] = mapped_column(Number)
    value_before_cny: Mapped[Money] = mapped_column(comment="average value on the shelf")
    value_after_cny: Mapped[Money]
    fill_before: Mapped[float] = mapped_column(Number, comment="share of demand served at once")
    fill_after: Mapped[float] = mapped_column(Number)


class TargetChoice(Base):
    """Say whose targets hold from a day on: those of a scenario, or (without one) those of the settings again."""

    __tablename__ = "target_choice"
    __table_args__ = (
        ForeignKeyConstraint(["scenario_id", "scenario_by_id"], ["scenario.id", "scenario.created_by_id"]),
        CheckConstraint("scenario_by_id IS NULL OR chosen_by_id <> scenario_by_id", name="four_eyes"),
        CheckConstraint("(scenario_id IS NULL) = (scenario_by_id IS NULL)", name="author_copied"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    valid_from_on: Mapped[date] = mapped_column(index=True)
    chosen_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    chosen_at: Mapped[datetime]
    scenario_id: Mapped[int | None] = mapped_column(default=None, index=True)
    scenario_by_id: Mapped[int | None] = mapped_column(default=None, comment="copied from the scenario")
    note: Mapped[str] = mapped_column(String(300), default="")


class ScenarioPruning(Base):
    """Say that the lines of a scenario were dropped, and when; without such a row no line can be deleted."""

    __tablename__ = "scenario_pruning"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenario.id"), unique=True)
    pruned_on: Mapped[date]
    pruned_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None, comment="null: by the clock")


append_only("service_curve")
append_only("scenario", ("number",))
prunable(
    "scenario_line",
    "EXISTS (SELECT 1 FROM scenario_pruning p WHERE p.scenario_id = OLD.scenario_id)",
    ("scenario_id", "part_id", "store_id"),
)
append_only("scenario_pruning", ("scenario_id",))
refuse(
    "scenario_pruning_of_none_in_force",
    "scenario_pruning",
    "BEFORE INSERT",
    "EXISTS (SELECT 1 FROM target_choice c WHERE c.scenario_id = NEW.scenario_id"
    " AND c.id = (SELECT MAX(n.id) FROM target_choice n))",
    "scenario_in_force",
)
append_only("target_choice")
refuse(
    "target_choice_of_a_whole_scenario",
    "target_choice",
    "BEFORE INSERT",
    "EXISTS (SELECT 1 FROM scenario_pruning p WHERE p.scenario_id = NEW.scenario_id)",
    "scenario_pruned",
)
refuse(
    "target_choice_is_anothers",
    "target_choice",
    "BEFORE INSERT",
    "NEW.scenario_id IS NOT NULL AND (NEW.scenario_by_id IS NULL OR NEW.chosen_by_id = NEW.scenario_by_id"
    " OR NOT EXISTS (SELECT 1 FROM scenario s WHERE s.id = NEW.scenario_id"
    " AND s.created_by_id = NEW.scenario_by_id))",
    "four_eyes",
)
name_check("ck_target_choice_four_eyes", "four_eyes", FourEyes)
