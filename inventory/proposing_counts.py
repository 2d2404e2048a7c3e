"""Propose that a part is counted in a place, because what lay there was not what the book said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import found, place, written
from inventory.places import ISSUEABLE
from inventory.tables import CountProposal, Part
from inventory.tables.count_plans import PROPOSED
from kernel.errors import RuleViolation
from kernel.requests import once


@dataclass(frozen=True, slots=True)
class Proposed:
    """Name a proposal to count."""

    count_proposal_id: int


@once
def doubt(
    session: Session, *, location_id: int, part_id: int, note: str = "", by: int, at: datetime, request_key: str
) -> Proposed:
    """Propose a part in a place for the next cycle count."""
    made = propose_count(session, location_id=location_id, part_id=part_id, reason="by_hand", by=by, at=at, note=note)
    return Proposed(made)


def propose_count(
    session: Session,
    *,
    location_id: int,
    part_id: int,
    reason: str,
    by: int,
    at: datetime,
    reference: str = "",
    note: str = "",
) -> int:
    """Propose a count for the next cycle, inside the transaction of whatever found the doubt; returns its id.

    `reason` is one of `PROPOSED`. What is proposed already is not proposed twice.
    """
    if reason not in PROPOSED:
        raise RuleViolation("word_unknown", word=reason)
    place(session, location_id, *ISSUEABLE, active=False)
    found(session, Part, part_id)
    known = session.scalar(
        select(CountProposal.id).where(
            CountProposal.location_id == location_id,
            CountProposal.part_id == part_id,
            CountProposal.count_line_id.is_(None),
        )
    )
    if known is not None:
        return known
    row = CountProposal(
        location_id=location_id,
        part_id=part_id,
        reason=reason,
        proposed_by_id=by,
        proposed_at=at,
        reference=reference,
        note=note,
    )
    session.add(row)
    written(session)
    return row.id
