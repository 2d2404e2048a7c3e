"""Settle claims: by credit note, by goods taken back unpaid, or by waiving them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from inventory.finding import check_quantity
from kernel.amounts import Money, Quantity
from kernel.errors import FourEyes, RuleViolation
from kernel.requests import once
from kernel.settings import day_of, setting
from procurement.tables import Order, OrderLine
from receiving.settings import CREDIT_LIMIT
from receiving.settlement import Reason, SettlementKind, check_settlement
from receiving.stepping import ReturnStep, check_open, open_claim_of, settled, stepped, waive
from receiving.tables import ArrivalLine, Settlement, SupplierReturn


@once
def settle(
    session: Session,
    *,
    supplier_return_id: int,
    kind: SettlementKind,
    quantity: Quantity,
    amount_cny: Money,
    reference: str,
    by: int,
    at: datetime,
    request_key: str,
    note: str = "",
    credited_on: date | None = None,
) -> ReturnStep:
    """Settle a claim or a part of it: credited by a credit note, taken back unpaid, or waived by another person.

    A credit above the limit of the settings is noted by neither who opened the claim nor who bought the goods. What is
    replaced or reworked settles the claim by its verdict alone. A credit note counts once for a claim.
    """
    row = open_claim_of(session, supplier_return_id)
    check_quantity(session, row.part_id, quantity)
    check_settlement(Reason(row.reason), kind, amount_cny)
    check_open(session, row, quantity)
    if kind is SettlementKind.WAIVED:
        waive(session, row, quantity, note, by, at)
        return stepped(session, row)
    limit = _checked_credit(session, row, amount_cny, reference, credited_on, by, at) if amount_cny else None
    settled(
        session,
        row,
        kind,
        quantity,
        by=by,
        at=at,
        amount_cny=amount_cny,
        reference=reference.strip(),
        note=note,
        credited_on=credited_on if limit else None,
        limit_cny=limit,
    )
    return stepped(session, row)


def _checked_credit(
    session: Session,
    row: SupplierReturn,
    amount: Money,
    reference: str,
    credited_on: date | None,
    by: int,
    at: datetime,
) -> Money:
    """Return the limit of a credit after looking at its note, its day and who notes it."""
    on = day_of(session, at)
    if not reference.strip():
        raise RuleViolation("credit_note_needed", field="reference")
    if credited_on is None:
        raise RuleViolation("credit_note_needed", field="credited_on")
    if credited_on > on:
        raise RuleViolation("credited_in_future", field="credited_on")
    _check_unused(session, row, reference.strip(), credited_on)
    limit = Money.of(str(setting(session, CREDIT_LIMIT, on)))
    if amount > limit and by in {row.opened_by_id, _buyer_of(session, row)}:
        raise FourEyes("credit_above_limit", limit_cny=limit)
    return limit


def _check_unused(session: Session, row: SupplierReturn, reference: str, credited_on: date) -> None:
    """Refuse a credit note that this claim had already, or that bears another day at another claim of the supplier.

    One note may credit several claims, each once.
    """
    used = session.execute(
        select(SupplierReturn.id, SupplierReturn.number, Settlement.credited_on)
        .join(Settlement, Settlement.supplier_return_id == SupplierReturn.id)
        .where(
            SupplierReturn.supplier_id == row.supplier_id,
            Settlement.kind == SettlementKind.CREDITED,
            Settlement.reference == reference,
            or_(SupplierReturn.id == row.id, Settlement.credited_on != credited_on),
        )
        .order_by(Settlement.id)
    ).first()
    if used is not None:
        raise RuleViolation(
            "credit_note_used", field="reference", reference=reference, claim=used.number, day=used.credited_on
        )


def _buyer_of(session: Session, row: SupplierReturn) -> int | None:
    return session.scalar(
        select(Order.created_by_id)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(ArrivalLine, ArrivalLine.order_line_id == OrderLine.id)
        .where(ArrivalLine.id == row.arrival_line_id)
    )
