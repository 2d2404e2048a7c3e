"""Tell whether a bank account can be one: an IBAN by its check digits, any other number by its shape."""

from __future__ import annotations

import re

IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
"""ISO 13616-1: country, two check digits, up to thirty characters of the country's own."""
OTHER = re.compile(r"[A-Z0-9-]{6,34}")
LEAST_DIGITS = 6


def is_account(written: str) -> bool:
    """Tell whether a text can be a bank account; blanks between groups do not matter.

    The check digits of an IBAN are those of ISO 7064 MOD 97-10: its first four characters moved to the end and each
    letter written as 10 to 35, the number leaves 1 when divided by 97.

    >>> [is_account(text) for text in ("GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765433")]
    [True, False]
    >>> [is_account(text) for text in ("6222 0212 0001 2345 678", "abc", "12345")]
    [True, False, False]
    """
    account = "".join(written.split()).upper()
    if IBAN.fullmatch(account):
        return int("".join(str(int(each, 36)) for each in account[4:] + account[:4])) % 97 == 1
    return OTHER.fullmatch(account) is not None and sum(each.isdigit() for each in account) >= LEAST_DIGITS
