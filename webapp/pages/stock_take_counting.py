"""Count on the spot: with a signal line by line, without one into the phone's own store, or on paper."""

from __future__ import annotations

from importlib import resources
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from inventory import stock_take_queries as queries
from inventory.scan_codes import CodeKind, parse_code
from inventory.stock_take_queries import SheetLine, StockTakeHead
from inventory.tables import Location
from kernel.errors import AppError
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form, run, start_over
from webapp.commands_of.stock_take_sharing import CLAIM
from webapp.commands_of.stock_takes import COUNT, COUNT_LATER, COUNT_SHEET
from webapp.forms import new_key, validated
from webapp.i18n import words
from webapp.lookups import resolve
from webapp.messages import message
from webapp.pages.stock_takes import at, take_of
from webapp.units import unit_text

blueprint = Blueprint("stock_take_counting", __name__, url_prefix="/stock-takes")
MOST_CARRIED = 3000
"""Lines that a phone takes along; more are shared out among several counters."""
MOST_TYPED = 100


@blueprint.get("/<int:stock_take_id>/count")
@needs("counts.count")
def count_page(stock_take_id: int) -> ResponseReturnValue:
    """Count on a phone: scan or choose a place, then type what lies there."""
    take, session, mine = take_of(stock_take_id), context.session(), context.actor().id
    place_id, part_id, said = _chosen(session, take)
    places = queries.places_waiting(session, stock_take_id=stock_take_id, person_id=mine)
    here = _mine_here(session, take, place_id, mine) if place_id else []
    here.sort(key=lambda each: each.part_id != part_id)
    if part_id and not said and part_id not in {each.part_id for each in here}:
        said = str(_("This part is not on the list here. If it really lies here, note it as a find below."))
    return render_template(
        "stock_takes/count.html",
        take=take,
        place=session.get(Location, place_id) if place_id else None,
        here=here,
        free=[each for each in here if each.assigned_to_id is None],
        taken=_taken_here(session, take, place_id, mine) if place_id else [],
        places=places,
        part_id=part_id,
        said=said,
        others=take.lines_waiting - sum(each.lines for each in places),
        keys=[new_key() for _line in here],
    )


def _mine_here(session: Session, take: StockTakeHead, place_id: int, mine: int) -> list[SheetLine]:
    """Return what somebody may count in a place: not others' lines, not what they counted themselves."""
    lines = queries.count_sheet(session, stock_take_id=take.stock_take_id, only_open=True, location_id=place_id)
    return [each for each in lines if each.last_counted_by_id != mine and each.assigned_to_id in {None, mine}]


def _taken_here(session: Session, take: StockTakeHead, place_id: int, mine: int) -> list[str]:
    """Return the names of the others who count in a place."""
    lines = queries.count_sheet(session, stock_take_id=take.stock_take_id, only_open=True, location_id=place_id)
    return sorted({each.assigned_to or "" for each in lines if each.assigned_to_id not in {None, mine}})


def _chosen(session: Session, take: StockTakeHead) -> tuple[int | None, int | None, str]:
    """Read which place and part were scanned or chosen; the third value says what was wrong with the code."""
    place_id = _place(session, take, Location.id == request.args.get("place", type=int))
    text = request.args.get("code", "").strip()
    if not text:
        return place_id, None, ""
    try:
        code = parse_code(text)
    except AppError as error:
        return place_id, None, message(error)
    if code.kind in {None, CodeKind.LOCATION} and (scanned := _place(session, take, Location.code == code.key)):
        return scanned, None, ""
    part_id = resolve("part", code.key) if code.kind in {None, CodeKind.PART} else None
    if part_id is None:
        return place_id, None, str(_("“%(code)s” is no place of this store and no part.", code=text[:60]))
    return place_id, part_id, "" if place_id else str(_("Scan the place first, then the part."))


def _place(session: Session, take: StockTakeHead, which: ColumnElement[bool]) -> int | None:
    """Return the place of the store that fits, if goods may lie there."""
    of_store = (Location.store_id == take.store_id, Location.kind.in_(("bin", "van")))
    return session.scalar(select(Location.id).where(which, *of_store))


@blueprint.post("/<int:stock_take_id>/count")
@needs("counts.count")
def count(stock_take_id: int) -> ResponseReturnValue:
    """Keep one count and go on in the same place."""
    place_id = _typed_place()
    known: dict[str, Any] = {"location_id": place_id} if place_id else {}
    back = url_for("stock_take_counting.count_page", stock_take_id=stock_take_id, place=place_id)
    return do(COUNT, back, back=back, stock_take_id=stock_take_id, **known)


def _typed_place() -> int | None:
    place = request.form.get("location_id", "")
    return int(place) if place.isdecimal() and len(place) < 16 else resolve("bin", place)


@blueprint.post("/<int:stock_take_id>/claim")
@needs("counts.count")
def claim(stock_take_id: int) -> ResponseReturnValue:
    """Take a place for oneself, so that nobody else counts it meanwhile."""
    place_id = _typed_place()
    known: dict[str, Any] = {"location_id": place_id} if place_id else {}
    back = url_for("stock_take_counting.count_page", stock_take_id=stock_take_id, place=place_id)
    return do(CLAIM, back, back=back, stock_take_id=stock_take_id, **known)


@blueprint.route("/<int:stock_take_id>/find", methods=["GET", "POST"])
@needs("counts.count")
def find(stock_take_id: int) -> ResponseReturnValue:
    """Note a part that lies where nobody expects it."""
    take = take_of(stock_take_id)
    place = request.args.get("place", type=int)
    return handle_form(
        COUNT,
        "command.html",
        url_for("stock_take_counting.count_page", stock_take_id=stock_take_id, place=place),
        initial={"location_id": place, "part_id": request.args.get("part", type=int)},
        fixed={"stock_take_id": stock_take_id},
        title=_("Note a find"),
        intro=_("A part that lies here though the book does not have it here."),
        back=url_for("stock_take_counting.count_page", stock_take_id=stock_take_id, place=place),
        trail=[(_("Stock-takes"), url_for("list.stock_takes")), (take.number, at(stock_take_id))],
    )


@blueprint.route("/<int:stock_take_id>/sheet", methods=["GET", "POST"])
@needs("counts.write")
def sheet(stock_take_id: int) -> ResponseReturnValue:
    """Type in what was counted on paper."""
    take, session = take_of(stock_take_id), context.session()
    waiting = queries.count_sheet(session, stock_take_id=stock_take_id, only_open=True)
    return handle_form(
        COUNT_SHEET,
        "stock_takes/sheet.html",
        at(stock_take_id),
        initial={
            "counted_at": context.now(),
            "lines": [{"location_id": e.location_id, "part_id": e.part_id} for e in waiting[:MOST_TYPED]],
        },
        fixed={"stock_take_id": stock_take_id},
        take=take,
    )


# --- without a signal ------------------------------------------------------------------------------------------------


@blueprint.get("/<int:stock_take_id>/offline")
@needs("counts.count")
def offline(stock_take_id: int) -> ResponseReturnValue:
    """Show the page that counts without a signal: it carries its lines along and keeps counts until they are sent."""
    take, session, actor = take_of(stock_take_id), context.session(), context.actor()
    lines = [
        each
        for each in queries.count_sheet(session, stock_take_id=stock_take_id, only_open=True)
        if each.last_counted_by_id != actor.id and each.assigned_to_id in {None, actor.id}
    ]
    lines.sort(key=lambda each: each.assigned_to_id != actor.id)
    carried = lines[:MOST_CARRIED]
    facts = {
        "take": take.number,
        "open": take.state == "counting",
        "person": actor.id,
        "name": actor.name,
        "now": context.now().isoformat(),
        "lines": [_carried(each) for each in carried],
    }
    return render_template(
        "stock_takes/offline.html", take=take, facts=facts, left_out=len(lines) - len(carried), words=_words()
    )


def _carried(line: SheetLine) -> dict[str, Any]:
    """Return what a phone needs to know of a line; the book is no part of it."""
    return {
        "place": line.location_code,
        "part": line.part_number,
        "name": words(line.part_name),
        "unit": words(unit_text(line.unit)),
        "serials": line.serial_tracked,
        "recount": line.recount_asked,
        "mine": line.assigned_to_id is not None,
    }


def _words() -> dict[str, str]:
    """Return the words that the page's script writes."""
    return {
        "counted": _("Counted"),
        "how_many": _("How many lie here?"),
        "serials": _("Serial numbers, one a line"),
        "recount": _("Recount"),
        "waits": _("waits to be sent"),
        "sent": _("sent"),
        "refused": _("not taken"),
        "discard": _("Discard this count"),
        "discard_sure": _("Discard this count? It was not taken and will be gone."),
        "online": _("There is a signal. Counts are sent at once."),
        "offline": _("No signal. Go on counting: counts are kept on this phone until there is one."),
        "sending": _("Counts are being sent."),
        "unknown": _("“{code}” is not on your list here. Is it a find?"),
        "place_done": _("This place is done."),
        "to_count": _("{count} to count"),
        "log_in": _("Log in again on this phone, then the counts are sent. They are kept until then."),
        "other_person": _("These counts were made by {name}. They are sent when {name} is logged in here."),
        "number_wrong": _("Write how many, such as 12 or 2.5."),
        "storage_full": _("This phone has no room left for counts. Find a signal before you go on."),
        "waiting_count": _("{count} counts wait to be sent."),
        "none_waiting": _("Every count is sent."),
        "place_first": _("Scan the place first, then the part."),
    }


@blueprint.get("/<int:stock_take_id>/offline/state")
@needs("counts.count")
def offline_state(stock_take_id: int) -> ResponseReturnValue:
    """Tell a phone that has a signal again who is logged in and how the stock-take stands."""
    take = take_of(stock_take_id)
    now = context.now().isoformat()
    return {"person": context.actor().id, "token": generate_csrf(), "state": take.state, "now": now}


@blueprint.post("/<int:stock_take_id>/offline/counts")
@needs("counts.count")
def offline_count(stock_take_id: int) -> ResponseReturnValue:
    """Take one count that waited on a phone; a refusal says why and changes nothing."""
    data, form = validated(COUNT_LATER.schema(), request.form, {"stock_take_id": stock_take_id})
    if form.errors:
        said = [each for name in form.errors for each in form.box(name).errors] if form.errors else []
        return {"kept": False, "code": "form_incomplete", "message": " ".join(said) or form.message}, 422
    try:
        done = run(COUNT_LATER, data, form.request_key)
    except AppError as error:
        start_over(error)
        return {"kept": False, "code": error.code, "message": message(error)}, error.status
    return {"kept": True, "recount": done.recount_asked}


@blueprint.get("/worker.js")
@needs("counts.count")
def worker() -> Response:
    """Hand out the script that lets the counting page open without a signal; it may serve this folder only."""
    script = resources.files("webapp.static").joinpath("count-worker.js").read_text(encoding="utf-8")
    response = Response(script, mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = "/stock-takes/"
    response.headers["Cache-Control"] = "no-cache"
    return response
