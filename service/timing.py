"""Start, meet, move and stop the clocks of tickets, and sweep them for warnings and breaches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from kernel.requests import once
from kernel.settings import day_of, setting, zone
from service.calendars import CALENDAR, calendar_around
from service.recording import case_of, record
from service.sla import OPENING, RUNNING, TARGETS, WARN_SHARE, ClockKind, Rules, Timed, timed
from service.tables import SlaClock, Ticket


@dataclass(frozen=True, slots=True)
class Notice:
    """Tell somebody that a clock is at risk or was missed."""

    ticket_id: int
    number: str
    kind: str
    due_at: datetime
    owner_id: int
    engineer_id: int | None


@dataclass(frozen=True, slots=True)
class Swept:
    """Hold what a sweep found since the one before."""

    warned: tuple[Notice, ...]
    breached: tuple[Notice, ...]


_OF_TICKET = select(SlaClock).where(SlaClock.ticket_id == bindparam("ticket"))


def rules(session: Session, at: datetime) -> Rules:
    """Return the service levels and the calendar that hold on the day of an instant, kept for the session's life."""
    on = day_of(session, at)
    known: dict[date, Rules] = session.info.setdefault("service_rules", {})
    if on not in known:
        known[on] = Rules(
            setting(session, TARGETS, on),
            setting(session, RUNNING, on),
            float(setting(session, WARN_SHARE, on)),
            calendar_around(on.year, setting(session, CALENDAR, on), zone(session, on)),
        )
    return known[on]


def start_clocks(session: Session, ticket: Ticket, kinds: Iterable[ClockKind], at: datetime) -> None:
    """Start clocks at an instant; one that ran before starts afresh, one that is not asked for stops."""
    held, clocks = rules(session, at), _clocks(session, ticket.id)
    for kind in kinds:
        clock = clocks.get(kind)
        found = timed(held, kind, case_of(ticket), at)
        if found is None:
            _stop(clock, at)
            continue
        clock = _set(session, ticket, clock, found)
        clock.met_at = clock.warned_at = clock.breached_at = clock.stopped_at = None


def move_clocks(session: Session, ticket: Ticket, at: datetime) -> None:
    """Set the opening clocks that are not met by what is known of the case now; they still count from its opening."""
    held, clocks = rules(session, at), _clocks(session, ticket.id)
    for kind in OPENING:
        clock = clocks.get(kind)
        if clock is not None and clock.met_at is not None:
            continue
        found = timed(held, kind, case_of(ticket), ticket.opened_at)
        if found is None:
            _stop(clock, at)
            continue
        clock = _set(session, ticket, clock, found)
        clock.stopped_at = None
        clock.warned_at = clock.warned_at if at >= clock.warn_at else None
        clock.breached_at = clock.breached_at and (clock.due_at if at > clock.due_at else None)


def _set(session: Session, ticket: Ticket, clock: SlaClock | None, to: Timed) -> SlaClock:
    """Write the instants of a clock, making its row where there is none."""
    if clock is None:
        clock = SlaClock(
            ticket_id=ticket.id,
            kind=str(to.kind),
            runs=str(to.runs),
            started_at=to.started_at,
            warn_at=to.warn_at,
            due_at=to.due_at,
        )
        session.add(clock)
    clock.runs, clock.started_at, clock.warn_at, clock.due_at = str(to.runs), to.started_at, to.warn_at, to.due_at
    return clock


def _stop(clock: SlaClock | None, at: datetime) -> None:
    if clock is not None and clock.met_at is None and clock.stopped_at is None:
        clock.stopped_at = at


def meet(session: Session, ticket_id: int, *kinds: ClockKind, at: datetime) -> None:
    """Stop clocks because what they ask for has been done; late is recorded as a breach."""
    clocks = _clocks(session, ticket_id)
    for kind in kinds:
        clock = clocks.get(kind)
        if clock is not None and clock.met_at is None and clock.stopped_at is None:
            clock.met_at = at
            clock.breached_at = clock.due_at if at > clock.due_at else None


def unmeet(session: Session, ticket_id: int, kind: ClockKind) -> None:
    """Let a clock run on as if it had never been met: the engineer declined, so nobody is dispatched."""
    clock = _clocks(session, ticket_id).get(kind)
    if clock is not None:
        clock.met_at = None


def stop_clocks(session: Session, ticket_id: int, at: datetime) -> None:
    """Stop all clocks of a ticket that nobody waits for any more."""
    for clock in _clocks(session, ticket_id).values():
        if clock.met_at is None and clock.stopped_at is None:
            clock.stopped_at = at
            clock.breached_at = clock.due_at if at > clock.due_at else None


@once
def sweep(session: Session, *, by: int | None, at: datetime, request_key: str) -> Swept:
    """Mark every running clock that has come to its warning or passed its due time, and tell which are new."""
    warned: list[Notice] = []
    breached: list[Notice] = []
    session.flush()
    found = session.execute(
        select(SlaClock, Ticket)
        .join(Ticket, Ticket.id == SlaClock.ticket_id)
        .where(
            SlaClock.met_at.is_(None),
            SlaClock.stopped_at.is_(None),
            or_(
                (SlaClock.warn_at <= at) & SlaClock.warned_at.is_(None),
                (SlaClock.due_at < at) & SlaClock.breached_at.is_(None),
            ),
        )
        .order_by(SlaClock.due_at, SlaClock.id)
    )
    for clock, ticket in found.all():
        notice = Notice(ticket.id, ticket.number, clock.kind, clock.due_at, ticket.owner_id, ticket.engineer_id)
        late = at > clock.due_at
        if clock.warned_at is None:
            clock.warned_at = at
        if late:
            clock.breached_at = clock.due_at
        (breached if late else warned).append(notice)
        record(session, ticket.id, "breached" if late else "warned", by=by, at=at, clock=clock.kind, due=clock.due_at)
    session.flush()
    return Swept(tuple(warned), tuple(breached))


def _clocks(session: Session, ticket_id: int) -> dict[str, SlaClock]:
    return {clock.kind: clock for clock in session.scalars(_OF_TICKET, {"ticket": ticket_id})}
