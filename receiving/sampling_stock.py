"""Sample stored lots 库存质量抽检: note which are due, judge them, and freeze what is bad with its sisters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from inventory.finding import found, locked, written
from inventory.queries.columns import number, total
from inventory.tables import Balance, Clearance, FrozenLot, Lot, Part, Unit
from kernel.amounts import Quantity
from kernel.errors import InvalidState, RuleViolation
from kernel.numbering import next_number
from kernel.requests import once
from kernel.settings import day_of, define, setting
from receiving.freezing_deliveries import freeze_lots
from receiving.stock_risk import StoredLot, due_on, sample_size
from receiving.tables import StockSample

INTERVALS = define(
    "stock_sample.interval_days",
    {"vital": 120, "essential": 240, "desirable": 365},
    "库存抽检间隔天数（按关键程度）",
    "Days between two looks at a stored lot, by criticality",
)
RISKY = define(
    "stock_sample.risky_percent",
    50,
    "每项风险（有保质期、特殊储存、曾不合格）缩短后的间隔百分比",
    "Percent of the interval left by each risk: shelf life, special storage, failed before",
)


@dataclass(frozen=True, slots=True)
class PlannedSamples:
    """Count the samples that are newly due and those whose lot has gone."""

    due: int
    lapsed: int


@dataclass(frozen=True, slots=True)
class JudgedSample:
    """Hold the result of a sample, the lots that it froze and the requests that lost their promise."""

    stock_sample_id: int
    state: str
    frozen_lot_ids: tuple[int, ...]
    displaced: tuple[int, ...]


@once
def plan_samples(session: Session, *, by: int, at: datetime, request_key: str) -> PlannedSamples:
    """Note every lot in stock that is due to be looked at by its age and risk; one due sample a lot."""
    on = day_of(session, at)
    intervals, risky = setting(session, INTERVALS, on), int(setting(session, RISKY, on))
    waiting = {row.lot_id: row for row in session.scalars(select(StockSample).where(StockSample.state == "due"))}
    stored = _stored(session)
    gone = [row for lot_id, row in waiting.items() if lot_id not in stored]
    for row in gone:
        row.state = "lapsed"
    due = 0
    for lot_id, (lot, store_id) in stored.items():
        day = due_on(lot, intervals, risky)
        if day > on or lot_id in waiting:
            continue
        session.add(
            StockSample(
                number=next_number(session, "SS", on),
                lot_id=lot_id,
                store_id=store_id,
                due_on=day,
                sample_size=sample_size(lot.on_hand, lot.step),
                risk=_risk(lot, on),
                made_at=at,
            )
        )
        due += 1
    written(session)
    return PlannedSamples(due, len(gone))


@once
def judge_sample(
    session: Session,
    *,
    stock_sample_id: int,
    defective: Quantity,
    by: int,
    at: datetime,
    request_key: str,
    finding: str = "",
) -> JudgedSample:
    """Record what was found; a bad finding freezes the lot and the other lots of its delivery everywhere."""
    found(session, StockSample, stock_sample_id)
    row = locked(session, StockSample, stock_sample_id)
    if row.state != "due":
        raise InvalidState("sample_judged", number=row.number)
    if defective > row.sample_size:
        raise RuleViolation("more_defective_than_sampled", field="defective", sample=str(row.sample_size))
    if defective and not finding.strip():
        raise RuleViolation("finding_missing", field="finding")
    row.defective, row.finding, row.inspected_by_id, row.inspected_at = defective, finding.strip(), by, at
    row.state = "bad" if defective else "good"
    written(session)
    if not defective or session.get(FrozenLot, row.lot_id) is not None:
        return JudgedSample(row.id, row.state, (), ())
    done = freeze_lots(
        session,
        lot_id=row.lot_id,
        sisters=True,
        reason=finding.strip(),
        cause="sample",
        reference=row.number,
        by=by,
        at=at,
        request_key=f"{request_key}:freeze",
    )
    return JudgedSample(row.id, row.state, done.lot_ids, done.displaced)


def _risk(lot: StoredLot, on: date) -> dict[str, int | bool | str]:
    return {
        "criticality": lot.criticality,
        "age_days": (on - lot.received_on).days,
        "perishable": lot.perishable,
        "kept_specially": lot.kept_specially,
        "failed_before": lot.failed_before,
    }


def _stored(session: Session) -> dict[int, tuple[StoredLot, int]]:
    """Return every lot with pieces on the shelf that is not frozen, and the store where most of it lies."""
    looked = (
        select(StockSample.lot_id, func.max(StockSample.inspected_at).label("at"))
        .where(StockSample.inspected_at.is_not(None))
        .group_by(StockSample.lot_id)
        .subquery()
    )
    failed = select(Clearance.lot_id).where(number(Clearance.failed) > 0)
    amount = number(Balance.on_hand)
    rows = session.execute(
        select(
            Lot.id,
            total(amount).label("there"),
            func.max(Balance.store_id).label("store_id"),
            Unit.step,
            Lot.received_on,
            looked.c.at,
            Part.criticality,
            Lot.expires_on,
            Part.storage_condition,
            case((Lot.id.in_(failed), 1), else_=0).label("failed"),
        )
        .join(Lot, Lot.id == Balance.lot_id)
        .join(Part, Part.id == Lot.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .outerjoin(looked, looked.c.lot_id == Lot.id)
        .where(Balance.issueable, Balance.on_hand > Quantity.zero(), Lot.id.not_in(select(FrozenLot.lot_id)))
        .group_by(
            Lot.id, Unit.step, Lot.received_on, looked.c.at, Part.criticality, Lot.expires_on, Part.storage_condition
        )
    )
    return {
        row.id: (
            StoredLot(
                row.id,
                Quantity(int(row.there)),
                row.step,
                row.received_on,
                day_of(session, row.at) if row.at else None,
                row.criticality,
                row.expires_on is not None,
                bool(row.storage_condition),
                bool(row.failed),
            ),
            row.store_id,
        )
        for row in rows
    }
