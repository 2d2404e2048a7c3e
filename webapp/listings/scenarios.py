"""List scenarios and the parts that they change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from procurement.queries import scenarios as queries
from webapp.commands_of.parts import CRITICALITIES
from webapp.listing import Action, BulkAction, Column, Filter, Listing, listing
from webapp.scenario_words import GOALS, MOVES


def _share(key: str, words: Any, *, shown: bool = True) -> Column:
    """Return a column of a share in per cent with two places: most of them lie close together."""
    return Column(key, words, "number", value=lambda row: round(getattr(row, key) * 100, 2), sort_by=key, shown=shown)


def _scenarios(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    rows = queries.scenarios_select().order_by(None).subquery()
    made = select(rows)
    if goal := filters.get("goal"):
        made = made.where(rows.c.goal == goal)
    if text := filters.get("q"):
        named = rows.c.name.icontains(text, autoescape=True) | rows.c.number.icontains(text, autoescape=True)
        made = made.where(named)
    return made


listing(
    Listing(
        "scenarios",
        _l("What-if scenarios"),
        "plan.read",
        _scenarios,
        [
            Column("number", _l("Number")),
            Column("name", _l("Name")),
            Column("goal", _l("Goal"), "state", choices=GOALS),
            Column("value_before_cny", _l("Stock value today"), "money", permission="prices.read", shown=False),
            Column("value_after_cny", _l("Stock value then"), "money", permission="prices.read"),
            Column("value_change_cny", _l("Change of value"), "money", permission="prices.read"),
            _share("service_before", _l("Service today, %"), shown=False),
            _share("service_after", _l("Service then, %")),
            Column("line_count", _l("Levels that change"), "number"),
            Column("met", _l("Met"), "flag"),
            Column("created_on", _l("Asked on"), "date"),
            Column("created_by", _l("Made by")),
        ],
        [Filter("q", _l("Search")), Filter("goal", _l("Goal"), "choice", choices=GOALS)],
        "-number",
        row_url=lambda row: url_for("scenarios.show", scenario_id=row.id),
        actions=[Action(_l("Ask what if"), "scenarios.ask", "plan.write", "question-circle")],
        bulk=[BulkAction(_l("Compare"), "scenarios.compare_chosen", "plan.read", "layout-split")],
        group="buying",
        order=17,
        tag="plans",
        intro=_l("What stock and service would be with another budget, lead time, demand or target."),
        empty=_l("No scenario yet. Ask what would be; nothing changes by asking."),
    )
)


listing(
    Listing(
        "service_curves",
        _l("Curves of service and money"),
        "plan.read",
        lambda _session, _filters: queries.curves_select(),
        [
            Column("id", _l("Number"), "number"),
            Column("drawn_on", _l("Drawn for"), "date"),
            Column("drawn_at", _l("Drawn at"), "instant"),
            Column("drawn_by", _l("Made by")),
            Column("row_count", _l("Parts"), "number"),
            Column("unpriced_count", _l("Without a price"), "number"),
            Column("level_run_id", _l("Run of levels"), "number", shown=False),
        ],
        default_sort="-id",
        tag="plans",
        page=False,
    )
)


def _lines(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    listed = queries.scenario_lines_select(scenario_id=filters.get("scenario"))
    rows = listed.order_by(None).subquery()
    made = select(rows, rows.c.scenario_line_id.label("id"))
    if move := filters.get("move"):
        change = rows.c.level_change
        made = made.where(change > 0 if move == "up" else change < 0 if move == "down" else change == 0)
    if critical := filters.get("criticality"):
        made = made.where(rows.c.criticality == critical)
    for name in ("part", "category"):
        if wanted := filters.get(name):
            made = made.where(rows.c[f"{name}_id"] == wanted)
    return made


LINES = listing(
    Listing(
        "scenario_lines",
        _l("Parts that change"),
        "plan.read",
        _lines,
        [
            Column("part_number", _l("Part number")),
            Column("part_name", _l("Name"), "name"),
            Column("store_code", _l("Store")),
            Column("criticality", _l("Criticality"), "state", choices=CRITICALITIES),
            Column("level_before", _l("Level today"), "number"),
            Column("level_after", _l("Level then"), "number"),
            Column("level_change", _l("Change of level"), "number"),
            Column("up_to_before", _l("Order-up-to level today"), "number", shown=False),
            Column("up_to_after", _l("Order-up-to level then"), "number", shown=False),
            Column("value_before_cny", _l("Stock value today"), "money", permission="prices.read", shown=False),
            Column("value_after_cny", _l("Stock value then"), "money", permission="prices.read", shown=False),
            Column("value_change_cny", _l("Change of value"), "money", permission="prices.read"),
            Column("value_moved_cny", _l("Size of the change"), "money", permission="prices.read", shown=False),
            _share("fill_before", _l("Served today, %")),
            _share("fill_after", _l("Served then, %")),
            _share("fill_change", _l("Change of service, %"), shown=False),
            _share("target_before", _l("Target today, %"), shown=False),
            _share("target_after", _l("Target then, %"), shown=False),
        ],
        [
            Filter("scenario", _l("Scenario"), "row"),
            Filter("move", _l("Level"), "choice", choices=MOVES),
            Filter("criticality", _l("Criticality"), "choice", choices=CRITICALITIES),
            Filter("category", _l("Category"), "lookup", lookup="category"),
            Filter("part", _l("Part"), "part"),
        ],
        "part_number",
        row_url=lambda row: url_for("plans.level_of", part_id=row.part_id, store_id=row.store_id),
        tag="plans",
        empty=_l("Nothing changes."),
    )
)
