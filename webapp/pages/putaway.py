"""Put goods into bins, scan by scan, and move them between bins."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from inventory.bins import over, room, wrong
from inventory.looking_at_bins import look_at, propose_bins
from inventory.putting_away import PutAway, Relocated
from inventory.queries import putaway_select
from inventory.tables import Balance, Location, Lot, PartRequest, Unit, WorkOrder
from webapp import context
from webapp.access import needs
from webapp.commands import handle_form
from webapp.commands_of.putaway import PUT_AWAY, RELOCATE
from webapp.i18n import quantity
from webapp.pages.picking_codes import Lying, lying, read
from webapp.pages.postings_last import last_posting
from webapp.pages.putaway_paper import putaway_list
from webapp.scopes import in_own_stores, own_stores, require_store

blueprint = Blueprint("putaway", __name__)

REASONS = {
    "home": _l("fixed home of this part"),
    "holds_it": _l("holds this part"),
    "held_it": _l("held this part before"),
    "empty": _l("empty"),
    "room": _l("has room"),
}


def _waiting() -> list[tuple[int, int]]:
    """Return what waits in one's own stores as pairs of place and lot, the oldest arrival first."""
    session = context.session()
    mine = in_own_stores(Balance.store_id, session, context.actor())
    return [(row.location_id, row.lot_id) for row in session.execute(putaway_select().where(mine))]


def _go_on(**more: object) -> str:
    waiting = _waiting()
    if not waiting:
        return url_for("list.putaway")
    return url_for("putaway.put", location_id=waiting[0][0], lot_id=waiting[0][1], **more)  # type: ignore[arg-type]


@blueprint.get("/putaway/begin")
@needs("putaway.write")
def begin() -> ResponseReturnValue:
    """Go to what has waited longest."""
    return redirect(_go_on())


@blueprint.post("/putaway/print")
@needs("putaway.write")
def print_chosen() -> ResponseReturnValue:
    """Go to the putaway list of the lots that were ticked."""
    ids = [each for each in request.form.getlist("ids") if each.isdecimal()]
    return redirect(url_for("putaway.paper", lots=",".join(ids) or None), 303)


@blueprint.get("/putaway/list.pdf")
@needs("putaway.write")
def paper() -> ResponseReturnValue:
    """Print the putaway list 上架单 of some lots, or of all that wait."""
    mine = in_own_stores(Balance.store_id, context.session(), context.actor())
    lots = [int(each) for each in request.args.get("lots", "").split(",") if each.isdecimal() and len(each) < 16]
    listed = putaway_select().where(mine)
    return putaway_list(listed.where(Lot.id.in_(lots)) if lots else listed)


def _there(location_id: int, lot_id: int) -> Lying | None:
    found = lying(lot_id=lot_id, location_id=location_id)
    return found[0] if found else None


@blueprint.route("/putaway/<int:location_id>/<int:lot_id>", methods=["GET", "POST"])
@needs("putaway.write")
def put(location_id: int, lot_id: int) -> ResponseReturnValue:
    """Put a lot away: scan its bin, confirm, go on to the next."""
    session = context.session()
    require_store(session, context.actor(), location_id)
    there = _there(location_id, lot_id)
    if there is None or there.place.kind != "staging":
        return redirect(url_for("list.putaway"), 303)
    bins = propose_bins(
        session, part_id=there.part.id, store_id=there.place.store_id or 0, quantity=there.on_hand, lot_id=lot_id
    )
    chosen, wrong = _bin(there.place)
    proposed = next((each for each in bins if chosen and each.location_id == chosen.id), None)
    return handle_form(
        PUT_AWAY,
        "putaway/put.html",
        lambda made: _go_on(done=made.posting_id),
        initial={
            "quantity": there.on_hand,
            "to_location_id": chosen.id if chosen else bins[0].location_id if bins else None,
        },
        fixed={"lot_id": lot_id, "from_location_id": location_id},
        success=_done,
        there=there,
        unit=session.get_one(Unit, there.part.unit_id),
        bins=bins,
        chosen=chosen,
        proposed=proposed,
        doubts=lambda: _doubts(chosen, there),
        wrong=wrong,
        other_parts=lambda: _others(chosen, there.part.id),
        reasons=REASONS,
        waiting=lambda: len(_waiting()),
        last=last_posting(),
    )


def _bin(source: Location) -> tuple[Location | None, str]:
    """Return the bin that was scanned, if it is one of the same store, and what is wrong with the code."""
    text = request.args.get("code", "")
    if not text.strip():
        return None, ""
    found = read(text)
    if found.place is None:
        return None, found.wrong or _("“%(code)s” is no place. Scan the label of the bin.", code=text.strip()[:60])
    if found.place.kind != "bin" or found.place.store_id != source.store_id or not found.place.active:
        return None, _("%(place)s is no bin of this store.", place=found.place.code)
    return found.place, ""


def _others(chosen: Location | None, part_id: int) -> list[str]:
    """Return the numbers of other parts that lie in the scanned bin."""
    if chosen is None:
        return []
    return sorted({each.part.number for each in lying(location_id=chosen.id) if each.part.id != part_id})


def _doubts(chosen: Location | None, there: Lying) -> list[str]:
    """Return what is doubtful about the scanned bin for these goods, in words."""
    if chosen is None:
        return []
    seen, said = look_at(context.session(), chosen.id, there.part.id, there.lot.id), []
    if over(seen, there.on_hand):
        fits = room(seen)
        said.append(_("Only %(fits)s more fit into this bin.", fits=quantity(fits) if fits else "0"))
    if wrong(seen, there.part.storage_condition):
        wanted = there.part.storage_condition
        said.append(
            _("This bin is for “%(condition)s”; the part wants “%(wanted)s”.", condition=seen.condition, wanted=wanted)
        )
    return said


def _warned(made: PutAway | Relocated) -> str:
    """Return what is doubtful about a bin that took goods all the same."""
    said = []
    if made.over:
        said.append(_("It holds %(over)s more than it should.", over=quantity(made.over)))
    if made.wrong_condition:
        said.append(_("It is for another storage condition."))
    return " ".join(said)


def _done(made: PutAway) -> str:
    return f"{_put(made)} {_warned(made)}".strip()


def _put(made: PutAway) -> str:
    if not made.filled:
        return str(_("Put away."))
    orders = context.session().scalars(
        select(WorkOrder.number)
        .distinct()
        .join(PartRequest, PartRequest.work_order_id == WorkOrder.id)
        .where(PartRequest.id.in_([each.part_request_id for each in made.filled]))
        .order_by(WorkOrder.number)
    )
    return str(_("Put away. It is promised to %(orders)s at once.", orders=", ".join(orders)))


@blueprint.route("/relocate", methods=["GET", "POST"])
@needs("stock.move")
def relocate() -> ResponseReturnValue:
    """Move goods between bins: scan the lot or the bin where it lies, then the bin where it goes."""
    there, choices, target, wrong = _move()
    return handle_form(
        RELOCATE,
        "putaway/relocate.html",
        lambda made: url_for("putaway.relocate", done=made.posting_id),
        success=lambda made: f"{RELOCATE.done} {_warned(made)}".strip(),
        initial={
            "lot_id": there.lot.id if there else None,
            "from_location_id": there.place.id if there else None,
            "to_location_id": target.id if target else None,
            "quantity": there.on_hand if there else None,
        },
        there=there,
        choices=choices,
        whole=choices[0].place if len({each.place.id for each in choices}) == 1 else None,
        target=target,
        wrong=wrong,
        last=last_posting(),
    )


def move_from(lot: str, place: str) -> str:
    """Return the address on which a lot is moved out of a bin."""
    named: dict[str, Any] = {"lot": lot, "from": place}
    return url_for("putaway.relocate", **named)


def _own(found: list[Lying]) -> list[Lying]:
    own = own_stores(context.session(), context.actor())
    return [each for each in found if own is None or each.place.store_id in own]


def _move() -> tuple[Lying | None, list[Lying], Location | None, str]:
    """Read how far the scans have come: what is moved, what may be chosen, where it goes, what is wrong."""
    given, session = request.args, context.session()
    lot = session.scalar(select(Lot).where(Lot.number == given.get("lot", "")))
    place = session.scalar(select(Location).where(Location.code == given.get("from", ""), Location.kind == "bin"))
    found = read(given.get("code", ""))
    target = None
    if lot and place and found.place is not None:
        target = found.place if found.place.kind == "bin" and found.place.store_id == place.store_id else None
        if target is None:
            found = type(found)(wrong=_("%(place)s is no bin of this store.", place=found.place.code))
    elif found.lots:
        lot = found.lots[0]
    elif found.place is not None:
        place = found.place
    elif found.part is not None:
        choices = _own(lying(part_id=found.part.id, kinds=("bin",)))
        return None, choices, None, "" if choices else _("Nothing of it lies in your bins.")
    if lot is None and place is None:
        return None, [], None, found.wrong
    choices = _own(lying(lot_id=lot.id if lot else None, location_id=place.id if place else None, kinds=("bin",)))
    wrong = found.wrong or ("" if choices else _("Nothing of it lies in your bins."))
    if len(choices) == 1:
        return choices[0], [], target, wrong
    return None, choices, None, wrong
