"""Old parts 旧件 on the way back: what is owed, why it does not come, the return note and its confirmation."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.queries import old_parts as queries
from inventory.scan_codes import CodeKind, ScanCode
from inventory.tables import (
    Location,
    Lot,
    OldPartDebt,
    OldPartExplanation,
    OldPartNote,
    OldPartNoteLine,
    OldPartReceipt,
    Part,
    WorkOrder,
)
from kernel.amounts import Quantity
from kernel.errors import NotFound
from kernel.tables import Person
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form
from webapp.commands_of import old_parts as can
from webapp.commands_of.requests_owners import ticket_of
from webapp.context import Actor
from webapp.i18n import quantity
from webapp.listings.old_parts import own_notes
from webapp.old_part_words import EXCUSES, NOTE_STATES, NOTE_TONES, STANDING_TONES, STANDINGS, WISHES
from webapp.pages.old_parts_paper import return_note
from webapp.pages.picking_codes import read
from webapp.scanning import Found, scan_target
from webapp.scopes import own_stores
from webapp.units import unit_text

blueprint = Blueprint("old_parts", __name__, url_prefix="/old-parts")
DEBT, NOTE = "/<int:debt_id>", "/notes/<int:note_id>"
MOST_CHOSEN = 100


def _trail(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    return [(_("Old parts owed"), url_for("list.old_parts")), *more]


def _at(debt_id: int) -> str:
    return url_for("old_parts.show", debt_id=debt_id)


def _at_note(note_id: int, **more: Any) -> str:
    return url_for("old_parts.note", note_id=note_id, **more)


def debt_of(debt_id: int) -> Any:
    """Return a debt that whoever asks may see, as the list shows it."""
    session = context.session()
    can.own_debt(session, context.actor(), {"debt_id": debt_id})
    return session.execute(queries.debts_select(on=context.today()).where(OldPartDebt.id == debt_id)).one()


def note_of(note_id: int) -> Any:
    """Return a return note that whoever asks may see, as the list shows it."""
    session = context.session()
    can.own_note(session, context.actor(), {"note_id": note_id})
    return session.execute(queries.notes_select().where(OldPartNote.id == note_id)).one()


@blueprint.get(DEBT)
@needs("old_parts.read")
def show(debt_id: int) -> str:
    """Show what is owed, until when, what was said about it, and what came."""
    row, session = debt_of(debt_id), context.session()
    ticket, own = ticket_of(session, row.work_order_id), own_stores(session, context.actor())
    return render_template(
        "old_parts/show.html",
        within=lambda store_id: own is None or store_id in own,
        debt=row,
        ticket=ticket if ticket is not None and context.may("tickets.read") else None,
        mine=row.engineer_id == context.actor().id,
        explanations=session.execute(queries.explanations_select(debt_id)).all(),
        notes=session.execute(
            select(
                OldPartNote.id, OldPartNote.number, OldPartNote.state, OldPartNote.store_id, OldPartNoteLine.quantity
            )
            .join(OldPartNoteLine, OldPartNoteLine.note_id == OldPartNote.id)
            .where(OldPartNoteLine.debt_id == debt_id)
            .order_by(OldPartNote.id)
        ).all(),
        lots=session.execute(
            queries.old_lots_select()
            .add_columns(OldPartNote.store_id.label("note_store_id"))
            .where(OldPartReceipt.debt_id == debt_id)
        ).all(),
        standings=STANDINGS,
        tones=STANDING_TONES,
        note_states=NOTE_STATES,
        note_tones=NOTE_TONES,
        wishes=WISHES,
        excuses=EXCUSES,
    )


@blueprint.route(f"{DEBT}/explain", methods=["GET", "POST"])
@needs("repairs.write")
def explain(debt_id: int) -> ResponseReturnValue:
    """Say why an old part does not come, or not in time."""
    row = debt_of(debt_id)
    return handle_form(
        can.EXPLAIN,
        "command.html",
        _at(debt_id),
        initial={"quantity": row.owed, "wish": "let_off"},
        fixed={"debt_id": debt_id},
        title=_("Why it does not come"),
        intro=_(
            "%(part)s from %(order)s: %(owed)s still owed. Another person signs it.",
            part=row.number,
            order=row.work_order,
            owed=quantity(row.owed, row.unit),
        ),
        submit=_("Hand in"),
        back=_at(debt_id),
        trail=_trail((row.work_order, _at(debt_id))),
    )


@blueprint.route("/explanations/<int:explanation_id>/answer", methods=["GET", "POST"])
@needs("old_parts.sign")
def answer(explanation_id: int) -> ResponseReturnValue:
    """Sign an explanation or refuse it."""
    session = context.session()
    said = session.get(OldPartExplanation, explanation_id)
    if said is None:
        raise NotFound("old_part_explanation_unknown", id=explanation_id)
    row = debt_of(said.debt_id)
    by = session.get_one(Person, said.explained_by_id).name
    return handle_form(
        can.ANSWER,
        "command.html",
        _at(said.debt_id),
        initial={"granted": True},
        fixed={"explanation_id": explanation_id},
        success=lambda made: _("Signed.") if made.granted else _("Refused; it is owed as before."),
        title=_("Answer the explanation"),
        intro=_(
            "%(who)s, %(part)s × %(quantity)s from %(order)s: %(wish)s, %(excuse)s. “%(note)s”",
            who=by,
            part=row.number,
            quantity=quantity(said.quantity, row.unit),
            order=row.work_order,
            wish=str(WISHES[said.wish]),
            excuse=str(EXCUSES[said.excuse]),
            note=said.note,
        ),
        submit=_("Sign or refuse"),
        back=_at(said.debt_id),
        trail=_trail((row.work_order, _at(said.debt_id))),
    )


@blueprint.route("/ask/<int:work_order_id>", methods=["GET", "POST"])
@needs("old_parts.sign")
def ask(work_order_id: int) -> ResponseReturnValue:
    """Ask for an old part that no rule asks for."""
    order = context.session().get(WorkOrder, work_order_id)
    if order is None:
        raise NotFound("work_order_unknown", id=work_order_id)
    return handle_form(
        can.DEMAND,
        "command.html",
        lambda made: _at(made.debt_id),
        initial={"part_id": request.args.get("part", type=int)},
        fixed={"work_order_id": work_order_id},
        intro=_("The engineer of %(order)s owes it back from now on.", order=order.number),
        submit=_("Ask for it"),
        back=url_for("requests.work_order", work_order_id=work_order_id),
        trail=_trail(),
    )


# --- return notes ---------------------------------------------------------------------------------------------------


@blueprint.post("/choose")
@needs("repairs.write")
def choose() -> ResponseReturnValue:
    """Go on to a return note of the debts that were ticked."""
    chosen = ",".join(each for each in request.form.getlist("ids") if each.isdecimal() and len(each) < 16)
    return redirect(url_for("old_parts.new_note", debts=chosen or None), 303)


@blueprint.route("/notes/new", methods=["GET", "POST"])
@needs("repairs.write")
def new_note() -> ResponseReturnValue:
    """Make a return note of what one owes: all of it, or what was chosen."""
    debts = _owed_by_me(request.args.get("debts", ""))
    lines = [line for each in debts for line in _proposed(each)]
    return handle_form(
        can.MAKE_NOTE,
        "old_parts/new_note.html",
        lambda made: _at_note(made.note_id),
        initial={"store_id": _usual_store(), "lines": [line for _debt, line in lines]},
        success=lambda made: _("%(number)s is made. Bring the parts; the keeper confirms each.", number=made.number),
        debts={each.debt_id: each for each in _owed_by_me("")},
        unit_text=lambda: unit_text,
    )


def _owed_by_me(chosen: str) -> list[Any]:
    keys = [int(each) for each in chosen.split(",") if each.isascii() and each.isdecimal() and len(each) < 16]
    wanted = queries.debts_select(on=context.today()).where(
        OldPartDebt.engineer_id == context.actor().id, queries.OWED > 0
    )
    if keys:
        wanted = wanted.where(OldPartDebt.id.in_(keys[:MOST_CHOSEN]))
    rows = context.session().execute(wanted.order_by(OldPartDebt.due_on, OldPartDebt.id).limit(MOST_CHOSEN)).all()
    return [row for row in rows if row.owed > row.on_the_way]


def _proposed(row: Any) -> list[tuple[Any, dict[str, Any]]]:
    """Return the lines that a note begins with: one for each debt, of a tracked part one for each piece."""
    rest = row.owed - row.on_the_way
    tracked = context.session().get_one(Part, row.part_id).serial_tracked
    if not tracked:
        return [(row, {"debt_id": row.debt_id, "quantity": rest})]
    return [(row, {"debt_id": row.debt_id, "quantity": Quantity.of(1)}) for _piece in range(rest.scaled // 1000)]


def _usual_store() -> int | None:
    """Return the store that supplies one's van."""
    van = select(Location.supplying_store_id).where(
        Location.kind == "van", Location.keeper_id == context.actor().id, Location.active
    )
    return context.session().scalar(van.order_by(Location.id).limit(1))


@blueprint.get(NOTE)
@needs("old_parts.read")
def note(note_id: int) -> str:
    """Show a return note; the keeper scans piece after piece and confirms."""
    row, session, actor = note_of(note_id), context.session(), context.actor()
    lines = session.execute(queries.note_lines_select(note_id)).all()
    confirms = actor.may("stock.move") and row.state == "open" and row.engineer_id != actor.id
    code = request.args.get("code", "")
    line, wrong = _line_of(lines, code, request.args.get("line", 0, int)) if confirms else (None, "")
    return render_template(
        "old_parts/note.html",
        note=row,
        lines=lines,
        line=line,
        wrong=wrong,
        code=code,
        confirms=confirms,
        may_cancel=row.state == "open" and row.engineer_id == actor.id and not any(each.confirmed for each in lines),
        receipts=session.execute(
            select(
                OldPartReceipt.id,
                OldPartReceipt.line_id,
                OldPartReceipt.lot_id,
                Lot.number.label("lot_number"),
                OldPartReceipt.quantity,
                OldPartReceipt.confirmed_at,
                OldPartReceipt.undone_at,
                Person.name.label("confirmed_by"),
            )
            .join(OldPartNoteLine, OldPartNoteLine.id == OldPartReceipt.line_id)
            .join(Lot, Lot.id == OldPartReceipt.lot_id)
            .join(Person, Person.id == OldPartReceipt.confirmed_by_id)
            .where(OldPartNoteLine.note_id == note_id)
            .order_by(OldPartReceipt.id)
        ).all(),
        states=NOTE_STATES,
        tones=NOTE_TONES,
        unit_text=unit_text,
    )


def _line_of(lines: Any, code: str, line_id: int) -> tuple[Any, str]:
    """Return the line of a note that a scanned code means, and what is wrong with the code."""
    waiting = [each for each in lines if each.waiting]
    if not code.strip():
        return next((each for each in waiting if each.line_id == line_id), None), ""
    found = read(code)
    parts = {found.part.id} if found.part else {lot.part_id for lot in found.lots}
    plain = code.strip().rpartition(":")[2]
    for each in waiting:
        if each.serial_number is not None and each.serial_number in (plain, code.strip()):
            return each, ""
    for each in waiting:
        if each.part_id in parts and each.serial_number is None:
            return each, ""
    if any(each.part_id in parts for each in waiting):
        return None, _("Scan the serial number of the piece; it must be one of those on the note.")
    if found:
        return None, _("%(code)s is not on this note, or has been confirmed.", code=code[:60])
    return None, found.wrong


@blueprint.post("/lines/<int:line_id>/confirm")
@needs("stock.move")
def confirm(line_id: int) -> ResponseReturnValue:
    """Confirm pieces of a line."""
    line = context.session().get(OldPartNoteLine, line_id)
    if line is None:
        raise NotFound("old_part_note_line_unknown", id=line_id)
    part = context.session().get_one(Part, line.part_id)
    return do(
        can.CONFIRM,
        _at_note(line.note_id),
        success=_("%(part)s is confirmed. Put it into the returns area.", part=part.number),
        line_id=line_id,
    )


@blueprint.route("/receipts/<int:receipt_id>/undo", methods=["GET", "POST"])
@needs("stock.move")
def undo(receipt_id: int) -> ResponseReturnValue:
    """Undo a confirmation."""
    session = context.session()
    row = session.get(OldPartReceipt, receipt_id)
    if row is None:
        raise NotFound("old_part_receipt_unknown", id=receipt_id)
    line = session.get_one(OldPartNoteLine, row.line_id)
    shown = note_of(line.note_id)
    return handle_form(
        can.UNDO,
        "command.html",
        _at_note(line.note_id),
        fixed={"receipt_id": receipt_id},
        intro=_("%(lot)s leaves the books again and is owed as before.", lot=session.get_one(Lot, row.lot_id).number),
        submit=_("Undo"),
        back=_at_note(line.note_id),
        trail=_trail((shown.number, _at_note(line.note_id))),
    )


@blueprint.post(f"{NOTE}/cancel")
@needs("repairs.write")
def cancel(note_id: int) -> ResponseReturnValue:
    """Take a note back."""
    return do(can.CANCEL_NOTE, _at_note(note_id), note_id=note_id)


@blueprint.post(f"{NOTE}/close")
@needs("stock.move")
def close(note_id: int) -> ResponseReturnValue:
    """Close a note of which not everything came."""
    return do(can.CLOSE_NOTE, _at_note(note_id), note_id=note_id)


@blueprint.get(f"{NOTE}/note.pdf")
@needs("old_parts.read")
def paper(note_id: int) -> Response:
    """Print the return note 旧件返还单."""
    row = note_of(note_id)
    return return_note(row, context.session().execute(queries.note_lines_select(note_id)).all())


def _scanned(session: Session, actor: Actor, code: ScanCode) -> list[Found]:
    """Find a return note by its number."""
    if code.kind not in {None, CodeKind.DOCUMENT}:
        return []
    row = session.execute(
        select(OldPartNote.id, OldPartNote.number, OldPartNote.state).where(
            OldPartNote.number == code.key, own_notes(session, actor)
        )
    ).one_or_none()
    return [Found(_l("Old-part return note"), row.number, str(NOTE_STATES[row.state]), _at_note(row.id))] if row else []


scan_target("old_part_note", "old_parts.read", _scanned, 56)
