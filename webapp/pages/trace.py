"""Trace a lot: from its supplier over arrival, inspection and movements to every repair that got a piece of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from inventory import queries as stock_queries
from inventory.places import WORDS as PLACE_WORDS
from inventory.places import LocationKind, MovementKind
from inventory.queries.lineages import gone_select, made_from, made_of_old, old_pieces, sent_select
from inventory.tables import FrozenLot, Location, Lot, Movement, Part, WorkOrder
from kernel.amounts import Quantity
from procurement.tables import Supplier
from receiving.queries.traces import trace
from receiving.tables import Arrival, ArrivalLine, ArrivalLot
from service.tables import Customer, Ticket
from webapp import context
from webapp.access import needs
from webapp.charts import flow_boxes, flow_chart, flow_rows
from webapp.i18n import words
from webapp.navigation import entry
from webapp.partners import gathered
from webapp.personal import shown_name
from webapp.receiving_words import CLAIM_STATES, CLAIM_TONES, INSPECTION_STATES, INSPECTION_TONES, units
from webapp.service_scopes import own_tickets
from webapp.trace_picture import Seen, stages_of

blueprint = Blueprint("trace", __name__)
ZERO = Quantity.zero()
MOST_FOUND = 200


@dataclass(slots=True)
class Use:
    """Hold what a work order got of a lot, and the ticket it was for where whoever asks may see it."""

    work_order_id: int
    number: str
    state: str
    issued: Quantity = ZERO
    returned: Quantity = ZERO
    ticket: Any = None
    store_ids: tuple[int, ...] = ()


@blueprint.get("/trace")
@needs("stock.read")
def find() -> ResponseReturnValue:
    """Go back from what is known (lot, serial, work order, ticket, product, customer, delivery) to the lots."""
    code = request.args.get("code", "").strip()[:128]
    customer = request.args.get("customer", "")
    customer_id = int(customer) if customer.isascii() and customer.isdecimal() and len(customer) < 16 else None
    lots = found_lots(context.session(), code, customer_id) if code or customer_id else []
    if len(lots) == 1:
        return redirect(url_for("trace.lot", lot_id=lots[0].id))
    return render_template("trace/find.html", code=code, lots=lots, asked=bool(code or customer_id))


def found_lots(session: Session, code: str, customer_id: int | None = None) -> list[Any]:
    """Return the lots that a code names, that went where it says, or to repairs of a customer; oldest first."""
    orders = select(WorkOrder.location_id).where(WorkOrder.number == code)
    actor = context.actor()
    if actor.may("tickets.read"):
        known = [Ticket.number == code, Ticket.serial == code]
        if customer_id is not None and actor.may("customers.read"):
            known.append(Ticket.customer_id == customer_id)
        if actor.may("customers.read") and actor.may("personal.read"):
            named = select(Customer.id).where(or_(Customer.name == code, Customer.phone == code))
            known.append(Ticket.customer_id.in_(named))
        mine = select(Ticket.work_order_id).where(or_(*known), own_tickets(actor))
        orders = select(WorkOrder.location_id).where(or_(WorkOrder.number == code, WorkOrder.id.in_(mine)))
    went = select(Movement.lot_id).where(Movement.to_location_id.in_(orders))
    came = (
        select(ArrivalLot.lot_id)
        .join(ArrivalLine, ArrivalLine.id == ArrivalLot.arrival_line_id)
        .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .where(Arrival.number == code)
    )
    by_code = or_(Lot.number == code, Lot.serial_number == code, Lot.supplier_lot == code)
    listed = (
        select(
            Lot.id,
            Lot.number,
            Lot.received_on,
            Part.number.label("part_number"),
            Part.name_zh,
            Part.name_en,
            Supplier.id.label("supplier_id"),
            Supplier.name_zh.label("supplier_zh"),
            Supplier.name_en.label("supplier_en"),
        )
        .join(Part, Part.id == Lot.part_id)
        .outerjoin(ArrivalLot, ArrivalLot.lot_id == Lot.id)
        .outerjoin(ArrivalLine, ArrivalLine.id == ArrivalLot.arrival_line_id)
        .outerjoin(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .outerjoin(Supplier, Supplier.id == Arrival.supplier_id)
        .where(or_(by_code, Lot.id.in_(went), Lot.id.in_(came)))
        .order_by(Lot.received_on, Lot.id)
        .limit(MOST_FOUND)
    )
    return list(session.execute(listed))


@blueprint.get("/lots/<int:lot_id>/trace")
@needs("stock.read")
def lot(lot_id: int) -> ResponseReturnValue:
    """Show where a lot came from, what was found, where it lies and who got pieces of it."""
    session = context.session()
    found = trace(session, lot_id)
    row = session.get_one(Lot, lot_id)
    part = session.get_one(Part, row.part_id)
    unit = units(session, [part.id])[part.id]
    sisters = session.execute(select(Lot.id, Lot.number).where(Lot.id.in_(found.sister_lot_ids)).order_by(Lot.id)).all()
    there = session.execute(
        stock_queries.lots_select(part_id=part.id).where(Lot.id == lot_id).order_by(None).order_by(Location.code)
    ).all()
    used = uses(session, lot_id)
    frozen = session.get(FrozenLot, lot_id) is not None
    old = old_pieces(session, failed_lot_id=lot_id)
    own_old = (lot_id,) if row.origin == "old" else ()
    seen = Seen(
        row,
        found,
        sisters,
        there,
        used,
        unit,
        frozen,
        sent=session.execute(sent_select(lot_id)).all(),
        gone=session.execute(gone_select(lot_id)).all(),
        old=old,
        made=made_of_old(session, own_old + tuple(each.lot_id for each in old)),
        parents=made_from(session, lot_id),
    )
    stages = stages_of(seen)
    return render_template(
        "trace/lot.html",
        trace=found,
        lot=row,
        part=part,
        unit=unit,
        there=there,
        frozen=frozen,
        seen=seen,
        boxes=flow_boxes(stages),
        chart=flow_chart(
            _("The way of the lot"), _("From its supplier over inspection to the places and repairs it went to"), stages
        ),
        twin=flow_rows(
            stages, stage_word=_("Stage"), what_word=_("What"), text_word=_("Detail"), from_word=_("Comes from")
        ),
        movements=gathered(session.execute(stock_queries.movements_select(lot_id=lot_id)).all()),
        uses=used,
        sisters=sisters,
        kinds={str(kind): words(PLACE_WORDS[kind]) for kind in MovementKind if kind in PLACE_WORDS},
        places={str(kind): words(PLACE_WORDS[kind]) for kind in LocationKind if kind in PLACE_WORDS},
        inspection_states=INSPECTION_STATES,
        inspection_tones=INSPECTION_TONES,
        claim_states=CLAIM_STATES,
        claim_tones=CLAIM_TONES,
        shown_name=shown_name,
    )


def uses(session: Session, lot_id: int) -> list[Use]:
    """Return every work order that got pieces of a lot, what came back of them, and its ticket."""
    into = session.execute(
        select(WorkOrder.id, WorkOrder.number, WorkOrder.state, Movement.quantity, Location.store_id)
        .join(Movement, Movement.to_location_id == WorkOrder.location_id)
        .join(Location, Location.id == Movement.from_location_id)
        .where(Movement.lot_id == lot_id)
        .order_by(Movement.id)
    )
    found: dict[int, Use] = {}
    for order_id, number, state, quantity, store_id in into:
        use = found.setdefault(order_id, Use(order_id, number, state))
        use.issued += quantity
        if store_id is not None and store_id not in use.store_ids:
            use.store_ids = (*use.store_ids, store_id)
    back = session.execute(
        select(WorkOrder.id, Movement.quantity)
        .join(Movement, Movement.from_location_id == WorkOrder.location_id)
        .where(Movement.lot_id == lot_id, Movement.kind != MovementKind.FITTED)
    )
    for order_id, quantity in back:
        found[order_id].returned += quantity
    for each in _tickets(session, list(found)):
        found[each.work_order_id].ticket = each
    return list(found.values())


def _tickets(session: Session, work_order_ids: list[int]) -> list[Any]:
    """Return the tickets of work orders, as far as whoever asks may see tickets."""
    actor = context.actor()
    if not work_order_ids or not actor.may("tickets.read"):
        return []
    listed = select(
        Ticket.id, Ticket.number, Ticket.work_order_id, Ticket.serial, Customer.name.label("customer")
    ).join(Customer, Customer.id == Ticket.customer_id)
    return list(session.execute(listed.where(Ticket.work_order_id.in_(work_order_ids), own_tickets(actor))))


entry("reports", _l("Trace lots"), "trace.find", "stock.read", 60)
