"""Show scenarios with all that they were asked and what came of them, and the curve of service against money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forecasting.choosing_targets import pruned_on, target_choice
from forecasting.tables import LevelRun
from forecasting.tables.scenarios import Scenario, ScenarioLine, ServiceCurve, TargetChoice
from inventory.finding import found
from inventory.queries.columns import Listing, number
from inventory.tables import Category, Location, Part
from kernel.amounts import Money, Quantity
from kernel.tables import Person
from procurement.queries.columns import as_money
from procurement.queries.suppliers import PART_COLUMNS
from procurement.tables import Supplier

MEASURES = ("units", "parts", "weighted")


@dataclass(frozen=True, slots=True)
class Sums:
    """Hold how an assortment stands: average value on the shelf, three shares of service, units that wait."""

    value_cny: Money
    units: float
    parts: float
    weighted: float
    backorders: float

    def of(self, measure: str) -> float:
        """Return one of the three shares by its name."""
        return {"units": self.units, "parts": self.parts, "weighted": self.weighted}[measure]


@dataclass(frozen=True, slots=True)
class GroupSums:
    """Hold how the parts of a criticality or a class of demand stand; `rows` of them."""

    group: str
    rows: int
    before: Sums | None
    after: Sums


@dataclass(frozen=True, slots=True)
class CurveDetail:
    """Hold the curve that was drawn last: points, today's levels and today's stock, and groups at every point."""

    service_curve_id: int
    level_run_id: int
    drawn_on: date
    drawn_at: datetime
    rows: int
    unpriced: int
    newest: bool
    points: tuple[Sums, ...]
    levels: Sums
    stock: Sums
    groups_today: tuple[GroupSums, ...]


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """Hold one change of a scenario with the codes of those that it was for."""

    what: str
    amount: Quantity
    criticality: str | None
    category: str | None
    supplier: str | None
    part: str | None


@dataclass(frozen=True, slots=True)
class ChoiceShown:
    """Hold when somebody put a scenario's targets in force."""

    valid_from_on: date
    chosen_by: str
    chosen_at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class ScenarioDetail:
    """Hold a scenario: the question, the sums today, of doing nothing and after, and who put it in force."""

    scenario_id: int
    number: str
    name: str
    note: str
    created_by_id: int
    created_by: str
    created_at: datetime
    created_on: date
    level_run_id: int
    newest: bool
    goal: str
    measure: str
    budget_cny: Money | None
    budget_change_cny: Money | None
    service_target: float | None
    whole_packs: bool
    met: bool
    changes: tuple[ChangeShown, ...]
    before: Sums
    unchanged: Sums
    after: Sums
    holding_before_cny: Money
    holding_after_cny: Money
    groups: tuple[GroupSums, ...]
    points: tuple[Sums, ...]
    rows: int
    unpriced: int
    raised: int
    lowered: int
    lines: int
    choices: tuple[ChoiceShown, ...]
    in_force: bool
    pruned_on: date | None


def _money(value: float) -> Money:
    return Money(round(value * 100) * 100)


def _sums(facts: dict[str, Any]) -> Sums:
    shares = {name: float(facts[name]) for name in (*MEASURES, "backorders")}
    return Sums(value_cny=_money(float(facts["value"])), **shares)


def between(points: tuple[Sums, ...], value: Money) -> Sums:
    """Return what the best mix for a sum of money gives, read between the points of a curve; outside, its end."""
    at = [each.value_cny.scaled for each in points]

    def read(name: str) -> float:
        return float(np.interp(value.scaled, at, [getattr(each, name) for each in points]))

    bounded = Money(min(max(value.scaled, at[0]), at[-1]))
    return Sums(bounded, read("units"), read("parts"), read("weighted"), read("backorders"))


def least_money(points: tuple[Sums, ...], wanted: float, measure: str) -> Sums | None:
    """Return the cheapest place on a curve that reaches a service, none where none does."""
    shares = [each.of(measure) for each in points]
    if wanted > shares[-1] + 1e-9:
        return None
    value = float(np.interp(wanted, np.maximum.accumulate(shares), [each.value_cny.scaled for each in points]))
    return between(points, _money(value / 10_000))


def curves_select() -> Listing:
    """List the curves that were drawn, the newest first."""
    return (
        select(
            ServiceCurve.id,
            ServiceCurve.level_run_id,
            ServiceCurve.drawn_on,
            ServiceCurve.drawn_at,
            ServiceCurve.row_count,
            ServiceCurve.unpriced_count,
            Person.name.label("drawn_by"),
        )
        .join(Person, Person.id == ServiceCurve.by_id)
        .order_by(ServiceCurve.id.desc())
    )


def curve_detail(session: Session, *, service_curve_id: int | None = None) -> CurveDetail | None:
    """Return a curve (without one, that which was drawn last), none before the first."""
    wanted = select(ServiceCurve).order_by(ServiceCurve.id.desc()).limit(1)
    if service_curve_id is not None:
        wanted = wanted.where(ServiceCurve.id == service_curve_id)
    row = session.scalar(wanted)
    if row is None:
        return None
    facts = row.facts
    return CurveDetail(
        service_curve_id=row.id,
        level_run_id=row.level_run_id,
        drawn_on=row.drawn_on,
        drawn_at=row.drawn_at,
        rows=row.row_count,
        unpriced=row.unpriced_count,
        newest=row.level_run_id == session.scalar(select(func.max(LevelRun.id))),
        points=tuple(_sums(each) for each in facts["points"]),
        levels=_sums(facts["levels"]),
        stock=_sums(facts["stock"]),
        groups_today=tuple(
            GroupSums(name, int(each["parts_count"]), None, _sums(each))
            for name, each in facts["levels_by_group"].items()
        ),
    )


def groups_at(session: Session, service_curve_id: int, value: Money) -> tuple[GroupSums, ...]:
    """Return the groups of a curve today and in the best mix for a sum of money."""
    facts = found(session, ServiceCurve, service_curve_id).facts
    values = [each["value"] for each in facts["points"]]
    at = value.scaled / 10_000
    shown = []
    for name, today in facts["levels_by_group"].items():
        path = [each[name] for each in facts["groups"]]
        mixed = {key: float(np.interp(at, values, [each[key] for each in path])) for key in path[0]}
        shown.append(GroupSums(name, int(today["parts_count"]), _sums(today), _sums(mixed)))
    return tuple(shown)


def scenarios_select() -> Listing:
    """List scenarios, the newest first."""
    return (
        select(
            Scenario.id,
            Scenario.number,
            Scenario.name,
            Scenario.goal,
            Scenario.measure,
            Scenario.created_on,
            Scenario.created_by_id,
            Person.name.label("created_by"),
            Scenario.value_before_cny,
            Scenario.value_after_cny,
            as_money(number(Scenario.value_after_cny) - number(Scenario.value_before_cny)).label("value_change_cny"),
            Scenario.service_before,
            Scenario.service_after,
            Scenario.line_count,
            Scenario.met,
        )
        .join(Person, Person.id == Scenario.created_by_id)
        .order_by(Scenario.id.desc())
    )


def scenario_lines_select(*, scenario_id: int | None = None) -> Listing:
    """List the parts that a scenario changes (without one, the newest scenario does)."""
    newest = select(func.max(Scenario.id)).scalar_subquery()
    return (
        select(
            ScenarioLine.id.label("scenario_line_id"),
            ScenarioLine.scenario_id,
            ScenarioLine.part_id,
            *PART_COLUMNS,
            Part.criticality,
            Part.category_id,
            ScenarioLine.store_id,
            Location.code.label("store_code"),
            ScenarioLine.level_before,
            ScenarioLine.level_after,
            (ScenarioLine.level_after - ScenarioLine.level_before).label("level_change"),
            ScenarioLine.up_to_before,
            ScenarioLine.up_to_after,
            ScenarioLine.target_before,
            ScenarioLine.target_after,
            ScenarioLine.value_before_cny,
            ScenarioLine.value_after_cny,
            as_money(number(ScenarioLine.value_after_cny) - number(ScenarioLine.value_before_cny)).label(
                "value_change_cny"
            ),
            as_money(func.abs(number(ScenarioLine.value_after_cny) - number(ScenarioLine.value_before_cny))).label(
                "value_moved_cny"
            ),
            ScenarioLine.fill_before,
            ScenarioLine.fill_after,
            (ScenarioLine.fill_after - ScenarioLine.fill_before).label("fill_change"),
        )
        .join(Part, Part.id == ScenarioLine.part_id)
        .join(Location, Location.id == ScenarioLine.store_id)
        .where(ScenarioLine.scenario_id == (newest if scenario_id is None else scenario_id))
        .order_by(Part.number)
    )


def scenario_detail(session: Session, *, scenario_id: int, on: date) -> ScenarioDetail:
    """Return a scenario whole."""
    row = found(session, Scenario, scenario_id)
    result, inputs = row.result, row.inputs
    chosen = session.execute(
        select(TargetChoice.valid_from_on, Person.name, TargetChoice.chosen_at, TargetChoice.note)
        .join(Person, Person.id == TargetChoice.chosen_by_id)
        .where(TargetChoice.scenario_id == scenario_id)
        .order_by(TargetChoice.id)
    )
    holds = target_choice(session, on)
    change = inputs["budget_change_cny"]
    return ScenarioDetail(
        scenario_id=row.id,
        number=row.number,
        name=row.name,
        note=row.note,
        created_by_id=row.created_by_id,
        created_by=found(session, Person, row.created_by_id).name,
        created_at=row.created_at,
        created_on=row.created_on,
        level_run_id=row.level_run_id,
        newest=row.level_run_id == session.scalar(select(func.max(LevelRun.id))),
        goal=row.goal,
        measure=row.measure,
        budget_cny=row.budget_cny,
        budget_change_cny=None if change is None else Money.of(change),
        service_target=row.service_target,
        whole_packs=bool(inputs["whole_packs"]),
        met=row.met,
        changes=tuple(_change(session, each) for each in inputs["changes"]),
        before=_sums(result["before"]),
        unchanged=_sums(result["unchanged"]),
        after=_sums(result["after"]),
        holding_before_cny=_money(result["holding"]["before"]),
        holding_after_cny=_money(result["holding"]["after"]),
        groups=tuple(
            GroupSums(name, int(each["parts_count"]), _sums(result["by_group"]["before"][name]), _sums(each))
            for name, each in result["by_group"]["after"].items()
        ),
        points=tuple(_sums(each) for each in result["curve"]),
        rows=result["rows"],
        unpriced=result["unpriced"],
        raised=result["raised"],
        lowered=result["lowered"],
        lines=row.line_count,
        choices=tuple(ChoiceShown(*each) for each in chosen),
        in_force=holds is not None and holds.id == row.id,
        pruned_on=pruned_on(session, row.id),
    )


def _change(session: Session, facts: dict[str, Any]) -> ChangeShown:
    def code(table: Any, key: int | None, column: str = "code") -> str | None:  # noqa: ANN401 - any table with a code
        row = session.get(table, key) if key is not None else None
        return None if key is None else (str(getattr(row, column)) if row is not None else str(key))

    return ChangeShown(
        what=facts["what"],
        amount=Quantity.of(facts["amount"]),
        criticality=facts["criticality"],
        category=code(Category, facts["category_id"]),
        supplier=code(Supplier, facts["supplier_id"]),
        part=code(Part, facts["part_id"], "number"),
    )
