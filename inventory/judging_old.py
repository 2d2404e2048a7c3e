"""Judge old parts and carry out what was decided: back to the maker, or scrapped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import check_held, check_quantity, found, locked, outside, written
from inventory.old_parts import Cause, Verdict
from inventory.places import LocationKind, MovementKind
from inventory.posting import Move, post
from inventory.tables import Balance, Location, Lot, OldPartVerdict
from kernel.amounts import Quantity
from kernel.errors import FourEyes, InvalidState, NotFound, RuleViolation
from kernel.requests import once


@dataclass(frozen=True, slots=True)
class Judged:
    """Name the verdict that holds now."""

    verdict_id: int
    lot_id: int
    verdict: str
    cause: str


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """Name the posting by which an old part left."""

    posting_id: int
    lot_id: int
    quantity: Quantity


@once
def judge(
    session: Session,
    *,
    lot_id: int,
    verdict: str,
    cause: str,
    finding: str,
    by: int,
    at: datetime,
    request_key: str,
) -> Judged:
    """Decide by another person than the engineer what becomes of old parts; while they lie there it may be corrected.

    What was decided before stays on record; the newest verdict holds.
    """
    lot = old_lot(session, lot_id)
    if lot.brought_by_id == by:
        raise FourEyes("four_eyes", step="judge_old_part", lot=lot.number)
    if not finding.strip():
        raise RuleViolation("reason_missing")
    lies_in(session, lot)
    before = newest_verdict(session, lot_id)
    row = OldPartVerdict(
        lot_id=lot_id,
        verdict=str(Verdict(verdict)),
        cause=str(Cause(cause)),
        finding=finding.strip(),
        brought_by_id=lot.brought_by_id,
        judged_by_id=by,
        judged_at=at,
        corrects_id=None if before is None else before.id,
    )
    session.add(row)
    written(session)
    return Judged(row.id, lot_id, row.verdict, row.cause)


@once
def scrap_old(
    session: Session, *, lot_id: int, quantity: Quantity, by: int, at: datetime, request_key: str, note: str = ""
) -> CarriedOut:
    """Scrap old parts that were judged to be scrap."""
    return _carried_out(session, lot_id, quantity, Verdict.SCRAP, by, at, note)


@once
def send_to_maker(
    session: Session, *, lot_id: int, quantity: Quantity, by: int, at: datetime, request_key: str, note: str = ""
) -> CarriedOut:
    """Send old parts to their maker where no claim takes them along."""
    return _carried_out(session, lot_id, quantity, Verdict.TO_MAKER, by, at, note)


def old_lot(session: Session, lot_id: int) -> Lot:
    """Return a lot of old parts, or say that there is none with this id."""
    lot = found(session, Lot, lot_id)
    if lot.origin != "old":
        raise NotFound("not_an_old_part", lot=lot.number)
    return lot


def lies_in(session: Session, lot: Lot) -> Location:
    """Return the returns area in which an old lot lies, or refuse because something followed its verdict."""
    there = session.scalar(
        select(Location)
        .join(Balance, Balance.location_id == Location.id)
        .where(Balance.lot_id == lot.id, Balance.on_hand > Quantity.zero(), Location.kind == LocationKind.DEFECTIVE)
    )
    if there is None:
        raise InvalidState("verdict_followed", lot=lot.number)
    return there


def newest_verdict(session: Session, lot_id: int) -> OldPartVerdict | None:
    """Return the verdict that holds."""
    newest = select(OldPartVerdict).where(OldPartVerdict.lot_id == lot_id).order_by(OldPartVerdict.id.desc())
    return session.scalar(newest.limit(1))


def check_verdict(session: Session, lot: Lot, *wanted: Verdict) -> None:
    """Refuse what the verdict that holds does not say."""
    holds = newest_verdict(session, lot.id)
    if holds is None or holds.verdict not in wanted:
        raise InvalidState("no_such_verdict", lot=lot.number, verdict=holds.verdict if holds else "")


def _carried_out(
    session: Session, lot_id: int, quantity: Quantity, verdict: Verdict, by: int, at: datetime, note: str
) -> CarriedOut:
    lot = old_lot(session, lot_id)
    locked(session, Lot, lot.id)
    check_verdict(session, lot, verdict)
    source = lies_in(session, lot)
    check_quantity(session, lot.part_id, quantity)
    check_held(session, source, lot.id, quantity)
    scrapped = verdict is Verdict.SCRAP
    kind = MovementKind.SCRAP if scrapped else MovementKind.SUPPLIER_RETURN
    target = outside(session, LocationKind.SCRAP if scrapped else LocationKind.SUPPLIER)
    move = Move(kind, lot.part_id, lot.id, source.id, target.id, quantity)
    posted = post(session, [move], kind=str(kind), reference=lot.reference, by=by, at=at, note=note.strip())
    return CarriedOut(posted.posting_id, lot.id, quantity)
