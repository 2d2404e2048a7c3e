"""Blind receiving: keepers see no expected quantity anywhere, type every one, and count again what differs."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from inventory.tables import Location
from kernel.settings import set_value
from procurement.tables import Order
from receiving.tables import Arrival, ArrivalLot, Recount
from tests.support.procurement import Market
from tests.support.receiving import TODAY
from tests.support.web import Web
from tests.support.world import World

ODD = "7391"
"""A quantity that nothing else on a page shows."""


@pytest.fixture
def ramp(web: Web) -> tuple[Web, dict[str, str]]:
    with web.session() as session:
        world = World(session).build()
        session.get_one(Location, world.places["C"]).keeper_id = world.people["keeper"]
        market = Market(world)
        for part in ("P1", "P2"):
            market.offer("ACME", part)
        made = market.sent("ACME", ("P1", ODD), ("P2", 4), promised=TODAY)
        set_value(session, name="receiving.blind", value=True, valid_from_on=date(2026, 1, 1), by=None)
        number = session.scalars(select(Order.number).where(Order.id == made.order_id)).one()
        session.commit()
    for code in ("keeper", "supervisor", "inspector"):
        web.person(code, code)
    facts = {"number": number, "address": f"/arrivals/register?order={made.order_id}", "order": str(made.order_id)}
    return web, facts


def sent(first: str, second: str) -> dict[str, str]:
    return {"delivery_note": "DN", "arrived_on": "2026-03-02", "lines-0-quantity": first, "lines-1-quantity": second}


def lines(facts: dict[str, str]) -> dict[str, str]:
    return {
        **{f"lines-{n}-order_line_id": f"{facts['number']}/{n + 1}" for n in (0, 1)},
        "lines-0-part_id": "P1",
        "lines-1-part_id": "P2",
    }


def test_no_page_and_no_answer_tells_the_keeper_what_is_expected(ramp) -> None:
    web, facts = ramp
    keeper, supervisor = web.as_("keeper"), web.as_("supervisor")
    code = {"code": f"SW:O:{facts['number']}"}
    paths = (facts["address"], "/arrivals/new", "/arrivals/expected", "/arrivals/expected?sort=-expected", "/")
    for path in paths:
        assert ODD not in keeper.text(path).replace(",", ""), path
    assert ODD not in keeper.post(facts["address"], code).text
    assert ODD not in str(keeper.api("/arrivals/expected").json)
    for closed in ("/orders", f"/orders/{facts['order']}", f"/orders/{facts['order']}/order.pdf"):
        assert keeper.get(closed).status_code in {403, 404}, closed
    assert keeper.api(f"/orders/{facts['order']}").status_code == 403
    assert keeper.get(f"/lookups/order_line?q={facts['number']}").status_code in {403, 404}
    assert ODD in supervisor.text(facts["address"])
    assert ODD in str(supervisor.api("/arrivals/expected").json)
    assert supervisor.get(f"/orders/{facts['order']}").status_code == 200


def test_every_quantity_is_typed_and_what_differs_is_counted_again(ramp) -> None:
    web, facts = ramp
    keeper = web.as_("keeper")
    empty = keeper.post(facts["address"], {**lines(facts), **sent("7000", "")})
    assert empty.status_code == 422
    assert "0 where nothing did" in empty.text
    answer = keeper.post(facts["address"], {**lines(facts), **sent("7000", "0")})
    assert answer.status_code == 303, answer.text
    page = keeper.text(answer.location)
    assert "Count again" in page
    assert ODD in page.replace(",", "")  # shown now that the count stands
    assert "still to come" not in page
    assert "Arrivals to count again" in keeper.text("/")
    with web.session() as session:
        arrival = session.scalars(select(Arrival)).one()
        asked = {str(row.arrived): row.id for row in session.scalars(select(Recount))}
        lot = session.scalars(select(ArrivalLot.lot_id)).one()
    assert set(asked) == {"7000", "0"}
    inspector = web.as_("inspector")
    assert "counts it again before" in inspector.text(inspector.post(f"/inspections/lots/{lot}/begin").location)
    address = f"/arrivals/{arrival.id}/recounts/{asked['7000']}"
    keeper.post(address, {"quantity": "7001"})
    assert "Undo" in keeper.text(f"/arrivals/{arrival.id}")
    with web.session() as session:
        assert session.get_one(Recount, asked["7000"]).confirmed_by_id is None
    keeper.post(address, {"quantity": "7000"})
    keeper.api(f"/recounts/{asked['0']}", {"quantity": "0"}, key="r" * 12)
    assert 'id="recounts"' not in keeper.text(f"/arrivals/{arrival.id}")
    begun = inspector.post(f"/inspections/lots/{lot}/begin")
    assert "/inspections/" in begun.location
    assert "counts it again" not in inspector.text(begun.location)
    assert keeper.api(f"/arrivals/{arrival.id}").json["lines"][0]["ordered"] is None


def test_what_agrees_or_is_seen_needs_no_recount(ramp) -> None:
    web, facts = ramp
    seen = web.as_("supervisor").post(facts["address"], {**lines(facts), **sent("7000", "")})
    assert seen.status_code == 303
    agrees = web.as_("keeper").post(facts["address"], {**lines(facts), **sent("391", "4"), "delivery_note": "DN-2"})
    assert agrees.status_code == 303
    with web.session() as session:
        assert session.scalars(select(Recount)).all() == []


def test_without_the_setting_keepers_see_orders_as_before(ramp) -> None:
    web, facts = ramp
    with web.session() as session:
        set_value(session, name="receiving.blind", value=False, valid_from_on=date(2026, 1, 1), by=None)
        session.commit()
    assert ODD in web.as_("keeper").text(facts["address"])
    assert web.as_("keeper").get(f"/orders/{facts['order']}").status_code == 200
