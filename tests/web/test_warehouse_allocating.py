"""Hold, lift, release and give on promises through the pages and the API."""

from __future__ import annotations

import pytest

from tests.support.web import Web
from tests.web.test_warehouse_flow import Shop


@pytest.fixture
def shop(web: Web) -> Shop:
    return Shop(web)


def test_a_supervisor_holds_gives_on_and_releases_with_a_reason(shop: Shop) -> None:
    engineer, boss, keeper = shop.web.as_("engineer"), shop.web.as_("supervisor"), shop.web.as_("keeper")
    first = shop.ask(engineer, "P2", "4")
    page = boss.text(f"/work-orders/{shop.order}")
    assert f"/part-requests/{first}/hold" in page
    assert f"/part-requests/{first}/hold" not in engineer.text(f"/work-orders/{shop.order}")
    assert keeper.post(f"/part-requests/{first}/hold", {"reason": "x"}).status_code == 403
    assert boss.post(f"/part-requests/{first}/hold", {"reason": ""}).status_code == 422
    held = boss.post(f"/part-requests/{first}/hold", {"reason": "promised by phone"})
    page = engineer.text(held.location)
    assert "promised by phone" in page
    second = shop.ask(boss, "P2", "2", shop.other)
    assert boss.api(f"/part-requests/{second}").json["reserved"] == "0", "held promises are not taken over"
    page = boss.text(f"/part-requests/{first}/reallocate")
    assert "W2" in page
    assert 'value="2"' in page
    give = {"to_request_id": str(second), "quantity": "3", "reason": "hospital"}
    much = boss.post(f"/part-requests/{first}/reallocate", give)
    assert much.status_code == 422
    assert "lacks 2 only" in much.text
    boss.post(f"/part-requests/{first}/reallocate", {**give, "quantity": "2"})
    assert boss.api(f"/part-requests/{second}").json["held"] is True
    assert boss.post(f"/part-requests/{second}/lift", {"reason": "done"}).status_code == 303
    assert "hospital" in boss.text("/part-requests/allocations?kind=reallocated&q=W2")
    kinds = [row["kind"] for row in boss.api("/part-requests/allocations?sort=at").json["items"]]
    assert kinds == ["held", "lifted", "reallocated", "held", "lifted"]
    assert "hospital" not in shop.web.as_("engineer3", "engineer").text("/part-requests/allocations")


def test_the_bins_show_what_is_promised_from_them(shop: Shop) -> None:
    engineer, boss = shop.web.as_("engineer"), shop.web.as_("supervisor")
    shop.ask(engineer, "P1", "4")
    page = boss.text(f"/stock/parts/{shop.parts['P1']}/stores/{shop.places['C']}")
    assert "Bins that hold promised pieces" in page
    assert "3 pcs → W1" in " ".join(page.split())
    assert "Promised pieces that are to be taken from here" in boss.text(f"/places/{shop.places['C-A2']}")
    assert "Promised pieces" not in boss.text(f"/places/{shop.places['N-A1']}")


def test_an_urgent_ticket_takes_over_on_the_screen(shop: Shop) -> None:
    engineer, boss = shop.web.as_("engineer"), shop.web.as_("supervisor")
    first = shop.ask(engineer, "P2", "4")
    second = shop.ask(boss, "P2", "3", shop.other)
    shown = boss.api(f"/part-requests/{first}").json
    assert (shown["reserved"], shown["backordered"]) == ("1", "3")
    assert boss.api(f"/part-requests/{second}").json["reserved"] == "3"
    assert "taken over by a more urgent request" in engineer.text(f"/work-orders/{shop.order}")
    assert "by the rule" in engineer.text(f"/work-orders/{shop.order}")
