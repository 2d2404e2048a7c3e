"""Judge what a count found: the difference to the book, when to count again, its cause, and what to take or add."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kernel.amounts import Money, Quantity
from kernel.text import Text

CAUSES: dict[str, Text] = {
    "miscounted": Text("以前点错", "Miscounted before"),
    "misplaced": Text("放错库位", "Put in the wrong place"),
    "unrecorded_issue": Text("领料未登记", "Issued without a record"),
    "unrecorded_receipt": Text("入库未登记", "Received without a record"),
    "wrong_part": Text("配件混放或发错", "Mixed up with another part"),
    "damaged": Text("损坏", "Damaged"),
    "lost": Text("丢失", "Lost"),
    "unit_error": Text("计量单位错误", "Wrong unit of measure"),
    "unknown": Text("原因不明", "Not found out"),
}
"""Why the shelf and the book may differ; each difference needs one before it is approved."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Say up to which difference one count is enough."""

    share_percent: Decimal
    value_cny: Decimal


def variance(counted: Quantity, book: Quantity) -> Quantity:
    """Return the difference: above zero a gain 盘盈, below a loss 盘亏.

    >>> variance(Quantity.of(8), Quantity.of(10))
    Quantity('-2')
    """
    return counted - book


def value_of(difference: Quantity, unit_cost: Money) -> Money:
    """Return the worth of a difference, with its sign."""
    return unit_cost.times(difference)


def needs_recount(counted: Quantity, book: Quantity, unit_cost: Money, tolerance: Tolerance) -> bool:
    """Tell whether another person must count again: the difference is large by share of the book or by value.

    >>> narrow = Tolerance(share_percent=Decimal(5), value_cny=Decimal(200))
    >>> needs_recount(Quantity.of(96), Quantity.of(100), Money.of(10), narrow)
    False
    >>> needs_recount(Quantity.of(90), Quantity.of(100), Money.of(10), narrow)
    True
    >>> needs_recount(Quantity.of(99), Quantity.of(100), Money.of(900), narrow)
    True
    """
    difference = abs(variance(counted, book))
    if not difference:
        return False
    by_share = difference.decimal * 100 > tolerance.share_percent * book.decimal
    return by_share or value_of(difference, unit_cost).decimal > tolerance.value_cny


@dataclass(frozen=True, slots=True)
class Held:
    """Describe what of a lot lies in the counted place."""

    lot_id: int
    on_hand: Quantity


@dataclass(frozen=True, slots=True)
class Share:
    """Say how much of a difference a lot bears."""

    lot_id: int
    quantity: Quantity


def losses(held: Iterable[Held], lost: Quantity) -> tuple[tuple[Share, ...], Quantity]:
    """Take a loss from the lots in the given order as far as they hold; returns the shares and what is left over.

    >>> shares, left = losses([Held(1, Quantity.of(2)), Held(2, Quantity.of(5))], Quantity.of(3))
    >>> [(s.lot_id, str(s.quantity)) for s in shares], str(left)
    ([(1, '2'), (2, '1')], '0')
    """
    shares = []
    for lot in held:
        part = min(lot.on_hand, lost)
        if part > Quantity.zero():
            shares.append(Share(lot.lot_id, part))
            lost -= part
    return tuple(shares), lost


@dataclass(frozen=True, slots=True)
class Outcome:
    """Hold what counting one line came to."""

    counted: Quantity
    book: Quantity
    unit_cost: Money

    @property
    def difference(self) -> Quantity:
        """Return counted less book."""
        return variance(self.counted, self.book)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Hold how right the book was: lines without difference, and the value of the differences against the book's."""

    lines: int
    lines_right: int
    book_value_cny: Money
    gain_value_cny: Money
    loss_value_cny: Money

    @property
    def line_share(self) -> Decimal | None:
        """Return the share of lines without a difference; None where nothing was counted."""
        return Decimal(self.lines_right) / self.lines if self.lines else None

    @property
    def value_share(self) -> Decimal | None:
        """Return one less the differences, without their signs, by the book's value; never below zero."""
        if not self.book_value_cny:
            return None
        off = (self.gain_value_cny + self.loss_value_cny).decimal / self.book_value_cny.decimal
        return max(Decimal(0), 1 - off)


def accuracy(outcomes: Iterable[Outcome]) -> Accuracy:
    """Sum up how right the book was over counted lines."""
    lines = right = 0
    book = gain = loss = Money.zero()
    for each in outcomes:
        lines += 1
        right += not each.difference
        book += value_of(each.book, each.unit_cost)
        worth = value_of(each.difference, each.unit_cost)
        gain, loss = (gain + worth, loss) if worth > Money.zero() else (gain, loss - worth)
    return Accuracy(lines, right, book, gain, loss)
