"""Let many people want the same pieces at once, on both engines; each in a thread and session of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from inventory import issuing, requesting, reserving, returning
from inventory.places import MovementKind as M
from inventory.posting import Move, post
from inventory.tables import PartRequest, Reservation, Stock, WorkOrder
from tests.support.crowds import crowded, whole, world_of
from tests.support.databases import Copies, session_on
from tests.support.world import NOON, q


@pytest.fixture
def copies(database_url: str, tmp_path: Path) -> Copies:
    return Copies(database_url, tmp_path)


def stocked(engine: Engine, names: Copies, pieces: int, orders: int) -> tuple[int, list[int]]:
    """Put one lot of P1 on the shelf and open work orders; return the lot and the work orders."""
    with session_on(engine) as session:
        world = world_of(session, names.names)
        lot = world.stocked("P1", pieces)
        made = [world.work_order(f"W{number}") for number in range(orders)]
        session.commit()
    return lot, made


def test_32_issuers_of_one_lot_by_the_bare_ledger(copies: Copies) -> None:
    """Twenty pieces, thirty-two takers: twenty get one, twelve hear that nothing is left."""
    names = copies.names
    with copies.fresh() as engine:
        lot, _ = stocked(engine, copies, 20, 1)
        with session_on(engine) as session:
            target = session.scalars(select(WorkOrder.location_id)).one()
        move = Move(M.ISSUE, names.parts["P1"], lot, names.places["C-A1"], target, q(1))

        def take(session: object) -> None:
            post(session, [move], kind="issue", reference="W0", by=names.people["keeper"], at=NOON)  # type: ignore[arg-type]

        ended = crowded(engine, [take] * 32)
        assert ended == {"done": 20, "insufficient_stock": 12}
        whole(engine)


def test_32_issuers_by_the_scripts(copies: Copies) -> None:
    names = copies.names
    with copies.fresh() as engine:
        _, orders = stocked(engine, copies, 20, 32)

        def taker(number: int) -> Callable[..., None]:
            def take(session) -> None:
                asked = requesting.request_part(
                    session,
                    work_order_id=orders[number],
                    part_id=names.parts["P1"],
                    store_id=names.places["C"],
                    quantity=q(1),
                    by=names.people["engineer"],
                    at=NOON,
                    request_key=f"ask-{number}",
                )
                issuing.issue(
                    session,
                    part_request_id=asked.part_request_id,
                    quantity=q(1),
                    by=names.people["keeper"],
                    at=NOON,
                    request_key=f"issue-{number}",
                )

            return take

        ended = crowded(engine, [taker(number) for number in range(32)])
        assert ended == {"done": 20, "insufficient_stock": 12}
        whole(engine)
        with session_on(engine) as session:
            stock = session.get_one(Stock, (names.parts["P1"], names.places["C"]))
            assert (stock.on_hand, stock.reserved) == (q(0), q(0))


def test_two_requests_never_share_five_pieces(copies: Copies) -> None:
    names = copies.names
    with copies.fresh() as engine:
        _, orders = stocked(engine, copies, 5, 8)

        def asker(number: int) -> Callable[..., None]:
            def ask(session) -> None:
                requesting.request_part(
                    session,
                    work_order_id=orders[number],
                    part_id=names.parts["P1"],
                    store_id=names.places["C"],
                    quantity=q(5),
                    by=names.people["engineer"],
                    at=NOON,
                    request_key=f"ask-{number}",
                )

            return ask

        assert crowded(engine, [asker(number) for number in range(8)]) == {"done": 8}
        with session_on(engine) as session:
            promised = session.scalars(select(Reservation.quantity).filter_by(state="open")).all()
            assert promised == [q(5)]
        whole(engine)


def test_issue_release_and_expiry_race(copies: Copies) -> None:
    """A promise is resolved once, whoever is first; nobody leaves it half resolved."""
    names = copies.names
    with copies.fresh() as engine:
        _, orders = stocked(engine, copies, 12, 12)
        requests = []
        with session_on(engine) as session:
            for number, order in enumerate(orders):
                asked = requesting.request_part(
                    session,
                    work_order_id=order,
                    part_id=names.parts["P1"],
                    store_id=names.places["C"],
                    quantity=q(1),
                    by=names.people["engineer"],
                    at=NOON,
                    request_key=f"ask-{number}",
                )
                requests.append(asked.part_request_id)
            session.commit()
        later = NOON + timedelta(days=60)

        def issuer(number: int) -> Callable[..., None]:
            return lambda session: issuing.issue(
                session,
                part_request_id=requests[number],
                quantity=q(1),
                by=names.people["keeper"],
                at=NOON,
                request_key=f"issue-{number}",
            )

        def canceller(number: int) -> Callable[..., None]:
            return lambda session: requesting.cancel_request(
                session,
                part_request_id=requests[number],
                by=names.people["desk"],
                at=NOON,
                request_key=f"cancel-{number}",
            )

        def expirer(number: int) -> Callable[..., None]:
            return lambda session: reserving.expire(
                session, by=names.people["admin"], at=later, request_key=f"expire-{number}"
            )

        tasks = [make(number) for number in range(12) for make in (issuer, canceller)]
        ended = crowded(engine, [*tasks, expirer(1), expirer(2)])
        assert ended["done"] >= 2
        whole(engine)
        with session_on(engine) as session:
            for request in session.scalars(select(PartRequest)):
                states = session.scalars(select(Reservation.state).filter_by(part_request_id=request.id)).all()
                assert states.count("issued") == (request.issued == q(1))
                assert "open" not in states
                assert request.issued + request.cancelled == q(1)


def test_the_same_request_key_at_once_posts_once(copies: Copies) -> None:
    names = copies.names
    with copies.fresh() as engine:
        lot, orders = stocked(engine, copies, 5, 1)
        with session_on(engine) as session:
            target = session.get_one(WorkOrder, orders[0]).location_id
            moves = [Move(M.ISSUE, names.parts["P1"], lot, names.places["C-A1"], target, q(5))]
            post(session, moves, kind="issue", reference="W0", by=names.people["keeper"], at=NOON)
            session.commit()

        def give_back(session) -> None:
            returning.return_unused(
                session,
                work_order_id=orders[0],
                lot_id=lot,
                quantity=q(1),
                to_location_id=names.places["C-A1"],
                by=names.people["keeper"],
                at=NOON,
                request_key="the same",
            )

        ended = crowded(engine, [give_back] * 8)
        assert set(ended) <= {"done", "already_exists", "insufficient_stock"}
        whole(engine)
        with session_on(engine) as session:
            assert session.get_one(Stock, (names.parts["P1"], names.places["C"])).on_hand == q(1)
