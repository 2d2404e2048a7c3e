"""Concede 让步接收: an inspector asks that goods with a defect may pass, somebody else grants it with limits or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory.finding import check_quantity, found, locked, written
from kernel.amounts import Quantity
from kernel.db import QuantityType
from kernel.errors import FourEyes, InvalidState, RuleViolation
from kernel.numbering import next_number
from kernel.requests import once
from kernel.settings import day_of
from receiving.beginning import case_of
from receiving.tables import ArrivalLot, Concession, Inspection


@dataclass(frozen=True, slots=True)
class Conceded:
    """Say how a concession stands."""

    concession_id: int
    number: str
    inspection_id: int
    state: str
    quantity: Quantity


@once
def ask_concession(
    session: Session,
    *,
    inspection_id: int,
    quantity: Quantity,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
) -> Conceded:
    """Ask that so much of a lot may pass although it is not as it should be."""
    inspection = found(session, Inspection, inspection_id)
    case = case_of(session, found(session, ArrivalLot, inspection.arrival_lot_id).lot_id, by)
    _check_pending(inspection)
    check_quantity(session, case.line.part_id, quantity)
    if quantity > case.together:
        raise RuleViolation("concession_beyond_lot", field="quantity", asked=str(quantity), pending=str(case.together))
    if not reason.strip():
        raise RuleViolation("reason_needed", field="reason")
    if _asked(session, inspection_id) is not None:
        raise InvalidState("concession_asked_already", number=inspection.number)
    row = Concession(
        number=next_number(session, "CN", day_of(session, at)),
        inspection_id=inspection_id,
        bought_by_id=inspection.bought_by_id,
        quantity=quantity,
        reason=reason.strip(),
        asked_by_id=by,
        asked_at=at,
    )
    session.add(row)
    written(session)
    return _conceded(row)


@once
def decide_concession(
    session: Session,
    *,
    concession_id: int,
    granted: bool,
    by: int,
    at: datetime,
    request_key: str,
    limits: str = "",
    valid_until_on: date | None = None,
    answer: str = "",
) -> Conceded:
    """Grant a concession until a day and within limits, or refuse it with a reason; never by who asked or bought."""
    row = locked(session, Concession, concession_id)
    if row.state != "asked":
        raise InvalidState("concession_decided", number=row.number, state=row.state)
    _check_pending(found(session, Inspection, row.inspection_id))
    if by in {row.asked_by_id, row.bought_by_id}:
        raise FourEyes("four_eyes", number=row.number)
    if granted and (valid_until_on is None or valid_until_on < day_of(session, at)):
        raise RuleViolation("concession_until_when", field="valid_until_on")
    if granted and not limits.strip():
        raise RuleViolation("concession_needs_limits", field="limits")
    if not granted and not answer.strip():
        raise RuleViolation("reason_needed", field="answer")
    row.limits, row.answer, row.valid_until_on = limits.strip(), answer.strip(), valid_until_on if granted else None
    row.decided_by_id, row.decided_at, row.state = by, at, "granted" if granted else "refused"
    written(session)
    return _conceded(row)


def conceded_for(session: Session, inspection_id: int, on: date) -> Quantity:
    """Return how much of an inspection's lot is conceded on a day."""
    total = session.scalar(
        select(func.sum(Concession.quantity, type_=QuantityType)).where(
            Concession.inspection_id == inspection_id, Concession.state == "granted", Concession.valid_until_on >= on
        )
    )
    return total or Quantity.zero()


def _asked(session: Session, inspection_id: int) -> int | None:
    asked = select(Concession.id).where(Concession.inspection_id == inspection_id, Concession.state == "asked")
    return session.scalar(asked)


def _check_pending(inspection: Inspection) -> None:
    if inspection.state != "pending":
        raise InvalidState("inspection_decided", number=inspection.number, state=inspection.state)


def _conceded(row: Concession) -> Conceded:
    return Conceded(row.id, row.number, row.inspection_id, row.state, row.quantity)
