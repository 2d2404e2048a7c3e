"""List closed months, their frozen figures, and opening, flows and closing of any days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select
from sqlalchemy.orm import Session

from inventory.queries.flows import By, period_select
from inventory.queries.periods import closings_select, figures_select
from inventory.tables import PeriodClose, PeriodClosing, PeriodFigure
from webapp import context
from webapp.context import Actor
from webapp.i18n import in_language
from webapp.listing import Column, Filter, Listing, listing
from webapp.period_words import FLOWS, STATES, TONES
from webapp.queues import queue

PERIODS = listing(
    Listing(
        "periods",
        _l("Month close"),
        "prices.read",
        lambda _session, _filters: closings_select(),
        [
            Column("month_on", _l("Month"), value=lambda row: f"{row.month_on:%Y-%m}", sort_by="month_on"),
            Column("state", _l("State"), "state", choices=STATES, tones=TONES),
            Column("value_cny", _l("Value at the end"), "money"),
            Column("asked_by", _l("Asked by")),
            Column("asked_at", _l("Asked at"), "instant"),
            Column("confirmed_by", _l("Confirmed by")),
            Column("confirmed_at", _l("Confirmed at"), "instant"),
            Column("last_movement_id", _l("Last movement"), "number", shown=False),
            Column("note", _l("Note"), shown=False),
        ],
        [Filter("state", _l("State"), "choice", choices=STATES, where=lambda v: PeriodClosing.state == v)],
        "-month_on",
        row_url=lambda row: url_for("periods.show", period_closing_id=row.id),
        page=False,
        tag="periods",
        empty=_l("No month was closed yet."),
    )
)

FIGURES = listing(
    Listing(
        "period_figures",
        _l("Figures of closed months"),
        "prices.read",
        lambda _session, _filters: figures_select(),
        [
            Column("month_on", _l("Month"), value=lambda row: f"{row.month_on:%Y-%m}", sort_by="month_on"),
            Column("store_code", _l("Store")),
            Column("category_code", _l("Category")),
            Column("name", _l("Name of the category"), "name", shown=False),
            Column("opening_cny", _l("Opening value"), "money"),
            *(Column(f"{name}_cny", words, "money", shown=name[:5] != "other") for name, words in FLOWS.items()),
            Column("closing_cny", _l("Closing value"), "money"),
        ],
        [
            Filter("month", _l("First day of the month"), "date", where=lambda on: PeriodClose.month_on == on),
            Filter("store", _l("Store"), "store", where=lambda store: PeriodFigure.store_id == store),
        ],
        "-month_on",
        url="/periods/figures",
        group="reports",
        order=16,
        tag="periods",
        intro=_l(
            "Frozen when the month was closed. They agree with the ledger, and a check of the ledger says if not."
        ),
        empty=_l("No month was closed yet."),
    )
)


def days_of(filters: Mapping[str, Any]) -> tuple[date, date]:
    """Return the days that are asked for: this month until today unless somebody says otherwise."""
    until = filters.get("until") or context.today()
    return filters.get("since") or until.replace(day=1), until


def _period(by: By) -> Callable[[Session, Mapping[str, Any]], Select[Any]]:
    def rows(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
        since, until = days_of(filters)
        listed = period_select(by, since=since, until=until, store_id=filters.get("store"))
        if "category" in filters:
            from inventory.tables import Part

            listed = listed.where(Part.category_id == filters["category"])
        return listed

    return rows


def _opened(kind: By) -> Callable[[Any], str] | None:
    """Return where a row of the report opens to its sum: a store to its parts, a part to its movements."""
    if kind == "part":
        return lambda row: url_for("list.movements", part=row.code)
    key = "store" if kind == "store" else "category"
    return lambda row: url_for("list.period_by_part", **{key: row.code}) if row.code else ""


AMOUNTS = {
    "opening": _l("Opening"),
    "received": _l("Receipts"),
    "issued": _l("Issues less returns"),
    "transferred": _l("Transfers"),
    "adjusted": _l("Gains less losses"),
    "other": _l("Returned, scrapped, other"),
    "closing": _l("Closing"),
}
_KINDS: tuple[tuple[By, Any], ...] = (
    ("store", _l("Period report by store")),
    ("category", _l("Period report by category")),
    ("part", _l("Period report by part")),
)
for _order, (_kind, _title) in enumerate(_KINDS, 12):
    listing(
        Listing(
            f"period_by_{_kind}",
            _title,
            "prices.read",
            _period(_kind),
            [
                Column("code", _l("Code"), link=_opened(_kind)),
                Column("name", _l("Name"), value=lambda row: in_language(row.name_zh, row.name_en) or "—"),
                *(
                    Column(name, words, "quantity", unit="unit", shown=name in {"opening", "closing"})
                    for name, words in (AMOUNTS.items() if _kind == "part" else ())
                ),
                *(Column(f"{name}_cny", words, "money") for name, words in AMOUNTS.items()),
            ],
            [
                Filter("since", _l("From day"), "date"),
                Filter("until", _l("Until day"), "date"),
                Filter("store", _l("Store"), "store"),
                *([Filter("category", _l("Category"), "lookup", lookup="category")] if _kind == "part" else []),
            ],
            "code",
            url=f"/stock/period/{_kind}",
            group="reports",
            order=_order,
            tag="periods",
            intro=_l(
                "Opening, what came and went, and closing between two days, at FIFO cost; without days, this month. A"
                " reversal takes away from what it undoes."
            ),
            empty=_l("Nothing lay in the stores and nothing moved in these days."),
        )
    )


def _to_confirm(session: Session, actor: Actor) -> int:
    from sqlalchemy import func, select

    waiting = select(func.count()).select_from(PeriodClosing)
    return session.scalar(waiting.where(PeriodClosing.state == "asked", PeriodClosing.asked_by_id != actor.id)) or 0


queue(
    "months_to_confirm",
    ("supervisor", "admin"),
    _l("Months to confirm"),
    count=_to_confirm,
    endpoint="periods.index",
    icon="calendar-check",
    order=85,
)
