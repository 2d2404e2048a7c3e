"""Copy a PostgreSQL database with its own programs, and put a copy back in one transaction."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from kernel.db import Base
from webapp.in_use import OTHERS, STOP

FOLDERS = Path("/usr/lib/postgresql")
"""Where Debian keeps the programs of each version."""
LEDGER = "movement"
LOCK_SECONDS = 10
DROP_FUNCTIONS = """DO $$ DECLARE each text; BEGIN
    FOR each IN SELECT oid::regprocedure FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND prorettype = 'trigger'::regtype
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    LOOP EXECUTE 'DROP FUNCTION ' || each || ' CASCADE'; END LOOP; END $$"""
REFUSE_OTHERS = f"""DO $$ BEGIN IF ({OTHERS}) > 0 THEN
    RAISE EXCEPTION 'somebody has connected meanwhile. {STOP}'; END IF; END $$"""


class BackupError(RuntimeError):
    """Say why a copy could not be made or put back, and what mends it."""


def program(name: str, version: int = 0, folders: Path = FOLDERS) -> str:
    """Return where a program of PostgreSQL lies: that of the server's version, on the search path, or the newest."""
    own = folders / str(version) / "bin" / name
    if own.is_file():
        return str(own)
    if found := shutil.which(name):
        return found
    installed = [path for path in folders.glob(f"*/bin/{name}") if path.parts[-3].isdigit()]
    if not installed:
        raise BackupError(f"{name} is missing: install the client programs of PostgreSQL (postgresql-client)")
    return str(max(installed, key=lambda path: int(path.parts[-3])))


def dump(address: str, target: Path) -> None:
    """Write the database of one moment to `target`."""
    _run("pg_dump", address, ["--format=custom", "--no-owner", f"--file={target}", _name(address)])


def holds_data(address: str) -> bool:
    """Tell whether there is a ledger in the database."""
    with create_engine(address, poolclass=NullPool).connect() as connection:
        return inspect(connection).has_table(LEDGER)


def load(address: str, source: Path, folder: Path) -> None:
    """Replace every table that the program knows by those of a copy: all of it, or nothing changes.

    Tables and guards that the copy does not have (it may be of an older version) go too. Whoever connects meanwhile
    makes it fail. `folder` has room for the copy as SQL, which is removed again.
    """
    if f" TABLE public {LEDGER} " not in _run("pg_restore", address, ["--list", str(source)]):
        raise BackupError(f"{source} is not a copy of this system's data")
    known = ", ".join(f'"{name}"' for name in ("alembic_version", *sorted(Base.metadata.tables)))
    first = [f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'", f"DROP TABLE IF EXISTS {known} CASCADE", DROP_FUNCTIONS]
    with TemporaryDirectory(dir=folder, prefix="restore-") as place:
        script = Path(place) / "copy.sql"
        read = ["--clean", "--if-exists", "--no-owner", f"--file={script}", str(source)]
        _run("pg_restore", address, read)
        play = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", _name(address)]
        steps = [*(f"--command={sql}" for sql in first), f"--file={script}", f"--command={REFUSE_OTHERS}"]
        _run("psql", address, [*play, *steps])


def _name(address: str) -> str:
    """Return the argument that names the database, without the password."""
    bare = make_url(address).set(drivername="postgresql", password=None)
    return f"--dbname={bare.render_as_string()}"


def _run(name: str, address: str, arguments: list[str]) -> str:
    """Run a program and return what it said; the password goes by its environment, never by its arguments."""
    url = make_url(address)
    environment = {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}
    done = subprocess.run(  # noqa: S603 - a fixed program with arguments of our own
        [program(name, _version(address)), *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{name} failed, nothing was changed: {done.stderr.strip()[:1000]}")
    return done.stdout


def _version(address: str) -> int:
    """Return the server's major version."""
    with create_engine(address, poolclass=NullPool).connect() as connection:
        return int((connection.dialect.server_version_info or (0,))[0])
