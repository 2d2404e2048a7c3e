"""Surplus is proposed once for each part and store, approved by another person, and then really carried out."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from inventory.deciding_surplus import approve_surplus, carry_out_surplus, reject_surplus, submit_surplus
from inventory.disposing import Disposed, return_surplus, scrap_surplus, sell_surplus, witness_scrap
from inventory.freezing import freeze
from inventory.places import MovementKind
from inventory.posting import Move, post
from inventory.proposing_surplus import Recomputed, recompute_surplus
from inventory.requesting import request_part
from inventory.reversing import reverse_posting
from inventory.tables import (
    Balance,
    Disposal,
    DisposalLine,
    Lot,
    Movement,
    Posting,
    Reservation,
    SurplusApproval,
    SurplusProposal,
    Transfer,
    TransferLine,
)
from inventory.transferring import request_transfer
from inventory.verifying import verify
from kernel.amounts import Money
from kernel.errors import FourEyes, InsufficientStock, InvalidState
from tests.support.world import World, q

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
M = MovementKind


@pytest.fixture
def world(session: Session) -> World:
    """Return a company where P1 lies dead in C and is used in N, and P2 is dead everywhere."""
    made = World(session).build()
    old = date(2024, 1, 5)
    made.stocked("P1", 10, on=old)
    made.stocked("P2", 4, at="C-A2", on=old)
    there = made.stocked("P1", 6, at="N-A1", on=date(2026, 2, 1))
    made.work_order("W1")
    part = session.get_one(Lot, there).part_id
    issue = Move(M.ISSUE, part, there, made.places["N-A1"], made.places["W1"], q(5))
    post(session, [issue], kind="issue", reference="W1", by=made.people["keeper2"], at=NOW)
    return made


def computed(world: World, key: str = "r") -> Recomputed:
    return recompute_surplus(world.session, by=world.people["supervisor"], at=NOW, request_key=key)


def proposal(world: World, part: str, store: str = "C") -> SurplusProposal:
    return world.session.scalars(
        select(SurplusProposal)
        .where(SurplusProposal.part_id == world.parts[part], SurplusProposal.store_id == world.places[store])
        .order_by(SurplusProposal.id.desc())
        .execution_options(populate_existing=True)
    ).first()  # type: ignore[return-value]


def submitted(world: World, part: str, act: str, quantity: int, to: str | None = None) -> int:
    row = proposal(world, part)
    submit_surplus(
        world.session,
        surplus_proposal_id=row.id,
        act=act,
        quantity=q(quantity),
        to_store_id=world.places[to] if to else None,
        by=world.people["buyer"],
        at=NOW,
        request_key=f"submit{row.id}",
    )
    return row.id


def approved(world: World, part: str, act: str, quantity: int, to: str | None = None) -> int:
    number = submitted(world, part, act, quantity, to)
    approve_surplus(
        world.session, surplus_proposal_id=number, by=world.people["supervisor"], at=NOW, request_key=f"approve{number}"
    )
    return number


def carried_out(world: World, number: int) -> str:
    return carry_out_surplus(
        world.session, surplus_proposal_id=number, by=world.people["keeper"], at=NOW, request_key=f"do{number}"
    ).reference


def witnessed(world: World, number: int, by: str = "inspector") -> None:
    witness_scrap(
        world.session,
        surplus_proposal_id=number,
        finding="rusted through",
        by=world.people[by],
        at=NOW,
        request_key=f"witness{number}{by}",
    )


def scrapped(world: World, number: int, by: str = "keeper") -> Disposed:
    return scrap_surplus(
        world.session, surplus_proposal_id=number, by=world.people[by], at=NOW, request_key=f"scrap{number}{by}"
    )


def sold(world: World, number: int, price: str = "12.5") -> Disposed:
    return sell_surplus(
        world.session,
        surplus_proposal_id=number,
        buyer="Second Hand Ltd.",
        unit_price_cny=Money.of(price),
        reference="C-1",
        by=world.people["keeper"],
        at=NOW,
        request_key=f"sell{number}",
    )


def promised(world: World, part: str, quantity: int) -> int:
    """Ask for a part on a work order; what is free is promised to it at once."""
    return request_part(
        world.session,
        work_order_id=1,
        part_id=world.parts[part],
        store_id=world.places["C"],
        quantity=q(quantity),
        by=world.people["desk"],
        at=NOW,
        request_key=f"ask{part}",
    ).part_request_id


def half_expired(world: World) -> tuple[int, int]:
    """Stock five that have expired and five that are good, and propose what becomes of them."""
    bad = world.stocked("FRESH", 5, on=date(2024, 1, 5), expires_on=date(2026, 2, 1))
    good = world.stocked("FRESH", 5, at="C-A2", on=date(2024, 1, 6), expires_on=date(2027, 1, 1))
    computed(world)
    return bad, good


def back(world: World, number: int, lots: tuple[int, ...] | None = None) -> Disposed:
    return return_surplus(
        world.session,
        surplus_proposal_id=number,
        supplier="Maker",
        credit_cny=Money.of(1),
        lot_ids=lots,
        by=world.people["keeper"],
        at=NOW,
        request_key=f"back{number}{lots}",
    )


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


def test_there_is_one_live_proposal_which_follows_the_figures(world: World) -> None:
    assert computed(world) == Recomputed(new=2, kept=0, lapsed=0, in_hand=0)
    first = proposal(world, "P1")
    assert (first.advice, first.advised_store_id, first.advised_quantity) == ("transfer", world.places["N"], q(2))
    assert proposal(world, "P2").advice == "supplier_return" or proposal(world, "P2").advice == "sell"
    assert proposal(world, "P2").value_cny == Money.of(40)
    assert computed(world, "r2") == Recomputed(new=0, kept=2, lapsed=0, in_hand=0)
    submitted(world, "P1", "transfer", 2, "N")
    assert computed(world, "r3") == Recomputed(new=0, kept=1, lapsed=0, in_hand=1)
    world.stocked("P2", 1, at="C-A2", on=date(2026, 2, 25))  # something came in: no surplus any more
    assert computed(world, "r4").lapsed == 1
    assert proposal(world, "P2").state == "lapsed"


def test_a_transfer_is_asked_for_after_another_person_approved(world: World) -> None:
    computed(world)
    number = submitted(world, "P1", "transfer", 2, "N")
    with pytest.raises(InvalidState):
        carried_out(world, number)
    with pytest.raises(FourEyes):
        approve_surplus(world.session, surplus_proposal_id=number, by=world.people["buyer"], at=NOW, request_key="own")
    approve_surplus(
        world.session, surplus_proposal_id=number, by=world.people["supervisor"], at=NOW, request_key="other"
    )
    reference = carried_out(world, number)
    transfer = world.session.scalars(select(Transfer).where(Transfer.number == reference)).one()
    line = world.session.scalars(select(TransferLine).where(TransferLine.transfer_id == transfer.id)).one()
    assert (transfer.to_store_id, line.quantity) == (world.places["N"], q(2))


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


def test_no_more_is_submitted_than_is_there_and_what_is_rejected_may_come_again(world: World) -> None:
    computed(world)
    with pytest.raises(InsufficientStock):
        submitted(world, "P2", "sell", 5)
    number = submitted(world, "P2", "sell", 4)
    reject_surplus(
        world.session,
        surplus_proposal_id=number,
        reason="keep it",
        by=world.people["supervisor"],
        at=NOW,
        request_key="no",
    )
    assert computed(world, "again").new == 1


def test_the_database_keeps_four_eyes_and_one_live_proposal(world: World) -> None:
    session = world.session
    computed(world)
    open_id = proposal(world, "P2").id
    number = submitted(world, "P1", "transfer", 2, "N")
    session.flush()
    who = {"buyer": world.people["buyer"], "boss": world.people["supervisor"], "id": number, "open": open_id}
    approval = (
        "INSERT INTO surplus_approval (surplus_proposal_id, submitted_by_id, approved_by_id, approved_at)"
        " VALUES (:{0}, :{1}, :{2}, '2026-03-02 00:00:00.000000')"
    )
    attacks = [
        approval.format("id", "buyer", "buyer"),
        approval.format("id", "boss", "buyer"),
        approval.format("open", "buyer", "boss"),
        "UPDATE surplus_proposal SET state = 'approved' WHERE id = :id",
        "UPDATE surplus_proposal SET state = 'carried_out', carried_out_by_id = :boss WHERE id = :id",
        "UPDATE surplus_proposal SET quantity = 9000 WHERE id = :id",
        "UPDATE surplus_proposal SET submitted_by_id = :boss WHERE id = :id",
        "UPDATE surplus_proposal SET part_id = part_id + 1 WHERE id = :id",
        "DELETE FROM surplus_proposal WHERE id = :id",
        (
            "INSERT INTO surplus_proposal (number, part_id, store_id, advice, advised_quantity, value_cny, facts,"
            " computed_on, state, note, ended_note, reference) SELECT 'X', part_id, store_id, advice, advised_quantity,"
            " value_cny, '{}', computed_on, 'open', '', '', '' FROM surplus_proposal WHERE id = :id"
        ),
    ]
    for attack in attacks:
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(attack), who)


def refused_by_the_database(world: World, code: str, statement: str, **named: object) -> None:
    with pytest.raises(DBAPIError, match=code), world.session.begin_nested():
        world.session.execute(text(statement), named)


END = (
    "UPDATE surplus_proposal SET state = 'carried_out', carried_out_by_id = :by, reference = :reference WHERE id = :id"
)


def ended(world: World, number: int, reference: str) -> None:
    """Say by raw SQL that a proposal is carried out, and see that the database does not believe it."""
    refused_by_the_database(
        world,
        "disposal_not_moved",
        END,
        by=world.people["keeper"],
        reference=reference,
        id=number,
    )


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


def test_a_transfer_ends_a_proposal_only_if_it_was_asked_for_it(world: World) -> None:
    computed(world)
    number = approved(world, "P1", "transfer", 2, "N")
    name = proposal(world, "P1").number

    def asked(part: str, quantity: int, note: str) -> str:
        return request_transfer(
            world.session,
            from_store_id=world.places["C"],
            to_store_id=world.places["N"],
            lines=((world.parts[part], q(quantity)),),
            by=world.people["keeper"],
            at=NOW,
            request_key=f"{part}{quantity}{note}",
            note=note,
        ).number

    for old in (asked("P1", 2, ""), asked("P1", 1, name), asked("P2", 2, name)):
        ended(world, number, old)
    assert carried_out(world, number).startswith("TR")


def test_an_approval_serves_for_what_was_approved_only(world: World) -> None:
    computed(world)
    number = submitted(world, "P2", "sell", 2)
    world.session.add(
        SurplusApproval(
            surplus_proposal_id=number,
            submitted_by_id=world.people["buyer"],
            approved_by_id=world.people["supervisor"],
            approved_at=NOW,
        )
    )
    world.session.flush()
    for attack in ("state = 'open'", "state = 'open', act = 'scrap', quantity = 4000", "quantity = 1000"):
        refused_by_the_database(
            world, "surplus_state", f"UPDATE surplus_proposal SET {attack} WHERE id = :id", id=number
        )
