"""Send goods back and settle claims: a claim ends only when the goods are gone and everything is settled."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from kernel.amounts import Money
from kernel.errors import FourEyes, InvalidState, RuleViolation
from receiving.claiming import cancel_claim, change_claim, scrap, send_back
from receiving.queries import claims
from receiving.settlement import Demand, SettlementKind
from receiving.settling import settle
from receiving.stepping import ReturnStep
from tests.support.procurement import Market, refused
from tests.support.receiving import TODAY, Ramp, key
from tests.support.world import NOON, World, q


@pytest.fixture
def ramp(world: World) -> Ramp:
    market = Market(world)
    market.offer("ACME", "P1", (0, "10"))
    world.session.commit()
    return Ramp(market)


@pytest.fixture
def rejected(session: Session, ramp: Ramp) -> int:
    """Return the claim for four of ten pieces at ten yuan."""
    made = ramp.decide(ramp.arrived("P1", 10), 6, 4)
    session.commit()
    assert made.supplier_return_id is not None
    return made.supplier_return_id


@pytest.fixture
def surplus(session: Session, ramp: Ramp) -> int:
    """Return the return for what came over an order."""
    order = ramp.market.sent("ACME", ("P1", 10))
    made = ramp.register(ramp.line(order.line_ids[0], "P1", 20))
    session.commit()
    back = made.lines[1].supplier_return_id
    assert back is not None
    return back


def sent(ramp: Ramp, back: int, quantity: int) -> ReturnStep:
    by = ramp.world.people["keeper"]
    return send_back(
        ramp.world.session, supplier_return_id=back, quantity=q(quantity), by=by, at=NOON, request_key=key()
    )


def settled(
    ramp: Ramp, back: int, kind: SettlementKind, quantity: int, amount: str = "0", *, who: str = "buyer", note: str = ""
) -> ReturnStep:
    return settle(
        ramp.world.session,
        supplier_return_id=back,
        kind=kind,
        quantity=q(quantity),
        amount_cny=Money.of(amount),
        reference=f"CN-{key()}",
        credited_on=TODAY,
        note=note,
        by=ramp.world.people[who],
        at=NOON,
        request_key=key(),
    )


def test_a_claim_ends_when_the_goods_are_gone_and_all_is_settled(session: Session, ramp: Ramp, rejected: int) -> None:
    lot = claims.supplier_return(session, rejected).lot_id
    assert lot is not None
    assert settled(ramp, rejected, SettlementKind.CREDITED, 1, "10").state == "open"
    assert sent(ramp, rejected, 3).state == "open"
    assert ramp.where(lot) == {"C-S": q(6), "C-Q": q(1)}
    by = ramp.world.people["keeper"]
    last = scrap(
        session, supplier_return_id=rejected, quantity=q(1), reason="broken", by=by, at=NOON, request_key=key()
    )
    assert (last.state, last.sent, last.scrapped) == ("returned", q(3), q(1))
    assert settled(ramp, rejected, SettlementKind.CREDITED, 3, "30").state == "settled"
    session.commit()
    view = claims.supplier_return(session, rejected)
    assert [each.kind for each in view.settlements] == ["credited", "credited"]
    assert ramp.where(lot) == {"C-S": q(6)}
    with pytest.raises(InvalidState, match="return_ended"):
        settled(ramp, rejected, SettlementKind.CREDITED, 1, "10")
    session.rollback()
    assert refused(session, "UPDATE supplier_return SET state = 'open'") == "return_ended"
    assert refused(session, "DELETE FROM settlement") == "append_only"


def test_no_more_is_sent_or_settled_than_claimed(session: Session, ramp: Ramp, rejected: int) -> None:
    with pytest.raises(RuleViolation, match="more_than_claimed"):
        sent(ramp, rejected, 5)
    session.rollback()
    settled(ramp, rejected, SettlementKind.CREDITED, 3, "30")
    session.commit()
    with pytest.raises(RuleViolation, match="settled_too_much"):
        settled(ramp, rejected, SettlementKind.CREDITED, 2, "20")
    session.rollback()
    insert = (
        "INSERT INTO settlement (supplier_return_id, opened_by_id, kind, quantity, amount_cny, reference,"
        " settled_by_id, settled_at, note) VALUES (:back, :by, 'taken_back', 2000, 0, '', :by, '2026-03-02', '')"
    )
    assert refused(session, insert, back=rejected, by=ramp.world.people["inspector"]) == "settled_too_much"
    assert refused(session, insert, back=rejected, by=ramp.world.people["buyer"]) in {
        "settled_too_much",
        "refers_to_nothing",
    }


def test_only_another_person_waives_and_says_why(session: Session, ramp: Ramp, rejected: int) -> None:
    for who, note, error in (("inspector", "cheap", FourEyes), ("supervisor", " ", RuleViolation)):
        with pytest.raises(error):
            settled(ramp, rejected, SettlementKind.WAIVED, 4, who=who, note=note)
        session.rollback()
    sent(ramp, rejected, 4)
    assert settled(ramp, rejected, SettlementKind.WAIVED, 4, who="supervisor", note="cheap").state == "settled"


def test_surplus_goes_back_over_the_ramp(session: Session, ramp: Ramp, surplus: int) -> None:
    view = claims.supplier_return(session, surplus)
    quantity = int(view.quantity.decimal)
    assert (view.demand, view.amount_cny, view.lot_id) == ("take_back", Money.zero(), None)
    by = ramp.world.people["keeper"]
    with pytest.raises(RuleViolation, match="not_ours_to_scrap"):
        scrap(session, supplier_return_id=surplus, quantity=q(1), reason="x", by=by, at=NOON, request_key=key())
    session.rollback()
    with pytest.raises(RuleViolation, match="settlement_does_not_fit"):
        settled(ramp, surplus, SettlementKind.CREDITED, quantity, "10")
    session.rollback()
    assert sent(ramp, surplus, quantity).posting_id is None
    assert settled(ramp, surplus, SettlementKind.TAKEN_BACK, quantity).state == "settled"
    session.commit()


def test_only_goods_never_taken_in_are_cancelled(session: Session, ramp: Ramp, surplus: int, rejected: int) -> None:
    by = ramp.world.people["keeper"]

    def cancel(back: int) -> ReturnStep:
        return cancel_claim(session, supplier_return_id=back, reason="order raised", by=by, at=NOON, request_key=key())

    assert cancel(surplus).state == "cancelled"
    session.commit()
    with pytest.raises(RuleViolation, match="claim_must_be_settled"):
        cancel(rejected)


def test_deadlines_and_what_suppliers_owe(session: Session, ramp: Ramp, rejected: int) -> None:
    view = claims.supplier_return(session, rejected)
    assert view.deadline_on == TODAY + timedelta(days=15)
    change_claim(
        session,
        supplier_return_id=rejected,
        deadline_on=date(2026, 3, 5),
        demand=Demand.CREDIT,
        amount_cny=Money.of("44"),
        by=ramp.world.people["buyer"],
        at=NOON,
        request_key=key(),
    )
    session.commit()
    assert session.execute(claims.returns_select(overdue_on=date(2026, 3, 5))).all() == []
    (late,) = session.execute(claims.returns_select(overdue_on=date(2026, 3, 6))).all()
    assert (late.supplier_return_id, late.amount_cny, late.demand) == (rejected, Money.of("44"), "credit")
    (owed,) = claims.open_claims(session, on=date(2026, 3, 6))
    assert (owed.claims, owed.overdue, owed.amount_cny) == (1, 1, Money.of("44"))
