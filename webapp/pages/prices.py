"""Show what a part was listed, paid and noted at; alerts of its price; and keep the sale price list."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from inventory.tables import Part
from kernel.amounts import Money
from kernel.errors import NotFound
from kernel.months import months_after
from kernel.settings import setting
from kernel.tables import Person
from procurement import settings
from procurement.finding_prices import cost_bases, market_prices, sale_prices_on
from procurement.price_jumps import variation
from procurement.queries.contracts import terms_in_force
from procurement.queries.price_effect import price_effect
from procurement.queries.suppliers import price_history
from procurement.tables import MarketPrice, PriceAlert, SalePrice, Supplier
from webapp import charts, context
from webapp.access import needs
from webapp.charts import PriceMark, PriceWords
from webapp.commands import do, handle_form
from webapp.commands_of import prices as can
from webapp.forms import KEY_FIELD, new_key
from webapp.i18n import money, percent
from webapp.jobs import ask
from webapp.pages.parts import found as part_found
from webapp.supplier_words import ALERT_BASES, ALERT_KINDS, ALERT_TONES, SALE_MAKERS, SALE_STATES, SALE_TONES

blueprint = Blueprint("prices", __name__)
ROWS_SHOWN = 200


def _trail(row: Part) -> list[tuple[Any, str]]:
    return [(_("Parts"), url_for("list.parts")), (row.number, url_for("parts.show", part_id=row.id))]


@blueprint.get("/parts/<int:part_id>/prices")
@needs("prices.read")
def part(part_id: int) -> str:
    """Show the price history of a part with market notes, alerts and sale price."""
    session, row, today = context.session(), part_found(part_id), context.today()
    marks = price_marks(row.id)
    words = PriceWords(
        _("list price"),
        _("paid"),
        _("market note"),
        _("Day"),
        _("Supplier or source"),
        _("Kind"),
        _("Unit price"),
    )
    alerts = session.scalars(
        select(PriceAlert).where(PriceAlert.part_id == row.id).order_by(PriceAlert.happened_on.desc(), PriceAlert.id)
    ).all()
    sales = session.scalars(
        select(SalePrice).where(SalePrice.part_id == row.id).order_by(SalePrice.from_on.desc(), SalePrice.id.desc())
    ).all()
    basis = setting(session, settings.SALE_PRICE, today)["basis"]
    return render_template(
        "prices/part.html",
        part=row,
        trail=_trail(row),
        picture=charts.for_screens(
            lambda width, height: charts.price_chart(
                _("Prices of %(part)s", part=row.number),
                _("Lists as steps, paid prices as dots, market notes as triangles"),
                marks,
                today,
                words,
                width=width,
                height=height,
            )
        ),
        twin=charts.price_rows(marks[-ROWS_SHOWN:], words),
        marks=marks,
        market=market_prices(session, today).get(row.id),
        agreed=_agreed(row.id),
        swings=_swings(row.id),
        alerts=alerts,
        sales=sales,
        sale_now=sale_prices_on(session, [row.id], today).get(row.id),
        cost=cost_bases(session, basis).get(row.id),
        words={
            "kinds": ALERT_KINDS,
            "tones": ALERT_TONES,
            "bases": ALERT_BASES,
            "states": SALE_STATES,
            "state_tones": SALE_TONES,
            "makers": SALE_MAKERS,
        },
    )


def _agreed(part_id: int) -> list[str]:
    """Write what contracts in force say of a part: supplier, contract and price of the smallest quantity."""
    session = context.session()
    terms = terms_in_force(session, on=context.today(), part_ids=[part_id])
    codes = {key: session.get_one(Supplier, key).code for key, _part in terms}
    return [
        f"{codes[supplier_id]} {term.number} {money(term.steps[0].unit_price_cny)}"
        for (supplier_id, _part), term in sorted(terms.items())
    ]


def _swings(part_id: int) -> list[str]:
    """Write the coefficient of variation of what each supplier was paid in the months that the watch looks at."""
    months = int(setting(context.session(), settings.PRICE_WATCH, context.today())["months"])
    since = months_after(context.today(), -months)
    paid: dict[str, list[Money]] = defaultdict(list)
    for each in price_history(context.session(), part_id=part_id):
        if each.kind == "paid" and each.on >= since:
            paid[each.supplier_code].append(each.unit_price_cny)
    return [f"{code} {percent(variation(prices), 1)}" for code, prices in sorted(paid.items()) if len(prices) > 1]


def price_marks(part_id: int) -> list[PriceMark]:
    """Return what a part was listed and paid at, and what the market said, in order of time."""
    session = context.session()
    first: dict[tuple[Any, str], Any] = {}
    marks = []
    for each in price_history(session, part_id=part_id):
        price = float(each.unit_price_cny.decimal)
        if each.kind == "paid":
            marks.append(PriceMark(each.on, price, each.supplier_code, "paid"))
        elif price > first.get((each.on, each.supplier_code), 0.0):
            first[each.on, each.supplier_code] = price  # of a list the price of the smallest quantity, its dearest
    marks += [PriceMark(on, price, code, "listed") for (on, code), price in first.items()]
    noted = session.scalars(select(MarketPrice).where(MarketPrice.part_id == part_id))
    marks += [PriceMark(each.noted_on, float(each.unit_price_cny.decimal), each.source, "market") for each in noted]
    return sorted(marks, key=lambda each: (each.on, each.kind, each.name))


@blueprint.route("/market-prices/new", methods=["GET", "POST"])
@needs("suppliers.write")
def note() -> ResponseReturnValue:
    """Note a market price."""
    return handle_form(
        can.NOTE,
        "command.html",
        url_for("list.market_prices"),
        initial={"noted_on": context.today(), "part_id": request.args.get("part", type=int)},
        back=url_for("list.market_prices"),
        trail=[(_("Market prices"), url_for("list.market_prices"))],
    )


@blueprint.route("/price-alerts/<int:price_alert_id>", methods=["GET", "POST"])
@needs("prices.read")
def alert(price_alert_id: int) -> ResponseReturnValue:
    """Show an alert: what was found, and what somebody made of it."""
    session = context.session()
    row = session.get(PriceAlert, price_alert_id)
    if row is None:
        raise NotFound("price_alert_unknown", id=price_alert_id)
    part_id = row.part_id
    return handle_form(
        can.ACKNOWLEDGE,
        "prices/alert.html",
        url_for("list.price_alerts", open="yes"),
        fixed={"price_alert_id": price_alert_id},
        row=lambda: context.session().get_one(PriceAlert, price_alert_id),
        part=lambda: context.session().get_one(Part, part_id),
        seen_by=lambda: _name(context.session().get_one(PriceAlert, price_alert_id).acknowledged_by_id),
        kinds=ALERT_KINDS,
        tones=ALERT_TONES,
        bases=ALERT_BASES,
    )


def _name(person_id: int | None) -> str:
    return context.session().get_one(Person, person_id).name if person_id else ""


@blueprint.route("/price-alerts/watch", methods=["GET", "POST"])
@needs("suppliers.write")
def watch() -> ResponseReturnValue:
    """Look for jumps of prices now, as a job."""
    if request.method == "GET":
        return render_template("prices/watch.html")
    job_id = ask(context.session(), "price_watch", request.form.get(KEY_FIELD, "") or new_key())
    return redirect(url_for("jobs.job", job_id=job_id), 303)


@blueprint.route("/sale-prices/new", methods=["GET", "POST"])
@needs("sale_prices.write")
def propose() -> ResponseReturnValue:
    """Propose a sale price by hand."""
    return _sale_form(
        can.PROPOSE, {"from_on": context.today(), "part_id": request.args.get("part", type=int)}, success=""
    )


@blueprint.route("/sale-prices/by-rule", methods=["GET", "POST"])
@needs("sale_prices.write")
def by_rule() -> ResponseReturnValue:
    """Propose the prices that the rule gives."""
    return _sale_form(
        can.BY_RULE,
        {"from_on": context.today(), "least_change_percent": 1},
        success=lambda made: _(
            "%(new)s prices proposed; %(same)s stay, %(waiting)s wait already, %(none)s parts have no cost yet.",
            new=made.proposed,
            same=made.unchanged,
            waiting=made.waiting,
            none=made.without_cost,
        ),
        intro=_("Cost basis, mark-ups and rounding are settings. Another person approves what is proposed."),
    )


def _sale_form(made: Any, initial: dict[str, Any], **more: Any) -> ResponseReturnValue:
    listed = url_for("list.sale_prices", state="open")
    trail = [(_("Sale prices"), url_for("list.sale_prices"))]
    return handle_form(made, "command.html", listed, initial=initial, back=listed, trail=trail, **more)


def _sale_price(sale_price_id: int) -> SalePrice:
    row = context.session().get(SalePrice, sale_price_id)
    if row is None:
        raise NotFound("sale_price_unknown", id=sale_price_id)
    return row


@blueprint.get("/sale-prices/<int:sale_price_id>")
@needs("prices.read")
def sale_price(sale_price_id: int) -> str:
    """Show a version of a sale price and who decides on it."""
    row = _sale_price(sale_price_id)
    session = context.session()
    basis = setting(session, settings.SALE_PRICE, context.today())["basis"]
    cost = row.cost_cny or cost_bases(session, basis).get(row.part_id)
    return render_template(
        "prices/sale_price.html",
        row=row,
        part=session.get_one(Part, row.part_id),
        now=sale_prices_on(session, [row.part_id], context.today()).get(row.part_id),
        cost=cost,
        margin=row.unit_price_cny.scaled / cost.scaled - 1 if cost else None,
        proposed_by=_name(row.proposed_by_id),
        decided_by=_name(row.decided_by_id),
        mine=row.proposed_by_id == context.actor().id,
        states=SALE_STATES,
        tones=SALE_TONES,
        makers=SALE_MAKERS,
    )


@blueprint.post("/sale-prices/approve")
@needs("sale_prices.approve")
def approve_chosen() -> ResponseReturnValue:
    """Approve the prices that were ticked, or the one of the page."""
    ids = [int(each) for each in request.form.getlist("ids") if each.isdigit()]
    listed = url_for("list.sale_prices", state="open")
    return do(
        can.APPROVE,
        listed,
        success=lambda made: ngettext("%(num)s price is approved.", "%(num)s prices are approved.", made.decided),
        sale_price_ids=ids,
    )


@blueprint.route("/sale-prices/<int:sale_price_id>/refuse", methods=["GET", "POST"])
@needs("sale_prices.approve")
def refuse(sale_price_id: int) -> ResponseReturnValue:
    """Refuse a proposed price."""
    row = _sale_price(sale_price_id)
    here = url_for("prices.sale_price", sale_price_id=row.id)
    return handle_form(
        can.REFUSE,
        "command.html",
        url_for("list.sale_prices", state="open"),
        fixed={"sale_price_ids": [sale_price_id]},
        names=["note"],
        back=here,
        trail=[(_("Sale prices"), url_for("list.sale_prices"))],
        success=_("Refused. The present price stays."),
    )


@blueprint.post("/sale-prices/<int:sale_price_id>/withdraw")
@needs("sale_prices.write")
def withdraw(sale_price_id: int) -> ResponseReturnValue:
    """Take back a proposed price."""
    return do(can.WITHDRAW, url_for("list.sale_prices"), sale_price_id=_sale_price(sale_price_id).id)


@blueprint.get("/plans/<int:plan_id>/price-effect")
@needs("prices.read")
def effect(plan_id: int) -> str:
    """Show what the open price alerts do to the amount of a plan."""
    return render_template("prices/effect.html", effect=price_effect(context.session(), plan_id=plan_id))
