"""Ask what would be and keep the answer; draw the curve of service against the money that lies in stock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import insert
from sqlalchemy.orm import Session

from forecasting.allocating import buying_list, curve
from forecasting.arrays import BoolArray, FloatArray, divide
from forecasting.assortment import MEASURES, Assortment, Standing, evaluate, service
from forecasting.classes import DemandClass
from forecasting.service_level import Criticality
from forecasting.tables.scenarios import Scenario, ServiceCurve
from forecasting.what_if import BOUNDS, GOALS, Change, LevelFacts, Outcome, outcome
from inventory.finding import written
from kernel.amounts import Money, Quantity
from kernel.auditing import log
from kernel.db import Base
from kernel.errors import RuleViolation
from kernel.numbering import next_number
from kernel.refusals import refusals
from kernel.requests import once
from procurement.queries.scenario_facts import Ground, ground

CHUNK = 2000
LINES = Base.metadata.tables["scenario_line"]
POINTS = 40
MOST_CHANGES = 50
_SAME = 1e-9
_CENT = 0.005
_SHOWN = 1e-6


@dataclass(frozen=True, slots=True)
class AskedChange:
    """Say what changes, by how much, and for whom; without a criticality, category, supplier or part for all."""

    what: str
    amount: Quantity
    criticality: str | None = None
    category_id: int | None = None
    supplier_id: int | None = None
    part_id: int | None = None


@dataclass(frozen=True, slots=True)
class ScenarioMade:
    """Name a scenario and sum it up."""

    scenario_id: int
    number: str
    level_run_id: int
    lines: int
    met: bool
    value_before_cny: Money
    value_after_cny: Money
    service_before: float
    service_after: float


@dataclass(frozen=True, slots=True)
class CurveDrawn:
    """Name a curve and say what it is made of."""

    service_curve_id: int
    level_run_id: int
    rows: int
    unpriced: int


def _money(value: float) -> Money:
    """Return money to the fen: averages are no more exact than that."""
    return Money(round(value * 100) * 100)


def groups_of(facts: LevelFacts) -> dict[str, BoolArray]:
    """Return the rows of each group that figures are shown for, by stable code."""
    found: dict[str, BoolArray] = {each.name.lower(): facts.criticality == int(each) for each in Criticality}
    return found | {f"class_{each.name.lower()}": facts.demand_class == int(each) for each in DemandClass}


def _by_group(facts: LevelFacts, standing: Standing, *, whole: Assortment) -> dict[str, dict[str, float]]:
    found = {}
    for name, rows in groups_of(facts).items():
        if rows.any():
            found[name] = {**asdict(service(whole, standing, rows)), "parts_count": float(rows.sum())}
    return found


@once
def draw_curve(session: Session, *, on: date, by: int, at: datetime, request_key: str) -> CurveDrawn:
    """Draw the curve of the newest levels: the best service for every sum, and where today's levels and stock lie."""
    found = ground(session, on)
    _refuse_nothing(found)
    whole = found.facts.assortment()
    path = buying_list(whole, [(found.facts.reorder_point, True), (found.position, False)])
    levels, stock = path.evaluated
    names = list(groups_of(found.facts))
    drawn = curve(path, POINTS, list(groups_of(found.facts).values()))
    held = Standing(found.facts.price * found.on_hand, stock.backorders, stock.short)
    row = ServiceCurve(
        level_run_id=found.run.id,
        drawn_on=on,
        drawn_at=at,
        by_id=by,
        row_count=found.facts.rows,
        unpriced_count=found.unpriced,
        facts={
            "points": [asdict(each) for each in drawn.points],
            "groups": [{name: asdict(each) for name, each in zip(names, point, strict=True)} for point in drawn.groups],
            "levels": asdict(service(whole, levels)),
            "levels_by_group": _by_group(found.facts, levels, whole=whole),
            "stock": asdict(service(whole, held)),
        },
    )
    session.add(row)
    written(session)
    log(session, action="logged", about="service_curve", key=str(row.id), facts={"rows": row.row_count})
    return CurveDrawn(row.id, row.level_run_id, row.row_count, row.unpriced_count)


@once
def make_scenario(
    session: Session,
    *,
    name: str,
    goal: str,
    on: date,
    by: int,
    at: datetime,
    request_key: str,
    measure: str = "units",
    changes: tuple[AskedChange, ...] = (),
    budget_cny: Money | None = None,
    budget_change_cny: Money | None = None,
    service_percent: Quantity | None = None,
    whole_packs: bool = False,
    note: str = "",
) -> ScenarioMade:
    """Ask what would be: levels by targets, the best mix for a budget, or the least money for a service; keep it all.

    A budget is the average value on the shelf, given outright or as a change from what today's levels hold. Nothing
    but the scenario is written: levels change only when somebody else puts its targets in force.
    """
    wanted = check_question(goal, measure, changes, budget_cny, budget_change_cny, service_percent)
    aim = next(each for each in GOALS if each == goal)
    found = ground(session, on)
    _refuse_nothing(found)
    budget, wanted_service = _figures(found, goal, budget_cny, budget_change_cny, service_percent)
    made = outcome(
        found.facts,
        wanted,
        aim,
        budget=budget,
        wanted_service=wanted_service,
        measure=measure,
        whole_packs=whole_packs,
        points=POINTS,
    )
    lines = list(_lines(found.facts, made))
    row = Scenario(
        number=next_number(session, "SC", on),
        name=name,
        note=note,
        created_by_id=by,
        created_at=at,
        created_on=on,
        level_run_id=found.run.id,
        goal=goal,
        measure=measure,
        budget_cny=None if budget is None else _money(budget),
        service_target=wanted_service,
        value_before_cny=_money(made.before.value),
        value_after_cny=_money(made.after.value),
        service_before=made.before.of(measure),
        service_after=made.after.of(measure),
        met=made.met,
        line_count=sum(each["level_before"] != each["level_after"] for each in lines),
        inputs=_asked(changes, budget_change_cny, whole_packs=whole_packs),
        result=_result(found, made, whole_packs=whole_packs),
    )
    session.add(row)
    written(session)
    with refusals():
        for begin in range(0, len(lines), CHUNK):
            session.execute(insert(LINES), [{**each, "scenario_id": row.id} for each in lines[begin : begin + CHUNK]])
    log(session, action="logged", about="scenario", key=str(row.id), facts={"lines": len(lines)})
    return ScenarioMade(
        scenario_id=row.id,
        number=row.number,
        level_run_id=row.level_run_id,
        lines=row.line_count,
        met=row.met,
        value_before_cny=row.value_before_cny,
        value_after_cny=row.value_after_cny,
        service_before=row.service_before,
        service_after=row.service_after,
    )


def check_question(
    goal: str,
    measure: str,
    changes: tuple[AskedChange, ...],
    budget_cny: Money | None,
    budget_change_cny: Money | None,
    service_percent: Quantity | None,
) -> list[Change]:
    """Refuse a question that has no answer, and return its changes; it reads nothing, so a form may ask before."""
    if goal not in GOALS or measure not in MEASURES:
        raise RuleViolation("choice_unknown", field="goal" if goal not in GOALS else "measure")
    if goal == "budget" and (budget_cny is None) == (budget_change_cny is None):
        raise RuleViolation("budget_one_way", field="budget_cny")
    if goal == "service" and (service_percent is None or not 0 <= service_percent.decimal < 100):  # noqa: PLR2004
        raise RuleViolation("service_needed", field="service_percent")
    if len(changes) > MOST_CHANGES:
        raise RuleViolation("changes_too_many", field="changes", most=MOST_CHANGES)
    return [_change(number, each) for number, each in enumerate(changes, 1)]


def _refuse_nothing(found: Ground) -> None:
    if not found.facts.rows:
        raise RuleViolation("nothing_to_mix", unpriced=found.unpriced)


def _change(number: int, asked: AskedChange) -> Change:
    low, high = BOUNDS.get(asked.what, (1.0, 0.0))
    amount = float(asked.amount.decimal)
    if asked.what not in BOUNDS:
        raise RuleViolation("change_unknown", field="changes", line=number)
    if not low <= amount <= high:
        raise RuleViolation("change_out_of_bounds", field="changes", line=number, low=f"{low:g}", high=f"{high:g}")
    critical = None if asked.criticality is None else int(Criticality[asked.criticality.upper()])
    return Change(asked.what, amount, critical, asked.category_id, asked.supplier_id, asked.part_id)


def _figures(
    found: Ground, goal: str, budget: Money | None, change: Money | None, percent: Quantity | None
) -> tuple[float | None, float | None]:
    """Return the budget or the service that the goal needs; the other is no part of the question."""
    if goal == "service" and percent is not None:
        return None, float(percent.decimal) / 100.0
    if goal == "budget" and budget is not None:
        return float(budget.decimal), None
    if goal == "budget" and change is not None:
        return max(_present_value(found) + float(change.decimal), 0.0), None
    return None, None


def _present_value(found: Ground) -> float:
    (standing,) = evaluate(found.facts.assortment(), [(found.facts.reorder_point, True)])
    return float(standing.value.sum())


def _asked(changes: tuple[AskedChange, ...], budget_change: Money | None, *, whole_packs: bool) -> dict[str, Any]:
    return {
        "changes": [
            {
                "what": each.what,
                "amount": str(each.amount),
                "criticality": each.criticality,
                "category_id": each.category_id,
                "supplier_id": each.supplier_id,
                "part_id": each.part_id,
            }
            for each in changes
        ],
        "budget_change_cny": None if budget_change is None else str(budget_change),
        "whole_packs": whole_packs,
    }


def _result(found: Ground, made: Outcome, *, whole_packs: bool) -> dict[str, Any]:
    """Return the sums of a scenario: today, of doing nothing, and after, whole and by group."""
    today, then = found.facts.assortment(), made.facts.assortment(whole_packs=whole_packs)
    before, unchanged, after = made.standings
    up, down = made.level > found.facts.reorder_point, made.level < found.facts.reorder_point
    rate, changed_rate = found.facts.holding_rate, made.facts.holding_rate
    return {
        "before": asdict(made.before),
        "unchanged": asdict(made.unchanged),
        "after": asdict(made.after),
        "holding": {
            "before": float((before.value * rate).sum()),
            "unchanged": float((unchanged.value * changed_rate).sum()),
            "after": float((after.value * changed_rate).sum()),
        },
        "by_group": {
            "before": _by_group(found.facts, before, whole=today),
            "unchanged": _by_group(made.facts, unchanged, whole=then),
            "after": _by_group(made.facts, after, whole=then),
        },
        "rows": found.facts.rows,
        "unpriced": found.unpriced,
        "raised": int(up.sum()),
        "lowered": int(down.sum()),
        "curve": [asdict(each) for each in made.curve.points],
    }


def _fill(short: FloatArray, cycle: FloatArray) -> FloatArray:
    return np.asarray(1.0 - divide(short, cycle), dtype=np.float64)


def _lines(today: LevelFacts, made: Outcome) -> Iterator[dict[str, Any]]:
    """Yield the rows that change: their level, target, money or service."""
    before, _, after = made.standings
    columns: dict[str, FloatArray] = {
        "level_before": today.reorder_point,
        "level_after": made.level,
        "up_to_before": today.reorder_point + today.order_quantity,
        "up_to_after": made.level + made.facts.order_quantity,
        "target_before": today.target,
        "target_after": made.target,
        "fill_before": _fill(before.short, today.assortment().cycle),
        "fill_after": _fill(after.short, made.facts.assortment().cycle),
    }
    moved = np.abs(after.value - before.value) >= _CENT
    for name in ("level", "up_to", "target"):
        moved |= np.abs(columns[f"{name}_after"] - columns[f"{name}_before"]) > _SAME
    moved |= np.abs(columns["fill_after"] - columns["fill_before"]) > _SHOWN
    rows = np.flatnonzero(moved)
    plain = {name: values[rows].tolist() for name, values in columns.items()}
    worth = zip(before.value[rows].tolist(), after.value[rows].tolist(), strict=True)
    ids = zip(today.part_id[rows].tolist(), today.store_id[rows].tolist(), strict=True)
    for i, ((part_id, store_id), (was, becomes)) in enumerate(zip(ids, worth, strict=True)):
        yield {
            "part_id": part_id,
            "store_id": store_id,
            "value_before_cny": _money(was),
            "value_after_cny": _money(becomes),
            **{name: values[i] for name, values in plain.items()},
        }
