"""Recounts of what was received blind: asked for where it differs, confirmed once, kept by the database."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.errors import AppError
from receiving.arriving import register_arrival
from receiving.inspecting import begin
from receiving.recounting import confirm_recount
from receiving.tables import ArrivalLot, Recount
from tests.support.procurement import Market, refused
from tests.support.receiving import TODAY, Ramp, key
from tests.support.world import NOON, World, q


@pytest.fixture
def ramp(world: World) -> Ramp:
    market = Market(world)
    for part in ("P1", "P2"):
        market.offer("ACME", part, (0, "10"))
    world.session.commit()
    return Ramp(market)


@pytest.fixture
def asked(session: Session, ramp: Ramp) -> dict[str, Recount]:
    """Return the recounts of a blind delivery: two lots of P1 are one short, P2 did not come, the last agrees."""
    first = ramp.market.sent("ACME", ("P1", 10), ("P2", 4))
    second = ramp.market.sent("ACME", ("P2", 3))
    line = first.line_ids
    register_arrival(
        session,
        store_id=ramp.world.places["C"],
        supplier_id=ramp.market.suppliers["ACME"],
        lines=(
            ramp.line(line[0], "P1", 5, supplier_lot="A"),
            ramp.line(line[0], "P1", 4, supplier_lot="B"),
            ramp.line(second.line_ids[0], "P2", 3),
        ),
        delivery_note="DN",
        arrived_on=TODAY,
        blind=True,
        none_came_of=(line[1],),
        by=ramp.world.people["keeper"],
        at=NOON,
        request_key=key(),
    )
    session.commit()
    return {str(row.arrived): row for row in session.scalars(select(Recount))}


def confirm(ramp: Ramp, row: Recount, quantity: int) -> int:
    by = ramp.world.people["keeper"]
    made = confirm_recount(
        ramp.world.session, recount_id=row.id, quantity=q(quantity), by=by, at=NOON, request_key=key()
    )
    return made.waiting


def test_lots_are_summed_and_only_what_differs_is_asked_for(session: Session, ramp: Ramp, asked) -> None:
    assert {arrived: str(row.expected) for arrived, row in asked.items()} == {"9": "10", "0": "4"}
    lots = session.scalars(select(ArrivalLot.lot_id).order_by(ArrivalLot.id)).all()
    inspector = ramp.world.people["inspector"]
    with pytest.raises(AppError, match="recount_needed"):
        begin(session, lot_id=lots[0], by=inspector, at=NOON, request_key=key())
    session.rollback()
    begin(session, lot_id=lots[2], by=inspector, at=NOON, request_key=key())  # the lot that agrees
    with pytest.raises(AppError, match="recount_differs"):
        confirm(ramp, asked["9"], 10)
    session.rollback()
    assert confirm(ramp, asked["9"], 9) == 1
    session.commit()
    begin(session, lot_id=lots[0], by=inspector, at=NOON, request_key=key())
    with pytest.raises(AppError, match="recount_confirmed"):
        confirm(ramp, asked["9"], 9)


def test_the_database_itself_keeps_recounts(session: Session, ramp: Ramp, asked) -> None:
    lot = session.scalars(select(ArrivalLot).order_by(ArrivalLot.id)).first()
    insert = (
        "INSERT INTO inspection (number, arrival_lot_id, bought_by_id, begun_by_id, begun_at, state, passed, failed,"
        " reason) VALUES ('F', :lot, :buyer, :by, '2026-03-02', 'pending', 0, 0, '')"
    )
    people = ramp.world.people
    facts = {"lot": lot.id, "buyer": lot.bought_by_id, "by": people["inspector"]}
    assert refused(session, insert, **facts) == "recount_needed"
    assert refused(session, "UPDATE recount SET arrived = expected") in {"unchangeable", "breaks_a_rule"}
    assert refused(session, "DELETE FROM recount") == "append_only"
    lie = "UPDATE recount SET recounted = 1000, confirmed_by_id = :by, confirmed_at = '2026-03-02'"
    assert refused(session, lie, by=people["keeper"]) == "recount_differs"
    confirm(ramp, asked["9"], 9)
    session.commit()
    assert refused(session, "UPDATE recount SET confirmed_by_id = NULL, recounted = NULL, confirmed_at = NULL") == (
        "recount_confirmed"
    )
