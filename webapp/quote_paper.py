"""Write a request for quotation 询价单 as a PDF for one supplier, and the mail that brings it with the link."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.tables import Location, Part, Unit
from kernel.settings import zone
from kernel.tables import Person
from kernel.text import Text
from procurement.tables import QuoteInvitation, QuoteRequest, QuoteRequestLine, Supplier
from webapp.documents.papers import AskedLine, Party, QuoteRequestPaper, render_quote_request
from webapp.i18n import day, instant, number
from webapp.mail import queue_mail
from webapp.one_time_links import address, secret_for
from webapp.printing import company_of, in_paper_language, signature
from webapp.service_times import day_end

ASKED = """您好，
请于 {closes_on} 前对询价单 {number} 报价（详见附件）。无需登录，请点击下列链接填写；截止前可用同一链接修改：
{link}
该链接仅供贵司使用，请勿转发。

Dear Sir or Madam,
Please quote for {number} (attached) by {closes_on}. No log-in is needed; answer by the link above, which also lets you
change your answer until then. The link is yours alone: please do not pass it on.
"""
REMINDED = """您好，
询价单 {number} 将于 {closes_on} 截止，我们尚未收到贵司报价。请点击链接填写（也可注明不能提供）：
{link}

Dear Sir or Madam,
{number} closes on {closes_on} and we have not had your quotation yet. Please answer by the link above, even if you
cannot offer.
"""


def secret_of(invitation: QuoteInvitation) -> str:
    """Return the secret of an invitation's present link: each sending makes another one."""
    return secret_for(f"quote {invitation.id}:{invitation.sends}")


def next_secret(invitation: QuoteInvitation) -> str:
    """Return the secret that the next sending will make."""
    return secret_for(f"quote {invitation.id}:{invitation.sends + 1}")


def link_of(invitation: QuoteInvitation) -> str:
    """Return the address at which a supplier answers by its present link."""
    return address("quote", secret_of(invitation))


def link_end(session: Session, closes_on: date) -> datetime:
    """Return when links end: with the closing day."""
    return day_end(closes_on, zone(session, closes_on))


def request_pdf(
    session: Session, invitation: QuoteInvitation, language: str, on: date, at: datetime, *, link: str = ""
) -> bytes:
    """Return a request as a PDF for one supplier, in both languages."""
    with in_paper_language(language):
        return render_quote_request(_paper(session, invitation, language, on, at, link), language)


def mail_request(session: Session, invitation: QuoteInvitation, on: date, at: datetime, *, reminder: bool) -> None:
    """Queue the mail with the paper and the link to a supplier."""
    request = session.get_one(QuoteRequest, invitation.request_id)
    subject = f"{'催报价 / Reminder: ' if reminder else ''}询价 Request for quotation {request.number}"
    about = f"quote_request:{request.id}:{invitation.supplier_id}:{invitation.sends}"
    body = (REMINDED if reminder else ASKED).format(
        number=request.number, closes_on=request.closes_on.isoformat(), link=link_of(invitation)
    )
    queue_mail(
        session,
        to=invitation.sent_to,
        subject=subject,
        body=body,
        at=at,
        about=f"{about}:reminder" if reminder else about,
        attachment=(f"{request.number} 询价单.pdf", request_pdf(session, invitation, "zh", on, at)),
    )


def _paper(
    session: Session, invitation: QuoteInvitation, language: str, on: date, at: datetime, link: str
) -> QuoteRequestPaper:
    other = "en" if language == "zh" else "zh"
    request = session.get_one(QuoteRequest, invitation.request_id)
    supplier, store = session.get_one(Supplier, invitation.supplier_id), session.get_one(Location, request.store_id)
    keeper = session.get(Person, store.keeper_id) if store.keeper_id else None
    names = Text(supplier.name_zh, supplier.name_en)
    rows = session.execute(
        select(QuoteRequestLine, Part, Unit)
        .join(Part, Part.id == QuoteRequestLine.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .where(QuoteRequestLine.request_id == request.id)
        .order_by(QuoteRequestLine.line_no)
    )
    return QuoteRequestPaper(
        company=company_of(session, on, language),
        number=request.number,
        printed_at=instant(at),
        note=request.note,
        supplier=Party(
            name=names.in_(language),
            name_second=names.in_(other),
            number=supplier.code,
            contact=supplier.contact,
            phone=supplier.phone,
            email=supplier.email,
        ),
        deliver_to=Party(
            name=store.name.in_(language),
            name_second=store.name.in_(other),
            number=store.code,
            contact=keeper.name if keeper else "",
            phone=(keeper.phone or "") if keeper else "",
        ),
        lines=tuple(
            AskedLine(
                line=str(line.line_no),
                part_number=part.number,
                part_name=Text(part.name_zh, part.name_en).in_(language),
                part_name_second=Text(part.name_zh, part.name_en).in_(other),
                unit=Text(unit.name_zh, unit.name_en).in_(language),
                quantity=number(line.quantity),
                needed_on=day(line.needed_on) if line.needed_on else "",
                note=line.note,
            )
            for line, part, unit in rows
        ),
        asked_on=day(request.created_on),
        closes_on=day(request.closes_on),
        link=link,
        buyer=signature(session.get_one(Person, request.created_by_id).name, day(request.created_on)),
    )
