"""Cost of issues, turnover and cover, age by store, and lots that expire: pages and API agree with the movements."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from sqlalchemy import select

from inventory.places import MovementKind
from inventory.posting import Move, post
from inventory.queries import stock_value, value_history
from inventory.tables import Lot, WorkOrder
from tests.support.web import START, Web
from tests.support.world import World, q

M = MovementKind


@pytest.fixture
def used(web: Web) -> tuple[Web, World]:
    """Return an application with 10 pieces received in 2025, 4 issued in February, and lots that expire."""
    with web.session() as session:
        world = World(session).build()
        lot = world.stocked("P1", 10, cost="2.5", on=date(2025, 11, 5))
        order = world.work_order("W1")
        session.get_one(WorkOrder, order).product_model_id = world.models["AC-1"]
        session.flush()
        part = session.get_one(Lot, lot).part_id
        step = Move(M.ISSUE, part, lot, world.places["C-A1"], world.places["W1"], q(4))
        keeper = world.people["keeper"]
        post(session, [step], kind="issue", reference="W1", by=keeper, at=START, on=date(2026, 2, 20))
        world.stocked("FRESH", 2, on=date(2025, 2, 1), expires_on=date(2026, 2, 1))
        world.stocked("FRESH", 3, on=date(2025, 4, 1), expires_on=date(2026, 4, 1))
        world.stocked("FRESH", 5, on=date(2025, 9, 1), expires_on=date(2026, 12, 1))
        session.commit()
    return web, world


def test_the_cost_of_issues_is_told_by_month_model_and_ticket(used: tuple[Web, World]) -> None:
    boss = used[0].as_("supervisor")
    for path, code in (("month", "202602"), ("model", "AC-1"), ("work-order", "W1")):
        items = boss.api(f"/stock/costs/{path}").json["items"]
        assert [(row["code"], row["cost_cny"]) for row in items] in ([(code, "10")], [("2026-02", "10")])
        assert "¥10.00" in boss.text(f"/stock/costs/{path}")
        assert boss.api(f"/stock/costs/{path}?until=2026-01-31").json["items"] == []


def test_the_chart_of_the_costs_has_its_table_and_opens_to_the_movements(used: tuple[Web, World]) -> None:
    web, world = used
    with web.session() as session:  # one of the four comes back
        there = session.scalars(select(WorkOrder)).one()
        lot = session.scalars(select(Lot).order_by(Lot.id)).first()
        assert lot is not None
        back = Move(M.RETURN, lot.part_id, lot.id, there.location_id, world.places["C-A1"], q(1))
        keeper = world.people["keeper"]
        post(session, [back], kind="return", reference="W1", by=keeper, at=START, on=date(2026, 2, 21))
        session.commit()
    boss = web.as_("supervisor")
    for path, said in (("month", "2026-02"), ("model", "AC-1"), ("work-order", "W1")):
        page = boss.text(f"/stock/costs/{path}?store=C&since=2026-02-01")
        drawn, table = page.split("</svg>")[0], page.split("</svg>")[1].split("</details>")[0]
        assert all(each in drawn and each in table for each in (said, "¥7.50"))
        at = re.findall(r'href="(/stock/costs/movements[^"]*)"', page)[-1]
        assert "store=C" in at
        behind = boss.text(unescape(at))
        assert "¥7.50" in behind.split("<table")[0]  # the sum of the movements is the figure
        items = boss.api(unescape(at)).json["items"]
        assert sorted(row["cost_cny"] for row in items) == ["-2.5", "10"]
        assert all(f"/stock/costs/{other}?" in page for other in ("month", "model", "work-order"))
    written = boss.get("/stock/costs/movements/export.csv?since=2026-02-01")
    assert (written.status_code, written.is_streamed) == (200, True)
    assert written.text.count("AC-1") == 2
    assert boss.api("/stock/costs/movements?modelled=no").json["items"] == []
    assert web.as_("keeper").get("/stock/costs/month").status_code == 403


@pytest.mark.parametrize(
    ("days", "inside", "outside"),
    [
        ("", date(2025, 3, 4), date(2025, 3, 1)),  # the last twelve months begin in the midst of March
        ("?until=2026-02-10", date(2025, 2, 11), date(2025, 2, 9)),
        ("?since=2025-12-10", date(2025, 12, 10), date(2025, 12, 9)),
    ],
)
def test_a_month_that_is_shown_in_part_opens_to_that_part(web: Web, days: str, inside: date, outside: date) -> None:
    with web.session() as session:
        world = World(session).build()
        lot = world.stocked("P1", 10, cost="2.5", on=date(2025, 1, 5))
        world.work_order("W1")
        part = session.get_one(Lot, lot).part_id
        for on, count in ((inside, 1), (outside, 2)):
            step = Move(M.ISSUE, part, lot, world.places["C-A1"], world.places["W1"], q(count))
            post(session, [step], kind="issue", reference="W1", by=world.people["keeper"], at=START, on=on)
        session.commit()
    boss = web.as_("supervisor")
    page = boss.text(f"/stock/costs/month{days}")
    [row] = boss.api(f"/stock/costs/month{days}").json["items"]
    assert (row["code"], row["cost_cny"]) == (f"{inside:%Y-%m}", "2.5")
    at = unescape(re.findall(r'href="(/stock/costs/movements[^"]*since=[^"]*)"', page)[-1])
    assert [(each["moved_on"], each["cost_cny"]) for each in boss.api(at).json["items"]] == [(f"{inside}", "2.5")]
    assert boss.get("/stock/costs/month?since=nonsense").status_code in {200, 422}


def test_turnover_and_cover_open_to_their_sum(used: tuple[Web, World]) -> None:
    boss = used[0].as_("supervisor")
    for kind, opened in (("store", "store=C"), ("part", "part=P1"), ("category", "/stock/period/part")):
        page = boss.text(f"/stock/turnover/{kind}?since=2026-02-01&until=2026-03-02")
        assert opened in page
    row = next(
        r for r in boss.api("/stock/turnover/part?since=2026-02-01&until=2026-03-02").json["items"] if r["code"] == "P1"
    )
    assert (row["used_cny"], row["closing_cny"]) == ("10", "15")
    assert row["cover_days"] == 45


def test_what_expires_is_watched_and_leads_to_the_next_step(used: tuple[Web, World]) -> None:
    web, _world = used
    keeper = web.as_("keeper")
    items = keeper.api("/stock/expiring").json["items"]
    assert [(row["state"], row["on_hand"], row["days_left"]) for row in items] == [
        ("expired", "2", -29),
        ("soon", "3", 30),
    ]
    assert len(keeper.api("/stock/expiring?until=2026-12-31").json["items"]) == 3
    page = keeper.text("/stock/expiring?expired=yes")
    assert "take to quarantine" in page
    assert "/quarantine/new?lot=" in page
    assert "Expired lots to take out" in keeper.text("/")


def test_the_value_of_past_days_is_read_in_one_go(used: tuple[Web, World]) -> None:
    web, world = used
    days = [date(2025, 12, 31), date(2026, 2, 19), date(2026, 2, 20), date(2026, 3, 2)]
    with web.session() as session:
        for store in (None, world.places["C"], world.places["N"]):
            each = tuple(stock_value(session, on=on, store_id=store) for on in days)
            assert value_history(session, ends=days, store_id=store) == each
    page = web.as_("supervisor").text("/stock/figures")
    assert "Age of the stock by store" in page
