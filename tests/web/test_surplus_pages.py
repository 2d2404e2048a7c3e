"""Surplus on its pages and through the API: computed by a job, submitted, approved by another, carried out."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from procurement.tables import Supplier
from tests.support.web import Client, Web
from tests.support.world import NOON, World


@pytest.fixture
def opened(web: Web) -> Web:
    """Return an application where P1 has lain in C since it was opened with it."""
    with web.session() as session:
        World(session).build().stocked("P1", 10, on=date(2023, 1, 5), origin="opening")
        session.commit()
    return web


@pytest.fixture
def dead(web: Web) -> Web:
    """Return an application where P1 has lain in C for years."""
    with web.session() as session:
        World(session).build().stocked("P1", 10, on=date(2023, 1, 5))
        session.commit()
    return web


def approved_return(web: Web, quantity: str) -> tuple[Client, str, dict[str, object]]:
    """Have a return to a new supplier approved; give its buyer, its path and what to send."""
    buyer, boss = web.as_("li", "buyer"), web.as_("zhao", "supervisor")
    with web.session() as session:
        supplier = Supplier(code="S9", name_zh="厂", name_en="Maker", proposed_by_id=1, created_at=NOON)
        session.add(supplier)
        session.commit()
        supplier_id = supplier.id
    buyer.post("/surplus/compute")
    path = f"/surplus-proposals/{buyer.api('/surplus').json['items'][0]['id']}"
    buyer.api(f"{path}/submit", {"act": "supplier_return", "quantity": quantity})
    boss.api(f"{path}/approve", {})
    return buyer, path, {"supplier_id": supplier_id, "credit_cny": "25", "reference": "RMA-1"}


def note(reader: Client, disposal_id: int, language: str = "en") -> str:
    """Return the words of a disposal note as this person gets it."""
    paper = reader.get(f"/disposals/{disposal_id}/note.pdf?language={language}")
    return "".join(page.extract_text() for page in PdfReader(BytesIO(paper.data)).pages)


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
    assert keeper.get(here).status_code == 403
    assert keeper.api(f"/surplus-proposals/{row['id']}").status_code == 404
    assert keeper.post(f"{here}/witness", {"finding": "never seen"}).status_code == 403
    assert keeper.api(f"/surplus-proposals/{row['id']}/witness", {"finding": "never seen"}).status_code == 403
    assert "Sign as witness" in own.text(here)
    assert boss.get(f"{here}/scrap").status_code == 200
    assert "A second person has to see the goods first" in boss.post(f"{here}/scrap").text
    assert own.post(f"{here}/witness", {"finding": "10 pieces, rusted"}).status_code == 303
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
        "Keeper",
        "100",
        "10",
    )
    for language, words in (("en", "Disposal note"), ("zh", "处置单")):
        text = note(boss, document["id"], language)
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
        f"/surplus/{number}/sell",
        {"buyer": "Second Hand Ltd.", "buyer_contact": "13800001234", "unit_price_cny": "7.5"},
        follow_redirects=True,
    )
    assert "Second Hand Ltd." not in sold.text
    assert "S**" in sold.text
    assert "138****1234" in sold.text
    assert "-¥10.00" in sold.text or "-10.00" in sold.text
    told = buyer.api("/disposals").json["items"][0]
    assert (told["revenue_cny"], told["cost_cny"], told["result_cny"]) == ("30", "40", "-10")
    assert told["partner"] == "S**"
    assert buyer.api("/disposals?q=Second").json["items"] == [], "nobody finds out by searching"
    shown = buyer.api(f"/disposals/{told['id']}").json
    assert (shown["partner"], shown["partner_contact"]) == ("S**", "138****1234")
    assert "Second Hand Ltd." in note(buyer, told["id"]), "the paper goes to whoever bought"
    without_prices = note(dead.as_("quality"), told["id"])
    assert "S**" in without_prices
    assert "138****1234" in without_prices
    assert not [hidden for hidden in ("Second Hand", "30.00", "40.00") if hidden in without_prices]
    manager = dead.as_("service_manager")
    assert manager.api(f"/disposals/{told['id']}").json["partner"] == "Second Hand Ltd."
    assert manager.api("/disposals?q=Second").json["total"] == 1
    assert "Second Hand Ltd." in manager.text(f"/disposals/{told['id']}")
    assert dead.as_("inspector").get("/disposals").status_code == 403


def test_only_lots_of_the_supplier_go_back_to_it(dead: Web) -> None:
    buyer, path, asked = approved_return(dead, "4")
    refused = buyer.api(f"{path}/return", asked)  # it came from another purchase than this supplier's
    assert (refused.status_code, refused.json["code"]) == (422, "surplus_lots_lack")


def test_a_return_that_is_sent_twice_answers_the_same(opened: Web) -> None:
    buyer, path, asked = approved_return(opened, "10")
    first = buyer.api(f"{path}/return", asked, key="the-same-key")
    assert first.status_code == 200
    with opened.session() as session:
        session.get_one(Supplier, asked["supplier_id"]).name_zh = "新厂"
        session.commit()
    again = buyer.api(f"{path}/return", asked, key="the-same-key")
    assert (again.status_code, again.json) == (200, first.json)


def test_a_program_rejects_and_keepers_stay_out(dead: Web) -> None:
    buyer, boss = dead.as_("li", "buyer"), dead.as_("zhao", "supervisor")
    buyer.post("/surplus/compute")
    number = buyer.api("/surplus").json["items"][0]["id"]
    path = f"/surplus-proposals/{number}"
    assert buyer.api(f"{path}/submit", {"act": "sell", "quantity": "3"}).json["state"] == "submitted"
    assert buyer.api(f"{path}/reject", {"reason": "no"}).status_code == 403
    assert boss.api(f"{path}/reject", {"reason": "no"}).json["state"] == "rejected"
    assert dead.as_("keeper").get("/surplus").status_code == 403
