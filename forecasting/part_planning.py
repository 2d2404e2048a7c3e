"""Set how a part is planned in a store or everywhere, and take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.tables.parts import PartPlanning
from inventory.finding import STORES, check_quantity, found, place, written
from inventory.tables import Part
from kernel.amounts import Quantity
from kernel.errors import InvalidState, NotFound, RuleViolation
from kernel.requests import once

LARGEST_TARGET = 9999
"""Permyriad: beyond 99.99 % no history says anything."""


@dataclass(frozen=True, slots=True)
class KeptPlanning:
    """Name the part whose planning was set."""

    part_id: int
    store_id: int | None


@once
def set_part_planning(
    session: Session,
    *,
    part_id: int,
    store_id: int | None,
    policy: str | None,
    target_permyriad: int | None,
    stocked: str,
    minimum: Quantity | None,
    maximum: Quantity | None,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
) -> KeptPlanning:
    """Say how a part is planned from the next run on; what was set for the same store is replaced.

    What is set for one store goes, field by field, before what is set for every store.
    """
    part = found(session, Part, part_id)
    if part.merged_into_id is not None:
        raise InvalidState("part_merged", part=part.number, kept=found(session, Part, part.merged_into_id).number)
    if store_id is not None:
        place(session, store_id, *STORES)
    for quantity in (minimum, maximum):
        if quantity is not None:
            check_quantity(session, part_id, quantity, zero=True)
    if minimum is not None and maximum is not None and minimum > maximum:
        raise RuleViolation("bounds_crossed", field="maximum")
    if stocked == "no" and minimum is not None and minimum > Quantity.zero():
        raise RuleViolation("minimum_of_nothing", field="minimum")
    if target_permyriad is not None and not 0 < target_permyriad <= LARGEST_TARGET:
        raise RuleViolation("target_out_of_range", field="target_percent")
    if (policy, target_permyriad, stocked, minimum, maximum) == (None, None, "auto", None, None):
        raise RuleViolation("nothing_set")
    row = _row(session, part_id, store_id)
    if row is None:
        row = PartPlanning(part_id=part_id, store_id=store_id, set_by_id=by, set_at=at)
        session.add(row)
    row.policy, row.target_permyriad, row.stocked = policy, target_permyriad, stocked
    row.minimum, row.maximum, row.reason = minimum, maximum, reason
    row.set_by_id, row.set_at = by, at
    written(session)
    return KeptPlanning(part_id, store_id)


@once
def remove_part_planning(
    session: Session, *, part_planning_id: int, by: int, at: datetime, request_key: str
) -> KeptPlanning:
    """Let a part be planned by the rules again."""
    row = session.get(PartPlanning, part_planning_id)
    if row is None:
        raise NotFound("part_planning_unknown", id=part_planning_id)
    gone = KeptPlanning(row.part_id, row.store_id)
    session.delete(row)
    written(session)
    return gone


def _row(session: Session, part_id: int, store_id: int | None) -> PartPlanning | None:
    here = PartPlanning.store_id.is_(None) if store_id is None else PartPlanning.store_id == store_id
    return session.scalar(select(PartPlanning).where(PartPlanning.part_id == part_id, here).with_for_update())
