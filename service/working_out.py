"""Work out a last-time buy: the demand of the remaining life of a part, and what each quantity would mean.

With failure rates the installed base is followed to its end: nothing is sold any more, units retire, parts age and are
renewed.  Without, the
demand of the levels is taken to shrink by a share a year.  What is planned comes on top and is certain.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from forecasting.arrays import FloatArray
from forecasting.demand import MONTH_DAYS, PERIOD_DAYS
from forecasting.last_time_buy import (
    Costs,
    RiskCurve,
    buy_for_cost,
    buy_for_probability,
    critical_ratio,
    life_moments,
    risk_curve,
)
from forecasting.rating import Rated, rate_parts
from forecasting.tables import Level, LevelRun
from forecasting.tables.base import BaseForecast, PlannedNeed, RateRun
from inventory.finding import found
from inventory.places import LocationKind
from inventory.queries.columns import number, waiting
from inventory.tables import Balance, Location, Lot, Part, PartRequest, Stock
from kernel.errors import RuleViolation
from procurement.states import OPEN_ORDER_STATES
from procurement.tables import Order, OrderLine
from service.reading_base import aged, read_failures, read_fleet, read_pairs, read_sales

LONGEST_LIFE = 240
THOUSAND = 1000.0
DOUBT_OF_HISTORY = 0.04
"""Squared coefficient of variation of a demand drawn out from history: its level is known to about a fifth."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold what the worksheet is asked with: shares in percent, money in yuan."""

    months: int
    probability: float
    price: float
    shortage: float
    disposal: float
    holding_rate: float
    decline: float


@dataclass(frozen=True)
class Worksheet:
    """Hold the whole sum of a last-time buy, units of the part unless said."""

    part_id: int
    on: date
    asked: Asked
    source: str
    monthly: FloatArray
    in_use: FloatArray
    models: tuple[tuple[int, float, float, float], ...]
    planned: float
    mean: float
    sd: float
    on_hand: float
    on_order: float
    by_probability: float
    by_cost: float
    ratio: float
    curve: RiskCurve
    rate_run_id: int | None

    def at(self, quantity: float) -> dict[str, float]:
        """Return what a quantity means, read off the curve."""
        row = int(np.searchsorted(self.curve.quantity, quantity).clip(0, self.curve.quantity.size - 1))
        return {name: float(getattr(self.curve, name)[row]) for name in ("risk", "short", "left", "cost")}


def work_out(session: Session, *, part_id: int, on: date, asked: Asked) -> Worksheet:
    """Return the worksheet of a part as of a day."""
    part = found(session, Part, part_id)
    if asked.shortage + asked.disposal <= 0:
        raise RuleViolation("shortage_costs_nothing", field="shortage_cny")
    rated = _rates(session, part.id, on, asked.months)
    if rated:
        mean, in_use, doubt = _from_rates(rated)
        source = "rates"
    else:
        mean, in_use, doubt = _from_history(session, part.id, on, asked)
        source = "history" if mean.any() else "nothing"
    run_id, certain = _planned(session, part.id, on, asked.months)
    total, variance = life_moments(mean, doubt)
    held = _stock(session, part.id, on)
    stock, coming = held["on_hand"] - held["expired"], held["coming"] + held["on_order"]
    certain = np.append(certain, held["outstanding"])
    there = stock + coming - float(certain.sum())
    costs = Costs(asked.price, asked.shortage, asked.disposal, asked.holding_rate)
    # What is certain is taken out of what is there; below nothing it has to be bought whatever else is decided.
    curve = _lifted(risk_curve(total, variance, max(there, 0.0), costs), max(-there, 0.0), asked.price)
    sure = max(-there, 0.0)
    wanted = buy_for_probability(float(total[-1]), float(variance[-1]), max(there, 0.0), asked.probability)
    return Worksheet(
        part_id=part.id,
        on=on,
        asked=asked,
        source=source,
        monthly=mean,
        in_use=in_use,
        models=tuple(
            (each.pair.model, each.units, each.rate, float(each.ahead.sum()) * each.pair.quantity) for each in rated
        ),
        planned=float(certain.sum()),
        mean=float(total[-1]),
        sd=float(np.sqrt(variance[-1])),
        on_hand=stock,
        on_order=coming,
        by_probability=float(np.ceil(wanted + sure)),
        by_cost=float(np.ceil(buy_for_cost(curve))),
        ratio=critical_ratio(costs, asked.months / 12.0),
        curve=curve,
        rate_run_id=run_id,
    )


def _lifted(curve: RiskCurve, sure: float, price: float) -> RiskCurve:
    if not sure:
        return curve
    return RiskCurve(curve.quantity + sure, curve.risk, curve.short, curve.left, curve.cost + price * sure)


def _rates(session: Session, part_id: int, on: date, months: int) -> list[Rated]:
    """Return the rates of a part in each model it sits in, followed over the months asked for.

    The whole family is rated, for a thin record leans on it; models are renamed from rows to their ids.
    """
    sales = read_sales(session, on)
    fleet, models, first = read_fleet(session, sales, on)
    row = {model: number for number, model in enumerate(models)}
    used = [each for each in read_failures(session, on, models) if each.month - first >= fleet.watched]
    pairs = read_pairs(session, used, row, on)
    families = {pair.family for pair in pairs if pair.part_id == part_id}
    kin = [pair for pair in pairs if pair.family in families]
    members = {(pair.part_id, pair.model) for pair in kin}
    failures = [each for each in aged(used, first, row) if (each.part_id, each.model) in members]
    rated = [each for each in rate_parts(fleet, kin, failures, months, selling=False) if each.pair.part_id == part_id]
    return [_named(each, models) for each in rated]


def _named(rated: Rated, models: tuple[int, ...]) -> Rated:
    return replace(rated, pair=replace(rated.pair, model=models[rated.pair.model]))


def _from_rates(rated: list[Rated]) -> tuple[FloatArray, FloatArray, float]:
    """Return demand and units in use by month over all models, and the doubt about the sum."""
    mean = np.sum([each.ahead * each.pair.quantity for each in rated], axis=0)
    use = np.sum([each.in_use for each in rated], axis=0)
    total = float(mean.sum())
    doubt = sum((float(each.ahead.sum()) * each.pair.quantity) ** 2 * each.relative_variance for each in rated)
    return mean, use, doubt / total**2 if total > 0 else 0.0


def _from_history(session: Session, part_id: int, on: date, asked: Asked) -> tuple[FloatArray, FloatArray, float]:
    run = session.scalar(select(LevelRun).order_by(LevelRun.id.desc()).limit(1))
    monthly = 0.0
    if run is not None:
        mean = session.scalar(
            select(func.sum(Level.mean))
            .join(Location, Location.id == Level.store_id)
            .where(Level.run_id == run.id, Level.part_id == part_id, Location.supplying_store_id.is_(None))
        )
        monthly = float(mean or 0.0) * MONTH_DAYS / PERIOD_DAYS[run.period]
    years = np.arange(asked.months) / 12.0
    del on
    return monthly * (1.0 - asked.decline) ** years, np.zeros(asked.months), DOUBT_OF_HISTORY


def _planned(session: Session, part_id: int, on: date, months: int) -> tuple[int | None, FloatArray]:
    """Return the newest run of plans and what it holds of a part within the months."""
    run_id = session.scalar(select(RateRun.id).order_by(RateRun.id.desc()).limit(1))
    if run_id is None:
        return None, np.zeros(0)
    rows = session.execute(
        select(PlannedNeed.from_on, PlannedNeed.quantity).where(
            PlannedNeed.run_id == run_id, PlannedNeed.part_id == part_id, PlannedNeed.to_on >= on
        )
    )
    return run_id, np.array([many for begin, many in rows if (begin - on).days < months * MONTH_DAYS])


def _stock(session: Session, part_id: int, on: date) -> dict[str, float]:
    """Return what there is of a part, what comes, and what is asked for and not issued, over all stores."""
    lines = number(OrderLine.quantity) - number(OrderLine.received) - number(OrderLine.cancelled)
    on_the_way = (LocationKind.HOLD, LocationKind.STAGING, LocationKind.IN_TRANSIT)
    held = func.sum(number(Balance.on_hand))
    queries: dict[str, Select[Any]] = {
        "on_hand": select(func.sum(number(Stock.on_hand))).where(Stock.part_id == part_id),
        "expired": select(held)
        .join(Lot, Lot.id == Balance.lot_id)
        .where(Balance.part_id == part_id, Balance.issueable, Lot.expires_on < on),
        "coming": select(held)
        .join(Location, Location.id == Balance.location_id)
        .where(Balance.part_id == part_id, Location.kind.in_(on_the_way)),
        "on_order": select(func.sum(lines))
        .join(Order, Order.id == OrderLine.order_id)
        .where(OrderLine.part_id == part_id, Order.state.in_(OPEN_ORDER_STATES), lines > 0),
        "outstanding": select(func.sum(waiting())).where(PartRequest.part_id == part_id, PartRequest.open),
    }
    return {name: float(session.scalar(query) or 0) / THOUSAND for name, query in queries.items()}


def as_kept(sheet: Worksheet) -> tuple[dict[str, Any], list[list[float]]]:
    """Return the inputs and the curve as they are stored with a proposal."""
    asked = sheet.asked
    inputs = {
        **{name: getattr(asked, name) for name in Asked.__dataclass_fields__},
        "source": sheet.source,
        "mean": round(sheet.mean, 3),
        "sd": round(sheet.sd, 3),
        "planned": round(sheet.planned, 3),
        "on_hand": sheet.on_hand,
        "on_order": sheet.on_order,
        "by_probability": sheet.by_probability,
        "by_cost": sheet.by_cost,
        "ratio": round(sheet.ratio, 6),
        "rate_run_id": sheet.rate_run_id,
        "monthly": sheet.monthly.round(4).tolist(),
        "models": [[model, round(units, 1), rate, round(ahead, 3)] for model, units, rate, ahead in sheet.models],
    }
    curve = sheet.curve
    columns = (curve.quantity, curve.risk, curve.short, curve.left, curve.cost)
    return inputs, [[round(float(value), 6) for value in row] for row in zip(*columns, strict=True)]


def forecast_of(session: Session, part_id: int) -> BaseForecast | None:
    """Return the newest forecast of a part from its base."""
    newest = select(func.max(RateRun.id)).scalar_subquery()
    return session.scalar(select(BaseForecast).where(BaseForecast.run_id == newest, BaseForecast.part_id == part_id))
