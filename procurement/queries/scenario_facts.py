"""Gather what a scenario starts from: the newest levels of what is bought, with prices, suppliers and present stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

import numpy as np
from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from forecasting.arrays import FloatArray, IntArray
from forecasting.assortment import tops
from forecasting.demand import PERIOD_DAYS
from forecasting.distribution import Kind
from forecasting.gathering import network
from forecasting.learning import Learnt
from forecasting.queries import latest_run
from forecasting.service_level import Criticality
from forecasting.settings import MIX_LEAST_SERVICE, MIX_WEIGHTS
from forecasting.stocking import Reason
from forecasting.tables import Level, LevelRun
from forecasting.what_if import UNBOUNDED, LevelFacts
from inventory.queries.columns import number, total
from inventory.tables import Balance, Lot, Part
from kernel.amounts import Quantity
from kernel.errors import InvalidState
from kernel.settings import setting
from procurement import settings
from procurement.needs import THOUSAND
from procurement.offers import Offer, choose
from procurement.prices import step_for
from procurement.queries.offers import offers
from procurement.queries.positions import read_positions

CENTS = 10_000.0


@dataclass(frozen=True)
class Ground:
    """Hold the facts of a run's bought levels with what lies there now, units (rows,), and what had to be left out."""

    run: LevelRun
    facts: LevelFacts
    on_hand: FloatArray
    position: FloatArray
    unpriced: int


def ground(session: Session, on: date) -> Ground:
    """Return the facts of the newest run; parts without any price are counted and left out.

    Only stores that buy have a say: what lies below them is part of their stock.
    """
    run = latest_run(session)
    if run is None:
        raise InvalidState("no_levels_yet")
    places = network(session)
    buying = places.store_ids[(places.above < 0) & ~places.van]
    rows = session.execute(_query(run.id, buying.tolist())).all()
    terms = _terms(session, on)
    costs = _mean_costs(session)
    facts = _facts(session, run, rows, terms, costs, on)
    priced = facts.price > 0
    kept = facts.take(priced)
    stores = max(places.store_ids.size, 1)
    codes = kept.part_id * stores + np.searchsorted(places.store_ids, kept.store_id)
    positions = read_positions(session, places, codes, on)
    at = np.searchsorted(positions.codes, codes)
    lying = positions.echelon["on_hand"] - positions.echelon["expired"]
    return Ground(
        run,
        _with_least(session, kept, on),
        lying[at] / THOUSAND,
        np.maximum(positions.position()[at], 0) / THOUSAND,
        int((~priced).sum()),
    )


def _query(run_id: int, store_ids: list[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Level.part_id,
            Level.store_id,
            Level.demand_class,
            Level.mean,
            Level.variance,
            Level.level_variance,
            Level.lead_time_days,
            Level.lead_time_sd_days,
            Level.review_days,
            Level.protection_mean,
            Level.protection_sd,
            func.coalesce(Level.held_target, Level.target).label("target"),
            Level.pack,
            Level.method,
            (Level.reorder_point - Level.planned_need).label("reorder_point"),
            Level.stocked,
            Level.decision,
            Level.order_quantity,
            Part.criticality,
            Part.category_id,
        )
        .join(Part, Part.id == Level.part_id)
        .where(Level.run_id == run_id, Level.store_id.in_(store_ids), Part.state != "discontinued")
        .order_by(Level.part_id, Level.store_id)
    )


def _terms(session: Session, on: date) -> dict[int, Offer]:
    """Return for each part the offer that a plain order would go to."""
    weights = setting(session, settings.CHOICE_WEIGHTS, on)
    neutral = float(setting(session, settings.NEUTRAL_SCORE, on))
    found = {}
    for part_id, offered in offers(session, on=on).items():
        choice = choose(offered, Quantity(1), weights, neutral)
        if choice is not None:
            found[part_id] = choice.offer
    return found


def _mean_costs(session: Session) -> dict[int, float]:
    """Return what the stock of each part cost on the mean, money per unit: the price of a part that nobody offers."""
    amount = number(Balance.on_hand)
    rows = session.execute(
        select(Balance.part_id, total(amount).label("there"), total(amount * number(Lot.unit_cost_cny)).label("worth"))
        .join(Lot, Lot.id == Balance.lot_id)
        .where(Balance.issueable, amount > 0)
        .group_by(Balance.part_id)
    )
    return {row.part_id: int(row.worth) / int(row.there) / CENTS for row in rows}


def _facts(
    session: Session,
    run: LevelRun,
    rows: Sequence[Row[*tuple[Any, ...]]],
    terms: dict[int, Offer],
    costs: dict[int, float],
    on: date,
) -> LevelFacts:
    def column(name: str) -> FloatArray:
        return np.array([getattr(row, name) for row in rows], dtype=np.float64)

    def whole(values: list[int]) -> IntArray:
        return np.array(values, dtype=np.int64)

    learnt = Learnt.from_json(run.learnt) if run.learnt else None
    weights = setting(session, MIX_WEIGHTS, on)
    rate = float(setting(session, settings.HOLDING_RATE, on)) / 100.0
    offered = [terms.get(row.part_id) for row in rows]
    prices = [
        _price(offer, row.order_quantity) if offer else costs.get(row.part_id, 0.0)
        for offer, row in zip(offered, rows, strict=True)
    ]
    point = np.maximum(column("reorder_point"), 0.0)
    decisions = [row.decision or {} for row in rows]
    minimum, maximum = _by_hand(decisions, point)
    return LevelFacts(
        part_id=whole([row.part_id for row in rows]),
        store_id=whole([row.store_id for row in rows]),
        category_id=whole([row.category_id or -1 for row in rows]),
        supplier_id=whole([offer.supplier_id if offer else -1 for offer in offered]),
        criticality=whole([int(Criticality[row.criticality.upper()]) for row in rows]),
        demand_class=whole([row.demand_class for row in rows]),
        mean=column("mean"),
        variance=column("variance"),
        level_variance=column("level_variance"),
        lead_time=column("lead_time_days"),
        lead_time_sd=column("lead_time_sd_days"),
        review=column("review_days"),
        protection_mean=column("protection_mean"),
        protection_sd=column("protection_sd"),
        target=column("target"),
        reorder_point=point,
        order_quantity=column("order_quantity"),
        pack=np.array([offer.multiple.scaled / THOUSAND if offer else 1.0 for offer in offered], dtype=np.float64),
        demand_pack=column("pack"),
        pooled=column("method") == (len(run.settings["candidates"]) if learnt else -1),
        price=np.array(prices, dtype=np.float64),
        holding_rate=np.array([offer.holding_rate if offer else rate for offer in offered], dtype=np.float64),
        weight=np.array([max(float(weights[row.criticality]), 0.001) for row in rows], dtype=np.float64),
        least=np.zeros(len(rows)),
        most=np.full(len(rows), UNBOUNDED),
        minimum=minimum,
        maximum=maximum,
        computed=np.array([each.get("computed", own) for each, own in zip(decisions, point.tolist(), strict=True)]),
        stocked=column("stocked").astype(bool),
        period_days=PERIOD_DAYS[run.period],
        kind=cast("Kind", run.settings.get("kind", "negative_binomial")),
        model=learnt.interval if learnt else None,
    )


def _by_hand(decisions: Sequence[dict[str, Any]], point: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the least and the most that people let a level be; what they keep out stays as it is."""
    least = np.array([float(each.get("minimum", 0.0)) for each in decisions], dtype=np.float64)
    most = np.array([float(each.get("maximum", UNBOUNDED)) for each in decisions], dtype=np.float64)
    kept_out = np.array([each.get("reason") == Reason.SET_NOT_STOCKED.name.lower() for each in decisions], dtype=bool)
    most = np.where(kept_out, point, np.maximum(most, 0.0))
    return np.where(kept_out, point, np.minimum(least, most)), most


def _price(offer: Offer, quantity: float) -> float:
    """Return the price at which a part is ordered, by the quantity that is ordered at a time."""
    step = step_for(offer.steps, Quantity(round(quantity * THOUSAND)))
    return float(step.unit_price_cny.decimal) if step else 0.0


def _with_least(session: Session, facts: LevelFacts, on: date) -> LevelFacts:
    """Give every part the least level that the settings promise to its criticality."""
    least = setting(session, MIX_LEAST_SERVICE, on)
    shares = np.array([min(max(float(least[each.name.lower()]), 0.0), 0.9999) for each in Criticality])
    wanted = shares[facts.criticality] if facts.rows else np.zeros(0)
    needed = tops(facts.demand, facts.rows, 1.0 - wanted + 1e-12)
    return replace(facts, least=np.where(wanted > 0, needed, 0.0))
