"""One order let through to a blocked supplier, urgent orders, and a tolerance of their own for lines."""

from __future__ import annotations

from typing import Any

import pytest

from kernel.errors import InvalidState
from procurement.amending import LineChange, amend_order
from procurement.drafting import Urgency
from procurement.finding_standing import check_supplier, open_release, release_of
from procurement.ordering import NewLine, approve_order, create_order, send_order
from procurement.queries.order_lines import lines_of
from procurement.releasing import end_release, release_supplier
from procurement.tables import Order, SupplierScore
from tests.support.procurement import Market, key, refused
from tests.support.world import NOON, World, q


@pytest.fixture
def market(world: World) -> Market:
    made = Market(world)
    made.supplier("S1")
    made.offer("S1", "P1", (0, "10"))
    return made


def _score(market: Market, standing: str) -> None:
    """Let a supplier stand as its newest score says."""
    session = market.world.session
    session.add(
        SupplierScore(
            supplier_id=market.suppliers["S1"],
            scored_on=NOON.date(),
            since_on=NOON.date(),
            scored_by_id=market.world.people["buyer"],
            scored_at=NOON,
            standing=standing,
            deliveries=9,
            weights={},
            rows={},
        )
    )
    session.flush()


def _order(market: Market, quantity: int = 10, **more: Any) -> int:
    made = create_order(
        market.world.session,
        supplier_id=market.suppliers["S1"],
        store_id=market.world.places["C"],
        lines=(NewLine(market.world.parts["P1"], q(quantity), over_percent=more.pop("over_percent", None)),),
        by=market.world.people["buyer"],
        at=NOON,
        request_key=key(),
        **more,
    )
    return made.order_id


def _by(market: Market, who: str) -> dict[str, Any]:
    return {"by": market.world.people[who], "at": NOON, "request_key": key()}


def _release(market: Market, reason: str = "No other maker") -> int:
    made = release_supplier(
        market.world.session, supplier_id=market.suppliers["S1"], reason=reason, **_by(market, "supervisor")
    )
    return made.supplier_release_id


def test_one_order_goes_through_to_a_blocked_supplier_and_no_second(market: Market) -> None:
    session = market.world.session
    _score(market, "block")
    with pytest.raises(InvalidState, match="supplier_blocked_by_score"):
        _order(market)
    _release(market)
    with pytest.raises(InvalidState, match="released_already"):
        _release(market)
    order = _order(market)
    let_through = release_of(session, order)
    assert let_through is not None
    assert let_through.reason == "No other maker"
    with pytest.raises(InvalidState, match="supplier_blocked_by_score"):
        _order(market)
    approve_order(session, order_id=order, **_by(market, "supervisor"))
    send_order(session, order_id=order, **_by(market, "buyer"))
    assert session.get_one(Order, order).state == "sent"


def test_a_plan_does_not_use_what_was_let_through(market: Market) -> None:
    _score(market, "block")
    _release(market)
    with pytest.raises(InvalidState, match="supplier_blocked_by_score"):
        check_supplier(market.world.session, market.suppliers["S1"], NOON.date())


def test_a_release_is_only_for_whom_the_score_blocks_and_may_be_taken_back(market: Market) -> None:
    session = market.world.session
    with pytest.raises(InvalidState, match="supplier_not_blocked_by_score"):
        _release(market)
    _score(market, "block")
    _release(market)
    end_release(session, supplier_id=market.suppliers["S1"], **_by(market, "supervisor"))
    assert open_release(session, market.suppliers["S1"]) is None
    with pytest.raises(InvalidState, match="supplier_blocked_by_score"):
        _order(market)
    with pytest.raises(InvalidState, match="nothing_released"):
        end_release(session, supplier_id=market.suppliers["S1"], **_by(market, "supervisor"))


def test_an_unblocked_supplier_leaves_the_release_for_later(market: Market) -> None:
    session = market.world.session
    _score(market, "block")
    _release(market)
    session.query(SupplierScore).update({"standing": "good"})
    order = _order(market)
    assert release_of(session, order) is None
    assert open_release(session, market.suppliers["S1"]) is not None


def test_the_database_refuses_a_release_to_whoever_gave_it_and_a_second_use(market: Market) -> None:
    session, people = market.world.session, market.world.people
    free = _order(market)
    _score(market, "block")
    release = _release(market)
    assert refused(session, f"UPDATE supplier_release SET released_by_id = 1 WHERE id = {release}").startswith("unch")
    own = (
        "INSERT INTO supplier_release (supplier_id, reason, released_by_id, released_at, order_id)"
        f" VALUES ({market.suppliers['S1']}, 'x', {people['buyer']}, '2026-03-02', {free})"
    )
    assert refused(session, own) == "four_eyes"
    used = _order(market)
    assert refused(session, f"UPDATE supplier_release SET order_id = {free} WHERE id = {release}").startswith("unch")
    assert refused(session, f"DELETE FROM supplier_release WHERE id = {release}") != ""
    found = release_of(session, used)
    assert found is not None
    assert found.id == release


def test_an_urgent_order_says_why_and_for_which_repair(market: Market) -> None:
    world = market.world
    work = world.work_order()
    order = world.session.get_one(Order, _order(market, urgency=Urgency(" Line stands ", work)))
    assert (order.urgent_reason, order.work_order_id) == ("Line stands", work)
    assert refused(world.session, f"UPDATE purchase_order SET urgent_reason = '' WHERE id = {order.id}") != ""


def test_the_excess_that_is_accepted_follows_percent_and_quantity(market: Market) -> None:
    session = market.world.session

    def excess(order: int) -> str:
        return str(lines_of(session, order)[0].over_tolerance)

    usual, own = _order(market, 100), _order(market, 100, over_percent=10)
    assert (excess(usual), excess(own), excess(_order(market, 100, over_percent=0))) == ("5", "10", "0")
    line = lines_of(session, own)[0].id
    change = (LineChange(line, quantity=q(200)),)
    amend_order(session, order_id=own, reason="more", changes=change, **_by(market, "buyer"))
    assert excess(own) == "20"
    approve_order(session, order_id=own, **_by(market, "supervisor"))
    less = (LineChange(line, over_percent=2),)
    assert amend_order(session, order_id=own, reason="less", changes=less, **_by(market, "buyer")).state == "approved"
    assert excess(own) == "4"
    raised = (LineChange(line, over_percent=3),)
    assert amend_order(session, order_id=own, reason="more", changes=raised, **_by(market, "buyer")).state == "draft"
    assert excess(own) == "6"
