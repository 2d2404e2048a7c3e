"""Keep counts with what the book said at their moment of the ledger, and decide which lines another person recounts.

One count or twenty thousand take the same way: what is needed is read in a few statements, judged in memory, and
written at once. What is wrong with a count is told for each, so that a sheet shows every bad row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from inventory import variance
from inventory.finding import written
from inventory.finding_stock_takes import Standing, counted_elsewhere, standings, tolerance
from inventory.places import ISSUEABLE
from inventory.reading_books import Books, Tracked, read_books
from inventory.tables import Count, CountLine, Location, StockTake
from kernel.amounts import Money, Quantity
from kernel.auditing import log
from kernel.db import Base
from kernel.errors import AppError, Conflict, FourEyes, InvalidState, NotFound, RuleViolation
from kernel.prepared import run_many
from kernel.refusals import refusals

ZERO = Quantity.zero()
BY_ONE = 50
"""Up to so many counts go into the audit trail one by one; larger sheets as one entry with their hash."""

_KEEP = insert(Base.metadata.tables["count"])
_LINE = Base.metadata.tables["count_line"]
_MARK = (
    update(_LINE)
    .where(_LINE.c.id == bindparam("line"))
    .values(
        recount_asked=bindparam("recount"),
        found=bindparam("strange"),
        cause=bindparam("why"),
        assigned_to_id=bindparam("holder"),
    )
)


@dataclass(frozen=True, slots=True)
class Counted:
    """Say that a count is kept, whether another person must count again; never what the book says."""

    count_line_id: int
    round: int
    recount_asked: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """Hold what somebody saw: so many of a part in a place, when."""

    location_id: int
    part_id: int
    counted: Quantity
    person: int
    at: datetime
    serials: tuple[str, ...] = ()

    @property
    def pair(self) -> tuple[int, int]:
        """Return place and part."""
        return self.location_id, self.part_id


@dataclass(frozen=True, slots=True)
class Judged:
    """Hold a count that can be kept: with its book, its cost, and what becomes of its line."""

    seen: Seen
    line: Standing | None
    ledger_id: int
    book: Quantity
    unit_cost: Money
    recount: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """Hold the judged counts of a sheet, each by its number, and what is wrong with the others."""

    good: dict[int, Judged]
    wrong: dict[int, AppError]


def keep(session: Session, take: StockTake, seen: Sequence[Seen], *, by: int) -> tuple[Counted, ...]:
    """Keep counts that `by` typed or made; the first that cannot be kept is refused and nothing is written."""
    sheet = judge(session, take, seen)
    if sheet.wrong:
        raise sheet.wrong[min(sheet.wrong)]
    return write(session, take, sheet, by=by)


def judge(session: Session, take: StockTake, seen: Sequence[Seen], *, lock: bool = True) -> Sheet:
    """Look at every count: is it the person's turn, what had the book, is the difference too large; nothing written."""
    session.flush()
    lines = standings(session, take.id, seen[0].pair if len(seen) == 1 else None)
    books = read_books(session, take.store_id, [(each.location_id, each.part_id, each.at) for each in seen], lock=lock)
    limits = tolerance(session, max(each.at for each in seen))
    strangers = [each for each in seen if each.pair not in lines]
    places = _places(session, {each.location_id for each in strangers})
    elsewhere = counted_elsewhere(session, take.store_id, take.id) if strangers else {}
    sheet = Sheet({}, {})
    first: dict[tuple[int, int], int] = {}
    for number, each in enumerate(seen):
        line = lines.get(each.pair)
        try:
            if not take.created_at <= each.at:
                raise RuleViolation("counted_at_out_of_range", counted_at=each.at.isoformat())
            if each.pair in first:
                raise Conflict("counted_twice_here", first=first[each.pair] + 1)
            first[each.pair] = number
            if line is None:
                _check_find(take, each, places, elsewhere, books)
            else:
                _check_turn(line, each)
            part = books.part(each.part_id)
            _check_amount(part, each)
            ledger_id, book = books.at(each.location_id, each.part_id, each.at)
            if part.serial_tracked:
                _check_serials(session, books, each, ledger_id)
            cost = books.cost(each.part_id)
            recount = (line is None or line.round == 0) and variance.needs_recount(each.counted, book, cost, limits)
            sheet.good[number] = Judged(each, line, ledger_id, book, cost, recount)
        except AppError as error:
            sheet.wrong[number] = error
    return sheet


def write(session: Session, take: StockTake, sheet: Sheet, *, by: int) -> tuple[Counted, ...]:
    """Write the good counts of a sheet, finds with a line of their own, and mark their lines."""
    judged = list(sheet.good.values())
    ids = _lines_for(session, take, judged)
    rows = [_row(each, line, by) for each, line in zip(judged, ids, strict=True)]
    with refusals():
        if len(rows) <= BY_ONE:
            session.add_all(Count(**row) for row in rows)
            session.flush()
        else:
            run_many(session, _KEEP, rows)
            facts = {"counts": len(rows), "sha256": _digest(rows)}
            log(session, action="inserted", about="count", key=take.number, facts=facts)
        _mark(session, judged, ids)
    return tuple(Counted(line, row["round"], each.recount) for line, row, each in zip(ids, rows, judged, strict=True))


def _digest(rows: list[dict[str, Any]]) -> str:
    """Return the hash of rows as they were written, so that the trail says what the table must hold."""
    total = sha256()
    for row in rows:
        figures = (row["counted"].scaled, row["book"].scaled, row["unit_cost_cny"].scaled)
        others = (row["count_line_id"], row["round"], row["ledger_id"], row["counted_by_id"], row["entered_by_id"])
        total.update(f"{others}{figures}{row['counted_at'].isoformat()}{row['serials']}\n".encode())
    return total.hexdigest()


def _row(each: Judged, line: int, by: int) -> dict[str, Any]:
    seen = each.seen
    return {
        "count_line_id": line,
        "round": each.line.round + 1 if each.line else 1,
        "counted": seen.counted,
        "book": each.book,
        "ledger_id": each.ledger_id,
        "counted_by_id": seen.person,
        "counted_at": seen.at,
        "entered_by_id": by,
        "serials": sorted(seen.serials) if seen.serials else None,
        "unit_cost_cny": each.unit_cost,
    }


def _lines_for(session: Session, take: StockTake, judged: list[Judged]) -> list[int]:
    """Return the line of each count; a find gets one of its own."""
    finds = [each for each in judged if each.line is None]
    made = [
        CountLine(
            stock_take_id=take.id, location_id=each.seen.location_id, part_id=each.seen.part_id, found=not each.book
        )
        for each in finds
    ]
    session.add_all(made)
    written(session)
    new = {(line.location_id, line.part_id): line.id for line in made}
    return [each.line.id if each.line else new[each.seen.pair] for each in judged]


def _mark(session: Session, judged: list[Judged], ids: list[int]) -> None:
    """Set on each line whether it is counted again, whether it is a find, and take away a cause that has no use.

    A line that is to be counted again is no longer its counter's.
    """
    marks = []
    for each, line in zip(judged, ids, strict=True):
        before = each.line
        found = not each.book and (before is None or before.found)
        cause = before.cause if before and each.seen.counted != each.book else None
        holder = before.assigned_to_id if before and not each.recount else None
        new = (each.recount, found, cause, holder)
        old = (before.recount_asked, before.found, before.cause, before.assigned_to_id) if before else (False, found)
        if new[: len(old)] != old:
            marks.append((line, *new))
    if len(marks) <= BY_ONE:
        for line, recount, found, cause, holder in marks:
            row = session.get_one(CountLine, line)
            row.recount_asked, row.found, row.cause, row.assigned_to_id = recount, found, cause, holder
        session.flush()
        return
    names = ("line", "recount", "strange", "why", "holder")
    run_many(session, _MARK, [dict(zip(names, mark, strict=True)) for mark in marks])
    session.expire_all()


def _places(session: Session, ids: set[int]) -> dict[int, Location]:
    if not ids:
        return {}
    return {row.id: row for row in session.scalars(select(Location).where(Location.id.in_(ids)))}


def _check_find(
    take: StockTake,
    each: Seen,
    places: dict[int, Location],
    elsewhere: dict[tuple[int, int], str],
    books: Books,
) -> None:
    """Refuse a find in a place that cannot have one, of nothing, or of what another stock-take counts."""
    there = places.get(each.location_id)
    if there is None:
        raise NotFound("location_unknown", id=each.location_id)
    if there.kind not in ISSUEABLE:
        raise RuleViolation("wrong_kind_of_place", place=there.code, kind=there.kind, wanted=sorted(ISSUEABLE))
    if not there.active:
        raise InvalidState("place_not_used", place=there.code)
    books.part(each.part_id)
    if there.store_id != take.store_id:
        raise RuleViolation("place_of_another_store", place=there.code)
    if not each.counted:
        raise RuleViolation("nothing_found", place=there.code, part_id=each.part_id)
    if other := elsewhere.get(each.pair):
        raise Conflict("already_being_counted", stock_take=other, location_id=each.location_id, part_id=each.part_id)


def _check_turn(line: Standing, each: Seen) -> None:
    """Refuse a line of somebody else, a second count that nobody asked for, by the same person, or from before."""
    if line.round and not line.recount_asked:
        raise Conflict("already_counted", count_line_id=line.id, by=line.last_by, at=line.last_at.isoformat())
    if line.assigned_to_id not in {None, each.person}:
        raise Conflict("assigned_to_another", count_line_id=line.id, to=line.assigned_to)
    if not line.round:
        return
    if line.last_by_id == each.person:
        raise FourEyes("recount_by_another", count_line_id=line.id)
    if each.at < line.last_at:
        raise RuleViolation("counted_before_the_last", count_line_id=line.id)


def _check_amount(part: Tracked, each: Seen) -> None:
    """Refuse a quantity below zero or not made of whole steps of the part's unit."""
    if each.counted < ZERO:
        raise RuleViolation("quantity_not_positive", quantity=str(each.counted))
    if not each.counted.is_multiple_of(part.step):
        raise RuleViolation("not_whole_steps", quantity=str(each.counted), step=str(part.step))
    if each.serials and not part.serial_tracked:
        raise RuleViolation("no_serials_kept", part_id=each.part_id)


def _check_serials(session: Session, books: Books, each: Seen, ledger_id: int) -> None:
    """Refuse a serial count without its numbers, or with a number that the book has elsewhere or nowhere."""
    numbers = set(each.serials)
    if len(numbers) != len(each.serials) or each.counted != Quantity.of(len(each.serials)):
        raise RuleViolation("serials_not_the_count", counted=str(each.counted), serials=len(numbers))
    if strange := sorted(numbers - books.serials(session, each.location_id, each.part_id, ledger_id)):
        raise RuleViolation("serial_not_in_book_here", serials=strange[:20], location_id=each.location_id)
