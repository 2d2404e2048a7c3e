"""A stock-take through its pages: counted blind, given causes, approved by another, posted, printed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from inventory.tables import CountLine, Location, StockTake
from tests.support.papers import text_of
from tests.support.web import START, Web
from tests.support.world import World


@pytest.fixture
def taken(web: Web) -> tuple[Web, int]:
    with web.session() as session:
        world = World(session).build()
        world.stocked("P1", 10)
        world.stocked("P2", 4, at="C-A2")
        session.commit()
        keeper, store = world.people["keeper"], world.places["C"]
        session.get_one(Location, store).keeper_id = keeper
        session.commit()
    for code, role in (("keeper", "keeper"), ("keeper2", "keeper"), ("supervisor", "supervisor"), ("admin", "admin")):
        web.person(code, role)
    author = web.as_("supervisor")
    answer = author.post("/stock-takes/new", {"store_id": "C", "due_on": "2026-03-05"})
    assert answer.status_code == 303
    return web, int(answer.location.rsplit("/", 1)[1])


def test_counting_is_blind_and_goes_from_place_to_place(taken: tuple[Web, int]) -> None:
    web, take = taken
    keeper = web.as_("keeper")
    page = keeper.text(f"/stock-takes/{take}/count?code=C-A1")
    assert "P1" in page
    assert "10" not in page.split('<main id="main"')[1].split("P1")[1].split("Places that wait")[0]
    answer = keeper.post(f"/stock-takes/{take}/count", {"location_id": "C-A1", "part_id": "P1", "counted": "8"})
    assert answer.status_code == 303
    page = keeper.get(answer.location).text
    assert "Counted." in page
    assert keeper.get(f"/stock-takes/{take}/report.pdf").status_code == 403
    wrong = keeper.text(f"/stock-takes/{take}/count?code=NOWHERE")
    assert "no place of this store" in wrong


def test_a_bad_figure_is_refused_and_nothing_is_kept(taken: tuple[Web, int]) -> None:
    web, take = taken
    keeper = web.as_("keeper")
    for figure in ("x", "-1", "1.5", ""):
        answer = keeper.post(f"/stock-takes/{take}/count", {"location_id": "C-A1", "part_id": "P1", "counted": figure})
        assert "alert-danger" in keeper.get(answer.location).text
    with web.session() as session:
        assert session.scalar(select(StockTake.state)) == "counting"


def test_from_count_to_posting_with_another_person_approving(taken: tuple[Web, int]) -> None:
    web, take = taken
    keeper, author, approver = web.as_("keeper"), web.as_("supervisor"), web.as_("admin")
    for place, part, counted in (("C-A1", "P1", "8"), ("C-A2", "P2", "4")):
        keeper.post(f"/stock-takes/{take}/count", {"location_id": place, "part_id": part, "counted": counted})
    web.at(START + timedelta(minutes=5))
    second = web.as_("second", "supervisor")
    second.post(f"/stock-takes/{take}/count", {"location_id": "C-A1", "part_id": "P1", "counted": "8"})
    with web.session() as session:
        line = session.scalars(select(CountLine).where(CountLine.recount_asked.is_(False))).first()
        assert line is not None
        ids = {row.part_id: row.id for row in session.scalars(select(CountLine))}
        differing = min(ids.values())
    refused = author.post(f"/stock-takes/{take}/review")
    assert "alert-danger" in author.get(refused.location).text
    answer = author.post(f"/stock-takes/lines/{differing}/cause", {"cause": "lost", "note": "Shelf searched"})
    assert answer.status_code == 303
    author.post(f"/stock-takes/{take}/review")
    for nobody in (author, second):
        nobody.post(f"/stock-takes/{take}/approve")
    with web.session() as session:
        assert session.scalar(select(StockTake.state)) == "reviewed"
    approver.post(f"/stock-takes/{take}/approve")
    approver.post(f"/stock-takes/{take}/post")
    with web.session() as session:
        assert session.scalar(select(StockTake.state)) == "posted"
    page = author.text(f"/stock-takes/{take}")
    assert "Lost" in page
    report = author.get(f"/stock-takes/{take}/report.pdf?language=zh")
    assert report.mimetype == "application/pdf"
    assert "盘点报告" in text_of(report.data)
    sheet = keeper.get(f"/stock-takes/{take}/sheet.pdf?language=en")
    assert "P1" in text_of(sheet.data)


def test_a_sheet_is_typed_in_as_of_its_time(taken: tuple[Web, int]) -> None:
    web, take = taken
    web.at(START + timedelta(hours=2))
    author = web.as_("supervisor")
    page = author.text(f"/stock-takes/{take}/sheet")
    assert 'value="C-A1"' in page
    answer = author.post(
        f"/stock-takes/{take}/sheet",
        {
            "counted_by_id": "keeper",
            "counted_at": "2026-03-02T13:00",
            "lines-0-location_id": "C-A1",
            "lines-0-part_id": "P1",
            "lines-0-counted": "10",
            "lines-1-location_id": "C-A2",
            "lines-1-part_id": "NONE",
            "lines-1-counted": "4",
        },
    )
    assert answer.status_code == 422
    assert "There is no “NONE”" in answer.text
    assert 'value="10"' in answer.text


def test_the_api_counts_too(taken: tuple[Web, int]) -> None:
    web, take = taken
    keeper = web.as_("keeper")
    with web.session() as session:
        line = session.scalars(select(CountLine)).first()
        assert line is not None
        body = {"location_id": line.location_id, "part_id": line.part_id, "counted": "10"}
    answer = keeper.api(f"/stock-takes/{take}/counts", body, key="abcdefgh1")
    assert answer.status_code == 200, answer.text
    again = keeper.api(f"/stock-takes/{take}/counts", body, key="abcdefgh1")
    assert again.json == answer.json
    other = web.as_("keeper2", "keeper")
    assert other.api(f"/stock-takes/{take}/counts", body).status_code == 403
