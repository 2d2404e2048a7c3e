"""Open a posting to its movements, and reverse it for a reason."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.queries import movements_select
from inventory.scan_codes import CodeKind, ScanCode
from inventory.tables import Location, Lot, Movement, Part, Posting
from kernel.errors import NotFound
from kernel.tables import Person
from webapp import context
from webapp.access import needs
from webapp.commands import do
from webapp.commands_of.postings import REVERSE
from webapp.commands_of.requests_owners import own_posting
from webapp.context import Actor
from webapp.i18n import in_language, instant
from webapp.listings.postings import KINDS, TONES
from webapp.pages.picking_codes import lying
from webapp.pages.postings_last import REASONS, last_posting, may_undo, original_of, reversed_by
from webapp.pages.putaway import move_from
from webapp.partners import gather
from webapp.scanning import Found, scan_target

blueprint = Blueprint("postings", __name__, url_prefix="/postings")
MOST_SHOWN = 500


def found(posting_id: int) -> Posting:
    """Return a posting that whoever asks may see: those who are engineers alone see what touches their van."""
    session, actor = context.session(), context.actor()
    row = session.get(Posting, posting_id)
    if row is None:
        raise NotFound("posting_unknown", id=posting_id)
    if row.by_id != actor.id and not actor.roles - {"engineer"}:
        own_posting(session, actor, {"posting_id": posting_id})
    return row


@blueprint.get("/<int:posting_id>")
@needs("stock.read")
def show(posting_id: int) -> str:
    """Show what a posting moved, who posted it, and what undid it or what it undid."""
    session, row = context.session(), found(posting_id)
    moves = session.execute(movements_select().where(Movement.posting_id == posting_id).limit(MOST_SHOWN)).all()
    gather(moves)
    return render_template(
        "postings/show.html",
        posting=row,
        by=session.get_one(Person, row.by_id).name,
        moves=moves,
        original=original_of(posting_id),
        undone_by=reversed_by(posting_id),
        may_undo=may_undo(row),
        reasons=REASONS,
        last=last_posting(),
        kinds=KINDS,
        tones=TONES,
    )


@blueprint.post("/<int:posting_id>/reverse")
@needs("stock.reverse")
def reverse(posting_id: int) -> ResponseReturnValue:
    """Reverse a posting, and go back to where the undoing was asked."""
    here = url_for("postings.show", posting_id=posting_id)
    return do(REVERSE, _back(here), back=here, posting_id=posting_id)


def _back(otherwise: str) -> str:
    """Return the page on which the button was pressed, if it is one of ours, without its offer to undo."""
    asked = urlsplit(request.form.get("back", ""))
    inside = not asked.scheme and not asked.netloc and asked.path.startswith("/") and not asked.path.startswith("//")
    if not inside or "\\" in asked.path:
        return otherwise
    rest = "&".join(each for each in asked.query.split("&") if each and not each.startswith("done="))
    return f"{asked.path}?{rest}" if rest else asked.path


def _posting(session: Session, _actor: Actor, code: ScanCode) -> list[Found]:
    """Find a posting by its number."""
    if code.kind not in {None, CodeKind.DOCUMENT} or not (code.key.isascii() and code.key.isdecimal()):
        return []
    row = session.get(Posting, int(code.key)) if len(code.key) < 16 else None
    if row is None:
        return []
    return [Found(_l("Posting"), str(row.id), f"{row.reference} {instant(row.posted_at)}", _at(row.id))]


def _at(posting_id: int) -> str:
    return url_for("postings.show", posting_id=posting_id)


def _lot(session: Session, actor: Actor, code: ScanCode) -> list[Found]:
    """Find a lot by its number, with what can be done where it lies."""
    if code.kind not in {None, CodeKind.LOT}:
        return []
    lot = session.scalar(select(Lot).where(Lot.number == code.key))
    if lot is None:
        return []
    part = session.get_one(Part, lot.part_id)
    actions: list[tuple[object, str]] = []
    for each in lying(lot_id=lot.id):
        named = {"place": each.place.code}
        if each.place.kind == "staging" and actor.may("putaway.write"):
            address = url_for("putaway.put", location_id=each.place.id, lot_id=lot.id)
            actions.append((_l("Put away from %(place)s", **named), address))
        if each.place.kind == "bin" and actor.may("stock.move"):
            address = move_from(lot.number, each.place.code)
            actions.append((_l("Move from %(place)s", **named), address))
        if each.place.kind in {"bin", "staging", "van"} and actor.may("stock.move"):
            address = url_for("quarantine.new", lot=lot.number, place=each.place.code)
            actions.append((_l("Quarantine from %(place)s", **named), address))
        if each.place.kind == "quarantine":
            actions.append((_l("Quarantine"), url_for("quarantine.show", location_id=each.place.id, lot_id=lot.id)))
    label = f"{part.number} {in_language(part.name_zh, part.name_en)}"
    return [Found(_l("Lot"), lot.number, label, url_for("list.movements", lot=lot.number), tuple(actions))]


def _place(session: Session, actor: Actor, code: ScanCode) -> list[Found]:
    """Find a place by its code, with what can be done with what lies there."""
    if code.kind not in {None, CodeKind.LOCATION}:
        return []
    place = session.scalar(select(Location).where(Location.code == code.key, Location.kind != "work_order"))
    if place is None:
        return []
    actions: list[tuple[object, str]] = []
    if place.kind == "bin" and actor.may("stock.move"):
        actions.append((_l("Move goods from here"), url_for("putaway.relocate", code=place.code)))
        actions.append((_l("Move all, or chosen lots"), url_for("emptying_bins.move_out", location_id=place.id)))
    if place.kind in {"bin", "staging", "van"} and actor.may("stock.move"):
        actions.append((_l("Put goods into quarantine"), url_for("quarantine.new", place=place.code)))
    if place.kind == "van":
        actions.append((_l("Stock in the van"), url_for("list.van_stock", van=place.code)))
    label = in_language(place.name_zh, place.name_en)
    return [Found(_l("Place"), place.code, label, url_for("list.movements", place=place.code), tuple(actions))]


scan_target("lot", "stock.read", _lot, 15)
scan_target("place", "stock.read", _place, 18)
scan_target("posting", "stock.read", _posting, 90)
