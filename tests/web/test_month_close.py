"""Closing a month on its pages and through the API: two people, then nothing more is dated into it."""

from __future__ import annotations

from datetime import date

import pytest

from inventory.places import MovementKind
from inventory.posting import Move, post
from inventory.tables import Lot
from tests.support.web import START, Web
from tests.support.world import World, q

M = MovementKind


@pytest.fixture
def moved(web: Web) -> Web:
    """Return an application whose company moved something in February."""
    with web.session() as session:
        world = World(session).build()
        lot = world.lot("P1", cost="2.5", on=date(2026, 2, 10))
        part = session.get_one(Lot, lot).part_id
        step = Move(M.OPENING, part, lot, world.places["OPENING"], world.places["C-H"], q(10))
        keeper = world.people["keeper"]
        post(session, [step], kind="opening", reference="T", by=keeper, at=START, on=date(2026, 2, 10))
        session.commit()
    return web


def test_a_month_is_closed_by_two_people_on_the_pages(moved: Web) -> None:
    supervisor, admin = moved.as_("li", "supervisor"), moved.as_("zhao", "supervisor")
    page = supervisor.text("/periods")
    assert "Ask to close 2026-02" in page
    asked = supervisor.post("/periods", {"month_on": "2026-02-01", "note": "please"})
    where = asked.headers["Location"]
    assert "Close the month for good" not in supervisor.text(where)
    assert "Close the month for good" in admin.text(where)
    refused = supervisor.post(f"{where}/confirm", follow_redirects=True)
    assert "waits for a second person" in refused.text
    done = admin.post(f"{where}/confirm", follow_redirects=True)
    assert "closed for good" in done.text
    assert "¥25.00" in done.text
    assert "¥25.00" in admin.text("/periods/figures")
    assert "2026-03" in admin.text("/periods")
    assert "The month ends on" in admin.text("/periods")


def test_a_program_closes_a_month_and_reads_it(moved: Web) -> None:
    first, second = moved.as_("li", "supervisor"), moved.as_("zhao", "supervisor")
    asked = first.api("/period-closings", {"month_on": "2026-02-01"}).json
    number = asked["period_closing_id"]
    assert first.api(f"/period-closings/{number}/confirm", {}).json["code"] == "four_eyes"
    closed = second.api(f"/period-closings/{number}/confirm", {}).json
    assert (closed["ends_on"], closed["value_cny"]) == ("2026-02-28", "25")
    shown = second.api(f"/period-closings/{number}").json
    assert shown["figures"][0]["closing_cny"] == "25"
    assert second.api("/periods").json["items"][0]["state"] == "confirmed"
    early = first.api("/period-closings", {"month_on": "2026-03-01"})
    assert (early.status_code, early.json["code"]) == (409, "period_not_over")


def test_a_wish_can_be_withdrawn_and_only_supervisors_close(moved: Web) -> None:
    supervisor = moved.as_("li", "supervisor")
    where = supervisor.post("/periods", {"month_on": "2026-02-01"}).headers["Location"]
    assert "withdrawn" in supervisor.post(f"{where}/withdraw", follow_redirects=True).text
    assert moved.as_("keeper").get("/periods").status_code == 403
    assert moved.as_("buyer").post("/periods", {"month_on": "2026-02-01"}).status_code == 403


@pytest.mark.parametrize("by", ["store", "category", "part"])
def test_the_period_report_opens_to_its_sum(moved: Web, by: str) -> None:
    page = moved.as_("supervisor").text(f"/stock/period/{by}?since=2026-02-01&until=2026-02-28")
    assert "¥25.00" in page
    opened = {"store": "period/part?store=C", "category": "", "part": "/movements?part=P1"}[by]
    assert opened in page
    rows = moved.as_("supervisor").api(f"/stock/period/{by}?since=2026-03-01&until=2026-03-02").json["items"]
    assert [(row["opening_cny"], row["closing_cny"]) for row in rows] == [("25", "25")]
