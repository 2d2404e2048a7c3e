"""Check the whole place, and read lists, without a browser."""

from __future__ import annotations

from typing import Any

import click
from flask import Flask, g
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.verifying import verify
from kernel.auditing import acting, verify_audit
from kernel.clock import SystemClock
from kernel.db import reading
from kernel.tables import Person
from webapp.auth.sessions import actor_of
from webapp.db import db, own_sessions
from webapp.listing import LISTINGS


def verify_all(app: Flask) -> list[str]:
    """Return everything that differs from what the movements and chains say."""
    with app.app_context(), own_sessions(db.engine)() as session:
        reading(session)
        found = [f"audit trail: row {row_id} was altered or unchained" for row_id in verify_audit(session)]
        differences = verify(session).findings
        return found + [f"{d.check}, {d.where}: stands at {d.stands}, should be {d.should}" for d in differences]


def export_list(app: Flask, name: str, kind: str, code: str) -> bytes:
    """Return a list as a file, as the person of that log-in name sees it; the trail says that it was taken."""
    if name not in LISTINGS or kind not in {"csv", "xlsx"}:
        raise click.ClickException(f"Lists: {', '.join(sorted(LISTINGS))}. Files: .csv, .xlsx")
    from webapp.unit_of_work import begin

    with app.test_request_context("/"):
        g.at = SystemClock().now()
        session: Session = acting(begin(), by=None, at=g.at, source="sparewell export")
        person_id = session.scalar(select(Person.id).where(Person.code == code))
        g.actor = actor_of(session, person_id) if person_id else None
        if g.actor is None or not g.actor.may("export.read"):
            raise click.ClickException(f"{code} may not export")
        answer: Any = app.view_functions[f"list.{name}_{kind}"]()
        response = app.make_response(answer)
        response.direct_passthrough = False
        return response.get_data()
