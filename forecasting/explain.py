"""Open a number to the sum behind it: rows of stable codes, values and units, in the order of reading.

Codes and units are translated at the edge; no text for people is made here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from forecasting.classes import DemandClass
from forecasting.levels import Levels, Note, note_names

Unit = Literal["units", "units_squared", "units_per_period", "periods", "days", "share", "count", "code"]


@dataclass(frozen=True)
class Row:
    """One line of a sum: ``code`` names it, ``text`` carries a code instead of a number where set."""

    code: str
    value: float
    unit: Unit
    text: str = ""


def explain_reorder_point(levels: Levels, part: int) -> list[Row]:
    """Return the sum behind one part's reorder point, from demand to stock.

    The rows add up: protection_mean = mean_per_period * (lead_time + review); protection_variance = the
    three variance rows; reorder_point = protection_mean + safety_stock; order_up_to_level = reorder_point +
    order_quantity.  Notes follow, one row each.

    :param part: row of the part.
    :raises IndexError: when there is no such part.
    """
    one = levels.take([part])
    mean, variance = float(one.mean[0]), float(one.variance[0])
    lead, review = float(one.lead_time_periods[0]), float(one.review_periods[0])
    spread, protection = float(one.lead_time_sd_periods[0]), lead + review
    candidate = levels.settings.candidates[int(one.method[0])]
    rows = [
        Row("demand_class", float(one.demand_class[0]), "code", DemandClass(int(one.demand_class[0])).name.lower()),
        Row("adi", float(one.adi[0]), "periods"),
        Row("cv2", float(one.cv2[0]), "share"),
        Row("method", float(one.method[0]), "code", candidate.method),
        Row("method_alpha", candidate.alpha, "share"),
        Row("method_beta", candidate.beta, "share"),
        Row("method_weight", float(one.weights[0, int(one.method[0])]), "share"),
        Row("season_factor", float(one.season_factor[0]), "share"),
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
        Row("safety_stock", float(one.safety_stock[0]), "units"),
        Row("reorder_point", float(one.reorder_point[0]), "units"),
        Row("order_quantity", float(one.order_up_to_level[0] - one.reorder_point[0]), "units"),
        Row("order_up_to_level", float(one.order_up_to_level[0]), "units"),
        Row("expected_fill_rate", float(one.fill_rate[0]), "share"),
        Row("backtest_reviews", float(one.reviews[0]), "count"),
        Row("backtest_loss", float(one.loss[0]), "units"),
        Row("backtest_naive_loss", float(one.naive_loss[0]), "units"),
    ]
    return rows + [Row("note", float(Note[name.upper()]), "code", name) for name in note_names(int(one.notes[0]))]


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
