"""The limits of one van: how it stands with each, and setting them."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from inventory.queries.transit import van_limits_select
from inventory.queries.van_room import value_in_van
from inventory.tables import Location, Part, VanLimit
from kernel.errors import NotFound
from kernel.tables import Person
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form
from webapp.commands_of.transfers_missing import REMOVE_VAN_LIMIT, SET_VAN_LIMIT, SET_VAN_VALUE
from webapp.scopes import own_stores

blueprint = Blueprint("van_limits", __name__)


def _van(van_id: int) -> Location:
    session = context.session()
    van, own = session.get(Location, van_id), own_stores(session, context.actor())
    if van is None or van.kind != "van" or (own is not None and van_id not in own):
        raise NotFound("location_unknown", id=van_id)
    return van


def _at(van_id: int) -> str:
    return url_for("van_limits.show", van_id=van_id)


@blueprint.get("/vans/<int:van_id>/limits")
@needs("stock.read")
def show(van_id: int) -> str:
    """Show how a van stands with its limits."""
    van, session = _van(van_id), context.session()
    rows = session.execute(van_limits_select().where(VanLimit.van_id == van_id).order_by(Part.number)).all()
    worth = value_in_van(session, van_id)
    return render_template(
        "vans/limits.html",
        van=van,
        engineer=session.scalar(select(Person.name).where(Person.id == van.keeper_id)),
        rows=rows,
        worth=worth,
        used=min(100, round(100 * worth.scaled / van.most_value_cny.scaled)) if van.most_value_cny else None,
    )


@blueprint.route("/vans/<int:van_id>/limits/new", methods=["GET", "POST"])
@needs("parts.write")
def new(van_id: int) -> ResponseReturnValue:
    """Set how much of a part may be in a van."""
    van = _van(van_id)
    return handle_form(
        SET_VAN_LIMIT,
        "command.html",
        _at(van_id),
        fixed={"van_id": van_id},
        title=_("Limit of %(van)s", van=van.code),
        intro=_("A part that has a limit already gets the new one. Zero: none of it at all."),
        submit=_("Keep"),
        back=_at(van_id),
        trail=[(_("Limits of vans"), url_for("list.van_limits")), (van.code, _at(van_id))],
    )


@blueprint.route("/vans/<int:van_id>/most-value", methods=["GET", "POST"])
@needs("parts.write")
def value(van_id: int) -> ResponseReturnValue:
    """Set how much value may be in a van."""
    van = _van(van_id)
    return handle_form(
        SET_VAN_VALUE,
        "command.html",
        _at(van_id),
        fixed={"van_id": van_id},
        initial={"most_value_cny": van.most_value_cny},
        title=_("Most value in %(van)s", van=van.code),
        submit=_("Keep"),
        back=_at(van_id),
        trail=[(_("Limits of vans"), url_for("list.van_limits")), (van.code, _at(van_id))],
    )


@blueprint.post("/vans/<int:van_id>/limits/<int:part_id>/remove")
@needs("parts.write")
def remove(van_id: int, part_id: int) -> ResponseReturnValue:
    """Take a limit away."""
    _van(van_id)
    return do(REMOVE_VAN_LIMIT, _at(van_id), van_id=van_id, part_id=part_id)
