"""List every movement of the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from inventory.places import WORDS, MovementKind
from inventory.queries import journal, movements_select
from inventory.queries.journal import JournalFilter, journal_counted, journal_page
from inventory.tables import Location, Movement, Posting
from webapp import context
from webapp.api.base import PREFIX
from webapp.i18n import words
from webapp.listing import Column, Filter, Listing, Slice, SliceAsked, listing
from webapp.partners import destination, destination_url, gather, origin, origin_url, partner_name
from webapp.scopes import own_stores


def kinds() -> dict[str, str]:
    """Return the kinds of movement in the reader's language."""
    return {str(kind): words(WORDS[kind]) for kind in MovementKind}


class _Kinds(Mapping[str, str]):
    """Hold the words of each kind; they are looked up when they are shown."""

    def __getitem__(self, key: str) -> str:
        """Return the words of a kind."""
        return kinds()[key]

    def __iter__(self) -> Any:
        """Go through the kinds."""
        return iter(str(kind) for kind in MovementKind)

    def __len__(self) -> int:
        """Count the kinds."""
        return len(MovementKind)


KINDS = _Kinds()
TONES = {"reversal": "danger", "scrap": "danger", "rejection": "danger", "quarantine": "warning", "issue": "primary"}


def _movements(_session: Session, _filters: Mapping[str, Any]) -> Select[Any]:
    return movements_select().add_columns(Movement.id.label("id"))


def through(place: int) -> ColumnElement[bool]:
    """Return the condition that a movement leaves or enters a place or anything inside a store."""
    inside = select(Location.id).where((Location.id == place) | (Location.store_id == place))
    return or_(Movement.from_location_id.in_(inside), Movement.to_location_id.in_(inside))


def _own(session: Session) -> ColumnElement[bool]:
    """Show engineers what went through their van or was posted by themselves; everybody else sees the whole ledger."""
    actor = context.actor()
    if actor.roles - {"engineer"}:
        return Movement.id > 0
    own = own_stores(session, actor) or frozenset()
    inside = select(Location.id).where(Location.store_id.in_(sorted(own)))
    return or_(Movement.by_id == actor.id, Movement.from_location_id.in_(inside), Movement.to_location_id.in_(inside))


def _slices(session: Session, asked: SliceAsked) -> Slice | None:
    """Find the page by keys; another order than the ledger's only where few movements are left to be sorted."""
    wanted, newest_first = _wanted(session, asked.filters), "-posting_id"
    counted, more = journal_counted(session, wanted)
    few = counted is not None and not more and counted <= journal.MOST_COUNTED
    if asked.sort != newest_first and few:
        return None
    page = journal_page(session, wanted, cursor=asked.cursor, size=asked.size)
    listed = movements_select().add_columns(Movement.id.label("id")).where(Movement.id.in_(page.ids))
    rows = {row.id: row for row in session.execute(listed.order_by(None))}
    notes = []
    if asked.sort != newest_first:
        notes.append(str(_("These are too many to sort otherwise: narrow them first. The newest come first.")))
    if not page.looked:
        notes.append(str(_("Only a part of the ledger was looked through; older movements come on the next page.")))
    return Slice([rows[each] for each in page.ids], page.newer, page.older, counted, more, " ".join(notes))


def _wanted(session: Session, filters: Mapping[str, Any]) -> JournalFilter:
    place = filters.get("place")
    within = None
    if place is not None:
        inside = select(Location.id).where((Location.id == place) | (Location.store_id == place))
        within = tuple(sorted(session.scalars(inside)))  # sorted here: told to, SQLite would walk through every place
    everybody = bool(context.actor().roles - {"engineer"})
    return JournalFilter(
        filters.get("kind"),
        filters.get("part"),
        filters.get("lot"),
        within,
        filters.get("by"),
        filters.get("reference"),
        filters.get("since"),
        filters.get("until"),
        None if everybody else _own(session),
    )


def _place(code: str, said: Callable[[Any], str]) -> Callable[[Any], str]:
    """Return what stands for an end of a movement: people read who is behind it, programs get the code."""
    return lambda row: getattr(row, code) if request.path.startswith(PREFIX) else said(row)


listing(
    Listing(
        "movements",
        _l("Movements"),
        "stock.read",
        _movements,
        [
            Column("posting_id", _l("Posting"), "text"),
            Column("posted_at", _l("Posted at"), "instant"),
            Column("moved_on", _l("Date"), "date", shown=False),
            Column("kind", _l("Kind"), "state", choices=KINDS, tones=TONES),
            Column("number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("lot_number", _l("Lot")),
            Column("from_code", _l("From"), value=_place("from_code", origin), sort_by="from_code", link=origin_url),
            Column("to_code", _l("To"), value=_place("to_code", destination), sort_by="to_code", link=destination_url),
            Column("partner", _l("Partner"), value=partner_name, sort=False, shown=False),
            Column("quantity", _l("Quantity"), "quantity", unit="unit"),
            Column("reference", _l("Document")),
            Column("note", _l("Note"), shown=False),
            Column("by_name", _l("By")),
            Column("movement_id", _l("Movement"), "text", shown=False),
        ],
        [
            Filter("kind", _l("Kind"), "choice", choices=kinds, where=lambda kind: Movement.kind == kind),
            Filter("part", _l("Part"), "part", where=lambda part: Movement.part_id == part),
            Filter("lot", _l("Lot"), "lookup", lookup="lot", where=lambda lot: Movement.lot_id == lot),
            Filter("place", _l("Place or store"), "lookup", lookup="location", where=through),
            Filter("by", _l("By"), "lookup", lookup="person", where=lambda person: Movement.by_id == person),
            Filter(
                "reference",
                _l("Document begins with"),
                where=lambda t: Posting.reference.startswith(t, autoescape=True),
            ),
            Filter("since", _l("From day"), "date", where=lambda on: Movement.moved_on >= on),
            Filter("until", _l("Until day"), "date", where=lambda on: Movement.moved_on <= on),
        ],
        "-posting_id",
        row_url=lambda row: url_for("postings.show", posting_id=row.posting_id),
        scope=_own,
        group="stock",
        order=80,
        tag="stock",
        intro=_l("The ledger: every movement, never changed, never deleted. Corrections are reversals."),
        empty=_l("Nothing was moved yet."),
        slices=_slices,
        gather=gather,
    )
)
