"""The installed base on its pages and through the API: sales, rates, campaigns, maintenance, last-time buys."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from forecasting.tables.base import PlannedNeed, RateRun
from inventory.tables import ProductModel
from service.tables import BaseCount, Campaign, LastTimeBuy, MaintenanceLine, PlannedTicket, ProductLife
from tests.support.procurement import Market
from tests.support.service import Desk
from tests.support.web import Client, Web
from tests.support.world import World

ASKED = {
    "months": "60",
    "probability_percent": "95",
    "unit_price_cny": "20",
    "shortage_cny": "300",
    "disposal_cny": "1",
    "holding_percent": "10",
    "decline_percent": "15",
}


@pytest.fixture
def small(web: Web) -> tuple[Web, World, Desk]:
    """A small company with one completed repair that used P2 in WM-2, and a part P2 that fits it."""
    with web.session() as session:
        world = World(session).build()
        desk = Desk(world)
        world.stocked("P2", 9)
        session.get_one(ProductModel, world.models["WM-2"]).family = "AC"  # what the engineer may repair
        session.flush()
        ticket = desk.on_site(product_id=None, product_model_id=world.models["WM-2"])
        desk.diagnose(ticket)
        desk.ask_part(ticket, "P2")
        session.commit()
    return web, world, desk


def sales(buyer: Client, model: int, months: range = range(1, 13)) -> None:
    for month in months:
        sent = {"month_on": f"2025-{month:02}-01", "units": "40"}
        assert buyer.post(f"/installed-base/{model}/sales", sent).status_code == 303


def test_sales_of_a_model_become_its_base(small: tuple[Web, World, Desk]) -> None:
    web, world, _desk = small
    buyer, model = web.as_("li", "buyer"), world.models["WM-2"]
    assert "No base is known of this model" in buyer.text(f"/installed-base/{model}")
    wrong = buyer.post(f"/installed-base/{model}/sales", {"month_on": "2025-01-01", "units": "-3"})
    assert wrong.status_code == 422
    assert "-3" in wrong.text
    sales(buyer, model)
    page = buyer.text(f"/installed-base/{model}")
    assert "imported sales" in page
    assert "480" in page
    assert "Units in use by age" in page
    changed = {"life_months": "60", "shape_tenths": "40", "note": "rental"}
    assert buyer.post(f"/installed-base/{model}/life", changed).status_code == 303
    assert "60 months, shape 4" in buyer.text(f"/installed-base/{model}")
    with web.session() as session:
        assert session.get_one(ProductLife, model).shape_tenths == 40
        assert len(session.scalars(select(BaseCount)).all()) == 12
    assert "WM-2" in buyer.text("/installed-base")
    assert web.as_("engineer9", "engineer").get(f"/installed-base/{model}").status_code == 403


def test_sales_come_from_a_file_and_faults_are_told(small: tuple[Web, World, Desk]) -> None:
    web, _world, _desk = small
    buyer = web.as_("li", "buyer")
    bad = "机型,销售月份,销量\nWM-2,2025-01,40\nNONE,2025-02,4\nWM-2,2025-01,7\nWM-2,2030-01,7\nAC-1,2025-03,1.5\n"
    page = buyer.text(sent(buyer, bad))
    for said in ("no such product model", "row 2 already", "yet to come"):
        assert said in page
    path = sent(buyer, "model,month,units\nWM-2,2025-01,40\nWM-2,2025-02-17,30\n")
    assert buyer.post(f"{path}/write", follow_redirects=True).status_code == 200
    with web.session() as session:
        rows = session.execute(select(BaseCount.month_on, BaseCount.units).order_by(BaseCount.month_on)).all()
    assert rows == [(date(2025, 1, 1), 40), (date(2025, 2, 1), 30)]
    assert "1 months are known already" in buyer.text(sent(buyer, "model,month,units\nWM-2,2025-01,41\n"))
    assert buyer.get("/imports/base/template.xlsx").status_code == 200


def sent(client: Client, content: str) -> str:
    """Send a file of sales and return the path of its report."""
    answer = client.post("/imports/new/base", {"file": (BytesIO(content.encode()), "sales.csv")})
    found = re.search(r'href="(/imports/\d+)"', client.text(answer.headers["Location"]))
    assert found
    return found[1]


def test_rates_are_computed_and_shown_with_the_part(small: tuple[Web, World, Desk]) -> None:
    web, world, _desk = small
    buyer, part = web.as_("li", "buyer"), world.parts["P2"]
    assert "No failure rate is known of this part" in buyer.text(f"/parts/{part}/failure-rates")
    sales(buyer, world.models["WM-2"])
    said = buyer.post("/failure-rates/compute", follow_redirects=True)
    assert "0 failure rates" in said.text
    assert "Last computed" in buyer.text("/failure-rates/compute")
    like = {"similar_part_id": "P2", "from_on": "2026-03-01", "percent": "50", "ramp_months": "3"}
    refused = buyer.post(f"/parts/{part}/start-like", like)
    assert refused.status_code == 422
    assert "A part cannot start like itself" in refused.text
    assert 'value="50"' in refused.text
    assert buyer.post(f"/parts/{world.parts['P3']}/start-like", like).status_code == 303
    assert "Starts like" in buyer.text(f"/parts/{world.parts['P3']}/failure-rates")
    assert buyer.post(f"/parts/{world.parts['P3']}/start-alone").status_code == 303
    assert "Starts like P2" not in buyer.text(f"/parts/{world.parts['P3']}/failure-rates")
    read = buyer.api(f"/parts/{part}/failure-rates").json
    assert (read["part_number"], read["rates"], read["needs"]) == ("P2", [], [])
    with web.session() as session:
        assert session.scalars(select(RateRun)).one().units > 400


def test_a_campaign_goes_from_proposal_to_the_tickets(small: tuple[Web, World, Desk]) -> None:
    web, _world, _desk = small
    manager, boss = web.as_("he", "service_manager"), web.as_("zhao", "supervisor")
    sent = {
        "kind": "recall",
        "name_zh": "水泵召回",
        "name_en": "Pump recall",
        "product_model_id": "WM-2",
        "units": "100",
        "percent": "60",
        "from_on": "2026-03-10",
        "to_on": "2026-03-01",
        "lines-0-part_id": "P2",
        "lines-0-quantity": "2",
    }
    refused = manager.post("/campaigns/new", sent)
    assert refused.status_code == 422
    assert "The last day lies before the first" in refused.text
    assert "Pump recall" in refused.text
    assert manager.post("/campaigns/new", sent | {"to_on": "2026-04-10"}).status_code == 303
    with web.session() as session:
        key = session.scalars(select(Campaign.id)).one()
    here = f"/campaigns/{key}"
    assert "Somebody else than who proposed it approves" in manager.text(here)
    assert "120" in manager.text(here)
    assert manager.api(f"{here}/approve", {}).json["code"] == "four_eyes"
    assert "Campaigns to approve" in boss.text("/")
    assert boss.post(f"{here}/approve").status_code == 303
    ticket = manager.api("/tickets").json["items"][0]["id"]
    assert manager.post(f"/tickets/{ticket}/planned-work", {"campaign_id": "RC-202603-0001"}).status_code == 303
    with web.session() as session:
        assert session.scalars(select(PlannedTicket)).one().campaign_id == key
    boss.post("/failure-rates/compute")
    with web.session() as session:
        # One of 120 is asked for by its ticket already.
        assert session.scalars(select(PlannedNeed)).one().quantity == pytest.approx(119)
    assert "campaign" in boss.text("/planned-needs")
    read = boss.api(here).json
    assert (read["state"], read["tickets"], read["lines"][0]["number"]) == ("approved", 1, "P2")
    assert manager.post(f"/tickets/{ticket}/repair-after-all").status_code == 303
    assert boss.post(f"{here}/end", {"reason": "all came"}).status_code == 303
    assert boss.api(here).json["state"] == "ended"


def test_maintenance_lines_are_kept_and_changed(small: tuple[Web, World, Desk]) -> None:
    web, _world, _desk = small
    manager = web.as_("he", "service_manager")
    sent = {"product_model_id": "WM-2", "part_id": "P2", "interval_months": "12", "quantity": "1", "percent": "30"}
    assert manager.post("/maintenance-lines/new", sent).status_code == 303
    again = manager.post("/maintenance-lines/new", sent)
    assert again.status_code == 409
    assert "at this interval already" in again.text
    with web.session() as session:
        key = session.scalars(select(MaintenanceLine.id)).one()
    assert "every 12 months" in manager.text(f"/maintenance-lines/{key}")
    assert manager.post(f"/maintenance-lines/{key}", {"quantity": "2", "percent": "40"}).status_code == 303
    row = manager.api("/maintenance-lines").json["items"][0]
    assert (row["quantity"], row["percent"], row["active"]) == ("2", 40, False)


def test_a_last_time_buy_is_worked_out_proposed_printed_and_approved(small: tuple[Web, World, Desk]) -> None:
    web, world, _desk = small
    buyer, boss, part = web.as_("li", "buyer"), web.as_("zhao", "supervisor"), world.parts["P2"]
    here = f"/parts/{part}/last-time-buy"
    assert "neither failure rates nor demand are known yet" in buyer.text(here)
    wrong = buyer.get(f"{here}?months=0")
    assert wrong.status_code == 200
    assert "between 1 and 240" in wrong.text
    assert "A share between 0 and 99.9 %" in buyer.text(f"{here}?probability_percent=100")
    page = buyer.text(f"{here}?months=60&shortage_cny=300")
    assert 'name="months" value="60"' in page
    refused = buyer.post(here, ASKED | {"quantity": "x", "note": "supplier stops"})
    assert refused.status_code == 422
    assert "supplier stops" in refused.text
    assert buyer.post(here, ASKED | {"quantity": "7", "note": "supplier stops"}).status_code == 303
    with web.session() as session:
        key = session.scalars(select(LastTimeBuy.id)).one()
    shown = f"/last-time-buys/{key}"
    assert "waits for approval" in buyer.text(here)
    assert "Somebody else than who proposed it approves" in buyer.text(shown)
    for language, words in (("en", ("LTB-202603-0001", "Expected short", "P2")), ("zh", ("最后采购", "缺货概率"))):
        paper = boss.get(f"{shown}/sheet.pdf?language={language}")
        text = "".join(each.extract_text() for each in PdfReader(BytesIO(paper.data)).pages)
        assert all(word in text for word in words), text
    read = boss.api(shown).json
    assert (read["quantity"], read["unit_price_cny"], read["state"]) == ("7", "20", "proposed")
    assert boss.post(f"{shown}/approve").status_code == 303
    assert "approved" in boss.text(shown)
    again = boss.post(f"{shown}/approve", follow_redirects=True)
    assert "decided already" in again.text


def test_an_approved_last_time_buy_fills_in_its_order_once(web: Web) -> None:
    with web.session() as session:
        world = World(session).build()
        market = Market(world)
        market.supplier("S1")
        market.offer("S1", "P2", (0, "18"))
        session.commit()
        supplier, store, part = market.suppliers["S1"], world.places["C"], world.parts["P2"]
    buyer, boss = web.as_("li", "buyer"), web.as_("zhao", "supervisor")
    buyer.post(f"/parts/{part}/last-time-buy", ASKED | {"quantity": "7"})
    shown, ordering = "/last-time-buys/1", "/last-time-buys/1/order"
    sent = {
        "supplier_id": "S1",
        "store_id": "C",
        "note": "by sea",
        "lines-0-part_id": "P2",
        "lines-0-quantity": "7",
        "lines-0-unit_price_cny": "18",
    }
    assert ordering not in buyer.text(shown)
    early = buyer.post(ordering, sent)
    assert early.status_code == 409
    assert "is not approved" in early.text
    assert "by sea" in early.text
    boss.post(f"{shown}/approve")
    assert ordering in buyer.text(shown)
    form = buyer.text(ordering)
    for kept in ('value="7"', 'value="18"', "LTB-202603-0001", "S1", "P2"):
        assert kept in form
    wrong = buyer.post(ordering, sent | {"lines-0-quantity": "x"})
    assert wrong.status_code == 422
    assert "by sea" in wrong.text
    made = buyer.post(ordering, sent)
    assert made.status_code == 303
    order = made.headers["Location"]
    assert "LTB-202603-0001" in buyer.text(order)
    assert order in buyer.text(shown)
    assert buyer.get(ordering).headers["Location"] == order
    read = buyer.api(shown).json
    assert read["order_number"] == "PO-202603-0001"
    lines = [{"part_id": part, "quantity": "7", "unit_price_cny": "18"}]
    twice = buyer.api(ordering, {"supplier_id": supplier, "store_id": store, "lines": lines})
    assert twice.status_code == 409
    assert twice.json["code"] == "last_time_buy_ordered"


def test_figures_without_prices_for_those_who_may_not_see_them(small: tuple[Web, World, Desk]) -> None:
    web, world, _desk = small
    buyer = web.as_("li", "buyer")
    buyer.post(f"/parts/{world.parts['P2']}/last-time-buy", ASKED | {"quantity": "7"})
    with web.session() as session:
        key = session.scalars(select(LastTimeBuy.id)).one()
    made = buyer.post("/account/tokens/new", {"name": "robot", "days": "30", "permissions": ["plan.read"]})
    token = re.search(r"sw_[\w-]+", made.text)
    assert token
    robot = web.client().api(f"/last-time-buys/{key}", bearer=token[0])
    assert robot.status_code == 200
    assert robot.json["unit_price_cny"] is None
    assert buyer.api(f"/last-time-buys/{key}").json["unit_price_cny"] is not None
    assert "Expected cost" in buyer.text(f"/last-time-buys/{key}")
