"""Declare lists: one registration gives the page, its exports and the API endpoint, all with the same filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from webapp.api.base import RestApi

SIZES = (25, 50, 100, 200)
KINDS = ("text", "name", "quantity", "money", "number", "percent", "date", "instant", "state", "flag")
FILTER_KINDS = ("text", "choice", "date", "flag", "part", "store", "supplier", "lookup", "row")
RESERVED = frozenset({"sort", "page", "size", "columns", "cursor"})


@dataclass(frozen=True)
class Column:
    """Describe a column: the row's attribute `key`, its words and how it is written.

    `kind`: text, name (reads `<key>_zh` and `<key>_en`), quantity, money, number, percent, date, instant, state (with
    `choices`, the words of each value, and `tones`, its Bootstrap colour), flag. `value` computes what is shown from
    the row where no attribute holds it; such a column sorts only by the column named in `sort_by`. `unit` names the
    row's attribute with the unit. `link` gives an address for the row. `shown` False: only where somebody chooses it.
    """

    key: str
    label: Any
    kind: str = "text"
    value: Callable[[Any], Any] | None = None
    sort: bool = True
    sort_by: str = ""
    unit: str = ""
    link: Callable[[Any], str] | None = None
    choices: Mapping[str, Any] = field(default_factory=dict)
    tones: Mapping[str, str] = field(default_factory=dict)
    shown: bool = True
    permission: str = ""
    help: Any = ""

    @property
    def numeric(self) -> bool:
        """Tell whether the column holds figures, which stand to the right."""
        return self.kind in {"quantity", "money", "number", "percent"}


@dataclass(frozen=True)
class Filter:
    """Describe a filter: its name in the address, its words, its kind, and the condition for a value.

    `kind`: text, choice (with `choices`), date, flag, part, store, supplier, lookup (with `lookup`, the kind of row),
    or row: the id of the row on whose page the list stands, which readers of the page need not see. Without `where`
    the list's `query` uses the value itself: it gets all of them by key.
    """

    key: str
    label: Any
    kind: str = "text"
    where: Callable[[Any], ColumnElement[bool]] | None = None
    choices: Mapping[str, Any] | Callable[[], Mapping[str, Any]] = field(default_factory=dict)
    lookup: str = ""

    @property
    def row_kind(self) -> str:
        """Return the kind of row whose code people type, or nothing."""
        return self.lookup or (self.kind if self.kind in {"part", "store", "supplier"} else "")

    def words(self) -> Mapping[str, Any]:
        """Return the choices with their words."""
        return self.choices() if callable(self.choices) else self.choices


@dataclass(frozen=True)
class Action:
    """Describe a button above the list; shown to those with the permission, and where `when` says so."""

    title: Any
    endpoint: str
    permission: str
    icon: str = "plus-lg"
    arguments: Mapping[str, Any] = field(default_factory=dict)
    when: Callable[[], bool] = lambda: True


@dataclass(frozen=True)
class BulkAction:
    """Describe what can be done with the rows that somebody ticked: a POST to `endpoint` with their `ids`."""

    title: Any
    endpoint: str
    permission: str
    icon: str = "check2-square"
    confirm: Any = ""


Query = Callable[[Session, Mapping[str, Any]], Any]
"""Returns a Select, or an iterable of rows."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Hold a page that was found by keys: its rows and the cursors of its neighbours (empty where there is none).

    `total` is None where counting would mean reading everything; `more` says that there are at least so many. `note`
    tells the reader what a page does not say by itself, as that only a part of a long list was looked through.
    """

    rows: list[Any]
    newer: str = ""
    older: str = ""
    total: int | None = None
    more: bool = False
    note: Any = ""


@dataclass(frozen=True, slots=True)
class SliceAsked:
    """Say which page is wanted: filters, order, where it begins (empty, `end`, or a cursor) and how many rows."""

    filters: Mapping[str, Any]
    sort: str
    cursor: str
    size: int


Slices = Callable[[Session, SliceAsked], Slice | None]
"""Returns a page found by keys, or None where the list is cut to pages by `query` after all."""


@dataclass(frozen=True, eq=False)
class Listing:
    """Describe a list.

    `query(session, filters)` returns a `Select` of labelled columns (one of them `id`), or rows (dataclasses, mappings)
    that are already filtered. `scope(session)` gives a condition that narrows a Select to what is somebody's own.
    `slices` finds pages by keys where a list is too long for counted offsets; it filters and narrows by itself.
    `gather(rows)` reads what columns need beside the rows, for a page or a stretch of an export at once.
    """

    name: str
    title: Any
    permission: str
    query: Query
    columns: tuple[Column, ...] | list[Column]
    filters: tuple[Filter, ...] | list[Filter] = ()
    default_sort: str = ""
    row_url: Callable[[Any], str] | None = None
    actions: tuple[Action, ...] | list[Action] = ()
    bulk: tuple[BulkAction, ...] | list[BulkAction] = ()
    scope: Callable[[Session], ColumnElement[bool]] | None = None
    url: str = ""
    group: str = ""
    order: int = 100
    intro: Any = ""
    empty: Any = ""
    tag: str = ""
    also: tuple[str, ...] = ()
    page: bool = True
    size: int = 50
    slices: Slices | None = None
    gather: Callable[[Sequence[Any]], None] | None = None

    @property
    def address(self) -> str:
        """Return the path of the page; the API's is the same below /api/v1."""
        return self.url or f"/{self.name.replace('_', '-')}"

    @property
    def endpoint(self) -> str:
        """Return the endpoint of the page, for `url_for`."""
        return f"list.{self.name}"

    @property
    def permissions(self) -> tuple[str, ...]:
        """Return the permissions of which one is enough."""
        return (self.permission, *self.also)


LISTINGS: dict[str, Listing] = {}


def listing(made: Listing) -> Listing:
    """Register a list, checking that what it says fits together."""
    keys = [each.key for each in made.columns]
    names = [each.key for each in made.filters]
    if made.name in LISTINGS or len(set(keys)) < len(keys) or len(set(names)) < len(names):
        raise ValueError(f"the list {made.name}, or one of its columns or filters, is there twice")
    if RESERVED & set(names):
        raise ValueError(f"the list {made.name} has a filter with a reserved name")
    if any(each.kind not in KINDS for each in made.columns) or any(e.kind not in FILTER_KINDS for e in made.filters):
        raise ValueError(f"the list {made.name} has a column or filter of an unknown kind")
    if made.default_sort and made.default_sort.lstrip("-") not in keys:
        raise ValueError(f"the list {made.name} sorts by a column that it does not have")
    LISTINGS[made.name] = made
    return made


def set_up(app: Flask, rest: RestApi) -> None:
    """Give every list its page, its exports and its API endpoint."""
    from webapp import listing_api, listing_pages

    listing_pages.set_up(app)
    listing_api.set_up(app, rest)
