"""The words of a ticket and the steps it may take from each state."""

from __future__ import annotations

from enum import StrEnum

from kernel.errors import InvalidState
from kernel.text import Text


class Channel(StrEnum):
    """Name the ways by which a case comes in."""

    PHONE = "phone"
    WEB = "web"
    WECHAT = "wechat"
    MAIL = "mail"
    DEALER = "dealer"


class Urgency(StrEnum):
    """Name how urgent a case is, the same words as on the work order."""

    URGENT = "urgent"
    IMPORTANT = "important"
    NORMAL = "normal"


class FaultType(StrEnum):
    """Name what kind of fault it is; misuse is not covered by the warranty."""

    HARDWARE = "hardware"
    SOFTWARE = "software"
    MISUSE = "misuse"


class Visit(StrEnum):
    """Name where the repair is made."""

    ON_SITE = "on_site"
    REMOTE = "remote"


class Colour(StrEnum):
    """Name who must move: own desk, another department, the manager at once."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class TicketState(StrEnum):
    """Name the states of a ticket."""

    NEW = "new"
    TRIAGED = "triaged"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    ON_SITE = "on_site"
    WAITING_PARTS = "waiting_parts"
    COMPLETED = "completed"
    CLOSED = "closed"
    CANCELLED = "cancelled"


S = TicketState

STEPS: dict[TicketState, frozenset[TicketState]] = {
    S.NEW: frozenset({S.TRIAGED, S.CANCELLED}),
    S.TRIAGED: frozenset({S.DISPATCHED, S.CANCELLED}),
    S.DISPATCHED: frozenset({S.ACCEPTED, S.TRIAGED, S.DISPATCHED, S.CANCELLED}),
    S.ACCEPTED: frozenset({S.ON_SITE, S.WAITING_PARTS, S.DISPATCHED, S.COMPLETED, S.CANCELLED}),
    S.ON_SITE: frozenset({S.WAITING_PARTS, S.DISPATCHED, S.COMPLETED, S.CANCELLED}),
    S.WAITING_PARTS: frozenset({S.ON_SITE, S.DISPATCHED, S.COMPLETED, S.CANCELLED}),
    S.COMPLETED: frozenset({S.CLOSED}),
    S.CLOSED: frozenset(),
    S.CANCELLED: frozenset(),
}
"""Which state may follow which; another engineer can be sent until the repair is completed."""

UNFINISHED = frozenset({S.NEW, S.TRIAGED, S.DISPATCHED, S.ACCEPTED, S.ON_SITE, S.WAITING_PARTS})
"""States in which there is still work to do."""

WITH_ENGINEER = frozenset({S.DISPATCHED, S.ACCEPTED, S.ON_SITE, S.WAITING_PARTS})
"""States that count towards an engineer's load."""

IN_REPAIR = frozenset({S.ACCEPTED, S.ON_SITE, S.WAITING_PARTS})
"""States in which the engineer may ask for parts and write the report."""

SEVERITY: dict[Urgency, int] = {Urgency.NORMAL: 0, Urgency.IMPORTANT: 1, Urgency.URGENT: 2}

WORDS: dict[StrEnum, Text] = {
    Channel.PHONE: Text("电话", "Phone"),
    Channel.WEB: Text("网站", "Web"),
    Channel.WECHAT: Text("微信", "WeChat"),
    Channel.MAIL: Text("邮件", "Mail"),
    Channel.DEALER: Text("经销商", "Dealer"),
    Urgency.URGENT: Text("紧急", "Urgent"),
    Urgency.IMPORTANT: Text("重要", "Important"),
    Urgency.NORMAL: Text("一般", "Normal"),
    FaultType.HARDWARE: Text("硬件故障", "Hardware"),
    FaultType.SOFTWARE: Text("软件故障", "Software"),
    FaultType.MISUSE: Text("使用不当", "Misuse"),
    Visit.REMOTE: Text("远程", "Remote"),
    Colour.GREEN: Text("绿色", "Green"),
    Colour.YELLOW: Text("黄色", "Yellow"),
    Colour.RED: Text("红色", "Red"),
    S.NEW: Text("新受理", "New"),
    S.TRIAGED: Text("已分级", "Triaged"),
    S.DISPATCHED: Text("已派工", "Dispatched"),
    S.ACCEPTED: Text("已接单", "Accepted"),
    S.ON_SITE: Text("上门", "On site"),
    S.WAITING_PARTS: Text("待件", "Waiting for parts"),
    S.COMPLETED: Text("已完工", "Completed"),
    S.CLOSED: Text("已关闭", "Closed"),
    S.CANCELLED: Text("已取消", "Cancelled"),
}
"""The words of each; a state and a kind of visit of the same name share them."""


def step(state: str, to: TicketState) -> TicketState:
    """Return the state that follows, or refuse the step.

    >>> step("new", TicketState.TRIAGED)
    <TicketState.TRIAGED: 'triaged'>
    """
    if to not in STEPS[TicketState(state)]:
        raise InvalidState("ticket_state", state=str(state), wanted=str(to))
    return to


def require(state: str, allowed: frozenset[TicketState]) -> None:
    """Refuse work on a ticket that is not in one of the allowed states."""
    if TicketState(state) not in allowed:
        raise InvalidState("ticket_state", state=str(state), wanted=sorted(str(each) for each in allowed))
