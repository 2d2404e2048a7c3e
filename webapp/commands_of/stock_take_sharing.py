"""Who counts what in a stock-take."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import sharing_counts
from inventory.sharing_counts import Shared
from kernel.tables import Person
from webapp import context
from webapp.commands import Command, command
from webapp.commands_of.stock_takes import PATH, StockTakeInput, own_take
from webapp.fields import RowId, RowIds
from webapp.permissions import ROLES
from webapp.tables import RoleGrant

MOST_PEOPLE = 50


class Counters:
    """Offer the people who may count, by name, whenever a form is shown."""

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Yield id and name of each."""
        roles = [role for role, may in ROLES.items() if "counts.count" in may]
        rows = context.session().execute(
            select(Person.id, Person.name)
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .where(RoleGrant.role.in_(roles), Person.active)
            .distinct()
            .order_by(Person.name, Person.id)
        )
        yield from ((person, name) for person, name in rows)


class AssignInput(StockTakeInput):
    """Give waiting lines to a person."""

    person_id = RowId(
        "person",
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Counter"), "help": _l("Empty: whoever comes first.")},
    )
    location_id = RowId("bin", load_default=None, allow_none=True, metadata={"label": _l("Only this place")})
    zone_id = RowId("zone", load_default=None, allow_none=True, metadata={"label": _l("Only this zone")})


class ShareInput(StockTakeInput):
    """Share the waiting lines among people."""

    person_ids = RowIds(most=MOST_PEOPLE, required=True, metadata={"label": _l("Counters"), "choices": Counters()})


class ClaimInput(StockTakeInput):
    """Take a place for oneself."""

    location_id = RowId("bin", required=True, metadata={"label": _l("Place")})


def assign(
    session: Session,
    *,
    stock_take_id: int,
    person_id: int | None,
    location_id: int | None,
    zone_id: int | None,
    by: int,
    at: datetime,
    request_key: str,
) -> Shared:
    """Give the waiting lines of a place, a zone, or all of them to a person, or back to whoever comes first."""
    return sharing_counts.assign(
        session,
        stock_take_id=stock_take_id,
        person_id=person_id,
        location_ids=(location_id,) if location_id else (),
        zone_ids=(zone_id,) if zone_id else (),
        by=by,
        at=at,
        request_key=request_key,
    )


def share_out(
    session: Session, *, stock_take_id: int, person_ids: list[int], by: int, at: datetime, request_key: str
) -> Shared:
    """Share the waiting lines among people in equal stretches of the walk; no place is cut in two."""
    return sharing_counts.share_out(
        session, stock_take_id=stock_take_id, person_ids=tuple(person_ids), by=by, at=at, request_key=request_key
    )


ASSIGN = command(
    Command(
        "assign_counts",
        _l("Say who counts"),
        "counts.write",
        assign,
        AssignInput,
        f"{PATH}/assignments",
        "stock-takes",
        own_take,
        done=_l("The lines are handed out."),
    )
)
SHARE_OUT = command(
    Command(
        "share_out_counts",
        _l("Share the lines out"),
        "counts.write",
        share_out,
        ShareInput,
        f"{PATH}/share-out",
        "stock-takes",
        own_take,
        done=_l("The lines are handed out."),
    )
)
CLAIM = command(
    Command(
        "claim_counts",
        _l("Take this place"),
        "counts.count",
        sharing_counts.claim,
        ClaimInput,
        f"{PATH}/claims",
        "stock-takes",
        own_take,
        Shared,
        _l("This place is yours to count."),
    )
)
