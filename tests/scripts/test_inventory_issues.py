"""Issue and return parts, on both engines."""

from __future__ import annotations

import random
import threading
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from inventory import fifo, freezing, issuing, picking, reserving
from inventory.places import MovementKind
from inventory.tables import Fit, Movement, Reservation
from kernel.amounts import Money
from kernel.auditing import acting
from kernel.errors import AppError, FourEyes, InsufficientStock, InvalidState, OutOfOrder, RuleViolation
from tests.conftest import Sessions
from tests.support.inventory import Desk, key
from tests.support.world import NOON, World, q


@pytest.fixture
def desk(session: Session, world: World) -> Desk:
    return Desk(session, world)


def test_the_oldest_lots_leave_first_at_their_own_cost(session: Session, world: World, desk: Desk) -> None:
    new = world.stocked("P1", 5, on=date(2026, 2, 1), cost="12.50")
    old = world.stocked("P1", 2, on=date(2026, 1, 1), cost="10", at="C-A2")
    asked = desk.ask(desk.order(), "P1", 3)
    done = desk.issue(asked.part_request_id, 3)
    session.commit()
    assert [(line.lot_id, line.quantity, line.cost_cny) for line in done.lines] == [
        (old, q(2), Money.of(20)),
        (new, q(1), Money.of("12.5")),
    ]
    assert done.cost_cny == Money.of("32.5")
    assert desk.stock("P1") == (q(4), q(0))
    row = desk.request(asked.part_request_id)
    assert (row.issued, row.open) == (q(3), False)


@pytest.mark.parametrize("seed", range(3))
def test_the_first_few_lots_give_the_picks_of_all(session: Session, world: World, desk: Desk, seed: int) -> None:
    """However many lots there are, in several bins, some expired or frozen: the same is taken."""
    chance, on = random.Random(seed), date(2026, 3, 2)
    for number in range(14):
        expires = chance.choice([None, None, date(2026, 3, 1), date(2026, 6, 1 + number)])
        made = world.stocked(
            "P1", 3, on=date(2026, 1, chance.randrange(1, 9)), at=chance.choice(["C-A1", "C-A2"]), expires_on=expires
        )
        if number % 3 == 0:
            places = ("C-A1", "C-A2") if world.on_hand("C-A1", made) else ("C-A2", "C-A1")
            world.move(MovementKind.RELOCATION, made, *places, 1)
        if number % 5 == 4:
            freezing.freeze(
                session, lot_ids=(made,), reason="x", by=world.people["inspector"], at=NOON, request_key=key()
            )
    part, store = world.parts["P1"], world.places["C"]
    for pieces in range(1, 43):
        some = picking.next_candidates(session, part, store, q(pieces), on, most=3)
        whole = picking.candidates(session, part, store, on)
        assert fifo.picks(some, q(pieces), on) == fifo.picks(whole, q(pieces), on)


def test_a_part_issue_keeps_the_rest_promised(session: Session, world: World, desk: Desk) -> None:
    world.stocked("P1", 5)
    asked = desk.ask(desk.order(), "P1", 4)
    desk.issue(asked.part_request_id, 1)
    session.commit()
    assert desk.stock("P1") == (q(4), q(3))
    assert desk.request(asked.part_request_id).open
    states = session.scalars(select(Reservation.state).order_by(Reservation.id)).all()
    assert states == ["issued", "open"]
    desk.issue(asked.part_request_id, 3)
    assert desk.stock("P1") == (q(1), q(0))


def test_the_same_issue_posts_once(session: Session, world: World, desk: Desk) -> None:
    world.stocked("P1", 5)
    asked = desk.ask(desk.order(), "P1", 2)
    facts: dict[str, Any] = {"part_request_id": asked.part_request_id, "quantity": q(2), "by": world.people["keeper"]}
    first = issuing.issue(session, **facts, at=NOON, request_key="once")
    session.commit()
    assert issuing.issue(session, **facts, at=NOON, request_key="once") == first
    assert desk.stock("P1") == (q(3), q(0))


def test_more_than_asked_for_is_refused(world: World, desk: Desk) -> None:
    world.stocked("P1", 5)
    asked = desk.ask(desk.order(), "P1", 2)
    with pytest.raises(RuleViolation) as caught:
        desk.issue(asked.part_request_id, 3)
    assert (caught.value.code, caught.value.details["waiting"]) == ("more_than_requested", "2")


def test_what_is_promised_to_others_stays(world: World, desk: Desk) -> None:
    world.stocked("P1", 3)
    desk.ask(desk.order("W1"), "P1", 2)
    asked = desk.ask(desk.order("W2"), "P1", 2)
    with pytest.raises(InsufficientStock) as caught:
        desk.issue(asked.part_request_id, 2)
    details = caught.value.details
    assert (details["available"], details["on_hand"], details["reserved_for_others"]) == ("1", "3", "2")


def test_nothing_leaves_for_a_closed_work_order(session: Session, world: World, desk: Desk) -> None:
    from inventory.requesting import close_work_order

    world.stocked("P1", 3)
    order = desk.order()
    asked = desk.ask(order, "P1", 2)
    close_work_order(session, work_order_id=order, by=1, at=NOON, request_key=key())
    with pytest.raises(InvalidState) as caught:
        desk.issue(asked.part_request_id, 1)
    assert caught.value.code == "work_order_closed"


def test_the_fit_is_looked_at_again_at_issue(session: Session, world: World, desk: Desk) -> None:
    world.stocked("P1", 3)
    asked = desk.ask(desk.order(model="WM-2"), "P1", 1)
    session.add(Fit(part_id=world.parts["P1"], product_model_id=world.models["AC-1"]))
    session.flush()
    with pytest.raises(RuleViolation) as caught:
        desk.issue(asked.part_request_id, 1)
    assert caught.value.code == "does_not_fit"


def test_expired_lots_never_leave(world: World, desk: Desk) -> None:
    world.stocked("FRESH", 4, on=date(2025, 1, 1), expires_on=date(2026, 3, 1))
    good = world.stocked("FRESH", 1, on=date(2025, 6, 1), expires_on=date(2026, 6, 1))
    asked = desk.ask(desk.order(), "FRESH", 2)
    assert [line.lot_id for line in desk.issue(asked.part_request_id, 1).lines] == [good]
    with pytest.raises(InsufficientStock) as caught:
        desk.issue(asked.part_request_id, 1)
    assert caught.value.details["expired"] == "4"


def test_a_younger_lot_needs_a_signed_exception(session: Session, world: World, desk: Desk) -> None:
    old = world.stocked("P1", 1, on=date(2026, 1, 1))
    new = world.stocked("P1", 1, on=date(2026, 2, 1))
    order = desk.order()
    asked = desk.ask(order, "P1", 2)
    with pytest.raises(OutOfOrder) as caught:
        desk.issue(asked.part_request_id, 1, lot_id=new)
    assert caught.value.details["first_lot_id"] == old
    facts = {"lot_id": new, "work_order_id": order, "reason": "原厂指定批次", "at": NOON}
    keeper = world.people["keeper"]
    with pytest.raises(FourEyes):
        issuing.sign_exception(session, **facts, asked_by_id=keeper, by=keeper, request_key=key())
    signed = issuing.sign_exception(
        session, **facts, asked_by_id=keeper, by=world.people["supervisor"], request_key=key()
    )
    done = desk.issue(asked.part_request_id, 1, lot_id=new, fifo_exception_id=signed.fifo_exception_id)
    session.commit()
    assert [line.lot_id for line in done.lines] == [new]
    assert session.scalars(select(Movement.fifo_exception_id).where(Movement.kind == "issue")).all() == [
        signed.fifo_exception_id
    ]
    desk.issue(asked.part_request_id, 1, lot_id=old)


def test_an_exception_is_for_its_own_lot(session: Session, world: World, desk: Desk) -> None:
    old = world.stocked("P1", 1, on=date(2026, 1, 1))
    new = world.stocked("P1", 1, on=date(2026, 2, 1))
    order = desk.order()
    asked = desk.ask(order, "P1", 1)
    signed = issuing.sign_exception(
        session,
        lot_id=old,
        work_order_id=order,
        reason="x",
        asked_by_id=world.people["keeper"],
        by=world.people["supervisor"],
        at=NOON,
        request_key=key(),
    )
    with pytest.raises(RuleViolation) as caught:
        desk.issue(asked.part_request_id, 1, lot_id=new, fifo_exception_id=signed.fifo_exception_id)
    assert caught.value.code == "exception_for_another"


def test_the_walk_is_proposed_lot_by_lot(session: Session, world: World, desk: Desk) -> None:
    old = world.stocked("P1", 2, on=date(2026, 1, 1), at="C-A2")
    new = world.stocked("P1", 2, on=date(2026, 2, 1), at="C-A1")
    first = desk.ask(desk.order("W1"), "P1", 1).part_request_id
    second = desk.ask(desk.order("W2"), "P1", 2).part_request_id
    lines = issuing.propose_pick(session, part_request_ids=(first, second), on=date(2026, 3, 2))
    assert [(line.part_request_id, line.lot_id, line.location_code, line.quantity) for line in lines] == [
        (second, new, "C-A1", q(1)),
        (first, old, "C-A2", q(1)),
        (second, old, "C-A2", q(1)),
    ]


def test_an_engineer_uses_the_own_van(session: Session, world: World, desk: Desk) -> None:
    from inventory.places import MovementKind as M

    lot = world.stocked("P1", 3)
    world.move(M.TRANSFER_OUT, lot, "C-A1", "VAN1-T", 2)
    world.move(M.TRANSFER_IN, lot, "VAN1-T", "VAN1", 2)
    order = desk.order()
    facts: dict[str, Any] = {
        "work_order_id": order,
        "part_id": world.parts["P1"],
        "van_id": world.places["VAN1"],
        "by": world.people["engineer"],
        "at": NOON,
    }
    done = issuing.issue_from_van(session, quantity=q(1), **facts, request_key="van")
    session.commit()
    assert issuing.issue_from_van(session, quantity=q(1), **facts, request_key="van") == done
    assert desk.stock("P1", "VAN1") == (q(1), q(0))
    row = desk.request(done.part_request_id)
    assert (row.stream, row.issued, row.store_id) == ("repair", q(1), world.places["VAN1"])
    with pytest.raises(InsufficientStock):
        issuing.issue_from_van(session, quantity=q(2), **facts, request_key=key())


def test_unused_parts_come_back_into_their_lot_and_serve_who_waits(session: Session, world: World, desk: Desk) -> None:
    lot = world.stocked("P1", 2)
    order = desk.order("W1")
    asked = desk.ask(order, "P1", 2)
    desk.issue(asked.part_request_id, 2)
    waiting = desk.ask(desk.order("W2"), "P1", 1)
    back = desk.give_back(order, lot, 1, to="C-A2")
    session.commit()
    assert [p.part_request_id for p in back.filled] == [waiting.part_request_id]
    row = desk.request(asked.part_request_id)
    assert (row.issued, row.cancelled, row.returned, row.open) == (q(1), q(1), q(1), False)
    assert world.on_hand("C-A2", lot) == q(1)
    with pytest.raises(InsufficientStock):
        desk.give_back(order, lot, 2)


def test_a_return_reopens_nothing(session: Session, world: World, desk: Desk) -> None:
    lot = world.stocked("P1", 2)
    order = desk.order("W1")
    asked = desk.ask(order, "P1", 5)
    desk.issue(asked.part_request_id, 2)
    desk.give_back(order, lot, 1)
    assert reserving.promised_to(session, asked.part_request_id) == q(1)
    row = desk.request(asked.part_request_id)
    assert row.quantity - row.issued - row.cancelled == q(3)


def test_parts_come_back_to_another_store_or_a_van_only_there(world: World, desk: Desk) -> None:
    lot = world.stocked("P1", 2)
    order = desk.order("W1")
    desk.issue(desk.ask(order, "P1", 2).part_request_id, 2)
    desk.give_back(order, lot, 1, to="VAN1")
    desk.give_back(order, lot, 1, to="N-A1")
    assert desk.stock("P1", "N") == (q(1), q(0))
    with pytest.raises(RuleViolation):
        desk.give_back(order, lot, 1, to="C-Q")


@pytest.mark.parametrize("round_", range(3))
def test_two_issuers_of_the_last_piece(engine: Engine, session: Session, world: World, desk: Desk, round_: int) -> None:
    lot = world.stocked("P1", 3)
    requests = [desk.ask(desk.order(f"W{n}"), "P1", 2).part_request_id for n in (1, 2)]
    keeper = world.people["keeper"]
    session.commit()
    session.close()
    start, outcomes = threading.Barrier(2), []

    def work(request: int) -> None:
        with Sessions(bind=engine) as own:
            acting(own, by=keeper, at=NOON, source="test")
            start.wait(10)
            try:
                issuing.issue(
                    own, part_request_id=request, quantity=q(2), by=keeper, at=NOON, request_key=f"race-{request}"
                )
                own.commit()
                outcomes.append("issued")
            except AppError as error:
                own.rollback()
                outcomes.append(error.code)

    threads = [threading.Thread(target=work, args=(request,)) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["insufficient_stock", "issued"]
    assert world.on_hand("C-A1", lot) == q(1)
    assert desk.stock("P1") == (q(1), q(1))


def test_two_issuers_of_the_same_request(engine: Engine, session: Session, world: World, desk: Desk) -> None:
    world.stocked("P1", 4)
    request = desk.ask(desk.order("W1"), "P1", 2).part_request_id
    keeper = world.people["keeper"]
    session.commit()
    session.close()
    start, outcomes = threading.Barrier(2), []

    def work(number: int) -> None:
        with Sessions(bind=engine) as own:
            acting(own, by=keeper, at=NOON, source="test")
            start.wait(10)
            try:
                issuing.issue(
                    own, part_request_id=request, quantity=q(2), by=keeper, at=NOON, request_key=f"twice-{number}"
                )
                own.commit()
                outcomes.append("issued")
            except AppError as error:
                own.rollback()
                outcomes.append(error.code)

    threads = [threading.Thread(target=work, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["issued", "more_than_requested"]
    assert desk.stock("P1") == (q(2), q(0))
