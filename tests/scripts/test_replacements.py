"""Replacements, rework, credit and scrap: a claim is settled by what passes, and nothing uninspected becomes stock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from inventory.places import MovementKind as M
from inventory.posting import Move, post
from inventory.tables import Lot, Stock
from kernel.amounts import Money, Quantity
from kernel.errors import AppError, FourEyes, InvalidState, RuleViolation
from kernel.settings import set_value
from procurement.tables import OrderLine
from receiving.arriving import ArrivedLine, Registered, register_arrival, undo_arrival
from receiving.claiming import change_claim, scrap, send_back
from receiving.queries import claims
from receiving.queries.owed import owed_goods, under_way
from receiving.settlement import Bearer, Demand, SettlementKind
from receiving.settling import settle
from receiving.tables import ArrivalLine, ClaimedLine, Inspection, Settlement, SupplierReturn
from tests.support.procurement import Market, refused
from tests.support.receiving import TODAY, Ramp, key
from tests.support.world import NOON, World, q


@pytest.fixture
def ramp(world: World) -> Ramp:
    market = Market(world)
    for part in ("P1", "P2", "SER"):
        market.offer("ACME", part, (0, "10"))
    market.offer("BOLT", "P1", (0, "10"))
    world.session.commit()
    return Ramp(market)


@pytest.fixture
def claim(session: Session, ramp: Ramp) -> int:
    """Return a claim for four of ten that failed; they lie in quarantine, six wait in staging."""
    made = ramp.decide(ramp.arrived("P1", 10), 6, 4)
    session.commit()
    assert made.supplier_return_id is not None
    return made.supplier_return_id


def brought(ramp: Ramp, claim: int, quantity: int, part: str = "P1", **more: object) -> Registered:
    """Register goods that came for a claim."""
    line = ArrivedLine(None, ramp.world.parts[part], q(quantity), supplier_return_id=claim, **more)  # type: ignore[arg-type]
    return ramp.register(line)


def lot_of(made: Registered) -> int:
    return made.lines[0].lots[0].lot_id


def gone(ramp: Ramp, claim: int, quantity: int) -> None:
    by = ramp.world.people["keeper"]
    send_back(ramp.world.session, supplier_return_id=claim, quantity=q(quantity), by=by, at=NOON, request_key=key())


def asked(ramp: Ramp, claim: int, demand: Demand) -> None:
    by = ramp.world.people["buyer"]
    change_claim(ramp.world.session, supplier_return_id=claim, demand=demand, by=by, at=NOON, request_key=key())


def issueable(session: Session, part: int) -> Quantity:
    """Return what of a part may be issued anywhere."""
    return sum((row.on_hand for row in session.scalars(select(Stock).where(Stock.part_id == part))), q(0))


def test_a_replacement_settles_what_passes_and_is_no_delivery_of_the_order(
    session: Session, ramp: Ramp, claim: int
) -> None:
    order_line = session.scalars(select(OrderLine)).one()
    received = order_line.received
    made = brought(ramp, claim, 4)
    assert (made.lines[0].kind, made.lines[0].delivery_id) == ("replaced", None)
    assert (order_line.received, order_line.quantity) == (received, received)
    assert under_way(session, claim) == q(4)
    assert owed_goods(session) == ()
    ramp.decide(lot_of(made), 3, 1)
    session.commit()
    view = claims.supplier_return(session, claim)
    assert (view.state, view.settled) == ("open", q(3))  # the goods that failed are still here
    assert [(each.kind, each.quantity, each.amount_cny) for each in view.settlements] == [
        ("replaced", q(3), Money.of(30))
    ]
    assert view.settlements[0].reference == made.number
    (owed,) = owed_goods(session)
    assert (owed.supplier_return_id, owed.open) == (claim, q(1))
    gone(ramp, claim, 4)
    assert claims.supplier_return(session, claim).state == "returned"
    ramp.decide(lot_of(brought(ramp, claim, 1)), 1)
    assert claims.supplier_return(session, claim).state == "settled"
    cost = session.scalar(select(Lot.unit_cost_cny).where(Lot.id == lot_of(made)))
    assert cost == Money.of(10)


def test_a_refused_replacement_leaves_the_claim_open_and_goes_back(session: Session, ramp: Ramp, claim: int) -> None:
    decided = ramp.decide(lot_of(brought(ramp, claim, 4)), 0, 4)
    session.commit()
    assert claims.supplier_return(session, claim).settled == q(0)
    assert decided.supplier_return_id is not None
    back = claims.supplier_return(session, decided.supplier_return_id)
    assert (back.reason, back.demand, back.amount_cny) == ("refused", "take_back", Money.zero())
    with pytest.raises(RuleViolation, match="claim_asks_no_goods"):
        brought(ramp, back.supplier_return_id, 1)
    session.rollback()
    gone(ramp, back.supplier_return_id, 3)
    assert claims.supplier_return(session, back.supplier_return_id).state == "open"
    by = ramp.world.people["supervisor"]
    scrap(
        session,
        supplier_return_id=back.supplier_return_id,
        quantity=q(1),
        reason="agreed",
        by=by,
        at=NOON,
        request_key=key(),
    )
    assert claims.supplier_return(session, back.supplier_return_id).state == "settled"
    assert claims.supplier_return(session, claim).state == "open"
    (owed,) = owed_goods(session)
    assert owed.open == q(4)


def test_a_replacement_never_reaches_stock_before_its_verdict(session: Session, ramp: Ramp, claim: int) -> None:
    world, part = ramp.world, ramp.world.parts["P1"]
    before = issueable(session, part)
    lot = lot_of(brought(ramp, claim, 4))
    session.commit()
    work_order = "W1"
    world.work_order(work_order)
    forged = world.clearance(lot, 4)
    session.commit()
    attempts: list[tuple[M, str, str, dict[str, int]]] = [
        (M.PUTAWAY, "C-H", "C-A1", {}),
        (M.RELEASE, "C-H", "C-S", {}),
        (M.RELEASE, "C-H", "C-S", {"clearance_id": forged}),
        (M.RELOCATION, "C-H", "C-A1", {}),
        (M.ISSUE, "C-H", work_order, {}),
        (M.TRANSFER_OUT, "C-H", "N-T", {}),
        (M.RETURN, "C-H", "C-A1", {}),
        (M.OPENING, "OPENING", "C-A1", {}),
        (M.RECEIPT, "SUPPLIER", "C-H", {}),
    ]
    for kind, source, target, more in attempts:
        with pytest.raises(AppError):
            post(
                session,
                [Move(kind, part, lot, world.places[source], world.places[target], q(4), **more)],
                kind=str(kind),
                reference="ATTACK",
                by=world.people["keeper"],
                at=NOON,
            )
        session.rollback()
    assert ramp.where(lot) == {"C-H": q(4)}
    assert issueable(session, part) == before
    with pytest.raises(FourEyes):
        ramp.decide(lot, 4, who="buyer")
    session.rollback()
    ramp.decide(lot, 2, 2)
    assert ramp.where(lot) == {"C-S": q(2), "C-Q": q(2)}
    assert issueable(session, part) == before  # not even what passed, before it is put away
    ramp.put_away(lot, 2)
    assert issueable(session, part) == before + q(2)


def test_no_more_comes_for_a_claim_than_is_owed(session: Session, ramp: Ramp, claim: int) -> None:
    made = brought(ramp, claim, 6)
    assert [(each.kind, each.quantity) for each in made.lines] == [("replaced", q(4)), ("over", q(2))]
    session.commit()
    again = brought(ramp, claim, 1)
    assert [each.kind for each in again.lines] == ["over"]
    wrong = brought(ramp, claim, 1, part="P2")
    assert [each.kind for each in wrong.lines] == ["wrong_part"]
    session.commit()
    with pytest.raises(RuleViolation, match="replacement_in_hold"):
        _credit(ramp, claim, 1)
    session.rollback()
    by = ramp.world.people["keeper"]
    undo_arrival(session, arrival_id=made.arrival_id, reason="counted twice", by=by, at=NOON, request_key=key())
    assert under_way(session, claim) == q(0)
    assert _credit(ramp, claim, 4).settled == q(4)
    session.commit()
    late = brought(ramp, claim, 1)  # settled in money: what comes all the same goes back
    assert [each.kind for each in late.lines] == ["over"]


def test_a_claim_takes_goods_of_its_own_supplier_and_store_only(session: Session, ramp: Ramp, claim: int) -> None:
    line = ArrivedLine(None, ramp.world.parts["P1"], q(1), supplier_return_id=claim)
    with pytest.raises(RuleViolation, match="claim_of_another_supplier"):
        ramp.register(line, supplier="BOLT")
    session.rollback()
    with pytest.raises(RuleViolation, match="claim_of_another_store"):
        register_arrival(
            session,
            store_id=ramp.world.places["N"],
            supplier_id=ramp.market.suppliers["ACME"],
            lines=(line,),
            delivery_note="",
            arrived_on=TODAY,
            by=ramp.world.people["keeper2"],
            at=NOON,
            request_key=key(),
        )
    session.rollback()
    asked(ramp, claim, Demand.CREDIT)
    with pytest.raises(RuleViolation, match="claim_asks_no_goods"):
        brought(ramp, claim, 1)


def test_reworked_pieces_come_back_under_their_number_and_are_inspected_again(session: Session, ramp: Ramp) -> None:
    order = ramp.market.sent("ACME", ("SER", 2))
    line = ramp.line(order.line_ids[0], "SER", 2, serial_numbers=("S1", "S2"))
    lots = [each.lot_id for each in ramp.register(line).lines[0].lots]
    ramp.decide(lots[0], 1)
    claim = ramp.decide(lots[1], 0, 1).supplier_return_id
    assert claim is not None
    asked(ramp, claim, Demand.REWORK)
    session.commit()
    early = brought(ramp, claim, 1, part="SER", serial_numbers=("S2",))
    assert [each.kind for each in early.lines] == ["over"]  # it has not left yet
    session.rollback()
    gone(ramp, claim, 1)
    made = brought(ramp, claim, 1, part="SER", serial_numbers=("S2",))
    assert made.lines[0].kind == "reworked"
    assert ramp.where(lot_of(made)) == {"C-H": q(1)}
    ramp.decide(lot_of(made), 1)
    view = claims.supplier_return(session, claim)
    assert (view.state, view.settlements[0].kind, view.settlements[0].amount_cny) == (
        "settled",
        "reworked",
        Money.zero(),
    )
    session.commit()


def _credit(ramp: Ramp, claim: int, quantity: int, amount: str = "10", *, who: str = "buyer", **more: object):
    facts = {"reference": "CN-7", "credited_on": TODAY, **more}
    return settle(
        ramp.world.session,
        supplier_return_id=claim,
        kind=SettlementKind.CREDITED,
        quantity=q(quantity),
        amount_cny=Money.of(amount),
        by=ramp.world.people[who],
        at=NOON,
        request_key=key(),
        **facts,  # type: ignore[arg-type]
    )


def test_a_credit_has_a_note_and_a_large_one_another_person(session: Session, ramp: Ramp, claim: int) -> None:
    for missing, code in (
        ({"reference": " "}, "credit_note_needed"),
        ({"credited_on": None}, "credit_note_needed"),
        ({"credited_on": TODAY + timedelta(days=1)}, "credited_in_future"),
    ):
        with pytest.raises(RuleViolation, match=code):
            _credit(ramp, claim, 1, **missing)
        session.rollback()
    set_value(session, name="receiving.credit_limit_cny", value=30, valid_from_on=TODAY, by=None)
    session.commit()
    for who in ("buyer", "inspector"):  # who bought the goods, and who opened the claim
        with pytest.raises(FourEyes, match="credit_above_limit"):
            _credit(ramp, claim, 3, "31", who=who)
        session.rollback()
    assert _credit(ramp, claim, 1, "30").settled == q(1)
    session.commit()
    with pytest.raises(RuleViolation, match="credit_note_used"):
        _credit(ramp, claim, 2, "29")
    session.rollback()
    assert _credit(ramp, claim, 2, "31", who="supervisor", reference="CN-8").settled == q(3)
    session.commit()
    row = session.scalars(select(Settlement).order_by(Settlement.id.desc())).first()
    assert row is not None
    assert (row.credited_on, row.limit_cny, row.reference) == (TODAY, Money.of(30), "CN-8")


def test_scrap_at_our_cost_is_waived_by_another_person(session: Session, ramp: Ramp, claim: int) -> None:
    def scrapped(quantity: int, who: str, bearer: Bearer):
        return scrap(
            session,
            supplier_return_id=claim,
            quantity=q(quantity),
            reason="not worth the freight",
            borne_by=bearer,
            by=ramp.world.people[who],
            at=NOON,
            request_key=key(),
        )

    theirs = scrapped(1, "supervisor", Bearer.SUPPLIER)
    assert (theirs.scrapped, theirs.settled) == (q(1), q(0))
    session.commit()
    with pytest.raises(FourEyes):
        scrapped(1, "inspector", Bearer.US)
    session.rollback()
    ours = scrapped(3, "supervisor", Bearer.US)
    assert (ours.state, ours.settled) == ("returned", q(3))
    assert [each.kind for each in claims.supplier_return(session, claim).settlements] == ["waived"]
    _credit(ramp, claim, 1)
    assert claims.supplier_return(session, claim).state == "settled"


def test_no_settlement_by_word_or_by_sql_stands_for_a_verdict(session: Session, ramp: Ramp, claim: int) -> None:
    for kind in (SettlementKind.REPLACED, SettlementKind.REWORKED):
        with pytest.raises(RuleViolation, match="settled_by_delivery"):
            settle(
                session,
                supplier_return_id=claim,
                kind=kind,
                quantity=q(1),
                amount_cny=Money.zero(),
                reference="x",
                by=ramp.world.people["buyer"],
                at=NOON,
                request_key=key(),
            )
        session.rollback()
    lot = lot_of(brought(ramp, claim, 4))
    ramp.decide(lot, 3, 1)
    session.commit()
    people = ramp.world.people
    inspections = {str(row.passed): row.id for row in session.scalars(select(Inspection))}
    insert = (
        "INSERT INTO settlement (supplier_return_id, opened_by_id, kind, quantity, amount_cny, reference,"
        " settled_by_id, settled_at, note, inspection_id, credited_on, limit_cny)"
        " VALUES (:back, :opener, :kind, 1000, :amount, :reference, :by, '2026-03-02', 'x', :inspection, :day, :limit)"
    )
    facts = {
        "back": claim,
        "opener": people["inspector"],
        "by": people["buyer"],
        "kind": "replaced",
        "amount": 0,
        "reference": "",
        "inspection": None,
        "day": None,
        "limit": None,
    }
    assert refused(session, insert, **facts) == "settled_without_verdict"
    for wrong in (inspections["3"], inspections["6"]):  # used up, and the verdict on the first delivery
        assert refused(session, insert, **{**facts, "inspection": wrong}) == "settled_without_verdict"
    credit = {**facts, "kind": "credited", "amount": 900_000_000}
    assert refused(session, insert, **credit) == "credit_note_needed"
    named = {**credit, "reference": "CN", "day": "2026-03-02", "limit": 50_000_000}
    assert refused(session, insert, **named) == "four_eyes"  # the buyer
    assert refused(session, insert, **{**named, "by": people["inspector"]}) == "four_eyes"  # who opened it
    assert refused(session, "UPDATE supplier_return SET settled = 4000") == "not_the_settlements"
    assert refused(session, "UPDATE claimed_line SET supplier_return_id = 99") == "append_only"
    assert refused(session, "DELETE FROM claimed_line") == "append_only"
    small = {**named, "amount": 10_000, "by": people["supervisor"]}
    session.execute(text(insert), small)
    assert refused(session, insert, **small) == "credit_note_used"


def test_no_line_names_a_claim_by_sql_that_does_not_owe_it(session: Session, ramp: Ramp, claim: int) -> None:
    made = brought(ramp, claim, 2)
    session.commit()
    line = session.get_one(ArrivalLine, made.lines[0].arrival_line_id)
    more = ArrivalLine(
        arrival_id=made.arrival_id,
        part_id=line.part_id,
        quantity=q(3),
        kind="replaced",
        order_line_id=line.order_line_id,
        hold_location_id=line.hold_location_id,
    )
    session.add(more)
    session.commit()
    link = "INSERT INTO claimed_line (arrival_line_id, supplier_return_id) VALUES (:line, :claim)"
    assert refused(session, link, line=more.id, claim=claim) == "not_for_the_claim"  # two of four are still owed
    delivered = session.scalars(select(ArrivalLine).where(ArrivalLine.kind == "ordered")).one()
    assert refused(session, link, line=delivered.id, claim=claim) == "not_for_the_claim"
    stray = ramp.world.lot("P1")
    session.commit()
    lot = "INSERT INTO arrival_lot (arrival_line_id, lot_id, quantity, bought_by_id) VALUES (:line, :lot, 3000, :by)"
    assert refused(session, lot, line=more.id, lot=stray, by=ramp.world.people["buyer"]) == "not_the_lot"
    assert session.scalars(select(ClaimedLine.arrival_line_id)).all() == [line.id]
    rows = session.scalars(select(SupplierReturn.settled)).all()
    assert rows == [q(0)]


def test_an_ended_claim_takes_no_goods(session: Session, ramp: Ramp, claim: int) -> None:
    gone(ramp, claim, 4)
    _credit(ramp, claim, 4, "40")
    session.commit()
    with pytest.raises(InvalidState, match="return_ended"):
        brought(ramp, claim, 1)
