"""List the lines of stock-takes for review, what they come to for the accounts, and how right the book was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import BigInteger, ColumnElement, Select, func, select, type_coerce
from sqlalchemy.orm import Session, aliased

from inventory.finding_stock_takes import is_last, waiting
from inventory.stock_take_result_queries import AccuracyOf, Entry, accuracy_by, entries
from inventory.tables import Count, CountLine, Location, Part, StockTake, Unit, VarianceCause
from kernel.amounts import Quantity
from kernel.db import MoneyType, QuantityType
from kernel.tables import Person
from webapp import context
from webapp.i18n import in_language
from webapp.listing import BulkAction, Column, Filter, Listing, listing
from webapp.scopes import in_own_stores, own_stores

LINE_STATES = {
    "waiting": _l("waits for a count"),
    "recount": _l("is counted again"),
    "differing": _l("differs"),
    "no_cause": _l("differs, without a cause"),
    "right": _l("agrees"),
}
SIDES = {"gain": _l("Gain"), "loss": _l("Loss")}
SIDE_TONES = {"gain": "success", "loss": "danger"}
STEPS = {"1": _l("stock against pending"), "2": _l("pending cleared")}
BY = {"month": _l("month only"), "zone": _l("month and zone"), "keeper": _l("month and keeper")}
YEAR = timedelta(days=365)
REVIEWERS = ("counts.approve", "counts.approve_large")
DIFFERENCE = type_coerce(Count.counted - Count.book, QuantityType)
VALUE = type_coerce(
    (type_coerce(Count.counted, BigInteger) - type_coerce(Count.book, BigInteger))
    * func.coalesce(type_coerce(Count.unit_cost_cny, BigInteger), 0)
    // 1000,
    MoneyType,
)
CONDITIONS: dict[str, Callable[[], ColumnElement[bool]]] = {
    "waiting": lambda: waiting() & ~CountLine.recount_asked,
    "recount": lambda: CountLine.recount_asked.is_(True),
    "differing": lambda: Count.counted != Count.book,
    "no_cause": lambda: (Count.counted != Count.book) & CountLine.cause.is_(None) & ~CountLine.recount_asked,
    "right": lambda: Count.counted == Count.book,
}


def _lines(_session: Session, filters: Mapping[str, Any]) -> Select[*tuple[Any, ...]]:
    counter, holder = aliased(Person), aliased(Person)
    made: Select[*tuple[Any, ...]] = (
        select(
            CountLine.id.label("id"),
            CountLine.stock_take_id.label("stock_take_id"),
            StockTake.number.label("number"),
            StockTake.state.label("state"),
            Location.code.label("place"),
            Part.number.label("part"),
            Part.name_zh.label("name_zh"),
            Part.name_en.label("name_en"),
            Unit.code.label("unit"),
            Count.book.label("book"),
            Count.counted.label("counted"),
            DIFFERENCE.label("difference"),
            VALUE.label("value_cny"),
            CountLine.cause.label("cause_code"),
            VarianceCause.name_zh.label("cause_zh"),
            VarianceCause.name_en.label("cause_en"),
            CountLine.cause_note.label("note"),
            CountLine.recount_asked.label("recount_asked"),
            CountLine.found.label("found"),
            Count.round.label("round"),
            counter.name.label("counted_by"),
            Count.counted_at.label("counted_at"),
            holder.name.label("assigned_to"),
        )
        .select_from(CountLine)
        .join(StockTake, StockTake.id == CountLine.stock_take_id)
        .join(Location, Location.id == CountLine.location_id)
        .join(Part, Part.id == CountLine.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .outerjoin(Count, is_last())
        .outerjoin(counter, counter.id == Count.counted_by_id)
        .outerjoin(holder, holder.id == CountLine.assigned_to_id)
        .outerjoin(VarianceCause, VarianceCause.code == CountLine.cause)
    )
    if wanted := filters.get("show"):
        made = made.where(CONDITIONS[wanted]())
    if side := filters.get("side"):
        made = made.where(Count.counted > Count.book if side == "gain" else Count.counted < Count.book)
    return made


def _cause(row: Any) -> str:
    """Say the cause of a line, or what is missing."""
    if row.cause_code:
        return in_language(row.cause_zh or row.cause_code, row.cause_en or row.cause_code)
    if row.counted is None or row.difference == Quantity.zero():
        return ""
    return str(_("is counted again") if row.recount_asked else _("Set the cause"))


def _cause_link(row: Any) -> str:
    open_for_causes = row.state in {"counting", "reviewed"} and not row.recount_asked and context.may("counts.write")
    return url_for("stock_takes.cause", count_line_id=row.id) if open_for_causes and _cause(row) else ""


LINES = listing(
    Listing(
        "stock_take_lines",
        _l("Lines of stock-takes"),
        "counts.write",
        _lines,
        [
            Column("number", _l("Stock-take"), shown=False),
            Column("part", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("place", _l("Place")),
            Column("book", _l("Book"), "quantity", unit="unit"),
            Column("counted", _l("Counted"), "quantity", unit="unit"),
            Column("difference", _l("Difference"), "quantity", unit="unit"),
            Column("value_cny", _l("Value"), "money"),
            Column("cause", _l("Cause"), value=_cause, sort_by="cause_code", link=_cause_link),
            Column("note", _l("Found out"), shown=False),
            Column("round", _l("Counts made"), "number", shown=False),
            Column("counted_by", _l("Counted by")),
            Column("counted_at", _l("Counted at"), "instant", shown=False),
            Column("assigned_to", _l("Counter"), shown=False),
            Column("found", _l("Find"), "flag", shown=False),
        ],
        [
            Filter("stock_take", _l("Stock-take"), "row", where=lambda key: CountLine.stock_take_id == key),
            Filter(
                "q",
                _l("Part or place"),
                where=lambda text: (
                    Part.number.icontains(text, autoescape=True) | Location.code.icontains(text, autoescape=True)
                ),
            ),
            Filter("show", _l("Which"), "choice", choices=LINE_STATES),
            Filter("side", _l("Gain or loss"), "choice", choices=SIDES),
        ],
        "value_cny",
        bulk=[
            BulkAction(_l("Set one cause"), "stock_takes.choose_cause", "counts.write", "tag"),
            BulkAction(_l("Have them counted again"), "stock_takes.recounts", "counts.write", "arrow-repeat"),
        ],
        scope=lambda session: in_own_stores(StockTake.store_id, session, context.actor()),
        tag="stock-takes",
        also=REVIEWERS,
        page=False,
        empty=_l("No line is like that."),
    )
)


def _entries(session: Session, filters: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    take = session.get(StockTake, filters.get("stock_take") or 0)
    own = own_stores(session, context.actor())
    if take is None or (own is not None and take.store_id not in own):
        return []
    made = entries(session, stock_take_id=take.id, at=context.now())
    return [_entry(number, each, take.number) for number, each in enumerate(made, 1)]


def _entry(number: int, each: Entry, take: str) -> dict[str, Any]:
    return {
        "id": number,
        "number": take,
        "step": str(each.step),
        "side": each.side,
        "account": each.account,
        "what_zh": each.what.zh,
        "what_en": each.what.en,
        "lines": each.lines,
        "debit_cny": each.debit_cny or None,
        "credit_cny": each.credit_cny or None,
    }


ENTRIES = listing(
    Listing(
        "stock_take_entries",
        _l("Accounting summary"),
        "counts.write",
        _entries,
        [
            Column("number", _l("Stock-take"), shown=False),
            Column("step", _l("Step"), "state", choices=STEPS),
            Column("side", _l("Gain or loss"), "state", choices=SIDES, tones=SIDE_TONES),
            Column("account", _l("Account")),
            Column("what", _l("Category or cause"), "name"),
            Column("lines", _l("Lines"), "number"),
            Column("debit_cny", _l("Debit"), "money"),
            Column("credit_cny", _l("Credit"), "money"),
        ],
        [Filter("stock_take", _l("Stock-take"), "row")],
        "",
        tag="stock-takes",
        also=REVIEWERS,
        page=False,
        empty=_l("No difference: nothing goes to the accounts."),
    )
)


def _accuracy(session: Session, filters: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    until: date = filters.get("until") or date.max
    since: date = filters.get("since") or (min(until, context.today()) - YEAR).replace(day=1)
    by = filters.get("by") or "month"
    store = filters.get("store")
    own = own_stores(session, context.actor())
    stores = [store] if own is None else [each for each in own if store in {None, each}]
    found = [each for one in stores for each in accuracy_by(session, since=since, until=until, by=by, store_id=one)]
    return [_accuracy_row(number, each) for number, each in enumerate(found, 1)]


def _accuracy_row(number: int, each: AccuracyOf) -> dict[str, Any]:
    figures = each.accuracy
    return {
        "id": number,
        "month": f"{each.month_on:%Y-%m}",
        "name_zh": each.name.zh,
        "name_en": each.name.en,
        "stock_takes": each.stock_takes,
        "lines": figures.lines,
        "lines_right": figures.lines_right,
        "line_share": figures.line_share,
        "value_share": figures.value_share,
        "gain_value_cny": figures.gain_value_cny,
        "loss_value_cny": figures.loss_value_cny,
    }


ACCURACY = listing(
    Listing(
        "count_accuracy",
        _l("Accuracy of the book"),
        "counts.write",
        _accuracy,
        [
            Column("month", _l("Month")),
            Column("name", _l("Zone or keeper"), "name"),
            Column("stock_takes", _l("Stock-takes"), "number"),
            Column("lines", _l("Lines counted"), "number"),
            Column("lines_right", _l("Lines that agree"), "number"),
            Column("line_share", _l("Share of lines"), "percent"),
            Column("value_share", _l("Share of value"), "percent"),
            Column("gain_value_cny", _l("Gains"), "money"),
            Column("loss_value_cny", _l("Losses"), "money"),
        ],
        [
            Filter("by", _l("By"), "choice", choices=BY),
            Filter("store", _l("Store"), "store"),
            Filter("since", _l("Due from"), "date"),
            Filter("until", _l("Due until"), "date"),
        ],
        "-month",
        tag="stock-takes",
        also=(*REVIEWERS, "reports.read"),
        page=False,
        empty=_l("No stock-take has been posted in this span."),
    )
)
