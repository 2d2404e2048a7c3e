"""Copies of the whole database: put back on either engine with every guard, refused while anybody works."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DBAPIError

from inventory.tables import Balance, Location, Movement, Part
from kernel.db import make_engine
from kernel.tables import Person
from tests.support.databases import session_on
from tests.support.world import World, q
from webapp.cli import main
from webapp.postgres_copies import BackupError, program

GUARDS = {
    "sqlite": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": """SELECT tgname, tgrelid::regclass::text, pg_get_triggerdef(pg_trigger.oid), prosrc
        FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal ORDER BY tgname""",
}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request, tmp_path):
    """Return the address of a database that does not exist yet, or is empty."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/instance/sparewell.sqlite3"
        return
    server = request.getfixturevalue("postgres_server")
    name = f"t_{uuid4().hex[:12]}"
    admin = create_engine(server.url("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield server.url(name)
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def settings(tmp_path, address, monkeypatch):
    """Return the variables of a place, which hold for this process too."""
    found = {
        "SPAREWELL_MODE": "demo",
        "SPAREWELL_INSTANCE_PATH": str(tmp_path / "instance"),
        "DATABASE_URL": address,
        "SPAREWELL_PORT": "0",
    }
    for name, value in found.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("webapp.app.ARGON2_COST", (64, 1))
    return {**os.environ, **found, "PYTHONUNBUFFERED": "1"}


def run(*arguments, code=0):
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == code, result.output
    return result.output


@contextmanager
def opened(address):
    engine = make_engine(address)
    try:
        with session_on(engine) as session:
            yield session
    finally:
        engine.dispose()


@pytest.fixture
def place(settings, address):
    """Set a place up with goods on a shelf."""
    run("init", "--name", "first")
    with opened(address) as session:
        world = World(session).build()
        world.stocked("P1", 7, at="C-A1")
        session.commit()


def stand(address):
    with opened(address) as session:
        movements = session.scalars(select(Movement.id).order_by(Movement.id)).all()
        on_hand = {(b.location_id, b.lot_id): b.on_hand for b in session.scalars(select(Balance))}
        people = dict(session.execute(select(Person.code, Person.name)).all())
        guards = session.execute(text(GUARDS[session.get_bind().dialect.name])).all()
        return movements, on_hand, people, guards


def change(address):
    """Receive goods, rename somebody and lose a guard."""
    with opened(address) as session:
        world = World(session)
        world.people = dict(session.execute(select(Person.code, Person.id)).all())
        world.places = dict(session.execute(select(Location.code, Location.id)).all())
        world.parts = dict(session.execute(select(Part.number, Part.id)).all())
        world.serial = count(2)
        world.stocked("P2", 3, at="C-A2")
        session.get_one(Person, 1).name = "Changed"
        of = " ON movement" if session.get_bind().dialect.name == "postgresql" else ""
        session.execute(text(f"DROP TRIGGER movement_no_update{of}"))
        session.commit()


def refused(address, sql):
    with opened(address) as session, pytest.raises(DBAPIError, match="sparewell:"):
        session.execute(text(sql))


def test_a_copy_brings_back_every_row_and_every_guard(place, address, tmp_path):
    before = stand(address)
    assert q(7) in before[1].values()
    assert len(before[3]) > 50
    copy = tmp_path / "copies" / "one.backup"
    copy.parent.mkdir()
    run("backup", str(copy))
    assert copy.stat().st_mode & 0o077 == 0
    change(address)
    changed = stand(address)
    assert changed != before
    said = run("restore", str(copy), "--yes")
    assert stand(address) == before
    assert "whole" in run("verify")
    refused(address, "UPDATE movement SET quantity = quantity + 1")
    refused(address, "DELETE FROM movement")
    refused(address, "DELETE FROM audit")
    kept = said.partition("kept as ")[2].strip()
    run("restore", kept, "--yes")
    assert stand(address) == changed


def test_a_restored_ledger_goes_on_where_the_copy_stood(place, address, tmp_path):
    """New rows get ids of their own: the sequences came back too."""
    run("backup", str(tmp_path / "copy"))
    run("restore", str(tmp_path / "copy"), "--yes")
    count = len(stand(address)[0])
    change(address)
    assert len(stand(address)[0]) > count
    run("restore", str(tmp_path / "copy"), "--yes")
    assert "whole" in run("verify")


def test_a_broken_copy_changes_nothing(place, address, tmp_path):
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    run("backup", str(whole))
    before = stand(address)
    content = whole.read_bytes()
    cut.write_bytes(content[: len(content) * 2 // 3])
    assert "Error" in run("restore", str(cut), "--yes", code=1)
    assert stand(address) == before


def test_a_copy_from_the_other_engine_is_refused_in_words(place, address, tmp_path):
    head, other = (
        (b"PGDMP\x01\x0e\x00", "PostgreSQL") if address.startswith("sqlite") else (b"SQLite format 3\x00", "SQLite")
    )
    copy = tmp_path / "copy"
    copy.write_bytes(head + bytes(4096))
    said = run("restore", str(copy), "--yes", code=1)
    assert f"is a copy from {other}" in " ".join(said.split())
    assert "whole" in run("verify")


@contextmanager
def running(settings, *command):
    """Run a command in a process of its own; it says a line once it has begun."""
    started = subprocess.Popen(
        [sys.executable, "-m", "webapp.cli", *command],
        env=settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert "stop with Ctrl+C" in started.stdout.readline(), started.stderr.read()
        yield started
    finally:
        started.terminate()
        started.communicate(timeout=60)


@pytest.mark.slow
@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
@pytest.mark.parametrize("command", ["serve", "worker"])
def test_nothing_is_put_back_under_a_running_server(place, address, settings, tmp_path, command):
    copy = tmp_path / "copy"
    run("backup", str(copy))
    change(address)
    changed = stand(address)
    with running(settings, command):
        run("backup", str(tmp_path / "another"))
        said = run("restore", str(copy), "--yes", code=1)
        assert "is in use. Stop sparewell serve, sparewell worker" in said
        assert stand(address) == changed
    run("restore", str(copy), "--yes")
    assert stand(address) != changed


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_nobody_begins_while_the_data_is_replaced(place, settings):
    from webapp.config import Config
    from webapp.in_use import alone

    with alone(Config.load()):
        assert "being replaced" in run("verify", code=1)
    assert "whole" in run("verify")


@pytest.mark.parametrize("address", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_nothing_is_put_back_while_others_are_connected(place, address, tmp_path):
    copy = tmp_path / "copy"
    run("backup", str(copy))
    with opened(address) as session:
        assert session.scalar(text("SELECT 1")) == 1
        assert "1 other connections are open. Stop sparewell serve" in run("restore", str(copy), "--yes", code=1)
    run("restore", str(copy), "--yes")


def test_the_recount_goes_on_while_somebody_writes(place, address):
    with opened(address) as session:
        session.get_one(Person, 1).name = "Half written"
        session.flush()
        said = run("verify")
        session.commit()
    assert "whole" in said
    heads = dict(re.findall(r"^(\w+): [\d,]+ entries, hash (\w{64})$", said, re.MULTILINE))
    with opened(address) as session:
        newest = select(Movement.hash).order_by(Movement.id.desc()).limit(1)
        assert heads["movement"] == session.scalar(newest)
        assert session.get_one(Person, 1).name == "Half written"


def test_the_recount_names_what_differs_and_fails(place, address):
    with opened(address) as session:
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text("DROP TRIGGER balance_follows"))
        else:
            session.execute(text("ALTER TABLE balance DISABLE TRIGGER USER"))
        session.execute(text("UPDATE balance SET on_hand = 8000 WHERE on_hand = 7000"))
        session.commit()
    said = run("verify", code=1)
    assert "balance_not_the_movements, location" in said
    assert "value_not_the_movements, part 1" in said
    assert "whole" not in said


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_damaged_data_is_kept_as_it_is_and_replaced(place, address, tmp_path):
    copy, data = tmp_path / "copy", tmp_path / "instance" / "sparewell.sqlite3"
    run("backup", str(copy))
    before = stand(address)
    data.write_bytes(data.read_bytes()[:5000] + b"rubbish" * 1000)
    damaged = data.read_bytes()
    kept = run("restore", str(copy), "--yes").partition("kept as ")[2].strip()
    assert stand(address) == before
    assert Path(kept).read_bytes() == damaged


def test_the_programs_of_the_servers_version_are_found_beside_the_search_path(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    for version in ("9.6", "13", "15"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "pg_dump").touch()
    assert program("pg_dump", 13, tmp_path) == str(tmp_path / "13" / "bin" / "pg_dump")
    assert program("pg_dump", 14, tmp_path) == str(tmp_path / "15" / "bin" / "pg_dump")
    with pytest.raises(BackupError, match="postgresql-client"):
        program("pg_restore", 15, tmp_path)
