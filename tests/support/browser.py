"""A real browser on a real server: pages as a phone or a desktop shows them.

Needs Debian's `chromium` (SPAREWELL_CHROMIUM names another one); the Chinese font is the one that the papers bring.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.support.web import PASSWORD
from webapp.documents.fonts import fontconfig

CHROMIUM = os.environ.get("SPAREWELL_CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
WAIT_MS = 60_000
"""How long a page may take on a crowded machine before the test gives up; nothing is timed."""
WIDER = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const right = (each) => Math.round(each.getBoundingClientRect().right);
  const all = [...document.querySelectorAll("body *")].filter((each) => right(each) > wide + 1);
  return all.slice(0, 5).map((each) => `${each.tagName}.${each.className} ${right(each)}`);
}"""


class Silent(WSGIRequestHandler):
    """Answer requests without a line in the log for each."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve the application on a free port of this machine and give its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser, or skip the test and say what to install."""
    if not Path(CHROMIUM).exists():
        pytest.skip("no browser: apt-get install chromium")
    with sync_playwright() as player, TemporaryDirectory() as folder:
        surroundings = {**os.environ, **fontconfig(Path(folder))}
        browser = player.chromium.launch(executable_path=CHROMIUM, args=FLAGS, env=surroundings)  # type: ignore[arg-type]
        yield browser
        browser.close()


class Screen:
    """One person's browser window: logged in, of one size, in one language; complains of errors in scripts."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        code: str,
        *,
        size: dict[str, int] = DESKTOP,
        locale: str = "en-GB",
        dark: bool = False,
    ) -> None:
        """Open a window of its own and log in; `dark` as a system set to dark colours shows it."""
        self.address = address
        more: dict[str, Any] = {"has_touch": True, "is_mobile": True} if size is PHONE else {}
        more["color_scheme"] = "dark" if dark else "light"
        self.context: BrowserContext = browser.new_context(viewport=size, locale=locale, **more)  # type: ignore[arg-type]
        self.context.set_default_timeout(WAIT_MS)
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.code = code
        if code:
            self.log_in()

    def log_in(self) -> None:
        """Log in, also once more after the session has ended."""
        self.open("/login")
        self.page.fill("#code", self.code)
        self.page.fill("#password", PASSWORD)
        self.press("Log in", "登录")
        assert self.path == "/", self.text

    @property
    def path(self) -> str:
        """Return the path of the page that is open."""
        return urlsplit(self.page.url).path

    @property
    def text(self) -> str:
        """Return what can be read on the page."""
        return self.page.inner_text("main")

    def open(self, path: str) -> int:
        """Open a page and return its status."""
        answer = self.page.goto(self.address + path)
        return answer.status if answer else 0

    def press(self, *names: str) -> None:
        """Press the first button that bears one of these words and wait for the next page."""
        for name in names:
            found = self.page.locator("main").get_by_role("button", name=name)
            if found.count():
                with self.page.expect_navigation():
                    found.first.click()
                return
        raise AssertionError(f"{self.path} has no button {names}: {self.text[:1500]}")

    def follow(self, name: str) -> None:
        """Follow the first link of the page's own part that bears these words."""
        found = self.page.locator("main").get_by_role("link", name=name)
        assert found.count(), f"{self.path} has no link {name}: {self.text[:1500]}"
        with self.page.expect_navigation():
            found.first.click()

    def scan(self, code: str) -> None:
        """Do as a scanner does that types like a keyboard: nothing is clicked, Enter ends the code."""
        with self.page.expect_navigation():
            self.page.keyboard.type(code)
            self.page.keyboard.press("Enter")

    def fill(self, **values: str) -> None:
        """Fill the boxes of a form by their names; a list is chosen from."""
        for name, value in values.items():
            box = self.page.locator(f"main [name='{name}']").first
            if box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)

    def too_wide(self) -> list[str]:
        """Return what makes the page scroll sideways."""
        found: list[str] = self.page.evaluate(WIDER)
        return found

    def close(self) -> None:
        """Close the window; scripts must not have failed."""
        self.context.close()
        assert self.errors == []
