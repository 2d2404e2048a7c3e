"""How a part is planned, through its pages and the API: seen, set, changed, refused, taken back."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from forecasting.tables.parts import PartPlanning
from kernel.tables import Audit
from tests.support.procurement import Market, add_history
from tests.support.web import Web
from tests.support.world import World


@pytest.fixture
def planned(web: Web) -> tuple[Web, World]:
    with web.session() as session:
        world = World(session).build()
        market = Market(world)
        market.supplier("S1")
        market.offer("S1", "P1", (0, "10"))
        add_history(session, world, date(2024, 3, 1), date(2026, 3, 1))
        session.commit()
    return web, world


def test_planning_is_seen_set_changed_and_taken_back(planned: tuple[Web, World]) -> None:
    web, world = planned
    buyer, part = web.as_("buyer"), world.parts["P1"]
    assert "They come with the first plan." in buyer.text(f"/parts/{part}/planning")
    buyer.post("/plans/run", {})
    page = buyer.text(f"/parts/{part}/planning")
    for words in ("periodic (R, s, S)", "stocked", "the rules plan this part"):
        assert words in page, words
    assert f"/parts/{part}/planning" in buyer.text(f"/parts/{part}")
    filled = {"store_id": "C", "stocked": "yes", "policy": "continuous", "target_percent": "99.5", "minimum": "12"}
    crossed = buyer.post(f"/parts/{part}/planning/new", {**filled, "maximum": "3", "reason": "big customer"})
    assert crossed.status_code == 422
    for kept in ("Change one of the two", 'value="99.5"', 'value="12"', "big customer", 'value="C"'):
        assert kept in crossed.text, kept
    made = buyer.post(f"/parts/{part}/planning/new", {**filled, "maximum": "30", "reason": "big customer"})
    assert made.status_code == 303
    page = buyer.text(f"/parts/{part}/planning")
    for words in ("99.50", "always stocked", "continuous (s, Q)", "big customer", "12 pcs"):
        assert words in page, words
    with web.session() as session:
        row = session.scalars(select(PartPlanning)).one()
        kept_id = row.id
        assert (row.target_permyriad, row.store_id, row.policy) == (9950, world.places["C"], "continuous")
    opened = buyer.text(f"/parts/{part}/planning/{kept_id}")
    for kept in ('value="99.5"', 'value="12"', "big customer"):
        assert kept in opened, kept
    assert 'name="store_id"' not in opened
    changed = buyer.post(f"/parts/{part}/planning/{kept_id}", {"stocked": "no", "reason": "phased out"})
    assert changed.status_code == 303
    buyer.post("/plans/run", {})
    with web.session() as session:
        assert session.scalar(select(PartPlanning.minimum)) is None
    page = buyer.text(f"/parts/{part}/planning")
    assert "ordered when needed" in page
    level = buyer.text(f"/levels/parts/{part}/stores/{world.places['C']}")
    for words in ("Because", "somebody set it not to be stocked", "Set by people", "stocked or not", "Policy"):
        assert words in level, words
    assert "phased out" in buyer.text("/parts/planning")
    assert buyer.post(f"/parts/{world.parts['P2']}/planning/{kept_id}/remove").status_code == 404
    assert buyer.post(f"/parts/{part}/planning/{kept_id}/remove").status_code == 303
    assert "the rules plan this part" in buyer.text(f"/parts/{part}/planning")
    assert buyer.get(f"/parts/{part}/planning/{kept_id}").status_code == 404
    with web.session() as session:
        trail = session.scalars(select(Audit.action).where(Audit.table_name == "part_planning").order_by(Audit.id))
        assert trail.all() == ["inserted", "updated", "deleted"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Fill in at least one entry"),
        ({"target_percent": "98.555"}, "with two places at most"),
        ({"target_percent": "100"}, "with two places at most"),
        ({"target_percent": "high"}, "Write a number, such as"),
        ({"minimum": "5", "stocked": "no"}, "Leave it empty, or stock the part"),
        ({"minimum": "1.5"}, "whole"),
        ({"store_id": "NOWHERE", "stocked": "no"}, "NOWHERE"),
    ],
)
def test_what_makes_no_sense_is_said_and_kept_in_the_form(
    planned: tuple[Web, World], typed: dict[str, str], words: str
) -> None:
    web, world = planned
    answer = web.as_("buyer").post(f"/parts/{world.parts['P1']}/planning/new", {"stocked": "auto", **typed})
    assert answer.status_code in {404, 409, 422}
    assert words in answer.text
    for value in typed.values():
        assert value in answer.text


def test_the_api_sets_reads_and_removes(planned: tuple[Web, World]) -> None:
    web, world = planned
    buyer, part = web.as_("buyer"), world.parts["P1"]
    made = buyer.api(f"/parts/{part}/planning", {"stocked": "yes", "target_percent": "97.5"}, key="planning-1")
    assert made.status_code == 200, made.text
    buyer.post("/plans/run", {})
    read = buyer.api(f"/parts/{part}/planning").json
    (kept,) = read["set"]
    assert (kept["stocked"], float(kept["target"]), kept["store_code"]) == ("yes", 0.975, None)
    assert {row["store_code"] for row in read["levels"]} >= {"C"}
    assert read["levels"][0]["stocked"] is True
    rows = buyer.api("/parts/planning").json["items"]
    assert [row["part_number"] for row in rows] == ["P1"]
    held = buyer.api("/levels?stocked=true&policy=periodic").json["items"]
    assert held
    assert all(row["stocked"] for row in held)
    assert {row["part_number"] for row in held}.isdisjoint(
        row["part_number"] for row in buyer.api("/levels?stocked=false").json["items"] if row["store_code"] == "C"
    )
    gone = buyer.api(f"/part-planning/{kept['part_planning_id']}/remove", {}, key="planning-2")
    assert gone.status_code == 200
    assert buyer.api(f"/parts/{part}/planning").json["set"] == []


def test_only_planners_may_set_it(planned: tuple[Web, World]) -> None:
    web, world = planned
    path = f"/parts/{world.parts['P1']}/planning"
    for other in ("engineer", "keeper"):
        assert web.as_(other).get(path).status_code == 403
        assert web.as_(other).post(f"{path}/new", {"stocked": "no"}).status_code == 403
        assert path not in web.as_(other).text(f"/parts/{world.parts['P1']}")
