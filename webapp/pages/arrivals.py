"""Receive: scan or choose an order, register what came, see what became of it, undo, print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory.finding import found
from inventory.scan_codes import CodeKind, ScanCode, parse_code
from inventory.tables import Location
from kernel.amounts import Quantity
from kernel.errors import AppError, NotFound
from procurement.finding_room import goods_may_come
from procurement.tables import Order, OrderLine, Supplier
from receiving.arriving import Registered
from receiving.queries import arrivals as queries
from receiving.queries.owed import STORE, owed_goods
from receiving.tables import Arrival, SupplierReturn
from webapp import context
from webapp.access import needs
from webapp.arrival_lines import open_lines
from webapp.arrival_scans import answer
from webapp.commands import do, handle_form
from webapp.commands_of.arrivals import RECOUNT, REGISTER, UNDO
from webapp.context import Actor
from webapp.forms import Form, form_data, new_key
from webapp.i18n import in_language, words
from webapp.lookups import resolve
from webapp.messages import message
from webapp.receiving_words import (
    ARRIVAL_STATES,
    ARRIVAL_TONES,
    LINE_KINDS,
    LINE_TONES,
    require_own,
    store_wanted,
    units,
)
from webapp.row_files import FileOwner, file_owner, files_of
from webapp.scanning import Found, scan_target
from webapp.scopes import in_own_stores
from webapp.uploads import DOCUMENTS, IMAGES

blueprint = Blueprint("arrivals", __name__, url_prefix="/arrivals")
SHOWN_ORDERS = 30


def _at(arrival_id: int) -> str:
    return url_for("arrivals.show", arrival_id=arrival_id)


@blueprint.get("/new")
@needs("arrivals.write")
def new() -> ResponseReturnValue:
    """Scan or choose the order that was delivered, or name the supplier."""
    session, actor = context.session(), context.actor()
    code, said = request.args.get("code", "").strip()[:200], ""
    supplier, store = request.args.get("supplier", "").strip(), request.args.get("store", "").strip()
    if code:
        order_id, said = _order_of(session, code)
        claim_id = None if order_id else _claim_of(session, code)
        if order_id or claim_id:
            return redirect(url_for("arrivals.register", order=order_id, claim=claim_id))
    elif supplier:
        supplier_id, store_id = resolve("delivering_supplier", supplier), resolve("warehouse", store)
        if supplier_id and store_id:
            return redirect(url_for("arrivals.register", supplier=supplier_id, store=store_id))
        said = _("Type the code of a supplier and of a store of the lists.")
    open_lines = queries.expected_select().where(in_own_stores(Order.store_id, session, actor)).subquery()
    orders = session.execute(
        select(
            open_lines.c.order_id,
            open_lines.c.order_number,
            open_lines.c.supplier_name_zh,
            open_lines.c.supplier_name_en,
            func.count().label("lines"),
            func.min(open_lines.c.due_on).label("due_on"),
        )
        .group_by(
            open_lines.c.order_id,
            open_lines.c.order_number,
            open_lines.c.supplier_name_zh,
            open_lines.c.supplier_name_en,
        )
        .order_by(func.min(open_lines.c.due_on).asc().nulls_last(), open_lines.c.order_id)
        .limit(SHOWN_ORDERS)
    ).all()
    return render_template(
        "arrivals/new.html",
        orders=orders,
        owed=owed_goods(session, in_own_stores(STORE, session, actor))[:SHOWN_ORDERS],
        said=said,
        code=code,
        supplier=supplier,
        store=store or store_wanted(),
        today=context.today(),
    )


def _order_of(session: Session, text: str) -> tuple[int | None, str]:
    """Return the order that was scanned, or what is wrong with the code."""
    try:
        code = parse_code(text)
    except AppError as error:
        return None, message(error)
    kinds = {None, CodeKind.ORDER, CodeKind.DOCUMENT}
    order = session.scalar(select(Order).where(Order.number == code.key)) if code.kind in kinds else None
    if order is None:
        return None, _("“%(code)s” is no order. Scan the code of the order, or choose below.", code=text[:60])
    if order.state in {"draft", "approved"}:
        return None, _(
            "%(number)s was not sent to the supplier yet. Ask the buyer before you take it in.", number=order.number
        )
    return order.id, ""


def _claim_of(session: Session, text: str) -> int | None:
    """Return the claim whose return note was scanned, where its goods may come."""
    try:
        code = parse_code(text)
    except AppError:
        return None
    if code.kind not in {None, CodeKind.DOCUMENT}:
        return None
    return next((each.supplier_return_id for each in owed_goods(session, SupplierReturn.number == code.key)), None)


@blueprint.route("/register", methods=["GET", "POST"])
@needs("arrivals.write")
def register() -> ResponseReturnValue:
    """Register what came, with the lines of the order (or of all the supplier's open orders) filled in."""
    session = context.session()
    order = session.get(Order, request.args.get("order", default=0, type=int))
    asked = SupplierReturn.id == request.args.get("claim", default=0, type=int)
    claim = next(iter(owed_goods(session, asked)), None) if "claim" in request.args else None
    wanted = order or claim
    supplier_id = wanted.supplier_id if wanted else request.args.get("supplier", default=0, type=int)
    store_id = wanted.store_id if wanted else request.args.get("store", default=0, type=int)
    supplier, store = session.get(Supplier, supplier_id), session.get(Location, store_id)
    if supplier is None or store is None or store.kind != "warehouse":
        raise NotFound("order_unknown", id=request.args.get("order", ""))
    require_own(session, context.actor(), store.id)
    lines = open_lines(session, supplier.id, store.id, order)
    chosen = order.number if order else claim.number if claim else ""
    first = [each for each in lines.values() if not chosen or each["order_number"] == chosen]
    sees = context.may("arrivals.expected")
    begun = {
        "arrived_on": f"{context.today():%Y-%m-%d}",
        "lines": [
            {
                each["box"]: each["id"],
                "part_id": each["part_id"],
                "quantity": each["expected"] if chosen and sees else None,
            }
            for each in first
        ],
    }
    shown = {"chosen": chosen, "supplier": supplier, "store": store, "sees": sees}
    shown |= {"lines": lines, "counted": _counted()}
    if request.method == "POST" and "code" in request.form:
        return _scanned_into(session, begun, shown)
    return handle_form(
        REGISTER,
        "arrivals/register.html",
        lambda made: url_for("arrivals.show", arrival_id=made.arrival_id, new=1),
        initial=begun,
        fixed={"supplier_id": supplier.id, "store_id": store.id},
        success=_said,
        **shown,
        before=lambda: queries.registered_before(
            session, supplier_id=supplier.id, delivery_note=request.form.get("delivery_note", "")
        ),
    )


def _counted() -> set[str]:
    """Return which lines of the form have been scanned; their next label adds to the quantity."""
    return set(request.form.getlist("counted")[:1000])


def _scanned_into(session: Session, begun: dict[str, Any], shown: dict[str, Any]) -> ResponseReturnValue:
    """Show the form with what was typed and with what a scanned label adds to it; nothing is written."""
    schema = REGISTER.schema()
    typed, _data, _wrong = form_data(schema, request.form)
    if "arrived_on" not in typed:  # without scripts the code comes alone
        blank = Form(schema, begun)
        names = ("order_line_id", "supplier_return_id", "part_id", "quantity")
        count = len(begun["lines"])
        typed = {**begun, "lines": [{name: blank.box("lines", n, name).value for name in names} for n in range(count)]}
    code = request.form["code"].strip()[:200]
    said = answer(
        session,
        code,
        typed["lines"],
        known=shown["lines"],
        counted=shown["counted"],
        supplier_id=shown["supplier"].id,
        sees=shown["sees"],
    )
    form = Form(schema, typed, hidden=frozenset({"supplier_id", "store_id"}))
    return render_template("arrivals/register.html", form=form, command=REGISTER, answer=said, before=(), **shown)


def _said(made: Registered) -> str:
    if made.posting_id is None:
        return str(_("%(number)s is registered. None of it was ordered: all of it goes back.", number=made.number))
    return str(_("%(number)s is registered. The goods wait in the hold for inspection.", number=made.number))


@blueprint.get("/<int:arrival_id>")
@needs("arrivals.read")
def show(arrival_id: int) -> ResponseReturnValue:
    """Show what became of every line: in the hold, passed, failed, surplus, not ordered."""
    session, view = context.session(), view_of(arrival_id)
    lot_views = [lot.quantities for line in view.lines for lot in line.lots]
    untouched = all(each.pending == each.received for each in lot_views)
    numbers = [number for line in view.lines for number in line.return_numbers]
    returns = session.execute(
        select(SupplierReturn.number, SupplierReturn.id).where(SupplierReturn.number.in_(numbers))
    )
    return render_template(
        "arrivals/show.html",
        arrival=view,
        new=request.args.get("new") == "1",
        units=units(session, [line.part_id for line in view.lines] + [each.part_id for each in view.recounts]),
        pending=any(each.pending for each in lot_views),
        judged=any(each.passed or each.failed for each in lot_views),
        undoable=view.state != "undone" and untouched,
        claims={number: row_id for number, row_id in returns},  # noqa: C416 - rows are no pairs for dict()
        none_yet=Quantity.zero(),
        still_open=still_open(session, view),
        files=files_of(session, "arrival", arrival_id),
        file_key=new_key(),
        recounts=[each for each in view.recounts if each.confirmed_by is None and view.state != "undone"],
        states=ARRIVAL_STATES,
        tones=ARRIVAL_TONES,
        kinds=LINE_KINDS,
        kind_tones=LINE_TONES,
        twins=queries.registered_before(session, supplier_id=view.supplier_id, delivery_note=view.delivery_note),
    )


def view_of(arrival_id: int) -> queries.ArrivalView:
    """Return an arrival that whoever asks may see."""
    session = context.session()
    view = queries.arrival(session, arrival_id)
    require_own(session, context.actor(), view.store_id)
    if context.may("arrivals.expected"):
        return view
    return replace(view, lines=tuple(replace(line, ordered=None) for line in view.lines))


def still_open(session: Session, view: queries.ArrivalView) -> dict[int, Quantity]:
    """Return by order line what the supplier still owes after this arrival; nothing to who counts blind."""
    if not context.may("arrivals.expected"):
        return {}
    wanted: Iterable[int] = {line.order_line_id for line in view.lines if line.order_line_id is not None}
    rows = session.execute(select(queries.expected_select().where(OrderLine.id.in_(wanted)).subquery()))
    return {row.order_line_id: row.expected for row in rows}


@blueprint.post("/<int:arrival_id>/recounts/<int:recount_id>")
@needs("arrivals.write")
def recount(arrival_id: int, recount_id: int) -> ResponseReturnValue:
    """Confirm that a line that differs from its order was counted again."""
    view_of(arrival_id)
    return do(RECOUNT, _at(arrival_id), recount_id=recount_id)


@blueprint.route("/<int:arrival_id>/undo", methods=["GET", "POST"])
@needs("arrivals.write")
def undo(arrival_id: int) -> ResponseReturnValue:
    """Undo an arrival that was registered by mistake."""
    view = view_of(arrival_id)
    return handle_form(
        UNDO,
        "command.html",
        _at(arrival_id),
        fixed={"arrival_id": arrival_id},
        title=_("Undo %(number)s", number=view.number),
        intro=_(
            "For a delivery that was registered by mistake. All of it is still in the hold and leaves the books again; "
            "the order waits for its goods as before."
        ),
        submit=_("Undo the arrival"),
        back=_at(arrival_id),
        trail=[(_("Arrivals"), url_for("list.arrivals")), (view.number, _at(arrival_id))],
    )


def _may_open(session: Session, actor: Actor, row_id: int) -> None:
    require_own(session, actor, found(session, Arrival, row_id).store_id)


file_owner(
    FileOwner(
        Arrival,
        "arrivals.read",
        ("arrivals.write",),
        {"photo": IMAGES, "paper": DOCUMENTS},
        _at,
        _may_open,
    )
)


def _ordered(session: Session, actor: Actor, code: ScanCode) -> list[Found]:
    """Find an order that goods may arrive for."""
    if code.kind not in {None, CodeKind.ORDER, CodeKind.DOCUMENT}:
        return []
    order = session.execute(
        select(Order.id, Order.number, Supplier.name_zh, Supplier.name_en)
        .join(Supplier, Supplier.id == Order.supplier_id)
        .where(
            Order.number == code.key,
            goods_may_come(),
            in_own_stores(Order.store_id, session, actor),
        )
    ).one_or_none()
    if order is None:
        return []
    name = in_language(order.name_zh, order.name_en)
    return [Found(_l("Register an arrival"), order.number, name, url_for("arrivals.register", order=order.id))]


def _arrived(session: Session, actor: Actor, code: ScanCode) -> list[Found]:
    """Find an arrival by its number."""
    if code.kind not in {None, CodeKind.DOCUMENT}:
        return []
    arrival = session.scalar(
        select(Arrival).where(Arrival.number == code.key, in_own_stores(Arrival.store_id, session, actor))
    )
    if arrival is None:
        return []
    return [Found(_l("Arrival"), arrival.number, words(ARRIVAL_STATES[arrival.state]), _at(arrival.id))]


scan_target("arrival_of_order", "arrivals.write", _ordered, 20)
scan_target("arrival", "arrivals.read", _arrived, 50)
