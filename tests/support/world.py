"""A small company for tests, made through the scripts' own ledger door."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import UTC, date, datetime
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.places import LocationKind, MovementKind
from inventory.posting import Move, post
from inventory.tables import Clearance, Location, Lot, Part, ProductModel, Unit, WorkOrder
from kernel.amounts import Money, Quantity
from kernel.tables import Person

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""Noon in Shanghai on a Monday."""
K = LocationKind


def everything() -> None:
    """Import the tables of every room, so that the whole schema is known."""
    for room in ("kernel", "inventory", "forecasting", "procurement", "receiving", "service", "webapp"):
        try:
            package = importlib.import_module(room)
        except ModuleNotFoundError:
            continue
        for module in pkgutil.iter_modules(package.__path__):
            if module.name == "tables":
                importlib.import_module(f"{room}.tables")


def q(value: str | int) -> Quantity:
    """Return a quantity written shortly."""
    return Quantity.of(value)


class World:
    """Hold the rows of a small company by short names."""

    def __init__(self, session: Session) -> None:
        """Keep the session and count what is made."""
        self.session = session
        self.people: dict[str, int] = {}
        self.places: dict[str, int] = {}
        self.parts: dict[str, int] = {}
        self.models: dict[str, int] = {}
        self.serial = count(1)

    def build(self) -> World:
        """Make people, units, parts, models and places."""
        session = self.session
        for code in ("keeper", "keeper2", "buyer", "inspector", "supervisor", "engineer", "engineer2", "desk", "admin"):
            person = Person(code=code, name=code.capitalize())
            session.add(person)
            session.flush()
            self.people[code] = person.id
        pieces = Unit(code="pcs", name_zh="件", name_en="pcs", step=Quantity(1000))
        metres = Unit(code="m", name_zh="米", name_en="m", step=Quantity(1))
        session.add_all([pieces, metres])
        session.flush()
        for number, unit in (("P1", pieces), ("P2", pieces), ("P3", pieces), ("HOSE", metres)):
            self.part(number, unit_id=unit.id)
        self.part("FRESH", unit_id=pieces.id, shelf_life_days=365)
        self.part("SER", unit_id=pieces.id, serial_tracked=True)
        for code in ("AC-1", "WM-2"):
            model = ProductModel(code=code, name_zh=f"机型{code}", name_en=f"Model {code}")
            session.add(model)
            session.flush()
            self.models[code] = model.id
        for kind in (K.SUPPLIER, K.OPENING, K.CUSTOMER, K.SCRAP, K.VARIANCE):
            self.place(kind.upper(), kind)
        self.warehouse("C", keeper="keeper")
        self.warehouse("N", keeper="keeper2")
        van = self.place("VAN1", K.VAN, keeper_id=self.people["engineer"])
        session.get_one(Location, van).store_id = van
        self.place("VAN1-T", K.IN_TRANSIT, store_id=van)
        session.commit()
        return self

    def part(self, number: str, **columns: object) -> int:
        """Add a part."""
        row = Part(number=number, name_zh=f"零件{number}", name_en=f"Part {number}", **columns)  # type: ignore[arg-type]
        self.session.add(row)
        self.session.flush()
        self.parts[number] = row.id
        return row.id

    def place(self, code: str, kind: LocationKind, **columns: object) -> int:
        """Add a place."""
        row = Location(code=code, name_zh=code, name_en=code, kind=str(kind), **columns)  # type: ignore[arg-type]
        self.session.add(row)
        self.session.flush()
        self.places[code] = row.id
        return row.id

    def warehouse(self, code: str, keeper: str) -> None:
        """Add a warehouse with hold, staging, quarantine, transit and two bins."""
        store = self.place(code, K.WAREHOUSE, keeper_id=self.people[keeper])
        self.session.get_one(Location, store).store_id = store
        for suffix, kind in (("H", K.HOLD), ("S", K.STAGING), ("Q", K.QUARANTINE), ("T", K.IN_TRANSIT)):
            self.place(f"{code}-{suffix}", kind, store_id=store, parent_id=store)
        for suffix in ("A1", "A2"):
            self.place(f"{code}-{suffix}", K.BIN, store_id=store, parent_id=store)

    def lot(self, part: str, *, on: date = date(2026, 1, 5), cost: str = "10", **columns: object) -> int:
        """Add a lot that waits for its first movement."""
        expires = columns.get("expires_on")
        row = Lot(
            number=f"L{next(self.serial):05d}",
            part_id=self.parts[part],
            origin=columns.pop("origin", "purchase"),  # type: ignore[arg-type]
            reference="TEST",
            received_on=on,
            rank_on=expires or on,  # type: ignore[arg-type]
            unit_cost_cny=Money.of(cost),
            brought_by_id=self.people["buyer"],
            created_at=NOON,
            **columns,  # type: ignore[arg-type]
        )
        self.session.add(row)
        self.session.flush()
        return row.id

    def move(self, kind: MovementKind, lot: int, source: str, target: str, quantity: str | int, **more: int) -> int:
        """Post one movement and return its id."""
        part = self.session.get_one(Lot, lot).part_id
        move = Move(kind, part, lot, self.places[source], self.places[target], q(quantity), **more)
        posted = post(self.session, [move], kind=str(kind), reference="TEST", by=self.people["keeper"], at=NOON)
        return posted.movement_ids[0]

    def clearance(self, lot: int, passed: str | int, failed: str | int = 0, hold: str = "C-H") -> int:
        """Add an inspector's verdict."""
        row = Clearance(
            lot_id=lot,
            hold_location_id=self.places[hold],
            passed=q(passed),
            failed=q(failed),
            brought_by_id=self.people["buyer"],
            inspected_by_id=self.people["inspector"],
            decided_at=NOON,
            reference="TEST",
        )
        self.session.add(row)
        self.session.flush()
        return row.id

    def stocked(self, part: str, quantity: str | int, *, at: str = "C-A1", **lot: object) -> int:
        """Bring a new lot of a part through hold and inspection into a bin and return the lot."""
        made = self.lot(part, **lot)  # type: ignore[arg-type]
        store = at.split("-", maxsplit=1)[0]
        self.move(MovementKind.OPENING, made, "OPENING", f"{store}-H", quantity)
        cleared = self.clearance(made, quantity, hold=f"{store}-H")
        self.move(MovementKind.RELEASE, made, f"{store}-H", f"{store}-S", quantity, clearance_id=cleared)
        self.move(MovementKind.PUTAWAY, made, f"{store}-S", at, quantity)
        return made

    def work_order(self, number: str = "W1", *, urgency: str = "normal") -> int:
        """Open a work order and return its id; its place gets the same code."""
        place = self.place(number, K.WORK_ORDER)
        row = WorkOrder(
            number=number,
            location_id=place,
            urgency=urgency,
            opened_at=NOON,
            opened_by_id=self.people["desk"],
            engineer_id=self.people["engineer"],
        )
        self.session.add(row)
        self.session.flush()
        return row.id

    def on_hand(self, place: str, lot: int) -> Quantity:
        """Return the balance of a lot in a place."""
        from inventory.tables import Balance

        found = self.session.scalar(
            select(Balance.on_hand).where(Balance.location_id == self.places[place], Balance.lot_id == lot)
        )
        return found or Quantity(0)


def three_shelves(world: World) -> int:
    """Stock three parts in the central store and return a work order for the air conditioner."""
    world.stocked("P1", 10, at="C-A1")
    world.stocked("P2", 4, at="C-A2")
    world.stocked("P3", 6, at="C-A2")
    order = world.work_order("W1")
    world.session.get_one(WorkOrder, order).product_model_id = world.models["AC-1"]
    return order
