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
from inventory.tables import FrozenLot, Location, Lot, Movement, Part, WorkOrder
from kernel.amounts import Quantity
from receiving.queries.traces import trace
from receiving.tables import Arrival, ArrivalLine, ArrivalLot
from service.tables import Customer, Ticket
from webapp import context
from webapp.access import needs
from webapp.charts import flow_chart, flow_rows
from webapp.i18n import words
from webapp.navigation import entry
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


@blueprint.get("/trace")
@needs("stock.read")
def find() -> ResponseReturnValue:
    """Go back from whatever is known (lot, serial, work order, ticket, product, delivery) to the lots behind it."""
    code = request.args.get("code", "").strip()[:128]
    lots = found_lots(context.session(), code) if code else []
    if len(lots) == 1:
        return redirect(url_for("trace.lot", lot_id=lots[0].id))
    return render_template("trace/find.html", code=code, lots=lots)


def found_lots(session: Session, code: str) -> list[Any]:
    """Return the lots that a code names or that went where it says, oldest first."""
    orders = select(WorkOrder.location_id).where(WorkOrder.number == code)
    actor = context.actor()
    if actor.may("tickets.read"):
        mine = select(Ticket.work_order_id).where(or_(Ticket.number == code, Ticket.serial == code), own_tickets(actor))
        orders = select(WorkOrder.location_id).where(or_(WorkOrder.number == code, WorkOrder.id.in_(mine)))
    went = select(Movement.lot_id).where(Movement.to_location_id.in_(orders))
    came = (
        select(ArrivalLot.lot_id)
        .join(ArrivalLine, ArrivalLine.id == ArrivalLot.arrival_line_id)
        .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .where(Arrival.number == code)
    )
    named = or_(Lot.number == code, Lot.serial_number == code, Lot.supplier_lot == code)
    listed = (
        select(Lot.id, Lot.number, Lot.received_on, Part.number.label("part_number"), Part.name_zh, Part.name_en)
        .join(Part, Part.id == Lot.part_id)
        .where(or_(named, Lot.id.in_(went), Lot.id.in_(came)))
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
    stages = stages_of(Seen(row, found, sisters, there, used, unit, frozen))
    return render_template(
        "trace/lot.html",
        trace=found,
        lot=row,
        part=part,
        unit=unit,
        there=there,
        frozen=frozen,
        chart=flow_chart(
            _("The way of the lot"), _("From its supplier over inspection to the places and repairs it went to"), stages
        ),
        twin=flow_rows(
            stages, stage_word=_("Stage"), what_word=_("What"), text_word=_("Detail"), from_word=_("Comes from")
        ),
        movements=session.execute(stock_queries.movements_select(lot_id=lot_id)).all(),
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
        select(WorkOrder.id, WorkOrder.number, WorkOrder.state, Movement.quantity)
        .join(Movement, Movement.to_location_id == WorkOrder.location_id)
        .where(Movement.lot_id == lot_id)
        .order_by(Movement.id)
    )
    found: dict[int, Use] = {}
    for order_id, number, state, quantity in into:
        found.setdefault(order_id, Use(order_id, number, state)).issued += quantity
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
