"""List the installed base by model, failure rates, what is planned, campaigns, maintenance lines, last-time buys."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, or_, select

from forecasting.tables.base import FailureRate, PlannedNeed
from inventory.tables import Part, ProductModel
from service.queries.base import (
    base_select,
    campaigns_select,
    failure_rates_select,
    last_time_buys_select,
    maintenance_select,
    planned_needs_select,
)
from service.tables import Campaign, LastTimeBuy, MaintenanceLine
from webapp.base_words import BUY_STATES, BUY_TONES, CAMPAIGN_KINDS, CAMPAIGN_STATES, CAMPAIGN_TONES, NEED_KINDS
from webapp.listing import Action, Column, Filter, Listing, listing
from webapp.queues import queue


def _number(text: str) -> Any:
    return Part.number.icontains(text, autoescape=True)


def _figure(name: str, label: Any, places: int, *, shown: bool = True) -> Column:
    """Return a column of a computed number, rounded, sorted by what is stored."""

    def value(row: Any) -> float | None:
        found = getattr(row, name)
        return None if found is None else round(found, places)

    return Column(name, label, "number", value=value, sort_by=name, shown=shown)


def _model(text: str) -> Any:
    return or_(
        *(
            each.icontains(text, autoescape=True)
            for each in (ProductModel.code, ProductModel.name_zh, ProductModel.name_en)
        )
    )


listing(
    Listing(
        "installed_base",
        _l("Installed base"),
        "plan.read",
        lambda _session, _filters: base_select(),
        [
            Column("code", _l("Model")),
            Column("name", _l("Name"), "name"),
            Column("family", _l("Product family")),
            Column("registered", _l("Units registered"), "number"),
            Column("sold", _l("Units by imported sales"), "number"),
            Column("first_month_on", _l("First month of sales"), "date", shown=False),
            Column("last_month_on", _l("Last month of sales"), "date", shown=False),
            Column("life_months", _l("Mean life, months"), "number"),
        ],
        [
            Filter("q", _l("Model"), where=_model),
            Filter("family", _l("Product family"), where=lambda text: ProductModel.family == text),
        ],
        "code",
        row_url=lambda row: url_for("installed_base.model", product_model_id=row.id),
        actions=[
            Action(_l("Import sales"), "imports.new", "import.write", "upload", {"kind": "base"}),
            Action(_l("Campaigns"), "list.campaigns", "parts.read", "megaphone"),
        ],
        group="buying",
        order=60,
        tag="base",
        intro=_l(
            "How many units of each model are in use: from imported sales by month, or from the units that are"
            " registered with their day of purchase. Failure rates and what new and ageing models will need come"
            " from it."
        ),
        empty=_l("No product models yet."),
    )
)
listing(
    Listing(
        "failure_rates",
        _l("Failure rates"),
        "plan.read",
        lambda _session, _filters: failure_rates_select(),
        [
            Column("part_number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("model", _l("Model")),
            _figure("units", _l("Units in use"), 0),
            _figure("failures", _l("Failures"), 1),
            _figure("unit_months", _l("Unit-months watched"), 0, shown=False),
            _figure("yearly_per_thousand", _l("Failures a year, of 1000 units"), 1),
            _figure("yearly_low", _l("Own record, from"), 1, shown=False),
            _figure("yearly_high", _l("Own record, to"), 1, shown=False),
            _figure("shape", _l("Weibull shape"), 2),
            _figure("scale", _l("Weibull scale, months"), 0, shown=False),
        ],
        [
            Filter("part", _l("Part"), "part", where=lambda part: FailureRate.part_id == part),
            Filter(
                "model",
                _l("Product model"),
                "lookup",
                lookup="product_model",
                where=lambda model: FailureRate.product_model_id == model,
            ),
        ],
        "-failures",
        row_url=lambda row: url_for("failure_rates.part", part_id=row.part_id),
        actions=[Action(_l("Compute anew"), "failure_rates.compute", "plan.write", "calculator")],
        group="buying",
        order=62,
        tag="base",
        intro=_l(
            "How often each part of each model fails, from completed repairs and the units that could have failed. Thin"
            " records lean on parts of the same category in the same product family."
        ),
        empty=_l("No failure rates yet. They need repairs that used parts, and sales or registered units."),
    )
)
listing(
    Listing(
        "planned_needs",
        _l("Planned needs"),
        "plan.read",
        lambda _session, _filters: planned_needs_select(),
        [
            Column("part_number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("kind", _l("Kind"), "state", choices=NEED_KINDS),
            Column("reference", _l("Of")),
            Column("from_on", _l("From"), "date"),
            Column("to_on", _l("To"), "date"),
            _figure("quantity", _l("Quantity"), 1),
        ],
        [
            Filter("part", _l("Part"), "part", where=lambda part: PlannedNeed.part_id == part),
            Filter("kind", _l("Kind"), "choice", choices=NEED_KINDS, where=lambda v: PlannedNeed.kind == v),
            Filter("q", _l("Part number"), where=_number),
        ],
        "from_on",
        row_url=lambda row: url_for("failure_rates.part", part_id=row.part_id),
        group="buying",
        order=63,
        tag="base",
        intro=_l("What campaigns and maintenance will certainly need; it is added to the stock levels of its days."),
        empty=_l("Nothing is planned. Propose a campaign or keep maintenance lines."),
    )
)
listing(
    Listing(
        "campaigns",
        _l("Campaigns and recalls"),
        "parts.read",
        lambda _session, _filters: campaigns_select(),
        [
            Column("number", _l("Number")),
            Column("name", _l("Name"), "name"),
            Column("kind", _l("Kind"), "state", choices=CAMPAIGN_KINDS),
            Column("model", _l("Model")),
            Column("state", _l("State"), "state", choices=CAMPAIGN_STATES, tones=CAMPAIGN_TONES),
            Column("from_on", _l("From"), "date"),
            Column("to_on", _l("To"), "date"),
            Column("tickets", _l("Tickets"), "number"),
            Column("created_by", _l("Proposed by"), shown=False),
            Column("approved_by", _l("Approved by"), shown=False),
        ],
        [
            Filter("state", _l("State"), "choice", choices=CAMPAIGN_STATES, where=lambda v: Campaign.state == v),
            Filter(
                "model",
                _l("Product model"),
                "lookup",
                lookup="product_model",
                where=lambda model: Campaign.product_model_id == model,
            ),
            Filter("q", _l("Number"), where=lambda text: Campaign.number.icontains(text, autoescape=True)),
        ],
        "-number",
        row_url=lambda row: url_for("campaigns.show", campaign_id=row.id),
        actions=[Action(_l("New campaign"), "campaigns.new", "campaigns.write")],
        group="service",
        order=70,
        tag="base",
        intro=_l(
            "Parts that are changed in units of a model whether they have failed or not. Another person approves."
        ),
        empty=_l("No campaigns yet."),
    )
)
listing(
    Listing(
        "maintenance_lines",
        _l("Maintenance lines"),
        "parts.read",
        lambda _session, _filters: maintenance_select(),
        [
            Column("model", _l("Model")),
            Column("part_number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("interval_months", _l("Every, months"), "number"),
            Column("quantity", _l("Quantity"), "quantity", unit="unit"),
            Column("percent", _l("Share of the units, %"), "number"),
            Column("active", _l("In use"), "flag"),
            Column("note", _l("Note"), shown=False),
        ],
        [
            Filter("part", _l("Part"), "part", where=lambda part: MaintenanceLine.part_id == part),
            Filter(
                "model",
                _l("Product model"),
                "lookup",
                lookup="product_model",
                where=lambda model: MaintenanceLine.product_model_id == model,
            ),
        ],
        "model",
        row_url=lambda row: url_for("maintenance.edit", maintenance_line_id=row.id),
        actions=[Action(_l("New maintenance line"), "maintenance.new", "campaigns.write")],
        group="service",
        order=72,
        tag="base",
        intro=_l(
            "Parts that units get again and again, by the months of their age. What is needed counts in planning; mark"
            " the tickets as planned work, so that it does not count twice."
        ),
        empty=_l("No maintenance lines yet."),
    )
)
listing(
    Listing(
        "last_time_buys",
        _l("Last-time buys"),
        "plan.read",
        lambda _session, _filters: last_time_buys_select(),
        [
            Column("number", _l("Number")),
            Column("part_number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("quantity", _l("Quantity"), "quantity", unit="unit"),
            Column("unit_price_cny", _l("Price of a unit"), "money", permission="prices.read"),
            Column("state", _l("State"), "state", choices=BUY_STATES, tones=BUY_TONES),
            Column("computed_on", _l("Computed on"), "date"),
            Column("order_number", _l("Purchase order")),
            Column("created_by", _l("Proposed by"), shown=False),
            Column("approved_by", _l("Approved by"), shown=False),
        ],
        [
            Filter("part", _l("Part"), "part", where=lambda part: LastTimeBuy.part_id == part),
            Filter("state", _l("State"), "choice", choices=BUY_STATES, where=lambda v: LastTimeBuy.state == v),
        ],
        "-number",
        row_url=lambda row: url_for("last_time_buys.show", last_time_buy_id=row.id),
        group="buying",
        order=64,
        tag="base",
        intro=_l("The last purchase of a part that is no longer made. Begin one on the page of the part."),
        empty=_l("No last-time buys yet. Open a part that is phased out and work one out."),
    )
)
queue(
    "campaigns_to_approve",
    ("supervisor", "service_manager"),
    _l("Campaigns to approve"),
    count=lambda session, actor: (
        session.scalar(
            select(func.count())
            .select_from(Campaign)
            .where(Campaign.state == "proposed", Campaign.created_by_id != actor.id)
        )
        or 0
    ),
    endpoint="list.campaigns",
    icon="megaphone",
    order=86,
    state="proposed",
)
queue(
    "last_time_buys_to_approve",
    ("supervisor",),
    _l("Last-time buys to approve"),
    count=lambda session, actor: (
        session.scalar(
            select(func.count())
            .select_from(LastTimeBuy)
            .where(LastTimeBuy.state == "proposed", LastTimeBuy.created_by_id != actor.id)
        )
        or 0
    ),
    endpoint="list.last_time_buys",
    icon="hourglass-bottom",
    order=87,
    state="proposed",
)
