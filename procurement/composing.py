"""Compose proposals: read positions and levels, find needs, choose suppliers, keep to the budget."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.arrays import BoolArray, FloatArray, IntArray
from forecasting.gathering import Network as Places
from forecasting.gathering import network
from forecasting.preparing_levels import Supply
from forecasting.queries import LevelArrays, level_arrays
from forecasting.settings import MAXIMUM_COVER, TRANSFER_LEAD_TIME
from inventory.places import LocationKind
from inventory.queries.van_room import limits_of_parts, mean_costs, money_left
from inventory.tables import Location, Part, Unit
from kernel.amounts import Money, Quantity
from kernel.errors import RuleViolation
from kernel.settings import setting
from procurement import settings
from procurement.alerts import LAST_RANK
from procurement.allotment import Allotted, Network, TransferNeed, allot
from procurement.budgeting import keep_budget
from procurement.drafts import LEVELS, NOTHING, Desk, Draft
from procurement.finding_prices import open_alerts
from procurement.needs import NO_TICKET, THOUSAND, Stand, needed_on, rank_of, root_of, to_buy
from procurement.offers import Offer, arrival, choose, packed, passed_over, warned
from procurement.proposals import SumRow, notice_rows, purchase_rows, transfer_rows
from procurement.queries.positions import Positions, read_positions
from procurement.watching import Seen, watch

STORES = (LocationKind.WAREHOUSE, LocationKind.VAN)


def supply(session: Session, offered: dict[int, list[Offer]], on: date) -> Supply:
    """Return how each part usually comes: the terms of the supplier that a plain order would go to."""
    weights, neutral = setting(session, settings.CHOICE_WEIGHTS, on), setting(session, settings.NEUTRAL_SCORE, on)
    extra = float(setting(session, settings.RECEIVING_DAYS, on))
    chosen = []
    for part_id in sorted(offered):
        eligible = [offer for offer in offered[part_id] if offer.eligible]
        found = choose(eligible, Quantity(1), weights, neutral) if len(eligible) > 1 else None
        chosen += [found.offer] if found is not None else eligible
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
    scope = _below(desk.places, root_ids)
    stands = [desk.stand(row) for row in _rows_in_need(desk, scope)]
    stands = [stand for stand in stands if stand.part_id not in desk.positions.replaced]
    allotted = allot(stands, _network(session, desk, scope))
    drafts = [_transfer(desk, need) for need in allotted.transfers]
    drafts += _purchases(desk, stands, allotted)
    left = None if budget_cny is None else max(budget_cny - sum(decided.values(), Money.zero()), Money.zero())
    undecided = [each for each in drafts if each.kind == "purchase" and (each.part_id, each.store_id) not in decided]
    keep_budget(undecided, left, desk.weight)
    _notice(desk, drafts, watch(session, desk, run_id=run_id, scope=scope))
    _price_jumps(session, drafts)
    return sorted(drafts, key=lambda draft: (draft.urgency_rank, draft.part_id, draft.store_id))


def supplied_by(session: Session, root_ids: Sequence[int]) -> list[int]:
    """Return the root stores and all that they supply, by id."""
    places = network(session)
    return [int(places.store_ids[store]) for store in _below(places, root_ids)]


def _below(places: Places, root_ids: Sequence[int]) -> list[int]:
    wanted = {i for i, key in enumerate(places.store_ids.tolist()) if key in set(root_ids)}
    return [i for i in range(places.store_ids.size) if root_of(i, lambda store: int(places.above[store])) in wanted]


def _purchases(desk: Desk, stands: Sequence[Stand], allotted: Allotted) -> list[Draft]:
    """Return what the root stores buy: for their levels, for their tickets and for what tickets below them lack."""
    roots = {(stand.part_id, stand.store): stand for stand in stands if desk.above(stand.store) < 0}
    for part_id, store in allotted.lacking:
        if (part_id, store) not in roots:
            roots[part_id, store] = desk.stand(desk.positions.row(part_id, store))
    found = []
    for key in sorted(roots):
        bought = _purchase(
            desk,
            roots[key],
            to_buy(roots[key], allotted.lacking.get(key, 0), allotted.helped.get(key, 0)),
            allotted.ranks.get(key, NO_TICKET),
        )
        found += [bought] if bought is not None else []
    return found


def _notice(desk: Desk, drafts: list[Draft], seen: Mapping[tuple[int, int], Seen]) -> None:
    """Write what was noticed onto the line of the part and store, or as a line of its own that proposes nothing."""
    store_ids = desk.places.store_ids
    lines = {(draft.part_id, draft.store_id): draft for draft in drafts}
    for (part_id, store), found in seen.items():
        line = lines.get((part_id, int(store_ids[store])))
        if line is None:
            stand = desk.stand(desk.positions.row(part_id, store))
            line = Draft(
                part_id=part_id,
                store_id=int(store_ids[store]),
                kind="notice",
                computed=NOTHING,
                rank=LAST_RANK,
                rows=notice_rows(stand),
                stand=stand,
                needed_on=desk.on,
            )
            drafts.append(line)
        line.codes += found.codes
        line.rows += found.rows


def _price_jumps(session: Session, drafts: Sequence[Draft]) -> None:
    """Say so on lines that buy a part of which an alert of its price is open; nobody buys for a price alone."""
    jumps = open_alerts(session)
    for draft in drafts:
        alert = jumps.get(draft.part_id) if draft.kind == "purchase" else None
        if alert is not None:
            draft.codes.append("price_jump")
            draft.rows.append(SumRow("price_jump", alert.figure_bp / 10_000, "share"))


def _network(session: Session, desk: Desk, scope: Sequence[int]) -> Network:
    """Return how the stores of the plan stand to each other, for what moves between them."""
    rule = setting(session, settings.LATERAL, desk.on)
    positions, step = desk.positions, {key: value.scaled for key, value in desk.step.items()}
    holders: dict[int, list[int]] = defaultdict(list)
    there = np.flatnonzero((positions.own["on_hand"] > 0) & np.isin(positions.store, scope))
    for part_id, store in zip(positions.part_id[there].tolist(), positions.store[there].tolist(), strict=True):
        holders[part_id].append(store)

    def pack(part_id: int) -> int:
        sizes = [offer.multiple.scaled for offer in desk.offered.get(part_id, []) if offer.eligible]
        least = min(sizes, default=0) if rule["whole_packs"] else 0
        return least if least and least % step[part_id] == 0 else step[part_id]

    return Network(
        above=desk.above,
        at=desk.at,
        holders=lambda part_id: holders.get(part_id, ()),
        step=lambda part_id: step[part_id],
        pack=pack,
        days=_days_between(session, desk, float(rule["days"])),
        longest_days=float(rule["longest_days"]),
        lateral=bool(rule["allowed"]),
        **_van_limits(session, desk),
    )


def _van_limits(session: Session, desk: Desk) -> dict[str, Callable[..., float]]:
    """Return what the limits of vans let come: room by part and van, money by van, worth by part; see `Network`."""
    index = {int(key): i for i, key in enumerate(desk.places.store_ids.tolist())}
    most = {(each.part_id, index[each.van_id]): each.most.scaled for each in limits_of_parts(session)}
    money = {index[van]: float(left.decimal) for van, left in money_left(session).items() if van in index}
    worth = {key: float(cost) / THOUSAND for key, cost in mean_costs(session).items()} if money else {}

    def room(part_id: int, store: int) -> float:
        limit = most.get((part_id, store))
        if limit is None:
            return math.inf
        stand = desk.at(part_id, store)
        own = stand.own if stand else {}
        return max(limit - sum(own.get(name, 0) for name in ("on_hand", "in_transit", "incoming")), 0)

    return {
        "room": room,
        "money": lambda store: money.get(store, math.inf),
        "worth": lambda part_id: worth.get(part_id, 0.0),
    }


def _days_between(session: Session, desk: Desk, usual: float) -> Callable[[int, int], float]:
    """Return how long goods take between two stores by index: as listed, both ways, else as usual."""
    code = dict(session.execute(select(Location.code, Location.id).where(Location.kind.in_(STORES))).all())
    index = {int(key): i for i, key in enumerate(desk.places.store_ids.tolist())}
    days: dict[frozenset[int], float] = {}
    for each in setting(session, settings.STORE_DAYS, desk.on):
        if not isinstance(each, dict) or set(each) != {"from", "to", "days"}:
            raise RuleViolation("store_days_shape", value=str(each))
        ends = [index.get(code.get(str(each[name]), 0)) for name in ("from", "to")]
        if None not in ends:
            days[frozenset(end for end in ends if end is not None)] = float(each["days"])
    return lambda one, other: days.get(frozenset((one, other)), usual)


def _desk(session: Session, run_id: int, offered: dict[int, list[Offer]], on: date) -> Desk:
    places, levels = network(session), level_arrays(session, run_id)
    stores = max(places.store_ids.size, 1)
    at = np.searchsorted(places.store_ids, levels.store_id)
    at = np.minimum(at, stores - 1)
    known = places.store_ids[at] == levels.store_id if places.store_ids.size else np.zeros(0, dtype=bool)
    codes = (levels.part_id * stores + at)[known]
    positions = read_positions(session, places, codes, on)
    parts = session.execute(
        select(Part.id, Part.state, Part.criticality, Unit.step).join(Unit, Unit.id == Part.unit_id)
    ).all()
    weight = setting(session, settings.CRITICALITY_WEIGHTS, on)
    return Desk(
        positions=positions,
        levels=_aligned(positions, levels, codes, known),
        step={key: step for key, _, _, step in parts},
        discontinued=frozenset(key for key, state, _, _ in parts if state == "discontinued"),
        weight={key: float(weight[criticality]) for key, _, criticality, _ in parts},
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
        out[name] = np.zeros(positions.codes.shape)
        out[name][rows] = getattr(levels, name)[known]
    out["position"] = positions.position().astype(np.float64)
    return out


def _rows_in_need(desk: Desk, scope: Sequence[int]) -> list[int]:
    """Return the rows that fire, or where tickets lack something, or both."""
    own = desk.positions.own
    fires = desk.levels["position"] < desk.levels["reorder_point"] * THOUSAND - 0.5
    lacks = own["outstanding"] - np.minimum(own["superseded"], 0) > own["on_hand"] - own["expired"]
    return np.flatnonzero((fires | lacks) & np.isin(desk.positions.store, scope)).tolist()


def _transfer(desk: Desk, need: TransferNeed) -> Draft:
    stand = need.stand
    warnings = ["lateral_transfer"] if need.lateral else []
    if need.allowed is not None:
        warnings.append("van_limit")
    if need.quantity < (need.wanted if need.allowed is None else need.allowed):
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
        expected_on=desk.on + timedelta(days=desk.transfer_days if need.days is None else math.ceil(need.days)),
    )


def _purchase(desk: Desk, stand: Stand, wanted: tuple[int, int], urgency: int) -> Draft | None:
    need, urgent = wanted
    if stand.part_id in desk.discontinued:
        need = urgent
    if need <= 0:
        return None
    step = desk.step[stand.part_id]
    rank = min(rank_of(stand, urgent), urgency if urgent else LAST_RANK)
    most = Quantity(int(need + stand.year_mean_per_day * desk.longest_cover_days * THOUSAND))
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
        rows=purchase_rows(stand, need, urgent, choice, computed),
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
        draft.warnings += ["supplier_not_approved" if offered else "no_supplier", *passed_over(offered)]
        draft.codes.append("no_supplier")
        return
    draft.expected_on = arrival(choice.offer, desk.on, desk.receiving_days)
    draft.warnings = warned(draft.warnings, offered, choice.offer, draft.expected_on, draft.needed_on)
    draft.urgent = packed(Quantity(urgent), choice.offer.minimum, choice.offer.multiple)
