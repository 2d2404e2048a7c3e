"""ABC, XYZ and FSN from what was issued: figures, bounds, imports before the ledger, duplicates, on both engines."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting import settings
from forecasting.classing import Classified, classify_parts
from forecasting.tables import HistoryDemand, PartClass
from inventory import merging
from inventory.tables import Movement, Part
from kernel.settings import set_value
from kernel.tables import Audit
from tests.support.inventory import Desk, key
from tests.support.world import NOON, World, q

LATER = date(2026, 5, 14)


def classify(session: Session, world: World, on: date = LATER) -> Classified:
    done = classify_parts(session, on=on, by=world.people["admin"], at=NOON, request_key=key())
    session.commit()
    return done


def classes(session: Session) -> dict[str, str]:
    rows = session.execute(select(Part.number, Part.abc, Part.xyz, Part.fsn))
    return {number: f"{abc}{xyz}{fsn}" for number, abc, xyz, fsn in rows}


def use(desk: Desk, part: str, quantity: int, at: datetime) -> int:
    """Ask for and issue a part at a time, and return the work order."""
    order = desk.order(f"W{key()}")
    asked = desk.ask(order, part, quantity)
    desk.issue(asked.part_request_id, quantity, at=at)
    return order


def test_value_variability_and_movement_of_whole_months(session: Session, world: World) -> None:
    desk = Desk(session, world)
    world.stocked("P1", 50, cost="100")
    p2 = world.stocked("P2", 50, cost="10")
    world.stocked("P3", 50, cost="1")
    set_value(session, name=settings.CLASS_MONTHS, value=2, valid_from_on=date(2026, 1, 1), by=None)
    for month in (0, 31):  # March and April
        use(desk, "P1", 4, NOON + timedelta(days=month))
        use(desk, "P3", 1 + month // 10, NOON + timedelta(days=month))
    order = use(desk, "P2", 9, NOON)
    desk.give_back(order, p2, 5)
    use(desk, "P2", 20, NOON + timedelta(days=65))  # in May, which has not ended
    done = classify(session, world)
    assert (done.parts, done.changed, done.first_month_on, done.months) == (6, 6, date(2026, 3, 1), 2)
    assert classes(session) == {
        "P1": "AXF",
        "P2": "BYF",  # 40 yuan after 800; 4 and 0 pieces: deviation as large as the mean
        "P3": "CYF",  # 1 and 4 pieces: mean 2.5, deviation 1.5
        "HOSE": "CZN",
        "FRESH": "CZN",
        "SER": "CZN",
    }
    row = session.get_one(PartClass, world.parts["P2"])
    assert (str(row.value_cny), row.rank, row.months_moved, row.mean) == ("40", 2, 1, 2.0)
    assert round(row.share_before, 4) == round(800 / 845, 4)
    assert session.get_one(PartClass, world.parts["HOSE"]).variation is None
    again = classify(session, world)
    assert (again.changed, again.parts) == (0, 6)
    logged = session.scalars(select(Audit).where(Audit.table_name == "part_class")).all()
    assert len(logged) == 2
    assert not session.scalars(select(Audit).where(Audit.table_name == "part", Audit.action == "updated")).all()


def test_bounds_are_settings(session: Session, world: World) -> None:
    desk = Desk(session, world)
    world.stocked("P1", 50, cost="100")
    world.stocked("P2", 50, cost="60")
    for name, value in (
        (settings.CLASS_MONTHS, 4),
        (settings.ABC, {"a_share": 0.5, "b_share": 0.6}),
        (settings.XYZ, {"x_limit": 1.8, "y_limit": 1.9}),
        (settings.FSN, {"fast_share": 0.25}),
    ):
        set_value(session, name=name, value=value, valid_from_on=date(2026, 1, 1), by=None)
    use(desk, "P1", 1, NOON)
    use(desk, "P2", 1, NOON)
    classify(session, world, date(2026, 4, 1))
    found = classes(session)
    assert (found["P1"], found["P2"]) == ("AXF", "CXF")


def test_months_before_the_first_movement_come_from_files(session: Session, world: World) -> None:
    desk = Desk(session, world)
    world.stocked("P1", 50, cost="100")
    use(desk, "P1", 1, NOON)
    assert session.scalars(select(Movement.moved_on).order_by(Movement.id)).first() == date(2026, 3, 2)
    for month, quantity in ((1, 3), (2, 5), (3, 99)):  # March is the ledger's
        session.add(
            HistoryDemand(
                part_id=world.parts["P1"],
                store_id=world.places["C"],
                period_start_on=date(2026, month, 1),
                quantity=q(quantity),
                source="test",
            )
        )
    classify(session, world, date(2026, 4, 2))
    row = session.get_one(PartClass, world.parts["P1"])
    assert (str(row.value_cny), row.months_moved, row.months) == ("900", 3, 12)


def test_a_duplicate_counts_for_the_part_that_is_kept(session: Session, world: World) -> None:
    desk = Desk(session, world)
    world.stocked("P1", 50, cost="10")
    world.stocked("P2", 50, cost="10")
    use(desk, "P1", 3, NOON)
    use(desk, "P2", 1, NOON)
    merging.merge_parts(
        session,
        duplicate_id=world.parts["P1"],
        kept_id=world.parts["P2"],
        reason="twice",
        by=world.people["supervisor"],
        at=NOON,
        request_key=key(),
    )
    classify(session, world)
    found = classes(session)
    assert found["P1"] == found["P2"] == "AZS"
    assert session.get(PartClass, world.parts["P1"]) is None
    assert str(session.get_one(PartClass, world.parts["P2"]).value_cny) == "40"


def test_nothing_to_class_is_no_mistake(session: Session, world: World) -> None:
    done = classify(session, world)
    assert done.parts == 6
    assert set(classes(session).values()) == {"CZN"}


def test_months_that_nobody_watched_are_left_out_and_earlier_ones_count(session: Session, world: World) -> None:
    """A file ends in September, the ledger begins in March: October to February say nothing."""
    set_value(session, name=settings.CLASS_MONTHS, value=4, valid_from_on=date(2020, 1, 1), by=None)
    for month in (7, 8, 9):
        session.add(
            HistoryDemand(
                part_id=world.parts["P1"],
                store_id=world.places["C"],
                period_start_on=date(2025, month, 1),
                quantity=q(2),
                source="test",
            )
        )
    world.stocked("P1", 9)
    session.flush()
    done = classify(session, world, date(2026, 3, 5))
    assert (done.first_month_on, done.months) == (date(2025, 6, 1), 4)
    part = session.get_one(Part, world.parts["P1"])
    assert part.fsn == "F", "three of four watched months, not three of the last twelve"
