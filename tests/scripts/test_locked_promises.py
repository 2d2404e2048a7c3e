"""An issue that waited for the stock row sees the promises as they are when its turn comes, not as they were."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from inventory import issuing, requesting, reserving
from inventory.issuing import Issued
from inventory.tables import Reservation
from kernel.db import make_engine
from kernel.errors import AppError, InsufficientStock
from tests.support.databases import session_on
from tests.support.postgres import wait_until_blocked
from tests.support.world import NOON, World, q

pytestmark = pytest.mark.postgres


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    """Return an engine on PostgreSQL: SQLite lets the second writer begin only after the first."""
    made = make_engine(postgres_url)
    yield made
    made.dispose()


def ask(session: Session, world: World, order: int, key: str, pieces: int) -> int:
    return requesting.request_part(
        session,
        work_order_id=order,
        part_id=world.parts["P1"],
        store_id=world.places["C"],
        quantity=q(pieces),
        by=world.people["engineer"],
        at=NOON,
        request_key=key,
    ).part_request_id


def take(engine: Engine, world: World, request: int, pieces: int, ended: list[Issued | AppError]) -> None:
    with session_on(engine) as session:
        try:
            issued = issuing.issue(
                session,
                part_request_id=request,
                quantity=q(pieces),
                by=world.people["keeper"],
                at=NOON,
                request_key="second",
            )
            session.commit()
            ended.append(issued)
        except AppError as error:
            ended.append(error)


def after_waiting(engine: Engine, world: World, session: Session, request: int, pieces: int) -> Issued | AppError:
    """Let another issue wait for what `session` holds, commit that, and return how the other ended."""
    ended: list[Issued | AppError] = []
    thread = threading.Thread(target=take, args=(engine, world, request, pieces, ended))
    thread.start()
    wait_until_blocked(engine)
    session.commit()
    thread.join(30)
    return ended[0]


@pytest.fixture
def promised(world: World, session: Session) -> tuple[int, int]:
    """Return two requests on one order: all five pieces are promised to the first, the second waits."""
    world.stocked("P1", 5, at="C-A1")
    order = world.work_order("W1")
    requests = ask(session, world, order, "one", 5), ask(session, world, order, "two", 5)
    session.commit()
    return requests


def test_what_was_given_to_another_meanwhile_is_not_issued(
    engine: Engine, world: World, session: Session, promised: tuple[int, int]
) -> None:
    requesting.cancel_request(
        session, part_request_id=promised[0], by=world.people["desk"], at=NOON, request_key="first"
    )
    ended = after_waiting(engine, world, session, promised[0], 5)
    assert isinstance(ended, AppError)
    assert not isinstance(ended, InsufficientStock) or ended.details["available"] == "0"
    states = session.execute(select(Reservation.part_request_id, Reservation.state).order_by(Reservation.id)).all()
    assert states == [(promised[0], "released"), (promised[1], "open")]


def test_what_was_promised_meanwhile_is_issued(
    engine: Engine, world: World, session: Session, promised: tuple[int, int]
) -> None:
    reserving.release(
        session,
        part_request_id=promised[0],
        reason="for another repair",
        by=world.people["desk"],
        at=NOON,
        request_key="first",
    )
    ended = after_waiting(engine, world, session, promised[0], 5)
    assert isinstance(ended, Issued), ended
    assert ended.quantity == q(5)
