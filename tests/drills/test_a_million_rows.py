"""Back up, restore and copy a ledger of a million rows: the same rows, the same last hash, on both engines."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.pool import NullPool

from benchmarks.building import company, fill
from inventory.tables import Movement
from kernel.db import Base, make_engine
from kernel.tables import ChainHead
from tests.support import postgres
from webapp import schema
from webapp.cli import main

SHARE = float(os.environ.get("SPAREWELL_DRILL_SHARE", "1"))
MOVEMENTS, PARTS = 400_000, 8_000
ROWS = 1_000_000


class Place:
    """Hold a place with a folder and a database of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path, address: str) -> None:
        """Work in a folder that is made here."""
        folder.mkdir()
        self.monkeypatch, self.folder, self.address = monkeypatch, folder, address

    def run(self, *arguments: str) -> str:
        """Run a command here and return what it says."""
        for name, value in (
            ("SPAREWELL_MODE", "demo"),
            ("SPAREWELL_INSTANCE_PATH", str(self.folder)),
            ("DATABASE_URL", self.address),
        ):
            self.monkeypatch.setenv(name, value)
        result = CliRunner().invoke(main, list(arguments))
        assert result.exit_code == 0, result.output
        return result.output

    def stand(self) -> dict[str, object]:
        """Return the number of rows of every table, and the end of each chain."""
        engine = create_engine(self.address, poolclass=NullPool)
        with engine.connect() as connection:
            counted = {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in Base.metadata.tables.items()
            }
            heads = connection.execute(select(ChainHead.name, ChainHead.last_id, ChainHead.hash)).all()
            last = connection.execute(select(Movement.hash).order_by(Movement.id.desc()).limit(1)).scalar_one()
        engine.dispose()
        return {**counted, "heads": sorted(tuple(head) for head in heads), "last hash": last}


@pytest.fixture
def databases() -> Iterator[postgres.PostgresServer]:
    if postgres.binaries() is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    server = postgres.start()
    yield server
    server.stop()


def empty(server: postgres.PostgresServer) -> str:
    """Make an empty database and return its address."""
    name = f"t_{uuid4().hex[:12]}"
    engine = create_engine(server.url("postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return server.url(name)


@pytest.mark.drill
@pytest.mark.postgres
def test_a_million_rows_are_backed_up_restored_and_copied(
    tmp_path: Path, databases: postgres.PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.app.ARGON2_COST", (64, 1))
    first = Place(monkeypatch, tmp_path / "first", f"sqlite:///{tmp_path}/first/data.db")
    engine = make_engine(first.address)
    schema.upgrade(engine)
    fill(engine, company(engine), movements=int(MOVEMENTS * SHARE), parts=max(int(PARTS * SHARE), 50))
    engine.dispose()
    stands = first.stand()
    assert sum(count for count in stands.values() if isinstance(count, int)) >= ROWS * SHARE
    copy = tmp_path / "first.backup"
    first.run("backup", str(copy))
    second = Place(monkeypatch, tmp_path / "second", f"sqlite:///{tmp_path}/second/data.db")
    second.run("restore", str(copy), "--yes")
    assert second.stand() == stands
    assert "whole" in second.run("verify")
    copy.unlink()

    third = Place(monkeypatch, tmp_path / "third", empty(databases))
    said = second.run("copy", "--to", third.address)
    assert third.stand() == stands
    assert re.search(rf"^movement: .* hash {stands['last hash']}", said, re.MULTILINE)
    assert "whole" in third.run("verify")

    third.run("backup", str(copy))
    fourth = Place(monkeypatch, tmp_path / "fourth", empty(databases))
    fourth.run("restore", str(copy), "--yes")
    assert fourth.stand() == stands
