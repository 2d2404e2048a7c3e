"""List what left the house of surplus, with what came for it and what it had cost."""

from __future__ import annotations

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, true

from inventory.queries.disposals import disposals_select
from inventory.tables import Disposal, Part
from webapp import context
from webapp.listing import Column, Filter, Listing, listing
from webapp.personal import shown_partner
from webapp.surplus_words import DISPOSAL_ACTS, UNDONE, UNDONE_TONES


def _named_to_whoever_asks() -> ColumnElement[bool]:
    """Return the condition that the partner is shown in full: nobody searches by a name that is masked for them."""
    return true() if context.may("personal.read") else Disposal.act != "sell"


listing(
    Listing(
        "disposals",
        _l("Disposals of surplus"),
        "reports.read",
        lambda _session, _filters: disposals_select().order_by(None),
        [
            Column("number", _l("Number")),
            Column("done_on", _l("Date"), "date"),
            Column("act", _l("What was done"), "state", choices=DISPOSAL_ACTS),
            Column("part_number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("store_code", _l("Store")),
            Column("quantity", _l("Quantity"), "quantity", unit="unit"),
            Column(
                "partner", _l("Buyer or supplier"), value=lambda row: shown_partner(row.act, row.partner), sort=False
            ),
            Column("partner_reference", _l("Their reference"), shown=False),
            Column("revenue_cny", _l("Revenue"), "money", permission="prices.read"),
            Column("credit_cny", _l("Credit expected"), "money", permission="prices.read"),
            Column("cost_cny", _l("FIFO cost"), "money", permission="prices.read"),
            Column("result_cny", _l("Gain or loss"), "money", permission="prices.read"),
            Column("witness", _l("Witness"), shown=False),
            Column("done_by", _l("By"), shown=False),
            Column(
                "undone",
                _l("State"),
                "state",
                value=lambda row: "undone" if row.undone else "done",
                choices=UNDONE,
                tones=UNDONE_TONES,
                sort=False,
            ),
        ],
        [
            Filter("part", _l("Part"), "part", where=lambda part: Disposal.part_id == part),
            Filter("store", _l("Store"), "store", where=lambda store: Disposal.store_id == store),
            Filter("act", _l("What was done"), "choice", choices=DISPOSAL_ACTS, where=lambda v: Disposal.act == v),
            Filter("since", _l("From day"), "date", where=lambda day: Disposal.done_on >= day),
            Filter("until", _l("Until day"), "date", where=lambda day: Disposal.done_on <= day),
            Filter(
                "q",
                _l("Number, part or partner"),
                where=lambda text: (
                    Disposal.number.icontains(text, autoescape=True)
                    | Part.number.icontains(text, autoescape=True)
                    | (_named_to_whoever_asks() & Disposal.partner.icontains(text, autoescape=True))
                ),
            ),
        ],
        "-number",
        row_url=lambda row: url_for("disposals.show", disposal_id=row.id),
        group="reports",
        order=33,
        tag="surplus",
        intro=_l("Each sale, return to the supplier and scrapping of surplus, with the document that carried it out."),
        empty=_l("Nothing of the surplus has left the house yet."),
    )
)
