"""Find a request, locked in its turn, with everything that an issue looks at: two statements, each made once."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from inventory.finding import know_part
from inventory.owing import OWED_FOR
from inventory.posting import lock_stock, locked_stock
from inventory.tables import OPEN, Part, PartRequest, Reservation, Stock, Unit, WorkOrder
from kernel.errors import InvalidState, NotFound
from kernel.prepared import run
from kernel.settings import holding, know_setting

_ASKED = select(PartRequest.part_id, PartRequest.store_id).where(PartRequest.id == bindparam("key"))
_LOCKED = _ASKED.join(
    Stock, (Stock.part_id == PartRequest.part_id) & (Stock.store_id == PartRequest.store_id)
).with_for_update(of=Stock)
_SHEET = (
    select(PartRequest, WorkOrder, Part, Unit, Reservation, holding(OWED_FOR))
    .join(WorkOrder, WorkOrder.id == PartRequest.work_order_id)
    .join(Part, Part.id == PartRequest.part_id)
    .join(Unit, Unit.id == Part.unit_id)
    .outerjoin(Reservation, (Reservation.part_request_id == PartRequest.id) & (Reservation.state == OPEN))
    .where(PartRequest.id == bindparam("key"))
    .order_by(Reservation.id)
    .with_for_update(of=(WorkOrder, PartRequest), key_share=True)
    .execution_options(populate_existing=True)
)


class Asked(NamedTuple):
    """Hold a request as it is now, the open order it belongs to, its part, and the open promises to it."""

    request: PartRequest
    order: WorkOrder
    part: Part
    promised: list[Reservation]


def asked(session: Session, part_request_id: int, on: date) -> Asked:
    """Return a request with what belongs to it on a day, its stock row, order and own row locked in this order.

    Whoever changes promises of a part in a store holds its stock row, so that the second statement sees them as they
    are. Raises `NotFound`, and `InvalidState` where the order is no longer open.
    """
    pair = run(session, _LOCKED, key=part_request_id).one_or_none()
    if pair is None:  # a part that was never in this store has no stock row yet
        pair = run(session, _ASKED, key=part_request_id).one_or_none()
        if pair is None:
            raise NotFound("part_request_unknown", id=part_request_id)
        lock_stock(session, [(pair.part_id, pair.store_id)])
    else:
        locked_stock(session, pair.part_id, pair.store_id)
    rows = session.execute(_SHEET, {"key": part_request_id, "day": on}).all()
    request, order, part, unit, _, owed_for = rows[0]
    know_part(session, part, unit)
    know_setting(session, OWED_FOR, on, owed_for)
    if order.state != "open":
        raise InvalidState("work_order_closed", number=order.number, state=order.state)
    return Asked(request, order, part, [row[4] for row in rows if row[4] is not None])
