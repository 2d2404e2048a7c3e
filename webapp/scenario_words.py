"""Put the codes of scenarios and of the curve of service against money into words."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from procurement.queries.scenarios import ChangeShown, ScenarioDetail
from webapp.commands_of.parts import CRITICALITIES
from webapp.i18n import money, number, percent
from webapp.plan_words import CLASSES

GOALS = {
    "targets": _l("levels follow their targets"),
    "budget": _l("best mix for a budget"),
    "service": _l("least money for a service"),
}
MEASURES = {
    "units": _l("demand served at once"),
    "parts": _l("served at once, mean over the parts"),
    "weighted": _l("demand served, weighed by criticality"),
}
WHATS = {
    "lead_time_days": _l("Lead time: more or fewer days"),
    "lead_time_percent": _l("Lead time: more or less, %"),
    "demand_percent": _l("Demand: more or less, %"),
    "price_percent": _l("Price: more or less, %"),
    "holding_percent": _l("Holding cost: more or less, %"),
    "target_percent": _l("Service target: set to, %"),
    "target_points": _l("Service target: more or fewer points"),
    "least_service_percent": _l("Best mix: service at least, %"),
    "least_units": _l("Best mix: level at least, units"),
    "most_units": _l("Best mix: level at most, units"),
    "keep": _l("Best mix: leave as it is"),
}
MOVES = {"up": _l("level rises"), "down": _l("level falls"), "same": _l("level stays")}
MIX_ONLY = frozenset({"least_service_percent", "least_units", "most_units", "keep"})


def group_words(code: str) -> str:
    """Return the words of a criticality or class of demand."""
    if code.startswith("class_"):
        return str(_("Demand: %(kind)s", kind=CLASSES.get(code.removeprefix("class_"), code)))
    return str(CRITICALITIES.get(code, code))


def for_whom(change: ChangeShown) -> str:
    """Return whom a change is for."""
    named = [
        str(CRITICALITIES.get(change.criticality, change.criticality)) if change.criticality else "",
        str(_("category %(code)s", code=change.category)) if change.category else "",
        str(_("supplier %(code)s", code=change.supplier)) if change.supplier else "",
        str(_("part %(code)s", code=change.part)) if change.part else "",
    ]
    return " · ".join(each for each in named if each) or str(_("all parts"))


def amount_words(change: ChangeShown) -> str:
    """Return by how much something changes, with its sign where it is added."""
    if change.what == "keep":
        return "—"
    text = number(change.amount)
    added = change.what.endswith(("_days", "_points")) or change.what in {
        "lead_time_percent",
        "demand_percent",
        "price_percent",
        "holding_percent",
    }
    return f"+{text}" if added and change.amount.scaled > 0 else text


def question(detail: ScenarioDetail) -> str:
    """Return in words what was asked."""
    if detail.goal == "budget":
        if detail.budget_change_cny is not None:
            sign = "+" if detail.budget_change_cny.scaled > 0 else ""
            return str(
                _(
                    "The best mix for %(budget)s (%(change)s).",
                    budget=money(detail.budget_cny),
                    change=sign + money(detail.budget_change_cny),
                )
            )
        return str(_("The best mix for %(budget)s.", budget=money(detail.budget_cny)))
    if detail.goal == "service":
        wanted = percent(detail.service_target, 2)
        return str(_("The least money for %(wanted)s, %(measure)s.", wanted=wanted, measure=MEASURES[detail.measure]))
    return str(_("Levels follow their targets."))


def signed_money(value: Any) -> str:
    """Return an amount with its sign."""
    return f"+{money(value)}" if value.scaled > 0 else money(value)


def points(share: float) -> str:
    """Return a difference of shares in points, with its sign."""
    written = number(round(share * 100, 2))
    return str(_("%(points)s points", points=f"+{written}" if share > 0 and written != "0" else written))
