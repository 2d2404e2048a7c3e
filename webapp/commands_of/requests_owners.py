"""Tell whose a work order, a request, a place or a posting is, and refuse what is somebody else's."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from inventory.tables import Location, Movement, PartRequest, Posting, Transfer, WorkOrder
from kernel.errors import Forbidden, InvalidState, NotFound
from kernel.prepared import run
from service.tables import Ticket
from webapp.context import Actor
from webapp.scopes import everywhere, own_stores, require_own, require_store, require_work_order

_STORE_ASKED = (
    select(Location.store_id)
    .join(PartRequest, PartRequest.store_id == Location.id)
    .where(PartRequest.id == bindparam("request"))
)


def own_order(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    """Refuse another engineer's work order."""
    require_work_order(session, actor, data["work_order_id"])


def request_of(session: Session, part_request_id: int) -> PartRequest:
    """Return a part request that exists."""
    row = session.get(PartRequest, part_request_id)
    if row is None:
        raise NotFound("part_request_unknown", id=part_request_id)
    return row


def own_request(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    """Refuse a request on another engineer's work order."""
    require_work_order(session, actor, request_of(session, data["part_request_id"]).work_order_id)


def store_of_request(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    """Refuse a request that is asked of a store which somebody else keeps."""
    store_id = run(session, _STORE_ASKED, request=data["part_request_id"]).scalar()
    if store_id is None:
        raise NotFound("part_request_unknown", id=data["part_request_id"])
    require_own(session, actor, store_id)


def leading(_session: Session, actor: Actor, _data: dict[str, Any]) -> None:
    """Refuse those whose work is bound to own stores, vans or tickets."""
    if not everywhere(actor):
        raise Forbidden("only_supervisors")


def leads_order(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    """Let supervisors change a work order that stands for itself; a ticket's work order follows its ticket."""
    leading(session, actor, data)
    ticket = ticket_of(session, data["work_order_id"])
    if ticket is not None:
        raise InvalidState("work_order_of_ticket", number=ticket.number)


def ticket_of(session: Session, work_order_id: int) -> Ticket | None:
    """Return the ticket that a work order belongs to, if there is one."""
    found: Ticket | None = session.scalar(select(Ticket).where(Ticket.work_order_id == work_order_id))
    return found


def from_own_place(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    """Refuse goods that lie in a store which somebody else keeps."""
    require_store(session, actor, data["from_location_id"])


def transfer_of(session: Session, transfer_id: int) -> Transfer:
    """Return a transfer that exists."""
    row = session.get(Transfer, transfer_id)
    if row is None:
        raise NotFound("transfer_unknown", id=transfer_id)
    return row


def sends(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    """Refuse a transfer out of a store that somebody else keeps."""
    require_store(session, actor, transfer_of(session, data["transfer_id"]).from_store_id)


def receives(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    """Refuse a transfer into a store that somebody else keeps."""
    require_store(session, actor, transfer_of(session, data["transfer_id"]).to_store_id)


def at_either_end(session: Session, actor: Actor, *store_ids: int) -> None:
    """Refuse what touches none of somebody's own stores."""
    own = own_stores(session, actor)
    if own is not None and not own & set(store_ids):
        raise Forbidden("not_your_store", store_id=store_ids[0])


def own_transfer(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    """Refuse a transfer that somebody neither asked for nor sends nor receives."""
    transfer = transfer_of(session, data["transfer_id"])
    if transfer.asked_by_id != actor.id:
        at_either_end(session, actor, transfer.from_store_id, transfer.to_store_id)


def own_posting(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    """Refuse a posting that touches none of somebody's own stores."""
    posting_id = data["posting_id"]
    if session.get(Posting, posting_id) is None:
        raise NotFound("posting_unknown", id=posting_id)
    source, target = aliased(Location), aliased(Location)
    rows = session.execute(
        select(source.store_id, target.store_id)
        .select_from(Movement)
        .join(source, source.id == Movement.from_location_id)
        .join(target, target.id == Movement.to_location_id)
        .where(Movement.posting_id == posting_id)
        .distinct()
    )
    at_either_end(session, actor, *{store or 0 for row in rows for store in row})


def order_of(session: Session, work_order_id: int) -> WorkOrder:
    """Return a work order that exists."""
    row = session.get(WorkOrder, work_order_id)
    if row is None:
        raise NotFound("work_order_unknown", id=work_order_id)
    return row
