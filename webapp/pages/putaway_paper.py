"""Print the putaway list 上架单 with the bin that is proposed for each lot."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import Select

from inventory.looking_at_bins import propose_bins
from inventory.scan_codes import CodeKind, format_code
from inventory.tables import Location
from webapp import context
from webapp.documents.papers import PutawayLine, PutawayList, render_putaway_list
from webapp.i18n import day, in_language, number
from webapp.printing import head, paper_answer, part_words, signature

MOST_LINES = 300


def putaway_list(listed: Select[Any]) -> Response:
    """Answer with the putaway list of what waits."""
    session = context.session()
    rows = session.execute(listed.limit(MOST_LINES)).all()
    stores = {row.store_id for row in rows}
    documents = list(dict.fromkeys(row.reference for row in rows))
    proposed: dict[tuple[int, int], str] = {}
    for row in rows:
        key = (row.part_id, row.store_id)
        if key not in proposed:
            bins = propose_bins(session, part_id=row.part_id, store_id=row.store_id)
            proposed[key] = bins[0].code if bins else ""
    name = f"{context.today():%Y-%m-%d}"

    def make(language: str) -> bytes:
        places = [session.get_one(Location, each) for each in sorted(stores)]
        paper = PutawayList(
            **head(language, name),
            store=", ".join(f"{each.code} {in_language(each.name_zh, each.name_en)}" for each in places),
            arrival_number=", ".join(documents[:6]) + (" …" if len(documents) > 6 else ""),
            lines=tuple(
                PutawayLine(
                    part_number=row.number,
                    **part_words(row, language),
                    lot=row.lot_number,
                    quantity=number(row.on_hand),
                    scan_code=format_code(CodeKind.LOT, row.lot_number),
                    from_location=row.location_code,
                    to_location=proposed[row.part_id, row.store_id],
                    expires_on=day(row.expires_on) if row.expires_on else "",
                )
                for row in rows
            ),
            keeper=signature(None),
            checker=signature(None),
        )
        return render_putaway_list(paper, language)

    return paper_answer(make, f"{_('Putaway list')} {name}")
