"""Show what left the house of surplus: to whom, for what, and what it had cost."""

from __future__ import annotations

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from inventory.queries.columns import Listing, money, number
from inventory.tables import (
    Disposal,
    DisposalLine,
    Location,
    Lot,
    Movement,
    Part,
    Posting,
    ScrapWitness,
    SurplusApproval,
    SurplusProposal,
    Unit,
)
from kernel.tables import Person

KINDS = ("sale", "supplier_return", "scrap")
PROCEEDS = func.coalesce(number(Disposal.revenue_cny), number(Disposal.credit_cny), 0)


def disposals_select() -> Listing:
    """List disposals, the newest first.

    Columns: id, number, act, surplus_proposal_id, proposal_number, part_id, part_number, name_zh, name_en, unit,
    store_id, store_code, quantity, partner, partner_contact, partner_reference, supplier_id, unit_price_cny,
    revenue_cny (of a sale), credit_cny (expected of a supplier), cost_cny, result_cny (what came or is expected less
    the cost), done_by, done_at, done_on, approved_by, approved_at, witness, witnessed_at, finding, note, undone.
    """
    doer, witness, approver = aliased(Person), aliased(Person), aliased(Person)
    undone, moved = aliased(Movement), aliased(Movement)
    return (
        select(
            Disposal.id,
            Disposal.number,
            Disposal.act,
            Disposal.surplus_proposal_id,
            SurplusProposal.number.label("proposal_number"),
            Disposal.part_id,
            Part.number.label("part_number"),
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            Disposal.store_id,
            Location.code.label("store_code"),
            Disposal.quantity,
            Disposal.partner,
            Disposal.partner_contact,
            Disposal.partner_reference,
            Disposal.supplier_id,
            Disposal.unit_price_cny,
            Disposal.revenue_cny,
            Disposal.credit_cny,
            Disposal.cost_cny,
            money((PROCEEDS - number(Disposal.cost_cny)) * 1000).label("result_cny"),
            doer.name.label("done_by"),
            Disposal.done_at,
            Disposal.done_on,
            approver.name.label("approved_by"),
            SurplusApproval.approved_at,
            witness.name.label("witness"),
            ScrapWitness.witnessed_at,
            ScrapWitness.finding,
            Disposal.note,
            exists()
            .where(
                Posting.reference == Disposal.number,
                moved.posting_id == Posting.id,
                moved.kind.in_(KINDS),
                undone.reverses_id == moved.id,
            )
            .label("undone"),
        )
        .join(SurplusProposal, SurplusProposal.id == Disposal.surplus_proposal_id)
        .join(Part, Part.id == Disposal.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .join(Location, Location.id == Disposal.store_id)
        .join(doer, doer.id == Disposal.done_by_id)
        .join(SurplusApproval, SurplusApproval.surplus_proposal_id == Disposal.surplus_proposal_id)
        .join(approver, approver.id == SurplusApproval.approved_by_id)
        .outerjoin(ScrapWitness, ScrapWitness.surplus_proposal_id == Disposal.surplus_proposal_id)
        .outerjoin(witness, witness.id == ScrapWitness.witnessed_by_id)
        .order_by(Disposal.id.desc())
    )


def disposal_lines_select(disposal_id: int) -> Listing:
    """List the lots of a disposal.

    Columns: lot_id, lot_number, serial_number, received_on, location_code, quantity, unit, unit_cost_cny, cost_cny.
    """
    return (
        select(
            DisposalLine.lot_id,
            Lot.number.label("lot_number"),
            Lot.serial_number,
            Lot.received_on,
            Location.code.label("location_code"),
            DisposalLine.quantity,
            Unit.code.label("unit"),
            DisposalLine.unit_cost_cny,
            money(number(DisposalLine.quantity) * number(DisposalLine.unit_cost_cny)).label("cost_cny"),
        )
        .join(Lot, Lot.id == DisposalLine.lot_id)
        .join(Part, Part.id == Lot.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .join(Location, Location.id == DisposalLine.from_location_id)
        .where(DisposalLine.disposal_id == disposal_id)
        .order_by(DisposalLine.id)
    )
