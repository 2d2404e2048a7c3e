"""The path of a supplier's qualification, its papers and its bank account, and the ways around that are refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.tables import Category, Part
from kernel.errors import FourEyes, InvalidState, RuleViolation
from kernel.settings import set_value
from procurement import settings
from procurement.finding_qualification import due_assessments, ending_papers, outside_categories
from procurement.offers import choose, warned
from procurement.ordering import approve_order, send_order
from procurement.qualifying import (
    Given,
    NewQuestion,
    assess_supplier,
    record_sample,
    reschedule_assessment,
    set_supplier_state,
    watch_overdue,
    write_questionnaire,
)
from procurement.queries.offers import offers
from procurement.supplier_file_keeping import (
    decide_bank,
    propose_bank,
    set_categories,
    set_contact,
    withdraw_bank,
)
from procurement.suppliers_keeping import create_supplier, set_certificate, update_supplier
from procurement.tables import Question, Supplier, SupplierContact, SupplierStep
from tests.support.procurement import Market, key, refused
from tests.support.world import NOON, World, q

TODAY = date(2026, 3, 2)
WEIGHTS = {"score": 40.0, "price": 40.0, "lead_time": 20.0}


@pytest.fixture
def market(world: World) -> Market:
    market = Market(world)
    market.offer("S1", "P1", (0, "10"), preferred=True)
    market.offer("S2", "P1", (0, "11"))
    return market


def questionnaire(session: Session, world: World, pass_percent: int = 70) -> int:
    return write_questionnaire(
        session,
        name_zh="供应商评审",
        name_en="Assessment",
        pass_percent=pass_percent,
        questions=(NewQuestion("质量体系", "Quality system", 3), NewQuestion("交付", "Delivery", 1, 30)),
        by=world.people["supervisor"],
        at=NOON,
        request_key=key(),
    ).questionnaire_id


def assess(session: Session, world: World, supplier: int, paper: int, *points: int, by: str = "inspector"):
    ids = session.scalars(
        select(Question.id).where(Question.questionnaire_id == paper).order_by(Question.position)
    ).all()
    return assess_supplier(
        session,
        supplier_id=supplier,
        questionnaire_id=paper,
        answers=tuple(Given(each, given) for each, given in zip(ids, points, strict=True)),
        by=world.people[by],
        at=NOON,
        request_key=key(),
    )


def to(session: Session, world: World, supplier: int, state: str, reason: str = "", by: str = "supervisor"):
    return set_supplier_state(
        session, supplier_id=supplier, state=state, reason=reason, by=world.people[by], at=NOON, request_key=key()
    )


def paper(session: Session, world: World, supplier: int, expires: date | None, kind: str = "business_licence") -> None:
    set_certificate(
        session,
        supplier_id=supplier,
        kind=kind,
        number=f"{kind}-{expires}",
        expires_on=expires,
        by=world.people["buyer"],
        at=NOON,
        request_key=key(),
    )


def history(session: Session, supplier: int) -> list[tuple[str, str, bool]]:
    rows = session.scalars(select(SupplierStep).where(SupplierStep.supplier_id == supplier).order_by(SupplierStep.id))
    return [(row.step, row.reason, row.as_exception) for row in rows]


def test_a_supplier_is_assessed_by_one_and_approved_by_another(session: Session, world: World) -> None:
    supplier = Market(world).supplier("S7", state="candidate")
    asked = questionnaire(session, world)
    low = assess(session, world, supplier, asked, 60, 60)
    assert (low.passed, low.points_tenths, low.failed_for) == (False, 600, "below_pass_mark")
    with pytest.raises(InvalidState, match="assessment_needed"):
        to(session, world, supplier, "approved")
    good = assess(session, world, supplier, asked, 80, 100)
    assert (good.passed, good.points_tenths) == (True, 850)
    with pytest.raises(FourEyes):
        to(session, world, supplier, "approved", by="inspector")
    with pytest.raises(FourEyes):
        to(session, world, supplier, "approved", by="buyer")
    to(session, world, supplier, "approved")
    row = session.get_one(Supplier, supplier)
    assert row.next_assessment_on == date(2027, 3, 2)
    assert [step for step, _, _ in history(session, supplier)] == ["assessed", "assessed", "approved"]
    assert not history(session, supplier)[-1][2]


def test_without_a_passed_assessment_the_reason_stands_as_an_exception(session: Session, world: World) -> None:
    supplier = Market(world).supplier("S7", state="candidate")
    to(session, world, supplier, "approved", "single source for this compressor")
    assert history(session, supplier) == [("approved", "single source for this compressor", True)]


def test_a_failed_sample_fails_the_assessment_until_a_newer_one_passes(session: Session, world: World) -> None:
    supplier = Market(world).supplier("S7", state="candidate")
    asked = questionnaire(session, world)

    def sample(passed: str, failed: str, days: int) -> None:
        record_sample(
            session,
            supplier_id=supplier,
            part_id=world.parts["P1"],
            passed=q(passed),
            failed=q(failed),
            inspected_on=TODAY - timedelta(days=days),
            note="seal leaks" if failed != "0" else "",
            by=world.people["inspector"],
            at=NOON,
            request_key=key(),
        )

    sample("4", "1", 20)
    assert assess(session, world, supplier, asked, 90, 90).failed_for == "sample_failed"
    sample("5", "0", 3)
    assert assess(session, world, supplier, asked, 90, 90).passed
    sample("0", "5", 400)  # older than what an assessment looks at, and older than the newest
    assert assess(session, world, supplier, asked, 90, 90).passed
    assert assess(session, world, supplier, asked, 100, 20).failed_for == "question_below_least"
    with pytest.raises(RuleViolation, match="reason_needed"):
        record_sample(
            session, supplier_id=supplier, part_id=world.parts["P1"], passed=q(0), failed=q(1), inspected_on=TODAY,
            by=world.people["inspector"], at=NOON, request_key=key(),
        )  # fmt: skip


def test_only_the_newest_questionnaire_is_answered_and_wholly(session: Session, world: World) -> None:
    supplier = Market(world).supplier("S7", state="candidate")
    old = questionnaire(session, world)
    new = questionnaire(session, world)
    with pytest.raises(InvalidState, match="questionnaire_replaced"):
        assess(session, world, supplier, old, 90, 90)
    with pytest.raises(RuleViolation, match="answers_incomplete"):
        assess_supplier(
            session,
            supplier_id=supplier,
            questionnaire_id=new,
            answers=(),
            by=world.people["inspector"],
            at=NOON,
            request_key=key(),
        )


def test_a_renewed_assessment_is_approved_anew(session: Session, market: Market) -> None:
    supplier = market.suppliers["S1"]
    with pytest.raises(InvalidState, match="supplier_state_same"):
        to(session, market.world, supplier, "approved", "again")
    later = NOON + timedelta(days=300)
    asked = questionnaire(session, market.world)
    ids = session.scalars(select(Question.id).where(Question.questionnaire_id == asked)).all()
    people = market.world.people
    assess_supplier(
        session,
        supplier_id=supplier,
        questionnaire_id=asked,
        answers=tuple(Given(each, 90) for each in ids),
        by=people["inspector"],
        at=later,
        request_key=key(),
    )
    set_supplier_state(
        session, supplier_id=supplier, state="approved", reason="", by=people["supervisor"], at=later, request_key=key()
    )
    assert session.get_one(Supplier, supplier).next_assessment_on == date(2027, 12, 27)


def test_an_overdue_assessment_is_watched_then_keeps_orders_away(session: Session, market: Market) -> None:
    world, supplier = market.world, market.suppliers["S1"]
    row = session.get_one(Supplier, supplier)
    due = NOON + timedelta(days=366)
    assert watch_overdue(session, row, at=NOON) is None
    assert [each.code for each in due_assessments(session, by_day=due.date())] == ["S1", "S2"]
    assert watch_overdue(session, row, at=due) == "on_watch"
    assert watch_overdue(session, row, at=due) is None
    market.draft("S1", ("P1", 1), at=due)
    with pytest.raises(InvalidState, match="qualification_expired"):
        market.draft("S1", ("P1", 1), at=due + timedelta(days=91))
    reschedule_assessment(
        session,
        supplier_id=supplier,
        next_assessment_on=date(2027, 9, 1),
        reason="auditor is ill",
        by=world.people["supervisor"],
        at=due,
        request_key=key(),
    )
    market.draft("S1", ("P1", 1), at=due + timedelta(days=91))
    set_value(
        session,
        name=settings.ASSESSMENT,
        value={**_default(), "block_when_overdue": True},
        valid_from_on=TODAY,
        by=None,
    )
    other = session.get_one(Supplier, market.suppliers["S2"])
    assert watch_overdue(session, other, at=due) == "blocked"
    assert history(session, other.id)[-1][0] == "blocked"


def _default() -> dict[str, object]:
    from kernel.settings import DEFINITIONS

    return dict(DEFINITIONS[settings.ASSESSMENT].default)


def test_an_expired_licence_stops_draft_approval_and_sending(session: Session, market: Market) -> None:
    world, supplier = market.world, market.suppliers["S1"]
    people = world.people
    made = market.draft("S1", ("P1", 1))
    sent = market.draft("S1", ("P1", 1))
    approve_order(session, order_id=sent.order_id, by=people["supervisor"], at=NOON, request_key=key())
    paper(session, world, supplier, TODAY - timedelta(days=1))
    for step in (
        lambda: market.draft("S1", ("P1", 1)),
        lambda: approve_order(session, order_id=made.order_id, by=people["supervisor"], at=NOON, request_key=key()),
        lambda: send_order(session, order_id=sent.order_id, by=people["buyer"], at=NOON, request_key=key()),
    ):
        with pytest.raises(InvalidState, match="needed_certificate_expired") as caught:
            step()
        assert caught.value.details["certificate"] == "business_licence"
    paper(session, world, supplier, TODAY)  # the last day still counts
    send_order(session, order_id=sent.order_id, by=people["buyer"], at=NOON, request_key=key())


def test_the_plan_takes_another_supplier_and_says_why(session: Session, market: Market) -> None:
    world = market.world
    first = choose(offers(session, on=TODAY)[world.parts["P1"]], q(5), WEIGHTS, 60)
    assert first is not None
    assert first.offer.supplier_id == market.suppliers["S1"]
    paper(session, world, market.suppliers["S1"], TODAY - timedelta(days=1))
    found = offers(session, on=TODAY)[world.parts["P1"]]
    chosen = choose(found, q(5), WEIGHTS, 60)
    assert chosen is not None
    assert chosen.offer.supplier_id == market.suppliers["S2"]
    assert "preferred_certificate_expired" in warned([], found, chosen.offer, TODAY, None)


def test_a_needed_paper_that_is_missing_stops_the_approval(session: Session, world: World) -> None:
    supplier = Market(world).supplier("S7", state="candidate")
    rules = {
        "business_licence": "must",
        "quality_system": "no",
        "maker_authorisation": "no",
        "product_certificate": "no",
        "other": "no",
    }
    set_value(session, name=settings.CERTIFICATES_NEEDED, value=rules, valid_from_on=TODAY, by=None)
    with pytest.raises(InvalidState, match="needed_certificate_missing"):
        to(session, world, supplier, "approved", "as before")
    paper(session, world, supplier, None)
    to(session, world, supplier, "approved", "as before")


def test_papers_that_end_are_named_by_their_newest(session: Session, market: Market) -> None:
    world, one = market.world, market.suppliers["S1"]
    paper(session, world, one, TODAY + timedelta(days=10))
    assert [(p.supplier_code, p.kind) for p in ending_papers(session, by_day=TODAY + timedelta(days=30))] == [
        ("S1", "business_licence")
    ]
    paper(session, world, one, TODAY + timedelta(days=400))
    assert ending_papers(session, by_day=TODAY + timedelta(days=30)) == []


def test_a_bank_account_changes_by_two_persons_only(session: Session, market: Market) -> None:
    world = market.world
    supplier = market.suppliers["S1"]
    people = world.people

    def ask(account: str):
        return propose_bank(
            session,
            supplier_id=supplier,
            bank_name="ICBC",
            bank_account=account,
            reason="mail from the supplier",
            by=people["buyer"],
            at=NOON,
            request_key=key(),
        )

    def decide(change: int, by: str, approve: bool = True):
        return decide_bank(
            session,
            supplier_bank_id=change,
            approve=approve,
            finding="called the number on file, spoke to Ms Wang",
            by=people[by],
            at=NOON,
            request_key=key(),
        )

    first = ask("6200 0001")
    with pytest.raises(InvalidState, match="bank_waits"):
        ask("6200 0002")
    with pytest.raises(FourEyes):
        decide(first.supplier_bank_id, "buyer")
    assert session.get_one(Supplier, supplier).bank_account == ""
    decide(first.supplier_bank_id, "supervisor")
    assert session.get_one(Supplier, supplier).bank_account == "6200 0001"
    with pytest.raises(InvalidState, match="bank_same"):
        ask("6200 0001")
    second = ask("6200 0002")
    decide(second.supplier_bank_id, "supervisor", approve=False)
    third = ask("6200 0003")
    withdraw_bank(session, supplier_bank_id=third.supplier_bank_id, by=people["buyer"], at=NOON, request_key=key())
    with pytest.raises(InvalidState, match="bank_step"):
        decide(third.supplier_bank_id, "supervisor")
    with pytest.raises(RuleViolation, match="bank_needs_second_person"):
        update_supplier(
            session,
            supplier_id=supplier,
            details={"bank_account": "6200 0009"},
            by=people["buyer"],
            at=NOON,
            request_key=key(),
        )
    assert session.get_one(Supplier, supplier).bank_account == "6200 0001"
    fourth = ask("6200 0004")
    decide(fourth.supplier_bank_id, "supervisor")
    for sql in (
        f"UPDATE supplier SET bank_account = '6200 0009' WHERE id = {supplier}",
        f"UPDATE supplier SET bank_account = '6200 0001' WHERE id = {supplier}",  # signed once, but not the last one
    ):
        assert refused(session, sql) == "bank_needs_second_person"
    fifth = ask("6200 0005").supplier_bank_id
    sign = f"UPDATE supplier_bank SET state = 'approved', finding = 'x', decided_by_id = :who WHERE id = {fifth}"
    assert refused(session, sign, who=people["buyer"]) == "four_eyes"
    changed = f"UPDATE supplier_bank SET bank_account = '6200 0009' WHERE id = {fifth}"
    assert refused(session, changed) in {"unchangeable", "bank_step"}


def test_the_database_lets_no_state_change_without_its_step(session: Session, market: Market) -> None:
    supplier = market.suppliers["S1"]
    blocked = f"UPDATE supplier SET state = 'blocked', state_reason = 'x' WHERE id = {supplier}"
    assert refused(session, blocked) == "path_step_missing"
    assert refused(session, "UPDATE supplier_step SET reason = 'nicer'") == "append_only"
    assert refused(session, "DELETE FROM supplier_step") == "append_only"
    people = market.world.people
    forged = (
        "INSERT INTO supplier_step (supplier_id, step, from_state, proposed_by_id, done_by_id, done_at, done_on,"
        " reason, as_exception) VALUES (:supplier, 'approved', 'candidate', :proposer, :by,"
        " '2026-03-02 04:00:00', '2026-03-02', :reason, :exception)"
    )
    said = {"supplier": supplier, "reason": "x", "exception": True}
    assert refused(session, forged, **said, proposer=people["keeper"], by=people["buyer"]) == "four_eyes"
    plain = {**said, "exception": False}
    assert refused(session, forged, **plain, proposer=people["buyer"], by=people["keeper"]) == "assessment_needed"


def test_there_is_one_main_contact_and_orders_go_to_it(session: Session, world: World) -> None:
    people = world.people
    made = create_supplier(
        session,
        code="S9",
        name_zh="供应商",
        name_en="",
        details={"contact": "王芳", "email": "wang@example.com"},
        by=people["buyer"],
        at=NOON,
        request_key=key(),
    )

    def contact(name: str, **more: object):
        return set_contact(
            session,
            supplier_id=made.supplier_id,
            name=name,
            role="sales",
            by=people["buyer"],
            at=NOON,
            request_key=key(),
            **more,  # type: ignore[arg-type]
        )

    second = contact("Li", email="li@example.com", main=True)
    rows = session.scalars(select(SupplierContact).order_by(SupplierContact.id)).all()
    assert [(row.name, row.main) for row in rows] == [("王芳", False), ("Li", True)]
    supplier = session.get_one(Supplier, made.supplier_id)
    assert (supplier.contact, supplier.email) == ("Li", "li@example.com")
    with pytest.raises(RuleViolation, match="main_contact_needed"):
        contact("Li", supplier_contact_id=second.supplier_contact_id)
    update_supplier(
        session,
        supplier_id=made.supplier_id,
        details={"phone": "123"},
        by=people["buyer"],
        at=NOON,
        request_key=key(),
    )
    assert session.get_one(SupplierContact, second.supplier_contact_id).phone == "123"


def test_a_part_outside_the_categories_warns(session: Session, market: Market) -> None:
    world = market.world
    top = Category(code="E", name_zh="电", name_en="Electric")
    session.add(top)
    session.flush()
    below = Category(code="E1", name_zh="板", name_en="Boards", parent_id=top.id)
    other = Category(code="W", name_zh="水", name_en="Water")
    session.add_all([below, other])
    session.flush()
    pair = (market.suppliers["S1"], world.parts["P1"])
    session.get_one(Part, world.parts["P1"]).category_id = below.id
    for categories, beyond in (((), set()), ((top.id,), set()), ((other.id,), {pair})):
        set_categories(
            session,
            supplier_id=pair[0],
            category_ids=categories,
            by=world.people["buyer"],
            at=NOON,
            request_key=key(),
        )
        assert outside_categories(session, [pair]) == beyond
    warnings = {each.supplier_id: each.warnings for each in offers(session, on=TODAY)[world.parts["P1"]]}
    assert "outside_categories" in warnings[pair[0]]


def test_a_paper_of_tomorrow_and_an_account_of_letters_are_refused(session: Session, world: World) -> None:
    market = Market(world)
    supplier, people = market.supplier("S1"), world.people
    asked = {"supplier_id": supplier, "by": people["buyer"], "at": NOON}
    with pytest.raises(RuleViolation, match="issued_in_future"):
        set_certificate(session, **asked, kind="other", number="1", issued_on=date(2030, 1, 1), request_key=key())
    with pytest.raises(RuleViolation, match="bank_account_wrong"):
        propose_bank(session, **asked, bank_name="ICBC", bank_account="abc", reason="letter", request_key=key())


def test_an_exception_brings_no_later_assessment(session: Session, world: World) -> None:
    market = Market(world)
    supplier, boss = market.supplier("S1"), world.people["supervisor"]
    due = session.get_one(Supplier, supplier).next_assessment_on
    for state, at in (("blocked", NOON), ("approved", NOON + timedelta(days=200))):
        set_supplier_state(
            session, supplier_id=supplier, state=state, reason="needed", by=boss, at=at, request_key=key()
        )
    assert session.get_one(Supplier, supplier, populate_existing=True).next_assessment_on == due
