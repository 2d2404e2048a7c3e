"""A past day is worth the same however it is counted: from now, or from the end of its closed month; and cheaply."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from inventory import closing
from inventory.places import MovementKind
from inventory.posting import Move, post
from inventory.queries import stock_on_select, stock_value, value_history, value_select
from inventory.queries.flows import period_select
from inventory.queries.values import balances_on
from inventory.tables import Lot, Movement, PeriodBalance, PeriodClose, PeriodClosing
from inventory.verifying import verify
from kernel.refusals import refusal
from tests.support.world import World, q

M = MovementKind
FIRST = date(2025, 11, 1)
NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
MONTHS = (date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1))
WAYS = (
    (M.ISSUE, "C-A1", "W1"),
    (M.RETURN, "W1", "C-A1"),
    (M.RELOCATION, "C-A1", "C-A2"),
    (M.RELOCATION, "C-A2", "C-A1"),
    (M.QUARANTINE, "C-A2", "C-Q"),
    (M.SCRAP, "C-Q", "SCRAP"),
    (M.TRANSFER_OUT, "C-A1", "N-T"),
    (M.TRANSFER_IN, "N-T", "N-A1"),
)


def moved(world: World, way: int, quantity: int, on: date, lot: int, held: dict[str, int]) -> None:
    """Move as much of what is asked as is there."""
    kind, source, target = WAYS[way]
    quantity = min(quantity, held.get(source, 0))
    if not quantity:
        return
    held[source] -= quantity
    held[target] = held.get(target, 0) + quantity
    part = world.session.get_one(Lot, lot).part_id
    step = Move(kind, part, lot, world.places[source], world.places[target], q(quantity))
    post(world.session, [step], kind=str(kind), reference="T", by=world.people["keeper"], at=NOW, on=on)


def close(world: World, month_on: date) -> None:
    asked = closing.ask_close(
        world.session, month_on=month_on, by=world.people["supervisor"], at=NOW, request_key=f"ask{month_on}"
    )
    closing.confirm_close(
        world.session,
        period_closing_id=asked.period_closing_id,
        by=world.people["admin"],
        at=NOW,
        request_key=f"confirm{month_on}",
    )


def told(world: World, days: list[date]) -> list[Any]:
    """Return everything that is read of past days, in an order that does not depend on how it is read."""
    session, stores = world.session, (None, world.places["C"], world.places["N"])
    lists = [stock_on_select(on=on) for on in days] + [value_select("part", on=on) for on in days]
    lists += [period_select("part", since=on - timedelta(days=9), until=on) for on in days]
    return [
        *(sorted(map(tuple, session.execute(each)), key=str) for each in lists),
        *(stock_value(session, on=on, store_id=store) for on in days for store in stores),
        *(value_history(session, ends=days, store_id=store) for store in stores),
    ]


@pytest.fixture
def begun(session: Session) -> World:
    """Return a company with two lots of different cost from the first day on."""
    world = World(session).build()
    world.work_order("W1")
    session.commit()
    return world


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.integers(0, len(WAYS) - 1), st.integers(1, 6), st.integers(0, 121)), min_size=3, max_size=25
    ),
    closed=st.integers(1, len(MONTHS)),
    asked=st.lists(st.integers(0, 121), min_size=1, max_size=4),
)
def test_every_day_is_the_same_with_and_without_closed_months(
    begun: World, steps: list[tuple[int, int, int]], closed: int, asked: list[int]
) -> None:
    session = begun.session
    session.rollback()  # what the example before did
    lot = opened(begun)
    held = {"C-A1": 20}
    for way, quantity, day in sorted(steps, key=lambda step: step[2]):
        moved(begun, way, quantity, FIRST + timedelta(days=day), lot, held)
    days = sorted({FIRST + timedelta(days=each) for each in asked} | {date(2025, 12, 31), date(2026, 1, 31)})
    before = told(begun, days)
    for month_on in MONTHS[:closed]:
        close(begun, month_on)
    assert told(begun, days) == before
    assert verify(session).findings == ()


def opened(world: World) -> int:
    """Bring twenty pieces into the first bin on the first day."""
    lot = world.lot("P1", cost="3.3333", on=FIRST)
    part = world.session.get_one(Lot, lot).part_id
    steps = ((M.OPENING, "OPENING", "C-H"), (M.RELEASE, "C-H", "C-S"), (M.PUTAWAY, "C-S", "C-A1"))
    for kind, source, target in steps:
        more = {"clearance_id": world.clearance(lot, 20)} if kind is M.RELEASE else {}
        step = Move(kind, part, lot, world.places[source], world.places[target], q(20), **more)
        post(world.session, [step], kind=str(kind), reference="T", by=world.people["keeper"], at=NOW, on=FIRST)
    return lot


def test_a_day_of_a_closed_month_reads_the_movements_of_its_month_only(begun: World) -> None:
    session = begun.session
    lot, held = opened(begun), {"C-A1": 20}
    for day in range(1, 121):
        moved(begun, 2 if day % 2 else 3, 1, FIRST + timedelta(days=day), lot, held)
    for month_on in MONTHS:
        close(begun, month_on)
    on = date(2025, 11, 20)
    until = select(func.min(PeriodClose.ends_on)).where(PeriodClose.ends_on >= on).scalar_subquery()
    count = select(func.count()).select_from(Movement)
    assert session.scalar(count.where(Movement.moved_on > on, Movement.moved_on <= until)) == 10
    assert session.scalar(count.where(Movement.moved_on > on)) == 101
    # one piece lies in the second bin, the others in the first
    worth = stock_value(session, on=on)
    kept = session.scalar(select(func.count()).select_from(PeriodBalance).where(PeriodBalance.ends_on == until))
    assert (kept, worth) == (2, stock_value(session))
    if session.get_bind().dialect.name == "sqlite":
        asked = select(balances_on(on)).compile(session.get_bind(), compile_kwargs={"literal_binds": True})
        plan = "\n".join(str(row[3]) for row in session.execute(text(f"EXPLAIN QUERY PLAN {asked}")))
        assert plan.count("SEARCH movement USING INDEX ix_movement_on (moved_on>? AND moved_on<?)") == 2
        assert "SCAN movement" not in plan
        assert "SEARCH period_balance USING PRIMARY KEY (ends_on=?)" in plan


@pytest.mark.parametrize(
    ("rows", "sound"),
    [
        ([], False),
        ([("C-A1", "P1", "C", 20000)], True),
        ([("C-A1", "P1", "C", 17000)], False),
        ([("C-A1", "P1", "C", 21000)], False),
        ([("C-A2", "P1", "C", 20000)], False),
        ([("C-A1", "P2", "C", 20000)], False),
        ([("C-A1", "P1", "N", 20000)], False),
        ([("C-A1", "P1", "C", 20000), ("C-A2", "P1", "C", 1000)], False),
    ],
)
def test_no_month_is_closed_with_other_balances_than_its_movements_give(
    begun: World, rows: list[tuple[str, str, str, int]], sound: bool
) -> None:
    session = begun.session
    lot = opened(begun)
    moved(begun, 0, 3, date(2025, 12, 5), lot, {"C-A1": 20})
    before = stock_value(session, on=date(2025, 11, 30))
    asked = closing.ask_close(
        session, month_on=MONTHS[0], by=begun.people["supervisor"], at=NOW, request_key="ask-by-script"
    )
    session.execute(
        text(
            "INSERT INTO period_close (period_closing_id, month_on, ends_on, asked_by_id, confirmed_by_id,"
            " confirmed_at, last_movement_id, ledger_hash) SELECT a.id, a.month_on, '2025-11-30', a.asked_by_id, :by,"
            " a.asked_at, h.last_id, h.hash FROM period_closing a, chain_head h WHERE h.name = 'movement'"
        ),
        {"by": begun.people["admin"]},
    )
    for place, part, store, on_hand in rows:
        session.execute(
            text(
                "INSERT INTO period_balance (ends_on, location_id, lot_id, part_id, store_id, on_hand)"
                " VALUES ('2025-11-30', :place, :lot, :part, :store, :on_hand)"
            ),
            {
                "place": begun.places[place],
                "lot": lot,
                "part": begun.parts[part],
                "store": begun.places[store],
                "on_hand": on_hand,
            },
        )
    # until it is confirmed nobody counts from what was kept
    assert stock_value(session, on=date(2025, 11, 30)) == before
    session.commit()
    confirm = "UPDATE period_closing SET state = 'confirmed'"
    if sound:
        session.execute(text(confirm))
        assert "checkpoint_not_the_movements" not in {each.check for each in verify(session).findings}
        assert stock_value(session, on=date(2025, 11, 30)) == before
        return
    for attack in (confirm, "UPDATE period_closing SET state = 'withdrawn'"):
        with pytest.raises(DBAPIError) as caught, session.begin_nested():
            session.execute(text(attack))
        assert refusal(caught.value).code in {"period_balance_differs", "period_decided"}
    assert session.get_one(PeriodClosing, asked.period_closing_id).state == "asked"


def test_the_database_keeps_the_balances_of_closed_months(begun: World) -> None:
    session = begun.session
    lot = opened(begun)
    close(begun, MONTHS[0])
    who = {"lot": lot, "bin": begun.places["C-A2"], "part": begun.parts["P1"], "store": begun.places["C"]}
    for attack in (
        "UPDATE period_balance SET on_hand = 1000",
        "DELETE FROM period_balance",
        (
            "INSERT INTO period_balance (ends_on, location_id, lot_id, part_id, store_id, on_hand)"
            " VALUES ('2025-11-30', :bin, :lot, :part, :store, 1000)"
        ),
    ):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(attack), who)
    assert verify(session).whole
    drop = "DROP TRIGGER period_balance_no_update"
    session.execute(text(drop + (" ON period_balance" if session.get_bind().dialect.name == "postgresql" else "")))
    session.execute(text("UPDATE period_balance SET on_hand = on_hand + 1000"))
    assert {each.check for each in verify(session).findings} == {"checkpoint_not_the_movements"}
