"""Show what stock is worth by FIFO cost, how old it is, how fast it turns; today and on any past day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Subquery, case, func, literal, select, union_all
from sqlalchemy.orm import Session

from inventory.places import ISSUEABLE, VALUED, LocationKind
from inventory.queries.columns import Listing, money, number, quantity, total
from inventory.tables import (
    Balance,
    Category,
    Location,
    Lot,
    Movement,
    Part,
    PeriodBalance,
    PeriodClose,
    PeriodClosing,
    PeriodFigure,
    Unit,
)
from kernel.amounts import Money, Quantity
from kernel.settings import define, setting

AGEING_DAYS = define("ageing.days", [30, 90, 180, 365], "库龄分段（天）", "Age bands of stock in days")
SLOW_DAYS = define("stock.slow_days", 180, "多少天无出库视为呆滞", "Days without an issue after which stock is slow")
VALUE_OF = number(Lot.unit_cost_cny)
STORE = Location.__table__.alias("store")


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Hold what lies for so many days: from `from_days` to `to_days` inclusive, without end where that is None."""

    from_days: int
    to_days: int | None
    lots: int
    value_cny: Money


@dataclass(frozen=True, slots=True)
class Turnover:
    """Hold how fast stock turned: cost of what was used over the mean of the value before and after.

    `turns_per_year` and `days_of_cover` are None where they would be divisions by nothing.
    """

    used_cny: Money
    value_before_cny: Money
    value_after_cny: Money
    turns_per_year: float | None
    days_of_cover: float | None


def balances_on(on: date | None, *, from_months: bool = True) -> Subquery:
    """Return what lay in the stores at the end of a business day: location_id, lot_id, part_id, store_id, on_hand.

    Counted back by the movements dated later, from the end of the closed month that the day is in; a day after the last
    closed month from what lies there now. So a past day reads a month's movements at most, however long ago it is, and
    places that are empty for good cost nothing. `from_months` False counts back from now. Amounts are plain integers.
    """
    there = select(
        Balance.location_id, Balance.lot_id, Balance.part_id, Balance.store_id, number(Balance.on_hand).label("on_hand")
    ).where(Balance.on_hand > Quantity.zero(), Balance.store_id.is_not(None))
    if on is None:
        return there.subquery()
    amount, later = number(Movement.quantity), Movement.moved_on > on
    known: list[Any] = [there]
    if from_months:
        closed = PeriodClosing.id == PeriodClose.period_closing_id
        month_end = (
            select(func.min(PeriodClose.ends_on))
            .join(PeriodClosing, closed)
            .where(PeriodClose.ends_on >= on, PeriodClosing.state == "confirmed")  # what is kept is sound from then on
            .scalar_subquery()
        )
        later &= Movement.moved_on <= func.coalesce(month_end, literal(date.max))
        kept = select(
            PeriodBalance.location_id,
            PeriodBalance.lot_id,
            PeriodBalance.part_id,
            PeriodBalance.store_id,
            number(PeriodBalance.on_hand).label("on_hand"),
        ).where(PeriodBalance.ends_on == month_end)
        known = [there.where(month_end.is_(None)), kept]
    place = Location.__table__.alias("place_then")
    sides = (
        select(end.label("location_id"), Movement.lot_id, Movement.part_id, place.c.store_id, change.label("on_hand"))
        .join(place, place.c.id == end)
        .where(later, place.c.store_id.is_not(None))
        for end, change in ((Movement.to_location_id, -amount), (Movement.from_location_id, amount))
    )
    rows = union_all(*known, *sides).subquery()
    keys = (rows.c.location_id, rows.c.lot_id, rows.c.part_id, rows.c.store_id)
    return select(*keys, total(rows.c.on_hand).label("on_hand")).group_by(*keys).subquery()


def stock_on_select(*, on: date, store_id: int | None = None) -> Listing:
    """List stock as it was at the end of a business day, by part and store.

    Columns: part_id, number, name_zh, name_en, unit, store_id, store_code, on_hand (in bins and vans), elsewhere (hold,
    staging, quarantine, transit), value_cny of both.
    """
    then = balances_on(on)
    there = then.c.on_hand
    listed = (
        select(
            Part.id.label("part_id"),
            Part.number,
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            then.c.store_id,
            STORE.c.code.label("store_code"),
            quantity(total(case((Location.kind.in_(ISSUEABLE), there), else_=0))).label("on_hand"),
            quantity(total(case((Location.kind.in_(ISSUEABLE), 0), else_=there))).label("elsewhere"),
            money(total(there * VALUE_OF)).label("value_cny"),
        )
        .select_from(then)
        .join(Location, Location.id == then.c.location_id)
        .join(Lot, Lot.id == then.c.lot_id)
        .join(Part, Part.id == then.c.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .join(STORE, STORE.c.id == then.c.store_id)
        .where(Location.kind.in_(VALUED), there != 0)
        .group_by(Part.id, Part.number, Part.name_zh, Part.name_en, Unit.code, then.c.store_id, STORE.c.code)
    )
    return listed if store_id is None else listed.where(then.c.store_id == store_id)


def value_select(by: Literal["part", "category", "store"], *, on: date | None = None) -> Listing:
    """List the FIFO value by part, category or store, now or at the end of a past day.

    Columns: id, code, name_zh, name_en, value_cny; parts without a category come under id None.
    """
    then = balances_on(on)
    group: dict[str, tuple[Any, ...]] = {
        "part": (Part.id, Part.number, Part.name_zh, Part.name_en),
        "category": (Category.id, Category.code, Category.name_zh, Category.name_en),
        "store": (STORE.c.id, STORE.c.code, STORE.c.name_zh, STORE.c.name_en),
    }
    key, code, name_zh, name_en = group[by]
    return (
        _valued(
            select(
                key.label("id"),
                code.label("code"),
                name_zh.label("name_zh"),
                name_en.label("name_en"),
                money(total(then.c.on_hand * VALUE_OF)).label("value_cny"),
            ),
            then,
        )
        .join(Part, Part.id == then.c.part_id)
        .outerjoin(Category, Category.id == Part.category_id)
        .join(STORE, STORE.c.id == then.c.store_id)
        .group_by(key, code, name_zh, name_en)
    )


def stock_value(session: Session, *, on: date | None = None, store_id: int | None = None) -> Money:
    """Return the FIFO value of everything in the stores, now or at the end of a past day."""
    then = balances_on(on)
    summed = _valued(select(money(total(then.c.on_hand * VALUE_OF))), then)
    if store_id is not None:
        summed = summed.where(then.c.store_id == store_id)
    return session.scalar(summed) or Money.zero()


def ageing(session: Session, *, on: date, store_id: int | None = None) -> tuple[AgeBand, ...]:
    """Return the value of stock by age bands, counted from the day of receipt."""
    bounds = sorted(setting(session, AGEING_DAYS, on))
    starts = [0, *(bound + 1 for bound in bounds)]
    ends = [*bounds, None]
    then = balances_on(None)
    band = case(
        *((Lot.received_on >= on - timedelta(days=bound), place) for place, bound in enumerate(bounds)),
        else_=len(bounds),
    )
    summed = _valued(
        select(band, func.count(Lot.id.distinct()), money(total(then.c.on_hand * VALUE_OF))), then
    ).group_by(band)
    if store_id is not None:
        summed = summed.where(then.c.store_id == store_id)
    rows = {place: (lots, value) for place, lots, value in session.execute(summed)}
    return tuple(
        AgeBand(start, end, *rows.get(place, (0, Money.zero())))
        for place, (start, end) in enumerate(zip(starts, ends, strict=True))
    )


def ageing_by_store(session: Session, *, on: date) -> tuple[tuple[int, str, tuple[Money, ...]], ...]:
    """Return for each store its id, its code and the value in each age band, by the day of receipt."""
    bounds = sorted(setting(session, AGEING_DAYS, on))
    then = balances_on(None)
    band = case(
        *((Lot.received_on >= on - timedelta(days=bound), place) for place, bound in enumerate(bounds)),
        else_=len(bounds),
    )
    rows = session.execute(
        _valued(select(STORE.c.id, STORE.c.code, band, money(total(then.c.on_hand * VALUE_OF))), then)
        .join(STORE, STORE.c.id == then.c.store_id)
        .group_by(STORE.c.id, STORE.c.code, band)
        .order_by(STORE.c.code)
    )
    found: dict[tuple[int, str], list[Money]] = {}
    for store_id, code, place, value in rows:
        found.setdefault((store_id, code), [Money.zero()] * (len(bounds) + 1))[place] = value
    return tuple((store_id, code, tuple(values)) for (store_id, code), values in found.items())


def value_history(session: Session, *, ends: Sequence[date], store_id: int | None = None) -> tuple[Money, ...]:
    """Return the FIFO value at the end of each day, days in order.

    The ends of closed months stand in their figures; days since then are counted back from today in one reading.
    """
    known = _month_values(session, ends, store_id)
    closed = session.scalar(select(func.max(PeriodClose.ends_on)))
    for end in ends:
        if end not in known and closed is not None and end <= closed:
            known[end] = stock_value(session, on=end, store_id=store_id)
    late = [end for end in ends if end not in known]
    if late:
        known |= dict(zip(late, _counted_back(session, late, store_id), strict=True))
    return tuple(known[end] for end in ends)


def _month_values(session: Session, ends: Sequence[date], store_id: int | None) -> dict[date, Money]:
    """Return the frozen value at those of the days that end a closed month."""
    of_store = PeriodFigure.period_close_id == PeriodClose.id
    if store_id is not None:
        of_store &= PeriodFigure.store_id == store_id
    rows = session.execute(
        select(PeriodClose.ends_on, total(number(PeriodFigure.closing)))
        .outerjoin(PeriodFigure, of_store)
        .where(PeriodClose.ends_on.in_(list(ends)))
        .group_by(PeriodClose.ends_on)
    )
    return {ends_on: Money((int(exact) + 500) // 1000) for ends_on, exact in rows}


def _counted_back(session: Session, ends: Sequence[date], store_id: int | None) -> tuple[Money, ...]:
    """Return the value at the end of each day, counted back from today's in one reading."""
    then = balances_on(None)
    today = _valued(select(total(then.c.on_hand * VALUE_OF)), then)
    place = Location.__table__.alias("value_place")
    amount = number(Movement.quantity) * VALUE_OF
    band = case(*((Movement.moved_on <= end, index) for index, end in enumerate(ends)), else_=len(ends))
    sides = []
    for column, signed in ((Movement.to_location_id, amount), (Movement.from_location_id, -amount)):
        side = (
            select(band.label("band"), signed.label("worth"))
            .join(Lot, Lot.id == Movement.lot_id)
            .join(place, place.c.id == column)
            .where(Movement.moved_on > ends[0], place.c.kind.in_(VALUED), place.c.store_id.is_not(None))
        )
        sides.append(side if store_id is None else side.where(place.c.store_id == store_id))
    if store_id is not None:
        today = today.where(then.c.store_id == store_id)
    rows = union_all(*sides).subquery()
    summed = session.execute(select(rows.c.band, total(rows.c.worth)).group_by(rows.c.band))
    moved: dict[int, int] = {row[0]: int(row[1]) for row in summed}
    exact, values = int(session.scalar(today) or 0), []
    for index in range(len(ends), 0, -1):
        exact -= moved.get(index, 0)
        values.append(Money((exact + 500) // 1000))
    return tuple(reversed(values))


def slow_select(*, on: date, days: int, store_id: int | None = None) -> Listing:
    """List stock of which nothing was issued for `days`, the oldest issue first.

    Columns: part_id, number, name_zh, name_en, unit, store_id, store_code, on_hand, value_cny, received_on (of the
    newest lot there), issued_on (last issue from the store, None for never). What came in lately is not slow.
    """
    since = on - timedelta(days=days)
    source = Location.__table__.alias("source")
    issued = (
        select(Movement.part_id, source.c.store_id, func.max(Movement.moved_on).label("issued_on"))
        .join(source, source.c.id == Movement.from_location_id)
        .where(Movement.kind == "issue")
        .group_by(Movement.part_id, source.c.store_id)
        .subquery()
    )
    newest = func.max(Lot.received_on)
    there = number(Balance.on_hand)
    listed = (
        select(
            Part.id.label("part_id"),
            Part.number,
            Part.name_zh,
            Part.name_en,
            Unit.code.label("unit"),
            Balance.store_id,
            STORE.c.code.label("store_code"),
            quantity(total(there)).label("on_hand"),
            money(total(there * VALUE_OF)).label("value_cny"),
            newest.label("received_on"),
            issued.c.issued_on,
        )
        .join(Lot, Lot.id == Balance.lot_id)
        .join(Part, Part.id == Balance.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .join(STORE, STORE.c.id == Balance.store_id)
        .outerjoin(issued, (issued.c.part_id == Balance.part_id) & (issued.c.store_id == Balance.store_id))
        .where(
            Balance.issueable,
            Balance.on_hand > Quantity.zero(),
            (issued.c.issued_on < since) | issued.c.issued_on.is_(None),
        )
        .group_by(
            Part.id,
            Part.number,
            Part.name_zh,
            Part.name_en,
            Unit.code,
            Balance.store_id,
            STORE.c.code,
            issued.c.issued_on,
        )
        .having(newest < since)
        .order_by(issued.c.issued_on, Part.number)
    )
    return listed if store_id is None else listed.where(Balance.store_id == store_id)


def turnover(session: Session, *, since: date, until: date, store_id: int | None = None) -> Turnover:
    """Return how fast stock turned from `since` to `until` inclusive."""
    before = stock_value(session, on=since - timedelta(days=1), store_id=store_id)
    after = stock_value(session, on=until, store_id=store_id)
    used = _used(session, since, until, store_id)
    mean = (before.scaled + after.scaled) / 2
    span_days = (until - since).days + 1
    turns = used.scaled / mean * 365 / span_days if mean else None
    cover = after.scaled / (used.scaled / span_days) if used.scaled > 0 else None
    return Turnover(used, before, after, turns, cover)


def _used(session: Session, since: date, until: date, store_id: int | None) -> Money:
    """Return the cost of what went to work orders less what came back, reversals included."""
    source, target = Location.__table__.alias("source"), Location.__table__.alias("target")
    worth = number(Movement.quantity) * VALUE_OF
    into: ColumnElement[bool] = target.c.kind == LocationKind.WORK_ORDER
    out_of: ColumnElement[bool] = (source.c.kind == LocationKind.WORK_ORDER) & (target.c.kind != LocationKind.CUSTOMER)
    if store_id is not None:
        into &= source.c.store_id == store_id
        out_of &= target.c.store_id == store_id
    summed = (
        select(total(case((into, worth), (out_of, -worth), else_=0)))
        .select_from(Movement)
        .join(Lot, Lot.id == Movement.lot_id)
        .join(source, source.c.id == Movement.from_location_id)
        .join(target, target.c.id == Movement.to_location_id)
        .where(Movement.moved_on.between(since, until))
    )
    return Money((int(session.scalar(summed) or 0) + 500) // 1000)


def _valued(listed: Listing, then: Subquery) -> Listing:
    return (
        listed.select_from(then)
        .join(Location, Location.id == then.c.location_id)
        .join(Lot, Lot.id == then.c.lot_id)
        .where(Location.kind.in_(VALUED), then.c.on_hand != 0)
    )
