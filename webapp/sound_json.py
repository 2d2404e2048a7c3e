"""Write and read JSON as the standard has it: NaN and infinity are no numbers there, so they go out as null."""

from __future__ import annotations

from math import isfinite
from typing import Any, NoReturn

from flask.json.provider import DefaultJSONProvider


class SoundJSON(DefaultJSONProvider):
    """Answer only JSON that every reader understands, and refuse what is none."""

    def dumps(self, obj: Any, **more: Any) -> str:
        """Write a value; a figure that is not finite becomes null."""
        try:
            return super().dumps(obj, **more, allow_nan=False)
        except ValueError:
            return super().dumps(finite_only(obj), **more, allow_nan=False)

    def loads(self, s: str | bytes, **more: Any) -> Any:
        """Read a value; the words NaN and Infinity are mistakes."""
        return super().loads(s, **more, parse_constant=_no_number)


def finite_only(value: Any) -> Any:
    """Return a value with null for every figure in it that is not finite.

    >>> finite_only({"a": [1.5, float("nan")], "b": float("inf")})
    {'a': [1.5, None], 'b': None}
    """
    match value:
        case float():
            return value if isfinite(value) else None
        case dict():
            return {key: finite_only(each) for key, each in value.items()}
        case list() | tuple():
            return [finite_only(each) for each in value]
        case _:
            return value


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON")
