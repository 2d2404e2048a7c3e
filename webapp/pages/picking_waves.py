"""A keeper's walk for many requests: one way through the bins, confirmed by scans, packed by work order at its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from inventory.queries import requests_select
from inventory.queries.picks import waves_select
from inventory.tables import Location, Lot, PartRequest, PickWave, PickWaveLine
from inventory.walking import Ended, lines_of, stops
from inventory.waves import Stop
from kernel.amounts import Quantity
from kernel.errors import AppError
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form, start_over
from webapp.commands import run as carry_out
from webapp.commands_of.picking import ISSUE
from webapp.commands_of.picking_walks import END_WALK, SET_OUT, own_walk, wave_of
from webapp.commands_of.requests_owners import request_of
from webapp.forms import KEY_FIELD, Form, new_key
from webapp.listings.picking_walks import WAVE_STATES, WAVE_TONES
from webapp.messages import message
from webapp.pages.picking_codes import read
from webapp.pages.picking_paper import pick_list
from webapp.pages.postings_last import last_posting

blueprint = Blueprint("picking_waves", __name__, url_prefix="/picking/waves")


def found(pick_wave_id: int) -> PickWave:
    """Return a walk through one of one's own stores."""
    own_walk(context.session(), context.actor(), {"pick_wave_id": pick_wave_id})
    return wave_of(context.session(), pick_wave_id)


def _at(pick_wave_id: int, **more: object) -> str:
    return url_for("picking_waves.show", pick_wave_id=pick_wave_id, **more)  # type: ignore[arg-type]


@blueprint.post("")
@needs("stock.issue")
def begin() -> ResponseReturnValue:
    """Set out for the requests that were ticked; all must be asked of the same store."""
    ids = [int(each) for each in request.form.getlist("ids") if each.isdecimal() and len(each) < 16][:100]
    session = context.session()
    if not ids:
        return redirect(url_for("list.pick_queue"), 303)
    data = {"store_id": request_of(session, ids[0]).store_id, "part_request_ids": ids}
    try:
        made = carry_out(SET_OUT, data, request.form.get(KEY_FIELD, "") or new_key())
    except AppError as error:
        if error.status == 403:
            raise
        start_over(error)
        flash(message(error), "danger")
        return redirect(url_for("list.pick_queue"), 303)
    return redirect(_at(made.pick_wave_id), 303)


@dataclass(frozen=True, slots=True)
class Shown:
    """Hold a stop with the words that a keeper reads."""

    stop: Stop
    place: Location
    lot: Lot
    number: str
    name_zh: str
    name_en: str
    unit: str
    work_order: str


def _shown(left: tuple[Stop, ...]) -> list[Shown]:
    session = context.session()
    asked = {
        row.part_request_id: row
        for row in session.execute(requests_select().where(PartRequest.id.in_([s.part_request_id for s in left])))
    }
    made = []
    for stop in left:
        row = asked[stop.part_request_id]
        made.append(
            Shown(
                stop,
                session.get_one(Location, stop.location_id),
                session.get_one(Lot, stop.lot_id),
                row.number,
                row.name_zh,
                row.name_en,
                row.unit,
                row.work_order_number,
            )
        )
    return made


def _read(now: Shown | None) -> tuple[bool | None, str]:
    """Compare what was scanned with the stop at hand: right, wrong, or nothing scanned, and the words for it."""
    text = request.args.get("code", "").strip()
    if not text or now is None:
        return None, ""
    seen = read(text)
    lots = {lot.id for lot in seen.lots}
    if now.stop.lot_id in lots or (seen.place and seen.place.id == now.stop.location_id):
        return True, _("Right: %(lot)s in %(place)s", lot=now.lot.number, place=now.place.code)
    if seen.part is not None and seen.part.id == now.stop.part_id:
        return None, _("The part is right. Scan its lot or bin too.")
    return False, seen.wrong or _("Wrong: take lot %(lot)s from %(place)s.", lot=now.lot.number, place=now.place.code)


FACTS = ("wave", "states", "tones", "now", "here", "then", "scanned", "words", "packed", "last")


def _context(row: PickWave) -> dict[str, Any]:
    session = context.session()
    left = stops(session, row.id, context.today()) if row.state == "open" else ()
    shown = _shown(left)
    now = shown[0] if shown else None
    scanned, words = _read(now)
    return {
        "wave": session.execute(waves_select().where(PickWave.id == row.id)).one(),
        "states": WAVE_STATES,
        "tones": WAVE_TONES,
        "now": now,
        "here": [each for each in shown[1:] if now and each.stop.location_id == now.stop.location_id],
        "then": [each for each in shown[1:] if now and each.stop.location_id != now.stop.location_id],
        "scanned": scanned,
        "words": words,
        "packed": _packed(row),
        "last": last_posting(),
    }


def _packed(row: PickWave) -> dict[tuple[int, str], list[tuple[PickWaveLine, Any, Quantity]]]:
    """Return what the walk has picked so far by work order, to be laid together and handed over."""
    session = context.session()
    by_order: dict[tuple[int, str], list[tuple[PickWaveLine, Any, Quantity]]] = {}
    for line in lines_of(session, row.id):
        asked = session.execute(requests_select().where(PartRequest.id == line.part_request_id)).one()
        picked = asked.issued - line.issued_before
        by_order.setdefault((asked.work_order_id, asked.work_order_number), []).append((line, asked, picked))
    return by_order


@blueprint.get("/<int:pick_wave_id>")
@needs("stock.issue")
def show(pick_wave_id: int) -> str:
    """Show the next stop of a walk, or what was picked when it is over."""
    row = found(pick_wave_id)
    shown = _context(row)
    now = shown["now"]
    form = Form(
        ISSUE.schema(),
        {"quantity": now.stop.quantity, "lot_id": now.stop.lot_id} if isinstance(now, Shown) else {},
        hidden=frozenset({"part_request_id"}),
    )
    return render_template("picking/wave.html", form=form, **shown)


@blueprint.post("/<int:pick_wave_id>/<int:part_request_id>")
@needs("stock.issue")
def take(pick_wave_id: int, part_request_id: int) -> ResponseReturnValue:
    """Issue what was taken at a stop and go on to the next."""
    found(pick_wave_id)
    facts: dict[str, Any] = {}

    def fact(name: str) -> Callable[[], Any]:
        """Return a function that reads a fact of the page: only after a refusal, when all was rolled back."""

        def read_it() -> Any:
            if not facts:
                facts.update(_context(found(pick_wave_id)))
            return facts[name]

        return read_it

    shown: dict[str, Any] = {name: fact(name) for name in FACTS}
    return handle_form(
        ISSUE,
        "picking/wave.html",
        lambda made: _at(pick_wave_id, done=made.posting_id),
        fixed={"part_request_id": part_request_id},
        **shown,
    )


@blueprint.post("/<int:pick_wave_id>/end")
@needs("stock.issue")
def end(pick_wave_id: int) -> ResponseReturnValue:
    """End a walk."""
    found(pick_wave_id)

    def after(made: Ended) -> str:
        if made.left:
            flash(_("%(left)s requests are not picked; they wait in their turn.", left=made.left), "info")
        return _at(pick_wave_id)

    return do(
        END_WALK,
        after,
        back=_at(pick_wave_id),
        success=_("The walk is over. Pack what belongs together and hand it over."),
        pick_wave_id=pick_wave_id,
    )


@blueprint.get("/<int:pick_wave_id>/list.pdf")
@needs("stock.issue")
def paper(pick_wave_id: int) -> ResponseReturnValue:
    """Print the pick list of a walk 领料单 in the order of its stops."""
    way = stops(context.session(), found(pick_wave_id).id, context.today())
    return pick_list(sorted({stop.part_request_id for stop in way}), way)
