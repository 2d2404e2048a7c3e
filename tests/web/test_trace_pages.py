"""A lot's way as a picture and a table, and back to it from whatever is known."""

from __future__ import annotations

import re
from html import unescape

import pytest

from inventory.places import MovementKind
from tests.support.traced import Traced, traced
from tests.support.web import Web
from tests.support.world import World
from webapp.charts import Node, Stage, flow_chart, flow_rows


@pytest.fixture
def used(web: Web) -> Web:
    """Return an application where two lots went to W1, one of them partly."""
    with web.session() as session:
        world = World(session).build()
        first, second = world.stocked("P1", 10, supplier_lot="S-77"), world.stocked("P2", 3, at="C-A2")
        world.work_order("W1")
        world.move(MovementKind.ISSUE, first, "C-A1", "W1", 4)
        world.move(MovementKind.ISSUE, second, "C-A2", "W1", 3)
        session.commit()
    return web


def test_the_picture_and_its_table_tell_the_same(used: Web) -> None:
    page = used.as_("inspector").text("/lots/1/trace")
    assert 'class="chart chart-flow"' in page
    drawn, table = page.split("</svg>")[0], page.split("</svg>")[1].split("</details>")[0]
    for words in ("not from a supplier", "cleared in the hold", "L00001", "C-A1", "6 pcs", "W1", "4 pcs"):
        assert words in drawn
        assert words in table


def boxes_of(page: str) -> tuple[set[str], set[str], set[str], int, int]:
    """Return what the wide picture, the narrow one and the table say, and how many lines join boxes in two of them."""
    narrow = re.search(r'<ol class="flow-narrow">.*?</ol>', page, re.DOTALL)
    twin = page.split("</svg>")[1].split("</details>", maxsplit=1)[0]
    assert narrow
    said = [_plain(each) for each in re.findall(r'class="flow-box[^>]*>(.*?)</(?:a|div)>', narrow[0], re.DOTALL)]
    rows = [[_plain(cell) for cell in re.findall(r"<td>(.*?)</td>", row, re.DOTALL)] for row in twin.split("<tr>")[2:]]
    drawn = re.findall(r'<rect[^>]*class="chart-node[^>]*><title>(.*?)</title>', page, re.DOTALL)
    joined = sum(len(row[3].split(", ")) for row in rows if row[3] != "—")
    table = {f"{row[1]} {row[2]}".replace(" —", "") for row in rows}
    without_from = {re.sub(r" from .*$", "", each) for each in said}
    return {_plain(each) for each in drawn}, without_from, table, page.count('class="chart-link"'), joined


def _plain(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.fixture
def lived(web: Web) -> tuple[Web, Traced]:
    """Return an application with a lot that has lived through everything."""
    with web.session() as session:
        return web, traced(session)


def test_a_whole_life_is_told_alike_by_both_pictures_and_the_table(lived: tuple[Web, Traced]) -> None:
    web, life = lived
    manager = web.as_("boss", "supervisor", "service_manager")
    page = manager.text(f"/lots/{life.lot}/trace")
    drawn, narrow, table, links, joined = boxes_of(page)
    assert drawn == narrow == table
    assert links == joined
    for words in (
        *life.tickets,
        life.transfer,
        "ACME",
        "C-A1 7 pcs",  # 20 less 6 sent and 4 + 3 + 1 issued, and one that came back
        "N-A1 6 pcs",
        "refurbished",
        "1 pcs came back",
    ):
        assert any(words in each for each in drawn), (words, sorted(drawn))
    below = page.split("</details>")[1]
    for words in (life.transfer, *life.tickets, "refurbished from old parts"):
        assert words in below


def test_the_way_back_leads_from_the_child_the_ticket_the_piece_and_the_customer(lived: tuple[Web, Traced]) -> None:
    web, life = lived
    manager = web.as_("boss", "supervisor", "service_manager", "buyer")
    here = f"/lots/{life.lot}/trace"
    child = manager.text(f"/lots/{life.child}/trace")
    assert f'href="{here}"' in child
    drawn, narrow, table, links, joined = boxes_of(child)
    assert (drawn == narrow == table, links == joined) == (True, True)
    for known in (*life.tickets, "SN-1", "SN-OTHER"):
        assert manager.get(f"/trace?code={known}").location == here, known
    assert manager.get("/trace?code=PX-77").location == f"/lots/{life.piece}/trace"
    assert manager.get(f"/trace?customer={life.customer}").location == here
    assert manager.get("/trace?code=13800000000").location == here
    assert "ACME" in manager.text(here)
    keeper = web.as_("keeper")
    assert "No lot is known" in keeper.text(f"/trace?customer={life.customer}")
    assert "No lot is known" in keeper.text("/trace?code=13800000000")


def test_what_is_known_leads_back_to_the_lots(used: Web) -> None:
    inspector = used.as_("inspector")
    assert inspector.get("/trace?code=S-77").location == "/lots/1/trace"
    assert inspector.get("/trace?code=L00002").location == "/lots/2/trace"
    both = inspector.text("/trace?code=W1")
    assert "L00001" in both
    assert "L00002" in both
    assert "No lot is known by this code" in inspector.text("/trace?code=nothing")


def test_a_drawing_escapes_and_cuts_what_it_is_given() -> None:
    stages = [
        Stage("From", (Node("a", "<b>A & B</b>"),)),
        Stage("To", (Node("c", "x" * 90, "bad", ("a", "missing"), "bad"),)),
    ]
    drawn = flow_chart("Way", "From A to C", stages)
    assert "<b>" not in drawn
    assert "…" in drawn
    assert drawn.count("chart-link") == 1
    rows = flow_rows(stages, stage_word="1", what_word="2", text_word="3", from_word="4").rows
    assert rows[1] == ("To", "x" * 90, "bad", "<b>A & B</b>")
