"""Compose proposals: read positions and levels, find needs, choose suppliers, keep to the budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.arrays import BoolArray, FloatArray, IntArray
from forecasting.distribution import expected_backorders
from forecasting.gathering import Network, network
from forecasting.levelling import Supply
from forecasting.queries import LevelArrays, level_arrays
from forecasting.settings import MAXIMUM_COVER, TRANSFER_LEAD_TIME
from inventory.tables import Part, Unit
from kernel.amounts import Money, Quantity
from kernel.settings import setting
from procurement import settings
from procurement.budget import BudgetLine, within_budget
from procurement.needs import (
    EXCEPTIONS,
    NO_TICKET,
    THOUSAND,
    Stand,
    TransferNeed,
    allot,
    needed_on,
    rank_of,
    root_of,
    to_buy,
)
from procurement.offers import Choice, Offer, choose, packed
from procurement.prices import line_amount
from procurement.proposals import SumRow, purchase_rows, transfer_rows
from procurement.queries.positions import Positions, read_positions

LEVELS = (
    "reorder_point",
    "order_up_to_level",
    "order_quantity",
    "safety_stock",
    "mean_per_day",
    "lead_time_days",
    "protection_mean",
    "protection_sd",
)
EXCEPTIONS_END = max(EXCEPTIONS)
NOTHING = Quantity(0)


@dataclass(slots=True)
class Draft:
    """Hold a proposal while it is made."""

    part_id: int
    store_id: int
    kind: str
    computed: Quantity
    rank: int
    rows: list[SumRow]
    stand: Stand
    needed_on: date
    warnings: list[str] = field(default_factory=list)
    choice: Choice | None = None
    from_store_id: int | None = None
    expected_on: date | None = None
    urgent: Quantity = NOTHING
    included: bool = True
    excluded_reason: str = ""

    @property
    def exception(self) -> str:
        """Return why the proposal stands where it stands."""
        return EXCEPTIONS[self.rank]

    @property
    def cost_cny(self) -> Money:
        """Return what it costs; a transfer costs nothing."""
        return line_amount(self.choice.unit_price_cny, self.computed) if self.choice else Money.zero()


def supply(session: Session, offered: dict[int, list[Offer]], on: date) -> Supply:
    """Return how each part usually comes: the terms of the supplier that a plain order would go to."""
    weights, neutral = setting(session, settings.CHOICE_WEIGHTS, on), setting(session, settings.NEUTRAL_SCORE, on)
    extra = float(setting(session, settings.RECEIVING_DAYS, on))
    chosen = []
    for part_id in sorted(offered):
        found = choose(offered[part_id], Quantity(1), weights, neutral)
        if found is not None:
            chosen.append(found.offer)
    return Supply(
        part_ids=tuple(o.part_id for o in chosen),
        lead_time_days=tuple(round(o.lead_time_days + extra, 6) for o in chosen),
        lead_time_sd_days=tuple(round(o.lead_time_sd_days, 6) for o in chosen),
        order_cost_cny=tuple(float(o.order_cost_cny.decimal) for o in chosen),
        holding_rate=tuple(o.holding_rate for o in chosen),
        minimum=tuple(o.minimum.scaled / THOUSAND for o in chosen),
        multiple=tuple(o.multiple.scaled / THOUSAND for o in chosen),
        from_quantity=tuple(tuple(s.from_quantity.scaled / THOUSAND for s in o.steps) for o in chosen),
        unit_price_cny=tuple(tuple(float(s.unit_price_cny.decimal) for s in o.steps) for o in chosen),
    )


@dataclass(frozen=True)
class Desk:
    """Hold what lies on the planner's desk: positions with the levels beside them, offers, rules of choice."""

    positions: Positions
    levels: dict[str, FloatArray]
    step: dict[int, Quantity]
    discontinued: frozenset[int]
    offered: dict[int, list[Offer]]
    on: date
    weights: dict[str, float]
    urgent_weights: dict[str, float]
    neutral_score: float
    receiving_days: float
    transfer_days: int
    longest_cover_days: float

    @property
    def places(self) -> Network:
        """Return the stores."""
        return self.positions.network

    def above(self, store: int) -> int:
        """Return the index of the store that supplies another, -1 for none."""
        return int(self.places.above[store])

    def own(self, part_id: int, store: int) -> dict[str, int] | None:
        """Return the components of a part in a store itself."""
        row = self.positions.row(part_id, store)
        return None if row < 0 else {name: int(values[row]) for name, values in self.positions.own.items()}

    def stand(self, row: int) -> Stand:
        """Return how a row stands."""
        positions = self.positions
        part_id, store = divmod(int(positions.codes[row]), self.places.store_ids.size)
        return Stand(
            part_id=part_id,
            store=store,
            own={name: int(values[row]) for name, values in positions.own.items()},
            echelon={name: int(values[row]) for name, values in positions.echelon.items()},
            position=int(self.levels["position"][row]),
            urgency=int(positions.urgency[row]),
            **{name: float(self.levels[name][row]) for name in LEVELS},
        )


def compose(
    session: Session,
    *,
    run_id: int,
    root_ids: Sequence[int],
    offered: dict[int, list[Offer]],
    on: date,
    budget_cny: Money | None,
    decided: Mapping[tuple[int, int], Money],
) -> list[Draft]:
    """Return the proposals for the root stores and all that they supply, the most urgent first.

    `decided` holds what lines cost that the buyer has settled: they leave the budget before all others.
    """
    desk = _desk(session, run_id, offered, on)
    places = desk.places
    wanted = {i for i, key in enumerate(places.store_ids.tolist()) if key in set(root_ids)}
    scope = [i for i in range(places.store_ids.size) if root_of(i, desk.above) in wanted]
    rows = _rows_in_need(desk, scope)
    stands = [desk.stand(row) for row in rows]
    stands = [stand for stand in stands if stand.part_id not in desk.positions.replaced]
    allotted = allot(
        [stand for stand in stands if desk.above(stand.store) >= 0],
        above=desk.above,
        own=desk.own,
        stores=scope,
        step=lambda part_id: desk.step[part_id].scaled,
    )
    roots = {(stand.part_id, stand.store): stand for stand in stands if desk.above(stand.store) < 0}
    for part_id, store in allotted.lacking:
        if (part_id, store) not in roots:
            roots[part_id, store] = desk.stand(desk.positions.row(part_id, store))
    drafts = [_transfer(desk, need) for need in allotted.transfers]
    for key in sorted(roots):
        bought = _purchase(desk, roots[key], allotted.lacking.get(key, 0), allotted.ranks.get(key, NO_TICKET))
        drafts += [bought] if bought is not None else []
    left = None if budget_cny is None else max(budget_cny - sum(decided.values(), Money.zero()), Money.zero())
    undecided = [each for each in drafts if each.kind == "purchase" and (each.part_id, each.store_id) not in decided]
    keep_budget(undecided, left)
    return sorted(drafts, key=lambda draft: (draft.rank, draft.part_id, draft.store_id))


def keep_budget(drafts: Sequence[Draft], budget_cny: Money | None) -> None:
    """Take out what the budget does not allow, or cut it to what tickets wait for, and write it into the sum."""
    with_cost = [draft for draft in drafts if draft.included]
    savings = _savings(with_cost)
    verdicts = within_budget(
        [
            BudgetLine(i, draft.rank, draft.cost_cny, saving, _urgent_cost(draft))
            for i, (draft, saving) in enumerate(zip(with_cost, savings, strict=True))
        ],
        budget_cny,
    )
    for i, draft in enumerate(with_cost):
        draft.rows.append(SumRow("saved_backorders", round(savings[i], 3)))
        if verdicts[i] == "out":
            draft.included, draft.excluded_reason = False, "over_budget"
            draft.warnings.append("over_budget")
        elif verdicts[i] == "urgent_only":
            draft.rows.append(SumRow("cut_by_budget", (draft.computed - draft.urgent).scaled / THOUSAND))
            draft.computed = draft.urgent
            draft.warnings.append("cut_by_budget")


def _desk(session: Session, run_id: int, offered: dict[int, list[Offer]], on: date) -> Desk:
    places, levels = network(session), level_arrays(session, run_id)
    stores = max(places.store_ids.size, 1)
    at = np.searchsorted(places.store_ids, levels.store_id)
    at = np.minimum(at, stores - 1)
    known = places.store_ids[at] == levels.store_id if places.store_ids.size else np.zeros(0, dtype=bool)
    codes = (levels.part_id * stores + at)[known]
    positions = read_positions(session, places, codes, on)
    parts = session.execute(select(Part.id, Part.state, Unit.step).join(Unit, Unit.id == Part.unit_id)).all()
    return Desk(
        positions=positions,
        levels=_aligned(positions, levels, codes, known),
        step={key: step for key, _, step in parts},
        discontinued=frozenset(key for key, state, _ in parts if state == "discontinued"),
        offered=offered,
        on=on,
        weights=setting(session, settings.CHOICE_WEIGHTS, on),
        urgent_weights=setting(session, settings.CHOICE_WEIGHTS_URGENT, on),
        neutral_score=float(setting(session, settings.NEUTRAL_SCORE, on)),
        receiving_days=float(setting(session, settings.RECEIVING_DAYS, on)),
        transfer_days=int(setting(session, TRANSFER_LEAD_TIME, on)["days"]),
        longest_cover_days=float(setting(session, MAXIMUM_COVER, on)),
    )


def _aligned(positions: Positions, levels: LevelArrays, codes: IntArray, known: BoolArray) -> dict[str, FloatArray]:
    """Lay the levels beside the positions; a row without a level is held against nothing."""
    rows = np.searchsorted(positions.codes, codes)
    out = {}
    for name in LEVELS:
        values = levels.mean / levels.period_days if name == "mean_per_day" else getattr(levels, name)
        out[name] = np.zeros(positions.codes.shape)
        out[name][rows] = values[known]
    out["position"] = positions.position().astype(np.float64)
    return out


def _rows_in_need(desk: Desk, scope: Sequence[int]) -> list[int]:
    """Return the rows that fire, or where tickets lack something, or both."""
    own = desk.positions.own
    fires = desk.levels["position"] < desk.levels["reorder_point"] * THOUSAND - 0.5
    lacks = own["outstanding"] > own["on_hand"] - own["expired"]
    return np.flatnonzero((fires | lacks) & np.isin(desk.positions.store, scope)).tolist()


def _transfer(desk: Desk, need: TransferNeed) -> Draft:
    stand = need.stand
    warnings = ["lateral_transfer"] if need.lateral else []
    if need.quantity < need.wanted:
        warnings.append("supplying_store_short")
    return Draft(
        part_id=stand.part_id,
        store_id=int(desk.places.store_ids[stand.store]),
        kind="transfer",
        computed=Quantity(need.quantity),
        rank=need.rank,
        rows=transfer_rows(need),
        stand=stand,
        needed_on=needed_on(stand, need.rank, desk.on),
        warnings=warnings,
        from_store_id=int(desk.places.store_ids[need.from_store]),
        expected_on=desk.on + timedelta(days=desk.transfer_days),
    )


def _purchase(desk: Desk, stand: Stand, lacking: int, urgency: int) -> Draft | None:
    need, urgent = to_buy(stand, lacking)
    if stand.part_id in desk.discontinued:
        need = urgent
    if need <= 0:
        return None
    step = desk.step[stand.part_id]
    rank = min(rank_of(stand, urgent), urgency if urgent else EXCEPTIONS_END)
    most = Quantity(int(need + stand.mean_per_day * desk.longest_cover_days * THOUSAND))
    offered = desk.offered.get(stand.part_id, [])
    weights = desk.urgent_weights if urgent else desk.weights
    choice = choose(offered, Quantity(need), weights, desk.neutral_score, most)
    computed = choice.quantity if choice else packed(Quantity(need), Quantity.zero(), step)
    draft = Draft(
        part_id=stand.part_id,
        store_id=int(desk.places.store_ids[stand.store]),
        kind="purchase",
        computed=computed,
        rank=rank,
        rows=purchase_rows(stand, urgent, choice, computed),
        stand=stand,
        needed_on=needed_on(stand, rank, desk.on),
        choice=choice,
    )
    _judge(desk, draft, offered, urgent)
    return draft


def _judge(desk: Desk, draft: Draft, offered: Sequence[Offer], urgent: int) -> None:
    """Add the supplier's warnings, when it should come, and what tickets alone would need."""
    choice = draft.choice
    if choice is None:
        draft.included, draft.excluded_reason = False, "no_supplier"
        draft.warnings.append("supplier_not_approved" if offered else "no_supplier")
        return
    draft.warnings += choice.offer.warnings
    draft.expected_on = desk.on + timedelta(days=round(choice.offer.lead_time_days + desk.receiving_days))
    if draft.expected_on > draft.needed_on:
        draft.warnings.append("late_for_need")
    draft.urgent = packed(Quantity(urgent), choice.offer.minimum, choice.offer.multiple)


def _urgent_cost(draft: Draft) -> Money | None:
    if not draft.urgent or draft.choice is None or draft.urgent >= draft.computed:
        return None
    return line_amount(draft.choice.unit_price_cny, draft.urgent)


def _savings(drafts: Sequence[Draft]) -> list[float]:
    """Return the expected back-orders over lead time and review that each quantity saves, in units."""
    position = np.array([draft.stand.position / THOUSAND for draft in drafts])
    after = position + np.array([draft.computed.scaled / THOUSAND for draft in drafts])
    mean = np.array([draft.stand.protection_mean for draft in drafts])
    variance = np.array([draft.stand.protection_sd**2 for draft in drafts])

    def short(stock: FloatArray) -> FloatArray:
        below = np.maximum(-stock, 0.0)
        return expected_backorders("negative_binomial", mean, variance, np.maximum(stock, 0.0)) + below

    return np.asarray(short(position) - short(after)).tolist() if drafts else []
