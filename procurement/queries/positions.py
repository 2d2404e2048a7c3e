"""Read what there is, what comes and what waits, for every part and store at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Executable, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from forecasting.gathering import Network
from inventory.places import LocationKind
from inventory.priority import URGENCIES
from inventory.queries.columns import number, total, urgency_rank, waiting
from inventory.tables import (
    Balance,
    Location,
    Lot,
    PartRequest,
    Stock,
    Supersession,
    SurplusProposal,
    Transfer,
    TransferLine,
)
from procurement.queries.columns import due_on, still_open
from procurement.queries.repairs import Repair, expected_repairs
from procurement.states import OPEN_ORDER_STATES
from procurement.tables import Order, OrderLine, Proposal

IntArray = NDArray[np.int64]

SIGNS = {
    "on_hand": 1,
    "expired": -1,
    "in_hold": 1,
    "in_transit": 1,
    "on_order": 1,
    "planned": 1,
    "in_repair": 1,
    "incoming": 1,
    "outgoing": -1,
    "outstanding": -1,
    "reserved": 0,
    "superseded": 1,
}
"""What a position is made of, in thousandths, and how it counts: `outstanding` is asked for and not issued, promised or
not; `reserved` is the promised part of it and only shown."""


@dataclass(frozen=True)
class Positions:
    """Hold the components of each part × store, of the store itself and of its echelon (itself and all below).

    `codes` are sorted: part id × number of stores + store index. `next_days` counts the days to the next receipt that
    is on its way to the store or to one below it and is not late, endless for none.
    """

    network: Network
    codes: IntArray
    own: dict[str, IntArray]
    echelon: dict[str, IntArray]
    urgency: IntArray
    next_days: NDArray[np.float64]
    repairs: tuple[Repair, ...] = ()
    replaced: frozenset[int] = field(default_factory=frozenset)

    @property
    def part_id(self) -> IntArray:
        """Return the part of each row."""
        return self.codes // self.network.store_ids.size

    @property
    def store(self) -> IntArray:
        """Return the index of the store of each row."""
        return self.codes % self.network.store_ids.size

    def position(self, which: str = "echelon") -> IntArray:
        """Return the inventory position of each row in thousandths."""
        values = self.own if which == "own" else self.echelon
        return np.asarray(sum(sign * values[name] for name, sign in SIGNS.items()), dtype=np.int64)

    def row(self, part_id: int, store: int) -> int:
        """Return the row of a part in a store by index, -1 where there is none."""
        code = part_id * self.network.store_ids.size + store
        at = int(np.searchsorted(self.codes, code))
        return at if at < self.codes.size and int(self.codes[at]) == code else -1


def read_positions(session: Session, places: Network, extra: IntArray, on: date) -> Positions:
    """Read all positions on a day; `extra` holds codes that get a row even with nothing there.

    Stock of a superseded part counts for its successor by the factor between them, because old stock is used up first.
    """
    stores = max(places.store_ids.size, 1)
    sparse = {name: _sparse(session, queries, places) for name, queries in _queries(on).items()}
    repairs = expected_repairs(session, on)
    sparse["in_repair"] = _coded([(each.part_id, each.store_id, each.expected) for each in repairs], places)
    due = _coded([*_due(session, on), *_back(repairs, on)], places)
    urgencies = _urgencies(session, places)
    links = _links(session, on)
    known = [codes[has] for keys, _ in (*sparse.values(), urgencies, due) for has, codes in _up(keys, places)]
    universe = np.unique(np.concatenate([np.asarray(extra, dtype=np.int64), *known]))
    for step in links:
        rows, link = _linked(universe, stores, step)
        universe = np.union1d(universe, step[link, 1] * stores + universe[rows] % stores)
    own = {name: _laid(universe, *sparse[name]) for name in sparse}
    own["superseded"] = np.zeros(universe.shape, dtype=np.int64)
    rank = np.full(universe.shape, len(URGENCIES), dtype=np.int64)
    keys, values = urgencies
    for has, codes in _up(keys, places):
        np.minimum.at(rank, np.searchsorted(universe, codes[has]), values[has])
    for step in links:
        _supersede(own, rank, universe, stores, step)
    echelon = {name: _echelon(values, universe, places) for name, values in own.items()}
    next_days = np.full(universe.shape, np.inf)
    keys, values = due
    for has, codes in _up(keys, places):
        np.minimum.at(next_days, np.searchsorted(universe, codes[has]), values[has].astype(np.float64))
    replaced = frozenset(old for step in links for old in step[:, 0].tolist())
    return Positions(places, universe, own, echelon, rank, next_days, tuple(repairs), replaced)


def _queries(on: date) -> dict[str, list[Executable]]:
    """Return for each component the queries of part, store and thousandths that add up to it."""
    lines = number(OrderLine.quantity) - number(OrderLine.received) - number(OrderLine.cancelled)
    return {
        "on_hand": [select(Stock.part_id, Stock.store_id, number(Stock.on_hand)).where(number(Stock.on_hand) > 0)],
        "reserved": [select(Stock.part_id, Stock.store_id, number(Stock.reserved)).where(number(Stock.reserved) > 0)],
        "expired": [
            select(Balance.part_id, Balance.store_id, total(number(Balance.on_hand)))
            .join(Lot, Lot.id == Balance.lot_id)
            .where(Balance.issueable, Lot.expires_on < on, number(Balance.on_hand) > 0)
            .group_by(Balance.part_id, Balance.store_id)
        ],
        "in_hold": [_balances(LocationKind.HOLD, LocationKind.STAGING)],
        "in_transit": [_balances(LocationKind.IN_TRANSIT)],
        "on_order": [
            select(OrderLine.part_id, Order.store_id, total(lines))
            .join(Order, Order.id == OrderLine.order_id)
            .where(Order.state.in_(OPEN_ORDER_STATES), lines > 0)
            .group_by(OrderLine.part_id, Order.store_id)
        ],
        "planned": [_approved("purchase", Proposal.store_id)],
        "incoming": [
            _requested(Transfer.to_store_id),
            _approved("transfer", Proposal.store_id),
            _leaving(SurplusProposal.to_store_id),
        ],
        "outgoing": [
            _requested(Transfer.from_store_id),
            _approved("transfer", Proposal.from_store_id),
            _leaving(SurplusProposal.store_id),
        ],
        "outstanding": [
            select(PartRequest.part_id, PartRequest.store_id, total(waiting()))
            .where(PartRequest.open)
            .group_by(PartRequest.part_id, PartRequest.store_id)
        ],
    }


def _due(session: Session, on: date) -> list[tuple[int, int, int]]:
    """Return part, store and days until it is due of every open order line that is not late."""
    rows = session.execute(
        select(OrderLine.part_id, Order.store_id, due_on())
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.state.in_(OPEN_ORDER_STATES), still_open() > 0, due_on() >= on)
    )
    return [(part, store, (due - on).days) for part, store, due in rows]


def _back(repairs: Sequence[Repair], on: date) -> list[tuple[int, int, int]]:
    return [(each.part_id, each.store_id, (each.due_on - on).days) for each in repairs if each.due_on >= on]


def _balances(*kinds: LocationKind) -> Executable:
    return (
        select(Balance.part_id, Balance.store_id, total(number(Balance.on_hand)))
        .join(Location, Location.id == Balance.location_id)
        .where(Location.kind.in_(kinds), Balance.store_id.is_not(None), number(Balance.on_hand) > 0)
        .group_by(Balance.part_id, Balance.store_id)
    )


def _requested(end: InstrumentedAttribute[int]) -> Executable:
    """Return what transfers ask for and have not sent yet; what was sent lies in transit."""
    return (
        select(TransferLine.part_id, end, total(number(TransferLine.quantity)))
        .join(Transfer, Transfer.id == TransferLine.transfer_id)
        .where(Transfer.state == "requested")
        .group_by(TransferLine.part_id, end)
    )


def _approved(kind: str, end: InstrumentedAttribute[Any]) -> Executable:
    """Return what approved plans will order or move and have not yet."""
    return (
        select(Proposal.part_id, end, total(number(Proposal.quantity)))
        .where(Proposal.state == "approved", Proposal.kind == kind)
        .group_by(Proposal.part_id, end)
    )


def _leaving(end: InstrumentedAttribute[Any]) -> Executable:
    """Return what was approved to leave as surplus and is still there, by the store that it leaves or goes to.

    What has been used since cannot leave any more, and nobody buys it back for that.
    """
    there, wanted = number(Stock.on_hand), number(SurplusProposal.quantity)
    return (
        select(SurplusProposal.part_id, end, total(case((wanted > there, there), else_=wanted)))
        .join(Stock, (Stock.part_id == SurplusProposal.part_id) & (Stock.store_id == SurplusProposal.store_id))
        .where(SurplusProposal.state == "approved", end.is_not(None), there > 0)
        .group_by(SurplusProposal.part_id, end)
    )


def _sparse(session: Session, queries: list[Executable], places: Network) -> tuple[IntArray, IntArray]:
    """Return codes and values of the rows of some queries."""
    rows = [tuple(row) for query in queries for row in session.execute(query)]
    return _coded(rows, places)


def _urgencies(session: Session, places: Network) -> tuple[IntArray, IntArray]:
    """Return the rank of the most urgent ticket that waits for each part and store."""
    query = (
        select(PartRequest.part_id, PartRequest.store_id, func.min(urgency_rank()))
        .where(PartRequest.open)
        .group_by(PartRequest.part_id, PartRequest.store_id)
    )
    return _sparse(session, [query], places)


def _coded(rows: list[tuple[Any, ...]], places: Network) -> tuple[IntArray, IntArray]:
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    at = _store_index(places, table[:, 1])
    good = at >= 0
    return table[good, 0] * places.store_ids.size + at[good], table[good, 2]


def _store_index(places: Network, store_ids: IntArray) -> IntArray:
    if not places.store_ids.size:
        return np.full(store_ids.shape, -1, dtype=np.int64)
    at = np.minimum(np.searchsorted(places.store_ids, store_ids), places.store_ids.size - 1)
    return np.where(places.store_ids[at] == store_ids, at, -1).astype(np.int64)


def _up(codes: IntArray, places: Network) -> Iterator[tuple[NDArray[np.bool_], IntArray]]:
    """Walk up the stores of codes: which still have one, and the code there."""
    stores = max(places.store_ids.size, 1)
    for has, at in places.ancestors(codes % stores):
        yield has, codes // stores * stores + at


def _laid(universe: IntArray, keys: IntArray, values: IntArray) -> IntArray:
    out = np.zeros(universe.shape, dtype=np.int64)
    np.add.at(out, np.searchsorted(universe, keys), values)
    return out


def _echelon(values: IntArray, universe: IntArray, places: Network) -> IntArray:
    """Add to every store what is in the stores below it."""
    out = np.zeros(values.shape, dtype=np.int64)
    there = np.flatnonzero(values)
    for has, codes in _up(universe[there], places):
        np.add.at(out, np.searchsorted(universe, codes[has]), values[there][has])
    return out


def _links(session: Session, on: date) -> list[IntArray]:
    """Return the supersessions that hold, (links, 4) by step: a predecessor's before those of its successor."""
    rows = session.execute(
        select(
            Supersession.predecessor_id,
            Supersession.successor_id,
            Supersession.predecessor_factor,
            Supersession.successor_factor,
        ).where(Supersession.valid_from_on <= on)
    )
    links = {old: (old, new, old_factor, new_factor) for old, new, old_factor, new_factor in rows}

    def depth(old: int) -> int:
        """Count the steps to the end of the chain; the edge refuses circles, a stray one ends by its length."""
        steps, at = 0, old
        while at in links and steps <= len(links):
            at, steps = links[at][1], steps + 1
        return steps

    by_depth: dict[int, list[tuple[int, int, int, int]]] = {}
    for old in sorted(links):
        by_depth.setdefault(depth(old), []).append(links[old])
    return [np.array(by_depth[steps], dtype=np.int64) for steps in sorted(by_depth, reverse=True)]


def _linked(universe: IntArray, stores: int, step: IntArray) -> tuple[IntArray, IntArray]:
    """Return the rows of predecessors of a step of links, and the link of each."""
    part = universe // stores
    link = np.minimum(np.searchsorted(step[:, 0], part), step.shape[0] - 1)
    rows = np.flatnonzero(step[link, 0] == part)
    return rows, link[rows]


def _supersede(own: dict[str, IntArray], rank: IntArray, universe: IntArray, stores: int, step: IntArray) -> None:
    """Count the position of superseded parts for their successors, in units of these, and what is urgent there."""
    rows, link = _linked(universe, stores, step)
    position = np.asarray(sum(sign * own[name][rows] for name, sign in SIGNS.items()), dtype=np.int64)
    target = np.searchsorted(universe, step[link, 1] * stores + universe[rows] % stores)
    np.add.at(own["superseded"], target, position * step[link, 3] // step[link, 2])
    np.minimum.at(rank, target, rank[rows])
