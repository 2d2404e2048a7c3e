"""Declare the kinds of import: what each reads, checks and writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy.orm import Session

from webapp.imports.columns import Column
from webapp.imports.findings import Findings
from webapp.imports.limits import Limits
from webapp.imports.sheet import Sheet

CHUNK = 500
T = TypeVar("T")
Tell = Callable[[int, int], None]
"""Takes how many steps are done and how many there are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """Hold what people choose beside the file; names are codes that people know."""

    on: date
    store: str = ""
    supplier: str = ""
    lead_time_days: int | None = None
    lead_time_unit: str = ""
    holding_period: str = ""
    create_parts: bool = False
    create_missing: bool = False
    returns_as_zero: bool = False
    period: str = ""
    last_period: str = ""
    approve_suppliers_by: int | None = None
    cleared_by: int | None = None
    stock_take: str = ""
    counted_by: str = ""
    counted_at: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """Say who writes, when, and under which request key."""

    by: int
    at: datetime
    request_key: str


class Work(Protocol):
    """Hold checked rows, ready to be written."""

    def counts(self) -> dict[str, int]:
        """Return what would be made and changed, by name."""

    def write(self, session: Session, order: Order, tell: Tell) -> dict[str, int]:
        """Write all rows and return what was made and changed, by name."""


@dataclass(frozen=True)
class Kind:
    """Describe a kind of import; `options` are those of `Options` that mean something to it.

    `terminal` names what only the terminal can choose besides. Of a `partial` kind the good rows can be written while
    others have faults.
    """

    name: str
    title: Any
    help: Any
    columns: tuple[Column, ...]
    check: Callable[[Session, Sheet, Options, Findings, Limits], Work]
    options: tuple[str, ...]
    examples: tuple[dict[str, Any], ...] = ()
    permissions: tuple[str, ...] = ()
    partial: bool = False
    terminal: tuple[str, ...] = ()


KINDS: dict[str, Kind] = {}


def kind(made: Kind) -> Kind:
    """Register a kind of import."""
    KINDS[made.name] = made
    return made


def batches(rows: Sequence[T], size: int = CHUNK) -> Iterator[tuple[T, ...]]:
    """Yield the rows in batches."""
    for begin in range(0, len(rows), size):
        yield tuple(rows[begin : begin + size])


def added(total: dict[str, int], **more: int) -> None:
    """Add counts to a total."""
    for name, count in more.items():
        total[name] = total.get(name, 0) + count


class Steps:
    """Count the steps of a long piece of work and tell each."""

    def __init__(self, tell: Tell, total: int) -> None:
        """Begin at nothing."""
        self._tell, self._total, self._done = tell, total, 0

    def step(self, count: int) -> None:
        """Tell that so many more are done."""
        self._done += count
        self._tell(min(self._done, self._total), self._total)


def in_batches(rows: Iterable[str], size: int = CHUNK) -> Iterator[list[str]]:
    """Yield sorted batches of keys for queries."""
    ordered = sorted(set(rows))
    for begin in range(0, len(ordered), size):
        yield ordered[begin : begin + size]
