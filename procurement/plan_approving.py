"""Approve a purchase plan and turn it into orders, one per supplier and store, and transfers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from inventory.finding import locked, written
from inventory.limiting import check_limits
from inventory.tables import Part
from inventory.transferring import request_transfer
from kernel.amounts import Money, Quantity
from kernel.auditing import log
from kernel.errors import AppError, FourEyes, InvalidState, RuleViolation
from kernel.refusals import refusals
from kernel.requests import once
from kernel.settings import day_of, setting
from procurement import settings
from procurement.drafting import NewLine, agree, draft_order
from procurement.finding_standing import check_supplier
from procurement.leaving_contracts import within_contracts
from procurement.prices import line_amount
from procurement.queries.order_lines import amount_of
from procurement.queries.plans import state_of
from procurement.tables import Plan, PlanApproval, Proposal


@dataclass(frozen=True, slots=True)
class ApprovedPlan:
    """Say what was approved and what was left out."""

    plan_id: int
    number: str
    approved: int
    declined: int
    amount_cny: Money


@dataclass(frozen=True, slots=True)
class MadeOrder:
    """Name an order made from a plan; a draft still waits for its own approval."""

    order_id: int
    number: str
    state: str
    supplier_id: int
    store_id: int
    lines: int
    amount_cny: Money


@dataclass(frozen=True, slots=True)
class MadeTransfer:
    """Name a transfer that a plan asked for."""

    transfer_id: int
    number: str
    from_store_id: int
    to_store_id: int
    lines: int


@dataclass(frozen=True, slots=True)
class Turned:
    """Name what a plan became; `declined` lines are of no supplier that still gets orders, or too much for a van."""

    plan_id: int
    orders: tuple[MadeOrder, ...]
    transfers: tuple[MadeTransfer, ...]
    declined: tuple[int, ...]


@once
def approve_plan(
    session: Session, *, plan_id: int, by: int, at: datetime, request_key: str, note: str = "", seen: str = ""
) -> ApprovedPlan:
    """Approve a draft plan and freeze it; never by its author nor by anybody who changed a line of it.

    `seen` is the state in which the approver saw the plan (`PlanDetail.seen`); one that has changed since is refused.
    """
    plan = locked(session, Plan, plan_id)
    if plan.state != "draft":
        raise InvalidState("plan_not_draft", number=plan.number, state=plan.state)
    if seen and seen != state_of(session, plan):
        raise InvalidState("plan_changed", number=plan.number)
    open_rows = session.execute(
        select(
            Proposal.included, Proposal.quantity, Proposal.unit_price_cny, Proposal.changed_by_id, Proposal.kind
        ).where(Proposal.plan_id == plan.id, Proposal.state == "open")
    ).all()
    if by == plan.created_by_id or any(row.changed_by_id == by for row in open_rows):
        raise FourEyes("four_eyes", number=plan.number)
    chosen = [row for row in open_rows if row.included and row.quantity]
    if not chosen:
        raise RuleViolation("plan_empty", number=plan.number)
    amount = sum((line_amount(r.unit_price_cny, r.quantity) for r in chosen if r.kind == "purchase"), Money.zero())
    if plan.budget_cny is not None and amount > plan.budget_cny:
        raise RuleViolation("over_budget", amount_cny=str(amount), budget_cny=str(plan.budget_cny))
    session.add(
        PlanApproval(
            plan_id=plan.id,
            created_by_id=plan.created_by_id,
            approved_by_id=by,
            approved_at=at,
            amount_cny=amount,
            note=note,
        )
    )
    written(session)
    wanted = Proposal.included & (Proposal.quantity > Quantity.zero())
    _move(session, plan, "open", "approved", wanted)
    _move(session, plan, "open", "declined")
    plan.state = "approved"
    written(session)
    declined = sum(row.kind != "notice" for row in open_rows) - len(chosen)
    log(
        session,
        action="logged",
        about="purchase_plan",
        key=str(plan.id),
        facts={"approved": len(chosen), "declined": declined},
    )
    return ApprovedPlan(plan.id, plan.number, len(chosen), declined, amount)


@once
def turn_into_orders(session: Session, *, plan_id: int, by: int, at: datetime, request_key: str) -> Turned:
    """Turn an approved plan into one order per supplier and store, and its transfers into requests.

    Orders up to the approval limit are approved with the plan; dearer ones, and those that leave a contract, wait as
    drafts for their own approval.
    """
    plan = locked(session, Plan, plan_id)
    if plan.state != "approved":
        raise InvalidState("plan_not_approved", number=plan.number, state=plan.state)
    rows = session.execute(
        select(Proposal, Part.number)
        .join(Part, Part.id == Proposal.part_id)
        .where(Proposal.plan_id == plan.id, Proposal.state == "approved")
        .order_by(Part.number)
    ).all()
    purchases: dict[tuple[int, int], list[Proposal]] = defaultdict(list)
    moves: dict[tuple[int, int], list[Proposal]] = defaultdict(list)
    for row, _ in rows:
        if row.kind == "transfer" and row.from_store_id is not None:
            moves[row.from_store_id, row.store_id].append(row)
        elif row.supplier_id is not None:
            purchases[row.supplier_id, row.store_id].append(row)
    orders: list[MadeOrder] = []
    declined: list[int] = []
    for (supplier_id, store_id), wanted in sorted(purchases.items()):
        if _may_order(session, supplier_id, day_of(session, at)):
            orders.append(_order(session, plan, supplier_id, store_id, wanted, by, at))
        else:
            declined += [row.id for row in wanted]
    transfers = []
    for (source, target), wanted in sorted(moves.items()):
        fitting = _fitting(session, source, target, wanted, at)
        declined += [row.id for row in wanted if row not in fitting]
        if fitting:
            transfers.append(_transfer(session, plan, source, target, fitting, by, at, request_key))
    for row, _ in rows:
        row.state = "declined" if row.id in declined else "ordered"
    plan.state = "ordered"
    written(session)
    return Turned(plan.id, tuple(orders), tuple(transfers), tuple(declined))


def _order(
    session: Session, plan: Plan, supplier_id: int, store_id: int, rows: Sequence[Proposal], by: int, at: datetime
) -> MadeOrder:
    lines = [NewLine(row.part_id, row.quantity, row.unit_price_cny, row.needed_on, row.id) for row in rows]
    order, made = draft_order(
        session, supplier_id=supplier_id, store_id=store_id, lines=lines, by=by, at=at, plan_id=plan.id
    )
    amount, on = amount_of(made), day_of(session, at)
    limit = Money.of(str(setting(session, settings.APPROVAL_LIMIT, on)))
    if amount <= limit and within_contracts(session, order, on):
        order.state = "approved"
        agree(session, order)
    return MadeOrder(order.id, order.number, order.state, supplier_id, store_id, len(made), amount)


def _transfer(
    session: Session,
    plan: Plan,
    source: int,
    target: int,
    rows: Sequence[Proposal],
    by: int,
    at: datetime,
    request_key: str,
) -> MadeTransfer:
    asked = request_transfer(
        session,
        from_store_id=source,
        to_store_id=target,
        lines=tuple((row.part_id, row.quantity) for row in rows),
        note=plan.number,
        by=by,
        at=at,
        request_key=f"{request_key}:transfer:{source}:{target}",
    )
    return MadeTransfer(asked.transfer_id, asked.number, source, target, len(rows))


def _fitting(session: Session, source: int, target: int, rows: Sequence[Proposal], at: datetime) -> list[Proposal]:
    """Return the lines that may go together, in their order: a van has limits, and other lines need not wait for it."""
    fitting: list[Proposal] = []
    for row in rows:
        try:
            check_limits(session, target, source, [(each.part_id, each.quantity) for each in (*fitting, row)], at)
        except RuleViolation:
            continue
        fitting.append(row)
    return fitting


def _may_order(session: Session, supplier_id: int, on: date) -> bool:
    """Tell whether a supplier may still get orders: it may have been blocked since the plan was approved."""
    try:
        check_supplier(session, supplier_id, on)
    except AppError:
        return False
    return True


def _move(session: Session, plan: Plan, old: str, new: str, *conditions: object) -> None:
    """Move the proposals of a plan from state to state in one statement."""
    statement = update(Proposal).where(Proposal.plan_id == plan.id, Proposal.state == old, *conditions)  # type: ignore[arg-type]
    with refusals():
        session.execute(statement.values(state=new), execution_options={"synchronize_session": False})
    session.expire_all()
