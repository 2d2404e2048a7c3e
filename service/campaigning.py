"""Propose campaigns and recalls, have them approved by another person, and end them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from inventory.finding import check_quantity, found, locked, written
from inventory.fit import ordered
from inventory.tables import Part, ProductModel
from kernel.amounts import Quantity
from kernel.errors import FourEyes, InvalidState, RuleViolation
from kernel.numbering import next_number
from kernel.requests import once
from kernel.settings import day_of
from kernel.text import Text
from service.tables import Campaign, CampaignLine

PREFIX = "RC"


@dataclass(frozen=True, slots=True)
class CampaignPart:
    """Say how many of a part each unit gets."""

    part_id: int
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class CampaignMade:
    """Name a campaign."""

    campaign_id: int
    number: str


@dataclass(frozen=True, slots=True)
class CampaignDecided:
    """Hold where a campaign stands."""

    campaign_id: int
    state: str


@once
def propose_campaign(
    session: Session,
    *,
    kind: str,
    name: Text,
    product_model_id: int,
    from_on: date,
    to_on: date,
    percent: int,
    lines: tuple[CampaignPart, ...],
    by: int,
    at: datetime,
    request_key: str,
    serial_from: str = "",
    serial_to: str = "",
    units: int | None = None,
    note: str = "",
) -> CampaignMade:
    """Propose to change parts in units of a model; it counts in planning once another person has approved it."""
    found(session, ProductModel, product_model_id)
    if to_on < from_on:
        raise RuleViolation("campaign_dates_backwards", field="to_on")
    if to_on < day_of(session, at):
        raise RuleViolation("campaign_in_the_past", field="to_on")
    if not ordered(serial_from, serial_to):
        raise RuleViolation("serials_backwards", field="serial_to")
    if not lines:
        raise RuleViolation("no_lines", field="lines")
    if twice := [part for part, times in Counter(each.part_id for each in lines).items() if times > 1]:
        raise RuleViolation("part_twice", part_ids=twice)
    row = Campaign(
        number=next_number(session, PREFIX, day_of(session, at)),
        kind=kind,
        name_zh=name.zh.strip(),
        name_en=name.en.strip() or name.zh.strip(),
        product_model_id=product_model_id,
        from_on=from_on,
        to_on=to_on,
        created_by_id=by,
        created_at=at,
        serial_from=serial_from.strip(),
        serial_to=serial_to.strip(),
        percent=percent,
        units=units,
        note=note.strip(),
    )
    session.add(row)
    written(session)
    for each in lines:
        found(session, Part, each.part_id)
        check_quantity(session, each.part_id, each.quantity)
        session.add(CampaignLine(campaign_id=row.id, part_id=each.part_id, quantity=each.quantity))
    written(session)
    return CampaignMade(row.id, row.number)


@once
def approve_campaign(session: Session, *, campaign_id: int, by: int, at: datetime, request_key: str) -> CampaignDecided:
    """Approve a campaign; never who proposed it."""
    row = _in_state(session, campaign_id, "proposed")
    if row.created_by_id == by:
        raise FourEyes("four_eyes", number=row.number)
    row.state, row.approved_by_id, row.approved_at = "approved", by, at
    written(session)
    return CampaignDecided(row.id, row.state)


@once
def reject_campaign(
    session: Session, *, campaign_id: int, reason: str, by: int, at: datetime, request_key: str
) -> CampaignDecided:
    """Reject or withdraw a campaign that was not approved."""
    row = _in_state(session, campaign_id, "proposed")
    row.end_reason, row.state = _reason(reason), "rejected"
    written(session)
    return CampaignDecided(row.id, row.state)


@once
def end_campaign(
    session: Session, *, campaign_id: int, reason: str, by: int, at: datetime, request_key: str
) -> CampaignDecided:
    """End an approved campaign before its last day: what it still needed leaves the plan."""
    row = _in_state(session, campaign_id, "approved")
    row.end_reason, row.state = _reason(reason), "ended"
    written(session)
    return CampaignDecided(row.id, row.state)


def _in_state(session: Session, campaign_id: int, state: str) -> Campaign:
    row = locked(session, Campaign, campaign_id)
    if row.state != state:
        raise InvalidState("campaign_state", number=row.number, state=row.state)
    return row


def _reason(reason: str) -> str:
    if not reason.strip():
        raise RuleViolation("reason_missing", field="reason")
    return reason.strip()
