"""Post movements by the bare driver of either engine, chained here, and compare what happens with the model."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from datetime import date, timedelta
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, select, text

from inventory.tables import Location, WorkOrder
from kernel.hashing import GENESIS, chained
from tests.support.databases import session_on
from tests.support.ledger_model import PIECE, RANKS, Attempt, Chance, Model, Verdict
from tests.support.world import NOON, World

COLUMNS = (
    "id", "posting_id", "kind", "part_id", "lot_id", "from_location_id", "to_location_id", "quantity", "moved_on",
    "posted_at", "by_id", "clearance_id", "count_line_id", "fifo_exception_id", "reverses_id", "previous_hash", "hash",
)  # fmt: skip
LOT_COLUMNS = (
    "id", "number", "part_id", "origin", "reference", "received_on", "rank_on", "unit_cost_cny", "brought_by_id",
    "created_at",
)  # fmt: skip
CLEARANCE_COLUMNS = (
    "id", "lot_id", "hold_location_id", "passed", "failed", "brought_by_id", "inspected_by_id", "decided_at",
    "reference",
)  # fmt: skip
POSTING_COLUMNS = ("id", "kind", "reference", "moved_on", "posted_at", "by_id", "note")
FIRST_DAY = date(2026, 1, 5)
A_POSTING = 50
"""Movements of one posting."""
A_COMMIT = 1000
ORDERS = 6
Refused = (sqlite3.DatabaseError, psycopg.DatabaseError)


class Bare:
    """Hold a connection, the chain as it goes on, and the model beside it."""

    def __init__(self, engine: Engine, seed: int, parts: int) -> None:
        """Build the company with some parts and work orders, and know it in the model."""
        self.chance = random.Random(seed)
        with session_on(engine) as session:
            world = World(session).build()
            pieces = session.execute(text("SELECT id FROM unit WHERE code = 'pcs'")).scalar_one()
            numbers = [world.part(f"M{number:03d}", unit_id=pieces) for number in range(parts)]
            for number in range(ORDERS):
                world.work_order(f"W{number}")
            session.commit()
            places = session.execute(select(Location.id, Location.kind, Location.store_id)).all()
            orders = set(session.scalars(select(WorkOrder.location_id)))
        self.people = world.people
        self.model = Model({i: kind for i, kind, _ in places}, {i: store for i, _, store in places})
        assert orders <= self.model.kinds.keys()
        self.chooser = Chance(self.model, numbers, self.chance)
        self.parts, self.engine = numbers, engine
        self.hash, self.lot, self.verdict, self.posting = GENESIS, 0, 0, 0
        self.waiting: list[tuple[Any, ...]] = []
        self.refusals: Counter[str] = Counter()
        self.tried = 0

    def run(self, attempts: int, compare_every: int) -> None:
        """Try so many movements, and compare every balance with the model from time to time and at the end."""
        with self.engine.connect() as connection:
            self.begin(connection)
            while self.tried < attempts:
                self.step()
                if self.tried % A_COMMIT == 0:
                    self.commit()
                if self.tried % compare_every == 0:
                    self.compare()
            self.commit()
            self.compare()

    def begin(self, connection: Connection) -> None:
        """Work on a connection."""
        self.connection = connection
        driver = connection.connection.driver_connection
        assert driver is not None
        self.cursor = driver.cursor()
        self.sqlite = connection.dialect.name == "sqlite"
        connection.begin()
        self.append = self.inserting("movement", COLUMNS)
        self.new_lot = self.inserting("lot", LOT_COLUMNS)
        self.verdict_given = self.inserting("clearance", CLEARANCE_COLUMNS)
        self.opened = self.inserting("posting", POSTING_COLUMNS)
        self.day = NOON.date().isoformat()
        self.now = f"{NOON:%Y-%m-%d %H:%M:%S}.000000" if self.sqlite else NOON
        self.moment = NOON.isoformat()

    def inserting(self, table: str, columns: tuple[str, ...]) -> str:
        """Return the statement that adds a row, as the driver takes it."""
        mark = "?" if self.sqlite else "%s"
        return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join([mark] * len(columns))})"

    def commit(self) -> None:
        self.flush()
        self.connection.commit()
        self.connection.begin()

    def step(self) -> None:
        """Bring a lot in, inspect one, or try a movement."""
        roll = self.chance.random()
        if roll < 0.02 or not self.chooser.lots:
            self.attempt(self.chooser.new_lot(self.add_lot()))
        elif roll < 0.04:
            self.inspect()
        else:
            self.attempt(self.chooser.next())

    def add_lot(self) -> int:
        self.lot += 1
        part, rank = self.chance.choice(self.parts), self.chance.randrange(RANKS)
        self.model.part_of[self.lot], self.model.rank_of[self.lot] = part, rank
        on = FIRST_DAY + timedelta(days=rank)
        self.flush()
        came, cost, buyer = on.isoformat(), 10_000 + part, self.people["buyer"]
        row = (self.lot, f"M{self.lot:07d}", part, "opening", "M", came, came, cost, buyer, self.now)
        self.cursor.execute(self.new_lot, row)
        return self.lot

    def inspect(self) -> None:
        """Give a verdict on what lies in a hold, at times on more than that, and let it leave."""
        found = self.chooser.waiting()
        if found is None:
            return
        hold, lot = found
        there = self.model.there[hold, lot]
        failed = self.chance.choice([0, 0, 0, PIECE])
        passed = there - failed + self.chance.choice([0] * 9 + [PIECE])
        self.flush()
        key = self.verdict + 1
        row = (key, lot, hold, passed, failed, self.people["buyer"], self.people["inspector"], self.now, "M")
        if passed < 0 or passed + failed > there or passed + failed == 0:
            self.refused_in_words(self.verdict_given, row, {"more_than_in_hold", "some_quantity"})
            return
        self.cursor.execute(self.verdict_given, row)
        self.verdict = key
        self.model.verdicts[key] = Verdict(lot, hold, passed, failed)
        store, part = self.model.stores[hold], self.model.part_of[lot]
        for kind, target, quantity in (("release", "staging", passed), ("rejection", "quarantine", failed)):
            to = self.chooser.by_kind[target, store][0]
            if quantity:
                self.attempt(Attempt(kind, part, lot, hold, to, quantity, clearance=key))
                self.attempt(Attempt(kind, part, lot, hold, to, quantity, clearance=key))

    def refused_in_words(self, adding: str, row: tuple[Any, ...], codes: set[str]) -> None:
        """Let the database refuse; it must say one of the reasons, and nothing else of the transaction is lost."""
        if not self.sqlite:
            self.cursor.execute("SAVEPOINT tried")
        try:
            self.cursor.execute(adding, row)
        except Refused as error:
            said = str(error)
            code = next((each for each in sorted(codes) if each in said), None)
            assert code, f"refused for {said.splitlines()[0]!r} where {codes} was expected"
            self.refusals[code] += 1
        else:
            raise AssertionError(f"taken, where {codes} was expected")
        if not self.sqlite:
            self.cursor.execute("ROLLBACK TO tried")

    def attempt(self, a: Attempt) -> None:
        """Try a movement; what happens must be what the model says."""
        self.tried += 1
        codes = self.model.wrongs(a)
        if self.posting == 0 or self.tried % A_POSTING == 0:
            self.open_posting()
        row = self.row(a)
        if codes:
            self.flush()
            self.refused_in_words(self.append, row, codes)
            return
        self.waiting.append(row)
        self.hash = row[-1]
        self.model.follow(a)
        self.chooser.note(a)

    def flush(self) -> None:
        """Write the movements that the model lets happen: all of them must."""
        if self.waiting:
            try:
                self.cursor.executemany(self.append, self.waiting)
            except Refused as error:
                raise AssertionError(f"{error} among {self.waiting[-3:]}, which the model lets happen") from error
            self.waiting.clear()

    def open_posting(self) -> None:
        self.flush()
        self.posting += 1
        self.cursor.execute(self.opened, (self.posting, "opening", "M", self.day, self.now, self.people["keeper"], ""))

    def row(self, a: Attempt) -> tuple[Any, ...]:
        number = len(self.model.done) + 1 + a.number_off
        previous = self.hash if a.link is None else a.link
        lead = (number, self.posting, a.kind, a.part, a.lot, a.source, a.target, a.quantity, self.day)
        rest = (self.people["keeper"], a.clearance, None, None, a.reverses)
        own = chained(previous, (*lead, self.moment, *rest))
        return (*lead, self.now, *rest, previous, own)

    def compare(self) -> None:
        """Compare every balance and every stock with the model."""
        self.flush()
        self.cursor.execute("SELECT location_id, lot_id, on_hand FROM balance WHERE on_hand <> 0")
        assert {(place, lot): on_hand for place, lot, on_hand in self.cursor.fetchall()} == +self.model.there
        self.cursor.execute("SELECT store_id, part_id, on_hand, reserved FROM stock WHERE on_hand <> 0")
        stocks = {(store, part): on_hand for store, part, on_hand, reserved in self.cursor.fetchall() if not reserved}
        assert stocks == {key: total for key, shelf in self.model.shelf.items() if (total := sum(shelf.values()))}
        self.cursor.execute("SELECT last_id, hash FROM chain_head WHERE name = 'movement'")
        assert self.cursor.fetchall() == [(len(self.model.done), self.hash)]
