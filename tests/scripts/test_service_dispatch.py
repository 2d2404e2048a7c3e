"""From the call to the engineer at the door: intake, triage, warranty, candidates, dispatch."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from inventory.tables import WorkOrder
from kernel.errors import AppError, Forbidden, InvalidState, NotFound, RuleViolation
from service import dispatching, noting, taking_in
from service.engineer_keeping import qualify, set_profile
from service.queries.candidates import candidates
from service.queries.desk import engineers_tickets, visits_to_phone
from service.queries.keeping import (
    questions_for,
    symptoms_for,
)
from service.queries.ticket_detail import ticket_detail
from service.tables import Dispatch, Ticket
from tests.support.service import HOUR, Desk, key
from tests.support.world import NOON, World


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def test_an_engineer_declines_and_another_is_sent(desk):
    ticket = desk.take_in().ticket_id
    desk.triage(ticket)
    first = desk.dispatch(ticket)
    with pytest.raises(Forbidden):
        dispatching.accept(desk.session, dispatch_id=first.dispatch_id, by=desk.engineer2, at=NOON, request_key=key())
    with pytest.raises(RuleViolation, match="reason_missing"):
        dispatching.decline(
            desk.session, dispatch_id=first.dispatch_id, reason=" ", by=desk.engineer, at=NOON, request_key=key()
        )
    answer = dispatching.decline(
        desk.session, dispatch_id=first.dispatch_id, reason="生病", by=desk.engineer, at=NOON, request_key=key()
    )
    assert answer.state == "triaged"
    assert engineers_tickets(desk.session, desk.engineer, NOON) == ()
    second = desk.dispatch(ticket, to=desk.engineer2)
    assert second.work_order_id == first.work_order_id
    assert desk.session.get_one(WorkOrder, first.work_order_id).engineer_id == desk.engineer2
    with pytest.raises(InvalidState, match="dispatch_over"):
        dispatching.accept(desk.session, dispatch_id=first.dispatch_id, by=desk.engineer, at=NOON, request_key=key())
    desk.session.commit()
    (mine,) = engineers_tickets(desk.session, desk.engineer2, NOON)
    assert (mine.open_dispatch_id, mine.answered, mine.address) == (second.dispatch_id, False, "人民路 1 号")


def test_sending_another_withdraws_the_first_and_needs_a_reason(desk):
    ticket = desk.on_site()
    with pytest.raises(InvalidState, match="already_dispatched"):
        desk.dispatch(ticket)
    with pytest.raises(RuleViolation, match="reason_missing"):
        desk.dispatch(ticket, to=desk.engineer2)
    desk.dispatch(ticket, to=desk.engineer2, reason="需要第二人")
    desk.session.commit()
    open_ = select(Dispatch.engineer_id).where(Dispatch.declined_at.is_(None), Dispatch.withdrawn_at.is_(None))
    assert desk.session.scalars(open_).all() == [desk.engineer2]
    with pytest.raises(Forbidden):
        desk.diagnose(ticket)
    with pytest.raises(DBAPIError):
        desk.session.execute(sql("UPDATE dispatch SET withdrawn_at = NULL"))


def test_an_engineer_whose_certificate_has_ended_is_not_sent(desk):
    ticket = desk.take_in().ticket_id
    desk.triage(ticket)
    after = NOON.replace(year=2027)
    assert not any(each.eligible for each in candidates(desk.session, ticket, date(2027, 1, 1)))
    with pytest.raises(RuleViolation, match="not_qualified"):
        desk.dispatch(ticket, after)
    with pytest.raises(NotFound, match="engineer_unknown"):
        desk.dispatch(ticket, to=desk.desk)


def test_candidates_are_ranked_and_tell_why(desk):
    ticket = desk.take_in().ticket_id
    first, second = candidates(desk.session, ticket, date(2026, 3, 2))
    assert (first.engineer_id, second.engineer_id) == (desk.engineer, desk.engineer2)
    assert [reason.code for reason in second.reasons] == ["neighbour_region", "load", "certified_for_family"]
    for _ in range(6):
        desk.on_site()
    first, second = candidates(desk.session, ticket, date(2026, 3, 2))
    assert (first.engineer_id, second.full) == (desk.engineer2, True)
    desk.triage(ticket)
    assert desk.dispatch(ticket).over_load


def test_a_repeat_of_intake_gives_the_same_ticket(desk):
    values = {
        "channel": "wechat",
        "customer_id": desk.customer,
        "product_model_id": desk.model,
        "serial": " SN-1 ",
        "description": "有异响",
        "by": desk.desk,
        "request_key": "one-call",
    }
    first = taking_in.take_in(desk.session, **values, at=NOON)
    assert taking_in.take_in(desk.session, **values, at=NOON + HOUR) == first
    ticket = desk.session.get_one(Ticket, first.ticket_id)
    assert (ticket.product_id, ticket.owner_id, ticket.region) == (desk.product, desk.desk, "East")
    assert (first.in_warranty, first.warranty_until_on) == (True, date(2026, 6, 1))
    with pytest.raises(RuleViolation, match="fault_missing"):
        desk.take_in(symptom_id=None, description="  ")


@pytest.mark.parametrize(("bought", "covered"), [(date(2025, 3, 2), True), (date(2025, 3, 1), False)])
def test_the_warranty_is_found_from_the_purchase_date_to_the_day(desk, bought, covered):
    taken = desk.take_in(purchased_on=bought)
    assert taken.in_warranty is covered
    ticket = desk.take_in(product_id=None, product_model_id=desk.model, serial="X").ticket_id
    assert desk.session.get_one(Ticket, ticket).in_warranty is None
    assert desk.triage(ticket, purchased_on=bought).in_warranty is covered


def test_guided_answers_decide_the_urgency_until_triage(desk):
    questions = questions_for(desk.session, symptom_id=desk.symptom, family="AC")
    assert [q_.text.en for q_ in questions] == ["Is there a burnt smell?"]
    assert questions_for(desk.session, symptom_id=None) == ()
    assert [each.code for each in symptoms_for(desk.session, "AC")] == ["no-cooling"]
    assert symptoms_for(desk.session, "WM") == ()
    taken = desk.take_in(answers=(taking_in.Answered(desk.question, desk.choices[0]),))
    assert (taken.suggested_urgency, taken.suggested_fault_type) == ("urgent", "hardware")
    found = ticket_detail(desk.session, taken.ticket_id, NOON)
    assert [(a.question.zh, a.answer.zh) for a in found.answers] == [("是否有焦糊味？", "有")]
    assert found.row.next_due_at == NOON + timedelta(minutes=30)
    with pytest.raises(RuleViolation, match="choice_of_other_question"):
        desk.take_in(answers=(taking_in.Answered(desk.question + 1, desk.choices[0]),))


def test_triage_changes_the_urgency_of_the_work_order_too(desk):
    ticket = desk.on_site()
    desk.triage(ticket, urgency="urgent")
    row = desk.session.get_one(Ticket, ticket)
    assert row.state == "on_site"
    assert desk.session.get_one(WorkOrder, row.work_order_id).urgency == "urgent"
    with pytest.raises(RuleViolation, match="model_fixed_by_work_order"):
        desk.triage(ticket, product_model_id=desk.world.models["WM-2"])
    with pytest.raises(RuleViolation, match="word_unknown"):
        desk.triage(ticket, urgency="soon")


def test_a_note_of_a_talk_is_the_first_response(desk):
    ticket = desk.take_in().ticket_id
    noting.note(
        desk.session,
        ticket_id=ticket,
        text="已致电客户",
        customer_contacted=True,
        by=desk.desk,
        at=NOON + HOUR,
        request_key=key(),
    )
    clocks = {clock.kind: clock for clock in ticket_detail(desk.session, ticket, NOON + HOUR).clocks}
    assert clocks["first_response"].met_at == NOON + HOUR
    with pytest.raises(RuleViolation, match="note_empty"):
        noting.note(desk.session, ticket_id=ticket, text=" ", by=desk.desk, at=NOON, request_key=key())


def test_a_van_belongs_to_its_engineer_and_a_qualification_to_a_family_or_a_model(desk):
    common = {"by": desk.desk, "at": NOON}
    with pytest.raises(RuleViolation, match="not_the_engineers_van"):
        set_profile(
            desk.session,
            engineer_id=desk.engineer2,
            region="East",
            van_location_id=desk.world.places["VAN1"],
            request_key=key(),
            **common,
        )
    for values in ({}, {"family": "AC", "product_model_id": desk.model}):
        with pytest.raises(RuleViolation, match="family_or_model"):
            qualify(
                desk.session,
                engineer_id=desk.engineer,
                valid_until_on=date(2027, 1, 1),
                request_key=key(),
                **values,
                **common,
            )
    ticket = desk.take_in().ticket_id
    desk.triage(ticket)
    sent = desk.dispatch(ticket, to=desk.engineer2)
    dispatching.accept(desk.session, dispatch_id=sent.dispatch_id, by=desk.engineer2, at=NOON, request_key=key())
    with pytest.raises(AppError, match="engineer_without_van"):
        desk.ask_part(ticket, by=desk.engineer2)


def test_the_engineer_is_reminded_to_phone_half_an_hour_ahead(desk):
    visit = NOON + 2 * HOUR
    ticket = desk.take_in(wished_at=visit).ticket_id
    desk.triage(ticket)
    sent = desk.dispatch(ticket)
    assert visits_to_phone(desk.session, visit - HOUR / 2) == ()
    dispatching.accept(desk.session, dispatch_id=sent.dispatch_id, by=desk.engineer, at=NOON, request_key=key())
    second = timedelta(seconds=1)
    assert visits_to_phone(desk.session, visit - HOUR / 2 - second) == ()
    assert [row.ticket_id for row in visits_to_phone(desk.session, visit - HOUR / 2)] == [ticket]
    assert visits_to_phone(desk.session, visit, engineer_id=desk.engineer2) == ()
    assert visits_to_phone(desk.session, visit + second) == ()
