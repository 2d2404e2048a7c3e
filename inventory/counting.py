"""Carry out a stock-take: count blind, on a phone that may have no signal or on paper, recount, find causes.

How one is opened, shared out, signed and posted stands in the files beside it; their scripts are named here as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.approving_counts import Approved, Changed, Posted, approve, cancel, post_variances, review
from inventory.finding import written
from inventory.finding_stock_takes import in_state, is_last
from inventory.keeping_counts import Counted, Seen, judge, keep, write
from inventory.opening_stock_takes import Created, create_stock_take
from inventory.tables import Count, CountLine, StockTake, VarianceCause
from kernel.amounts import Quantity
from kernel.errors import InvalidState, NotFound, RuleViolation
from kernel.requests import once

__all__ = [
    "Approved",
    "Changed",
    "Counted",
    "Created",
    "FileCounted",
    "LinesChanged",
    "Posted",
    "SheetCounted",
    "approve",
    "ask_recount",
    "ask_recounts",
    "cancel",
    "count",
    "count_file",
    "count_later",
    "count_sheet",
    "create_stock_take",
    "post_variances",
    "review",
    "set_cause",
    "set_causes",
]

FAST_CLOCK = timedelta(minutes=10)
"""By so much a phone's clock may run ahead of the server's; such a count is taken as made now."""


@dataclass(frozen=True, slots=True)
class SheetCounted:
    """List what became of each line of a sheet."""

    lines: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class LinesChanged:
    """Name the stock-take, the state it is in now, and how many of its lines changed."""

    stock_take_id: int
    state: str
    lines: int


@once
def count(
    session: Session,
    *,
    stock_take_id: int,
    location_id: int,
    part_id: int,
    counted: Quantity,
    by: int,
    at: datetime,
    request_key: str,
    serials: tuple[str, ...] = (),
) -> Counted:
    """Keep what a person has just counted of a part in a place; a part that the book does not have there is a find."""
    take = in_state(session, stock_take_id, "counting")
    return keep(session, take, [Seen(location_id, part_id, counted, by, at, serials)], by=by)[0]


@once
def count_later(
    session: Session,
    *,
    stock_take_id: int,
    location_id: int,
    part_id: int,
    counted: Quantity,
    counted_at: datetime,
    by: int,
    at: datetime,
    request_key: str,
    serials: tuple[str, ...] = (),
) -> Counted:
    """Keep a count that waited for a signal, as of the moment it was made; the book is taken of that moment."""
    take = in_state(session, stock_take_id, "counting")
    moment = _moment(take, counted_at, at)
    return keep(session, take, [Seen(location_id, part_id, counted, by, moment, serials)], by=by)[0]


def _moment(take: StockTake, counted_at: datetime, at: datetime) -> datetime:
    """Return when a count was made; it lies between the opening of the stock-take and now."""
    moment = at if at < counted_at <= at + FAST_CLOCK else counted_at
    if not take.created_at <= moment <= at:
        raise RuleViolation("counted_at_out_of_range", counted_at=counted_at.isoformat())
    return moment


@once
def count_sheet(
    session: Session,
    *,
    stock_take_id: int,
    counted_by_id: int,
    counted_at: datetime,
    lines: tuple[tuple[int, int, Quantity, tuple[str, ...]], ...],
    by: int,
    at: datetime,
    request_key: str,
) -> SheetCounted:
    """Keep a printed sheet typed in later: (location, part, counted, serials) by line, as of when it was counted."""
    take = in_state(session, stock_take_id, "counting")
    if not take.created_at <= counted_at <= at:
        raise RuleViolation("counted_at_out_of_range", counted_at=counted_at.isoformat())
    seen = [Seen(place, part, counted, counted_by_id, counted_at, serials) for place, part, counted, serials in lines]
    return SheetCounted(keep(session, take, seen, by=by))


@dataclass(frozen=True, slots=True)
class FileCounted:
    """Say how many counts of a file were kept, how many of those are counted again, and how many were refused."""

    kept: int
    recounts: int
    refused: int


@once
def count_file(
    session: Session, *, stock_take_id: int, seen: tuple[Seen, ...], by: int, at: datetime, request_key: str
) -> FileCounted:
    """Keep the good counts of a file in one go; what cannot be kept is left out and counted."""
    take = in_state(session, stock_take_id, "counting")
    sheet = judge(session, take, seen)
    kept = write(session, take, sheet, by=by) if sheet.good else ()
    return FileCounted(len(kept), sum(each.recount_asked for each in kept), len(sheet.wrong))


@once
def ask_recount(session: Session, *, count_line_id: int, by: int, at: datetime, request_key: str) -> Changed:
    """Ask for another count of a line, by another person than the last."""
    changed = _recount(session, (count_line_id,))
    return Changed(changed.stock_take_id, changed.state)


@once
def ask_recounts(
    session: Session, *, count_line_ids: tuple[int, ...], by: int, at: datetime, request_key: str
) -> LinesChanged:
    """Ask for another count of many lines of one stock-take."""
    return _recount(session, count_line_ids)


def _recount(session: Session, ids: Sequence[int]) -> LinesChanged:
    lines, take = _lines(session, ids)
    counted = set(session.scalars(select(Count.count_line_id).where(Count.count_line_id.in_(ids))))
    for line in lines:
        if line.id not in counted:
            raise InvalidState("not_counted_yet", count_line_id=line.id)
        line.recount_asked = True
        line.assigned_to_id = None
    take.state = "counting"
    written(session)
    return LinesChanged(take.id, take.state, len(lines))


@once
def set_cause(
    session: Session, *, count_line_id: int, cause: str, note: str = "", by: int, at: datetime, request_key: str
) -> Changed:
    """Note why shelf and book differ; `cause` is the code of a `VarianceCause`."""
    changed = _explain(session, (count_line_id,), cause, note)
    return Changed(changed.stock_take_id, changed.state)


@once
def set_causes(
    session: Session,
    *,
    count_line_ids: tuple[int, ...],
    cause: str,
    note: str = "",
    by: int,
    at: datetime,
    request_key: str,
) -> LinesChanged:
    """Note one cause for many lines of one stock-take."""
    return _explain(session, count_line_ids, cause, note)


def _explain(session: Session, ids: Sequence[int], code: str, note: str) -> LinesChanged:
    lines, take = _lines(session, ids)
    cause = session.scalar(select(VarianceCause).where(VarianceCause.code == code, VarianceCause.active))
    if cause is None:
        raise RuleViolation("cause_unknown", cause=code)
    last = {
        line: counted - book
        for line, counted, book in session.execute(
            select(CountLine.id, Count.counted, Count.book)
            .select_from(CountLine)
            .join(Count, is_last())
            .where(CountLine.id.in_(ids))
        )
    }
    for line in lines:
        difference = last.get(line.id)
        if not difference:
            raise InvalidState("no_difference", count_line_id=line.id)
        side = "gain" if difference > Quantity.zero() else "loss"
        if cause.side not in {"both", side}:
            raise RuleViolation("cause_of_the_other_side", cause=code, side=side)
        line.cause, line.cause_note = code, note
    written(session)
    return LinesChanged(take.id, take.state, len(lines))


def _lines(session: Session, ids: Sequence[int]) -> tuple[list[CountLine], StockTake]:
    """Return lines that are all of one stock-take under way, which is locked."""
    lines = list(session.scalars(select(CountLine).where(CountLine.id.in_(ids)).order_by(CountLine.id)))
    if not lines or len(lines) < len(set(ids)):
        raise NotFound("count_line_unknown", id=next(iter(set(ids) - {line.id for line in lines}), 0))
    if len({line.stock_take_id for line in lines}) > 1:
        raise RuleViolation("lines_of_several_stock_takes")
    return lines, in_state(session, lines[0].stock_take_id, "counting", "reviewed")
