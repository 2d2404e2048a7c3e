"""Narrow what somebody sees and does to what is theirs: an engineer's tickets and van, a keeper's stores."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, bindparam, select, true, union
from sqlalchemy.orm import Session

from inventory.tables import Location, StoreDeputy, WorkOrder
from kernel.errors import Forbidden, NotFound
from kernel.prepared import run
from webapp import context
from webapp.context import Actor
from webapp.permissions import EVERYWHERE

_KEPT: CompoundSelect[Any] = union(
    select(Location.store_id).where(Location.keeper_id == bindparam("keeper"), Location.store_id.is_not(None)),
    select(StoreDeputy.store_id).where(
        StoreDeputy.person_id == bindparam("keeper"),
        StoreDeputy.from_on <= bindparam("today"),
        StoreDeputy.until_on.is_(None) | (StoreDeputy.until_on >= bindparam("today")),
    ),
)
_STORE_OF = select(Location.store_id).where(Location.id == bindparam("place"))
"""Asked by every command of a keeper, made once."""


def everywhere(actor: Actor) -> bool:
    """Tell whether one of their roles works in every store and on every ticket."""
    return bool(actor.roles & EVERYWHERE)


def own_stores(session: Session, actor: Actor) -> frozenset[int] | None:
    """Return the ids of the stores somebody keeps (vans included), or None for those who work everywhere.

    Who keeps a zone or another place inside a store works in that store, and so does a deputy on the days named.
    """
    if everywhere(actor):
        return None
    return frozenset(run(session, _KEPT, keeper=actor.id, today=context.today()).scalars())


def in_own_stores(column: ColumnElement[int] | object, session: Session, actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a column of store ids names one of somebody's own stores."""
    own = own_stores(session, actor)
    return true() if own is None else column.in_(sorted(own))  # type: ignore[union-attr]


def own_van() -> Location | None:
    """Return the van of whoever asks, if they keep one."""
    found = select(Location).where(Location.kind == "van", Location.keeper_id == context.actor().id, Location.active)
    return context.session().scalar(found.order_by(Location.id).limit(1))


def require_store(session: Session, actor: Actor, location_id: int) -> int:
    """Return the id of the store that a place lies in, or refuse when somebody else keeps it."""
    store_id: int | None = run(session, _STORE_OF, place=location_id).scalar()
    if store_id is None:
        raise NotFound("location_unknown", location_id=location_id)
    require_own(session, actor, store_id)
    return store_id


def require_own(session: Session, actor: Actor, store_id: int) -> None:
    """Refuse a store that somebody else keeps."""
    own = own_stores(session, actor)
    if own is not None and store_id not in own:
        raise Forbidden("not_your_store", store_id=store_id)


def sees_all_work(actor: Actor) -> bool:
    """Tell whether somebody sees everybody's work orders: all but those who are engineers alone."""
    return bool(actor.roles - {"engineer"})


def own_work_orders(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on `WorkOrder` that it is somebody's own work, or true."""
    return true() if sees_all_work(actor) else WorkOrder.engineer_id == actor.id


def require_work_order(session: Session, actor: Actor, work_order_id: int) -> None:
    """Refuse work on an order that does not exist or, for an engineer, is another's."""
    found = session.execute(select(WorkOrder.engineer_id).where(WorkOrder.id == work_order_id)).one_or_none()
    if found is None:
        raise NotFound("work_order_unknown", work_order_id=work_order_id)
    if not sees_all_work(actor) and found.engineer_id != actor.id:
        raise Forbidden("not_your_ticket", work_order_id=work_order_id)
