"""Show stock: how a figure comes about, the stock card with its curve, a lot's way, value and age."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import queries
from inventory.places import WORDS, MovementKind
from inventory.queries.allocations import promised_places
from inventory.queries.freezes import freezes_select
from inventory.queries.stock_cards import card_page, last_changes
from inventory.tables import Clearance, FrozenLot, Location, Lot, Part, Unit
from kernel.amounts import LARGEST, Money, Quantity
from kernel.errors import NotFound
from webapp import charts, context
from webapp.access import needs
from webapp.charts import Series, Step
from webapp.documents.papers import CardEntry, StockCard, render_stock_card
from webapp.i18n import day, money, number, percent, words
from webapp.navigation import entry
from webapp.pages.parts import found as found_part
from webapp.partners import destination, gather, origin
from webapp.printing import head, paper_answer

blueprint = Blueprint("stock", __name__)
ENTRIES_ON_A_PAGE = 50
ENTRIES_OF_A_PAPER = 500
POINTS_OF_A_CURVE = 400


def found_store(store_id: int) -> Location:
    """Return a store or say that there is none."""
    store = context.session().get(Location, store_id)
    if store is None or store.store_id != store.id:
        raise NotFound("store_unknown", store_id=store_id)
    return store


@blueprint.get("/stock/parts/<int:part_id>/stores/<int:store_id>")
@needs("stock.read")
def show(part_id: int, store_id: int) -> ResponseReturnValue:
    """Open a part's stock in a store to its lots and promises, and show its card."""
    session, part, store = context.session(), found_part(part_id), found_store(store_id)
    unit = session.get_one(Unit, part.unit_id)
    page = card_page(session, part_id=part_id, store_id=store_id, size=ENTRIES_ON_A_PAGE, **_card_place())
    gather(page.entries)
    curve = _curve(last_changes(session, part_id=part_id, store_id=store_id, most=POINTS_OF_A_CURVE))
    return render_template(
        "stock/show.html",
        part=part,
        store=store,
        unit=unit,
        stock=queries.availability(session, part_id=part_id, store_id=store_id, on=context.today()),
        promised=promised_places(session, [(part_id, store_id)], on=context.today()),
        substitutes=queries.substitutes(session, part_id=part_id, store_id=store_id),
        rows=page.entries,
        kinds={str(kind): words(WORDS[kind]) for kind in MovementKind if kind in WORDS},
        page=page,
        begun=bool(_card_place()),
        chart=_card_chart(curve, unit) if len(curve) > 1 else "",
        twin=charts.step_rows(curve, moment_word=_("Day"), balance_word=_("Balance")) if len(curve) > 1 else None,
    )


def _card_place() -> dict[str, Any]:
    """Return where the card's page begins: before or after a movement, at the oldest line, or at the newest."""
    if request.args.get("oldest"):
        return {"oldest": True}
    for name in ("before", "after"):
        movement_id = request.args.get(name, type=int)
        if movement_id and 0 < movement_id <= LARGEST:
            return {name: movement_id}
    return {}


def _curve(changes: list[tuple[date, Quantity]]) -> list[Step]:
    days = dict(changes)  # the last balance of a day stands
    return [Step(float(on.toordinal()), day(on), float(balance.decimal)) for on, balance in sorted(days.items())]


def _card_chart(curve: list[Step], unit: Unit) -> Any:
    return charts.for_screens(
        lambda width, height: charts.step_chart(
            _("Stock on hand"),
            _("The balance after each day's movements, in %(unit)s", unit=words(unit.name)),
            curve,
            balance_word=_("Balance"),
            width=width,
            height=height,
        )
    )


@blueprint.get("/stock/parts/<int:part_id>/stores/<int:store_id>/card.pdf")
@needs("stock.read")
def card_pdf(part_id: int, store_id: int) -> Response:
    """Print the stock card 库存卡 of the last twelve months."""
    session, part, store = context.session(), found_part(part_id), found_store(store_id)
    since = context.today() - timedelta(days=365)
    entries = card_page(session, part_id=part_id, store_id=store_id, size=ENTRIES_OF_A_PAPER).entries
    rows = [row for row in reversed(entries) if row.moved_on >= since]
    stock = queries.availability(session, part_id=part_id, store_id=store_id, on=context.today())
    unit = session.get_one(Unit, part.unit_id)
    gather(rows)
    return paper_answer(
        lambda language: render_stock_card(_card(language, part, store, unit, rows, stock, since), language),
        f"{part.number} {store.code}",
    )


def _card(
    language: str, part: Part, store: Location, unit: Unit, rows: Any, stock: queries.Availability, since: date
) -> StockCard:
    zero = Quantity.zero()
    opening = rows[0].balance - rows[0].change if rows else stock.on_hand
    other = "en" if language == "zh" else "zh"
    return StockCard(
        **head(language, f"{part.number}@{store.code}"),
        part_number=part.number,
        part_name=part.name.in_(language),
        part_name_second=part.name.in_(other),
        unit=unit.name.in_(language),
        store=f"{store.code} {store.name.in_(language)}",
        period=f"{day(since)} – {day(context.today())}",
        opening=number(opening),
        closing=number(stock.on_hand),
        total_received=number(sum((r.change for r in rows if r.change > zero), zero)),
        total_issued=number(abs(sum((r.change for r in rows if r.change < zero), zero))),
        available=number(stock.available),
        reserved=number(stock.reserved),
        entries=tuple(
            CardEntry(
                at=day(row.moved_on),
                at_number=float(row.moved_on.toordinal()),
                kind=WORDS[MovementKind(row.kind)].in_(language),
                document=row.reference,
                received=number(row.change) if row.change > zero else "",
                issued=number(abs(row.change)) if row.change < zero else "",
                balance=float(row.balance.decimal),
                balance_text=number(row.balance),
                lot=row.lot_number,
                from_location=origin(row),
                to_location=destination(row),
            )
            for row in rows
        ),
    )


@blueprint.get("/lots/<int:lot_id>")
@needs("stock.read")
def lot(lot_id: int) -> ResponseReturnValue:
    """Show a lot: what it is, where it lies, and every movement of it."""
    session = context.session()
    row = session.get(Lot, lot_id)
    if row is None:
        raise NotFound("lot_unknown", lot_id=lot_id)
    part = session.get_one(Part, row.part_id)
    movements = session.execute(queries.movements_select(lot_id=lot_id)).all()
    gather(movements)
    return render_template(
        "stock/lot.html",
        lot=row,
        part=part,
        unit=session.get_one(Unit, part.unit_id),
        there=session.execute(queries.lots_select(part_id=row.part_id).where(Lot.id == lot_id).order_by(None)).all(),
        movements=movements,
        clearances=list(session.scalars(select(Clearance).where(Clearance.lot_id == lot_id).order_by(Clearance.id))),
        kinds={str(kind): words(WORDS[kind]) for kind in MovementKind if kind in WORDS},
        traceable="trace.lot" in current_app.view_functions,
        freezes=session.execute(freezes_select(lot_id=lot_id)).all(),
        frozen=session.get(FrozenLot, lot_id) is not None,
    )


@blueprint.get("/stock/figures")
@needs("reports.read", "prices.read")
def figures() -> ResponseReturnValue:
    """Show value, turnover, days of cover and age of the stock, of one store or of all."""
    session, today = context.session(), context.today()
    store_id = request.args.get("store", type=int)
    store = found_store(store_id) if store_id else None
    since = today - timedelta(days=364)
    stores = session.execute(
        select(Location.id, Location.code, Location.name_zh, Location.name_en)
        .where(Location.id == Location.store_id, Location.active)
        .order_by(Location.kind.desc(), Location.code)
    ).all()
    bands = queries.ageing(session, on=today, store_id=store_id)
    months = _month_values(session, today, store_id)
    labels = [_band_words(band) for band in bands]
    series = [Series(_("Value"), tuple(float(band.value_cny.decimal) for band in bands))]
    return render_template(
        "stock/figures.html",
        store=store,
        stores=stores,
        turnover=queries.turnover(session, since=since, until=today, store_id=store_id),
        value=queries.stock_value(session, store_id=store_id),
        bands=list(zip(labels, bands, strict=True)),
        ageing_chart=charts.stacked_bars(_("Age of the stock"), _("Value by days since receipt"), labels, series),
        months=months,
        **_by_store(session, today, labels),
        value_chart=charts.stacked_bars(
            _("Stock value"),
            _("FIFO value at the end of each month"),
            [f"{on:%y-%m}" for on, _value in months],
            [Series("¥", tuple(max(float(value.decimal), 0.0) for _on, value in months))],
        ),
        percent=percent,
    )


def _by_store(session: Session, today: date, labels: list[str]) -> dict[str, Any]:
    """Return the age of the stock of each store, as a drawing and its table."""
    rows = queries.ageing_by_store(session, on=today)
    codes = [code for _id, code, _values in rows]
    layers = [
        Series(label, tuple(float(values[place].decimal) for _id, _code, values in rows))
        for place, label in enumerate(labels)
    ]
    title = _("Age of the stock by store")
    return {
        "stores_chart": charts.stacked_bars(title, _("Value by days since receipt"), codes, layers) if rows else "",
        "stores_ages": rows,
        "band_words": labels,
    }


def _band_words(band: Any) -> str:
    if band.to_days is None:
        return str(_("over %(days)s days", days=band.from_days - 1))
    return str(_("%(since)s–%(until)s days", since=band.from_days, until=band.to_days))


def _month_values(session: Session, today: date, store_id: int | None) -> list[tuple[date, Money]]:
    """Return the value at the end of each of the last months and now."""
    ends = []
    first = today.replace(day=1)
    for _step in range(11):
        ends.append(first - timedelta(days=1))
        first = ends[-1].replace(day=1)
    days = [*reversed(ends), today]
    return list(zip(days, queries.value_history(session, ends=days, store_id=store_id), strict=True))


entry("reports", _l("Value, turnover and age"), "stock.figures", "reports.read", 10)
__all__ = ["blueprint", "found_store", "money"]
