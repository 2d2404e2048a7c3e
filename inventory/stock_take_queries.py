"""Show stock-takes: the blind sheet, the differences for review, the report of gains and losses, causes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import BigInteger, ColumnElement, func, select, type_coerce
from sqlalchemy.orm import Session, aliased

from inventory.finding_stock_takes import is_last, waiting
from inventory.reading_books import unit_costs
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
    VarianceCause,
)
from inventory.variance import Accuracy, Outcome, accuracy, value_of
from kernel.amounts import Money, Quantity
from kernel.errors import NotFound
from kernel.tables import Person
from kernel.text import Text

NOT_GIVEN = Text("未填", "Not given")
ZERO = Quantity.zero()


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
    assigned_to_id: int | None = None
    assigned_to: str | None = None

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
    value_cny: Money
    cause: str | None
    cause_text: Text | None
    cause_note: str

    @property
    def difference(self) -> Quantity | None:
        """Return counted less book of the last count; None before the first."""
        return self.counts[-1].counted - self.counts[-1].book if self.counts else None

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
    plan_id: int | None = None

    @property
    def lines_waiting(self) -> int:
        """Return how many lines wait for a count or a recount."""
        return self.lines - self.lines_counted + self.recounts_asked


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
    gains: tuple[VarianceLine, ...]
    losses: tuple[VarianceLine, ...]
    by_cause: tuple[CauseSum, ...]
    accuracy: Accuracy
    recounted: int

    @property
    def differing(self) -> tuple[VarianceLine, ...]:
        """Return the lines with a difference, gains first."""
        return (*self.gains, *self.losses)


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


def count_sheet(
    session: Session,
    *,
    stock_take_id: int,
    only_open: bool = False,
    line_ids: Iterable[int] | None = None,
    location_id: int | None = None,
) -> tuple[SheetLine, ...]:
    """Return the lines to count in walking order, without the book: counting is blind."""
    stock_take_exists(session, stock_take_id)
    holder = aliased(Person)
    query = (
        select(
            CountLine.id,
            CountLine.location_id,
            Location.code,
            Part.id,
            Part.number,
            Part.name_zh,
            Part.name_en,
            Unit.code,
            Unit.step,
            Part.serial_tracked,
            func.coalesce(Count.round, 0),
            Count.counted_by_id,
            CountLine.recount_asked,
            CountLine.found,
            CountLine.assigned_to_id,
            holder.name,
        )
        .select_from(CountLine)
        .join(Location, Location.id == CountLine.location_id)
        .join(Part, Part.id == CountLine.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .outerjoin(Count, is_last())
        .outerjoin(holder, holder.id == CountLine.assigned_to_id)
        .where(CountLine.stock_take_id == stock_take_id)
        .order_by(Location.pick_sequence, Location.code, Part.number)
    )
    if only_open:
        query = query.where(waiting())
    if line_ids is not None:
        query = query.where(CountLine.id.in_(list(line_ids)))
    if location_id is not None:
        query = query.where(CountLine.location_id == location_id)
    return tuple(
        SheetLine(line, place, code, part, number, Text(zh, en), *rest)
        for line, place, code, part, number, zh, en, *rest in session.execute(query)
    )


def stock_take_exists(session: Session, stock_take_id: int) -> None:
    """Raise `NotFound` where there is no such stock-take."""
    if session.scalar(select(StockTake.id).where(StockTake.id == stock_take_id)) is None:
        raise NotFound("stock_take_unknown", id=stock_take_id)


@dataclass(frozen=True, slots=True)
class WaitingPlace:
    """Show a place that waits for a counter: how many of its lines somebody may count, and whose they are."""

    location_id: int
    code: str
    lines: int
    mine: int
    free: int


def places_waiting(session: Session, *, stock_take_id: int, person_id: int) -> tuple[WaitingPlace, ...]:
    """Return the places where a person may count now, in walking order: not others' lines, not one's own recounts."""
    last_by = aliased(Count)
    newest = select(func.max(last_by.round)).where(last_by.count_line_id == CountLine.id).scalar_subquery()
    own_count = select(Count.id).where(
        Count.count_line_id == CountLine.id, Count.round == newest, Count.counted_by_id == person_id
    )
    mine, free = CountLine.assigned_to_id == person_id, CountLine.assigned_to_id.is_(None)
    rows = session.execute(
        select(
            CountLine.location_id,
            Location.code,
            func.count(),
            func.count().filter(mine),
            func.count().filter(free),
        )
        .join(Location, Location.id == CountLine.location_id)
        .where(CountLine.stock_take_id == stock_take_id, waiting(), ~own_count.exists(), mine | free)
        .group_by(CountLine.location_id, Location.code, Location.pick_sequence)
        .order_by(Location.pick_sequence, Location.code)
    )
    return tuple(WaitingPlace(*row) for row in rows)


def variance_lines(
    session: Session, *, stock_take_id: int, only_differing: bool = False, line_ids: Iterable[int] | None = None
) -> tuple[VarianceLine, ...]:
    """Return lines with their counts, difference and value: for review, not for counting."""
    if only_differing and line_ids is None:
        line_ids = session.scalars(
            select(CountLine.id)
            .select_from(CountLine)
            .join(Count, is_last())
            .where(CountLine.stock_take_id == stock_take_id, Count.counted != Count.book)
        ).all()
    chosen = None if line_ids is None else set(line_ids)
    of_lines = CountLine.id.in_(chosen) if chosen is not None and len(chosen) <= MANY else None
    sheet = count_sheet(session, stock_take_id=stock_take_id, line_ids=chosen if of_lines is not None else None)
    if chosen is not None and of_lines is None:
        sheet = tuple(line for line in sheet if line.count_line_id in chosen)
    counts = _counts_made(session, stock_take_id, of_lines)
    causes = _causes_given(session, stock_take_id)
    words = cause_words(session)
    posted = _posted(session, stock_take_id)
    store_id = session.scalars(select(StockTake.store_id).where(StockTake.id == stock_take_id)).one()
    without = {line.part_id for line in sheet if not (made := counts.get(line.count_line_id)) or not made[-1][1]}
    costs = unit_costs(session, part_ids=without, store_id=store_id) if without else {}
    return tuple(
        _variance_line(line, counts, causes.get(line.count_line_id, (None, "")), words, posted, costs) for line in sheet
    )


MANY = 400
Given = tuple[str | None, str]
Made = dict[int, list[tuple["CountMade", Money | None]]]


def _variance_line(
    line: SheetLine,
    counts: Made,
    given: Given,
    words: dict[str, Text],
    posted: dict[int, tuple[int, int]],
    costs: dict[int, Money],
) -> VarianceLine:
    """Put a line together: at the cost of its movements once posted, before that at the cost when it was counted."""
    made = counts.get(line.count_line_id, [])
    cost = (made[-1][1] if made else None) or costs.get(line.part_id, Money.zero())
    difference = made[-1][0].counted - made[-1][0].book if made else ZERO
    value = value_of(difference, cost)
    if line.count_line_id in posted:
        quantity, worth = posted[line.count_line_id]
        cost, value = Money(round(worth * 1000 / quantity)), Money(worth if difference > ZERO else -worth)
    return VarianceLine(
        line=line,
        counts=tuple(each for each, _cost in made),
        unit_cost_cny=cost,
        value_cny=value,
        cause=given[0],
        cause_text=words.get(given[0]) if given[0] else None,
        cause_note=given[1],
    )


def _counts_made(session: Session, stock_take_id: int, of_lines: ColumnElement[bool] | None) -> Made:
    query = (
        select(
            Count.count_line_id,
            Count.unit_cost_cny,
            Count.round,
            Count.counted,
            Count.book,
            Count.counted_by_id,
            Person.name,
            Count.counted_at,
            Count.ledger_id,
        )
        .join(CountLine, CountLine.id == Count.count_line_id)
        .join(Person, Person.id == Count.counted_by_id)
        .where(CountLine.stock_take_id == stock_take_id)
        .order_by(Count.round)
    )
    counts: Made = {}
    found = session.execute(query if of_lines is None else query.where(of_lines))
    for line, cost, turn, counted, book, by_id, by, at, ledger_id in found:
        counts.setdefault(line, []).append((CountMade(turn, counted, book, by_id, by, at, ledger_id), cost))
    return counts


def _causes_given(session: Session, stock_take_id: int) -> dict[int, Given]:
    rows = session.execute(
        select(CountLine.id, CountLine.cause, CountLine.cause_note).where(
            CountLine.stock_take_id == stock_take_id, CountLine.cause.is_not(None)
        )
    )
    return {line: (cause, note) for line, cause, note in rows}


def cause_words(session: Session, *, only_active: bool = False) -> dict[str, Text]:
    """Return the causes in their order, with their words."""
    query = select(VarianceCause.code, VarianceCause.name_zh, VarianceCause.name_en).order_by(
        VarianceCause.place, VarianceCause.id
    )
    if only_active:
        query = query.where(VarianceCause.active)
    return {code: Text(zh, en) for code, zh, en in session.execute(query)}


def variance_report(session: Session, *, stock_take_id: int) -> VarianceReport:
    """Return the result: gains 盘盈, losses 盘亏, sums by cause, accuracy."""
    head = stock_take(session, stock_take_id=stock_take_id)
    lines = variance_lines(session, stock_take_id=stock_take_id, only_differing=True)
    gains = tuple(line for line in lines if (line.difference or ZERO) > ZERO)
    lost = tuple(line for line in lines if (line.difference or ZERO) < ZERO)
    return VarianceReport(
        head=head,
        gains=gains,
        losses=lost,
        by_cause=_by_cause((*gains, *lost), cause_words(session)),
        accuracy=_accuracy(session, head, lines),
        recounted=_recounted(session, stock_take_id),
    )


def _recounted(session: Session, stock_take_id: int) -> int:
    again = select(func.count(Count.count_line_id.distinct())).join(CountLine, CountLine.id == Count.count_line_id)
    return session.scalar(again.where(CountLine.stock_take_id == stock_take_id, Count.round > 1)) or 0


def _accuracy(session: Session, head: StockTakeHead, lines: tuple[VarianceLine, ...]) -> Accuracy:
    """Sum up how right the book was; the lines without difference are summed by the database."""
    right, value = session.execute(
        select(
            func.count(),
            func.sum(type_coerce(Count.book, BigInteger) * type_coerce(Count.unit_cost_cny, BigInteger) // 1000),
        )
        .select_from(CountLine)
        .join(Count, is_last())
        .where(CountLine.stock_take_id == head.stock_take_id, Count.counted == Count.book)
    ).one()
    off = accuracy(line.outcome for line in lines if line.outcome)
    return replace(
        off,
        lines=off.lines + right,
        lines_right=off.lines_right + right,
        book_value_cny=off.book_value_cny + Money(int(value or 0)),
    )


def _posted(session: Session, stock_take_id: int) -> dict[int, tuple[int, int]]:
    """Return quantity and exact worth of what was posted for each line, both as scaled integers."""
    sums: dict[int, tuple[int, int]] = {}
    moved = session.execute(
        select(Movement.count_line_id, Movement.quantity, Lot.unit_cost_cny)
        .join(Lot, Lot.id == Movement.lot_id)
        .join(CountLine, CountLine.id == Movement.count_line_id)
        .where(CountLine.stock_take_id == stock_take_id)
    )
    for line, quantity, cost in moved:
        assert line is not None
        before, worth = sums.get(line, (0, 0))
        sums[line] = (before + quantity.scaled, worth + cost.times(quantity).scaled)
    return sums


def _by_cause(lines: Iterable[VarianceLine], words: dict[str, Text]) -> tuple[CauseSum, ...]:
    sums: dict[str | None, CauseSum] = {}
    zero = Money.zero()
    for line in lines:
        text = words.get(line.cause or "", NOT_GIVEN)
        old = sums.get(line.cause, CauseSum(line.cause, text, 0, zero, zero))
        sums[line.cause] = replace(
            old,
            lines=old.lines + 1,
            gain_value_cny=old.gain_value_cny + max(line.value_cny, zero),
            loss_value_cny=old.loss_value_cny + max(-line.value_cny, zero),
        )
    turn = {code: number for number, code in enumerate(words)}
    return tuple(sorted(sums.values(), key=lambda each: (each.cause is None, turn.get(each.cause or "", 0))))


def _heads(session: Session, ids: list[int]) -> tuple[StockTakeHead, ...]:
    author, approver = aliased(Person), aliased(Person)
    mine = CountLine.stock_take_id == StockTake.id
    counted = select(Count.id).where(Count.count_line_id == CountLine.id).exists()
    lines, done, again = (
        select(func.count()).select_from(CountLine).where(mine, *more).correlate(StockTake).scalar_subquery()
        for more in ((), (counted,), (CountLine.recount_asked,))
    )
    rows = session.execute(
        select(StockTake, Location, author.name, lines, done, again, StockTakeApproval, approver.name)
        .join(Location, Location.id == StockTake.store_id)
        .join(author, author.id == StockTake.created_by_id)
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
            lines=lines_,
            lines_counted=counted_,
            recounts_asked=recounts,
            approved_by_id=approval.approved_by_id if approval else None,
            approved_by=approver_name,
            approved_at=approval.approved_at if approval else None,
            posting_id=take.posting_id,
            posted_at=take.posted_at,
            plan_id=take.plan_id,
        )
        for take, store, author_name, lines_, counted_, recounts, approval, approver_name in rows
    )
