"""Pick on a phone: go to the bin, scan, issue, go on; or print the walk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from inventory import fifo
from inventory.issuing import Issued
from inventory.picking import PickLine, candidates, propose_pick
from inventory.queries import requests_select
from inventory.queries.picks import fifo_asks_select, short_picks_select, uncounted
from inventory.tables import FifoAsk, FifoException, Location, Lot, Movement, PartRequest, ProductModel, ShortPick
from kernel.amounts import Quantity
from kernel.tables import Person
from webapp import context
from webapp.access import needs
from webapp.commands import handle_form
from webapp.commands_of.picking import ASK_EXCEPTION, ISSUE, SIGN_EXCEPTION, AskedException
from webapp.commands_of.requests import URGENCIES
from webapp.commands_of.requests_owners import order_of, request_of, store_of_request
from webapp.i18n import quantity
from webapp.listings.picking import ready_select
from webapp.listings.picking_walks import ASK_STATES, ASK_TONES
from webapp.listings.requests import URGENCY_TONES
from webapp.lookups import resolve
from webapp.old_stock import older_there
from webapp.pages.picking_codes import Read, read
from webapp.pages.picking_paper import pick_list
from webapp.pages.postings_last import last_posting
from webapp.scopes import in_own_stores

blueprint = Blueprint("picking", __name__, url_prefix="/picking")
MOST_CHOSEN = 100


def _ids(text: str) -> list[int]:
    """Return the ids of a walk as the address names them."""
    named = [int(each) for each in text.split(",") if each.isascii() and each.isdecimal() and len(each) < 16]
    return list(dict.fromkeys(named))[:MOST_CHOSEN]


def _ready(ids: list[int]) -> list[int]:
    """Return the requests ready to be picked in one's own stores, in the order of service; of `ids`, where given."""
    session = context.session()
    found = ready_select().where(in_own_stores(PartRequest.store_id, session, context.actor()))
    if ids:
        found = found.where(PartRequest.id.in_(ids))
    found = found.subquery()  # type: ignore[assignment]
    return list(session.scalars(select(found.c.id).order_by(found.c.turn)))  # type: ignore[attr-defined]


def _in_walk(ids: list[int]) -> list[int]:
    """Return the requests of a walk in the order in which the keeper comes to their places."""
    lines = propose_pick(context.session(), part_request_ids=tuple(_ready(ids)), on=context.today())
    return list(dict.fromkeys(line.part_request_id for line in lines))


def _go_on(after: int, **more: object) -> str:
    """Return the address of the next pick of the walk or the queue, else that of the list."""
    walk = request.args.get("walk", "")
    waiting = [each for each in (_in_walk(_ids(walk)) if walk else _ready([])) if each != after]
    if waiting:
        return url_for("picking.pick", part_request_id=waiting[0], walk=walk or None, **more)  # type: ignore[arg-type]
    if walk:
        return url_for("requests.work_order", work_order_id=request_of(context.session(), after).work_order_id, **more)  # type: ignore[arg-type]
    return url_for("picking.done", **more)  # type: ignore[arg-type]


@blueprint.get("/begin")
@needs("stock.issue")
def begin() -> ResponseReturnValue:
    """Go to the first pick in the order of service."""
    waiting = _ready([])
    return redirect(url_for("picking.pick", part_request_id=waiting[0]) if waiting else url_for("picking.done"))


@blueprint.get("/done")
@needs("stock.issue")
def done() -> str:
    """Say that nothing waits any more."""
    return render_template("picking/done.html", last=last_posting())


@blueprint.post("/walk")
@needs("stock.issue")
def walk() -> ResponseReturnValue:
    """Begin a walk for the requests that were ticked."""
    ordered = _in_walk(_ids(",".join(request.form.getlist("ids"))))
    if not ordered:
        return redirect(url_for("list.pick_queue"), 303)
    chosen = ",".join(map(str, ordered))
    return redirect(url_for("picking.pick", part_request_id=ordered[0], walk=chosen), 303)


@blueprint.post("/print")
@needs("stock.issue")
def print_chosen() -> ResponseReturnValue:
    """Go to the pick list of the requests that were ticked."""
    ids = _ids(",".join(request.form.getlist("ids")))
    return redirect(url_for("picking.paper", ids=",".join(map(str, ids))) if ids else url_for("list.pick_queue"), 303)


@blueprint.get("/list.pdf")
@needs("stock.issue")
def paper() -> ResponseReturnValue:
    """Print the pick list 领料单 of some requests, or of all that are ready, in walking order."""
    return pick_list(_ready(_ids(request.args.get("ids", ""))))


@dataclass(frozen=True, slots=True)
class _Step:
    """Hold the pick at hand: its lines oldest first, and what the scan said."""

    lines: list[PickLine]
    scanned: bool | None = None
    title: str = ""
    text: str = ""
    wrong_lot: Lot | None = None

    @property
    def line(self) -> PickLine | None:
        return self.lines[0] if self.lines else None


def _lines(row: PartRequest) -> list[PickLine]:
    """Return what is to be taken for a request, in the order in which it must leave: oldest lot first."""
    session = context.session()
    lines = propose_pick(session, part_request_ids=(row.id,), on=context.today())
    return sorted(lines, key=lambda each: (session.get_one(Lot, each.lot_id).rank_on, each.lot_id))


def _step(row: PartRequest) -> _Step:
    """Compare what was scanned with what has to be taken now."""
    lines, text = _lines(row), request.args.get("code", "")
    found = read(text)
    if not text.strip() or not lines:
        return _Step(lines)
    first = lines[0]
    if first.lot_id in {lot.id for lot in found.lots} or (found.place and found.place.id == first.location_id):
        return _Step(lines, True, _("Right: %(lot)s in %(place)s", lot=first.lot_number, place=first.location_code))
    todo = _("Take lot %(lot)s from %(place)s.", lot=first.lot_number, place=first.location_code)
    if found.part is not None and found.part.id == row.part_id:
        return _Step(lines, None, _("The part is right. Scan its lot or bin too."), todo)
    other = next((lot for lot in found.lots if lot.part_id == row.part_id), None)
    if other is not None:
        later = any(each.lot_id == other.id for each in lines)
        return _Step(lines, False, _wrong_lot(other.number, later=later), todo, other)
    return _Step(lines, False, _wrong(found, text.strip()[:60]), todo)


def _wrong(found: Read, text: str) -> str:
    if found.wrong:
        return found.wrong
    return str(_("Wrong place: %(code)s", code=text) if found.place else _("Wrong part: %(code)s", code=text))


def _wrong_lot(lot: str, *, later: bool) -> str:
    if later:
        return str(_("Not yet: %(lot)s comes after an older lot", lot=lot))
    return str(_("Wrong lot: %(lot)s", lot=lot))


@blueprint.route("/<int:part_request_id>", methods=["GET", "POST"])
@needs("stock.issue")
def pick(part_request_id: int) -> ResponseReturnValue:
    """Pick one request: confirm lot or bin by a scan, issue, and go on to the next."""
    session = context.session()
    store_of_request(session, context.actor(), {"part_request_id": part_request_id})
    row = request_of(session, part_request_id)
    step = _step(row)
    line = step.line
    return handle_form(
        ISSUE,
        "picking/pick.html",
        lambda made: _after(part_request_id, made),
        initial={"quantity": line.quantity if line else None, "lot_id": line.lot_id if line else None},
        fixed={"part_request_id": part_request_id},
        success=_issued,
        row=session.execute(requests_select().where(PartRequest.id == part_request_id)).one(),
        order=lambda: order_of(session, row.work_order_id),
        model=lambda: _model(row),
        older=lambda: older_there(row.part_id, row.store_id, order_of(session, row.work_order_id)),
        step=step,
        line=line,
        others=lambda: _others(row, line),
        signed=lambda: _signed(row),
        asks=lambda: asks_of(row),
        ask_states=ASK_STATES,
        ask_tones=ASK_TONES,
        short=lambda: short_of(row),
        skip=lambda: _go_on(part_request_id),
        walk=request.args.get("walk", ""),
        last=last_posting(),
        urgencies=URGENCIES,
        urgency_tones=URGENCY_TONES,
    )


def _model(row: PartRequest) -> ProductModel | None:
    model_id = order_of(context.session(), row.work_order_id).product_model_id
    return context.session().get(ProductModel, model_id) if model_id else None


def _after(part_request_id: int, made: Issued) -> str:
    """Stay with a request of which more can be picked, else go on."""
    row = request_of(context.session(), part_request_id)
    if row.open and _lines(row):
        walk = request.args.get("walk") or None
        return url_for("picking.pick", part_request_id=part_request_id, walk=walk, done=made.posting_id)
    return _go_on(part_request_id, done=made.posting_id)


def _issued(made: Issued) -> str:
    session = context.session()
    row = session.execute(requests_select().where(PartRequest.id == made.part_request_id)).one()
    return str(
        _(
            "Issued %(quantity)s of %(part)s to %(order)s.",
            quantity=quantity(made.quantity, row.unit),
            part=row.number,
            order=row.work_order_number,
        )
    )


def _others(row: PartRequest, line: PickLine | None) -> list[tuple[Lot, Location, Quantity]]:
    """Return the other lots of the part in the store, which go first only by a signed exception."""
    session, on = context.session(), context.today()
    there = fifo.in_order(candidates(session, row.part_id, row.store_id), on)
    return [
        (session.get_one(Lot, each.lot_id), session.get_one(Location, each.location_id), each.quantity)
        for each in there
        if line is None or each.lot_id != line.lot_id
    ]


def _signed(row: PartRequest) -> list[tuple[FifoException, Lot, str]]:
    """Return the signed exceptions of the work order for the part that were not used yet."""
    found = context.session().execute(
        select(FifoException, Lot, Person.name)
        .join(Lot, Lot.id == FifoException.lot_id)
        .join(Person, Person.id == FifoException.signed_by_id)
        .outerjoin(Movement, Movement.fifo_exception_id == FifoException.id)
        .where(FifoException.work_order_id == row.work_order_id, Lot.part_id == row.part_id, Movement.id.is_(None))
    )
    return [(each[0], each[1], each[2]) for each in found]


def asks_of(row: PartRequest) -> list[Any]:
    """Return the asks to leave the order for a request that wait or were refused."""
    listed = fifo_asks_select().where(FifoAsk.part_request_id == row.id, FifoAsk.state.in_(("asked", "refused")))
    return list(context.session().execute(listed.order_by(FifoAsk.id)))


def short_of(row: PartRequest) -> list[Any]:
    """Return the places of a request that were found short and are not counted yet."""
    listed = short_picks_select().where(ShortPick.part_request_id == row.id, uncounted())
    return list(context.session().execute(listed.order_by(ShortPick.id)))


@blueprint.route("/<int:part_request_id>/exception", methods=["GET", "POST"])
@needs("stock.issue")
def ask_exception(part_request_id: int) -> ResponseReturnValue:
    """Ask that a lot may be issued before an older one."""
    session = context.session()
    store_of_request(session, context.actor(), {"part_request_id": part_request_id})
    row = request_of(session, part_request_id)
    order = order_of(session, row.work_order_id)
    lot_id = resolve("lot", request.args.get("lot", ""))
    return handle_form(
        ASK_EXCEPTION,
        "picking/exception.html",
        url_for("picking.pick", part_request_id=part_request_id),
        initial={"lot_id": lot_id},
        fixed={"part_request_id": part_request_id},
        success=_asked,
        order=order,
        row=row,
    )


def _asked(made: AskedException) -> str:
    if made.mails:
        return str(_("Asked: %(count)s supervisors got a mail. Come back when it is signed.", count=made.mails))
    return str(_("Asked. No supervisor has a mail address, but it stands in their queue. Come back when it is signed."))


@blueprint.route("/exceptions/sign", methods=["GET", "POST"])
@needs("fifo.sign")
def sign() -> ResponseReturnValue:
    """Sign, as another person than who asked, that a lot may go before an older one."""
    given = request.args
    return handle_form(
        SIGN_EXCEPTION,
        "command.html",
        url_for("list.fifo_exceptions"),
        initial={
            "work_order_id": resolve("work_order", given.get("order", "")),
            "lot_id": resolve("lot", given.get("lot", "")),
            "asked_by_id": resolve("person", given.get("asked_by", "")),
        },
        intro=_("The oldest lot goes first, or the one that expires first. This permits one other lot, once."),
        submit=_("Sign"),
        back=url_for("list.fifo_exceptions"),
        trail=[(_("Exceptions from first in, first out"), url_for("list.fifo_exceptions"))],
    )
