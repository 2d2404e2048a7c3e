"""Give the demo's people passwords of this installation and keep them in a file that only its owner may read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine, select

from kernel.auditing import acting
from kernel.clock import Clock
from kernel.tables import Person
from webapp.auth.accounts import set_password
from webapp.auth.passwords import random_password
from webapp.db import own_sessions

FILE_NAME = "demo-logins.txt"
SHOWN: tuple[tuple[str, str], ...] = (
    ("keeper", "warehouse keeper, central store"),
    ("keeper-east", "warehouse keeper, Shanghai"),
    ("buyer", "buyer"),
    ("buyer2", "buyer"),
    ("inspector", "inspector"),
    ("supervisor", "parts supervisor"),
    ("supervisor2", "parts supervisor, for the second pair of eyes"),
    ("engineer", "engineer"),
    ("desk", "service desk"),
    ("manager", "service manager"),
    ("quality", "quality reviewer"),
    ("admin", "administrator"),
)
"""Who can log in, and as what."""


class DemoLogin(NamedTuple):
    """Hold a log-in to print: name, password, role."""

    name: str
    password: str
    role: str


def logins_of(engine: Engine, folder: Path, clock: Clock) -> list[DemoLogin]:
    """Return the log-ins that the file in `folder` holds; without the file, make new passwords and write it."""
    path = folder / FILE_NAME
    if path.is_file():
        return read(path)
    made = [DemoLogin(name, random_password(), role) for name, role in SHOWN]
    with own_sessions(engine)() as session:
        at = clock.now()
        acting(session, by=None, at=at, source="sparewell demo")
        people = {row.code: row.id for row in session.execute(select(Person.code, Person.id))}
        for login in made:
            set_password(session, person_id=people[login.name], password=login.password, at=at, must_change=False)
        session.commit()
    write(path, made)
    return made


def write(path: Path, logins: list[DemoLogin]) -> None:
    """Write the log-ins, a line each, readable by the owner alone."""
    handle = os.open(path.with_suffix(".new"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(f"{login.name}\t{login.password}\t{login.role}\n" for login in logins)
    path.with_suffix(".new").replace(path)


def read(path: Path) -> list[DemoLogin]:
    """Read the log-ins back."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [DemoLogin(*line.split("\t", 2)) for line in lines if line.count("\t") == 2]
