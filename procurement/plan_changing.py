"""Change the proposals of a draft plan, with a reason that stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from inventory.finding import check_quantity, found, locked, written
from kernel.amounts import Money, Quantity
from kernel.errors import InvalidState, NotFound, RuleViolation
from kernel.requests import once
from kernel.settings import day_of, setting
from procurement import settings
from procurement.alerts import ALERTS
from procurement.drafting import usual_price
from procurement.finding_standing import check_supplier
from procurement.offers import arrival, choose, warned
from procurement.queries.contracts import terms_in_force
from procurement.queries.offers import offers
from procurement.tables import Plan, Proposal, SupplierPart

NOTICED = frozenset(ALERTS) - {"ticket_waits", "below_safety_stock", "reorder"}
"""What a line is shown for that need not propose anything."""


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

    The change stays through further runs of the draft. Who changes a line does not approve the plan. A notice is
    answered by a reason alone, or becomes a purchase by a quantity and a supplier.
    """
    row = _open(session, proposal_id)
    if not reason.strip():
        raise RuleViolation("reason_needed")
    # Who and why come first: a look-up below sends the row to the database, which refuses a change without them.
    row.change_reason, row.changed_by_id, row.changed_at = reason.strip(), by, at
    if row.kind == "notice" and quantity:
        row.kind = "purchase"
    if quantity is not None:
        check_quantity(session, row.part_id, quantity, zero=True)
        row.quantity = quantity
    if supplier_part_id is not None:
        offer = found(session, SupplierPart, supplier_part_id)
        if row.kind != "purchase" or offer.part_id != row.part_id:
            raise RuleViolation("offer_of_another_part", supplier_part_id=supplier_part_id)
        supplier = check_supplier(session, offer.supplier_id, day_of(session, at))
        row.supplier_id, row.supplier_part_id = supplier.id, offer.id
    if row.kind == "purchase":
        _price(session, row, day_of(session, at))
    if needed_on is not None:
        row.needed_on = needed_on
    row.included, row.excluded_reason = True, ""
    _expect(session, row)
    written(session)
    return Changed(row.id, row.plan_id, row.quantity, row.supplier_id, row.unit_price_cny)


@once
def reset_proposal(session: Session, *, proposal_id: int, by: int, at: datetime, request_key: str) -> Changed:
    """Take a change back: the computed quantity holds again, from the supplier whom the rules choose.

    Nothing of what was chosen by hand stays, as whoever chose it may approve the plan from now on.
    """
    row = _open(session, proposal_id)
    row.quantity, row.needed_on = row.computed_quantity, row.computed_needed_on
    row.warnings = [code for code in row.warnings if code != "changed_by_buyer"]
    if row.kind == "purchase":
        _choose_again(session, row)
    if row.kind == "purchase" and not row.computed_quantity and row.exception in NOTICED:
        row.kind, row.supplier_id, row.supplier_part_id, row.unit_price_cny = "notice", None, None, None
        row.expected_on, row.warnings = None, []
    row.change_reason, row.changed_by_id, row.changed_at = "", None, None
    if row.kind == "purchase" and row.supplier_part_id is None:
        row.included, row.excluded_reason = False, "no_supplier"
    written(session)
    return Changed(row.id, row.plan_id, row.quantity, row.supplier_id, row.unit_price_cny)


def _choose_again(session: Session, row: Proposal) -> None:
    """Give a purchase the supplier and price that the rules choose for the computed quantity, as the plan's run did."""
    on = session.get_one(Plan, row.plan_id).planned_on
    urgent = any(each["code"] == "urgent_shortage" and each["value"] > 0 for each in row.explanation)
    weights = setting(session, settings.CHOICE_WEIGHTS_URGENT if urgent else settings.CHOICE_WEIGHTS, on)
    offered = offers(session, on=on, part_ids=[row.part_id]).get(row.part_id, [])
    neutral = float(setting(session, settings.NEUTRAL_SCORE, on))
    choice = choose(offered, row.computed_quantity, weights, neutral, most=row.computed_quantity)
    row.supplier_id = choice.offer.supplier_id if choice else None
    row.supplier_part_id = choice.offer.supplier_part_id if choice else None
    row.unit_price_cny = choice.unit_price_cny if choice else None
    _expect(session, row)


def _expect(session: Session, row: Proposal) -> None:
    """Say when a purchase should come from the supplier that it has now, and what there is to warn of."""
    if row.kind != "purchase" or row.supplier_part_id is None:
        return
    on = session.get_one(Plan, row.plan_id).planned_on
    offered = offers(session, on=on, part_ids=[row.part_id]).get(row.part_id, [])
    chosen = next((offer for offer in offered if offer.supplier_part_id == row.supplier_part_id), None)
    if chosen is not None:
        row.expected_on = arrival(chosen, on, float(setting(session, settings.RECEIVING_DAYS, on)))
        row.warnings = warned(row.warnings, offered, chosen, row.expected_on, row.needed_on)


def _open(session: Session, proposal_id: int) -> Proposal:
    plan = locked(session, Plan, found(session, Proposal, proposal_id).plan_id)
    row = locked(session, Proposal, proposal_id)
    if plan.state != "draft" or row.state != "open":
        raise InvalidState("plan_frozen", number=plan.number, state=plan.state)
    return row


def _price(session: Session, row: Proposal, on: date) -> None:
    if row.supplier_part_id is None:
        raise NotFound("no_supplier", proposal_id=row.id)
    offer = found(session, SupplierPart, row.supplier_part_id)
    agreed = terms_in_force(session, on=on, supplier_id=offer.supplier_id, part_ids=[row.part_id])
    price = usual_price(session, agreed.get((offer.supplier_id, row.part_id)), offer, row.quantity, on)
    if price is None:
        raise RuleViolation("no_price", supplier_part_id=row.supplier_part_id)
    row.unit_price_cny = price
