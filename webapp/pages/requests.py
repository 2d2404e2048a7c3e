"""Work orders: what they wait for, what they hold, and asking for more."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.asking_instead import Instead, instead_of
from inventory.finding_fits import fitted, misfit, said
from inventory.handing_over import waiting_postings
from inventory.queries import availability, consumption, requests_select
from inventory.queries.allocations import allocation_events_select
from inventory.queries.picks import handovers_select
from inventory.scan_codes import CodeKind, ScanCode
from inventory.tables import (
    AllocationEvent,
    Handover,
    Location,
    Part,
    PartRequest,
    ProductModel,
    Reservation,
    Unit,
    WorkOrder,
)
from kernel.tables import Person
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form
from webapp.commands_of.requests import (
    ASK_PART,
    CANCEL_REQUEST,
    CHANGE_URGENCY,
    CLOSE_ORDER,
    NAME_PRODUCT,
    OPEN_ORDER,
    SHARE_OUT,
    URGENCIES,
    USE_INSTEAD,
    WHY_INSTEAD,
    Asked,
)
from webapp.commands_of.requests_owners import order_of, request_of, ticket_of
from webapp.context import Actor
from webapp.i18n import quantity
from webapp.listings.allocations import ALLOCATIONS, SYSTEM_REASONS
from webapp.listings.requests import (
    ORDER_STATES,
    ORDER_TONES,
    PROMISE,
    PROMISE_TONES,
    STREAMS,
    URGENCY_TONES,
    standing,
)
from webapp.pages.picking_codes import part_in
from webapp.pages.postings_last import last_posting
from webapp.scanning import Found, scan_target
from webapp.scopes import everywhere, own_stores, own_van, require_work_order, sees_all_work

blueprint = Blueprint("requests", __name__)


def found(work_order_id: int) -> WorkOrder:
    """Return a work order that whoever asks may see."""
    require_work_order(context.session(), context.actor(), work_order_id)
    return order_of(context.session(), work_order_id)


def order_page(work_order_id: int, **more: object) -> str:
    """Return the address of a work order's page."""
    return url_for("requests.work_order", work_order_id=work_order_id, **more)  # type: ignore[arg-type]


@blueprint.get("/work-orders/<int:work_order_id>")
@needs("requests.read")
def work_order(work_order_id: int) -> str:
    """Show a work order: what it asked for, what it holds by lot and cost, and what can be done."""
    order, session, actor = found(work_order_id), context.session(), context.actor()
    asked = session.execute(
        requests_select().where(PartRequest.work_order_id == work_order_id).order_by(PartRequest.id)
    ).all()
    ids = [row.part_request_id for row in asked]
    promises = session.scalars(
        select(Reservation).where(Reservation.part_request_id.in_(ids), Reservation.state == "open")
    ).all()
    own = own_stores(session, actor)
    ticket = ticket_of(session, work_order_id)
    return render_template(
        "requests/work_order.html",
        order=order,
        has_van=own_van() is not None,
        ticket=ticket,
        model=session.get(ProductModel, order.product_model_id) if order.product_model_id else None,
        engineer=session.get(Person, order.engineer_id) if order.engineer_id else None,
        asked=asked,
        first_asked=_numbers([row.asked_part_id for row in asked]),
        promises=promises,
        allocations=session.execute(
            allocation_events_select()
            .where(AllocationEvent.part_request_id.in_(ids) | AllocationEvent.to_request_id.in_(ids))
            .order_by(AllocationEvent.id)
        ).all(),
        to_sign=session.scalar(waiting_postings(order).limit(1)) is not None,
        handed=session.execute(handovers_select().where(Handover.work_order_id == work_order_id)).all(),
        allocation_kinds=ALLOCATIONS,
        system_reasons=SYSTEM_REASONS,
        held=consumption(session, work_order_id=work_order_id),
        leads=everywhere(actor),
        tracked=set(
            session.scalars(select(Part.id).where(Part.id.in_([row.part_id for row in asked]), Part.serial_tracked))
        ),
        picks=[r.part_request_id for r in asked if r.reserved.scaled > 0 and (own is None or r.store_id in own)],
        standing=standing,
        last=last_posting(),
        labels={
            "state": ORDER_STATES,
            "state_tone": ORDER_TONES,
            "urgency": URGENCIES,
            "urgency_tone": URGENCY_TONES,
            "promise": PROMISE,
            "promise_tone": PROMISE_TONES,
            "stream": STREAMS,
        },
    )


def _numbers(part_ids: list[int | None]) -> dict[int, str]:
    wanted = [each for each in part_ids if each]
    rows = context.session().execute(select(Part.id, Part.number).where(Part.id.in_(wanted)))
    return {row.id: row.number for row in rows}


@blueprint.route("/work-orders/new", methods=["GET", "POST"])
@needs("requests.write")
def new() -> ResponseReturnValue:
    """Open a work order that belongs to no ticket."""
    return handle_form(
        OPEN_ORDER,
        "command.html",
        lambda made: order_page(made.work_order_id),
        initial={"urgency": "normal"},
        success=_("The work order is open. Ask for its parts."),
        intro=_("For work without a ticket. A ticket gets its work order by itself when it is dispatched."),
        submit=_("Open the work order"),
        back=url_for("list.work_orders"),
        trail=[(_("Work orders"), url_for("list.work_orders"))],
    )


@blueprint.route("/work-orders/<int:work_order_id>/ask", methods=["GET", "POST"])
@needs("requests.write")
def ask(work_order_id: int) -> ResponseReturnValue:
    """Ask for a part: scan or type it, see where it is and what may replace it, and say how many."""
    order = found(work_order_id)
    part, wrong = part_in(request.args.get("part", ""))
    return handle_form(
        ASK_PART,
        "requests/ask.html",
        lambda _asked: order_page(work_order_id),
        initial={
            "part_id": part.id if part else None,
            "quantity": "1",
            "store_id": usual_store(part),
        },
        fixed={"work_order_id": work_order_id},
        success=_said,
        order=order,
        part=part,
        wrong=wrong,
        fit=_fit(part, order) if part else True,
        ranges=_ranges(part, order) if part else "",
        model=context.session().get(ProductModel, order.product_model_id) if order.product_model_id else None,
        stores=lambda: _stores(part),
        instead=lambda: _instead(part, order),
        why=WHY_INSTEAD,
    )


def _said(made: Asked) -> str:
    part = context.session().get_one(Part, made.part_id)
    unit = context.session().get_one(Unit, part.unit_id).code
    reserved, lacking = quantity(made.reserved, unit), quantity(made.backordered, unit)
    if not made.backordered:
        return str(_("%(part)s: %(reserved)s reserved, ready to be picked.", part=part.number, reserved=reserved))
    return str(
        _(
            "%(part)s: %(reserved)s reserved, %(lacking)s back-ordered. It is promised as soon as some comes.",
            part=part.number,
            reserved=reserved,
            lacking=lacking,
        )
    )


def _fit(part: Part, order: WorkOrder) -> bool:
    return misfit(context.session(), part, order) is None


def _ranges(part: Part, order: WorkOrder) -> str:
    """Return the serial numbers of the product's model that the part fits, in words; empty where it has no limit."""
    mine = [each for each in fitted(context.session(), part) if each.product_model_id == order.product_model_id]
    return said([each for each in mine if each.serial_from or each.serial_to])


def _warehouses() -> list[Location]:
    found = select(Location).where(Location.kind == "warehouse", Location.active).order_by(Location.code)
    return list(context.session().scalars(found))


def _stores(part: Part | None) -> list[object]:
    """Return each warehouse with what it has of the part, opened to its sum."""
    if part is None:
        return []
    session, on = context.session(), context.today()
    return [(each, availability(session, part_id=part.id, store_id=each.id, on=on)) for each in _warehouses()]


def usual_store(part: Part | None) -> int | None:
    """Return the store that supplies the engineer's van, else the first that has the part."""
    session, actor = context.session(), context.actor()
    van = session.scalar(select(Location).where(Location.kind == "van", Location.keeper_id == actor.id).limit(1))
    if van is not None and van.supplying_store_id:
        return van.supplying_store_id
    houses = _warehouses()
    on = context.today()
    for each in houses:
        if part and availability(session, part_id=part.id, store_id=each.id, on=on).available.scaled > 0:
            return each.id
    return houses[0].id if houses else None


def _instead(part: Part | None, order: WorkOrder) -> list[Instead]:
    """Return what may be used instead of the part, old stock first, with what of it the usual store has free."""
    store = usual_store(part)
    if part is None or store is None:
        return []
    return list(instead_of(context.session(), part_id=part.id, store_id=store, at=context.now(), order=order))


@blueprint.route("/part-requests/<int:part_request_id>/instead", methods=["GET", "POST"])
@needs("requests.write", "stock.issue")
def use_another(part_request_id: int) -> ResponseReturnValue:
    """Ask another part for what a request lacks: old stock, an alternate, a successor."""
    row = request_of(context.session(), part_request_id)
    order = found(row.work_order_id)
    if request.method == "POST":
        return do(USE_INSTEAD, order_page(row.work_order_id), part_request_id=part_request_id)
    others = instead_of(context.session(), part_id=row.part_id, store_id=row.store_id, at=context.now(), order=order)
    return render_template(
        "requests/instead.html",
        order=order,
        part=context.session().get_one(Part, row.part_id),
        row=row,
        others=others,
        why=WHY_INSTEAD,
    )


@blueprint.post("/part-requests/<int:part_request_id>/cancel")
@needs("requests.write")
def cancel(part_request_id: int) -> ResponseReturnValue:
    """Cancel what of a request is not yet issued."""
    row = request_of(context.session(), part_request_id)
    return do(CANCEL_REQUEST, order_page(row.work_order_id), part_request_id=part_request_id)


@blueprint.post("/part-requests/<int:part_request_id>/share-out")
@needs("requests.write", "stock.issue")
def share_out(part_request_id: int) -> ResponseReturnValue:
    """Promise what is free of the requested part to those who wait, in their turn."""
    row = request_of(context.session(), part_request_id)
    return do(SHARE_OUT, order_page(row.work_order_id), part_id=row.part_id, store_id=row.store_id)


@blueprint.post("/work-orders/<int:work_order_id>/close")
@needs("requests.write")
def close(work_order_id: int) -> ResponseReturnValue:
    """Close a work order, or cancel it where nothing was done."""
    return do(CLOSE_ORDER, order_page(work_order_id), work_order_id=work_order_id)


@blueprint.post("/work-orders/<int:work_order_id>/serial")
@needs("requests.write")
def serial(work_order_id: int) -> ResponseReturnValue:
    """Say which product is repaired, by its serial number."""
    return do(NAME_PRODUCT, order_page(work_order_id), work_order_id=work_order_id)


@blueprint.post("/work-orders/<int:work_order_id>/urgency")
@needs("requests.write")
def urgency(work_order_id: int) -> ResponseReturnValue:
    """Change how urgent a work order is."""
    return do(CHANGE_URGENCY, order_page(work_order_id), work_order_id=work_order_id)


def _scanned(session: Session, actor: Actor, code: ScanCode) -> list[Found]:
    """Find a work order by its number; engineers find their own."""
    if code.kind not in {None, CodeKind.WORK_ORDER, CodeKind.DOCUMENT}:
        return []
    row = session.scalar(select(WorkOrder).where(WorkOrder.number == code.key))
    if row is None or not (sees_all_work(actor) or row.engineer_id == actor.id):
        return []
    actions: list[tuple[object, str]] = []
    if row.state == "open" and actor.may("stock.issue"):
        actions.append((_l("Pick for it"), url_for("list.pick_queue", work_order=row.number)))
    if row.state == "open" and actor.may("requests.write"):
        actions.append((_l("Ask for a part"), url_for("requests.ask", work_order_id=row.id)))
    return [Found(_l("Work order"), row.number, str(ORDER_STATES[row.state]), order_page(row.id), tuple(actions))]


scan_target("work_order", "requests.read", _scanned, 20)
__all__ = ["blueprint", "order_page"]
