"""Contracts from draft to their end, and orders that keep to them or say why not."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.amounts import Money
from kernel.errors import FourEyes, InvalidState, RuleViolation
from procurement import contracting, ordering
from procurement.amending import LineChange, amend_order
from procurement.contracting import ContractText
from procurement.drafting import NewLine
from procurement.leaving_contracts import explain_outside
from procurement.queries.contract_stands import stands
from procurement.queries.contracts import lines_of_version, terms_in_force, versions_of
from procurement.queries.offers import offers
from procurement.tables import Contract, ContractVersion, Order, OrderLine, OutsideContract
from tests.support.procurement import Market, key, refused
from tests.support.quotes import Desk, later
from tests.support.world import NOON, World, q

TODAY = date(2026, 3, 2)


@pytest.fixture
def desk(world: World) -> Desk:
    market = Market(world)
    market.offer("S1", "P1", (0, "10"))
    market.offer("S1", "P2", (0, "3"))
    return Desk(market)


def approve(desk: Desk, order_id: int, at: datetime = NOON) -> ordering.Stepped:
    return ordering.approve_order(
        desk.market.world.session, order_id=order_id, by=desk.supervisor, at=at, request_key=key()
    )


def kinds(desk: Desk, order_id: int, on: date = TODAY) -> list[tuple[str, ...]]:
    session = desk.market.world.session
    return [stand.kinds for stand in stands(session, session.get_one(Order, order_id), on=on)]


def priced(desk: Desk, part: str, quantity: int, price: str, at: datetime = NOON) -> ordering.Ordered:
    world = desk.market.world
    return ordering.create_order(
        world.session,
        supplier_id=desk.market.suppliers["S1"],
        store_id=world.places["C"],
        lines=(NewLine(world.parts[part], q(quantity), Money.of(price)),),
        by=desk.buyer,
        at=at,
        request_key=key(),
    )


def test_a_contract_is_approved_by_another_and_its_price_goes_before_the_list(session: Session, desk: Desk) -> None:
    made = desk.contract("S1", ("P1", "8"), approve=False)
    assert (made.number, made.state) == ("CT-202603-0001", "draft")
    assert not terms_in_force(session, on=TODAY)
    with pytest.raises(FourEyes):
        contracting.approve_version(session, contract_id=made.contract_id, by=desk.buyer, at=NOON, request_key=key())
    sql = "UPDATE contract_version SET state = 'active', approved_by_id = written_by_id"
    assert refused(session, sql) == "four_eyes"
    assert refused(session, "UPDATE contract_version SET state = 'active'") == "not_approved"
    assert refused(session, "UPDATE contract SET state = 'active'") == "not_approved"
    done = contracting.approve_version(
        session, contract_id=made.contract_id, by=desk.supervisor, at=NOON, request_key=key()
    )
    assert done.state == "active"
    order = desk.market.draft("S1", ("P1", 5), ("P2", 2))
    lines = session.scalars(select(OrderLine).order_by(OrderLine.line_no)).all()
    assert [line.unit_price_cny for line in lines] == [Money.of(8), Money.of(3)]
    assert [line.contract_line_id is None for line in lines] == [False, True]
    assert order.amount_cny == Money.of(46)
    offered = offers(session, on=TODAY)[desk.market.world.parts["P1"]][0]
    assert offered.steps[0].unit_price_cny == Money.of(8)
    assert refused(session, "UPDATE contract_break SET unit_price_cny = 1") == "contract_version_frozen"
    assert refused(session, "UPDATE contract_version SET ends_on = '2030-01-01'") == "unchangeable"


def test_what_is_dearer_than_agreed_needs_a_reason(session: Session, desk: Desk) -> None:
    desk.contract("S1", ("P1", "8"))
    order = priced(desk, "P1", 5, "9")
    assert kinds(desk, order.order_id) == [("price",)]
    with pytest.raises(RuleViolation, match="outside_contract"):
        approve(desk, order.order_id)
    explain_outside(session, order_id=order.order_id, reason="copper rose", by=desk.buyer, at=NOON, request_key=key())
    assert approve(desk, order.order_id).state == "approved"
    row = session.scalars(select(OutsideContract)).one()
    assert (row.reason, row.by_id, row.contract_price_cny) == ("copper rose", desk.buyer, Money.of(8))
    shown = stands(session, session.get_one(Order, order.order_id), on=TODAY)[0]
    assert (shown.difference_cny, shown.reason) == (Money.of(1), "copper rose")
    assert refused(session, "UPDATE outside_contract SET reason = 'x'") == "append_only"
    assert refused(session, "DELETE FROM outside_contract") == "append_only"


def test_a_reason_does_not_speak_of_what_was_raised_later(session: Session, desk: Desk) -> None:
    desk.contract("S1", ("P1", "8"))
    order = priced(desk, "P1", 5, "9")
    explain_outside(session, order_id=order.order_id, reason="rush", by=desk.buyer, at=NOON, request_key=key())
    amend_order(
        session,
        order_id=order.order_id,
        reason="dearer still",
        changes=(LineChange(order.line_ids[0], unit_price_cny=Money.of("9.5")),),
        by=desk.buyer,
        at=NOON,
        request_key=key(),
    )
    with pytest.raises(RuleViolation, match="outside_contract"):
        approve(desk, order.order_id)
    explain_outside(session, order_id=order.order_id, reason="rush again", by=desk.buyer, at=NOON, request_key=key())
    assert approve(desk, order.order_id).state == "approved"


def test_a_line_taken_from_a_draft_takes_its_reason_along(session: Session, desk: Desk) -> None:
    desk.contract("S1", ("P1", "8"))
    world = desk.market.world
    order = ordering.create_order(
        session,
        supplier_id=desk.market.suppliers["S1"],
        store_id=world.places["C"],
        lines=(NewLine(world.parts["P1"], q(1), Money.of(9)), NewLine(world.parts["P1"], q(2))),
        by=desk.buyer,
        at=NOON,
        request_key=key(),
    )
    explain_outside(session, order_id=order.order_id, reason="rush", by=desk.buyer, at=NOON, request_key=key())
    amend_order(
        session,
        order_id=order.order_id,
        reason="not needed",
        removed_line_ids=(order.line_ids[0],),
        by=desk.buyer,
        at=NOON,
        request_key=key(),
    )
    assert session.scalar(select(OutsideContract)) is None
    assert approve(desk, order.order_id).state == "approved"


def test_parts_outside_and_terms_that_are_over_are_told(session: Session, desk: Desk) -> None:
    order = priced(desk, "P2", 1, "3")
    assert kinds(desk, order.order_id) == [()]
    desk.contract("S1", ("P1", "8"), ends=date(2026, 3, 20))
    assert kinds(desk, order.order_id) == [()]
    desk.contract("S2", ("P2", "2"))
    assert kinds(desk, order.order_id) == [("elsewhere",)]
    assert kinds(desk, order.order_id, date(2026, 4, 1)) == [("elsewhere",)]
    late = priced(desk, "P1", 1, "8", later(30))
    assert kinds(desk, late.order_id, date(2026, 4, 1)) == [("term",)]
    assert contracting.expire_contracts(session, on=date(2026, 4, 1), at=later(30)) == 1
    assert kinds(desk, late.order_id, date(2026, 4, 1)) == [("term",)]
    contract = session.scalars(select(Contract).where(Contract.state == "expired")).one()
    contracting.end_contract(
        session, contract_id=contract.id, reason="replaced", by=desk.supervisor, at=later(30), request_key=key()
    )
    assert kinds(desk, late.order_id, date(2026, 4, 1)) == [()]


def test_a_framework_counts_what_is_called_off(session: Session, desk: Desk) -> None:
    made = desk.contract("S1", ("P1", "8"), maximum=100)
    first = desk.market.draft("S1", ("P1", 60))
    assert approve(desk, first.order_id).state == "approved"
    second = desk.market.draft("S1", ("P1", 30), ("P1", 20))
    assert kinds(desk, second.order_id) == [(), ("maximum",)]
    line = lines_of_version(session, versions_of(session, made.contract_id)[0])[0]
    assert (line.called_off, line.remaining, line.beyond) == (q(110), q(0), True)
    with pytest.raises(RuleViolation, match="outside_contract"):
        approve(desk, second.order_id)
    ordering.cancel_rest(
        session, order_id=first.order_id, reason="not needed", by=desk.buyer, at=NOON, request_key=key()
    )
    assert kinds(desk, second.order_id) == [(), ()]
    assert approve(desk, second.order_id).state == "approved"
    line = lines_of_version(session, versions_of(session, made.contract_id)[0])[0]
    assert (line.called_off, line.remaining) == (q(50), q(50))


def test_a_change_is_a_new_version_and_the_old_one_stays(session: Session, desk: Desk) -> None:
    made = desk.contract("S1", ("P1", "8"))
    order = desk.market.draft("S1", ("P1", 10))
    approve(desk, order.order_id)
    text = ContractText("Framework, second year", date(2026, 1, 1), date(2027, 12, 31))

    def write(reason: str, price: str) -> contracting.Contracted:
        return contracting.write_version(
            session,
            contract_id=made.contract_id,
            text=text,
            lines=desk.agreed(("P1", price)),
            reason=reason,
            by=desk.buyer,
            at=NOON,
            request_key=key(),
        )

    with pytest.raises(RuleViolation, match="reason_needed"):
        write("", "7")
    assert write("new prices", "7").version == 2
    assert write("new prices again", "7.5").version == 2
    assert desk.market.draft("S1", ("P1", 1)).amount_cny == Money.of(8)
    contracting.approve_version(session, contract_id=made.contract_id, by=desk.supervisor, at=NOON, request_key=key())
    assert desk.market.draft("S1", ("P1", 1)).amount_cny == Money.of("7.5")
    states = {row.version: row.state for row in session.scalars(select(ContractVersion))}
    assert states == {1: "superseded", 2: "active"}
    old, new = (lines_of_version(session, version)[0] for version in reversed(versions_of(session, made.contract_id)))
    assert (old.breaks[0].unit_price_cny, new.breaks[0].unit_price_cny) == (Money.of(8), Money.of("7.5"))
    assert new.called_off == q(12)


def test_a_withdrawn_draft_leaves_what_held(session: Session, desk: Desk) -> None:
    never = desk.contract("S1", ("P1", "8"), approve=False)
    gone = contracting.withdraw_version(
        session, contract_id=never.contract_id, by=desk.buyer, at=NOON, request_key=key()
    )
    assert gone.state == "terminated"
    with pytest.raises(InvalidState, match="contract_step"):
        contracting.approve_version(
            session, contract_id=never.contract_id, by=desk.supervisor, at=NOON, request_key=key()
        )


def test_the_suppliers_offer_follows_the_contract(session: Session, desk: Desk) -> None:
    desk.contract("S2", ("P3", "4"), lead=9)
    found = offers(session, on=TODAY)[desk.market.world.parts["P3"]]
    assert [(offer.eligible, offer.steps[0].unit_price_cny) for offer in found] == [(True, Money.of(4))]
    order = desk.market.draft("S2", ("P3", 1))
    assert session.get_one(Order, order.order_id).expected_on == date(2026, 3, 11)
