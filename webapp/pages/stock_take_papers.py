"""Print stock-takes: the blind count sheet 盘点表 and the report 盘点报告; long ones in booklets, as long work."""

from __future__ import annotations

import io
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import stock_take_queries as queries
from inventory.tables import StockTake
from kernel.errors import Forbidden
from kernel.tables import Attachment
from webapp import context
from webapp.access import needs
from webapp.context import Actor
from webapp.documents.papers import render_count_sheet, render_stock_take_report
from webapp.exports import XLSX
from webapp.jobs import ask
from webapp.listings.stock_takes import STATES, TONES
from webapp.pages.stock_takes import REVIEWING, may_review, take_of
from webapp.printing import head, paper_answer, paper_language
from webapp.scopes import require_store
from webapp.stock_take_papers import (
    BOOKLET,
    KEPT_WITH,
    REPORT,
    SHEET,
    booklets,
    report_booklets,
    report_paper,
    sheet_paper,
    sheet_workbook,
)
from webapp.uploads import file_permission

blueprint = Blueprint("stock_take_papers", __name__, url_prefix="/stock-takes")


@blueprint.get("/<int:stock_take_id>/sheet.pdf")
@needs("counts.read")
def sheet_pdf(stock_take_id: int) -> ResponseReturnValue:
    """Print the blind count sheet 盘点表; a long one is printed in booklets as long work."""
    take, session = take_of(stock_take_id), context.session()
    if take.lines > BOOKLET:
        return redirect(_papers(stock_take_id))
    lines = queries.count_sheet(session, stock_take_id=stock_take_id)

    def make(language: str) -> bytes:
        facts = head(language, take.number, status=str(STATES[take.state]))
        return render_count_sheet(sheet_paper(take, next(iter(booklets(lines))), language, facts), language)

    return paper_answer(make, f"{take.number} {_('count sheet')}")


@blueprint.get("/<int:stock_take_id>/sheet.xlsx")
@needs("counts.read")
def sheet_xlsx(stock_take_id: int) -> Response:
    """Hand the blind count sheet out as a workbook that comes back filled in."""
    take = take_of(stock_take_id)
    lines = queries.count_sheet(context.session(), stock_take_id=stock_take_id, only_open=True)
    content = io.BytesIO(sheet_workbook(take, lines))
    return send_file(content, XLSX, as_attachment=True, download_name=f"{take.number}.xlsx")


@blueprint.get("/<int:stock_take_id>/report.pdf")
@needs(*REVIEWING)
def report_pdf(stock_take_id: int) -> ResponseReturnValue:
    """Print the report 盘点报告 with every difference, its cause and its value."""
    take = take_of(stock_take_id)
    report = queries.variance_report(context.session(), stock_take_id=stock_take_id)
    if len(report.differing) > BOOKLET:
        return redirect(_papers(stock_take_id))

    def make(language: str) -> bytes:
        facts = head(language, take.number, status=str(STATES[take.state]))
        paper = report_paper(report, next(iter(report_booklets(report))), language, facts)
        return render_stock_take_report(paper, language)

    return paper_answer(make, f"{take.number} {_('report')}")


def _papers(stock_take_id: int) -> str:
    return url_for("stock_take_papers.papers", stock_take_id=stock_take_id)


@blueprint.get("/<int:stock_take_id>/papers")
@needs("counts.read")
def papers(stock_take_id: int) -> str:
    """Show the booklets that were printed, and offer to print them anew."""
    take = take_of(stock_take_id)
    rows = context.session().scalars(
        select(Attachment)
        .where(Attachment.table_name.in_(KEPT_WITH.values()), Attachment.row_id == stock_take_id)
        .order_by(Attachment.id.desc())
    )
    seen = [row for row in rows if row.purpose == SHEET or may_review()]
    return render_template(
        "stock_takes/papers.html", take=take, files=seen, states=STATES, tones=TONES, review=may_review()
    )


@blueprint.post("/<int:stock_take_id>/papers")
@needs("counts.read")
def print_papers(stock_take_id: int) -> ResponseReturnValue:
    """Ask for the booklets of the sheet or of the report."""
    take_of(stock_take_id)
    which = REPORT if request.form.get("which") == REPORT and may_review() else SHEET
    wanted: dict[str, Any] = {"stock_take_id": stock_take_id, "which": which, "language": paper_language()}
    job_id = ask(context.session(), "stock_take_papers", request.form.get("request_key", ""), **wanted)
    return redirect(url_for("jobs.job", job_id=job_id), 303)


def _may_open(session: Session, actor: Actor, stock_take_id: int) -> None:
    """Refuse the booklets of a store that somebody else keeps."""
    require_store(session, actor, session.get_one(StockTake, stock_take_id).store_id)


def _may_review(session: Session, actor: Actor, stock_take_id: int) -> None:
    """Refuse a report to those who only count: it holds the book."""
    if not may_review():
        raise Forbidden("permission_missing", permission=REVIEWING[0])
    _may_open(session, actor, stock_take_id)


file_permission(KEPT_WITH[SHEET], "counts.read", _may_open)
file_permission(KEPT_WITH[REPORT], "counts.read", _may_review)
