"""Open cycle counts each morning, and print long papers of stock-takes in booklets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from inventory import planning_counts
from inventory import stock_take_queries as queries
from kernel.db import reading
from kernel.settings import day_of
from kernel.tables import Person
from webapp import context
from webapp.documents.papers import CountSheet, StockTakeReport, render_count_sheet, render_stock_take_report
from webapp.i18n import instant
from webapp.jobs import Progress, job, periodic
from webapp.listings.stock_takes import STATES
from webapp.printing import company_of, in_paper_language
from webapp.stock_take_papers import KEPT_WITH, REPORT, SHEET, booklets, report_booklets, report_paper, sheet_paper
from webapp.uploads import store_content

__all__ = ["open_due_counts", "print_papers"]


@periodic("open_due_counts", _l("Open due cycle counts"), timedelta(days=1))
def open_due_counts(progress: Progress) -> dict[str, Any]:
    """Open a stock-take for each cycle count that has something due; each plan's author is its author."""
    done = progress.write(
        lambda session: planning_counts.open_due(
            session, by=progress.by or 0, at=progress.at, request_key=progress.request_key
        )
    )
    lines = sum(each.lines for each in done.stock_takes)
    return {
        "url": "/stock-takes?state=counting",
        "summary": _("%(takes)s stock-takes with %(lines)s lines are open.", takes=len(done.stock_takes), lines=lines),
    }


@job("stock_take_papers", "counts.read", _l("Print papers of a stock-take"))
def print_papers(progress: Progress, *, stock_take_id: int, which: str, language: str) -> dict[str, Any]:
    """Print the count sheet or the report in booklets and keep them with the stock-take."""
    with in_paper_language(language):
        done = 0
        for name, pdf, total in _printed(progress, stock_take_id, which, language):
            done += 1
            progress.write(
                lambda session, name=name, pdf=pdf: store_content(  # type: ignore[misc]
                    session,
                    pdf,
                    "pdf",
                    name=name,
                    table_name=KEPT_WITH[which],
                    row_id=stock_take_id,
                    purpose=which,
                    by=progress.by or 0,
                    at=progress.at,
                )
            )
            progress.tell(done, total, _("Booklet %(done)s of %(total)s is printed.", done=done, total=total))
    return {
        "url": f"/stock-takes/{stock_take_id}/papers",
        "summary": _("%(booklets)s booklets are printed.", booklets=done),
    }


def _printed(progress: Progress, stock_take_id: int, which: str, language: str) -> Iterator[tuple[str, bytes, int]]:
    """Yield name and PDF of each booklet, and how many there are; nothing is written while anything is read."""
    reading(context.session())
    with progress.read() as session:
        take = queries.stock_take(session, stock_take_id=stock_take_id)
        facts = _head(session, progress, take, language)
        papers = _papers(session, take, facts, which, language)
    context.session().rollback()
    title = _("count sheet") if which == SHEET else _("report")
    for turn, paper in enumerate(papers, 1):
        progress.tell(turn - 1, len(papers))
        printed = (
            render_stock_take_report(paper, language)
            if isinstance(paper, StockTakeReport)
            else render_count_sheet(paper, language)
        )
        yield f"{take.number} {title} {turn}-{len(papers)}.pdf", printed, len(papers)


def _papers(
    session: Session, take: queries.StockTakeHead, facts: dict[str, Any], which: str, language: str
) -> list[CountSheet | StockTakeReport]:
    """Return the booklets of a sheet or a report, filled in."""
    if which == REPORT:
        report = queries.variance_report(session, stock_take_id=take.stock_take_id)
        return [report_paper(report, lines, language, facts) for lines in report_booklets(report)]
    sheet = queries.count_sheet(session, stock_take_id=take.stock_take_id)
    return [sheet_paper(take, each, language, facts) for each in booklets(sheet)]


def _head(session: Session, progress: Progress, take: queries.StockTakeHead, language: str) -> dict[str, Any]:
    """Return what the head of a paper needs outside a request."""
    person = session.get(Person, progress.by) if progress.by else None
    return {
        "company": company_of(session, day_of(session, progress.at), language),
        "number": take.number,
        "printed_at": instant(progress.at),
        "printed_by": person.name if person else "",
        "status": str(STATES[take.state]),
        "scan_code": "",
        "note": "",
    }
