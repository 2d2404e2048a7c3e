"""Words and rules of a claim: why it was opened, what is asked for, how it may end, when it has ended."""

from __future__ import annotations

from enum import StrEnum

from kernel.amounts import Money, Quantity
from kernel.errors import RuleViolation
from kernel.text import Text


class Reason(StrEnum):
    """Name why goods go back."""

    REJECTED = "rejected"
    OVER = "over"
    WRONG_PART = "wrong_part"
    FOUND_LATER = "found_later"
    WARRANTY = "warranty"
    REFUSED = "refused"


class Demand(StrEnum):
    """Name what is asked of the supplier."""

    REPLACEMENT = "replacement"
    CREDIT = "credit"
    REWORK = "rework"
    TAKE_BACK = "take_back"


class SettlementKind(StrEnum):
    """Name how a claim, or a part of it, ended."""

    REPLACED = "replaced"
    CREDITED = "credited"
    REWORKED = "reworked"
    TAKEN_BACK = "taken_back"
    WAIVED = "waived"


WORDS: dict[StrEnum, Text] = {
    Reason.REJECTED: Text("验收不合格", "Rejected at inspection"),
    Reason.OVER: Text("超量到货", "More than ordered"),
    Reason.WRONG_PART: Text("错发配件", "Wrong part"),
    Reason.FOUND_LATER: Text("入库后发现不合格", "Found defective in stock"),
    Reason.WARRANTY: Text("质保期内失效", "Failed within the supplier's warranty"),
    Reason.REFUSED: Text("补货验收不合格", "Replacement refused at inspection"),
    Demand.REPLACEMENT: Text("换货", "Replacement"),
    Demand.CREDIT: Text("退款", "Credit"),
    Demand.REWORK: Text("返修", "Rework"),
    Demand.TAKE_BACK: Text("退回", "Take back"),
    SettlementKind.REPLACED: Text("已换货", "Replaced"),
    SettlementKind.CREDITED: Text("已退款", "Credited"),
    SettlementKind.REWORKED: Text("已返修", "Reworked"),
    SettlementKind.TAKEN_BACK: Text("已取回", "Taken back"),
    SettlementKind.WAIVED: Text("已放弃索赔", "Waived"),
}
"""The words of each."""

NOT_TAKEN_IN = frozenset({Reason.OVER, Reason.WRONG_PART})
"""Goods that were never taken into the books."""

UNPAID = NOT_TAKEN_IN | {Reason.REFUSED}
"""Goods for which nothing was paid: they go back, and what they should have settled stays open where it was."""

GOODS = (Demand.REPLACEMENT, Demand.REWORK)
"""What a delivery of the supplier settles."""

NEVER_SETTLED_BY_GOODS = tuple(sorted(UNPAID))

BY_VERDICT = {"replaced": SettlementKind.REPLACED, "reworked": SettlementKind.REWORKED}
"""How a line of an arrival settles the claim that it came for, by its kind."""


class Bearer(StrEnum):
    """Name who bears the cost of goods that are scrapped here."""

    SUPPLIER = "supplier"
    US = "us"


WORDS |= {
    Bearer.SUPPLIER: Text("供应商承担", "The supplier"),
    Bearer.US: Text("我方承担", "We do"),
}


def state_of(*, quantity: Quantity, gone: Quantity, settled: Quantity) -> str:
    """Return the state that follows: open until the goods are gone, returned until all is settled.

    >>> state_of(quantity=Quantity.of(3), gone=Quantity.of(3), settled=Quantity.of(2))
    'returned'
    """
    if gone < quantity:
        return "open"
    return "settled" if settled == quantity else "returned"


def check_settlement(reason: Reason, kind: SettlementKind, amount: Money) -> None:
    """Refuse an end that does not fit: taken back is for goods nobody paid for, a credit needs its money.

    Replaced and reworked goods settle nothing by word: their accepted quantity does, when it passes inspection.
    """
    if kind in BY_VERDICT.values():
        raise RuleViolation("settled_by_delivery", kind=str(kind))
    if (kind is SettlementKind.TAKEN_BACK) != (reason in UNPAID):
        raise RuleViolation("settlement_does_not_fit", reason=str(reason), kind=str(kind))
    if (kind is SettlementKind.CREDITED) != bool(amount):
        raise RuleViolation("settlement_amount", kind=str(kind), amount_cny=str(amount))
