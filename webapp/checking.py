"""Check the whole place, and read lists, without a browser."""

from __future__ import annotations

import importlib
from dataclasses import fields, is_dataclass
from typing import Any

import click
from flask import Flask, g
from sqlalchemy import select
from sqlalchemy.orm import Session

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
        verifying = importlib.import_module("inventory.verifying")
        return found + _lines(verifying.verify(session))


def _lines(findings: Any) -> list[str]:
    """Write findings of the ledger as lines: each list of a dataclass by its name."""
    if is_dataclass(findings) and not isinstance(findings, type):
        return [f"{each.name}: {item}" for each in fields(findings) for item in _items(getattr(findings, each.name))]
    return [str(item) for item in _items(findings)]


def _items(value: Any) -> list[Any]:
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    return [] if isinstance(value, bool | int) or value is None else [value]


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
        response = app.make_response(app.view_functions[f"list.{name}_{kind}"]())
        response.direct_passthrough = False
        return response.get_data()
