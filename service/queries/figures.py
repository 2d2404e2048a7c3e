"""Figures of a period: satisfaction, on-time repair, first-time fix; in all and by engineer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from kernel.settings import day_of, setting
from kernel.tables import Person
from service.satisfaction import CALLBACK
from service.tables import Callback, RepairReport, SlaClock, Ticket, TicketEvent


@dataclass(frozen=True, slots=True)
class Ratio:
    """Hold so many of so many; no percentage of nothing."""

    part: int
    whole: int

    @property
    def percent(self) -> Decimal | None:
        """Return the percentage to one place, or None where there is nothing to divide by."""
        return (Decimal(100 * self.part) / self.whole).quantize(Decimal("0.1")) if self.whole else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Hold the figures of a period: repairs completed and callbacks made in it.

    satisfied: callbacks whose overall score is not low; solved, arrived and dispatched on time: clocks that were not
    missed; fixed first time: repairs with one visit at most.
    """

    completed: int
    satisfied: Ratio
    solved_on_time: Ratio
    arrived_on_time: Ratio
    dispatched_on_time: Ratio
    fixed_first_time: Ratio
    mean_overall: Decimal | None
    target_percent: Decimal


@dataclass(frozen=True, slots=True)
class EngineerFigures:
    """Hold the figures of one engineer."""

    engineer_id: int
    name: str
    figures: Figures


def figures(session: Session, *, since: datetime, until: datetime, engineer_id: int | None = None) -> Figures:
    """Return the figures of the period from `since` (included) to `until` (excluded), of all or of one engineer."""
    done = (Ticket.completed_at >= since) & (Ticket.completed_at < until)
    called = (Callback.done_at >= since) & (Callback.done_at < until)
    if engineer_id is not None:
        done &= Ticket.id.in_(select(RepairReport.ticket_id).where(RepairReport.engineer_id == engineer_id))
        called &= Callback.engineer_id == engineer_id
    completed = session.scalar(select(func.count(Ticket.id)).where(done)) or 0
    content, calls, points = session.execute(
        select(
            func.coalesce(func.sum(case((Callback.overall >= Callback.low_below, 1), else_=0)), 0),
            func.count(Callback.id),
            func.coalesce(func.sum(Callback.overall), 0),
        ).where(called)
    ).one()
    clocks = _clocks(session, done)
    target = setting(session, CALLBACK, day_of(session, until))["target_percent"]
    return Figures(
        completed,
        Ratio(int(content), int(calls)),
        clocks.get("solve", Ratio(0, 0)),
        clocks.get("on_site", Ratio(0, 0)),
        clocks.get("dispatch", Ratio(0, 0)),
        Ratio(completed - _returned(session, done), completed),
        (Decimal(int(points)) / int(calls)).quantize(Decimal("0.01")) if calls else None,
        Decimal(str(target)),
    )


def figures_by_engineer(session: Session, *, since: datetime, until: datetime) -> tuple[EngineerFigures, ...]:
    """Return the figures of everybody who completed a repair in the period, by name."""
    people = session.execute(
        select(Person.id, Person.name)
        .where(
            Person.id.in_(
                select(RepairReport.engineer_id).where(
                    RepairReport.completed_at >= since, RepairReport.completed_at < until
                )
            )
        )
        .order_by(Person.name, Person.id)
    ).all()
    return tuple(
        EngineerFigures(person_id, name, figures(session, since=since, until=until, engineer_id=person_id))
        for person_id, name in people
    )


def _clocks(session: Session, done: ColumnElement[bool]) -> dict[str, Ratio]:
    rows = session.execute(
        select(
            SlaClock.kind,
            func.sum(case((SlaClock.breached_at.is_(None), 1), else_=0)),
            func.count(SlaClock.id),
        )
        .join(Ticket, Ticket.id == SlaClock.ticket_id)
        .where(done, SlaClock.met_at.is_not(None))
        .group_by(SlaClock.kind)
    )
    return {kind: Ratio(int(kept), int(whole)) for kind, kept, whole in rows}


def _returned(session: Session, done: ColumnElement[bool]) -> int:
    """Count the repairs that needed a second visit."""
    twice = (
        select(TicketEvent.ticket_id)
        .join(Ticket, Ticket.id == TicketEvent.ticket_id)
        .where(done, TicketEvent.kind == "arrived")
        .group_by(TicketEvent.ticket_id)
        .having(func.count() > 1)
        .subquery()
    )
    return session.scalar(select(func.count()).select_from(twice)) or 0
