"""Find rows by what people type: for look-ahead in forms, and to turn a typed code into an id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from inventory.scan_codes import CodeKind, parse_code
from inventory.tables import Part
from kernel.containing import contains
from kernel.errors import Forbidden, NotFound, RuleViolation
from webapp import context
from webapp.access import signed_in
from webapp.documents.gs1 import read_gs1
from webapp.i18n import in_language

MOST = 20
SCANNED = {
    CodeKind.PART: ("part",),
    CodeKind.LOT: ("lot",),
    CodeKind.LOCATION: ("location", "bin", "store", "warehouse", "van"),
    CodeKind.WORK_ORDER: ("work_order",),
}
"""Which kinds of row our own codes name."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Hold one row that can be chosen: its id, the code that people type, and words."""

    id: int
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """Say how rows of a kind are found; `permission` empty means everybody who has logged in."""

    kind: str
    permission: str
    find: Callable[[Session, str], list[Choice]]
    by_code: Callable[[Session, str], int | None]
    by_id: Callable[[Session, int], Choice | None]


LOOKUPS: dict[str, Lookup] = {}


def lookup(made: Lookup) -> Lookup:
    """Register a kind of row that forms can name by code."""
    LOOKUPS[made.kind] = made
    return made


def table_lookup(
    kind: str,
    table: Any,
    *,
    permission: str = "",
    code: str = "code",
    name: str = "",
    where: Callable[[], Any] | None = None,
) -> Lookup:
    """Register a lookup over one table: `code` its column that people type, `name` another, or name_zh and name_en."""
    code_column = getattr(table, code)
    names = [getattr(table, name)] if name else [table.name_zh, table.name_en]

    def narrowed(statement: Any) -> Any:
        return statement.where(where()) if where else statement

    def choice(row: Any) -> Choice:
        return Choice(row[0], row[1], row[2] if name else in_language(row[2], row[3]))

    def find(session: Session, text: str) -> list[Choice]:
        like = or_(*(contains(column, text) for column in (code_column, *names)))
        statement = narrowed(select(table.id, code_column, *names)).where(like)
        first = code_column.istartswith(text, autoescape=True).desc()
        return [choice(row) for row in session.execute(statement.order_by(first, code_column).limit(MOST))]

    def by_code(session: Session, text: str) -> int | None:
        found: int | None = session.scalar(narrowed(select(table.id)).where(code_column == text))
        return found

    def by_id(session: Session, row_id: int) -> Choice | None:
        row = session.execute(select(table.id, code_column, *names).where(table.id == row_id)).one_or_none()
        return choice(row) if row else None

    return lookup(Lookup(kind, permission, find, by_code, by_id))


def resolve(kind: str, code: str) -> int | None:
    """Return the id of the row that people call `code`, or None; a scanned label of the right kind will do as well."""
    found, session = LOOKUPS[kind], context.session()
    text = code.strip()[:128]
    known = found.by_code(session, text)
    if known is not None or not text:
        return known
    key = scanned_key(kind, text)
    return found.by_code(session, key) if key else None


def scanned_key(kind: str, text: str) -> str:
    """Return what a scanned code calls a row of this kind: the key of our own code, or a part's number for its GTIN."""
    try:
        code = parse_code(text)
    except RuleViolation:
        return ""
    if code.kind is not None:
        return code.key if kind in SCANNED.get(code.kind, ()) else ""
    gs1 = read_gs1(text) if kind == "part" else None
    if gs1 is None or gs1.gtin is None:
        return ""
    article = select(Part.number).where(Part.gtin.in_({gs1.gtin, gs1.gtin.lstrip("0")}))
    return context.session().scalar(article) or ""


def code_of(kind: str, row_id: int) -> str:
    """Return the code under which people know a row; empty when there is none."""
    found = LOOKUPS[kind].by_id(context.session(), row_id)
    return found.code if found else ""


@signed_in
def _find(kind: str) -> ResponseReturnValue:
    """Answer look-ahead with up to 20 rows."""
    known = LOOKUPS.get(kind)
    if known is None:
        raise NotFound("nothing_here")
    if known.permission and not context.may(known.permission):
        raise Forbidden("permission_missing", permission=known.permission)
    text = request.args.get("q", "").strip()[:128]
    found = known.find(context.session(), text) if text else []
    return jsonify([{"id": each.id, "code": each.code, "label": each.label} for each in found])


def set_up(app: Flask) -> None:
    """Add the look-ahead of all kinds, those of the rooms included."""
    import webapp.lookup_kinds  # noqa: F401 - registers the kinds

    app.add_url_rule("/lookups/<kind>", "lookups.find", _find)
