"""Ask to take a lot before an older one, and sign or refuse it as another person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import found, locked, written
from inventory.issuing import sign_exception
from inventory.requesting import open_order
from inventory.tables import FifoAsk, Lot, PartRequest
from kernel.errors import Conflict, Forbidden, FourEyes, InvalidState, RuleViolation
from kernel.refusals import name_check
from kernel.requests import once

name_check("ck_fifo_ask_four_eyes", "four_eyes", FourEyes)


@dataclass(frozen=True, slots=True)
class AskedFifo:
    """Name an ask and what it is about."""

    fifo_ask_id: int
    work_order_id: int
    lot_id: int


@dataclass(frozen=True, slots=True)
class DecidedFifo:
    """Hold what became of an ask; the exception where it was signed."""

    fifo_ask_id: int
    state: str
    fifo_exception_id: int | None


@once
def ask_exception(
    session: Session, *, part_request_id: int, lot_id: int, reason: str, by: int, at: datetime, request_key: str
) -> AskedFifo:
    """Ask that a lot may be issued to a request's work order before an older lot."""
    request, lot = found(session, PartRequest, part_request_id), found(session, Lot, lot_id)
    if lot.part_id != request.part_id:
        raise RuleViolation("lot_of_another_part", field="lot_id")
    if not reason.strip():
        raise RuleViolation("reason_missing", field="reason")
    open_order(session, request.work_order_id)
    same = select(FifoAsk.id).where(
        FifoAsk.work_order_id == request.work_order_id, FifoAsk.lot_id == lot_id, FifoAsk.state == "asked"
    )
    if session.scalar(same) is not None:
        raise Conflict("asked_already", lot=lot.number)
    row = FifoAsk(
        part_request_id=part_request_id,
        work_order_id=request.work_order_id,
        lot_id=lot_id,
        reason=reason.strip(),
        asked_by_id=by,
        asked_at=at,
    )
    session.add(row)
    written(session)
    return AskedFifo(row.id, row.work_order_id, lot_id)


@once
def decide_ask(
    session: Session, *, fifo_ask_id: int, signed: bool, answer: str, by: int, at: datetime, request_key: str
) -> DecidedFifo:
    """Sign an ask, which permits this lot for this work order once, or refuse it and say why."""
    row = _waiting(session, fifo_ask_id)
    if row.asked_by_id == by:
        raise FourEyes("four_eyes", step="decide_ask")
    if not signed and not answer.strip():
        raise RuleViolation("reason_missing", field="answer")
    exception_id = None
    if signed:
        exception_id = sign_exception(
            session,
            lot_id=row.lot_id,
            work_order_id=row.work_order_id,
            reason=row.reason,
            asked_by_id=row.asked_by_id,
            by=by,
            at=at,
            request_key=f"{request_key}:sign",
        ).fifo_exception_id
    row.state, row.decided_by_id, row.decided_at = "signed" if signed else "refused", by, at
    row.answer, row.fifo_exception_id = answer.strip(), exception_id
    written(session)
    return DecidedFifo(row.id, row.state, exception_id)


@once
def withdraw_ask(session: Session, *, fifo_ask_id: int, by: int, at: datetime, request_key: str) -> DecidedFifo:
    """Take back an ask of one's own that nobody has decided."""
    row = _waiting(session, fifo_ask_id)
    if row.asked_by_id != by:
        raise Forbidden("not_your_ask")
    row.state, row.decided_by_id, row.decided_at = "withdrawn", by, at
    written(session)
    return DecidedFifo(row.id, row.state, None)


def _waiting(session: Session, fifo_ask_id: int) -> FifoAsk:
    row = locked(session, FifoAsk, fifo_ask_id)
    if row.state != "asked":
        raise InvalidState("ask_decided", state=row.state)
    return row
