"""Fit to serial ranges, merged duplicates, chains without circles: by scripts and raw SQL, on both engines."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from forecasting.gathering import gather
from inventory import asking_instead, fit_ranges_keeping, merging, parts_keeping, requesting
from inventory.tables import Alternate, Fit, FitRange, Movement, Part, PartMerge, PartRequest, Supersession, WorkOrder
from inventory.verifying import verify
from kernel.errors import Conflict, InvalidState, NotFound, RuleViolation
from kernel.refusals import refusal
from tests.support.inventory import Desk, key
from tests.support.world import NOON, World, q


@pytest.fixture
def desk(session: Session, world: World) -> Desk:
    return Desk(session, world)


def refused(session: Session, sql: str, **values: object) -> str:
    """Run raw SQL that must be refused and return the code of the refusal."""
    session.commit()
    with pytest.raises(DBAPIError) as caught:
        session.execute(text(sql), values)
    session.rollback()
    return refusal(caught.value).code


def say(world: World) -> dict[str, object]:
    return {"by": world.people["supervisor"], "at": NOON, "request_key": key()}


def narrow(world: World, part: str, model: str, low: str = "", high: str = "") -> int:
    return fit_ranges_keeping.add_fit_range(
        world.session,
        part_id=world.parts[part],
        product_model_id=world.models[model],
        serial_from=low,
        serial_to=high,
        **say(world),  # type: ignore[arg-type]
    ).id


def merge(world: World, duplicate: str, kept: str) -> merging.Merged:
    done = merging.merge_parts(
        world.session,
        duplicate_id=world.parts[duplicate],
        kept_id=world.parts[kept],
        reason="entered twice",
        **say(world),  # type: ignore[arg-type]
    )
    world.session.commit()
    return done


def unmerge(world: World, part: str) -> None:
    merging.unmerge_part(world.session, part_id=world.parts[part], reason="not the same", **say(world))  # type: ignore[arg-type]
    world.session.commit()


def of_serial(desk: Desk, serial: str, number: str = "W1") -> int:
    order = desk.order(number, model="AC-1")
    requesting.name_product(desk.session, work_order_id=order, product_serial=serial, **say(desk.world))  # type: ignore[arg-type]
    return order


def test_a_serial_outside_the_range_is_refused_at_request_and_at_issue(
    session: Session, world: World, desk: Desk
) -> None:
    desk.fit("P1", "AC-1")
    world.stocked("P1", 5)
    narrow(world, "P1", "AC-1", "24A-0100", "24A-0500")
    narrow(world, "P1", "AC-1", low="25A-1")
    inside = desk.ask(of_serial(desk, "24a 101"), "P1", 1)
    assert inside.reserved == q(1)
    with pytest.raises(RuleViolation) as caught:
        desk.ask(of_serial(desk, "24A-0501", "W2"), "P1", 1)
    assert caught.value.code == "serial_does_not_fit"
    assert caught.value.details["ranges"] == "24A-0100 – 24A-0500, 25A-1 – …"
    assert desk.ask(of_serial(desk, "25A-777", "W3"), "P1", 1).reserved == q(1)
    with pytest.raises(RuleViolation) as caught:
        desk.ask(desk.order("W4", model="WM-2"), "P1", 1)
    assert caught.value.code == "does_not_fit"
    asked_blind = desk.ask(desk.order("W5", model="AC-1"), "P1", 1)  # nobody knows the serial yet
    order = session.scalars(
        select(PartRequest.work_order_id).where(PartRequest.id == asked_blind.part_request_id)
    ).one()
    requesting.name_product(session, work_order_id=order, product_serial="23Z-1", **say(world))  # type: ignore[arg-type]
    with pytest.raises(RuleViolation) as caught:
        desk.issue(asked_blind.part_request_id, 1)
    assert caught.value.code == "serial_does_not_fit"
    assert desk.issue(inside.part_request_id, 1).quantity == q(1)


def test_ranges_are_checked_and_can_be_taken_back(session: Session, world: World, desk: Desk) -> None:
    desk.fit("P1", "AC-1")
    for low, high, code in (("", " - ", "serial_range_empty"), ("B1", "A1", "fit_range_backwards")):
        with pytest.raises(RuleViolation) as caught:
            narrow(world, "P1", "AC-1", low, high)
        assert caught.value.code == code
    with pytest.raises(NotFound):
        narrow(world, "P1", "WM-2", "A1")
    made = narrow(world, "P1", "AC-1", "A1", "A9")
    with pytest.raises(Conflict):
        narrow(world, "P1", "AC-1", "A1", "A9")
    order = of_serial(desk, "B1")
    with pytest.raises(RuleViolation):
        desk.ask(order, "P1", 1)
    fit_ranges_keeping.remove_fit_range(session, fit_range_id=made, **say(world))  # type: ignore[arg-type]
    assert desk.ask(order, "P1", 1).backordered == q(1)
    narrow(world, "P1", "AC-1", "A1", "A9")
    session.commit()
    session.execute(text("DELETE FROM fit"))  # with the fit its ranges go
    assert session.scalars(select(FitRange)).all() == []


def test_merging_keeps_the_ledger_and_uses_the_old_number_first(session: Session, world: World, desk: Desk) -> None:
    world.stocked("P1", 2, cost="7")
    world.stocked("P2", 5)
    before = [(m.id, m.part_id, m.hash) for m in session.scalars(select(Movement).order_by(Movement.id))]
    done = merge(world, "P1", "P2")
    assert (done.duplicate_id, done.kept_id) == (world.parts["P1"], world.parts["P2"])
    by_old_number = desk.ask(desk.order("W1"), "P1", 3)
    assert (by_old_number.part_id, by_old_number.reserved) == (world.parts["P1"], q(2))
    assert [(each.part_id, each.reserved) for each in by_old_number.others] == [(world.parts["P2"], q(1))]
    assert session.get_one(PartRequest, by_old_number.others[0].part_request_id).asked_part_id == world.parts["P1"]
    by_new_number = desk.ask(desk.order("W2"), "P2", 1)
    assert (by_new_number.part_id, by_new_number.others) == (world.parts["P2"], ())
    assert str(desk.issue(by_old_number.part_request_id, 2).cost_cny) == "14"
    session.commit()
    after = [(m.id, m.part_id, m.hash) for m in session.scalars(select(Movement).order_by(Movement.id))]
    assert after[: len(before)] == before
    assert verify(session).whole


def test_open_requests_go_over_with_their_turn_and_count_as_demand_once(
    session: Session, world: World, desk: Desk
) -> None:
    world.stocked("P1", 1)
    first = desk.ask(desk.order("W1"), "P1", 3)
    desk.ask(desk.order("W2", "urgent"), "P2", 1, minutes=5)
    assert merge(world, "P1", "P2").requests == 1
    old = desk.request(first.part_request_id)
    assert (old.quantity, old.cancelled, old.open) == (q(3), q(2), True)
    new = session.scalars(
        select(PartRequest).where(PartRequest.part_id == world.parts["P2"], PartRequest.asked_part_id.is_not(None))
    ).one()
    assert (new.quantity, new.asked_at, new.urgency) == (q(2), old.asked_at, "normal")
    lot = desk.bring("P2", 2).lots[0].lot_id
    desk.clear(lot, 2)
    assert [(p.part_request_id, p.quantity) for p in desk.put_away(lot, 2).filled][1] == (new.id, q(1))
    demand = gather(
        session, on=date(2026, 3, 31), period="month", periods=3, van_demand="use", wanted_part_ids=world.parts.values()
    )
    rows = demand.part_ids[demand.part] == world.parts["P2"]
    central = rows & (demand.network.store_ids[demand.store] == world.places["C"])
    assert demand.history[central][0, -1] == 4  # three of the old number, one of the new


def test_facts_follow_the_kept_part(session: Session, world: World, desk: Desk) -> None:
    desk.fit("P1", "AC-1")
    desk.fit("P2", "WM-2")
    narrow(world, "P1", "AC-1", "A1", "A9")
    session.add(Alternate(part_id=world.parts["P1"], alternate_part_id=world.parts["P3"], note="same thread"))
    done = merge(world, "P1", "P2")
    assert (done.fits, done.alternates) == (1, 1)
    assert desk.ask(desk.order("W1", model="WM-2"), "P1", 1).part_id == world.parts["P2"]
    with pytest.raises(RuleViolation):
        desk.ask(of_serial(desk, "B1", "W2"), "P2", 1)
    world.stocked("P1", 1)
    old = desk.ask(desk.order("W3", model="WM-2"), "P2", 1)
    assert old.part_id == world.parts["P1"]  # it fits what the kept part fits
    desk.issue(old.part_request_id, 1)
    for step in (
        lambda: (
            desk.session
            and parts_keeping.set_fit(
                session, part_id=world.parts["P1"], product_model_id=world.models["AC-1"], **say(world)
            )
        ),
        lambda: parts_keeping.supersede(
            session,
            predecessor_id=world.parts["P3"],
            successor_id=world.parts["P1"],
            valid_from_on=NOON.date(),
            **say(world),
        ),
    ):
        with pytest.raises(InvalidState) as caught:
            step()
        assert (caught.value.code, caught.value.details["kept"]) == ("part_merged", "P2")


def test_undoing_gives_back_what_was(session: Session, world: World, desk: Desk) -> None:
    desk.fit("P1", "AC-1")
    desk.fit("P2", "WM-2")
    merge(world, "P1", "P2")
    unmerge(world, "P1")
    part = session.get_one(Part, world.parts["P1"], populate_existing=True)
    assert (part.merged_into_id, part.state) == (None, "active")
    assert session.scalars(select(Supersession)).all() == []
    assert len(session.scalars(select(Fit)).all()) == 2
    assert desk.ask(desk.order("W1", model="AC-1"), "P1", 1).part_id == world.parts["P1"]
    with pytest.raises(InvalidState):
        unmerge(world, "P1")
    merge(world, "P1", "P2")  # and once more
    assert [row.undone_at is None for row in session.scalars(select(PartMerge).order_by(PartMerge.id))] == [False, True]


def test_a_succession_that_was_there_is_given_back(session: Session, world: World, desk: Desk) -> None:
    desk.supersede("P1", "P2")
    merge(world, "P1", "P2")
    assert session.scalars(select(Supersession.two_way)).one() is True
    unmerge(world, "P1")
    assert session.scalars(select(Supersession.two_way)).one() is False


def test_what_cannot_be_merged_is_refused_in_words(session: Session, world: World, desk: Desk) -> None:
    for duplicate, kept, code in (
        ("P1", "P1", "same_part"),
        ("HOSE", "P1", "merge_measured_otherwise"),
        ("SER", "P1", "merge_measured_otherwise"),
    ):
        with pytest.raises(RuleViolation) as caught:
            merge(world, duplicate, kept)
        assert caught.value.code == code
    desk.supersede("P1", "P3")
    session.commit()
    with pytest.raises(RuleViolation) as caught:
        merge(world, "P1", "P2")
    assert (caught.value.code, caught.value.details["successor"]) == ("merge_has_successor", "P3")
    session.rollback()
    with pytest.raises(RuleViolation) as caught:
        merge(world, "P3", "P1")
    assert caught.value.code == "supersession_in_a_circle"
    session.rollback()
    merge(world, "P2", "P3")
    with pytest.raises(InvalidState) as caught:
        merge(world, "P2", "P3")
    assert caught.value.code == "part_merged"


def test_aliases_of_aliases_lead_to_the_last(session: Session, world: World, desk: Desk) -> None:
    merge(world, "P1", "P2")
    merge(world, "P2", "P3")
    assert merging.kept_part(session, world.parts["P1"]).number == "P3"
    assert desk.ask(desk.order("W1"), "P1", 1).part_id == world.parts["P3"]
    world.stocked("P1", 1)
    assert desk.ask(desk.order("W2"), "P3", 1).part_id == world.parts["P1"]


def test_the_database_keeps_merges_and_chains(session: Session, world: World, desk: Desk) -> None:
    p1, p2, p3 = (world.parts[each] for each in ("P1", "P2", "P3"))
    alias = "UPDATE part SET merged_into_id = :kept WHERE id = :part"
    assert refused(session, alias, kept=p2, part=p1) == "merge_not_written"
    merge(world, "P1", "P2")
    assert refused(session, alias, kept=p3, part=p1) == "merge_not_written"
    assert refused(session, alias, kept=None, part=p1) == "merge_not_written"
    assert refused(session, "DELETE FROM part_merge") == "append_only"
    assert refused(session, "UPDATE part_merge SET reason = 'other'") == "unchangeable"
    assert refused(session, "UPDATE part_merge SET carried = '{}'") == "merge_undone"
    assert refused(session, "DELETE FROM supersession") == "part_is_merged"
    assert refused(session, "UPDATE supersession SET two_way = NOT two_way") == "part_is_merged"
    metres = session.get_one(Part, world.parts["HOSE"]).unit_id
    assert (
        refused(session, "UPDATE part SET unit_id = :unit WHERE id = :part", unit=metres, part=p2) == "part_is_merged"
    )
    unmerge(world, "P1")
    assert refused(session, "UPDATE part_merge SET undone_reason = 'x'") == "merge_undone"
    link = (
        "INSERT INTO supersession (predecessor_id, successor_id, valid_from_on, two_way, predecessor_factor,"
        " successor_factor) VALUES (:old, :new, '2026-01-01', 1 = 0, 1, 1)"
    )
    desk.supersede("P1", "P2")
    desk.supersede("P2", "P3")
    assert refused(session, link, old=p3, new=p1) == "supersession_in_a_circle"
    turn = "UPDATE supersession SET successor_id = :new WHERE predecessor_id = :old"
    assert refused(session, turn, old=p2, new=p1) == "supersession_in_a_circle"
    tree = "INSERT INTO category (code, name_zh, name_en, parent_id, seasonal) VALUES (:code, 'x', 'x', :above, 1 = 0)"
    session.execute(text(tree), {"code": "A", "above": None})
    above = session.execute(text("SELECT id FROM category WHERE code = 'A'")).scalar_one()
    session.execute(text(tree), {"code": "B", "above": above})
    below = session.execute(text("SELECT id FROM category WHERE code = 'B'")).scalar_one()
    session.commit()
    cycle = "UPDATE category SET parent_id = :above WHERE id = :id"
    assert refused(session, cycle, above=below, id=above) == "category_in_a_circle"
    assert refused(session, cycle, above=above, id=above) == "category_in_a_circle"


def test_a_work_order_knows_the_product(session: Session, world: World, desk: Desk) -> None:
    order = of_serial(desk, "  24A-1 ")
    assert session.get_one(WorkOrder, order).product_serial == "24A-1"
    requesting.close_work_order(session, work_order_id=order, **say(world))  # type: ignore[arg-type]
    with pytest.raises(InvalidState):
        requesting.name_product(session, work_order_id=order, product_serial="x", **say(world))  # type: ignore[arg-type]


def test_what_a_request_lacks_is_asked_of_old_stock_or_an_alternate(session: Session, world: World, desk: Desk) -> None:
    desk.supersede("P1", "P2", two_way=True, factors=(1, 2))
    session.add(Alternate(part_id=world.parts["P2"], alternate_part_id=world.parts["P3"]))
    world.stocked("P2", 1)
    asked = desk.ask(desk.order("W1"), "P2", 4)
    assert (asked.part_id, asked.reserved) == (world.parts["P2"], q(1))
    world.stocked("P1", 1)  # an old one comes back later
    world.stocked("P3", 9)
    offered = asking_instead.instead_of(session, part_id=world.parts["P2"], store_id=world.places["C"], at=NOON)
    assert [(each.number, each.why, each.factor, str(each.available)) for each in offered] == [
        ("P1", "older", "1/2", "1"),
        ("P3", "alternate", "1", "9"),
    ]

    def instead(request: int, part: str) -> asking_instead.AskedInstead:
        return asking_instead.use_instead(
            session,
            part_request_id=request,
            part_id=world.parts[part],
            **say(world),  # type: ignore[arg-type]
        )

    with pytest.raises(RuleViolation) as caught:
        instead(asked.part_request_id, "HOSE")
    assert caught.value.code == "not_a_stand_in"
    old = instead(asked.part_request_id, "P1")
    assert (old.quantity, old.reserved, old.backordered) == (q(2), q(1), q(1))  # three new ones are one and a half
    session.commit()
    first = desk.request(asked.part_request_id)
    assert (first.cancelled, first.returned, first.open) == (q(3), q(3), True)
    with pytest.raises(InvalidState) as caught_state:
        instead(asked.part_request_id, "P3")
    assert caught_state.value.code == "nothing_lacking"
    desk.fit("P2", "AC-1")
    desk.fit("P3", "WM-2")
    other = desk.ask(desk.order("W2", model="AC-1"), "P2", 1)
    with pytest.raises(RuleViolation) as caught:
        instead(other.part_request_id, "P3")
    assert caught.value.code == "does_not_fit"
    assert verify(session).whole


def test_old_stock_that_turned_up_takes_the_place_of_a_promise(session: Session, world: World, desk: Desk) -> None:
    desk.supersede("P1", "P2", two_way=True)
    world.stocked("P2", 3)
    asked = desk.ask(desk.order("W1"), "P2", 2)
    waiting = desk.ask(desk.order("W2"), "P2", 3)
    assert (asked.reserved, waiting.backordered) == (q(2), q(2))
    world.stocked("P1", 5)
    made = asking_instead.use_instead(
        session,
        part_request_id=asked.part_request_id,
        part_id=world.parts["P1"],
        promised_too=True,
        **say(world),  # type: ignore[arg-type]
    )
    session.commit()
    assert (made.quantity, made.reserved) == (q(2), q(2))
    assert desk.request(asked.part_request_id).open is False
    assert desk.stock("P2") == (q(3), q(3))  # what was given up went to who waited
    assert verify(session).whole
