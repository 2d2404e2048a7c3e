"""Switch between normal, tightened and reduced inspection lot by lot, as ISO 2859-1:1999, 9.3 and 9.4 say.

One state is kept per supplier and part: a lot counts once, when it is first submitted, and as not accepted as soon as
one class of defects is not. The score that leads to reduced inspection grows by what the least good class earns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from kernel.errors import RuleViolation
from kernel.text import Text
from receiving.sampling import Severity

LOTS_LOOKED_BACK = 5
"""Two of so many lots not accepted tighten; so many accepted ones in a row bring normal inspection back."""
REDUCED_FROM_SCORE = 30
STOP_AFTER = 5
"""So many lots not accepted under tightened inspection, and no more are inspected until the supplier has acted."""


class Regime(StrEnum):
    """Name how the next lot is looked at."""

    NORMAL = "normal"
    TIGHTENED = "tightened"
    REDUCED = "reduced"
    STOPPED = "stopped"


class Cause(StrEnum):
    """Name why a state is as it is after a lot, or after a person's decision."""

    STAYS = "stays"
    TWO_OF_FIVE = "two_of_five"
    FIVE_ACCEPTED = "five_accepted"
    SCORE = "score"
    NOT_ACCEPTED = "not_accepted"
    FIVE_REFUSED = "five_refused"
    BY_HAND = "by_hand"


WORDS: dict[StrEnum, Text] = {
    Regime.NORMAL: Text("正常检验", "Normal inspection"),
    Regime.TIGHTENED: Text("加严检验", "Tightened inspection"),
    Regime.REDUCED: Text("放宽检验", "Reduced inspection"),
    Regime.STOPPED: Text("暂停检验", "Inspection stopped"),
    Cause.STAYS: Text("不变", "Unchanged"),
    Cause.TWO_OF_FIVE: Text("连续5批或不到5批中有2批不接收", "Two of five lots or fewer were not accepted"),
    Cause.FIVE_ACCEPTED: Text("连续5批接收", "Five lots in a row were accepted"),
    Cause.SCORE: Text("转移得分达到30", "The switching score reached 30"),
    Cause.NOT_ACCEPTED: Text("放宽检验中有一批不接收", "A lot was not accepted under reduced inspection"),
    Cause.FIVE_REFUSED: Text("加严检验中累计5批不接收", "Five lots were not accepted under tightened inspection"),
    Cause.BY_HAND: Text("人工决定", "Decided by a person"),
}
"""The words of each."""


@dataclass(frozen=True, slots=True)
class State:
    """Hold how a supplier's lots of a part are looked at.

    `recent` has the outcomes since this regime began, newest last, at most five: A accepted, R not accepted.
    `refused` counts lots not accepted since tightened inspection began, `run` the accepted ones in a row.
    """

    regime: Regime = Regime.NORMAL
    score: int = 0
    recent: str = ""
    refused: int = 0
    run: int = 0

    @property
    def severity(self) -> Severity:
        """Return which master table holds; nothing is inspected while it is stopped."""
        if self.regime is Regime.STOPPED:
            raise RuleViolation("sampling_stopped")
        return Severity(str(self.regime))

    def skips(self, after: int) -> bool:
        """Tell whether lots may be skipped: so many in a row were accepted, and inspection is not tightened."""
        return bool(after) and self.run >= after and self.regime in {Regime.NORMAL, Regime.REDUCED}


@dataclass(frozen=True, slots=True)
class ClassOutcome:
    """Say how a class of defects did: its acceptance number, whether it was accepted, and one step tighter as well."""

    accept: int
    accepted: bool
    accepted_tighter: bool


@dataclass(frozen=True, slots=True)
class Step:
    """Hold the state after a lot and what brought it about."""

    state: State
    cause: Cause


def after_lot(state: State, classes: Iterable[ClassOutcome], *, reduced_allowed: bool) -> Step:
    """Return the state after a lot was looked at when first submitted.

    `reduced_allowed` is the word of the responsible authority that production is steady and reduced inspection is
    wanted (9.3.3.1 b and c). Raises `RuleViolation` while inspection is stopped.
    """
    looked = tuple(classes)
    accepted = all(each.accepted for each in looked)
    seen = replace(
        state,
        recent=(state.recent + ("A" if accepted else "R"))[-LOTS_LOOKED_BACK:],
        run=state.run + 1 if accepted else 0,
    )
    if state.regime is Regime.STOPPED:
        raise RuleViolation("sampling_stopped")
    if state.regime is Regime.TIGHTENED:
        return _tightened(seen, accepted=accepted)
    if state.regime is Regime.REDUCED:
        return Step(seen, Cause.STAYS) if accepted else Step(_begin(seen, Regime.NORMAL), Cause.NOT_ACCEPTED)
    return _normal(seen, looked, reduced_allowed=reduced_allowed)


def by_hand(state: State, regime: Regime) -> Step:
    """Return the state after a person set the regime: a fresh start in it; a stop is lifted into tightened only."""
    if state.regime is Regime.STOPPED and regime is not Regime.TIGHTENED:
        raise RuleViolation("stopped_goes_on_tightened")
    if state.regime is regime:
        raise RuleViolation("regime_same")
    return Step(_begin(replace(state, run=0), regime), Cause.BY_HAND)


def _normal(seen: State, looked: tuple[ClassOutcome, ...], *, reduced_allowed: bool) -> Step:
    if seen.recent.count("R") >= 2:  # noqa: PLR2004  two of five consecutive lots, 9.3.1
        return Step(_begin(seen, Regime.TIGHTENED), Cause.TWO_OF_FIVE)
    scored = replace(seen, score=_score(seen.score, looked))
    if reduced_allowed and scored.score >= REDUCED_FROM_SCORE:
        return Step(_begin(scored, Regime.REDUCED), Cause.SCORE)
    return Step(scored, Cause.STAYS)


def _tightened(seen: State, *, accepted: bool) -> Step:
    counted = seen if accepted else replace(seen, refused=seen.refused + 1)
    if counted.refused >= STOP_AFTER:
        return Step(replace(counted, regime=Regime.STOPPED), Cause.FIVE_REFUSED)
    if counted.recent == "A" * LOTS_LOOKED_BACK:
        return Step(_begin(counted, Regime.NORMAL), Cause.FIVE_ACCEPTED)
    return Step(counted, Cause.STAYS)


def _score(score: int, looked: tuple[ClassOutcome, ...]) -> int:
    """Return the switching score after a lot (9.3.3.2): 3 where one step tighter accepts too, 2 for small plans."""
    earned = min((_earned(each) for each in looked), default=0)
    return score + earned if earned else 0


def _earned(each: ClassOutcome) -> int:
    if each.accept <= 1:
        return 2 if each.accepted else 0
    return 3 if each.accepted and each.accepted_tighter else 0


def _begin(state: State, regime: Regime) -> State:
    return replace(state, regime=regime, score=0, recent="", refused=0)
