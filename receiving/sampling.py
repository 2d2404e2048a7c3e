"""Single sampling by attributes of ISO 2859-1 (GB/T 2828.1): which sample to draw, what to accept, what it catches."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from kernel.errors import RuleViolation
from kernel.text import Text
from receiving.sampling_tables import (
    AQLS,
    CODE_LETTERS,
    LETTERS,
    LEVELS,
    NORMAL,
    REDUCED,
    REDUCED_SAMPLE_SIZES,
    SAMPLE_SIZES,
    TIGHTENED,
)


class Severity(StrEnum):
    """Name how strictly lots are sampled."""

    NORMAL = "normal"
    TIGHTENED = "tightened"
    REDUCED = "reduced"


WORDS: dict[StrEnum, Text] = {
    Severity.NORMAL: Text("正常检验", "Normal inspection"),
    Severity.TIGHTENED: Text("加严检验", "Tightened inspection"),
    Severity.REDUCED: Text("放宽检验", "Reduced inspection"),
}
"""The words of each severity."""

Floats = NDArray[np.float64]
SMALLEST_LOT = 2
"""Table 1 begins with lots of two; a single piece is looked at whatever the plan says."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold a sampling plan: look at `sample_size` pieces, accept with at most `accept` faulty ones.

    `full` says that the sample is the whole lot.
    """

    letter: str
    sample_size: int
    accept: int
    full: bool = False

    @property
    def reject(self) -> int:
        """Return the least number of faulty pieces with which the lot is not accepted."""
        return self.accept + 1

    def accepts(self, nonconforming: int) -> bool:
        """Tell whether a lot is accepted with so many faulty pieces in its sample."""
        return nonconforming <= self.accept


def code_letter(lot_size: int, level: str) -> str:
    """Return the sample size code letter of a lot, in pieces, by Table 1.

    >>> code_letter(2000, "II"), code_letter(8, "III"), code_letter(500_001, "S-1")
    ('K', 'B', 'D')
    """
    if level not in LEVELS:
        raise RuleViolation("inspection_level_unknown", level=level)
    if lot_size < SMALLEST_LOT:
        raise RuleViolation("lot_too_small", lot_size=lot_size)
    return next(row[LEVELS.index(level)] for most, row in _code_letters() if most is None or lot_size <= most)


def plan(lot_size: int, *, level: str, aql: str, severity: Severity = Severity.NORMAL) -> Plan:
    """Return the single sampling plan for a lot, in pieces: Table 1, then Tables 2-A, 2-B or 2-C, arrows followed.

    A sample as large as the lot, or larger, means that every piece is looked at.

    >>> plan(2000, level="II", aql="0.65")
    Plan(letter='K', sample_size=125, accept=2, full=False)
    >>> plan(20, level="II", aql="0.65")
    Plan(letter='F', sample_size=20, accept=0, full=True)
    """
    found = plan_of(code_letter(lot_size, level), aql, severity)
    if found.sample_size < lot_size:
        return found
    return Plan(found.letter, lot_size, found.accept, full=True)


@cache
def plan_of(letter: str, aql: str, severity: Severity = Severity.NORMAL) -> Plan:
    """Return the plan of a letter and an acceptance quality limit, arrows followed, whatever the lot.

    An arrow leads to another letter, and its sample size goes with it.

    >>> plan_of("B", "6.5").letter, plan_of("C", "6.5", Severity.TIGHTENED).letter
    ('A', 'E')
    """
    if aql not in AQLS:
        raise RuleViolation("aql_unknown", aql=aql)
    cells = [row[AQLS.index(aql)] for row in _master(severity)]
    at = LETTERS.index(letter)
    while not cells[at].isdecimal():
        if cells[at] == ".":
            raise RuleViolation("no_such_plan", letter=letter, aql=aql)
        at += 1 if cells[at] == "v" else -1
    sizes = REDUCED_SAMPLE_SIZES if severity is Severity.REDUCED else SAMPLE_SIZES
    return Plan(LETTERS[at], sizes[at], int(cells[at]))


def one_step_tighter(aql: str) -> str | None:
    """Return the next smaller acceptance quality limit, none for the smallest.

    >>> one_step_tighter("1.0"), one_step_tighter("0.010")
    ('0.65', None)
    """
    at = AQLS.index(aql)
    return AQLS[at - 1] if at else None


def acceptance_probability(sample_size: int, accept: int, fraction: ArrayLike) -> Floats:
    """Return the chance that a lot is accepted, for fractions of faulty pieces of the process that made it.

    The operating characteristic of type B: P(X <= accept) with X binomial. Source: Montgomery, Introduction to
    Statistical Quality Control, eq. 15.2; for 89 pieces and 2 faulty ones accepted, Table 15.2 there has:

    >>> acceptance_probability(89, 2, [0.01, 0.05]).round(4).tolist()
    [0.9397, 0.1721]
    """
    share = np.asarray(fraction, dtype=np.float64)
    if np.any((share < 0) | (share > 1)):
        raise ValueError("a fraction lies between 0 and 1")
    return np.asarray(stats.binom.cdf(accept, sample_size, share), dtype=np.float64)


def fraction_accepted_with(sample_size: int, accept: int, probability: float) -> float:
    """Return the fraction of faulty pieces at which a lot is accepted with a probability.

    The inverse of `acceptance_probability`, by the tie of the binomial to the beta distribution. At 0.10 it is the
    limiting quality of a plan, at 0.95 what its producer may send with a risk of 5 %.

    >>> round(100 * fraction_accepted_with(80, 2, 0.10), 2)
    6.52
    """
    if accept >= sample_size:
        return 1.0
    return float(stats.beta.ppf(1 - probability, accept + 1, sample_size - accept))


def skipping_probability(accepted: ArrayLike, *, run: int, one_in: int) -> Floats:
    """Return the chance that a lot gets through under skip-lot sampling, from its chance when it is looked at.

    Plan SkSP-2: after `run` accepted lots one lot in `one_in` is looked at, until one is not accepted. Source: Perry,
    Skip-lot sampling plans, Journal of Quality Technology 5 (1973), eq. 5:
    Pa = (f P + (1 - f) P^i) / (f + (1 - f) P^i).

    >>> skipping_probability([1.0, 0.0], run=10, one_in=4).tolist()
    [1.0, 0.0]
    """
    chance, share = np.asarray(accepted, dtype=np.float64), 1 / one_in
    clearing = (1 - share) * chance**run
    return np.asarray((share * chance + clearing) / (share + clearing), dtype=np.float64)


@cache
def _code_letters() -> tuple[tuple[int | None, tuple[str, ...]], ...]:
    rows = (line.split() for line in CODE_LETTERS.strip().splitlines())
    return tuple((None if most == "-" else int(most), tuple(letters)) for most, *letters in rows)


@cache
def _master(severity: Severity) -> tuple[tuple[str, ...], ...]:
    text = {Severity.NORMAL: NORMAL, Severity.TIGHTENED: TIGHTENED, Severity.REDUCED: REDUCED}[severity]
    return tuple(tuple(line.split()[1:]) for line in text.strip().splitlines())
