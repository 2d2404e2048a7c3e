"""Take what is there when a place holds less than the book says, and have the place counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from inventory.finding import check_quantity, found, written
from inventory.issuing import issue
from inventory.picking import propose_pick
from inventory.proposing_counts import propose_count
from inventory.tables import PartRequest, ShortPick, WorkOrder
from kernel.amounts import Quantity
from kernel.errors import RuleViolation
from kernel.requests import once
from kernel.settings import day_of


@dataclass(frozen=True, slots=True)
class PickedShort:
    """Hold what was issued of a pick that came up short, and what was missing."""

    short_pick_id: int
    part_request_id: int
    posting_id: int | None
    taken: Quantity
    missing: Quantity


@once
def pick_short(
    session: Session,
    *,
    part_request_id: int,
    lot_id: int,
    location_id: int,
    taken: Quantity,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
) -> PickedShort:
    """Issue what was found of a pick; the rest waits until the place is counted, and nobody is promised it anew.

    The missing pieces are in the book until a count says otherwise. Were their promise released, the book would
    promise the same empty shelf to the next in turn.
    """
    if not reason.strip():
        raise RuleViolation("reason_missing", field="reason")
    request = found(session, PartRequest, part_request_id)
    wanted = sum(
        (
            line.quantity
            for line in propose_pick(session, part_request_ids=(part_request_id,), on=day_of(session, at))
            if (line.lot_id, line.location_id) == (lot_id, location_id)
        ),
        Quantity.zero(),
    )
    if taken >= wanted:
        raise RuleViolation("not_short", wanted=str(wanted), taken=str(taken), field="taken")
    check_quantity(session, request.part_id, taken, zero=True)
    posting_id = None
    if taken:
        done = issue(
            session,
            part_request_id=part_request_id,
            quantity=taken,
            lot_id=lot_id,
            by=by,
            at=at,
            request_key=f"{request_key}:issue",
        )
        posting_id = done.posting_id
    row = ShortPick(
        part_request_id=part_request_id,
        part_id=request.part_id,
        lot_id=lot_id,
        location_id=location_id,
        wanted=wanted,
        found=taken,
        reason=reason.strip(),
        by_id=by,
        at=at,
    )
    session.add(row)
    written(session)
    propose_count(
        session,
        location_id=location_id,
        part_id=request.part_id,
        reason="short_pick",
        by=by,
        at=at,
        reference=found(session, WorkOrder, request.work_order_id).number,
        note=reason.strip(),
    )
    return PickedShort(row.id, part_request_id, posting_id, taken, wanted - taken)
