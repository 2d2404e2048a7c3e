"""Copy the whole database while people work, and put a copy back while nobody does."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from webapp.config import Config
from webapp.in_use import STOP, InUse, alone, file_of, refuse_connected
from webapp.postgres_copies import BackupError, dump, holds_data, load

__all__ = ["BackupError", "back_up", "put_back"]

PAGES_A_STEP = 1024
SIDE_FILES = ("-wal", "-shm", "-journal")
BEGINNINGS = {"SQLite": b"SQLite format 3\x00", "PostgreSQL": b"PGDMP"}
"""How a copy of each engine begins."""


def back_up(config: Config, target: Path, tell: Callable[[int], None]) -> None:
    """Write a whole copy to `target`, complete or not at all."""
    part = target.with_name(target.name + ".part")
    try:
        if config.is_sqlite:
            _copy_sqlite(file_of(config), part, tell)
        else:
            dump(config.database_url, part)
            os.chmod(part, 0o600)  # noqa: PTH101 - the same on every Python
            tell(100)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def put_back(config: Config, source: Path) -> Path | None:
    """Replace the present data by a copy while nobody works on it; returns where the data of before is kept."""
    _check_engine(config, source)
    if config.is_sqlite:
        with alone(config):
            return _put_back_sqlite(file_of(config), source)
    refuse_connected(config)
    kept: Path | None = None
    config.instance_path.mkdir(parents=True, exist_ok=True)
    if holds_data(config.database_url):
        kept = _kept(config.instance_path / str(make_url(config.database_url).database))
        back_up(config, kept, lambda _percent: None)
    load(config.database_url, source, config.instance_path)
    return kept


def _check_engine(config: Config, source: Path) -> None:
    """Refuse a copy that the other engine made."""
    with source.open("rb") as copy:
        head = copy.read(16)
    made = next((engine for engine, beginning in BEGINNINGS.items() if head.startswith(beginning)), "")
    here = "SQLite" if config.is_sqlite else "PostgreSQL"
    if made and made != here:
        raise BackupError(f"{source} is a copy from {made}, and the data of this place is on {here}")
    if not made:
        raise BackupError(f"{source} is not a copy of this system's data")


def _kept(data: Path) -> Path:
    return data.with_name(f"{data.name}.before-{datetime.now(UTC):%Y%m%d-%H%M%S}")


def _put_back_sqlite(file: Path, source: Path) -> Path | None:
    """Swap the files; the present one is kept as it is, also where it is damaged."""
    _check_sqlite(source)
    fresh = file.with_name(file.name + ".fresh")
    kept: Path | None = None
    try:
        _copy_sqlite(source, fresh, lambda _percent: None)
        if file.exists():
            kept = _kept(file)
            _set_aside(file, kept)
        fresh.replace(file)
    except PermissionError as error:
        raise InUse(f"{file} cannot be replaced: {error.strerror}. {STOP}") from None
    finally:
        fresh.unlink(missing_ok=True)
    return kept


def _set_aside(file: Path, kept: Path) -> None:
    """Copy the database as it lies there, with the files beside it where it cannot be settled, and remove those."""
    with suppress(sqlite3.DatabaseError):
        _settle(file)
    for ending in ("", *SIDE_FILES):
        if (part := file.with_name(file.name + ending)).exists():
            shutil.copy2(part, kept.with_name(kept.name + ending))
    for ending in SIDE_FILES:
        file.with_name(file.name + ending).unlink(missing_ok=True)


def _settle(file: Path) -> None:
    """Let SQLite finish what a broken-off process left in files beside the database."""
    with closing(sqlite3.connect(file, timeout=30)) as present:
        present.execute("SELECT count(*) FROM sqlite_master").fetchone()
        present.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _copy_sqlite(source: Path, target: Path, tell: Callable[[int], None]) -> None:
    """Copy page by page with SQLite's own means: a copy of one moment, though others write meanwhile."""
    if not source.exists():
        raise BackupError(f"{source} does not exist. Run: sparewell init")

    def progress(_status: int, remaining: int, total: int) -> None:
        tell(100 - 100 * remaining // max(total, 1))

    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    address = f"file:{source.absolute()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=30)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new, pages=PAGES_A_STEP, progress=progress)
    os.chmod(target, 0o600)  # noqa: PTH101 - the same on every Python
    _check_sqlite(target)


def _check_sqlite(file: Path) -> None:
    """Refuse a file that is no whole database of this kind."""
    try:
        with closing(sqlite3.connect(f"file:{file.absolute()}?mode=ro", uri=True)) as made:
            sound = made.execute("PRAGMA quick_check").fetchone() == ("ok",)
            known = made.execute("SELECT count(*) FROM sqlite_master WHERE name = 'movement'").fetchone() == (1,)
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{file} is no database: {error}") from None
    if not sound or not known:
        raise BackupError(f"{file} is damaged, or not a copy of this system's data")
