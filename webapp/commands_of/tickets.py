"""What the desk does with tickets 工单: take in, triage, note, colour, close, cancel."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.errors import NotFound, RuleViolation
from kernel.requests import once
from service import base_planning, closing, customer_keeping, noting, taking_in, triaging
from service.tables import Product, Symptom, Ticket
from service.taking_in import Answered, TakenIn
from webapp import uploads
from webapp.commands import Command, command
from webapp.fields import ChoiceField, DayField, FlagField, Input, InstantField, RowId, TextField
from webapp.lookups import table_lookup
from webapp.service_scopes import check_ticket, require_ticket
from webapp.service_words import CHANNELS, COLOURS, FAULT_TYPES, URGENCIES, VISITS

table_lookup("symptom", Symptom, permission="tickets.read", where=lambda: Symptom.active)
uploads.file_permission("ticket", "tickets.read", require_ticket)


class AnswerInput(Input):
    """Hold an answer to a guided question."""

    question_id = RowId(required=True)
    choice_id = RowId(load_default=None, allow_none=True)
    words = TextField(300, load_default="")


class IntakeInput(Input):
    """Hold the service intake form 受理登记表: customer, unit, fault, wishes."""

    channel = ChoiceField(CHANNELS, load_default="phone", metadata={"label": _l("Came by")})
    customer_id = RowId(
        "customer",
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Customer"), "help": _l("Type telephone or name, and choose.")},
    )
    customer_name = TextField(120, load_default="", metadata={"label": _l("Name of the new customer")})
    customer_phone = TextField(40, load_default="", metadata={"label": _l("Telephone"), "input": "tel"})
    customer_region = TextField(60, load_default="", metadata={"label": _l("Region")})
    customer_address = TextField(300, load_default="", metadata={"label": _l("Address")})
    remote_area = FlagField(load_default=False, metadata={"label": _l("Remote area: exempt from the time on site")})
    product_id = RowId(
        "product",
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Unit"), "help": _l("Type the serial number, and choose.")},
    )
    product_model_id = RowId("product_model", load_default=None, allow_none=True, metadata={"label": _l("Model")})
    serial = TextField(80, load_default="", metadata={"label": _l("Serial number")})
    model_typed = TextField(120, load_default="", metadata={"label": _l("Model in the customer's words")})
    purchased_on = DayField(load_default=None, allow_none=True, metadata={"label": _l("Bought on")})
    symptom_id = RowId("symptom", load_default=None, allow_none=True, metadata={"label": _l("Symptom")})
    description = TextField(4000, load_default="", metadata={"label": _l("What the customer says"), "rows": 3})
    fault_at = InstantField(load_default=None, allow_none=True, metadata={"label": _l("Since when")})
    fault_environment = TextField(
        300, load_default="", metadata={"label": _l("Where the unit stands and how it is used")}
    )
    wished_at = InstantField(load_default=None, allow_none=True, metadata={"label": _l("Wished time of the visit")})
    work = ChoiceField(
        {"repair": _l("repair"), "maintenance": _l("maintenance plan")},
        load_default="repair",
        metadata={
            "label": _l("Work"),
            "help": _l("Maintenance is planned work: its parts are no failures and no history of repairs."),
        },
    )
    answers = fields.List(fields.Nested(AnswerInput), load_default=list, validate=validate.Length(0, 50))


@once
def take_in(
    session: Session,
    *,
    channel: str,
    customer_id: int | None,
    customer_name: str,
    customer_phone: str,
    customer_region: str,
    customer_address: str,
    remote_area: bool,
    product_id: int | None,
    product_model_id: int | None,
    serial: str,
    model_typed: str,
    purchased_on: date | None,
    symptom_id: int | None,
    description: str,
    fault_at: datetime | None,
    fault_environment: str,
    wished_at: datetime | None,
    work: str,
    answers: list[dict[str, Any]],
    by: int,
    at: datetime,
    request_key: str,
) -> TakenIn:
    """Open a ticket; a customer or unit that is not known yet is registered in the same step."""
    unit = _unit(session, product_id, product_model_id, serial)
    if customer_id is None and not customer_name:
        customer_id = unit.customer_id if unit else None
    if customer_id is None:
        if not customer_name or not customer_phone:
            raise RuleViolation("customer_missing", field="customer_name" if customer_phone else "customer_id")
        customer_id = customer_keeping.add_customer(
            session,
            name=customer_name,
            phone=customer_phone,
            region=customer_region,
            address=customer_address,
            remote_area=remote_area,
            by=by,
            at=at,
            request_key=f"{request_key}:customer",
        ).customer_id
    if unit is None and product_model_id is not None and serial:
        product_id = customer_keeping.add_product(
            session,
            product_model_id=product_model_id,
            serial=serial,
            customer_id=customer_id,
            purchased_on=purchased_on,
            by=by,
            at=at,
            request_key=f"{request_key}:product",
        ).product_id
    taken = taking_in.take_in(
        session,
        channel=channel,
        customer_id=customer_id,
        product_id=unit.id if unit else product_id,
        product_model_id=product_model_id,
        model_typed=model_typed,
        serial=serial,
        purchased_on=purchased_on,
        symptom_id=symptom_id,
        description=description,
        fault_at=fault_at,
        fault_environment=fault_environment,
        wished_at=wished_at,
        remote_area=True if remote_area else None,
        answers=tuple(Answered(each["question_id"], each["choice_id"], each["words"]) for each in answers),
        by=by,
        at=at,
        request_key=f"{request_key}:ticket",
    )
    if work == "maintenance":
        base_planning.mark_planned_work(
            session, ticket_id=taken.ticket_id, by=by, at=at, request_key=f"{request_key}:work"
        )
    return taken


def _unit(session: Session, product_id: int | None, model_id: int | None, serial: str) -> Product | None:
    """Return the registered unit that was chosen, or that model and serial number name."""
    if product_id is not None:
        found = session.get(Product, product_id)
        if found is None:
            raise NotFound("product_unknown", product_id=product_id)
        return found
    if not serial:
        return None
    query = select(Product).where(Product.serial == serial)
    rows = session.scalars(query.where(Product.product_model_id == model_id) if model_id else query).all()
    return rows[0] if len(rows) == 1 else None


class TicketInput(Input):
    """Name a ticket."""

    ticket_id = RowId(required=True)


class TriageInput(TicketInput):
    """Decide what kind of fault it is, how urgent, and where it is repaired."""

    fault_type = ChoiceField(FAULT_TYPES, required=True, metadata={"label": _l("Kind of fault")})
    urgency = ChoiceField(URGENCIES, required=True, metadata={"label": _l("Urgency")})
    visit = ChoiceField(VISITS, required=True, metadata={"label": _l("Repaired")})
    colour = ChoiceField(
        COLOURS,
        load_default="green",
        metadata={
            "label": _l("Colour"),
            "help": _l("Green: own desk. Yellow: another department. Red: the manager at once."),
        },
    )
    complex = FlagField(load_default=False, metadata={"label": _l("Complex: more time to solve")})
    remote_area = FlagField(load_default=False, metadata={"label": _l("Remote area: exempt from the time on site")})
    purchased_on = DayField(load_default=None, allow_none=True, metadata={"label": _l("Bought on")})
    product_model_id = RowId("product_model", load_default=None, allow_none=True, metadata={"label": _l("Model")})


class NoteInput(TicketInput):
    """Hold a note."""

    text = TextField(4000, required=True, metadata={"label": _l("What happened"), "rows": 3})
    customer_contacted = FlagField(
        load_default=False, metadata={"label": _l("I talked with the customer (first response)")}
    )
    progress = FlagField(load_default=False, metadata={"label": _l("This is progress on a yellow or red case")})


class RecolourInput(TicketInput):
    """Say who must move."""

    colour = ChoiceField(COLOURS, required=True, metadata={"label": _l("Colour")})
    reason = TextField(300, required=True, metadata={"label": _l("Why")})


class CloseInput(TicketInput):
    """Close a ticket."""

    without_callback_reason = TextField(
        300,
        load_default="",
        metadata={"label": _l("Why without a callback"), "help": _l("Only where the customer cannot be reached.")},
    )


class CancelInput(TicketInput):
    """Cancel a ticket."""

    reason = TextField(300, required=True, metadata={"label": _l("Why it is cancelled")})


PATH = "/tickets/<int:ticket_id>"

TAKE_IN = command(
    Command("take_in", _l("Take in a case"), "tickets.write", take_in, IntakeInput, "/tickets", "service")
)
TRIAGE = command(
    Command(
        "triage",
        _l("Triage"),
        "tickets.write",
        triaging.triage,
        TriageInput,
        f"{PATH}/triage",
        "service",
        check_ticket,
        done=_l("Triaged. Send an engineer next."),
    )
)
NOTE = command(
    Command(
        "note_on_ticket",
        _l("Add a note"),
        "tickets.write",
        noting.note,
        NoteInput,
        f"{PATH}/notes",
        "service",
        check_ticket,
        done=_l("Noted."),
        also=("repairs.write",),
    )
)
RECOLOUR = command(
    Command(
        "recolour",
        _l("Change the colour"),
        "tickets.write",
        triaging.recolour,
        RecolourInput,
        f"{PATH}/colour",
        "service",
        check_ticket,
        done=_l("The colour is changed."),
    )
)
CLOSE = command(
    Command(
        "close_ticket",
        _l("Close the ticket"),
        "tickets.write",
        closing.close,
        CloseInput,
        f"{PATH}/close",
        "service",
        check_ticket,
        done=_l("Closed."),
        also=("callbacks.write",),
    )
)
CANCEL = command(
    Command(
        "cancel_ticket",
        _l("Cancel the ticket"),
        "tickets.write",
        closing.cancel,
        CancelInput,
        f"{PATH}/cancel",
        "service",
        check_ticket,
        done=_l("Cancelled; its part requests are no demand any more."),
    )
)


def ticket_of(session: Session, ticket_id: int) -> Ticket:
    """Return a ticket's row."""
    row = session.get(Ticket, ticket_id)
    if row is None:
        raise NotFound("ticket_unknown", ticket_id=ticket_id)
    return row
