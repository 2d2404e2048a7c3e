"""The steps build what the code declares, on both engines, and can be taken back."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, select, text

from benchmarks.building import company, fill
from forecasting.tables import Level
from inventory.verifying import verify
from kernel.db import Base, make_engine
from tests.support import postgres
from tests.support.databases import session_on
from tests.support.planning import approve, run, supplied
from tests.support.procurement import add_history
from tests.support.world import World, three_shelves
from webapp import schema

COUNTED = (
    "part", "location", "lot", "clearance", "posting", "movement", "balance", "stock", "work_order", "audit", "person",
    "proposal",
)  # fmt: skip
FIRST = "0001"
VERSIONS = schema.FOLDER / "versions"
SHARE = float(os.environ.get("SPAREWELL_DRILL_SHARE", "1"))
MOVEMENTS, ROWS = 40_000, 100_000


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Give an empty database of each engine."""
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path / 'steps.db'}")
        yield engine
        engine.dispose()
        return
    server: postgres.PostgresServer = request.getfixturevalue("postgres_server")
    admin = make_engine(server.url("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE steps"))
    engine = make_engine(server.url("steps"))
    yield engine
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE steps WITH (FORCE)"))
    admin.dispose()


def objects(engine: Engine) -> dict[str, str]:
    """Return every table, index and trigger by name, as the engine itself describes it."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            described = "SELECT type || ':' || name, sql FROM sqlite_master WHERE sql IS NOT NULL"
            rows = connection.execute(text(described))
        else:
            rows = connection.execute(
                text(
                    """SELECT 'column:' || table_name || '.' || column_name,
                        data_type || is_nullable || coalesce(column_default, '')
                        || coalesce(character_maximum_length, 0)
                        FROM information_schema.columns WHERE table_schema = 'public'
                    UNION ALL SELECT 'index:' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
                    UNION ALL SELECT 'constraint:' || conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
                        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
                    UNION ALL SELECT 'trigger:' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
                    UNION ALL SELECT 'function:' || proname, prosrc FROM pg_proc
                        WHERE pronamespace = 'public'::regnamespace"""
                )
            )
        # SQLite puts the name of a table that was made anew into quotes.
        found = {name: re.sub(r"\s+", " ", sql).replace('"', "").strip() for name, sql in rows}
    return {name: sql for name, sql in found.items() if "alembic" not in name}


def rules(engine: Engine) -> set[tuple[str, ...]]:
    """Return the rows that the schema itself brings along."""
    with engine.connect() as connection:
        found = connection.execute(text("SELECT kind, from_kind, to_kind FROM movement_rule"))
        heads = connection.execute(text("SELECT name, hash FROM chain_head"))
        return {tuple(row) for row in found} | {tuple(row) for row in heads}


def compare(stepped: Engine, declared: Engine) -> None:
    schema.upgrade(stepped)
    Base.metadata.create_all(declared)
    assert objects(stepped) == objects(declared)
    assert rules(stepped) == rules(declared)
    assert schema.current(stepped) == schema.newest()
    schema.downgrade(stepped, "base")
    assert set(inspect(stepped).get_table_names()) <= {"alembic_version"}
    schema.upgrade(stepped)
    assert objects(stepped) == objects(declared)


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in COUNTED}


def packed_numbers(engine: Engine) -> list[tuple[list[float | None], list[float | None]]]:
    with session_on(engine) as session:
        rows = session.execute(select(Level.history, Level.weights).order_by(Level.id))
        return [(history, weights) for history, weights in rows]


def few(engine: Engine) -> None:
    """Stock three shelves, and approve a plan that buys one part and notices another."""
    with session_on(engine) as session:
        world = World(session).build()
        three_shelves(world)
        market = supplied(world)
        market.offer("S1", "P1", (0, "20"), lead=60)
        add_history(session, world, date(2024, 3, 1), date(2026, 3, 1))
        world.parts["P1"], other = world.parts["P2"], world.parts["P1"]  # the same demand, and nobody who supplies it
        world.stocked("P1", 60)
        add_history(session, world, date(2024, 3, 1), date(2026, 3, 1))
        world.parts["P1"] = other
        plan = run(market)
        assert (plan.purchases, plan.notices) >= (1, 1)
        approve(market, plan)
        session.commit()


def many(engine: Engine) -> None:
    """Build a ledger of a hundred thousand rows."""
    fill(engine, company(engine), movements=int(MOVEMENTS * SHARE), parts=500)
    assert sum(counts(engine).values()) > ROWS * SHARE


def there_and_back(engine: Engine, furnish: Callable[[Engine], None]) -> None:
    """Take every step with rows in the tables, down and up one by one: nothing is lost, the ledger stays whole."""
    schema.upgrade(engine)
    furnish(engine)
    with session_on(engine) as session:
        before = verify(session)
    assert before.whole
    assert before.movements
    rows, numbers = counts(engine), packed_numbers(engine)
    steps = revisions()
    for step in reversed(steps[:-1]):
        schema.downgrade(engine, step)
        assert counts(engine) == rows
    for step in steps[1:]:
        schema.upgrade(engine, step)
        assert counts(engine) == rows
    with session_on(engine) as session:
        after = verify(session)
    assert after.whole
    assert after.head == before.head
    assert packed_numbers(engine) == numbers


def revisions() -> list[str]:
    """Return the steps in the order in which they are taken."""
    found = sorted(re.findall(r"^r(\d{4})_", "\n".join(path.name for path in VERSIONS.glob("r*.py")), re.MULTILINE))
    assert found[0] == FIRST
    assert found[-1] == schema.newest()
    return found


def test_the_steps_keep_the_rows_that_are_there(database_empty: Engine) -> None:
    there_and_back(database_empty, few)


@pytest.mark.drill
def test_the_steps_keep_a_hundred_thousand_rows(database_empty: Engine) -> None:
    there_and_back(database_empty, many)


def test_the_steps_build_what_the_code_declares_on_sqlite(tmp_path: Path) -> None:
    engines = [make_engine(f"sqlite:///{tmp_path / name}.db") for name in ("stepped", "declared")]
    compare(*engines)
    for engine in engines:
        engine.dispose()


@pytest.mark.postgres
def test_the_steps_build_what_the_code_declares_on_postgresql(postgres_server: postgres.PostgresServer) -> None:
    admin = make_engine(postgres_server.url("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for name in ("stepped", "declared"):
            connection.execute(text(f"CREATE DATABASE {name}"))
    engines = [make_engine(postgres_server.url(name)) for name in ("stepped", "declared")]
    compare(*engines)
    for engine in engines:
        engine.dispose()
    with admin.connect() as connection:
        for name in ("stepped", "declared"):
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()
