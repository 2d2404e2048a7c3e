"""Open a number to the sum behind it: rows of stable codes, values and units, in the order of reading.

Codes and units are translated at the edge; no text for people is made here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from forecasting.classes import DemandClass
from forecasting.levels import Levels, Note, note_names
from forecasting.policy import Policy

Unit = Literal["units", "units_squared", "units_per_period", "periods", "days", "share", "count", "factor", "code"]


@dataclass(frozen=True)
class Row:
    """One line of a sum: ``code`` names it, ``text`` carries a code instead of a number where set."""

    code: str
    value: float
    unit: Unit
    text: str = ""


def explain_reorder_point(levels: Levels, part: int, span: str = "") -> list[Row]:
    """Return the sum behind one part's reorder point, from demand to stock.

    The rows add up: protection_mean = mean_per_period * (lead_time + review); protection_variance = the
    three variance rows; reorder_point = protection_mean + safety_stock; order_up_to_level = reorder_point +
    order_quantity.  Notes follow, one row each.

    :param part: row of the part.
    :param span: periods of which the season's factor is the mean index.
    :raises IndexError: when there is no such part.
    """
    one = levels.take([part])
    mean, variance = float(one.mean[0]), float(one.variance[0])
    lead, review = float(one.lead_time_periods[0]), float(one.review_periods[0])
    spread, protection = float(one.lead_time_sd_periods[0]), lead + review
    rows = [
        Row("demand_class", float(one.demand_class[0]), "code", DemandClass(int(one.demand_class[0])).name.lower()),
        *([Row("adi", float(one.adi[0]), "periods")] if math.isfinite(one.adi[0]) else []),  # endless without demand
        Row("cv2", float(one.cv2[0]), "share"),
        Row("method", float(one.method[0]), "code", method_name(levels, part)),
        *_constants(one),
        Row("method_weight", float(one.weights[0, int(one.method[0])]), "share"),
        Row("demand_pack", float(one.pack[0]), "units"),
        Row("season_factor", float(one.season_factor[0]), "factor", span),
        Row("mean_per_period", mean, "units_per_period"),
        Row("variance_per_period", variance, "units_squared"),
        Row("lead_time", lead, "periods"),
        Row("lead_time_days", lead * levels.period_days, "days"),
        Row("lead_time_sd", spread, "periods"),
        Row("review", review, "periods"),
        Row("protection_mean", float(one.protection_mean[0]), "units"),
        Row("variance_of_demand", protection * variance, "units_squared"),
        Row("variance_of_lead_time", mean**2 * spread**2, "units_squared"),
        Row(
            "variance_of_forecast", max(protection**2 - protection, 0.0) * float(one.level_variance[0]), "units_squared"
        ),
        Row("protection_variance", float(one.protection_sd[0]) ** 2, "units_squared"),
        Row("distribution", 0.0, "code", levels.settings.kind),
        Row("target", float(one.target[0]), "share"),
        Row("held_target", float(one.held_target[0]), "share"),
        Row("safety_stock", float(one.safety_stock[0]), "units"),
        Row("reorder_point", float(one.reorder_point[0]), "units"),
        Row("order_quantity", float(one.order_up_to_level[0] - one.reorder_point[0]), "units"),
        Row("order_up_to_level", float(one.order_up_to_level[0]), "units"),
        Row("expected_fill_rate", float(one.fill_rate[0]), "share"),
        Row("backtest_reviews", float(one.reviews[0]), "count"),
        Row("backtest_loss", float(one.loss[0]), "units"),
        Row("backtest_naive_loss", float(one.naive_loss[0]), "units"),
    ]
    return (
        rows
        + _class_record(one)
        + [Row("note", float(Note[name.upper()]), "code", name) for name in note_names(int(one.notes[0]))]
    )


def method_name(levels: Levels, part: int) -> str:
    """Return the name of the method with the most weight for a part: ``pooled`` or that of a candidate."""
    at, candidates = int(levels.method[part]), levels.settings.candidates
    return "pooled" if at == len(candidates) else candidates[at].method


def _constants(one: Levels) -> list[Row]:
    """Return the smoothing constants of a textbook method."""
    at, candidates = int(one.method[0]), one.settings.candidates
    if at == len(candidates):
        return []
    return [Row("method_alpha", candidates[at].alpha, "share"), Row("method_beta", candidates[at].beta, "share")]


def _class_record(one: Levels) -> list[Row]:
    """Return how the methods did on the part's class of demand, where all parts were learnt from."""
    if one.learnt is None:
        return []
    record = one.learnt.records[int(one.demand_class[0])]
    return [
        Row("class_parts", float(record.parts), "count"),
        Row("class_pooled_loss", record.pooled, "units"),
        Row("class_best_method", float(record.method), "code", one.settings.candidates[record.method].method),
        Row("class_best_loss", record.best, "units"),
        Row("class_naive_loss", record.naive, "units"),
    ]


def explain_plan_quantity(
    *,
    on_hand: float,
    on_order: float,
    reserved: float,
    backordered: float,
    reorder_point: float,
    order_up_to_level: float,
    minimum: float,
    multiple: float,
    quantity: float,
) -> list[Row]:
    """Return the sum behind a plan quantity: position, what is missing, and what rounding added.

    inventory_position = on_hand + on_order - reserved - backordered; the part is short when that lies below
    the reorder point; missing = order_up_to_level - inventory_position; rounding = quantity - missing.
    All in units; ``reserved`` is stock promised and not yet issued.

    >>> rows = explain_plan_quantity(
    ...     on_hand=2,
    ...     on_order=1,
    ...     reserved=1,
    ...     backordered=1,
    ...     reorder_point=5,
    ...     order_up_to_level=9,
    ...     minimum=1,
    ...     multiple=5,
    ...     quantity=10,
    ... )
    >>> {r.code: r.value for r in rows if r.code in ("inventory_position", "missing", "rounding")}
    {'inventory_position': 1.0, 'missing': 8.0, 'rounding': 2.0}
    """
    position = on_hand + on_order - reserved - backordered
    missing = max(order_up_to_level - position, 0.0) if position < reorder_point else 0.0
    values = {
        "on_hand": on_hand,
        "on_order": on_order,
        "reserved": reserved,
        "backordered": backordered,
        "inventory_position": position,
        "reorder_point": reorder_point,
        "order_up_to_level": order_up_to_level,
        "missing": missing,
        "minimum_quantity": minimum,
        "multiple_quantity": multiple,
        "rounding": quantity - missing,
        "quantity": quantity,
    }
    return [Row(code, float(value), "units") for code, value in values.items()]


def explain_decision(policy: int, decision: Mapping[str, Any] | None, *, stocked: bool) -> list[Row]:
    """Return the rows that stand below the sum: the policy, and why the part is stocked in the store or not.

    :param policy: :class:`~forecasting.policy.Policy` code.
    :param decision: as :mod:`forecasting.deciding` kept it; none for levels from before it decided anything.

    >>> facts = {"reason": "few", "demands": 1.0, "needed": 2.0, "computed": 3.0}
    >>> [(row.code, row.text or row.value) for row in explain_decision(0, facts, stocked=False)][1:3]
    [('stocked', 'not_stocked'), ('stocking_reason', 'few')]
    """
    facts = dict(decision or {})
    if not facts:
        return []
    rows = [
        Row("policy", float(policy), "code", Policy(policy).name.lower()),
        Row("stocked", float(stocked), "code", "stocked" if stocked else "not_stocked"),
        Row("stocking_reason", 0.0, "code", str(facts["reason"])),
        Row("demands_last_year", float(facts["demands"]), "count"),
        Row("demands_needed", float(facts["needed"]), "count"),
    ]
    named: tuple[tuple[str, str, Unit], ...] = (
        ("days", "decision_days", "days"),
        ("computed", "computed_reorder_point", "units"),
        ("minimum", "minimum_stock", "units"),
        ("maximum", "maximum_stock", "units"),
    )
    rows += [Row(code, float(facts[key]), unit) for key, code, unit in named if key in facts]
    return rows + [Row("set_by_hand", 0.0, "code", str(name)) for name in facts.get("set", ())]


def explain_waiting(rows: list[Row], told: Mapping[str, Any] | None) -> list[Row]:
    """Return the rows of a level's sum with what the store waits for at the store above it, before the lead time.

    transfer_time_days + wait_above_days = total_lead_time_days, which takes the place of the lead time as delivered;
    the squares of the two spreads add up to that of the lead time's.

    :param told: what :mod:`forecasting.adding_waits` kept; none where the store buys or nothing is waited for.

    >>> some = [Row("lead_time", 0.1, "periods"), Row("lead_time_days", 3.0, "days")]
    >>> above = {"from": "C", "stock": 4, "short": 0.5, "chance": 0.2, "way": 2, "way_sd": 1, "days": 1, "sd": 2}
    >>> [(row.code, row.value) for row in explain_waiting(some, above)][4:7]
    [('transfer_time_days', 2.0), ('wait_above_days', 1.0), ('total_lead_time_days', 3.0)]
    """
    if not told:
        return rows
    figures: tuple[tuple[str, str, Unit], ...] = (
        ("stock_above", "stock", "units"),
        ("chance_none_above", "chance", "share"),
        ("short_above", "short", "units"),
        ("transfer_time_days", "way", "days"),
        ("wait_above_days", "days", "days"),
        ("total_lead_time_days", "", "days"),
        ("transfer_time_sd_days", "way_sd", "days"),
        ("wait_above_sd_days", "sd", "days"),
    )
    total = {row.code: row.value for row in rows}["lead_time_days"]
    added = [Row("supplied_from", 0.0, "code", str(told["from"]))]
    added += [Row(code, float(told[name]) if name else total, unit) for code, name, unit in figures]
    at = [row.code for row in rows].index("lead_time")
    return [*rows[:at], *added, *(row for row in rows[at:] if row.code != "lead_time_days")]
