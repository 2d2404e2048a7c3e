"""Notice what a buyer should look at beside what is bought and moved, for every part and store at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy import LargeBinary, Text, select, type_coerce
from sqlalchemy.orm import Session

from forecasting.arrays import BoolArray, FloatArray, IntArray
from forecasting.demand import YEAR_DAYS
from forecasting.distribution import quantile_table
from forecasting.mending import ONE_OFF, marked_periods
from forecasting.tables import Level, LevelRun
from forecasting.tables.series import unpacked
from inventory.tables import SurplusProposal
from kernel.prepared import run
from kernel.settings import setting
from procurement import settings
from procurement.alerts import JumpRule, first_asked, jumped
from procurement.drafts import Desk
from procurement.needs import THOUSAND
from procurement.proposals import SumRow
from procurement.queries.columns import due_on, still_open
from procurement.tables import Order, OrderLine

LATE_STATES = ("sent", "confirmed", "partly_received")
"""States of orders that a supplier knows of: a draft is nobody's delay."""
LIVE_SURPLUS = ("open", "submitted", "approved")

Key = tuple[int, int]


@dataclass(slots=True)
class Seen:
    """Hold why a part in a store is to be looked at, and the figures that say so."""

    codes: list[str] = field(default_factory=list)
    rows: list[SumRow] = field(default_factory=list)


class Watch(defaultdict[Key, Seen]):
    """Gather what is seen by part and store index."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__(Seen)

    def note(self, desk: Desk, rows: Iterable[int], code: str, **figures: FloatArray | IntArray) -> None:
        """Note a reason for some rows of the positions, with figures of those rows in units."""
        stores = desk.places.store_ids.size
        for row in rows:
            seen = self[divmod(int(desk.positions.codes[row]), stores)]
            seen.codes.append(code)
            seen.rows += [SumRow(name, round(float(values[row]), 3)) for name, values in figures.items()]


def watch(session: Session, desk: Desk, *, run_id: int, scope: Sequence[int]) -> Mapping[Key, Seen]:
    """Return what is to be looked at: shortages that come, lateness, surplus, jumps, new and ending parts, no supplier.

    Stock-outs that lie ahead and surplus are looked for in every store of the plan; demand, the life of a part and its
    suppliers at the stores that buy, which see the demand of all below them.
    """
    found = Watch()
    positions = desk.positions
    replaced = np.isin(positions.part_id, list(positions.replaced))
    here = np.isin(positions.store, scope) & ~replaced
    roots = here & (desk.places.above[positions.store] < 0)
    _shortages(found, desk, here)
    _late_orders(session, found, desk, here)
    _late_repairs(found, desk, here)
    _surplus(session, found, desk, here)
    _demand(session, found, desk, roots, run_id)
    _ends(found, desk, roots)
    return found


def _there(desk: Desk) -> IntArray:
    """Return what the echelon of each row physically has beyond what was asked for, in thousandths."""
    e = desk.positions.echelon
    return e["on_hand"] - e["expired"] + e["in_hold"] + e["in_transit"] + e["superseded"] - e["outstanding"]


def _shortages(found: Watch, desk: Desk, here: BoolArray) -> None:
    """Note what is out of stock now, and what runs out before the next receipt, ordered or not."""
    levels, there = desk.levels, _there(desk)
    asked = here & (levels["mean_per_day"] > 0) & (levels["reorder_point"] > 0)
    out = asked & (there <= 0)
    days = desk.positions.next_days
    cover = there / THOUSAND / np.where(levels["mean_per_day"] > 0, levels["mean_per_day"], np.inf)
    before = asked & ~out & np.isfinite(days) & (cover < days)
    found.note(desk, np.flatnonzero(out), "stock_out")
    found.note(desk, np.flatnonzero(before), "stock_out_before_delivery", days_of_cover=cover, days_to_receipt=days)


def _late_orders(session: Session, found: Watch, desk: Desk, here: BoolArray) -> None:
    rows = session.execute(
        select(OrderLine.part_id, Order.store_id, Order.number, due_on(), still_open())
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.state.in_(LATE_STATES), still_open() > 0, due_on() < desk.on)
        .order_by(due_on(), Order.id, OrderLine.line_no)
    )
    for part_id, store_id, number, due, units in rows:
        _late(found, desk, here, "order_overdue", (part_id, store_id), number, (desk.on - due).days, int(units))


def _late_repairs(found: Watch, desk: Desk, here: BoolArray) -> None:
    for each in desk.positions.repairs:
        if each.due_on < desk.on:
            key, days = (each.part_id, each.store_id), (desk.on - each.due_on).days
            _late(found, desk, here, "repair_overdue", key, each.order_number, days, each.sent)


def _late(
    found: Watch, desk: Desk, here: BoolArray, code: str, key: tuple[int, int], number: str, days: int, units: int
) -> None:
    store = int(np.searchsorted(desk.places.store_ids, key[1]))
    if store >= desk.places.store_ids.size or desk.places.store_ids[store] != key[1]:
        return
    row = desk.positions.row(key[0], store)
    if row < 0 or not here[row]:
        return
    seen = found[key[0], store]
    if code not in seen.codes:
        seen.codes.append(code)
    seen.rows += [SumRow(f"{code}_units", units / THOUSAND, "document", number), SumRow(f"{code}_days", days, "days")]


def _surplus(session: Session, found: Watch, desk: Desk, here: BoolArray) -> None:
    """Note what lies or comes beyond the order-up-to level and a long cover; what the surplus page has, too."""
    levels, own, positions = desk.levels, desk.positions.own, desk.positions
    cover = float(setting(session, settings.SURPLUS_COVER, desk.on))
    highest = np.ceil(levels["order_up_to_level"] + levels["year_mean_per_day"] * cover) * THOUSAND
    ending = np.isin(positions.part_id, list(desk.discontinued))
    too_much = np.where(here & ~ending & (levels["mean_per_day"] > 0), levels["position"] - highest, 0.0)
    step = np.array([desk.step[part].scaled for part in positions.part_id.tolist()], dtype=np.float64)
    coming = np.floor(np.clip(np.minimum(own["on_order"], too_much), 0, None) / step) * step
    owed = own["outstanding"] - np.minimum(own["superseded"], 0)
    usable = own["on_hand"] - own["expired"] - np.maximum(own["reserved"], owed) - own["outgoing"]
    lying = np.floor(np.clip(np.minimum(usable, too_much - coming), 0, None) / step) * step
    numbers = _on_surplus_page(session, desk)
    listed = np.isin(positions.codes, list(numbers)) & here
    found.note(desk, np.flatnonzero(coming > 0), "surplus_on_order", surplus_on_order=coming / THOUSAND)
    found.note(desk, np.flatnonzero((lying > 0) | listed), "surplus", surplus=lying / THOUSAND)
    for row in np.flatnonzero(listed).tolist():
        key = divmod(int(positions.codes[row]), desk.places.store_ids.size)
        number, units = numbers[int(positions.codes[row])]
        found[key].rows.append(SumRow("surplus_proposal", units / THOUSAND, "document", number))


def _on_surplus_page(session: Session, desk: Desk) -> dict[int, tuple[str, int]]:
    """Return number and thousandths of the live surplus proposals by code of part and store."""
    rows = session.execute(
        select(
            SurplusProposal.part_id,
            SurplusProposal.store_id,
            SurplusProposal.number,
            SurplusProposal.quantity,
            SurplusProposal.advised_quantity,
        ).where(SurplusProposal.state.in_(LIVE_SURPLUS))
    )
    index = {int(key): i for i, key in enumerate(desk.places.store_ids.tolist())}
    return {
        part * desk.places.store_ids.size + index[store]: (number, (chosen or advised).scaled)
        for part, store, number, chosen, advised in rows
        if store in index
    }


def _demand(session: Session, found: Watch, desk: Desk, roots: BoolArray, run_id: int) -> None:
    """Note where the last period lies above what was expected of it, and what was asked for the first time lately."""
    young = int(setting(session, settings.NEW_PERIODS, desk.on))
    rule = setting(session, settings.JUMP, desk.on)
    periods = session.get_one(LevelRun, run_id).periods
    if periods < 2:  # noqa: PLR2004 - one period has nothing before it
        return
    told = Level.__table__.c
    rows = run(
        session,
        select(
            told.id,
            told.part_id,
            told.store_id,
            type_coerce(told.history, LargeBinary),
            told.mean,
            told.variance,
            told.season_factor,
        ).where(told.run_id == run_id, told.store_id.in_(desk.places.store_ids[desk.places.roots].tolist())),
    ).all()
    if not rows:
        return
    demand = unpacked([row[3] for row in rows])
    # Nothing was asked for lately in most rows: what was is all that can jump or be new.
    late = np.flatnonzero((np.nan_to_num(demand[:, -max(young, 1) :]) > 0).any(1))
    if not late.size:
        return
    demand = demand[late]
    ids, part, store, _history, mean, variance, season = zip(*(rows[row] for row in late.tolist()), strict=True)
    row_of = {key: row for row, key in enumerate(ids)}
    marked = select(told.id, told.marks).where(told.run_id == run_id, told.marks.cast(Text).contains('"periods"'))
    for key, marks in run(session, marked):  # a jump that the forecast has brought down as an outlier is still a jump
        for number, raw, verdict in marked_periods(marks, periods):
            if key in row_of and number == periods - 1 and verdict != ONE_OFF and raw is not None:
                demand[row_of[key], number] = raw
    at = np.searchsorted(desk.places.store_ids, store)
    lines = np.searchsorted(desk.positions.codes, np.array(part) * desk.places.store_ids.size + at)
    quantile = min(max(float(rule["quantile_percent"]) / 100, 0.5), 0.9999)
    high, bound = jumped(demand, JumpRule(quantile, float(rule["least_units"])))
    expected = quantile_table("negative_binomial", np.array(mean), np.array(variance), [quantile])[:, 0]
    high &= (np.array(season) == 1.0) | (np.nan_to_num(demand[:, -1]) > expected)
    ago = first_asked(demand)
    before = np.arange(demand.shape[1])[None, :] < demand.shape[1] - ago[:, None]
    watched = (~np.isnan(demand) & before).sum(1)
    new = (ago > 0) & (ago <= young) & (watched >= young)
    figures = {"last_period": demand[:, -1], "expected_at_most": bound, "first_asked": ago}
    laid = {name: np.zeros(desk.positions.codes.shape) for name in figures}
    for name, values in figures.items():
        laid[name][lines] = np.nan_to_num(values)
    shown = roots[lines]
    found.note(
        desk,
        lines[shown & high & ~new],
        "demand_jump",
        last_period=laid["last_period"],
        expected_at_most=laid["expected_at_most"],
    )
    found.note(desk, lines[shown & new], "new_part", first_asked=laid["first_asked"])


def _ends(found: Watch, desk: Desk, roots: BoolArray) -> None:
    """Note discontinued parts that still lie, come or are asked for, and stocked parts that nobody may supply."""
    levels, echelon = desk.levels, desk.positions.echelon
    ending = np.isin(desk.positions.part_id, list(desk.discontinued))
    alive = (echelon["on_hand"] > 0) | (echelon["on_order"] > 0) | (echelon["outstanding"] > 0)
    yearly = levels["year_mean_per_day"] * YEAR_DAYS
    found.note(
        desk,
        np.flatnonzero(roots & ending & (alive | (yearly > 0))),
        "discontinued",
        demand_a_year=yearly,
    )
    buyable = [part for part, offers in desk.offered.items() if any(offer.eligible for offer in offers)]
    without = roots & ~ending & ~np.isin(desk.positions.part_id, buyable) & (levels["reorder_point"] > 0)
    found.note(desk, np.flatnonzero(without), "no_supplier")
