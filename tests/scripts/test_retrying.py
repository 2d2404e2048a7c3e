"""Let transactions really collide, and see that the one that gave way is run again, after a pause, and stands."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, event, select, text, update
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from kernel.db import make_engine
from kernel.errors import Conflict
from kernel.retrying import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, MOST_TRIES, gave_way, pause_seconds, retrying
from kernel.tables import Person
from tests.support.databases import session_on

IMPATIENT = {
    "sqlite": ("PRAGMA busy_timeout = 0",),
    "postgresql": ("SET lock_timeout = '20ms'", "SET deadlock_timeout = '20ms'"),
}


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Return an engine that does not wait for locks, with two people."""
    made = make_engine(database_url)

    def hurry(connection, _record):
        with connection.cursor() if made.dialect.name == "postgresql" else connection as cursor:
            for setting in IMPATIENT[made.dialect.name]:
                cursor.execute(setting)
        if made.dialect.name == "postgresql":
            connection.commit()

    event.listen(made, "connect", hurry)
    with session_on(made) as session:
        session.add_all([Person(code=code, name=code) for code in ("a", "b")])
        session.commit()
    yield made
    made.dispose()


def rename(session: Session, code: str, name: str) -> None:
    session.execute(update(Person).where(Person.code == code).values(name=name))


def names(engine: Engine) -> dict[str, str]:
    with session_on(engine) as session:
        return {row.code: row.name for row in session.execute(select(Person.code, Person.name))}


def writing(engine: Engine, code: str, name: str, seen: list[DBAPIError]) -> Callable[[], str]:
    def once() -> str:
        with session_on(engine) as session:
            try:
                rename(session, code, name)
                session.commit()
            except DBAPIError as error:
                seen.append(error)
                raise
        return name

    return once


def test_who_finds_the_row_locked_waits_and_writes_when_it_is_free(engine: Engine) -> None:
    seen: list[DBAPIError] = []
    pauses: list[float] = []
    with session_on(engine) as holder:
        rename(holder, "a", "held")

        def sleep(seconds: float) -> None:
            pauses.append(seconds)
            if len(pauses) == 2:
                holder.commit()

        assert retrying(writing(engine, "a", "mine", seen), sleep=sleep) == "mine"
    assert len(seen) == len(pauses) == 2
    assert all(gave_way(error) for error in seen)
    assert 0 < pauses[0] <= 1.5 * FIRST_PAUSE_SECONDS
    assert names(engine)["a"] == "mine"


def test_who_never_gets_through_is_told_so(engine: Engine) -> None:
    seen: list[DBAPIError] = []
    pauses: list[float] = []
    with session_on(engine) as holder:
        rename(holder, "a", "held")
        with pytest.raises(Conflict) as caught:
            retrying(writing(engine, "a", "mine", seen), sleep=pauses.append)
        holder.commit()
    assert caught.value.code == "too_busy"
    assert caught.value.__cause__ is seen[-1]
    assert (len(seen), len(pauses)) == (MOST_TRIES, MOST_TRIES - 1)
    assert names(engine)["a"] == "held"


def test_what_trying_again_cannot_mend_is_raised_at_once(engine: Engine) -> None:
    pauses: list[float] = []

    def once() -> None:
        with session_on(engine) as session:
            session.execute(text("SELECT * FROM no_such_table"))

    with pytest.raises(DBAPIError) as caught:
        retrying(once, sleep=pauses.append)
    assert not gave_way(caught.value)
    assert pauses == []


def test_two_that_block_each_other_both_get_through(engine: Engine) -> None:
    """On PostgreSQL it is a deadlock, on SQLite one finds the database taken; the first tries meet for certain."""
    first_done = threading.Barrier(2)
    free = threading.Event()
    seen: list[DBAPIError] = []
    sqlite = engine.dialect.name == "sqlite"

    def task(one: str, other: str) -> int:
        tries = 0

        def once() -> None:
            nonlocal tries
            tries += 1
            with session_on(engine) as session:
                try:
                    if not sqlite:
                        session.execute(text("SET LOCAL lock_timeout = 0"))
                        rename(session, one, f"{one} by {one}")
                    if tries == 1:
                        first_done.wait(30)
                    rename(session, other, f"{other} by {one}")
                    if sqlite and tries == 1:
                        assert free.wait(30), "the other one collides meanwhile"
                    session.commit()
                except DBAPIError as error:
                    seen.append(error)
                    free.set()
                    raise

        retrying(once, sleep=lambda _seconds: None if not sqlite else finished.wait(30))
        finished.set()
        return tries

    finished = threading.Event()
    with ThreadPoolExecutor(2) as pool:
        tries = sorted(pool.map(task, ("a", "b"), ("b", "a")))
    assert tries == [1, 2]
    assert len(seen) == 1
    if not sqlite:
        assert getattr(seen[0].orig, "sqlstate", "") == "40P01"
    possible = [{"a": "a by b", "b": "b by a"}]
    if not sqlite:  # whoever came second wrote both rows last
        possible = [{code: f"{code} by {last}" for code in "ab"} for last in "ab"]
    assert names(engine) in possible


@pytest.mark.postgres
def test_two_that_read_what_the_other_writes_come_one_after_the_other(postgres_url: str) -> None:
    """A serialization failure: each may see the other's row as it was, so one of them has to look again."""
    engine = make_engine(postgres_url, isolation_level="SERIALIZABLE")
    with session_on(engine) as session:
        session.add_all([Person(code=code, name=code) for code in ("a", "b")])
        session.commit()
    states: list[str] = []
    with session_on(engine) as other:
        seen_by_other = other.scalar(select(Person.name).where(Person.code == "a"))
        rename(other, "b", f"after {seen_by_other}")

        def once() -> None:
            with session_on(engine) as session:
                seen = session.scalar(select(Person.name).where(Person.code == "b"))
                rename(session, "a", f"after {seen}")
                try:
                    if not states:
                        other.commit()
                    session.commit()
                except DBAPIError as error:
                    states.append(error.orig.sqlstate)
                    raise

        retrying(once, sleep=lambda _seconds: None)
    assert states == ["40001"]
    assert names(engine) == {"a": "after after a", "b": "after a"}
    engine.dispose()


def test_pauses_grow_differ_and_end_somewhere() -> None:
    first, fourth = ([pause_seconds(tried) for _ in range(50)] for tried in (1, 4))
    assert max(first) < min(fourth)
    assert len(set(first)) > 1
    assert all(pause_seconds(tried) <= 1.5 * LONGEST_PAUSE_SECONDS for tried in (7, 20, 1000))


def test_the_number_of_tries_is_the_callers_choice() -> None:
    class Busy(Exception):
        sqlite_errorname = "SQLITE_BUSY_SNAPSHOT"

    calls = []

    def once() -> None:
        calls.append(1)
        raise OperationalError("x", {}, Busy())

    with pytest.raises(Conflict):
        retrying(once, 3, sleep=lambda _seconds: None)
    assert len(calls) == 3
    assert retrying(lambda: 7) == 7
    with pytest.raises(ValueError, match="0 tries"):
        retrying(once, 0)
