"""A frozen lot is neither issued, sent nor promised, by no way; another person sets it free."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from inventory import issuing, queries, requesting
from inventory.freezing import FrozenLots, freeze, thaw
from inventory.places import MovementKind
from inventory.quarantining import quarantine
from inventory.tables import FrozenLot, Reservation
from inventory.verifying import verify
from kernel.errors import Conflict, FourEyes, InvalidState, RuleViolation
from tests.support.world import World, q

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
M = MovementKind


@pytest.fixture
def world(session: Session) -> World:
    """Return a company with an old and a young lot of P1 and a work order."""
    made = World(session).build()
    made.stocked("P1", 5, on=date(2025, 1, 5))
    made.stocked("P1", 4, on=date(2025, 6, 5))
    made.work_order("W1")
    return made


def frozen(world: World, *lots: int, key: str = "f", by: str = "inspector") -> FrozenLots:
    return freeze(world.session, lot_ids=lots, reason="crack", by=world.people[by], at=NOW, request_key=key)


def asked(world: World, quantity: int, key: str = "ask") -> int:
    return requesting.request_part(
        world.session,
        work_order_id=1,
        part_id=world.parts["P1"],
        store_id=world.places["C"],
        quantity=q(quantity),
        by=world.people["engineer"],
        at=NOW,
        request_key=key,
    ).part_request_id


def available(world: World) -> str:
    place = world.places["C"]
    found = queries.availability(world.session, part_id=world.parts["P1"], store_id=place, on=date(2026, 3, 2))
    return f"{found.on_hand} {found.frozen} {found.available}"


def test_a_frozen_lot_is_passed_over_and_the_younger_one_issued(world: World) -> None:
    frozen(world, 1)
    assert available(world) == "9 5 4"
    number = asked(world, 3)
    done = issuing.issue(
        world.session, part_request_id=number, quantity=q(3), by=world.people["keeper"], at=NOW, request_key="i"
    )
    assert [each.lot_id for each in done.lines] == [2]
    assert verify(world.session).findings == ()


def test_promises_are_taken_back_and_given_again_when_it_is_set_free(world: World) -> None:
    session = world.session
    number = asked(world, 7)
    assert frozen(world, 1).displaced == (number,)
    held = select(Reservation.quantity).where(Reservation.state == "open")
    assert sum(each.scaled for each in session.scalars(held)) <= 4000
    thaw(session, lot_id=1, reason="it was dirt", by=world.people["supervisor"], at=NOW, request_key="t")
    assert sum(each.scaled for each in session.scalars(held)) == 7000
    assert available(world).startswith("9 0")
    assert session.get(FrozenLot, 1) is None


def test_freezing_and_setting_free_need_a_reason_and_two_people(world: World) -> None:
    session = world.session
    with pytest.raises(RuleViolation):
        freeze(session, lot_ids=(1,), reason=" ", by=world.people["inspector"], at=NOW, request_key="x")
    frozen(world, 1)
    with pytest.raises(Conflict):
        frozen(world, 1, key="again")
    with pytest.raises(FourEyes):
        thaw(session, lot_id=1, reason="mine", by=world.people["inspector"], at=NOW, request_key="y")
    with pytest.raises(InvalidState):
        thaw(session, lot_id=2, reason="not", by=world.people["supervisor"], at=NOW, request_key="z")


def test_the_database_lets_no_piece_of_a_frozen_lot_out(world: World) -> None:
    session = world.session
    number = asked(world, 2)
    frozen(world, 1)
    for kind, target in ((M.ISSUE, "W1"), (M.TRANSFER_OUT, "N-T")):
        with pytest.raises(Exception, match="lot_frozen"), session.begin_nested():
            world.move(kind, 1, "C-A1", target, 1)
    who = {"part": world.parts["P1"], "store": world.places["C"], "req": number, "by": world.people["inspector"]}
    attacks = [
        ("INSERT INTO reservation (part_request_id, part_id, store_id, quantity, reserved_at, expires_at, state)"
        " VALUES (:req, :part, :store, 5000, '2026-03-02 00:00:00.000000', '2026-04-02 00:00:00.000000', 'open')"),
        "DELETE FROM frozen_lot",
        "UPDATE frozen_lot SET lot_id = 2",
        "INSERT INTO frozen_lot (lot_id, part_id, lot_freeze_id) VALUES (2, :part, 1)",
        "DELETE FROM lot_freeze",
        "UPDATE lot_freeze SET lot_id = 2",
        ("INSERT INTO lot_thaw (lot_freeze_id, frozen_by_id, thawed_by_id, thawed_at, reason, ledger_id)"
        " SELECT 1, :by, :by, '2026-03-02 00:00:00.000000', 'mine', last_id FROM chain_head WHERE name = 'movement'"),
    ]  # fmt: skip
    for attack in attacks:
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(attack), who)
    assert session.scalars(select(FrozenLot.lot_id)).all() == [1]


def test_the_database_freezes_nothing_that_is_promised(world: World) -> None:
    session = world.session
    asked(world, 7)
    freezing = (
        "INSERT INTO lot_freeze (lot_id, part_id, cause, reason, reference, frozen_by_id, frozen_at, ledger_id)"
        " SELECT 1, :part, 'found', 'x', '', :by, '2026-03-02 00:00:00.000000', last_id"
        " FROM chain_head WHERE name = 'movement'"
    )
    with pytest.raises(DBAPIError, match="lot_is_promised"), session.begin_nested():
        session.execute(text(freezing), {"part": world.parts["P1"], "by": world.people["inspector"]})


def test_frozen_goods_go_to_quarantine_without_touching_promises(world: World) -> None:
    frozen(world, 1)
    asked(world, 4)
    done = quarantine(
        world.session,
        lot_id=1,
        from_location_id=world.places["C-A1"],
        quantity=q(5),
        reason="crack",
        by=world.people["keeper"],
        at=NOW,
        request_key="q",
    )
    assert done.displaced == ()
