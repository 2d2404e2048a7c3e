"""Read GS1 codes of makers: trade item, part numbers, lot, dates, quantity and serial."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from biip import ParseError
from biip.gs1_element_strings import GS1ElementString
from biip.gs1_messages import GS1Message
from biip.gtin import Gtin

from inventory.scan_codes import LONGEST_KEY

SEPARATOR = "\x1d"  # FNC1 as scanners send it between fields of open length
SYMBOLOGY = re.compile(r"^\](?:C1|e0|d2|Q3|J1)")  # identifiers of the symbols that carry GS1 messages
PLAIN_GTIN_LENGTHS = {8, 12, 13, 14}


@dataclass(frozen=True, slots=True)
class Gs1Reading:
    """Hold the fields that matter for spare parts; `None` where the code does not say.

    `gtin` always has 14 digits; a date is the last day of its month where the code names no day. `supplier_number` is
    what the maker calls the part beside its trade item, `own_number` what its customer does.
    """

    gtin: str | None = None
    lot: str | None = None
    expires_on: date | None = None
    quantity: int | None = None
    serial: str | None = None
    made_on: date | None = None
    supplier_number: str | None = None
    own_number: str | None = None


def read_gs1(text: str) -> Gs1Reading | None:
    """Return the fields of a GS1 code, or `None` when the text is not one; never raises on any text.

    Reads element strings as scanners send them, with or without a symbology identifier, the bracketed form that is
    printed under a symbol, and a bare GTIN with a right check digit.

    >>> read_gs1("(01)06901234567892(10)L2409A(17)270630").lot
    'L2409A'
    >>> read_gs1("AC-10023") is None
    True
    """
    code = SYMBOLOGY.sub("", text.strip(" \t\r\n"), count=1).lstrip(SEPARATOR)
    if not code or len(code) > LONGEST_KEY or not code.isascii():
        return None
    if any(not character.isprintable() for character in code.replace(SEPARATOR, "")):
        return None
    if code.isdigit() and len(code) in PLAIN_GTIN_LENGTHS:
        return _bare_gtin(code)
    return _message(code)


def _bare_gtin(code: str) -> Gs1Reading | None:
    try:
        return Gs1Reading(gtin=Gtin.parse(code).as_gtin_14())
    except ParseError:
        return None


def _message(code: str) -> Gs1Reading | None:
    try:
        message = GS1Message.parse_hri(code) if code.startswith("(") else GS1Message.parse(code)
    except (ParseError, ValueError):
        return None
    values = {string.ai.ai: string for string in message.element_strings}
    quantity = values.get("37") or values.get("30")
    reading = Gs1Reading(
        gtin=_value(values, "01") or _value(values, "02"),
        lot=_value(values, "10"),
        expires_on=_date(values, "17"),
        quantity=int(quantity.value) if quantity else None,
        serial=_value(values, "21"),
        made_on=_date(values, "11"),
        supplier_number=_value(values, "240"),
        own_number=_value(values, "241"),
    )
    return None if reading == Gs1Reading() else reading


def _value(found: dict[str, GS1ElementString], identifier: str) -> str | None:
    return found[identifier].value if identifier in found else None


def _date(found: dict[str, GS1ElementString], identifier: str) -> date | None:
    return found[identifier].date if identifier in found else None
