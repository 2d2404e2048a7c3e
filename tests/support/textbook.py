"""Hold a published example: where it stands, what the rule must find, and a second way to the same figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pytest

Figures = tuple[float, ...]
Read = Literal["author's tests", "second-hand", "recalled", "data only"]
"""How we know the figures: printed in the tests that the book's author publishes; quoted by somebody else's text or
tests; known by heart and confirmed by the proof alone; or only the data is from the source and the figures are the
proof's."""


@dataclass(frozen=True)
class Example:
    """One published example: ``found`` by our rule and ``proof`` by other means must both give ``expected``."""

    source: str
    read: Read
    expected: Figures
    found: Callable[[], object]
    proof: Callable[[], object]
    near: float = 1e-6
    proof_near: float = 1e-4


def figures(value: object) -> Figures:
    """Return whatever a rule gives as one row of floats."""
    parts = value if isinstance(value, tuple) else (value,)
    return tuple(float(x) for part in parts for x in np.asarray(part, dtype=np.float64).ravel())


def cases(examples: list[Example]) -> list[object]:
    """Return the examples as parameters that bear their source."""
    return [pytest.param(each, id=each.source) for each in examples]


def check(example: Example) -> None:
    """Compare the rule, and the other way, with the published figures."""
    assert figures(example.found()) == pytest.approx(example.expected, rel=example.near, abs=1e-9)
    assert figures(example.proof()) == pytest.approx(example.expected, rel=example.proof_near, abs=1e-6)


def confirmed(examples: list[Example]) -> int:
    """Count the distinct examples whose figures we have read: neither known by heart only, nor just their data."""
    sources = [each.source for each in examples]
    assert len(sources) == len(set(sources))
    return sum(each.read in {"author's tests", "second-hand"} for each in examples)
