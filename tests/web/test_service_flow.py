"""A case through its pages: taken in, triaged, dispatched, repaired on a phone, signed, called back, closed."""

from __future__ import annotations

import base64
import io
import re
from datetime import timedelta

import pytest
from PIL import Image, ImageDraw
from sqlalchemy import select

from inventory.places import MovementKind
from kernel.tables import Attachment
from service.tables import (
    Callback,
    Customer,
    Dispatch,
    FollowUp,
    GuidedChoice,
    GuidedQuestion,
    PlannedTicket,
    Product,
    RepairReport,
    Ticket,
)
from tests.support.papers import text_of
from tests.support.service import Desk
from tests.support.web import START, Web
from tests.support.world import World

ENGINEER = ("engineer", "engineer")


def picture(*, blank: bool = False, kind: str = "PNG") -> bytes:
    drawn = Image.new("RGBA" if kind == "PNG" else "RGB", (300, 100))
    if not blank:
        ImageDraw.Draw(drawn).line((10, 80, 150, 20, 280, 70), fill=(16, 36, 62), width=4)
    out = io.BytesIO()
    drawn.save(out, kind)
    return out.getvalue()


def as_address(content: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(content).decode()


@pytest.fixture
def desk(web: Web) -> Web:
    with web.session() as session:
        world = World(session).build()
        Desk(world)
        lot = world.stocked("P1", 20, cost="20")
        world.move(MovementKind.TRANSFER_OUT, lot, "C-A1", "VAN1-T", 10)
        world.move(MovementKind.TRANSFER_IN, lot, "VAN1-T", "VAN1", 10)
        session.commit()
    for code, role in (("engineer", "engineer"), ("engineer2", "engineer"), ("desk", "desk"), ("admin", "admin")):
        web.person(code, role)
    return web


def taken_in(web: Web, **more: str) -> int:
    """Take a case in and triage it; return the ticket."""
    desk = web.as_("desk")
    sent = {"channel": "phone", "product_id": "AC-1/SN-1", "symptom_id": "no-cooling", "description": "Hums", **more}
    answer = desk.post("/tickets/new", sent)
    assert answer.status_code == 303, answer.text
    ticket = int(re.search(r"/tickets/(\d+)/triage", answer.location)[1])
    decided = {"fault_type": "hardware", "urgency": "normal", "visit": "on_site", "colour": "green"}
    answer = desk.post(f"/tickets/{ticket}/triage", {**decided, "purchased_on": more.get("purchased_on", "")})
    assert answer.location.endswith(f"/tickets/{ticket}/dispatch")
    return ticket


def sent_to(web: Web, ticket: int) -> int:
    """Send the engineer; return the dispatch."""
    assert web.as_("desk").post(f"/tickets/{ticket}/dispatch", {"engineer_id": "engineer"}).status_code == 303
    with web.session() as session:
        return session.scalars(select(Dispatch.id).where(Dispatch.ticket_id == ticket)).one()


def on_site(web: Web) -> int:
    ticket = taken_in(web)
    sent = sent_to(web, ticket)
    engineer = web.as_(*ENGINEER)
    engineer.post(f"/my-tickets/{ticket}/accept/{sent}")
    assert engineer.post(f"/my-tickets/{ticket}/arrive").location.endswith(f"/my-tickets/{ticket}")
    return ticket


def test_intake_asks_what_the_symptom_needs_and_adds_a_new_customer(desk: Web) -> None:
    client = desk.as_("desk")
    with desk.session() as session:
        question = session.scalars(select(GuidedQuestion.id)).one()
        choice = session.scalars(select(GuidedChoice.id).where(GuidedChoice.suggests_urgency == "urgent")).one()
    hints = client.text("/tickets/hints?symptom_id=no-cooling&product_id=AC-1/SN-1")
    assert "Is there a burnt smell?" in hints
    assert "under warranty until" in hints
    again = client.post("/tickets/new", {"step": "questions", "symptom_id": "no-cooling", "description": "Smells"})
    assert again.status_code == 200
    assert "burnt smell" in again.text
    assert "Smells" in again.text
    sent = {
        "channel": "phone",
        "symptom_id": "no-cooling",
        "product_model_id": "AC-1",
        "serial": "SN-9",
        "customer_name": "Li Lei",
        f"answers-{question}-question_id": str(question),
        f"answers-{question}-choice_id": str(choice),
    }
    refused = client.post("/tickets/new", sent)
    assert refused.status_code == 422
    assert "name and telephone of a new one" in refused.text
    assert 'value="Li Lei"' in refused.text
    answer = client.post("/tickets/new", {**sent, "customer_phone": "13911112222"}, key="a" * 32)
    twice = client.post("/tickets/new", {**sent, "customer_phone": "13911112222"}, key="a" * 32)
    assert answer.location == twice.location
    assert "fault_type=hardware" in answer.location
    with desk.session() as session:
        ticket = session.scalars(select(Ticket)).one()
        assert ticket.urgency == "urgent"
        assert session.get_one(Customer, ticket.customer_id).name == "Li Lei"
        assert session.get_one(Product, ticket.product_id).serial == "SN-9"
    page = client.text(f"/tickets/{ticket.id}")
    assert "Next: triage" in page
    assert 'aria-label="Dispatched: time left"' in page


def test_candidates_show_their_reasons_and_another_one_needs_a_reason(desk: Web) -> None:
    ticket = taken_in(desk)
    client = desk.as_("desk")
    page = client.text(f"/tickets/{ticket}/dispatch")
    assert "In the same region (East)" in page
    assert "Certified for the family AC" in page
    sent = sent_to(desk, ticket)
    refused = client.post(f"/tickets/{ticket}/dispatch", {"engineer_id": "engineer2"})
    assert refused.status_code == 422
    assert "Say why." in refused.text
    client.post(f"/tickets/{ticket}/dispatch", {"engineer_id": "engineer2", "reason": "Van broken"})
    first = desk.as_(*ENGINEER)
    assert first.get(f"/tickets/{ticket}").status_code == 404
    assert first.get(f"/my-tickets/{ticket}").status_code == 404
    assert first.api(f"/dispatches/{sent}/accept", {}).status_code == 404
    assert "No open ticket is yours" in first.text("/my-tickets")
    second = desk.as_("engineer2", "engineer")
    with desk.session() as session:
        open_id = session.scalars(select(Dispatch.id).where(Dispatch.withdrawn_at.is_(None))).one()
    assert second.post(f"/my-tickets/{ticket}/decline/{open_id}", {"reason": ""}).status_code == 422
    second.post(f"/my-tickets/{ticket}/decline/{open_id}", {"reason": "On holiday"})
    with desk.session() as session:
        assert session.get_one(Ticket, ticket).state == "triaged"
    assert "On holiday" in client.text(f"/tickets/{ticket}")


def test_the_repair_on_a_phone_from_parts_to_signature(desk: Web) -> None:
    ticket = on_site(desk)
    engineer = desk.as_(*ENGINEER)
    work = engineer.text(f"/my-tickets/{ticket}")
    assert "13800000000" in work
    assert "Next: find the fault" in work
    engineer.post(f"/my-tickets/{ticket}/diagnosis", {"diagnosis": "Compressor", "told_cny": "0"})
    parts = engineer.text(f"/my-tickets/{ticket}/parts")
    assert ">P1 " in parts.replace("\n", "")
    assert "P2" not in parts
    asked = engineer.post(f"/my-tickets/{ticket}/ask", {"part_id": "P1", "quantity": "2"})
    assert "Reserved: 2" in engineer.get(asked.location).text
    wrong = engineer.post(f"/my-tickets/{ticket}/ask", {"part_id": "P2", "quantity": "1"})
    assert wrong.status_code == 422
    engineer.post(f"/my-tickets/{ticket}/use", {"part_id": "P1", "quantity": "3"})
    held = engineer.text(f"/my-tickets/{ticket}")
    lot = re.search(r"/return\?lot=(\d+)", held)[1]
    assert engineer.get(f"/my-tickets/{ticket}/return?lot={lot}").status_code == 200
    back = engineer.api(f"/tickets/{ticket}/returned-parts", {"lot_id": int(lot), "quantity": "1"})
    assert back.status_code == 200, back.text
    photo = {"file": (io.BytesIO(picture(kind="JPEG")), "a.jpg"), "purpose": "photo_before"}
    engineer.post(f"/my-tickets/{ticket}/photos", photo, content_type="multipart/form-data")
    bad = {"file": (io.BytesIO(b"no picture"), "a.jpg"), "purpose": "photo_after"}
    answer = engineer.post(f"/my-tickets/{ticket}/photos", bad, content_type="multipart/form-data")
    assert "not taken here" in engineer.get(answer.location).text
    form = {"work_done": "New compressor", "test_result": "12 degrees", "test_passed": "yes", "labour_fee_cny": "80"}
    unsigned = engineer.post(f"/my-tickets/{ticket}/complete", form)
    assert unsigned.status_code == 422
    assert "Let the customer sign" in unsigned.text
    blank = engineer.post(f"/my-tickets/{ticket}/complete", {**form, "signature": as_address(picture(blank=True))})
    assert "Nothing was drawn" in blank.text
    assert "New compressor" in blank.text
    done = engineer.post(f"/my-tickets/{ticket}/complete", {**form, "signature": as_address(picture())})
    assert done.status_code == 303, done.text
    with desk.session() as session:
        report = session.scalars(select(RepairReport)).one()
        assert report.total_cny.scaled == 0
        signed = session.get_one(Attachment, report.signature_attachment_id)
        assert (signed.table_name, signed.row_id, signed.media_type) == ("ticket", ticket, "image/png")
    for kind, word in (
        ("intake", "受理登记"),
        ("confirmation", "服务确认"),
        ("record", "维修记录"),
        ("survey", "满意度"),
    ):
        pdf = engineer.get(f"/tickets/{ticket}/papers/{kind}.pdf?language=zh")
        assert word in text_of(pdf.data).replace(" ", ""), kind
    assert "P1" in text_of(engineer.get(f"/tickets/{ticket}/papers/record.pdf?language=en").data)
    assert engineer.get(f"/files/{signed.id}").mimetype == "image/png"
    assert desk.as_("engineer2", "engineer").get(f"/files/{signed.id}").status_code == 404
    assert desk.as_("engineer2", "engineer").get(f"/tickets/{ticket}/papers/record.pdf").status_code == 404
    shown = desk.as_("desk").text(f"/tickets/{ticket}")
    assert "Next: call the customer back" in shown
    assert "¥40.00" in shown


def test_the_customer_pays_only_what_was_agreed(desk: Web) -> None:
    ticket = taken_in(desk)
    desk.as_("desk").post(
        f"/tickets/{ticket}/triage",
        {"fault_type": "misuse", "urgency": "normal", "visit": "on_site", "colour": "green"},
    )
    sent = sent_to(desk, ticket)
    engineer = desk.as_(*ENGINEER)
    engineer.post(f"/my-tickets/{ticket}/accept/{sent}")
    engineer.post(f"/my-tickets/{ticket}/arrive")
    engineer.post(f"/my-tickets/{ticket}/diagnosis", {"diagnosis": "Dirt", "told_cny": "100"})
    refused = engineer.post(f"/my-tickets/{ticket}/use", {"part_id": "P1", "quantity": "1"})
    assert "has not agreed" in refused.text
    assert "agrees to" in engineer.text(f"/my-tickets/{ticket}")
    engineer.post(f"/my-tickets/{ticket}/agree", {"how": "spoken"})
    engineer.post(f"/my-tickets/{ticket}/use", {"part_id": "P1", "quantity": "1"})
    form = {"work_done": "Cleaned", "test_result": "Runs", "test_passed": "yes", "unsigned_reason": "Not at home"}
    much = engineer.post(f"/my-tickets/{ticket}/complete", {**form, "labour_fee_cny": "90"})
    assert "has not agreed" in much.text
    done = engineer.post(f"/my-tickets/{ticket}/complete", {**form, "labour_fee_cny": "50"})
    assert "The customer pays ¥76.00" in engineer.get(done.location).text
    paper = text_of(engineer.get(f"/tickets/{ticket}/papers/confirmation.pdf?language=en").data)
    assert "Not at home" in paper
    assert "¥76.00" in paper


def test_called_back_with_a_low_score_then_made_good_and_closed(desk: Web) -> None:
    ticket = completed(desk)
    client = desk.as_("desk")
    with desk.session() as session:
        callback = session.scalars(select(Callback.id)).one()
    assert desk.as_(*ENGINEER).get(f"/callbacks/{callback}").status_code == 403
    scores = {"attitude": "10", "punctuality": "5", "effect": "9", "overall": "9"}
    refused = client.post(f"/callbacks/{callback}", scores)
    assert refused.status_code == 422
    assert "needs the customer&#39;s reason" in refused.text
    assert re.search(r'id="punctuality-5" value="5" required checked', refused.text)
    assert client.post(f"/callbacks/{callback}", {**scores, "overall": "11"}).status_code == 422
    client.post(f"/callbacks/{callback}/unanswered", {"note": "engaged"})
    client.post(f"/callbacks/{callback}", {**scores, "low_reason": "Came late"})
    closing = client.post(f"/tickets/{ticket}/close")
    assert "A task on" in closing.text
    with desk.session() as session:
        task = session.scalars(select(FollowUp.id)).one()
        assert session.get_one(Callback, callback).tries == 1
    assert "Came late" in client.text("/follow-ups?waiting=yes")
    client.post(f"/follow-ups/{task}", {"result": "Excused ourselves"})
    client.post(f"/tickets/{ticket}/close")
    with desk.session() as session:
        assert session.get_one(Ticket, ticket).state == "closed"
    assert "5" in text_of(client.get(f"/tickets/{ticket}/papers/survey.pdf?language=en").data)
    figures = desk.as_("service_manager").text("/service-figures?since=2026-03-01&until=2026-03-31")
    assert "100%" in figures
    assert desk.as_("service_manager").api("/service-figures?since=2026-03-01").json["items"][0]["completed"] == 1


def completed(web: Web) -> int:
    ticket = on_site(web)
    engineer = web.as_(*ENGINEER)
    engineer.post(f"/my-tickets/{ticket}/diagnosis", {"diagnosis": "Compressor", "told_cny": "0"})
    form = {"work_done": "Done", "test_result": "Runs", "test_passed": "yes", "unsigned_reason": "Not at home"}
    assert engineer.post(f"/my-tickets/{ticket}/complete", form).status_code == 303
    return ticket


def test_the_customer_answers_by_a_link_once(desk: Web) -> None:
    completed(desk)
    client = desk.as_("desk")
    with desk.session() as session:
        callback = session.scalars(select(Callback.id)).one()
    old = re.search(r"/survey/([0-9a-f]{64})", client.post(f"/callbacks/{callback}/link").text)[0]
    first = client.post(f"/callbacks/{callback}/link", key="b" * 32)
    again = client.post(f"/callbacks/{callback}/link", key="b" * 32)
    link = re.search(r"/survey/([0-9a-f]{64})", first.text)[0]
    assert link == re.search(r"/survey/([0-9a-f]{64})", again.text)[0]
    mail = client.post(f"/callbacks/{callback}/link", {"mail": "yes"})
    assert "no mail address" in client.get(mail.location).text
    customer = desk.client()
    assert customer.get(old).status_code == 404
    page = customer.get(link)
    assert page.status_code == 200
    assert "How was our service?" in page.text
    assert "王芳" not in page.text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    scores = {"attitude": "10", "punctuality": "4", "effect": "9", "overall": "9"}
    low = customer.post(link, scores, token=token)
    assert low.status_code == 422
    done = customer.post(link, {**scores, "low_reason": "Late"}, token=token)
    assert "Thank you!" in done.text
    assert customer.get(link).status_code == 404
    with desk.session() as session:
        row = session.get_one(Callback, callback)
        assert (row.channel, row.done_by_id, row.token_hash) == ("web", None, None)
        assert session.scalars(select(FollowUp.task)).one() == "Late"
    desk.at(START + timedelta(days=1))
    assert customer.get("/survey/none").status_code == 404


def test_a_ticket_taken_in_as_maintenance_is_planned_work_at_once(desk: Web) -> None:
    ticket = taken_in(desk, work="maintenance")
    with desk.session() as session:
        assert session.get_one(PlannedTicket, ticket).kind == "maintenance"
