"""Every setting of planning refuses what makes no sense, and takes its own default."""

from __future__ import annotations

from typing import Any

import pytest

import webapp.jobs_of.plans  # noqa: F401  declares the setting of the night
from forecasting import settings as _forecasting  # noqa: F401
from kernel.errors import RuleViolation
from kernel.settings import DEFINITIONS, _check
from procurement import settings as _procurement  # noqa: F401

PLANNING = ("planning.", "watch.", "forecasting.", "base.")
NAMES = sorted(name for name in DEFINITIONS if name.startswith(PLANNING))
NO_CHECK = {"forecasting.seasons", "planning.wait_above"}
"""Yes or no: the shape says all."""
WRONG: tuple[Any, ...] = (None, "", "often", {}, {"days": 1}, [[1]], ["x"], [{}], -1, 1e12, float("nan"), float("inf"))


@pytest.mark.parametrize("name", NAMES)
def test_a_default_makes_sense(name: str) -> None:
    assert (DEFINITIONS[name].check is None) == (name in NO_CHECK)
    _check(DEFINITIONS[name], DEFINITIONS[name].default)


@pytest.mark.parametrize("name", NAMES)
def test_what_makes_no_sense_is_refused(name: str) -> None:
    for value in WRONG:
        with pytest.raises(RuleViolation) as refused:
            _check(DEFINITIONS[name], value)
        assert refused.value.code.startswith("setting_"), (name, value)
        assert refused.value.details["field"] == "value"


ONE_WRONG = [
    (name, key, wrong)
    for name in NAMES
    if isinstance(DEFINITIONS[name].default, dict)
    for key in DEFINITIONS[name].default
    for wrong in (None, "x", -1, 1e12, [], {}, [["a", 1]], [[5, 1], [0, 2]])
    if not (isinstance(DEFINITIONS[name].default[key], str) and isinstance(wrong, str))
]


@pytest.mark.parametrize(("name", "key", "wrong"), ONE_WRONG)
def test_one_wrong_entry_is_enough_and_is_named(name: str, key: str, wrong: Any) -> None:
    with pytest.raises(RuleViolation) as refused:
        _check(DEFINITIONS[name], {**DEFINITIONS[name].default, key: wrong})
    assert refused.value.details["name"] == f"{name}.{key}"


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_or_a_strange_entry_is_refused(name: str) -> None:
    default = DEFINITIONS[name].default
    if not isinstance(default, dict):
        return  # a plain value has no entries; the test above tries it
    for wrong in ({**default, "strange": 1}, dict(list(default.items())[1:])):
        with pytest.raises(RuleViolation) as refused:
            _check(DEFINITIONS[name], wrong)
        assert refused.value.code == "setting_keys"


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("watch.coverage", {"low": 0.98, "high": 0.9, "least": 30}, "setting_not_rising"),
        ("forecasting.streams", ["repair", "repair"], "setting_twice"),
        ("forecasting.periods", 10.5, "setting_not_whole"),
        ("planning.days_between_stores", [{"from": "N", "to": "", "days": 1}], "setting_not_a_text"),
        ("planning.days_between_stores", [{"from": "N", "days": 1}], "setting_keys"),
        ("planning.target_tilt", True, "setting_not_a_number"),
        ("planning.holding_percent", 0, "setting_out_of_range"),
    ],
)
def test_what_is_wrong_is_said(name: str, value: Any, code: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        _check(DEFINITIONS[name], value)
    assert refused.value.code == code
