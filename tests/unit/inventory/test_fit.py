"""Which product a part fits: models, ranges of serial numbers, and the order of serial numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inventory.fit import Fitted, Misfit, misfit, ordered, serial_key

ASCENDING = ["", "9", "10", "10A", "10B", "10B2", "10B10", "A", "A1", "A-2", "A 10", "A10A", "AA", "压1", "压2"]


def test_serials_stand_in_their_natural_order():
    keys = [serial_key(each) for each in ASCENDING]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_writing_differs_but_the_serial_is_the_same():
    same = ["24A-0100", "24a0100", "２４Ａ 100", "24/A/00100", "24.a.100"]
    assert len({serial_key(each) for each in same}) == 1
    assert serial_key("A1-2") != serial_key("A12")


def test_both_ends_belong_to_a_range_and_an_open_end_has_no_limit():
    closed, after, before = Fitted(1, "A100", "A199"), Fitted(1, "A100"), Fitted(1, "", "A199")
    assert [each in closed for each in ("A099", "A100", "A150", "A199", "A200", "B150")] == [
        False, True, True, True, False, False,
    ]  # fmt: skip
    assert "Z1" in after
    assert "A99" not in after
    assert "1" in before
    assert "A200" not in before
    assert "" in closed  # nobody knows it yet


def test_one_of_several_ranges_is_enough():
    fitted = [Fitted(1, "A1", "A9"), Fitted(1, "C1", "C9"), Fitted(2)]
    assert misfit(fitted, 1, "c5") is None
    assert misfit(fitted, 1, "B5") is Misfit.SERIAL
    assert misfit(fitted, 2, "anything") is None
    assert misfit(fitted, 3, "A5") is Misfit.MODEL
    assert misfit(fitted, None, "B5") is None
    assert misfit([], 3, "B5") is None


@given(st.text(max_size=12), st.text(max_size=12))
def test_a_range_between_two_serials_holds_both_or_stands_the_wrong_way(one: str, other: str):
    assert ordered(one, other) or ordered(other, one)
    if ordered(one, other):
        assert one in Fitted(1, one, other)
        assert other in Fitted(1, one, other)
