"""Stock or not, which policy, and what people have set: the pure rules."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.policy import BaseStockRule, Bounds, Policy, bounded_levels, choose_policies
from forecasting.stocking import Former, Reason, Seen, Stocking, StockingRule, decide, look_back, stock_above

ON = np.datetime64("2026-03-02")
NONE = np.datetime64("NaT", "D")
RULE = StockingRule()


def former(*, known: bool = False, stocked: bool = False, since: np.datetime64 = NONE) -> Former:
    return Former(np.array([known]), np.array([stocked]), np.array([since], dtype="datetime64[D]"))


def one(
    demands: float = 0,
    most: float | None = None,
    months: float = 36,
    *,
    expected: float = 0.1,
    price: float = 10.0,
    vital: bool = False,
    chosen: int = -1,
    before: Former | None = None,
    rule: StockingRule = RULE,
) -> tuple[bool, str, np.datetime64]:
    seen = Seen(*(np.array([float(x)]) for x in (demands, demands if most is None else most, months)))
    found = decide(
        seen,
        rule=rule,
        expected=[expected],
        unit_price=[price],
        vital=[vital],
        chosen=[chosen],
        former=before or former(),
        on=ON,
    )
    return bool(found.stocked[0]), Reason(found.reason[0]).name.lower(), found.since[0]


def test_a_part_without_a_record_of_decisions_is_judged_by_its_history() -> None:
    assert one(2)[:2] == (True, "demands")
    assert one(1)[:2] == (False, "few")
    assert one(1, most=2)[:2] == (True, "lately")
    assert one(1, months=15)[:2] == (True, "young")
    assert one(0, expected=1.0)[:2] == (True, "expected")
    assert one(2, price=5000)[:2] == (False, "few")
    assert one(3, price=5000)[:2] == (True, "demands")
    assert one(0, vital=True)[:2] == (True, "vital")
    assert one(0, rule=StockingRule(active=False))[:2] == (True, "rule_off")
    assert np.isnat(one(1)[2])


def test_what_somebody_said_goes_before_everything() -> None:
    assert one(9, vital=True, chosen=0)[:2] == (False, "set_not_stocked")
    assert one(0, chosen=1)[:2] == (True, "set_stocked")
    lately = former(known=True, stocked=True, since=ON - 3)
    assert one(9, chosen=0, before=lately) == (False, "set_not_stocked", ON)


def test_a_stocked_part_goes_out_only_after_months_below_and_at_rest() -> None:
    long_ago, lately = (former(known=True, stocked=True, since=ON - days) for days in (400, 20))
    assert one(1, most=2, before=long_ago)[:2] == (True, "lately")
    assert one(1, before=long_ago) == (False, "few", ON)
    assert one(1, before=lately) == (True, "resting_in", ON - 20)
    assert one(1, before=former(known=True, stocked=True)) == (False, "few", ON)


def test_a_part_out_of_stock_comes_in_with_its_demands_but_not_while_resting() -> None:
    long_ago, lately = (former(known=True, stocked=False, since=ON - days) for days in (400, 20))
    assert one(2, before=long_ago) == (True, "demands", ON)
    assert one(2, before=lately) == (False, "resting_out", ON - 20)
    assert one(0, expected=3, before=lately)[:2] == (False, "resting_out")
    assert one(1, most=2, before=long_ago) == (False, "few", ON - 400)
    assert one(0, vital=True, before=lately) == (True, "vital", ON)


@given(
    months=st.lists(st.integers(0, 1), min_size=30, max_size=70),
    price=st.sampled_from([10.0, 5000.0]),
    rest=st.integers(0, 12),
)
def test_no_history_makes_it_flap(months: list[int], price: float, rest: int) -> None:
    """Month after month: never turned within the rest, in only from enough demands, out only when long below."""
    rule, before, turned = StockingRule(rest_months=rest), former(), []
    for month in range(18, len(months)):
        history = np.array([months[:month]], dtype=float)
        seen = look_back(history, 12, rule.out_after_months)
        on = np.datetime64("2020-01", "M") + month
        found = decide(
            seen,
            rule=rule,
            expected=[0.0],
            unit_price=[price],
            vital=[False],
            chosen=[-1],
            former=before,
            on=on.astype("datetime64[D]"),
        )
        stocked = bool(found.stocked[0])
        if before.known[0] and stocked != before.stocked[0]:
            needed = rule.needed([price])[0]
            assert (seen.demands[0] >= needed) if stocked else (seen.most[0] < needed)
            assert found.since[0] == on.astype("datetime64[D]")
            turned.append(month)
        before = Former(np.array([True]), np.array([stocked]), found.since)
    assert all(later - sooner >= rest - 1 for sooner, later in itertools.pairwise(turned))


def test_twelve_months_are_counted_by_months_and_by_weeks() -> None:
    months = np.zeros((2, 30))
    months[0, [2, 17, 18, 29]] = 5
    months[1, :20] = np.nan
    months[1, 25] = 1
    found = look_back(months, 12, 6)
    assert found.demands.tolist() == [2, 1]
    assert found.most.tolist() == [2, 1]
    assert found.months.tolist() == [30, 10]
    weeks = np.zeros((1, 130))
    weeks[0, [60, 77, 78, 129]] = 1
    assert look_back(weeks, 52, 6).demands.tolist() == [2]
    assert look_back(np.zeros((1, 0)), 12, 6).demands.tolist() == [0]


def test_what_a_van_stocks_every_store_above_it_stocks() -> None:
    # Stores: centre 0, region 1 below it, van 2 below that, lone store 3. Part 0 in all, part 1 in centre and van.
    part, store = np.array([0, 0, 0, 0, 1, 1]), np.array([0, 1, 2, 3, 0, 2])
    above = np.array([-1, 0, 1, -1])
    stocked = np.array([False, False, True, False, False, False])
    reason = np.array([Reason.FEW, Reason.FEW, Reason.DEMANDS, Reason.FEW, Reason.FEW, Reason.FEW], dtype=np.int64)
    before = Former(np.ones(6, dtype=bool), stocked.copy(), np.full(6, "NaT", dtype="datetime64[D]"))
    made = Stocking(stocked, reason, before.since.copy(), np.full(6, 2.0), np.ones(6))
    found = stock_above(made, part, store, above, before, ON)
    assert found.stocked.tolist() == [True, True, True, False, False, False]
    assert [Reason(r).name for r in found.reason[:2]] == ["STORE_BELOW", "STORE_BELOW"]
    assert found.since[0] == ON
    kept = Stocking(
        stocked, np.where([0, 1, 0, 0, 0, 0], Reason.SET_NOT_STOCKED, reason), before.since, made.needed, made.demands
    )
    assert stock_above(kept, part, store, above, before, ON).stocked.tolist() == [
        True,
        False,
        True,
        False,
        False,
        False,
    ]


def test_rules_that_make_no_sense_are_refused() -> None:
    for wrong in ({"demands_by_price": ()}, {"demands_by_price": ((9.0, 1.0), (0.0, 2.0))}, {"out_after_months": 0}):
        with pytest.raises(ValueError, match="steps"):
            StockingRule(**wrong)  # type: ignore[arg-type]


def test_slow_and_dear_parts_are_ordered_one_for_one() -> None:
    rule = BaseStockRule(6, 2000)
    found = choose_policies(
        [-1, -1, -1, -1, 1, 2], Policy.PERIODIC, [5.9, 6, 5.9, 5.9, 1, 99], [2000, 2000, 1999, np.nan, 9000, 1], rule
    )
    assert [Policy(p).name for p in found] == [
        "BASE_STOCK",
        "PERIODIC",
        "PERIODIC",
        "PERIODIC",
        "CONTINUOUS",
        "BASE_STOCK",
    ]
    assert choose_policies([-1], Policy.CONTINUOUS, [50], [1], rule).tolist() == [int(Policy.CONTINUOUS)]


@given(
    point=st.floats(0, 100),
    quantity=st.floats(0, 100),
    least=st.one_of(st.just(np.nan), st.floats(0, 100)),
    most=st.one_of(st.just(np.nan), st.floats(0, 100)),
    stocked=st.booleans(),
)
def test_bounds_hold(point: float, quantity: float, least: float, most: float, *, stocked: bool) -> None:
    one = np.array([1.0])
    found, lot = bounded_levels(point * one, quantity * one, [stocked], Bounds(least * one, most * one))
    assert found[0] >= 0
    assert lot[0] >= 0
    if not stocked:
        assert (found[0], lot[0]) == (0, 0)
        return
    assert found[0] + lot[0] <= (np.inf if np.isnan(most) else most) + 1e-9
    assert found[0] >= min(np.nan_to_num(least), np.inf if np.isnan(most) else most)
    if np.isnan(least) and np.isnan(most):
        assert (found[0], lot[0]) == (point, pytest.approx(quantity))
