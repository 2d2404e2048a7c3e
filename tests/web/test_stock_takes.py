"""A stock-take through its pages: counted blind, given causes, approved by another, posted, printed."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from inventory.tables import Count, CountLine, CountPlan, Location, StockTake, VarianceCause
from kernel.amounts import Quantity
from kernel.settings import set_value
from tests.support.papers import text_of
from tests.support.web import START, Client, Web
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
    shown = page.split('<main id="main"')[1].split("P1")[1].split("Places that wait")[0]
    assert "10" not in re.sub(r'<input type="hidden"[^>]*>', "", shown), "keys of a form may have any digits"
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


def _workbook(*rows: tuple[Any, ...]) -> bytes:
    """Write a sheet as people send it back."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(
            (("库位 / Place", "配件编号 / Part", "盘点数 / Counted", "盘点人 / Counter"), *rows)
        ):
            sheet.write_row(number, 0, row)
    return file.getvalue()


def _read_in(client: Client, take: str, content: bytes) -> str:
    """Send a sheet and return the address of its report."""
    sent = {"file": (io.BytesIO(content), "sheet.xlsx"), "stock_take": take, "counted_by": "keeper", "counted_at": ""}
    answer = client.post("/imports/new/counts", sent)
    assert answer.status_code == 303, answer.text
    return str(re.search(r"/imports/\d+", client.get(answer.location).text)[0])  # type: ignore[index]


def test_a_sheet_comes_back_as_a_workbook(taken: tuple[Web, int]) -> None:
    """Every bad row is told at once, the good ones are kept in one go, and the mended file brings only the rest."""
    web, take = taken
    web.at(START + timedelta(hours=2))
    author = web.as_("supervisor")
    with web.session() as session:
        number = session.scalars(select(StockTake.number)).one()
    out = author.get(f"/stock-takes/{take}/sheet.xlsx")
    assert out.status_code == 200
    rows = list(CalamineWorkbook.from_filelike(io.BytesIO(out.data)).get_sheet_by_index(0).iter_rows())
    assert [row[:2] for row in rows[1:]] == [["C-A1", "P1"], ["C-A2", "P2"]]
    assert [row[4] for row in rows[1:]] == ["", ""], "blind: nothing to copy"

    bad = _workbook(
        ("C-A1", "P1", 10),
        ("C-A2", "P2", "four"),
        ("C-A2", "P9", 1),
        ("NOWHERE", "P1", 1),
        ("C-A1", "P1", 9),
        ("N-A1", "P3", 2),
        ("C-A1", "P3", 0.5),
        ("C-A1", "P3", 1, "nobody"),
        ("C-A2", "P1", ""),
    )
    report = _read_in(author, number, bad)
    page = author.text(report)
    for said in (
        "Faults (7)",
        "not a number",
        "lies in another store",
        "stands on line 2 already",
        "no figure",
        "nobody with this log-in name",
        "Keep the good rows",
    ):
        assert said in page, said
    with web.session() as session:
        assert session.scalars(select(Count)).all() == [], "nothing is written before the commit"
    author.post(f"{report}/write")
    with web.session() as session:
        (kept,) = session.scalars(select(Count)).all()
        assert (kept.counted, kept.book) == (Quantity.of(10), Quantity.of(10))
    again = _read_in(author, number, _workbook(("C-A1", "P1", 10), ("C-A2", "P2", 4)))
    page = author.text(again)
    assert "1 rows were kept from this file before" in page
    author.post(f"{again}/write")
    author.post(f"{_read_in(author, number, _workbook(('C-A1', 'P1', 10), ('C-A2', 'P2', 4)))}/write")
    with web.session() as session:
        assert len(session.scalars(select(Count)).all()) == 2
    keeper = web.as_("keeper")
    assert keeper.get("/imports/new/counts?stock_take=x").status_code == 403


def test_several_count_at_once_and_the_boss_hands_out(taken: tuple[Web, int]) -> None:
    web, take = taken
    author, keeper, other = web.as_("supervisor"), web.as_("keeper"), web.as_("other", "supervisor")
    people = [web.person("keeper", "keeper"), web.person("other", "supervisor")]
    page = author.text(f"/stock-takes/{take}/counters")
    assert "Share what is left" in page
    assert "Other" in page
    author.post(f"/stock-takes/{take}/share-out", {"person_ids": [str(each) for each in people]})
    page = author.text(f"/stock-takes/{take}/counters")
    assert page.count("0 of 1") == 2
    mine = keeper.text(f"/stock-takes/{take}/count?code=C-A1")
    assert "How many lie here?" in mine
    theirs = other.text(f"/stock-takes/{take}/count?code=C-A1")
    assert "Keeper counts some of this place." in theirs
    answer = other.post(f"/stock-takes/{take}/count", {"location_id": "C-A1", "part_id": "P1", "counted": "10"})
    assert "Keeper counts this." in other.get(answer.location).text
    answer = author.post(f"/stock-takes/{take}/counters", {"person_id": "", "location_id": "C-A1", "zone_id": ""})
    assert "1 lines are handed out" in author.get(answer.location).text
    answer = other.post(f"/stock-takes/{take}/claim", {"location_id": "C-A1"})
    assert "This place is yours to count." in other.get(answer.location).text
    with web.session() as session:
        line = session.scalars(select(CountLine).order_by(CountLine.id)).first()
        assert line is not None
        assert line.assigned_to_id == people[1]


def test_many_lines_get_one_cause_and_large_differences_two_signatures(taken: tuple[Web, int]) -> None:
    web, take = taken
    with web.session() as session:
        for name, value in (
            ("stock_take.tolerance", {"share_percent": 100, "value_cny": 1_000_000}),
            ("stock_take.approval_limit_cny", 10),
        ):
            set_value(session, name=name, value=value, valid_from_on=date(2020, 1, 1), by=None)
        session.commit()
    keeper, author, first = web.as_("keeper"), web.as_("supervisor"), web.as_("first", "supervisor")
    manager = web.as_("manager", "service_manager")
    for place, part, counted in (("C-A1", "P1", "8"), ("C-A2", "P2", "5")):
        keeper.post(f"/stock-takes/{take}/count", {"location_id": place, "part_id": part, "counted": counted})
    with web.session() as session:
        ids = [str(each) for each in session.scalars(select(CountLine.id).order_by(CountLine.id))]
    chosen = author.post("/stock-takes/lines/causes", {"ids": ids})
    assert "One cause for 2 lines" in author.get(chosen.location).text
    author.post(chosen.location, {"cause": "miscounted", "note": "Old sheet"})
    assert author.text(f"/stock-takes/{take}").count("Miscounted before") >= 2
    author.post(f"/stock-takes/{take}/review")
    assert manager.post(f"/stock-takes/{take}/approve").status_code == 303
    with web.session() as session:
        assert session.scalar(select(StockTake.state)) == "reviewed", "the manager signs second, not first"
    page = first.text(f"/stock-takes/{take}")
    assert "These differences need two signatures" in page
    first.post(f"/stock-takes/{take}/approve")
    assert "First, 2 Mar 2026" in first.text(f"/stock-takes/{take}")
    another = web.as_("another", "supervisor")
    assert "waits for the signature" in another.text(f"/stock-takes/{take}")
    another.post(f"/stock-takes/{take}/approve")
    with web.session() as session:
        assert session.scalar(select(StockTake.state)) == "reviewed", "another supervisor is not enough"
    assert "Approve" in manager.text(f"/stock-takes/{take}")
    manager.post(f"/stock-takes/{take}/approve")
    author.post(f"/stock-takes/{take}/post")
    with web.session() as session:
        assert session.scalar(select(StockTake.state)) == "posted"
    accounts = author.text(f"/stock-takes/{take}/accounts")
    assert "1405 库存商品" in accounts
    assert "¥20.00" in accounts
    made = author.api(f"/stock-take-entries?stock_take={take}").json
    debit = sum(Decimal(row["debit_cny"] or 0) for row in made["items"])
    assert debit == sum(Decimal(row["credit_cny"] or 0) for row in made["items"]) == Decimal(60)
    accuracy = author.text("/stock-takes/accuracy?by=keeper")
    assert "Keeper" in accounts + accuracy
    assert "0%" in accuracy
    lines = author.api(f"/stock-take-lines?stock_take={take}&show=differing").json
    assert len(lines["items"]) == 2
    assert author.get(f"/stock-take-entries/export.xlsx?stock_take={take}").status_code == 200


def test_lines_go_back_to_be_counted_again(taken: tuple[Web, int]) -> None:
    web, take = taken
    keeper, author = web.as_("keeper"), web.as_("supervisor")
    keeper.post(f"/stock-takes/{take}/count", {"location_id": "C-A1", "part_id": "P1", "counted": "10"})
    with web.session() as session:
        ids = [str(each) for each in session.scalars(select(CountLine.id).order_by(CountLine.id))]
    refused = author.post("/stock-takes/lines/recounts", {"ids": ids})
    assert "was not counted yet" in author.get(refused.location).text
    author.post("/stock-takes/lines/recounts", {"ids": ids[:1]})
    with web.session() as session:
        assert [row.recount_asked for row in session.scalars(select(CountLine).order_by(CountLine.id))] == [True, False]
    assert author.post("/stock-takes/lines/recounts", {"ids": ["999"]}).status_code == 404


def test_cycle_counts_doubts_and_causes_have_pages(web: Web) -> None:
    with web.session() as session:
        world = World(session).build()
        world.stocked("P1", 10)
        session.commit()
    boss, keeper = web.as_("supervisor"), web.as_("keeper")
    assert "every 30 days" in boss.text("/count-plans/by-class")
    boss.post("/count-plans/by-class", {"store_id": "C"})
    page = boss.text("/count-plans")
    assert page.count('name="ids"') == 3
    refused = boss.post("/count-plans/new", {"store_id": "C", "abc": "A", "every_days": "7", "lines_at_once": "5"})
    assert refused.status_code == 409
    assert "has such a cycle count already" in refused.text
    with web.session() as session:
        plan = session.scalars(select(CountPlan).where(CountPlan.abc == "C")).one().id
    boss.post(
        f"/count-plans/{plan}", {"every_days": "100", "lines_at_once": "5", "days_to_count": "1", "active": "yes"}
    )
    assert "never counted" in boss.text("/counts-due?show=never")
    assert len(boss.api("/counts-due").json["items"]) == 1
    keeper.post("/count-plans/doubt", {"location_id": "C-A1", "part_id": "P1", "note": "Box open"})
    assert "Box open" in keeper.text("/count-proposals?open=yes")
    answer = boss.post("/count-plans/open", {"ids": [str(plan)]})
    assert "ST-202603-0001" in boss.get(answer.location).text
    assert "Nothing fits these filters" in keeper.text("/count-proposals?open=yes")
    boss.post("/count-plans/causes/new", {"code": "borrowed", "name_zh": "借用", "name_en": "Borrowed", "side": "loss"})
    assert "Borrowed" in boss.text("/variance-causes")
    with web.session() as session:
        cause = session.scalars(select(VarianceCause).where(VarianceCause.code == "borrowed")).one().id
    boss.post(f"/count-plans/causes/{cause}", {"name_zh": "借用", "name_en": "Lent", "side": "loss", "place": "5"})
    with web.session() as session:
        assert not session.get_one(VarianceCause, cause).active
    assert keeper.get("/count-plans").status_code == 403


def test_due_cycle_counts_are_opened_by_the_clock(web: Web) -> None:
    from webapp.jobs.worker import ask_periodic, work_off

    with web.session() as session:
        world = World(session).build()
        world.stocked("P1", 10)
        session.commit()
    web.as_("supervisor").post("/count-plans/by-class", {"store_id": "C"})
    ask_periodic(web.app)
    while work_off(web.app):
        pass
    with web.session() as session:
        (take,) = session.scalars(select(StockTake)).all()
        assert take.plan_id is not None
        assert take.state == "counting"


def test_long_papers_are_printed_in_booklets(taken: tuple[Web, int], monkeypatch: pytest.MonkeyPatch) -> None:
    from webapp import stock_take_papers

    web, take = taken
    monkeypatch.setattr(stock_take_papers, "BOOKLET", 1)
    monkeypatch.setattr("webapp.pages.stock_take_papers.BOOKLET", 1)
    author, keeper = web.as_("supervisor"), web.as_("keeper")
    assert keeper.get(f"/stock-takes/{take}/sheet.pdf").location.endswith("/papers")
    job = author.post(f"/stock-takes/{take}/papers?language=zh", {"which": "count_sheet"})
    assert "2 booklets are printed" in author.get(job.location).text
    page = keeper.text(f"/stock-takes/{take}/papers")
    files = re.findall(r"/files/\d+", page)
    assert len(files) == 2
    texts = [text_of(keeper.get(each).data) for each in files]
    assert all("盘点表" in each for each in texts)
    assert sorted("P1" in each for each in texts) == [False, True]
    author.post(f"/stock-takes/{take}/papers?language=en", {"which": "stock_take_report"})
    assert len(re.findall(r"/files/\d+", author.text(f"/stock-takes/{take}/papers"))) == 3
    report = re.findall(r"/files/\d+", author.text(f"/stock-takes/{take}/papers"))[0]
    assert len(re.findall(r"/files/\d+", keeper.text(f"/stock-takes/{take}/papers"))) == 2, "counting stays blind"
    assert keeper.get(report).status_code == 403
