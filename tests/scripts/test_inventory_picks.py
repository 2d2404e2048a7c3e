"""Short picks, asks to leave the order, hand-overs and walks, on both engines; kept by the database."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from inventory import asking_exceptions, handing_over, picking_short, walking
from inventory.queries.picks import short_requests
from inventory.tables import CountProposal, FifoException, PickWave, ShortPick
from kernel.errors import Conflict, Forbidden, FourEyes, InvalidState, RuleViolation
from kernel.refusals import refusal
from kernel.tables import Attachment
from tests.support.inventory import Desk, key
from tests.support.world import NOON, World, q


@pytest.fixture
def desk(session: Session, world: World) -> Desk:
    return Desk(session, world)


def by(world: World, who: str = "keeper") -> dict[str, Any]:
    return {"by": world.people[who], "at": NOON, "request_key": key()}


def refused(session: Session, sql: str, **values: object) -> str:
    session.commit()
    with pytest.raises(DBAPIError) as caught:
        session.execute(text(sql), values)
    session.rollback()
    return refusal(caught.value).code


@pytest.fixture
def two_lots(world: World) -> tuple[int, int]:
    old = world.stocked("P1", 3, on=date(2026, 1, 1), at="C-A2")
    return old, world.stocked("P1", 5, on=date(2026, 2, 1))


def test_a_short_pick_issues_what_is_there_and_keeps_the_rest_from_others(
    session: Session, world: World, desk: Desk, two_lots: tuple[int, int]
) -> None:
    asked = desk.ask(desk.order(), "P1", 3)
    facts: dict[str, Any] = {
        "part_request_id": asked.part_request_id,
        "lot_id": two_lots[0],
        "location_id": world.places["C-A2"],
    }
    with pytest.raises(RuleViolation, match="not_short"):
        picking_short.pick_short(session, **facts, taken=q(3), reason="x", **by(world))
    with pytest.raises(RuleViolation, match="reason_missing"):
        picking_short.pick_short(session, **facts, taken=q(1), reason=" ", **by(world))
    done = picking_short.pick_short(session, **facts, taken=q(1), reason="box empty", **by(world))
    assert (done.taken, done.missing) == (q(1), q(2))
    assert short_requests(session, [asked.part_request_id]) == [asked.part_request_id]
    proposal = session.scalars(select(CountProposal)).one()
    assert (proposal.location_id, proposal.reason) == (world.places["C-A2"], "short_pick")
    assert desk.stock("P1") == (q(7), q(2))
    nothing = desk.ask(desk.order("W2"), "P1", 6, minutes=1)
    assert nothing.reserved == q(5), "what is missing is promised to nobody else"
    empty = picking_short.pick_short(session, **facts, taken=q(0), reason="none at all", **by(world))
    assert empty.posting_id is None
    assert refused(session, "UPDATE short_pick SET found = 0") == "append_only"
    assert refused(session, "DELETE FROM short_pick") == "append_only"
    row = session.scalars(select(ShortPick)).first()
    assert row is not None
    columns = "part_request_id, part_id, lot_id, location_id, wanted, found, reason, by_id, at"
    ids = f"{row.part_request_id}, {world.parts['P2']}, {row.lot_id}, {row.location_id}"
    values = f"{ids}, 2000, 0, 'x', 1, '2026-03-02'"
    assert refused(session, f"INSERT INTO short_pick ({columns}) VALUES ({values})") == "lot_of_another_part"


def test_an_ask_is_decided_once_by_another_person(
    session: Session, world: World, desk: Desk, two_lots: tuple[int, int]
) -> None:
    asked = desk.ask(desk.order(), "P1", 1)
    ask: dict[str, Any] = {"part_request_id": asked.part_request_id, "lot_id": two_lots[1]}
    made = asking_exceptions.ask_exception(session, **ask, reason="blocked", **by(world))
    with pytest.raises(Conflict, match="asked_already"):
        asking_exceptions.ask_exception(session, **ask, reason="again", **by(world))
    wish: dict[str, Any] = {"fifo_ask_id": made.fifo_ask_id}
    with pytest.raises(FourEyes):
        asking_exceptions.decide_ask(session, **wish, signed=True, answer="", **by(world))
    with pytest.raises(Forbidden):
        asking_exceptions.withdraw_ask(session, **wish, **by(world, "keeper2"))
    with pytest.raises(RuleViolation, match="reason_missing"):
        asking_exceptions.decide_ask(session, **wish, signed=False, answer="", **by(world, "supervisor"))
    done = asking_exceptions.decide_ask(session, **wish, signed=True, answer="", **by(world, "supervisor"))
    desk.issue(asked.part_request_id, 1, lot_id=two_lots[1], fifo_exception_id=done.fifo_exception_id)
    with pytest.raises(InvalidState):
        asking_exceptions.decide_ask(session, **wish, signed=True, answer="", **by(world, "supervisor"))


def test_the_database_keeps_who_signs(session: Session, world: World, desk: Desk, two_lots: tuple[int, int]) -> None:
    asked = desk.ask(desk.order(), "P1", 1)
    asking_exceptions.ask_exception(
        session, part_request_id=asked.part_request_id, lot_id=two_lots[1], reason="blocked", **by(world)
    )
    keeper = world.people["keeper"]
    decided = f"UPDATE fifo_ask SET state = 'refused', decided_by_id = {keeper}, decided_at = '2026-03-02'"
    assert refused(session, decided) == "four_eyes"
    session.add(
        FifoException(
            lot_id=two_lots[0],
            work_order_id=1,
            reason="other lot",
            asked_by_id=keeper,
            signed_by_id=world.people["supervisor"],
            signed_at=NOON,
        )
    )
    session.flush()
    signed = (
        f"UPDATE fifo_ask SET state = 'signed', fifo_exception_id = 1, decided_by_id = {world.people['supervisor']}"
    )
    assert refused(session, signed) == "four_eyes", "an exception for another lot"
    assert refused(session, "UPDATE fifo_ask SET lot_id = 1, reason = 'other'") == "unchangeable"
    assert refused(session, "DELETE FROM fifo_ask") == "append_only"


def attachment(session: Session, world: World, order: int, purpose: str = "signature") -> int:
    row = Attachment(
        table_name="work_order",
        row_id=order,
        purpose=purpose,
        name="s.png",
        media_type="image/png",
        size_bytes=1,
        sha256="0" * 64,
        added_by_id=world.people["keeper"],
        added_at=NOON,
    )
    session.add(row)
    session.flush()
    return row.id


def test_each_issue_is_handed_over_once_to_another_person(
    session: Session, world: World, desk: Desk, two_lots: tuple[int, int]
) -> None:
    order = desk.order()
    asked = desk.ask(order, "P1", 4)
    desk.issue(asked.part_request_id, 2)
    signature = attachment(session, world, order)
    facts: dict[str, Any] = {"work_order_id": order, "note": "", "signature_attachment_id": signature}
    engineer = world.people["engineer"]
    with pytest.raises(FourEyes):
        handing_over.hand_over(session, received_by_id=world.people["keeper"], **facts, **by(world))
    other = {**facts, "signature_attachment_id": attachment(session, world, order, "photo")}
    with pytest.raises(RuleViolation, match="signature_of_something_else"):
        handing_over.hand_over(session, received_by_id=engineer, **other, **by(world))
    first = handing_over.hand_over(session, received_by_id=engineer, **facts, **by(world))
    assert len(first.posting_ids) == 1
    with pytest.raises(RuleViolation, match="nothing_to_hand_over"):
        handing_over.hand_over(session, received_by_id=engineer, **facts, **by(world))
    desk.issue(asked.part_request_id, 2)
    second = handing_over.hand_over(session, received_by_id=engineer, **facts, **by(world))
    assert set(second.posting_ids).isdisjoint(first.posting_ids)
    assert refused(session, "UPDATE handover SET note = 'x'") == "append_only"
    assert refused(session, "DELETE FROM handover_posting") == "append_only"
    putaway = "INSERT INTO handover_posting (handover_id, posting_id) VALUES (1, 1)"
    assert refused(session, putaway) == "not_issued_to_it"


def test_nobody_sets_out_for_nothing(session: Session, world: World, desk: Desk) -> None:
    nothing = desk.ask(desk.order("W2"), "P2", 1).part_request_id
    facts: dict[str, Any] = {"store_id": world.places["C"]}
    with pytest.raises(InvalidState, match="nothing_promised"):
        walking.set_out(session, part_request_ids=(nothing,), **facts, **by(world))
    session.rollback()


def test_a_walk_is_ended_once(session: Session, world: World, desk: Desk, two_lots: tuple[int, int]) -> None:
    first = desk.ask(desk.order("W1"), "P1", 2).part_request_id
    facts: dict[str, Any] = {"store_id": world.places["C"]}
    made = walking.set_out(session, part_request_ids=(first,), **facts, **by(world))
    urgent = desk.ask(desk.order("W3", "urgent"), "P1", 8, minutes=1)
    assert urgent.reserved == q(6), "what a walk took on is not taken over"
    ended = walking.end_walk(session, pick_wave_id=made.pick_wave_id, **by(world))
    assert (ended.state, ended.left) == ("done", 1)
    assert not desk.request(first).held
    with pytest.raises(InvalidState, match="wave_closed"):
        walking.end_walk(session, pick_wave_id=made.pick_wave_id, **by(world))
    assert refused(session, "UPDATE pick_wave SET state = 'open'") == "wave_closed"
    assert refused(session, "UPDATE pick_wave_line SET quantity = 1000") == "append_only"
    assert session.scalars(select(PickWave.state)).one() == "done"
