"""Picking order by a slow and obvious model."""

from datetime import date
from itertools import permutations

import pytest

from inventory import fifo
from inventory.fifo import Candidate
from tests.support.world import q

ON = date(2026, 3, 2)
OLD = Candidate(7, 1, q(2), date(2026, 1, 1))
NEW = Candidate(3, 2, q(4), date(2026, 2, 1))
TIED = Candidate(8, 3, q(1), date(2026, 1, 1))
GONE = Candidate(9, 4, q(5), date(2025, 1, 1), date(2026, 3, 1))
LAST_DAY = Candidate(10, 5, q(1), date(2026, 3, 2), date(2026, 3, 2))


@pytest.mark.parametrize("order", list(permutations([OLD, NEW, TIED, GONE])))
def test_rank_then_lot_id_whatever_the_order_of_loading(order):
    picked = fifo.picks(order, q(5), ON)
    assert [(p.lot_id, p.quantity) for p in picked] == [(7, q(2)), (8, q(1)), (3, q(2))]


def test_less_is_picked_when_less_is_there():
    assert fifo.total(fifo.picks([OLD, GONE], q(9), ON)) == q(2)
    assert fifo.picks([], q(1), ON) == ()


def test_a_lot_is_good_on_its_last_day():
    assert [p.lot_id for p in fifo.picks([LAST_DAY, GONE], q(9), ON)] == [10]


def test_the_walk_decides_between_bins_of_one_lot():
    near = Candidate(1, 9, q(1), date(2026, 1, 1), pick_sequence=1)
    far = Candidate(1, 2, q(1), date(2026, 1, 1), pick_sequence=5)
    assert [p.location_id for p in fifo.picks([far, near], q(2), ON)] == [9, 2]


def test_lots_that_must_go_before():
    assert fifo.older_lots([NEW, TIED, OLD, GONE], 3, ON) == (7, 8)
    assert fifo.older_lots([NEW, TIED, OLD], 7, ON) == ()
    assert fifo.older_lots([NEW], 99, ON) == ()


def test_what_is_left_after_a_pick():
    left = fifo.leave([OLD, NEW], fifo.picks([OLD, NEW], q(3), ON))
    assert [(c.lot_id, c.quantity) for c in left] == [(7, q(0)), (3, q(3))]
