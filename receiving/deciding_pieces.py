"""Decide over serial-tracked pieces that came together: one sample, one set of findings, a verdict for each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import found
from kernel.amounts import Quantity
from kernel.errors import InvalidState, RuleViolation
from kernel.requests import once
from kernel.settings import day_of
from receiving import verdict
from receiving.beginning import Case, begun_on, case_of, leading
from receiving.conceding import conceded_for
from receiving.drawing_samples import PIECE, switch_after
from receiving.inspecting import Decided, carry_out, check_complete, check_sample, close
from receiving.noting import findings_of
from receiving.settlement import Demand
from receiving.tables import ArrivalLot, Inspection
from receiving.verdict import Finding


@dataclass(frozen=True, slots=True)
class PiecesDecided:
    """Say how many pieces passed and failed, and which claims were opened for those that failed."""

    inspection_id: int
    number: str
    passed: Quantity
    failed: Quantity
    arrival_state: str
    supplier_return_numbers: tuple[str, ...]


@once
def decide_pieces(
    session: Session,
    *,
    inspection_id: int,
    failed_lot_ids: Collection[int],
    by: int,
    at: datetime,
    request_key: str,
    severity: str | None = None,
    reason: str = "",
    demand: Demand = Demand.REPLACEMENT,
    deadline_on: date | None = None,
) -> PiecesDecided:
    """Decide over all pieces that came together and wait: the named ones fail, the others pass.

    As many pass as the common sample and concessions let pass. The findings of the inspection speak for all of them;
    what was found of a piece by itself holds for that piece as well.
    """
    lead = found(session, Inspection, inspection_id)
    case = case_of(session, found(session, ArrivalLot, lead.arrival_lot_id).lot_id, by)
    _check_leads(session, case, lead)
    failing = _checked(case, failed_lot_ids)
    failed = PIECE * len(failing)
    passed = case.together - failed
    findings, conceded = findings_of(session, lead), conceded_for(session, lead.id, day_of(session, at))
    verdict.check(findings, passed=passed, failed=failed, pending=case.together, step=PIECE, conceded=conceded)
    check_sample(session, lead, passed, conceded)
    if passed:
        check_complete(session, lead, findings)
    decided = []
    for lot in sorted(case.pieces, key=lambda each: each.id != lead.arrival_lot_id):
        piece = case_of(session, lot.lot_id, by)
        row = _inspection_of(session, lead, lot, by, at)
        fails = lot.lot_id in failing
        if row is not lead:
            _check_own(session, row, fails=fails, at=at)
        one, none = (Quantity.zero(), PIECE) if fails else (PIECE, Quantity.zero())
        close(session, row, findings if fails else (), one, none, severity if fails else None, reason, by, at)
        key = f"{request_key}:{lot.lot_id}"
        decided.append(carry_out(session, piece, row, by, at, key, demand, deadline_on))
    switch_after(
        session, inspection=lead, supplier_id=case.arrival.supplier_id, part_id=case.line.part_id, by=by, at=at
    )
    return _told(lead, passed, failed, decided)


def _check_leads(session: Session, case: Case, lead: Inspection) -> None:
    """Refuse an inspection that is over, that is about goods without serial numbers, or that another one leads."""
    if lead.state != "pending":
        raise InvalidState("inspection_decided", number=lead.number, state=lead.state)
    if not case.pieces:
        raise RuleViolation("not_single_pieces", number=lead.number)
    other = leading(session, case)
    if other is not None and other is not lead:
        raise RuleViolation("pieces_decided_together", number=other.number, pieces=len(case.pieces))


def _checked(case: Case, failed_lot_ids: Collection[int]) -> frozenset[int]:
    failing = frozenset(failed_lot_ids)
    strangers = failing - {each.lot_id for each in case.pieces}
    if strangers:
        raise RuleViolation("not_of_the_delivery", field="failed_lot_ids", lot_ids=sorted(strangers))
    return failing


def _inspection_of(session: Session, lead: Inspection, lot: ArrivalLot, by: int, at: datetime) -> Inspection:
    if lot.id == lead.arrival_lot_id:
        return lead
    begun = session.scalar(select(Inspection).where(Inspection.arrival_lot_id == lot.id, Inspection.state == "pending"))
    return begun or begun_on(session, lot, by, at, standard_id=lead.standard_id, led_by=lead.id)


def _check_own(session: Session, row: Inspection, *, fails: bool, at: datetime) -> None:
    """Hold what was found of a piece by itself against its verdict."""
    own: tuple[Finding, ...] = findings_of(session, row)
    passed, failed = (Quantity.zero(), PIECE) if fails else (PIECE, Quantity.zero())
    conceded = conceded_for(session, row.id, day_of(session, at))
    verdict.check(own, passed=passed, failed=failed, pending=PIECE, step=PIECE, conceded=conceded)


def _told(lead: Inspection, passed: Quantity, failed: Quantity, decided: list[Decided]) -> PiecesDecided:
    claims = tuple(each.supplier_return_number for each in decided if each.supplier_return_number is not None)
    return PiecesDecided(lead.id, lead.number, passed, failed, decided[-1].arrival_state, claims)
