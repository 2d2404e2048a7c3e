"""Last-time buys: the worksheet of a part with its risk curve, proposals, approval by another person, and paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from inventory.tables import Part, ProductModel, Unit
from kernel.amounts import Money, Quantity
from kernel.errors import AppError, NotFound
from procurement.prices import step_for
from procurement.queries.offers import offers
from service.queries.base import last_time_buys_select
from service.tables import LastTimeBuy
from service.working_out import Asked, Worksheet, work_out
from webapp import charts, context
from webapp.access import needs
from webapp.base_words import BUY_STATES, BUY_TONES, SHEET_SOURCES
from webapp.charts import Step
from webapp.commands import do, handle_form
from webapp.commands_of.last_time_buys import APPROVE, ORDER, PROPOSE, REJECT, WorksheetInput
from webapp.documents.papers import LastTimeBuyPaper, LastTimeRow, render_last_time_buy
from webapp.fields import share_of
from webapp.forms import Form, validated
from webapp.i18n import day, day_of_instant, money, number, percent
from webapp.messages import message
from webapp.pages.orders import central_store
from webapp.pages.parts import found as part_found
from webapp.printing import head, paper_answer, part_words, signature

blueprint = Blueprint("last_time_buys", __name__)
SHOWN_POINTS = 80
TABLE_ROWS = 12
ASKED = ("months", "probability_percent", "shortage_cny", "disposal_cny", "holding_percent", "decline_percent")


def found(last_time_buy_id: int) -> Any:
    """Return a last-time buy as the list shows it."""
    row = context.session().execute(last_time_buys_select().where(LastTimeBuy.id == last_time_buy_id)).one_or_none()
    if row is None:
        raise NotFound("last_time_buy_unknown", id=last_time_buy_id)
    return row


def _at(last_time_buy_id: int) -> str:
    return url_for("last_time_buys.show", last_time_buy_id=last_time_buy_id)


@blueprint.route("/parts/<int:part_id>/last-time-buy", methods=["GET", "POST"])
@needs("plan.write")
def worksheet(part_id: int) -> ResponseReturnValue:
    """Work a last-time buy out: what is asked with stands in the address, the proposal is sent."""
    part = part_found(part_id)
    sheet, asking, trouble = _worked_out(part)
    values = asking.values
    return handle_form(
        PROPOSE,
        "last_time_buys/worksheet.html",
        lambda made: _at(made.last_time_buy_id),
        initial={**values, "quantity": number_plain(sheet.by_cost) if sheet else ""},
        fixed={"part_id": part_id},
        success=lambda made: _("%(number)s is proposed. Another person approves it.", number=made.number),
        part=part,
        unit=lambda: context.session().get_one(Unit, part.unit_id),
        asking=asking,
        trouble=trouble,
        sheet=sheet,
        sources=SHEET_SOURCES,
        models=lambda: _models(sheet.models) if sheet else [],
        chart=lambda: risk_chart(_curve(sheet)) if sheet else "",
        rows=lambda: curve_rows(_curve(sheet), [sheet.by_probability, sheet.by_cost]) if sheet else [],
        need=lambda: _need_chart(sheet) if sheet else "",
        asked_names=ASKED,
        open_one=lambda: (
            context.session()
            .execute(
                select(LastTimeBuy.id, LastTimeBuy.number).where(
                    LastTimeBuy.part_id == part_id, LastTimeBuy.state == "proposed"
                )
            )
            .one_or_none()
        ),
    )


def number_plain(value: float) -> str:
    """Write a quantity as forms take it."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _worked_out(part: Part) -> tuple[Worksheet | None, Form, str]:
    """Read the worksheet's questions from the address (or what was sent), and work it out where they are sound."""
    schema, session = WorksheetInput(), context.session()
    sent = request.form if request.method == "POST" else request.args
    usual: dict[str, Any] = _usual(part)
    given = {name: sent[name] for name in usual if name in sent}
    data, form = validated(schema, MultiDict({**usual, **given}), {"part_id": part.id})
    if form.errors:
        return None, form, _("Some entries cannot be used; see the marked fields.")
    asked = Asked(
        months=data["months"],
        probability=share_of(data["probability_percent"]),
        price=float(data["unit_price_cny"].decimal),
        shortage=float(data["shortage_cny"].decimal),
        disposal=float(data["disposal_cny"].decimal),
        holding_rate=share_of(data["holding_percent"]),
        decline=share_of(data["decline_percent"]),
    )
    try:
        return work_out(session, part_id=part.id, on=context.today(), asked=asked), form, ""
    except AppError as error:
        return None, form, message(error)


def _usual(part: Part) -> dict[str, Any]:
    """Return what a worksheet begins with: the dearest known price, and a shortage worth ten times as much."""
    offered = offers(context.session(), on=context.today(), part_ids=[part.id]).get(part.id, [])
    price = max((step.unit_price_cny for offer in offered for step in offer.steps), default=Money.of("10"))
    return {
        "months": "84",
        "probability_percent": "95",
        "unit_price_cny": str(price),
        "shortage_cny": str(Money(price.scaled * 10)),
        "disposal_cny": "0",
        "holding_percent": "12",
        "decline_percent": "15",
    }


def _models(rows: Sequence[Sequence[float]]) -> list[dict[str, Any]]:
    """Return the models behind a worksheet with their codes."""
    session = context.session()
    codes = dict(
        session.execute(
            select(ProductModel.id, ProductModel.code).where(ProductModel.id.in_([int(row[0]) for row in rows]))
        ).all()
    )
    return [
        {"id": int(key), "code": codes.get(int(key), ""), "units": units, "yearly": rate * 12_000, "need": need}
        for key, units, rate, need in rows
    ]


def _curve(sheet: Worksheet) -> list[list[float]]:
    curve = sheet.curve
    columns = (curve.quantity, curve.risk, curve.short, curve.left, curve.cost)
    return [[float(value) for value in row] for row in zip(*columns, strict=True)]


def risk_chart(curve: list[list[float]]) -> Any:
    """Draw the chance of running out against the quantity bought."""
    some = curve[:: max(len(curve) // SHOWN_POINTS, 1)]
    said = _(
        "From %(most)s with nothing bought down to %(least)s", most=percent(curve[0][1]), least=percent(curve[-1][1], 1)
    )
    return charts.for_screens(
        lambda width, height: charts.step_chart(
            _("Chance of running out"),
            said,
            [Step(row[0], number(row[0], 0), row[1] * 100) for row in some],
            balance_word=_("Chance of running out, in percent"),
            width=width,
            height=height,
        )
    )


def curve_rows(curve: list[list[float]], marks: Sequence[float]) -> list[list[float]]:
    """Return a dozen rows of a curve, with those that were advised."""
    step = max(len(curve) // TABLE_ROWS, 1)
    chosen = {tuple(row) for row in curve[::step]} | {tuple(row) for row in curve if row[0] in marks}
    return [list(row) for row in sorted(chosen)]


def _need_chart(sheet: Worksheet) -> Any:
    years = [float(sheet.monthly[begin : begin + 12].sum()) for begin in range(0, sheet.monthly.size, 12)]
    labels = [str(year + 1) for year in range(len(years))]
    return charts.for_screens(
        lambda width, height: charts.stacked_bars(
            _("Expected demand by year"),
            _("%(total)s units in all", total=number(sheet.mean, 1)),
            labels,
            [charts.Series(_("Expected demand"), tuple(years))],
            width=width,
            height=height,
        )
    )


@blueprint.get("/last-time-buys/<int:last_time_buy_id>")
@needs("plan.read")
def show(last_time_buy_id: int) -> str:
    """Show a last-time buy with the sum it was proposed on."""
    row = found(last_time_buy_id)
    kept = context.session().get_one(LastTimeBuy, last_time_buy_id)
    return render_template(
        "last_time_buys/show.html",
        row=row,
        inputs=kept.inputs,
        models=_models(kept.inputs["models"]),
        chart=risk_chart(kept.curve),
        rows=curve_rows(kept.curve, [kept.inputs["by_probability"], kept.inputs["by_cost"]]),
        sources=SHEET_SOURCES,
        states=BUY_STATES,
        tones=BUY_TONES,
        mine=row.created_by_id == context.actor().id,
    )


@blueprint.post("/last-time-buys/<int:last_time_buy_id>/approve")
@needs("plan.approve")
def approve(last_time_buy_id: int) -> ResponseReturnValue:
    """Approve the last-time buy."""
    return do(APPROVE, _at(last_time_buy_id), last_time_buy_id=last_time_buy_id)


@blueprint.route("/last-time-buys/<int:last_time_buy_id>/reject", methods=["GET", "POST"])
@needs("plan.approve", "plan.write")
def reject(last_time_buy_id: int) -> ResponseReturnValue:
    """Reject or withdraw the last-time buy."""
    row = found(last_time_buy_id)
    return handle_form(
        REJECT,
        "command.html",
        _at(last_time_buy_id),
        fixed={"last_time_buy_id": last_time_buy_id},
        back=_at(last_time_buy_id),
        trail=[(_("Last-time buys"), url_for("list.last_time_buys")), (row.number, _at(row.id))],
    )


@blueprint.route("/last-time-buys/<int:last_time_buy_id>/order", methods=["GET", "POST"])
@needs("orders.write")
def order(last_time_buy_id: int) -> ResponseReturnValue:
    """Order it: the form of a new order, filled in; where there is an order already it is shown instead."""
    row = found(last_time_buy_id)
    if row.order_id is not None:
        flash(_("%(number)s is ordered already.", number=row.number), "info")
        return redirect(url_for("orders.show", order_id=row.order_id), 303)
    return handle_form(
        ORDER,
        "orders/new.html",
        lambda made: url_for("orders.show", order_id=made.order_id),
        initial=_order_of(row),
        fixed={"last_time_buy_id": last_time_buy_id},
        success=lambda made: _("%(number)s is drafted. Somebody else approves it.", number=made.number),
        last_time=row,
    )


def _order_of(row: Any) -> dict[str, Any]:
    """Return what the form of the order begins with: the cheapest offer that may be ordered, at its price."""
    offered = [
        each
        for each in offers(context.session(), on=context.today(), part_ids=[row.part_id]).get(row.part_id, [])
        if each.eligible
    ]
    priced = [
        (step.unit_price_cny, each.supplier_id) for each in offered if (step := step_for(each.steps, row.quantity))
    ]
    price, supplier_id = min(priced, default=(row.unit_price_cny, None))
    return {
        "supplier_id": supplier_id,
        "store_id": central_store(),
        "note": row.number,
        "lines": [{"part_id": row.part_id, "quantity": str(row.quantity), "unit_price_cny": str(price)}],
    }


@blueprint.get("/last-time-buys/<int:last_time_buy_id>/sheet.pdf")
@needs("plan.read")
def paper(last_time_buy_id: int) -> Response:
    """Print the worksheet 最后采购测算表."""
    row = found(last_time_buy_id)
    kept = context.session().get_one(LastTimeBuy, last_time_buy_id)
    inputs, priced = kept.inputs, context.may("prices.read")

    def cny(value: float) -> str:
        return money(Money.of(f"{value:.4f}")) if priced else ""

    def make(language: str) -> bytes:
        marks = [inputs["by_probability"], inputs["by_cost"]]
        lines = tuple(
            LastTimeRow(
                quantity=number(each[0], 0),
                risk=percent(each[1], 1),
                short=number(each[2], 1),
                left=number(each[3], 1),
                cost=cny(each[4]),
                advised=each[0] in marks,
            )
            for each in curve_rows(kept.curve, marks)
        )
        words = part_words(row, language, row.unit)
        return render_last_time_buy(
            LastTimeBuyPaper(
                **head(language, row.number, status=str(BUY_STATES[row.state]), note=row.note),
                part_number=row.part_number,
                part_name=words["part_name"],
                unit=words["unit"],
                computed_on=day(row.computed_on),
                months=str(inputs["months"]),
                probability=percent(inputs["probability"], 1),
                mean=number(inputs["mean"], 1),
                sd=number(inputs["sd"], 1),
                planned=number(inputs["planned"], 1),
                on_hand=number(inputs["on_hand"], 1),
                on_order=number(inputs["on_order"], 1),
                by_probability=number(inputs["by_probability"], 0),
                by_cost=number(inputs["by_cost"], 0),
                quantity=number(row.quantity),
                unit_price=cny(inputs["price"]),
                amount=money(row.unit_price_cny.times(row.quantity)) if priced else "",
                risk=percent(inputs["chosen"]["risk"], 1),
                lines=lines,
                author=signature(row.created_by, day(row.computed_on)),
                approver=signature(row.approved_by, day_of_instant(row.approved_at) if row.approved_at else ""),
            ),
            language,
        )

    return paper_answer(make, row.number)


__all__ = ["Quantity", "blueprint", "found"]
