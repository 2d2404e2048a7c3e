"""Change the proposals of a draft plan, with a reason that stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from inventory.finding import check_quantity, found, locked, written
from kernel.amounts import Money, Quantity
from kernel.errors import InvalidState, NotFound, RuleViolation
from kernel.requests import once
from kernel.settings import day_of
from procurement.drafting import check_supplier, price_list
from procurement.prices import step_for
from procurement.tables import Plan, Proposal, SupplierPart


@dataclass(frozen=True, slots=True)
class Changed:
    """Say how a proposal stands after a change."""

    proposal_id: int
    plan_id: int
    quantity: Quantity
    supplier_id: int | None
    unit_price_cny: Money | None


@once
def change_proposal(
    session: Session,
    *,
    proposal_id: int,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
    quantity: Quantity | None = None,
    supplier_part_id: int | None = None,
    needed_on: date | None = None,
) -> Changed:
    """Change quantity, supplier or date of an open proposal; a quantity of 0 leaves the part out.

    The change stays through further runs of the draft. Who changes a line does not approve the plan.
    """
    row = _open(session, proposal_id)
    if not reason.strip():
        raise RuleViolation("reason_needed")
    # Who and why come first: a look-up below sends the row to the database, which refuses a change without them.
    row.change_reason, row.changed_by_id, row.changed_at = reason.strip(), by, at
    if quantity is not None:
        check_quantity(session, row.part_id, quantity, zero=True)
        row.quantity = quantity
    if supplier_part_id is not None:
        offer = found(session, SupplierPart, supplier_part_id)
        if row.kind != "purchase" or offer.part_id != row.part_id:
            raise RuleViolation("offer_of_another_part", supplier_part_id=supplier_part_id)
        row.supplier_id, row.supplier_part_id = check_supplier(session, offer.supplier_id).id, offer.id
    if row.kind == "purchase":
        _price(session, row, day_of(session, at))
    if needed_on is not None:
        row.needed_on = needed_on
    row.included, row.excluded_reason = True, ""
    written(session)
    return Changed(row.id, row.plan_id, row.quantity, row.supplier_id, row.unit_price_cny)


@once
def reset_proposal(session: Session, *, proposal_id: int, by: int, at: datetime, request_key: str) -> Changed:
    """Take a change back: the computed quantity holds again, and the next run chooses the supplier anew."""
    row = _open(session, proposal_id)
    row.quantity = row.computed_quantity
    row.change_reason, row.changed_by_id, row.changed_at = "", None, None
    if row.kind == "purchase" and row.supplier_part_id is None:
        row.included, row.excluded_reason = False, "no_supplier"
    written(session)
    return Changed(row.id, row.plan_id, row.quantity, row.supplier_id, row.unit_price_cny)


def _open(session: Session, proposal_id: int) -> Proposal:
    plan = locked(session, Plan, found(session, Proposal, proposal_id).plan_id)
    row = locked(session, Proposal, proposal_id)
    if plan.state != "draft" or row.state != "open":
        raise InvalidState("plan_frozen", number=plan.number, state=plan.state)
    return row


def _price(session: Session, row: Proposal, on: date) -> None:
    if row.supplier_part_id is None:
        raise NotFound("no_supplier", proposal_id=row.id)
    step = step_for(price_list(session, row.supplier_part_id, on), row.quantity)
    if step is None:
        raise RuleViolation("no_price", supplier_part_id=row.supplier_part_id)
    row.unit_price_cny = step.unit_price_cny
