"""Trace a lot: from its supplier over arrival, inspection and movements to every repair that got a piece of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import queries as stock_queries
from inventory.places import WORDS as PLACE_WORDS
from inventory.places import LocationKind, MovementKind
from inventory.tables import Location, Lot, Movement, Part, WorkOrder
from kernel.amounts import Quantity
from receiving.queries.traces import trace
from service.tables import Customer, Ticket
from webapp import context
from webapp.access import needs
from webapp.i18n import words
from webapp.personal import shown_name
from webapp.receiving_words import CLAIM_STATES, CLAIM_TONES, INSPECTION_STATES, INSPECTION_TONES, units
from webapp.service_scopes import own_tickets

blueprint = Blueprint("trace", __name__)
ZERO = Quantity.zero()


@dataclass(slots=True)
class Use:
    """Hold what a work order got of a lot, and the ticket it was for where whoever asks may see it."""

    work_order_id: int
    number: str
    state: str
    issued: Quantity = ZERO
    returned: Quantity = ZERO
    ticket: Any = None


@blueprint.get("/lots/<int:lot_id>/trace")
@needs("stock.read")
def lot(lot_id: int) -> ResponseReturnValue:
    """Show where a lot came from, what was found, where it lies and who got pieces of it."""
    session = context.session()
    found = trace(session, lot_id)
    row = session.get_one(Lot, lot_id)
    part = session.get_one(Part, row.part_id)
    sisters = session.execute(select(Lot.id, Lot.number).where(Lot.id.in_(found.sister_lot_ids)).order_by(Lot.id))
    return render_template(
        "trace/lot.html",
        trace=found,
        lot=row,
        part=part,
        unit=units(session, [part.id])[part.id],
        there=session.execute(
            stock_queries.lots_select(part_id=part.id).where(Lot.id == lot_id).order_by(None).order_by(Location.code)
        ).all(),
        movements=session.execute(stock_queries.movements_select(lot_id=lot_id)).all(),
        uses=uses(session, lot_id),
        sisters=sisters.all(),
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
