"""Take the pictures of the README from a demo company: `make screenshots`.

The company is the one in `instance/`, made first where it is missing; pictures of both languages go to docs/pictures/.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from werkzeug.serving import make_server

from webapp.cli_demo import DATABASE, demo_config, free_port, make, prepare
from webapp.documents.fonts import fontconfig

PICTURES = Path(__file__).parent / "pictures"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--hide-scrollbars"]
DESKTOP = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=800)
LANGUAGES = {"zh": "zh_Hans_CN", "en": "en"}


@dataclass(frozen=True)
class Shot:
    """Say who takes a picture of which page, how wide; `first` opens the first row of a list."""

    name: str
    who: str
    path: str
    size: ViewportSize
    first: bool = False


SHOTS = (
    Shot("1-ticket", "engineer", "/", PHONE),
    Shot("2-picks", "keeper", "/picking", PHONE),
    Shot("3-stock", "supervisor", "/stock?there=yes", DESKTOP),
    Shot("4-plan", "buyer", "/plans", DESKTOP, first=True),
    Shot("5-level", "buyer", "/levels?demand_class=intermittent", DESKTOP, first=True),
    Shot("6-orders", "buyer", "/orders", DESKTOP),
    Shot("7-hold", "inspector", "/inspections/hold", PHONE),
    Shot("8-count", "keeper", "/stock-takes?state=counting", PHONE, first=True),
    Shot("9-figures", "supervisor", "/stock/figures", DESKTOP),
)


def browser_path() -> str:
    """Return where Chromium is, or end with the line that installs it."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        sys.exit("There is no Chromium here: apt-get install chromium")
    return found


def log_in(page: Page, base: str, name: str, password: str) -> None:
    """Log in."""
    page.goto(f"{base}/login")
    page.fill("[name=code]", name)
    page.fill("[name=password]", password)
    page.click("main button[type=submit], main .btn-primary")
    page.wait_for_load_state("load")


def take(browser: Browser, base: str, passwords: dict[str, str]) -> None:
    """Take every picture in both languages."""
    for short, language in LANGUAGES.items():
        for shot in SHOTS:
            context = browser.new_context(viewport=shot.size, locale="zh-CN" if short == "zh" else "en-GB")
            context.add_cookies([{"name": "language", "value": language, "url": base}])
            page = context.new_page()
            log_in(page, base, shot.who, passwords[shot.who])
            page.goto(base + shot.path)
            if shot.first:
                link = page.locator(".list tbody td a").first
                if link.count():
                    page.goto(base + str(link.get_attribute("href")))
            page.wait_for_load_state("networkidle")
            page.screenshot(path=PICTURES / f"{shot.name}.{short}.png")
            context.close()
            print(f"{shot.name}.{short}.png")


def main() -> None:
    """Serve a copy of the demo and take the pictures."""
    PICTURES.mkdir(exist_ok=True)
    config = demo_config(None)
    path = config.instance_path / DATABASE
    if not path.is_file():
        make(config, path)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(config.instance_path, folder, dirs_exist_ok=True)
        copied = replace(config, instance_path=Path(folder), database_url=f"sqlite:///{Path(folder) / DATABASE}")
        app, logins = prepare(copied)
        server = make_server("127.0.0.1", free_port(8100), app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as play:
            browser = play.chromium.launch(
                executable_path=browser_path(), args=FLAGS, env={**os.environ, **fontconfig(Path(folder))}
            )
            take(browser, f"http://127.0.0.1:{server.port}", {each.name: each.password for each in logins})
            browser.close()
        server.shutdown()


if __name__ == "__main__":
    main()
