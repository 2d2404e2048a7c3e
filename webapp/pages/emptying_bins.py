"""Move lots out of a bin: all of them are ticked at first; the keeper takes ticks away, changes quantities, scans."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from inventory.emptying_bins import MovedOut
from inventory.tables import Location
from kernel.errors import NotFound
from webapp import context
from webapp.access import needs
from webapp.commands import handle_form
from webapp.commands_of.emptying_bins import MOST_LOTS, MOVE_OUT
from webapp.i18n import quantity
from webapp.lookups import resolve
from webapp.pages.picking_codes import Lying, lying, read
from webapp.receiving_words import units
from webapp.scopes import require_store

blueprint = Blueprint("emptying_bins", __name__)


def _bin(location_id: int) -> Location:
    place = context.session().get(Location, location_id)
    if place is None or place.kind != "bin":
        raise NotFound("location_unknown", location_id=location_id)
    require_store(context.session(), context.actor(), location_id)
    return place


@blueprint.route("/bins/<int:location_id>/move-out", methods=["GET", "POST"])
@needs("stock.move")
def move_out(location_id: int) -> ResponseReturnValue:
    """Choose what leaves a bin, how much of it, and where it goes."""
    place = _bin(location_id)
    every = lying(location_id=location_id, kinds=("bin",))
    there = every[:MOST_LOTS]
    chosen, target, said, wrong = _scanned(place, there)
    return handle_form(
        MOVE_OUT,
        "putaway/move_out.html",
        url_for("places.show", location_id=location_id),
        success=_moved,
        initial={
            "to_location_id": resolve("bin", target),
            "lines": [
                {"lot_id": each.lot.number, "take": not chosen or each.lot.number in chosen, "quantity": each.on_hand}
                for each in there
            ],
        },
        fixed={"from_location_id": location_id},
        place=place,
        there=there,
        numbers={each.lot.number for each in every},
        more=len(every) - len(there),
        units=units(context.session(), [each.part.id for each in there]),
        chosen=",".join(sorted(chosen)),
        target=target,
        said=said,
        wrong=wrong,
    )


def _scanned(place: Location, there: list[Lying]) -> tuple[set[str], str, str, str]:
    """Return what was scanned so far: lots, the bin where they go, what to say, what is wrong."""
    known = {each.lot.number for each in there}
    chosen = {each for each in request.args.get("only", "").split(",") if each in known}
    target = request.args.get("to", "")
    code = request.args.get("code", "").strip()[:128]
    said = wrong = ""
    if code:
        found = read(code)
        lots = [lot.number for lot in found.lots if lot.number in known]
        if lots:
            chosen.add(lots[0])
            said = lots[0]
        elif found.place is not None and (found.place.kind != "bin" or found.place.store_id != place.store_id):
            wrong = str(_("%(place)s is no bin of this store.", place=found.place.code))
        elif found.place is not None:
            target = said = found.place.code
        else:
            wrong = found.wrong or str(_("%(code)s does not lie in this bin", code=code))
    return chosen, target, said, wrong


def _moved(made: MovedOut) -> str:
    said: list[Any] = [_("%(count)s lots are moved.", count=made.lots)]
    if made.over:
        said.append(_("It holds %(over)s more than it should.", over=quantity(made.over)))
    if made.wrong_condition:
        said.append(_("It is for another storage condition."))
    return " ".join(str(each) for each in said)
