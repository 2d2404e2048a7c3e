"""Tell places that are no shelves apart in lists and cards: in transit, the supplier, a count variance, in words."""

from __future__ import annotations

from flask import g, request
from markupsafe import Markup, escape
from sqlalchemy import select
from sqlalchemy.orm import aliased

from inventory.places import ISSUEABLE, STRUCTURAL, WORDS, LocationKind
from inventory.tables import LASTING, Location
from webapp import context
from webapp.api.base import PREFIX
from webapp.i18n import in_language

SHELVES = frozenset({*ISSUEABLE, *STRUCTURAL, LocationKind.WORK_ORDER})
"""Places that people know by their code: bins, vans, warehouses; a work order bears its own number."""
NO_SHELVES = sorted(set(LocationKind) - SHELVES)
"""The few others, asked for by what they are: there may be as many work orders as repairs."""


def _words() -> dict[str, tuple[LocationKind, str]]:
    """Return what each place is and is called that is no shelf, by its code; read once a request."""
    known: dict[str, tuple[LocationKind, str]] | None = g.get("place_words")
    if known is None:
        store = aliased(Location)
        rows = context.session().execute(
            select(Location.code, Location.kind, store.code)
            .outerjoin(store, (store.id == Location.store_id) & (store.id != Location.id))
            .where(LASTING, Location.kind.in_(NO_SHELVES))
        )
        known = {code: (LocationKind(kind), _called(LocationKind(kind), inside)) for code, kind, inside in rows}
        g.place_words = known
    return known


def _called(kind: LocationKind, store: str | None) -> str:
    text = in_language(WORDS[kind].zh, WORDS[kind].en)
    return f"{text} {store}" if store else text


def place_text(code: str) -> str:
    """Return a place as people call it; programs that ask the API get the code."""
    return code if request.path.startswith(PREFIX) or code not in _words() else _words()[code][1]


def kind_of_place(code: str) -> LocationKind | None:
    """Return what a place is that is no shelf; None for bins, vans and work orders."""
    known = _words().get(code)
    return None if known is None else known[0]


def place_mark(code: str) -> Markup:
    """Return a place for a page: a shelf by its code, any other in a badge with its words."""
    known = _words().get(code)
    if known is None:
        return escape(code)
    return Markup('<span class="badge state state-secondary" title="{}">{}</span>').format(code, known[1])
