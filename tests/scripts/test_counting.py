"""Count, recount, find causes, approve and post, while stock moves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import requesting
from inventory import stock_take_queries as show
from inventory import stock_take_result_queries as figures
from inventory.places import MovementKind as M
from inventory.tables import (
    Category,
    CountLine,
    Location,
    Movement,
    Part,
    Reservation,
    Stock,
    StockTake,
    VarianceCause,
)
from inventory.verifying import verify
from kernel.amounts import Money, Quantity
from kernel.errors import Conflict, FourEyes, InsufficientStock, InvalidState, RuleViolation
from tests.support.counting import LATER, Take, one_count_is_enough
from tests.support.world import NOON, World, q


@pytest.fixture
def lenient(session: Session, world: World) -> World:
    """Let one count be enough."""
    return one_count_is_enough(world)


def test_gain_and_loss_are_posted_with_their_causes(session: Session, lenient: World) -> None:
    world = lenient
    old = world.stocked("P1", 3, on=date(2026, 1, 1), cost="8")
    new = world.stocked("P1", 5, on=date(2026, 2, 1), cost="10")
    other = world.stocked("P2", 4, at="C-A2", cost="2")
    take = Take(world)
    assert take.lines == 2
    take.count("C-A1", "P1", 4)
    take.count("C-A2", "P2", 6)
    result = take.settle(("C-A1", "P1", "lost"), ("C-A2", "P2", "unrecorded_receipt"))
    session.commit()
    assert (result.gains, result.losses) == (1, 1)
    assert result.loss_value_cny == Money.of(3 * 8 + 10)
    assert result.gain_value_cny == Money.of(4)
    assert [world.on_hand("C-A1", lot) for lot in (old, new)] == [q(0), q(4)]
    assert world.on_hand("C-A2", other) == q(6)
    report = show.variance_report(session, stock_take_id=take.id)
    assert [line.line.part_number for line in report.losses] == ["P1"]
    assert [(c.cause, c.lines) for c in report.by_cause] == [("unrecorded_receipt", 1), ("lost", 1)]
    assert report.accuracy.line_share == 0
    assert report.losses[0].value_cny == Money.of(-34)
    assert (report.head.state, report.head.approved_by) == ("posted", "Admin")
    assert verify(session).findings == ()


def test_issues_go_on_while_counting(session: Session, lenient: World) -> None:
    """The variance is against the book at the moment of the count, so movements around it change nothing."""
    world = lenient
    lot = world.stocked("P1", 10)
    world.work_order("W1")
    take = Take(world)
    world.move(M.ISSUE, lot, "C-A1", "W1", 2)
    take.count("C-A1", "P1", 7)
    world.move(M.ISSUE, lot, "C-A1", "W1", 3)
    take.settle(("C-A1", "P1", "unrecorded_issue"))
    session.commit()
    assert world.on_hand("C-A1", lot) == q(4)


def test_a_sheet_typed_in_later_is_judged_by_the_book_of_its_hour(session: Session, lenient: World) -> None:
    from inventory.posting import Move, post

    world = lenient
    lot = world.stocked("P1", 10)
    world.work_order("W1")
    take = Take(world)
    moves = [Move(M.ISSUE, world.parts["P1"], lot, world.places["C-A1"], world.places["W1"], q(4))]
    post(session, moves, kind="issue", reference="W1", by=world.people["keeper"], at=LATER)
    line = (world.places["C-A1"], world.parts["P1"], q(9), ())
    made = take.do(
        "count_sheet",
        by="desk",
        at=LATER + timedelta(hours=5),
        counted_by_id=world.people["keeper"],
        counted_at=LATER - timedelta(minutes=1),
        lines=(line,),
    )
    assert made.lines[0].round == 1
    reviewed = show.variance_lines(session, stock_take_id=take.id)[0]
    assert (reviewed.counts[0].book, reviewed.difference) == (q(10), q(-1))
    take.settle(("C-A1", "P1", "lost"))
    assert world.on_hand("C-A1", lot) == q(5)
    with pytest.raises(InvalidState):
        take.count("C-A1", "P1", 5)


def test_who_typed_a_sheet_does_not_approve_it(session: Session, lenient: World) -> None:
    world = lenient
    world.stocked("P1", 10)
    take = Take(world)
    line = (world.places["C-A1"], world.parts["P1"], q(10), ())
    take.do("count_sheet", by="desk", counted_by_id=world.people["keeper"], counted_at=LATER, lines=(line,))
    take.do("review")
    session.commit()
    for same in ("supervisor", "keeper", "desk"):
        with pytest.raises(FourEyes):
            take.do("approve", by=same)
        session.rollback()
    take.do("approve", by="admin")


def test_a_large_difference_needs_another_person(session: Session, world: World) -> None:
    world.stocked("P1", 100, cost="1")
    take = Take(world)
    assert take.count("C-A1", "P1", 90).recount_asked
    session.commit()
    with pytest.raises(InvalidState, match="recounts_open"):
        take.do("review")
    with pytest.raises(FourEyes, match="recount_by_another"):
        take.count("C-A1", "P1", 91)
    second = take.count("C-A1", "P1", 92, by="keeper2")
    assert (second.round, second.recount_asked) == (2, False)
    with pytest.raises(Conflict, match="already_counted"):
        take.count("C-A1", "P1", 93, by="keeper")
    with pytest.raises(InvalidState, match="causes_missing"):
        take.do("review")
    take.settle(("C-A1", "P1", "damaged"))
    assert session.get_one(Stock, (world.parts["P1"], world.places["C"])).on_hand == q(92)


def test_a_reviewer_sends_a_line_back(session: Session, lenient: World) -> None:
    lenient.stocked("P1", 10)
    take = Take(lenient)
    take.count("C-A1", "P1", 10)
    take.do("review")
    assert take.do("ask_recount", count_line_id=take.line("C-A1", "P1")).state == "counting"
    take.count("C-A1", "P1", 9, by="keeper2")
    take.settle(("C-A1", "P1", "miscounted"))
    assert session.get_one(Stock, (lenient.parts["P1"], lenient.places["C"])).on_hand == q(9)


def test_the_sheet_is_blind_and_shrinks(session: Session, lenient: World) -> None:
    lenient.stocked("P1", 10)
    lenient.stocked("P2", 10, at="C-A2")
    take = Take(lenient)
    sheet = show.count_sheet(session, stock_take_id=take.id)
    assert [line.location_code for line in sheet] == ["C-A1", "C-A2"]
    assert not {"book", "on_hand", "quantity"} & set(show.SheetLine.__dataclass_fields__)
    take.count("C-A1", "P1", 10)
    assert [line.part_number for line in show.count_sheet(session, stock_take_id=take.id, only_open=True)] == ["P2"]
    head = show.stock_take(session, stock_take_id=take.id)
    assert (head.lines, head.lines_counted) == (2, 1)


def test_an_unknown_find_gets_a_line(session: Session, lenient: World) -> None:
    world = lenient
    world.stocked("P1", 2)
    lot = world.stocked("P2", 2, at="N-A1")
    take = Take(world)
    take.count("C-A1", "P1", 2)
    assert take.count("C-A2", "P2", 4).recount_asked
    take.count("C-A2", "P2", 3, by="keeper2")
    assert session.get_one(CountLine, take.line("C-A2", "P2")).found
    with pytest.raises(RuleViolation, match="place_of_another_store"):
        take.count("N-A1", "P2", 3)
    with pytest.raises(RuleViolation, match="nothing_found"):
        take.count("C-A1", "P2", 0)
    take.settle(("C-A2", "P2", "unrecorded_receipt"))
    assert world.on_hand("C-A2", lot) == q(3)


def test_a_find_without_any_sound_lot_is_refused(session: Session, lenient: World) -> None:
    lenient.stocked("P1", 2)
    take = Take(lenient)
    take.count("C-A1", "P1", 2)
    take.count("C-A1", "P3", 1)
    take.count("C-A1", "P3", 1, by="keeper2")
    with pytest.raises(RuleViolation, match="gain_without_sound_lot"):
        take.settle(("C-A1", "P3", "unknown"))


def test_a_loss_whose_goods_have_left_says_so(session: Session, lenient: World) -> None:
    world = lenient
    lot = world.stocked("P1", 5)
    world.work_order("W1")
    take = Take(world)
    take.count("C-A1", "P1", 2)
    world.move(M.ISSUE, lot, "C-A1", "W1", 4)
    with pytest.raises(InsufficientStock, match="lost_goods_have_left") as caught:
        take.settle(("C-A1", "P1", "lost"))
    assert (caught.value.details["lost"], caught.value.details["there"]) == ("3", "1")
    assert take.do("cancel").state == "cancelled"


def test_a_loss_takes_promises_back_from_the_least_urgent(session: Session, lenient: World) -> None:
    world = lenient
    world.stocked("P1", 6)
    asked = {}
    for number, urgency, wanted in (("W1", "urgent", 2), ("W2", "normal", 2), ("W3", "normal", 2)):
        asked[number] = requesting.request_part(
            session,
            work_order_id=world.work_order(number, urgency=urgency),
            part_id=world.parts["P1"],
            store_id=world.places["C"],
            quantity=q(wanted),
            by=world.people["engineer"],
            at=NOON,
            request_key=f"ask-{number}",
        ).part_request_id
    take = Take(world)
    take.count("C-A1", "P1", 3)
    result = take.settle(("C-A1", "P1", "lost"))
    session.commit()
    assert set(result.waiting_again) == {asked["W3"], asked["W2"]}
    promised = {
        key: sum((r.quantity for r in rows), Quantity.zero())
        for key, rows in (
            (key, session.scalars(select(Reservation).filter_by(part_request_id=key, state="open")).all())
            for key in asked.values()
        )
    }
    assert promised == {asked["W1"]: q(2), asked["W2"]: q(1), asked["W3"]: q(0)}
    stock = session.get_one(Stock, (world.parts["P1"], world.places["C"]))
    assert (stock.on_hand, stock.reserved) == (q(3), q(3))


def test_serials_not_seen_are_lost_and_strange_ones_refused(session: Session, lenient: World) -> None:
    world = lenient
    lots = {name: world.stocked("SER", 1, serial_number=name) for name in ("S1", "S2", "S3")}
    take = Take(world)
    with pytest.raises(RuleViolation, match="serials_not_the_count"):
        take.count("C-A1", "SER", 2, serials=("S1",))
    with pytest.raises(RuleViolation, match="serial_not_in_book_here"):
        take.count("C-A1", "SER", 2, serials=("S1", "S9"))
    take.count("C-A1", "SER", 2, serials=("S1", "S3"))
    take.settle(("C-A1", "SER", "lost"))
    assert [world.on_hand("C-A1", lots[name]) for name in ("S1", "S2", "S3")] == [q(1), q(0), q(1)]


def test_scope_by_zone_class_and_category(session: Session, lenient: World) -> None:
    world = lenient
    zone = Location(code="C-Z", name_zh="甲", name_en="A", kind="zone", store_id=world.places["C"])
    tree = Category(code="TOP", name_zh="上", name_en="Top")
    session.add_all([zone, tree])
    session.flush()
    leaf = Category(code="LEAF", name_zh="下", name_en="Leaf", parent_id=tree.id)
    session.add(leaf)
    session.flush()
    session.get_one(Location, world.places["C-A2"]).parent_id = zone.id
    session.get_one(Part, world.parts["P2"]).abc = "A"
    session.get_one(Part, world.parts["P3"]).category_id = leaf.id
    session.flush()
    for part, place in (("P1", "C-A1"), ("P2", "C-A1"), ("P3", "C-A2"), ("P1", "N-A1")):
        world.stocked(part, 1, at=place)
    assert Take(world).lines == 3
    with pytest.raises(Conflict, match="already_being_counted"):
        Take(world, abc=("A",))
    for take in session.scalars(select(StockTake)):
        take.state = "cancelled"
    session.flush()
    for scope, lines in (({"abc": ("A",)}, 1), ({"zone_ids": (zone.id,)}, 1)):
        take = Take(world, **scope)
        assert take.lines == lines
        take.do("cancel")
    assert Take(world, category_ids=(tree.id,)).lines == 1
    with pytest.raises(RuleViolation, match="nothing_to_count"):
        Take(world, abc=("C",))


def test_accuracy_by_month(session: Session, lenient: World) -> None:
    world = lenient
    world.stocked("P1", 10, cost="3")
    world.stocked("P2", 10, cost="1")
    take = Take(world)
    take.count("C-A1", "P1", 10)
    take.count("C-A1", "P2", 8)
    take.settle(("C-A1", "P2", "lost"))
    (march,) = figures.accuracy_by(session, since=date(2026, 1, 1), until=date(2026, 12, 31))
    assert (march.month_on, march.stock_takes) == (date(2026, 3, 1), 1)
    assert str(march.accuracy.line_share) == "0.5"
    assert str(march.accuracy.value_share) == "0.95"


def test_posting_twice_posts_once(session: Session, lenient: World) -> None:
    lenient.stocked("P1", 10)
    take = Take(lenient)
    take.count("C-A1", "P1", 8)
    take.settle(("C-A1", "P1", "lost"))
    with pytest.raises(InvalidState):
        take.do("post_variances")
    assert len(session.scalars(select(Movement).where(Movement.kind == "adjustment")).all()) == 1


def test_no_difference_posts_nothing(session: Session, lenient: World) -> None:
    lenient.stocked("P1", 10)
    take = Take(lenient)
    take.count("C-A1", "P1", 10)
    with pytest.raises(InvalidState, match="no_difference"):
        take.do("set_cause", count_line_id=take.line("C-A1", "P1"), cause="lost")
    result = take.settle()
    assert (result.posting_id, result.gains, result.losses) == (None, 0, 0)
    assert session.get_one(StockTake, take.id).state == "posted"


def test_accounts_of_gains_and_losses_balance(session: Session, lenient: World) -> None:
    """Step 1 by category against differences pending, step 2 by cause; a cause may name an account of its own."""
    world = lenient
    category = Category(code="PUMP", name_zh="泵", name_en="Pumps")
    session.add(category)
    session.flush()
    session.get_one(Part, world.parts["P1"]).category_id = category.id
    session.scalars(select(VarianceCause).where(VarianceCause.code == "damaged")).one().account = "6711 营业外支出"
    world.stocked("P1", 10, cost="3.3333")
    world.stocked("P1", 10, cost="7")
    world.stocked("P2", 10, at="C-A2", cost="2")
    world.stocked("P3", 10, at="C-A2", cost="5")
    take = Take(world)
    take.count("C-A1", "P1", 8)
    take.count("C-A2", "P2", 13)
    take.count("C-A2", "P3", 9)
    done = take.settle(
        ("C-A1", "P1", "damaged"), ("C-A2", "P2", "unrecorded_receipt"), ("C-A2", "P3", "lost"), approver="admin"
    )
    made = figures.entries(session, stock_take_id=take.id, at=LATER)
    for step in (1, 2):
        mine = [each for each in made if each.step == step]
        assert sum((e.debit_cny for e in mine), Money.zero()) == sum((e.credit_cny for e in mine), Money.zero())
    stock = [each for each in made if each.account.startswith("1405")]
    assert sum((each.debit_cny for each in stock), Money.zero()) == done.gain_value_cny == Money.of(6)
    assert sum((each.credit_cny for each in stock), Money.zero()) == done.loss_value_cny
    assert [each.what.en for each in stock] == ["No category", "No category", "Pumps"]
    borne = {each.account: each.debit_cny for each in made if each.step == 2 and each.side == "loss" and each.debit_cny}
    assert borne == {"6711 营业外支出": Money.of("47.333"), "660206 管理费用—盘亏": Money.of(5)}


def test_accuracy_by_zone_and_keeper(session: Session, lenient: World) -> None:
    world = lenient
    zone = world.place("C-Z", "zone", store_id=world.places["C"], keeper_id=world.people["keeper2"])
    session.get_one(Location, world.places["C-A2"]).parent_id = zone
    session.flush()
    world.stocked("P1", 10, cost="3")
    world.stocked("P2", 10, at="C-A2", cost="1")
    take = Take(world)
    take.count("C-A1", "P1", 10)
    take.count("C-A2", "P2", 8)
    take.settle(("C-A2", "P2", "lost"))
    span = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}
    zones = figures.accuracy_by(session, by="zone", **span)
    assert {(each.name.en, str(each.accuracy.line_share)) for each in zones} == {
        ("Outside any zone", "1"),
        ("C-Z", "0"),
    }
    keepers = figures.accuracy_by(session, by="keeper", store_id=world.places["C"], **span)
    assert {(each.name.en, each.accuracy.lines_right) for each in keepers} == {("Keeper", 1), ("Keeper2", 0)}
    assert figures.accuracy_by(session, by="zone", store_id=world.places["N"], **span) == ()
