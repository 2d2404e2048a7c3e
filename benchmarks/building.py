"""Build a ledger of any size quickly: millions of movements with their chain, as if the scripts had posted them.

The rows are made in Python and written by the bare driver (COPY on PostgreSQL) while triggers and indexes are down;
both are put up again afterwards, as they were. The result is a ledger that `sparewell verify` finds whole, and that
goes on through the scripts: five years in two stores, receipts through hold, inspection and putaway, issues of the
oldest lot to work orders, returns, moves from bin to bin. One part in a hundred movements is the same, the hot part.

    with engine of an empty schema:
        names = company(engine)
        built = fill(engine, names, movements=50_000, parts=1_000)

    python -m benchmarks.building sqlite:////tmp/big.db --movements 5000000 --parts 100000
"""

from __future__ import annotations

import argparse
import hashlib
import random
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine, text

from benchmarks.bulk_rows import CHUNK, Sink, Starts, bare, starts_of
from kernel.auditing import acting
from kernel.db import Base, make_engine
from kernel.hashing import GENESIS
from tests.support.databases import Names, Sessions
from tests.support.world import NOON, World, everything

YEARS = 5


BINS = 200


ISSUES_AN_ORDER = 8


HOT_SHARE = 0.01


FIRST_DAY = date(2021, 3, 1)


STORES = ("C", "N")


@dataclass(frozen=True, slots=True)
class Built:
    """Tell what was built, and a few rows to look at."""

    movements: int
    parts: int
    lots: int
    work_orders: int
    hot_part_id: int
    usual_part_id: int
    store_id: int
    bin_id: int
    lot_id: int
    seconds: float


def company(engine: Engine) -> Names:
    """Make the small company of the tests in an empty schema and return its ids."""
    with Sessions(bind=engine) as session:
        world = World(acting(session, by=None, at=NOON, source="benchmark")).build()
        session.commit()
        return Names(world.people, world.places, world.parts)


def fill(engine: Engine, names: Names, *, movements: int, parts: int, seed: int = 7) -> Built:
    """Append so many movements of so many new parts to the company's empty ledger."""
    begun = time.perf_counter()
    with engine.connect() as connection, bare(connection):
        sink = Sink(connection)
        ledger = Ledger(sink, names, starts_of(connection), random.Random(seed))
        ledger.run(movements, parts)
        sink.flush()
        connection.execute(
            text("UPDATE chain_head SET last_id = :last, hash = :hash WHERE name = 'movement'"),
            {"last": ledger.movement, "hash": ledger.hash},
        )
        connection.commit()
    return ledger.built(time.perf_counter() - begun)


@dataclass(slots=True)
class Heap:
    """Hold what of a lot is left in its bin."""

    lot_id: int
    left: int
    last_movement_id: int


@dataclass
class Ledger:
    """Post in memory: hand rows to the sink and keep what is in the bins."""

    sink: Sink
    names: Names
    starts: Starts
    chance: random.Random
    movement: int = 0
    hash: str = GENESIS
    heaps: dict[tuple[int, int], deque[Heap]] = field(default_factory=dict)
    stocks: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    visits: dict[tuple[int, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open the tables that rows go to."""
        into = self.sink.into
        last = self.starts.last
        self.part, self.lot, self.posting = last["part"], last["lot"], last["posting"]
        self.cleared, self.order, self.place = last["clearance"], last["work_order"], last["location"]
        self.first_part, self.first_lot, self.first_order = self.part + 1, self.lot + 1, self.order + 1
        self.places = into("location", "id", "code", "name_zh", "name_en", "kind", "parent_id", "store_id")
        self.parts = into("part", "id", "number", "name_zh", "name_en", "unit_id", "abc")
        self.lots = into(
            "lot", "id", "number", "part_id", "origin", "reference", "received_on", "rank_on", "unit_cost_cny",
            "brought_by_id", "created_at",
        )  # fmt: skip
        self.postings = into("posting", "id", "kind", "reference", "moved_on", "posted_at", "by_id")
        self.clearances = into(
            "clearance", "id", "lot_id", "hold_location_id", "passed", "failed", "brought_by_id", "inspected_by_id",
            "decided_at", "reference",
        )  # fmt: skip
        self.orders = into(
            "work_order", "id", "number", "location_id", "urgency", "opened_at", "opened_by_id", "engineer_id",
            "state", "closed_at",
        )  # fmt: skip
        self.movements = into(
            "movement", "id", "posting_id", "kind", "part_id", "lot_id", "from_location_id", "to_location_id",
            "quantity", "moved_on", "posted_at", "by_id", "previous_hash", "hash", "clearance_id",
        )  # fmt: skip
        self.balances = into(
            "balance", "location_id", "lot_id", "part_id", "on_hand", "last_movement_id", "store_id", "issueable",
            "rank_on",
        )  # fmt: skip
        self.stock_rows = into("stock", "part_id", "store_id", "on_hand", "reserved", "last_movement_id")
        self.ranks: list[str] = []
        self.in_order: dict[int, list[int]] = {}
        self.issued = 0

    def run(self, movements: int, parts: int) -> None:
        """Make the parts and bins, then move until there are so many movements."""
        self._found(parts)
        self.wanted = movements
        every = movements // 3 // max(parts, 1)
        self.clock = Clock(movements, zone="" if self.sink.sqlite else "+00")
        for number in range(parts):
            if every and self.movement + 3 <= movements:
                self._receive(self.first_part + number, "C")
        while self.movement < movements:
            self._next(parts)
            if len(self.movements) > CHUNK:
                self.sink.flush()
        self._close_order()
        for (part, store), heaps in self.heaps.items():
            for heap in heaps:
                self._rest(part, store, heap)
        self.stock_rows.extend(
            (part, store, on_hand, 0, last) for (part, store), (on_hand, last) in self.stocks.items()
        )

    def built(self, seconds: float) -> Built:
        """Tell what was built."""
        return Built(
            self.movement,
            self.part - self.first_part + 1,
            self.lot - self.first_lot + 1,
            self.order - self.first_order + 1,
            self.first_part,
            (self.first_part + self.part) // 2,
            self.names.places["C"],
            self.bins["C"][0],
            self.first_lot,
            seconds,
        )

    def _found(self, parts: int) -> None:
        self.bins: dict[str, list[int]] = {}
        for store in STORES:
            self.bins[store] = []
            for number in range(BINS):
                self.place += 1
                code, owner = f"{store}-B{number:03d}", self.names.places[store]
                self.places.append((self.place, code, code, code, "bin", owner, owner))
                self.bins[store].append(self.place)
        for number in range(parts):
            self.part += 1
            name = f"B{number:07d}"
            self.parts.append((self.part, name, f"零件{name}", f"Part {name}", self.starts.unit_id, "ABC"[number % 3]))

    def _next(self, parts: int) -> None:
        """Do one piece of work for some part: mostly an issue, a receipt when nothing is there, at times a move."""
        roll = self.chance.random()
        # the square gathers movements at the low numbers, as few parts make most of the work
        number = 0 if roll < HOT_SHARE else int(self.chance.random() ** 2 * parts)
        store = "N" if number % 3 == 0 and self.chance.random() < 0.3 else "C"
        part, left = self.first_part + number, self.wanted - self.movement
        heaps = self.heaps.get((part, self.names.places[store]))
        if not heaps:
            if left >= 3:
                self._receive(part, store)
            else:  # the last one or two movements are issues of whatever is there
                part, store_id = next(key for key, found in self.heaps.items() if found)
                self._issue(part, "C" if store_id == self.names.places["C"] else "N")
        elif left >= 2 and roll > 0.98 and heaps[0].left > 1000:
            self._relocate(part, store)
        else:
            self._issue(part, store)

    def _receive(self, part: int, store: str) -> None:
        """Bring a new lot in, pass it and put it away: three postings, three movements."""
        on, at = self.clock.tick(self.movement)
        who, places = self.names.people, self.names.places
        hold, staging, target = places[f"{store}-H"], places[f"{store}-S"], self._bin(part, store)
        quantity = self.chance.randrange(5, 41) * 1000
        self.lot += 1
        self.cleared += 1
        self.ranks.append(on)
        cost = 10_000 + part % 977 * 1_000
        self.lots.append(
            (self.lot, f"B{self.lot:08d}", part, "opening", f"D{self.lot}", on, on, cost, who["buyer"], at)
        )
        self.clearances.append(
            (self.cleared, self.lot, hold, quantity, 0, who["buyer"], who["inspector"], at, f"I{self.lot}")
        )
        keeper, document = who["keeper"], f"D{self.lot}"
        self._post("opening", document, on, at, keeper, part, self.lot, places["OPENING"], hold, quantity)
        came = self.movement + 1
        self._post("release", document, on, at, who["inspector"], part, self.lot, hold, staging, quantity, self.cleared)
        self._post("putaway", document, on, at, keeper, part, self.lot, staging, target, quantity)
        store_id = places[store]
        self.balances.append((hold, self.lot, part, 0, came, store_id, False, on))
        self.balances.append((staging, self.lot, part, 0, self.movement, store_id, False, on))
        self.heaps.setdefault((part, store_id), deque()).append(Heap(self.lot, quantity, self.movement))
        self._count(part, store_id, quantity)

    def _issue(self, part: int, store: str) -> None:
        """Issue one to three pieces of the oldest lot to the open work order."""
        if self.issued % ISSUES_AN_ORDER == 0:
            self._close_order()
            self._open_order()
        self.issued += 1
        on, at = self.clock.tick(self.movement)
        store_id = self.names.places[store]
        heaps = self.heaps[part, store_id]
        heap = heaps[0]
        quantity = min(heap.left, self.chance.randrange(1, 4) * 1000)
        source = self._bin(part, store)
        keeper = self.names.people["keeper"]
        self._post("issue", self.order_number, on, at, keeper, part, heap.lot_id, source, self.place, quantity)
        heap.left -= quantity
        heap.last_movement_id = self.movement
        kept = self.in_order.setdefault(heap.lot_id, [part, 0, 0])
        kept[1], kept[2] = kept[1] + quantity, self.movement
        self._count(part, store_id, -quantity)
        if not heap.left:
            self._rest(part, store_id, heaps.popleft())

    def _relocate(self, part: int, store: str) -> None:
        """Carry a piece of the oldest lot to the next bin and back, which changes no stock."""
        store_id = self.names.places[store]
        heap, home = self.heaps[part, store_id][0], self._bin(part, store)
        other = self._bin(part + 1, store)
        keeper, document = self.names.people["keeper"], f"M{self.movement}"
        on, at = self.clock.tick(self.movement)
        self._post("relocation", document, on, at, keeper, part, heap.lot_id, home, other, 1000)
        self._post("relocation", document, on, at, keeper, part, heap.lot_id, other, home, 1000)
        heap.last_movement_id = self.movement
        self.visits[other, heap.lot_id] = self.movement

    def _post(
        self,
        kind: str,
        reference: str,
        on: str | date,
        at: str | datetime,
        by: int,
        part: int,
        lot: int,
        source: int,
        target: int,
        quantity: int,
        clearance: int | None = None,
    ) -> None:
        """Hand one posting with one movement to the sink, chained as `inventory.posting` does it."""
        self.posting += 1
        self.movement += 1
        self.postings.append((self.posting, kind, reference, on, at, by))
        lines = (
            f"{self.hash}\n{self.movement}\n{self.posting}\n{kind}\n{part}\n{lot}\n{source}\n{target}\n{quantity}"
            f"\n{self.clock.day}\n{self.clock.instant}\n{by}\n{clearance or ''}\n\n\n"
        )
        own = hashlib.sha256(lines.encode()).hexdigest()
        self.movements.append(
            (
                self.movement,
                self.posting,
                kind,
                part,
                lot,
                source,
                target,
                quantity,
                on,
                at,
                by,
                self.hash,
                own,
                clearance,
            )
        )
        self.hash = own

    def _count(self, part: int, store_id: int, change: int) -> None:
        row = self.stocks.setdefault((part, store_id), [0, 0])
        row[0] += change
        row[1] = self.movement

    def _rest(self, part: int, store_id: int, heap: Heap) -> None:
        store = "C" if store_id == self.names.places["C"] else "N"
        place = self._bin(part, store)
        rank = self._rank(heap.lot_id)
        self.balances.append((place, heap.lot_id, part, heap.left, heap.last_movement_id, store_id, True, rank))
        other = self._bin(part + 1, store)
        if (other, heap.lot_id) in self.visits:
            last = self.visits.pop((other, heap.lot_id))
            self.balances.append((other, heap.lot_id, part, 0, last, store_id, True, rank))

    def _rank(self, lot: int) -> str:
        return self.ranks[lot - self.first_lot]

    def _bin(self, part: int, store: str) -> int:
        return self.bins[store][part % BINS]

    def _open_order(self) -> None:
        self.order += 1
        self.place += 1
        self.order_number = f"BW{self.order:08d}"
        name = self.order_number
        self.places.append((self.place, name, name, name, "work_order", None, None))
        self.opened = self.clock.tick(self.movement)[1]

    def _close_order(self) -> None:
        if not self.issued:
            return
        who = self.names.people
        state = "open" if self.wanted - self.movement < CHUNK // 100 else "closed"
        closed = None if state == "open" else self.clock.tick(self.movement)[1]
        self.orders.append(
            (
                self.order,
                self.order_number,
                self.place,
                "normal",
                self.opened,
                who["desk"],
                who["engineer"],
                state,
                closed,
            )
        )
        for lot, (part, quantity, last) in self.in_order.items():
            self.balances.append((self.place, lot, part, quantity, last, None, False, self._rank(lot)))
        self.in_order.clear()


class Clock:
    """Spread the movements evenly over the working years, and write each moment as the driver wants it."""

    def __init__(self, movements: int, zone: str) -> None:
        """Begin on the first day; the last movement falls on the last day. `zone` ends what the driver gets."""
        self.zone = zone
        self.step = (datetime(2026, 2, 27, 9, tzinfo=UTC) - self._start()).total_seconds() / max(movements, 1)
        self.day = self.instant = ""

    @staticmethod
    def _start() -> datetime:
        return datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, 1, tzinfo=UTC)

    def tick(self, movement: int) -> tuple[str, str]:
        """Return business day and instant of a movement; whole seconds, so that the text is the same everywhere."""
        at = self._start() + timedelta(seconds=int(movement * self.step))
        self.day = (at + timedelta(hours=8)).date().isoformat()
        self.instant = at.isoformat()
        return self.day, f"{at:%Y-%m-%d %H:%M:%S}.000000{self.zone}"


def main() -> None:
    """Build a ledger in an empty database and say how long it took."""
    parser = argparse.ArgumentParser(description="Build a large ledger in an empty database.")
    parser.add_argument("url", help="an empty database; its schema is made here")
    parser.add_argument("--movements", type=int, default=50_000)
    parser.add_argument("--parts", type=int, default=1_000)
    given = parser.parse_args()
    everything()
    engine = make_engine(given.url)
    Base.metadata.create_all(engine)
    print(fill(engine, company(engine), movements=given.movements, parts=given.parts))


if __name__ == "__main__":
    main()
