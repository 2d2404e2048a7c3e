"""Show what stock-takes came to: accounts of gains and losses, and how right the book was by month, zone and keeper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, case, func, select, type_coerce
from sqlalchemy.orm import Session

from inventory.finding_stock_takes import is_last
from inventory.places import LocationKind
from inventory.stock_take_queries import NOT_GIVEN, VarianceLine, cause_words, variance_lines
from inventory.tables import Category, Count, CountLine, Location, Part, StockTake, VarianceCause
from inventory.variance import Accuracy
from kernel.amounts import Money
from kernel.settings import day_of, define, setting
from kernel.tables import Person
from kernel.text import Text

ACCOUNTS = define(
    "stock_take.accounts",
    {
        "stock": "1405 库存商品",
        "pending": "1901 待处理财产损溢",
        "gain": "660205 管理费用—盘盈",
        "loss": "660206 管理费用—盘亏",
    },
    "盘点会计科目：库存、待处理财产损溢、盘盈与盘亏的默认对方科目",
    "Accounts of a stock-take: stock, differences pending, and who bears gains and losses where the cause says nothing",
)
NO_CATEGORY = Text("未分类", "No category")
NOBODY = Text("无库管员", "No keeper")
NO_ZONE = Text("库区外", "Outside any zone")


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold a line for the accounts: debit or credit of one account, for gains 盘盈 or losses 盘亏.

    Step 1 brings the stock to what was found, by category, against differences pending; step 2 clears those, by cause.
    """

    step: int
    side: str
    account: str
    what: Text
    lines: int
    debit_cny: Money
    credit_cny: Money


def entries(session: Session, *, stock_take_id: int, at: datetime) -> tuple[Entry, ...]:
    """Return the accounting summary of a stock-take; debit and credit are equal in each step."""
    accounts = setting(session, ACCOUNTS, day_of(session, at))
    lines = variance_lines(session, stock_take_id=stock_take_id, only_differing=True)
    categories = _categories(session, stock_take_id)
    words = cause_words(session)
    borne = {
        code: account for code, account in session.execute(select(VarianceCause.code, VarianceCause.account)) if account
    }
    made: list[Entry] = []
    for side in ("gain", "loss"):
        mine = [line for line in lines if (line.value_cny > Money.zero()) == (side == "gain") and line.value_cny]
        by_category = _summed(mine, lambda line: categories.get(line.line.part_id, ("", NO_CATEGORY)))
        for (_code, name), (count, value) in by_category.items():
            made += _pair(1, side, (accounts["stock"], accounts["pending"]), name, count, value)
        by_cause = _summed(mine, lambda line: (line.cause or "", words.get(line.cause or "", NOT_GIVEN)))
        for (code, name), (count, value) in by_cause.items():
            made += _pair(2, side, (accounts["pending"], borne.get(code, accounts[side])), name, count, value)
    return tuple(sorted(made, key=lambda each: each.step))


Key = tuple[str, Text]


def _summed(lines: list[VarianceLine], key: Callable[[VarianceLine], Key]) -> dict[Key, tuple[int, Money]]:
    """Add the worth of lines up by a key, without signs, in the order of its code."""
    sums: dict[Key, tuple[int, Money]] = {}
    for line in lines:
        count, value = sums.get(key(line), (0, Money.zero()))
        sums[key(line)] = (count + 1, value + abs(line.value_cny))
    return dict(sorted(sums.items(), key=lambda item: item[0][0]))


def _pair(step: int, side: str, accounts: tuple[str, str], what: Text, count: int, value: Money) -> list[Entry]:
    """Return both sides of an entry: a gain debits the first account, a loss the second."""
    debit, credit = accounts if side == "gain" else accounts[::-1]
    zero = Money.zero()
    return [
        Entry(step, side, debit, what, count, value, zero),
        Entry(step, side, credit, what, count, zero, value),
    ]


def _categories(session: Session, stock_take_id: int) -> dict[int, Key]:
    rows = session.execute(
        select(CountLine.part_id, Category.code, Category.name_zh, Category.name_en)
        .join(Part, Part.id == CountLine.part_id)
        .join(Category, Category.id == Part.category_id)
        .where(CountLine.stock_take_id == stock_take_id)
        .distinct()
    )
    return {part: (code, Text(zh, en)) for part, code, zh, en in rows}


@dataclass(frozen=True, slots=True)
class AccuracyOf:
    """Hold how right the book was in a month, over all, in a zone, or for a keeper."""

    month_on: date
    key_id: int
    name: Text
    stock_takes: int
    accuracy: Accuracy


BY = ("month", "zone", "keeper")


def accuracy_by(
    session: Session, *, since: date, until: date, by: str = "month", store_id: int | None = None
) -> tuple[AccuracyOf, ...]:
    """Return how right the book was in the posted stock-takes due in each month of the span, by zone or keeper."""
    where = [StockTake.state == "posted", StockTake.due_on >= since, StockTake.due_on <= until]
    if store_id is not None:
        where.append(StockTake.store_id == store_id)
    cost = func.coalesce(type_coerce(Count.unit_cost_cny, BigInteger), 0)
    counted, book = type_coerce(Count.counted, BigInteger), type_coerce(Count.book, BigInteger)
    off = (counted - book) * cost // 1000
    rows = session.execute(
        select(
            StockTake.id,
            StockTake.due_on,
            CountLine.location_id,
            func.count(),
            func.sum(case((counted == book, 1), else_=0)),
            func.sum(book * cost // 1000),
            func.sum(case((counted > book, off), else_=0)),
            func.sum(case((counted < book, -off), else_=0)),
        )
        .select_from(CountLine)
        .join(StockTake, StockTake.id == CountLine.stock_take_id)
        .join(Count, is_last())
        .where(*where)
        .group_by(StockTake.id, StockTake.due_on, CountLine.location_id)
    )
    groups = _groups(session, by)
    sums: dict[tuple[date, int], list[int]] = {}
    takes: dict[tuple[date, int], set[int]] = {}
    for take, due_on, place, *figures in rows:
        key = (due_on.replace(day=1), groups[0].get(place, 0))
        sums[key] = [a + int(b or 0) for a, b in zip(sums.get(key, [0] * 5), figures, strict=True)]
        takes.setdefault(key, set()).add(take)
    return tuple(
        AccuracyOf(
            month,
            group,
            groups[1].get(group, NOBODY if by == "keeper" else NO_ZONE),
            len(takes[month, group]),
            Accuracy(lines, right, Money(value), Money(gain), Money(loss)),
        )
        for (month, group), (lines, right, value, gain, loss) in sorted(sums.items())
    )


def _groups(session: Session, by: str) -> tuple[dict[int, int], dict[int, Text]]:
    """Return which zone or keeper each place belongs to, and their names; the nearest one above counts."""
    if by == "month":
        return {}, {0: Text("", "")}
    rows = session.execute(
        select(
            Location.id,
            Location.parent_id,
            Location.store_id,
            Location.kind,
            Location.keeper_id,
            Location.name_zh,
            Location.name_en,
        ).where(Location.store_id.is_not(None))
    ).all()
    above = {row.id: row.parent_id or (row.store_id if row.store_id != row.id else None) for row in rows}
    own: dict[int, int | None] = (
        {row.id: row.keeper_id for row in rows}
        if by == "keeper"
        else {row.id: row.id if row.kind == LocationKind.ZONE else None for row in rows}
    )
    names = (
        {person: Text(name, name) for person, name in session.execute(select(Person.id, Person.name))}
        if by == "keeper"
        else {row.id: Text(row.name_zh, row.name_en) for row in rows}
    )
    return {place: _nearest(place, own, above) for place in above}, names


def _nearest(place: int, own: dict[int, int | None], above: dict[int, int | None]) -> int:
    """Return what a place has of its own, or the nearest place above it has; 0 where none has any."""
    here: int | None = place
    for _step in range(len(above)):
        if here is None:
            return 0
        if (mine := own.get(here)) is not None:
            return mine
        here = above.get(here)
    return 0
