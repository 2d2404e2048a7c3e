"""Requests for quotation from draft to award, and the ways around their rules that the database refuses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernel.amounts import Money
from kernel.errors import FourEyes, InvalidState, NotFound, RuleViolation
from kernel.settings import set_value
from procurement import awarding, quoting, requesting_quotes, settings
from procurement.awarding import AwardedLine, propose_award
from procurement.queries.comparing import compare
from procurement.quoting import QuotedLine, QuotedStep, QuoteTerms
from procurement.requesting_quotes import AskedLine
from procurement.tables import (
    Order,
    OrderLine,
    PriceBreak,
    Quote,
    QuoteAward,
    QuoteBreak,
    QuoteLine,
    QuoteRequest,
    SupplierPart,
)
from tests.support.procurement import Market, key, refused
from tests.support.quotes import CLOSES, VALID, Desk, later
from tests.support.world import NOON, World, q

TODAY = date(2026, 3, 2)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(Market(world))


def award(desk: Desk, request_id: int, *lines: tuple[int, int], reason: str = "", **more: object) -> awarding.Awarded:
    return propose_award(
        desk.market.world.session,
        request_id=request_id,
        lines=tuple(AwardedLine(line, q(quantity)) for line, quantity in lines),
        reason=reason,
        by=desk.buyer,
        at=NOON,
        request_key=key(),
        **{"makes_orders": True, **more},  # type: ignore[arg-type]
    )


def test_a_request_goes_from_draft_to_orders(session: Session, desk: Desk) -> None:
    made = desk.request(("P1", 100), ("P2", 10))
    assert made.number == "RQ-202603-0001"
    one = desk.quote(made.request_id, "S1", ((0, "10"), (100, "9")), ((0, "3"),))
    two = desk.quote(made.request_id, "S2", ((0, "9.5"),), ((0, "2"),))
    desk.close(made.request_id)
    done = award(desk, made.request_id, (desk.quote_line(one, 0), 100), (desk.quote_line(two, 1), 10))
    assert (done.state, done.amount_cny) == ("done", Money.of(920))
    orders = {row.supplier_id: row for row in session.scalars(select(Order))}
    assert {row.state for row in orders.values()} == {"draft"}
    lines = session.scalars(select(OrderLine).order_by(OrderLine.id)).all()
    assert [(line.quantity, line.unit_price_cny) for line in lines] == [(q(100), Money.of(9)), (q(10), Money.of(2))]
    assert session.get_one(QuoteRequest, made.request_id, populate_existing=True).state == "awarded"
    assert sorted(orders) == sorted(desk.market.suppliers.values())
    assert len(done.order_ids) == 2


def test_foreign_currency_and_tax_come_to_yuan_by_the_rate_of_the_day_and_the_rate_stays(
    session: Session, desk: Desk
) -> None:
    set_value(
        session,
        name=settings.EXCHANGE_RATES,
        value=[{"currency": "USD", "cny": 7.2}],
        valid_from_on=date(2026, 1, 1),
        by=None,
    )
    made = desk.request(("P1", 10))
    quoted = desk.quote(made.request_id, "S1", ((0, "1.13"),), currency="USD", tax_included=True)
    price = session.scalars(select(QuoteBreak)).one()
    assert price.unit_price_cny == Money.of("7.2")
    set_value(
        session,
        name=settings.EXCHANGE_RATES,
        value=[{"currency": "USD", "cny": 8}],
        valid_from_on=date(2026, 2, 1),
        by=None,
    )
    table = compare(session, request_id=made.request_id, on=TODAY)
    assert table.costs[desk.lines(made.request_id)[0].id, desk.market.suppliers["S1"]].amount_cny == Money.of(72)
    assert session.get_one(Quote, quoted.quote_id).rate_millionths == 7_200_000
    with pytest.raises(RuleViolation, match="currency_without_rate"):
        desk.quote(made.request_id, "S1", ((0, "1"),), currency="JPY")


def test_a_later_answer_is_a_new_version_and_nothing_of_the_old_one_changes(session: Session, desk: Desk) -> None:
    made = desk.request(("P1", 10))
    first = desk.quote(made.request_id, "S1", ((0, "10"),))
    second = desk.quote(made.request_id, "S1", ((0, "8"),))
    assert (first.version, second.version) == (1, 2)
    line = desk.lines(made.request_id)[0].id
    table = compare(session, request_id=made.request_id, on=TODAY)
    assert table.costs[line, desk.market.suppliers["S1"]].unit_price_cny == Money.of(8)
    desk.close(made.request_id)
    with pytest.raises(NotFound, match="quote_line_unknown"):
        award(desk, made.request_id, (desk.quote_line(first), 10))
    assert refused(session, "UPDATE quote SET note = 'x'") == "append_only"
    assert refused(session, "DELETE FROM quote_break") == "append_only"
    assert refused(session, "UPDATE quote_line SET lead_time_days = 1") == "append_only"


def test_a_dearer_quotation_and_a_split_need_a_reason(session: Session, desk: Desk) -> None:
    made = desk.request(("P1", 100))
    one = desk.quote(made.request_id, "S1", ((0, "10"),))
    two = desk.quote(made.request_id, "S2", ((0, "9"),))
    desk.close(made.request_id)
    dear, cheap = desk.quote_line(one), desk.quote_line(two)
    with pytest.raises(RuleViolation, match="award_needs_reason"):
        award(desk, made.request_id, (dear, 100))
    with pytest.raises(RuleViolation, match="award_needs_reason"):
        award(desk, made.request_id, (cheap, 60), (dear, 40))
    done = award(desk, made.request_id, (cheap, 60), (dear, 40), reason="two sources")
    assert done.amount_cny == Money.of(940)
    ordered = session.execute(select(Order.supplier_id, OrderLine.quantity).join(OrderLine)).all()
    assert {row.supplier_id: row.quantity for row in ordered} == {
        desk.market.suppliers["S2"]: q(60),
        desk.market.suppliers["S1"]: q(40),
    }
    assert refused(session, "UPDATE quote_award SET reason = ''") in {"unchangeable", "award_needs_reason"}


def test_the_cheapest_mix_with_its_freight_needs_no_reason(session: Session, desk: Desk) -> None:
    made = desk.request(("P1", 10), ("P2", 10))
    one = desk.quote(made.request_id, "S1", ((0, "10"),), ((0, "10"),))
    two = desk.quote(made.request_id, "S2", ((0, "9"),), ((0, "12"),), freight="50")
    desk.close(made.request_id)
    with pytest.raises(RuleViolation, match="award_needs_reason"):
        award(desk, made.request_id, (desk.quote_line(one, 0), 10), (desk.quote_line(two, 1), 10))
    done = award(desk, made.request_id, (desk.quote_line(one, 0), 10), (desk.quote_line(one, 1), 10))
    assert done.amount_cny == Money.of(200)
    assert session.get_one(QuoteAward, done.award_id).cheapest


def test_what_has_run_out_or_fits_no_pack_is_not_awarded(session: Session, desk: Desk) -> None:
    made = desk.request(("P1", 10))
    quoted = desk.quote(made.request_id, "S1", ((0, "10"),), valid=date(2026, 3, 5), minimum=20, multiple=6)
    desk.close(made.request_id)
    line = desk.quote_line(quoted)
    with pytest.raises(RuleViolation, match="award_not_in_packs"):
        award(desk, made.request_id, (line, 10))
    with pytest.raises(RuleViolation, match="quote_expired"):
        propose_award(
            session,
            request_id=made.request_id,
            lines=(AwardedLine(line, q(24)),),
            makes_orders=True,
            by=desk.buyer,
            at=later(10),
            request_key=key(),
        )
    assert award(desk, made.request_id, (line, 24)).amount_cny == Money.of(240)


def test_beyond_the_limit_another_person_agrees(session: Session, desk: Desk) -> None:
    made = desk.request(("P1", 1000))
    quoted = desk.quote(made.request_id, "S1", ((0, "100"),))
    desk.close(made.request_id)
    waits = award(desk, made.request_id, (desk.quote_line(quoted), 1000))
    assert waits.state == "proposed"
    assert session.scalar(select(func.count()).select_from(Order)) == 0
    with pytest.raises(InvalidState, match="award_waits"):
        award(desk, made.request_id, (desk.quote_line(quoted), 1000))
    with pytest.raises(FourEyes):
        awarding.approve_award(session, award_id=waits.award_id, by=desk.buyer, at=NOON, request_key=key())
    assert refused(session, "UPDATE quote_award SET state = 'done'") == "not_approved"
    sql = "UPDATE quote_award SET state = 'done', approved_by_id = proposed_by_id"
    assert refused(session, sql) == "four_eyes"
    assert refused(session, "UPDATE quote_award SET limit_cny = amount_cny") == "unchangeable"
    other = "UPDATE quote_award SET requested_by_id = :other"
    assert refused(session, other, other=desk.supervisor) in {"unchangeable", "four_eyes", "refers_to_nothing"}
    done = awarding.approve_award(session, award_id=waits.award_id, by=desk.supervisor, at=NOON, request_key=key())
    assert done.state == "done"
    order = session.scalars(select(Order)).one()
    assert order.created_by_id == desk.buyer
    session.commit()


def test_a_proposed_award_is_taken_back_and_made_anew(session: Session, desk: Desk) -> None:
    made = desk.request(("P1", 1000))
    quoted = desk.quote(made.request_id, "S1", ((0, "100"),))
    desk.close(made.request_id)
    first = award(desk, made.request_id, (desk.quote_line(quoted), 1000))
    awarding.withdraw_award(session, award_id=first.award_id, by=desk.supervisor, at=NOON, request_key=key())
    again = award(desk, made.request_id, (desk.quote_line(quoted), 100))
    assert again.state == "done"
    assert session.scalar(select(func.count()).select_from(QuoteAward)) == 2


def test_an_award_may_only_enter_prices(session: Session, desk: Desk) -> None:
    made = desk.request(("P1", 100))
    quoted = desk.quote(made.request_id, "S1", ((0, "10"), (100, "9")), lead=21, multiple=5)
    desk.close(made.request_id)
    with pytest.raises(RuleViolation, match="award_without_effect"):
        award(desk, made.request_id, (desk.quote_line(quoted), 100), makes_orders=False)
    with pytest.raises(RuleViolation, match="day_in_past"):
        award(
            desk, made.request_id, (desk.quote_line(quoted), 100), makes_orders=False, prices_from_on=date(2020, 1, 1)
        )
    award(desk, made.request_id, (desk.quote_line(quoted), 100), makes_orders=False, prices_from_on=date(2026, 4, 1))
    offer = session.scalars(select(SupplierPart)).one()
    assert (offer.lead_time_days, offer.multiple_quantity) == (21, q(5))
    steps = session.execute(select(PriceBreak.from_quantity, PriceBreak.unit_price_cny, PriceBreak.valid_from_on))
    assert sorted(tuple(step) for step in steps) == [
        (q(0), Money.of(10), date(2026, 4, 1)),
        (q(100), Money.of(9), date(2026, 4, 1)),
    ]
    assert session.scalar(select(func.count()).select_from(Order)) == 0


def test_a_link_answers_until_the_request_closes(session: Session, desk: Desk) -> None:
    made = desk.request(("P1", 10))
    invitation = desk.invitation(made.request_id, "S1")

    def link(token: str) -> None:
        requesting_quotes.open_link(
            session,
            invitation_id=invitation.id,
            token_hash=token * 64,
            expires_at=later(8),
            sent_to="",
            by=desk.buyer,
            at=NOON,
            request_key=key(),
        )

    def answer(token: str, price: str, days: int = 0) -> quoting.Quoted:
        return quoting.answer_quote(
            session,
            token_hash=token * 64,
            terms=QuoteTerms("CNY", tax_included=False, tax_bp=1300, valid_until_on=VALID),
            lines=(QuotedLine(desk.lines(made.request_id)[0].id, (QuotedStep(q(0), Money.of(price)),)),),
            at=later(days),
            request_key=key(),
        )

    link("a")
    assert answer("a", "10").version == 1
    assert answer("a", "9").version == 2
    link("b")
    with pytest.raises(NotFound, match="quote_link_unknown"):
        answer("a", "1")
    with pytest.raises(InvalidState, match="quote_too_late"):
        answer("b", "8", days=9)
    requesting_quotes.revoke_link(session, invitation_id=invitation.id, by=desk.buyer, at=NOON, request_key=key())
    with pytest.raises(NotFound, match="quote_link_unknown"):
        answer("b", "1")
    link("c")
    desk.close(made.request_id)
    with pytest.raises(InvalidState, match="quote_too_late"):
        answer("c", "1")
    sql = (
        "INSERT INTO quote (invitation_id, version, currency, tax_included, tax_bp, rate_millionths, rate_on,"
        " valid_until_on, received_at, via, freight, freight_cny, note)"
        " VALUES (:invitation, 9, 'CNY', false, 0, 1, '2026-03-02', '2026-03-02', '2026-03-02', 'web', 0, 0, '')"
    )
    assert refused(session, sql, invitation=invitation.id) == "quote_too_late"


def test_a_draft_is_written_anew_and_then_stays(session: Session, desk: Desk) -> None:
    made = desk.request(("P1", 10), send=False)
    people, world = desk.market.suppliers, desk.market.world
    changed = requesting_quotes.change_request(
        session,
        request_id=made.request_id,
        store_id=world.places["C"],
        closes_on=CLOSES,
        lines=(AskedLine(world.parts["P2"], q(5)),),
        supplier_ids=(people["S2"],),
        by=desk.buyer,
        at=NOON,
        request_key=key(),
    )
    assert changed.state == "draft"
    assert [line.part_id for line in desk.lines(made.request_id)] == [world.parts["P2"]]
    requesting_quotes.send_request(session, request_id=made.request_id, by=desk.buyer, at=NOON, request_key=key())
    assert refused(session, "UPDATE quote_request_line SET quantity = 1000") == "quote_request_not_draft"
    assert refused(session, "DELETE FROM quote_invitation") == "quote_request_not_draft"
    assert refused(session, "UPDATE quote_request SET state = 'awarded'") == "quote_request_step"


def test_blocked_suppliers_are_not_asked_and_candidates_get_no_order(session: Session, desk: Desk) -> None:
    desk.market.supplier("BAD", state="blocked")
    with pytest.raises(InvalidState, match="supplier_blocked"):
        desk.request(("P1", 10), to=("BAD",))
    desk.market.supplier("NEW", state="candidate")
    made = desk.request(("P1", 10), to=("NEW",))
    quoted = desk.quote(made.request_id, "NEW", ((0, "1"),))
    desk.close(made.request_id)
    with pytest.raises(InvalidState, match="supplier_not_approved"):
        award(desk, made.request_id, (desk.quote_line(quoted), 10))


def test_a_cancelled_request_takes_no_quotation(session: Session, desk: Desk) -> None:
    made = desk.request(("P1", 10))
    with pytest.raises(RuleViolation, match="reason_needed"):
        requesting_quotes.cancel_request(
            session, request_id=made.request_id, reason=" ", by=desk.buyer, at=NOON, request_key=key()
        )
    requesting_quotes.cancel_request(
        session, request_id=made.request_id, reason="not needed", by=desk.buyer, at=NOON, request_key=key()
    )
    with pytest.raises(InvalidState, match="quote_too_late"):
        desk.quote(made.request_id, "S1", ((0, "1"),))


def test_freight_counts_towards_the_limit_and_stands_on_the_order(session: Session, desk: Desk) -> None:
    made = desk.request(("P1", 100))
    quoted = desk.quote(made.request_id, "S1", ((0, "10"),), freight="99500")
    desk.close(made.request_id)
    waits = award(desk, made.request_id, (desk.quote_line(quoted), 100))
    assert (waits.state, waits.amount_cny) == ("proposed", Money.of(100500))
    awarding.approve_award(session, award_id=waits.award_id, by=desk.supervisor, at=NOON, request_key=key())
    assert "99500 CNY" in session.scalars(select(Order.note)).one()


def test_no_more_is_awarded_than_was_asked_and_packs_add(session: Session, desk: Desk) -> None:
    made = desk.request(("P1", 100))
    one = desk.quote(made.request_id, "S1", ((0, "10"),), multiple=30)
    two = desk.quote(made.request_id, "S2", ((0, "10"),), minimum=20)
    desk.close(made.request_id)
    packs, loose = desk.quote_line(one), desk.quote_line(two)
    for lines in (((packs, 150),), ((loose, 101),), ((packs, 120), (loose, 20)), ((packs, 60), (loose, 41))):
        with pytest.raises(RuleViolation, match="award_beyond_asked"):
            award(desk, made.request_id, *lines, reason="more is better")
    assert award(desk, made.request_id, (packs, 90), (loose, 20), reason="two sources").amount_cny == Money.of(1100)


def test_an_award_brings_the_quoted_terms(session: Session, desk: Desk) -> None:
    desk.market.offer("S1", "P1", (0, "12"))
    before = session.scalars(select(SupplierPart)).one()
    before.warranty_months, before.lead_time_days = 24, 60
    session.flush()
    made = desk.request(("P1", 100))
    quoted = desk.quote(made.request_id, "S1", ((0, "10"),), minimum=20, multiple=10)
    desk.close(made.request_id)
    lead_time = session.scalars(select(QuoteLine.lead_time_days)).one()
    award(desk, made.request_id, (desk.quote_line(quoted), 100), prices_from_on=TODAY)
    order = session.scalars(select(Order)).one()
    assert order.expected_on == TODAY + timedelta(days=lead_time)
    after = session.scalars(select(SupplierPart).execution_options(populate_existing=True)).one()
    assert (after.lead_time_days, after.minimum_quantity, after.multiple_quantity) == (lead_time, q(20), q(10))
    assert after.warranty_months == 24


def test_a_larger_quantity_costs_no_more_a_piece(session: Session, desk: Desk) -> None:
    made = desk.request(("P1", 100))
    with pytest.raises(RuleViolation, match="price_step_rises"):
        desk.quote(made.request_id, "S1", ((0, "10"), (100, "11")))
