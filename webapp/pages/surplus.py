"""Decide what is done with surplus: open the figures, submit, approve, carry out."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from inventory.queries.surplus import surplus_select
from inventory.tables import Disposal, Location, ScrapWitness, SurplusProposal, Transfer, Unit
from kernel.amounts import Money, Quantity
from kernel.errors import NotFound
from kernel.tables import Person
from webapp import context
from webapp.access import needs
from webapp.commands import Command, do, handle_form
from webapp.commands_of.surplus import APPROVE, CARRY_OUT, REJECT, RETURN, SCRAP, SELL, SUBMIT, WITNESS
from webapp.forms import new_key
from webapp.i18n import quantity
from webapp.jobs import ask
from webapp.scopes import own_stores, require_store
from webapp.surplus_words import ACTS, REASONS, STATES, TONES

blueprint = Blueprint("surplus", __name__, url_prefix="/surplus")


def found(surplus_proposal_id: int) -> Any:
    """Return a proposal with its words, or say that there is none; keepers open those of their own stores."""
    session = context.session()
    row = session.execute(surplus_select().where(SurplusProposal.id == surplus_proposal_id)).one_or_none()
    if row is None:
        raise NotFound("surplus_proposal_unknown", id=surplus_proposal_id)
    if not any(context.may(each) for each in ("reports.read", "surplus.write", "surplus.approve")):
        require_store(session, context.actor(), row.store_id)
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
@needs("reports.read", "stock.move")
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
        document=session.scalar(select(Disposal.id).where(Disposal.surplus_proposal_id == row.id)),
        witness=_witness(surplus_proposal_id),
        may_witness=_may_witness(row.store_id),
        actor_id=context.actor().id,
    )


def _may_witness(store_id: int) -> bool:
    if context.may("surplus.write"):
        return True
    own = own_stores(context.session(), context.actor())
    return context.may("stock.move") and (own is None or store_id in own)


def _witness(surplus_proposal_id: int) -> Any:
    return (
        context.session()
        .execute(
            select(ScrapWitness.witnessed_by_id, ScrapWitness.finding, ScrapWitness.witnessed_at, Person.name)
            .join(Person, Person.id == ScrapWitness.witnessed_by_id)
            .where(ScrapWitness.surplus_proposal_id == surplus_proposal_id)
        )
        .one_or_none()
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


@blueprint.post("/<int:surplus_proposal_id>/carry-out")
@needs("surplus.write")
def carry_out(surplus_proposal_id: int) -> ResponseReturnValue:
    """Ask for the transfer that was approved."""
    return do(CARRY_OUT, _at(surplus_proposal_id), surplus_proposal_id=surplus_proposal_id)


def _leave(made: Command, surplus_proposal_id: int, intro: str) -> ResponseReturnValue:
    row = found(surplus_proposal_id)
    return handle_form(
        made,
        "command.html",
        lambda done: url_for("disposals.show", disposal_id=done.disposal_id),
        fixed={"surplus_proposal_id": surplus_proposal_id},
        success=lambda done: _("%(number)s is written. Print it and have it signed.", number=done.number),
        intro=_(
            "%(quantity)s of %(part)s from %(store)s.",
            quantity=quantity(row.quantity, row.unit),
            part=row.part_number,
            store=row.store_code,
        )
        + " "
        + intro,
        submit=str(made.title),
        back=_at(surplus_proposal_id),
        trail=_trail(row),
    )


@blueprint.route("/<int:surplus_proposal_id>/sell", methods=["GET", "POST"])
@needs("surplus.write")
def sell(surplus_proposal_id: int) -> ResponseReturnValue:
    """Sell what was approved to be sold."""
    return _leave(SELL, surplus_proposal_id, _("The oldest lots that have not expired leave the store."))


@blueprint.route("/<int:surplus_proposal_id>/return", methods=["GET", "POST"])
@needs("surplus.write")
def give_back(surplus_proposal_id: int) -> ResponseReturnValue:
    """Return what was approved to its supplier."""
    return _leave(RETURN, surplus_proposal_id, _("The oldest lots of the supplier leave the store."))


@blueprint.route("/<int:surplus_proposal_id>/scrap", methods=["GET", "POST"])
@needs("surplus.write")
def scrap(surplus_proposal_id: int) -> ResponseReturnValue:
    """Scrap what was approved to be scrapped, once it is witnessed."""
    return _leave(SCRAP, surplus_proposal_id, _("The oldest lots leave the house for good."))


@blueprint.route("/<int:surplus_proposal_id>/witness", methods=["GET", "POST"])
@needs("surplus.write", "stock.move")
def witness(surplus_proposal_id: int) -> ResponseReturnValue:
    """Sign as the second person who saw what is to be scrapped."""
    row = found(surplus_proposal_id)
    return handle_form(
        WITNESS,
        "command.html",
        _at(surplus_proposal_id),
        fixed={"surplus_proposal_id": surplus_proposal_id},
        intro=_(
            "Look at the %(quantity)s of %(part)s in %(store)s that are to be scrapped, and say what you saw.",
            quantity=quantity(row.quantity, row.unit),
            part=row.part_number,
            store=row.store_code,
        ),
        submit=_("Sign as witness"),
        back=_at(surplus_proposal_id),
        trail=_trail(row),
    )
