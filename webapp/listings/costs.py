"""List what repairs cost in parts: by month, model and ticket, and the movements behind each figure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal

from flask import request, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from inventory.places import WORDS as PLACE_WORDS
from inventory.places import MovementKind
from inventory.queries.costs import CostsAsked, cost_movements_select, issue_costs_select
from service.tables import Ticket
from webapp import context
from webapp.i18n import words
from webapp.listing import Column, Filter, Listing, listing
from webapp.listing_rows import asked
from webapp.listings.values import DAYS, days_asked
from webapp.service_scopes import own_tickets

By = Literal["work_order", "month", "model"]
TITLES: dict[By, Any] = {
    "month": _l("Cost of issues by month"),
    "model": _l("Cost of issues by model"),
    "work_order": _l("Cost of issues by ticket"),
}
KEPT = ("since", "until", "store", "model", "modelled", "part")
"""Filters that go along from one view of the costs to the next."""
FILTERS = (
    *DAYS,
    Filter("store", _l("Store"), "store"),
    Filter("model", _l("Product model"), "lookup", lookup="product_model"),
    Filter("modelled", _l("Model known"), "flag"),
    Filter("part", _l("Part"), "part"),
)


def costs_asked(filters: Mapping[str, Any]) -> CostsAsked:
    """Return which issues the filters mean."""
    since, until = days_asked(filters)
    return CostsAsked(
        since,
        until,
        filters.get("store"),
        filters.get("model"),
        filters.get("modelled"),
        filters.get("work_order"),
        filters.get("part"),
    )


def _costs(by: By) -> Callable[[Session, Mapping[str, Any]], Select[Any]]:
    def rows(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
        listed = issue_costs_select(by, costs_asked(filters))
        if by != "work_order":
            return listed
        ticket = (
            select(Ticket.number)
            .where(Ticket.work_order_id == listed.selected_columns.id, own_tickets(context.actor()))
            .limit(1)
            .scalar_subquery()
        )
        return listed.add_columns(ticket.label("ticket"))

    return rows


def kept_filters() -> dict[str, Any]:
    """Return the filters of the present address that the next view of the costs is to have as well."""
    return {name: request.args[name] for name in KEPT if request.args.get(name)}


def opened(by: By) -> Callable[[Any], str]:
    """Return what gives a row's address: the movements that its figure is the sum of."""

    def address(row: Any) -> str:
        more = kept_filters()
        if by == "work_order":
            more["work_order"] = row.code
        elif by == "model":
            more.pop("modelled", None)
            more |= {"model": row.code} if row.code else {"modelled": "no"}
        else:
            first = date(int(row.code[:4]), int(row.code[4:]), 1)
            last = first.replace(day=monthrange(first.year, first.month)[1])
            since, until = days_asked(asked(COSTS[by], request.args).filters)
            more |= {"since": max(since, first).isoformat(), "until": min(until, last).isoformat()}
        return url_for("costs.movements", **more)

    return address


def month(row: Any) -> str:
    """Write the month of a row."""
    return f"{row.code[:4]}-{row.code[4:]}"


_NAMED: dict[By, list[Column]] = {
    "work_order": [
        Column("code", _l("Work order")),
        Column("ticket", _l("Ticket")),
        Column("name", _l("Product model"), "name"),
    ],
    "month": [Column("code", _l("Month"), value=month, sort_by="code")],
    "model": [Column("code", _l("Code")), Column("name", _l("Product model"), "name")],
}
COSTS: dict[By, Listing] = {
    by: listing(
        Listing(
            f"issue_costs_by_{by}",
            title,
            "prices.read",
            _costs(by),
            [
                *_NAMED[by],
                *([] if by == "work_order" else [Column("work_orders", _l("Work orders"), "number")]),
                Column("cost_cny", _l("FIFO cost"), "money"),
            ],
            FILTERS,
            "-cost_cny" if by != "month" else "-code",
            row_url=opened(by),
            url=f"/stock/costs/{by.replace('_', '-')}",
            tag="stock",
            page=False,
            intro=_l(
                "What went to work orders less what came back unused, each lot at what it cost; without days, the last"
                " twelve months."
            ),
            empty=_l("Nothing was issued in these days."),
        )
    )
    for by, title in TITLES.items()
}
MOVEMENTS = listing(
    Listing(
        "issue_cost_movements",
        _l("Movements behind the cost of issues"),
        "prices.read",
        lambda _session, filters: cost_movements_select(costs_asked(filters)),
        [
            Column("moved_on", _l("Date"), "date"),
            Column("kind", _l("What"), value=lambda row: words(PLACE_WORDS[MovementKind(row.kind)]), sort_by="kind"),
            Column("work_order", _l("Work order")),
            Column("model_code", _l("Product model")),
            Column("part_number", _l("Part")),
            Column("name", _l("Name"), "name", shown=False),
            Column("lot_number", _l("Lot"), link=lambda row: url_for("stock.lot", lot_id=row.lot_id)),
            Column("store_code", _l("Store")),
            Column("quantity", _l("Quantity"), "quantity", unit="unit"),
            Column("unit_cost_cny", _l("Unit cost"), "money"),
            Column("cost_cny", _l("FIFO cost"), "money"),
            Column("reference", _l("Reference"), shown=False),
            Column("posted_at", _l("When"), "instant", shown=False),
        ],
        [*FILTERS, Filter("work_order", _l("Work order"), "lookup", lookup="work_order")],
        "-moved_on",
        row_url=lambda row: url_for("postings.show", posting_id=row.posting_id),
        url="/stock/costs/movements",
        tag="stock",
        page=False,
        intro=_l("Every issue and return that a cost is the sum of; what came back counts against it."),
        empty=_l("Nothing was issued in these days."),
    )
)
