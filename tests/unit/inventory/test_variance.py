"""Judge differences between shelf and book."""

from __future__ import annotations

from decimal import Decimal

import pytest

from inventory.variance import CAUSES, Held, Outcome, Tolerance, accuracy, losses, needs_recount, value_of, variance
from kernel.amounts import Money, Quantity

q = Quantity.of
NARROW = Tolerance(share_percent=Decimal(2), value_cny=Decimal(200))


@pytest.mark.parametrize(
    ("counted", "book", "cost", "again"),
    [
        (100, 100, "1000", False),
        (98, 100, "1", False),
        ("97.9", 100, "1", True),
        (102, 100, "1", False),
        (103, 100, "1", True),
        (99, 100, "200", False),
        (99, 100, "200.01", True),
        (1, 0, "0", True),
        (0, 1, "0", True),
        (0, 0, "1000", False),
    ],
)
def test_recount_at_the_edges_of_the_tolerance(counted: int, book: int, cost: str, again: bool) -> None:
    assert needs_recount(q(counted), q(book), Money.of(cost), NARROW) is again


def test_variance_has_the_sign_of_a_gain() -> None:
    assert variance(q(3), q(1)) == q(2)
    assert value_of(variance(q(1), q(3)), Money.of("1.5")) == Money.of(-3)


@pytest.mark.parametrize(
    ("lost", "taken", "left"),
    [("0", [], "0"), ("1", [(1, "1")], "0"), ("2.5", [(1, "2"), (3, "0.5")], "0"), ("9", [(1, "2"), (3, "4")], "3")],
)
def test_losses_come_from_the_lots_in_order(lost: str, taken: list[tuple[int, str]], left: str) -> None:
    shares, rest = losses([Held(1, q(2)), Held(2, q(0)), Held(3, q(4))], q(lost))
    assert [(share.lot_id, str(share.quantity)) for share in shares] == taken
    assert rest == q(left)


def test_accuracy_counts_lines_and_weighs_values() -> None:
    found = accuracy(
        [
            Outcome(q(10), q(10), Money.of(1)),
            Outcome(q(8), q(10), Money.of(2)),
            Outcome(q(11), q(10), Money.of(7)),
        ]
    )
    assert (found.lines, found.lines_right) == (3, 1)
    assert (found.gain_value_cny, found.loss_value_cny, found.book_value_cny) == (
        Money.of(7),
        Money.of(4),
        Money.of(100),
    )
    assert found.value_share == Decimal("0.89")


def test_accuracy_of_nothing_is_unknown() -> None:
    nothing = accuracy([])
    assert (nothing.line_share, nothing.value_share) == (None, None)
    only_gain = accuracy([Outcome(q(2), q(0), Money.of(5))])
    assert only_gain.value_share is None


def test_value_share_is_never_below_zero() -> None:
    assert accuracy([Outcome(q(9), q(1), Money.of(5))]).value_share == 0


def test_every_cause_has_words_in_both_languages() -> None:
    assert all(words.zh and words.en for words in CAUSES.values())
