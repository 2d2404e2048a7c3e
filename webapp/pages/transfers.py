"""Transfers 调拨 between stores and vans, confirmed at both ends; and the engineer's van."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding_pieces import pieces_in_store, pieces_of_settlements, pieces_on_the_way
from inventory.looking_at_bins import propose_bins
from inventory.queries import transfer_lines_select
from inventory.queries.transfer_pieces import PieceOfTransfer, pieces_of
from inventory.queries.transit import settlements_select
from inventory.scan_codes import CodeKind, ScanCode
from inventory.serial_ranges import write_serials
from inventory.settling_transfers import missing
from inventory.tables import LimitSignature, Location, Part, Transfer, TransferSettlement, WorkOrder
from inventory.transferring import RequestedTransfer, Transferred
from kernel.amounts import Quantity
from kernel.errors import NotFound
from kernel.tables import Person
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form
from webapp.commands_of.picking import USE_FROM_VAN, UsedFromVan
from webapp.commands_of.requests_owners import own_transfer, receives, sends, transfer_of
from webapp.commands_of.transfers import ASK, CANCEL, RECEIVE, SEND
from webapp.commands_of.transfers_missing import CAUSES
from webapp.context import Actor
from webapp.i18n import money, quantity
from webapp.listings.transfers import STATES, TONES
from webapp.listings.transfers_missing import SETTLEMENT_STATES, SETTLEMENT_TONES
from webapp.lookups import resolve
from webapp.old_stock import older_there
from webapp.pages.picking_codes import part_in
from webapp.pages.transfers_paper import transfer_note
from webapp.pages.transfers_pieces import PIECE_STATES, PIECE_TONES, Scans, by_state, pieces_scanned
from webapp.scanning import Found, scan_target
from webapp.scopes import own_stores, own_van

blueprint = Blueprint("transfers", __name__)


def found(transfer_id: int) -> Transfer:
    """Return a transfer that whoever asks may see."""
    session = context.session()
    own_transfer(session, context.actor(), {"transfer_id": transfer_id})
    return transfer_of(session, transfer_id)


def _at(transfer_id: int) -> str:
    return url_for("transfers.show", transfer_id=transfer_id)


def place_of(location_id: int) -> Location:
    """Return a place."""
    return context.session().get_one(Location, location_id)


def name_of(person_id: int | None) -> str:
    """Return a person's name, or nothing for nobody."""
    person = context.session().get(Person, person_id) if person_id else None
    return person.name if person else ""


def _lines(transfer_id: int) -> list[Any]:
    return list(context.session().execute(transfer_lines_select(transfer_id=transfer_id)))


@blueprint.get("/transfers/<int:transfer_id>")
@needs("stock.read")
def show(transfer_id: int) -> str:
    """Show a transfer, and what its keepers do next."""
    row, actor, session = found(transfer_id), context.actor(), context.session()
    own = own_stores(session, actor)
    moves = actor.may("stock.move") or actor.may("requests.write")
    return render_template(
        "transfers/show.html",
        transfer=row,
        lines=_lines(transfer_id),
        source=place_of(row.from_store_id),
        target=place_of(row.to_store_id),
        asked_by=name_of(row.asked_by_id),
        sent_by=name_of(row.sent_by_id),
        received_by=name_of(row.received_by_id),
        may_send=moves and _confirms(row.from_store_id, own),
        may_receive=moves and row.sent_by_id != actor.id and _confirms(row.to_store_id, own),
        moves=moves,
        missing=missing(session, row) if row.state == "short" else {},
        pieces=by_state(pieces := pieces_of(session, row)),
        missing_pieces=_missing_pieces(pieces),
        piece_states=PIECE_STATES,
        piece_tones=PIECE_TONES,
        settlements=settlements_of(transfer_id),
        settled_pieces={
            settlement_id: write_serials(serials)
            for settlement_id, serials in pieces_of_settlements(session, transfer_id).items()
        },
        causes=CAUSES,
        settlement_states=SETTLEMENT_STATES,
        settlement_tones=SETTLEMENT_TONES,
        signature=signature_of(transfer_id),
        me=actor.id,
        may_decide=actor.may("transfers.approve") and actor.id not in {row.sent_by_id, row.received_by_id},
        states=STATES,
        tones=TONES,
    )


def _missing_pieces(pieces: list[PieceOfTransfer]) -> dict[int, list[PieceOfTransfer]]:
    """Return the pieces by part that have no cause yet."""
    listed: dict[int, list[PieceOfTransfer]] = {}
    for each in pieces:
        if each.state == "missing":
            listed.setdefault(each.part_id, []).append(each)
    return listed


def _confirms(store_id: int, own: frozenset[int] | None) -> bool:
    """Tell whether whoever asks may confirm at a store: a van only by its engineer."""
    store = place_of(store_id)
    if store.kind == "van":
        return store.keeper_id == context.actor().id
    return own is None or store_id in own


@blueprint.route("/transfers/new", methods=["GET", "POST"])
@needs("stock.move", "requests.write")
def new() -> ResponseReturnValue:
    """Ask that parts go from one store to another."""
    given = request.args
    numbers = [each for each in given.get("parts", "").split(",") if each]
    return handle_form(
        ASK,
        "transfers/new.html",
        lambda made: _at(made.transfer_id),
        initial={
            "from_store_id": resolve("store", given.get("from", "")),
            "to_store_id": resolve("store", given.get("to", "")),
            "lines": [{"part_id": resolve("part", each)} for each in numbers[:200]],
        },
        success=_asked,
    )


def _asked(made: RequestedTransfer) -> str:
    if transfer_of(context.session(), made.transfer_id).beyond_reason:
        return str(_("%(number)s is asked for. A supervisor has to sign it before it is sent.", number=made.number))
    return str(_("%(number)s is asked for. The other keeper sends it.", number=made.number))


@blueprint.get("/vans/refill")
@needs("requests.write")
def refill() -> ResponseReturnValue:
    """Ask for a refill of the own van from the store that supplies it."""
    return redirect(_refill(request.args.get("parts", "")))


@blueprint.post("/vans/refill")
@needs("requests.write")
def refill_chosen() -> ResponseReturnValue:
    """Ask for a refill of the parts that were ticked."""
    keys = [int(each) % 1_000_000_000 for each in request.form.getlist("ids") if each.isdecimal() and len(each) < 19]
    numbers = context.session().scalars(select(Part.number).where(Part.id.in_(keys)).order_by(Part.number))
    return redirect(_refill(",".join(numbers)), 303)


def _refill(parts: str) -> str:
    van = own_van()
    source = place_of(van.supplying_store_id) if van and van.supplying_store_id else None
    named: dict[str, Any] = {"from": source.code if source else None, "to": van.code if van else None}
    return url_for("transfers.new", **named, parts=parts or None)


@blueprint.route("/transfers/<int:transfer_id>/send", methods=["GET", "POST"])
@needs("stock.move", "requests.write")
def send(transfer_id: int) -> ResponseReturnValue:
    """Send what is really taken."""
    row, session = found(transfer_id), context.session()
    sends(session, context.actor(), {"transfer_id": transfer_id})
    lines = _lines(transfer_id)
    tracked = [each.part_id for each in lines if each.serial_tracked]
    today = context.today()
    known = {part_id: pieces_in_store(session, part_id, row.from_store_id, today) for part_id in tracked}
    scanned = pieces_scanned(known)
    return handle_form(
        SEND,
        "transfers/confirm.html",
        _at(transfer_id),
        initial={"lines": [_typed(each, each.quantity, scanned) for each in lines]},
        fixed={"transfer_id": transfer_id},
        known=known,
        seen=scanned.seen,
        scanned=scanned.code,
        wrong=scanned.wrong,
        transfer=row,
        lines=lines,
        receiving=False,
        target=place_of(row.to_store_id),
        source=place_of(row.from_store_id),
    )


@blueprint.route("/transfers/<int:transfer_id>/receive", methods=["GET", "POST"])
@needs("stock.move", "requests.write")
def receive(transfer_id: int) -> ResponseReturnValue:
    """Count what came and put it into a bin or the van."""
    row, session = found(transfer_id), context.session()
    receives(session, context.actor(), {"transfer_id": transfer_id})
    lines = [each for each in _lines(transfer_id) if each.sent]
    coming = pieces_on_the_way(session, row)
    known = {each.part_id: coming.get(each.part_id, []) for each in lines if each.serial_tracked}
    scanned = pieces_scanned(known)
    return handle_form(
        RECEIVE,
        "transfers/confirm.html",
        _at(transfer_id),
        initial={
            "to_location_id": _usual_place(row.to_store_id, lines),
            "lines": [_typed(each, each.sent, scanned) for each in lines],
        },
        fixed={"transfer_id": transfer_id},
        known=known,
        seen=scanned.seen,
        scanned=scanned.code,
        wrong=scanned.wrong,
        success=_received,
        transfer=row,
        lines=lines,
        receiving=True,
        target=place_of(row.to_store_id),
        source=place_of(row.from_store_id),
    )


def _typed(line: Any, quantity: Quantity, scanned: Scans) -> dict[str, Any]:
    """Return what stands in the boxes of a line at first: of pieces those that were scanned, else all that is asked."""
    if line.serial_tracked:
        return {"part_id": line.part_id, "serials": "\n".join(scanned.of(line.part_id))}
    return {"part_id": line.part_id, "quantity": quantity}


def _usual_place(store_id: int, lines: list[Any]) -> int | None:
    """Return the van itself, or the bin that is proposed for the first part."""
    if place_of(store_id).kind == "van":
        return store_id
    bins = propose_bins(context.session(), part_id=lines[0].part_id, store_id=store_id) if lines else ()
    return bins[0].location_id if bins else None


def _received(made: Transferred) -> str:
    if made.state == "short":
        return str(_("Received, but something is missing. It stays in transit until each piece has a cause."))
    return str(_("Received in full. It is stock here now."))


def settlements_of(transfer_id: int) -> list[Any]:
    """Return what became of goods of a transfer that did not arrive."""
    listed = settlements_select().where(TransferSettlement.transfer_id == transfer_id)
    return list(context.session().execute(listed.order_by(TransferSettlement.id)))


def signature_of(transfer_id: int) -> LimitSignature | None:
    """Return the signature under a transfer beyond a limit, if there is one."""
    found: LimitSignature | None = context.session().scalar(
        select(LimitSignature).where(LimitSignature.transfer_id == transfer_id)
    )
    return found


@blueprint.post("/transfers/<int:transfer_id>/cancel")
@needs("stock.move", "requests.write")
def cancel(transfer_id: int) -> ResponseReturnValue:
    """Cancel what was not sent."""
    return do(CANCEL, _at(transfer_id), transfer_id=transfer_id)


@blueprint.get("/transfers/<int:transfer_id>/note.pdf")
@needs("stock.read")
def paper(transfer_id: int) -> ResponseReturnValue:
    """Print the transfer note 调拨单."""
    row = found(transfer_id)
    return transfer_note(row, _lines(transfer_id), pieces_of(context.session(), row))


@blueprint.route("/vans/<int:van_id>/use", methods=["GET", "POST"])
@needs("requests.write")
def use(van_id: int) -> ResponseReturnValue:
    """Use a part from the own van on a work order."""
    session, actor = context.session(), context.actor()
    van = session.get(Location, van_id)
    own = own_stores(session, actor)
    if van is None or van.kind != "van" or (own is not None and van_id not in own):
        raise NotFound("location_unknown", id=van_id)
    part, wrong = part_in(request.args.get("part", ""))
    order_id = resolve("work_order", request.args.get("order", ""))
    open_orders = session.scalars(
        select(WorkOrder)
        .where(WorkOrder.state == "open", WorkOrder.engineer_id == actor.id)
        .order_by(WorkOrder.opened_at.desc())
        .limit(20)
    ).all()
    if order_id is None and len(open_orders) == 1:
        order_id = open_orders[0].id
    return handle_form(
        USE_FROM_VAN,
        "transfers/use.html",
        lambda made: url_for("requests.work_order", work_order_id=made.work_order_id),
        initial={"part_id": part.id if part else None, "work_order_id": order_id, "quantity": "1"},
        fixed={"van_id": van_id},
        success=_used,
        van=van,
        part=part,
        older=lambda: (
            older_there(part.id, van_id, session.get(WorkOrder, order_id) if order_id else None) if part else []
        ),
        wrong=wrong,
        orders=open_orders,
        order=session.get(WorkOrder, order_id) if order_id else None,
    )


def _used(made: UsedFromVan) -> str:
    part, count = context.session().get_one(Part, made.part_id).number, quantity(made.quantity)
    if context.may("prices.read"):
        return str(_("Used: %(quantity)s of %(part)s, %(cost)s.", quantity=count, part=part, cost=money(made.cost_cny)))
    return str(_("Used: %(quantity)s of %(part)s.", quantity=count, part=part))


@blueprint.get("/vans/use")
@needs("requests.write")
def use_own() -> ResponseReturnValue:
    """Go to the own van."""
    van = own_van()
    if van is None:
        raise NotFound("no_van")
    return redirect(url_for("transfers.use", van_id=van.id, order=request.args.get("order")))


def _scanned(session: Session, _actor: Actor, code: ScanCode) -> list[Found]:
    """Find a transfer by its number."""
    if code.kind not in {None, CodeKind.DOCUMENT}:
        return []
    row = session.scalar(select(Transfer).where(Transfer.number == code.key))
    return [Found(_l("Transfer"), row.number, str(STATES[row.state]), _at(row.id))] if row else []


scan_target("transfer", "stock.read", _scanned, 40)
