"""Decide whether a part fits a product: its model, and where the part names them, the serial numbers of it.

How serial numbers are compared: capital and small letters are the same, full-width signs are the plain ones, and
blanks, hyphens, dots and slashes only part one run of signs from the next. Runs of digits are compared as numbers, runs
of letters as text, a number comes before a letter, and where one serial is the beginning of the other it comes first.
So `SN-9` lies before `sn10`, and `24A-0100` lies between `24A-1` and `24A-500`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

RUNS = re.compile(r"[0-9]+|[^\W\d_]+")
SerialKey = tuple[tuple[int, int, str], ...]


class Misfit(StrEnum):
    """Say why a part may not be used; the value is the code of the error."""

    MODEL = "does_not_fit"
    SERIAL = "serial_does_not_fit"


@dataclass(frozen=True, slots=True)
class Fitted:
    """Name a model that a part fits and the serial numbers from and to; an empty end is open."""

    product_model_id: int
    serial_from: str = ""
    serial_to: str = ""

    def __contains__(self, serial: str) -> bool:
        """Tell whether a serial number lies within; one that nobody knows yet may."""
        key = serial_key(serial)
        if not key:
            return True
        low, high = serial_key(self.serial_from), serial_key(self.serial_to)
        return (not low or low <= key) and (not high or key <= high)


def serial_key(serial: str) -> SerialKey:
    """Return what a serial number is compared by; empty where it has neither letter nor digit.

    >>> serial_key("SN-9") < serial_key("sn10") < serial_key("SN10A")
    True
    >>> serial_key("24a 0100") == serial_key("24A-100")
    True
    """
    plain = unicodedata.normalize("NFKC", serial).upper()
    return tuple(
        (0, int(run), "") if run[0].isascii() and run[0].isdigit() else (1, 0, run) for run in RUNS.findall(plain)
    )


def ordered(serial_from: str, serial_to: str) -> bool:
    """Tell whether two ends of a range stand in their order; an open end always does.

    >>> ordered("A9", "A10"), ordered("B1", "A1"), ordered("", "A1")
    (True, False, True)
    """
    low, high = serial_key(serial_from), serial_key(serial_to)
    return not low or not high or low <= high


def misfit(fitted: Collection[Fitted], product_model_id: int | None, serial: str = "") -> Misfit | None:
    """Return why a part whose fits are listed may not be used on a product, or None.

    A part without any fit is general and fits every model; a job without a model (a workshop repair) takes every part.
    A model may be listed with several ranges of serial numbers: one of them is enough.

    >>> misfit({Fitted(1), Fitted(2)}, 3), misfit({Fitted(1)}, 1), misfit((), 3), misfit({Fitted(1)}, None)
    (<Misfit.MODEL: 'does_not_fit'>, None, None, None)
    >>> misfit([Fitted(1, "A100", "A199"), Fitted(1, "B1")], 1, "A250")
    <Misfit.SERIAL: 'serial_does_not_fit'>
    """
    if product_model_id is None or not fitted:
        return None
    same = [each for each in fitted if each.product_model_id == product_model_id]
    if not same:
        return Misfit.MODEL
    return None if any(serial in each for each in same) else Misfit.SERIAL
