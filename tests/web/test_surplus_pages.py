"""Surplus on its pages and through the API: computed by a job, submitted, approved by another, carried out."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from procurement.tables import Supplier
from tests.support.web import Web
from tests.support.world import NOON, World


@pytest.fixture
def dead(web: Web) -> Web:
    """Return an application where P1 has lain in C for years."""
    with web.session() as session:
        World(session).build().stocked("P1", 10, on=date(2023, 1, 5))
        session.commit()
    return web


def test_surplus_goes_from_the_job_over_approval_to_the_act(dead: Web) -> None:
    buyer, boss = dead.as_("li", "buyer"), dead.as_("zhao", "supervisor")
    asked = buyer.post("/surplus/compute", follow_redirects=True)
    assert "1 new proposals" in asked.text
    row = buyer.api("/surplus").json["items"][0]
    assert (row["part_number"], row["state"], row["advised_quantity"], row["value_cny"]) == ("P1", "open", "10", "100")
    here = f"/surplus/{row['id']}"
    assert "dead: nothing moved for long" in buyer.text(here)
    wrong = buyer.post(f"{here}/submit", {"act": "transfer", "quantity": "10", "note": "why"})
    assert wrong.status_code == 422
    assert "Name the store for a transfer" in wrong.text
    assert buyer.post(f"{here}/submit", {"act": "scrap", "quantity": "10", "note": "too old"}).status_code == 303
    assert "Somebody else than who submitted it approves" in buyer.text(here)
    assert "Surplus to approve" in boss.text("/")
    assert boss.post(f"{here}/approve").status_code == 303
    keeper = dead.as_("wang", "keeper")
    own = dead.as_("keeper")
    assert "Scrapping to witness" in own.text("/")
    assert [each["number"] for each in own.api("/scraps-to-witness").json["items"]] == [row["number"]]
    assert keeper.api("/scraps-to-witness").json["items"] == [], "who keeps another store is not asked"
    assert "Sign as witness" in keeper.text(here)
    assert boss.get(f"{here}/scrap").status_code == 200
    assert "A second person has to see the goods first" in boss.post(f"{here}/scrap").text
    assert keeper.post(f"{here}/witness", {"finding": "10 pieces, rusted"}).status_code == 303
    assert own.api("/scraps-to-witness").json["items"] == []
    assert "leave the house for good" in boss.text(f"{here}/scrap")
    done = boss.post(f"{here}/scrap", {"note": "to the yard"}, follow_redirects=True)
    assert "10 pieces, rusted" in done.text
    shown = boss.api(f"/surplus-proposals/{row['id']}").json
    assert (shown["state"], shown["act"], shown["free"], shown["reason"]) == ("carried_out", "scrap", "10", "dead")
    assert boss.api("/movements?kind=scrap").json["total"] == 1
    document = boss.api("/disposals").json["items"][0]
    assert document["number"] == shown["reference"]
    told = boss.api(f"/disposals/{document['id']}").json
    assert (told["act"], told["witness"], told["cost_cny"], told["lines"][0]["quantity"]) == (
        "scrap",
        "Wang",
        "100",
        "10",
    )
    for language, words in (("en", "Disposal note"), ("zh", "处置单")):
        paper = boss.get(f"/disposals/{document['id']}/note.pdf?language={language}")
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.data)).pages)
        assert words in text
        assert "rusted" in text


def test_a_sale_brings_a_price_and_tells_the_loss(dead: Web) -> None:
    buyer, boss = dead.as_("li", "buyer"), dead.as_("zhao", "supervisor")
    buyer.post("/surplus/compute")
    number = buyer.api("/surplus").json["items"][0]["id"]
    path = f"/surplus-proposals/{number}"
    buyer.api(f"{path}/submit", {"act": "sell", "quantity": "4"})
    boss.api(f"{path}/approve", {})
    assert "Sell" in buyer.text(f"/surplus/{number}")
    assert buyer.post(f"/surplus/{number}/sell", {"buyer": "", "unit_price_cny": "5"}).status_code == 422
    sold = buyer.post(
        f"/surplus/{number}/sell", {"buyer": "Second Hand Ltd.", "unit_price_cny": "7.5"}, follow_redirects=True
    )
    assert "Second Hand Ltd." in sold.text
    assert "-¥10.00" in sold.text or "-10.00" in sold.text
    told = buyer.api("/disposals").json["items"][0]
    assert (told["revenue_cny"], told["cost_cny"], told["result_cny"]) == ("30", "40", "-10")
    assert dead.as_("inspector").get("/disposals").status_code == 403


def test_only_lots_of_the_supplier_go_back_to_it(dead: Web) -> None:
    buyer, boss = dead.as_("li", "buyer"), dead.as_("zhao", "supervisor")
    with dead.session() as session:
        supplier = Supplier(code="S9", name_zh="厂", name_en="Maker", proposed_by_id=1, created_at=NOON)
        session.add(supplier)
        session.commit()
        supplier_id = supplier.id
    buyer.post("/surplus/compute")
    path = f"/surplus-proposals/{buyer.api('/surplus').json['items'][0]['id']}"
    buyer.api(f"{path}/submit", {"act": "supplier_return", "quantity": "4"})
    boss.api(f"{path}/approve", {})
    asked = {"supplier_id": supplier_id, "credit_cny": "25", "reference": "RMA-1"}
    refused = buyer.api(f"{path}/return", asked)  # it came from another purchase than this supplier's
    assert (refused.status_code, refused.json["code"]) == (422, "surplus_lots_lack")


def test_a_program_rejects_and_keepers_stay_out(dead: Web) -> None:
    buyer, boss = dead.as_("li", "buyer"), dead.as_("zhao", "supervisor")
    buyer.post("/surplus/compute")
    number = buyer.api("/surplus").json["items"][0]["id"]
    path = f"/surplus-proposals/{number}"
    assert buyer.api(f"{path}/submit", {"act": "sell", "quantity": "3"}).json["state"] == "submitted"
    assert buyer.api(f"{path}/reject", {"reason": "no"}).status_code == 403
    assert boss.api(f"{path}/reject", {"reason": "no"}).json["state"] == "rejected"
    assert dead.as_("keeper").get("/surplus").status_code == 403
