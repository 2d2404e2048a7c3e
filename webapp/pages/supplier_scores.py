"""Score suppliers, print and mail scorecards, and let one order through to a supplier that its score blocks."""

from __future__ import annotations

from flask import Blueprint, Response, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kernel.errors import NotFound
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form
from webapp.commands_of import supplier_scores as can
from webapp.pages.suppliers import at_supplier, found, trail_of
from webapp.printing import answer, paper_language
from webapp.score_words import score_of
from webapp.scorecard_paper import scorecard_pdf

blueprint = Blueprint("supplier_scores", __name__)
MESSAGE = """您好，
附件为贵公司的供应商综合评估，请查收。如对评分依据有疑问，请与我们联系。

Dear Sir or Madam,
Please find attached our evaluation of your deliveries. Write to us if you have questions about the facts behind it.
"""


@blueprint.route("/suppliers/scores", methods=["GET", "POST"])
@needs("suppliers.write")
def evaluate() -> ResponseReturnValue:
    """Score all suppliers as of today."""
    back = url_for("list.suppliers")
    return handle_form(
        can.EVALUATE,
        "command.html",
        back,
        intro=_(
            "All suppliers are scored from their receipts, answers, claims and papers until today. A score of today "
            "is replaced; those of other days stay as history."
        ),
        submit=_("Score the suppliers"),
        back=back,
        trail=[(_("Suppliers"), back), (_("Score the suppliers"), "")],
    )


@blueprint.get("/suppliers/<int:supplier_id>/scorecard.pdf")
@needs("suppliers.read")
def scorecard(supplier_id: int) -> Response:
    """Print the supplier's evaluation 供应商综合评估."""
    session, row = context.session(), found(supplier_id)
    detail = score_of(session, supplier_id)
    if detail is None:
        raise NotFound("not_scored_yet", supplier=row.code)
    return answer(scorecard_pdf(session, row, detail, paper_language()), f"{row.code} {_('scorecard')}")


@blueprint.route("/suppliers/<int:supplier_id>/scorecard/mail", methods=["GET", "POST"])
@needs("suppliers.write")
def mail(supplier_id: int) -> ResponseReturnValue:
    """Mail the scorecard to the supplier, with words that the buyer may change."""
    row = found(supplier_id)
    return handle_form(
        can.MAIL,
        "command.html",
        at_supplier(supplier_id),
        initial={"language": paper_language(), "message": MESSAGE},
        fixed={"supplier_id": supplier_id},
        intro=_("The scorecard goes to %(address)s as a PDF.", address=row.email)
        if row.email
        else _("The supplier has no mail address yet; enter one in its file first."),
        submit=_("Send"),
        back=at_supplier(supplier_id),
        trail=trail_of(row),
    )


@blueprint.route("/suppliers/<int:supplier_id>/release", methods=["GET", "POST"])
@needs("suppliers.approve")
def release(supplier_id: int) -> ResponseReturnValue:
    """Let the next order to a blocked supplier through."""
    row = found(supplier_id)
    return handle_form(
        can.RELEASE,
        "command.html",
        at_supplier(supplier_id),
        fixed={"supplier_id": supplier_id},
        intro=_("One order goes through, drafted by somebody else; after it the block holds again."),
        submit=_("Let it through"),
        back=at_supplier(supplier_id),
        trail=trail_of(row),
    )


@blueprint.post("/suppliers/<int:supplier_id>/release/end")
@needs("suppliers.approve")
def end_release(supplier_id: int) -> ResponseReturnValue:
    """Take the release back before it is used."""
    return do(can.END_RELEASE, at_supplier(found(supplier_id).id), supplier_id=supplier_id)
