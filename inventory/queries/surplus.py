"""Show what is proposed, submitted, approved and carried out with surplus."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import aliased

from inventory.queries.columns import Listing
from inventory.tables import Location, Part, SurplusApproval, SurplusProposal, Unit
from kernel.tables import Person


def surplus_select() -> Listing:
    """List proposals, the most valuable first.

    Columns: id, number, part_id, part_number, name_zh, name_en, unit, store_id, store_code, advice, advised_quantity,
    value_cny, advised_store_code, facts, computed_on, state, act, quantity, to_store_code, note, submitted_by_id,
    submitted_by, submitted_at, approved_by, approved_at, ended_note, reference, carried_out_by, carried_out_at.
    """
    store, target, advised = aliased(Location), aliased(Location), aliased(Location)
    submitter, approver, doer = aliased(Person), aliased(Person), aliased(Person)
    proposal = SurplusProposal
    return (
        select(
            proposal.id,
            proposal.number,
            proposal.part_id,
            Part.number.label("part_number"),
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            proposal.store_id,
            store.code.label("store_code"),
            proposal.advice,
            proposal.advised_quantity,
            proposal.value_cny,
            advised.code.label("advised_store_code"),
            proposal.facts,
            proposal.computed_on,
            proposal.state,
            proposal.act,
            proposal.quantity,
            target.code.label("to_store_code"),
            proposal.note,
            proposal.submitted_by_id,
            submitter.name.label("submitted_by"),
            proposal.submitted_at,
            approver.name.label("approved_by"),
            SurplusApproval.approved_at,
            proposal.ended_note,
            proposal.reference,
            doer.name.label("carried_out_by"),
            proposal.carried_out_at,
        )
        .join(Part, Part.id == proposal.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .join(store, store.id == proposal.store_id)
        .outerjoin(target, target.id == proposal.to_store_id)
        .outerjoin(advised, advised.id == proposal.advised_store_id)
        .outerjoin(submitter, submitter.id == proposal.submitted_by_id)
        .outerjoin(SurplusApproval, SurplusApproval.surplus_proposal_id == proposal.id)
        .outerjoin(approver, approver.id == SurplusApproval.approved_by_id)
        .outerjoin(doer, doer.id == proposal.carried_out_by_id)
        .order_by(proposal.value_cny.desc())
    )
