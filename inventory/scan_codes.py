"""Read and write the short codes that stand on labels and papers.

An own code is `SW:<letter>:<key>`, for example `SW:P:AC-10023` for a part. The key may hold anything printable, colons
too. What does not begin with `SW:` is a plain key, and the reader of it decides what it could be.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from kernel.errors import RuleViolation

LONGEST_KEY = 128  # characters of a whole scanned text
BLANKS = " \t\r\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
MARK = "SW"
SHAPE = re.compile("([^:：]*)[:：]([^:：]*)[:：](.*)")  # the colon of a Chinese keyboard too
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # Unicode categories that no key may hold


class CodeKind(StrEnum):
    """Name what a code stands for; the value is its letter."""

    PART = "P"
    LOT = "L"
    LOCATION = "B"
    ORDER = "O"
    WORK_ORDER = "W"
    STOCK_TAKE = "T"
    SERIAL = "S"
    DOCUMENT = "D"


@dataclass(frozen=True, slots=True)
class ScanCode:
    """Hold what was scanned: its kind, `None` for a plain key, and the key."""

    kind: CodeKind | None
    key: str

    def __str__(self) -> str:
        """Write the code as it stands on a label."""
        return self.key if self.kind is None else f"{MARK}:{self.kind.value}:{self.key}"


def clean_key(text: str) -> str:
    """Return the key without outer blanks, or raise `RuleViolation`: empty, over 128 characters, control characters.

    >>> clean_key("  AC-10023 ")
    'AC-10023'
    """
    key = text.strip(BLANKS)
    if not key:
        raise RuleViolation("scan_code_empty")
    if len(key) > LONGEST_KEY:
        raise RuleViolation("scan_code_too_long", length=len(key), limit=LONGEST_KEY)
    if any(unicodedata.category(character) in HIDDEN for character in key):
        raise RuleViolation("scan_code_control_character")
    return key


def format_code(kind: CodeKind, key: str) -> str:
    """Write the code of `key`; the whole code obeys the limits of a key.

    >>> format_code(CodeKind.PART, "AC-10023")
    'SW:P:AC-10023'
    """
    return clean_key(str(ScanCode(kind, clean_key(key))))


def parse_code(text: str) -> ScanCode:
    """Read a scanned or typed text.

    The mark and the letter are read in either case and with full-width signs, because a keyboard scanner types through
    the Chinese input method; the key itself stays as it is. Raises `RuleViolation` for an unknown letter or a bad key.

    >>> parse_code("SW:B:WH1:A-01-03")
    ScanCode(kind=<CodeKind.LOCATION: 'B'>, key='WH1:A-01-03')
    >>> parse_code("ｓｗ：ｐ：AC-10023").key
    'AC-10023'
    >>> parse_code("6901234567892")
    ScanCode(kind=None, key='6901234567892')
    """
    whole = clean_key(text)
    parts = SHAPE.fullmatch(whole)
    if parts is None or _narrow(parts[1]) != MARK:
        return ScanCode(None, whole)
    try:
        kind = CodeKind(_narrow(parts[2]))
    except ValueError:
        raise RuleViolation("scan_code_unknown_kind", kind=parts[2]) from None
    return ScanCode(kind, clean_key(parts[3]))


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).upper()
