"""A keyboard scanner on real pages: fast keys and Enter, without a click, wherever the focus happens to be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import PHONE, Screen, serving
from tests.support.web import Web, make_app
from tests.support.world import World

pytestmark = pytest.mark.browser
SOUNDS = "window.heard = []; document.addEventListener('sparewell:sound', (event) => window.heard.push(event.detail));"


class Site:
    """Hold an address, what is there, and windows of people."""

    def __init__(self, browser: Browser, web: Web, world: World, address: str) -> None:
        """Begin without windows."""
        self.browser, self.web, self.world, self.address = browser, web, world, address
        self.screens: list[Screen] = []

    def screen(self, code: str = "keeper", **more: object) -> Screen:
        """Open a window for somebody; sounds are noted."""
        self.web.person(code, code)
        made = Screen(self.browser, self.address, code, **more)  # type: ignore[arg-type]
        made.context.add_init_script(SOUNDS)
        self.screens.append(made)
        return made


@pytest.fixture
def site(browser: Browser, sqlite_url: str, tmp_path: Path) -> Iterator[Site]:
    web = Web(make_app(sqlite_url, tmp_path))
    with web.session() as session:
        world = World(session).build()
        world.stocked("P1", 10)
        world.stocked("P2", 3, at="C-A2")
        world.stocked("SER", 1, serial_number="SN-77")
        session.commit()
    with serving(web.app) as address:
        made = Site(browser, web, world, address)
        yield made
        for each in made.screens:
            each.close()


def type_as_scanner(screen: Screen, code: str) -> None:
    """Send keys as a scanner does, a few milliseconds apart, and Enter."""
    screen.page.keyboard.type(code + "\n")


def test_a_scan_reaches_the_box_without_any_click(site: Site) -> None:
    screen = site.screen(size=PHONE)
    for path in ("/parts", "/stock", "/scan", "/", "/lots"):
        screen.open(path)
        with screen.page.expect_navigation():
            type_as_scanner(screen, "SW:P:P1")
        assert screen.path == f"/parts/{site.world.parts['P1']}", path


def test_a_scanner_may_end_with_tab(site: Site) -> None:
    screen = site.screen(size=PHONE)
    screen.open("/stock")
    with screen.page.expect_navigation():
        screen.page.keyboard.type("SW:P:P2")
        screen.page.keyboard.press("Tab")
    assert screen.path == f"/parts/{site.world.parts['P2']}"
    box = screen.page.locator("#quick-code")
    box.focus()
    screen.page.keyboard.type("SW:P:P1", delay=120)  # a person's speed: Tab leaves the box
    screen.page.keyboard.press("Tab")
    expect(box).not_to_be_focused()
    expect(box).to_have_value("SW:P:P1")
    assert screen.path == f"/parts/{site.world.parts['P2']}"


def test_a_scan_while_a_button_or_a_link_has_the_focus_presses_neither(site: Site) -> None:
    screen = site.screen()
    screen.open("/parts")
    for name, role in (("Part number", "link"), ("Stock", "button")):
        screen.open("/parts")
        screen.page.get_by_role(role, name=name, exact=False).first.focus()  # type: ignore[arg-type]
        with screen.page.expect_navigation():
            type_as_scanner(screen, "SW:P:P2")
        assert screen.path == f"/parts/{site.world.parts['P2']}"


def test_a_scan_into_a_box_of_a_form_never_sends_the_form(site: Site) -> None:
    screen = site.screen("supervisor")
    screen.open("/work-orders/new")
    screen.page.fill("main [name='number']", "WO-9")
    screen.page.fill("main [name='product_serial']", "")
    screen.page.locator("main [name='product_serial']").focus()
    type_as_scanner(screen, "24A-0101")
    assert screen.path == "/work-orders/new"
    expect(screen.page.locator("main [name='product_serial']")).to_have_value("24A-0101")
    screen.page.locator("main [name='product_model_id']").focus()
    type_as_scanner(screen, "AC-1")
    assert screen.path == "/work-orders/new"
    screen.open(f"/parts/{site.world.parts['P1']}/edit")
    days = screen.page.locator("main [name='shelf_life_days']")
    days.fill("30")
    days.focus()
    type_as_scanner(screen, "SW:P:P2")
    assert screen.path.endswith("/edit")  # the form stays, with its number, and the code waits in the box above
    expect(days).to_have_value("30")
    expect(screen.page.locator("#quick-code")).to_have_value("SW:P:P2")
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_url(f"**/parts/{site.world.parts['P2']}")


def test_people_who_type_slowly_are_not_taken_for_a_scanner(site: Site) -> None:
    screen = site.screen("supervisor")
    screen.open("/parts")
    box = screen.page.locator("main [name='q']")
    box.focus()
    screen.page.keyboard.type("P1", delay=2)  # too short for a code
    with screen.page.expect_navigation():
        screen.page.keyboard.press("Enter")
    assert "q=P1" in screen.page.url


def test_right_and_wrong_differ_in_sound_also_after_the_page_has_changed(site: Site) -> None:
    screen = site.screen(size=PHONE)
    screen.open("/scan")
    with screen.page.expect_navigation():
        type_as_scanner(screen, "NOBODY-KNOWS")
    assert "Unknown code: NOBODY-KNOWS" in screen.text
    screen.page.wait_for_function("window.heard.includes('bad')")


def test_codes_faster_than_pages_all_reach_the_list(site: Site) -> None:
    screen = site.screen(size=PHONE)
    screen.open("/scan/list")
    for code in ("SW:P:P1", "SW:P:P1", "P2", "SN-77", "NOBODY", "SW:B:C-A2"):
        type_as_scanner(screen, code)
    expect(screen.page.locator("#scanned .finds li")).to_have_count(4)
    expect(screen.page.locator("#scanned .verdict")).to_contain_text("C-A2")
    expect(screen.page.locator("#scanned input[name='times'][value='2']")).to_have_count(1)
    heard = screen.page.evaluate("window.heard")
    assert heard.count("good") == 5
    assert heard.count("bad") == 1
    assert screen.too_wide() == []
    with screen.page.expect_navigation():
        screen.page.get_by_role("button", name="Move all").click()
    assert "Moved." in screen.text
    screen.follow("P1")


def test_pieces_of_a_transfer_go_into_their_box_one_by_one(site: Site) -> None:
    lines = {"lines-0-part_id": "SER", "lines-0-quantity": "1", "lines-1-part_id": "P1", "lines-1-quantity": "2"}
    asking = site.web.as_("keeper2", "keeper")
    here = asking.post("/transfers/new", {"from_store_id": "C", "to_store_id": "N", **lines}).location
    screen = site.screen(size=PHONE)
    screen.open(f"{here}/send")
    foreign = ("998821SN-77", "10SN-77", "0169012345678921SN-77")  # they only end like a GS1 code of the piece
    for code in foreign:
        type_as_scanner(screen, code)
        expect(screen.page.locator("#scanned")).to_contain_text(f"{code} does not lie free")
    assert screen.page.evaluate("window.heard.splice(0)") == ["bad"] * len(foreign)
    expect(screen.page.locator("[name='lines-0-serials']")).to_have_value("")
    for code in ("010690123456789221SN-77", "]d2010690123456789221SN-77"):
        type_as_scanner(screen, code)
        expect(screen.page.locator("[name='lines-0-serials']")).to_have_value("SN-77")
        screen.page.evaluate("document.querySelector('[name=\"lines-0-serials\"]').value = ''")  # the focus stays
    assert screen.page.evaluate("window.heard.splice(0)") == ["good", "good"]
    for code, said in (("SW:S:SN-77", "1"), ("SN-77", "already"), ("SN-99", "does not lie free")):
        type_as_scanner(screen, code)
        expect(screen.page.locator("#scanned")).to_contain_text(said)
    expect(screen.page.locator("[name='lines-0-serials']")).to_have_value("SN-77")
    expect(screen.page.locator("[name='lines-1-quantity']")).to_have_value("2")
    assert screen.page.evaluate("window.heard") == ["good", "bad", "bad"]
    assert screen.too_wide() == []
    with screen.page.expect_navigation():
        screen.page.locator("main form.form button[type='submit'], main form.form button.btn-primary").last.click()
    assert "SN-77" in screen.text


def test_a_bin_is_emptied_by_scans_and_quantities_stay(site: Site) -> None:
    screen = site.screen(size=PHONE)
    screen.open(f"/bins/{site.world.places['C-A1']}/move-out")
    assert screen.page.locator(".portion [type=checkbox]:checked").count() == 2
    amount = screen.page.locator("[name='lines-0-quantity']")
    amount.fill("4")
    for code in ("L00001", "N-A1", "SW:B:C-A2"):
        type_as_scanner(screen, code)
    expect(screen.page.locator("[name='to_location_id']")).to_have_value("C-A2")
    expect(screen.page.locator("#scanned")).to_contain_text("C-A2")
    assert screen.page.locator(".portion [type=checkbox]:checked").count() == 1
    expect(amount).to_have_value("4")
    assert screen.page.evaluate("window.heard") == ["good", "bad", "good"]
    with screen.page.expect_navigation():
        screen.page.get_by_role("button", name="Move what is ticked").click()
    assert "1 lots are moved" in screen.page.inner_text("body")


def test_a_lost_connection_keeps_the_code(site: Site) -> None:
    screen = site.screen(size=PHONE)
    screen.open("/scan/list")
    screen.context.set_offline(True)
    type_as_scanner(screen, "SW:P:P1")
    expect(screen.page.locator("main [data-camera-error]")).to_contain_text("SW:P:P1")
    screen.context.set_offline(False)
    screen.page.locator("#list-code").focus()
    screen.page.keyboard.press("Enter")
    expect(screen.page.locator("#scanned .finds li")).to_have_count(1)
    screen.errors.clear()  # the browser itself told of the lost connection
