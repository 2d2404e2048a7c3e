"""The month's stock-take: counted on a phone while parts are issued, approved by another, posted."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from inventory.tables import PartRequest, Stock
from inventory.verifying import verify
from kernel.amounts import Quantity
from tests.support.browser import PHONE, Screen, serving
from tests.support.web import Web
from tests.support.world import World, three_shelves

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def shelves(web: Web) -> tuple[Web, int, dict[str, int]]:
    """Stock three parts; one of P1 is missing on the shelf, two of P2 are too many."""
    with web.session() as session:
        world = World(session).build()
        order = three_shelves(world)
        session.commit()
        ids = {**world.parts, "C": world.places["C"]}
    for code, role in (("keeper", "keeper"), ("engineer", "engineer"), ("supervisor", "supervisor")):
        web.person(code, role)
    web.person("second", "supervisor")
    web.person("third", "supervisor")
    return web, order, ids


def count(screen: Screen, part: str, quantity: str) -> None:
    """Type how many lie there."""
    panel = screen.page.locator("main form.panel").filter(has=screen.page.locator(f"input[value='{part}']"))
    panel.locator("[name='counted']").fill(quantity)
    with screen.page.expect_navigation():
        panel.get_by_role("button", name="Counted").click()


def test_a_count_goes_on_while_parts_are_issued(shelves: tuple[Web, int, dict[str, int]], browser: Browser) -> None:
    """The difference is that of the moment of each count: what is issued later is allowed for."""
    web, order, ids = shelves
    with serving(web.app) as address:
        boss = Screen(browser, address, "supervisor")
        boss.open("/stock-takes/new")
        boss.fill(store_id="C", due_on="2026-03-05")
        boss.press("Begin the count")
        take = int(re.findall(r"\d+", boss.path)[-1])

        keeper = Screen(browser, address, "keeper", size=PHONE)
        keeper.open(f"/stock-takes/{take}/count")
        keeper.scan("C-A1")
        assert keeper.too_wide() == []
        count(keeper, "P1", "9")

        # While the count goes on, an engineer asks for P1 and P3, and both are picked.
        engineer = web.as_("engineer")
        clerk = web.as_("keeper")
        for part, quantity in (("P1", "2"), ("P3", "1")):
            asked = engineer.post(f"/work-orders/{order}/ask", {"part_id": part, "store_id": "C", "quantity": quantity})
            assert asked.status_code == 303, asked.text
            with web.session() as session:
                request = session.scalars(select(PartRequest.id).order_by(PartRequest.id.desc())).first()
            assert clerk.api(f"/part-requests/{request}/issue", {"quantity": quantity}).status_code == 200

        keeper.scan("C-A2")
        assert keeper.too_wide() == []
        count(keeper, "P2", "6")
        count(keeper, "P3", "5")
        assert "C-A1" not in keeper.text, "who counted does not count again"

        # The differences are counted again by another person.
        second = Screen(browser, address, "second", size=PHONE)
        second.open(f"/stock-takes/{take}/count")
        second.scan("C-A1")
        count(second, "P1", "7")
        second.scan("C-A2")
        count(second, "P2", "6")

        # Causes, approval by a third person, posting.
        boss.open(f"/stock-takes/{take}")
        table = boss.page.locator("main table.list")
        assert "P1" in table.inner_text()
        assert "P3" not in table.inner_text(), "five of five after the issue: no difference"
        for part, cause in (("P1", "lost"), ("P2", "miscounted")):
            boss.open(f"/stock-takes/{take}")
            row = boss.page.locator("main table.list tr").filter(has_text=part)
            row.get_by_role("link", name="Set the cause").click()
            boss.page.wait_for_url(re.compile("/cause"))
            boss.fill(cause=cause, note="Looked everywhere")
            boss.press("Keep", "Save", "Cause")
        boss.open(f"/stock-takes/{take}")
        boss.press("Close the counting")
        boss.press("Approve")
        assert "made the stock-take" in boss.text or "nother person" in boss.text
        third = Screen(browser, address, "third")
        third.open(f"/stock-takes/{take}")
        third.press("Approve")
        third.press("Post")
        assert "Gains" in third.text
        for screen in (boss, keeper, second, third):
            screen.close()
    with web.session() as session:
        left = {part: session.get_one(Stock, (ids[part], ids["C"])).on_hand for part in ("P1", "P2", "P3")}
        assert left == {"P1": Quantity.of(7), "P2": Quantity.of(6), "P3": Quantity.of(5)}
        assert verify(session).findings == ()
