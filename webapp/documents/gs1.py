"""Read GS1 codes of makers: trade item, lot, expiry, quantity and serial."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from biip import ParseError
from biip.gs1_messages import GS1Message
from biip.gtin import Gtin

from inventory.scan_codes import LONGEST_KEY

SEPARATOR = "\x1d"  # FNC1 as scanners send it between fields of open length
SYMBOLOGY = re.compile(r"^\](?:C1|e0|d2|Q3|J1)")  # identifiers of the symbols that carry GS1 messages
PLAIN_GTIN_LENGTHS = {8, 12, 13, 14}


@dataclass(frozen=True, slots=True)
class Gs1Reading:
    """Hold the fields that matter for spare parts; `None` where the code does not say.

    `gtin` always has 14 digits; `expires_on` is the last day of the month where the code names no day.
    """

    gtin: str | None = None
    lot: str | None = None
    expires_on: date | None = None
    quantity: int | None = None
    serial: str | None = None


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
    quantity = values.get("37")
    expiry = values.get("17")
    reading = Gs1Reading(
        gtin=values["01"].value if "01" in values else None,
        lot=values["10"].value if "10" in values else None,
        expires_on=expiry.date if expiry else None,
        quantity=int(quantity.value) if quantity else None,
        serial=values["21"].value if "21" in values else None,
    )
    return None if reading == Gs1Reading() else reading
