"""Carry out a stock-take: choose what to count, count blind, find causes, review, approve, post the differences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from inventory import reserving
from inventory.finding import found, store, written
from inventory.finding_stock_takes import (
    UNDER_WAY,
    categories_below,
    counted_elsewhere,
    in_state,
    last_count,
    last_counts,
    lines_of,
    places_inside,
)
from inventory.keeping_counts import Counted, keep
from inventory.places import ISSUEABLE, MovementKind
from inventory.posting import lock_stock, post
from inventory.settling_variances import gain, loss, make_room, worth
from inventory.tables import Balance, CountLine, Location, Part, StockTake, StockTakeApproval
from inventory.variance import CAUSES
from kernel.amounts import Money, Quantity
from kernel.errors import Conflict, FourEyes, InvalidState, RuleViolation
from kernel.numbering import next_number
from kernel.refusals import name_check
from kernel.requests import once
from kernel.settings import day_of

__all__ = [
    "Changed",
    "Counted",
    "Created",
    "Posted",
    "SheetCounted",
    "approve",
    "ask_recount",
    "cancel",
    "count",
    "count_sheet",
    "create_stock_take",
    "post_variances",
    "review",
    "set_cause",
]

ZERO = Quantity.zero()

name_check("ck_stock_take_approval_four_eyes", "four_eyes", FourEyes)


@dataclass(frozen=True, slots=True)
class Created:
    """Name the new stock-take and say how many lines it has."""

    stock_take_id: int
    number: str
    lines: int


@dataclass(frozen=True, slots=True)
class SheetCounted:
    """List what became of each line of a sheet."""

    lines: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """Name the stock-take and the state it is in now."""

    stock_take_id: int
    state: str


@dataclass(frozen=True, slots=True)
class Posted:
    """Say what the differences came to; `waiting_again` are the requests whose promises had to be taken back."""

    stock_take_id: int
    posting_id: int | None
    gains: int
    losses: int
    gain_value_cny: Money
    loss_value_cny: Money
    waiting_again: tuple[int, ...]


@once
def create_stock_take(
    session: Session,
    *,
    store_id: int,
    due_on: date,
    zone_ids: tuple[int, ...] = (),
    abc: tuple[str, ...] = (),
    category_ids: tuple[int, ...] = (),
    by: int,
    at: datetime,
    request_key: str,
) -> Created:
    """Open a stock-take over all that a store holds in the chosen zones, classes and categories."""
    keeper = store(session, store_id)
    where: list[ColumnElement[bool]] = [Location.store_id == keeper.id, Location.kind.in_(ISSUEABLE)]
    if zone_ids:
        where.append(Location.id.in_(places_inside(session, keeper.id, zone_ids)))
    if abc:
        where.append(Part.abc.in_(abc))
    if category_ids:
        where.append(Part.category_id.in_(categories_below(session, category_ids)))
    pairs = session.execute(
        select(Balance.location_id, Balance.part_id)
        .join(Location, Location.id == Balance.location_id)
        .join(Part, Part.id == Balance.part_id)
        .where(Balance.on_hand > ZERO, *where)
        .distinct()
        .order_by(Balance.location_id, Balance.part_id)
    ).all()
    if not pairs:
        raise RuleViolation("nothing_to_count", store=keeper.code)
    elsewhere = counted_elsewhere(session, keeper.id, None)
    for location_id, part_id in pairs:
        if other := elsewhere.get((location_id, part_id)):
            raise Conflict("already_being_counted", stock_take=other, location_id=location_id, part_id=part_id)
    take = StockTake(
        number=next_number(session, "ST", day_of(session, at)),
        store_id=keeper.id,
        scope={"zone_ids": list(zone_ids), "abc": list(abc), "category_ids": list(category_ids)},
        due_on=due_on,
        created_by_id=by,
        created_at=at,
    )
    session.add(take)
    session.flush()
    session.add_all(CountLine(stock_take_id=take.id, location_id=place_id, part_id=part) for place_id, part in pairs)
    written(session)
    return Created(take.id, take.number, len(pairs))


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
    return keep(session, take, (location_id, part_id, counted, serials), person=by, at=at, by=by)


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
    return SheetCounted(tuple(keep(session, take, line, person=counted_by_id, at=counted_at, by=by) for line in lines))


@once
def ask_recount(session: Session, *, count_line_id: int, by: int, at: datetime, request_key: str) -> Changed:
    """Ask for another count of a line, by another person than the last."""
    line = found(session, CountLine, count_line_id)
    take = in_state(session, line.stock_take_id, "counting", "reviewed")
    if last_count(session, line.id) is None:
        raise InvalidState("not_counted_yet", count_line_id=line.id)
    line.recount_asked = True
    take.state = "counting"
    written(session)
    return Changed(take.id, take.state)


@once
def set_cause(
    session: Session, *, count_line_id: int, cause: str, note: str = "", by: int, at: datetime, request_key: str
) -> Changed:
    """Note why shelf and book differ; `cause` is a key of `inventory.variance.CAUSES`."""
    line = found(session, CountLine, count_line_id)
    take = in_state(session, line.stock_take_id, "counting", "reviewed")
    if cause not in CAUSES:
        raise RuleViolation("cause_unknown", cause=cause)
    last = last_count(session, line.id)
    if last is None or last.counted == last.book:
        raise InvalidState("no_difference", count_line_id=line.id)
    line.cause, line.cause_note = cause, note
    written(session)
    return Changed(take.id, take.state)


@once
def review(session: Session, *, stock_take_id: int, by: int, at: datetime, request_key: str) -> Changed:
    """Close the counting: every line counted, no recount open, every difference with a cause."""
    take = in_state(session, stock_take_id, "counting")
    lines = lines_of(session, take.id)
    last = last_counts(session, take.id)
    not_counted = [line.id for line in lines if line.id not in last]
    recounts = [line.id for line in lines if line.recount_asked]
    no_cause = [i.id for i in lines if i.id in last and last[i.id].counted != last[i.id].book and i.cause is None]
    for code, ids in (("lines_not_counted", not_counted), ("recounts_open", recounts), ("causes_missing", no_cause)):
        if ids:
            raise InvalidState(code, number=take.number, count=len(ids), count_line_ids=ids[:20])
    take.state = "reviewed"
    written(session)
    return Changed(take.id, take.state)


@once
def approve(
    session: Session, *, stock_take_id: int, note: str = "", by: int, at: datetime, request_key: str
) -> Changed:
    """Approve the differences: never by the author, nor by who counted or typed a count."""
    take = in_state(session, stock_take_id, "reviewed")
    written(session)
    session.add(
        StockTakeApproval(
            stock_take_id=take.id, created_by_id=take.created_by_id, approved_by_id=by, approved_at=at, note=note
        )
    )
    written(session)
    take.state = "approved"
    written(session)
    return Changed(take.id, take.state)


@once
def cancel(session: Session, *, stock_take_id: int, by: int, at: datetime, request_key: str) -> Changed:
    """Give a stock-take up before it is posted; its counts stay on record and change nothing."""
    take = in_state(session, stock_take_id, *UNDER_WAY)
    take.state = "cancelled"
    written(session)
    return Changed(take.id, take.state)


@once
def post_variances(session: Session, *, stock_take_id: int, by: int, at: datetime, request_key: str) -> Posted:
    """Bring the book to the shelf: a gain goes to the newest sound lot, a loss comes from the oldest lots there.

    Where a loss reaches into what is promised, the least urgent and newest requests wait again.
    """
    head = found(session, StockTake, stock_take_id)
    last = last_counts(session, stock_take_id)
    lines = [i for i in lines_of(session, stock_take_id) if i.id in last and last[i.id].counted != last[i.id].book]
    lock_stock(session, [(line.part_id, head.store_id) for line in lines])
    take = in_state(session, stock_take_id, "approved")
    gains = [gain(session, line, last[line.id]) for line in lines if last[line.id].counted > last[line.id].book]
    losses = [
        move
        for line in lines
        if last[line.id].counted < last[line.id].book
        for move in loss(session, line, last[line.id])
    ]
    waiting_again = make_room(session, take.store_id, gains, losses, at)
    if moves := [*gains, *losses]:
        take.posting_id = post(
            session, moves, kind=MovementKind.ADJUSTMENT, reference=take.number, by=by, at=at
        ).posting_id
    take.state, take.posted_at = "posted", at
    written(session)
    for part_id in sorted({move.part_id for move in moves}):
        reserving.fill(session, part_id, take.store_id, at)
    return Posted(
        take.id,
        take.posting_id,
        gains=len(gains),
        losses=len({move.count_line_id for move in losses}),
        gain_value_cny=worth(session, gains),
        loss_value_cny=worth(session, losses),
        waiting_again=waiting_again,
    )
