"""Compare suppliers for a part on its page and through the API."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.support.procurement import Market
from tests.support.web import Web
from tests.support.world import World


@pytest.fixture
def market(web: Web) -> Web:
    with web.session() as session:
        made = Market(World(session).build())
        made.offer("DEAR", "P1", (0, "12"), (100, "8"), lead=5)
        made.offer("CHEAP", "P1", (0, "10"), lead=20, multiple=50)
        made.offer("BARE", "P1", (0, "9"), valid_from=date(2090, 1, 1))
        session.commit()
    web.person("buyer", "buyer")
    web.person("inspector", "inspector")
    return web


def test_offers_stand_best_first_with_what_would_turn_them(market: Web) -> None:
    page = market.as_("buyer").text("/parts/1/suppliers?quantity=10")
    assert page.index("CHEAP") != page.index("DEAR")
    assert "TOPSIS" in page
    assert "What would change the ranking" in page
    assert "Without a price list: BARE." in page
    assert "unknown, taken as 60" in page
    first = re.search(r"<strong>([\d.]+)%</strong>", page)
    assert first is not None
    dear = market.as_("buyer").text("/parts/1/suppliers?quantity=100")
    assert "¥8" in dear


def test_nonsense_is_said_and_kept(market: Web) -> None:
    page = market.as_("buyer").text("/parts/1/suppliers?quantity=ten")
    assert "“ten” is no quantity" in page
    assert 'value="ten"' in page
    assert "Nobody offers this part" in market.as_("buyer").text("/parts/2/suppliers")


def test_prices_are_for_those_who_may_see_them(market: Web) -> None:
    page = market.as_("inspector").text("/parts/1/suppliers")
    assert "¥" not in page
    assert "First at a price of" not in page


def test_the_api_compares_too(market: Web) -> None:
    made = market.as_("buyer").api("/parts/1/suppliers").json
    assert {each["supplier_code"] for each in made["offers"]} == {"DEAR", "CHEAP"}
    assert made["offers"][0]["merit"] >= made["offers"][1]["merit"]
    assert made["without_price"] == ["BARE"]
