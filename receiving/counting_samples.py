"""Count what was found in the sample of a lot; the plan then says whether the lot is accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from inventory.finding import found, written
from kernel.amounts import Quantity
from kernel.errors import InvalidState, NotFound
from kernel.requests import once
from kernel.settings import day_of
from receiving import verdict
from receiving.beginning import case_of
from receiving.conceding import conceded_for
from receiving.drawing_samples import CLASSES, check_count, count, draw_of, may_pass
from receiving.noting import findings_of
from receiving.tables import ArrivalLot, Inspection


@dataclass(frozen=True, slots=True)
class Counted:
    """Say whether the sample accepts the lot and how much of it may pass at most."""

    inspection_id: int
    accepted: bool
    may_pass: Quantity


@once
def count_sample(
    session: Session,
    *,
    inspection_id: int,
    looked_at: int,
    critical_found: int,
    major_found: int,
    minor_found: int,
    by: int,
    at: datetime,
    request_key: str,
) -> Counted:
    """Count the faulty pieces of a sample, each once under its gravest defect; it may be corrected until the verdict.

    Who looks at the whole lot has sorted it: what is sound may pass even where the sample does not accept the lot.
    """
    inspection = found(session, Inspection, inspection_id)
    case_of(session, found(session, ArrivalLot, inspection.arrival_lot_id).lot_id, by)
    if inspection.state != "pending":
        raise InvalidState("inspection_decided", number=inspection.number, state=inspection.state)
    drawn = draw_of(session, inspection_id)
    if drawn is None:
        raise NotFound("no_sample_asked", number=inspection.number)
    by_class = dict(zip(CLASSES, (critical_found, major_found, minor_found), strict=True))
    noted = verdict.noted_by_class(findings_of(session, inspection))
    check_count(drawn, looked_at=looked_at, found_by_class=by_class, noted=noted)
    accepted = count(drawn, looked_at=looked_at, found_by_class=by_class)
    written(session)
    return Counted(inspection_id, accepted, may_pass(drawn, conceded_for(session, inspection_id, day_of(session, at))))
