"""Scan many codes into a list, then act on all of them: print labels, move, transfer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.tables import Balance, Location, Lot, Part
from kernel.amounts import Quantity
from kernel.errors import AppError
from webapp import context
from webapp.access import needs
from webapp.commands import do, run, start_over
from webapp.commands_of import scan_list as can
from webapp.commands_of.transfers import BetweenStoresInput
from webapp.forms import KEY_FIELD, Form, new_key, validated
from webapp.i18n import in_language
from webapp.messages import message
from webapp.navigation import entry
from webapp.scan_list import mine
from webapp.scopes import own_stores
from webapp.tables import Scanned

blueprint = Blueprint("scan_list", __name__, url_prefix="/scan/list")

KINDS: dict[str, Any] = {"part": _l("Part"), "lot": _l("Lot"), "place": _l("Place")}


@blueprint.get("")
@needs("stock.read")
def show() -> str:
    """Show the list with what was scanned last, and what can be done with all of it."""
    session, by = context.session(), context.actor().id
    rows = session.scalars(mine(by)).all()
    lines = [_line(session, row) for row in rows]
    last = request.args.get("last", type=int)
    place = next((row.row_id for row in reversed(rows) if row.kind == "place"), None)
    own = own_stores(session, context.actor())
    return render_template(
        "scan/list.html",
        lines=list(reversed(lines)),
        last=next((each for each in lines if each["row"].id == last), None),
        wrong=request.args.get("wrong", "")[:300],
        kinds=KINDS,
        ids={kind: ",".join(str(row.row_id) for row in rows if row.kind == kind) for kind in KINDS},
        move=Form(can.MoveListInput(), {"to_location_id": place}),
        transfer=Form(BetweenStoresInput(), {"from_store_id": min(own) if own and len(own) == 1 else None}),
    )


def _line(session: Session, row: Scanned) -> dict[str, Any]:
    """Return a line with the name of what was scanned, its page, and where a lot lies."""
    if row.kind == "place":
        place = session.get_one(Location, row.row_id)
        name, url = in_language(place.name_zh, place.name_en), url_for("places.show", location_id=place.id)
        return {"row": row, "code": place.code, "name": name, "url": url, "there": ""}
    lot = session.get_one(Lot, row.row_id) if row.kind == "lot" else None
    part = session.get_one(Part, lot.part_id if lot else row.row_id)
    name = in_language(part.name_zh, part.name_en)
    if lot is None:
        return {
            "row": row,
            "code": part.number,
            "name": name,
            "url": url_for("parts.show", part_id=part.id),
            "there": "",
        }
    there = session.scalars(
        select(Location.code)
        .join(Balance, Balance.location_id == Location.id)
        .where(Balance.lot_id == lot.id, Balance.on_hand > Quantity.zero(), Balance.store_id.is_not(None))
        .order_by(Location.code)
        .limit(4)
    )
    return {
        "row": row,
        "code": lot.serial_number or lot.number,
        "name": f"{part.number} {name}",
        "url": url_for("stock.lot", lot_id=lot.id),
        "there": ", ".join(there),
    }


@blueprint.post("")
@needs("stock.read")
def scan() -> ResponseReturnValue:
    """Put a scanned code on the list."""
    data, form = validated(can.SCAN.schema(), request.form)
    try:
        if form.errors:
            return redirect(url_for("scan_list.show", wrong=_("Nothing was scanned.")), 303)
        done = run(can.SCAN, data, request.form.get(KEY_FIELD, "") or new_key())
    except AppError as error:
        start_over(error)
        return redirect(url_for("scan_list.show", wrong=message(error)), 303)
    return redirect(url_for("scan_list.show", last=done.scanned_id), 303)


@blueprint.post("/<int:scanned_id>")
@needs("stock.read")
def change(scanned_id: int) -> ResponseReturnValue:
    """Correct how often something was scanned; none takes it off."""
    return do(can.CHANGE, url_for("scan_list.show"), scanned_id=scanned_id)


@blueprint.post("/empty")
@needs("stock.read")
def empty() -> ResponseReturnValue:
    """Empty the list."""
    return do(can.EMPTY, url_for("scan_list.show"))


@blueprint.post("/move")
@needs("stock.move")
def move() -> ResponseReturnValue:
    """Move every lot of the list into a bin."""
    return do(can.MOVE, url_for("scan_list.show"))


@blueprint.post("/transfer")
@needs("stock.move")
def transfer() -> ResponseReturnValue:
    """Ask that the parts of the list go to another store."""
    return do(
        can.TRANSFER,
        lambda made: url_for("transfers.show", transfer_id=made.transfer_id),
        back=url_for("scan_list.show"),
    )


entry("stock", _l("Scan list"), "scan_list.show", "stock.read", 15)
