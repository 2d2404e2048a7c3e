"""Open every page and every list of a whole company on PostgreSQL: nothing asks for what only SQLite understands."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from werkzeug.routing import Rule

from inventory.verifying import verify
from kernel.auditing import verify_audit
from tests.browser.pages import addresses, pairs, samples
from tests.support.demo import demo_template, postgres_demo
from tests.support.samples import add_samples
from tests.support.web import Client, Web, make_app
from webapp.listing import LISTINGS, Filter, Listing
from webapp.permissions import ROLES

__all__ = ["demo_template", "postgres_demo"]
pytestmark = [pytest.mark.postgres, pytest.mark.slow]

MOST_TRIED, MOST_OPENED = 20, 3
"""How many sample rows a page is tried with, and how many that open are enough."""
TYPED = {"date": "2026-01-15", "flag": "true", "text": "a", "row": "1"}


@pytest.fixture(scope="module")
def company(postgres_demo: str, tmp_path_factory: pytest.TempPathFactory) -> Web:
    """Return the small company on PostgreSQL."""
    web = Web(make_app(postgres_demo, tmp_path_factory.mktemp("instance")))
    web.at(datetime.now(UTC))
    add_samples(web)
    return web


@pytest.fixture(scope="module")
def people(company: Web) -> list[Client]:
    """Return somebody with every role, and people whose work is their own."""
    return [company.as_("admin", *ROLES), company.as_("engineer"), company.as_("keeper")]


def test_the_copied_ledger_is_whole(company: Web) -> None:
    with company.session() as session:
        assert verify(session).findings == ()
        assert list(verify_audit(session)) == []


def test_every_page_answers(company: Web, people: list[Client]) -> None:
    """Whatever can be opened: pages, papers, tables and what the API reads."""
    ids, together = samples(company.engine), pairs(company.engine)
    readable = [each for each in company.app.url_map.iter_rules() if "GET" in (each.methods or ())]
    closed = [each.rule for each in readable if each.endpoint != "static" and not opened(each, people, ids, together)]
    assert not closed, closed


def opened(
    rule: Rule,
    people: list[Client],
    ids: dict[str, list[Any]],
    together: dict[tuple[str, ...], list[tuple[int, ...]]],
) -> int:
    """Return how many sample rows of a page somebody opened; none may break."""
    enough = 1 if rule.rule.endswith(".pdf") else MOST_OPENED
    found = 0
    for path in addresses(rule, ids, together)[:MOST_TRIED]:
        for client in people:
            status = client.get(path).status_code
            assert status < 500, path
            if status < 400:
                found += 1
                break
        if found == enough:
            break
    return found


@pytest.mark.parametrize("half", [0, 1])
def test_every_list_can_be_sorted_and_narrowed_by_everything(company: Web, people: list[Client], half: int) -> None:
    made = sorted(LISTINGS.values(), key=lambda each: each.name)[half::2]
    assert made
    for each in made:
        for asked in questions(each):
            path = f"{each.address}?{asked}"
            answer = people[0].api(path)
            assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:300]}"


def questions(made: Listing) -> list[str]:
    """Return each order and each filter of a list as it stands in an address."""
    with_values = [f"{each.key}={value}" for each in made.filters for value in values(each)]
    sorts = [each.key for each in made.columns if each.sort and (each.value is None or each.sort_by)]
    return [*(f"sort=-{key}" for key in sorts), *with_values]


def values(made: Filter) -> list[str]:
    """Return what a filter is tried with; lists of a row take the code of one that is there, or none."""
    if made.kind == "choice":
        return [str(value) for value in list(made.choices)[:2]] if not callable(made.choices) else []
    return [] if made.row_kind else [TYPED[made.kind]]
