"""Close requests for quotation whose day is over, remind suppliers, and warn of contracts that end."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from kernel.db import reading
from kernel.settings import day_of, setting
from kernel.tables import Person
from procurement import settings
from procurement.contracting import expire_contracts
from procurement.requesting_quotes import close_request, note_reminder
from procurement.tables import Contract, ContractVersion, Quote, QuoteInvitation, QuoteRequest
from webapp import context
from webapp.jobs import Progress, periodic
from webapp.mail import queue_mail
from webapp.quote_paper import mail_request


@periodic("quotes", _l("Close requests for quotation and remind suppliers"), timedelta(hours=1))
def follow_quotes(progress: Progress) -> dict[str, Any]:
    """Close what is over, and ask suppliers that have not answered once before it is."""
    at = progress.at
    _know_zone()

    def work(session: Session) -> dict[str, Any]:
        on = day_of(session, at)
        return {"closed": close_due(session, on, at), "reminded": remind_suppliers(session, on, at)}

    return progress.write(work)


@periodic("contracts", _l("Watch the end of contracts"), timedelta(days=1))
def follow_contracts(progress: Progress) -> dict[str, Any]:
    """Mark contracts whose term is over, and warn by mail of those that end soon."""
    at = progress.at

    def work(session: Session) -> dict[str, Any]:
        on = day_of(session, at)
        return {"expired": expire_contracts(session, on=on, at=at), "warned": warn_of_ends(session, on, at)}

    return progress.write(work)


def _know_zone() -> None:
    """Look the business zone up before anything is written: a paper asks for it, and SQLite has one writer."""
    reading(context.session())
    context.business_zone()
    context.session().rollback()


def close_due(session: Session, on: date, at: datetime) -> int:
    """Close every open request whose closing day is over; return how many there were."""
    over = session.scalars(select(QuoteRequest.id).where(QuoteRequest.state == "sent", QuoteRequest.closes_on < on))
    ids = over.all()
    for request_id in ids:
        close_request(session, request_id=request_id, at=at, request_key=f"quote_closing:{request_id}:{on}")
    return len(ids)


def remind_suppliers(session: Session, on: date, at: datetime) -> int:
    """Remind suppliers whose link was mailed and who have not answered, once for each link; return how many."""
    until = on + timedelta(days=int(setting(session, settings.QUOTE_REMIND, on)))
    waiting = session.scalars(
        select(QuoteInvitation)
        .join(QuoteRequest, QuoteRequest.id == QuoteInvitation.request_id)
        .where(
            QuoteRequest.state == "sent",
            QuoteRequest.closes_on <= until,
            QuoteInvitation.sent_to != "",
            QuoteInvitation.token_hash.is_not(None),
            QuoteInvitation.token_expires_at > at,
            QuoteInvitation.reminded_at.is_(None) | (QuoteInvitation.reminded_at < QuoteInvitation.sent_at),
            ~exists().where(Quote.invitation_id == QuoteInvitation.id),
        )
    ).all()
    told = [row for row in waiting if row.sent_at is not None and day_of(session, row.sent_at) < on]
    for row in told:
        mail_request(session, row, on, at, reminder=True)
        note_reminder(session, invitation_id=row.id, at=at, request_key=f"quote_reminder:{row.id}:{row.sends}")
    return len(told)


def warn_of_ends(session: Session, on: date, at: datetime) -> int:
    """Mail whoever wrote a contract that ends soon, once for each end; return how many mails were queued."""
    until = on + timedelta(days=int(setting(session, settings.CONTRACT_WARN, on)))
    rows = session.execute(
        select(Contract, ContractVersion)
        .join(ContractVersion, ContractVersion.contract_id == Contract.id)
        .where(
            Contract.state == "active",
            ContractVersion.state == "active",
            ContractVersion.ends_on <= until,
            Contract.warned_for_on.is_(None) | (Contract.warned_for_on != ContractVersion.ends_on),
        )
    ).all()
    told = 0
    for contract, version in rows:
        contract.warned_for_on = version.ends_on
        told += _warn(session, contract, version, on, at)
    session.flush()
    return told


def _warn(session: Session, contract: Contract, version: ContractVersion, on: date, at: datetime) -> int:
    people = {version.written_by_id, version.approved_by_id or version.written_by_id}
    days = (version.ends_on - on).days
    link = f"{context.config().base_url.rstrip('/')}/contracts/{contract.id}"
    body = (
        f"采购合同 {contract.number}“{version.title}”将于 {version.ends_on} 到期（还有 {days} 天），请续签或终止。\n"
        f"Contract {contract.number} “{version.title}” ends on {version.ends_on} ({days} days left)."
        f" Please renew or end it.\n\n{link}"
    )
    told = 0
    for person in session.scalars(select(Person).where(Person.id.in_(people), Person.active)):
        if person.email:
            subject = f"合同即将到期 / contract ends soon: {contract.number}, {version.ends_on}"
            about = f"contract:{contract.id}:{version.ends_on}"
            queue_mail(session, to=person.email, subject=subject, body=body, at=at, about=about)
            told += 1
    return told
