"""Look after stock-takes: open one, watch it, share it out, find causes, approve, post."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory import stock_take_queries as queries
from inventory.approving_counts import signatures
from inventory.finding_stock_takes import waiting
from inventory.scan_codes import CodeKind, ScanCode
from inventory.stock_take_queries import StockTakeHead
from inventory.tables import CountLine as Line
from inventory.tables import StockTake
from kernel.amounts import Money
from kernel.errors import NotFound
from kernel.tables import Person
from webapp import context
from webapp.access import needs
from webapp.charts import Bar, horizontal_bars
from webapp.commands import do, handle_form
from webapp.commands_of.stock_take_sharing import ASSIGN, SHARE_OUT
from webapp.commands_of.stock_takes import (
    APPROVE,
    ASK_RECOUNT,
    ASK_RECOUNTS,
    CANCEL,
    CREATE,
    MOST_CHOSEN,
    POST,
    REVIEW,
    SET_CAUSE,
    SET_CAUSES,
    may_sign,
)
from webapp.context import Actor
from webapp.forms import Form
from webapp.i18n import in_language, money, percent, words
from webapp.listing_pages import show as show_list
from webapp.listing_rows import asked
from webapp.listings.stock_take_lines import ACCURACY, ENTRIES, LINES
from webapp.listings.stock_takes import STATES, TONES
from webapp.navigation import entry
from webapp.scanning import Found, scan_target
from webapp.scopes import require_store

blueprint = Blueprint("stock_takes", __name__, url_prefix="/stock-takes")
MOST_BARS = 36
REVIEWING = ("counts.write", "counts.approve", "counts.approve_large")


def take_of(stock_take_id: int) -> StockTakeHead:
    """Return a stock-take that whoever asks may see."""
    session = context.session()
    found = queries.stock_take(session, stock_take_id=stock_take_id)
    require_store(session, context.actor(), found.store_id)
    return found


def may_review() -> bool:
    """Tell whether whoever asks may see book and differences: not those who only count, so that it stays blind."""
    return any(context.may(each) for each in REVIEWING)


def at(stock_take_id: int) -> str:
    """Return the address of a stock-take's page."""
    return url_for("stock_takes.show", stock_take_id=stock_take_id)


@blueprint.route("/new", methods=["GET", "POST"])
@needs("counts.write")
def new() -> ResponseReturnValue:
    """Open a stock-take."""
    return handle_form(
        CREATE,
        "command.html",
        lambda made: at(made.stock_take_id),
        initial={"due_on": f"{context.today() + timedelta(days=3):%Y-%m-%d}"},
        success=lambda made: _("%(number)s is open with %(lines)s lines.", number=made.number, lines=made.lines),
        intro=_("Everything that the store holds in the chosen part of it gets a line. Work goes on meanwhile."),
        submit=_("Begin the count"),
        back=url_for("list.stock_takes"),
        trail=[(_("Stock-takes"), url_for("list.stock_takes"))],
    )


@blueprint.get("/<int:stock_take_id>")
@needs("counts.read")
def show(stock_take_id: int) -> ResponseReturnValue:
    """Show how far a stock-take is; the differences only to those who review, so that counting stays blind."""
    take, session = take_of(stock_take_id), context.session()
    shown = {
        "take": take,
        "states": STATES,
        "tones": TONES,
        "counters": _counters(session, stock_take_id),
        "waiting": take.lines_waiting,
    }
    if not may_review():
        return render_template("stock_takes/show.html", report=None, **shown)
    row = session.get_one(StockTake, stock_take_id)
    report = queries.variance_report(session, stock_take_id=stock_take_id)
    signed = signatures(session, row, context.now()) if take.state == "reviewed" else None
    first_look = {} if "show" in request.args else {"show": "differing"}
    return show_list(
        LINES,
        template="stock_takes/show.html",
        fixed={"stock_take": str(stock_take_id), **first_look},
        report=report,
        chart=_cause_chart(report.by_cause) if report.by_cause else None,
        by_cause=[
            (words(each.text), each.lines, money(each.gain_value_cny), money(each.loss_value_cny))
            for each in report.by_cause
        ],
        signed=signed,
        endorsed_by=session.get_one(Person, signed.endorsed_by_id).name if signed and signed.endorsed_by_id else None,
        signs=take.state == "reviewed" and may_sign(session, context.actor(), row),
        **shown,
    )


def _counters(session: Session, stock_take_id: int) -> list[tuple[str, int, int]]:
    """Return who has lines of a stock-take: name, lines, and how many of them still wait."""
    rows = session.execute(
        select(Person.name, func.count(), func.count().filter(waiting()))
        .select_from(Line)
        .join(Person, Person.id == Line.assigned_to_id)
        .where(Line.stock_take_id == stock_take_id)
        .group_by(Person.id, Person.name)
        .order_by(Person.name, Person.id)
    )
    return [(name, lines, left) for name, lines, left in rows]


def _cause_chart(causes: Iterable[queries.CauseSum]) -> object:
    bars = []
    for each in causes:
        net = each.gain_value_cny - each.loss_value_cny
        bars.append(Bar(words(each.text), float(net.decimal), money(net), "bad" if net < Money.zero() else "good"))
    return horizontal_bars(_("Value of the differences by cause"), _("Gains less losses of each cause"), bars)


@blueprint.get("/<int:stock_take_id>/accounts")
@needs(*REVIEWING)
def accounts(stock_take_id: int) -> ResponseReturnValue:
    """Show what gains 盘盈 and losses 盘亏 come to for the accounts."""
    take = take_of(stock_take_id)
    return show_list(
        ENTRIES,
        template="stock_takes/accounts.html",
        fixed={"stock_take": str(stock_take_id)},
        take=take,
        states=STATES,
        tones=TONES,
    )


@blueprint.get("/accuracy")
@needs(*REVIEWING, "reports.read")
def accuracy() -> ResponseReturnValue:
    """Show how right the book was, month by month, by zone or keeper."""
    rows = list(ACCURACY.query(context.session(), asked(ACCURACY, request.args).filters))
    return show_list(ACCURACY, template="stock_takes/accuracy.html", chart=_accuracy_chart(rows))


def _accuracy_chart(rows: list[dict[str, Any]]) -> object:
    """Draw the share of lines that agree, a bar for each month and zone or keeper."""
    bars = [
        Bar(
            " · ".join(
                each for each in (str(row["month"]), in_language(str(row["name_zh"]), str(row["name_en"]))) if each
            ),
            float(str(row["line_share"])) * 100 if row["line_share"] is not None else None,
            _("%(share)s of %(lines)s lines", share=percent(row["line_share"], 1), lines=row["lines"]),
        )
        for row in rows[-MOST_BARS:]
    ]
    if not bars:
        return None
    return horizontal_bars(
        _("Lines that agree with the book"), _("Share of the counted lines without a difference"), bars, maximum=100
    )


@blueprint.route("/<int:stock_take_id>/counters", methods=["GET", "POST"])
@needs("counts.write")
def counters(stock_take_id: int) -> ResponseReturnValue:
    """Say who counts a place, a zone, or what is left."""
    take = take_of(stock_take_id)
    return handle_form(
        ASSIGN,
        "stock_takes/counters.html",
        url_for("stock_takes.counters", stock_take_id=stock_take_id),
        fixed={"stock_take_id": stock_take_id},
        success=lambda done: _("%(lines)s lines are handed out.", lines=done.lines),
        take=take,
        sharing=lambda: Form(SHARE_OUT.schema(), {}, hidden=frozenset({"stock_take_id"})),
        counters=lambda: _counters(context.session(), stock_take_id),
    )


@blueprint.post("/<int:stock_take_id>/share-out")
@needs("counts.write")
def share_out(stock_take_id: int) -> ResponseReturnValue:
    """Share what is left among several counters."""
    back = url_for("stock_takes.counters", stock_take_id=stock_take_id)
    return do(SHARE_OUT, back, stock_take_id=stock_take_id)


@blueprint.route("/lines/<int:count_line_id>/cause", methods=["GET", "POST"])
@needs("counts.write")
def cause(count_line_id: int) -> ResponseReturnValue:
    """Say why shelf and book differ."""
    line = context.session().get(Line, count_line_id)
    if line is None:
        raise NotFound("count_line_unknown", id=count_line_id)
    take = take_of(line.stock_take_id)
    session = context.session()
    shown = queries.variance_lines(session, stock_take_id=take.stock_take_id, line_ids=[count_line_id])[0]
    return handle_form(
        SET_CAUSE,
        "stock_takes/cause.html",
        at(take.stock_take_id),
        initial={"cause": line.cause, "note": line.cause_note},
        fixed={"count_line_id": count_line_id},
        take=take,
        shown=shown,
    )


@blueprint.post("/lines/causes")
@needs("counts.write")
def choose_cause() -> ResponseReturnValue:
    """Go on to choose one cause for the lines that were ticked."""
    ids = [each for each in request.form.getlist("ids") if each.isdecimal()][:MOST_CHOSEN]
    return redirect(url_for("stock_takes.causes", lines=",".join(ids)), 303)


@blueprint.route("/lines/cause", methods=["GET", "POST"])
@needs("counts.write")
def causes() -> ResponseReturnValue:
    """Give several lines one cause."""
    ids = [int(each) for each in request.args.get("lines", "").split(",") if each.isdecimal() and len(each) < 16]
    take = _take_of_lines(ids)
    return handle_form(
        SET_CAUSES,
        "command.html",
        at(take.stock_take_id),
        fixed={"count_line_ids": ids},
        title=_("One cause for %(count)s lines", count=len(ids)),
        back=at(take.stock_take_id),
        trail=[(_("Stock-takes"), url_for("list.stock_takes")), (take.number, at(take.stock_take_id))],
    )


def _take_of_lines(ids: list[int]) -> StockTakeHead:
    """Return the stock-take of lines that somebody ticked."""
    of_lines = select(Line.stock_take_id).where(Line.id.in_(ids[:MOST_CHOSEN])).limit(1)
    found = context.session().scalar(of_lines)
    if found is None:
        raise NotFound("count_line_unknown", id=next(iter(ids), 0))
    return take_of(found)


@blueprint.post("/lines/recounts")
@needs("counts.write")
def recounts() -> ResponseReturnValue:
    """Have the lines that were ticked counted again by others."""
    ids = [int(each) for each in request.form.getlist("ids") if each.isdecimal() and len(each) < 16]
    take = _take_of_lines(ids)
    return do(ASK_RECOUNTS, at(take.stock_take_id), count_line_ids=ids)


@blueprint.post("/<int:stock_take_id>/lines/<int:count_line_id>/recount")
@needs("counts.write")
def recount(stock_take_id: int, count_line_id: int) -> ResponseReturnValue:
    """Have a line counted again by another person."""
    return do(ASK_RECOUNT, at(stock_take_id), count_line_id=count_line_id)


@blueprint.post("/<int:stock_take_id>/review")
@needs("counts.write")
def review(stock_take_id: int) -> ResponseReturnValue:
    """Close the counting."""
    return do(REVIEW, at(stock_take_id), stock_take_id=stock_take_id)


@blueprint.post("/<int:stock_take_id>/approve")
@needs("counts.approve", "counts.approve_large")
def approve(stock_take_id: int) -> ResponseReturnValue:
    """Approve the differences."""
    return do(APPROVE, at(stock_take_id), stock_take_id=stock_take_id)


@blueprint.post("/<int:stock_take_id>/post")
@needs("counts.approve", "counts.write")
def post(stock_take_id: int) -> ResponseReturnValue:
    """Bring the book to the shelf."""
    return do(POST, at(stock_take_id), stock_take_id=stock_take_id)


@blueprint.post("/<int:stock_take_id>/cancel")
@needs("counts.write")
def cancel(stock_take_id: int) -> ResponseReturnValue:
    """Give the stock-take up."""
    return do(CANCEL, at(stock_take_id), stock_take_id=stock_take_id)


def _scanned(session: Session, _actor: Actor, code: ScanCode) -> list[Found]:
    """Find a stock-take by its number."""
    if code.kind not in {None, CodeKind.STOCK_TAKE, CodeKind.DOCUMENT}:
        return []
    take = session.scalar(select(StockTake).where(StockTake.number == code.key))
    return [Found(_l("Stock-take"), take.number, str(STATES[take.state]), at(take.id))] if take else []


scan_target("stock_take", "counts.read", _scanned, 40)
entry("stock", _l("Accuracy of the book"), "stock_takes.accuracy", "counts.write", order=67)
