"""Count: open a stock-take, count on a phone or on paper, find causes, approve, post, print."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from inventory import stock_take_queries as queries
from inventory.scan_codes import CodeKind, ScanCode, parse_code
from inventory.stock_take_queries import SheetLine, StockTakeHead, VarianceLine
from inventory.tables import CountLine as Line
from inventory.tables import Location, StockTake
from inventory.variance import CAUSES
from kernel.amounts import Money, Quantity
from kernel.errors import AppError, NotFound
from webapp import context
from webapp.access import needs
from webapp.charts import Bar, horizontal_bars
from webapp.commands import do, handle_form
from webapp.commands_of.stock_takes import (
    APPROVE,
    ASK_RECOUNT,
    CANCEL,
    COUNT,
    COUNT_SHEET,
    CREATE,
    POST,
    REVIEW,
    SET_CAUSE,
)
from webapp.context import Actor
from webapp.documents.papers import (
    CountLine,
    CountSheet,
    Figure,
    StockTakeReport,
    render_count_sheet,
    render_stock_take_report,
)
from webapp.documents.papers import VarianceLine as PrintedVariance
from webapp.forms import new_key
from webapp.i18n import day, instant, money, number, percent, words
from webapp.listings.stock_takes import STATES, TONES
from webapp.lookups import resolve
from webapp.messages import message
from webapp.printing import head, paper_answer, signature
from webapp.scanning import Found, scan_target
from webapp.scopes import require_store
from webapp.units import unit_text

blueprint = Blueprint("stock_takes", __name__, url_prefix="/stock-takes")
ZERO = Quantity.zero()


def take_of(stock_take_id: int) -> StockTakeHead:
    """Return a stock-take that whoever asks may see."""
    session = context.session()
    found = queries.stock_take(session, stock_take_id=stock_take_id)
    require_store(session, context.actor(), found.store_id)
    return found


def may_review() -> bool:
    """Tell whether whoever asks may see book and differences: not those who only count, so that it stays blind."""
    return context.may("counts.write") or context.may("counts.approve")


def _at(stock_take_id: int) -> str:
    return url_for("stock_takes.show", stock_take_id=stock_take_id)


@blueprint.route("/new", methods=["GET", "POST"])
@needs("counts.write")
def new() -> ResponseReturnValue:
    """Open a stock-take."""
    return handle_form(
        CREATE,
        "command.html",
        lambda made: _at(made.stock_take_id),
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
    report = queries.variance_report(session, stock_take_id=stock_take_id) if may_review() else None
    differing = [each for each in report.lines if each.difference] if report else []
    return render_template(
        "stock_takes/show.html",
        take=take,
        report=report,
        differing=differing,
        chart=_cause_chart(report.by_cause) if report and report.by_cause else None,
        open_lines=[each for each in queries.count_sheet(session, stock_take_id=stock_take_id) if each.to_count],
        states=STATES,
        tones=TONES,
        causes=CAUSES,
    )


def _cause_chart(causes: Iterable[queries.CauseSum]) -> object:
    bars = []
    for each in causes:
        net = each.gain_value_cny - each.loss_value_cny
        bars.append(Bar(words(each.text), float(net.decimal), money(net), "bad" if net < Money.zero() else "good"))
    return horizontal_bars(_("Value of the differences by cause"), _("Gains less losses of each cause"), bars)


@blueprint.get("/<int:stock_take_id>/count")
@needs("counts.count")
def count_page(stock_take_id: int) -> ResponseReturnValue:
    """Count on a phone: scan or choose a place, then type what lies there."""
    take, session = take_of(stock_take_id), context.session()
    lines = queries.count_sheet(session, stock_take_id=stock_take_id)
    place_id, part_id, said = _chosen(session, take, lines)
    mine = context.actor().id
    waiting = [each for each in lines if each.to_count and each.last_counted_by_id != mine]
    here = [each for each in waiting if each.location_id == place_id]
    here.sort(key=lambda each: each.part_id != part_id)
    places: dict[str, tuple[int, int]] = {}
    for each in waiting:
        places[each.location_code] = (each.location_id, places.get(each.location_code, (0, 0))[1] + 1)
    return render_template(
        "stock_takes/count.html",
        take=take,
        place=session.get(Location, place_id) if place_id else None,
        here=here,
        places=places,
        part_id=part_id,
        said=said,
        others=len([each for each in lines if each.to_count]) - len(waiting),
        keys=[new_key() for _line in here],
        done=len([each for each in lines if not each.to_count]),
        total=len(lines),
    )


def _chosen(session: Session, take: StockTakeHead, lines: tuple[SheetLine, ...]) -> tuple[int | None, int | None, str]:
    """Read which place and part were scanned or chosen; the third value says what was wrong with the code."""
    place_id = _place(session, take, Location.id == request.args.get("place", type=int))
    text = request.args.get("code", "").strip()
    if not text:
        return place_id, None, ""
    try:
        code = parse_code(text)
    except AppError as error:
        return place_id, None, message(error)
    if code.kind in {None, CodeKind.LOCATION} and (scanned := _place(session, take, Location.code == code.key)):
        return scanned, None, ""
    part_id = resolve("part", code.key) if code.kind in {None, CodeKind.PART} else None
    return place_id, part_id, _about_part(text, place_id, part_id, lines)


def _place(session: Session, take: StockTakeHead, which: ColumnElement[bool]) -> int | None:
    """Return the place of the store that fits, if goods may lie there."""
    of_store = (Location.store_id == take.store_id, Location.kind.in_(("bin", "van")))
    return session.scalar(select(Location.id).where(which, *of_store))


def _about_part(text: str, place_id: int | None, part_id: int | None, lines: tuple[SheetLine, ...]) -> str:
    """Say what is wrong with a scanned part, or nothing."""
    if part_id is None:
        return str(_("“%(code)s” is no place of this store and no part.", code=text[:60]))
    if place_id is None:
        return str(_("Scan the place first, then the part."))
    if part_id not in {each.part_id for each in lines if each.location_id == place_id and each.to_count}:
        return str(_("This part is not on the list here. If it really lies here, note it as a find below."))
    return ""


@blueprint.post("/<int:stock_take_id>/count")
@needs("counts.count")
def count(stock_take_id: int) -> ResponseReturnValue:
    """Keep one count and go on in the same place."""
    place = request.form.get("location_id", "")
    place_id = int(place) if place.isdecimal() and len(place) < 16 else resolve("bin", place)
    known: dict[str, Any] = {"location_id": place_id} if place_id else {}
    back = url_for("stock_takes.count_page", stock_take_id=stock_take_id, place=place_id)
    return do(COUNT, back, back=back, stock_take_id=stock_take_id, **known)


@blueprint.route("/<int:stock_take_id>/find", methods=["GET", "POST"])
@needs("counts.count")
def find(stock_take_id: int) -> ResponseReturnValue:
    """Note a part that lies where nobody expects it."""
    take = take_of(stock_take_id)
    place = request.args.get("place", type=int)
    return handle_form(
        COUNT,
        "command.html",
        url_for("stock_takes.count_page", stock_take_id=stock_take_id, place=place),
        initial={"location_id": place, "part_id": request.args.get("part", type=int)},
        fixed={"stock_take_id": stock_take_id},
        title=_("Note a find"),
        intro=_("A part that lies here though the book does not have it here."),
        back=url_for("stock_takes.count_page", stock_take_id=stock_take_id, place=place),
        trail=[(_("Stock-takes"), url_for("list.stock_takes")), (take.number, _at(stock_take_id))],
    )


@blueprint.route("/<int:stock_take_id>/sheet", methods=["GET", "POST"])
@needs("counts.write")
def sheet(stock_take_id: int) -> ResponseReturnValue:
    """Type in what was counted on paper."""
    take, session = take_of(stock_take_id), context.session()
    waiting = [each for each in queries.count_sheet(session, stock_take_id=stock_take_id) if each.to_count]
    return handle_form(
        COUNT_SHEET,
        "stock_takes/sheet.html",
        _at(stock_take_id),
        initial={
            "counted_at": context.now(),
            "lines": [{"location_id": e.location_id, "part_id": e.part_id} for e in waiting[:100]],
        },
        fixed={"stock_take_id": stock_take_id},
        take=take,
    )


@blueprint.get("/<int:stock_take_id>/sheet.pdf")
@needs("counts.read")
def sheet_pdf(stock_take_id: int) -> Response:
    """Print the blind count sheet 盘点表."""
    take, session = take_of(stock_take_id), context.session()
    lines = queries.count_sheet(session, stock_take_id=stock_take_id)

    def make(language: str) -> bytes:
        paper = CountSheet(
            **head(language, take.number, status=str(STATES[take.state])),
            lines=tuple(
                CountLine(
                    location=each.location_code,
                    part_number=each.part_number,
                    part_name=each.part_name.in_(language),
                    unit=unit_text(each.unit).in_(language),
                )
                for each in lines
            ),
            store=f"{take.store_code} {take.store_name.in_(language)}",
            planned_on=day(take.due_on),
            scope=_("%(lines)s lines", lines=len(lines)),
        )
        return render_count_sheet(paper, language)

    return paper_answer(make, f"{take.number} {_('count sheet')}")


@blueprint.get("/<int:stock_take_id>/report.pdf")
@needs("counts.write", "counts.approve")
def report_pdf(stock_take_id: int) -> Response:
    """Print the report 盘点报告 with every difference, its cause and its value."""
    take = take_of(stock_take_id)
    report = queries.variance_report(context.session(), stock_take_id=stock_take_id)
    return paper_answer(
        lambda language: render_stock_take_report(_report(report, language), language),
        f"{take.number} {_('report')}",
    )


def _report(report: queries.VarianceReport, language: str) -> StockTakeReport:
    take = report.head
    gains = sum((each.value_cny for each in report.gains), Money.zero())
    losses = sum((each.value_cny for each in report.losses), Money.zero())
    return StockTakeReport(
        **head(language, take.number, status=str(STATES[take.state])),
        variances=tuple(_printed(each, language) for each in (*report.gains, *report.losses)),
        store=f"{take.store_code} {take.store_name.in_(language)}",
        started_at=instant(take.created_at),
        finished_at=instant(take.posted_at) if take.posted_at else "",
        counted_lines=number(take.lines_counted),
        matching_lines=number(len([each for each in report.lines if each.counts and not each.difference])),
        recounted_lines=number(len([each for each in report.lines if len(each.counts) > 1])),
        accuracy=percent(report.accuracy.line_share, 1),
        gains=money(gains),
        losses=money(losses),
        net=money(gains + losses),
        by_cause=tuple(
            Figure(
                name=each.text.in_(language),
                value=float((each.gain_value_cny - each.loss_value_cny).decimal),
                text=money(each.gain_value_cny - each.loss_value_cny),
            )
            for each in report.by_cause
        ),
        supervisor=signature(take.created_by, day(take.created_at.date())),
        approver=signature(take.approved_by, instant(take.approved_at) if take.approved_at else ""),
    )


def _printed(each: VarianceLine, language: str) -> PrintedVariance:
    last, difference = each.counts[-1], each.difference or ZERO
    cause = CAUSES.get(each.cause or "")
    return PrintedVariance(
        part_number=each.line.part_number,
        part_name=each.line.part_name.in_(language),
        unit=unit_text(each.line.unit).in_(language),
        quantity=f"{'+' if difference > ZERO else ''}{number(difference)}",
        location=each.line.location_code,
        book=number(last.book),
        counted=number(last.counted),
        value=money(each.value_cny),
        cause=cause.in_(language) if cause else "",
        note=each.cause_note,
        gain=difference > ZERO,
    )


@blueprint.route("/lines/<int:count_line_id>/cause", methods=["GET", "POST"])
@needs("counts.write")
def cause(count_line_id: int) -> ResponseReturnValue:
    """Say why shelf and book differ."""
    line = context.session().get(Line, count_line_id)
    if line is None:
        raise NotFound("count_line_unknown", id=count_line_id)
    take = take_of(line.stock_take_id)
    shown = next(
        each
        for each in queries.variance_lines(context.session(), stock_take_id=take.stock_take_id)
        if each.line.count_line_id == count_line_id
    )
    return handle_form(
        SET_CAUSE,
        "stock_takes/cause.html",
        _at(take.stock_take_id),
        initial={"cause": line.cause, "note": line.cause_note},
        fixed={"count_line_id": count_line_id},
        take=take,
        shown=shown,
    )


@blueprint.post("/<int:stock_take_id>/lines/<int:count_line_id>/recount")
@needs("counts.write")
def recount(stock_take_id: int, count_line_id: int) -> ResponseReturnValue:
    """Have a line counted again by another person."""
    return do(ASK_RECOUNT, _at(stock_take_id), count_line_id=count_line_id)


@blueprint.post("/<int:stock_take_id>/review")
@needs("counts.write")
def review(stock_take_id: int) -> ResponseReturnValue:
    """Close the counting."""
    return do(REVIEW, _at(stock_take_id), stock_take_id=stock_take_id)


@blueprint.post("/<int:stock_take_id>/approve")
@needs("counts.approve")
def approve(stock_take_id: int) -> ResponseReturnValue:
    """Approve the differences."""
    return do(APPROVE, _at(stock_take_id), stock_take_id=stock_take_id)


@blueprint.post("/<int:stock_take_id>/post")
@needs("counts.approve", "counts.write")
def post(stock_take_id: int) -> ResponseReturnValue:
    """Bring the book to the shelf."""
    return do(POST, _at(stock_take_id), stock_take_id=stock_take_id)


@blueprint.post("/<int:stock_take_id>/cancel")
@needs("counts.write")
def cancel(stock_take_id: int) -> ResponseReturnValue:
    """Give the stock-take up."""
    return do(CANCEL, _at(stock_take_id), stock_take_id=stock_take_id)


def _scanned(session: Session, _actor: Actor, code: ScanCode) -> list[Found]:
    """Find a stock-take by its number."""
    if code.kind not in {None, CodeKind.STOCK_TAKE, CodeKind.DOCUMENT}:
        return []
    take = session.scalar(select(StockTake).where(StockTake.number == code.key))
    return [Found(_l("Stock-take"), take.number, str(STATES[take.state]), _at(take.id))] if take else []


scan_target("stock_take", "counts.read", _scanned, 40)
