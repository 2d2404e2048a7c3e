"""Watch suppliers' papers and assessments every night, and prices; tell the buyers of each occasion once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.tables import Part
from kernel.settings import day_of, setting
from procurement import settings
from procurement.finding_qualification import due_assessments, ending_papers
from procurement.qualifying import watch_overdue
from procurement.tables import PriceAlert
from procurement.watching_prices import PricesWatched, watch_prices
from webapp import context
from webapp.jobs import Progress, job, periodic
from webapp.role_mails import mail_role

PAPERS = {
    "business_licence": ("营业执照", "business licence"),
    "quality_system": ("质量体系证书", "quality system certificate"),
    "maker_authorisation": ("原厂授权", "maker's authorisation"),
    "product_certificate": ("产品认证", "product certificate"),
    "other": ("其他证书", "other certificate"),
}
"""A mail is written in both languages, because nobody reads along when it is sent."""


@periodic("supplier_watch", _l("Watch suppliers' papers and assessments"), timedelta(days=1))
def watch_suppliers(progress: Progress) -> dict[str, Any]:
    """Tell of papers and assessments that end, and put suppliers that are overdue on watch."""
    at = progress.at
    papers = progress.write(lambda session: tell_of_papers(session, at))
    moved, due = progress.write(lambda session: follow_assessments(session, at))
    return {"mails": papers + due, "moved": moved}


def tell_of_papers(session: Session, at: datetime) -> int:
    """Queue a mail to the buyers for each paper that ends soon, and one once it has ended."""
    on = day_of(session, at)
    days = int(setting(session, settings.CERTIFICATE_WARN_DAYS, on))
    queued = 0
    for each in ending_papers(session, by_day=on + timedelta(days=days)):
        ended = each.expires_on < on
        zh, en = PAPERS.get(each.kind, PAPERS["other"])
        name = f"{each.supplier_code} {each.name_zh} / {each.name_en}"
        queued += mail_role(
            session,
            "buyer",
            subject=f"{each.supplier_code} {zh}{'已过期' if ended else '即将到期'}"
            f" / {en} {'has expired' if ended else 'expires soon'} ({each.expires_on})",
            body=f"供应商 {name} 的{zh}有效期至 {each.expires_on}。请向供应商索取新证书并登记。\n"
            f"The {en} of {name} is valid until {each.expires_on}. Please ask for the new one and enter it.\n\n"
            f"{_link(f'/suppliers/{each.supplier_id}#papers')}",
            about=f"supplier_paper:{each.supplier_id}:{each.kind}:{each.expires_on}:{'ended' if ended else 'soon'}",
            at=at,
        )
    return queued


def follow_assessments(session: Session, at: datetime) -> tuple[int, int]:
    """Put suppliers that are overdue on watch (or block them), and tell the buyers of all that are due."""
    on = day_of(session, at)
    days = int(setting(session, settings.ASSESSMENT, on)["warn_days"])
    moved = queued = 0
    for row in due_assessments(session, by_day=on + timedelta(days=days)):
        overdue = row.next_assessment_on is not None and row.next_assessment_on < on
        moved += watch_overdue(session, row, at=at) is not None
        queued += mail_role(
            session,
            "buyer",
            subject=f"{row.code} 供应商复评{'已逾期' if overdue else '即将到期'}"
            f" / assessment {'overdue' if overdue else 'due soon'} ({row.next_assessment_on})",
            body=f"供应商 {row.code} {row.name_zh} 应于 {row.next_assessment_on} 前复评。\n"
            f"{row.code} {row.name_en} is to be assessed anew by {row.next_assessment_on}.\n\n"
            f"{_link(f'/suppliers/{row.id}#path')}",
            about=f"supplier_assessment:{row.id}:{row.next_assessment_on}:{'overdue' if overdue else 'soon'}",
            at=at,
        )
    return moved, queued


def _watch_prices(progress: Progress) -> dict[str, Any]:
    def work(session: Session) -> PricesWatched:
        on = day_of(session, progress.at)
        made = watch_prices(session, on=on, by=progress.by, at=progress.at, request_key=progress.request_key)
        tell_of_prices(session, made, progress.at)
        return made

    made = progress.write(work)
    count = len(made.price_alert_ids)
    return {"alerts": count, "summary": _("%(count)s new price alerts.", count=count), "url": "/price-alerts?open=yes"}


def tell_of_prices(session: Session, made: PricesWatched, at: datetime) -> int:
    """Queue one mail to each buyer that names the new alerts; an alert is found once, so it is told once."""
    rows = session.execute(
        select(PriceAlert, Part.number)
        .join(Part, Part.id == PriceAlert.part_id)
        .where(PriceAlert.id.in_(made.price_alert_ids))
        .order_by(Part.number, PriceAlert.id)
    ).all()
    if not rows:
        return 0
    lines = [f"{number}: {row.figure_bp / 100:+.1f}% ({row.reference}, {row.happened_on})" for row, number in rows]
    return mail_role(
        session,
        "buyer",
        subject=f"价格波动提醒 {len(rows)} 条 / price alerts: {len(rows)}",
        body="请查看下列价格波动并注明原因。\nPlease look at these prices and note what you find.\n\n"
        + "\n".join(lines)
        + f"\n\n{_link('/price-alerts?open=yes')}",
        about=f"price_alerts:{made.price_alert_ids[0]}-{made.price_alert_ids[-1]}",
        at=at,
    )


def _link(path: str) -> str:
    return f"{context.config().base_url.rstrip('/')}{path}"


@periodic("price_watch_daily", _l("Watch prices"), timedelta(days=1))
def watch_prices_by_the_clock(progress: Progress) -> dict[str, Any]:
    """Look for jumps of prices, by the clock."""
    return _watch_prices(progress)


@job("price_watch", "suppliers.write", _l("Watch prices"))
def watch_prices_now(progress: Progress) -> dict[str, Any]:
    """Look for jumps of prices now."""
    return _watch_prices(progress)
