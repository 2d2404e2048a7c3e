"""Close a month for good: asked for by one person, confirmed by another, its figures frozen as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, literal, select
from sqlalchemy.orm import Session

from inventory.finding import found, locked, written
from inventory.queries.flows import closing_values_select, month_values_select
from inventory.queries.periods import checklist, last_day, next_month
from inventory.queries.values import balances_on
from inventory.tables.periods import FLOWS, INWARD, PeriodBalance, PeriodClose, PeriodClosing, PeriodFigure
from kernel.amounts import Money
from kernel.errors import FourEyes, InvalidState, RuleViolation
from kernel.refusals import name_check, refusals
from kernel.requests import once
from kernel.settings import day_of, define, setting
from kernel.tables import ChainHead

BLOCKING = define(
    "period.blocking",
    ["counts", "differences"],
    "月结前必须处理完的事项",
    "What must be settled before a month can be closed",
)
name_check("ck_period_close_four_eyes", "four_eyes", FourEyes)
TEN_MILLIONTHS = 1000
"""An exact value holds so many of these in one step of money."""


@dataclass(frozen=True, slots=True)
class AskedClose:
    """Name the closing of a month that was asked for."""

    period_closing_id: int
    month_on: date


@dataclass(frozen=True, slots=True)
class ClosedMonth:
    """Name a closed month with its value at the end."""

    period_close_id: int
    month_on: date
    ends_on: date
    value_cny: Money


@dataclass(frozen=True, slots=True)
class WithdrawnClose:
    """Name the closing that was taken back."""

    period_closing_id: int


@once
def ask_close(
    session: Session, *, month_on: date, by: int, at: datetime, request_key: str, note: str = ""
) -> AskedClose:
    """Ask that the next open month be closed; the checklist of this moment is kept with it."""
    wanted = next_month(session)
    if wanted is None or month_on != wanted:
        raise InvalidState("period_not_next", month=str(month_on)[:7], wanted=str(wanted or "")[:7])
    if day_of(session, at) <= last_day(month_on):
        raise InvalidState("period_not_over", month=str(month_on)[:7])
    points = _settled(session, month_on, at)
    closing = PeriodClosing(month_on=month_on, asked_by_id=by, asked_at=at, checklist=points, note=note)
    session.add(closing)
    written(session)
    return AskedClose(closing.id, month_on)


@once
def withdraw_close(
    session: Session, *, period_closing_id: int, by: int, at: datetime, request_key: str
) -> WithdrawnClose:
    """Take back the wish to close a month, before anybody has confirmed it."""
    closing = _asked(session, period_closing_id)
    closing.state = "withdrawn"
    written(session)
    return WithdrawnClose(closing.id)


@once
def confirm_close(session: Session, *, period_closing_id: int, by: int, at: datetime, request_key: str) -> ClosedMonth:
    """Close a month, by another person than who asked for it: whoever is posting comes first, nobody after.

    There is no way back: a mistake found later is corrected by a movement of the open month.
    """
    head = session.execute(select(ChainHead).where(ChainHead.name == "movement").with_for_update()).scalar_one()
    closing = _asked(session, period_closing_id)
    if closing.asked_by_id == by:
        raise FourEyes("four_eyes", step="confirm_close", month=str(closing.month_on)[:7])
    _settled(session, closing.month_on, at)
    ends_on = last_day(closing.month_on)
    close = PeriodClose(
        period_closing_id=closing.id,
        month_on=closing.month_on,
        ends_on=ends_on,
        asked_by_id=closing.asked_by_id,
        confirmed_by_id=by,
        confirmed_at=at,
        last_movement_id=head.last_id,
        ledger_hash=head.hash,
    )
    session.add(close)
    written(session)
    figures = _figures(session, close)
    session.add_all(figures)
    written(session)
    _keep_balances(session, ends_on)
    closing.state = "confirmed"
    written(session)
    value = sum(each.closing for each in figures)
    return ClosedMonth(close.id, close.month_on, ends_on, Money((value + TEN_MILLIONTHS // 2) // TEN_MILLIONTHS))


def _keep_balances(session: Session, ends_on: date) -> None:
    """Keep what lay where at the end of the month, from which its days and those before are counted from now on."""
    then = balances_on(ends_on, from_months=False)
    names = ["ends_on", "location_id", "lot_id", "part_id", "store_id", "on_hand"]
    listed = select(
        literal(ends_on), then.c.location_id, then.c.lot_id, then.c.part_id, then.c.store_id, then.c.on_hand
    ).where(then.c.on_hand > 0)
    with refusals():
        session.execute(insert(PeriodBalance).from_select(names, listed))


def _asked(session: Session, period_closing_id: int) -> PeriodClosing:
    found(session, PeriodClosing, period_closing_id)
    closing = locked(session, PeriodClosing, period_closing_id)
    if closing.state != "asked":
        raise InvalidState("period_decided", month=str(closing.month_on)[:7])
    return closing


def _settled(session: Session, month_on: date, at: datetime) -> dict[str, int]:
    """Return the checklist; raises what is open and must not be."""
    points = {each.name: each.open for each in checklist(session, ends_on=last_day(month_on))}
    blocking = setting(session, BLOCKING, day_of(session, at))
    if open_points := [name for name in blocking if points.get(name)]:
        raise RuleViolation("period_not_settled", points=open_points, month=str(month_on)[:7])
    return points


def _figures(session: Session, close: PeriodClose) -> list[PeriodFigure]:
    """Return the month's rows: closing from the balances, flows from the movements, opening is what is left."""
    flows = {
        (row.store_id, row.category_id): {name: int(getattr(row, name)) for name in FLOWS}
        for row in session.execute(month_values_select(since=close.month_on, until=close.ends_on))
    }
    ends = {
        (row.store_id, row.category_id): int(row.closing)
        for row in session.execute(closing_values_select(on=close.ends_on, from_months=False))
    }
    none = dict.fromkeys(FLOWS, 0)
    rows = []
    for store_id, category_id in sorted(flows.keys() | ends.keys(), key=lambda key: (key[0], key[1] or 0)):
        moved, closing = flows.get((store_id, category_id), none), ends.get((store_id, category_id), 0)
        net = sum(value if name in INWARD else -value for name, value in moved.items())
        if closing or any(moved.values()):
            rows.append(
                PeriodFigure(
                    period_close_id=close.id,
                    store_id=store_id,
                    category_id=category_id,
                    opening=closing - net,
                    closing=closing,
                    **moved,
                )
            )
    return rows
