"""Follow what each role sees in the demo: no link leads to a closed door or to nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape

import pytest
from sqlalchemy import select

from kernel.tables import Person
from tests.support.demo import demo_database, demo_template
from tests.support.web import Client, Web, make_app

__all__ = ["demo_database", "demo_template"]
pytestmark = pytest.mark.slow
DEPTH = 3
LINK = re.compile(r'href="(/[^"#]*)')
NOT_PAGES = re.compile(r"^/(static|account/(leave|language)|logout)|\.(xlsx|csv|zip|zpl)\b|/export\b")


@pytest.fixture(scope="module")
def company(demo_database: str, tmp_path_factory: pytest.TempPathFactory) -> Web:
    """Return the small company of the demo."""
    web = Web(make_app(demo_database, tmp_path_factory.mktemp("instance")))
    web.at(datetime.now(UTC))
    return web


def links(page: str) -> Iterator[str]:
    """Yield the addresses that a page names."""
    for found in LINK.findall(page):
        address = unescape(found)
        if not NOT_PAGES.search(address):
            yield address


def kind_of(address: str) -> str:
    """Return an address without numbers and questions: one page of each kind is enough."""
    return re.sub(r"\d+", "0", address.partition("?")[0])


def closed_doors(client: Client) -> tuple[dict[str, str], int]:
    """Return the links that are refused, with the page that shows them, and how many pages were opened."""
    seen, bad, opened = {"/"}, {}, 0
    front = [("/", "")]
    for _ in range(DEPTH):
        further = []
        for address, shown_by in front:
            answer = client.get(address, follow_redirects=True)
            opened += 1
            if answer.status_code >= 400:
                bad[address] = f"{answer.status_code} from {shown_by}"
                continue
            if not answer.mimetype.startswith("text/html"):
                continue
            for link in links(answer.text):
                if kind_of(link) not in seen:
                    seen.add(kind_of(link))
                    further.append((link, address))
        front = further
    return bad, opened


@pytest.mark.parametrize(
    ("code", "role"),
    [
        ("keeper", "keeper"),
        ("inspector", "inspector"),
        ("buyer", "buyer"),
        ("supervisor", "supervisor"),
        ("engineer", "engineer"),
        ("desk", "desk"),
        ("manager", "service_manager"),
        ("quality", "quality"),
    ],
)
def test_no_link_leads_to_a_closed_door(company: Web, code: str, role: str) -> None:
    with company.session() as session:
        assert session.scalar(select(Person.id).where(Person.code == code)), f"the demo has no {code}"
    bad, opened = closed_doors(company.as_(code, role))
    assert bad == {}
    assert opened > 20, opened
