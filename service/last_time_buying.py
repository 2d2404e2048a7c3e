"""Propose a last-time buy as it was worked out, and have it approved by another person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import check_quantity, locked, written
from kernel.amounts import Money, Quantity
from kernel.errors import Conflict, FourEyes, InvalidState, RuleViolation
from kernel.numbering import next_number
from kernel.requests import once
from kernel.settings import day_of
from service.tables import LastTimeBuy
from service.working_out import Asked, as_kept, work_out

PREFIX = "LTB"


@dataclass(frozen=True, slots=True)
class LastTimeProposed:
    """Name the proposal, with what the figures advised."""

    last_time_buy_id: int
    number: str
    quantity: Quantity
    by_probability: float
    by_cost: float


@dataclass(frozen=True, slots=True)
class LastTimeDecided:
    """Hold where a proposal stands."""

    last_time_buy_id: int
    state: str


@once
def propose_last_time_buy(
    session: Session,
    *,
    part_id: int,
    months: int,
    probability: float,
    unit_price_cny: Money,
    shortage_cny: Money,
    disposal_cny: Money,
    holding_rate: float,
    decline: float,
    quantity: Quantity,
    by: int,
    at: datetime,
    request_key: str,
    note: str = "",
) -> LastTimeProposed:
    """Work a last-time buy out as of today and propose a quantity; the whole sum is kept with it."""
    on = day_of(session, at)
    check_quantity(session, part_id, quantity, zero=True)
    open_one = select(LastTimeBuy.number).where(LastTimeBuy.part_id == part_id, LastTimeBuy.state == "proposed")
    if (there := session.scalar(open_one)) is not None:
        raise Conflict("last_time_buy_open", number=there)
    asked = Asked(
        months=months,
        probability=probability,
        price=float(unit_price_cny.decimal),
        shortage=float(shortage_cny.decimal),
        disposal=float(disposal_cny.decimal),
        holding_rate=holding_rate,
        decline=decline,
    )
    sheet = work_out(session, part_id=part_id, on=on, asked=asked)
    inputs, curve = as_kept(sheet)
    chosen = sheet.at(quantity.scaled / 1000)
    row = LastTimeBuy(
        number=next_number(session, PREFIX, on),
        part_id=part_id,
        quantity=quantity,
        unit_price_cny=unit_price_cny,
        computed_on=on,
        created_by_id=by,
        created_at=at,
        inputs={**inputs, "chosen": {name: round(value, 6) for name, value in chosen.items()}},
        curve=curve,
        note=note.strip(),
    )
    session.add(row)
    written(session)
    return LastTimeProposed(row.id, row.number, quantity, sheet.by_probability, sheet.by_cost)


@once
def approve_last_time_buy(
    session: Session, *, last_time_buy_id: int, by: int, at: datetime, request_key: str
) -> LastTimeDecided:
    """Approve a last-time buy; never who proposed it."""
    row = _proposed(session, last_time_buy_id)
    if row.created_by_id == by:
        raise FourEyes("four_eyes", number=row.number)
    row.state, row.approved_by_id, row.approved_at = "approved", by, at
    written(session)
    return LastTimeDecided(row.id, row.state)


@once
def reject_last_time_buy(
    session: Session, *, last_time_buy_id: int, reason: str, by: int, at: datetime, request_key: str
) -> LastTimeDecided:
    """Reject or withdraw a last-time buy that was not approved."""
    row = _proposed(session, last_time_buy_id)
    if not reason.strip():
        raise RuleViolation("reason_missing", field="reason")
    row.end_reason, row.state = reason.strip(), "rejected"
    written(session)
    return LastTimeDecided(row.id, row.state)


def _proposed(session: Session, last_time_buy_id: int) -> LastTimeBuy:
    row = locked(session, LastTimeBuy, last_time_buy_id)
    if row.state != "proposed":
        raise InvalidState("last_time_buy_state", number=row.number, state=row.state)
    return row
