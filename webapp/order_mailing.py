"""Mail the paper of an order to its supplier: when it is sent, and again when it has changed or ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.errors import InvalidState, RuleViolation
from kernel.requests import once
from kernel.tables import Mail
from procurement.ordering import supplier_has
from procurement.queries.one_order import OrderDetail, order_detail
from procurement.tables import Supplier
from webapp.mail import queue_mail
from webapp.order_paper import order_pdf

SENT = """您好，
附件为采购订单 {number}，请在三个工作日内确认交期。

Dear Sir or Madam,
Please find attached purchase order {number} and confirm the delivery dates within three working days.
"""
CHANGED = """您好，
附件为采购订单 {number} 的最新内容（第 {version} 版），以此为准，请确认。

Dear Sir or Madam,
Please find attached purchase order {number} as it holds now (version {version}); it replaces what you had before.
"""
CANCELLED = """您好，
采购订单 {number} 已取消，请不要再发货。

Dear Sir or Madam,
Purchase order {number} is cancelled. Please do not deliver what is still open.
"""
KNOWN_STATES = ("sent", "confirmed", "partly_received", "received", "cancelled")
"""The states in which a supplier may know of an order."""


@dataclass(frozen=True, slots=True)
class OrderMailed:
    """Name the mail that carries an order, and to whom it goes."""

    mail_id: int
    order_id: int
    to: str


def queue_order(session: Session, detail: OrderDetail, at: datetime, words: str = SENT) -> OrderMailed:
    """Queue the paper of an order to its supplier; a cancelled order has none any more."""
    supplier = session.get_one(Supplier, detail.supplier_id)
    if not supplier.email:
        raise RuleViolation("supplier_without_mail", supplier=supplier.code, field="by_mail")
    ended = detail.state == "cancelled"
    mail_id = queue_mail(
        session,
        to=supplier.email,
        subject=f"{'订单取消 Cancelled:' if ended else '采购订单'} Purchase order {detail.number}",
        body=words.format(number=detail.number, version=detail.version),
        at=at,
        about=about(detail.order_id, detail.version, ended=ended),
        attachment=None if ended else (f"{detail.number} 采购订单.pdf", order_pdf(session, detail, "zh")),
    )
    return OrderMailed(mail_id, detail.order_id, supplier.email)


@once
def mail_order(session: Session, *, order_id: int, by: int, at: datetime, request_key: str) -> OrderMailed:
    """Mail a sent order again as it holds now, or that it is cancelled."""
    del by, request_key  # the trail and `once` keep them
    detail = order_detail(session, order_id=order_id)
    if detail.state not in KNOWN_STATES:
        raise InvalidState("order_not_mailed", number=detail.number, state=detail.state)
    if detail.state != "cancelled":
        supplier_has(session, order_id=order_id, at=at)
    return queue_order(session, detail, at, CANCELLED if detail.state == "cancelled" else CHANGED)


def about(order_id: int, version: int, *, ended: bool) -> str:
    """Return what the mails of an order's version say they are about."""
    return f"order:{order_id}:{'cancelled' if ended else version}"


def mails_of(session: Session, order_id: int) -> list[Mail]:
    """Return every mail about an order, the oldest first: its paper, and reminders."""
    told = (Mail.about == f"order:{order_id}") | Mail.about.like(f"order:{order_id}:%")
    return list(session.scalars(select(Mail).where(told).order_by(Mail.id)))
