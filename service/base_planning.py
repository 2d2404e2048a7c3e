"""Bring the installed base into planning: rates, forecasts and plans are computed anew from what service knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.rate_keeping import RatesComputed, compute_rates
from inventory.finding import found, written
from kernel.errors import Conflict, InvalidState
from kernel.requests import once
from service.base_gathering import gather_base
from service.recording import record, ticket_to_change
from service.tables import Campaign, PlannedTicket, Product, Ticket

KINDS = ("campaign", "maintenance")


STREAMS = {"maintenance": "maintenance", "campaign": "maintenance"}
"""Of which stream of demand the requests of planned work are: none of it is a repair."""


def stream_of(session: Session, work_order_id: int | None, asked: str | None) -> str:
    """Return the stream of a request: as it was said, else maintenance for planned work, else repair."""
    if asked is not None:
        return asked
    kind = session.scalar(
        select(PlannedTicket.kind)
        .join(Ticket, Ticket.id == PlannedTicket.ticket_id)
        .where(Ticket.work_order_id == work_order_id)
    )
    return STREAMS.get(kind or "", "repair")


@dataclass(frozen=True, slots=True)
class WorkMarked:
    """Name the ticket and what kind of work it is; empty: a repair again."""

    ticket_id: int
    kind: str


@once
def plan_base(session: Session, *, on: date, by: int | None, at: datetime, request_key: str) -> RatesComputed:
    """Compute failure rates, base forecasts and planned needs from the facts of a day."""
    return compute_rates(session, facts=gather_base(session, on), on=on, by=by, at=at)


@once
def mark_planned_work(
    session: Session,
    *,
    ticket_id: int,
    by: int,
    at: datetime,
    request_key: str,
    campaign_id: int | None = None,
) -> WorkMarked:
    """Say that a ticket is work of a campaign, or without one maintenance: its parts are no failures."""
    ticket = ticket_to_change(session, ticket_id)
    if campaign_id is not None:
        campaign = found(session, Campaign, campaign_id)
        if campaign.state != "approved":
            raise InvalidState("campaign_not_approved", number=campaign.number, field="campaign_id")
        model = _model_of(session, ticket)
        if model is not None and model != campaign.product_model_id:
            raise Conflict("campaign_of_another_model", number=campaign.number, field="campaign_id")
    kind = "maintenance" if campaign_id is None else "campaign"
    row = session.get(PlannedTicket, ticket_id)
    if row is None:
        session.add(
            PlannedTicket(ticket_id=ticket_id, kind=kind, marked_by_id=by, marked_at=at, campaign_id=campaign_id)
        )
    else:
        row.kind, row.campaign_id, row.marked_by_id, row.marked_at = kind, campaign_id, by, at
    written(session)
    record(session, ticket_id, "planned_work", by=by, at=at, kind_of_work=kind)
    return WorkMarked(ticket_id, kind)


def _model_of(session: Session, ticket: Ticket) -> int | None:
    if ticket.product_id is not None:
        return session.scalar(select(Product.product_model_id).where(Product.id == ticket.product_id))
    return ticket.product_model_id


@once
def unmark_planned_work(session: Session, *, ticket_id: int, by: int, at: datetime, request_key: str) -> WorkMarked:
    """Say that a ticket is a repair after all."""
    ticket_to_change(session, ticket_id)
    row = session.get(PlannedTicket, ticket_id)
    if row is not None:
        session.delete(row)
        written(session)
        record(session, ticket_id, "planned_work", by=by, at=at, kind_of_work="repair")
    return WorkMarked(ticket_id, "")
