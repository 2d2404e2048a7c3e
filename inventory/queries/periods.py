"""Show closed months, what is still open before a month is closed, and what each month brought."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory.places import LocationKind
from inventory.queries.columns import Listing, money, number, total
from inventory.tables import Balance, Category, Location, Movement, StockTake, Transfer
from inventory.tables.periods import FLOWS, INWARD, PeriodClose, PeriodClosing, PeriodFigure
from kernel.amounts import Money, Quantity
from kernel.tables import Person

STORE = Location.__table__.alias("figure_store")
COUNTING = ("counting", "reviewed", "approved")


@dataclass(frozen=True, slots=True)
class Checked:
    """Hold one point of the checklist: its name and how many are open."""

    name: str
    open: int


def last_day(month_on: date) -> date:
    """Return the last day of a month.

    >>> last_day(date(2028, 2, 1))
    datetime.date(2028, 2, 29)
    """
    return month_on.replace(day=monthrange(month_on.year, month_on.month)[1])


def closed_until(session: Session) -> date | None:
    """Return the last day that is closed, or None while no month is."""
    return session.scalar(select(func.max(PeriodClose.ends_on)))


def next_month(session: Session) -> date | None:
    """Return the first day of the month to be closed next: after the last closed one, else that of the first move."""
    closed = closed_until(session)
    if closed is not None:
        return closed + timedelta(days=1)
    first = session.scalar(select(func.min(Movement.moved_on)))
    return None if first is None else first.replace(day=1)


def checklist(session: Session, *, ends_on: date) -> tuple[Checked, ...]:
    """Count what should be settled before a month is closed: none of it can be dated into the month afterwards."""

    def counted(statement: Listing) -> int:
        return int(session.scalar(statement) or 0)

    def lying(*kinds: LocationKind) -> int:
        return counted(
            select(func.count())
            .select_from(Balance)
            .join(Location, Location.id == Balance.location_id)
            .where(Location.kind.in_(kinds), Balance.on_hand > Quantity.zero())
        )

    takes = select(func.count()).select_from(StockTake)
    return (
        Checked("counts", counted(takes.where(StockTake.state.in_(COUNTING), StockTake.due_on <= ends_on))),
        Checked("differences", counted(takes.where(StockTake.state == "approved"))),
        Checked("transit", lying(LocationKind.IN_TRANSIT)),
        Checked(
            "transfers",
            counted(select(func.count()).select_from(Transfer).where(Transfer.state.in_(["sent", "short"]))),
        ),
        Checked("hold", lying(LocationKind.HOLD)),
        Checked("staging", lying(LocationKind.STAGING)),
        Checked("quarantine", lying(LocationKind.QUARANTINE)),
    )


def closings_select() -> Listing:
    """List months asked for and closed, the newest first.

    Columns: id, month_on, state, asked_by, asked_at, note, close_id, confirmed_by, confirmed_at, value_cny (at the end
    of a closed month), last_movement_id.
    """
    asker, confirmer = Person.__table__.alias("asker"), Person.__table__.alias("confirmer")
    value = (
        select(money(func.sum(number(PeriodFigure.closing))))
        .where(PeriodFigure.period_close_id == PeriodClose.id)
        .correlate(PeriodClose)
        .scalar_subquery()
    )
    return (
        select(
            PeriodClosing.id,
            PeriodClosing.month_on,
            PeriodClosing.state,
            asker.c.name.label("asked_by"),
            PeriodClosing.asked_at,
            PeriodClosing.note,
            PeriodClose.id.label("close_id"),
            confirmer.c.name.label("confirmed_by"),
            PeriodClose.confirmed_at,
            value.label("value_cny"),
            PeriodClose.last_movement_id,
        )
        .join(asker, asker.c.id == PeriodClosing.asked_by_id)
        .outerjoin(PeriodClose, PeriodClose.period_closing_id == PeriodClosing.id)
        .outerjoin(confirmer, confirmer.c.id == PeriodClose.confirmed_by_id)
        .order_by(PeriodClosing.month_on.desc(), PeriodClosing.id.desc())
    )


def figures_select() -> Listing:
    """List the frozen figures of closed months by store and category.

    Columns: id, period_close_id, month_on, store_id, store_code, category_id, category_code, name_zh, name_en (of the
    category), opening_cny, one column `<flow>_cny` each, closing_cny.
    """
    return (
        select(
            PeriodFigure.id,
            PeriodFigure.period_close_id,
            PeriodClose.month_on,
            PeriodFigure.store_id,
            STORE.c.code.label("store_code"),
            PeriodFigure.category_id,
            Category.code.label("category_code"),
            Category.name_zh,
            Category.name_en,
            *(
                money(number(getattr(PeriodFigure, name))).label(f"{name}_cny")
                for name in ("opening", *FLOWS, "closing")
            ),
        )
        .join(PeriodClose, PeriodClose.id == PeriodFigure.period_close_id)
        .join(STORE, STORE.c.id == PeriodFigure.store_id)
        .outerjoin(Category, Category.id == PeriodFigure.category_id)
        .order_by(PeriodClose.month_on.desc(), STORE.c.code, Category.code)
    )


@dataclass(frozen=True, slots=True)
class MonthSum:
    """Hold the figures of a closed month over all stores: opening, what came and went, closing."""

    opening_cny: Money
    into: tuple[tuple[str, Money], ...]
    out_of: tuple[tuple[str, Money], ...]
    closing_cny: Money


def month_sum(session: Session, *, period_close_id: int) -> MonthSum:
    """Return the sum of a closed month's frozen rows."""
    names = ("opening", *FLOWS, "closing")
    row = session.execute(
        select(*(money(total(number(getattr(PeriodFigure, name)))) for name in names)).where(
            PeriodFigure.period_close_id == period_close_id
        )
    ).one()
    found = dict(zip(names, row, strict=True))
    return MonthSum(
        found["opening"],
        tuple((name, found[name]) for name in FLOWS if name in INWARD),
        tuple((name, found[name]) for name in FLOWS if name not in INWARD),
        found["closing"],
    )
