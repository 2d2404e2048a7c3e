"""Write the audit trail of a session: every changed row with who, when, before and after, chained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import event, insert, inspect, select
from sqlalchemy.orm import InstanceState, Session, UOWTransaction

from kernel.db import Base
from kernel.hashing import GENESIS, canonical, chained
from kernel.prepared import run, run_many
from kernel.tables import Audit, ChainHead

SECRET = {"password_hash", "token_hash", "content", "secret_hash"}
"""Columns whose values never reach the trail; that they changed does."""

_HEAD = select(ChainHead.last_id, ChainHead.hash).where(ChainHead.name == "audit").with_for_update()
_APPEND = insert(Base.metadata.tables["audit"])
"""Statements of every commit, made once."""


@dataclass(frozen=True, slots=True)
class Change:
    """Hold one change until the transaction commits."""

    action: str
    table_name: str
    row_key: str
    before: str | None
    after: str | None


def acting(session: Session, *, by: int | None, at: datetime, source: str) -> Session:
    """Say on whose behalf and when the session works; the edge does this before it calls a script."""
    session.info.update(acting_by=by, acting_at=at, acting_source=source)
    return session


def log(session: Session, *, action: str, about: str, key: str, facts: dict[str, Any]) -> None:
    """Put an entry into the trail that no row change shows: a refusal, a log-in, an export, a bulk write."""
    _changes(session).append(Change(action, about, key[:80], None, canonical(facts)))


def note_inserted(session: Session, table_name: str, key: int, row: dict[str, Any]) -> None:
    """Put into the trail that a row was inserted by a statement of its own."""
    after = {name: "•" if name in SECRET else value for name, value in row.items() if value is not None}
    _changes(session).append(Change("inserted", table_name, str(key), None, canonical({**after, "id": key})))


def note_updated(session: Session, table_name: str, key: int, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Put into the trail what a statement of its own changed in a row; none of it may be a secret."""
    assert SECRET.isdisjoint(after)
    _changes(session).append(Change("updated", table_name, str(key), canonical(before), canonical(after)))


def has_changes(session: Session) -> bool:
    """Tell whether there is something that a commit would put into the trail."""
    return bool(session.info.get("audit_changes"))


def audit_session(session_class: Any) -> None:
    """Keep the trail for every session of this class or factory."""
    event.listen(session_class, "after_flush", _collect)
    event.listen(session_class, "before_commit", _write)
    event.listen(session_class, "after_rollback", _forget)


def _changes(session: Session) -> list[Change]:
    changes: list[Change] = session.info.setdefault("audit_changes", [])
    return changes


def _forget(session: Session) -> None:
    session.info.pop("audit_changes", None)


def _collect(session: Session, _context: UOWTransaction) -> None:
    changes = _changes(session)
    for action, rows in (("inserted", session.new), ("updated", session.dirty), ("deleted", session.deleted)):
        found = [row for row in rows if isinstance(row, Base) and row.__audited__]
        for row in found if action == "inserted" else sorted(found, key=_place):
            before, after = _difference(inspect(row), action)
            if before or after:
                table, key = _place(row)
                changes.append(
                    Change(
                        action,
                        table,
                        key,
                        canonical(before) if before else None,
                        canonical(after) if after else None,
                    )
                )


def _place(row: Base) -> tuple[str, str]:
    """Return table and key of a row; the session itself keeps changed rows in no order."""
    key = "/".join(str(part) for part in inspect(row).mapper.primary_key_from_instance(row))
    return row.__tablename__, key[:80]


def _difference(state: InstanceState[Any], action: str) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for key in state.mapper.column_attrs.keys():  # noqa: SIM118 - a collection of its own, no dict
        hidden = key in SECRET
        if action == "updated":
            history = state.attrs[key].history
            if history.has_changes():
                before[key] = "•" if hidden else (history.deleted[0] if history.deleted else None)
                after[key] = "•" if hidden else (history.added[0] if history.added else None)
        elif (value := state.dict.get(key)) is not None:
            (after if action == "inserted" else before)[key] = "•" if hidden else value
    return before, after


def _write(session: Session) -> None:
    session.flush()
    changes = _changes(session)
    if not changes:
        return
    head = run(session, _HEAD).one()
    link, previous = head
    rows = []
    at, by, source = (session.info.get(f"acting_{name}") for name in ("at", "by", "source"))
    if at is None:
        raise RuntimeError("say with kernel.auditing.acting who works before changing audited rows")
    for change in changes:
        link += 1
        fields = (link, at.isoformat(), by, source, change.action, change.table_name, change.row_key)
        own = chained(previous, (*fields, change.before, change.after))
        rows.append(
            {
                "id": link,
                "at": at,
                "by_id": by,
                "source": str(source)[:120],
                "action": change.action,
                "table_name": change.table_name,
                "row_key": change.row_key,
                "before": change.before,
                "after": change.after,
                "previous_hash": previous,
                "hash": own,
            }
        )
        previous = own
    changes.clear()
    run_many(session, _APPEND, rows)


def verify_audit(session: Session) -> list[int]:
    """Return the ids of audit rows whose hash or link is wrong or that are missing; none means the trail is whole."""
    wrong = []
    last, previous = 0, GENESIS
    head = session.scalar(select(ChainHead.last_id).where(ChainHead.name == "audit")) or 0
    rows = session.execute(select(Audit).order_by(Audit.id).execution_options(yield_per=5000)).scalars()
    for row in rows:
        fields = (row.id, row.at.isoformat(), row.by_id, row.source, row.action, row.table_name, row.row_key)
        if row.previous_hash != previous or row.hash != chained(previous, (*fields, row.before, row.after)):
            wrong.append(row.id)
        last, previous = row.id, row.hash
    if last < head:
        wrong.append(head)
    return wrong
