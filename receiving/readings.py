"""What a gauge shows, exactly: millionths of the characteristic's unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kernel.amounts import Scaled


@dataclass(frozen=True, order=True, slots=True, repr=False)
class Reading(Scaled):
    """A measured value or a limit in millionths of its unit (millimetre, ohm, newton metre)."""

    PLACES: ClassVar[int] = 6
