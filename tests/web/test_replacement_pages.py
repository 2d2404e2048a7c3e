"""A replacement through the pages: the return note is scanned, goods are taken in, inspected, and settle the claim."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from inventory.tables import Location
from receiving.tables import ArrivalLot, ClaimedLine, SupplierReturn
from tests.support.papers import text_of
from tests.support.procurement import Market
from tests.support.receiving import Ramp
from tests.support.web import START, Web
from tests.support.world import World
from tests.web.test_arrival_scans import Intake


@pytest.fixture
def claimed(web: Web) -> tuple[Web, str, str]:
    """Four of ten pieces failed; a second order of the supplier is open. Return also the claim's address and number."""
    with web.session() as session:
        world = World(session).build()
        session.get_one(Location, world.places["C"]).keeper_id = world.people["keeper"]
        session.get_one(Location, world.places["N"]).keeper_id = world.people["keeper2"]
        market = Market(world)
        for part in ("P1", "P2"):
            market.offer("ACME", part)
        ramp = Ramp(market)
        ramp.decide(ramp.arrived("P1", 10), 6, 4)
        market.sent("ACME", ("P2", 5))
        session.commit()
        row = session.scalars(select(SupplierReturn)).one()
        facts = f"/claims/{row.id}", row.number
    for code in ("keeper", "buyer", "inspector", "supervisor"):
        web.person(code, code)
    return web, *facts


def lot_of_claim(web: Web) -> int:
    with web.session() as session:
        lots = select(ArrivalLot.lot_id).join(ClaimedLine, ClaimedLine.arrival_line_id == ArrivalLot.arrival_line_id)
        return session.scalars(lots.order_by(ArrivalLot.id.desc())).first() or 0


def judged(web: Web, passed: str, failed: str) -> None:
    inspector = web.as_("inspector")
    begun = inspector.post(f"/inspections/lots/{lot_of_claim(web)}/begin").location
    data = {"passed": passed, "failed": failed, "severity": "major" if failed != "0" else "", "reason": "bent"}
    answer = inspector.post(f"{begun}/verdict", data)
    assert answer.status_code == 303, answer.text


def test_a_claims_return_note_leads_to_its_goods_and_their_verdict_settles_it(claimed) -> None:
    web, address, number = claimed
    keeper = web.as_("keeper")
    assert "Goods that suppliers owe on claims" in keeper.text("/")
    assert number in keeper.text("/arrivals/new")
    chosen = keeper.get(f"/arrivals/new?code=SW:D:{number}")
    assert "claim=" in chosen.location
    intake = Intake(keeper, chosen.location)
    assert intake.boxes["lines-0-supplier_return_id"] == number
    assert intake.boxes["lines-0-quantity"] == "4"
    assert "quantity so far" in intake.scan("(241)P1(10)N2(37)3")
    answer = keeper.post(chosen.location, {**intake.head, **intake.boxes})
    assert answer.status_code == 303, answer.text
    page = keeper.text(answer.location)
    assert "replacement" in page
    assert "for claim" in page
    paper = text_of(keeper.get(f"{answer.location.split('?')[0]}/note.pdf?language=en").data)
    assert "For claim" in paper
    assert number in paper.replace("\n", "")
    assert "Of it waiting for a verdict" in keeper.text(address)
    early = web.as_("buyer").post(
        f"{address}/settle",
        {"kind": "credited", "quantity": "2", "amount_cny": "9", "reference": "C", "credited_on": "2026-03-01"},
    )
    assert "3 came for this claim" in early.text
    judged(web, "2", "1")
    page = web.as_("buyer").text(address)
    for words in ("What came for it", "Replaced", "¥20.00"):
        assert words in page, words
    shown = web.as_("buyer").api(address).json
    assert (shown["settled"], shown["under_way"], shown["unsettled"]) == ("2", "0", "2")
    with web.session() as session:
        refused = session.scalars(select(SupplierReturn).where(SupplierReturn.reason == "refused")).one()
    other = web.as_("buyer").text(f"/claims/{refused.id}")
    assert "Replacement refused at inspection" in other
    assert f"/claims/{refused.id}/settle" not in other


def test_replacement_and_order_in_one_delivery_by_scan_and_api(claimed) -> None:
    web, address, number = claimed
    keeper = web.as_("keeper")
    by_supplier = keeper.get("/arrivals/new?supplier=ACME&store=C").location
    intake = Intake(keeper, by_supplier)
    assert {intake.boxes.get("lines-0-part_id"), intake.boxes.get("lines-1-part_id")} == {"P1", "P2"}
    assert f"The lines of {number} are on the form" in intake.scan(number)
    claim_id = int(address.rsplit("/", 1)[1])
    listed = keeper.api("/claims?goods=yes").json["items"]
    assert [(row["id"], row["owed"]) for row in listed] == [(claim_id, "4")]
    with web.session() as session:
        claim = session.get_one(SupplierReturn, claim_id)
        store = session.scalars(select(Location.id).where(Location.code == "C")).one()
        body = {
            "store_id": store,
            "supplier_id": claim.supplier_id,
            "arrived_on": "2026-03-02",
            "lines": [{"supplier_return_id": claim_id, "part_id": claim.part_id, "quantity": "4"}],
        }
    made = keeper.api("/arrivals", body, key="r" * 12).json
    assert made["lines"][0]["kind"] == "replaced"
    assert keeper.api("/claims?goods=yes").json["items"] == []
    judged(web, "4", "0")
    assert keeper.api(f"{address}/send", {"quantity": "4"}, key="s" * 12).json["state"] == "settled"


def test_what_is_owed_is_shown_with_its_days(claimed) -> None:
    web, address, _number = claimed
    web.at(START + timedelta(days=18))
    buyer = web.as_("buyer")
    (row,) = buyer.api("/claims?overdue=yes").json["items"]
    assert (row["days_overdue"], row["owed"]) == (3, "4")
    assert "3 days overdue" in buyer.text(address)
    supervisor = web.as_("supervisor")
    ours = {"quantity": "1", "reason": "worth nothing", "borne_by": "us"}
    assert supervisor.post(f"{address}/scrap", ours).status_code == 303
    page = supervisor.text(address)
    assert "Waived" in page
    assert "worth nothing" in page
