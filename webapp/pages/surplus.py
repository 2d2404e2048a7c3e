"""Decide what is done with surplus: open the figures, submit, approve, carry out."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from inventory.queries.surplus import surplus_select
from inventory.tables import Location, SurplusProposal, Transfer, Unit
from kernel.amounts import Money, Quantity
from kernel.errors import NotFound
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form
from webapp.commands_of.surplus import APPROVE, CARRY_OUT, REJECT, SUBMIT
from webapp.forms import new_key
from webapp.jobs import ask
from webapp.surplus_words import ACTS, REASONS, STATES, TONES

blueprint = Blueprint("surplus", __name__, url_prefix="/surplus")


def found(surplus_proposal_id: int) -> Any:
    """Return a proposal with its words, or say that there is none."""
    row = context.session().execute(surplus_select().where(SurplusProposal.id == surplus_proposal_id)).one_or_none()
    if row is None:
        raise NotFound("surplus_proposal_unknown", id=surplus_proposal_id)
    return row


def _at(surplus_proposal_id: int) -> str:
    return url_for("surplus.show", surplus_proposal_id=surplus_proposal_id)


def _trail(row: Any) -> list[tuple[str, str]]:
    return [(_("Surplus"), url_for("list.surplus")), (row.number, _at(row.id))]


@blueprint.route("/compute", methods=["GET", "POST"])
@needs("surplus.write")
def compute() -> ResponseReturnValue:
    """Compute all proposals anew as a job."""
    if request.method == "POST":
        job_id = ask(context.session(), "surplus", request.form.get("request_key") or new_key())
        return redirect(url_for("jobs.job", job_id=job_id), 303)
    return render_template("surplus/compute.html")


@blueprint.get("/<int:surplus_proposal_id>")
@needs("reports.read")
def show(surplus_proposal_id: int) -> str:
    """Show a proposal: the figures behind it, what was chosen, and the next step."""
    row, session = found(surplus_proposal_id), context.session()
    facts = row.facts
    transfer = None
    if row.act == "transfer" and row.reference:
        transfer = session.scalar(select(Transfer.id).where(Transfer.number == row.reference))
    return render_template(
        "surplus/show.html",
        row=row,
        unit=session.scalars(select(Unit).where(Unit.code == row.unit)).one(),
        store=session.get_one(Location, row.store_id),
        free=Quantity.of(facts["free"]),
        used=Quantity.of(facts["used_a_year"]),
        mean_cost=Money.of(facts["mean_cost_cny"]),
        issued_on=date.fromisoformat(facts["issued_on"]) if facts["issued_on"] else None,
        received_on=date.fromisoformat(facts["received_on"]),
        reasons=REASONS,
        acts=ACTS,
        states=STATES,
        tones=TONES,
        mine=row.submitted_by_id == context.actor().id,
        transfer=transfer,
    )


@blueprint.route("/<int:surplus_proposal_id>/submit", methods=["GET", "POST"])
@needs("surplus.write")
def submit(surplus_proposal_id: int) -> ResponseReturnValue:
    """Choose what is done and submit it."""
    row = found(surplus_proposal_id)
    return handle_form(
        SUBMIT,
        "command.html",
        _at(surplus_proposal_id),
        initial={"act": row.advice, "quantity": row.advised_quantity, "to_store_id": _advised(surplus_proposal_id)},
        fixed={"surplus_proposal_id": surplus_proposal_id},
        intro=_("%(part)s in %(store)s", part=row.part_number, store=row.store_code),
        submit=_("Submit for approval"),
        back=_at(surplus_proposal_id),
        trail=_trail(row),
    )


def _advised(surplus_proposal_id: int) -> int | None:
    return context.session().get_one(SurplusProposal, surplus_proposal_id).advised_store_id


@blueprint.post("/<int:surplus_proposal_id>/approve")
@needs("surplus.approve")
def approve(surplus_proposal_id: int) -> ResponseReturnValue:
    """Approve what somebody else submitted."""
    return do(APPROVE, _at(surplus_proposal_id), surplus_proposal_id=surplus_proposal_id)


@blueprint.route("/<int:surplus_proposal_id>/reject", methods=["GET", "POST"])
@needs("surplus.approve")
def reject(surplus_proposal_id: int) -> ResponseReturnValue:
    """Reject it with a reason."""
    return handle_form(
        REJECT,
        "command.html",
        _at(surplus_proposal_id),
        fixed={"surplus_proposal_id": surplus_proposal_id},
        submit=_("Reject"),
        back=_at(surplus_proposal_id),
        trail=_trail(found(surplus_proposal_id)),
    )


@blueprint.route("/<int:surplus_proposal_id>/carry-out", methods=["GET", "POST"])
@needs("surplus.write")
def carry_out(surplus_proposal_id: int) -> ResponseReturnValue:
    """Carry out what was approved; a sale is noted with its work order."""
    row = found(surplus_proposal_id)
    return handle_form(
        CARRY_OUT,
        "command.html",
        _at(surplus_proposal_id),
        fixed={"surplus_proposal_id": surplus_proposal_id, **({} if row.act == "sell" else {"reference": ""})},
        intro=_next_step(row.act),
        submit=_("Carry out"),
        back=_at(surplus_proposal_id),
        trail=_trail(row),
    )


def _next_step(act: str | None) -> str:
    steps: dict[str, str] = {
        "transfer": _("A transfer is asked for; the keeper of the store sends it."),
        "supplier_return": _("The oldest lots go to quarantine; from there they are returned to the supplier."),
        "sell": _("Issue the parts to a work order of the sale first; then name it here."),
        "scrap": _("The oldest lots leave the house for good."),
    }
    return steps.get(act or "", "")
