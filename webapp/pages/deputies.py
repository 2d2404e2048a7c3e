"""Name who signs during an absence, see what was signed so, and take it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.errors import NotFound
from kernel.tables import Person
from procurement.tables import Order
from webapp import context
from webapp.access import needs
from webapp.auth import deputies
from webapp.auth.deputies import KeptDeputy
from webapp.commands import COMMANDS, Command, command, do, handle_form
from webapp.fields import DayField, Input, RowId, TextField
from webapp.mail import queue_mail
from webapp.permissions import PERMISSIONS
from webapp.tables import DeputySignature, SigningDeputy

blueprint = Blueprint("deputies", __name__, url_prefix="/signing-deputies")
SHOWN = 200


class DeputyInput(Input):
    """Say who signs for whom, and on which days."""

    giver_id = RowId(
        "person",
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Who is away"), "help": _l("Empty: you. Only who keeps people names others.")},
    )
    deputy_id = RowId("person", required=True, metadata={"label": _l("Who signs instead")})
    begins_on = DayField(required=True, metadata={"label": _l("First day")})
    ends_on = DayField(required=True, metadata={"label": _l("Last day")})
    reason = TextField(200, required=True, metadata={"label": _l("Reason")})


class EndInput(Input):
    """Name what is taken back."""

    signing_deputy_id = RowId(required=True)


def _name(session: Session, *, by: int, at: datetime, **data: Any) -> KeptDeputy:
    """Let another person sign for one who is away, and tell them by mail."""
    made: KeptDeputy = deputies.name_signing_deputy(
        session, by=by, at=at, for_anybody=context.may("people.write"), **data
    )
    giver, deputy = session.get_one(Person, made.giver_id), session.get_one(Person, made.deputy_id)
    if deputy.email:
        days = f"{data['begins_on']} – {data['ends_on']}"
        queue_mail(
            session,
            to=deputy.email,
            subject=f"代签 / Signing for {giver.name}: {days}",
            body=f"{days} 期间由您代 {giver.name} 审批和签字。原因：{data['reason']}\n"
            f"From {days} you approve and sign for {giver.name}. Reason: {data['reason']}\n\n"
            f"{context.config().base_url.rstrip('/')}/",
            at=at,
            about=f"signing_deputy:{made.signing_deputy_id}",
        )
    return made


def _end(session: Session, *, signing_deputy_id: int, by: int, at: datetime, request_key: str) -> KeptDeputy:
    """Take back that somebody signs for another."""
    made: KeptDeputy = deputies.end_signing_deputy(
        session,
        signing_deputy_id=signing_deputy_id,
        for_anybody=context.may("people.write"),
        by=by,
        at=at,
        request_key=request_key,
    )
    return made


NAME = command(
    Command(
        "name_signing_deputy",
        _l("Name a deputy"),
        "deputies.name",
        _name,
        DeputyInput,
        "/signing-deputies",
        "people",
        done=_l("The deputy is named."),
    )
)
END = command(
    Command(
        "end_signing_deputy",
        _l("Take it back"),
        "deputies.name",
        _end,
        EndInput,
        "/signing-deputies/<int:signing_deputy_id>/end",
        "people",
        done=_l("From now on each signs for themselves."),
    )
)


def found(signing_deputy_id: int) -> SigningDeputy:
    """Return the row by which a person signs for another, or say that there is none."""
    row = context.session().get(SigningDeputy, signing_deputy_id)
    if row is None:
        raise NotFound("signing_deputy_unknown", id=signing_deputy_id)
    return row


def _at(signing_deputy_id: int) -> str:
    return url_for("deputies.show", signing_deputy_id=signing_deputy_id)


def _trail() -> list[tuple[Any, str]]:
    return [(_("Deputies for signatures"), url_for("list.signing_deputies"))]


@blueprint.route("/new", methods=["GET", "POST"])
@needs("deputies.name")
def new() -> ResponseReturnValue:
    """Name a deputy."""
    return handle_form(
        NAME,
        "command.html",
        lambda made: _at(made.signing_deputy_id),
        initial={"begins_on": context.today(), "ends_on": context.today()},
        names=["giver_id", "deputy_id", "begins_on", "ends_on", "reason"]
        if context.may("people.write")
        else ["deputy_id", "begins_on", "ends_on", "reason"],
        intro=_(
            "The deputy approves and signs what the absent person may, in the stores where the deputy works. What"
            " the absent person made is signed by neither of them. Each signature is kept with both names."
        ),
        back=url_for("list.signing_deputies"),
        trail=_trail(),
    )


@blueprint.get("/<int:signing_deputy_id>")
@needs("deputies.name")
def show(signing_deputy_id: int) -> str:
    """Show who signs for whom, and what was signed so."""
    row, session = found(signing_deputy_id), context.session()
    signed = session.scalars(
        select(DeputySignature)
        .where(DeputySignature.signing_deputy_id == row.id)
        .order_by(DeputySignature.id.desc())
        .limit(SHOWN)
    ).all()
    actor = context.actor()
    return render_template(
        "admin/signing_deputy.html",
        row=row,
        people={key: session.get_one(Person, key).name for key in {row.giver_id, row.deputy_id, row.named_by_id}},
        signed=[(each, COMMANDS[each.command].title, PERMISSIONS.get(each.permission, "")) for each in signed],
        orders={key: session.get_one(Order, key).number for each in signed if (key := each.about.get("order_id"))},
        today=context.today(),
        may_end=row.ended_at is None
        and row.ends_on >= context.today()
        and (actor.id in {row.giver_id, row.named_by_id} or actor.may("people.write")),
        trail=_trail(),
    )


@blueprint.post("/<int:signing_deputy_id>/end")
@needs("deputies.name")
def end(signing_deputy_id: int) -> ResponseReturnValue:
    """Take it back."""
    return do(END, _at(found(signing_deputy_id).id), signing_deputy_id=signing_deputy_id)
