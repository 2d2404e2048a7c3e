"""Carry approved surplus out of the house: sell it, return it to its supplier, scrap it before a witness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import fifo
from inventory.deciding_surplus import check_there, check_unpromised, in_state
from inventory.finding import found, outside, place_in, written
from inventory.picking import candidates
from inventory.places import LocationKind, MovementKind
from inventory.posting import Move, lock_stock, post
from inventory.quarantining import quarantine
from inventory.reserving import fill
from inventory.surplus import Act
from inventory.tables import Disposal, DisposalLine, Lot, ScrapWitness, SurplusProposal
from kernel.amounts import Money, Quantity
from kernel.errors import FourEyes, InsufficientStock, InvalidState, RuleViolation
from kernel.numbering import next_number
from kernel.requests import once
from kernel.settings import day_of


@dataclass(frozen=True, slots=True)
class Disposed:
    """Name the document, what its goods had cost, and what came or is expected for them."""

    disposal_id: int
    number: str
    posting_id: int
    cost_cny: Money
    proceeds_cny: Money


@dataclass(frozen=True, slots=True)
class Witnessed:
    """Name the witness's row."""

    scrap_witness_id: int


@dataclass(frozen=True, slots=True)
class Terms:
    """Hold what a disposal says besides its goods."""

    partner: str = ""
    contact: str = ""
    reference: str = ""
    supplier_id: int | None = None
    unit_price_cny: Money | None = None
    credit_cny: Money | None = None
    witnessed_by_id: int | None = None
    note: str = ""


@once
def sell_surplus(
    session: Session,
    *,
    surplus_proposal_id: int,
    buyer: str,
    unit_price_cny: Money,
    by: int,
    at: datetime,
    request_key: str,
    buyer_contact: str = "",
    reference: str = "",
    note: str = "",
) -> Disposed:
    """Sell what was approved to be sold: the oldest lots that have not expired go to the buyer."""
    if not buyer.strip():
        raise RuleViolation("partner_missing", field="buyer")
    if unit_price_cny < Money.zero():
        raise RuleViolation("amount_negative", field="unit_price_cny")
    terms = Terms(buyer.strip(), buyer_contact.strip(), reference.strip(), unit_price_cny=unit_price_cny, note=note)
    return _dispose(session, surplus_proposal_id, Act.SELL, terms, by, at, request_key, usable_on=day_of(session, at))


@once
def return_surplus(
    session: Session,
    *,
    surplus_proposal_id: int,
    supplier: str,
    credit_cny: Money,
    by: int,
    at: datetime,
    request_key: str,
    supplier_contact: str = "",
    supplier_id: int | None = None,
    lot_ids: Sequence[int] | None = None,
    reference: str = "",
    note: str = "",
) -> Disposed:
    """Return what was approved to its supplier, the oldest of `lot_ids` first (None: of any lot)."""
    if not supplier.strip():
        raise RuleViolation("partner_missing", field="supplier_id")
    if credit_cny < Money.zero():
        raise RuleViolation("amount_negative", field="credit_cny")
    terms = Terms(
        supplier.strip(), supplier_contact.strip(), reference.strip(), supplier_id, credit_cny=credit_cny, note=note
    )
    return _dispose(session, surplus_proposal_id, Act.SUPPLIER_RETURN, terms, by, at, request_key, lot_ids=lot_ids)


@once
def witness_scrap(
    session: Session, *, surplus_proposal_id: int, finding: str, by: int, at: datetime, request_key: str
) -> Witnessed:
    """Say as the second person what was seen of goods that are to be scrapped."""
    row = in_state(session, surplus_proposal_id, "approved")
    if row.act != Act.SCRAP:
        raise InvalidState("surplus_other_way", number=row.number)
    if not finding.strip():
        raise RuleViolation("reason_missing", field="finding")
    if witness_of(session, row.id) is not None:
        raise InvalidState("already_witnessed", number=row.number)
    seen = ScrapWitness(surplus_proposal_id=row.id, witnessed_by_id=by, witnessed_at=at, finding=finding.strip())
    session.add(seen)
    written(session)
    return Witnessed(seen.id)


@once
def scrap_surplus(
    session: Session, *, surplus_proposal_id: int, by: int, at: datetime, request_key: str, note: str = ""
) -> Disposed:
    """Scrap what was approved to be scrapped, after another person has witnessed it."""
    witness = witness_of(session, surplus_proposal_id)
    if witness is None:
        raise InvalidState("not_witnessed", surplus_proposal_id=surplus_proposal_id)
    if witness.witnessed_by_id == by:
        raise FourEyes("four_eyes", step="scrap_surplus")
    terms = Terms(witnessed_by_id=witness.witnessed_by_id, note=note)
    return _dispose(session, surplus_proposal_id, Act.SCRAP, terms, by, at, request_key)


def witness_of(session: Session, surplus_proposal_id: int) -> ScrapWitness | None:
    """Return who has seen the goods of a proposal."""
    return session.scalar(select(ScrapWitness).where(ScrapWitness.surplus_proposal_id == surplus_proposal_id))


def _dispose(
    session: Session,
    surplus_proposal_id: int,
    act: Act,
    terms: Terms,
    by: int,
    at: datetime,
    key: str,
    *,
    usable_on: date = date.min,
    lot_ids: Sequence[int] | None = None,
) -> Disposed:
    """Write the document, move its goods, and end the proposal with it."""
    proposed = found(session, SurplusProposal, surplus_proposal_id)
    lock_stock(session, [(proposed.part_id, proposed.store_id)])
    row = in_state(session, surplus_proposal_id, "approved")
    if row.act != act:
        raise InvalidState("surplus_other_way", number=row.number)
    assert row.quantity is not None
    check_there(session, row, act, row.quantity, at)
    picked = _picked(session, row, row.quantity, at, usable_on, lot_ids)
    document, lines = _written(session, row, row.quantity, picked, terms, by, at)
    posting_id = _moved(session, document, lines, by, at, key)
    row.reference = document.number
    row.carried_out_by_id, row.carried_out_at, row.state = by, at, "carried_out"
    written(session)
    fill(session, row.part_id, row.store_id, at)
    proceeds = document.revenue_cny or document.credit_cny or Money.zero()
    return Disposed(document.id, document.number, posting_id, document.cost_cny, proceeds)


def _picked(
    session: Session,
    row: SurplusProposal,
    quantity: Quantity,
    at: datetime,
    usable_on: date,
    lot_ids: Sequence[int] | None,
) -> tuple[fifo.Pick, ...]:
    """Choose the lots in turn; those that have expired may go, but of the good ones none that is promised."""
    on = day_of(session, at)
    there = candidates(session, row.part_id, row.store_id, on)
    if lot_ids is not None:
        there = [each for each in there if each.lot_id in set(lot_ids)]
    picked = fifo.picks(there, quantity, usable_on)
    if (taken := fifo.total(picked)) < quantity:
        raise InsufficientStock("surplus_lots_lack", part_id=row.part_id, asked=str(quantity), available=str(taken))
    good = {each.lot_id for each in there if fifo.usable(each, on)}
    check_unpromised(session, row, fifo.total(pick for pick in picked if pick.lot_id in good), at)
    return picked


def _written(
    session: Session,
    row: SurplusProposal,
    quantity: Quantity,
    picked: Sequence[fifo.Pick],
    terms: Terms,
    by: int,
    at: datetime,
) -> tuple[Disposal, list[DisposalLine]]:
    on = day_of(session, at)
    costs = {pick.lot_id: found(session, Lot, pick.lot_id).unit_cost_cny for pick in picked}
    exact = sum((Fraction(costs[pick.lot_id].scaled * pick.quantity.scaled, 1000) for pick in picked), Fraction(0))
    document = Disposal(
        number=next_number(session, "DS", on),
        surplus_proposal_id=row.id,
        act=str(row.act),
        part_id=row.part_id,
        store_id=row.store_id,
        quantity=quantity,
        cost_cny=Money(round(exact)),
        done_by_id=by,
        done_at=at,
        done_on=on,
        partner=terms.partner,
        partner_contact=terms.contact,
        partner_reference=terms.reference,
        supplier_id=terms.supplier_id,
        unit_price_cny=terms.unit_price_cny,
        revenue_cny=None if terms.unit_price_cny is None else terms.unit_price_cny.times(quantity),
        credit_cny=terms.credit_cny,
        witnessed_by_id=terms.witnessed_by_id,
        note=terms.note.strip(),
    )
    session.add(document)
    written(session)
    lines = [
        DisposalLine(
            disposal_id=document.id,
            lot_id=pick.lot_id,
            from_location_id=pick.location_id,
            quantity=pick.quantity,
            unit_cost_cny=costs[pick.lot_id],
        )
        for pick in picked
    ]
    for line in lines:  # one by one: each is looked at together with those before it
        session.add(line)
        written(session)
    return document, lines


def _moved(session: Session, document: Disposal, lines: Sequence[DisposalLine], by: int, at: datetime, key: str) -> int:
    """Post the way out as one posting: a sale from the shelf, all else through the quarantine of the store."""
    if document.act == Act.SELL:
        kind, target, source = MovementKind.SALE, outside(session, LocationKind.CUSTOMER), None
    else:
        scrapped = document.act == Act.SCRAP
        kind = MovementKind.SCRAP if scrapped else MovementKind.SUPPLIER_RETURN
        target = outside(session, LocationKind.SCRAP if scrapped else LocationKind.SUPPLIER)
        source = place_in(session, document.store_id, LocationKind.QUARANTINE)
        _to_quarantine(session, document, lines, by, at, key)
    moves = [
        Move(
            kind,
            document.part_id,
            line.lot_id,
            source.id if source else line.from_location_id,
            target.id,
            line.quantity,
        )
        for line in lines
    ]
    posted = post(session, moves, kind=str(kind), reference=document.number, by=by, at=at, note=document.note)
    return posted.posting_id


def _to_quarantine(
    session: Session, document: Disposal, lines: Sequence[DisposalLine], by: int, at: datetime, key: str
) -> None:
    for place, line in enumerate(lines):
        quarantine(
            session,
            lot_id=line.lot_id,
            from_location_id=line.from_location_id,
            quantity=line.quantity,
            reason=document.number,
            by=by,
            at=at,
            request_key=f"{key}:q{place}",
        )
