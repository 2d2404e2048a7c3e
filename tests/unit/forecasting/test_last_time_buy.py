"""Last-time buys, planned needs and starts of new parts: textbook figures, simulation, and what must always hold."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.last_time_buy import (
    Costs,
    buy_for_cost,
    buy_for_probability,
    critical_ratio,
    life_moments,
    risk_curve,
)
from forecasting.planned_demand import blend, campaign_remainder, maintenance_visits, ramp, within


def test_without_holding_the_cheapest_quantity_is_the_newsvendor_of_the_textbook() -> None:
    """Poisson(6) with 1 per unit left and 4 per unit short: S = 8 at 3.57011 (stockpyl 1.0.2; Snyder & Shen, 4.3)."""
    # A price of 1 that is lost with the unit and saved on each unit short: overage 1, underage 5 - 1 = 4.
    curve = risk_curve([6.0], [6.0], 0.0, Costs(price=1.0, shortage=5.0))
    best = buy_for_cost(curve)
    assert best == 8
    assert curve.cost[8] - 6.0 == pytest.approx(3.57011, abs=1e-5)
    assert critical_ratio(Costs(1.0, 5.0), 0.0) == pytest.approx(0.8)
    assert curve.risk[8] == pytest.approx(1 - 0.84724, abs=1e-5)


def test_poisson_losses_are_those_of_the_textbook() -> None:
    """Poisson back-orders at mean 4 for stocks 0 to 5 (Snyder & Shen, appendix C)."""
    curve = risk_curve([4.0], [4.0], 0.0, Costs(1.0, 1.0))
    assert curve.short[:6].round(4).tolist() == [4.0, 3.0183, 2.1099, 1.3480, 0.7815, 0.4103]
    assert curve.left[:6] == pytest.approx(curve.quantity[:6] - 4.0 + curve.short[:6])


def test_stock_is_netted_and_nothing_is_bought_where_it_suffices() -> None:
    assert buy_for_probability(6.0, 6.0, 0.0, 0.95) == 10
    assert buy_for_probability(6.0, 6.0, 4.0, 0.95) == 6
    assert buy_for_probability(6.0, 6.0, 30.0, 0.95) == 0
    plain, netted = (risk_curve([6.0], [6.0], stock, Costs(1.0, 5.0)) for stock in (0.0, 3.0))
    assert buy_for_cost(netted) == buy_for_cost(plain) - 3
    assert netted.risk[2] == pytest.approx(plain.risk[5])


def test_the_curve_is_what_a_simulation_of_the_life_shows() -> None:
    rng = np.random.default_rng(11)
    monthly = 3.0 * np.exp(-np.arange(48) / 20)
    doubt = 0.1
    rate = rng.gamma(1 / doubt, doubt, 20_000)
    demand = rng.poisson(monthly[None, :] * rate[:, None])
    mean, variance = life_moments(monthly, doubt)
    total = demand.sum(1)
    assert variance[-1] == pytest.approx(total.var(), rel=0.06)
    costs = Costs(price=20.0, shortage=90.0, disposal=2.0, holding_rate=0.12)
    curve = risk_curve(mean, variance, 5.0, costs)
    for quantity in (20, 45, 70):
        there = quantity + 5
        lying = np.maximum(there - np.cumsum(demand, axis=1), 0).sum(1).mean()
        short = np.maximum(total - there, 0).mean()
        left = np.maximum(there - total, 0).mean()
        cost = 20 * quantity + 20 * 0.12 / 12 * lying + 90 * short + 2 * left
        assert curve.risk[quantity] == pytest.approx((total > there).mean(), abs=0.02)
        assert curve.short[quantity] == pytest.approx(short, abs=0.35)
        assert curve.cost[quantity] == pytest.approx(cost, rel=0.02)


@given(
    st.floats(0.2, 300),
    st.floats(0, 0.5),
    st.floats(0, 50),
    st.floats(0.1, 500),
    st.floats(1, 5000),
    st.floats(0, 0.5),
)
def test_more_is_never_riskier_and_the_cheapest_is_on_the_curve(
    mean: float, doubt: float, stock: float, price: float, shortage: float, holding: float
) -> None:
    total, variance = life_moments(np.full(6, mean / 6), doubt)
    curve = risk_curve(total, variance, stock, Costs(price, shortage, 0.0, holding))
    assert np.all(np.diff(curve.risk) <= 1e-9)
    assert np.all(np.diff(curve.short) <= 1e-6)
    assert np.all(curve.left >= -1e-6)
    assert curve.risk[-1] <= 0.0002
    best = buy_for_cost(curve)
    assert curve.cost[curve.quantity == best][0] == pytest.approx(curve.cost.min())
    if shortage <= price:
        assert best == 0  # what costs no more to lack than to have is not bought
    certain = buy_for_probability(float(total[-1]), float(variance[-1]), stock, 0.95)
    assert certain <= curve.quantity[-1]


def test_dear_shortages_buy_more_and_dear_holding_less() -> None:
    mean, variance = life_moments(np.full(60, 1.0), 0.05)
    bought = [
        buy_for_cost(risk_curve(mean, variance, 0.0, Costs(10.0, shortage, 0.0, holding)))
        for shortage, holding in ((15, 0.1), (60, 0.1), (600, 0.1), (600, 0.4))
    ]
    assert bought[0] < bought[1] < bought[2] > bought[3]


def test_maintenance_comes_with_the_age_of_the_units() -> None:
    base = np.zeros(40)
    base[[5, 11, 12]] = [10, 20, 30]
    visits = maintenance_visits(base, 6, 12, np.ones(12))
    assert visits.tolist() == [30, 30, 0, 0, 0, 0, 30, 30, 0, 0, 0, 0]
    fading = maintenance_visits(base, 6, 12, np.full(12, 0.9))
    assert fading[7] == pytest.approx(30 * 0.9**7)
    with pytest.raises(ValueError, match="interval"):
        maintenance_visits(base, 0, 3, np.ones(3))


@given(
    st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    st.integers(0, 400),
    st.integers(-100, 200),
    st.integers(1, 300),
    st.integers(1, 300),
)
def test_a_planned_need_is_spread_once_and_only_once(begin: date, span: int, ahead: int, days: int, more: int) -> None:
    end, on = begin + timedelta(days=span), begin + timedelta(days=ahead)
    near, far = within(begin, end, 60.0, on, days), within(begin, end, 60.0, on, days + more)
    assert 0 <= near <= far <= 60.0 + 1e-9
    if end >= on:
        assert within(begin, end, 60.0, on, 2000) == pytest.approx(60.0)
    else:
        assert far == 0


def test_what_campaign_tickets_asked_for_is_no_longer_to_come() -> None:
    assert campaign_remainder(100, 0.5, 2, 30) == 70
    assert campaign_remainder(100, 0.5, 2, 130) == 0


def test_a_new_part_rises_to_the_demand_of_its_like() -> None:
    assert ramp(6, 0, 4).tolist() == [0.125, 0.375, 0.625, 0.875, 1, 1]
    assert ramp(3, 10, 4).tolist() == [1, 1, 1]
    assert ramp(3, -2, 4).tolist() == [0, 0, 0.125]


def test_own_history_takes_over_as_it_grows() -> None:
    mean, variance, weight = blend([9.0, 9.0, 9.0], 9.0, [0, 12, 1200], 3.0, 3.0, 12)
    assert mean.round(2).tolist() == [3.0, 6.0, 8.94]
    assert weight.round(2).tolist() == [0.0, 0.5, 0.99]
    assert variance.round(2).tolist() == [3.0, 15.0, 9.29]
