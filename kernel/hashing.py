"""Canonical text and hashes, the same on every engine and every run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

from kernel.amounts import Scaled

GENESIS = "0" * 64
"""The hash before the first row of a chain."""

_PLAIN_ALREADY = frozenset({type(None), bool, int, float, str})
"""By far the most values are of these types themselves, not of a subclass such as an enumeration."""


def plain(value: Any) -> Any:
    """Turn a value of the house into what JSON can hold, so that equal values give equal text."""
    return value if type(value) in _PLAIN_ALREADY else _plain_one(value)


def _plain_one(value: Any) -> Any:
    match value:
        case int() | float() | str():
            return value.value if isinstance(value, Enum) else value
        case Scaled() | Decimal():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case bytes():
            return hashlib.sha256(value).hexdigest()
        case _:
            return _plain_many(value)


def _plain_many(value: Any) -> Any:
    """Turn a value made of others into what JSON can hold."""
    match value:
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case set() | frozenset():
            return sorted(plain(item) for item in value)
        case _ if isinstance(known := getattr(value, "content_hash", None), str):
            return known  # of what is too much to be written out
        case _ if hasattr(value, "__dataclass_fields__"):
            return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
        case _:
            raise TypeError(f"no canonical form for {type(value).__name__}")


def canonical(value: Any) -> str:
    """Write a value as JSON with sorted keys and no blanks."""
    return json.dumps(plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(value: Any) -> str:
    """Return the SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def chained(previous: str, fields: Iterable[object]) -> str:
    """Return the hash of a chain's row: SHA-256 over the hash before and the row's fields, each on a line.

    Newlines inside a field are escaped, so that two different rows never give the same text.

    >>> chained(GENESIS, [1, "a"]) == chained(GENESIS, [1, "a"]) != chained(GENESIS, ["1a", ""])
    True
    """
    lines = [previous, *("" if f is None else str(f).replace("\\", "\\\\").replace("\n", "\\n") for f in fields)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
