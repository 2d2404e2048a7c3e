"""Hand issued parts over against a signature on screen, and print the issue slip 领料签收单."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from inventory.handing_over import waiting_postings
from inventory.queries import movements_select
from inventory.queries.picks import handovers_select
from inventory.scan_codes import CodeKind, format_code
from inventory.tables import Handover, HandoverPosting, Location, Movement, ProductModel, WorkOrder
from kernel.errors import NotFound
from kernel.tables import Attachment, Blob, Person
from webapp import context
from webapp.access import needs
from webapp.commands import handle_form
from webapp.commands_of.picking_walks import HAND_OVER
from webapp.commands_of.requests import URGENCIES
from webapp.commands_of.requests_owners import order_of
from webapp.context import Actor
from webapp.documents.papers import PickLine, PickList, Signature, render_issue_slip
from webapp.i18n import in_language, instant, number
from webapp.printing import head, paper_answer, part_words, signature
from webapp.scopes import require_work_order
from webapp.uploads import file_permission

blueprint = Blueprint("handing_over", __name__)


def _may_open(session: Any, actor: Actor, row_id: int) -> None:
    require_work_order(session, actor, row_id)


file_permission("work_order", "requests.read", _may_open)


def _moved(posting_ids: Sequence[int]) -> list[Any]:
    listed = movements_select().where(Movement.posting_id.in_(posting_ids), Movement.kind == "issue")
    return list(context.session().execute(listed.order_by(Movement.id)))


def _waiting(order: WorkOrder) -> list[Any]:
    return _moved(list(context.session().scalars(waiting_postings(order))))


def _order_page(work_order_id: int) -> str:
    return url_for("requests.work_order", work_order_id=work_order_id)


@blueprint.route("/work-orders/<int:work_order_id>/hand-over", methods=["GET", "POST"])
@needs("stock.issue")
def hand_over(work_order_id: int) -> ResponseReturnValue:
    """Let the receiver count and sign on screen."""
    session = context.session()
    order = order_of(session, work_order_id)
    return handle_form(
        HAND_OVER,
        "picking/hand_over.html",
        lambda made: url_for("handing_over.done", handover_id=made.handover_id),
        initial={"received_by_id": order.engineer_id},
        fixed={"work_order_id": work_order_id},
        success=lambda made: _("%(number)s is signed.", number=made.number),
        order=order,
        lines=lambda: _waiting(order),
        back=_order_page(work_order_id),
    )


def found(handover_id: int) -> Handover:
    """Return a hand-over of a work order that whoever asks may see."""
    session = context.session()
    row = session.get(Handover, handover_id)
    if row is None:
        raise NotFound("handover_unknown", id=handover_id)
    require_work_order(session, context.actor(), row.work_order_id)
    return row


@blueprint.get("/hand-overs/<int:handover_id>")
@needs("requests.read")
def done(handover_id: int) -> str:
    """Show a hand-over: who gave what to whom."""
    row, session = found(handover_id), context.session()
    return render_template(
        "picking/handed_over.html",
        row=session.execute(handovers_select().where(Handover.id == handover_id)).one(),
        lines=_moved(_postings(row)),
        signature_id=row.signature_attachment_id,
    )


def _postings(row: Handover) -> list[int]:
    listed = select(HandoverPosting.posting_id).where(HandoverPosting.handover_id == row.id)
    return list(context.session().scalars(listed.order_by(HandoverPosting.posting_id)))


@blueprint.get("/hand-overs/<int:handover_id>/slip.pdf")
@needs("requests.read")
def slip(handover_id: int) -> Response:
    """Print the slip of a hand-over with the signature."""
    row, session = found(handover_id), context.session()
    names = {key: session.get_one(Person, key).name for key in (row.handed_by_id, row.received_by_id)}
    when = instant(row.handed_at)
    return _slip(
        session.get_one(WorkOrder, row.work_order_id),
        _moved(_postings(row)),
        row.number,
        when,
        row.note,
        signature(names[row.handed_by_id], when),
        signature(names[row.received_by_id], when, _picture(row.signature_attachment_id)),
    )


@blueprint.get("/work-orders/<int:work_order_id>/slip.pdf")
@needs("stock.issue")
def unsigned(work_order_id: int) -> Response:
    """Print the slip of what was issued and is not signed for yet, to be signed by hand."""
    order = order_of(context.session(), work_order_id)
    return _slip(order, _waiting(order), order.number, "", "", signature(None), signature(None))


def _picture(attachment_id: int) -> bytes | None:
    content: bytes | None = context.session().scalar(
        select(Blob.content).join(Attachment, Attachment.sha256 == Blob.sha256).where(Attachment.id == attachment_id)
    )
    return content


def _slip(
    order: WorkOrder, lines: list[Any], name: str, when: str, note: str, keeper: Signature, receiver: Signature
) -> Response:
    session = context.session()
    engineer = session.get(Person, order.engineer_id) if order.engineer_id else None
    model = session.get(ProductModel, order.product_model_id) if order.product_model_id else None
    stores = session.scalars(
        select(Location).where(
            Location.id.in_(select(Location.store_id).where(Location.id.in_([line.from_id for line in lines])))
        )
    ).all()

    def make(language: str) -> bytes:
        code = format_code(CodeKind.WORK_ORDER, order.number)
        return render_issue_slip(
            PickList(
                **head(language, name, scan_code=code, note=note),
                work_order=order.number,
                work_order_code=code,
                store=", ".join(f"{each.code} {in_language(each.name_zh, each.name_en)}" for each in stores),
                engineer=engineer.name if engineer else "",
                requested_at=when,
                urgency=str(URGENCIES[order.urgency]),
                product=f"{model.code} {in_language(model.name_zh, model.name_en)}" if model else "",
                lines=tuple(
                    PickLine(
                        part_number=line.number,
                        **part_words(line, language),
                        lot=line.lot_number,
                        quantity=number(line.quantity),
                        scan_code=format_code(CodeKind.LOT, line.lot_number),
                        location=line.from_code,
                    )
                    for line in lines
                ),
                keeper=keeper,
                receiver=receiver,
            ),
            language,
        )

    return paper_answer(make, f"{_('Issue slip')} {name}")
