"""Go through a long stock list from part to part in the order of their numbers; nothing is counted, nothing skipped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session

from inventory.tables import Balance, Location, Part, PartRequest, Stock
from kernel.amounts import Quantity
from kernel.containing import contains
from webapp.listing import Slice, SliceAsked, Slices

FEW_PARTS = 2_000
"""Up to so many parts the list is counted and cut by numbers."""
MOST_LOOKED = 3_000
"""So many parts are looked through for a page."""
MOST_IN_STORE = 500
OUTSIDE_BINS = ("hold", "staging", "quarantine", "in_transit")

StockOf = Callable[[Session, Mapping[str, Any], "tuple[int, ...] | None"], Select[Any]]
"""Returns the rows of parts with all other filters; a row has number and store_code."""


def slices(stock_of: StockOf) -> Slices:
    """Return the way to cut a stock list to pages."""

    def cut(session: Session, asked: SliceAsked) -> Slice | None:
        if asked.sort.lstrip("-") != "number" or "part" in asked.filters or not _many_parts(session):
            return None
        backward = asked.cursor == "end" or asked.cursor.startswith("n:")
        begun = asked.cursor[2:] if asked.cursor[:2] in {"o:", "n:"} else ""
        rows, onward = _walk(session, stock_of, asked, begun, down=asked.sort.startswith("-") != backward)
        if backward:
            groups = [list(group) for _number, group in groupby(rows, key=lambda row: row.number)]
            rows = [row for group in reversed(groups) for row in group]
        first, last = (rows[0].number, rows[-1].number) if rows else (begun, begun)
        newer, older = (onward, last if begun else "") if backward else (first if begun else "", onward)
        note = ""
        if onward and len(rows) < asked.size:
            note = str(_("Only a part of the list was looked through; more comes on the next page."))
        return Slice(rows, f"n:{newer}" if newer else "", f"o:{older}" if older else "", note=note)

    return cut


def _walk(session: Session, stock_of: StockOf, asked: SliceAsked, begun: str, *, down: bool) -> tuple[list[Any], str]:
    """Return whole parts until the page is full, and the number after which the walk goes on (empty: it is through)."""
    rows: list[Any] = []
    last, looked = begun, 0
    while looked < MOST_LOOKED:
        step = _parts_after(session, asked.filters, last, down=down, most=asked.size)
        if step:
            made = stock_of(session, asked.filters, tuple(part_id for part_id, _number in step)).subquery()
            order = (made.c.number.desc() if down else made.c.number, made.c.store_code)
            rows += session.execute(select(made).order_by(*order)).all()
            last, looked = step[-1][1], looked + len(step)
        end = _end_of_page(rows, asked.size)
        if end < len(rows):
            return rows[:end], str(rows[end - 1].number)
        if len(step) < asked.size:
            return rows, ""
        if len(rows) >= asked.size:
            break
    return rows, last


def _end_of_page(rows: list[Any], size: int) -> int:
    """Return where the part ends that fills the page; a part's stores always stand together."""
    return next((n for n in range(size, len(rows)) if rows[n].number != rows[n - 1].number), len(rows))


def _many_parts(session: Session) -> bool:
    return session.scalar(select(Part.id).order_by(Part.id).offset(FEW_PARTS).limit(1)) is not None


def _parts_after(
    session: Session, filters: Mapping[str, Any], number: str, *, down: bool, most: int
) -> list[tuple[int, str]]:
    """Return the next parts, beyond a number, that the filters on parts leave."""
    parts = select(Part.id, Part.number)
    if number:
        parts = parts.where(Part.number < number if down else Part.number > number)
    if text := filters.get("q"):
        like = [contains(c, text) for c in (Part.number, Part.name_zh, Part.name_en)]
        parts = parts.where(like[0] | like[1] | like[2])
    for name in ("criticality", "abc"):
        if wanted := filters.get(name):
            parts = parts.where(getattr(Part, name) == wanted)
    if filters.get("short"):
        parts = parts.where(Part.id.in_(select(PartRequest.part_id).where(PartRequest.open)))
    if store := filters.get("store"):
        few = _few_in(session, store)
        parts = parts.where(_known_in(store) if few is None else Part.id.in_(few))
    parts = parts.order_by(Part.number.desc() if down else Part.number).limit(most)
    return [(row[0], row[1]) for row in session.execute(parts)]


def _known_in(store_id: int) -> ColumnElement[bool]:
    """Return the condition that a part was in a store or is asked for there, looked up part by part."""
    lies = (Balance.part_id == Part.id) & (Balance.store_id == store_id) & (Balance.on_hand > Quantity.zero())
    asked = (PartRequest.part_id == Part.id) & (PartRequest.store_id == store_id) & PartRequest.open
    return or_(
        exists().where((Stock.part_id == Part.id) & (Stock.store_id == store_id)),
        exists().where(lies),
        exists().where(asked),
    )


def _few_in(session: Session, store_id: int) -> list[int] | None:
    """Return every part that a small store or a van has or is asked for, None where there are many."""
    found: set[int] = set()
    lying = select(Balance.part_id).join(Location, Location.id == Balance.location_id)
    for listed in (
        select(Stock.part_id).where(Stock.store_id == store_id),
        select(PartRequest.part_id).where(PartRequest.store_id == store_id, PartRequest.open),
        lying.where(Location.store_id == store_id, Location.kind.in_(OUTSIDE_BINS), Balance.on_hand > Quantity.zero()),
    ):
        found.update(session.scalars(listed.limit(MOST_IN_STORE + 1)))
        if len(found) > MOST_IN_STORE:
            return None
    return sorted(found)
