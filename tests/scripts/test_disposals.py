"""Surplus leaves the house by a document: sold, sent back or scrapped, of what nobody is promised."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from inventory.disposing import Disposed, return_surplus
from inventory.freezing import freeze
from inventory.posting import Move, post
from inventory.reversing import reverse_posting
from inventory.tables import (
    Balance,
    Disposal,
    DisposalLine,
    Lot,
    Movement,
    Posting,
    Reservation,
    SurplusProposal,
)
from inventory.verifying import verify
from kernel.amounts import Money
from kernel.errors import FourEyes, InsufficientStock, InvalidState
from tests.support.surplus import (
    END,
    NOW,
    M,
    approved,
    back,
    carried_out,
    computed,
    dead_stock,
    ended,
    half_expired,
    promised,
    proposal,
    scrapped,
    sold,
    submitted,
    witnessed,
)
from tests.support.world import World, q


@pytest.fixture
def world(session: Session) -> World:
    return dead_stock(session)


def test_a_sale_never_takes_promised_goods_though_expired_ones_lie_beside_them(world: World) -> None:
    half_expired(world)
    number = approved(world, "FRESH", "sell", 5)
    promised(world, "FRESH", 5)
    with pytest.raises(InsufficientStock) as refused:
        sold(world, number)
    assert (refused.value.code, refused.value.details["available"]) == ("insufficient_stock", "0")
    assert world.session.scalar(select(func.sum(Reservation.quantity)).where(Reservation.state == "open")) == q(5)


def test_no_sale_of_goods_that_have_expired_or_are_frozen_is_submitted(world: World) -> None:
    good = half_expired(world)[1]
    with pytest.raises(InsufficientStock):
        submitted(world, "FRESH", "sell", 6)
    freeze(world.session, lot_ids=(good,), reason="crack", by=world.people["inspector"], at=NOW, request_key="ice")
    with pytest.raises(InsufficientStock):
        submitted(world, "FRESH", "sell", 1)


@pytest.mark.parametrize("act", ["scrap", "supplier_return"])
def test_what_has_expired_may_go_but_of_the_good_ones_none_that_is_promised(world: World, act: str) -> None:
    bad, good = half_expired(world)
    number = approved(world, "FRESH", act, 5)
    promised(world, "FRESH", 5)
    if act == "scrap":
        witnessed(world, number)
        done = scrapped(world, number)
    else:
        with pytest.raises(InsufficientStock), world.session.begin_nested():
            back(world, number, (good,))
        done = back(world, number)
    gone = world.session.scalars(select(DisposalLine.lot_id).where(DisposalLine.disposal_id == done.disposal_id))
    assert list(gone) == [bad]
    assert world.session.scalar(select(func.sum(Reservation.quantity)).where(Reservation.state == "open")) == q(5)


def test_the_ledger_does_not_name_the_buyer(world: World) -> None:
    computed(world)
    done = sold(world, approved(world, "P2", "sell", 4))
    assert world.session.get_one(Posting, done.posting_id).note == ""
    assert world.session.get_one(Disposal, done.disposal_id).partner == "Second Hand Ltd."


def test_scrap_leaves_the_house_when_a_second_person_has_seen_it(world: World) -> None:
    computed(world)
    number = approved(world, "P2", "scrap", 3)
    with pytest.raises(InvalidState, match="not_witnessed"):
        scrapped(world, number)
    witnessed(world, number)
    with pytest.raises(FourEyes):
        scrapped(world, number, "inspector")
    done = scrapped(world, number)
    kinds = world.session.scalars(select(Movement.kind).order_by(Movement.id.desc()).limit(2)).all()
    assert list(kinds) == ["scrap", "quarantine"]
    document = world.session.get_one(Disposal, done.disposal_id)
    assert (document.witnessed_by_id, document.cost_cny) == (world.people["inspector"], Money.of(30))
    assert proposal(world, "P2").reference == done.number


def test_a_return_goes_back_to_its_supplier_with_a_credit_to_come(world: World) -> None:
    computed(world)
    number = approved(world, "P1", "supplier_return", 10)
    first = world.session.scalars(select(Lot.id).where(Lot.part_id == world.parts["P1"]).order_by(Lot.id)).first()

    def given_back(lots: tuple[int, ...]) -> Disposed:
        return return_surplus(
            world.session,
            surplus_proposal_id=number,
            supplier="Maker",
            credit_cny=Money.of(70),
            reference="RMA-9",
            lot_ids=lots,
            by=world.people["keeper"],
            at=NOW,
            request_key=f"back{lots}",
        )

    with pytest.raises(InsufficientStock), world.session.begin_nested():
        given_back(())
    assert first is not None
    done = given_back((first,))
    last = world.session.scalars(select(Movement).order_by(Movement.id.desc()).limit(1)).one()
    assert (last.kind, last.quantity, last.from_location_id) == ("supplier_return", q(10), world.places["C-Q"])
    assert (done.cost_cny, done.proceeds_cny) == (Money.of(100), Money.of(70))


def test_a_sale_takes_the_oldest_lots_and_tells_revenue_and_cost(world: World) -> None:
    older = world.stocked("P2", 2, at="C-A1", on=date(2023, 6, 1), cost="7")
    computed(world)
    number = approved(world, "P2", "sell", 4)
    with pytest.raises(InvalidState, match="surplus_other_way"):
        carried_out(world, number)
    done = sold(world, number)
    assert (done.cost_cny, done.proceeds_cny) == (Money.of(2 * 7 + 2 * 10), Money.of(50))
    lines = world.session.execute(
        select(DisposalLine.lot_id, DisposalLine.quantity)
        .where(DisposalLine.disposal_id == done.disposal_id)
        .order_by(DisposalLine.id)
    ).all()
    assert (lines[0].lot_id, lines[0].quantity, len(lines)) == (older, q(2), 2)
    assert set(world.session.scalars(select(Movement.kind).where(Movement.posting_id == done.posting_id))) == {"sale"}
    assert sold(world, number) == done  # the same request sells once
    assert verify(world.session).whole
    reverse_posting(
        world.session,
        posting_id=done.posting_id,
        reason="never fetched",
        by=world.people["keeper"],
        at=NOW,
        request_key="undo",
    )
    back = world.session.scalar(select(func.sum(Balance.on_hand)).where(Balance.part_id == world.parts["P2"]))
    assert back == q(6)


def test_the_database_keeps_the_documents_of_disposal(world: World) -> None:
    session = world.session
    lot = session.scalars(select(Lot.id).where(Lot.part_id == world.parts["P2"])).one()
    computed(world)
    number = approved(world, "P2", "scrap", 3)
    who = {
        "id": number,
        "part": world.parts["P2"],
        "store": world.places["C"],
        "bin": world.places["C-A2"],
        "out": world.places["CUSTOMER"],
        "lot": lot,
        "keeper": world.people["keeper"],
        "inspector": world.people["inspector"],
    }
    document = (
        "INSERT INTO disposal (number, surplus_proposal_id, act, part_id, store_id, quantity, cost_cny, done_by_id,"
        " done_at, done_on, partner, partner_contact, partner_reference, witnessed_by_id, revenue_cny,"
        " unit_price_cny, note)"
        " VALUES ('D', :id, '{act}', :part, :store, {quantity}, 0, :keeper, '2026-03-02 00:00:00.000000', '2026-03-02',"
        " 'x', '', '', {witness}, {price}, {price}, '')"
    )
    scrap = {"act": "scrap", "quantity": 3000, "witness": ":inspector", "price": "NULL"}
    attacks = [document.format(**scrap)]  # nobody has seen it
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(text(attacks[0]), who)
    witnessed(world, number)
    attacks = [
        document.format(**{**scrap, "witness": ":keeper"}),
        document.format(**{**scrap, "witness": "NULL"}),
        document.format(**{**scrap, "quantity": 2000}),
        document.format(**{**scrap, "act": "sell", "witness": "NULL", "price": "0"}),
        (
            "UPDATE surplus_proposal SET state = 'carried_out', carried_out_by_id = :keeper, reference = 'D'"
            " WHERE id = :id"
        ),
        "UPDATE scrap_witness SET witnessed_by_id = :keeper WHERE surplus_proposal_id = :id",
        "DELETE FROM scrap_witness WHERE surplus_proposal_id = :id",
    ]
    for attack in attacks:
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(attack), who)
    sale = Move(M.SALE, who["part"], lot, who["bin"], who["out"], q(1))
    with pytest.raises(InvalidState, match="disposal_not_approved"), session.begin_nested():
        post(session, [sale], kind="sale", reference="D", by=who["keeper"], at=NOW)
    done = scrapped(world, number)
    for attack in (
        "UPDATE disposal SET cost_cny = 0 WHERE id = :done",
        "DELETE FROM disposal_line WHERE disposal_id = :done",
        (
            "INSERT INTO disposal_line (disposal_id, lot_id, from_location_id, quantity, unit_cost_cny)"
            " VALUES (:done, :lot, :bin, 1000, 100000)"
        ),
    ):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(attack), {**who, "done": done.disposal_id})


def scrapped_by_hand(
    world: World, number: int, lot: int, out_of: str, *, moved: int, cost: str, right: bool = False
) -> None:
    """Write the document of a scrapping by hand, move a lot out of a quarantine, and try to end the proposal."""
    session, keeper = world.session, world.people["keeper"]
    row = session.get_one(SurplusProposal, number)
    assert row.quantity is not None
    with session.begin_nested() as undone:
        document = Disposal(
            number="D",
            surplus_proposal_id=number,
            act="scrap",
            part_id=row.part_id,
            store_id=row.store_id,
            quantity=row.quantity,
            cost_cny=Money.of(cost),
            done_by_id=keeper,
            done_at=NOW,
            done_on=NOW.date(),
            witnessed_by_id=world.people["inspector"],
        )
        session.add(document)
        session.flush()
        bin_id, unit_cost = world.places["C-A2"], Money.of(10)
        line = DisposalLine(
            disposal_id=document.id,
            lot_id=lot,
            from_location_id=bin_id,
            quantity=row.quantity,
            unit_cost_cny=unit_cost,
        )
        session.add(line)
        session.flush()
        move = Move(M.SCRAP, row.part_id, moved, world.places[out_of], world.places["SCRAP"], row.quantity)
        post(session, [move], kind="scrap", reference="D", by=keeper, at=NOW)
        if right:
            session.execute(text(END), {"by": keeper, "reference": "D", "id": number})
        else:
            ended(world, number, "D")
        undone.rollback()


def test_a_scrapping_ends_only_with_the_lots_the_store_and_the_cost_of_its_document(world: World) -> None:
    lot = world.session.scalars(select(Lot.id).where(Lot.part_id == world.parts["P2"])).one()
    other = world.stocked("P2", 3, on=date(2024, 1, 6))
    computed(world)
    number = approved(world, "P2", "scrap", 3)
    witnessed(world, number)
    world.move(M.QUARANTINE, lot, "C-A2", "C-Q", 3)
    world.move(M.QUARANTINE, other, "C-A1", "C-Q", 3)
    world.move(M.OPENING, lot, "OPENING", "N-H", 3)
    passed = world.clearance(lot, 3, hold="N-H")
    world.move(M.RELEASE, lot, "N-H", "N-S", 3, clearance_id=passed)
    world.move(M.QUARANTINE, lot, "N-S", "N-Q", 3)
    scrapped_by_hand(world, number, lot, "C-Q", moved=other, cost="30")  # another lot
    scrapped_by_hand(world, number, lot, "N-Q", moved=lot, cost="30")  # of another store
    scrapped_by_hand(world, number, lot, "C-Q", moved=lot, cost="29.99")  # at another cost
    scrapped_by_hand(world, number, lot, "C-Q", moved=lot, cost="30", right=True)
