"""Find a page of the movement journal by keys, at the same cost in a ledger of thousands and of millions.

A page begins where the one before it ended (a cursor), never at a counted offset. Filters that an index serves (part,
lot, place, document, days) are followed along it. The others are looked for in a bounded stretch of the ledger; when
that is through, the page says how far it has looked and where to go on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from inventory.queries.columns import Listing
from inventory.tables import Movement, Posting

STRETCH = 25_000
"""So many movements are looked through for a page by filters that no index serves."""
STRETCH_BY_DAY = 8_000
"""The same along the days, where each row must be fetched."""
MOST_DOCUMENTS = 2_000
MOST_PLACES = 6
MOST_COUNTED = 10_000
CURSOR = re.compile(r"([on])(?:(\d{4}-\d{2}-\d{2})\.)?(\d{1,18})")


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Say which movements are wanted; `places` are ids of which one is left or entered, `own` narrows to a person's."""

    kind: str | None = None
    part_id: int | None = None
    lot_id: int | None = None
    places: tuple[int, ...] | None = None
    by_id: int | None = None
    reference: str | None = None
    since: date | None = None
    until: date | None = None
    own: ColumnElement[bool] | None = None

    @property
    def by_day(self) -> bool:
        """Tell whether the page follows the days rather than the order of the ledger."""
        return bool(self.since or self.until) and not (self.part_id or self.lot_id or self.reference)

    @property
    def everything(self) -> bool:
        """Tell whether nothing is left out."""
        return self.own is None and self == JournalFilter()


@dataclass(frozen=True, slots=True)
class JournalPage:
    """Hold the ids of a page, newest first, with the cursors of its neighbours (empty where there is none).

    `looked` is False when the stretch was through before the page was full: `older` then goes on from there.
    """

    ids: tuple[int, ...]
    newer: str
    older: str
    looked: bool = True


@dataclass(frozen=True, slots=True)
class _Place:
    """Hold where a page begins: beyond which movement, and in which direction."""

    older: bool
    on: date | None
    id: int


def journal_page(session: Session, wanted: JournalFilter, *, cursor: str = "", size: int = 50) -> JournalPage:
    """Return the page at a cursor: none for the newest, `end` for the oldest, else as a page before named it."""
    begun = _place(cursor, wanted)
    down = begun.older if begun is not None else cursor != "end"
    rows, end = _rows(session, wanted, begun, size + 1, down=down)
    onward, rows = len(rows) > size or end is not None, rows[:size]
    if not down:
        rows.reverse()
    first, last = (rows[0], rows[-1]) if rows else (None, None)
    if down:
        older, newer = (end or last) if onward else None, first if begun is not None else None
    else:
        older, newer = last if begun is not None else None, (end or first) if onward else None
    return JournalPage(
        tuple(row[0] for row in rows), _cursor("n", newer, wanted), _cursor("o", older, wanted), end is None,
    )  # fmt: skip


Key = tuple[int, date]
"""A movement's id and day."""


def _place(cursor: str, wanted: JournalFilter) -> _Place | None:
    found = CURSOR.fullmatch(cursor)
    if found is None or (wanted.by_day and not found[2]):
        return None
    try:
        on = date.fromisoformat(found[2]) if found[2] else None
    except ValueError:
        return None
    return _Place(found[1] == "o", on, int(found[3]))


def _cursor(way: str, key: Key | None, wanted: JournalFilter) -> str:
    if key is None:
        return ""
    return f"{way}{key[1]}.{key[0]}" if wanted.by_day else f"{way}{key[0]}"


def _rows(
    session: Session, wanted: JournalFilter, begun: _Place | None, limit: int, *, down: bool
) -> tuple[list[Key], Key | None]:
    """Return up to `limit` keys in the direction, and the key at which the stretch ended before the page was full."""
    if wanted.by_day:
        return _by_day(session, wanted, begun, limit, down=down)
    keys: Listing = select(Movement.id, Movement.moved_on)
    if begun is not None:
        keys = keys.where(Movement.id < begun.id if down else Movement.id > begun.id)
    if wanted.part_id or wanted.lot_id or wanted.reference:
        return _listed(session, _ordered(_narrowed(keys, wanted), down=down), limit), None
    if wanted.places is not None and len(wanted.places) <= MOST_PLACES and wanted.own is None:
        return _through(session, keys, wanted, limit, down=down), None
    if wanted.kind or wanted.by_id or wanted.places is not None or wanted.own is not None:
        return _stretch(session, keys, wanted, begun, limit, down=down)
    return _listed(session, _ordered(keys, down=down), limit), None


def _listed(session: Session, keys: Listing, limit: int) -> list[Key]:
    return [(row[0], row[1]) for row in session.execute(keys.limit(limit))]


def _ordered(keys: Listing, *, down: bool) -> Listing:
    return keys.order_by(Movement.id.desc() if down else Movement.id)


def _narrowed(keys: Listing, wanted: JournalFilter) -> Listing:
    conditions: list[ColumnElement[bool]] = []
    if wanted.kind:
        conditions.append(Movement.kind == wanted.kind)
    if wanted.part_id:
        conditions.append(Movement.part_id == wanted.part_id)
    if wanted.lot_id:
        conditions.append(Movement.lot_id == wanted.lot_id)
    if wanted.by_id:
        conditions.append(Movement.by_id == wanted.by_id)
    if wanted.since:
        conditions.append(Movement.moved_on >= wanted.since)
    if wanted.until:
        conditions.append(Movement.moved_on <= wanted.until)
    if wanted.places is not None:
        within = wanted.places
        conditions.append(or_(Movement.from_location_id.in_(within), Movement.to_location_id.in_(within)))
    if wanted.reference:
        conditions.append(Movement.posting_id.in_(_documents(wanted.reference)))
    if wanted.own is not None:
        conditions.append(wanted.own)
    return keys.where(*conditions)


def _documents(begins: str) -> Listing:
    """Return the postings whose document begins so, the newest first and at most so many; along the index."""
    after = begins[:-1] + chr(ord(begins[-1]) + 1)
    found = select(Posting.id).where(Posting.reference >= begins, Posting.reference < after)
    return found.order_by(Posting.reference.desc(), Posting.id.desc()).limit(MOST_DOCUMENTS)


def _through(session: Session, keys: Listing, wanted: JournalFilter, limit: int, *, down: bool) -> list[Key]:
    """Follow the index of each place in both directions, and merge."""
    rest = JournalFilter(kind=wanted.kind, by_id=wanted.by_id)
    branches = [
        _ordered(_narrowed(keys.where(end == place), rest), down=down).limit(limit).subquery()
        for place in wanted.places or ()
        for end in (Movement.from_location_id, Movement.to_location_id)
    ]
    found: set[Key] = set()
    for branch in branches:
        found.update((row[0], row[1]) for row in session.execute(select(branch)))
    return sorted(found, reverse=down)[:limit]


def _stretch(
    session: Session, keys: Listing, wanted: JournalFilter, begun: _Place | None, limit: int, *, down: bool
) -> tuple[list[Key], Key | None]:
    """Look through one bounded stretch of the ledger; its ids have no gap."""
    last = session.scalar(select(func.max(Movement.id))) or 0
    if down:
        first = min(begun.id - 1, last) if begun is not None else last
        border = first - STRETCH
        ended = border >= 1
        keys = keys.where(Movement.id > border, Movement.id <= first)
    else:
        first = begun.id + 1 if begun is not None else 1
        border = first + STRETCH
        ended = border <= last
        keys = keys.where(Movement.id >= first, Movement.id < border)
    rows = _listed(session, _ordered(_narrowed(keys, wanted), down=down), limit)
    if len(rows) >= limit or not ended:
        return rows, None
    return rows, (border + 1 if down else border - 1, date.min)


def _by_day(
    session: Session, wanted: JournalFilter, begun: _Place | None, limit: int, *, down: bool
) -> tuple[list[Key], Key | None]:
    """Follow the days along their index, the newest day first; other filters within a bounded stretch of it."""
    keys: Listing = select(Movement.id, Movement.moved_on)
    if wanted.since:
        keys = keys.where(Movement.moved_on >= wanted.since)
    if wanted.until:
        keys = keys.where(Movement.moved_on <= wanted.until)
    if begun is not None and begun.on is not None:
        day, same = Movement.moved_on, Movement.moved_on == begun.on
        beyond = or_(day < begun.on, and_(same, Movement.id < begun.id))
        if not down:
            beyond = or_(day > begun.on, and_(same, Movement.id > begun.id))
        # the plain bound lets the index begin in the right place; the exact one then leaves the rest out
        keys = keys.where(day <= begun.on if down else day >= begun.on, beyond)
    order = (Movement.moved_on, Movement.id)
    keys = keys.order_by(*(each.desc() for each in order)) if down else keys.order_by(*order)
    if not (wanted.kind or wanted.by_id or wanted.places is not None or wanted.own is not None):
        return _listed(session, keys, limit), None
    looked = keys.limit(STRETCH_BY_DAY).subquery()
    rows: Listing = select(looked.c.id, looked.c.moved_on).join(Movement, Movement.id == looked.c.id)
    rest = JournalFilter(kind=wanted.kind, by_id=wanted.by_id, places=wanted.places, own=wanted.own)
    by = (looked.c.moved_on, looked.c.id)
    found = _listed(session, _narrowed(rows, rest).order_by(*((e.desc() for e in by) if down else by)), limit)
    if len(found) >= limit:
        return found, None
    end = session.execute(keys.offset(STRETCH_BY_DAY - 1).limit(1)).one_or_none()
    return found, None if end is None else (end[0], end[1])


def journal_counted(session: Session, wanted: JournalFilter) -> tuple[int | None, bool]:
    """Count all where that is cheap: the whole ledger by its last id, along an index up to a bound; else not at all."""
    if wanted.everything:
        return session.scalar(select(func.max(Movement.id))) or 0, False
    alone = wanted.kind or wanted.by_id or wanted.places is not None or wanted.own is not None
    if alone and (session.scalar(select(func.max(Movement.id))) or 0) > MOST_COUNTED:
        return None, False
    counted = _narrowed(select(Movement.id), wanted).limit(MOST_COUNTED + 1).subquery()
    found = session.scalar(select(func.count()).select_from(counted)) or 0
    return min(found, MOST_COUNTED), found > MOST_COUNTED
