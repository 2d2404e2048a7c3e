"""Sample lots by their standard's scheme: what a sample lets pass, how lots are switched, concessions; both engines."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session

from kernel.errors import FourEyes, InvalidState, RuleViolation
from receiving.conceding import ask_concession, conceded_for, decide_concession
from receiving.counting_samples import Counted, count_sample
from receiving.drawing_samples import draw_of, set_regime, state_of
from receiving.inspecting import Result, begin, record_results
from receiving.standardising import CharacteristicDraft, SamplingDraft, create_standard
from receiving.switching import Cause, Regime
from receiving.tables import Concession, SampleDraw, SwitchingStep
from receiving.verdict import Aspect, DefectClass
from tests.support.procurement import Market
from tests.support.receiving import TODAY, Ramp, key
from tests.support.world import NOON, World, q

LOOK = (
    CharacteristicDraft(Aspect.MARKING, "认证标志", "Approval mark", DefectClass.CRITICAL),
    CharacteristicDraft(Aspect.PERFORMANCE, "通电", "Runs", DefectClass.MAJOR),
    CharacteristicDraft(Aspect.APPEARANCE, "无划痕", "No scratches", DefectClass.MINOR),
)


@pytest.fixture
def ramp(world: World) -> Ramp:
    market = Market(world)
    for part in ("P1", "P2", "HOSE"):
        market.offer("ACME", part, (0, "10"))
    world.session.commit()
    return Ramp(market)


def scheme(ramp: Ramp, part: str = "P1", *, on: date = TODAY, **more: object) -> tuple[int, ...]:
    """Set a standard that samples by level II, 1.0 % major and 4.0 % minor, none critical."""
    made = create_standard(
        ramp.world.session,
        part_id=ramp.world.parts[part],
        characteristics=LOOK,
        valid_from_on=on,
        sampling=SamplingDraft(**{"major_aql": "1.0", "minor_aql": "4.0", **more}),  # type: ignore[arg-type]
        by=ramp.world.people["inspector"],
        at=NOON,
        request_key=key(),
    )
    return made.characteristic_ids


def begun(ramp: Ramp, lot: int) -> int:
    made = begin(ramp.world.session, lot_id=lot, by=ramp.world.people["inspector"], at=NOON, request_key=key())
    return made.inspection_id


def counted(
    ramp: Ramp, inspection: int, looked_at: int, *, critical: int = 0, major: int = 0, minor: int = 0
) -> Counted:
    return count_sample(
        ramp.world.session,
        inspection_id=inspection,
        looked_at=looked_at,
        critical_found=critical,
        major_found=major,
        minor_found=minor,
        by=ramp.world.people["inspector"],
        at=NOON,
        request_key=key(),
    )


def looked(ids: tuple[int, ...]) -> tuple[Result, ...]:
    return tuple(Result(each, conforms=True) for each in ids)


def lot_with(ramp: Ramp, ids: tuple[int, ...], *, major: int, quantity: int = 600, supplier: str = "ACME") -> int:
    """Take a lot in, sample it and decide as the sample says."""
    lot = ramp.arrived("P1", quantity, supplier=supplier)
    inspection = begun(ramp, lot)
    drawn = draw_of(ramp.world.session, inspection)
    assert drawn is not None
    made = counted(ramp, inspection, max(drawn.major_size, drawn.minor_size, drawn.critical_size), major=major)
    if made.accepted:
        ramp.decide(lot, quantity - major, major, results=looked(ids))
    else:
        ramp.decide(lot, 0, quantity, results=looked(ids))
    return inspection


def test_the_sample_follows_the_lot_and_the_scheme(session: Session, ramp: Ramp) -> None:
    scheme(ramp)
    drawn = draw_of(session, begun(ramp, ramp.arrived("P1", 600)))
    assert drawn is not None
    assert (drawn.letter, drawn.regime, drawn.lot_size, drawn.original) == ("J", "normal", 600, True)
    assert (drawn.major_size, drawn.major_accept) == (80, 2)
    assert (drawn.minor_size, drawn.minor_accept) == (80, 7)
    assert (drawn.critical_size, drawn.critical_accept) == (80, 0)


def test_an_accepted_lot_passes_but_for_the_faulty_pieces(session: Session, ramp: Ramp) -> None:
    ids = scheme(ramp)
    lot = ramp.arrived("P1", 600)
    made = counted(ramp, begun(ramp, lot), 80, major=2, minor=5)
    assert (made.accepted, made.may_pass) == (True, q(598))
    with pytest.raises(RuleViolation, match="sample_not_accepted"):
        ramp.decide(lot, 600, 0, results=looked(ids))
    session.rollback()


def test_nothing_of_a_refused_lot_passes_unless_it_is_sorted(session: Session, ramp: Ramp) -> None:
    ids = scheme(ramp)
    lot = ramp.arrived("P1", 600)
    inspection = begun(ramp, lot)
    assert counted(ramp, inspection, 80, major=3).accepted is False
    session.commit()
    with pytest.raises(RuleViolation, match="sample_not_accepted"):
        ramp.decide(lot, 1, 599, results=looked(ids))
    session.rollback()
    made = counted(ramp, inspection, 600, major=19, minor=4)
    assert (made.accepted, made.may_pass) == (False, q(581))
    ramp.decide(lot, 581, 19, results=looked(ids))
    session.commit()
    step = session.scalars(select(SwitchingStep)).one()
    assert (step.recent, step.regime, step.inspection_id) == ("R", "normal", inspection)


def test_no_verdict_before_the_sample_is_counted(session: Session, ramp: Ramp) -> None:
    ids = scheme(ramp)
    lot = ramp.arrived("P1", 600)
    session.commit()
    for passed, failed in ((600, 0), (0, 600)):
        with pytest.raises(RuleViolation, match="sample_not_counted"):
            ramp.decide(lot, passed, failed, results=looked(ids))
        session.rollback()


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        ({"looked_at": 79}, "sample_too_small"),
        ({"looked_at": 601}, "sample_beyond_lot"),
        ({"looked_at": 80, "major": 41, "minor": 40}, "found_beyond_sample"),
        ({"looked_at": 80, "major": 0}, "fewer_than_noted"),
    ],
)
def test_a_count_that_cannot_be_is_refused(session: Session, ramp: Ramp, numbers: dict[str, int], code: str) -> None:
    ids = scheme(ramp)
    inspection = begun(ramp, ramp.arrived("P1", 600))
    faulty = (Result(ids[1], sample=1, conforms=False), Result(ids[2], sample=1, conforms=False))
    record_results(
        session,
        inspection_id=inspection,
        results=faulty,
        by=ramp.world.people["inspector"],
        at=NOON,
        request_key=key(),
    )
    with pytest.raises(RuleViolation, match=code):
        counted(ramp, inspection, **numbers)


def test_small_lots_are_looked_at_piece_by_piece_and_goods_by_the_metre_have_no_sample(
    session: Session, ramp: Ramp
) -> None:
    scheme(ramp)
    scheme(ramp, "HOSE")
    drawn = draw_of(session, begun(ramp, ramp.arrived("P1", 7)))
    assert drawn is not None
    assert (drawn.major_size, drawn.minor_size, drawn.critical_size) == (7, 3, 7)
    single = draw_of(session, begun(ramp, ramp.arrived("P1", 1)))
    assert single is not None
    assert (single.major_size, single.major_accept, single.letter) == (1, 0, "")
    assert draw_of(session, begun(ramp, ramp.arrived("HOSE", "12.5"))) is None


def test_two_refused_lots_tighten_and_five_accepted_ones_loosen_again(session: Session, ramp: Ramp) -> None:
    ids = scheme(ramp)
    acme, part = ramp.market.suppliers["ACME"], ramp.world.parts["P1"]
    lot_with(ramp, ids, major=3)
    lot_with(ramp, ids, major=3)
    session.commit()
    assert state_of(session, acme, part).regime is Regime.TIGHTENED
    tightened = draw_of(session, begun(ramp, ramp.arrived("P1", 600)))
    assert tightened is not None
    assert (tightened.regime, tightened.major_size, tightened.major_accept) == ("tightened", 80, 1)
    for _ in range(5):
        lot_with(ramp, ids, major=1)
    session.commit()
    assert state_of(session, acme, part).regime is Regime.NORMAL
    causes = list(session.scalars(select(SwitchingStep.cause).order_by(SwitchingStep.id)))
    assert causes[1] == Cause.TWO_OF_FIVE
    assert causes[-1] == Cause.FIVE_ACCEPTED


def test_five_refused_lots_stop_inspection_until_somebody_lifts_it(session: Session, ramp: Ramp) -> None:
    ids = scheme(ramp)
    acme, part, people = ramp.market.suppliers["ACME"], ramp.world.parts["P1"], ramp.world.people
    for _ in range(7):
        lot_with(ramp, ids, major=3)
    session.commit()
    assert state_of(session, acme, part).regime is Regime.STOPPED
    lot = ramp.arrived("P1", 600)
    session.commit()
    with pytest.raises(InvalidState, match="sampling_stopped"):
        begun(ramp, lot)
    session.rollback()
    lift = {"supplier_id": acme, "part_id": part, "reason": "new tool", "by": people["supervisor"], "at": NOON}
    with pytest.raises(RuleViolation, match="stopped_goes_on_tightened"):
        set_regime(session, **lift, regime="normal", request_key=key())  # type: ignore[arg-type]
    session.rollback()
    made = set_regime(session, **lift, regime="tightened", request_key=key())  # type: ignore[arg-type]
    assert (made.regime_before, made.regime) == ("stopped", "tightened")
    drawn = draw_of(session, begun(ramp, lot))
    assert drawn is not None
    assert drawn.regime == "tightened"


def test_good_lots_are_reduced_where_that_is_allowed_and_then_skipped(session: Session, ramp: Ramp) -> None:
    ids = scheme(ramp, reduced_allowed=True, skip_after=12, skip_one_in=5)
    acme, part = ramp.market.suppliers["ACME"], ramp.world.parts["P1"]
    for _ in range(10):
        lot_with(ramp, ids, major=0)
    session.commit()
    assert state_of(session, acme, part).regime is Regime.REDUCED
    reduced = draw_of(session, lot_with(ramp, ids, major=0))
    assert reduced is not None
    assert (reduced.regime, reduced.major_size, reduced.major_accept) == ("reduced", 32, 1)
    lot_with(ramp, ids, major=0)
    drawn = [draw_of(session, lot_with(ramp, ids, major=0)) for _ in range(30)]
    skipped = [each for each in drawn if each is not None and each.regime == "skip"]
    assert 15 <= len(skipped) <= 29
    assert {(each.major_size, each.outcome) for each in skipped} == {(0, "accepted")}
    assert state_of(session, acme, part).run == 12 + len(drawn) - len(skipped)
    session.commit()


def test_a_lot_submitted_again_does_not_count_for_switching(session: Session, ramp: Ramp) -> None:
    ids = scheme(ramp)
    lot = ramp.arrived("P1", 600)
    counted(ramp, begun(ramp, lot), 80)
    ramp.decide(lot, 100, 0, results=looked(ids))
    again = draw_of(session, begun(ramp, lot))
    assert again is not None
    assert (again.original, again.lot_size) == (False, 500)
    counted(ramp, again.inspection_id, again.lot_size, major=400)
    ramp.decide(lot, 100, 400, results=looked(ids))
    session.commit()
    assert session.scalars(select(SwitchingStep.recent)).all() == ["A"]


def asked(ramp: Ramp, inspection: int, quantity: int) -> int:
    return ask_concession(
        ramp.world.session,
        inspection_id=inspection,
        quantity=q(quantity),
        reason="scratched housings work",
        by=ramp.world.people["inspector"],
        at=NOON,
        request_key=key(),
    ).concession_id


def decided(ramp: Ramp, concession: int, who: str = "supervisor", **more: object) -> object:
    words = {"granted": True, "limits": "out of warranty only", "valid_until_on": TODAY + timedelta(days=30)}
    return decide_concession(
        ramp.world.session,
        concession_id=concession,
        by=ramp.world.people[who],
        at=NOON,
        request_key=key(),
        **{**words, **more},  # type: ignore[arg-type]
    )


def test_a_concession_lets_so_much_of_a_refused_lot_pass_but_no_critical_piece(session: Session, ramp: Ramp) -> None:
    ids = scheme(ramp)
    lot = ramp.arrived("P1", 600)
    inspection = begun(ramp, lot)
    counted(ramp, inspection, 80, critical=1, major=4)
    decided(ramp, asked(ramp, inspection, 600))
    session.commit()
    assert conceded_for(session, inspection, TODAY) == q(600)
    assert conceded_for(session, inspection, TODAY + timedelta(days=31)) == q(0)
    with pytest.raises(RuleViolation, match="sample_not_accepted"):
        ramp.decide(lot, 600, 0, results=looked(ids))
    session.rollback()
    ramp.decide(lot, 599, 1, results=looked(ids), severity="critical")
    session.commit()


def test_a_concession_is_granted_by_another_once_with_limits_and_a_day(session: Session, ramp: Ramp) -> None:
    scheme(ramp)
    inspection = begun(ramp, ramp.arrived("P1", 600))
    concession = asked(ramp, inspection, 50)
    session.commit()
    with pytest.raises(InvalidState, match="concession_asked_already"):
        asked(ramp, inspection, 10)
    session.rollback()
    for who in ("inspector", "buyer"):
        with pytest.raises(FourEyes):
            decided(ramp, concession, who)
        session.rollback()
    for more, code in (
        ({"valid_until_on": None}, "concession_until_when"),
        ({"valid_until_on": TODAY - timedelta(days=1)}, "concession_until_when"),
        ({"limits": " "}, "concession_needs_limits"),
        ({"granted": False}, "reason_needed"),
    ):
        with pytest.raises(RuleViolation, match=code):
            decided(ramp, concession, **more)
        session.rollback()
    decided(ramp, concession, granted=False, answer="too many")
    session.commit()
    with pytest.raises(InvalidState, match="concession_decided"):
        decided(ramp, concession)
    assert conceded_for(session, inspection, TODAY) == q(0)


ATTACKS = {
    "pass a refused lot": "UPDATE inspection SET state = 'decided', passed = 600000, decided_by_id = {supervisor},"
    " decided_at = begun_at WHERE id = {inspection}",
    "turn the outcome": "UPDATE sample_draw SET outcome = 'accepted' WHERE inspection_id = {inspection}",
    "make the sample smaller": "UPDATE sample_draw SET major_size = 1 WHERE inspection_id = {inspection}",
    "accept more": "UPDATE sample_draw SET major_accept = 9 WHERE inspection_id = {inspection}",
    "forget the sample": "DELETE FROM sample_draw WHERE inspection_id = {inspection}",
    "say the whole lot was looked at": "UPDATE sample_draw SET looked_at = 601 WHERE inspection_id = {inspection}",
    "grant one's own concession": "UPDATE concession SET state = 'granted', decided_by_id = {inspector},"
    " valid_until_on = '2027-01-01' WHERE inspection_id = {inspection}",
    "grant as the buyer": "UPDATE concession SET state = 'granted', decided_by_id = {buyer},"
    " valid_until_on = '2027-01-01' WHERE inspection_id = {inspection}",
    "concede more than was asked": "UPDATE concession SET quantity = 600000 WHERE inspection_id = {inspection}",
    "forget a step": "DELETE FROM switching_step",
    "loosen by hand in the table": "UPDATE switching_step SET regime = 'reduced'",
    "loosen the scheme": "UPDATE sampling_scheme SET major_aql = '10'",
}


@pytest.mark.parametrize("attack", ATTACKS, ids=ATTACKS.get)
def test_the_database_itself_refuses_what_goes_round_the_sample(
    session: Session, engine: Engine, ramp: Ramp, attack: str
) -> None:
    ids = scheme(ramp)
    lot_with(ramp, ids, major=3)
    inspection = begun(ramp, ramp.arrived("P1", 600))
    counted(ramp, inspection, 80, major=3)
    asked(ramp, inspection, 10)
    session.commit()
    sql = ATTACKS[attack].format(inspection=inspection, **ramp.world.people)
    with engine.connect() as raw, pytest.raises((DatabaseError, IntegrityError)):
        raw.execute(text(sql))
    session.rollback()
    assert session.scalars(select(SampleDraw.outcome).where(SampleDraw.inspection_id == inspection)).one()
    assert session.scalars(select(Concession.state)).one() == "asked"
