"""Every page: it opens, axe finds nothing, nothing scrolls sideways on a phone, no text lacks its translation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask_babel import get_domain
from playwright.sync_api import Browser

from tests.browser.pages import addresses, pairs, samples
from tests.support.browser import DESKTOP, PHONE, Screen, serving
from tests.support.demo import demo_database, demo_template
from tests.support.samples import add_samples
from tests.support.web import Web, make_app
from webapp.permissions import ROLES
from webapp.tables import Login

__all__ = ["demo_database", "demo_template"]
pytestmark = pytest.mark.slow

AREAS = 6
DARK = (
    *("list.parts", "list.orders", "tickets.index", "jobs.job", "imports.report"),
    *("stock.show", "plans.show", "tickets.show", "orders.show", "inspections.show", "service_figures.show"),
    *("parts.edit", "tickets.new", "orders.new", "stock_take_counting.count_page", "login.log_in", "scan.scan"),
)
"""Lists, details with charts and clocks, and forms, that are looked at in dark colours too."""
LOOKS = 3
"""How many looks of a page are tried on the phone; on the desktop the first."""
SIGNPOST = ""
"""Stands for a page that only leads to another one, which is tried itself."""
PEOPLE = {"admin": "admin", "engineer": "engineer", "keeper": "keeper"}
NO_PAGE = {"static", "files.file", "labels.print_labels", "stock_take_counting.worker"}
PAPERS = (".pdf", ".xlsx", ".csv")
IN_PLACE = {"lookups.find", "tickets.hints", "jobs.progress", "stock_take_counting.offline_state"}


@pytest.fixture(scope="module")
def company(demo_database: str, tmp_path_factory: pytest.TempPathFactory) -> Web:
    """Return the small company, everybody with the same password."""
    web = Web(make_app(demo_database, tmp_path_factory.mktemp("instance")))
    web.at(datetime.now(UTC))
    for role in ROLES:
        web.person(role if role != "service_manager" else "manager", role)
    with web.session() as session:
        for login in session.query(Login):
            login.password_hash, login.must_change = web.hash, False
        session.commit()
    add_samples(web)
    return web


class Missing:
    """Stand behind the catalogue and keep every text that is asked of it."""

    def __init__(self) -> None:
        self.texts: set[str] = set()

    def gettext(self, message: str) -> str:
        self.texts.add(message)
        return message

    def ngettext(self, one: str, many: str, number: int) -> str:
        self.texts.add(one)
        return one if number == 1 else many


@pytest.fixture(scope="module")
def opened(company: Web) -> dict[str, dict[str, str]]:
    """Return for every page the addresses that open, with who opens them; one for each way the page looks."""
    clients = {who: company.as_(who, role) for who, role in PEOPLE.items()}
    ids, together = samples(company.engine), pairs(company.engine)
    found: dict[str, dict[str, str]] = {}
    for rule in sorted(company.app.url_map.iter_rules(), key=lambda each: each.rule):
        if "GET" not in (rule.methods or ()) or rule.rule.startswith("/api/v1") or rule.endpoint in NO_PAGE:
            continue
        if rule.rule.endswith(PAPERS):
            continue
        found[rule.endpoint] = {}
        looks: set[tuple[str, ...]] = set()
        for path in addresses(rule, ids, together):
            for who, client in clients.items():
                answer = client.get(path)
                assert answer.status_code < 500, path
                if answer.status_code == 200 and answer.mimetype in {"text/html", "application/json"}:
                    look = shape(answer.text)
                    if look not in looks and len(looks) < LOOKS:
                        looks.add(look)
                        found[rule.endpoint][path] = who
                    break
                if answer.status_code in {301, 302, 303} and not answer.location.startswith("/login"):
                    found[rule.endpoint][SIGNPOST] = who
                    break
    return found


def shape(page: str) -> tuple[str, ...]:
    """Return what tells two looks of a page apart: its buttons, forms and kinds of panels."""
    main = page.partition("<main")[2]
    return tuple(
        str(min(main.count(sign), 3)) for sign in ("<form", "<table", "btn-primary", "verdict", "<svg", "empty")
    )


def screens(opened: dict[str, dict[str, str]], looks: int = LOOKS) -> list[tuple[str, str]]:
    """Return addresses of every whole page with who opens them."""
    whole = [paths for name, paths in opened.items() if name not in IN_PLACE]
    return [each for paths in whole for each in islice(paths.items(), looks) if each[0] != SIGNPOST]


def test_every_page_opens_for_somebody(opened: dict[str, dict[str, str]]) -> None:
    """A page that no sample row opens would go untested."""
    closed = sorted(name for name, paths in opened.items() if not paths)
    assert not closed, closed


def test_every_text_is_translated(company: Web, opened: dict[str, dict[str, str]]) -> None:
    """Open every page in Chinese with a catalogue that tells what it lacks."""
    missing = Missing()
    with company.app.test_request_context(headers={"Accept-Language": "zh-CN"}):
        get_domain().get_translations().add_fallback(missing)
        get_domain().gettext("a text that nobody wrote")
    assert missing.texts == {"a text that nobody wrote"}, "the catalogue tells what it lacks"
    missing.texts.clear()
    clients = {who: company.as_(who, role) for who, role in PEOPLE.items()}
    chinese = {"Accept-Language": "zh-CN"}
    for path, who in screens(opened):
        page = clients[who].get(path, headers=chinese).text
        assert '<html lang="zh-Hans-CN">' in page, path
    assert sorted(missing.texts) == []


def homes(company: Web) -> list[tuple[str, str]]:
    """Return the home page of each role with somebody who has it."""
    return [("/", code if code != "service_manager" else "manager") for code in ROLES]


def faults(screen: Screen, axe: Axe, path: str) -> list[str]:
    """Open a page and return what is wrong with it."""
    status = screen.open(path)
    if status != 200:
        return [f"{path}: {status}"]
    wrong = [f"{path}: too wide: {each}" for each in screen.too_wide()]
    for rule in axe.run(screen.page).response["violations"]:
        nodes = "; ".join(node["html"][:160] for node in rule["nodes"][:3])
        wrong.append(f"{path}: {rule['id']}: {nodes}")
    return wrong


@pytest.fixture(scope="module")
def address(company: Web) -> Iterator[str]:
    """Serve the company."""
    with serving(company.app) as served:
        yield served


@pytest.mark.browser
@pytest.mark.parametrize("area", range(AREAS))
@pytest.mark.parametrize("way", ["phone-zh", "desktop-en"])
def test_every_screen_is_sound(
    company: Web, opened: dict[str, dict[str, str]], address: str, browser: Browser, way: str, area: int
) -> None:
    """Nothing for axe to complain of and nothing that sticks out, on a phone in Chinese and a desktop in English."""
    size, locale, looks = (PHONE, "zh-CN", LOOKS) if way == "phone-zh" else (DESKTOP, "en-GB", 1)
    windows: dict[str, Screen] = {}
    wrong: list[str] = []
    axe = Axe()
    for path, who in (screens(opened, looks) + homes(company))[area::AREAS]:
        if who not in windows:
            windows[who] = Screen(browser, address, who, size=size, locale=locale)
        wrong += faults(windows[who], axe, path)
    for window in windows.values():
        window.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_dark_screens_are_sound(
    company: Web, opened: dict[str, dict[str, str]], address: str, browser: Browser, size: dict[str, int]
) -> None:
    """The same where the system asks for dark colours: every home, and pages of each kind."""
    windows: dict[str, Screen] = {}
    wrong: list[str] = []
    axe = Axe()
    for path, who in screens({name: opened[name] for name in DARK}, 1) + homes(company):
        if who not in windows:
            windows[who] = Screen(browser, address, who, size=size, dark=True)
        wrong += faults(windows[who], axe, path)
        assert windows[who].page.locator("html").get_attribute("data-bs-theme") == "dark", path
    for window in windows.values():
        window.close()
    assert not wrong, "\n".join(wrong)
