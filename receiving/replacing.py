"""Take in what a supplier delivers for a claim, and settle the claim by what passes inspection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import found, locked
from inventory.tables import Location, Lot
from kernel.amounts import Money, Quantity
from kernel.errors import InvalidState, RuleViolation
from procurement.tables import OrderLine
from receiving.queries.owed import OPEN, came_reworked, under_way
from receiving.settlement import BY_VERDICT, GOODS, UNPAID, Demand, Reason
from receiving.stepping import settled, stepped
from receiving.tables import Arrival, ArrivalLine, ArrivalLot, ClaimedLine, Inspection, SupplierReturn

KINDS = {Demand.REPLACEMENT: "replaced", Demand.REWORK: "reworked"}
"""What a line of an arrival is, by what its claim asks for."""


@dataclass(frozen=True, slots=True)
class ClaimedGoods:
    """Say how a delivery for a claim is taken in: as what, for which order line, and how much is still owed."""

    supplier_return_id: int
    part_id: int
    kind: str
    order_line: OrderLine
    owed: Quantity


def goods_for(session: Session, supplier_return_id: int, arrival: Arrival) -> ClaimedGoods:
    """Return what a delivery may bring for a claim; refuse a claim that asks for no goods or is not this supplier's."""
    claim = locked(session, SupplierReturn, supplier_return_id)
    if claim.state not in OPEN:
        raise InvalidState("return_ended", number=claim.number, state=claim.state)
    if claim.demand not in GOODS or Reason(claim.reason) in UNPAID:
        raise RuleViolation("claim_asks_no_goods", number=claim.number)
    if claim.supplier_id != arrival.supplier_id:
        raise RuleViolation("claim_of_another_supplier", number=claim.number)
    line = found(session, ArrivalLine, claim.arrival_line_id)
    _check_store(session, claim, line, arrival)
    owed = claim.quantity - claim.settled - under_way(session, claim.id)
    if claim.demand == Demand.REWORK:  # what never left cannot come back
        owed = min(owed, claim.sent - came_reworked(session, claim.id))
    kind = KINDS[Demand(claim.demand)]
    assert line.order_line_id is not None, "what can be claimed came for an order line"
    return ClaimedGoods(claim.id, claim.part_id, kind, found(session, OrderLine, line.order_line_id), owed)


def _check_store(session: Session, claim: SupplierReturn, line: ArrivalLine, arrival: Arrival) -> None:
    """Refuse goods at a warehouse to which the claimed ones did not belong."""
    store_id = found(session, Arrival, line.arrival_id).store_id
    if claim.quarantine_location_id is not None:
        store_id = found(session, Location, claim.quarantine_location_id).store_id or store_id
    if store_id != arrival.store_id:
        raise RuleViolation("claim_of_another_store", number=claim.number)


def settle_by_verdict(session: Session, inspection: Inspection, line: ArrivalLine, by: int, at: datetime) -> None:
    """Settle the claim that goods came for by the quantity that passed; what failed leaves it open."""
    claimed = session.scalar(select(ClaimedLine).where(ClaimedLine.arrival_line_id == line.id))
    if claimed is None or not inspection.passed:
        return
    claim = locked(session, SupplierReturn, claimed.supplier_return_id)
    lot = session.scalars(
        select(Lot).join(ArrivalLot, ArrivalLot.lot_id == Lot.id).where(ArrivalLot.id == inspection.arrival_lot_id)
    ).one()
    settled(
        session,
        claim,
        BY_VERDICT[line.kind],
        inspection.passed,
        by=by,
        at=at,
        amount_cny=lot.unit_cost_cny.times(inspection.passed) if line.kind == "replaced" else Money.zero(),
        reference=found(session, Arrival, line.arrival_id).number,
        inspection_id=inspection.id,
    )
    stepped(session, claim)


def refused_goods(line: ArrivalLine) -> tuple[Reason, Demand | None, Money | None]:
    """Return why what failed goes back, what is asked for it and what it is worth to us: a replacement owes nothing."""
    if line.kind not in BY_VERDICT:
        return Reason.REJECTED, None, None
    return Reason.REFUSED, Demand.TAKE_BACK, Money.zero()
