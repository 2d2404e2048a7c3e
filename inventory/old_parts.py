"""Words and rules of old parts: which are owed, what may be said for one that does not come, what may become of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from kernel.text import Text


class Owed(StrEnum):
    """Name what a part says of its replaced piece."""

    BY_RULE = "by_rule"
    ALWAYS = "always"
    NEVER = "never"


class Wish(StrEnum):
    """Name what an explanation asks for."""

    LET_OFF = "let_off"
    MORE_TIME = "more_time"


class Excuse(StrEnum):
    """Name why an old part does not come, or not in time."""

    LOST = "lost"
    DESTROYED = "destroyed"
    CUSTOMER_KEPT = "customer"
    NONE_THERE = "none_there"
    ON_THE_WAY = "on_the_way"
    OTHER = "other"


class Verdict(StrEnum):
    """Name what becomes of an old part."""

    TO_MAKER = "to_maker"
    REPAIR = "repair"
    RESTOCK = "restock"
    SCRAP = "scrap"


class Cause(StrEnum):
    """Name why the part failed, as the inspector found."""

    DEFECT = "defect"
    WEAR = "wear"
    MISUSE = "misuse"
    OUTSIDE = "outside"
    NO_FAULT = "no_fault"


BLAMELESS_SUPPLIER = frozenset({Cause.MISUSE, Cause.OUTSIDE, Cause.NO_FAULT})
"""Causes for which the supplier's warranty does not answer."""

STREAMS = frozenset({"repair", "maintenance"})
"""Requests of these streams replace a part; a sale and a refill do not."""

WORDS: dict[StrEnum, Text] = {
    Owed.BY_RULE: Text("按规则", "By the rule"),
    Owed.ALWAYS: Text("必须返还", "Always owed"),
    Owed.NEVER: Text("无需返还", "Never owed"),
    Wish.LET_OFF: Text("申请免还", "To be let off"),
    Wish.MORE_TIME: Text("申请延期", "More time"),
    Excuse.LOST: Text("遗失", "Lost"),
    Excuse.DESTROYED: Text("已损毁", "Destroyed"),
    Excuse.CUSTOMER_KEPT: Text("客户留存", "Kept by the customer"),
    Excuse.NONE_THERE: Text("原机无此件", "There was none in the unit"),
    Excuse.ON_THE_WAY: Text("在途", "On its way"),
    Excuse.OTHER: Text("其他", "Another reason"),
    Verdict.TO_MAKER: Text("返厂", "Back to the maker"),
    Verdict.REPAIR: Text("外修", "To be repaired"),
    Verdict.RESTOCK: Text("翻新入库", "Back into stock, refurbished"),
    Verdict.SCRAP: Text("报废", "Scrap"),
    Cause.DEFECT: Text("配件缺陷", "Defect of the part"),
    Cause.WEAR: Text("正常磨损", "Worn out"),
    Cause.MISUSE: Text("使用不当", "Misuse"),
    Cause.OUTSIDE: Text("外部原因", "Outside cause"),
    Cause.NO_FAULT: Text("未见故障", "No fault found"),
}
"""The words of each."""


def is_owed(mark: str, use_class: str, criticality: str, rule: Mapping[str, bool]) -> bool:
    """Tell whether the replaced piece of a part is owed: its own mark first, else the rule for its classes.

    >>> is_owed("by_rule", "key", "essential", {"key": True}), is_owed("never", "key", "vital", {"key": True})
    (True, False)
    """
    if mark != Owed.BY_RULE:
        return mark == Owed.ALWAYS
    return bool(rule.get(use_class, False) or rule.get(criticality, False))


def standing(*, quantity: int, settled: int, due_on: date, on: date) -> str:
    """Name how a debt stands on a day: settled, overdue or open.

    >>> standing(quantity=1000, settled=0, due_on=date(2026, 3, 1), on=date(2026, 3, 2))
    'overdue'
    """
    if settled >= quantity:
        return "settled"
    return "overdue" if due_on < on else "open"
