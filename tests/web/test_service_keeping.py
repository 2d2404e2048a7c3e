"""Customers, units, engineers and questions; masks; clocks on lists, home pages and in mails."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from kernel.tables import Mail, Person
from service.tables import Dispatch, EngineerProfile, GuidedQuestion, SlaClock, Ticket
from tests.support.service import Desk
from tests.support.web import START, Web
from tests.support.world import World
from webapp.jobs.worker import ask_periodic, work_off


@pytest.fixture
def kept(web: Web) -> tuple[Web, int]:
    with web.session() as session:
        desk = Desk(World(session).build())
        ticket = desk.take_in(START).ticket_id
        session.commit()
    web.person("engineer", "engineer")
    return web, ticket


def test_personal_data_is_masked_for_those_without_need(kept: tuple[Web, int]) -> None:
    web, ticket = kept
    for role in ("supervisor", "quality"):
        client = web.as_(role)
        pages = [
            "/tickets",
            f"/tickets/{ticket}",
            "/tickets?columns=phone,customer",
        ]
        pages += ["/customers", "/customers/1", "/products", "/products/1"] if role == "quality" else []
        for path in pages:
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert "王芳" not in answer.text, path
            assert "13800000000" not in answer.text, path
        paper = client.get(f"/tickets/{ticket}/papers/intake.pdf").data
        assert "王芳" not in "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
        assert "王**" in client.text("/tickets")
        assert client.api("/tickets?q=13800000000").json["total"] == 0
        assert client.api("/tickets").json["items"][0]["customer"] == "王**"
        assert client.get("/lookups/customer?q=138").status_code == 403
    assert "王芳" in web.as_("desk").text("/tickets")
    assert web.as_("desk").api("/tickets?q=13800000000").json["total"] == 1
    nobody = web.as_("engineer")
    assert nobody.api("/customers").json["total"] == 0
    assert nobody.get("/customers/1").status_code == 404
    assert nobody.get("/products/1").status_code == 404
    assert nobody.api("/lookups/customer?q=138").status_code == 404
    assert nobody.get("/lookups/customer?q=138").json == []


def test_customers_and_units_are_kept(kept: tuple[Web, int]) -> None:
    web, _ticket = kept
    client = web.as_("desk")
    assert client.post("/customers/new", {"name": "Han", "phone": ""}).status_code == 422
    made = client.post(
        "/customers/new", {"name": "Han", "phone": "110", "region": "North", "contact_preference": "phone"}
    )
    page = client.get(made.location).text
    assert "No unit is registered" in page
    customer = int(made.location.rsplit("/", 1)[1])
    unit = client.post("/products/new", {"product_model_id": "AC-1", "serial": "SN-2", "customer_id": "110"})
    assert unit.status_code == 303, unit.text
    again = client.post("/products/new", {"product_model_id": "AC-1", "serial": "SN-2"})
    assert again.status_code in {409, 422}
    assert "exists already" in again.text
    changed = {"name": "Han Mei", "phone": "111", "contact_preference": "mail", "active": "yes"}
    client.post(f"/customers/{customer}/change", changed)
    assert "Han Mei" in client.text(f"/customers/{customer}")
    product = int(unit.location.rsplit("/", 1)[1])
    client.post(
        f"/products/{product}/change", {"customer_id": f"Han Mei 111 #{customer}", "purchased_on": "2026-01-01"}
    )
    assert "under warranty until" in client.text(f"/products/{product}")
    assert "SN-2" in client.text("/scan?code=SN-2")
    assert client.get("/scan?code=SW:S:SN-2").status_code == 200
    intake = client.text(f"/tickets/new?product={product}")
    assert "Han Mei 111" in intake


def test_engineers_regions_and_questions_are_kept_by_the_service_manager(kept: tuple[Web, int]) -> None:
    web, ticket = kept
    client = web.as_("service_manager")
    assert web.as_("desk").get("/engineers/new").status_code == 403
    with web.session() as session:
        engineer = session.scalars(select(Person.id).where(Person.code == "engineer")).one()
    profile = {"region": "West", "max_load": "3", "active": "yes", "van_location_id": "VAN1"}
    assert client.post(f"/engineers/{engineer}/profile", profile).status_code == 303
    wrong = client.post(f"/engineers/{engineer}/profile", {**profile, "van_location_id": "C"})
    assert wrong.status_code == 422
    client.post(
        f"/engineers/{engineer}/qualifications/new", {"product_model_id": "AC-1", "valid_until_on": "2026-04-01"}
    )
    page = client.text(f"/engineers/{engineer}")
    assert "AC-1" in page
    assert "0 of 3" in page
    assert client.post("/engineers/qualifications/1", {"valid_until_on": "2026-03-01"}).status_code == 303
    client.post("/engineers/neighbours", {"region": "West", "neighbours": "East\nSouth"})
    assert {each["neighbour"] for each in client.api("/region-neighbours?q=West").json["items"]} >= {"East", "South"}
    made = {"code": "noise", "name_zh": "噪音", "name_en": "Noise", "family": "AC"}
    assert client.post("/symptoms/new", made).status_code == 303
    question = {
        "text_zh": "多响？",
        "text_en": "How loud?",
        "symptom_id": "noise",
        "choices-0-text_zh": "很响",
        "choices-0-text_en": "Very",
        "choices-0-urgency": "important",
    }
    answer = client.post("/guided-questions/new", question)
    assert "Important" in client.get(answer.location).text
    client.post(f"{answer.location}/retire")
    with web.session() as session:
        assert (
            session.scalars(select(GuidedQuestion.active).where(GuidedQuestion.text_en == "How loud?")).one() is False
        )
        assert session.get_one(EngineerProfile, engineer).region == "West"
    for path in ("/engineers", "/qualifications", "/region-neighbours", "/symptoms", "/guided-questions", "/callbacks"):
        assert client.get(path).status_code == 200, path
        assert client.get(f"{path}/export.csv").status_code == 200, path
    client.post(f"/tickets/{ticket}/colour", {"colour": "red", "reason": "Angry"})
    assert "Red cases" in client.text("/")
    client.post(f"/tickets/{ticket}/cancel", {"reason": "Bought a new one"})
    assert "Bought a new one" in client.text(f"/tickets/{ticket}")


def test_clocks_are_watched_and_people_are_told_once(kept: tuple[Web, int]) -> None:
    web, ticket = kept
    web.app.config["SPAREWELL"] = replace(web.app.config["SPAREWELL"], mail_host="localhost", mail_from="a@example.org")
    with web.session() as session:
        for code in ("desk", "engineer"):
            session.scalars(select(Person).where(Person.code == code)).one().email = f"{code}@example.org"
        due = session.scalars(select(SlaClock.due_at).where(SlaClock.kind == "dispatch")).one()
        session.commit()
    client = web.as_("desk")
    assert "in time" in client.text(f"/tickets/{ticket}")
    web.at(due - timedelta(minutes=5))
    client = web.as_("desk")
    board = client.text("/tickets")
    assert "at risk" in board
    assert "5 minutes left" in board
    assert client.api("/tickets?standing=at_risk").json["total"] == 1
    watch(web)
    web.at(due + timedelta(minutes=5))
    assert "5 minutes late" in client.text("/tickets")
    assert "Clocks breached" in client.text("/")
    watch(web)
    watch(web)
    client.post(f"/tickets/{ticket}/triage", {"fault_type": "hardware", "urgency": "normal", "visit": "on_site"})
    client.post(f"/tickets/{ticket}/dispatch", {"engineer_id": "engineer"})
    web.at(due + timedelta(minutes=7))
    watch(web)
    web.at(due + timedelta(minutes=9))
    watch(web)
    with web.session() as session:
        about = sorted(row.about.split(":20")[0] for row in session.scalars(select(Mail)))
        assert f"clock:{ticket}:dispatch:at_risk" in about
        assert f"clock:{ticket}:dispatch:breached" in about
        assert len([each for each in about if each.startswith("dispatch:")]) == 1
        sent = session.scalars(select(Dispatch)).one()
        assert sent.notified_at == due + timedelta(minutes=7)
        assert session.get_one(Ticket, ticket).state == "dispatched"


def watch(web: Web) -> None:
    ask_periodic(web.app)
    while work_off(web.app):
        pass


def test_every_step_has_its_place_in_the_api(admin) -> None:  # type: ignore[no-untyped-def]
    paths = admin.get("/api/v1/openapi.json").json["paths"]
    for path in (
        "/tickets",
        "/tickets/{ticket_id}/triage",
        "/tickets/{ticket_id}/dispatches",
        "/tickets/{ticket_id}/completion",
        "/tickets/{ticket_id}/photos",
        "/callbacks/{callback_id}/answer",
        "/customers/{customer_id}",
    ):
        assert "post" in paths[f"/api/v1{path}"], path
    for path in ("/tickets", "/customers", "/products", "/callbacks", "/follow-ups", "/engineers", "/service-figures"):
        assert "get" in paths[f"/api/v1{path}"], path
