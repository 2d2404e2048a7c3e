"""Chains of supersession: order of use, factors, circles."""

from datetime import date
from fractions import Fraction

import pytest

from inventory.succession import Link, Share, Stage, closes_circle, shares, stages
from tests.support.world import q

DAY = date(2026, 1, 1)
ON = date(2026, 3, 2)
ONE = {key: q(1) for key in range(1, 6)}


def test_forward_through_several_generations():
    chain = [Link(1, 2, DAY, False, 1, 2), Link(2, 3, DAY, False, 3, 1)]
    assert stages(chain, 1, ON) == (Stage(1, Fraction(1)), Stage(2, Fraction(2)), Stage(3, Fraction(2, 3)))


def test_backward_only_where_interchange_is_two_way():
    chain = [Link(1, 2, DAY, True), Link(2, 3, DAY, True, 1, 2), Link(4, 3, DAY, False)]
    assert stages(chain, 3, ON) == (Stage(1, Fraction(1, 2)), Stage(2, Fraction(1, 2)), Stage(3, Fraction(1)))


def test_a_succession_of_tomorrow_does_not_hold_today():
    assert stages([Link(1, 2, date(2026, 3, 3))], 1, ON) == (Stage(1, Fraction(1)),)
    assert len(stages([Link(1, 2, ON)], 1, ON)) == 2


def test_a_circle_in_the_data_ends():
    circle = [Link(1, 2, DAY, True), Link(2, 1, DAY, True)]
    assert [s.part_id for s in stages(circle, 1, ON)] == [2, 1, 2]


@pytest.mark.parametrize(("old", "new", "circle"), [(3, 1, True), (1, 1, True), (3, 4, False), (4, 1, False)])
def test_a_circle_is_seen_before_it_is_made(old, new, circle):
    assert closes_circle([Link(1, 2, DAY), Link(2, 3, DAY)], old, new) is circle


def test_old_stock_first_and_the_rest_by_the_factor():
    chain = (Stage(1, Fraction(1)), Stage(2, Fraction(2)))
    assert shares(chain, q(5), {1: q(2)}, ONE) == (Share(1, q(2)), Share(2, q(6)))
    assert shares(chain, q(2), {1: q(2)}, ONE) == (Share(1, q(2)),)
    assert shares(chain, q(2), {}, ONE) == (Share(2, q(4)),)


def test_a_remainder_is_rounded_up_to_whole_steps():
    chain = (Stage(1, Fraction(1)), Stage(2, Fraction(1, 2)))
    assert shares(chain, q(3), {1: q(2)}, ONE) == (Share(1, q(2)), Share(2, q(1)))
    assert shares((Stage(2, Fraction(1, 3)),), q(1), {}, {2: q("0.001")}) == (Share(2, q("0.334")),)


def test_stock_that_is_no_whole_step_is_left():
    assert shares((Stage(1, Fraction(1)), Stage(2, Fraction(1))), q(2), {1: q("1.5")}, ONE) == (
        Share(1, q(1)),
        Share(2, q(1)),
    )
