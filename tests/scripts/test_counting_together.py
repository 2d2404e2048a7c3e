"""Several people count at once; large differences need two signatures; shelves are counted in turn."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from inventory import causes_keeping, counting, planning_counts, sharing_counts
from inventory.approving_counts import signatures
from inventory.proposing_counts import propose_count
from inventory.tables import (
    Count,
    CountLine,
    CountPlan,
    CountProposal,
    Location,
    Part,
    StockTake,
    StockTakeEndorsement,
    VarianceCause,
)
from inventory.verifying import verify
from kernel.amounts import Money
from kernel.errors import AppError, Conflict, FourEyes, NotFound, RuleViolation
from kernel.refusals import refusals
from kernel.tables import Audit
from tests.support.counting import LATER, Take, one_count_is_enough, set_now
from tests.support.world import NOON, World, q


@pytest.fixture
def lenient(world: World) -> World:
    """Let one count be enough."""
    return one_count_is_enough(world)


def _shelves(world: World, bins: int = 6) -> list[str]:
    codes = []
    for number in range(bins):
        code = f"C-B{number}"
        world.place(code, "bin", store_id=world.places["C"], parent_id=world.places["C"], pick_sequence=number)
        for part in ("P1", "P2")[: 1 + number % 2]:
            world.stocked(part, 10, at=code)
        codes.append(code)
    return codes


# --- sharing ------------------------------------------------------------------------------------------------------


def test_lines_are_shared_without_cutting_a_place(session: Session, lenient: World) -> None:
    _shelves(lenient)
    take = Take(lenient)
    people = tuple(lenient.people[name] for name in ("keeper", "keeper2"))
    assert take.do(sharing_counts.share_out, person_ids=people).lines == 9
    rows = session.execute(
        select(
            CountLine.location_id, func.count(CountLine.assigned_to_id.distinct()), func.min(CountLine.assigned_to_id)
        )
        .where(CountLine.stock_take_id == take.id)
        .group_by(CountLine.location_id)
    ).all()
    assert {holders for _place, holders, _who in rows} == {1}
    assert {who for _place, _holders, who in rows} == set(people)


def test_nobody_counts_the_line_of_another(session: Session, lenient: World) -> None:
    first, second, *_ = _shelves(lenient, 2)
    take = Take(lenient)
    assert take.do(sharing_counts.claim, by="keeper", location_id=lenient.places[first]).lines == 1
    assert take.do(sharing_counts.claim, by="keeper", location_id=lenient.places[first]).lines == 0
    session.commit()
    with pytest.raises(Conflict, match="assigned_to_another") as caught:
        take.do(sharing_counts.claim, by="keeper2", location_id=lenient.places[first])
    assert caught.value.details["to"] == "Keeper"
    with pytest.raises(Conflict, match="assigned_to_another"):
        take.count(first, "P1", 10, by="keeper2")
    session.rollback()
    assert take.count(first, "P1", 10).round == 1
    take.do(sharing_counts.assign, person_id=lenient.people["keeper2"], location_ids=(lenient.places[second],))
    assert take.count(second, "P2", 10, by="keeper2").round == 1
    take.do(sharing_counts.assign, person_id=None)
    assert take.count(second, "P1", 10, by="desk").round == 1


def test_a_recount_goes_to_another_counter(session: Session, world: World) -> None:
    (first,) = _shelves(world, 1)
    take = Take(world)
    take.do(sharing_counts.assign, person_id=world.people["keeper"])
    assert take.count(first, "P1", 2).recount_asked
    assert session.get_one(CountLine, take.line(first, "P1")).assigned_to_id is None
    assert take.do(sharing_counts.assign, person_id=world.people["keeper"]).lines == 0, "never who counted it last"
    assert take.do(sharing_counts.assign, person_id=world.people["keeper2"]).lines == 1
    assert take.count(first, "P1", 3, by="keeper2").round == 2


def test_the_database_keeps_a_line_for_its_counter(session: Session, lenient: World) -> None:
    (first,) = _shelves(lenient, 1)
    take = Take(lenient)
    take.do(sharing_counts.assign, person_id=lenient.people["keeper"])
    line = take.line(first, "P1")
    session.commit()
    made = Count(
        count_line_id=line,
        round=1,
        counted=q(9),
        book=q(10),
        ledger_id=3,
        counted_by_id=lenient.people["keeper2"],
        counted_at=LATER,
        entered_by_id=lenient.people["keeper2"],
        unit_cost_cny=Money.of(10),
    )
    session.add(made)
    with pytest.raises(AppError, match="assigned_to_another"), refusals():
        session.flush()


# --- many at once ---------------------------------------------------------------------------------------------------


def test_a_long_sheet_is_kept_as_a_short_one_is(session: Session, world: World) -> None:
    """Beyond fifty lines rows are written in bulk; what stands afterwards is the same as one by one."""
    codes = _shelves(world, 60)
    take = Take(world)
    assert take.lines == 90
    parts = world.parts
    lines = tuple(
        (world.places[code], parts[part], q(10 if number % 7 else 4), ())
        for number, code in enumerate(codes)
        for part in ("P1", "P2")[: 1 + number % 2]
    )
    find = (world.places["C-A1"], parts["P3"], q(2), ())
    made = take.do(
        "count_sheet", by="desk", counted_by_id=world.people["keeper"], counted_at=LATER, lines=(*lines, find)
    )
    assert len(made.lines) == 91
    again = [line for line in made.lines if line.recount_asked]
    assert len(again) == sum(1 + number % 2 for number in range(0, 60, 7)) + 1
    open_again = session.scalars(select(CountLine.id).where(CountLine.recount_asked)).all()
    assert set(open_again) == {line.count_line_id for line in again}
    assert session.get_one(CountLine, take.line("C-A1", "P3")).found
    session.commit()
    (entry,) = session.scalars(select(Audit).where(Audit.table_name == "count")).all()
    assert '"counts":91' in (entry.after or "")
    second = tuple((place, part, quantity, ()) for place, part, quantity, _ in lines if quantity != q(10))
    take.do(
        "count_sheet",
        by="desk",
        counted_by_id=world.people["keeper2"],
        counted_at=LATER,
        lines=(*second, find),
    )
    ids = tuple(session.scalars(select(CountLine.id).where(CountLine.stock_take_id == take.id, ~CountLine.found)))
    differing = [
        line
        for line in ids
        if session.scalar(select(Count.id).where(Count.count_line_id == line, Count.counted != Count.book))
    ]
    assert take.do("set_causes", count_line_ids=tuple(differing), cause="lost").lines == len(second)
    with pytest.raises(RuleViolation, match="gain_without_sound_lot"):
        take.settle(("C-A1", "P3", "unknown"))


def test_losses_and_gains_of_many_lines_are_one_posting(session: Session, lenient: World) -> None:
    codes = _shelves(lenient, 6)
    take = Take(lenient)
    for number, code in enumerate(codes):
        take.count(code, "P1", 10 + (number - 3))
        if number % 2:
            take.count(code, "P2", 10)
    done = take.settle(*((code, "P1", "miscounted") for number, code in enumerate(codes) if number != 3))
    session.commit()
    assert (done.gains, done.losses) == (2, 3)
    assert verify(session).findings == ()


def test_the_first_bad_line_of_a_sheet_is_told_and_nothing_is_kept(session: Session, lenient: World) -> None:
    first, second, *_ = _shelves(lenient, 2)
    take = Take(lenient)
    place = lenient.places
    good = (place[first], lenient.parts["P1"], q(10), ())
    with pytest.raises(Conflict, match="counted_twice_here"):
        take.do("count_sheet", counted_by_id=lenient.people["keeper"], counted_at=LATER, lines=(good, good))
    with pytest.raises(NotFound, match="location_unknown"):
        take.do(
            "count_sheet",
            counted_by_id=lenient.people["keeper"],
            counted_at=LATER,
            lines=(good, (99_999, lenient.parts["P1"], q(1), ())),
        )
    assert session.scalar(select(func.count()).select_from(Count)) == 0
    assert second


# --- without a signal ----------------------------------------------------------------------------------------------


def test_a_count_sent_later_is_judged_by_the_book_of_its_moment(session: Session, lenient: World) -> None:
    from inventory.places import MovementKind
    from inventory.posting import Move, post

    (first,) = _shelves(lenient, 1)
    lot = session.scalars(select(func.max(text("id"))).select_from(text("lot"))).one()
    lenient.work_order("W1")
    take = Take(lenient)
    move = Move(MovementKind.ISSUE, lenient.parts["P1"], lot, lenient.places[first], lenient.places["W1"], q(4))
    post(session, [move], kind="issue", reference="W1", by=lenient.people["keeper"], at=LATER)
    late = LATER + timedelta(hours=3)
    made = take.count(first, "P1", 10, at=late, script=counting.count_later, counted_at=LATER - timedelta(minutes=5))
    kept = session.scalars(select(Count).where(Count.count_line_id == made.count_line_id)).one()
    assert (kept.book, kept.counted) == (q(10), q(10))
    for wrong in (NOON - timedelta(minutes=1), late + timedelta(hours=1)):
        with pytest.raises(RuleViolation, match="counted_at_out_of_range"):
            take.count(first, "P1", 10, at=late, script=counting.count_later, counted_at=wrong)
    with pytest.raises(Conflict, match="already_counted") as caught:
        take.count(first, "P1", 9, by="keeper2", at=late, script=counting.count_later, counted_at=late)
    assert caught.value.details["by"] == "Keeper"


def test_a_phone_whose_clock_runs_ahead_counts_now(session: Session, lenient: World) -> None:
    (first,) = _shelves(lenient, 1)
    take = Take(lenient)
    made = take.count(first, "P1", 10, script=counting.count_later, counted_at=LATER + timedelta(minutes=3))
    assert session.scalars(select(Count.counted_at).where(Count.count_line_id == made.count_line_id)).one() == LATER


# --- two signatures --------------------------------------------------------------------------------------------------


def _large(world: World) -> Take:
    (first,) = _shelves(world, 1)
    set_now(world, "stock_take.approval_limit_cny", 50)
    take = Take(world)
    take.count(first, "P1", 4)
    take.do("set_cause", count_line_id=take.line(first, "P1"), cause="lost")
    take.do("review")
    world.session.commit()
    return take


def test_large_differences_need_two_signatures(session: Session, lenient: World) -> None:
    take = _large(lenient)
    first = take.do("approve", by="admin")
    assert (first.state, first.second_needed, first.value_cny) == ("reviewed", True, Money.of(60))
    assert signatures(session, session.get_one(StockTake, take.id), LATER).last_one
    session.commit()
    with pytest.raises(FourEyes, match="second_signature_by_another"):
        take.do("approve", by="admin")
    second = take.do("approve", by="buyer")
    assert (second.state, second.second_needed) == ("approved", False)
    assert take.do("post_variances", by="admin").losses == 1
    session.commit()
    assert verify(session).findings == ()


def test_a_recount_takes_the_first_signature_away(session: Session, lenient: World) -> None:
    take = _large(lenient)
    take.do("approve", by="admin")
    line = take.line("C-B0", "P1")
    take.do("ask_recount", count_line_id=line)
    take.count("C-B0", "P1", 3, by="keeper2")
    take.do("set_cause", count_line_id=line, cause="lost")
    take.do("review")
    again = take.do("approve", by="admin")
    assert (again.second_needed, again.value_cny) == (True, Money.of(70))
    assert session.scalar(select(func.count()).select_from(StockTakeEndorsement)) == 2


APPROVAL = (
    "INSERT INTO stock_take_approval (stock_take_id, created_by_id, approved_by_id, approved_at, note, value_cny,"
    " limit_cny) VALUES (:take, :author, :by, '2026-03-02 05:00:00', '', :value, :limit)"
)
ENDORSEMENT = (
    "INSERT INTO stock_take_endorsement (stock_take_id, created_by_id, endorsed_by_id, endorsed_at, last_count_id,"
    " note) VALUES (:take, :author, :by, '2026-03-02 05:00:00', :count, '')"
)


def _refused(session: Session, sql: str, **values: object) -> str:
    try:
        with refusals():
            session.execute(text(sql), values)
    except AppError as error:
        session.rollback()
        return error.code
    except DBAPIError as error:  # a rule without words of the house
        session.rollback()
        return str(error.orig)
    return ""


def test_no_statement_signs_alone_what_needs_two(session: Session, lenient: World) -> None:
    """By raw SQL: a value made small, a limit made large, one's own endorsement, a counter's, an old one."""
    take, who = _large(lenient), lenient.people
    newest = session.scalars(select(func.max(Count.id))).one()
    session.commit()
    one = {"take": take.id, "author": who["supervisor"], "by": who["admin"]}
    limit, worth = Money.of(50).scaled, Money.of(60).scaled
    high = Money.of(10_001).scaled
    assert _refused(session, APPROVAL, **one, value=limit, limit=limit) == "not_the_worth"
    assert _refused(session, APPROVAL, **one, value=worth, limit=limit) == "second_signature_missing"
    assert _refused(session, APPROVAL, **one, value=worth, limit=high) == "second_signature_missing"
    for by in ("supervisor", "keeper"):
        assert _refused(session, ENDORSEMENT, **{**one, "by": who[by]}, count=newest) == "four_eyes"
    assert _refused(session, ENDORSEMENT, **one, count=newest - 1 or 99) != ""
    assert _refused(session, ENDORSEMENT, **one, count=newest) == ""
    assert _refused(session, APPROVAL, **one, value=worth, limit=limit) == "second_signature_missing", "by the same"
    assert _refused(session, ENDORSEMENT, **one, count=newest) == ""
    session.commit()
    assert "append_only" in _refused(session, "UPDATE stock_take_endorsement SET endorsed_by_id = 1")
    assert "append_only" in _refused(session, "DELETE FROM stock_take_endorsement")
    assert _refused(session, APPROVAL, **{**one, "by": who["buyer"]}, value=worth, limit=limit) == ""
    session.commit()
    assert _refused(session, "UPDATE stock_take_approval SET value_cny = 0") == "unchangeable"


def test_a_count_bears_a_cost_that_a_lot_had(session: Session, lenient: World) -> None:
    (first,) = _shelves(lenient, 1)
    take = Take(lenient)
    line = take.line(first, "P1")
    session.commit()
    sql = (
        "INSERT INTO count (count_line_id, round, counted, book, ledger_id, counted_by_id, counted_at, entered_by_id,"
        " unit_cost_cny) VALUES (:line, 1, 9000, 10000, :ledger, :by, '2026-03-02 05:00:00', :by, :cost)"
    )
    ledger = session.scalars(text("SELECT MAX(id) FROM movement")).one()
    values = {"line": line, "ledger": ledger, "by": lenient.people["keeper"]}
    for cost in (0, None, Money.of(11).scaled):
        assert _refused(session, sql, **values, cost=cost) == "not_the_cost"
    assert _refused(session, sql, **values, cost=Money.of(10).scaled) == ""


# --- causes ----------------------------------------------------------------------------------------------------------


def test_the_list_of_causes_is_kept(session: Session, lenient: World) -> None:
    (first,) = _shelves(lenient, 1)
    take = Take(lenient)
    take.count(first, "P1", 9)
    line, by = take.line(first, "P1"), lenient.people["admin"]
    made = causes_keeping.add_cause(
        session,
        code="found_late",
        name_zh="迟到入账",
        name_en="Booked late",
        side="gain",
        by=by,
        at=NOON,
        request_key="c1",
    )
    with pytest.raises(RuleViolation, match="cause_of_the_other_side"):
        take.do("set_cause", count_line_id=line, cause="found_late")
    changed = {"name_zh": "迟到", "name_en": "Late", "side": "both", "account": "6711", "place": 3}
    more = {"by": by, "at": NOON}
    causes_keeping.change_cause(
        session, variance_cause_id=made.variance_cause_id, **changed, active=True, **more, request_key="c2"
    )
    take.do("set_cause", count_line_id=line, cause="found_late")
    causes_keeping.change_cause(
        session, variance_cause_id=made.variance_cause_id, **changed, active=False, **more, request_key="c3"
    )
    with pytest.raises(RuleViolation, match="cause_unknown"):
        take.do("set_cause", count_line_id=line, cause="found_late")
    for code in ("Bad code", "x", ""):
        with pytest.raises(RuleViolation, match="cause_code_wrong"):
            causes_keeping.add_cause(session, code=code, name_zh="一", name_en="One", **more, request_key=f"c{code}")
    with pytest.raises(RuleViolation, match="name_missing"):
        causes_keeping.add_cause(session, code="two", name_zh=" ", name_en="Two", **more, request_key="c9")
    session.commit()
    assert _refused(session, "UPDATE count_line SET cause = 'nowhere'") == "cause_unknown"
    assert _refused(session, "UPDATE variance_cause SET code = 'other' WHERE code = 'lost'") == "unchangeable"
    assert session.scalar(select(func.count()).select_from(VarianceCause)) == 10


# --- cycle counts ----------------------------------------------------------------------------------------------------


def _plan(world: World, **more: object) -> int:
    given = {"store_id": world.places["C"], "every_days": 30, "lines_at_once": 100, **more}
    return planning_counts.plan_counts(
        world.session,
        **given,
        by=world.people["supervisor"],
        at=NOON,
        request_key=f"plan-{more}",  # type: ignore[arg-type]
    ).count_plan_id


def _open(world: World, days: int = 0, *plans: int) -> list[tuple[str, int]]:
    at = NOON + timedelta(days=days)
    done = planning_counts.open_due(
        world.session, count_plan_ids=plans, by=world.people["admin"], at=at, request_key=f"open-{days}-{plans}"
    )
    return [(each.number, each.lines) for each in done.stock_takes]


def test_classes_are_counted_in_turn(session: Session, lenient: World) -> None:
    world = lenient
    for part, abc in (("P1", "A"), ("P2", "B"), ("P3", None)):
        session.get_one(Part, world.parts[part]).abc = abc
        world.stocked(part, 5)
    made = planning_counts.plan_by_class(
        session, store_id=world.places["C"], by=world.people["supervisor"], at=NOON, request_key="by-class"
    )
    rows = session.scalars(select(CountPlan).order_by(CountPlan.every_days)).all()
    assert [(row.abc, row.every_days) for row in rows] == [("A", 30), ("B", 90), ("C", 365)]
    assert len(made.count_plan_ids) == 3
    assert [lines for _number, lines in _open(world)] == [1, 1, 1], "nothing was ever counted"
    assert _open(world, 1) == [], "all of it is being counted"
    for take in session.scalars(select(StockTake)).all():
        drive = Take(world, take.id)
        assert (take.created_by_id, take.due_on) == (world.people["supervisor"], date(2026, 3, 5))
        for line in session.scalars(select(CountLine).where(CountLine.stock_take_id == take.id)).all():
            part = session.get_one(Part, line.part_id).number
            drive.count("C-A1", part, 5)
        drive.settle()
    assert [_open(world, days) for days in (1, 29)] == [[], []]
    assert [lines for _number, lines in _open(world, 31)] == [1], "class A after a month"
    assert [lines for _number, lines in _open(world, 91)] == [1], "class B after a quarter; A is still being counted"


def test_a_plan_takes_no_more_than_its_people_can_count(session: Session, lenient: World) -> None:
    _shelves(lenient, 6)
    plan = _plan(lenient, lines_at_once=4)
    assert [lines for _number, lines in _open(lenient)] == [4]
    assert [lines for _number, lines in _open(lenient, 1)] == [4]
    assert [lines for _number, lines in _open(lenient, 2)] == [1]
    planning_counts.change_plan(
        session,
        count_plan_id=plan,
        every_days=30,
        lines_at_once=4,
        days_to_count=1,
        active=False,
        by=lenient.people["supervisor"],
        at=NOON,
        request_key="rest",
    )
    assert _open(lenient, 60) == []


def test_a_zone_has_a_plan_of_its_own(session: Session, lenient: World) -> None:
    first, second = _shelves(lenient, 2)
    zone = lenient.place("C-Z", "zone", store_id=lenient.places["C"])
    session.get_one(Location, lenient.places[second]).parent_id = zone
    session.flush()
    _plan(lenient, zone_id=zone)
    with pytest.raises(Conflict, match="count_plan_there"):
        _plan(lenient, zone_id=zone, every_days=7)
    with pytest.raises(RuleViolation, match="count_plan_figures"):
        _plan(lenient, every_days=0)
    with pytest.raises(RuleViolation, match="place_of_another_store"):
        _plan(lenient, zone_id=lenient.places["N-A1"])
    ((_number, lines),) = _open(lenient)
    places = set(session.scalars(select(CountLine.location_id)))
    assert (lines, places) == (2, {lenient.places[second]})
    assert first


def test_what_was_proposed_comes_first(session: Session, lenient: World) -> None:
    codes = _shelves(lenient, 4)
    _plan(lenient, lines_at_once=2)
    doubt = {"location_id": lenient.places[codes[3]], "part_id": lenient.parts["P2"], "reason": "short_pick"}
    keeper = {"by": lenient.people["keeper"], "at": NOON}
    made = propose_count(session, **doubt, **keeper, reference="PICK-1")  # type: ignore[arg-type]
    assert propose_count(session, **doubt, **keeper) == made, "what is proposed is not proposed twice"  # type: ignore[arg-type]
    empty = propose_count(
        session, location_id=lenient.places["C-A2"], part_id=lenient.parts["P3"], reason="not_found", **keeper
    )
    with pytest.raises(RuleViolation, match="word_unknown"):
        propose_count(session, **{**doubt, "reason": "mood"}, **keeper)  # type: ignore[arg-type]
    _open(lenient)
    session.expire_all()
    lines = set(session.execute(select(CountLine.location_id, CountLine.part_id)).all())
    assert lines == {
        (lenient.places[codes[3]], lenient.parts["P2"]),
        (lenient.places["C-A2"], lenient.parts["P3"]),
    }
    taken = session.get_one(CountProposal, made).count_line_id
    assert taken is not None
    assert session.get_one(CountProposal, empty).count_line_id is not None
    session.commit()
    assert _refused(session, "UPDATE count_proposal SET count_line_id = NULL") == "unchangeable"
    assert _refused(session, "UPDATE count_proposal SET reason = 'by_hand'") == "unchangeable"
    assert "append_only" in _refused(session, "DELETE FROM count_proposal")
