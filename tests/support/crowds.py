"""Let many people want the same pieces at the same moment, each in a thread and session of their own."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from inventory.tables import Balance
from inventory.verifying import verify
from kernel.errors import AppError
from kernel.retrying import retrying
from tests.support.databases import Names, session_on
from tests.support.world import World, q

Task = Callable[[Session], object]


def world_of(session: Session, names: Names) -> World:
    """Return the company of a copied database."""
    world = World(session)
    world.people, world.places, world.parts = names.people, dict(names.places), names.parts
    return world


def crowd(engine: Engine, tasks: Sequence[Task]) -> list[str]:
    """Run every task at the same moment in a thread and session of its own; tell how each of them ended."""
    gate = threading.Barrier(len(tasks))

    def work(task: Task) -> str:
        def once() -> str:
            with session_on(engine) as session:
                try:
                    task(session)
                    session.commit()
                except AppError as error:
                    session.rollback()
                    return error.code
            return "done"

        gate.wait(60)
        return retrying(once, tries=20)

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(work, tasks))


def crowded(engine: Engine, tasks: Sequence[Task]) -> Counter[str]:
    """Run every task at the same moment and count how they ended."""
    return Counter(crowd(engine, tasks))


def whole(engine: Engine) -> None:
    """Let the ledger be whole."""
    with session_on(engine) as session:
        assert verify(session).findings == ()
        assert all(b.on_hand >= q(0) for b in session.scalars(select(Balance)))
