"""Declare settings and read the value that holds on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ScalarSelect, bindparam, select
from sqlalchemy.orm import Session

from kernel.clock import business_day
from kernel.errors import NotFound, RuleViolation
from kernel.prepared import in_transaction, run
from kernel.tables import Setting
from kernel.text import Text


@dataclass(frozen=True, slots=True)
class Definition:
    """Describe a setting: its name, its default as plain JSON, and its words for administrators."""

    name: str
    default: Any
    text: Text


DEFINITIONS: dict[str, Definition] = {}

_HOLDS = (
    select(Setting.value)
    .where(Setting.name == bindparam("name"), Setting.valid_from_on <= bindparam("day"))
    .order_by(Setting.valid_from_on.desc())
    .limit(1)
)


def define(name: str, default: Any, zh: str, en: str) -> str:
    """Declare a setting with its default value (a JSON value) and description; returns the name."""
    DEFINITIONS[name] = Definition(name, default, Text(zh, en))
    return name


TIMEZONE = define("business.timezone", "Asia/Shanghai", "业务时区", "Business time zone")


def setting(session: Session, name: str, on: date) -> Any:
    """Return the value of a setting that holds on a day: the newest that began by then, else the default."""
    if name not in DEFINITIONS:
        raise NotFound("setting_unknown", name=name)
    known = in_transaction(session, "settings")
    if (name, on) in known:
        return known[name, on]
    return know_setting(session, name, on, run(session, _HOLDS, name=name, day=on).scalar())


def holding(name: str) -> ScalarSelect[Any]:
    """Return a setting's value on the day `day` as a column of another statement, to be handed to `know_setting`."""
    newest = Setting.valid_from_on.desc()
    held = select(Setting.value).where(Setting.name == name, Setting.valid_from_on <= bindparam("day"))
    return held.order_by(newest).limit(1).scalar_subquery()


def know_setting(session: Session, name: str, on: date, held: Any) -> Any:
    """Keep in hand what the database holds of a setting, None where its default is good, and return its value."""
    value = DEFINITIONS[name].default if held is None else held
    in_transaction(session, "settings")[name, on] = value
    return value


def set_value(session: Session, *, name: str, value: Any, valid_from_on: date, by: int | None) -> None:
    """Set a value from a day on; the shape must be that of the default."""
    if name not in DEFINITIONS:
        raise NotFound("setting_unknown", name=name)
    _check_shape(name, DEFINITIONS[name].default, value)
    row = session.scalar(select(Setting).where(Setting.name == name, Setting.valid_from_on == valid_from_on))
    if row is None:
        session.add(Setting(name=name, value=value, valid_from_on=valid_from_on, set_by_id=by))
    else:
        row.value, row.set_by_id = value, by
    session.flush()
    in_transaction(session, "settings").clear()


def zone(session: Session, on: date | None = None) -> ZoneInfo:
    """Return the business time zone."""
    return ZoneInfo(setting(session, TIMEZONE, on or date.max))


def day_of(session: Session, at: Any) -> date:
    """Return the business date of an instant in the zone of the settings, kept for the session's life."""
    known = session.info.get("business_zone")
    if known is None:
        known = session.info["business_zone"] = zone(session)
    return business_day(at, known)


def _check_shape(name: str, default: Any, value: Any) -> None:
    """Refuse a value of another shape than the default: a text for a number, a missing key."""
    if isinstance(default, dict):
        if not isinstance(value, dict) or set(value) != set(default):
            raise RuleViolation("setting_shape", name=name, expected=sorted(default))
        for key in default:
            _check_shape(f"{name}.{key}", default[key], value[key])
    elif isinstance(default, bool) or isinstance(value, bool):
        if type(default) is not type(value):
            raise RuleViolation("setting_shape", name=name, expected=type(default).__name__)
    elif isinstance(default, int | float):
        if not isinstance(value, int | float) or not Decimal(str(value)).is_finite():
            raise RuleViolation("setting_shape", name=name, expected="number")
    elif type(default) is not type(value):
        raise RuleViolation("setting_shape", name=name, expected=type(default).__name__)
