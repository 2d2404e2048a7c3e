"""Compute failure rates and planned needs from the facts of the room above, and keep them with what they rest on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from forecasting.arrays import FloatArray
from forecasting.demand import MONTH_DAYS, PERIOD_DAYS
from forecasting.installed_base import base_by_age
from forecasting.planned_demand import ramp
from forecasting.rating import HORIZON, Failure, Fleet, Pair, PartAhead, Rated, as_hashed, parts_ahead, rate_parts
from forecasting.tables import Level, LevelRun
from forecasting.tables.base import (
    BaseForecast,
    FailureRate,
    PartStart,
    PlannedNeed,
    PlannedWork,
    RateRun,
)
from inventory.finding import written
from inventory.tables import Location, Part
from kernel.db import Base
from kernel.hashing import canonical

CHUNK = 5000
KEEP_RUNS = 3
FAILURES_OF_ITS_OWN = 3.0
"""From so many failures on a part's rates come before what a similar part needs."""
DETAILS = (FailureRate, BaseForecast, PlannedNeed)


@dataclass(frozen=True, slots=True)
class Need:
    """Hold what is certain to be needed of a part between two days."""

    part_id: int
    kind: str
    reference: str
    from_on: date
    to_on: date
    quantity: float


@dataclass(frozen=True)
class BaseFacts:
    """Hold what is known of the installed base: models in the order of the fleet's rows, months from the first."""

    first_month_on: date
    model_ids: tuple[int, ...]
    fleet: Fleet
    pairs: tuple[Pair, ...]
    failures: tuple[Failure, ...]
    needs: tuple[Need, ...]
    works: tuple[tuple[int, str], ...]
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RatesComputed:
    """Name the run and count what it holds."""

    rate_run_id: int
    rates: int
    parts: int
    needs: int
    units: float
    failures: float


def compute_rates(session: Session, *, facts: BaseFacts, on: date, by: int | None, at: datetime) -> RatesComputed:
    """Compute failure rates, what each part will need, and keep both with what is planned; old details go."""
    rated = rate_parts(facts.fleet, facts.pairs, facts.failures)
    ahead = parts_ahead(rated)
    starts = _starts(session, ahead, on)
    month = facts.first_month_on.year * 12 + facts.first_month_on.month - 1 + facts.fleet.watched
    run = RateRun(
        computed_on=on,
        computed_at=at,
        by_id=by,
        first_month_on=date(month // 12, month % 12 + 1, 1),
        months=max(facts.fleet.now - facts.fleet.watched, 0),
        units=float(sum(_units_now(facts.fleet))),
        failures=float(len(facts.failures)),
        rate_count=len(rated),
        inputs_hash=_hash(facts, starts),
        settings=facts.settings,
    )
    session.add(run)
    written(session)
    _write(session, FailureRate, _rate_rows(run.id, rated, facts.model_ids))
    _write(session, BaseForecast, iter([*_forecast_rows(run.id, ahead, {row["part_id"] for row in starts})]))
    _write(session, BaseForecast, iter([{"run_id": run.id, **row} for row in starts]))
    _write(session, PlannedNeed, iter([_need_row(run.id, need) for need in facts.needs]))
    session.execute(delete(PlannedWork))
    _write(session, PlannedWork, iter([{"work_order_id": key, "kind": kind} for key, kind in facts.works]))
    _prune(session)
    return RatesComputed(run.id, len(rated), len(ahead) + len(starts), len(facts.needs), run.units, run.failures)


def _units_now(fleet: Fleet) -> FloatArray:
    return np.asarray(base_by_age(fleet.sold, fleet.survival(), fleet.now).sum(1))


def _hash(facts: BaseFacts, starts: Sequence[dict[str, Any]]) -> str:
    plain = [
        str(facts.first_month_on),
        facts.model_ids,
        as_hashed(facts.fleet, facts.pairs, facts.failures),
        [[n.part_id, n.kind, n.reference, str(n.from_on), str(n.to_on), n.quantity] for n in facts.needs],
        facts.works,
        [[row["part_id"], row["means"]] for row in starts],
        facts.settings,
    ]
    return hashlib.sha256(canonical(plain).encode()).hexdigest()


def _write(session: Session, table: type[Base], rows: Iterator[dict[str, Any]]) -> None:
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            session.execute(insert(table.__table__), chunk)  # type: ignore[arg-type]
            chunk = []
    if chunk:
        session.execute(insert(table.__table__), chunk)  # type: ignore[arg-type]


def _rate_rows(run_id: int, rated: Sequence[Rated], model_ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    for each in rated:
        yield {
            "run_id": run_id,
            "part_id": each.pair.part_id,
            "product_model_id": model_ids[each.pair.model],
            "family": each.pair.family[:120],
            "units": each.units,
            "unit_months": each.unit_months,
            "failures": each.failures,
            "expected": each.expected,
            "rate": each.rate,
            "relative_variance": each.relative_variance,
            "low": each.low,
            "high": each.high,
            "quantity": each.pair.quantity,
            "shape": each.weibull.shape if each.weibull else None,
            "scale": each.weibull.scale if each.weibull else None,
            "ages": each.ages,
        }


def _forecast_rows(run_id: int, ahead: dict[int, PartAhead], borrowed: set[int]) -> Iterator[dict[str, Any]]:
    for part_id, one in sorted(ahead.items()):
        if part_id in borrowed:
            continue
        yield {
            "run_id": run_id,
            "part_id": part_id,
            "source": "rates",
            "similar_part_id": None,
            "units": one.units,
            "failures": one.failures,
            "past": one.past,
            "relative_variance": one.relative_variance,
            "means": one.means.round(6).tolist(),
            "variances": one.variances.round(6).tolist(),
        }


def _need_row(run_id: int, need: Need) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "part_id": need.part_id,
        "kind": need.kind,
        "reference": need.reference[:120],
        "from_on": need.from_on,
        "to_on": need.to_on,
        "quantity": need.quantity,
    }


def _starts(session: Session, ahead: dict[int, PartAhead], on: date) -> list[dict[str, Any]]:
    """Return forecasts of the parts that start like others, unless they have failures enough of their own."""
    starts = session.scalars(select(PartStart).order_by(PartStart.part_id)).all()
    starts = [each for each in starts if _failures(ahead, each.part_id) < FAILURES_OF_ITS_OWN]
    if not starts:
        return []
    monthly = _monthly_demand(session)
    category = dict(session.execute(select(Part.id, Part.category_id)).all())
    rows = []
    for each in starts:
        if each.similar_part_id is not None:
            full, spread = monthly.get(each.similar_part_id, (0.0, 0.0))
            there = ahead.get(each.similar_part_id)
            own = ahead.get(each.part_id)
            if there is not None and own is not None and there.units > 0:
                # Demand per unit in use, so that a small base does not start with a large one's demand.
                full, spread = full * own.units / there.units, spread * own.units / there.units
        else:
            kin = [
                monthly[part]
                for part, kind in category.items()
                if part in monthly and part != each.part_id and kind == category.get(each.part_id)
            ]
            full, spread = (float(np.median(column)) for column in zip(*kin, strict=True)) if kin else (0.0, 0.0)
        share = each.percent / 100.0
        rise = ramp(HORIZON, (on - each.from_on).days / MONTH_DAYS, float(each.ramp_months))
        means = full * share * rise
        rows.append(
            {
                "part_id": each.part_id,
                "source": "similar" if each.similar_part_id is not None else "category",
                "similar_part_id": each.similar_part_id,
                "units": ahead[each.part_id].units if each.part_id in ahead else 0.0,
                "failures": _failures(ahead, each.part_id),
                "past": 0.0,
                # A guess by likeness may well be wrong by its own size: rate known as from one failure.
                "relative_variance": 1.0 if full > 0 else 0.0,
                "means": means.round(6).tolist(),
                "variances": (np.maximum(spread * share * rise, means) + means**2).round(6).tolist(),
            }
        )
    return rows


def _failures(ahead: dict[int, PartAhead], part_id: int) -> float:
    return ahead[part_id].failures if part_id in ahead else 0.0


def _monthly_demand(session: Session) -> dict[int, tuple[float, float]]:
    """Return mean and variance a month of each part over the stores that buy, by the newest levels."""
    run = session.scalar(select(LevelRun).order_by(LevelRun.id.desc()).limit(1))
    if run is None:
        return {}
    months = MONTH_DAYS / PERIOD_DAYS[run.period]
    rows = session.execute(
        select(Level.part_id, func.sum(Level.mean), func.sum(Level.variance))
        .join(Location, Location.id == Level.store_id)
        .where(Level.run_id == run.id, Location.supplying_store_id.is_(None), Level.mean > 0)
        .group_by(Level.part_id)
    )
    return {part: (float(mean) * months, float(variance) * months) for part, mean, variance in rows}


def _prune(session: Session) -> None:
    """Delete the details of older runs; their heads and hashes stay."""
    newest = session.scalars(select(RateRun.id).order_by(RateRun.id.desc()).limit(KEEP_RUNS)).all()
    for table in DETAILS:
        session.execute(delete(table).where(table.run_id.not_in(newest)))
