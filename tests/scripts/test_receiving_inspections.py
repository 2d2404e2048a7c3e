"""Inspect: standards, results, verdicts by quantity, records; received = passed + failed + pending, always."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from inventory.queries import putaway_select
from inventory.tables import Category, Movement, Part
from kernel.amounts import Quantity
from kernel.auditing import acting
from kernel.errors import AppError, FourEyes, InvalidState, RuleViolation
from procurement.tables import Delivery
from receiving.inspecting import Result, begin, record_results
from receiving.queries import arrivals, inspections, standards
from receiving.queries.traces import receiving_facts, trace
from receiving.readings import Reading
from receiving.standardising import CharacteristicDraft, create_standard
from receiving.tables import Arrival, Inspection, SupplierReturn
from receiving.verdict import Aspect, DefectClass
from tests.conftest import Sessions
from tests.support.procurement import Market
from tests.support.receiving import TODAY, Ramp, key, right
from tests.support.world import NOON, World, q


@pytest.fixture
def ramp(world: World) -> Ramp:
    market = Market(world)
    for part in ("P1", "P2", "HOSE"):
        market.offer("ACME", part, (0, "10"))
    world.session.commit()
    return Ramp(market)


def test_passed_goes_to_staging_failed_to_quarantine_and_onto_a_claim(session: Session, ramp: Ramp) -> None:
    lot = ramp.arrived("P1", 10)
    made = ramp.decide(lot, 7, 2)
    session.commit()
    assert (made.pending, made.arrival_state, made.severity) == (q(1), "open", "major")
    assert ramp.where(lot) == {"C-S": q(7), "C-Q": q(2), "C-H": q(1)}
    back = session.get_one(SupplierReturn, made.supplier_return_id)
    assert (back.quantity, back.reason, back.note, str(back.amount_cny)) == (q(2), "rejected", "cracked", "20")
    delivery = session.scalars(select(Delivery)).one()
    assert (delivery.passed, delivery.failed, delivery.severity) == (q(7), q(2), "major")
    last = ramp.decide(lot, 1)
    session.commit()
    assert (last.pending, last.arrival_state) == (q(0), "closed")
    assert arrivals.quantities(session, [lot])[lot] == arrivals.LotQuantities(q(10), q(8), q(2), q(0))
    with pytest.raises(InvalidState, match="nothing_pending"):
        ramp.decide(lot, 1)


def test_putaway_makes_it_stock(session: Session, ramp: Ramp) -> None:
    lot = ramp.arrived("P1", 10)
    ramp.decide(lot, 10)
    staged = putaway_select(store_id=ramp.world.places["C"])
    (row,) = session.execute(staged).all()
    assert (row.lot_id, row.on_hand) == (lot, q(10))
    ramp.put_away(lot, 10)
    session.commit()
    assert ramp.where(lot) == {"C-A1": q(10)}
    assert session.execute(staged).all() == []


def test_who_bought_does_not_inspect(session: Session, ramp: Ramp) -> None:
    lot = ramp.arrived("P1", 10)
    session.commit()
    for attempt in (
        lambda: ramp.decide(lot, 10, who="buyer"),
        lambda: begin(session, lot_id=lot, by=ramp.world.people["buyer"], at=NOON, request_key=key()),
    ):
        with pytest.raises(FourEyes):
            attempt()
        session.rollback()


def test_the_standard_is_followed(session: Session, ramp: Ramp) -> None:
    look, mark, length = ids = ramp.standard("P1")
    lot = ramp.arrived("P1", 3)
    session.commit()
    with pytest.raises(RuleViolation, match="characteristics_not_looked_at"):
        ramp.decide(lot, 3)
    session.rollback()
    with pytest.raises(RuleViolation, match="measured_value_needed"):
        ramp.decide(lot, 3, results=(Result(length, conforms=True),))
    session.rollback()
    made = ramp.decide(lot, 3, results=right(ids))
    session.commit()
    record = inspections.inspection(session, made.inspection_id)
    assert [each.text.en for each in record.characteristics] == ["No scratches", "Approval mark legible", "Length"]
    assert {(r.characteristic_id, r.measured, r.conforms) for r in record.results} == {
        (look, None, True),
        (mark, None, True),
        (length, Reading.of("10.01"), True),
    }
    assert (record.received, record.passed, record.pending_after, record.decided_by) == (q(3), q(3), q(0), "Inspector")
    assert inspections.acceptance_record(session, record.arrival_id) == (record,)


def test_findings_propose_and_bind_the_verdict(session: Session, ramp: Ramp) -> None:
    look, mark, length = ramp.standard("P1")
    lot = ramp.arrived("P1", 5)
    by = ramp.world.people["inspector"]
    begun = begin(session, lot_id=lot, by=by, at=NOON, request_key=key())
    noted = record_results(
        session,
        inspection_id=begun.inspection_id,
        results=(
            Result(look, conforms=False),
            Result(mark, sample=2, conforms=False),
            Result(length, sample=1, measured=Reading.of("10.06")),
        ),
        by=by,
        at=NOON,
        request_key=key(),
    )
    assert noted.conforms == (False, False, False)
    assert (noted.proposed_passed, noted.proposed_failed, noted.severity) == (q(3), q(2), "critical")
    corrected = record_results(
        session,
        inspection_id=begun.inspection_id,
        results=(Result(length, sample=1, measured=Reading.of("10.05")),),
        by=by,
        at=NOON,
        request_key=key(),
    )
    assert (corrected.conforms, corrected.proposed_failed) == ((True,), q(1))
    session.commit()
    with pytest.raises(RuleViolation, match="critical_defect_passed"):
        ramp.decide(lot, 5)
    session.rollback()
    made = ramp.decide(lot, 4, 1, severity=None, reason="")
    session.commit()
    row = session.get_one(Inspection, made.inspection_id)
    assert (row.id, row.severity, row.reason) == (begun.inspection_id, "critical", "无划痕；认证标志清晰")


def test_a_failure_is_explained(session: Session, ramp: Ramp) -> None:
    lot = ramp.arrived("P1", 5)
    session.commit()
    for words, code in (({"severity": None}, "severity_needed"), ({"reason": " "}, "reason_needed")):
        with pytest.raises(RuleViolation, match=code):
            ramp.decide(lot, 4, 1, **words)
        session.rollback()


def draft(text: str) -> CharacteristicDraft:
    return CharacteristicDraft(Aspect.APPEARANCE, text, text, DefectClass.MINOR)


def test_a_parts_own_standard_comes_before_its_categorys(session: Session, ramp: Ramp) -> None:
    world = ramp.world
    top = Category(code="TOP", name_zh="大类", name_en="Top")
    session.add(top)
    session.flush()
    low = Category(code="LOW", name_zh="小类", name_en="Low", parent_id=top.id)
    session.add(low)
    session.flush()
    session.get_one(Part, world.parts["P1"]).category_id = low.id
    part = world.parts["P1"]

    def make(on: date, **whose: int) -> int:
        return create_standard(
            session,
            characteristics=(draft("x"),),
            valid_from_on=on,
            by=world.people["inspector"],
            at=NOON,
            request_key=key(),
            **whose,
        ).standard_id

    def holds(on: date) -> int | None:
        return standards.standard_for(session, part_id=part, on=on)

    assert holds(TODAY) is None
    general = make(date(2026, 1, 1), category_id=top.id)
    own = make(date(2026, 2, 1), part_id=part)
    newer = make(date(2026, 6, 1), part_id=part)
    session.commit()
    assert [holds(date(2026, month, 15)) for month in (1, 2, 7)] == [general, own, newer]
    assert holds(date(2025, 12, 31)) is None
    assert standards.standard(session, newer).version == 2
    with pytest.raises(RuleViolation, match="part_or_category"):
        make(TODAY, part_id=part, category_id=top.id)


def test_worklists_and_trace(session: Session, ramp: Ramp) -> None:
    order = ramp.market.sent("ACME", ("P1", 10), promised=date(2026, 3, 9))
    (row,) = session.execute(arrivals.expected_select(store_id=ramp.world.places["C"])).all()
    assert (row.expected, row.due_on, row.part_number) == (q(10), date(2026, 3, 9), "P1")
    made = ramp.register(ramp.line(order.line_ids[0], "P1", 10, supplier_lot="B7"))
    lot = made.lines[0].lots[0].lot_id
    assert session.execute(arrivals.expected_select()).all() == []
    (waiting,) = session.execute(inspections.worklist_select(store_id=ramp.world.places["C"])).all()
    assert (waiting.lot_id, waiting.pending, waiting.waiting_since) == (lot, q(10), NOON)
    assert waiting.bought_by_id == ramp.world.people["buyer"]
    ramp.decide(lot, 8, 2)
    session.commit()
    assert session.execute(inspections.worklist_select()).all() == []
    found = trace(session, lot)
    assert (found.order_number, found.arrival_number) == (order.number, made.number)
    assert [each.passed for each in found.inspections] == [q(8)]
    assert [each.quantity for each in found.returns] == [q(2)]
    opening = ramp.world.stocked("P2", 1)
    assert trace(session, opening).supplier_id is None
    (fact,) = receiving_facts(session, since=TODAY, until=date(2026, 3, 3))
    assert (fact.passed, fact.failed, fact.severity, fact.due_on) == (q(8), q(2), "major", date(2026, 3, 9))
    view = arrivals.arrival(session, made.arrival_id)
    assert (view.state, view.lines[0].lots[0].quantities.failed) == ("closed", q(2))
    assert len(session.execute(arrivals.arrivals_select()).all()) == 1
    assert len(session.execute(inspections.inspections_select()).all()) == 1
    assert arrivals.registered_before(session, supplier_id=view.supplier_id, delivery_note="DN-1") == (made.number,)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("arrive"), st.integers(1, 9), st.just(0)),
        st.tuples(st.just("decide"), st.integers(0, 6), st.integers(0, 6)),
        st.tuples(st.just("put_away"), st.integers(1, 6), st.just(0)),
        st.tuples(st.just("undo"), st.just(0), st.just(0)),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.integers(0, 3))
def test_received_is_passed_failed_and_pending(engine: Engine, ramp: Ramp, steps, pick: int) -> None:
    """Walk at random through arrivals and verdicts; what is refused changes nothing, and the sum always holds."""
    from receiving.arriving import undo_arrival

    with Sessions(bind=engine) as session:
        acting(session, by=None, at=NOON, source="test")
        ramp.world.session.rollback()
        walker = Ramp(Market(World(session), ramp.market.suppliers, ramp.market.offers))
        for name in ("people", "places", "parts"):
            getattr(walker.world, name).update(getattr(ramp.world, name))
        lots: list[tuple[int, int]] = []
        for step, first, second in steps:
            arrival, lot = lots[pick % len(lots)] if lots else (0, 0)
            try:
                if step == "arrive":
                    order = walker.market.sent("ACME", ("P1", first))
                    made = walker.register(walker.line(order.line_ids[0], "P1", first))
                    lots.append((made.arrival_id, made.lines[0].lots[0].lot_id))
                elif step == "decide" and lots:
                    walker.decide(lot, first, second)
                elif step == "put_away" and lots:
                    walker.put_away(lot, first)
                elif lots:
                    by = walker.world.people["keeper"]
                    undo_arrival(session, arrival_id=arrival, reason="x", by=by, at=NOON, request_key=key())
                session.commit()
            except AppError:
                session.rollback()
            assert_sums(session, [each for _, each in lots])


def assert_sums(session: Session, lots: list[int]) -> None:
    known = arrivals.quantities(session, lots)
    undone = set(session.scalars(select(Movement.lot_id).where(Movement.kind == "reversal")))
    for lot in lots:
        sums = known[lot]
        received = Quantity.zero() if lot in undone else sums.received
        assert sums.passed + sums.failed + sums.pending == received
        moved = {
            kind: session.scalar(
                select(func.sum(Movement.quantity)).where(Movement.lot_id == lot, Movement.kind == kind)
            )
            or Quantity.zero()
            for kind in ("release", "rejection")
        }
        assert (moved["release"], moved["rejection"]) == (sums.passed, sums.failed)
    assert session.scalars(select(Arrival.number).where(Arrival.state == "closed", something_waits())).all() == []


def something_waits():
    """Return the condition of an arrival with something in the hold."""
    from inventory.tables import Balance, Location
    from receiving.tables import ArrivalLine, ArrivalLot

    return (
        select(Balance.lot_id)
        .join(Location, Location.id == Balance.location_id)
        .join(ArrivalLot, ArrivalLot.lot_id == Balance.lot_id)
        .join(ArrivalLine, ArrivalLine.id == ArrivalLot.arrival_line_id)
        .where(ArrivalLine.arrival_id == Arrival.id, Location.kind == "hold", Balance.on_hand > Quantity(0))
        .exists()
    )
