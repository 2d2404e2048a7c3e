"""A replay that was stopped goes on where it was, and gives what it would have given in one go."""

from __future__ import annotations

import numpy as np
import pytest

from forecasting import rolling_parts
from forecasting.rolling import rolling_forecast
from forecasting.rolling_parts import rolled

DEMAND = np.random.default_rng(7).poisson(1.3, size=(12, 30)).astype(float)
DEMAND[0, 3] = np.nan
PRICE = np.linspace(1, 90, 12)
ASKED = {
    "start": 20,
    "reviews": 5,
    "horizon": 2,
    "protection": 3,
    "levels": (0.5, 0.9),
    "dial": (0.9, 0.95),
    "budget_dial": (0.05, 0.2),
    "unit_price": PRICE,
}


def same(one, other):
    for at in ("forecast", "order_up_to", "budget"):
        mine, theirs = getattr(one, at), getattr(other, at)
        assert mine.keys() == theirs.keys()
        for name in mine:
            assert mine[name].shape == theirs[name].shape, (at, name)
            assert mine[name].dtype == theirs[name].dtype, (at, name)
            np.testing.assert_array_equal(mine[name], theirs[name], err_msg=f"{at} {name}")


def test_reviews_from_a_folder_are_those_of_one_run(tmp_path):
    whole = rolling_forecast(DEMAND, **ASKED)
    first = rolled(DEMAND, folder=tmp_path, **ASKED)
    same(first, whole)
    again = rolled(DEMAND, folder=tmp_path, **ASKED)
    same(again, whole)
    assert (first.found, again.found) == (0, 5)
    same(rolled(DEMAND, folder=None, **ASKED), whole)


def test_a_run_that_was_stopped_computes_only_what_is_missing(tmp_path, monkeypatch):
    computed, stop_after = [], [3]

    def counted(history, **asked):
        if len(computed) in stop_after:
            raise KeyboardInterrupt
        computed.append(asked["start"])
        return rolling_forecast(history, **asked)

    monkeypatch.setattr(rolling_parts, "rolling_forecast", counted)
    with pytest.raises(KeyboardInterrupt):
        rolled(DEMAND, folder=tmp_path, **ASKED)
    assert computed == [20, 21, 22]
    stop_after.clear()
    steps = []
    made = rolled(DEMAND, folder=tmp_path, progress=lambda done, total: steps.append((done, total)), **ASKED)
    assert computed == [20, 21, 22, 23, 24]
    assert made.found == 3
    assert steps == [(done, 5) for done in range(1, 6)]
    same(made, rolling_forecast(DEMAND, **ASKED))


def test_what_was_half_written_is_computed_again(tmp_path):
    rolled(DEMAND, folder=tmp_path, **ASKED)
    files = sorted(tmp_path.glob("review-*.npz"))
    files[0].write_bytes(files[0].read_bytes()[:200])
    files[1].write_bytes(b"")
    files[2].unlink()
    made = rolled(DEMAND, folder=tmp_path, **ASKED)
    assert made.found == 2
    same(made, rolling_forecast(DEMAND, **ASKED))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"dial": (0.9, 0.96)}, 0),
        ({"protection": 4}, 0),
        ({"unit_price": PRICE * 2}, 0),
        ({"start": 21, "reviews": 4}, 4),
        ({"reviews": 7}, 5),
    ],
)
def test_only_reviews_of_the_very_same_question_are_taken(tmp_path, change, found):
    rolled(DEMAND, folder=tmp_path, **ASKED)
    asked = ASKED | change
    made = rolled(DEMAND, folder=tmp_path, **asked)
    assert made.found == found
    same(made, rolling_forecast(DEMAND, **asked))


def test_a_later_period_changes_no_review_that_may_not_use_it(tmp_path):
    rolled(DEMAND, folder=tmp_path, **ASKED)
    later = DEMAND.copy()
    later[:, 22] += 3
    made = rolled(later, folder=tmp_path, **ASKED)
    assert made.found == 3, "those of 20, 21 and 22 periods do not know period 22"
    same(made, rolling_forecast(later, **ASKED))
