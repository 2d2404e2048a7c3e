"""Open a disposal of surplus 处置单 and print it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template
from flask_babel import gettext as _

from inventory.queries.disposals import disposal_lines_select, disposals_select
from inventory.scan_codes import CodeKind, format_code
from inventory.tables import Disposal, Location
from kernel.errors import NotFound
from kernel.tables import Person
from webapp import context
from webapp.access import needs
from webapp.documents.papers import DisposalLine, DisposalNote, render_disposal_note
from webapp.i18n import day, in_language, instant, money, number
from webapp.personal import shown_partner, shown_partner_contact
from webapp.printing import head, paper_answer, part_words, signature
from webapp.surplus_words import DISPOSAL_ACTS, UNDONE, UNDONE_TONES

blueprint = Blueprint("disposals", __name__, url_prefix="/disposals")


def found(disposal_id: int) -> Any:
    """Return a disposal with its words, or say that there is none."""
    row = context.session().execute(disposals_select().where(Disposal.id == disposal_id)).one_or_none()
    if row is None:
        raise NotFound("disposal_unknown", id=disposal_id)
    return row


@blueprint.get("/<int:disposal_id>")
@needs("reports.read")
def show(disposal_id: int) -> str:
    """Show what left the house, to whom, for what."""
    row, session = found(disposal_id), context.session()
    return render_template(
        "surplus/disposal.html",
        row=row,
        store=session.get_one(Location, row.store_id),
        lines=session.execute(disposal_lines_select(disposal_id)).all(),
        partner=shown_partner(row.act, row.partner),
        partner_contact=shown_partner_contact(row.act, row.partner_contact),
        acts=DISPOSAL_ACTS,
        states=UNDONE,
        tones=UNDONE_TONES,
    )


@blueprint.get("/<int:disposal_id>/note.pdf")
@needs("reports.read")
def paper(disposal_id: int) -> Response:
    """Print the disposal note 处置单."""
    row, session = found(disposal_id), context.session()
    store = session.get_one(Location, row.store_id)
    lines = session.execute(disposal_lines_select(disposal_id)).all()
    keeper = session.get(Person, store.keeper_id) if store.keeper_id else None
    priced = context.may("prices.read")

    def amount(value: Any) -> str:
        return money(value) if priced and value is not None else ""

    def make(language: str) -> bytes:
        def line(each: Any) -> DisposalLine:
            return DisposalLine(
                part_number=row.part_number,
                **part_words(row, language, each.unit),
                quantity=number(each.quantity),
                lot=each.lot_number,
                serial_number=each.serial_number or "",
                location=each.location_code,
                unit_cost=amount(each.unit_cost_cny),
                cost=amount(each.cost_cny),
                scan_code=format_code(CodeKind.LOT, each.lot_number),
            )

        return render_disposal_note(
            DisposalNote(
                **head(
                    language,
                    row.number,
                    status=str(DISPOSAL_ACTS[row.act]) + (f" · {UNDONE['undone']}" if row.undone else ""),
                    note=row.note,
                ),
                act=row.act,
                store=f"{store.code} {in_language(store.name_zh, store.name_en)}",
                proposal_number=row.proposal_number,
                done_on=day(row.done_on),
                partner=row.partner if priced else shown_partner(row.act, row.partner),
                partner_contact=row.partner_contact if priced else shown_partner_contact(row.act, row.partner_contact),
                partner_reference=row.partner_reference,
                unit_price=amount(row.unit_price_cny),
                proceeds=amount(row.revenue_cny if row.act == "sell" else row.credit_cny),
                cost=amount(row.cost_cny),
                result=amount(row.result_cny),
                finding=row.finding or "",
                lines=tuple(line(each) for each in lines),
                doer=signature(row.done_by, instant(row.done_at)),
                keeper=signature(None if keeper is None or keeper.name == row.done_by else keeper.name),
                approver=signature(row.approved_by, instant(row.approved_at)),
                witness=signature(row.witness, instant(row.witnessed_at) if row.witnessed_at else ""),
            ),
            language,
        )

    return paper_answer(make, f"{_('Disposal note')} {row.number}")
