"""Copy the whole database while people work, and put a copy back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from webapp.config import Config

PAGES_A_STEP = 1024


class BackupError(RuntimeError):
    """Say why a copy could not be made or put back, and what mends it."""


def back_up(config: Config, target: Path, tell: Callable[[int], None]) -> None:
    """Write a whole copy to `target`, complete or not at all."""
    part = target.with_name(target.name + ".part")
    try:
        if config.is_sqlite:
            _copy_sqlite(_file_of(config), part, tell)
        else:
            _run(["pg_dump", "--format=custom", "--no-owner", f"--file={part}"], make_url(config.database_url))
            tell(100)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def put_back(config: Config, source: Path) -> Path | None:
    """Replace the present data by a copy; returns where the present data is kept, on SQLite."""
    if not config.is_sqlite:
        url = make_url(config.database_url)
        _run(
            ["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(source)], url, last=True
        )
        return None
    _check_sqlite(source)
    file = _file_of(config)
    file.parent.mkdir(parents=True, exist_ok=True)
    kept: Path | None = None
    fresh = file.with_name(file.name + ".fresh")
    _copy_sqlite(source, fresh, lambda _percent: None)
    if file.exists():
        kept = file.with_name(f"{file.name}.before-{datetime.now(UTC):%Y%m%d-%H%M%S}")
        _copy_sqlite(file, kept, lambda _percent: None)
        for ending in ("-wal", "-shm", "-journal"):
            file.with_name(file.name + ending).unlink(missing_ok=True)
    fresh.replace(file)
    return kept


def _file_of(config: Config) -> Path:
    return Path(str(make_url(config.database_url).database))


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


def _run(command: list[str], url: URL, *, last: bool = False) -> None:
    """Run one of PostgreSQL's own programs; the password goes by its environment, never by its arguments."""
    program = shutil.which(command[0])
    if program is None:
        raise BackupError(f"{command[0]} is missing: install the client programs of PostgreSQL (postgresql-client)")
    bare = url.set(drivername="postgresql", password=None).render_as_string()
    arguments = [*command[1:-1], f"--dbname={bare}", command[-1]] if last else [*command[1:], f"--dbname={bare}"]
    environment = {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}
    done = subprocess.run(  # noqa: S603 - a fixed program with arguments of our own
        [program, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{command[0]} failed: {done.stderr.strip()[:1000]}")
