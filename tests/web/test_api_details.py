"""Reading one object through the API: the facts of its page, for the people of its page, masked as on its page."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from forecasting.tables import HistoryDemand
from inventory.counting import count, create_stock_take
from inventory.places import MovementKind
from inventory.requesting import request_part
from inventory.tables import Location, Movement
from inventory.transferring import request_transfer
from kernel.text import Text
from procurement.tables import Proposal
from receiving.tables import Arrival, SupplierReturn
from service.kit_keeping import KitPart, make_kit
from service.tables import Callback, Ticket
from tests.support.procurement import Market
from tests.support.receiving import Ramp
from tests.support.service import Desk
from tests.support.web import Client, Web, make_app
from tests.support.world import NOON, World, q
from webapp.detail import DETAILS

ROLES = {
    **{code: code for code in ("keeper", "buyer", "inspector", "supervisor", "engineer", "desk", "quality", "admin")},
    "keeper2": "keeper",
    "engineer2": "engineer",
}


@dataclass
class Company:
    """Hold a small company in which one of everything happened, with a client for each person."""

    web: Web
    ids: dict[str, int] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

    def read(self, path: str, who: str) -> Any:
        """Return the answer to somebody who reads a path below /api/v1."""
        if who not in self.clients:
            self.clients[who] = self.web.as_(who, ROLES[who])
        return self.clients[who].api(path)

    def facts(self, path: str, who: str) -> Any:
        """Return what somebody may read, who must be let in."""
        answer = self.read(path, who)
        assert answer.status_code == 200, f"{path} for {who}: {answer.text}"
        return answer.json

    def at(self, name: str, row_id: int | None = None) -> str:
        """Return the path of the sample row of a kind."""
        head = DETAILS[name].path.partition("<")[0]
        tail = {"stock_card": "/card?store=C", "part_planning": "/planning", "part_suppliers": "/suppliers"}.get(
            name, ""
        )
        return f"{head}{self.ids[name] if row_id is None else row_id}{tail}"


@pytest.fixture(scope="module")
def company(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Company:
    folder = tmp_path_factory.mktemp("details")
    shutil.copy(sqlite_template, folder / "sparewell.db")
    web = Web(make_app(f"sqlite:///{folder / 'sparewell.db'}", folder))
    made = Company(web)
    with web.session() as session:
        world = World(session).build()
        for store, keeper in (("C", "keeper"), ("N", "keeper2")):
            session.get_one(Location, world.places[store]).keeper_id = world.people[keeper]
        _stock(made, world)
        _buy(made, world)
        _serve(made, world)
        session.commit()
    for code, role in ROLES.items():
        made.ids["person"] = web.person(code, role)
    buyer = web.as_("buyer")
    made.ids["job"] = int(buyer.post("/plans/run", {}).location.rsplit("/", 1)[1])
    with web.session() as session:
        proposal = session.scalars(select(Proposal)).first()
        assert proposal is not None
        made.ids |= {"proposal": proposal.id, "plan": proposal.plan_id}
    standard = {
        "part_id": made.ids["part"],
        "valid_from_on": "2026-03-01",
        "characteristics": [
            {
                "aspect": "dimension",
                "text_en": "Length",
                "defect_class": "major",
                "lower_limit": "9.95",
                "upper_limit": "10.05",
                "unit": "mm",
            }
        ],
    }
    answer = web.as_("inspector").api("/standards", standard)
    assert answer.status_code == 200, answer.text
    made.ids["standard"] = answer.json["standard_id"]
    table = {"file": (io.BytesIO(b"number,name,unit\nX1,Valve,pcs\n"), "parts.csv")}
    checked = buyer.post("/imports/new/parts", table).location
    made.ids["import"] = int(checked.rsplit("/", 1)[1])
    return made


def _stock(made: Company, world: World) -> None:
    session, people, places = world.session, world.people, world.places
    lot = world.stocked("P1", 20, cost="12.5")
    world.move(MovementKind.TRANSFER_OUT, lot, "C-A1", "VAN1-T", 2)
    world.move(MovementKind.TRANSFER_IN, lot, "VAN1-T", "VAN1", 2)
    order = world.work_order()
    asked = request_part(
        session,
        work_order_id=order,
        part_id=world.parts["P1"],
        store_id=places["C"],
        quantity=q(3),
        by=people["engineer"],
        at=NOON,
        request_key="details-ask",
    )
    common = {"by": people["supervisor"], "at": NOON}
    transfer = request_transfer(
        session,
        from_store_id=places["C"],
        to_store_id=places["N"],
        lines=((world.parts["P1"], q(4)),),
        request_key="details-transfer",
        **common,
    )
    take = create_stock_take(
        session, store_id=places["C"], due_on=date(2026, 3, 5), request_key="details-take", **common
    )
    count(
        session,
        stock_take_id=take.stock_take_id,
        location_id=places["C-A1"],
        part_id=world.parts["P1"],
        counted=q(11),
        by=people["keeper"],
        at=NOON,
        request_key="details-count",
    )
    moved = session.scalars(select(Movement.posting_id).where(Movement.to_location_id == places["C-A1"])).one()
    made.ids |= {
        "part": world.parts["P1"],
        "part_planning": world.parts["P1"],
        "part_suppliers": world.parts["P1"],
        "stock_card": world.parts["P1"],
        "lot": lot,
        "work_order": order,
        "part_request": asked.part_request_id,
        "transfer": transfer.transfer_id,
        "stock_take": take.stock_take_id,
        "posting": moved,
    }


def _buy(made: Company, world: World) -> None:
    market = Market(world)
    market.supplier("S1")
    offer = market.offer("S1", "P2", (0, "7.5"))
    market.offer("S1", "P1", (0, "10"))
    session = world.session
    market.bank("S1", "6222-1234")
    ramp = Ramp(market)
    order = market.sent("S1", ("P2", 10))
    came = ramp.register(ramp.line(order.line_ids[0], "P2", 10), supplier="S1")
    decided = ramp.decide(came.lines[0].lots[0].lot_id, 8, 2)
    for year in (2024, 2025):
        for month in range(1, 13):
            session.add(
                HistoryDemand(
                    part_id=world.parts["P1"],
                    store_id=world.places["C"],
                    period_start_on=date(year, month, 1),
                    quantity=q(30 + month % 3),
                    source="test",
                )
            )
    made.ids |= {
        "supplier": market.suppliers["S1"],
        "offer": offer,
        "order": order.order_id,
        "arrival": session.scalars(select(Arrival.id)).one(),
        "inspection": decided.inspection_id,
        "claim": session.scalars(select(SupplierReturn.id)).one(),
    }


def _serve(made: Company, world: World) -> None:
    desk, session = Desk(world), world.session
    desk.repaired()
    kit = make_kit(
        session,
        code="K1",
        name=Text("水泵套件", "Pump kit"),
        lines=(KitPart(part_id=world.parts["P1"], quantity=q(1)),),
        by=world.people["desk"],
        at=NOON,
        request_key="details-kit",
    )
    callback = session.scalars(select(Callback)).one()
    desk.call_back(callback.id, (3, 3, 3, 3), low_reason="late", task="Apologise")
    made.ids |= {
        "ticket": session.scalars(select(Ticket.id)).one(),
        "callback": callback.id,
        "customer": desk.customer,
        "product": desk.product,
        "follow_up": 1,
        "kit": kit.kit_id,
    }


REFUSED = {
    "order": "engineer",
    "plan": "keeper",
    "proposal": "keeper",
    "part_planning": "keeper",
    "part_suppliers": "keeper",
    "supplier": "keeper",
    "offer": "keeper",
    "arrival": "desk",
    "inspection": "desk",
    "claim": "desk",
    "standard": "desk",
    "ticket": "keeper",
    "callback": "keeper",
    "follow_up": "keeper",
    "customer": "keeper",
    "product": "keeper",
    "work_order": "inspector",
    "part_request": "inspector",
    "stock_take": "buyer",
    "person": "buyer",
    "import": "keeper",
}
ANOTHERS = {
    "arrival": "keeper2",
    "inspection": "keeper2",
    "claim": "keeper2",
    "stock_take": "keeper2",
    "ticket": "engineer2",
    "customer": "engineer2",
    "product": "engineer2",
    "work_order": "engineer2",
    "part_request": "engineer2",
    "transfer": "engineer2",
    "posting": "engineer2",
    "job": "keeper",
}


def test_every_detail_is_read_by_the_administrator_and_none_of_a_row_that_is_not_there(company: Company) -> None:
    assert set(DETAILS) == set(company.ids) & set(DETAILS) | READ_ELSEWHERE.keys()
    for name in DETAILS:
        if name not in READ_ELSEWHERE:
            assert company.facts(company.at(name), "admin"), name
        assert company.read(company.at(name, 999_999_999), "admin").status_code == 404, name


def test_who_may_not_open_the_page_reads_nothing(company: Company) -> None:
    for name, who in REFUSED.items():
        answer = company.read(company.at(name), who)
        assert (answer.status_code, answer.json["code"]) == (403, "permission_missing"), name


def test_what_is_somebody_elses_does_not_exist(company: Company) -> None:
    for name, who in ANOTHERS.items():
        assert company.read(company.at(name), who).status_code == 404, name


READ_ELSEWHERE = {
    "quote_request": "test_quote_pages",
    "quotation": "test_quote_pages",
    "quote_award": "test_quote_pages",
    "contract": "test_quote_pages",
    "old_part": "test_old_parts",
    "old_part_note": "test_old_parts",
    "old_part_lot": "test_old_parts",
    "workshop_order": "test_old_parts",
    "workshop": "test_old_parts",
    "period_closing": "test_month_close",
    "serial": "test_serials",
    "level": "test_plan_pages",
    "forecast_alarm": "test_forecast_watch",
    "surplus_proposal": "test_surplus_pages",
    "disposal": "test_surplus_pages",
    "stock_sample": "test_frozen_lots",
    "campaign": "test_base_pages",
    "last_time_buy": "test_base_pages",
    "part_failure_rates": "test_base_pages",
    "scenario": "test_scenario_pages",
    "service_curve": "test_scenario_pages",
}
"""What takes a story of its own to come about, and is read through the API in the test of that story."""

CHECKS: dict[str, tuple[str, Callable[[Any], Any], Any]] = {
    "part": (
        "keeper",
        lambda f: (f["number"], f["stock"][0]["on_hand"], f["stock"][0]["value_cny"]),
        ("P1", "18", None),
    ),
    "stock_card": (
        "supervisor",
        lambda f: (
            len(f["entries"]),
            f["entries"][0]["balance"],
            f["stock"]["reserved"],
            f["stock"]["lots"][0]["unit_cost_cny"],
        ),
        (2, "18", "3", "12.5"),
    ),
    "lot": ("keeper", lambda f: (f["origin"], f["unit_cost_cny"], len(f["movements"])), ("purchase", None, 5)),
    "order": ("buyer", lambda f: (f["lines"][0]["amount_cny"], len(f["arrivals"])), ("75", 1)),
    "plan": ("buyer", lambda f: (f["state"], f["purchases"] > 0, f["orders"]), ("draft", True, [])),
    "proposal": ("buyer", lambda f: (f["supplier_id"] is not None, f["level"]["mean"] > 10), (True, True)),
    "part_suppliers": ("buyer", lambda f: [each["supplier_code"] for each in f["offers"]][:1], ["S1"]),
    "part_planning": (
        "buyer",
        lambda f: ([row["policy"] for row in f["levels"] if row["store_code"] == "C"], f["set"]),
        ([0], []),
    ),
    "supplier": (
        "inspector",
        lambda f: (f["code"], f["bank_account"], f["offers"][0]["unit_price_cny"]),
        ("S1", None, None),
    ),
    "offer": ("buyer", lambda f: f["prices"][0]["unit_price_cny"], "7.5"),
    "arrival": ("keeper", lambda f: f["lines"][0]["lots"][0]["quantities"]["failed"], "2"),
    "inspection": ("inspector", lambda f: (f["state"], f["passed"], f["claim_id"] is not None), ("decided", "8", True)),
    "claim": ("keeper", lambda f: (f["here"], f["unsettled"], f["amount_cny"]), ("2", "2", None)),
    "standard": ("inspector", lambda f: (f["owner_code"], f["characteristics"][0]["lower_limit"]), ("P1", "9.95")),
    "callback": ("desk", lambda f: (f["overall"], f["engineer"], f["customer_phone"]), (3, "Engineer", "13800000000")),
    "follow_up": ("desk", lambda f: (f["task"], f["assigned_to"]), ("Apologise", "Desk")),
    "customer": ("engineer", lambda f: (f["name"], f["products"][0]["serial"], len(f["tickets"])), ("王芳", "SN-1", 1)),
    "product": ("desk", lambda f: (f["model_code"], f["in_warranty"], f["until_on"]), ("AC-1", True, "2026-06-01")),
    "work_order": (
        "engineer",
        lambda f: (f["requests"][0]["quantity"], f["reservations"][0]["quantity"], f["held"]["cost_cny"]),
        ("3", "3", None),
    ),
    "part_request": ("keeper", lambda f: (f["standing"], [e["state"] for e in f["reservations"]]), ("ready", ["open"])),
    "transfer": ("keeper2", lambda f: (f["from_store_code"], f["lines"][0]["quantity"], f["sent_by"]), ("C", "4", "")),
    "posting": ("keeper", lambda f: (f["kind"], f["movements"][0]["to_code"]), ("putaway", "C-A1")),
    "person": ("admin", lambda f: (f["code"], f["roles"], f["has_login"]), ("engineer2", ["engineer"], True)),
    "import": ("buyer", lambda f: (f["file_name"], f["rows"], f["sound"]), ("parts.csv", 1, True)),
    "job": ("buyer", lambda f: (f["name"], f["state"], f["url"].startswith("/plans/")), ("plan", "done", True)),
}


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_who_works_with_it_reads_what_the_page_shows(company: Company, name: str) -> None:
    who, told, expected = CHECKS[name]
    assert told(company.facts(company.at(name), who)) == expected


def test_a_ticket_hides_the_customer_from_who_need_not_know_and_costs_from_the_engineer(company: Company) -> None:
    desk = company.facts(company.at("ticket"), "desk")
    assert (desk["customer_phone"], desk["customer_address"]) == ("13800000000", "人民路 1 号")
    assert desk["parts_cost_cny"] == "0"
    assert {clock["kind"] for clock in desk["clocks"]} >= {"dispatch", "on_site"}
    assert [each["kind"] for each in desk["events"]][:2] == ["opened", "triaged"]
    quality = company.facts(company.at("ticket"), "quality")
    assert (quality["customer_name"], quality["customer_phone"]) == ("王**", "138****0000")
    assert quality["customer_address"] == "***"
    engineer = company.facts(company.at("ticket"), "engineer")
    assert engineer["parts_cost_cny"] is None
    assert engineer["report"]["diagnosis"] == "压缩机不启动"
    assert "token_hash" not in company.read(company.at("ticket"), "admin").text


def test_counting_is_blind_for_programs_too(company: Company) -> None:
    counter = company.read(company.at("stock_take"), "keeper")
    assert counter.json["review"] is None
    assert counter.json["sheet"][0]["part_number"] == "P1"
    assert '"book"' not in counter.text
    assert '"counted"' not in counter.text
    review = company.facts(company.at("stock_take"), "supervisor")["review"]
    assert review["differences"][0]["counts"][0]["book"] == "18"
    assert (review["differences"][0]["difference"], review["differences"][0]["value_cny"]) == ("-7", "-87.5")


def test_a_card_names_a_store_that_exists(company: Company) -> None:
    path = f"/parts/{company.ids['part']}/card"
    assert company.read(path, "keeper").status_code == 422
    assert company.read(f"{path}?store=NOWHERE", "keeper").json["code"] == "store_unknown"
    first = company.facts(f"{path}?store=C&size=1", "keeper")
    second = company.facts(f"{path}?store=C&size=1&before={first['older']}", "keeper")
    assert (second["entries"][0]["balance"], second["older"]) == ("20", 0)
    assert company.facts(f"{path}?store=C&size=1&oldest=true", "keeper")["entries"] == second["entries"]


def test_the_document_describes_every_detail(company: Company) -> None:
    document = company.facts("/openapi.json", "admin")
    told = {o["operationId"]: o for path in document["paths"].values() for o in path.values() if "operationId" in o}
    assert {f"get_{name}" for name in DETAILS} <= set(told)
    schemas = document["components"]["schemas"]
    assert "token_hash" not in schemas["CallbackOfTicket"]["properties"]
    assert schemas["LotDetail"]["properties"]["unit_cost_cny"]["nullable"] is True
    assert schemas["InspectionShown"]["properties"]["photos"]["items"] == {"$ref": "#/components/schemas/FileShown"}
    page = company.web.as_("buyer").text("/api-page")
    assert "/api/v1/tickets/{ticket_id}" in page
    assert "clocks[].due_at" in page


def test_a_token_reads_within_its_permissions(company: Company) -> None:
    buyer = company.web.as_("buyer")
    sent = {"name": "robot", "days": "30", "permissions": ["orders.read"]}
    token = buyer.post("/account/tokens/new", sent).text.partition('class="secret">')[2].partition("<")[0]
    program = company.web.client()
    facts = program.api(company.at("order"), bearer=token).json
    assert (facts["state"], facts["amount_cny"], facts["arrivals"]) == ("received", None, [])
    assert program.api(company.at("supplier"), bearer=token).status_code == 403
