"""The path of a supplier, its papers, bank account and prices through the pages and the API, as people of each role."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from kernel.tables import Attachment, Mail, Person
from procurement.tables import (
    PriceAlert,
    Question,
    SalePrice,
    Supplier,
    SupplierBank,
    SupplierCertificate,
    SupplierContact,
    SupplierStep,
)
from tests.support.procurement import Market, ago
from tests.support.web import Web
from tests.support.world import World
from tests.web.test_imports import send
from webapp.jobs.worker import ask_periodic, work_off

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def market(web: Web) -> tuple[Web, Market]:
    with web.session() as session:
        market = Market(World(session).build())
        market.supplier("S1")
        market.offer("S1", "P1", (0, "10"), preferred=True)
        session.scalar(select(Person).where(Person.code == "buyer")).email = "buyer@example.org"  # type: ignore[union-attr]
        session.commit()
    return web, market


def night(web: Web) -> None:
    """Let the work of a night be done."""
    ask_periodic(web.app)
    while work_off(web.app):
        pass


def test_a_supplier_walks_the_path_through_the_pages(market: tuple[Web, Market]) -> None:
    web, _ = market
    boss, inspector, buyer = web.as_("supervisor"), web.as_("inspector"), web.as_("buyer")
    buyer.post("/suppliers/new", {"code": "S9", "name_zh": "新供应商", "name_en": "New"})
    with web.session() as session:
        supplier = session.scalars(select(Supplier.id).where(Supplier.code == "S9")).one()
    here = f"/suppliers/{supplier}"
    assert "it is not approved yet" in buyer.text(here)
    form = boss.text("/questionnaires/new")
    assert "Incoming, process and outgoing inspection" in form
    empty = boss.post("/questionnaires/new", {"name_en": "Q", "pass_percent": "70", "questions-0-weight": "1"})
    assert empty.status_code == 422
    assert "Write every question" in empty.text
    lines = {"questions-0-name_en": "Quality system", "questions-0-weight": "3", "questions-1-name_zh": "交付",
             "questions-1-weight": "1", "questions-1-least_points": "30"}  # fmt: skip
    assert boss.post("/questionnaires/new", {"name_en": "Q", "pass_percent": "70", **lines}).status_code == 303
    with web.session() as session:
        ids = session.scalars(select(Question.id).order_by(Question.position)).all()
    points = {f"answers-{n}-question_id": str(key) for n, key in enumerate(ids)}
    wrong = inspector.post(f"{here}/assess", {**points, "answers-0-points": "80", "answers-1-points": "101"})
    assert wrong.status_code == 422
    assert 'value="80"' in wrong.text
    done = inspector.post(
        f"{here}/assess", {**points, "answers-0-points": "80", "answers-1-points": "90"}, follow_redirects=True
    )
    assert "Passed with 82.5 %" in done.text
    assert "Assessed suppliers to approve" in boss.text("/")
    refused = web.as_("both", "inspector", "supervisor")
    assert refused.get(f"{here}/state?state=approved").status_code == 200
    assert boss.post(f"{here}/state", {"state": "approved"}).status_code == 303
    page = boss.text(here)
    for words in ("Next assessment by", "History of the path", "82.5"):
        assert words in page
    assessment = boss.api(f"{here}").json["steps"][0]["assessment_id"]
    assert "Quality system" in boss.text(f"{here}/assessments/{assessment}")
    sample = {"part_id": "P1", "passed": "5", "failed": "1", "inspected_on": "2026-03-01"}
    assert inspector.post(f"{here}/samples/new", sample).status_code == 422
    assert inspector.post(f"{here}/samples/new", {**sample, "note": "seal leaks"}).status_code == 303
    assert "seal leaks" in buyer.text(here)
    assert boss.post(f"{here}/next-assessment", {"next_assessment_on": "2026-09-01", "reason": "x"}).status_code == 303
    assert buyer.api("/supplier-assessments?sort=-next_assessment_on").json["total"] == 2
    assert buyer.api(here).json["next_assessment_on"] == "2026-09-01"


def test_approving_without_assessment_asks_for_a_reason(market: tuple[Web, Market]) -> None:
    web, _ = market
    web.as_("buyer").post("/suppliers/new", {"code": "S9", "name_zh": "新", "name_en": "New"})
    with web.session() as session:
        supplier = session.scalars(select(Supplier.id).where(Supplier.code == "S9")).one()
    boss = web.as_("supervisor")
    form = f"/suppliers/{supplier}/state"
    assert "No passed assessment is at hand" in boss.text(form)
    refused = boss.post(form, {"state": "approved"})
    assert refused.status_code == 409
    assert "has no passed assessment" in refused.text
    assert boss.post(form, {"state": "approved", "reason": "single source"}).status_code == 303
    assert "as an exception" in boss.text(f"/suppliers/{supplier}")


def test_a_bank_account_waits_for_a_second_person(market: tuple[Web, Market]) -> None:
    web, made = market
    here = f"/suppliers/{made.suppliers['S1']}"
    buyer, boss = web.as_("buyer"), web.as_("supervisor")
    assert buyer.post(f"{here}/bank", {"bank_name": "ICBC", "bank_account": "6200 0001"}).status_code == 422
    asked = {"bank_name": "ICBC", "bank_account": "6200 0001", "reason": "letter of 1 March"}
    assert buyer.post(f"{here}/bank", asked).status_code == 303
    assert "waits for a second person" in boss.text(here)
    assert "Bank accounts to check" in boss.text("/")
    with web.session() as session:
        change = session.scalars(select(SupplierBank.id)).one()
    own = web.as_("buyer", "buyer", "supervisor")
    refused = own.post(f"/supplier-banks/{change}/approve", {"finding": "looks fine"})
    assert "Another person has to do this step" in refused.text
    assert boss.post(f"/supplier-banks/{change}/approve", {"finding": "called Ms Wang"}).status_code == 303
    assert boss.api(here).json["bank_account"] == "6200 0001"
    assert web.as_("inspector").api(here).json["bank_account"] is None
    assert web.as_("inspector").api(here).json["banks"] is None
    assert web.as_("inspector").get("/supplier-banks").status_code == 403


def test_scanned_papers_belong_to_their_certificate(market: tuple[Web, Market]) -> None:
    web, made = market
    here = f"/suppliers/{made.suppliers['S1']}"
    buyer = web.as_("buyer")
    paper = {"kind": "business_licence", "number": "L-1", "expires_on": "2026-03-10"}
    assert buyer.post(f"{here}/certificates/new", paper).status_code == 303
    with web.session() as session:
        certificate = session.scalars(select(SupplierCertificate.id)).one()
    sent = {"certificate_id": str(certificate), "files": (io.BytesIO(PDF), "licence.pdf")}
    assert buyer.post(f"{here}/files", sent, content_type="multipart/form-data").status_code == 303
    sent = {"files": (io.BytesIO(PDF), "terms.pdf")}
    assert buyer.post(f"{here}/files", sent, content_type="multipart/form-data").status_code == 303
    page = buyer.text(here)
    assert "licence.pdf" in page
    assert "terms.pdf" in page
    with web.session() as session:
        files = session.scalars(select(Attachment).order_by(Attachment.id)).all()
        assert [each.table_name for each in files] == ["supplier_certificate", "supplier"]
        first = files[0].id
    assert web.as_("keeper").get(f"/files/{first}").status_code == 403
    assert web.as_("inspector").get(f"/files/{first}").status_code == 200
    assert buyer.post("/suppliers/999/files", {"certificate_id": str(certificate)}).status_code == 404
    assert buyer.post(f"{here}/files/{first}/remove").status_code == 303
    assert "licence.pdf" not in buyer.text(here)
    assert 'value="L-1"' in buyer.text(f"{here}/certificates/new?certificate={certificate}")


def test_contacts_and_categories_are_kept_on_the_page(market: tuple[Web, Market]) -> None:
    web, made = market
    here = f"/suppliers/{made.suppliers['S1']}"
    buyer = web.as_("buyer")
    person = {"name": "Wang Fang", "role": "sales", "email": "wang@example.org", "main": "yes", "active": "yes"}
    assert buyer.post(f"{here}/contacts/new", person).status_code == 303
    with web.session() as session:
        key = session.scalars(select(SupplierContact.id)).one()
    assert "main contact" in buyer.text(here)
    left = buyer.post(f"{here}/contacts/{key}", {name: said for name, said in person.items() if name != "main"})
    assert left.status_code == 422
    assert "Wang Fang" in left.text
    assert buyer.get(f"/suppliers/999/contacts/{key}").status_code == 404
    assert buyer.api(here).json["email"] == "wang@example.org"
    assert buyer.post(f"{here}/categories", {"categories-0-category_id": ""}).status_code == 303
    assert "bound to none" in buyer.text(here)


def test_the_night_tells_of_papers_and_assessments_once(market: tuple[Web, Market]) -> None:
    web, made = market
    here = f"/suppliers/{made.suppliers['S1']}"
    buyer = web.as_("buyer")
    buyer.post(f"{here}/certificates/new", {"kind": "business_licence", "number": "L-1", "expires_on": "2026-03-10"})
    assert "papers that end" in buyer.text("/")
    assert "business licence" in buyer.text("/ending-certificates")
    night(web)

    def told() -> list[str]:
        with web.session() as session:
            return list(
                session.scalars(select(Mail.subject).where(Mail.about.startswith("supplier_")).order_by(Mail.id))
            )

    assert len(told()) == 1
    assert "expires soon" in told()[0]
    web.at(datetime(2026, 3, 3, 4, 0, tzinfo=UTC))
    night(web)
    assert len(told()) == 1
    web.at(datetime(2027, 3, 5, 4, 0, tzinfo=UTC))
    night(web)
    assert any("assessment overdue" in each for each in told())
    with web.session() as session:
        assert session.get_one(Supplier, made.suppliers["S1"]).state == "on_watch"
        step = session.scalars(select(SupplierStep).order_by(SupplierStep.id.desc())).first()
        assert step is not None
        assert step.done_by_id is None
    late = web.as_("buyer").post(
        "/orders/new", {"supplier_id": "S1", "store_id": "C", "lines-0-part_id": "P1", "lines-0-quantity": "20"}
    )
    assert "its business licence expired on 2026-03-10" in late.text


def test_a_price_jump_goes_from_the_night_to_the_buyer_and_the_plan(market: tuple[Web, Market]) -> None:
    web, made = market
    with web.session() as session:
        world = World(session)
        world.people, world.places, world.parts = made.world.people, made.world.places, made.world.parts
        again = Market(world, made.suppliers, made.offers)
        again.sent("S1", ("P1", 10), at=ago(40))
        again.offer("S1", "P1", (0, "13"), valid_from=ago(20).date(), preferred=True)
        again.sent("S1", ("P1", 10), at=ago(5))
        part = world.parts["P1"]
        session.commit()
    buyer = web.as_("buyer")
    night(web)
    with web.session() as session:
        alert = session.scalars(select(PriceAlert.id)).one()
        assert len(session.scalars(select(Mail).where(Mail.about.startswith("price_alerts"))).all()) == 1
    night(web)
    assert "30.0%" in buyer.text(f"/price-alerts/{alert}")
    page = buyer.text(f"/parts/{part}/prices")
    for words in ("<svg", "list price", "jump against the last price", "¥13.00"):
        assert words in page
    assert web.as_("keeper").get(f"/parts/{part}/prices").status_code == 403
    assert buyer.post(f"/price-alerts/{alert}", {"reason": ""}).status_code == 422
    assert buyer.post(f"/price-alerts/{alert}", {"reason": "copper"}).status_code == 303
    assert "copper" in buyer.text("/price-alerts")


def test_sale_prices_are_proposed_by_one_and_approved_by_another(market: tuple[Web, Market]) -> None:
    web, made = market
    buyer, boss = web.as_("buyer"), web.as_("supervisor")
    asked = {"part_id": "P1", "unit_price_cny": "25", "from_on": "2026-03-02", "reason": "list of spring"}
    late = buyer.post("/sale-prices/new", {**asked, "from_on": "2026-03-01"})
    assert late.status_code == 422
    assert "list of spring" in late.text
    assert buyer.post("/sale-prices/new", asked).status_code == 303
    with web.session() as session:
        key = session.scalars(select(SalePrice.id)).one()
    assert "Somebody else than who proposed it approves" in buyer.text(f"/sale-prices/{key}")
    assert boss.post("/sale-prices/approve", {"ids": str(key)}).status_code == 303
    assert "approved price" in buyer.text("/sale-prices")
    assert "¥25.00" in buyer.text(f"/parts/{made.world.parts['P1']}/prices")
    again = {**asked, "unit_price_cny": "26"}
    assert buyer.post("/sale-prices/new", again).status_code == 303
    assert boss.post(f"/sale-prices/{key + 1}/refuse", {"note": "too dear"}).status_code == 303
    assert buyer.api("/sale-prices/by-rule", {"from_on": "2026-03-02"}).json["without_cost"] > 0


def test_a_price_below_cost_is_warned_of_and_the_part_shows_its_contract_and_swing(market: tuple[Web, Market]) -> None:
    web, made = market
    buyer, boss = web.as_("buyer"), web.as_("supervisor")
    agreed = {
        "supplier_id": "S1",
        "title": "Frame",
        "begins_on": "2026-01-01",
        "ends_on": "2026-12-31",
        "currency": "CNY",
        "lines-0-part_id": "P1",
        "lines-0-breaks-0-unit_price": "8",
    }
    contract = buyer.post("/contracts/new", agreed).location
    boss.post(f"{contract}/approve")
    for quantity, price in (("20", "8"), ("30", "8")):
        line = {"lines-0-part_id": "P1", "lines-0-quantity": quantity, "lines-0-unit_price_cny": price}
        order = buyer.post("/orders/new", {"supplier_id": "S1", "store_id": "C", **line}).location
        boss.post(f"{order}/approve")
        assert buyer.post(f"{order}/send", {}).status_code == 303
        assert buyer.api(order).json["state"] == "sent"
    page = buyer.text(f"/parts/{made.world.parts['P1']}/prices")
    assert "CT-202603-0001 ¥8.00" in page
    assert "S1 0.0%" in page
    asked = {"part_id": "P1", "unit_price_cny": "6", "from_on": "2026-03-02", "reason": "sale"}
    assert buyer.post("/sale-prices/new", asked).status_code == 303
    with web.session() as session:
        key = session.scalars(select(SalePrice.id)).one()
    told = boss.text(f"/sale-prices/{key}")
    assert "below what the part costs" in told
    assert "-25.0%" in told


def test_market_prices_are_noted_and_imported(market: tuple[Web, Market]) -> None:
    web, _ = market
    buyer = web.as_("buyer")
    asked = {"part_id": "P1", "unit_price_cny": "9.5", "noted_on": "2026-03-01", "source": "1688"}
    assert buyer.post("/market-prices/new", asked).status_code == 303
    assert "1688" in buyer.text("/market-prices")
    other = buyer.post("/market-prices/new", {**asked, "unit_price_cny": "9"})
    assert "noted 9.5 for that day already" in other.text
    head = "part,price,date,source\n"
    bad = send(buyer, "market_prices", f"{head}P1,9,2026-03-01,1688\nP9,1,2026-02-27,fair\nP2,3,2027-01-01,fair\n")
    page = buyer.text(bad)
    for words in ("P9", "noted 9.5 for that day already", "The date lies in the future"):
        assert words in page
    good = send(buyer, "market_prices", f"{head}P1,9.5,2026-03-01,1688\nP2,4,2026-02-27,fair\n")
    assert buyer.post(f"{good}/write").status_code == 303
    assert buyer.api("/market-prices").json["total"] == 2
