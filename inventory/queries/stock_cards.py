"""Show a page of the stock card with its running balance, exact wherever it begins.

The balance after a movement is the nearest known one before it (a checkpoint, else nothing at the first movement) and
the changes since; the newest page begins with what is on hand and goes back. So no page counts from the first row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import Session, aliased

from inventory.places import ISSUEABLE
from inventory.queries.columns import Listing, number, total
from inventory.tables import Location, Lot, Movement, Posting, Stock, StockCheckpoint
from kernel.amounts import Money, Quantity
from kernel.tables import Person

STRETCH = 5_000
"""So many movements of the part are looked through for the entries of one store before the page ends early."""
SPACING = 500
"""Movements of a part in a store between two checkpoints."""


@dataclass(frozen=True, slots=True)
class CardEntry:
    """Hold one line of the card: what changed the stock of the store, and the balance after it."""

    movement_id: int
    posting_id: int
    moved_on: date
    posted_at: datetime
    kind: str
    reference: str
    note: str
    lot_id: int
    lot_number: str
    from_code: str
    to_code: str
    change: Quantity
    balance: Quantity
    unit_cost_cny: Money
    by_name: str


@dataclass(frozen=True, slots=True)
class CardPage:
    """Hold a page of the card, the newest line first, and the movements at which its neighbours begin (0: none)."""

    entries: tuple[CardEntry, ...]
    older: int
    newer: int
    oldest: bool


def card_page(
    session: Session,
    *,
    part_id: int,
    store_id: int,
    before: int = 0,
    after: int = 0,
    oldest: bool = False,
    size: int = 50,
) -> CardPage:
    """Return the newest page, the one before a movement, the one after a movement, or the oldest."""
    up = bool(after) or oldest
    ids, end = _ids(session, part_id, store_id, before, after, size + 1, up=up)
    onward = len(ids) > size or end > 0
    ids = ids[:size]
    if up:
        ids.reverse()
    if not ids:
        return CardPage((), end if not up else 0, end if up else 0, oldest)
    newest = not up and not before
    last = on_hand(session, part_id, store_id) if newest else balance_after(session, part_id, store_id, ids[0][0])
    entries = _entries(session, ids, last)
    first_id, last_id = ids[0][0], ids[-1][0]
    if up:
        return CardPage(entries, last_id if after else 0, (end or first_id) if onward else 0, not after)
    return CardPage(entries, (end or last_id) if onward else 0, first_id if before else 0, not onward)


def on_hand(session: Session, part_id: int, store_id: int) -> Quantity:
    """Return what of a part a store has on hand now."""
    found = session.scalar(select(Stock.on_hand).where(Stock.part_id == part_id, Stock.store_id == store_id))
    return found or Quantity.zero()


def balance_after(session: Session, part_id: int, store_id: int, movement_id: int) -> Quantity:
    """Return what was on hand after a movement: the checkpoint before it and the changes since."""
    known = session.execute(
        select(StockCheckpoint.movement_id, StockCheckpoint.on_hand)
        .where(
            StockCheckpoint.part_id == part_id,
            StockCheckpoint.store_id == store_id,
            StockCheckpoint.movement_id <= movement_id,
        )
        .order_by(StockCheckpoint.movement_id.desc())
        .limit(1)
    ).one_or_none()
    since, start = (known[0], known[1]) if known else (0, Quantity.zero())
    changes = changes_select(part_id, store_id).where(Movement.id > since, Movement.id <= movement_id).subquery()
    return start + Quantity(int(session.scalar(select(total(changes.c.change))) or 0))


def last_changes(session: Session, *, part_id: int, store_id: int, most: int) -> list[tuple[Any, Quantity]]:
    """Return the days and balances of the last changes, oldest first, for the curve of the card."""
    ids, _end = _ids(session, part_id, store_id, 0, 0, most, up=False)
    balance, points = on_hand(session, part_id, store_id), []
    for _id, change, moved_on in ids:
        points.append((moved_on, balance))
        balance -= Quantity(change)
    return points[::-1]


def changes_select(part_id: int, store_id: int) -> Listing:
    """List id, change and day of the movements that change the stock of a part in a store, along the part's index."""
    source, target = aliased(Location), aliased(Location)
    into = (target.store_id == store_id) & target.kind.in_(ISSUEABLE)
    out_of = (source.store_id == store_id) & source.kind.in_(ISSUEABLE)
    amount = number(Movement.quantity)
    change = case((into, amount), else_=0) - case((out_of, amount), else_=0)
    return (
        select(Movement.id, change.label("change"), Movement.moved_on)
        .join(source, source.id == Movement.from_location_id)
        .join(target, target.id == Movement.to_location_id)
        .where(Movement.part_id == part_id, (into | out_of), change != 0)
    )


def _ids(
    session: Session, part_id: int, store_id: int, before: int, after: int, limit: int, *, up: bool
) -> tuple[list[tuple[int, int, Any]], int]:
    """Return ids, changes and days in one direction, and where the stretch ended before there were enough."""
    stretch = select(Movement.id).where(Movement.part_id == part_id)
    if before:
        stretch = stretch.where(Movement.id < before)
    if after:
        stretch = stretch.where(Movement.id > after)
    stretch = stretch.order_by(Movement.id if up else Movement.id.desc())
    border = session.scalar(stretch.offset(STRETCH).limit(1))
    listed = changes_select(part_id, store_id)
    if before:
        listed = listed.where(Movement.id < before)
    if after:
        listed = listed.where(Movement.id > after)
    if border is not None:
        listed = listed.where(Movement.id < border if up else Movement.id > border)
    listed = listed.order_by(Movement.id if up else Movement.id.desc()).limit(limit)
    rows = [(row[0], int(row[1]), row[2]) for row in session.execute(listed)]
    return rows, (border + (-1 if up else 1)) if border is not None and len(rows) < limit else 0


def _entries(session: Session, ids: list[tuple[int, int, Any]], last: Quantity) -> tuple[CardEntry, ...]:
    """Read the lines of a page, newest first; `last` is the balance after the first of them."""
    source, target = aliased(Location), aliased(Location)
    rows = {
        row.movement_id: row
        for row in session.execute(
            select(
                Movement.id.label("movement_id"),
                Movement.posting_id,
                Movement.moved_on,
                Movement.posted_at,
                Movement.kind,
                Posting.reference,
                Posting.note,
                Movement.lot_id,
                Lot.number.label("lot_number"),
                source.code.label("from_code"),
                target.code.label("to_code"),
                Lot.unit_cost_cny,
                Person.name.label("by_name"),
            )
            .join(Posting, Posting.id == Movement.posting_id)
            .join(Lot, Lot.id == Movement.lot_id)
            .join(source, source.id == Movement.from_location_id)
            .join(target, target.id == Movement.to_location_id)
            .join(Person, Person.id == Movement.by_id)
            .where(Movement.id.in_([each[0] for each in ids]))
        )
    }
    entries, balance = [], last
    for movement_id, change, _moved_on in ids:
        row = rows[movement_id]
        entries.append(CardEntry(**row._mapping, change=Quantity(change), balance=balance))  # noqa: SLF001
        balance -= Quantity(change)
    return tuple(entries)
