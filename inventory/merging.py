"""Merge a part that was entered twice into the one that is kept, and undo it.

No movement is changed: stock, lots and history stay under the old number. The old number becomes another name of the
kept part, and the two are joined by a two-way succession of one to one, so that everything that knows about old stock
(asking, planning, forecasting) uses up the stock of the old number first and counts it for the kept part.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import succession
from inventory.finding import found, locked, written
from inventory.posting import lock_stock
from inventory.requesting import links_around
from inventory.reserving import cancel, fill, promised_to
from inventory.tables import Alternate, Fit, FitRange, Part, PartMerge, PartRequest, Supersession
from kernel.amounts import Quantity
from kernel.errors import InvalidState, NotFound, RuleViolation
from kernel.requests import once
from kernel.settings import day_of


@dataclass(frozen=True, slots=True)
class Merged:
    """Name the merge, the part that is kept, and what went over to it."""

    part_merge_id: int
    duplicate_id: int
    kept_id: int
    requests: int
    fits: int
    alternates: int


@dataclass(frozen=True, slots=True)
class Unmerged:
    """Name the merge that was undone and the part that stands for itself again."""

    part_merge_id: int
    part_id: int


@once
def merge_parts(
    session: Session, *, duplicate_id: int, kept_id: int, reason: str, by: int, at: datetime, request_key: str
) -> Merged:
    """Make a part another number of the part that is kept; what still waits for it waits for the kept part."""
    if not reason.strip():
        raise RuleViolation("reason_missing", field="reason")
    duplicate, kept = locked(session, Part, duplicate_id), kept_part(session, kept_id)
    _check(session, duplicate, kept)
    fits, ranges = _carry_fits(session, duplicate, kept)
    alternates = _carry_alternates(session, duplicate, kept)
    requests = _carry_requests(session, duplicate, kept, at)
    before = _join(session, duplicate, kept, at)
    row = PartMerge(
        duplicate_id=duplicate.id,
        kept_id=kept.id,
        reason=reason.strip(),
        merged_by_id=by,
        merged_at=at,
        state_before=duplicate.state,
        carried={
            "fits": fits,
            "ranges": ranges,
            "alternates": alternates,
            "requests": requests,
            "succession_before": before,
        },
    )
    session.add(row)
    written(session)
    duplicate.merged_into_id, duplicate.state = kept.id, "discontinued"
    written(session)
    return Merged(row.id, duplicate.id, kept.id, len(requests), len(fits), len(alternates))


@once
def unmerge_part(session: Session, *, part_id: int, reason: str, by: int, at: datetime, request_key: str) -> Unmerged:
    """Let a merged part stand for itself again; requests that went over stay with the part that was kept."""
    if not reason.strip():
        raise RuleViolation("reason_missing", field="reason")
    part = locked(session, Part, part_id)
    row = session.scalar(
        select(PartMerge).where(PartMerge.duplicate_id == part_id, PartMerge.undone_at.is_(None)).with_for_update()
    )
    if row is None:
        raise InvalidState("part_not_merged", part=part.number)
    row.undone_at, row.undone_by_id, row.undone_reason = at, by, reason.strip()
    written(session)
    part.merged_into_id, part.state = None, row.state_before
    written(session)
    _part(session, row)
    for table, name in ((FitRange, "ranges"), (Fit, "fits"), (Alternate, "alternates")):
        for key in row.carried[name]:
            if (carried := session.get(table, key)) is not None:
                session.delete(carried)
        written(session)
    return Unmerged(row.id, part.id)


def kept_part(session: Session, part_id: int) -> Part:
    """Return the part that a number stands for: the part itself, or the one that it was merged into."""
    part = found(session, Part, part_id)
    while part.merged_into_id is not None:  # the database lets no circle of successors stand
        part = found(session, Part, part.merged_into_id)
    return part


def _check(session: Session, duplicate: Part, kept: Part) -> None:
    numbers = {"part": duplicate.number, "kept": kept.number}
    if duplicate.merged_into_id is not None:
        raise InvalidState("part_merged", part=duplicate.number, kept=kept_part(session, duplicate.id).number)
    if duplicate.id == kept.id:
        raise RuleViolation("same_part", field="kept_id", part_id=kept.id)
    if (duplicate.unit_id, duplicate.serial_tracked) != (kept.unit_id, kept.serial_tracked):
        raise RuleViolation("merge_measured_otherwise", field="kept_id", **numbers)
    after = _succession(session, duplicate.id)
    if after is not None and (after.successor_id != kept.id or after.predecessor_factor != after.successor_factor):
        successor = found(session, Part, after.successor_id).number
        raise RuleViolation("merge_has_successor", part=duplicate.number, successor=successor)
    others = [each for each in links_around(session, kept.id) if each.predecessor_id != duplicate.id]
    if succession.closes_circle(others, duplicate.id, kept.id):
        raise RuleViolation("supersession_in_a_circle", predecessor_id=duplicate.id, successor_id=kept.id)


def _succession(session: Session, part_id: int) -> Supersession | None:
    return session.scalar(select(Supersession).where(Supersession.predecessor_id == part_id))


def _join(session: Session, duplicate: Part, kept: Part, at: datetime) -> dict[str, bool | int | str]:
    """Join the two by a succession of one to one, and return the one that was there before."""
    row, today = _succession(session, duplicate.id), day_of(session, at)
    if row is None:
        session.add(Supersession(predecessor_id=duplicate.id, successor_id=kept.id, valid_from_on=today, two_way=True))
        written(session)
        return {}
    before: dict[str, bool | int | str] = {
        "valid_from_on": row.valid_from_on.isoformat(),
        "two_way": row.two_way,
        "factor": row.predecessor_factor,
    }
    row.two_way, row.predecessor_factor, row.successor_factor = True, 1, 1
    row.valid_from_on = min(row.valid_from_on, today)
    written(session)
    return before


def _part(session: Session, merge: PartMerge) -> None:
    """Take the succession of a merge back, or give the one that was there before its own terms again."""
    row = _succession(session, merge.duplicate_id)
    if row is None:
        raise NotFound("supersession_unknown", predecessor_id=merge.duplicate_id)
    before = merge.carried["succession_before"]
    if not before:
        session.delete(row)
    else:
        row.two_way = before["two_way"]
        row.predecessor_factor = row.successor_factor = before["factor"]
    written(session)


def _carry_fits(session: Session, duplicate: Part, kept: Part) -> tuple[list[int], list[int]]:
    """Give the kept part the models that only the duplicate named; a part that fits every model stays general."""
    there = {fit.product_model_id for fit in _fits(session, kept)}
    if not there:
        return [], []
    fits, ranges = [], []
    for fit in _fits(session, duplicate):
        if fit.product_model_id in there:
            continue
        made = Fit(part_id=kept.id, product_model_id=fit.product_model_id, quantity_per_repair=fit.quantity_per_repair)
        session.add(made)
        written(session)
        fits.append(made.id)
        for narrow in session.scalars(select(FitRange).where(FitRange.fit_id == fit.id)).all():
            copied = FitRange(fit_id=made.id, serial_from=narrow.serial_from, serial_to=narrow.serial_to)
            session.add(copied)
            written(session)
            ranges.append(copied.id)
    return fits, ranges


def _fits(session: Session, part: Part) -> list[Fit]:
    return list(session.scalars(select(Fit).where(Fit.part_id == part.id).order_by(Fit.id)))


def _carry_alternates(session: Session, duplicate: Part, kept: Part) -> list[int]:
    """Give the kept part what might be used instead of the duplicate."""
    there = set(session.scalars(select(Alternate.alternate_part_id).where(Alternate.part_id == kept.id)))
    made = []
    for row in session.scalars(select(Alternate).where(Alternate.part_id == duplicate.id).order_by(Alternate.id)).all():
        if row.alternate_part_id not in there | {kept.id}:
            copied = Alternate(part_id=kept.id, alternate_part_id=row.alternate_part_id, note=row.note)
            session.add(copied)
            written(session)
            made.append(copied.id)
    return made


def _carry_requests(session: Session, duplicate: Part, kept: Part, at: datetime) -> list[int]:
    """Ask the kept part for what open requests of the duplicate lack; what is promised to them stays theirs.

    Who asked, when and how urgently stays, so nobody loses their turn; the part that went over counts as demand once.
    """
    open_requests = select(PartRequest.store_id).where(PartRequest.part_id == duplicate.id, PartRequest.open).distinct()
    stores = sorted(session.scalars(open_requests))
    lock_stock(session, [(part_id, store_id) for part_id in (duplicate.id, kept.id) for store_id in stores])
    waiting = select(PartRequest.id).where(PartRequest.part_id == duplicate.id, PartRequest.open)
    made = []
    for key in session.scalars(waiting.order_by(PartRequest.id)).all():
        request = locked(session, PartRequest, key)
        lacking = request.quantity - request.issued - request.cancelled - promised_to(session, key)
        if lacking > Quantity.zero():
            made.append(ask_anew(session, request, kept.id, lacking))
    for store_id in stores:
        fill(session, kept.id, store_id, at)
    return made


def ask_anew(
    session: Session, request: PartRequest, part_id: int, quantity: Quantity, wanted: Quantity | None = None
) -> int:
    """Let a part of a request be asked of another part in its place, with its turn; demand counts it there.

    `wanted` says how much of the other part does the work of `quantity`, where they are not one to one.
    """
    cancel(request, quantity)
    request.returned += quantity
    anew = PartRequest(
        work_order_id=request.work_order_id,
        part_id=part_id,
        store_id=request.store_id,
        quantity=quantity if wanted is None else wanted,
        urgency=request.urgency,
        asked_by_id=request.asked_by_id,
        asked_at=request.asked_at,
        asked_on=request.asked_on,
        asked_part_id=request.asked_part_id or request.part_id,
        stream=request.stream,
        needed_on=request.needed_on,
    )
    session.add(anew)
    written(session)
    return anew.id
