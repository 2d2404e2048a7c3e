"""List what is on one's list of scanned codes, for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.queries.columns import Listing as Selected
from webapp import context
from webapp.listing import Column, Filter, Listing, listing
from webapp.tables import Scanned

KINDS = {"part": _l("Part"), "lot": _l("Lot"), "place": _l("Place")}


def _scanned(_session: Session, _filters: Mapping[str, Any]) -> Selected:
    """List the lines of whoever asks: `row_id` is the id of the part, lot or place."""
    return select(Scanned.id, Scanned.kind, Scanned.row_id, Scanned.times, Scanned.scanned_at).where(
        Scanned.person_id == context.actor().id
    )


listing(
    Listing(
        "scan_list",
        _l("Scan list"),
        "stock.read",
        _scanned,
        [
            Column("kind", _l("Kind"), "state", choices=KINDS),
            Column("row_id", _l("Row"), "number"),
            Column("times", _l("Times"), "number"),
            Column("scanned_at", _l("Scanned at"), "instant"),
        ],
        [Filter("kind", _l("Kind"), "choice", choices=KINDS, where=lambda kind: Scanned.kind == kind)],
        "scanned_at",
        url="/scan-list",
        page=False,
        tag="stock",
    )
)
