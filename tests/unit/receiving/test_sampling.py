"""Sampling against ISO 2859-1:1999 (GB/T 2828.1-2012), its published curves and the laws of its tables."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import RuleViolation
from receiving.sampling import (
    Plan,
    Severity,
    acceptance_probability,
    code_letter,
    fraction_accepted_with,
    one_step_tighter,
    plan,
    plan_of,
    skipping_probability,
)
from receiving.sampling_tables import (
    AQLS,
    LETTERS,
    LEVELS,
    NORMAL,
    REDUCED,
    REDUCED_SAMPLE_SIZES,
    SAMPLE_SIZES,
    TIGHTENED,
)

N, T, R = Severity.NORMAL, Severity.TIGHTENED, Severity.REDUCED

# Whole rows of the master tables with their arrows followed, as letter, sample size and acceptance number: the four
# that turn corners at the edges of the tables, and one from the middle of each.
ROWS = {
    (N, "A"): "Q1250/0 P800/0 N500/0 M315/0 L200/0 K125/0 J80/0 H50/0 G32/0 F20/0 E13/0 D8/0 C5/0 B3/0 A2/0 C5/1 B3/1"
    " A2/1 A2/2 A2/3 A2/5 A2/7 A2/10 A2/14 A2/21 A2/30",
    (N, "F"): "Q1250/0 P800/0 N500/0 M315/0 L200/0 K125/0 J80/0 H50/0 G32/0 F20/0 E13/0 G32/1 F20/1 F20/2 F20/3 F20/5"
    " F20/7 F20/10 F20/14 F20/21 E13/21 E13/30 E13/44 D8/44 C5/44 B3/44",
    (N, "Q"): "Q1250/0 P800/0 R2000/1 Q1250/1 Q1250/2 Q1250/3 Q1250/5 Q1250/7 Q1250/10 Q1250/14 Q1250/21 P800/21"
    " N500/21 M315/21 L200/21 K125/21 J80/21 H50/21 G32/21 F20/21 E13/21 E13/30 E13/44 D8/44 C5/44 B3/44",
    (N, "R"): "Q1250/0 P800/0 R2000/1 R2000/2 R2000/3 R2000/5 R2000/7 R2000/10 R2000/14 R2000/21 Q1250/21 P800/21"
    " N500/21 M315/21 L200/21 K125/21 J80/21 H50/21 G32/21 F20/21 E13/21 E13/30 E13/44 D8/44 C5/44 B3/44",
    (T, "A"): "R2000/0 Q1250/0 P800/0 N500/0 M315/0 L200/0 K125/0 J80/0 H50/0 G32/0 F20/0 E13/0 D8/0 C5/0 B3/0 A2/0"
    " C5/1 B3/1 A2/1 A2/2 A2/3 A2/5 A2/8 A2/12 A2/18 A2/27",
    (T, "J"): "R2000/0 Q1250/0 P800/0 N500/0 M315/0 L200/0 K125/0 J80/0 L200/1 K125/1 J80/1 J80/2 J80/3 J80/5 J80/8"
    " J80/12 J80/18 H50/18 G32/18 F20/18 E13/18 E13/27 E13/41 D8/41 C5/41 B3/41",
    (T, "R"): "R2000/0 Q1250/0 S3150/1 R2000/1 R2000/2 R2000/3 R2000/5 R2000/8 R2000/12 R2000/18 Q1250/18 P800/18"
    " N500/18 M315/18 L200/18 K125/18 J80/18 H50/18 G32/18 F20/18 E13/18 E13/27 E13/41 D8/41 C5/41 B3/41",
    (R, "B"): "Q500/0 P315/0 N200/0 M125/0 L80/0 K50/0 J32/0 H20/0 G13/0 F8/0 E5/0 D3/0 C2/0 B2/0 A2/0 D3/1 C2/1 B2/1"
    " B2/2 B2/3 B2/5 B2/7 B2/10 B2/14 B2/21 B2/30",
    (R, "C"): "Q500/0 P315/0 N200/0 M125/0 L80/0 K50/0 J32/0 H20/0 G13/0 F8/0 E5/0 D3/0 C2/0 B2/0 E5/1 D3/1 C2/1 C2/2"
    " C2/3 C2/5 C2/6 C2/8 C2/10 C2/14 C2/21 B2/30",
    (R, "K"): "Q500/0 P315/0 N200/0 M125/0 L80/0 K50/0 J32/0 M125/1 L80/1 K50/1 K50/2 K50/3 K50/5 K50/6 K50/8 K50/10"
    " J32/10 H20/10 G13/10 F8/10 E5/10 E5/14 E5/21 D3/21 C2/21 B2/30",
    (R, "R"): "Q500/0 P315/0 N200/0 R800/1 R800/2 R800/3 R800/5 R800/6 R800/8 R800/10 Q500/10 P315/10 N200/10 M125/10"
    " L80/10 K50/10 J32/10 H20/10 G13/10 F8/10 E5/10 E5/14 E5/21 D3/21 C2/21 B2/30",
}


@pytest.mark.parametrize(("row", "cells"), ROWS.items(), ids=lambda each: "-".join(each) if len(each) == 2 else "")
def test_rows_of_the_master_tables_with_their_arrows_followed(row, cells):
    severity, letter = row
    found = [plan_of(letter, aql, severity) for aql in AQLS]
    assert [f"{each.letter}{each.sample_size}/{each.accept}" for each in found] == cells.split()


def rows_of(table: str) -> dict[str, list[str]]:
    return {letter: cells for letter, *cells in (line.split() for line in table.strip().splitlines())}


@pytest.mark.parametrize(("table", "letters"), [(NORMAL, 16), (TIGHTENED, 17), (REDUCED, 16)])
def test_each_table_has_a_row_for_every_letter_and_a_cell_for_every_limit(table, letters):
    rows = rows_of(table)
    assert list(rows) == list(LETTERS[:letters])
    assert {len(cells) for cells in rows.values()} == {len(AQLS)}
    for column in zip(*rows.values(), strict=True):
        numbers = [int(cell) for cell in column if cell.isdecimal()]
        assert numbers == sorted(numbers), "a larger sample accepts no fewer"
    for cells in rows.values():
        numbers = [int(cell) for cell in cells if cell.isdecimal()]
        assert numbers == sorted(numbers), "a wider limit accepts no fewer"


def test_the_tables_run_along_diagonals():
    """One letter up and one limit down is the same acceptance number, wherever both cells have one."""
    for table, top in ((NORMAL, "A"), (TIGHTENED, "A"), (REDUCED, "C")):
        rows = rows_of(table)
        letters = [each for each in rows if each >= top]
        for upper, lower in pairwise(letters):
            for at in range(1, len(AQLS)):
                one, other = rows[upper][at], rows[lower][at - 1]
                assert one == other or not (one.isdecimal() and other.isdecimal()), (upper, AQLS[at])


def test_sample_sizes_follow_the_preferred_numbers():
    ratios = np.diff(np.log10(np.array(SAMPLE_SIZES[3:], dtype=float)))
    assert np.allclose(ratios, 0.2, atol=0.02)
    assert REDUCED_SAMPLE_SIZES[3:] == SAMPLE_SIZES[1 : len(REDUCED_SAMPLE_SIZES) - 2]


@pytest.mark.parametrize(
    ("lot", "level", "letter"),
    [(2, "I", "A"), (8, "III", "B"), (9, "II", "B"), (280, "II", "G"), (281, "II", "H"), (1200, "S-4", "F"),
     (3201, "S-1", "C"), (35_001, "S-2", "E"), (500_000, "III", "Q"), (500_001, "III", "R"), (10**9, "S-3", "H")],
)  # fmt: skip
def test_code_letters_change_at_the_bounds_of_lot_sizes(lot, level, letter):
    assert code_letter(lot, level) == letter


def test_a_textbook_lot_of_two_thousand():
    """Montgomery, Introduction to Statistical Quality Control, 15.4.2: N = 2000, AQL 0.65 %, level II."""
    found = [plan(2000, level="II", aql="0.65", severity=each) for each in (N, T, R)]
    assert [(each.letter, each.sample_size, each.accept, each.reject) for each in found] == [
        ("K", 125, 2, 3),
        ("K", 125, 1, 2),
        ("K", 50, 1, 2),
    ]


def test_a_sample_beyond_the_lot_is_the_whole_lot():
    assert plan(13, level="II", aql="0.65") == Plan("F", 13, 0, full=True)
    assert plan(20, level="II", aql="0.65").full
    assert not plan(21, level="II", aql="0.65").full


@pytest.mark.parametrize(
    ("accept", "published"),
    [
        (0, {0.99: 0.0126, 0.95: 0.0641, 0.90: 0.132, 0.75: 0.359, 0.50: 0.863, 0.25: 1.72, 0.10: 2.84, 0.05: 3.68}),
        (1, {0.99: 0.187, 0.95: 0.446, 0.90: 0.667, 0.75: 1.20, 0.50: 2.09, 0.25: 3.33, 0.10: 4.78, 0.05: 5.80}),
        (2, {0.99: 0.550, 0.95: 1.03, 0.90: 1.39, 0.75: 2.16, 0.50: 3.33, 0.25: 4.84, 0.10: 6.52, 0.05: 7.66}),
    ],
)
def test_the_published_curves_of_letter_j(accept, published):
    """Table 10-J-1 of the standard: percent nonconforming at which 80 pieces accept with each probability."""
    found = {each: 100 * fraction_accepted_with(80, accept, each) for each in published}
    assert found == pytest.approx(published, rel=0.005)


def test_the_textbook_curve_of_eighty_nine_and_two():
    """Montgomery, Table 15.2."""
    published = [0.9897, 0.9397, 0.7366, 0.4985, 0.3042, 0.1721, 0.0919, 0.0468, 0.0230, 0.0109]
    fractions = [0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09]
    assert acceptance_probability(89, 2, fractions) == pytest.approx(published, abs=6e-5)


@pytest.mark.parametrize("severity", list(Severity))
def test_good_lots_get_through_at_every_limit(severity):
    """What the limit promises the producer: at the limit most lots are accepted under normal and reduced inspection."""
    for letter in LETTERS[:16]:
        for aql in AQLS[: AQLS.index("10") + 1]:
            found = plan_of(letter, aql, severity)
            chance = float(acceptance_probability(found.sample_size, found.accept, float(aql) / 100))
            assert chance > (0.75 if severity is T else 0.86), (letter, aql)


letters, limits = st.sampled_from(LETTERS[:16]), st.sampled_from(AQLS[:16])


@given(letters, limits, st.floats(0, 1))
def test_tightened_inspection_never_lets_more_through(letter, aql, fraction):
    normal, tightened = plan_of(letter, aql, N), plan_of(letter, aql, T)
    chances = [acceptance_probability(each.sample_size, each.accept, fraction) for each in (normal, tightened)]
    smaller = tightened.sample_size < normal.sample_size  # an arrow may lead to a smaller sample that accepts nothing
    assert chances[1] <= chances[0] + 1e-9 or (smaller and tightened.accept < normal.accept)


@given(st.integers(2, 10**6), st.sampled_from(LEVELS), limits, st.sampled_from(list(Severity)))
def test_every_lot_has_a_plan_that_fits_into_it(lot, level, aql, severity):
    found = plan(lot, level=level, aql=aql, severity=severity)
    assert 1 <= found.sample_size <= lot
    assert found.full == (found.sample_size == lot)


@given(st.integers(1, 200), st.integers(0, 10), st.floats(0.01, 0.99))
def test_the_inverse_of_the_curve_gives_the_probability_back(size, accept, probability):
    fraction = fraction_accepted_with(size, accept, probability)
    back = float(acceptance_probability(size, accept, fraction))
    assert back == pytest.approx(probability, abs=1e-6) if accept < size else back == 1


def test_ten_thousand_lots_are_refused_as_often_as_the_curve_says():
    """Lots of 1,000 pieces from processes of known quality, sampled piece by piece without putting back."""
    generator = np.random.default_rng(20261123)
    chosen = plan(1000, level="II", aql="1.0")
    for fraction in (0.005, 0.01, 0.03, 0.05, 0.08):
        faulty = generator.binomial(1000, fraction, size=10_000)
        in_sample = generator.hypergeometric(faulty, 1000 - faulty, chosen.sample_size)
        accepted = np.mean([chosen.accepts(int(each)) for each in in_sample])
        expected = float(acceptance_probability(chosen.sample_size, chosen.accept, fraction))
        assert accepted == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / 10_000) + 1e-4)


def test_skipping_lets_through_at_least_as_much_and_nothing_that_is_always_refused():
    looked_at = np.array([0.0, 0.3, 0.9, 1.0])
    through = skipping_probability(looked_at, run=10, one_in=4)
    assert through[0] == 0
    assert through[-1] == 1
    assert np.all(through >= looked_at)


def test_the_next_tighter_limit():
    assert [one_step_tighter(each) for each in ("1000", "15", "0.015", "0.010")] == ["650", "10", "0.010", None]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: code_letter(1, "II"), "lot_too_small"),
        (lambda: code_letter(50, "IV"), "inspection_level_unknown"),
        (lambda: plan_of("K", "0.7"), "aql_unknown"),
        (lambda: plan_of("S", "1.0", T), "no_such_plan"),
    ],
)
def test_what_the_standard_does_not_have_is_refused(call, code):
    with pytest.raises(RuleViolation, match=code):
        call()


def test_a_share_beyond_one_is_a_mistake():
    with pytest.raises(ValueError, match="between 0 and 1"):
        acceptance_probability(10, 1, 1.5)
