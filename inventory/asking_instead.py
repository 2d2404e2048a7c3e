"""Let what a request lacks be asked of another part: old stock that came back, an alternate, or a successor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import succession
from inventory.finding import found, locked, step_of
from inventory.finding_fits import check_fit, misfit
from inventory.merging import ask_anew
from inventory.posting import lock_stock
from inventory.requesting import links_around, open_order
from inventory.reserving import fill, free_stock, promised_to, resolve
from inventory.tables import Alternate, Part, PartRequest, WorkOrder
from kernel.amounts import Quantity
from kernel.errors import InvalidState, RuleViolation
from kernel.requests import once
from kernel.settings import day_of


@dataclass(frozen=True, slots=True)
class Instead:
    """Hold a part that may be used instead: how many equal one of the part asked for, and how many are free."""

    part_id: int
    number: str
    name_zh: str
    name_en: str
    why: str
    factor: str
    available: Quantity


@dataclass(frozen=True, slots=True)
class AskedInstead:
    """Name the request that waits in the place of another, for how much, and what of it is promised."""

    part_request_id: int
    part_id: int
    quantity: Quantity
    reserved: Quantity
    backordered: Quantity


def stand_ins(session: Session, part_id: int, on: date) -> dict[int, tuple[str, Fraction]]:
    """Return what may stand in for a part, with why and how many of it equal one: old stock, successors, alternates."""
    chain = succession.stages(links_around(session, part_id), part_id, on)
    own = next(place for place, stage in enumerate(chain) if stage.part_id == part_id)
    found_parts = {
        stage.part_id: ("older" if place < own else "successor", stage.factor)
        for place, stage in enumerate(chain)
        if place != own
    }
    alternates = select(Alternate.alternate_part_id).where(Alternate.part_id == part_id).order_by(Alternate.id)
    for other in session.scalars(alternates):
        found_parts.setdefault(other, ("alternate", Fraction(1)))
    return found_parts


def instead_of(
    session: Session, *, part_id: int, store_id: int, at: datetime, order: WorkOrder | None = None
) -> tuple[Instead, ...]:
    """List what may stand in for a part on a work order with what a store has free: old stock first."""
    listed = []
    for other, (why, factor) in stand_ins(session, part_id, day_of(session, at)).items():
        part = found(session, Part, other)
        if order is None or misfit(session, part, order) is None:
            free = free_stock(session, other, store_id, at).available
            listed.append(Instead(other, part.number, part.name_zh, part.name_en, why, str(factor), free))
    return tuple(listed)


@once
def use_instead(
    session: Session,
    *,
    part_request_id: int,
    part_id: int,
    by: int,
    at: datetime,
    request_key: str,
    promised_too: bool = False,
) -> AskedInstead:
    """Ask another part for what a request lacks; its turn stays, and what is promised to it stays promised.

    With `promised_too` its promises are given up first, for old stock that turned up after they were made.
    """
    request = found(session, PartRequest, part_request_id)
    known = stand_ins(session, request.part_id, day_of(session, at))
    part = found(session, Part, part_id)
    if part_id not in known:
        old = found(session, Part, request.part_id)
        raise RuleViolation("not_a_stand_in", field="part_id", part=part.number, asked=old.number)
    lock_stock(session, [(request.part_id, request.store_id), (part_id, request.store_id)])
    order = open_order(session, request.work_order_id)
    request = locked(session, PartRequest, part_request_id)
    check_fit(session, part, order)
    if promised_too:
        resolve(session, request.id, "released", at)
    lacking = request.quantity - request.issued - request.cancelled - promised_to(session, request.id)
    if not request.open or lacking <= Quantity.zero():
        raise InvalidState("nothing_lacking", part_request_id=part_request_id)
    step = step_of(session, part_id).scaled
    wanted = Quantity(int(-(-Fraction(lacking.scaled) * known[part_id][1] // step) * step))
    anew = ask_anew(session, request, part_id, lacking, wanted)
    for each in sorted({part_id, request.part_id}):
        fill(session, each, request.store_id, at)
    reserved = promised_to(session, anew)
    return AskedInstead(anew, part_id, wanted, reserved, wanted - reserved)
