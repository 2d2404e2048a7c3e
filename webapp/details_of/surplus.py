"""Read one surplus proposal, one disposal, or one sample of a stored lot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from inventory.queries.disposals import disposal_lines_select
from kernel.amounts import Money, Quantity
from webapp import context
from webapp.detail import Detail, detail, made_of
from webapp.pages import disposals, stock_samples, surplus
from webapp.personal import shown_partner, shown_partner_contact
from webapp.shapes import Columns


@dataclass(frozen=True, slots=True)
class SurplusShown:
    """Hold what the figures advise, why, what was chosen, and how it ended."""

    id: int
    number: str
    part_id: int
    part_number: str
    unit: str
    store_id: int
    store_code: str
    state: str
    reason: str
    free: Quantity
    used_a_year: Quantity
    issued_on: date | None
    received_on: date
    advice: str
    advised_quantity: Quantity
    advised_store_code: str | None
    value_cny: Money
    computed_on: date
    act: str | None
    quantity: Quantity | None
    to_store_code: str | None
    note: str
    submitted_by: str | None
    submitted_at: datetime | None
    approved_by: str | None
    approved_at: datetime | None
    ended_note: str
    reference: str
    carried_out_by: str | None
    carried_out_at: datetime | None


def read_surplus(surplus_proposal_id: int) -> SurplusShown:
    """Show a surplus proposal."""
    row = surplus.found(surplus_proposal_id)
    facts = row.facts
    return made_of(
        SurplusShown,
        row,
        reason=facts["reason"],
        free=Quantity.of(facts["free"]),
        used_a_year=Quantity.of(facts["used_a_year"]),
        issued_on=date.fromisoformat(facts["issued_on"]) if facts["issued_on"] else None,
        received_on=date.fromisoformat(facts["received_on"]),
    )


@dataclass(frozen=True, slots=True)
class SampleShown:
    """Hold why a stored lot is due to be looked at, and what was found."""

    id: int
    number: str
    state: str
    due_on: date
    lot_id: int
    lot_number: str
    part_id: int
    part_number: str
    unit: str
    store_id: int
    store_code: str
    sample_size: Quantity
    criticality: str
    age_days: int
    perishable: bool
    kept_specially: bool
    failed_before: bool
    defective: Quantity | None
    finding: str
    inspected_by: str | None
    inspected_at: datetime | None


def read_sample(stock_sample_id: int) -> SampleShown:
    """Show a sample of a stored lot."""
    row = stock_samples.found(stock_sample_id)
    return made_of(SampleShown, row, **row.risk)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisposalShown:
    """Hold what left the house of surplus, to whom, for what, and what it had cost."""

    id: int
    number: str
    act: str
    surplus_proposal_id: int
    proposal_number: str
    part_id: int
    part_number: str
    unit: str
    store_id: int
    store_code: str
    quantity: Quantity
    partner: str
    partner_contact: str
    partner_reference: str
    supplier_id: int | None
    unit_price_cny: Money | None
    revenue_cny: Money | None
    credit_cny: Money | None
    cost_cny: Money
    result_cny: Money
    done_by: str
    done_at: datetime
    done_on: date
    approved_by: str
    approved_at: datetime
    witness: str | None
    witnessed_at: datetime | None
    finding: str | None
    note: str
    undone: bool
    lines: Annotated[tuple[Any, ...], Columns("LineOfDisposal", disposal_lines_select(0))]


def read_disposal(disposal_id: int) -> DisposalShown:
    """Show a disposal of surplus."""
    lines = context.session().execute(disposal_lines_select(disposal_id)).all()
    row = disposals.found(disposal_id)
    return made_of(
        DisposalShown,
        row,
        partner=shown_partner(row.act, row.partner),
        partner_contact=shown_partner_contact(row.act, row.partner_contact),
        lines=lines,
    )


detail(Detail("disposal", "/disposals/<int:disposal_id>", disposals.show, read_disposal, "surplus"))
_SURPLUS = "/surplus-proposals/<int:surplus_proposal_id>"
detail(Detail("surplus_proposal", _SURPLUS, surplus.show, read_surplus, "surplus"))
detail(Detail("stock_sample", "/stock-samples/<int:stock_sample_id>", stock_samples.show, read_sample, "lots"))
