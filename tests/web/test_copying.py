"""A whole place goes into an empty database of either engine: every row, every rule, equal chains, or nothing."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from inventory.tables import Movement, Part
from kernel.db import Base, make_engine
from kernel.settings import set_value
from kernel.tables import Attachment, Audit, Blob, Mail, Person, Request
from tests.support.databases import session_on
from tests.support.inventory import Desk
from tests.support.world import NOON, World
from webapp import schema
from webapp.cli import main

TRIGGERS = {
    "sqlite": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') ORDER BY name",
    "postgresql": """SELECT tgname, tgrelid::regclass::text, tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT indexname, tablename, 'O'::text FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT conname, conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2, 3""",
}


@pytest.fixture
def addresses(request, tmp_path):
    """Return what gives the address of a new empty database of an engine."""
    made = []

    def give(engine: str) -> str:
        if engine == "sqlite":
            return f"sqlite:///{tmp_path}/{uuid4().hex[:8]}/data.db"
        server = request.getfixturevalue("postgres_server")
        name = f"t_{uuid4().hex[:12]}"
        with create_engine(
            server.url("postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool
        ).connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        made.append((server, name))
        return server.url(name)

    yield give
    for server, name in made:
        with create_engine(
            server.url("postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool
        ).connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def use(monkeypatch, tmp_path):
    """Return what makes a database the place's own."""
    monkeypatch.setenv("SPAREWELL_MODE", "demo")
    monkeypatch.setenv("SPAREWELL_INSTANCE_PATH", str(tmp_path / "instance"))
    monkeypatch.setattr("webapp.app.ARGON2_COST", (64, 1))
    return lambda address: monkeypatch.setenv("DATABASE_URL", address)


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == code, result.output
    return result.output


def make(address: str) -> None:
    """Make the schema, and no row."""
    if address.startswith("sqlite"):
        Path(address.removeprefix("sqlite:///")).parent.mkdir(exist_ok=True)
    engine = make_engine(address)
    schema.upgrade(engine)
    engine.dispose()


def furnish(address: str) -> None:
    """Put goods on shelves and every awkward kind of value into rows."""
    engine = make_engine(address)
    with session_on(engine) as session:
        world = World(session).build()
        desk = Desk(session, world)
        world.stocked("P1", 7, at="C-A1", cost="12.3456")
        world.stocked("HOSE", "2.125", at="C-A2")
        world.stocked("FRESH", 3, at="C-A1", expires_on=date(2027, 2, 28))
        asked = desk.ask(desk.order("W1"), "P1", 3)
        desk.issue(asked.part_request_id, 2)
        session.get_one(Person, world.people["desk"]).name = "张三\t\\N \"quoted\" %s 100%\nnext line 😀 ''"
        sha = "ab" * 32
        session.add(Blob(sha256=sha, content=bytes(range(256))))
        session.add(
            Attachment(
                table_name="lot",
                row_id=1,
                purpose="photo",
                name="",
                media_type="image/png",
                size_bytes=256,
                sha256=sha,
                added_by_id=1,
                added_at=NOON + timedelta(microseconds=123456),
            )
        )
        session.add_all(
            Request(key=f"k{number}", command="c", content_hash="", result=result, at=NOON)
            for number, result in enumerate([None, [1, "二", None, 1.5], {"a": {"b": True}}, "text"])
        )
        set_value(
            session,
            name="stock_take.tolerance",
            value={"share_percent": 3, "value_cny": 150},
            valid_from_on=date(2026, 1, 1),
            by=None,
        )
        session.commit()
    engine.dispose()


def content(address: str) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    engine = make_engine(address)
    with engine.connect() as connection:
        found = {
            name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for name, table in Base.metadata.tables.items()
        }
    engine.dispose()
    return found


def rules(address: str) -> list[tuple[object, ...]]:
    engine = make_engine(address)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(TRIGGERS[engine.dialect.name]))]
    engine.dispose()
    return found


PAIRS = [
    ("sqlite", "sqlite"),
    pytest.param("sqlite", "postgresql", marks=pytest.mark.postgres),
    pytest.param("postgresql", "sqlite", marks=pytest.mark.postgres),
    pytest.param("postgresql", "postgresql", marks=pytest.mark.postgres),
]


@pytest.mark.parametrize(("engine", "other"), PAIRS)
def test_every_row_and_every_rule_stands_in_the_new_place(addresses, use, engine, other):
    old, new, fresh = addresses(engine), addresses(other), addresses(other)
    use(old)
    make(old)
    furnish(old)
    before = content(old)
    said = run("copy", "--to", new)
    assert content(old) == before
    assert content(new) == before
    heads = dict(re.findall(r"^(\w+): [\d,]+ entries, hash (\w{64})", said, re.MULTILINE))
    assert heads == {name: own for name, own, _last in before["chain_head"]}
    assert f"{len(before['movement']):>12,}  movement" in said
    make(fresh)
    assert rules(new) == rules(fresh)
    goes_on(new)
    use(new)
    assert "whole" in run("verify")


def goes_on(address: str) -> None:
    """New rows get numbers of their own, and the rules hold."""
    engine = make_engine(address)
    with session_on(engine) as session:
        world = World(session)
        world.people = dict(session.execute(select(Person.code, Person.id)).all())
        from inventory.tables import Location

        world.places = dict(session.execute(select(Location.code, Location.id)).all())
        world.parts = dict(session.execute(select(Part.number, Part.id)).all())
        world.serial = iter(range(100, 200))
        world.stocked("P2", 3, at="C-A2")
        session.add(Mail(to_address="a@b.example", subject="", body="", queued_at=NOON))
        session.commit()
    with session_on(engine) as session, pytest.raises(DBAPIError, match="sparewell:"):
        session.execute(text("UPDATE movement SET quantity = quantity + 1"))
    with session_on(engine) as session, pytest.raises(DBAPIError, match="sparewell:"):
        session.execute(text("INSERT INTO balance SELECT * FROM balance"))
    engine.dispose()


@pytest.mark.parametrize(("engine", "other"), PAIRS[:3])
def test_a_place_that_holds_something_is_refused_and_left_alone(addresses, use, engine, other):
    old, new = addresses(engine), addresses(other)
    make(new)
    made = make_engine(new)
    with session_on(made) as session:
        session.add(Person(code="somebody", name="Somebody"))
        session.commit()
    made.dispose()
    held = content(new)
    use(old)
    make(old)
    assert "holds data already" in run("copy", "--to", new, code=1)
    assert content(new) == held
    assert "where the data lies already" in run("copy", "--to", old, code=1)


@pytest.mark.parametrize("other", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_a_place_of_another_version_is_refused(addresses, use, other):
    old, new = addresses("sqlite"), addresses(other)
    use(old)
    make(old)
    if other == "sqlite":
        Path(new.removeprefix("sqlite:///")).parent.mkdir()
    engine = make_engine(new)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('0001')"))
        connection.execute(text("CREATE TABLE person (id INTEGER PRIMARY KEY)"))
    engine.dispose()
    assert "another version" in run("copy", "--to", new, code=1)
    engine = make_engine(new)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE person"))
        connection.execute(text("DELETE FROM alembic_version"))
        connection.execute(text("CREATE TABLE something_else (id INTEGER PRIMARY KEY)"))
    engine.dispose()
    assert "Name an empty database" in run("copy", "--to", new, code=1)


@pytest.mark.parametrize(("engine", "other"), PAIRS[:3])
def test_nothing_stands_where_a_row_does_not_fit(addresses, use, engine, other):
    """A row that refers to nothing comes to light at the end; the new place stays empty and can be tried again."""
    old, new = addresses(engine), addresses(other)
    use(old)
    make(old)
    furnish(old)
    made = make_engine(old)
    with made.connect() as connection:
        if engine == "sqlite":
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        connection.exec_driver_sql("UPDATE part SET unit_id = 999 WHERE number = 'P3'")
        connection.commit()
    made.dispose()
    assert "not copied" in run("copy", "--to", new, code=1)
    engine_of_new = make_engine(new)
    with session_on(engine_of_new) as session:
        assert session.scalar(select(func.count()).select_from(Movement)) == 0
        assert session.scalar(select(func.count()).select_from(Audit)) == 0
    engine_of_new.dispose()
    assert rules(new)
    made = make_engine(old)
    with made.connect() as connection:
        if engine != "sqlite":
            connection.exec_driver_sql("SET session_replication_role = replica")
        connection.exec_driver_sql("UPDATE part SET unit_id = 1 WHERE number = 'P3'")
        connection.commit()
    made.dispose()
    run("copy", "--to", new)
    assert content(new) == content(old)


def test_a_place_at_work_is_refused(addresses, use):
    from webapp.config import Config
    from webapp.in_use import using

    old, new = addresses("sqlite"), addresses("sqlite")
    use(old)
    make(old)
    with using(Config.load()):
        assert "is in use. Stop sparewell serve" in run("copy", "--to", new, code=1)
    assert not Path(new.removeprefix("sqlite:///")).exists()


@pytest.mark.postgres
@pytest.mark.parametrize("busy", ["old", "new"])
def test_a_place_to_which_others_are_connected_is_refused(addresses, use, busy):
    places = {"old": addresses("postgresql"), "new": addresses("postgresql")}
    use(places["old"])
    make(places["old"])
    engine = make_engine(places[busy])
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        assert "other connections are open" in run("copy", "--to", places["new"], code=1)
    engine.dispose()
    run("copy", "--to", places["new"])


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("mysql://here/there", "postgresql://"),
        ("nonsense", "wants an address"),
        pytest.param("postgresql://nobody@/nowhere?host=/nonexistent", "cannot be reached", marks=pytest.mark.postgres),
    ],
)
def test_an_address_that_leads_nowhere_is_told(addresses, use, address, words):
    here = addresses("sqlite")
    use(here)
    assert "sparewell init" in run("copy", "--to", addresses("sqlite"), code=1)
    make(here)
    result = CliRunner().invoke(main, ["copy", "--to", address])
    assert result.exit_code
    assert words in result.output
