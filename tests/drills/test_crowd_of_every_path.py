"""Let thirty-two people take from one lot at once by every path that consumes it, and a naive stock beside it fail."""

from __future__ import annotations

import os
import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from inventory import counting, issuing, putting_away, quarantining, requesting, transferring
from inventory.places import MovementKind as M
from inventory.posting import Move, post
from inventory.tables import Balance, WorkOrder
from tests.support.counting import LATER, Take
from tests.support.crowds import Task, crowd, whole, world_of
from tests.support.databases import Copies, Names, session_on
from tests.support.world import NOON, World, q

SEED = int(os.environ.get("SPAREWELL_SEED", random.SystemRandom().randrange(2**32)))
SHARE = float(os.environ.get("SPAREWELL_DRILL_SHARE", "1"))
CROWD = 32
PIECES = 20
LOST = 2
"""So many pieces the stock-take did not find."""
VAN_PIECES = 3


@dataclass
class Scene:
    """Hold a lot on one shelf, a second lot in a van, work orders, and a stock-take that waits to be posted."""

    names: Names
    lot: int
    van_lot: int
    orders: list[int]
    places: list[int]
    stock_take: int

    def move(self, kind: M, source: str, target: str, number: int, lot: int | None = None) -> Task:
        """Post one piece by the bare ledger."""
        places = {**self.names.places, "W": self.places[number]}
        move = Move(kind, self.names.parts["P1"], lot or self.lot, places[source], places[target], q(1))
        keeper = self.names.people["keeper"]
        return lambda session: post(session, [move], kind=str(kind), reference="crowd", by=keeper, at=NOON)

    def issue(self, number: int, store: str = "C", by: str = "keeper") -> Task:
        """Ask and issue by the scripts, in one transaction."""

        def take(session: Session) -> None:
            asked = requesting.request_part(
                session,
                work_order_id=self.orders[number],
                part_id=self.names.parts["P1"],
                store_id=self.names.places[store],
                quantity=q(1),
                by=self.names.people["engineer"],
                at=NOON,
                request_key=f"ask-{number}",
            )
            issuing.issue(
                session,
                part_request_id=asked.part_request_id,
                quantity=q(1),
                by=self.names.people[by],
                at=NOON,
                request_key=f"issue-{number}",
            )

        return take

    def send(self, number: int) -> Task:
        """Ask for a transfer and send it."""

        def take(session: Session) -> None:
            common = {"by": self.names.people["keeper"], "at": NOON}
            asked = transferring.request_transfer(
                session,
                from_store_id=self.names.places["C"],
                to_store_id=self.names.places["N"],
                lines=((self.names.parts["P1"], q(1)),),
                request_key=f"transfer-{number}",
                **common,
            )
            transferring.send(session, transfer_id=asked.transfer_id, request_key=f"send-{number}", **common)

        return take

    def quarantine(self, number: int) -> Task:
        """Put a piece that looks bad aside."""
        return lambda session: quarantining.quarantine(
            session,
            lot_id=self.lot,
            from_location_id=self.names.places["C-A1"],
            quantity=q(1),
            reason="scratched",
            by=self.names.people["keeper"],
            at=NOON,
            request_key=f"quarantine-{number}",
        )

    def relocate(self, number: int) -> Task:
        """Carry a piece to the next bin, which consumes nothing but empties this one."""
        return lambda session: putting_away.relocate(
            session,
            lot_id=self.lot,
            from_location_id=self.names.places["C-A1"],
            to_location_id=self.names.places["C-A2"],
            quantity=q(1),
            by=self.names.people["keeper"],
            at=NOON,
            request_key=f"relocate-{number}",
        )

    def post_loss(self) -> Task:
        """Bring the book to what the stock-take found."""
        return lambda session: counting.post_variances(
            session, stock_take_id=self.stock_take, by=self.names.people["admin"], at=LATER, request_key="loss"
        )


def scene(engine: Engine, names: Names) -> Scene:
    """Put the lots there, and count the shelf with two pieces missing."""
    with session_on(engine) as session:
        world = world_of(session, names)
        lot = world.stocked("P1", PIECES, at="C-A1")
        van_lot = world.stocked("P1", VAN_PIECES, at="N-A1")
        world.move(M.TRANSFER_OUT, van_lot, "N-A1", "VAN1-T", VAN_PIECES)
        world.move(M.TRANSFER_IN, van_lot, "VAN1-T", "VAN1", VAN_PIECES)
        orders = [world.work_order(f"W{number}") for number in range(CROWD)]
        places = [session.get_one(WorkOrder, order).location_id for order in orders]
        session.commit()
        take = counted(world)
    return Scene(names, lot, van_lot, orders, places, take)


def counted(world: World) -> int:
    """Count the shelf with pieces missing and have the difference approved, by four people."""
    take = Take(world)
    if take.count("C-A1", "P1", PIECES - LOST).recount_asked:
        take.count("C-A1", "P1", PIECES - LOST, by="keeper2")
    take.do("set_cause", count_line_id=take.line("C-A1", "P1"), cause="unknown")
    take.do("review")
    take.do("approve", by="admin")
    world.session.commit()
    return take.id


def honest(taken: int, left: int, before: int) -> None:
    """Let what was taken and what is left be what was there."""
    assert left >= 0
    assert taken + left == before


def one_round(engine: Engine, names: Names, seed: int) -> Counter[str]:
    """Let the crowd in, and count what it took against what is left."""
    here = scene(engine, names)
    paths: list[tuple[str, Task]] = [("loss", here.post_loss())]
    paths += [("van", here.issue(n, "VAN1", "engineer")) for n in range(4)]
    paths += [("relocate", here.relocate(n)) for n in range(3)]
    paths += [("issue", here.issue(n)) for n in range(4, 12)]
    paths += [("bare issue", here.move(M.ISSUE, "C-A1", "W", n)) for n in range(12, 16)]
    paths += [("send", here.send(n)) for n in range(6)]
    paths += [("quarantine", here.quarantine(n)) for n in range(6)]
    assert len(paths) == CROWD
    random.Random(seed).shuffle(paths)
    ended = crowd(engine, [task for _, task in paths])
    done = Counter(name for (name, _), end in zip(paths, ended, strict=True) if end == "done")
    whole(engine)
    taken = sum(done[name] for name in ("issue", "bare issue", "send", "quarantine")) + LOST * done["loss"]
    with session_on(engine) as session:
        there = dict(
            session.execute(select(Balance.location_id, Balance.on_hand).where(Balance.lot_id == here.lot)).all()
        )
        van = session.execute(select(Balance.on_hand).where(Balance.location_id == names.places["VAN1"])).scalar_one()
    shelves = [names.places[code] for code in ("C-A1", "C-A2")]
    honest(taken, sum(there.get(place, q(0)).scaled for place in shelves) // 1000, PIECES)
    honest(done["van"], van.scaled // 1000, VAN_PIECES)
    assert taken >= PIECES - LOST - 3, "whoever found nothing although there was something gave up too early"
    return Counter(f"{name}:{end}" for (name, _), end in zip(paths, ended, strict=True))


def drill(copies: Copies, rounds: int) -> None:
    print(f"SPAREWELL_SEED={SEED}")  # noqa: T201  pytest shows it with a failure
    ended: Counter[str] = Counter()
    for number in range(rounds):
        with copies.fresh() as engine:
            ended.update(one_round(engine, copies.names, SEED + number))
    paths = {word.partition(":")[0] for word in ended if word.endswith(":done")}
    every = {"issue", "bare issue", "send", "quarantine", "van"}
    assert len(paths & every) >= (len(every) if rounds > 1 else 3), ended  # in one round somebody may come too late
    assert any("insufficient" in word for word in ended), ended


def naive(engine: Engine, rounds: int) -> int:
    """Take from a number in a row as is often done, look first and write then; count the rounds that are not honest."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE naive (id INTEGER PRIMARY KEY, on_hand INTEGER NOT NULL)"))
        connection.execute(text("INSERT INTO naive VALUES (1, 0)"))
    autocommit = engine.execution_options(isolation_level="AUTOCOMMIT")
    failed = 0
    for _ in range(rounds):
        with autocommit.connect() as connection:
            connection.execute(text("UPDATE naive SET on_hand = :pieces"), {"pieces": PIECES})
        gate = threading.Barrier(CROWD)

        def take(_number: int, gate: threading.Barrier = gate) -> bool:
            gate.wait(60)
            with autocommit.connect() as connection:
                there = connection.execute(text("SELECT on_hand FROM naive")).scalar_one()
                if there < 1:
                    return False
                connection.execute(text("UPDATE naive SET on_hand = :left"), {"left": there - 1})
            return True

        with ThreadPoolExecutor(CROWD) as pool:
            taken = sum(pool.map(take, range(CROWD)))
        with autocommit.connect() as connection:
            left = connection.execute(text("SELECT on_hand FROM naive")).scalar_one()
        try:
            honest(taken, left, PIECES)
        except AssertionError:
            failed += 1
    return failed


@pytest.fixture
def copies(database_url: str, tmp_path: Path) -> Copies:
    return Copies(database_url, tmp_path)


def test_a_crowd_takes_what_is_there(copies: Copies) -> None:
    drill(copies, 1)


@pytest.mark.drill
def test_fifty_crowds(copies: Copies) -> None:
    drill(copies, int(50 * SHARE))


@pytest.mark.drill
def test_a_naive_stock_fails_the_same_check(copies: Copies) -> None:
    with copies.fresh() as engine:
        assert naive(engine, int(50 * SHARE))
