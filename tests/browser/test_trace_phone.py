"""The trace of a lot on a phone: stage under stage, nothing to scroll sideways, every box opens by a tap."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.browser import PHONE, Screen, serving
from tests.support.traced import traced
from tests.support.web import Web, make_app

pytestmark = pytest.mark.browser


def test_the_picture_stands_upright_on_a_phone(browser: Browser, sqlite_url: str, tmp_path: Path) -> None:
    web = Web(make_app(sqlite_url, tmp_path))
    with web.session() as session:
        life = traced(session)
    web.person("boss", "supervisor", "service_manager")
    with serving(web.app) as address:
        for locale in ("en-GB", "zh-CN"):
            screen = Screen(browser, address, "boss", size=PHONE, locale=locale)
            screen.open(f"/lots/{life.lot}/trace")
            assert screen.too_wide() == []
            assert not screen.page.locator(".chart-flow").is_visible()
            boxes = screen.page.locator("a.flow-box")
            places = [box.bounding_box() for box in boxes.all()]
            assert len(places) >= 10
            assert all(place and place["height"] >= 44 and place["width"] >= 250 for place in places)
            tops = [place["y"] for place in places if place]
            assert tops == sorted(tops)
            with screen.page.expect_navigation():
                screen.page.locator("a.flow-box", has_text=life.tickets[0]).tap()
            assert screen.path.startswith("/tickets/")
            screen.close()
