"""Post while a rule is down and put it up again: the recount names the movement, the lot and what was right."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from inventory import issuing
from inventory.freezing import freeze, thaw
from inventory.places import MovementKind as M
from inventory.tables import LotFreeze
from inventory.verifying import Finding, verify
from kernel.errors import AppError
from tests.support.tampering import rule_down
from tests.support.world import World

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
OLD, YOUNG = date(2025, 1, 5), date(2025, 6, 5)


@pytest.fixture
def two(world: World) -> tuple[int, int]:
    """Stock an old and a young lot of P1 and open a work order."""
    world.work_order("W1")
    return world.stocked("P1", 5, on=OLD), world.stocked("P1", 4, on=YOUNG)


def found(session: Session) -> list[tuple[str, str, str, str]]:
    session.commit()
    return [(each.check, each.where, each.stands, each.should) for each in verify(session).findings]


def frozen(world: World, lot: int) -> None:
    by = world.people["inspector"]
    freeze(world.session, lot_ids=(lot,), reason="crack", by=by, at=NOW, request_key=f"f{lot}-{next(world.serial)}")


def freed(world: World, lot: int) -> None:
    by = world.people["supervisor"]
    thaw(world.session, lot_id=lot, reason="dirt", by=by, at=NOW, request_key=f"t{lot}")


def tampered(world: World, code: str, kind: M, lot: int, target: str = "W1", source: str = "C-A1") -> int:
    """Show that the rule stands, post while it is down, and show that it stands again."""
    for _ in range(2):
        with pytest.raises(AppError, match=code), world.session.begin_nested():
            world.move(kind, lot, source, target, 1)
        if _ == 0:
            with rule_down(world.session, code):
                made = world.move(kind, lot, source, target, 1)
    return made


def test_a_younger_lot_that_was_slipped_past_is_named(world: World, two: tuple[int, int]) -> None:
    old, young = two
    assert found(world.session) == []
    made = tampered(world, "out_of_order", M.ISSUE, young)
    world.move(M.ISSUE, old, "C-A1", "W1", 5)
    world.move(M.ISSUE, young, "C-A1", "W1", 1)
    wrong = ("issued_out_of_order", f"movement {made}, lot {young}", f"lot {young}", f"lot {old}")
    assert found(world.session) == [wrong]


def test_of_two_lots_of_one_day_the_lower_number_goes_first(world: World, two: tuple[int, int]) -> None:
    third = world.stocked("P1", 2, on=YOUNG)
    world.move(M.ISSUE, two[0], "C-A1", "W1", 5)
    made = tampered(world, "out_of_order", M.ISSUE, third)
    wrong = ("issued_out_of_order", f"movement {made}, lot {third}", f"lot {third}", f"lot {two[1]}")
    assert found(world.session) == [wrong]


def test_an_expiry_counts_before_a_day_of_receipt(world: World) -> None:
    world.work_order("W1")
    late = world.stocked("FRESH", 2, on=OLD, expires_on=date(2026, 12, 1))
    soon = world.stocked("FRESH", 2, on=YOUNG, expires_on=date(2026, 6, 1))
    made = tampered(world, "out_of_order", M.ISSUE, late)
    wrong = ("issued_out_of_order", f"movement {made}, lot {late}", f"lot {late}", f"lot {soon}")
    assert found(world.session) == [wrong]


def test_what_has_expired_is_nobodys_turn_and_is_named_when_it_goes(world: World) -> None:
    world.work_order("W1")
    gone = world.stocked("FRESH", 2, on=OLD, expires_on=date(2026, 1, 31))
    good = world.stocked("FRESH", 2, on=OLD, expires_on=date(2026, 6, 1))
    world.move(M.ISSUE, good, "C-A1", "W1", 1)
    assert found(world.session) == []
    made = tampered(world, "lot_expired", M.ISSUE, gone)
    ((check, where, _, should),) = found(world.session)
    assert (check, where, should) == ("issued_after_expiry", f"movement {made}, lot {gone}", "expired on 2026-01-31")


def test_what_lies_elsewhere_is_nobodys_turn(world: World, two: tuple[int, int]) -> None:
    """The old lot is in another store, on the way, in quarantine, at a work order; the young one is right each time."""
    old, young = two
    world.move(M.TRANSFER_OUT, old, "C-A1", "N-T", 1)
    world.move(M.TRANSFER_IN, old, "N-T", "N-A1", 1)
    world.move(M.TRANSFER_OUT, old, "C-A1", "N-T", 1)
    world.move(M.QUARANTINE, old, "C-A1", "C-Q", 1)
    world.move(M.ISSUE, old, "C-A1", "W1", 2)
    world.move(M.ISSUE, young, "C-A1", "W1", 1)
    assert found(world.session) == []
    world.move(M.RETURN, old, "W1", "C-A2", 1)
    made = tampered(world, "out_of_order", M.ISSUE, young)
    assert [each[:2] for each in found(world.session)] == [("issued_out_of_order", f"movement {made}, lot {young}")]


def test_a_signed_exception_is_good_for_its_lot_and_its_order_only(world: World, two: tuple[int, int]) -> None:
    old, young = two
    other = world.work_order("W2")
    keeper, supervisor = world.people["keeper"], world.people["supervisor"]
    signed = [
        issuing.sign_exception(
            world.session,
            lot_id=young,
            work_order_id=other,
            reason="the old one is at the back",
            asked_by_id=keeper,
            by=supervisor,
            at=NOW,
            request_key=key,
        ).fifo_exception_id
        for key in ("one", "two")
    ]
    world.move(M.ISSUE, young, "C-A1", "W2", 1, fifo_exception_id=signed[0])
    assert found(world.session) == []
    with rule_down(world.session, "out_of_order"):
        made = world.move(M.ISSUE, young, "C-A1", "W1", 1, fifo_exception_id=signed[1])
    wrong = ("issued_out_of_order", f"movement {made}, lot {young}", f"lot {young}", f"lot {old}")
    assert found(world.session) == [wrong]


def test_pieces_with_numbers_have_the_same_turn_on_one_day(world: World) -> None:
    world.work_order("W1")
    older, first, second = (
        world.stocked("P2", 1, on=on, serial_number=number)
        for on, number in ((OLD, "S0"), (YOUNG, "S1"), (YOUNG, "S2"))
    )
    made = tampered(world, "out_of_order", M.ISSUE, second)
    assert found(world.session) == [
        ("issued_out_of_order", f"movement {made}, lot {second}", f"lot {second}", f"lot {older}")
    ]
    world.move(M.ISSUE, older, "C-A1", "W1", 1)
    world.move(M.RETURN, second, "W1", "C-A1", 1)
    world.move(M.ISSUE, second, "C-A1", "W1", 1)
    world.move(M.ISSUE, first, "C-A1", "W1", 1)
    assert len(found(world.session)) == 1


@pytest.mark.parametrize(("kind", "target"), [(M.ISSUE, "W1"), (M.TRANSFER_OUT, "N-T")])
def test_what_left_a_frozen_lot_is_named(world: World, two: tuple[int, int], kind: M, target: str) -> None:
    old, young = two
    frozen(world, old)
    world.move(M.ISSUE, young, "C-A1", "W1", 1)
    world.move(M.QUARANTINE, old, "C-A1", "C-Q", 1)
    since = world.session.query(LotFreeze.ledger_id).scalar()
    assert found(world.session) == []
    made = tampered(world, "lot_frozen", kind, old, target)
    wrong = ("left_while_frozen", f"movement {made}, lot {old}", str(kind), f"frozen since movement {since}")
    assert found(world.session) == [wrong]


def test_a_lot_is_passed_over_only_while_it_is_frozen(world: World, two: tuple[int, int]) -> None:
    """All of it happens at one moment of the clock: the place in the chain decides."""
    old, young = two
    world.move(M.ISSUE, old, "C-A1", "W1", 1)
    frozen(world, old)
    world.move(M.ISSUE, young, "C-A1", "W1", 1)
    freed(world, old)
    world.move(M.ISSUE, old, "C-A1", "W1", 1)
    assert found(world.session) == []
    made = tampered(world, "out_of_order", M.ISSUE, young)
    frozen(world, old)
    world.move(M.ISSUE, young, "C-A1", "W1", 1)
    wrong = ("issued_out_of_order", f"movement {made}, lot {young}", f"lot {young}", f"lot {old}")
    assert found(world.session) == [wrong]


def test_a_way_that_is_not_open_is_named(world: World, two: tuple[int, int]) -> None:
    old = two[0]
    world.move(M.QUARANTINE, old, "C-A1", "C-Q", 1)
    made = tampered(world, "no_such_move", M.ISSUE, old, source="C-Q")
    wrong = ("no_such_move", f"movement {made}, lot {old}", "issue from quarantine to work_order", "a way that is open")
    assert found(world.session) == [wrong]


def test_goods_that_changed_the_store_without_a_transfer_are_named(world: World, two: tuple[int, int]) -> None:
    made = tampered(world, "other_store", M.RELOCATION, two[0], target="N-A1")
    places = world.places
    wrong = f"movement {made}, lot {two[0]}"
    assert found(world.session) == [("moved_to_another_store", wrong, f"store {places['N']}", f"store {places['C']}")]


def test_a_reversal_of_something_else_is_named(world: World, two: tuple[int, int]) -> None:
    old = two[0]
    moved = world.move(M.RELOCATION, old, "C-A1", "C-A2", 2)
    with rule_down(world.session, "not_the_mirror"):
        made = world.move(M.REVERSAL, old, "C-A2", "C-A1", 1, reverses_id=moved)
    assert found(world.session) == [("reversal_not_the_mirror", f"movement {made}, lot {old}", str(moved), "0")]


def test_a_freeze_names_the_last_movement_and_nobody_writes_it_otherwise(world: World, two: tuple[int, int]) -> None:
    session, old = world.session, two[0]
    values = {"part": world.parts["P1"], "lot": old, "by": world.people["inspector"], "day": NOW - timedelta(days=1)}
    freezing = (
        "INSERT INTO lot_freeze (lot_id, part_id, cause, reason, reference, frozen_by_id, frozen_at, ledger_id)"
        " VALUES (:lot, :part, 'found', 'x', '', :by, '2026-03-02 00:00:00.000000', :last)"
    )
    for last in (0, 5, 7):
        with pytest.raises(DBAPIError, match="not_the_last_movement"), session.begin_nested():
            session.execute(text(freezing), {**values, "last": last})
    session.execute(text(freezing), {**values, "last": 6})
    thawing = (
        "INSERT INTO lot_thaw (lot_freeze_id, frozen_by_id, thawed_by_id, thawed_at, reason, ledger_id)"
        " SELECT id, frozen_by_id, :by, '2026-03-02 00:00:00.000000', 'x', :last FROM lot_freeze"
    )
    world.move(M.ISSUE, two[1], "C-A1", "W1", 1)
    supervisor = {"by": world.people["supervisor"]}
    with pytest.raises(DBAPIError, match="not_the_last_movement"), session.begin_nested():
        session.execute(text(thawing), {**supervisor, "last": 6})
    session.execute(text(thawing), {**supervisor, "last": 7})
    assert found(session) == []


def test_a_list_of_frozen_lots_that_was_emptied_by_hand_is_named(world: World, two: tuple[int, int]) -> None:
    session, old = world.session, two[0]
    frozen(world, old)
    of = "" if session.get_bind().dialect.name == "sqlite" else " ON frozen_lot"
    session.execute(text(f"DROP TRIGGER frozen_lot_leaves{of}"))
    session.execute(text("DELETE FROM frozen_lot"))
    made = world.move(M.ISSUE, old, "C-A1", "W1", 1)
    assert sorted(each[:2] for each in found(session)) == [
        ("frozen_not_the_freezes", f"freeze 1, lot {old}"),
        ("left_while_frozen", f"movement {made}, lot {old}"),
    ]


def test_findings_are_plain_words(world: World, two: tuple[int, int]) -> None:
    """Each finding can be put on one line of a report."""
    tampered(world, "out_of_order", M.ISSUE, two[1])
    (finding,) = verify(world.session).findings
    assert isinstance(finding, Finding)
    assert all(isinstance(each, str) for each in (finding.check, finding.where, finding.stands, finding.should))
