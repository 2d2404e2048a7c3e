"""Say which values of a setting make sense: bounds of figures, words to choose from, lists and their entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from kernel.errors import RuleViolation

Check = Callable[[str, Any], None]
"""Take the name of a value, as people see it, and the value; refuse it in words, or say nothing."""


def refuse(code: str, path: str, **details: Any) -> RuleViolation:
    """Return the refusal of a value, to be shown beside the box in which it was typed."""
    return RuleViolation(code, name=path, field="value", **details)


def is_number(value: Any) -> bool:
    """Tell whether a value is a finite number; yes and no are none.

    >>> [is_number(each) for each in (1, 0.5, True, "1", float("nan"))]
    [True, True, False, False, False]
    """
    return isinstance(value, int | float) and not isinstance(value, bool) and Decimal(str(value)).is_finite()


def number(low: float, high: float) -> Check:
    """Make a check of numbers from `low` to `high`.

    >>> number(0, 1)("share", 0.5)
    >>> number(0, 1)("share", 2)
    Traceback (most recent call last):
    ...
    kernel.errors.RuleViolation: setting_out_of_range (name=share, field=value, low=0, high=1)
    """

    def check(path: str, value: Any) -> None:
        if not is_number(value):
            raise refuse("setting_not_a_number", path)
        if not low <= value <= high:
            raise refuse("setting_out_of_range", path, low=low, high=high)

    return check


def whole(low: int, high: int) -> Check:
    """Make a check of whole numbers from `low` to `high`."""
    bounded = number(low, high)

    def check(path: str, value: Any) -> None:
        bounded(path, value)
        if value != int(value):
            raise refuse("setting_not_whole", path, low=low, high=high)

    return check


def one_of(*words: str) -> Check:
    """Make a check of one of some words."""

    def check(path: str, value: Any) -> None:
        if value not in words:
            raise refuse("setting_not_one_of", path, allowed=list(words))

    return check


def some_of(*words: str) -> Check:
    """Make a check of a list of some words, each at most once; at least one."""

    def check(path: str, value: Any) -> None:
        if not isinstance(value, list) or not value:
            raise refuse("setting_not_a_list", path)
        for each in value:
            one_of(*words)(path, each)
        if len(set(value)) < len(value):
            raise refuse("setting_twice", path)

    return check


def keys(**checks: Check) -> Check:
    """Make a check of some of the keys of an object, each by its own; the shape of the rest is known."""

    def check(path: str, value: Any) -> None:
        for name, each in checks.items():
            each(f"{path}.{name}", value[name])

    return check


def rising(*names: str) -> Check:
    """Make a check that the values of some keys rise from one to the next."""

    def check(path: str, value: Any) -> None:
        for low, high in pairwise(names):
            if not value[low] < value[high]:
                raise refuse("setting_not_rising", f"{path}.{low}", other=f"{path}.{high}")

    return check


def steps(first: Check, second: Check) -> Check:
    """Make a check of a list of pairs whose first figures rise: at least one."""

    def check(path: str, value: Any) -> None:
        if not isinstance(value, list) or not value:
            raise refuse("setting_not_a_list", path)
        for pair in value:
            if not isinstance(pair, list | tuple) or len(pair) != len((first, second)):
                raise refuse("setting_not_pairs", path)
            first(path, pair[0])
            second(path, pair[1])
        begins = [pair[0] for pair in value]
        if any(not low < high for low, high in pairwise(begins)):
            raise refuse("setting_steps_not_rising", path)

    return check


def entries(shape: Mapping[str, Check]) -> Check:
    """Make a check of a list of objects that have just these keys; the list may be empty."""

    def check(path: str, value: Any) -> None:
        if not isinstance(value, list):
            raise refuse("setting_not_a_list", path)
        for each in value:
            if not isinstance(each, dict) or set(each) != set(shape):
                raise refuse("setting_keys", path, expected=list(shape))
            for name, one in shape.items():
                one(f"{path}.{name}", each[name])

    return check


def text(path: str, value: Any) -> None:
    """Refuse what is no text, or an empty one."""
    if not isinstance(value, str) or not value.strip():
        raise refuse("setting_not_a_text", path)


def both(*checks: Check) -> Check:
    """Make a check of several."""

    def check(path: str, value: Any) -> None:
        for each in checks:
            each(path, value)

    return check
