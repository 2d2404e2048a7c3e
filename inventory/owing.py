"""Keep the debts of old parts: opened when a repair uses a part that is owed back, following returns and reversals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.orm import Session

from inventory.finding import found, locked, written
from inventory.old_parts import STREAMS, is_owed
from inventory.places import LocationKind
from inventory.tables import Location, Movement, OldPartDebt, Part, WorkOrder
from kernel.amounts import Quantity
from kernel.db import QuantityType
from kernel.errors import Conflict, RuleViolation
from kernel.prepared import run
from kernel.requests import once
from kernel.settings import day_of, define, setting

OWED_FOR = define(
    "old_parts.owed_for",
    {"wear": False, "common": False, "key": True, "vital": True, "essential": False, "desirable": False},
    "默认须返还旧件的用途类别与关键程度（配件档案可单独设定）",
    "Use classes and criticalities whose old parts are owed back, where the part itself does not say",
)
DUE_DAYS = define(
    "old_parts.due_days", 7, "旧件应在领用后多少天内返还", "Days after the issue by which an old part is due"
)

_DEBT = select(OldPartDebt.id).where(
    OldPartDebt.work_order_id == bindparam("order"), OldPartDebt.part_id == bindparam("part")
)


@dataclass(frozen=True, slots=True)
class Debt:
    """Name a debt, how much is owed and until when."""

    debt_id: int
    quantity: Quantity
    due_on: date


def owe(session: Session, order: WorkOrder, part: Part, stream: str, at: datetime) -> None:
    """Open the debt for what was just issued to a work order, or let it grow; nothing where the part is not owed."""
    if order.engineer_id is None or stream not in STREAMS:
        return
    on = day_of(session, at)
    if not is_owed(part.old_part, part.use_class, part.criticality, setting(session, OWED_FOR, on)):
        return
    if run(session, _DEBT, order=order.id, part=part.id).first() is None:
        _opened(session, order, part.id, order.engineer_id, at, on)
    else:
        follow(session, order.id, part.id)


def follow(session: Session, work_order_id: int, part_id: int) -> None:
    """Let a debt be what the work order really used; what came back or was let off of it stays so."""
    key = session.scalar(_DEBT, {"order": work_order_id, "part": part_id})
    if key is None:
        return
    debt = locked(session, OldPartDebt, key)
    debt.quantity = max(used(session, work_order_id, part_id), debt.returned + debt.excused)
    written(session)


def follow_engineer(session: Session, work_order_id: int, engineer_id: int) -> None:
    """Hand what is still owed for a work order to the engineer who has it now."""
    session.execute(
        update(OldPartDebt)
        .where(
            OldPartDebt.work_order_id == work_order_id,
            OldPartDebt.engineer_id != engineer_id,
            OldPartDebt.quantity > OldPartDebt.returned + OldPartDebt.excused,
        )
        .values(engineer_id=engineer_id)
        .execution_options(synchronize_session="fetch")
    )


@once
def ask_old_part(
    session: Session, *, work_order_id: int, part_id: int, reason: str, by: int, at: datetime, request_key: str
) -> Debt:
    """Ask for the old part of a repair that no rule asks for, say to find out why it failed."""
    if not reason.strip():
        raise RuleViolation("reason_missing")
    order, part = found(session, WorkOrder, work_order_id), found(session, Part, part_id)
    if order.engineer_id is None:
        raise RuleViolation("no_engineer", number=order.number)
    if not used(session, order.id, part.id):
        raise RuleViolation("part_not_used", number=order.number, part=part.number)
    locked(session, WorkOrder, order.id)
    if session.scalar(_DEBT, {"order": order.id, "part": part.id}) is not None:
        raise Conflict("old_part_owed_already", number=order.number, part=part.number)
    on = day_of(session, at)
    debt = _opened(session, order, part.id, order.engineer_id, at, on, asked_by_id=by, reason=reason.strip())
    return Debt(debt.id, debt.quantity, debt.due_on)


def used(session: Session, work_order_id: int, part_id: int) -> Quantity:
    """Return what a work order used of a part: issued less returned unused, whatever left with the customer."""
    customer = select(Location.id).where(Location.kind == LocationKind.CUSTOMER)
    place = select(WorkOrder.location_id).where(WorkOrder.id == work_order_id).scalar_subquery()
    signed = case((Movement.to_location_id == place, Movement.quantity), else_=-Movement.quantity)
    total = session.scalar(
        select(func.sum(signed, type_=QuantityType)).where(
            Movement.part_id == part_id,
            (Movement.to_location_id == place) | (Movement.from_location_id == place),
            Movement.to_location_id.not_in(customer),
            Movement.from_location_id.not_in(customer),
        )
    )
    return total or Quantity.zero()


def _opened(
    session: Session,
    order: WorkOrder,
    part_id: int,
    engineer_id: int,
    at: datetime,
    on: date,
    *,
    asked_by_id: int | None = None,
    reason: str = "",
) -> OldPartDebt:
    debt = OldPartDebt(
        work_order_id=order.id,
        part_id=part_id,
        engineer_id=engineer_id,
        quantity=used(session, order.id, part_id),
        opened_at=at,
        opened_on=on,
        due_on=on + timedelta(days=int(setting(session, DUE_DAYS, on))),
        asked_by_id=asked_by_id,
        reason=reason,
    )
    session.add(debt)
    written(session)
    return debt
