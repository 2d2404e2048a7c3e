"""Keep cycle counts: say what is counted how often, and open stock-takes over what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select
from sqlalchemy.orm import Session

from inventory.finding import found, place, store, written
from inventory.finding_stock_takes import being_counted, places_inside
from inventory.opening_stock_takes import Created, open_over
from inventory.places import ISSUEABLE
from inventory.tables import Balance, Count, CountLine, CountPlan, CountProposal, Location, Part
from kernel.amounts import Quantity
from kernel.errors import Conflict, RuleViolation
from kernel.requests import once
from kernel.settings import day_of, define, setting

CYCLE = define(
    "stock_take.cycle",
    {"A": 30, "B": 90, "C": 365, "lines_at_once": 200, "days_to_count": 3},
    "循环盘点：A、B、C 类每隔多少天盘一次；每次最多行数；下达后几天内盘完",
    "Cycle counts: days after which classes A, B and C are counted again; most lines at once; days to count them",
)
CLASSES = ("A", "B", "C")


@dataclass(frozen=True, slots=True)
class PlanKept:
    """Name a cycle count."""

    count_plan_id: int


@dataclass(frozen=True, slots=True)
class PlansKept:
    """Name cycle counts."""

    count_plan_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """List the stock-takes that were opened over what was due."""

    stock_takes: tuple[Created, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """Hold a part in a place that a plan would count now; `counted_at` is empty where nobody ever did."""

    location_id: int
    part_id: int
    counted_at: datetime | None


@once
def plan_counts(
    session: Session,
    *,
    store_id: int,
    every_days: int,
    lines_at_once: int,
    days_to_count: int = 3,
    zone_id: int | None = None,
    abc: str | None = None,
    by: int,
    at: datetime,
    request_key: str,
) -> PlanKept:
    """Count a class, a zone, or all of a store again and again."""
    keeper = store(session, store_id)
    if zone_id is not None and place(session, zone_id).store_id != keeper.id:
        raise RuleViolation("place_of_another_store", place=found(session, Location, zone_id).code)
    if min(every_days, lines_at_once) < 1 or days_to_count < 0 or (abc is not None and abc not in CLASSES):
        raise RuleViolation("count_plan_figures")
    same = select(CountPlan.id).where(
        CountPlan.store_id == keeper.id,
        CountPlan.zone_id.is_not_distinct_from(zone_id),
        CountPlan.abc.is_not_distinct_from(abc),
        CountPlan.active,
    )
    if session.scalar(same) is not None:
        raise Conflict("count_plan_there", store=keeper.code)
    row = CountPlan(
        store_id=keeper.id,
        zone_id=zone_id,
        abc=abc,
        every_days=every_days,
        lines_at_once=lines_at_once,
        days_to_count=days_to_count,
        created_by_id=by,
        created_at=at,
    )
    session.add(row)
    written(session)
    return PlanKept(row.id)


@once
def plan_by_class(session: Session, *, store_id: int, by: int, at: datetime, request_key: str) -> PlansKept:
    """Count classes A, B and C of a store as the settings say; a class that has its plan already keeps it."""
    cycle = setting(session, CYCLE, day_of(session, at))
    held = set(
        session.scalars(
            select(CountPlan.abc).where(CountPlan.store_id == store_id, CountPlan.zone_id.is_(None), CountPlan.active)
        )
    )
    ids = [
        plan_counts(
            session,
            store_id=store_id,
            abc=each,
            every_days=int(cycle[each]),
            lines_at_once=int(cycle["lines_at_once"]),
            days_to_count=int(cycle["days_to_count"]),
            by=by,
            at=at,
            request_key=f"{request_key}:{each}",
        ).count_plan_id
        for each in CLASSES
        if each not in held
    ]
    return PlansKept(tuple(ids))


@once
def change_plan(
    session: Session,
    *,
    count_plan_id: int,
    every_days: int,
    lines_at_once: int,
    days_to_count: int,
    active: bool,
    by: int,
    at: datetime,
    request_key: str,
) -> PlanKept:
    """Change how often a cycle count comes, how much it takes at once, or let it rest."""
    row = found(session, CountPlan, count_plan_id)
    if min(every_days, lines_at_once) < 1 or days_to_count < 0:
        raise RuleViolation("count_plan_figures")
    row.every_days, row.lines_at_once, row.days_to_count, row.active = every_days, lines_at_once, days_to_count, active
    written(session)
    return PlanKept(row.id)


@once
def open_due(
    session: Session, *, count_plan_ids: tuple[int, ...] = (), by: int, at: datetime, request_key: str
) -> Opened:
    """Open a stock-take for each cycle count that has something due; without ids for every active one.

    What is counted already is left out; the author of a plan is the author of its stock-takes.
    """
    plans = select(CountPlan).where(CountPlan.active).order_by(CountPlan.every_days, CountPlan.id)
    if count_plan_ids:
        plans = plans.where(CountPlan.id.in_(count_plan_ids))
    made = [opened for plan in session.scalars(plans).all() if (opened := _open(session, plan, at))]
    return Opened(tuple(made))


def _open(session: Session, plan: CountPlan, at: datetime) -> Created | None:
    pairs = [(each.location_id, each.part_id) for each in due(session, plan, at)]
    if not pairs:
        return None
    return open_over(
        session,
        plan.store_id,
        day_of(session, at) + timedelta(days=plan.days_to_count),
        sorted(pairs),
        {"zone_ids": [plan.zone_id] if plan.zone_id else [], "abc": [plan.abc] if plan.abc else [], "category_ids": []},
        by=plan.created_by_id,
        at=at,
        plan_id=plan.id,
    )


def due(session: Session, plan: CountPlan, at: datetime) -> list[Due]:
    """Return what a plan would count now: what was proposed, then what was never counted, then the longest ago."""
    doubted = _doubted(session, plan)
    rows = session.execute(last_counted(*_scope(session, plan)).order_by(*_oldest_first())).all()
    busy = {(place_id, part_id) for place_id, part_id, _ in session.execute(being_counted(plan.store_id))}
    before = at - timedelta(days=plan.every_days)
    found_due = dict.fromkeys(doubted)
    found_due |= {
        (place_id, part_id): counted_at
        for place_id, part_id, counted_at in rows
        if counted_at is None or counted_at <= before
    }
    free = [Due(*pair, counted_at) for pair, counted_at in found_due.items() if pair not in busy]
    return free[: plan.lines_at_once]


def _oldest_first() -> tuple[ColumnElement[int] | ColumnElement[bool], ...]:
    return (last_at().is_not(None), last_at(), Balance.location_id, Balance.part_id)  # type: ignore[return-value]


def last_at() -> ScalarSelect[datetime]:
    """Return the moment when a part was last counted in a place, as a column of a query over balances."""
    newest = (
        select(func.max(Count.counted_at))
        .join(CountLine, CountLine.id == Count.count_line_id)
        .where(CountLine.location_id == Balance.location_id, CountLine.part_id == Balance.part_id)
        .correlate(Balance)
    )
    return newest.scalar_subquery()


def last_counted(*where: ColumnElement[bool]) -> Select[int, int, datetime | None]:
    """Return the query for what lies on shelves and vans, with when it was last counted."""
    return (
        select(Balance.location_id, Balance.part_id, last_at().label("counted_at"))
        .join(Location, Location.id == Balance.location_id)
        .join(Part, Part.id == Balance.part_id)
        .where(Balance.on_hand > Quantity.zero(), Location.kind.in_(ISSUEABLE), *where)
        .group_by(Balance.location_id, Balance.part_id)
    )


def _scope(session: Session, plan: CountPlan) -> list[ColumnElement[bool]]:
    """Return what a plan covers; a part without a class counts as C."""
    where: list[ColumnElement[bool]] = [Location.store_id == plan.store_id]
    if plan.zone_id is not None:
        where.append(Location.id.in_(places_inside(session, plan.store_id, [plan.zone_id])))
    if plan.abc is not None:
        where.append(func.coalesce(Part.abc, "C") == plan.abc)
    return where


def _doubted(session: Session, plan: CountPlan) -> list[tuple[int, int]]:
    """Return the open proposals inside a plan, oldest first."""
    rows = session.execute(
        select(CountProposal.location_id, CountProposal.part_id)
        .join(Location, Location.id == CountProposal.location_id)
        .join(Part, Part.id == CountProposal.part_id)
        .where(CountProposal.count_line_id.is_(None), *_scope(session, plan))
        .order_by(CountProposal.id)
    )
    return [(place_id, part_id) for place_id, part_id in rows]
