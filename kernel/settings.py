"""Declare settings and read the value that holds on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ScalarSelect, bindparam, literal, select
from sqlalchemy.orm import Session

from kernel.clock import business_day
from kernel.errors import NotFound, RuleViolation
from kernel.prepared import in_transaction, run
from kernel.setting_values import Check, is_number, refuse
from kernel.tables import Setting
from kernel.text import Text


@dataclass(frozen=True, slots=True)
class Definition:
    """Describe a setting: its name, its default as plain JSON, its words for administrators, and what makes sense."""

    name: str
    default: Any
    text: Text
    check: Check | None = None


DEFINITIONS: dict[str, Definition] = {}
_NOT: dict[type, str] = {
    bool: "setting_not_yes_or_no",
    int: "setting_not_a_number",
    float: "setting_not_a_number",
    str: "setting_not_a_text",
    list: "setting_not_a_list",
}

_HOLDS = (
    select(Setting.value)
    .where(Setting.name == bindparam("name"), Setting.valid_from_on <= bindparam("day"))
    .order_by(Setting.valid_from_on.desc())
    .limit(1)
)


def define(name: str, default: Any, zh: str, en: str, check: Check | None = None) -> str:
    """Declare a setting with its default value (a JSON value) and description; returns the name.

    A value that `check` refuses cannot be set; one that came into the database by another way is refused when read.
    """
    DEFINITIONS[name] = Definition(name, default, Text(zh, en), check)
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


def holding(name: str, day: date | None = None) -> ScalarSelect[Any]:
    """Return a setting's value on `day` as a column of another statement, to be handed to `know_setting`.

    Without one the statement has a parameter of that name.
    """
    begun = bindparam("day") if day is None else literal(day)
    held = select(Setting.value).where(Setting.name == name, Setting.valid_from_on <= begun)
    return held.order_by(Setting.valid_from_on.desc()).limit(1).scalar_subquery()


def stored(session: Session, name: str, on: date) -> Any:
    """Return the value that holds on a day as it is, however wrong, for those who are to mend it."""
    held = run(session, _HOLDS, name=name, day=on).scalar()
    return DEFINITIONS[name].default if held is None else held


def know_setting(session: Session, name: str, on: date, held: Any) -> Any:
    """Keep in hand what the database holds of a setting, None where its default is good, and return its value."""
    definition = DEFINITIONS[name]
    value = definition.default if held is None else held
    if held is not None and definition.check is not None:
        try:
            _check(definition, held)
        except RuleViolation:
            raise RuleViolation("planning_setting_unusable", name=name) from None
    in_transaction(session, "settings")[name, on] = value
    return value


def set_value(session: Session, *, name: str, value: Any, valid_from_on: date, by: int | None) -> None:
    """Set a value from a day on; it must have the shape of the default and make sense."""
    if name not in DEFINITIONS:
        raise NotFound("setting_unknown", name=name)
    _check(DEFINITIONS[name], value)
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


def know_zone(session: Session, held: Any) -> None:
    """Keep the business time zone in hand that another statement has brought along by `holding(TIMEZONE, date.max)`."""
    session.info["business_zone"] = ZoneInfo(know_setting(session, TIMEZONE, date.max, held))


def business_zone(session: Session) -> ZoneInfo:
    """Return the business time zone of the settings, kept for the session's life."""
    known: ZoneInfo | None = session.info.get("business_zone")
    if known is None:
        known = session.info["business_zone"] = zone(session)
    return known


def day_of(session: Session, at: Any) -> date:
    """Return the business date of an instant in the zone of the settings."""
    return business_day(at, business_zone(session))


def _check(definition: Definition, value: Any) -> None:
    _check_shape(definition.name, definition.default, value)
    if definition.check is not None:
        definition.check(definition.name, value)


def _check_shape(name: str, default: Any, value: Any) -> None:
    """Refuse a value of another shape than the default: a text for a number, a missing key."""
    if isinstance(default, dict):
        if not isinstance(value, dict) or set(value) != set(default):
            raise refuse("setting_keys", name, expected=sorted(default))
        for key in default:
            _check_shape(f"{name}.{key}", default[key], value[key])
    elif isinstance(default, bool) or isinstance(value, bool):
        if type(default) is not type(value):
            raise refuse(_NOT[type(default)], name)
    elif isinstance(default, int | float):
        if not is_number(value):
            raise refuse(_NOT[int], name)
    elif type(default) is not type(value):
        raise refuse(_NOT[type(default)], name)
