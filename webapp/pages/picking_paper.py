"""Print the pick list 领料单: what to take from where, in walking order, for one or many work orders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import select

from inventory.picking import propose_pick
from inventory.queries import requests_select
from inventory.scan_codes import CodeKind, format_code
from inventory.tables import Location, PartRequest, ProductModel, WorkOrder
from inventory.waves import Stop
from webapp import context
from webapp.commands_of.requests import URGENCIES
from webapp.documents.papers import PickLine, PickList, render_pick_list
from webapp.i18n import in_language, instant, number
from webapp.printing import head, paper_answer, part_words, signature

SEPARATOR = ", "


def pick_list(part_request_ids: Sequence[int], way: Iterable[Stop] = ()) -> Response:
    """Answer with the pick list of requests, in the order of a walk or else of the bins.

    What cannot be picked now is left out.
    """
    session = context.session()
    rows = {
        row.part_request_id: row
        for row in session.execute(requests_select().where(PartRequest.id.in_(part_request_ids)))
    }
    lines = propose_pick(session, part_request_ids=tuple(part_request_ids), on=context.today())
    turns = {(stop.part_request_id, stop.lot_id, stop.location_id): turn for turn, stop in enumerate(way)}
    if turns:
        lines = tuple(sorted(lines, key=lambda each: turns[each.part_request_id, each.lot_id, each.location_id]))
    orders = list(dict.fromkeys(line.work_order_number for line in lines))
    first = session.scalar(select(WorkOrder).where(WorkOrder.number == orders[0])) if len(orders) == 1 else None
    name = orders[0] if first else _("picks %(day)s", day=f"{context.today():%Y-%m-%d}")

    def make(language: str) -> bytes:
        model = session.get(ProductModel, first.product_model_id) if first and first.product_model_id else None
        stores = {rows[line.part_request_id].store_id for line in lines}
        paper = PickList(
            **head(language, name, scan_code=format_code(CodeKind.WORK_ORDER, orders[0]) if first else ""),
            work_order=SEPARATOR.join(orders),
            work_order_code=format_code(CodeKind.WORK_ORDER, orders[0]) if first else "",
            store=SEPARATOR.join(_store(each) for each in sorted(stores)),
            engineer=SEPARATOR.join(
                dict.fromkeys(e for line in lines if (e := rows[line.part_request_id].engineer or ""))
            ),
            requested_at=instant(min(row.asked_at for row in rows.values())) if first and rows else "",
            urgency=str(URGENCIES[first.urgency]) if first else "",
            product=f"{model.code} {in_language(model.name_zh, model.name_en)}" if model else "",
            lines=tuple(
                PickLine(
                    part_number=line.part_number,
                    **part_words(line, language, rows[line.part_request_id].unit),
                    lot=line.lot_number if first else f"{line.lot_number} {line.work_order_number}",
                    quantity=number(line.quantity),
                    scan_code=format_code(CodeKind.LOT, line.lot_number),
                    location=line.location_code,
                    requested=number(rows[line.part_request_id].quantity),
                    backordered=number(rows[line.part_request_id].backordered),
                    note=line.serial_number or "",
                )
                for line in lines
            ),
            keeper=signature(None),
            receiver=signature(None),
        )
        return render_pick_list(paper, language)

    return paper_answer(make, f"{_('Pick list')} {name}")


def _store(store_id: int) -> str:
    row = context.session().get_one(Location, store_id)
    return f"{row.code} {in_language(row.name_zh, row.name_en)}"
