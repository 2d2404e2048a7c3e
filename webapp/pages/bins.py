"""What a bin takes, whose home it is, and who else keeps a store."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from inventory.tables import BinHome, Location, StoreDeputy
from kernel.errors import NotFound
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form
from webapp.commands_of.bins import ADD_HOME, END_DEPUTY, NAME_DEPUTY, REMOVE_HOME, SET_CAPACITY
from webapp.lookups import resolve

blueprint = Blueprint("bins", __name__)


def _at(location_id: int) -> str:
    return url_for("places.show", location_id=location_id)


def _trail() -> list[tuple[str, str]]:
    return [(_("Places"), url_for("list.places"))]


@blueprint.route("/places/<int:location_id>/capacity", methods=["GET", "POST"])
@needs("parts.write", "stock.move")
def capacity(location_id: int) -> ResponseReturnValue:
    """Say what may lie in a bin or zone, and how much a bin takes."""
    row = context.session().get(Location, location_id)
    if row is None:
        raise NotFound("location_unknown", id=location_id)
    return handle_form(
        SET_CAPACITY,
        "command.html",
        _at(location_id),
        initial={name: getattr(row, name) for name in ("storage_condition", "most_units", "most_lots")},
        fixed={"location_id": location_id},
        title=_("Capacity and condition of %(place)s", place=row.code),
        intro=_("Whether too much is only warned of or refused is a setting."),
        submit=_("Keep"),
        back=_at(location_id),
        trail=_trail(),
    )


@blueprint.route("/bin-homes/new", methods=["GET", "POST"])
@needs("parts.write", "stock.move")
def new_home() -> ResponseReturnValue:
    """Make a bin a fixed home of a part."""
    given = request.args
    return handle_form(
        ADD_HOME,
        "command.html",
        lambda made: _at(made.location_id),
        initial={
            "location_id": resolve("bin", given.get("bin", "")),
            "part_id": resolve("part", given.get("part", "")),
            "position": 1,
        },
        submit=_("Keep"),
        back=url_for("list.bin_homes"),
        trail=[(_("Homes of parts"), url_for("list.bin_homes"))],
    )


@blueprint.post("/bin-homes/<int:bin_home_id>/remove")
@needs("parts.write", "stock.move")
def remove_home(bin_home_id: int) -> ResponseReturnValue:
    """Take a part's home away."""
    row = context.session().get(BinHome, bin_home_id)
    if row is None:
        raise NotFound("bin_home_unknown", id=bin_home_id)
    return do(REMOVE_HOME, _at(row.location_id), bin_home_id=bin_home_id)


@blueprint.route("/store-deputies/new", methods=["GET", "POST"])
@needs("parts.write")
def new_deputy() -> ResponseReturnValue:
    """Name a further keeper of a store."""
    return handle_form(
        NAME_DEPUTY,
        "command.html",
        lambda made: _at(made.store_id),
        initial={"store_id": resolve("warehouse", request.args.get("store", "")), "from_on": context.today()},
        submit=_("Keep"),
        back=url_for("list.store_deputies"),
        trail=[(_("Further keepers"), url_for("list.store_deputies"))],
    )


@blueprint.route("/store-deputies/<int:store_deputy_id>/end", methods=["GET", "POST"])
@needs("parts.write")
def end_deputy(store_deputy_id: int) -> ResponseReturnValue:
    """Let a further keeper's time end."""
    row = context.session().get(StoreDeputy, store_deputy_id)
    if row is None:
        raise NotFound("store_deputy_unknown", id=store_deputy_id)
    return handle_form(
        END_DEPUTY,
        "command.html",
        lambda made: _at(made.store_id),
        initial={"until_on": context.today()},
        fixed={"store_deputy_id": store_deputy_id},
        submit=_("Keep"),
        back=_at(row.store_id),
        trail=[(_("Further keepers"), url_for("list.store_deputies"))],
    )
