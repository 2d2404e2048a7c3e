"""Read serial numbers as a scanner types them: plain, in our own code of a piece, or in a maker's GS1 code."""

from __future__ import annotations

from inventory.scan_codes import CodeKind, parse_code
from inventory.serial_ranges import SPLIT, read_serials
from kernel.errors import RuleViolation
from webapp.documents.gs1 import read_gs1


def scanned_serials(text: str) -> tuple[str, ...]:
    """Return the serial numbers of a text, one a line or as ranges; labels of pieces count for the number on them.

    >>> scanned_serials("SW:S:SN07, SN08–SN10")
    ('SN07', 'SN08', 'SN09', 'SN10')
    """
    return read_serials(*(serial_of(each.strip()) for each in SPLIT.split(text) if each.strip()))


def serial_of(text: str) -> str:
    """Return the serial number in a code; a text that is no code stays as it is."""
    try:
        code = parse_code(text)
    except RuleViolation:
        return text
    if code.kind is CodeKind.SERIAL:
        return code.key
    gs1 = read_gs1(text) if code.kind is None else None
    return gs1.serial if gs1 is not None and gs1.gtin is not None and gs1.serial else text
