"""Service levels: which clocks run on a case, when each warns and is due, and how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from kernel.settings import define
from service.calendar import Calendar, Runs
from service.states import Colour, Urgency, Visit

TARGETS = define(
    "service.targets_minutes",
    {
        "dispatch": {"urgent": 30, "important": 120, "normal": 240},
        "on_site": {"urgent": 120, "important": 240, "normal": 1440},
        "first_response": {"urgent": 1440, "important": 1440, "normal": 1440},
        "solve": {"urgent": 2880, "important": 2880, "normal": 2880},
        "solve_complex": {"urgent": 4320, "important": 4320, "normal": 4320},
        "notify": {"urgent": 15, "important": 15, "normal": 15},
        "progress": {"yellow": 2880, "red": 1440},
    },
    "服务时限（分钟）：派工、上门、首次响应、解决、复杂故障解决、通知工程师、黄红单进展",
    "Service levels in minutes: dispatch, on site, first response, solved, complex solved, notify, progress by colour",
)

RUNNING = define(
    "service.running",
    {
        "dispatch": {"urgent": "always", "important": "working_hours", "normal": "working_hours"},
        "on_site": {"urgent": "always", "important": "working_hours", "normal": "working_days"},
        "first_response": {"urgent": "always", "important": "working_days", "normal": "working_days"},
        "solve": {"urgent": "always", "important": "working_days", "normal": "working_days"},
        "solve_complex": {"urgent": "working_days", "important": "working_days", "normal": "working_days"},
        "notify": {"urgent": "always", "important": "working_hours", "normal": "working_hours"},
        "progress": {"yellow": "working_days", "red": "always"},
    },
    "计时方式：always 全天候，working_days 工作日全天，working_hours 工作时间",
    "When the clocks run: always, working_days (all day), working_hours",
)

WARN_SHARE = define(
    "service.warn_percent", 75, "用去时限的百分之几时预警", "Per cent of a service level used up when the warning comes"
)

PHONE_BEFORE = define(
    "service.phone_before_minutes",
    30,
    "上门前多少分钟提醒电话联系客户",
    "Minutes before a visit to remind of phoning ahead",
)


class ClockKind(StrEnum):
    """Name the clocks of a ticket."""

    DISPATCH = "dispatch"
    ON_SITE = "on_site"
    FIRST_RESPONSE = "first_response"
    SOLVE = "solve"
    NOTIFY = "notify"
    PROGRESS = "progress"


class Standing(StrEnum):
    """Name how a clock stands."""

    RUNNING = "running"
    AT_RISK = "at_risk"
    BREACHED = "breached"
    MET = "met"
    MET_LATE = "met_late"
    STOPPED = "stopped"


OPENING = (ClockKind.DISPATCH, ClockKind.ON_SITE, ClockKind.FIRST_RESPONSE, ClockKind.SOLVE)
"""The clocks that start with the ticket."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Hold the settings of the day by which clocks are set."""

    targets_minutes: Mapping[str, Mapping[str, Any]]
    running: Mapping[str, Mapping[str, Any]]
    warn_percent: float
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Case:
    """Hold what of a ticket decides about its clocks."""

    urgency: Urgency = Urgency.NORMAL
    visit: Visit = Visit.ON_SITE
    remote_area: bool = False
    complex: bool = False
    colour: Colour = Colour.GREEN


@dataclass(frozen=True, slots=True)
class Timed:
    """Hold the instants of one clock."""

    kind: ClockKind
    runs: Runs
    started_at: datetime
    warn_at: datetime
    due_at: datetime


def timed(rules: Rules, kind: ClockKind, case: Case, started_at: datetime) -> Timed | None:
    """Return when a clock of this kind warns and is due, or nothing where the case is exempt from it.

    Nobody travels to a remote repair, and remote areas are exempt from the time on site. A green case has no progress
    clock: its first response is watched already.
    """
    name, row = _row(kind, case)
    if kind is ClockKind.ON_SITE and (case.visit is Visit.REMOTE or case.remote_area):
        return None
    if row not in rules.targets_minutes[name]:
        return None
    runs = Runs(rules.running[name][row])
    lasting = timedelta(minutes=rules.targets_minutes[name][row])
    warn = rules.calendar.after(started_at, lasting * (rules.warn_percent / 100), runs)
    due = rules.calendar.after(started_at, lasting, runs)
    return Timed(kind, runs, started_at, min(warn, due), due)


def _row(kind: ClockKind, case: Case) -> tuple[str, str]:
    """Return under which name and key the settings hold the target of a clock."""
    if kind is ClockKind.PROGRESS:
        return str(kind), str(case.colour)
    if kind is ClockKind.SOLVE and case.complex:
        return "solve_complex", str(case.urgency)
    return str(kind), str(case.urgency)


def standing(
    now: datetime, *, warn_at: datetime, due_at: datetime, met_at: datetime | None, stopped_at: datetime | None
) -> Standing:
    """Tell how a clock stands; on the very second it is due it is not late yet."""
    if met_at is not None:
        return Standing.MET if met_at <= due_at else Standing.MET_LATE
    if stopped_at is not None:
        return Standing.STOPPED
    if now > due_at:
        return Standing.BREACHED
    return Standing.AT_RISK if now >= warn_at else Standing.RUNNING
