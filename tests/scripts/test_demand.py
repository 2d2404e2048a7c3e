"""What counts as demand, trap by trap: through the scripts that people use, and then through what the planner sees."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.demand_marking import mark_demand, unmark_demand
from forecasting.finding_stock_outs import stock_outs
from forecasting.gathering import Gathered, gather
from forecasting.levelling import compute_levels
from forecasting.preparing_levels import Supply
from forecasting.queries import explain_level
from forecasting.tables import DemandMark, HistoryDemand, Level
from inventory import asking_instead, merging, requesting, reserving, transferring
from inventory.tables import Alternate, Fit, Location, PartRequest, Supersession
from kernel.errors import RuleViolation
from tests.scripts.test_levelling import ask
from tests.support.inventory import Desk, key
from tests.support.world import NOON, World, q

AFTER = date(2026, 4, 1)


@pytest.fixture
def desk(session: Session, world: World) -> Desk:
    """N and the van are replenished from C."""
    for code in ("N", "VAN1"):
        session.get_one(Location, world.places[code]).supplying_store_id = world.places["C"]
    session.flush()
    return Desk(session, world)


def seen(desk: Desk, **more: object) -> Gathered:
    given: dict[str, object] = {"on": AFTER, "period": "month", "periods": 24, "van_demand": "use", **more}
    return gather(desk.session, wanted_part_ids=desk.world.parts.values(), **given)  # type: ignore[arg-type]


def demand(desk: Desk, part: str, store: str = "C", **more: object) -> list[float]:
    """Return what the planner sees of a part in a store, by month; an empty list where it has no row."""
    found = seen(desk, **more)
    world = desk.world
    rows = [
        found.history[i].tolist()
        for i in range(found.part.size)
        if found.part_ids[found.part[i]] == world.parts[part]
        and found.network.store_ids[found.store[i]] == world.places[store]
    ]
    return rows[0] if rows else []


def cancel(desk: Desk, request: int, *, was_needed: bool = False) -> None:
    requesting.cancel_request(
        desk.session,
        part_request_id=request,
        was_needed=was_needed,
        by=desk.world.people["desk"],
        at=NOON,
        request_key=key(),
    )


def test_a_request_issued_in_two_parts_counts_once(world: World, desk: Desk) -> None:
    world.stocked("P1", 2)
    asked = desk.ask(desk.order(), "P1", 3)
    desk.issue(asked.part_request_id, 1)
    desk.issue(asked.part_request_id, 1)
    assert demand(desk, "P1") == [3]


def test_a_request_moved_to_another_store_counts_once(desk: Desk) -> None:
    order = desk.order("W1")
    cancel(desk, desk.ask(order, "P1", 3, store="N").part_request_id)
    desk.ask(order, "P1", 3, store="C")
    assert (demand(desk, "P1", "N"), demand(desk, "P1")) == ([0], [3])
    order = desk.order("W2")
    cancel(desk, desk.ask(order, "P2", 3, store="N").part_request_id, was_needed=True)
    desk.ask(order, "P2", 4, store="C")  # one more than N should have had
    assert (demand(desk, "P2", "N"), demand(desk, "P2")) == ([3], [4])


def test_what_was_cancelled_is_demand_only_if_it_was_needed(world: World, desk: Desk) -> None:
    first = desk.ask(desk.order("W1"), "P1", 2).part_request_id
    cancel(desk, first)
    assert demand(desk, "P1") == [0]
    cancel(desk, desk.ask(desk.order("W2"), "P1", 2).part_request_id, was_needed=True)
    assert demand(desk, "P1") == [2]
    world.stocked("P2", 2)
    ready = desk.ask(desk.order("W3"), "P2", 3).part_request_id
    cancel(desk, ready, was_needed=True)  # two of them lay ready
    assert demand(desk, "P2") == [1]


def test_closing_keeps_what_was_waited_for_in_vain(world: World, desk: Desk) -> None:
    world.stocked("P1", 2)
    order = desk.order()
    desk.ask(order, "P1", 5)
    requesting.close_work_order(desk.session, work_order_id=order, by=world.people["desk"], at=NOON, request_key=key())
    assert demand(desk, "P1") == [3]


def test_a_cancelled_work_order_needed_nothing(world: World, desk: Desk) -> None:
    order = desk.order()
    desk.ask(order, "P1", 5)
    requesting.close_work_order(
        desk.session, work_order_id=order, cancelled=True, by=world.people["desk"], at=NOON, request_key=key()
    )
    assert demand(desk, "P1") == [0] * 12


def test_a_promise_that_lapsed_and_is_asked_anew_counts_once(world: World, desk: Desk) -> None:
    world.stocked("P1", 3)
    order = desk.order()
    desk.ask(order, "P1", 3)
    reserving.expire(desk.session, by=world.people["desk"], at=NOON + timedelta(days=15), request_key=key())
    assert demand(desk, "P1") == [0]
    desk.ask(order, "P1", 3, minutes=16 * 24 * 60)
    assert demand(desk, "P1") == [3]


def test_what_came_back_unused_was_not_needed_when_it_was_asked_for(world: World, desk: Desk) -> None:
    lot = world.stocked("P1", 5)
    order = desk.order()
    asked = desk.ask(order, "P1", 4, minutes=-10 * 24 * 60)
    desk.issue(asked.part_request_id, 4)
    desk.give_back(order, lot, 3)  # on the 2nd of March
    assert demand(desk, "P1") == [1, 0]


@pytest.mark.parametrize(("setting", "central"), [("use", [2]), ("refill", [4])])
def test_a_van_counts_by_its_use_or_by_its_refill(world: World, desk: Desk, setting: str, central: list[float]) -> None:
    world.stocked("P1", 9)
    made = transferring.request_transfer(
        desk.session,
        from_store_id=world.places["C"],
        to_store_id=world.places["VAN1"],
        lines=((world.parts["P1"], q(4)),),
        by=world.people["engineer"],
        at=NOON,
        request_key=key(),
    )
    assert made.transfer_id
    desk.ask(desk.order(), "P1", 2, store="VAN1")
    found = seen(desk, van_demand=setting)
    assert demand(desk, "P1", van_demand=setting) == central
    assert found.streams["refill"].sum() == (0 if setting == "use" else 4)
    session = desk.session
    session.get_one(Location, world.places["VAN1"]).active = False  # what it used is still the central store's need
    session.flush()
    assert demand(desk, "P1", van_demand=setting) == central


def test_a_successor_issued_for_the_old_part_counts_once_in_its_own_units(world: World, desk: Desk) -> None:
    session = desk.session
    session.add(
        Supersession(
            predecessor_id=world.parts["P1"],
            successor_id=world.parts["P2"],
            valid_from_on=date(2026, 1, 1),
            predecessor_factor=1,
            successor_factor=2,
        )
    )
    session.flush()
    world.stocked("P1", 1)
    world.stocked("P2", 9)
    asked = desk.ask(desk.order(), "P1", 3)  # one old piece, and four new ones for the other two
    assert [each.quantity for each in asked.others] == [q(4)]
    assert (demand(desk, "P1"), demand(desk, "P2")) == ([0], [6])


def test_an_alternate_counts_for_the_part_that_was_wanted(world: World, desk: Desk) -> None:
    session = desk.session
    session.add(Alternate(part_id=world.parts["P1"], alternate_part_id=world.parts["P2"], note=""))
    session.flush()
    world.stocked("P2", 9)
    asked = desk.ask(desk.order(), "P1", 3)
    asking_instead.use_instead(
        session,
        part_request_id=asked.part_request_id,
        part_id=world.parts["P2"],
        by=world.people["desk"],
        at=NOON,
        request_key=key(),
    )
    assert (demand(desk, "P1"), demand(desk, "P2")) == ([3], [0])


def test_a_part_entered_twice_has_one_demand(world: World, desk: Desk) -> None:
    desk.ask(desk.order("W1"), "P1", 3)
    world.stocked("P1", 1)
    desk.ask(desk.order("W2"), "P1", 1)
    merging.merge_parts(
        desk.session,
        duplicate_id=world.parts["P1"],
        kept_id=world.parts["P2"],
        reason="same",
        by=world.people["desk"],
        at=NOON,
        request_key=key(),
    )
    desk.ask(desk.order("W3"), "P1", 2)  # by its old number
    assert (demand(desk, "P1"), demand(desk, "P2")) == ([0], [6])


def test_a_file_that_reaches_into_own_months_is_not_counted_again(world: World, desk: Desk) -> None:
    rows = {"P1": ((date(2026, 2, 1), 4), (date(2026, 3, 1), 5)), "P2": ((date(2026, 3, 1), 7),)}
    for part, months in rows.items():
        for start, units in months:
            desk.session.add(
                HistoryDemand(
                    part_id=world.parts[part],
                    store_id=world.places["C"],
                    period_start_on=start,
                    quantity=q(units),
                    source="old.csv",
                )
            )
    desk.ask(desk.order(), "P1", 3)
    assert demand(desk, "P1") == [4, 5]  # three of March are known to the system, two more to the file
    assert demand(desk, "P2")[-1] == 7
    assert demand(desk, "P1", overlap="add") == [4, 8]
    assert seen(desk).streams["imported"].sum() == 4 + 2 + 7


def test_a_request_refused_for_another_model_is_no_demand(world: World, desk: Desk) -> None:
    session = desk.session
    session.add(Fit(part_id=world.parts["P1"], product_model_id=world.models["AC-1"], quantity_per_repair=q(1)))
    session.flush()
    order = desk.order("W1", model="WM-2")
    session.commit()
    with pytest.raises(RuleViolation):
        desk.ask(order, "P1", 3)
    session.rollback()
    assert session.scalar(select(PartRequest.id)) is None
    assert demand(desk, "P1") == [0] * 12


def test_streams_are_told_apart_and_chosen(world: World, desk: Desk) -> None:
    order = desk.order()
    for stream, units in (("repair", 1), ("maintenance", 2), ("direct_sale", 4)):
        requesting.request_part(
            desk.session,
            work_order_id=order,
            part_id=world.parts["P1"],
            store_id=world.places["N"],
            quantity=q(units),
            stream=stream,
            by=world.people["desk"],
            at=datetime(2026, 3, 9, 4, tzinfo=UTC),
            request_key=key(),
        )
    found = seen(desk)
    central = next(
        i for i in range(found.part.size) if found.history[i].sum() and found.network.above[found.store[i]] < 0
    )
    split = {name: float(units[central]) for name, units in found.streams.items() if units[central]}
    assert split == {"repair": 1, "maintenance": 2, "direct_sale": 4}
    assert demand(desk, "P1", streams=["repair", "direct_sale"]) == [5]
    assert demand(desk, "P1", period="week") == [7, 0, 0]


def filed(desk: Desk, part: str, quantities: list[int], store: str = "C") -> None:
    """Let a file say what was asked for in the months that end with March 2026."""
    for back, units in enumerate(reversed(quantities)):
        month = 2026 * 12 + 2 - back
        desk.session.add(
            HistoryDemand(
                part_id=desk.world.parts[part],
                store_id=desk.world.places[store],
                period_start_on=date(month // 12, month % 12 + 1, 1),
                quantity=q(units),
                source="old.csv",
            )
        )
    desk.session.flush()


def planned(desk: Desk, part: str, store: str = "C") -> Level:
    made = compute_levels(
        desk.session,
        on=AFTER,
        lead_times=Supply(),
        by=desk.world.people["buyer"],
        at=NOON,
        request_key=key(),
    )
    where = (Level.part_id == desk.world.parts[part], Level.store_id == desk.world.places[store])
    return desk.session.scalars(select(Level).where(Level.run_id == made.level_run_id, *where)).one()


STEADY = [3, 2, 4, 3, 0, 3, 2, 4, 3, 2, 3, 4]


def test_an_outlier_is_mended_for_the_models_and_kept_for_the_eye(desk: Desk) -> None:
    filed(desk, "P1", [*STEADY[:7], 90, *STEADY[8:]])
    level = planned(desk, "P1")
    assert 4 < level.history[7] < 30
    assert level.marks is not None
    assert level.marks["periods"] == {"7": [90.0, "flagged"]}
    assert level.marks["streams"] == {"imported": 119.0}
    shown = explain_level(desk.session, level_id=level.id)
    assert shown.raw[7] == 90
    assert [(each.number, each.raw, each.verdict) for each in shown.mended] == [(7, 90.0, "flagged")]


def test_what_a_buyer_says_of_a_month_holds_through_next_runs(desk: Desk) -> None:
    filed(desk, "P1", [*STEADY[:7], 90, *STEADY[8:]])
    filed(desk, "P1", [0, 0, 0, 0, 0, 0, 0, 12, 0, 0, 0, 0], store="N")
    month, world = date(2025, 11, 1), desk.world

    def say(verdict: str, store: str = "C") -> None:
        mark_demand(
            desk.session,
            part_id=world.parts["P1"],
            store_id=world.places[store],
            period_start_on=date(2025, 11, 17),  # any day of the month
            verdict=verdict,
            reason="A hospital was equipped.",
            by=world.people["buyer"],
            at=NOON,
            request_key=key(),
        )

    before = planned(desk, "P1")
    say("real")
    real = planned(desk, "P1")
    assert (real.history[7], real.marks["periods"]["7"]) == (102, [102.0, "real"])  # type: ignore[index]
    assert real.mean > before.mean
    say("one_off")  # another word on the same month takes the place of the first
    out = planned(desk, "P1")
    assert out.history[7] == pytest.approx(sum([*STEADY[:7], *STEADY[8:]]) / 11, abs=1e-3)
    assert out.marks["periods"]["7"] == [102.0, "one_off"]  # type: ignore[index]
    marks = desk.session.scalars(select(DemandMark)).all()
    assert [(each.verdict, each.period_start_on, each.reason) for each in marks] == [
        ("one_off", month, "A hospital was equipped.")
    ]
    unmark_demand(desk.session, demand_mark_id=marks[0].id, by=world.people["buyer"], at=NOON, request_key=key())
    say("one_off", store="N")  # what goes out of N goes out of the store above it
    assert planned(desk, "P1", "N").history[7] == 0
    central = planned(desk, "P1")
    assert central.marks["periods"]["7"][0] == 102  # type: ignore[index]
    assert central.history[7] == before.history[7]
    with pytest.raises(RuleViolation):
        mark_demand(
            desk.session,
            part_id=world.parts["P1"],
            store_id=world.places["C"],
            period_start_on=month,
            verdict="real",
            reason=" ",
            by=world.people["buyer"],
            at=NOON,
            request_key=key(),
        )


def test_a_month_without_stock_is_marked_where_somebody_asked_in_vain(world: World, desk: Desk) -> None:
    world.stocked("P1", 2)  # on the 2nd of March
    asked = desk.ask(desk.order("W1"), "P1", 2, minutes=24 * 60)
    desk.issue(asked.part_request_id, 2, at=NOON + timedelta(days=8))
    months = [date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)]

    def outs() -> list[tuple[int, float]]:
        found = stock_outs(
            desk.session, part_id=world.parts["P1"], store_id=world.places["C"], starts=months, until=AFTER
        )
        return [(each.days, each.unmet) for each in found]

    assert outs() == [(0, 0), (0, 0), (0, 0)]  # nobody asked while it was gone
    desk.ask(desk.order("W2"), "P1", 3, minutes=12 * 24 * 60)
    assert outs() == [(0, 0), (23, 3), (0, 0)]  # the 1st, and from the 10th on


def supersede(desk: Desk, old: str, new: str, *factors: int) -> None:
    ours, theirs = factors or (1, 1)
    desk.session.add(
        Supersession(
            predecessor_id=desk.world.parts[old],
            successor_id=desk.world.parts[new],
            valid_from_on=date(2026, 1, 1),
            predecessor_factor=ours,
            successor_factor=theirs,
        )
    )
    desk.session.flush()


def bring(desk: Desk, part: str, units: int, month: date, store: str = "C") -> None:
    """Import what a file says of a part in a month."""
    desk.session.add(
        HistoryDemand(
            part_id=desk.world.parts[part],
            store_id=desk.world.places[store],
            period_start_on=month,
            quantity=q(units),
            source="old.csv",
        )
    )
    desk.session.flush()


def test_a_chain_of_successors_hands_on_demand_in_every_store_whichever_link_was_entered_first(desk: Desk) -> None:
    supersede(desk, "P2", "P3")
    supersede(desk, "P1", "P2", 1, 2)
    ask(desk.world, "P1", 4, date(2026, 3, 10), store="N")
    assert demand(desk, "P3", "N") == [8.0]
    assert demand(desk, "P3") == [8.0], "the store above sees it, too"
    assert demand(desk, "P1", "N") == [0.0]


def test_a_file_under_the_old_number_and_requests_for_the_new_one_are_the_same_need(desk: Desk) -> None:
    supersede(desk, "P1", "P2", 1, 2)
    bring(desk, "P1", 8, date(2026, 2, 1))  # sixteen of the new one
    ask(desk.world, "P2", 10, date(2026, 2, 10))
    assert demand(desk, "P2", on=date(2026, 3, 1)) == [16.0], "the larger of the two, in units of the successor"
    assert demand(desk, "P2", on=date(2026, 3, 1), overlap="add") == [26.0]


def test_months_that_nobody_watched_between_the_file_and_the_first_request_are_blank(desk: Desk) -> None:
    for month in (10, 11, 12):
        bring(desk, "P1", month, date(2025, month, 1))
    bring(desk, "P2", 1, date(2025, 10, 1))
    file = [10.0, 11.0, 12.0]
    assert demand(desk, "P1", on=date(2026, 1, 1)) == file
    blank = demand(desk, "P1")
    assert blank[:3] == file
    assert len(blank) == 6
    assert all(math.isnan(units) for units in blank[3:]), "no file and no request says anything of these months"
    ask(desk.world, "P3", 2, date(2026, 2, 10))  # from now on somebody watches
    assert [units for units in demand(desk, "P1") if not math.isnan(units)] == [*file, 0.0, 0.0]
    assert [units for units in demand(desk, "P2") if not math.isnan(units)] == [1.0, 0.0, 0.0, 0.0, 0.0]
