"""Serial-tracked pieces that came together are one lot: one sample, one step of switching; both engines."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from inventory.tables import Lot
from kernel.errors import InvalidState, RuleViolation
from receiving.conceding import ask_concession, decide_concession
from receiving.deciding_pieces import PiecesDecided, decide_pieces
from receiving.drawing_samples import draw_of, state_of
from receiving.inspecting import record_results
from receiving.queries import inspections
from receiving.tables import ArrivalLot, Inspection, SupplierReturn, SwitchingStep
from tests.scripts.test_sampling_lots import begun, counted, looked, scheme
from tests.support.procurement import Market, refused
from tests.support.receiving import TODAY, Ramp, key
from tests.support.world import NOON, World, q

PIECES = 20


@pytest.fixture
def ramp(world: World) -> Ramp:
    market = Market(world)
    market.offer("ACME", "SER", (0, "10"))
    world.session.commit()
    return Ramp(market)


@pytest.fixture
def lots(ramp: Ramp) -> list[int]:
    """Take in twenty pieces with serial numbers on one line."""
    return pieces(ramp, PIECES, "A")


def pieces(ramp: Ramp, count: int, mark: str) -> list[int]:
    order = ramp.market.sent("ACME", ("SER", count))
    serials = tuple(f"{mark}{number:03}" for number in range(count))
    made = ramp.register(ramp.line(order.line_ids[0], "SER", count, serial_numbers=serials))
    ramp.world.session.commit()
    return [each.lot_id for each in made.lines[0].lots]


def find(ramp: Ramp, inspection: int, ids: tuple[int, ...]) -> None:
    """Note that what was looked at is right."""
    record_results(
        ramp.world.session,
        inspection_id=inspection,
        results=looked(ids),
        by=ramp.world.people["inspector"],
        at=NOON,
        request_key=key(),
    )


def decided(ramp: Ramp, inspection: int, *failed: int, who: str = "inspector") -> PiecesDecided:
    words = {"severity": "major", "reason": "does not run"} if failed else {}
    return decide_pieces(
        ramp.world.session,
        inspection_id=inspection,
        failed_lot_ids=failed,
        by=ramp.world.people[who],
        at=NOON,
        request_key=key(),
        **words,  # type: ignore[arg-type]
    )


def test_one_sample_stands_for_all_pieces_and_counts_as_one_lot(session: Session, ramp: Ramp, lots: list[int]) -> None:
    ids = scheme(ramp, "SER")
    inspection = begun(ramp, lots[7])
    assert {begun(ramp, each) for each in lots} == {inspection}
    drawn = draw_of(session, inspection)
    assert drawn is not None
    assert (drawn.lot_size, drawn.letter, drawn.major_size, drawn.major_accept) == (PIECES, "C", 13, 0)
    find(ramp, inspection, ids)
    counted(ramp, inspection, 13)
    made = decided(ramp, inspection)
    assert (made.passed, made.failed, made.arrival_state) == (q(PIECES), q(0), "closed")
    session.commit()
    assert all(ramp.where(lot) == {"C-S": q(1)} for lot in lots)
    assert len(session.scalars(select(SwitchingStep)).all()) == 1
    assert state_of(session, ramp.market.suppliers["ACME"], ramp.world.parts["SER"]).run == 1
    view = inspections.inspection(session, inspection)
    assert (view.received, view.passed, view.pending_after) == (q(PIECES), q(PIECES), q(0))
    assert [each.state for each in view.pieces] == ["passed"] * PIECES
    assert inspections.acceptance_record(session, view.arrival_id) == (view,)


def test_a_refused_sample_lets_no_piece_pass_until_all_are_sorted(
    session: Session, ramp: Ramp, lots: list[int]
) -> None:
    ids = scheme(ramp, "SER")
    inspection = begun(ramp, lots[0])
    find(ramp, inspection, ids)
    session.commit()
    with pytest.raises(RuleViolation, match="sample_not_counted"):
        decided(ramp, inspection)
    session.rollback()
    counted(ramp, inspection, 13, major=1)
    session.commit()
    with pytest.raises(RuleViolation, match="sample_not_accepted"):
        decided(ramp, inspection, *lots[1:])
    session.rollback()
    counted(ramp, inspection, PIECES, major=2)
    session.commit()
    with pytest.raises(RuleViolation, match="sample_not_accepted"):
        decided(ramp, inspection, lots[3])
    session.rollback()
    made = decided(ramp, inspection, lots[3], lots[9])
    assert (made.passed, made.failed) == (q(PIECES - 2), q(2))
    session.commit()
    claimed = session.scalars(select(SupplierReturn).order_by(SupplierReturn.id)).all()
    assert [each.lot_id for each in claimed] == [lots[3], lots[9]]
    assert tuple(each.number for each in claimed) == made.supplier_return_numbers
    assert ramp.where(lots[3]) == {"C-Q": q(1)}
    assert ramp.where(lots[4]) == {"C-S": q(1)}
    failed = [each for each in inspections.inspection(session, inspection).pieces if each.state == "failed"]
    assert [each.return_number for each in failed] == list(made.supplier_return_numbers)
    assert [each.serial_number for each in failed] == ["A003", "A009"]


def test_a_concession_covers_pieces_of_the_delivery(session: Session, ramp: Ramp, lots: list[int]) -> None:
    ids = scheme(ramp, "SER")
    inspection = begun(ramp, lots[0])
    find(ramp, inspection, ids)
    counted(ramp, inspection, 13, major=1)
    people = ramp.world.people
    with pytest.raises(RuleViolation, match="concession_beyond_lot"):
        ask_concession(
            session,
            inspection_id=inspection,
            quantity=q(PIECES + 1),
            reason="x",
            by=people["inspector"],
            at=NOON,
            request_key=key(),
        )
    asked = ask_concession(
        session,
        inspection_id=inspection,
        quantity=q(5),
        reason="scratched",
        by=people["inspector"],
        at=NOON,
        request_key=key(),
    )
    decide_concession(
        session,
        concession_id=asked.concession_id,
        granted=True,
        limits="own use",
        valid_until_on=TODAY,
        answer="",
        by=people["supervisor"],
        at=NOON,
        request_key=key(),
    )
    session.commit()
    with pytest.raises(RuleViolation, match="sample_not_accepted"):
        decided(ramp, inspection, *lots[6:])
    session.rollback()
    assert decided(ramp, inspection, *lots[5:]).passed == q(5)


def test_sampled_pieces_are_not_decided_one_by_one_or_for_others(session: Session, ramp: Ramp, lots: list[int]) -> None:
    ids = scheme(ramp, "SER")
    session.commit()
    with pytest.raises(RuleViolation, match="pieces_decided_together"):
        ramp.decide(lots[2], 1, results=looked(ids))
    session.rollback()
    inspection = begun(ramp, lots[0])
    find(ramp, inspection, ids)
    counted(ramp, inspection, 13)
    session.commit()
    for lot in (lots[0], lots[2]):
        with pytest.raises(RuleViolation, match="pieces_decided_together"):
            ramp.decide(lot, 1)
        session.rollback()
    others = pieces(ramp, 2, "B")
    with pytest.raises(RuleViolation, match="not_of_the_delivery"):
        decided(ramp, inspection, others[0])
    session.rollback()
    decided(ramp, inspection)
    session.commit()
    with pytest.raises(InvalidState, match="nothing_pending"):
        decided(ramp, inspection)


def test_without_a_scheme_pieces_are_decided_together_or_one_by_one(
    session: Session, ramp: Ramp, lots: list[int]
) -> None:
    one = begun(ramp, lots[1])
    assert begun(ramp, lots[0]) != one
    ramp.decide(lots[2], 0, 1)
    made = decided(ramp, one, lots[5])
    assert (made.passed, made.failed, made.arrival_state) == (q(PIECES - 2), q(1), "closed")
    session.commit()
    assert session.scalars(select(Lot.id).where(Lot.id.in_(lots))).all()


def test_sql_passes_no_piece_around_the_common_sample(session: Session, ramp: Ramp, lots: list[int]) -> None:
    ids = scheme(ramp, "SER")
    lead = begun(ramp, lots[0])
    find(ramp, lead, ids)
    counted(ramp, lead, 13, major=1)
    other = begun(ramp, pieces(ramp, 1, "B")[0])
    session.commit()
    piece = session.scalars(select(ArrivalLot).where(ArrivalLot.lot_id == lots[1])).one()
    inspector = ramp.world.people["inspector"]
    insert = (
        "INSERT INTO inspection (number, arrival_lot_id, bought_by_id, begun_by_id, begun_at, state, passed, failed,"
        " reason, led_by_id) VALUES (:number, :lot, :buyer, :who, '2026-03-02', 'pending', 0, 0, '', :lead)"
    )
    facts = {"lot": piece.id, "buyer": piece.bought_by_id, "who": inspector}
    assert refused(session, insert, **facts, number="X1", lead=other) == "not_of_the_delivery"
    for number, led in (("X2", lead), ("X3", None)):
        own = piece.id if led else piece.id + 1
        session.execute(text(insert), {**facts, "lot": own, "number": number, "lead": led})
    session.commit()
    decide = (
        "UPDATE inspection SET state = 'decided', passed = 1000, decided_by_id = :who, decided_at = '2026-03-02'"
        " WHERE number = :number"
    )
    assert refused(session, decide, who=inspector, number="X2") == "sample_not_accepted"
    assert refused(session, decide, who=inspector, number="X3") == "pieces_decided_together"
    row = session.scalars(select(Inspection).where(Inspection.number == "X2")).one()
    assert refused(session, "UPDATE inspection SET led_by_id = NULL WHERE id = :id", id=row.id) == "unchangeable"
