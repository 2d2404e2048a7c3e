"""Judge measured values against limits and turn findings into a verdict by quantity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kernel.amounts import Quantity
from kernel.errors import RuleViolation
from kernel.text import Text
from receiving.readings import Reading


class DefectClass(StrEnum):
    """Name how grave a defect is: a critical one endangers, a major one disables, a minor one only displeases."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


class Aspect(StrEnum):
    """Name what is looked at."""

    APPEARANCE = "appearance"
    DIMENSION = "dimension"
    PERFORMANCE = "performance"
    MARKING = "marking"


WORDS: dict[StrEnum, Text] = {
    DefectClass.CRITICAL: Text("致命缺陷", "Critical"),
    DefectClass.MAJOR: Text("严重缺陷", "Major"),
    DefectClass.MINOR: Text("轻微缺陷", "Minor"),
    Aspect.APPEARANCE: Text("外观", "Appearance"),
    Aspect.DIMENSION: Text("尺寸", "Dimensions"),
    Aspect.PERFORMANCE: Text("性能", "Performance"),
    Aspect.MARKING: Text("标识", "Marking"),
}
"""The words of each class and aspect."""

GRAVITY = {DefectClass.MINOR: 1, DefectClass.MAJOR: 2, DefectClass.CRITICAL: 3}

NOTHING = Quantity(0)
WHOLE_LOT = 0
"""The sample number of a finding about the whole lot at once."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold one looked-at characteristic of one sample; sample 0 is the whole lot."""

    characteristic_id: int
    sample: int
    defect_class: DefectClass
    conforms: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """Say what the findings suggest: so much passed, so much failed, how grave the worst defect is."""

    passed: Quantity
    failed: Quantity
    severity: DefectClass | None


def conforms(measured: Reading, lower: Reading | None, upper: Reading | None) -> bool:
    """Tell whether a measured value lies within its limits; a value on a limit conforms.

    >>> conforms(Reading.of("10.05"), Reading.of("9.95"), Reading.of("10.05"))
    True
    >>> conforms(Reading.of("10.050001"), Reading.of("9.95"), Reading.of("10.05"))
    False
    """
    return (lower is None or measured >= lower) and (upper is None or measured <= upper)


def worst(findings: Iterable[Finding]) -> DefectClass | None:
    """Return the gravest class among the findings that do not conform."""
    return max((f.defect_class for f in findings if not f.conforms), key=GRAVITY.__getitem__, default=None)


def propose(findings: Iterable[Finding], *, pending: Quantity, step: Quantity) -> Proposal:
    """Propose a verdict over the pending quantity: each sample with a critical or major defect fails one step.

    A defect of the whole lot fails all of it. Goods without natural pieces (a step below one unit) cannot be told
    apart by sample, so one such defect fails them all. Minor defects are remarked and do not fail.
    """
    looked_at = tuple(findings)
    failing = _failing(looked_at, DefectClass.CRITICAL, DefectClass.MAJOR)
    failed = _quantity(failing, pending, step)
    return Proposal(pending - failed, failed, worst(looked_at))


def check(
    findings: Iterable[Finding],
    *,
    passed: Quantity,
    failed: Quantity,
    pending: Quantity,
    step: Quantity,
    conceded: Quantity = NOTHING,
) -> None:
    """Refuse a verdict over more than is pending, over nothing, or one that lets a defect pass.

    What has a critical defect always fails, what has a major one does as far as no concession goes. Neither may be
    left for a later verdict, which would begin without these findings.
    """
    looked_at = tuple(findings)
    zero = Quantity.zero()
    if passed < zero or failed < zero or passed + failed == zero:
        raise RuleViolation("verdict_empty", passed=str(passed), failed=str(failed))
    if passed + failed > pending:
        raise RuleViolation("verdict_exceeds_pending", decided=str(passed + failed), pending=str(pending))
    critical = _quantity(_failing(looked_at, DefectClass.CRITICAL), pending, step)
    if failed < critical:
        raise RuleViolation("critical_defect_passed", failed=str(failed), at_least=str(critical))
    grave = _quantity(_failing(looked_at, DefectClass.CRITICAL, DefectClass.MAJOR), pending, step)
    if failed < grave - conceded:
        raise RuleViolation("concession_needed", failed=str(failed), at_least=str(grave - conceded))


def noted_by_class(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how many single pieces have a defect, each counted once under its gravest one."""
    gravest: dict[int, DefectClass] = {}
    for finding in findings:
        if finding.conforms or finding.sample == WHOLE_LOT:
            continue
        known = gravest.get(finding.sample, finding.defect_class)
        gravest[finding.sample] = max(known, finding.defect_class, key=GRAVITY.__getitem__)
    return {str(each): list(gravest.values()).count(each) for each in DefectClass}


def missing(findings: Iterable[Finding], wanted: Iterable[int]) -> tuple[int, ...]:
    """Return the characteristics of the standard that nobody has looked at, in their order."""
    seen = {finding.characteristic_id for finding in findings}
    return tuple(each for each in wanted if each not in seen)


def _failing(findings: tuple[Finding, ...], *classes: DefectClass) -> set[int]:
    return {f.sample for f in findings if not f.conforms and f.defect_class in classes}


def _quantity(samples: set[int], pending: Quantity, step: Quantity) -> Quantity:
    if not samples:
        return Quantity.zero()
    if WHOLE_LOT in samples or step < Quantity.of(1):
        return pending
    return min(step * len(samples), pending)
