"""Many rows at once go in column by column, on both engines, with the defaults and the refusals of any insert."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forecasting.tables import HistoryDemand, Level
from forecasting.tables.series import packed, unpacked
from kernel.amounts import Quantity
from kernel.bulk import CHUNK, insert_columns
from kernel.db import Base
from tests.support.planning import run, supplied
from tests.support.procurement import add_history
from tests.support.world import World

DEMAND = Base.metadata.tables["history_demand"]


def columns(world: World, months: int) -> dict[str, list[object]]:
    return {
        "part_id": [world.parts["P1"]] * months,
        "store_id": [world.places["C"]] * months,
        "period_start_on": [date(1 + n // 12, n % 12 + 1, 1) for n in range(months)],
        "quantity": [Quantity(n * 1000) for n in range(months)],
        "source": ['a, \\ tab\tand 引号"'] * months,
    }


def test_every_row_arrives_as_it_was_said(world: World) -> None:
    months = CHUNK + 3  # more than goes at once
    assert insert_columns(world.session, DEMAND, columns(world, months)) == months
    rows = world.session.scalars(select(HistoryDemand).order_by(HistoryDemand.period_start_on)).all()
    assert [row.quantity for row in rows] == [Quantity(n * 1000) for n in range(months)]
    assert {row.source for row in rows} == {'a, \\ tab\tand 引号"'}
    assert rows[-1].period_start_on == date(1 + (months - 1) // 12, (months - 1) % 12 + 1, 1)
    assert insert_columns(world.session, DEMAND, {name: [] for name in columns(world, 0)}) == 0


def test_what_the_table_forbids_is_refused_as_any_insert_is(world: World) -> None:
    twice = {name: [*values, *values] for name, values in columns(world, 1).items()}
    with pytest.raises(IntegrityError):
        insert_columns(world.session, DEMAND, twice)
    world.session.rollback()


def test_columns_of_different_lengths_are_refused(world: World) -> None:
    with pytest.raises(ValueError, match=r"shorter|longer"):
        insert_columns(world.session, DEMAND, columns(world, 3) | {"source": ["one"]})


def test_numbers_in_a_row_keep_their_blanks(world: World) -> None:
    add_history(world.session, world, date(2025, 3, 1), date(2026, 3, 1))
    run(supplied(world))
    level = world.session.scalars(select(Level)).first()
    assert level is not None
    level.history = [1.5, None, 0.0]
    world.session.flush()
    world.session.expire(level)
    assert level.history == [1.5, None, 0.0]
    assert np.array_equal(unpacked(packed(np.array([[0.1, np.nan]]))), np.array([[0.1, np.nan]]), equal_nan=True)
    assert packed(np.empty((2, 0))) == [b"", b""]
