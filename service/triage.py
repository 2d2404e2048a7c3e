"""Guided triage: what the answers at intake suggest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from service.states import SEVERITY, FaultType, Urgency, Visit


@dataclass(frozen=True, slots=True)
class Hint:
    """Hold what one chosen answer suggests."""

    question_id: int
    urgency: str | None = None
    fault_type: str | None = None
    visit: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Hold what all answers together suggest, and which questions decided about the urgency."""

    urgency: Urgency
    fault_type: FaultType | None
    visit: Visit
    decided_by: tuple[int, ...]


def suggest(hints: Iterable[Hint]) -> Suggestion:
    """Return the gravest urgency told, the first fault type, and a visit unless every opinion is for remote help.

    >>> suggest([Hint(1, "normal"), Hint(2, "urgent"), Hint(3, None, "hardware")]).urgency
    <Urgency.URGENT: 'urgent'>
    """
    told = list(hints)
    urgencies = [Urgency(hint.urgency) for hint in told if hint.urgency]
    urgency = max(urgencies, key=SEVERITY.__getitem__, default=Urgency.NORMAL)
    types = [FaultType(hint.fault_type) for hint in told if hint.fault_type]
    visits = {hint.visit for hint in told if hint.visit}
    return Suggestion(
        urgency,
        types[0] if types else None,
        Visit.REMOTE if visits == {Visit.REMOTE} and urgency is not Urgency.URGENT else Visit.ON_SITE,
        tuple(hint.question_id for hint in told if hint.urgency == urgency),
    )
