"""Old parts 旧件 in the house: judge them, carry the verdict out, have them repaired outside."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from inventory.queries import old_parts as queries
from inventory.queries import workshops
from inventory.refurbishing import REPAIR_DAYS
from inventory.tables import Location, Lot, OldPartNote, OldPartReceipt, WorkshopLine, WorkshopOrder
from kernel.errors import NotFound
from kernel.settings import setting
from procurement.tables import Supplier
from receiving.warranty_claiming import live_claim
from webapp import context
from webapp.access import needs
from webapp.commands import Command, do, handle_form
from webapp.commands_of import old_parts as can
from webapp.commands_of import workshops as can_outside
from webapp.i18n import quantity
from webapp.old_part_words import CAUSES, LOT_STATES, LOT_TONES, VERDICTS, WORKSHOP_STATES, WORKSHOP_TONES
from webapp.pages.old_parts import MOST_CHOSEN
from webapp.pages.old_parts import blueprint as routes
from webapp.pages.old_parts_paper import repair_order
from webapp.receiving_words import CLAIM_STATES, CLAIM_TONES
from webapp.scopes import in_own_stores

LOT = "/lots/<int:lot_id>"


def _at(lot_id: int) -> str:
    return url_for("old_parts.lot", lot_id=lot_id)


def lot_of(lot_id: int) -> Any:
    """Return a lot of old parts in a store of whoever asks, as the list shows it."""
    session = context.session()
    mine = in_own_stores(OldPartNote.store_id, session, context.actor())
    row = session.execute(queries.old_lots_select().where(Lot.id == lot_id, mine)).first()
    if row is None:
        raise NotFound("not_an_old_part", lot=lot_id)
    return row


@routes.route(LOT, methods=["GET", "POST"])
@needs("old_parts.read")
def lot(lot_id: int) -> ResponseReturnValue:
    """Show a lot of old parts: where it came from, what was decided, what comes next; the inspector judges here."""
    row, session, actor = lot_of(lot_id), context.session(), context.actor()
    receipt = session.scalars(select(OldPartReceipt).where(OldPartReceipt.lot_id == lot_id)).one()
    here = row.state in {"to_judge", "to_carry_out"}
    verdicts = session.execute(queries.verdicts_select(lot_id)).all()
    return handle_form(
        can.JUDGE,
        "old_parts/lot.html",
        _at(lot_id),
        initial={"verdict": verdicts[0].verdict, "cause": verdicts[0].cause} if verdicts else {},
        fixed={"lot_id": lot_id},
        success=_("Decided. What comes next stands on the page."),
        row=row,
        judges=here and actor.may("inspection.write") and receipt.brought_by_id != actor.id,
        failed=session.get(Lot, receipt.failed_lot_id) if receipt.failed_lot_id else None,
        claim=lambda: live_claim(session, lot_id),
        verdicts=lambda: session.execute(queries.verdicts_select(lot_id)).all(),
        became=lambda: session.execute(queries.made_of_select(lot_id)).all(),
        workshop=lambda: _workshop_of(lot_id),
        states=LOT_STATES,
        tones=LOT_TONES,
        verdicts_words=VERDICTS,
        causes=CAUSES,
        claim_states=CLAIM_STATES,
        claim_tones=CLAIM_TONES,
    )


def _workshop_of(lot_id: int) -> Any:
    return (
        context.session()
        .execute(
            select(
                WorkshopOrder.id,
                WorkshopOrder.number,
                WorkshopLine.quantity,
                WorkshopLine.repaired,
                WorkshopLine.unrepaired,
            )
            .join(WorkshopLine, WorkshopLine.workshop_order_id == WorkshopOrder.id)
            .where(WorkshopLine.lot_id == lot_id)
            .order_by(WorkshopOrder.id)
        )
        .all()
    )


def _carry_out(made: Command, lot_id: int, intro: str, success: Any = "") -> ResponseReturnValue:
    row = lot_of(lot_id)
    return handle_form(
        made,
        "command.html",
        _at(lot_id),
        initial={"quantity": row.quantity},
        fixed={"lot_id": lot_id},
        success=success,
        title=f"{made.title} · {row.lot_number}",
        intro=intro,
        submit=str(made.title),
        back=_at(lot_id),
        trail=[(_("Old parts in the house"), url_for("list.old_part_lots")), (row.lot_number, _at(lot_id))],
    )


@routes.route(f"{LOT}/scrap", methods=["GET", "POST"])
@needs("stock.scrap")
def scrap(lot_id: int) -> ResponseReturnValue:
    """Scrap old parts."""
    return _carry_out(can.SCRAP, lot_id, _("It leaves the books for good."))


@routes.route(f"{LOT}/to-maker", methods=["GET", "POST"])
@needs("stock.move")
def to_maker(lot_id: int) -> ResponseReturnValue:
    """Send old parts to their maker without a claim."""
    return _carry_out(can.TO_MAKER, lot_id, _("No claim goes with it: its lot is not known, or its warranty is over."))


@routes.route(f"{LOT}/restock", methods=["GET", "POST"])
@needs("stock.move")
def restock(lot_id: int) -> ResponseReturnValue:
    """Make refurbished stock of old parts."""
    return _carry_out(
        can.RESTOCK,
        lot_id,
        _("It becomes a refurbished lot of its own cost. It waits in the hold until another person has inspected it."),
        lambda made: _("%(lot)s waits in the hold for its inspection.", lot=made.lot_number),
    )


# --- workshops ------------------------------------------------------------------------------------------------------


@routes.route("/workshops/new", methods=["GET", "POST"])
@needs("parts.write")
def new_workshop() -> ResponseReturnValue:
    """Add an outside workshop."""
    return handle_form(
        can_outside.OPEN_WORKSHOP,
        "command.html",
        lambda made: url_for("old_parts.workshop", workshop_id=made.location_id),
        success=_("The workshop is there. Old parts that are to be repaired can be sent to it."),
        intro=_("What lies at a workshop stays in the books of the store that sent it."),
        back=url_for("list.workshops"),
        trail=[(_("Workshops"), url_for("list.workshops"))],
    )


def workshop_of(workshop_id: int) -> Any:
    """Return a workshop of a store of whoever asks, as the list shows it."""
    session = context.session()
    mine = in_own_stores(Location.store_id, session, context.actor())
    row = session.execute(
        workshops.workshops_select(on=context.today()).where(Location.id == workshop_id, mine)
    ).one_or_none()
    if row is None:
        raise NotFound("workshop_unknown", id=workshop_id)
    return row


@routes.get("/workshops/<int:workshop_id>")
@needs("old_parts.read")
def workshop(workshop_id: int) -> str:
    """Show a workshop: where it is, whom to ask, and what it has of ours."""
    row, session = workshop_of(workshop_id), context.session()
    orders = workshops.workshop_orders_select(on=context.today()).where(WorkshopOrder.workshop_id == workshop_id)
    supplier = session.get(Supplier, row.supplier_id) if row.supplier_id else None
    return render_template(
        "old_parts/workshop.html",
        row=row,
        supplier=supplier,
        orders=session.execute(orders.order_by(WorkshopOrder.state.desc(), WorkshopOrder.id.desc()).limit(100)).all(),
        states=WORKSHOP_STATES,
        tones=WORKSHOP_TONES,
    )


@routes.route("/workshops/<int:workshop_id>/edit", methods=["GET", "POST"])
@needs("parts.write")
def edit_workshop(workshop_id: int) -> ResponseReturnValue:
    """Change what is known of a workshop."""
    row = workshop_of(workshop_id)
    here = url_for("old_parts.workshop", workshop_id=workshop_id)
    names = ("name_zh", "name_en", "address", "contact", "phone", "email", "supplier_id", "note", "active")
    return handle_form(
        can_outside.CHANGE_WORKSHOP,
        "command.html",
        here,
        initial={name: getattr(row, name) for name in names},
        fixed={"workshop_id": workshop_id},
        intro=_("Orders that were sent keep the address that they were sent to."),
        back=here,
        trail=[(_("Workshops"), url_for("list.workshops")), (row.code, here)],
    )


@routes.post("/workshop-orders/<int:workshop_order_id>/remind")
@needs("stock.move")
def remind_workshop(workshop_order_id: int) -> ResponseReturnValue:
    """Ask the workshop after an order that should be back."""
    here = url_for("old_parts.workshop_order", workshop_order_id=workshop_order_id)
    return do(can_outside.REMIND_WORKSHOP, here, workshop_order_id=workshop_order_id)


@routes.get("/workshop-orders/<int:workshop_order_id>/order.pdf")
@needs("old_parts.read")
def workshop_paper(workshop_order_id: int) -> Response:
    """Print the repair order 送修单."""
    order = workshop_order_of(workshop_order_id)
    return repair_order(order, context.session().execute(workshops.workshop_lines_select(workshop_order_id)).all())


@routes.post("/lots/choose")
@needs("stock.move")
def choose_lots() -> ResponseReturnValue:
    """Go on to a workshop order of the lots that were ticked."""
    chosen = ",".join(each for each in request.form.getlist("ids") if each.isdecimal() and len(each) < 16)
    return redirect(url_for("old_parts.send_out", lots=chosen or None), 303)


@routes.route("/workshop-orders/new", methods=["GET", "POST"])
@needs("stock.move")
def send_out() -> ResponseReturnValue:
    """Send old parts to a workshop: those that were chosen, else all that are to be repaired."""
    session, today = context.session(), context.today()
    rows = _to_repair(request.args.get("lots", ""))
    known = session.scalars(
        select(Location)
        .where(Location.kind == "workshop", Location.active, in_own_stores(Location.store_id, session, context.actor()))
        .order_by(Location.code)
    ).all()
    return handle_form(
        can_outside.SEND_OUT,
        "old_parts/send_out.html",
        lambda made: url_for("old_parts.workshop_order", workshop_order_id=made.workshop_order_id),
        initial={
            "due_on": today + timedelta(days=int(setting(session, REPAIR_DAYS, today))),
            "workshop_id": known[0].id if len(known) == 1 else None,
            "lot_ids": [row.lot_id for row in rows],
        },
        success=lambda made: _("%(number)s is on its way to the workshop.", number=made.number),
        rows=rows,
        workshops=known,
    )


def _to_repair(chosen: str) -> list[Any]:
    session = context.session()
    keys = [int(each) for each in chosen.split(",") if each.isascii() and each.isdecimal() and len(each) < 16]
    mine = in_own_stores(OldPartNote.store_id, session, context.actor())
    wanted = queries.old_lots_select().where(mine)
    if keys:
        wanted = wanted.where(Lot.id.in_(keys[:MOST_CHOSEN]))
    rows = session.execute(wanted.order_by(Lot.id)).all()
    return [row for row in rows if row.state == "to_carry_out" and row.verdict == "repair"]


def workshop_order_of(workshop_order_id: int) -> Any:
    """Return a workshop order of a store of whoever asks, as the list shows it."""
    session = context.session()
    mine = in_own_stores(WorkshopOrder.store_id, session, context.actor())
    row = session.execute(
        workshops.workshop_orders_select(on=context.today()).where(WorkshopOrder.id == workshop_order_id, mine)
    ).first()
    if row is None:
        raise NotFound("workshop_order_unknown", id=workshop_order_id)
    return row


@routes.get("/workshop-orders/<int:workshop_order_id>")
@needs("old_parts.read")
def workshop_order(workshop_order_id: int) -> str:
    """Show what was sent to a workshop and what came back."""
    row = workshop_order_of(workshop_order_id)
    return render_template(
        "old_parts/workshop_order.html",
        order=row,
        lines=context.session().execute(workshops.workshop_lines_select(workshop_order_id)).all(),
        reminders=context.session().execute(workshops.reminders_select(workshop_order_id)).all(),
        states=WORKSHOP_STATES,
        tones=WORKSHOP_TONES,
    )


@routes.route("/workshop-lines/<int:workshop_line_id>/back", methods=["GET", "POST"])
@needs("stock.move")
def came_back(workshop_line_id: int) -> ResponseReturnValue:
    """Take back what a workshop sends."""
    session = context.session()
    line = session.get(WorkshopLine, workshop_line_id)
    if line is None:
        raise NotFound("workshop_line_unknown", id=workshop_line_id)
    order = workshop_order_of(line.workshop_order_id)
    rows = session.execute(workshops.workshop_lines_select(line.workshop_order_id)).all()
    shown = next(each for each in rows if each.workshop_line_id == workshop_line_id)
    here = url_for("old_parts.workshop_order", workshop_order_id=order.workshop_order_id)
    return handle_form(
        can_outside.TAKE_BACK,
        "command.html",
        here,
        initial={"repaired": shown.there, "unrepaired": "0", "unit_cost_cny": ""},
        fixed={"workshop_line_id": workshop_line_id},
        success=lambda made: (
            _("%(lot)s waits in the hold for its inspection.", lot=made.lot_number)
            if made.lot_number
            else _("It lies in the returns area again and waits for another verdict.")
        ),
        intro=_(
            "%(lot)s, %(part)s: %(there)s at the workshop.",
            lot=shown.lot_number,
            part=shown.number,
            there=quantity(shown.there, shown.unit),
        ),
        back=here,
        trail=[(_("At outside workshops"), url_for("list.workshop_orders")), (order.number, here)],
    )
