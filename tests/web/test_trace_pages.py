"""A lot's way as a picture and a table, and back to it from whatever is known."""

from __future__ import annotations

import pytest

from inventory.places import MovementKind
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
