"""Cost of issues by month, model and ticket: a chart with its table, each figure open to its movements."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from inventory.queries.costs import issue_cost, issue_costs_select
from webapp import context
from webapp.access import needs
from webapp.charts import Bar, bar_rows, horizontal_bars
from webapp.i18n import in_language, money
from webapp.listing_pages import show
from webapp.listing_rows import asked
from webapp.listings.costs import COSTS, MOVEMENTS, TITLES, By, costs_asked, kept_filters, month
from webapp.navigation import entry

blueprint = Blueprint("costs", __name__, url_prefix="/stock/costs")
NARROW = 320
"""Width of the chart on a phone: its letters stay as large as the page's own."""
MOST_BARS = {"month": 24, "model": 12, "work_order": 12}


@blueprint.get("/month")
@needs("prices.read")
def by_month() -> str:
    """Show the cost of issues month by month."""
    return _shown("month")


@blueprint.get("/model")
@needs("prices.read")
def by_model() -> str:
    """Show the cost of issues of each product model."""
    return _shown("model")


@blueprint.get("/work-order")
@needs("prices.read")
def by_work_order() -> str:
    """Show the cost of issues of each ticket."""
    return _shown("work_order")


@blueprint.get("/movements")
@needs("prices.read")
def movements() -> str:
    """Show the movements behind a cost, and their sum."""
    wanted = costs_asked(asked(MOVEMENTS, request.args).filters)
    return show(
        MOVEMENTS,
        template="stock/costs.html",
        together=money(issue_cost(context.session(), wanted)),
        tabs=_tabs(""),
        chart=None,
        narrow=None,
        twin=None,
        sum_at="",
    )


def _shown(by: By) -> str:
    session, wanted = context.session(), costs_asked(asked(COSTS[by], request.args).filters)
    listed = issue_costs_select(by, wanted)
    order = listed.selected_columns.code.desc() if by == "month" else listed.selected_columns.cost_cny.desc()
    rows = session.execute(listed.order_by(order, listed.selected_columns.code).limit(MOST_BARS[by])).all()
    bars = [_bar(by, row) for row in (reversed(rows) if by == "month" else rows)]
    return show(
        COSTS[by],
        template="stock/costs.html",
        together=money(issue_cost(session, wanted)),
        tabs=_tabs(by),
        chart=horizontal_bars(str(TITLES[by]), str(COSTS[by].intro), bars) if bars else None,
        narrow=horizontal_bars(str(TITLES[by]), str(COSTS[by].intro), bars, width=NARROW),
        twin=bar_rows(bars, label_word=_("What"), value_word=_("FIFO cost")),
        sum_at=url_for("costs.movements", **kept_filters()),
    )


def _bar(by: By, row: Any) -> Bar:
    name = in_language(row.name_zh or "", row.name_en or "")
    label = month(row) if by == "month" else row.code or _("no model")
    if by == "model" and name:
        label = f"{label} {name}"
    return Bar(label, float(row.cost_cny.decimal), money(row.cost_cny))


def _tabs(present: str) -> list[tuple[str, str, bool]]:
    """Return the three views with the filters of this one: title, address, whether it is shown."""
    more = kept_filters()
    return [(str(title), url_for(f"costs.by_{by}", **more), by == present) for by, title in TITLES.items()]


for _order, (_by, _title) in enumerate(TITLES.items(), 50):
    entry("reports", _title, f"costs.by_{_by}", "prices.read", _order)
