"""Start a real PostgreSQL for the tests from the Debian packages, in a temporary folder, also as root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, text

ROOM = 3 * 2**30
"""So many bytes must be free in memory before anything goes there."""


@dataclass
class PostgresServer:
    """Hold a running server that listens on a socket in its own folder only."""

    folder: Path
    process: subprocess.Popen[bytes]

    def url(self, database: str) -> str:
        """Return the SQLAlchemy address of a database on this server."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder / 'socket'}"

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self.process.terminate()
        self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)


def binaries() -> Path | None:
    """Return the folder with initdb and postgres, or None where PostgreSQL is not installed."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True)
    if found := shutil.which("initdb"):
        folders.append(Path(found).resolve().parent)
    return next((f for f in folders if all((f / tool).exists() for tool in ("initdb", "postgres", "pg_isready"))), None)


def folder_in_memory() -> str | None:
    """Return a folder in memory where there is one with room, else None: a database is a thousand small files."""
    fast = Path("/dev/shm")
    return str(fast) if os.access(fast, os.W_OK) and shutil.disk_usage(fast).free > ROOM else None


def clone(connection: Connection, name: str, template: str) -> None:
    """Make a database as a copy of another, file by file."""
    version = connection.dialect.server_version_info or (0,)
    by_file = " STRATEGY FILE_COPY" if version >= (15,) else ""  # before that there was no other way
    connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}{by_file}"))


def start(*, durable: bool = False, in_memory: bool = False) -> PostgresServer:
    """Make a cluster and start it, unless `durable` without flushing to disk: the tests' data is not worth that.

    `in_memory` keeps it in memory where there is room; for databases that stay small.
    """
    where = binaries()
    if where is None:
        raise FileNotFoundError("PostgreSQL is not installed: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="sparewell-pg-", dir=folder_in_memory() if in_memory else None))
    (folder / "socket").mkdir()
    user: dict[str, object] = {}
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        for path in (folder, folder / "socket"):
            os.chown(path, account.pw_uid, account.pw_gid)
        user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    data = folder / "data"
    subprocess.run(
        [where / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
        check=True,
        stdout=subprocess.DEVNULL,
        **user,  # type: ignore[call-overload]
    )
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder / "socket"),
        "max_connections": "120",
        "shared_buffers": "128MB",
    }
    if in_memory:
        settings |= {"max_wal_size": "256MB"}
    if not durable:
        settings |= {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [where / "postgres", "-D", data, *options],
            stdout=subprocess.DEVNULL,
            stderr=log,
            **user,  # type: ignore[call-overload]
        )
    ready = [where / "pg_isready", "-h", folder / "socket", "-q", "-t", "30"]
    while subprocess.run(ready, check=False).returncode != 0:
        if process.poll() is not None:
            raise RuntimeError((folder / "log").read_text())
    return PostgresServer(folder, process)


def wait_until_blocked(engine: Engine) -> None:
    """Return when a session of the database waits for a lock."""
    waiting = text(
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    for _try in range(10_000):
        with engine.connect() as connection:
            if connection.execute(waiting).scalar_one():
                return
    raise AssertionError("nobody waits")
