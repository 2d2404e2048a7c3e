"""Switching between normal, tightened and reduced inspection: ISO 2859-1:1999, 9.3 and 9.4, lot by lot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import RuleViolation
from receiving.sampling import Severity
from receiving.switching import WORDS, Cause, ClassOutcome, Regime, State, after_lot, by_hand

GOOD, FAIR, BAD = ClassOutcome(2, True, True), ClassOutcome(2, True, False), ClassOutcome(2, False, False)
SMALL_GOOD, SMALL_BAD = ClassOutcome(0, True, False), ClassOutcome(1, False, False)


def run(outcomes: str, state: State | None = None, *, reduced: bool = True) -> tuple[State, list[Cause]]:
    """Play lots: G good, F fair (accepted, but not one step tighter), B not accepted, g and b with a small plan."""
    lots = {"G": GOOD, "F": FAIR, "B": BAD, "g": SMALL_GOOD, "b": SMALL_BAD}
    now, causes = state or State(), []
    for each in outcomes:
        step = after_lot(now, [lots[each]], reduced_allowed=reduced)
        now, causes = step.state, [*causes, step.cause]
    return now, causes


@pytest.mark.parametrize("outcomes", ["BB", "BFB", "BFFFB", "FFBFFFB"])
def test_two_refused_of_five_or_fewer_tighten(outcomes):
    state, causes = run(outcomes)
    assert (state.regime, causes[-1]) == (Regime.TIGHTENED, Cause.TWO_OF_FIVE)
    assert (state.recent, state.score, state.refused) == ("", 0, 0)


def test_two_refused_further_apart_do_not():
    state, _ = run("BFFFFB")
    assert state.regime is Regime.NORMAL


def test_five_accepted_in_a_row_bring_normal_inspection_back():
    state, causes = run("GGGG", State(Regime.TIGHTENED))
    assert state.regime is Regime.TIGHTENED
    state, causes = run("GGBGGGGG", State(Regime.TIGHTENED))
    assert (state.regime, causes[-1]) == (Regime.NORMAL, Cause.FIVE_ACCEPTED)


def test_five_refused_in_all_stop_inspection_under_tightened():
    state, causes = run("BGBGBGBGB", State(Regime.TIGHTENED))
    assert (state.regime, causes[-1], state.refused) == (Regime.STOPPED, Cause.FIVE_REFUSED, 5)
    with pytest.raises(RuleViolation, match="sampling_stopped"):
        run("G", state)
    with pytest.raises(RuleViolation, match="sampling_stopped"):
        _ = state.severity


def test_a_score_of_thirty_reduces_and_counts_three_or_two():
    assert run("G" * 9)[0].score == 27
    state, causes = run("G" * 10)
    assert (state.regime, causes[-1]) == (Regime.REDUCED, Cause.SCORE)
    assert run("g" * 14)[0].score == 28
    assert run("g" * 15)[0].regime is Regime.REDUCED


def test_a_lot_that_a_tighter_limit_refuses_sets_the_score_back():
    assert run("GGGF")[0].score == 0
    assert run("ggb")[0].score == 0


def test_the_score_alone_does_not_reduce_without_consent():
    state, _ = run("G" * 20, reduced=False)
    assert (state.regime, state.score) == (Regime.NORMAL, 60)


def test_one_refused_lot_ends_reduced_inspection():
    state, causes = run("GGB", State(Regime.REDUCED))
    assert (state.regime, causes[-1]) == (Regime.NORMAL, Cause.NOT_ACCEPTED)


def test_a_lot_is_as_good_as_its_worst_class():
    step = after_lot(State(), [GOOD, SMALL_GOOD], reduced_allowed=True)
    assert step.state.score == 2
    step = after_lot(State(score=10), [GOOD, BAD], reduced_allowed=True)
    assert (step.state.score, step.state.recent, step.state.run) == (0, "R", 0)


def test_skipping_needs_a_run_and_no_tightened_inspection():
    assert State(run=10).skips(10)
    assert not State(run=9).skips(10)
    assert not State(run=50).skips(0)
    assert not State(Regime.TIGHTENED, run=10).skips(10)


def test_by_hand_begins_anew_and_lifts_a_stop_into_tightened_only():
    step = by_hand(State(score=12, recent="AAR", run=2), Regime.TIGHTENED)
    assert (step.state, step.cause) == (State(Regime.TIGHTENED), Cause.BY_HAND)
    stopped = State(Regime.STOPPED, refused=5)
    assert by_hand(stopped, Regime.TIGHTENED).state == State(Regime.TIGHTENED)
    with pytest.raises(RuleViolation, match="stopped_goes_on_tightened"):
        by_hand(stopped, Regime.NORMAL)
    with pytest.raises(RuleViolation, match="regime_same"):
        by_hand(State(), Regime.NORMAL)


@given(st.text("GFBgb", max_size=60))
def test_whatever_comes_the_state_is_sound(outcomes):
    now = State()
    for each in outcomes:
        if now.regime is Regime.STOPPED:
            break
        now, causes = run(each, now)
        assert len(now.recent) <= 5
        assert now.score < 30 or now.regime is Regime.NORMAL
        assert now.regime is not Regime.REDUCED or now.run > 0
        assert now.regime is Regime.STOPPED or now.severity in set(Severity)
        assert causes[0] is not Cause.BY_HAND


def test_every_word_is_said_in_both_languages():
    assert {*Regime, *Cause} == set(WORDS)
    assert all(each.zh and each.en for each in WORDS.values())
