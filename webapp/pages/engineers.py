"""Engineers as dispatch sees them: profile, qualifications, neighbouring regions."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from inventory.tables import Location
from kernel.errors import NotFound
from kernel.tables import Person
from service.queries.keeping import qualifications_select
from service.queries.tickets import ticket_rows, tickets_select
from service.states import WITH_ENGINEER
from service.tables import EngineerProfile, Qualification, RegionNeighbour
from webapp import context
from webapp.access import needs
from webapp.commands import handle_form
from webapp.commands_of.engineers import END_QUALIFICATION, QUALIFY, SET_NEIGHBOURS, SET_PROFILE

blueprint = Blueprint("engineers", __name__, url_prefix="/engineers")


def _profile(engineer_id: int) -> EngineerProfile:
    row = context.session().get(EngineerProfile, engineer_id)
    if row is None:
        raise NotFound("engineer_unknown", engineer_id=engineer_id)
    return row


def _at(engineer_id: int) -> str:
    return url_for("engineers.show", engineer_id=engineer_id)


def _trail(engineer_id: int) -> list[tuple[str, str]]:
    name = context.session().get_one(Person, engineer_id).name
    return [(_("Engineers"), url_for("list.engineers")), (name, _at(engineer_id))]


@blueprint.route("/new", methods=["GET", "POST"])
@needs("engineers.write")
def new() -> ResponseReturnValue:
    """Give an engineer a profile, so that they can be sent."""
    return handle_form(
        SET_PROFILE,
        "command.html",
        lambda made: _at(made.engineer_id),
        initial={"max_load": 6, "active": True},
        back=url_for("list.engineers"),
        trail=[(_("Engineers"), url_for("list.engineers"))],
    )


@blueprint.get("/<int:engineer_id>")
@needs("dispatch.write")
def show(engineer_id: int) -> str:
    """Show an engineer with qualifications and open tickets."""
    row, session = _profile(engineer_id), context.session()
    tickets = tickets_select(at=context.now(), engineer_id=engineer_id, states=WITH_ENGINEER)
    return render_template(
        "engineers/show.html",
        profile=row,
        person=session.get_one(Person, engineer_id),
        van=session.get(Location, row.van_location_id) if row.van_location_id else None,
        qualifications=session.execute(qualifications_select(engineer_id=engineer_id)).all(),
        today=context.today(),
        tickets=ticket_rows(session, tickets),
    )


@blueprint.route("/<int:engineer_id>/profile", methods=["GET", "POST"])
@needs("engineers.write")
def profile(engineer_id: int) -> ResponseReturnValue:
    """Change where an engineer works, with which van, and how much is enough."""
    row = _profile(engineer_id)
    names = ("region", "van_location_id", "max_load", "active")
    return handle_form(
        SET_PROFILE,
        "command.html",
        _at(engineer_id),
        initial={name: getattr(row, name) for name in names},
        fixed={"engineer_id": engineer_id},
        back=_at(engineer_id),
        trail=_trail(engineer_id),
    )


@blueprint.route("/<int:engineer_id>/qualifications/new", methods=["GET", "POST"])
@needs("engineers.write")
def qualify(engineer_id: int) -> ResponseReturnValue:
    """Qualify an engineer for a family or a model."""
    _profile(engineer_id)
    return handle_form(
        QUALIFY,
        "command.html",
        _at(engineer_id),
        fixed={"engineer_id": engineer_id},
        back=_at(engineer_id),
        trail=_trail(engineer_id),
    )


@blueprint.route("/qualifications/<int:qualification_id>", methods=["GET", "POST"])
@needs("engineers.write")
def qualification(qualification_id: int) -> ResponseReturnValue:
    """Renew a qualification, or end it early."""
    row = context.session().get(Qualification, qualification_id)
    if row is None:
        raise NotFound("qualification_unknown", qualification_id=qualification_id)
    return handle_form(
        END_QUALIFICATION,
        "command.html",
        _at(row.engineer_id),
        initial={"valid_until_on": row.valid_until_on.isoformat()},
        fixed={"qualification_id": qualification_id},
        intro=_("A later day renews it, an earlier one ends it."),
        back=_at(row.engineer_id),
        trail=_trail(row.engineer_id),
    )


@blueprint.route("/neighbours", methods=["GET", "POST"])
@needs("engineers.write")
def neighbours() -> ResponseReturnValue:
    """Say which regions lie beside one."""
    region = request.args.get("region", "")[:60]
    known = select(RegionNeighbour.neighbour).where(RegionNeighbour.region == region)
    held = context.session().scalars(known.order_by(RegionNeighbour.neighbour)).all()
    return handle_form(
        SET_NEIGHBOURS,
        "command.html",
        url_for("list.region_neighbours"),
        initial={"region": region, "neighbours": "\n".join(held)},
        back=url_for("list.region_neighbours"),
        trail=[(_("Neighbouring regions"), url_for("list.region_neighbours"))],
    )
