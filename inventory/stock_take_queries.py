"""Show stock-takes: the blind sheet, the differences for review, the report of gains and losses, accuracy by month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from inventory.books import unit_costs
from inventory.tables import (
    Count,
    CountLine,
    Location,
    Lot,
    Movement,
    Part,
    StockTake,
    StockTakeApproval,
    Unit,
)
from inventory.variance import CAUSES, Accuracy, Outcome, accuracy, value_of
from kernel.amounts import Money, Quantity
from kernel.errors import NotFound
from kernel.tables import Person
from kernel.text import Text


@dataclass(frozen=True, slots=True)
class SheetLine:
    """Show one line to whoever counts: where and what, never how many."""

    count_line_id: int
    location_id: int
    location_code: str
    part_id: int
    part_number: str
    part_name: Text
    unit: str
    step: Quantity
    serial_tracked: bool
    times_counted: int
    last_counted_by_id: int | None
    recount_asked: bool
    found: bool

    @property
    def to_count(self) -> bool:
        """Tell whether the line still waits for a count."""
        return self.times_counted == 0 or self.recount_asked


@dataclass(frozen=True, slots=True)
class CountMade:
    """Show one count of a line."""

    round: int
    counted: Quantity
    book: Quantity
    counted_by_id: int
    counted_by: str
    counted_at: datetime
    ledger_id: int


@dataclass(frozen=True, slots=True)
class VarianceLine:
    """Show a line to whoever reviews: every count, the difference and what it is worth."""

    line: SheetLine
    counts: tuple[CountMade, ...]
    unit_cost_cny: Money
    cause: str | None
    cause_note: str

    @property
    def difference(self) -> Quantity | None:
        """Return counted less book of the last count; None before the first."""
        return self.counts[-1].counted - self.counts[-1].book if self.counts else None

    @property
    def value_cny(self) -> Money:
        """Return the worth of the difference with its sign."""
        return value_of(self.difference or Quantity.zero(), self.unit_cost_cny)

    @property
    def outcome(self) -> Outcome | None:
        """Return what counting came to; None before the first count."""
        last = self.counts[-1] if self.counts else None
        return Outcome(last.counted, last.book, self.unit_cost_cny) if last else None


@dataclass(frozen=True, slots=True)
class StockTakeHead:
    """Show a stock-take in a list."""

    stock_take_id: int
    number: str
    store_id: int
    store_code: str
    store_name: Text
    state: str
    due_on: date
    created_by_id: int
    created_by: str
    created_at: datetime
    lines: int
    lines_counted: int
    recounts_asked: int
    approved_by_id: int | None = None
    approved_by: str | None = None
    approved_at: datetime | None = None
    posting_id: int | None = None
    posted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CauseSum:
    """Sum the differences of one cause."""

    cause: str | None
    text: Text
    lines: int
    gain_value_cny: Money
    loss_value_cny: Money


@dataclass(frozen=True, slots=True)
class VarianceReport:
    """Hold what the result report prints."""

    head: StockTakeHead
    lines: tuple[VarianceLine, ...]
    gains: tuple[VarianceLine, ...]
    losses: tuple[VarianceLine, ...]
    by_cause: tuple[CauseSum, ...]
    accuracy: Accuracy


@dataclass(frozen=True, slots=True)
class MonthAccuracy:
    """Hold the accuracy of the stock-takes posted for a month."""

    month_on: date
    stock_takes: int
    accuracy: Accuracy


def stock_takes(
    session: Session, *, store_ids: Iterable[int] | None = None, states: Iterable[str] | None = None
) -> tuple[StockTakeHead, ...]:
    """Return stock-takes, newest first."""
    query = select(StockTake.id).order_by(StockTake.id.desc())
    if store_ids is not None:
        query = query.where(StockTake.store_id.in_(list(store_ids)))
    if states is not None:
        query = query.where(StockTake.state.in_(list(states)))
    return _heads(session, list(session.scalars(query)))


def stock_take(session: Session, *, stock_take_id: int) -> StockTakeHead:
    """Return one stock-take; raises `NotFound`."""
    heads = _heads(session, [stock_take_id])
    if not heads:
        raise NotFound("stock_take_unknown", id=stock_take_id)
    return heads[0]


def count_sheet(session: Session, *, stock_take_id: int, only_open: bool = False) -> tuple[SheetLine, ...]:
    """Return the lines to count in walking order, without the book: counting is blind."""
    stock_take(session, stock_take_id=stock_take_id)
    made = (
        select(Count.count_line_id, func.max(Count.round).label("rounds"))
        .join(CountLine, CountLine.id == Count.count_line_id)
        .where(CountLine.stock_take_id == stock_take_id)
        .group_by(Count.count_line_id)
        .subquery()
    )
    last = aliased(Count)
    rows = session.execute(
        select(CountLine, Location.code, Part, Unit, last.round, last.counted_by_id)
        .join(Location, Location.id == CountLine.location_id)
        .join(Part, Part.id == CountLine.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .outerjoin(made, made.c.count_line_id == CountLine.id)
        .outerjoin(last, (last.count_line_id == CountLine.id) & (last.round == made.c.rounds))
        .where(CountLine.stock_take_id == stock_take_id)
        .order_by(Location.pick_sequence, Location.code, Part.number)
    )
    sheet = tuple(
        SheetLine(
            count_line_id=line.id,
            location_id=line.location_id,
            location_code=code,
            part_id=part.id,
            part_number=part.number,
            part_name=part.name,
            unit=unit.code,
            step=unit.step,
            serial_tracked=part.serial_tracked,
            times_counted=rounds or 0,
            last_counted_by_id=counted_by,
            recount_asked=line.recount_asked,
            found=line.found,
        )
        for line, code, part, unit, rounds, counted_by in rows
    )
    return tuple(line for line in sheet if line.to_count) if only_open else sheet


def variance_lines(session: Session, *, stock_take_id: int) -> tuple[VarianceLine, ...]:
    """Return every line with its counts, difference and value: for review, not for counting."""
    sheet = count_sheet(session, stock_take_id=stock_take_id)
    head = session.get_one(StockTake, stock_take_id)
    counts: dict[int, list[CountMade]] = {}
    made = session.execute(
        select(Count, Person.name)
        .join(CountLine, CountLine.id == Count.count_line_id)
        .join(Person, Person.id == Count.counted_by_id)
        .where(CountLine.stock_take_id == stock_take_id)
        .order_by(Count.round)
    )
    for c, name in made:
        counts.setdefault(c.count_line_id, []).append(
            CountMade(c.round, c.counted, c.book, c.counted_by_id, name, c.counted_at, c.ledger_id)
        )
    causes = {
        line: (cause, note)
        for line, cause, note in session.execute(
            select(CountLine.id, CountLine.cause, CountLine.cause_note).where(CountLine.stock_take_id == stock_take_id)
        )
    }
    costs = unit_costs(session, part_ids={line.part_id for line in sheet}, store_id=head.store_id)
    costs_posted = _costs_posted(session, stock_take_id)
    return tuple(
        VarianceLine(
            line=line,
            counts=tuple(counts.get(line.count_line_id, ())),
            unit_cost_cny=costs_posted.get(line.count_line_id, costs[line.part_id]),
            cause=causes[line.count_line_id][0],
            cause_note=causes[line.count_line_id][1],
        )
        for line in sheet
    )


def variance_report(session: Session, *, stock_take_id: int) -> VarianceReport:
    """Return the result: gains 盘盈, losses 盘亏, sums by cause, accuracy."""
    head = stock_take(session, stock_take_id=stock_take_id)
    lines = variance_lines(session, stock_take_id=stock_take_id)
    zero = Quantity.zero()
    gains = tuple(line for line in lines if (line.difference or zero) > zero)
    lost = tuple(line for line in lines if (line.difference or zero) < zero)
    return VarianceReport(
        head=head,
        lines=lines,
        gains=gains,
        losses=lost,
        by_cause=_by_cause((*gains, *lost)),
        accuracy=accuracy(line.outcome for line in lines if line.outcome),
    )


def accuracy_by_month(
    session: Session, *, since: date, until: date, store_id: int | None = None
) -> tuple[MonthAccuracy, ...]:
    """Return how right the book was in the posted stock-takes due in each month of the span."""
    query = (
        select(StockTake.id, StockTake.due_on)
        .where(StockTake.state == "posted", StockTake.due_on >= since, StockTake.due_on <= until)
        .order_by(StockTake.due_on)
    )
    if store_id is not None:
        query = query.where(StockTake.store_id == store_id)
    months: dict[date, list[int]] = {}
    for take, due_on in session.execute(query):
        months.setdefault(due_on.replace(day=1), []).append(take)
    return tuple(
        MonthAccuracy(
            month,
            len(takes),
            accuracy(
                line.outcome
                for take in takes
                for line in variance_lines(session, stock_take_id=take)
                if line.outcome is not None
            ),
        )
        for month, takes in months.items()
    )


def _costs_posted(session: Session, stock_take_id: int) -> dict[int, Money]:
    """Return the mean cost at which each line's difference was posted."""
    sums: dict[int, tuple[int, int]] = {}
    moved = session.execute(
        select(Movement.count_line_id, Movement.quantity, Lot.unit_cost_cny)
        .join(Lot, Lot.id == Movement.lot_id)
        .join(CountLine, CountLine.id == Movement.count_line_id)
        .where(CountLine.stock_take_id == stock_take_id)
    )
    for line, quantity, cost in moved:
        assert line is not None
        sum_quantity, sum_value = sums.get(line, (0, 0))
        sums[line] = (sum_quantity + quantity.scaled, sum_value + quantity.scaled * cost.scaled)
    return {line: Money(round(value / quantity)) for line, (quantity, value) in sums.items()}


def _by_cause(lines: Iterable[VarianceLine]) -> tuple[CauseSum, ...]:
    sums: dict[str | None, CauseSum] = {}
    for line in lines:
        words = CAUSES.get(line.cause or "", Text("未填", "Not given"))
        old = sums.get(line.cause, CauseSum(line.cause, words, 0, Money.zero(), Money.zero()))
        value, zero = line.value_cny, Money.zero()
        sums[line.cause] = replace(
            old,
            lines=old.lines + 1,
            gain_value_cny=old.gain_value_cny + max(value, zero),
            loss_value_cny=old.loss_value_cny + max(-value, zero),
        )
    return tuple(
        sorted(sums.values(), key=lambda each: (each.cause is None, list(CAUSES).index(each.cause or "unknown")))
    )


def _heads(session: Session, ids: list[int]) -> tuple[StockTakeHead, ...]:
    author, approver = aliased(Person), aliased(Person)
    counted = select(Count.count_line_id).distinct().subquery()
    sums = (
        select(
            CountLine.stock_take_id,
            func.count().label("lines"),
            func.count(counted.c.count_line_id).label("counted"),
            func.count().filter(CountLine.recount_asked).label("recounts"),
        )
        .outerjoin(counted, counted.c.count_line_id == CountLine.id)
        .where(CountLine.stock_take_id.in_(ids))
        .group_by(CountLine.stock_take_id)
        .subquery()
    )
    rows = session.execute(
        select(StockTake, Location, author.name, sums, StockTakeApproval, approver.name)
        .join(Location, Location.id == StockTake.store_id)
        .join(author, author.id == StockTake.created_by_id)
        .join(sums, sums.c.stock_take_id == StockTake.id)
        .outerjoin(StockTakeApproval, StockTakeApproval.stock_take_id == StockTake.id)
        .outerjoin(approver, approver.id == StockTakeApproval.approved_by_id)
        .where(StockTake.id.in_(ids))
        .order_by(StockTake.id.desc())
    )
    return tuple(
        StockTakeHead(
            stock_take_id=take.id,
            number=take.number,
            store_id=store.id,
            store_code=store.code,
            store_name=store.name,
            state=take.state,
            due_on=take.due_on,
            created_by_id=take.created_by_id,
            created_by=author_name,
            created_at=take.created_at,
            lines=lines,
            lines_counted=lines_counted,
            recounts_asked=recounts,
            approved_by_id=approval.approved_by_id if approval else None,
            approved_by=approver_name,
            approved_at=approval.approved_at if approval else None,
            posting_id=take.posting_id,
            posted_at=take.posted_at,
        )
        for take, store, author_name, _take_id, lines, lines_counted, recounts, approval, approver_name in rows
    )
