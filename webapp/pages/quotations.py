"""Quotations 报价: enter what came by mail, telephone or on paper, and look at what came."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.errors import NotFound
from kernel.settings import setting
from kernel.tables import Person
from kernel.text import Text
from procurement import settings
from procurement.tables import Quote, QuoteBreak, QuoteInvitation, QuoteLine, QuoteRequestLine, Supplier
from webapp import context
from webapp.access import needs
from webapp.commands import handle_form
from webapp.commands_of import quotations as can
from webapp.commands_of.quotes import WAYS
from webapp.pages.quotes import at, found, invitation, lines_of, trail
from webapp.row_files import files_of, keep
from webapp.uploads import DOCUMENTS, SHEETS, file_permission

blueprint = Blueprint("quotations", __name__)
FILES_OF = "quote"
FILE_KINDS = DOCUMENTS | SHEETS

file_permission(FILES_OF, "quotes.read")


@blueprint.route("/quote-invitations/<int:invitation_id>/enter", methods=["GET", "POST"])
@needs("quotes.write")
def enter(invitation_id: int) -> ResponseReturnValue:
    """Enter a quotation that came by mail, telephone or on paper, with its file."""
    row, session = invitation(invitation_id), context.session()
    asked = found(row.request_id)
    supplier = session.get_one(Supplier, row.supplier_id)
    lines = lines_of(asked.id)

    def with_files(session: Session, **data: Any) -> Any:
        made = can.enter(session, **data)
        if files := [each for each in request.files.getlist("files") if each.filename]:
            keep(
                session,
                table_name=FILES_OF,
                row_id=made.quote_id,
                purpose="quotation",
                kinds=FILE_KINDS,
                files=files,
                by=data["by"],
                at=data["at"],
                request_key=f"{data['request_key']}:files",
            )
        return made

    return handle_form(
        replace(can.ENTER, run=with_files),
        "quotes/enter.html",
        at(asked.id),
        initial={"via": "mail", "received_at": context.now(), **answer_begun(row, lines)},
        fixed={"invitation_id": invitation_id},
        success=_("The quotation is kept."),
        row=asked,
        supplier=supplier,
        lines={line.id: line for line in lines},
        trail=trail(asked),
        back=at(asked.id),
    )


def answer_begun(row: QuoteInvitation, lines: list[Any]) -> dict[str, Any]:
    """Return what a quotation's form begins with: the supplier's last answer, else the usual terms."""
    session, today = context.session(), context.today()
    last = session.scalar(select(Quote).where(Quote.invitation_id == row.id).order_by(Quote.version.desc()).limit(1))
    if last is None:
        tax = int(setting(session, settings.QUOTE_TAX, today))
        currency = session.get_one(Supplier, row.supplier_id).currency
        return {
            "currency": currency,
            "tax_percent": tax,
            "valid_until_on": today + timedelta(days=90),
            "lines": [{"request_line_id": line.id} for line in lines],
        }
    return {
        "currency": last.currency,
        "tax_included": last.tax_included,
        "tax_percent": last.tax_bp // 100,
        "valid_until_on": _still(last.valid_until_on, today),
        "freight": last.freight,
        "note": last.note,
        "lines": quoted_lines(session, last.id),
    }


def _still(on: date, today: date) -> date | str:
    return on if on >= today else ""


def quoted_lines(session: Session, quote_id: int) -> list[dict[str, Any]]:
    """Return the lines of a quotation as a form holds them."""
    rows = session.scalars(
        select(QuoteLine)
        .join(QuoteRequestLine, QuoteRequestLine.id == QuoteLine.request_line_id)
        .where(QuoteLine.quote_id == quote_id)
        .order_by(QuoteRequestLine.line_no)
    ).all()
    steps = session.scalars(
        select(QuoteBreak)
        .where(QuoteBreak.quote_line_id.in_([row.id for row in rows]))
        .order_by(QuoteBreak.from_quantity)
    ).all()
    return [
        {
            "request_line_id": row.request_line_id,
            "cannot_offer": not row.offered,
            "minimum_quantity": row.minimum_quantity or None,
            "multiple_quantity": row.multiple_quantity,
            "lead_time_days": row.lead_time_days if row.offered else None,
            "supplier_part_number": row.supplier_part_number,
            "note": row.note,
            "breaks": [
                {"from_quantity": each.from_quantity, "unit_price": each.unit_price}
                for each in steps
                if each.quote_line_id == row.id
            ],
        }
        for row in rows
    ]


@blueprint.get("/quotations/<int:quote_id>")
@needs("quotes.read")
def quote(quote_id: int) -> ResponseReturnValue:
    """Show a quotation as it came."""
    session = context.session()
    row = quote_row(quote_id)
    asked = invitation(row.invitation_id)
    supplier = session.get_one(Supplier, asked.supplier_id)
    owner = found(asked.request_id)
    return render_template(
        "quotes/quote.html",
        quote=row,
        row=owner,
        supplier=supplier,
        name=Text(supplier.name_zh, supplier.name_en),
        by=session.get_one(Person, row.entered_by_id).name if row.entered_by_id else "",
        lines={line.id: line for line in lines_of(owner.id)},
        said=quoted_lines(session, quote_id),
        files=files_of(session, FILES_OF, quote_id),
        ways=WAYS,
        trail=trail(owner),
        others=session.execute(
            select(Quote.id, Quote.version).where(Quote.invitation_id == asked.id).order_by(Quote.version)
        ).all(),
    )


def quote_row(quote_id: int) -> Quote:
    """Return a quotation or say that there is none."""
    row = context.session().get(Quote, quote_id)
    if row is None:
        raise NotFound("nothing_here")
    return row
