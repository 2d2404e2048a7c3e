"""A closed month stays closed: through the scripts and by the back door, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import insert, literal, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from inventory import closing
from inventory.places import MovementKind
from inventory.posting import Move, post
from inventory.queries.flows import period_select
from inventory.queries.periods import checklist, last_day, month_sum, next_month
from inventory.queries.values import balances_on
from inventory.tables import Lot, PeriodBalance, PeriodClose, PeriodClosing, PeriodFigure
from inventory.verifying import verify
from kernel.amounts import Money
from kernel.db import make_engine
from kernel.errors import AppError, FourEyes, InvalidState, RuleViolation
from tests.support.databases import session_on
from tests.support.postgres import wait_until_blocked
from tests.support.world import World, q

JANUARY = date(2026, 1, 1)
FIRST_OF_MARCH = datetime(2026, 3, 1, 4, tzinfo=UTC)
M = MovementKind


@pytest.fixture
def world(session: Session) -> World:
    """Return a company with a movement in January and one in February."""
    made = World(session).build()
    lot = made.lot("P1", cost="2.5")
    move(made, M.OPENING, lot, "OPENING", "C-H", 10, date(2026, 1, 20))
    cleared = made.clearance(lot, 10)
    move(made, M.RELEASE, lot, "C-H", "C-S", 10, date(2026, 1, 20), clearance_id=cleared)
    move(made, M.PUTAWAY, lot, "C-S", "C-A1", 10, date(2026, 1, 21))
    made.work_order("W1")
    move(made, M.ISSUE, lot, "C-A1", "W1", 4, date(2026, 2, 3))
    move(made, M.RETURN, lot, "W1", "C-A1", 1, date(2026, 2, 28))
    return made


def move(world: World, kind: M, lot: int, source: str, target: str, quantity: int, on: date, **more: int) -> int:
    part = world.session.get_one(Lot, lot).part_id
    step = Move(kind, part, lot, world.places[source], world.places[target], q(quantity), **more)
    at = datetime(on.year, on.month, on.day, 4, tzinfo=UTC)
    return post(world.session, [step], kind=str(kind), reference="T", by=world.people["keeper"], at=at).movement_ids[0]


def close(world: World, month_on: date, *, at: datetime = FIRST_OF_MARCH) -> closing.ClosedMonth:
    asked = closing.ask_close(
        world.session, month_on=month_on, by=world.people["supervisor"], at=at, request_key=f"ask{month_on}"
    )
    return closing.confirm_close(
        world.session,
        period_closing_id=asked.period_closing_id,
        by=world.people["admin"],
        at=at,
        request_key=f"confirm{month_on}",
    )


def refused(session: Session, code: str, work: Callable[[], object]) -> None:
    """See that the work is refused with this code, and leave the session as it was."""

    def attempt() -> None:
        with session.begin_nested():
            work()
            session.flush()

    with pytest.raises((AppError, DBAPIError)) as error:
        attempt()
    said = error.value.code if isinstance(error.value, AppError) else str(getattr(error.value, "orig", ""))
    assert code in said


def sql(session: Session, statement: str, **values: object) -> None:
    session.execute(text(statement), values)


def test_two_months_are_closed_in_order_and_their_figures_add_up(world: World) -> None:
    session = world.session
    assert next_month(session) == JANUARY
    january, february = close(world, JANUARY), close(world, date(2026, 2, 1))
    assert january.value_cny == Money.of(25)
    assert (february.ends_on, february.value_cny) == (date(2026, 2, 28), Money.of("17.5"))
    row = session.scalars(select(PeriodFigure).where(PeriodFigure.period_close_id == february.period_close_id)).one()
    assert (row.opening, row.issued, row.taken_back, row.closing) == (250_000_000, 100_000_000, 25_000_000, 175_000_000)
    found = month_sum(session, period_close_id=january.period_close_id)
    assert dict(found.into)["received"] == Money.of(25)
    assert verify(session).findings == ()


def test_nothing_is_dated_into_a_closed_month_by_script_or_by_sql(world: World) -> None:
    session = world.session
    close(world, JANUARY)
    lot = world.lot("P2")
    place = world.places
    for on in (date(2026, 1, 31), date(2026, 1, 1), date(2025, 6, 1)):
        refused(session, "period_closed", partial(move, world, M.OPENING, lot, "OPENING", "C-H", 1, on))
    # an old posting does not let a new movement in either
    sql(
        session,
        "INSERT INTO posting (kind, reference, moved_on, posted_at, by_id, note) VALUES"
        " ('opening', 'old', '2026-01-15', '2026-01-15 04:00:00.000000', :by, '')",
        by=world.people["keeper"],
    )
    posting = session.execute(text("SELECT MAX(id) FROM posting")).scalar_one()
    last, head = session.execute(text("SELECT last_id, hash FROM chain_head WHERE name = 'movement'")).one()
    refused(
        session,
        "period_closed",
        lambda: sql(
            session,
            "INSERT INTO movement (id, posting_id, kind, part_id, lot_id, from_location_id, to_location_id, quantity,"
            " moved_on, posted_at, by_id, previous_hash, hash) VALUES (:id, :posting, 'opening', :part, :lot, :source,"
            " :target, 1000, '2026-01-15', '2026-01-15 04:00:00.000000', :by, :previous, :previous)",
            id=last + 1,
            posting=posting,
            part=world.parts["P2"],
            lot=lot,
            source=place["OPENING"],
            target=place["C-H"],
            by=world.people["keeper"],
            previous=head,
        ),
    )
    assert move(world, M.OPENING, lot, "OPENING", "C-H", 1, date(2026, 2, 1)) > last


def test_the_business_day_in_shanghai_decides_at_midnight(world: World) -> None:
    session = world.session
    close(world, JANUARY)
    lot = world.lot("P2")
    part = world.parts["P2"]
    step = Move(M.OPENING, part, lot, world.places["OPENING"], world.places["C-H"], q(1))
    last_second = datetime(2026, 1, 31, 15, 59, 59, tzinfo=UTC)
    keeper = world.people["keeper"]
    refused(
        session,
        "period_closed",
        lambda: post(session, [step], kind="opening", reference="T", by=keeper, at=last_second),
    )
    # a second later it is February in Shanghai, though January in UTC
    assert post(
        session, [step], kind="opening", reference="T", by=keeper, at=last_second + timedelta(seconds=1)
    ).movement_ids


def test_a_clock_that_jumps_back_is_refused_and_one_that_jumps_ahead_cannot_close_what_is_not_over(
    world: World,
) -> None:
    session = world.session
    close(world, JANUARY)
    refused(session, "period_not_over", lambda: close(world, date(2026, 2, 1), at=datetime(2026, 2, 28, 4, tzinfo=UTC)))
    # in UTC it is the 28th still, in Shanghai March has begun
    assert close(world, date(2026, 2, 1), at=datetime(2026, 2, 28, 16, tzinfo=UTC)).ends_on == date(2026, 2, 28)
    lot = world.lot("P2")
    refused(session, "period_closed", lambda: move(world, M.OPENING, lot, "OPENING", "C-H", 1, date(2026, 2, 28)))


def test_february_of_a_leap_year_ends_on_the_29th(session: Session) -> None:
    assert last_day(date(2028, 2, 1)) == date(2028, 2, 29)
    world = World(session).build()
    lot = world.lot("P1", on=date(2028, 2, 1))
    move(world, M.OPENING, lot, "OPENING", "C-H", 5, date(2028, 2, 29))
    march = datetime(2028, 3, 1, 4, tzinfo=UTC)
    assert close(world, date(2028, 2, 1), at=march).ends_on == date(2028, 2, 29)
    refused(session, "period_closed", lambda: move(world, M.OPENING, lot, "OPENING", "C-H", 1, date(2028, 2, 29)))
    head = session.execute(text("SELECT last_id, hash FROM chain_head WHERE name = 'movement'")).one()
    asked = ask_by_sql(world, "2028-03-01")
    refused(session, "period_not_a_month", lambda: close_by_sql(world, asked, "2028-03-01", "2028-03-30", head))


def ask_by_sql(world: World, month: str) -> int:
    sql(
        world.session,
        "INSERT INTO period_closing (month_on, asked_by_id, asked_at, checklist, note, state) VALUES"
        " (:month, :by, '2028-01-01 00:00:00.000000', '{}', '', 'asked')",
        month=month,
        by=world.people["supervisor"],
    )
    return int(world.session.execute(text("SELECT MAX(id) FROM period_closing")).scalar_one())


def close_by_sql(
    world: World, asked: int, month: str, ends: str, head: Any, *, by: str = "admin", asker: str = "supervisor"
) -> None:
    last, own = head
    sql(
        world.session,
        "INSERT INTO period_close (period_closing_id, month_on, ends_on, asked_by_id, confirmed_by_id, confirmed_at,"
        " last_movement_id, ledger_hash) VALUES (:asked, :month, :ends, :asker, :by, '2029-01-01 00:00:00.000000',"
        " :last, :own)",
        asked=asked,
        month=month,
        ends=ends,
        asker=world.people[asker],
        by=world.people[by],
        last=last,
        own=own,
    )


def test_months_are_closed_without_a_gap_by_two_people_who_were_asked(world: World) -> None:
    session = world.session
    refused(session, "period_not_next", lambda: close(world, date(2026, 2, 1)))
    asked = closing.ask_close(
        session, month_on=JANUARY, by=world.people["supervisor"], at=FIRST_OF_MARCH, request_key="a"
    )
    with pytest.raises(FourEyes):
        closing.confirm_close(
            session,
            period_closing_id=asked.period_closing_id,
            by=world.people["supervisor"],
            at=FIRST_OF_MARCH,
            request_key="b",
        )
    head = session.execute(text("SELECT last_id, hash FROM chain_head WHERE name = 'movement'")).one()
    number, other = asked.period_closing_id, (head[0] - 1, head[1])
    attacks: list[tuple[str, Callable[[], None]]] = [
        ("four_eyes", lambda: close_by_sql(world, number, "2026-01-01", "2026-01-31", head, by="supervisor")),
        ("four_eyes", lambda: close_by_sql(world, number, "2026-01-01", "2026-01-31", head, asker="buyer")),
        ("period_not_asked", lambda: close_by_sql(world, number, "2026-02-01", "2026-02-28", head)),
        ("period_other_head", lambda: close_by_sql(world, number, "2026-01-01", "2026-01-31", other)),
        ("period_decided", lambda: sql(session, "UPDATE period_closing SET state = 'confirmed'")),
        ("unchangeable", lambda: sql(session, "UPDATE period_closing SET month_on = '2026-02-01'")),
    ]
    for code, attack in attacks:
        refused(session, code, attack)
    close_by_sql(world, number, "2026-01-01", "2026-01-31", head)
    then = balances_on(date(2026, 1, 31), from_months=False)
    names = ["location_id", "lot_id", "part_id", "store_id", "on_hand"]
    kept = select(literal(date(2026, 1, 31)), *(then.c[name] for name in names)).where(then.c.on_hand > 0)
    session.execute(insert(PeriodBalance).from_select(["ends_on", *names], kept))
    sql(session, "UPDATE period_closing SET state = 'confirmed'")
    march = ask_by_sql(world, "2026-03-01")
    refused(session, "period_not_next", lambda: close_by_sql(world, march, "2026-03-01", "2026-03-31", head))
    december = ask_by_sql(world, "2025-12-01")
    refused(session, "period_not_next", lambda: close_by_sql(world, december, "2025-12-01", "2025-12-31", head))


def test_a_closed_month_is_never_opened_and_its_figures_stay(world: World) -> None:
    session = world.session
    done = close(world, JANUARY)
    session.flush()
    attacks = [
        "DELETE FROM period_close",
        "UPDATE period_close SET ends_on = '2025-01-31'",
        "UPDATE period_figure SET closing = 0",
        "DELETE FROM period_figure",
        "DELETE FROM period_closing",
        "UPDATE period_closing SET state = 'withdrawn'",
    ]
    if session.get_bind().dialect.name == "sqlite":
        attacks.append(
            "REPLACE INTO period_close SELECT id, period_closing_id, month_on, '2025-01-31', asked_by_id,"
            " confirmed_by_id, confirmed_at, last_movement_id, ledger_hash FROM period_close"
        )
    for attack in attacks:
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(attack))
    late = (
        "INSERT INTO period_figure (period_close_id, store_id, category_id, opening, received, supplier_returned,"
        " issued, taken_back, transferred_in, transferred_out, gained, lost, scrapped, other_in, other_out, closing)"
        " VALUES (:c, :s, NULL, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5)"
    )
    store = world.places["N"]
    refused(session, "period_figures_frozen", lambda: sql(session, late, c=done.period_close_id, s=store))


def test_what_is_open_is_counted_and_stops_the_close_where_the_setting_says_so(world: World) -> None:
    session = world.session
    world.session.execute(
        text(
            "INSERT INTO stock_take (number, store_id, scope, due_on, created_by_id, created_at, state) VALUES"
            " ('ST1', :store, '{}', '2026-01-31', :by, '2026-01-30 00:00:00.000000', 'counting')"
        ),
        {"store": world.places["C"], "by": world.people["supervisor"]},
    )
    points = {each.name: each.open for each in checklist(session, ends_on=date(2026, 1, 31))}
    assert points["counts"] == 1
    with pytest.raises(RuleViolation) as error:
        close(world, JANUARY)
    assert error.value.details["points"] == ["counts"]


def test_a_wish_to_close_can_be_taken_back_and_asked_again(world: World) -> None:
    session = world.session
    who = world.people["supervisor"]
    asked = closing.ask_close(session, month_on=JANUARY, by=who, at=FIRST_OF_MARCH, request_key="a")
    closing.withdraw_close(
        session, period_closing_id=asked.period_closing_id, by=who, at=FIRST_OF_MARCH, request_key="w"
    )
    with pytest.raises(InvalidState):
        closing.confirm_close(
            session,
            period_closing_id=asked.period_closing_id,
            by=world.people["admin"],
            at=FIRST_OF_MARCH,
            request_key="c",
        )
    assert close(world, JANUARY).month_on == JANUARY
    assert session.scalars(select(PeriodClosing.state).order_by(PeriodClosing.id)).all() == ["withdrawn", "confirmed"]


def test_verify_names_a_month_that_does_not_agree(world: World) -> None:
    session = world.session
    close(world, JANUARY)
    drop = "DROP TRIGGER period_figure_no_update" + (
        " ON period_figure" if session.get_bind().dialect.name == "postgresql" else ""
    )
    session.execute(text(drop))
    session.execute(text("UPDATE period_figure SET opening = opening + 7, closing = closing + 7"))
    found = {each.where.rpartition(" ")[2] for each in verify(session).findings}
    assert "opening" in found
    session.rollback()


def test_the_period_report_agrees_with_the_closed_month(world: World) -> None:
    session = world.session
    done = close(world, JANUARY)
    february = close(world, date(2026, 2, 1))
    for each in (done, february):
        rows = session.execute(period_select("store", since=each.month_on, until=each.ends_on)).all()
        assert [(row.code, row.closing_cny) for row in rows] == [("C", each.value_cny)]
    part = session.execute(period_select("part", since=date(2026, 2, 1), until=date(2026, 2, 28))).one()
    assert (part.code, part.opening, part.issued, part.closing) == ("P1", q(10), q(-3), q(7))
    assert session.scalars(select(PeriodClose.month_on).order_by(PeriodClose.id)).all() == [JANUARY, date(2026, 2, 1)]


def test_whoever_is_posting_comes_before_the_close_or_is_refused(postgres_url: str) -> None:
    """Hold the head of the ledger with a posting of January while somebody closes January: the close waits for it."""
    engine = make_engine(postgres_url)
    with session_on(engine) as building:
        world = World(building).build()
        first = world.lot("P1")
        move(world, M.OPENING, first, "OPENING", "C-H", 1, date(2026, 1, 5))
        asked = closing.ask_close(
            building, month_on=JANUARY, by=world.people["supervisor"], at=FIRST_OF_MARCH, request_key="a"
        )
        late = world.lot("P2")
        building.commit()
    done: list[closing.ClosedMonth] = []

    def confirm() -> None:
        with session_on(engine) as other:
            done.append(
                closing.confirm_close(
                    other,
                    period_closing_id=asked.period_closing_id,
                    by=world.people["admin"],
                    at=FIRST_OF_MARCH,
                    request_key="c",
                )
            )
            other.commit()

    with session_on(engine) as posting:
        world.session = posting
        move(world, M.OPENING, late, "OPENING", "C-H", 3, date(2026, 1, 9))
        closer = Thread(target=confirm)
        closer.start()
        wait_until_blocked(engine)
        assert done == []
        posting.commit()
        closer.join(30)
        assert done[0].value_cny == Money.of(40)  # the posting that came first is in the figures
        refused(posting, "period_closed", partial(move, world, M.OPENING, late, "OPENING", "C-H", 1, date(2026, 1, 9)))
        assert verify(posting).findings == ()
    engine.dispose()
