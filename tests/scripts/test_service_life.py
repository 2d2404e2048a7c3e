"""A ticket's whole life: intake, triage, dispatch, parts, report, callback, closing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from inventory import issuing
from inventory.tables import Balance, PartRequest, Stock, WorkOrder
from kernel.amounts import Money
from kernel.errors import InvalidState, NotFound, RuleViolation
from kernel.refusals import refusal
from kernel.tables import Person
from service import calling_back, closing, dispatching, part_using, repairing, taking_in
from service.queries import papers
from service.queries.desk import desk_queues
from service.queries.figures import figures, figures_by_engineer
from service.queries.history import suggested_parts
from service.queries.keeping import (
    customers_select,
    engineers_select,
    products_select,
    qualifications_select,
)
from service.queries.ticket_detail import ticket_detail
from service.queries.tickets import customer_history, ticket_rows, tickets_select
from service.tables import ReportPart, Ticket, TicketEvent
from tests.support.service import HOUR, Desk, key
from tests.support.world import NOON, World, q


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def steps(desk, ticket_id):
    rows = desk.session.scalars(
        select(TicketEvent.kind).where(TicketEvent.ticket_id == ticket_id).order_by(TicketEvent.id)
    )
    return list(rows)


def test_a_case_goes_from_the_call_to_the_closed_ticket(desk):
    world, session = desk.world, desk.session
    older, newer = world.stocked("P1", 1, cost="10"), world.stocked("P1", 5, cost="12", on=date(2026, 2, 1))
    ticket = desk.on_site()
    desk.diagnose(ticket)
    asked = desk.ask_part(ticket, "P1", 3)
    assert (asked.store_id, asked.reserved, asked.backordered) == (world.places["C"], q(3), q(0))
    issuing.issue(
        session,
        part_request_id=asked.part_request_id,
        quantity=q(3),
        by=world.people["keeper"],
        at=NOON,
        request_key=key(),
    )
    part_using.bring_back(
        session,
        ticket_id=ticket,
        lot_id=newer,
        quantity=q(1),
        to_location_id=world.places["C-A1"],
        by=desk.engineer,
        at=NOON,
        request_key=key(),
    )
    done = desk.complete(ticket, NOON + HOUR, labour_fee_cny=Money.of(80))
    session.commit()

    used = [(part.lot_id, part.quantity, part.cost_cny, part.price_cny) for part in done.parts]
    assert used == [(older, q(1), Money.of(10), Money.of(13)), (newer, q(1), Money.of(12), Money.of("15.6"))]
    assert (done.total_cny, done.covered_cny) == (Money.zero(), Money.of("108.6"))
    assert done.parts[0].warranty_until_on == date(2026, 6, 2)
    assert done.callback_due_at == NOON + HOUR + timedelta(hours=24)
    row = session.get_one(Ticket, ticket)
    order = session.get_one(WorkOrder, row.work_order_id)
    assert (row.state, order.state, order.number) == ("completed", "closed", row.number)

    called = desk.call_back(done.callback_id, (9, 10, 9, 9), at=NOON + 2 * HOUR)
    assert (called.low, called.follow_up_id) == (False, None)
    closed = closing.close(session, ticket_id=ticket, by=desk.desk, at=NOON + 3 * HOUR, request_key=key())
    session.commit()
    assert closed.state == "closed"
    assert steps(desk, ticket) == [
        "opened",
        "triaged",
        "dispatched",
        "accepted",
        "arrived",
        "diagnosed",
        "part_asked",
        "part_returned",
        "completed",
        "called_back",
        "closed",
    ]


def test_the_detail_shows_parts_with_lot_and_cost_clocks_and_log(desk):
    world, session = desk.world, desk.session
    lot = world.stocked("P1", 5, cost="10")
    ticket = desk.on_site()
    desk.diagnose(ticket)
    asked = desk.ask_part(ticket, "P1", 2)
    waiting = ticket_detail(session, ticket, NOON)
    assert [(r.reserved, r.backordered, r.open) for r in waiting.requests] == [(q(2), q(0), True)]
    issuing.issue(
        session, part_request_id=asked.part_request_id, quantity=q(2), by=desk.desk, at=NOON, request_key=key()
    )
    desk.complete(ticket)
    session.commit()
    found = ticket_detail(session, ticket, NOON + HOUR, engineer_id=desk.engineer)
    assert [(p.lot_id, p.quantity, p.cost_cny, p.price_cny) for p in found.parts] == [
        (lot, q(2), Money.of(20), Money.of(26))
    ]
    assert found.parts_cost_cny == Money.of(20)
    assert {clock.kind: clock.standing for clock in found.clocks} == {
        "dispatch": "met",
        "notify": "met",
        "on_site": "met",
        "first_response": "met",
        "solve": "met",
    }
    assert found.row.standing is None
    assert found.events[0].by_name == "Desk"
    assert found.dispatches[0].score_reasons[0]["code"] == "same_region"
    assert found.callback is not None
    with pytest.raises(NotFound):
        ticket_detail(session, ticket, NOON, engineer_id=desk.engineer2)


def test_a_part_that_does_not_fit_is_refused_and_nothing_is_asked(desk):
    desk.world.stocked("P2", 5)
    ticket = desk.on_site()
    desk.session.commit()
    with pytest.raises(RuleViolation, match="does_not_fit"):
        desk.ask_part(ticket, "P2")
    desk.session.rollback()
    assert desk.session.scalars(select(PartRequest)).all() == []


def test_a_missing_part_makes_the_ticket_wait_and_a_second_visit_goes_on(desk):
    session = desk.session
    ticket = desk.on_site()
    asked = desk.ask_part(ticket)
    assert asked.backordered == q(1)
    assert session.get_one(Ticket, ticket).state == "waiting_parts"
    again = repairing.arrive(session, ticket_id=ticket, by=desk.engineer, at=NOON + HOUR, request_key=key())
    assert again.state == "on_site"
    desk.diagnose(ticket)
    desk.complete(ticket, NOON + HOUR)
    session.commit()
    found = figures(session, since=NOON, until=NOON + 2 * HOUR)
    assert (found.completed, found.fixed_first_time.part, found.fixed_first_time.percent) == (1, 0, 0)
    request = session.get_one(PartRequest, asked.part_request_id)
    assert (request.open, request.cancelled) == (False, q(1))


def test_parts_from_the_van_are_used_once_the_customer_agreed_to_pay(desk):
    world, session = desk.world, desk.session
    lot = world.stocked("P1", 3, cost="10")
    for kind, source, target in (("transfer_out", "C-A1", "VAN1-T"), ("transfer_in", "VAN1-T", "VAN1")):
        world.move(kind, lot, source, target, 3)
    ticket = desk.on_site(purchased_on=date(2020, 1, 1), triage={})
    assert session.get_one(Ticket, ticket).in_warranty is False
    session.commit()

    def use():
        return part_using.use_from_van(
            session,
            ticket_id=ticket,
            part_id=world.parts["P1"],
            quantity=q(1),
            by=desk.engineer,
            at=NOON,
            request_key=key(),
        )

    desk.diagnose(ticket, told="100")
    with pytest.raises(RuleViolation, match="cost_not_agreed"):
        use()
    desk.agree(ticket)
    assert use().cost_cny == Money.of(10)
    with pytest.raises(RuleViolation, match="cost_not_agreed"):
        desk.complete(ticket, labour_fee_cny=Money.of(90))  # 90 + 13 is more than was told
    session.rollback()

    desk.diagnose(ticket, told="100")
    desk.agree(ticket)
    use()
    done = desk.complete(
        ticket,
        labour_fee_cny=Money.of(80),
        prices=(repairing.PartPrice(world.parts["P1"], Money.of(20)),),
        part_warranty_months=6,
    )
    session.commit()
    assert (done.total_cny, done.covered_cny) == (Money.of(100), Money.zero())
    assert done.parts[0].warranty_until_on == date(2026, 9, 2)
    assert world.on_hand("VAN1", lot) == q(2)


def test_another_sum_has_to_be_agreed_anew(desk):
    ticket = desk.on_site(purchased_on=date(2020, 1, 1))
    desk.diagnose(ticket, told="100")
    desk.agree(ticket)
    desk.diagnose(ticket, told="150")
    with pytest.raises(RuleViolation, match="cost_not_agreed"):
        desk.complete(ticket, labour_fee_cny=Money.of(120))


@pytest.mark.parametrize("kind", ["photo_before", "signature"])
def test_a_visit_needs_this_tickets_signature_or_a_reason(desk, kind):
    other = desk.on_site()
    ticket = desk.on_site()
    desk.diagnose(ticket)
    strange = desk.signature(other if kind == "signature" else ticket, kind)
    desk.session.commit()
    with pytest.raises(RuleViolation, match="signature_of_something_else"):
        desk.complete(ticket, signature_attachment_id=strange)
    desk.session.rollback()
    with pytest.raises(RuleViolation, match="signature_missing"):
        desk.complete(ticket, signature_attachment_id=None)
    desk.session.rollback()
    assert desk.complete(ticket, signature_attachment_id=None, unsigned_reason="客户不在场").total_cny == Money.zero()


def test_help_from_afar_is_completed_without_a_visit(desk):
    ticket = desk.take_in().ticket_id
    desk.triage(ticket, visit="remote", fault_type="software")
    sent = desk.dispatch(ticket)
    dispatching.accept(desk.session, dispatch_id=sent.dispatch_id, by=desk.engineer, at=NOON, request_key=key())
    desk.diagnose(ticket)
    desk.complete(ticket, signature_attachment_id=None)
    kinds = [clock.kind for clock in ticket_detail(desk.session, ticket, NOON).clocks if clock.standing == "met"]
    assert "on_site" not in kinds
    assert "solve" in kinds


def test_a_failed_test_or_a_missing_diagnosis_does_not_complete(desk):
    ticket = desk.on_site()
    with pytest.raises(InvalidState, match="diagnosis_missing"):
        desk.complete(ticket)
    desk.diagnose(ticket)
    with pytest.raises(RuleViolation, match="work_and_passed_test_needed"):
        desk.complete(ticket, test_passed=False)


def test_a_completed_report_and_its_parts_are_fixed_by_the_database(desk):
    done = desk.repaired()
    desk.session.commit()
    lot = desk.world.lot("P1")
    desk.session.commit()
    insert = (
        "INSERT INTO report_part (report_id, part_id, lot_id, quantity, unit_cost_cny, cost_cny, unit_price_cny,"
        f" price_cny) VALUES ({done.report_id}, {desk.world.parts['P1']}, {lot}, 1000, 0, 0, 0, 0)"
    )

    def run(statement):
        desk.session.execute(sql(statement))
        desk.session.commit()

    for statement in (
        "UPDATE repair_report SET work_done = 'nothing'",
        "DELETE FROM repair_report",
        "UPDATE ticket_event SET note = 'never'",
        "DELETE FROM ticket_event",
        "DELETE FROM ticket",
        "UPDATE ticket SET owner_id = owner_id + 1",
        insert,
    ):
        with pytest.raises(DBAPIError) as caught:
            run(statement)
        desk.session.rollback()
        assert refusal(caught.value).code in {"append_only", "unchangeable"}, statement
    assert desk.session.scalars(select(ReportPart)).all() == []


def test_a_cancelled_ticket_gives_up_its_parts_and_is_no_demand(desk):
    world, session = desk.world, desk.session
    world.stocked("P1", 5)
    ticket = desk.on_site()
    asked = desk.ask_part(ticket, "P1", 2)
    with pytest.raises(RuleViolation, match="reason_missing"):
        closing.cancel(session, ticket_id=ticket, reason="", by=desk.desk, at=NOON, request_key=key())
    closing.cancel(session, ticket_id=ticket, reason="客户自行修好", by=desk.desk, at=NOON, request_key=key())
    session.commit()
    row = session.get_one(Ticket, ticket)
    assert (row.state, session.get_one(WorkOrder, row.work_order_id).state) == ("cancelled", "cancelled")
    request = session.get_one(PartRequest, asked.part_request_id)
    assert (request.open, request.cancelled) == (False, q(2))
    assert session.get_one(Stock, (world.parts["P1"], world.places["C"])).reserved == q(0)
    with pytest.raises(InvalidState):
        closing.cancel(session, ticket_id=ticket, reason="again", by=desk.desk, at=NOON, request_key=key())


def test_parts_that_were_issued_come_back_before_a_ticket_is_cancelled(desk):
    world, session = desk.world, desk.session
    lot = world.stocked("P1", 5)
    ticket = desk.on_site()
    asked = desk.ask_part(ticket, "P1", 2)
    issuing.issue(
        session, part_request_id=asked.part_request_id, quantity=q(2), by=desk.desk, at=NOON, request_key=key()
    )
    session.commit()
    with pytest.raises(InvalidState, match="parts_still_issued"):
        closing.cancel(session, ticket_id=ticket, reason="不修了", by=desk.desk, at=NOON, request_key=key())
    session.rollback()
    part_using.bring_back(
        session, ticket_id=ticket, lot_id=lot, quantity=q(2), by=desk.engineer, at=NOON, request_key=key()
    )
    closing.cancel(session, ticket_id=ticket, reason="不修了", by=desk.desk, at=NOON, request_key=key())
    session.commit()
    assert world.on_hand("VAN1", lot) == q(2)
    assert session.scalars(select(Balance.on_hand).where(Balance.lot_id == lot, Balance.store_id.is_(None))).all() == [
        q(0)
    ]


def test_parts_to_carry_come_from_repairs_of_the_same_model_and_symptom(desk):
    world, session = desk.world, desk.session
    for number in range(6):
        ticket = desk.on_site(symptom_id=desk.symptom)
        desk.diagnose(ticket)
        if number < 4:
            lot = world.stocked("P1", 2)
            asked = desk.ask_part(ticket)
            issuing.issue(
                session, part_request_id=asked.part_request_id, quantity=q(1), by=desk.desk, at=NOON, request_key=key()
            )
        desk.complete(ticket)
    assert lot
    new = desk.take_in().ticket_id
    desk.triage(new)
    desk.dispatch(new)
    (part,) = suggested_parts(session, new)
    assert (part.part_number, part.used_in_repairs, part.of_repairs, part.share_percent) == ("P1", 4, 6, 67)
    assert (part.same_symptom, part.usual_quantity, part.in_van, part.in_store) == (True, q(1), q(0), q(4))
    rare = desk.take_in(symptom_id=None, description="别的").ticket_id
    assert [p.same_symptom for p in suggested_parts(session, rare)] == [False]
    sheet = papers.dispatch_sheet(session, new)
    assert (sheet.engineer_name, sheet.parts) == ("Engineer", (part,))


def test_the_five_papers_have_their_data(desk):
    session = desk.session
    ticket = desk.on_site(answers=(taking_in.Answered(desk.question, desk.choices[1]),))
    form = papers.intake_form(session, ticket)
    assert (form.ticket.customer_name, form.owner_name, form.ticket.symptom.zh) == ("王芳", "Desk", "不制冷")
    assert form.answers[0].answer.en == "No"
    assert form.dispatch_due_at == NOON + 4 * HOUR
    with pytest.raises(InvalidState, match="not_completed"):
        papers.repair_papers(session, ticket)
    desk.diagnose(ticket)
    photo = desk.signature(ticket, "photo_after")
    done = desk.complete(ticket, NOON + HOUR)
    record = papers.repair_papers(session, ticket)
    assert (record.diagnosis, record.arrived_at, record.photo_after_ids) == ("压缩机不启动", NOON, (photo,))
    assert papers.satisfaction_survey(session, ticket).overall is None
    desk.call_back(done.callback_id, (9, 8, 9, 10))
    survey = papers.satisfaction_survey(session, ticket)
    assert (survey.overall, survey.asked_by_name, survey.engineer_name) == (10, "Desk", "Engineer")
    undone = desk.take_in().ticket_id
    with pytest.raises(InvalidState, match="not_dispatched"):
        papers.dispatch_sheet(session, undone)


def test_lists_find_sort_and_count(desk):
    session = desk.session
    first = desk.take_in().ticket_id
    second = desk.take_in(description="压缩机 100% 响").ticket_id
    done = desk.repaired()
    session.commit()
    rows = ticket_rows(session, tickets_select(at=NOON))
    assert [row.ticket_id for row in rows] == [done.ticket_id, second, first]
    assert [row.ticket_id for row in ticket_rows(session, tickets_select(at=NOON, words="100%"))] == [second]
    assert [row.ticket_id for row in ticket_rows(session, tickets_select(at=NOON, engineer_id=desk.engineer))] == [
        done.ticket_id
    ]
    assert len(customer_history(session, desk.customer, NOON)) == 3
    queues = desk_queues(session, NOON, limit=1)
    assert [row.ticket_id for row in queues.new] == [first]
    assert queues.counts == {"new": 2, "to_dispatch": 0, "at_risk": 0, "red": 0, "callbacks": 1, "follow_ups": 0}
    late = desk_queues(session, NOON + timedelta(hours=100))
    assert {row.standing for row in late.at_risk} == {"breached"}
    assert late.callbacks[0].overdue
    for select_ in (customers_select("王"), products_select(words="SN"), engineers_select(), qualifications_select()):
        assert session.execute(select_).mappings().all()
    assert session.execute(qualifications_select(ending_by_on=date(2026, 1, 1))).all() == []
    assert session.execute(customers_select("nobody")).all() == []


def test_figures_count_the_period_and_each_engineer(desk):
    good, bad = desk.repaired(), desk.repaired()
    desk.call_back(good.callback_id, (10, 10, 10, 10))
    desk.call_back(bad.callback_id, (9, 9, 9, 5), low_reason="仍有异响")
    desk.session.commit()
    found = figures(desk.session, since=NOON, until=NOON + 2 * HOUR)
    assert (found.completed, found.satisfied.percent, found.mean_overall) == (2, 50, q("7.5").decimal)
    assert (found.solved_on_time.percent, found.fixed_first_time.percent, found.target_percent) == (100, 100, 90)
    (one,) = figures_by_engineer(desk.session, since=NOON, until=NOON + 2 * HOUR)
    assert (one.name, one.figures) == ("Engineer", found)
    empty = figures(desk.session, since=NOON + 2 * HOUR, until=NOON + 3 * HOUR)
    assert (empty.completed, empty.satisfied.percent, empty.mean_overall) == (0, None, None)
    assert desk.session.get_one(Person, desk.engineer).name == "Engineer"
    assert calling_back.is_low((1, 1, 1, 1), 8)
