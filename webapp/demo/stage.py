"""Hold the demo company while its history is played: the session, the clock, chance, and who is who."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.orm import Session

from inventory.tables import Category, Location, Lot, Part, ProductModel, Unit
from kernel.amounts import Quantity
from kernel.auditing import acting
from kernel.clock import BUSINESS_ZONE
from kernel.errors import AppError
from kernel.tables import Person
from procurement.tables import Supplier, SupplierPart
from service.tables import Customer, Product
from webapp.demo.catalogue import Kind

R = TypeVar("R")
SOURCE = "demo"
KEPT = (Category, Customer, Location, Lot, Part, Person, Product, ProductModel, Supplier, SupplierPart, Unit)
"""Rows that no trigger changes: held in memory all along, so that two years of days need not read them anew."""


def hold_master_data(session: Session) -> None:
    """Keep the session's rows of master data alive between transactions."""
    alive: dict[int, Any] = {}

    def keep(_session: Session, row: Any) -> None:
        if isinstance(row, KEPT):
            alive[id(row)] = row

    for name in ("pending_to_persistent", "loaded_as_persistent"):
        event.listen(session, name, keep)


@dataclass(slots=True)
class DemoPart:
    """Hold a part with what only the demo knows of it: its kind, price, buyers' habits."""

    id: int
    number: str
    kind: Kind
    cost: float
    family: str
    models: tuple[int, ...]
    zone: str
    step: int = 1000
    offers: list[DemoOffer] = field(default_factory=list)
    succeeded: bool = False

    def quantity(self, units: float) -> Quantity:
        """Return so much of the part in whole steps, at least one."""
        return Quantity(max(1, round(units * 1000 / self.step)) * self.step)


@dataclass(slots=True)
class DemoOffer:
    """Hold on what terms a supplier sells a part."""

    supplier: str
    price: float
    lead_days: int
    minimum: int
    multiple: int


@dataclass(slots=True)
class DemoStore:
    """Hold a warehouse's places."""

    id: int
    code: str
    region: str
    keepers: tuple[str, ...]
    hold: int
    staging: int
    quarantine: int
    bins: dict[str, list[int]]


@dataclass(slots=True)
class DemoEngineer:
    """Hold an engineer with van and store."""

    id: int
    code: str
    region: str
    families: tuple[str, ...]
    van: int
    store: str
    load: int = 0


@dataclass
class Stage:
    """Play scripts as the people of the company, each in the name of who does it and at its own time.

    A transaction ends whenever the person or the time changes, so that the audit trail names the right one.
    """

    session: Session
    rng: Random
    at: datetime
    people: dict[str, int] = field(default_factory=dict)
    parts: list[DemoPart] = field(default_factory=list)
    stores: dict[str, DemoStore] = field(default_factory=dict)
    engineers: list[DemoEngineer] = field(default_factory=list)
    suppliers: dict[str, int] = field(default_factory=dict)
    models: dict[str, int] = field(default_factory=dict)
    families: dict[int, str] = field(default_factory=dict)
    standards: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    symptoms: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    questions: list[tuple[int, str, tuple[int, ...]]] = field(default_factory=list)
    old_part: str = ""
    new_part: str = ""
    calls: int = 0
    _acting: tuple[int | None, datetime] | None = None

    def do(self, script: Callable[..., R], *, by: str | int | None, **details: Any) -> R:
        """Run a script as somebody at the present time of the play."""
        person = self.people[by] if isinstance(by, str) else by
        if (person, self.at) != self._acting:
            self.commit()
            acting(self.session, by=person, at=self.at, source=SOURCE)
            self._acting = (person, self.at)
        self.calls += 1
        return script(self.session, **details, by=person, at=self.at, request_key=f"demo-{self.calls:06d}")

    def attempt(self, script: Callable[..., R], *, by: str, **details: Any) -> R | None:
        """Run a script that may be refused, as a person may be; a refusal undoes what it wrote and gives nothing."""
        self.commit()
        try:
            return self.do(script, by=by, **details)
        except AppError:
            self.session.rollback()
            self._acting = None
            return None

    def commit(self) -> None:
        """End the transaction of the last person."""
        self.session.commit()
        self._acting = None

    @property
    def today(self) -> date:
        """Return the business day of the play."""
        return self.at.astimezone(BUSINESS_ZONE).date()

    def part_of(self, part_id: int) -> DemoPart:
        """Return a part by its id."""
        return self._by_id[part_id]

    @property
    def _by_id(self) -> dict[int, DemoPart]:
        if len(self._parts_by_id) != len(self.parts):
            self._parts_by_id.update({part.id: part for part in self.parts})
        return self._parts_by_id

    _parts_by_id: dict[int, DemoPart] = field(default_factory=dict)

    def bin_of(self, store: str, part: DemoPart) -> int:
        """Return the bin in which a store keeps a part."""
        bins = self.stores[store].bins[part.zone]
        return bins[part.id % len(bins)]


def clock(on: date, hour: float) -> datetime:
    """Return a time of a business day, `hour` being 13.5 for half past one.

    >>> clock(date(2026, 3, 2), 8.5).isoformat()
    '2026-03-02T00:30:00+00:00'
    """
    return (datetime.combine(on, time(), tzinfo=BUSINESS_ZONE) + timedelta(minutes=round(hour * 60))).astimezone(UTC)
