"""Last-time buys: the base to its end, or history drawn out; proposed, approved, kept."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, text

from kernel.amounts import Money
from kernel.errors import AppError, Conflict, InvalidState, RuleViolation
from procurement.drafting import NewLine, draft_order
from procurement.ordering import cancel_rest
from service.last_time_buying import approve_last_time_buy, propose_last_time_buy, reject_last_time_buy
from service.ordering_last_time import LastTimeOrdered, order_last_time_buy
from service.queries.base import last_time_buys_select
from service.tables import LastTimeBuy
from service.working_out import Asked, work_out
from tests.support.installed_base import ON, approved, ask, key, levels, recompute, repaired, with_base
from tests.support.procurement import Market, refused
from tests.support.service import Desk
from tests.support.world import NOON, World, q

ASKED = Asked(months=60, probability=0.95, price=20.0, shortage=300.0, disposal=1.0, holding_rate=0.1, decline=0.0)


@pytest.fixture
def desk(world: World) -> Desk:
    return with_base(world)


def test_a_last_time_buy_follows_the_base_to_its_end_and_nets_what_is_there(desk: Desk) -> None:
    session, world = desk.session, desk.world
    for month in range(3, 13):
        repaired(desk, "P2", date(2025, month, 5))
    part = world.parts["P2"]
    bare = work_out(session, part_id=part, on=ON, asked=ASKED)
    assert bare.source == "rates"
    assert bare.monthly.shape == (60,)
    assert bare.mean == pytest.approx(bare.monthly.sum())
    assert bare.by_probability > bare.mean
    assert bare.at(bare.by_probability)["risk"] <= 0.05 < bare.at(bare.by_probability - 1)["risk"]
    assert bare.at(bare.by_cost)["cost"] == pytest.approx(bare.curve.cost.min())
    world.stocked("P2", 5)
    netted = work_out(session, part_id=part, on=ON, asked=ASKED)
    assert netted.on_hand == 5
    assert netted.by_probability == bare.by_probability - 5
    approved(desk, part="P2", units=8, percent=100)
    recompute(desk)
    planned = work_out(session, part_id=part, on=ON, asked=ASKED)
    assert planned.planned == 8
    assert planned.by_probability == bare.by_probability + 3
    assert planned.at(planned.by_probability)["risk"] <= 0.05


def test_without_rates_a_last_time_buy_draws_the_history_out(desk: Desk) -> None:
    session, world = desk.session, desk.world
    for back in range(1, 13):
        month = 2026 * 12 + 2 - back
        ticket = repaired(desk, "P1", date(month // 12, month % 12 + 1, 10), model="AC-1")
        ask(desk, ticket, "P1", 4, date(month // 12, month % 12 + 1, 10))
    nothing = work_out(session, part_id=world.parts["P1"], on=ON, asked=ASKED)
    assert (nothing.source, nothing.by_probability) == ("nothing", 0)
    levels(desk)
    drawn = work_out(session, part_id=world.parts["P1"], on=ON, asked=ASKED)
    assert drawn.source == "history"
    assert drawn.mean == pytest.approx(60 * drawn.monthly[0])
    shrinking = Asked(60, 0.95, 20.0, 300.0, 1.0, 0.1, 0.5)
    assert work_out(session, part_id=world.parts["P1"], on=ON, asked=shrinking).mean < 0.4 * drawn.mean


def test_a_last_time_buy_is_approved_by_another_person_and_stays_as_it_was(desk: Desk) -> None:
    session, world = desk.session, desk.world
    repaired(desk, "P2", date(2025, 5, 5))
    session.commit()
    values = {
        "part_id": world.parts["P2"],
        "months": 60,
        "probability": 0.95,
        "unit_price_cny": Money.of("20"),
        "shortage_cny": Money.of("300"),
        "disposal_cny": Money.of("1"),
        "holding_rate": 0.1,
        "decline": 0.0,
        "quantity": q(7),
        "by": world.people["buyer"],
        "at": NOON,
    }
    made = propose_last_time_buy(session, **values, request_key="ltb-1")
    assert propose_last_time_buy(session, **values, request_key="ltb-1") == made
    assert made.number.startswith("LTB-202603-")
    with pytest.raises(AppError) as refused:
        propose_last_time_buy(session, **values, request_key=key())
    assert refused.value.code == "last_time_buy_open"
    session.rollback()
    propose_last_time_buy(session, **values, request_key="ltb-2")
    row = session.scalars(select(LastTimeBuy)).one()
    assert row.inputs["by_probability"] == made.by_probability
    assert row.inputs["chosen"]["risk"] == pytest.approx(row.curve[7][1])
    session.commit()
    with pytest.raises(AppError) as refused:
        approve_last_time_buy(session, last_time_buy_id=row.id, by=world.people["buyer"], at=NOON, request_key=key())
    assert refused.value.code == "four_eyes"
    session.rollback()
    approve_last_time_buy(session, last_time_buy_id=row.id, by=world.people["supervisor"], at=NOON, request_key=key())
    session.commit()
    with pytest.raises(AppError) as refused:
        reject_last_time_buy(
            session, last_time_buy_id=row.id, reason="late", by=world.people["admin"], at=NOON, request_key=key()
        )
    assert refused.value.code == "last_time_buy_state"
    session.rollback()
    row = session.scalars(select(LastTimeBuy)).one()
    row.quantity = q(9)
    with pytest.raises(Exception, match=r"last_time_buy_state|unchangeable"):
        session.flush()


def proposed(desk: Desk) -> LastTimeBuy:
    """Propose to buy seven P2 at 20."""
    session, world = desk.session, desk.world
    propose_last_time_buy(
        session,
        part_id=world.parts["P2"],
        months=60,
        probability=0.95,
        unit_price_cny=Money.of(20),
        shortage_cny=Money.of(300),
        disposal_cny=Money.of(1),
        holding_rate=0.1,
        decline=0.0,
        quantity=q(7),
        by=world.people["buyer"],
        at=NOON,
        request_key=key(),
    )
    return session.scalars(select(LastTimeBuy)).one()


def test_an_approved_last_time_buy_is_ordered_once_unless_its_order_is_cancelled(desk: Desk) -> None:
    session, world = desk.session, desk.world
    market = Market(world)
    supplier = market.supplier("S1")
    row = proposed(desk)
    buyer = world.people["buyer"]

    def order(part: str = "P2") -> LastTimeOrdered:
        return order_last_time_buy(
            session,
            last_time_buy_id=row.id,
            supplier_id=supplier,
            store_id=world.places["C"],
            lines=(NewLine(world.parts[part], q(7), Money.of(20)),),
            by=buyer,
            at=NOON,
            request_key=key(),
        )

    with pytest.raises(InvalidState, match="last_time_buy_not_approved"):
        order()
    approve_last_time_buy(session, last_time_buy_id=row.id, by=world.people["supervisor"], at=NOON, request_key=key())
    with pytest.raises(RuleViolation, match="last_time_part_missing"):
        order("P1")
    made = order()
    assert made.amount_cny == Money.of(140)
    with pytest.raises(Conflict, match="last_time_buy_ordered"):
        order()
    session.commit()
    cancel_rest(session, order_id=made.order_id, reason="dearer", by=buyer, at=NOON, request_key=key())
    again = order()
    session.commit()
    listed = session.execute(last_time_buys_select()).one()
    assert (listed.order_id, listed.order_number) == (again.order_id, again.number)


def test_the_database_takes_one_order_of_an_approved_last_time_buy(desk: Desk) -> None:
    session, world = desk.session, desk.world
    market = Market(world)
    supplier = market.supplier("S1")
    row = proposed(desk)
    lines = (NewLine(world.parts["P2"], q(7), Money.of(20)),)
    orders = [
        draft_order(
            session,
            supplier_id=supplier,
            store_id=world.places["C"],
            lines=lines,
            by=world.people["buyer"],
            at=NOON,
        )[0].id
        for _each in range(2)
    ]
    made = (
        "INSERT INTO last_time_order (last_time_buy_id, order_id, made_by_id, made_at)"
        f" VALUES ({row.id}, :order, {world.people['buyer']}, '2026-03-02 04:00:00')"
    )
    assert refused(session, made, order=orders[0]) == "last_time_buy_not_approved"
    approve_last_time_buy(session, last_time_buy_id=row.id, by=world.people["supervisor"], at=NOON, request_key=key())
    session.execute(text(made), {"order": orders[0]})
    assert refused(session, made, order=orders[1]) == "last_time_buy_ordered"
    assert refused(session, "DELETE FROM last_time_order").startswith("append_only")
    assert refused(session, f"UPDATE last_time_order SET order_id = {orders[1]}").startswith("append_only")
