"""Time a purchase plan from a database's demand history to its stored levels, explanations and proposals."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np
from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from benchmarks.bulk_rows import bare
from forecasting.arrays import FloatArray
from forecasting.demand import period_starts
from inventory.places import LocationKind
from inventory.tables import Location, Part
from kernel.amounts import Money, Quantity
from kernel.auditing import acting
from kernel.bulk import insert_columns
from kernel.clock import business_day
from kernel.db import Base, make_engine
from procurement.planning import run_plan
from procurement.tables import SupplierPart
from tests.support.databases import Sessions
from tests.support.procurement import Market
from tests.support.world import NOON, World

SETTLED = 1000


def stored_plan(history: FloatArray, short: float = 0.15) -> float:
    """Return the seconds of a plan of so many parts in a fresh SQLite database; filling it does not count.

    :param history: units per month, (parts, periods).
    :param short: share of the parts that lie empty; the others lie above most levels.
    """
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'plan.db'}")
        Base.metadata.create_all(engine)
        with Sessions(bind=engine) as session:
            world = World(acting(session, by=None, at=NOON, source="benchmark")).build()
            parts = fill(session, world, history)
            session.commit()
        with engine.connect() as connection, bare(connection):
            _stock(connection, parts, world.places["C"], history, short)
        with Sessions(bind=engine) as session:
            begin = time.perf_counter()
            made = run_plan(
                acting(session, by=None, at=NOON, source="benchmark"),
                on=business_day(NOON),
                by=world.people["buyer"],
                at=NOON,
                request_key="benchmark",
                budget_cny=None,
            )
            session.commit()
            seconds = time.perf_counter() - begin
        engine.dispose()
        print(f"  {made.proposals} proposals, {made.notices} notices from a run of levels of {history.shape[0]} parts")
        return seconds


def fill(session: Session, world: World, history: FloatArray) -> list[int]:
    """Enter parts, an offer with a price for each, and the demand of each month; return the ids of the parts."""
    market = Market(world)
    supplier_id = market.supplier("SUP")
    central = world.places["C"]
    for other in session.scalars(
        select(Location).where(Location.kind.in_((LocationKind.WAREHOUSE, LocationKind.VAN)), Location.id != central)
    ):
        other.supplying_store_id = central  # one store buys: a part is one level
    parts, periods = history.shape
    first_part = max(world.parts.values()) + 1
    ids = [*range(first_part, first_part + parts)]
    unit_id = session.scalars(select(Part.unit_id)).first()
    first_offer = (session.scalar(select(func.max(SupplierPart.id))) or 0) + 1
    offers = [*range(first_offer, first_offer + parts)]
    price = np.exp(np.random.default_rng(1).normal(3.5, 1.2, parts)).round(2)
    whole = Quantity(SETTLED)
    begun = business_day(NOON).replace(month=1, day=1)
    last = np.datetime64(business_day(NOON), "M") - 1
    starts = period_starts((last - (periods - 1)).astype("datetime64[D]"), periods, "month").astype(object).tolist()
    part, month = np.nonzero(history)
    tables = Base.metadata.tables
    insert_columns(
        session,
        tables["part"],
        {
            "id": ids,
            "number": [f"B{key}" for key in ids],
            "name_zh": ["配件"] * parts,
            "name_en": ["Part"] * parts,
            "unit_id": [unit_id] * parts,
        },
    )
    insert_columns(
        session,
        tables["supplier_part"],
        {"id": offers, "supplier_id": [supplier_id] * parts, "part_id": ids, "lead_time_days": [45] * parts},
    )
    insert_columns(
        session,
        tables["price_break"],
        {
            "supplier_part_id": offers,
            "from_quantity": [whole] * parts,
            "unit_price_cny": [Money.of(f"{each:.2f}") for each in price.tolist()],
            "valid_from_on": [begun] * parts,
        },
    )
    insert_columns(
        session,
        tables["history_demand"],
        {
            "part_id": (part + first_part).tolist(),
            "store_id": [central] * part.size,
            "period_start_on": [starts[m] for m in month.tolist()],
            "quantity": [Quantity(int(units) * SETTLED) for units in history[part, month].tolist()],
            "source": ["benchmark"] * part.size,
        },
    )
    return ids


def _stock(connection: Connection, parts: list[int], store_id: int, history: FloatArray, short: float) -> None:
    """Lay stock of most parts into the store; the ledger's guards are down, as no movement tells of it."""
    there = np.flatnonzero(np.random.default_rng(2).random(len(parts)) >= short)
    window = min(4, history.shape[1])
    sums = np.lib.stride_tricks.sliding_window_view(history[there], window, axis=1).sum(2).max(1)
    units = ((sums + 1) * SETTLED).astype(np.int64).tolist()
    rows = [(parts[row], store_id, held, 0, 0) for row, held in zip(there.tolist(), units, strict=True)]
    cursor = connection.connection.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    cursor.executemany(
        "INSERT INTO stock (part_id, store_id, on_hand, reserved, last_movement_id) VALUES (?, ?, ?, ?, ?)", rows
    )
    cursor.execute("COMMIT")
