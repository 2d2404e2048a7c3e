"""What can be done while picking: issue, use from the van, ask for and sign an exception from first in, first out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import asking_exceptions, issuing
from inventory.issuing import Issued, SignedException
from inventory.tables import Location, Lot, WorkOrder
from kernel.amounts import Money, Quantity
from kernel.errors import Forbidden, NotFound
from kernel.requests import once
from kernel.tables import Person
from service import part_using
from webapp import context
from webapp.commands import Command, command
from webapp.commands_of.requests_owners import order_of, own_order, store_of_request, ticket_of
from webapp.context import Actor
from webapp.fields import Input, QuantityField, RowId, TextField
from webapp.mail import queue_mail
from webapp.permissions import ROLES
from webapp.tables import RoleGrant


@dataclass(frozen=True, slots=True)
class AskedException:
    """Name what is asked and tell how many people were written to."""

    work_order_id: int
    lot_id: int
    mails: int
    fifo_ask_id: int


@dataclass(frozen=True, slots=True)
class UsedFromVan:
    """Hold what was taken from a van and what it cost."""

    work_order_id: int
    part_id: int
    quantity: Quantity
    cost_cny: Money


class IssueInput(Input):
    """Issue a part that is promised to a request."""

    part_request_id = RowId(required=True)
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})
    lot_id = RowId("lot", load_default=None, allow_none=True, metadata={"label": _l("Only this lot")})
    fifo_exception_id = RowId(load_default=None, allow_none=True)


class ExceptionAskInput(Input):
    """Ask that a lot may be issued before an older one."""

    part_request_id = RowId(required=True)
    lot_id = RowId("lot", required=True, metadata={"label": _l("Lot that has to go first")})
    reason = TextField(300, required=True, metadata={"label": _l("Why"), "rows": 2})


class ExceptionInput(Input):
    """Permit that a lot is issued before an older one."""

    work_order_id = RowId("work_order", required=True, metadata={"label": _l("Work order")})
    lot_id = RowId("lot", required=True, metadata={"label": _l("Lot that may go first")})
    asked_by_id = RowId("person", required=True, metadata={"label": _l("Asked by")})
    reason = TextField(300, required=True, metadata={"label": _l("Why"), "rows": 2})


class VanUseInput(Input):
    """Use a part from the own van."""

    van_id = RowId("van", required=True, metadata={"label": _l("Van")})
    work_order_id = RowId("work_order", required=True, metadata={"label": _l("Work order")})
    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})


@once
def ask_exception(
    session: Session,
    *,
    part_request_id: int,
    lot_id: int,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
) -> AskedException:
    """Ask for an exception, and write to everybody who may sign it with what is asked and where to sign."""
    asked = asking_exceptions.ask_exception(
        session,
        part_request_id=part_request_id,
        lot_id=lot_id,
        reason=reason,
        by=by,
        at=at,
        request_key=f"{request_key}:ask",
    )
    lot, order = session.get_one(Lot, lot_id), order_of(session, asked.work_order_id)
    asker = session.get_one(Person, by)
    address = f"{context.config().base_url.rstrip('/')}/picking/exceptions/asks/{asked.fifo_ask_id}"
    signers = _signers(session, by)
    for to in signers:
        queue_mail(
            session,
            to=to,
            subject=_("Exception from first in, first out: %(lot)s for %(order)s", lot=lot.number, order=order.number),
            body=_(
                "%(name)s asks to issue lot %(lot)s to work order %(order)s before an older lot.\n"
                "Reason: %(reason)s\n\nSign it here: %(address)s",
                name=asker.name,
                lot=lot.number,
                order=order.number,
                reason=reason,
                address=address,
            ),
            at=at,
            about=f"part_request:{part_request_id}",
        )
    return AskedException(order.id, lot.id, len(signers), asked.fifo_ask_id)


def _signers(session: Session, asked_by: int) -> list[str]:
    roles = [role for role, permissions in ROLES.items() if "fifo.sign" in permissions]
    found = session.scalars(
        select(Person.email)
        .where(
            Person.active,
            Person.email.is_not(None),
            Person.id != asked_by,
            Person.id.in_(select(RoleGrant.person_id).where(RoleGrant.role.in_(roles))),
        )
        .order_by(Person.email)
    )
    return [email for email in found if email]


def use_from_van(
    session: Session,
    *,
    van_id: int,
    work_order_id: int,
    part_id: int,
    quantity: Quantity,
    by: int,
    at: datetime,
    request_key: str,
) -> UsedFromVan:
    """Use a part from the own van; on a ticket by the ticket's own rules."""
    ticket = ticket_of(session, work_order_id)
    if ticket is not None:
        used = part_using.use_from_van(
            session, ticket_id=ticket.id, part_id=part_id, quantity=quantity, by=by, at=at, request_key=request_key
        )
        return UsedFromVan(work_order_id, part_id, used.quantity, used.cost_cny)
    issued = issuing.issue_from_van(
        session,
        work_order_id=work_order_id,
        part_id=part_id,
        van_id=van_id,
        quantity=quantity,
        by=by,
        at=at,
        request_key=request_key,
    )
    return UsedFromVan(work_order_id, part_id, issued.quantity, issued.cost_cny)


def _own_van(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    van = session.get(Location, data["van_id"])
    if van is None:
        raise NotFound("location_unknown", id=data["van_id"])
    if van.keeper_id != actor.id:
        raise Forbidden("not_the_keeper", place=van.code)
    own_order(session, actor, data)


def _both_exist(session: Session, _actor: Actor, data: dict[str, Any]) -> None:
    order = session.get(WorkOrder, data["work_order_id"])
    lot = session.get(Lot, data["lot_id"])
    if order is None or lot is None:
        raise NotFound("nothing_here")


REQUEST = "/part-requests/<int:part_request_id>"
ISSUE = command(
    Command(
        "issue",
        _l("Issue"),
        "stock.issue",
        issuing.issue,
        IssueInput,
        f"{REQUEST}/issue",
        "stock",
        store_of_request,
        Issued,
        _l("Issued."),
    )
)
ASK_EXCEPTION = command(
    Command(
        "ask_fifo_exception",
        _l("Ask for an exception"),
        "stock.issue",
        ask_exception,
        ExceptionAskInput,
        f"{REQUEST}/fifo-exceptions",
        "stock",
        store_of_request,
        AskedException,
    )
)
SIGN_EXCEPTION = command(
    Command(
        "sign_fifo_exception",
        _l("Sign an exception"),
        "fifo.sign",
        issuing.sign_exception,
        ExceptionInput,
        "/fifo-exceptions",
        "stock",
        _both_exist,
        SignedException,
        _l("Signed. The keeper may now issue this lot to this work order, once."),
    )
)
USE_FROM_VAN = command(
    Command(
        "use_from_van",
        _l("Use from the van"),
        "requests.write",
        use_from_van,
        VanUseInput,
        "/vans/<int:van_id>/use",
        "stock",
        _own_van,
        UsedFromVan,
    )
)
