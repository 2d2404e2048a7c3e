"""Check the whole place, and read lists, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from flask import Flask, g
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from inventory.verifying import verify
from kernel.auditing import acting
from kernel.clock import SystemClock
from kernel.db import make_engine, reading
from kernel.tables import ChainHead
from webapp.auth.sessions import actor_named
from webapp.backups import back_up
from webapp.config import Config
from webapp.listing import LISTINGS


@dataclass(frozen=True, slots=True)
class Checked:
    """Tell what differs, how much was looked at, and the last hash of each chain, to be kept elsewhere."""

    differences: tuple[str, ...]
    heads: dict[str, tuple[int, str]]


def verify_all(config: Config, tell: Callable[[str], None]) -> Checked:
    """Recount everything as it stood at one moment, while others go on writing.

    On SQLite whoever reads for long may keep others from writing, so that a copy of that moment is recounted, which
    lies in the instance folder until then. PostgreSQL keeps the moment by itself.
    """
    if not config.is_sqlite:
        return _verified(create_engine(config.database_url, isolation_level="REPEATABLE READ"), tell)
    with TemporaryDirectory(dir=config.instance_path, prefix="verify-") as folder:
        copy = Path(folder) / "copy.sqlite3"
        tell("copy")
        back_up(config, copy, lambda _percent: None)
        return _verified(make_engine(f"sqlite:///{copy.as_posix()}"), tell)


def _verified(engine: Engine, tell: Callable[[str], None]) -> Checked:
    try:
        with Session(engine) as session:
            reading(session)
            found = verify(session, tell).findings
            listed = session.execute(select(ChainHead.name, ChainHead.last_id, ChainHead.hash).order_by(ChainHead.name))
            heads = {name: (last_id, own) for name, last_id, own in listed}
    finally:
        engine.dispose()
    return Checked(tuple(f"{d.check}, {d.where}: stands at {d.stands}, should be {d.should}" for d in found), heads)


def export_list(app: Flask, name: str, kind: str, code: str) -> bytes:
    """Return a list as a file, as the person of that log-in name sees it; the trail says that it was taken."""
    if name not in LISTINGS or kind not in {"csv", "xlsx"}:
        raise click.ClickException(f"Lists: {', '.join(sorted(LISTINGS))}. Files: .csv, .xlsx")
    from webapp.unit_of_work import begin

    with app.test_request_context("/"):
        g.at = SystemClock().now()
        session: Session = acting(begin(), by=None, at=g.at, source="sparewell export")
        g.actor = actor_named(session, code)
        if g.actor is None or not g.actor.may("export.read"):
            raise click.ClickException(f"{code} may not export")
        answer: Any = app.view_functions[f"list.{name}_{kind}"]()
        response = app.make_response(answer)
        response.direct_passthrough = False
        return response.get_data()
