"""Keep places: open stores and vans, add zones and bins, show what lies where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import queries
from inventory.queries.allocations import PromisedThere, promised_places
from inventory.queries.bins import bins_select, deputies_select, homes_select
from inventory.scan_codes import CodeKind, ScanCode
from inventory.tables import BinHome, Location, Part, StoreDeputy, Unit
from kernel.errors import NotFound
from kernel.tables import Person
from webapp import context
from webapp.access import needs
from webapp.commands import handle_form
from webapp.commands_of.places import ADD_BIN, ADD_ZONE, OPEN_VAN, OPEN_WAREHOUSE, UPDATE_PLACE
from webapp.context import Actor
from webapp.listings.parts import PLACE_KINDS
from webapp.partners import destination_mark, origin_mark
from webapp.place_words import place_mark
from webapp.scanning import Found, scan_target

blueprint = Blueprint("places", __name__, url_prefix="/places")
blueprint.add_app_template_filter(place_mark, "place")
blueprint.add_app_template_filter(origin_mark, "origin")
blueprint.add_app_template_filter(destination_mark, "destination")


def _found(location_id: int) -> Location:
    place = context.session().get(Location, location_id)
    if place is None:
        raise NotFound("location_unknown", location_id=location_id)
    return place


def _trail() -> list[tuple[str, str]]:
    return [(_("Places"), url_for("list.places"))]


def _at(location_id: int) -> str:
    return url_for("places.show", location_id=location_id)


@blueprint.route("/warehouses/new", methods=["GET", "POST"])
@needs("parts.write")
def new_warehouse() -> ResponseReturnValue:
    """Open a warehouse."""
    return handle_form(
        OPEN_WAREHOUSE,
        "command.html",
        lambda made: _at(made.store_id),
        intro=_("Its hold, staging, quarantine, returns and transit come with it; add bins next."),
        back=url_for("list.places"),
        trail=_trail(),
    )


@blueprint.route("/vans/new", methods=["GET", "POST"])
@needs("parts.write")
def new_van() -> ResponseReturnValue:
    """Open an engineer's personal stock."""
    return handle_form(
        OPEN_VAN, "command.html", lambda made: _at(made.store_id), back=url_for("list.places"), trail=_trail()
    )


@blueprint.get("/<int:location_id>")
@needs("stock.read")
def show(location_id: int) -> ResponseReturnValue:
    """Show a place: what lies there, and what is inside a store."""
    session, place = context.session(), _found(location_id)
    inside = (
        list(
            session.scalars(
                select(Location)
                .where(Location.store_id == location_id, Location.id != location_id)
                .order_by(Location.kind, Location.pick_sequence, Location.code)
            )
        )
        if place.store_id == place.id
        else []
    )
    there = queries.lots_select().where(Location.id == location_id).order_by(None).subquery()
    rows = session.execute(
        select(there, Part.number, Part.name_zh, Part.name_en, Unit.code.label("unit"))
        .join(Part, Part.id == there.c.part_id)
        .join(Unit, Unit.id == Part.unit_id)
        .order_by(Part.number, there.c.received_on)
    ).all()
    return render_template(
        "places/show.html",
        place=place,
        kinds=PLACE_KINDS,
        keeper=session.get(Person, place.keeper_id) if place.keeper_id else None,
        supplied_by=session.get(Location, place.supplying_store_id) if place.supplying_store_id else None,
        store=session.get(Location, place.store_id) if place.store_id and place.store_id != place.id else None,
        inside=inside,
        rows=rows,
        promised=_promised(place, rows),
        bin=session.execute(bins_select().where(Location.id == location_id)).one_or_none(),
        homes=session.execute(homes_select().where(BinHome.location_id == location_id).order_by(Part.number)).all(),
        deputies=session.execute(
            deputies_select().where(StoreDeputy.store_id == location_id).order_by(StoreDeputy.from_on.desc())
        ).all(),
        today=context.today(),
    )


def _promised(place: Location, rows: Sequence[Any]) -> list[PromisedThere]:
    """Return what the pick proposal takes out of a bin, and for whom."""
    if place.store_id is None or place.kind not in {"bin", "van"}:
        return []
    pairs = [(row.part_id, place.store_id) for row in rows]
    found = promised_places(context.session(), pairs, on=context.today())
    return [each for each in found if each.location_id == place.id]


@blueprint.route("/<int:location_id>/edit", methods=["GET", "POST"])
@needs("parts.write")
def edit(location_id: int) -> ResponseReturnValue:
    """Change a place."""
    place = _found(location_id)
    names = ("name_zh", "name_en", "keeper_id", "region", "pick_sequence", "supplying_store_id", "active")
    return handle_form(
        UPDATE_PLACE,
        "command.html",
        _at(location_id),
        initial={name: getattr(place, name) for name in names},
        fixed={"location_id": location_id},
        title=place.code,
        back=_at(location_id),
        trail=_trail(),
    )


@blueprint.route("/<int:store_id>/bins/new", methods=["GET", "POST"])
@needs("parts.write")
def new_bin(store_id: int) -> ResponseReturnValue:
    """Add a bin to a store."""
    return handle_form(
        ADD_BIN, "command.html", _at(store_id), fixed={"store_id": store_id}, back=_at(store_id), trail=_trail()
    )


@blueprint.route("/<int:store_id>/zones/new", methods=["GET", "POST"])
@needs("parts.write")
def new_zone(store_id: int) -> ResponseReturnValue:
    """Add a zone to a store."""
    return handle_form(
        ADD_ZONE, "command.html", _at(store_id), fixed={"store_id": store_id}, back=_at(store_id), trail=_trail()
    )


def _scanned(session: Session, _actor: Actor, code: ScanCode) -> list[Found]:
    """Find a place by its code."""
    if code.kind not in {None, CodeKind.LOCATION}:
        return []
    place = session.scalar(select(Location).where(Location.code == code.key, Location.kind != "work_order"))
    return [Found(_l("Place"), place.code, PLACE_KINDS[place.kind], _at(place.id))] if place else []


scan_target("place", "stock.read", _scanned, 20)
