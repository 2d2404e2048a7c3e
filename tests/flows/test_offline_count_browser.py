"""A keeper counts where there is no signal: nothing is lost, everything is sent once, what was refused is told."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from inventory.tables import Count, CountLine, Part, StockTake
from kernel.amounts import Quantity
from tests.support.browser import PHONE, Screen, serving
from tests.support.counting import Take
from tests.support.web import Web
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def counting(web: Web) -> Iterator[tuple[Web, int, str]]:
    """Open a stock-take of three parts and serve it."""
    with web.session() as session:
        world = World(session).build()
        for part, place in (("P1", "C-A1"), ("P2", "C-A2"), ("P3", "C-A2")):
            world.stocked(part, 10, at=place)
        take = Take(world).id
        session.commit()
    for code in ("keeper", "keeper2"):
        web.person(code, "keeper")
    with serving(web.app) as address:
        yield web, take, address


def kept(web: Web) -> dict[str, Quantity]:
    """Return what the server has: counted quantity by part."""
    with web.session() as session:
        rows = session.execute(
            select(Part.number, Count.counted)
            .join(CountLine, CountLine.id == Count.count_line_id)
            .join(Part, Part.id == CountLine.part_id)
        )
        return dict(rows.all())


def ready(screen: Screen, take: int) -> None:
    """Open the page with a signal and wait until the phone has it."""
    screen.open(f"/stock-takes/{take}/offline")
    expect(screen.page.locator("[data-count][data-ready=yes]")).to_have_count(1)
    screen.page.reload()
    screen.page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def count(screen: Screen, part: str, figure: str) -> None:
    """Type how many lie there."""
    panel = screen.page.locator("form.count-line").filter(has_text=part)
    panel.get_by_role("textbox").first.fill(figure)
    panel.get_by_role("button", name="Counted").click()


def scan(screen: Screen, code: str) -> None:
    """Type as a scanner does, with nothing clicked."""
    screen.page.evaluate("document.activeElement.blur()")
    screen.page.keyboard.type(code)
    screen.page.keyboard.press("Enter")


def signal(screen: Screen, there: bool) -> None:
    """Give the phone a signal or take it away."""
    screen.context.set_offline(not there)


def all_sent(screen: Screen) -> None:
    """Wait until nothing waits any more."""
    expect(screen.page.locator("[data-signal]")).to_contain_text("Every count is sent")


def test_counts_survive_without_a_signal_and_are_sent_once(counting: tuple[Web, int, str], browser: Browser) -> None:
    web, take, address = counting
    keeper = Screen(browser, address, "keeper", size=PHONE)
    ready(keeper, take)
    assert keeper.too_wide() == []
    assert "10" not in keeper.page.locator("[data-here]").inner_text(), "counting is blind"
    signal(keeper, there=False)
    expect(keeper.page.locator("[data-signal]")).to_contain_text("No signal")
    scan(keeper, "SW:B:C-A1")
    count(keeper, "P1", "nine")
    expect(keeper.page.locator("[data-said]")).to_be_visible()
    count(keeper, "P1", "10")
    scan(keeper, "C-A2")
    scan(keeper, "P3")
    expect(keeper.page.locator("form.count-line").first).to_contain_text("P3")
    count(keeper, "P3", "10")
    expect(keeper.page.locator("[data-signal]")).to_contain_text("2 counts wait")
    assert kept(web) == {}

    # The page is opened anew without a signal: it is there, and so are the counts.
    keeper.page.reload()
    expect(keeper.page.locator("[data-signal]")).to_contain_text("2 counts wait")
    assert "C-A1" not in keeper.page.locator("[data-places]").inner_text()
    scan(keeper, "C-A2")
    count(keeper, "P2", "10")
    assert kept(web) == {}

    signal(keeper, there=True)
    all_sent(keeper)
    assert kept(web) == dict.fromkeys(("P1", "P2", "P3"), Quantity.of(10))
    keeper.page.reload()
    all_sent(keeper)
    assert len(kept(web)) == 3
    with web.session() as session:
        assert len(session.scalars(select(Count)).all()) == 3, "each count once"
        assert {row.counted_by_id for row in session.scalars(select(Count))} == {
            row.entered_by_id for row in session.scalars(select(Count))
        }
    keeper.errors = [each for each in keeper.errors if "ERR_INTERNET_DISCONNECTED" not in each]
    keeper.close()


def test_what_another_counted_meanwhile_is_told_and_kept_until_discarded(
    counting: tuple[Web, int, str], browser: Browser
) -> None:
    web, take, address = counting
    keeper = Screen(browser, address, "keeper", size=PHONE)
    ready(keeper, take)
    signal(keeper, there=False)
    scan(keeper, "C-A1")
    count(keeper, "P1", "10")
    scan(keeper, "C-A2")
    count(keeper, "P2", "10")
    other = web.as_("keeper2", "supervisor")
    with web.session() as session:
        line = session.scalars(
            select(CountLine).join(Part, Part.id == CountLine.part_id).where(Part.number == "P1")
        ).one()
    body = {"location_id": line.location_id, "part_id": line.part_id, "counted": "10"}
    assert other.api(f"/stock-takes/{take}/counts", body).status_code == 200
    signal(keeper, there=True)
    refused = keeper.page.locator(".count-refused")
    expect(refused).to_contain_text("has counted this line already")
    expect(refused).to_contain_text("P1")
    keeper.page.reload()
    expect(refused).to_contain_text("P1")
    all_sent(keeper)
    assert set(kept(web)) == {"P1", "P2"}
    refused.get_by_role("button", name="Discard").click()
    expect(refused).to_have_count(0)

    # The stock-take is cancelled while a count waits.
    signal(keeper, there=False)
    scan(keeper, "C-A2")
    count(keeper, "P3", "4")
    with web.session() as session:
        session.scalars(select(StockTake)).one().state = "cancelled"
        session.commit()
    signal(keeper, there=True)
    expect(refused).to_contain_text("in another state")
    assert set(kept(web)) == {"P1", "P2"}
    keeper.errors = [each for each in keeper.errors if re.search("DISCONNECTED|409", each) is None]
    keeper.close()


def test_counts_wait_for_the_person_who_made_them(counting: tuple[Web, int, str], browser: Browser) -> None:
    """Somebody else logs in on the phone: the counts are not sent under the wrong name."""
    web, take, address = counting
    keeper = Screen(browser, address, "keeper", size=PHONE)
    ready(keeper, take)
    signal(keeper, there=False)
    scan(keeper, "C-A1")
    count(keeper, "P1", "10")
    keeper.page.goto("about:blank")
    signal(keeper, there=True)
    keeper.context.clear_cookies()
    web.person("boss", "supervisor")
    keeper.code = "boss"
    keeper.log_in()
    keeper.open(f"/stock-takes/{take}/offline")
    expect(keeper.page.locator("[data-signal]")).to_contain_text("made by Keeper")
    assert kept(web) == {}
    keeper.context.clear_cookies()
    keeper.code = "keeper"
    keeper.log_in()
    keeper.open(f"/stock-takes/{take}/offline")
    all_sent(keeper)
    assert set(kept(web)) == {"P1"}
    keeper.errors = [each for each in keeper.errors if "DISCONNECTED" not in each]
    keeper.close()
