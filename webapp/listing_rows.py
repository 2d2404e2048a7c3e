"""Read what an address asks of a list, and fetch the rows: filtered, sorted and cut to a page by the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from kernel.amounts import LARGEST, Scaled
from kernel.db import reading
from webapp import context
from webapp.i18n import in_language, language
from webapp.listing import SIZES, Column, Filter, Listing, Slice, SliceAsked, Slices
from webapp.lookups import LOOKUPS, resolve

LARGEST_PAGE = 1_000_000
LONGEST_TEXT = 200
LONGEST_CURSOR = 200
MOST_EXPORTED = 200_000
AT_ONCE = 2_000
GATHERED = 500
"""Rows of an export that are in memory together."""


@dataclass(frozen=True)
class Asked:
    """Hold what an address asks: filters as typed and as values, order, page and columns."""

    typed: Mapping[str, str]
    filters: Mapping[str, Any]
    sort: str
    page: int
    size: int
    columns: tuple[Column, ...]
    errors: Mapping[str, str] = field(default_factory=dict)
    narrowed: bool = False
    cursor: str = ""

    @property
    def descending(self) -> bool:
        """Tell whether the order is downwards."""
        return self.sort.startswith("-")

    def state(self, **changed: Any) -> dict[str, Any]:
        """Return the arguments of the address that shows the same list, with some changed."""
        keys = {"sort": self.sort, "page": self.page, "size": self.size, "columns": self._chosen, **self.typed}
        return {name: value for name, value in {**keys, **changed}.items() if value not in {None, "", 0}}

    @property
    def _chosen(self) -> str:
        return self.typed.get("columns", "")


@dataclass(frozen=True)
class Rows:
    """Hold one page of rows and how many there are in all; `part` where the page was found by keys."""

    rows: Iterable[Any]
    total: int | None
    page: int
    pages: int
    part: Slice | None = None


def visible(made: Listing) -> list[Column]:
    """Return the columns that whoever asks may see."""
    return [each for each in made.columns if not each.permission or context.may(each.permission)]


def sortable(made: Listing) -> list[str]:
    """Return the names that a list may be sorted by."""
    return [c.key for c in visible(made) if c.sort and (c.value is None or c.sort_by)]


def asked(made: Listing, given: Mapping[str, str]) -> Asked:
    """Read an address; what is unknown or senseless is left out, and told beside its filter."""
    typed: dict[str, str] = {}
    filters: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for each in made.filters:
        text = given.get(each.key, "").strip()[:LONGEST_TEXT]
        if not text:
            continue
        typed[each.key] = text
        try:
            filters[each.key] = value_of(each, text)
        except ValueError as error:
            errors[each.key] = str(error)
    sort = given.get("sort", "")
    if sort.lstrip("-") not in sortable(made) or sort.startswith("--"):
        sort = made.default_sort
    columns, chosen = _columns(made, given)
    if chosen:
        typed["columns"] = chosen
    size = _whole(given.get("size", ""), made.size, SIZES[-1])
    page = _whole(given.get("page", ""), 1, LARGEST_PAGE)
    narrowed = bool(errors) or any(each.key in filters for each in made.filters if each.kind != "row")
    cursor = given.get("cursor", "")[:LONGEST_CURSOR] if made.slices else ""
    return Asked(typed, filters, sort, page, size, columns, errors, narrowed, cursor)


def value_of(made: Filter, text: str) -> Any:
    """Return the value of a filter, or raise `ValueError` with words for the reader."""
    if made.row_kind:
        found = resolve(made.row_kind, text) if made.row_kind in LOOKUPS else None
        if found is None:
            raise ValueError(_("There is no “%(text)s”.", text=text[:60]))
        return found
    if made.kind == "choice":
        if text not in made.words():
            raise ValueError(_("Choose one of the list."))
        return text
    if made.kind == "flag":
        if text not in {"yes", "no", "true", "false", "1", "0"}:
            raise ValueError(_("Choose yes or no."))
        return text in {"yes", "true", "1"}
    if made.kind == "row":
        return _row_id(text)
    if made.kind == "date":
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError(_("Write a date as 2026-03-31.")) from None
    return text


def _row_id(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) <= LARGEST):
        raise ValueError(_("There is no “%(text)s”.", text=text[:60]))
    return int(text)


def fetch(made: Listing, session: Session, what: Asked, *, everything: bool = False) -> Rows:
    """Return the page of rows that was asked for, or every row up to the limit of an export.

    Rows of an export are read while they are written, never all at once.
    """
    found = _fetch(made, session, what, everything=everything)
    if made.gather is None:
        return found
    if everything:
        return replace(found, rows=_gathering(made.gather, found.rows))
    rows = list(found.rows)
    made.gather(rows)
    return replace(found, rows=rows)


def _gathering(gather: Callable[[Sequence[Any]], None], rows: Iterable[Any]) -> Iterable[Any]:
    """Yield rows; what their columns need is read for a stretch of them at once."""
    coming = iter(rows)
    while stretch := list(islice(coming, GATHERED)):
        gather(stretch)
        yield from stretch


def _fetch(made: Listing, session: Session, what: Asked, *, everything: bool) -> Rows:
    if made.slices is not None:
        part = made.slices(session, _wanted(what))
        if part is not None and everything:
            return Rows(_all_slices(made.slices, session, what), part.total, 1, 1)
        if part is not None:
            return Rows(part.rows, part.total, 1, 1, part)
    found = made.query(session, what.filters)
    if not isinstance(found, Select):
        return _cut(_sorted(list(found), made, what), what, everything)
    statement = _narrowed(made, session, found, what)
    if everything:
        whole = _ordered(made, statement, what).limit(MOST_EXPORTED)
        return Rows(session.execute(whole.execution_options(yield_per=AT_ONCE)), None, 1, 1)
    total = session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    ordered = _ordered(made, statement, what)
    pages = max(1, -(-total // what.size))
    page = min(what.page, pages)
    rows = session.execute(ordered.limit(what.size).offset((page - 1) * what.size)).all()
    return Rows(list(rows), total, page, pages)


def _wanted(what: Asked, **changed: Any) -> SliceAsked:
    return SliceAsked(
        **{"filters": what.filters, "sort": what.sort, "cursor": what.cursor, "size": what.size, **changed}
    )


def _all_slices(slices: Slices, session: Session, what: Asked) -> Iterable[Any]:
    """Yield every row, page by page; the reading ends after each, so that nobody who writes waits for the file."""
    cursor = ""
    while True:
        part = slices(session, _wanted(what, cursor=cursor, size=AT_ONCE))
        if part is None:
            return
        yield from part.rows
        if not part.older:
            return
        cursor = part.older
        session.rollback()
        reading(session)


def cell(made: Column, row: Any) -> Any:
    """Return the value of a column for a row, as a value of the house."""
    if made.value is not None:
        return made.value(row)
    if made.kind == "name":
        return in_language(attribute(row, f"{made.key}_zh"), attribute(row, f"{made.key}_en"))
    return attribute(row, made.key)


def attribute(row: Any, name: str) -> Any:
    """Return a row's attribute, whatever the row is made of."""
    return row.get(name) if isinstance(row, Mapping) else getattr(row, name, None)


def _narrowed(made: Listing, session: Session, statement: Select[Any], what: Asked) -> Select[Any]:
    for each in made.filters:
        if each.where is not None and each.key in what.filters:
            statement = statement.where(each.where(what.filters[each.key]))
    return statement.where(made.scope(session)) if made.scope else statement


def _ordered(made: Listing, statement: Select[Any], what: Asked) -> Select[Any]:
    """Sort by a column of the list only, then by id, so that pages never share a row."""
    expressions: list[ColumnElement[Any]] = []
    columns = statement.selected_columns
    if what.sort:
        key = _sort_key(made, what.sort.lstrip("-"))
        expression = columns[key]
        expressions.append(expression.desc().nulls_last() if what.descending else expression.asc().nulls_last())
    if "id" in columns:
        expressions.append(columns["id"].desc() if what.descending else columns["id"].asc())
    return statement.order_by(None).order_by(*expressions) if expressions else statement


def _sort_key(made: Listing, key: str) -> str:
    column = next(each for each in made.columns if each.key == key)
    if column.sort_by:
        return column.sort_by
    if column.kind == "name":
        return f"{key}_zh" if language().startswith("zh") else f"{key}_en"
    return key


def _sorted(rows: list[Any], made: Listing, what: Asked) -> list[Any]:
    if not what.sort:
        return rows
    key = _sort_key(made, what.sort.lstrip("-"))
    known = [row for row in rows if attribute(row, key) is not None]
    empty = [row for row in rows if attribute(row, key) is None]
    return sorted(known, key=lambda row: _comparable(attribute(row, key)), reverse=what.descending) + empty


def _comparable(value: Any) -> Any:
    return value.scaled if isinstance(value, Scaled) else value


def _cut(rows: list[Any], what: Asked, everything: bool) -> Rows:  # noqa: FBT001 - private, one caller
    if everything:
        return Rows(rows[:MOST_EXPORTED], len(rows), 1, 1)
    pages = max(1, -(-len(rows) // what.size))
    page = min(what.page, pages)
    return Rows(rows[(page - 1) * what.size : page * what.size], len(rows), page, pages)


def _columns(made: Listing, given: Mapping[str, str]) -> tuple[tuple[Column, ...], str]:
    """Return the columns to show and, when somebody chose them, their names as they stand in the address."""
    mine = visible(made)
    wanted = given.get("columns", "").split(",")
    if hasattr(given, "getlist"):
        wanted = [name for text in given.getlist("columns") for name in text.split(",")]
    chosen = tuple(each for each in mine if each.key in wanted)
    if chosen:
        return chosen, ",".join(each.key for each in chosen)
    return tuple(each for each in mine if each.shown), ""


def _whole(text: str, default: int, most: int) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 9:
        return default
    return min(max(int(text), 1), most)


def exported(columns: Iterable[Column], rows: Iterable[Any]) -> Iterable[list[Any]]:
    """Yield each row's values for a file: words for states, yes and no for flags."""
    shown = tuple(columns)
    for row in rows:
        yield [_file_value(column, cell(column, row)) for column in shown]


def _file_value(column: Column, value: Any) -> Any:
    if column.kind == "state":
        return str(column.choices.get(value, value)) if value is not None else ""
    if column.kind == "flag":
        return _("yes") if value else _("no")
    return value
