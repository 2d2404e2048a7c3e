"""Serial numbers as people write them: one by one, as ranges, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.serial_ranges import MOST_IN_RANGE, read_serials, write_serials
from kernel.errors import RuleViolation


@pytest.mark.parametrize(
    ("text", "serials"),
    [
        ("SN0001–SN0003", ("SN0001", "SN0002", "SN0003")),
        ("SN0001..SN0002", ("SN0001", "SN0002")),
        ("SN0001 ～ 0002", ("SN0001", "SN0002")),
        ("SN0009至SN0010", ("SN0009", "SN0010")),
        ("AC-001-AC-003", ("AC-001", "AC-002", "AC-003")),
        ("7X01B—7X03B", ("7X01B", "7X02B", "7X03B")),
        ("2024-0001", ("2024-0001",)),
        ("0001-0003", ("0001-0003",)),
        ("AB-12-7", ("AB-12-7",)),
        ("A2-A1", ("A2-A1",)),
        ("S1\nS2,S3；S4、S5", ("S1", "S2", "S3", "S4", "S5")),
        ("SN7–SN7", ("SN7",)),
        ("", ()),
    ],
)
def test_numbers_and_ranges_are_read(text: str, serials: tuple[str, ...]) -> None:
    assert read_serials(text) == serials


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SN1–SN10", "serial_range_unclear"),
        ("SN1–TN3", "serial_range_unclear"),
        ("SN1–", "serial_range_unclear"),
        ("ABC–ABD", "serial_range_unclear"),
        ("A1–A2–A3", "serial_range_unclear"),
        ("SN0009–SN0001", "serial_range_backwards"),
        ("SN00000–SN01000", "serials_too_many"),
        ("SN000–SN999\nSM000–SM999\nX1", "serials_too_many"),
        ("SN1, SN2, SN1", "serial_repeated"),
        ("SN1–SN3, SN2", "serial_repeated"),
        ("9" * 81, "serial_too_long"),
    ],
)
def test_what_cannot_be_meant_is_refused(text: str, code: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        read_serials(text)
    assert refused.value.code == code


@given(
    st.text("ABXYZ-/ ", max_size=6).map(lambda text: "S" + text),
    st.integers(0, 9000),
    st.integers(0, MOST_IN_RANGE - 1),
    st.sampled_from(["–", "..", "～", "至"]),
)
def test_a_range_has_every_number_between_its_ends(prefix: str, start: int, more: int, sign: str) -> None:
    first, last = f"{prefix}{start:05d}", f"{prefix}{start + more:05d}"
    serials = read_serials(f"{first}{sign}{last}")
    assert (serials[0], serials[-1], len(serials)) == (first, last, more + 1)
    assert list(serials) == sorted(serials)


@given(st.lists(st.integers(1, 60), unique=True, max_size=30))
def test_what_is_written_is_read_back(numbers: list[int]) -> None:
    serials = tuple(f"SN{number:04d}" for number in numbers)
    assert read_serials(*write_serials(serials)) == serials
