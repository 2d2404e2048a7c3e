"""Try every path by which uninspected or rejected goods could reach stock, by script and by SQL, on both engines."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from inventory import accepting, counting, quarantining, returning, reversing, transferring
from inventory.places import MovementKind as M
from inventory.posting import Move, post, reverse
from inventory.tables import CountLine, Movement, Stock
from kernel.amounts import Money
from kernel.errors import AppError, FourEyes, InvalidState, NotInspected, RuleViolation
from receiving.tables import ArrivalLine, ArrivalLot, Inspection, SupplierReturn
from tests.support.procurement import Market, refused
from tests.support.receiving import TODAY, Ramp, key, right
from tests.support.world import NOON, World, q


@pytest.fixture
def ramp(world: World) -> Ramp:
    market = Market(world)
    for part in ("P1", "P2", "SER"):
        market.offer("ACME", part, (0, "10"))
    world.session.commit()
    return Ramp(market)


@pytest.fixture
def waiting(session: Session, ramp: Ramp) -> int:
    """Return a lot of ten that lies in the hold, uninspected."""
    lot = ramp.arrived("P1", 10)
    session.commit()
    return lot


@pytest.fixture
def half(session: Session, ramp: Ramp) -> int:
    """Return a lot of ten of which four passed and are in a bin, four failed and two wait."""
    lot = ramp.arrived("P1", 10)
    ramp.decide(lot, 4, 4)
    ramp.put_away(lot, 4)
    session.commit()
    return lot


def move(ramp: Ramp, kind: M, lot: int, source: str, target: str, quantity: int, **more: int) -> int:
    posted = post(
        ramp.world.session,
        [
            Move(
                kind,
                ramp.world.parts["P1"],
                lot,
                ramp.world.places[source],
                ramp.world.places[target],
                q(quantity),
                **more,
            )
        ],
        kind=str(kind),
        reference="ATTACK",
        by=ramp.world.people["keeper"],
        at=NOON,
    )
    return posted.posting_id


@pytest.mark.parametrize(
    ("kind", "source", "target"),
    [
        (M.PUTAWAY, "C-H", "C-A1"),
        (M.RELEASE, "C-H", "C-S"),
        (M.RELOCATION, "C-H", "C-A1"),
        (M.TRANSFER_OUT, "C-H", "N-T"),
        (M.ISSUE, "C-H", "W1"),
        (M.RETURN, "C-H", "C-A1"),
        (M.TRANSFER_IN, "C-H", "N-A1"),
        (M.RECEIPT, "SUPPLIER", "C-A1"),
        (M.RECEIPT, "SUPPLIER", "C-S"),
        (M.RECEIPT, "SUPPLIER", "C-H"),
        (M.OPENING, "OPENING", "C-A1"),
        (M.ADJUSTMENT, "VARIANCE", "C-A1"),
        (M.PUTAWAY, "C-Q", "C-A1"),
        (M.RELOCATION, "C-Q", "C-A1"),
        (M.RELEASE, "C-Q", "C-S"),
        (M.ISSUE, "C-Q", "W1"),
        (M.SUPPLIER_RETURN, "C-Q", "SUPPLIER"),
        (M.SCRAP, "C-Q", "SCRAP"),
    ],
)
def test_no_movement_leads_around_the_verdict(
    session: Session, ramp: Ramp, half: int, kind: M, source: str, target: str
) -> None:
    ramp.world.work_order("W1")
    before = ramp.where(half)
    session.commit()
    with pytest.raises(AppError):
        move(ramp, kind, half, source, target, 1)
    session.rollback()
    assert ramp.where(half) == before


def test_a_receipt_needs_its_arrival_in_its_exact_quantity(session: Session, ramp: Ramp) -> None:
    stray = ramp.world.lot("P1")
    session.commit()
    with pytest.raises(RuleViolation, match="receipt_without_arrival"):
        move(ramp, M.RECEIPT, stray, "SUPPLIER", "C-H", 5)
    session.rollback()
    with pytest.raises(RuleViolation, match="receipt_without_arrival"):
        accepting.bring_in(
            session,
            part_id=ramp.world.parts["P1"],
            quantity=q(5),
            hold_location_id=ramp.world.places["C-H"],
            unit_cost_cny=Money.of(1),
            received_on=TODAY,
            reference="X",
            brought_by_id=ramp.world.people["buyer"],
            by=ramp.world.people["keeper"],
            at=NOON,
            request_key=key(),
        )


def test_a_lot_is_tied_to_the_arrival_that_made_it(session: Session, ramp: Ramp, waiting: int) -> None:
    world = ramp.world
    line = session.scalars(select(ArrivalLine)).one()
    order = ramp.market.sent("ACME", ("P1", 2))
    delivery = ramp.market.deliver(order.line_ids[0], 2, TODAY, judged=False)
    empty = ArrivalLine(
        arrival_id=line.arrival_id,
        part_id=world.parts["P1"],
        quantity=q(2),
        kind="ordered",
        order_line_id=order.line_ids[0],
        delivery_id=delivery,
        hold_location_id=world.places["C-H"],
    )
    session.add(empty)
    stray, other_part, opening = world.lot("P1"), world.lot("P2"), world.stocked("P1", 2)
    session.commit()
    insert = (
        "INSERT INTO arrival_lot (arrival_line_id, lot_id, quantity, bought_by_id) VALUES (:line, :lot, :quantity, :by)"
    )
    buyer, keeper = world.people["buyer"], world.people["keeper"]
    assert refused(session, insert, line=empty.id, lot=stray, quantity=3000, by=buyer) == "more_than_arrived"
    for lot, by in ((stray, keeper), (other_part, buyer), (opening, buyer)):
        assert refused(session, insert, line=empty.id, lot=lot, quantity=2000, by=by) == "not_the_lot"
    session.execute(text(insert), {"line": empty.id, "lot": stray, "quantity": 1000, "by": buyer})
    session.commit()
    for quantity in (1, 2):
        with pytest.raises(RuleViolation, match="receipt_without_arrival"):
            move(ramp, M.RECEIPT, stray, "SUPPLIER", "C-H", quantity)
        session.rollback()
    assert refused(session, "UPDATE arrival_lot SET quantity = 99000") == "append_only"
    assert refused(session, "UPDATE arrival_line SET quantity = 99000") == "append_only"
    assert refused(session, "DELETE FROM arrival_lot") == "append_only"
    wrong = (
        "INSERT INTO arrival_line (arrival_id, part_id, quantity, kind, order_line_id, delivery_id, hold_location_id,"
        " note) SELECT arrival_id, part_id, quantity + 1000, kind, order_line_id, delivery_id, hold_location_id, ''"
        " FROM arrival_line WHERE id = :line"
    )
    assert refused(session, wrong, line=line.id) in {"not_the_delivery", "taken"}


def test_a_clearance_without_an_inspection_moves_nothing(session: Session, ramp: Ramp, waiting: int) -> None:
    session.commit()
    with pytest.raises(NotInspected):
        accepting.clear(
            session,
            lot_id=waiting,
            hold_location_id=ramp.world.places["C-H"],
            passed=q(10),
            failed=q(0),
            reference="FORGED",
            by=ramp.world.people["inspector"],
            at=NOON,
            request_key=key(),
        )
    session.rollback()
    forged = ramp.world.clearance(waiting, 10)
    session.commit()
    with pytest.raises(NotInspected):
        move(ramp, M.RELEASE, waiting, "C-H", "C-S", 10, clearance_id=forged)


def test_a_verdict_is_not_forged_by_sql(session: Session, ramp: Ramp, half: int) -> None:
    lot = session.scalars(select(ArrivalLot)).one()
    people = ramp.world.people
    columns = "number, arrival_lot_id, bought_by_id, begun_by_id, begun_at, state, passed, failed, reason"
    insert = f"INSERT INTO inspection ({columns}) VALUES (:number, :lot, :buyer, :by, '2026-03-02', :state, 0, 0, '')"
    facts = {"number": "F1", "lot": lot.id, "buyer": people["buyer"], "state": "pending"}
    assert refused(session, insert, **facts, by=people["buyer"]) == "four_eyes"
    lie = {**facts, "buyer": people["keeper"]}
    assert refused(session, insert, **lie, by=people["buyer"]) in {"four_eyes", "refers_to_nothing"}
    assert refused(session, insert, **{**facts, "state": "decided"}, by=people["inspector"]) == "arrival_not_open"
    assert refused(session, "UPDATE inspection SET passed = 8000, failed = 0") == "inspection_decided"
    assert refused(session, "UPDATE inspection SET state = 'pending', passed = 0, failed = 0") == "inspection_decided"
    assert refused(session, "UPDATE inspection SET bought_by_id = :by", by=people["keeper"]) == "unchangeable"
    assert refused(session, "DELETE FROM inspection") == "append_only"
    assert refused(session, "UPDATE arrival SET state = 'closed'") == "arrival_pending"
    undone = "UPDATE arrival SET state = 'undone', undone_by_id = :by, undone_at = '2026-03-02'"
    assert refused(session, undone, by=people["keeper"]) == "arrival_inspected"
    session.execute(text(insert), {**facts, "number": "F2", "by": people["inspector"]})
    session.commit()
    decide = (
        "UPDATE inspection SET state = 'decided', passed = :passed, decided_by_id = :by, decided_at = '2026-03-02'"
        " WHERE number = 'F2'"
    )
    assert refused(session, decide, passed=3000, by=people["inspector"]) == "verdict_exceeds_pending"
    assert refused(session, decide, passed=2000, by=people["buyer"]) == "four_eyes"


def test_a_result_is_not_judged_by_hand(session: Session, ramp: Ramp) -> None:
    ids = ramp.standard("P1")
    lot = ramp.arrived("P1", 2)
    ramp.decide(lot, 1, results=right(ids))
    begun = ramp.arrived("P1", 2)
    from receiving.inspecting import begin

    row = begin(session, lot_id=begun, by=ramp.world.people["inspector"], at=NOON, request_key=key())
    insert = (
        "INSERT INTO inspection_result (inspection_id, characteristic_id, sample, conforms, noted_by_id, noted_at,"
        " measured, note) VALUES (:row, :what, 1, :right, :by, '2026-03-02', :measured, '')"
    )
    facts = {"row": row.inspection_id, "what": ids[2], "by": ramp.world.people["inspector"]}
    assert refused(session, insert, **facts, right=True, measured=10_060_000) == "judged_wrong"
    assert refused(session, insert, **facts, right=False, measured=10_000_000) == "judged_wrong"
    assert refused(session, insert, **facts, right=True, measured=None) == "not_of_the_standard"
    assert refused(session, "UPDATE inspection_result SET conforms = false") in {"inspection_decided", "judged_wrong"}
    assert refused(session, "UPDATE characteristic SET upper_limit = 99000000") == "append_only"
    assert refused(session, "DELETE FROM standard") in {"append_only", "refers_to_nothing"}
    more = (
        "INSERT INTO characteristic (standard_id, position, aspect, kind, text_zh, text_en, defect_class, gauge, unit)"
        " SELECT standard_id, 9, aspect, 'attribute', 'x', 'x', 'minor', '', '' FROM characteristic WHERE position = 1"
    )
    assert refused(session, more) == "standard_in_use"


def test_a_verdict_or_an_arrival_is_undone_only_where_it_was_made(session: Session, ramp: Ramp, half: int) -> None:
    people = ramp.world.people
    moved = session.execute(select(Movement.kind, Movement.posting_id).where(Movement.lot_id == half))
    postings = {kind: posting for kind, posting in moved}  # noqa: C416  rows are no pairs to `dict`
    session.commit()
    fresh = ramp.arrived("P1", 3)
    receipt = session.scalars(select(Movement.posting_id).where(Movement.lot_id == fresh)).one()
    session.commit()
    words = {"reason": "x", "by": people["keeper"], "at": NOON}
    for attempt in (
        lambda: reversing.reverse_posting(session, posting_id=receipt, request_key=key(), **words),
        lambda: accepting.undo(session, posting_id=receipt, request_key=key(), **words),
        lambda: reverse(session, posting_id=receipt, **words),
        lambda: reversing.reverse_posting(session, posting_id=postings["rejection"], request_key=key(), **words),
        lambda: accepting.withdraw_clearance(session, posting_id=postings["rejection"], request_key=key(), **words),
        lambda: reverse(session, posting_id=postings["rejection"], **words),
    ):
        with pytest.raises(AppError):
            attempt()
        session.rollback()
    assert ramp.where(half) == {"C-A1": q(4), "C-Q": q(4), "C-H": q(2)}


def test_uninspected_goods_are_not_transferred(session: Session, ramp: Ramp, waiting: int) -> None:
    world = ramp.world
    asked = transferring.request_transfer(
        session,
        from_store_id=world.places["C"],
        to_store_id=world.places["N"],
        lines=((world.parts["P1"], q(1)),),
        by=world.people["keeper2"],
        at=NOON,
        request_key=key(),
    )
    session.commit()
    with pytest.raises(AppError, match="insufficient_stock"):
        transferring.send(session, transfer_id=asked.transfer_id, by=world.people["keeper"], at=NOON, request_key=key())


def test_uninspected_goods_do_not_come_in_as_a_return(session: Session, ramp: Ramp, waiting: int) -> None:
    order = ramp.world.work_order("W1")
    session.commit()
    with pytest.raises(AppError):
        returning.return_unused(
            session,
            work_order_id=order,
            lot_id=waiting,
            quantity=q(1),
            to_location_id=ramp.world.places["C-A1"],
            by=ramp.world.people["keeper"],
            at=NOON,
            request_key=key(),
        )


def counted_gain(ramp: Ramp, quantity: int) -> counting.Posted:
    """Count more of P1 in the bin than the book has, approve it by another person and post it."""
    session, world = ramp.world.session, ramp.world
    keeper = {"by": world.people["keeper"], "at": NOON}
    take = counting.create_stock_take(
        session,
        store_id=world.places["C"],
        due_on=date(2026, 3, 31),
        by=world.people["supervisor"],
        at=NOON,
        request_key=key(),
    )
    line = session.scalars(select(CountLine).where(CountLine.stock_take_id == take.stock_take_id)).one()
    for counter in ("keeper", "keeper2"):
        counting.count(
            session,
            stock_take_id=take.stock_take_id,
            location_id=line.location_id,
            part_id=line.part_id,
            counted=q(quantity),
            by=world.people[counter],
            at=NOON,
            request_key=key(),
        )
        if counter == "keeper":
            counting.ask_recount(session, count_line_id=line.id, request_key=key(), **keeper)
    counting.set_cause(session, count_line_id=line.id, cause="unrecorded_receipt", request_key=key(), **keeper)
    counting.review(session, stock_take_id=take.stock_take_id, request_key=key(), **keeper)
    counting.approve(session, stock_take_id=take.stock_take_id, by=world.people["admin"], at=NOON, request_key=key())
    session.commit()
    return counting.post_variances(session, stock_take_id=take.stock_take_id, request_key=key(), **keeper)


def test_rejected_goods_do_not_come_in_as_a_gain_of_a_count(session: Session, ramp: Ramp, half: int) -> None:
    with pytest.raises(RuleViolation, match="gain_without_sound_lot"):
        counted_gain(ramp, 8)
    session.rollback()
    line = session.scalars(select(CountLine)).one()
    with pytest.raises(NotInspected):
        move(ramp, M.ADJUSTMENT, half, "VARIANCE", "C-A1", 4, count_line_id=line.id)


def test_a_gain_goes_to_a_lot_that_is_wholly_sound(session: Session, ramp: Ramp) -> None:
    lot = ramp.arrived("P1", 10)
    ramp.decide(lot, 10)
    ramp.put_away(lot, 10)
    ramp.arrived("P1", 5)
    counted_gain(ramp, 11)
    session.commit()
    assert ramp.where(lot) == {"C-A1": q(11)}


def test_who_declares_an_opening_does_not_clear_it(session: Session, ramp: Ramp) -> None:
    world = ramp.world
    by = {"by": world.people["keeper"], "at": NOON}
    made = accepting.declare_opening(
        session,
        part_id=world.parts["P1"],
        quantity=q(5),
        hold_location_id=world.places["C-H"],
        unit_cost_cny=Money.of(1),
        received_on=TODAY,
        reference="OPEN",
        request_key=key(),
        **by,
    )
    session.commit()
    with pytest.raises(FourEyes):
        accepting.clear(
            session,
            lot_id=made.lots[0].lot_id,
            hold_location_id=world.places["C-H"],
            passed=q(5),
            failed=q(0),
            reference="OPEN",
            request_key=key(),
            **by,
        )


def test_what_is_on_a_claim_leaves_quarantine_only_by_it(session: Session, ramp: Ramp, half: int) -> None:
    world = ramp.world
    words = {"by": world.people["keeper"], "at": NOON}
    facts = {"lot_id": half, "quarantine_location_id": world.places["C-Q"], "quantity": q(1), "reference": "X"}
    with pytest.raises(RuleViolation, match="on_a_claim"):
        quarantining.return_to_supplier(session, **facts, **words, request_key=key())
    session.rollback()
    with pytest.raises(RuleViolation, match="on_a_claim"):
        quarantining.scrap(session, **facts, **words, reason="x", request_key=key())
    session.rollback()
    back = session.scalars(select(SupplierReturn)).one()
    assert refused(session, "UPDATE supplier_return SET sent = 4000") == "not_the_movements"
    assert refused(session, "UPDATE supplier_return SET settled = 4000") == "not_the_settlements"
    assert refused(session, "UPDATE supplier_return SET quantity = 1000") == "unchangeable"
    assert refused(session, "DELETE FROM supplier_return") == "append_only"
    assert session.get_one(SupplierReturn, back.id).state == "open"


def test_found_bad_in_stock_and_claimed_does_not_slip_back(session: Session, ramp: Ramp) -> None:
    from receiving.claiming import open_claim

    lot = ramp.arrived("P1", 5)
    ramp.decide(lot, 5)
    ramp.put_away(lot, 5)
    world = ramp.world
    words = {"by": world.people["keeper"], "at": NOON}
    taken = quarantining.quarantine(
        session,
        lot_id=lot,
        from_location_id=world.places["C-A1"],
        quantity=q(2),
        reason="rust",
        request_key=key(),
        **words,
    )
    open_claim(
        session,
        lot_id=lot,
        quarantine_location_id=world.places["C-Q"],
        quantity=q(2),
        note="rust",
        request_key=key(),
        **words,
    )
    session.commit()
    with pytest.raises(RuleViolation, match="on_a_claim"):
        reversing.reverse_posting(session, posting_id=taken.posting_id, reason="x", request_key=key(), **words)
    session.rollback()
    with pytest.raises(AppError, match="insufficient_stock"):
        open_claim(
            session,
            lot_id=lot,
            quarantine_location_id=world.places["C-Q"],
            quantity=q(1),
            note="rust",
            request_key=key(),
            **words,
        )


def test_stock_counts_only_what_passed_and_was_put_away(session: Session, ramp: Ramp, half: int) -> None:
    stock = session.get_one(Stock, (ramp.world.parts["P1"], ramp.world.places["C"]))
    assert stock.on_hand == q(4)
    assert session.scalars(select(Inspection.state)).one() == "decided"
    with pytest.raises(InvalidState):
        reversing.reverse_posting(
            session,
            posting_id=session.scalars(select(Movement.posting_id).where(Movement.kind == "rejection")).one(),
            reason="x",
            by=ramp.world.people["keeper"],
            at=NOON,
            request_key=key(),
        )
