"""Read serial numbers as people write them: one by one, or as ranges such as SN0001–SN0050.

A range runs over the last group of digits of its first number; everything else stays as it is. Both ends are written in
full, with as many digits (SN001–SN120), or the second is only the digits, as many as in the first (SN0101–0150).
Between the ends stand two dots, a wave, a long dash or 至. A hyphen is a range only where both sides have the same form
and begin with something else than a digit, because numbers themselves often hold hyphens: AC-001-AC-010 is a range,
2024-0001 is a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kernel.errors import RuleViolation

MOST_IN_RANGE = 1000
MOST = 2000
LONGEST = 80
BETWEEN = re.compile(r"\s*(?:\.\.\.?|…|[~～〜–—―]|至)\s*")
SPLIT = re.compile(r"[\n\r,，、;；\t]+")
SHAPE = re.compile(r"(.*?)([0-9]+)([^0-9]*)", re.DOTALL)


def read_serials(*texts: str) -> tuple[str, ...]:
    """Return the serial numbers that texts name, each once and in their order; ranges are written out.

    Texts are cut at line ends, commas and semicolons. Raises `RuleViolation`: serial_range_unclear (the ends do not
    fit), serial_range_backwards, serials_too_many, serial_repeated, serial_too_long.

    >>> read_serials("SN08–SN11, X-1")
    ('SN08', 'SN09', 'SN10', 'SN11', 'X-1')
    >>> read_serials("A001-A003"), read_serials("2024-0001")
    (('A001', 'A002', 'A003'), ('2024-0001',))
    """
    found: list[str] = []
    for text in texts:
        for piece in SPLIT.split(text):
            if piece.strip():
                found += _expanded(piece.strip())
                if len(found) > MOST:
                    raise RuleViolation("serials_too_many", most=MOST)
    seen: set[str] = set()
    if twice := sorted({each for each in found if each in seen or seen.add(each)}):  # type: ignore[func-returns-value]
        raise RuleViolation("serial_repeated", serial_numbers=twice[:20])
    if too_long := next((each for each in found if len(each) > LONGEST), None):
        raise RuleViolation("serial_too_long", serial_number=too_long[:LONGEST], limit=LONGEST)
    return tuple(found)


def write_serials(serials: Iterable[str]) -> tuple[str, ...]:
    """Return numbers as people read them: neighbours of three and more become a range, the others stand alone.

    >>> write_serials(["SN2", "SN3", "SN4", "SN6", "B09", "B10"])
    ('SN2–SN4', 'SN6', 'B09', 'B10')
    """
    runs: list[list[str]] = []
    for each in serials:
        if runs and _next(runs[-1][-1]) == each:
            runs[-1].append(each)
        else:
            runs.append([each])
    written: list[str] = []
    for run in runs:
        written += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else run  # noqa: PLR2004 - two are as short alone
    return tuple(written)


def _next(serial: str) -> str | None:
    shape = SHAPE.fullmatch(serial)
    if shape is None:
        return None
    digits = str(int(shape[2]) + 1).zfill(len(shape[2]))
    return f"{shape[1]}{digits}{shape[3]}" if len(digits) == len(shape[2]) else None


def _expanded(piece: str) -> list[str]:
    ends = BETWEEN.split(piece)
    if len(ends) == 1:
        hyphened = _hyphened(piece)
        return [piece] if hyphened is None else _run(piece, *hyphened)
    if len(ends) != 2 or not all(ends):  # noqa: PLR2004 - a range has two ends
        raise RuleViolation("serial_range_unclear", text=piece[:LONGEST])
    return _run(piece, *ends)


def _hyphened(piece: str) -> tuple[str, str] | None:
    """Return the ends of a range that is written with a plain hyphen, if that is the only way to read it."""
    for at, sign in enumerate(piece):
        first, last = piece[:at].strip(), piece[at + 1 :].strip()
        if sign == "-" and first and last and not first[0].isdigit() and _same_form(first, last):
            return first, last
    return None


def _same_form(first: str, last: str) -> bool:
    one, other = SHAPE.fullmatch(first), SHAPE.fullmatch(last)
    return (
        one is not None
        and other is not None
        and (one[1], one[3], len(one[2])) == (other[1], other[3], len(other[2]))
        and int(one[2]) < int(other[2])
    )


def _run(piece: str, first: str, last: str) -> list[str]:
    one = SHAPE.fullmatch(first)
    if one is None:
        raise RuleViolation("serial_range_unclear", text=piece[:LONGEST])
    prefix, digits, suffix = one.groups()
    if last.isascii() and last.isdecimal() and len(last) == len(digits):
        last = f"{prefix}{last}{suffix}"
    other = SHAPE.fullmatch(last)
    if other is None or (other[1], other[3], len(other[2])) != (prefix, suffix, len(digits)):
        raise RuleViolation("serial_range_unclear", text=piece[:LONGEST])
    start, end = int(digits), int(other[2])
    if end < start:
        raise RuleViolation("serial_range_backwards", text=piece[:LONGEST])
    if end - start >= MOST_IN_RANGE:
        raise RuleViolation("serials_too_many", most=MOST_IN_RANGE)
    return [f"{prefix}{number:0{len(digits)}d}{suffix}" for number in range(start, end + 1)]
