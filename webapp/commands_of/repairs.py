"""What an engineer does at a repair 维修: arrive, diagnose, ask for parts, use them, photograph, complete."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate
from sqlalchemy.orm import Session

from kernel.amounts import Money
from kernel.errors import RuleViolation
from kernel.requests import once
from service import part_using, repairing
from service.recording import own_ticket
from service.repairing import Completed, PartPrice
from webapp.commands import Command, command
from webapp.fields import (
    ChoiceField,
    DayField,
    FlagField,
    Input,
    MoneyField,
    QuantityField,
    RowId,
    TextField,
    WholeField,
)
from webapp.pictures import LONGEST_PICTURE, picture_of, require_ink
from webapp.service_scopes import check_ticket
from webapp.service_words import AGREED, PURPOSES
from webapp.uploads import ENDINGS, store_content

ZERO = Money.zero()


class TicketInput(Input):
    """Name a ticket."""

    ticket_id = RowId(required=True)


class DiagnosisInput(TicketInput):
    """Hold what is wrong and what it will cost."""

    diagnosis = TextField(4000, required=True, metadata={"label": _l("Diagnosis"), "rows": 3})
    cause = TextField(300, load_default="", metadata={"label": _l("Cause")})
    told_cny = MoneyField(
        load_default=ZERO,
        metadata={
            "label": _l("The most the customer will pay"),
            "unit": "¥",
            "help": _l("Zero under warranty. Tell it before you begin."),
        },
    )


class AgreementInput(TicketInput):
    """Say how the customer agreed to the cost."""

    how = ChoiceField(AGREED, required=True, metadata={"label": _l("The customer agreed")})


class AskPartInput(TicketInput):
    """Ask for a part."""

    part_id = RowId("part", required=True, metadata={"label": _l("Part"), "help": _l("Only parts that fit the model.")})
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})
    store_id = RowId(
        "store",
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Store"), "help": _l("Empty: the one that supplies your van.")},
    )
    needed_on = DayField(load_default=None, allow_none=True, metadata={"label": _l("Needed on")})


class UsePartInput(TicketInput):
    """Use a part from the van."""

    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})


class BringBackInput(TicketInput):
    """Return what was not needed."""

    lot_id = RowId("lot", required=True, metadata={"label": _l("Lot")})
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})
    to_location_id = RowId(
        "bin", load_default=None, allow_none=True, metadata={"label": _l("To"), "help": _l("Empty: into your van.")}
    )


class PhotoInput(TicketInput):
    """Hold a photo as base64 text, or as a data address."""

    purpose = ChoiceField(
        {key: PURPOSES[key] for key in ("photo_before", "photo_after")}, required=True, metadata={"label": _l("Taken")}
    )
    content = TextField(LONGEST_PICTURE, required=True)


class PriceInput(Input):
    """Say the sale price of a used part where it is not the usual one."""

    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    unit_price_cny = MoneyField(required=True, metadata={"label": _l("Price each"), "unit": "¥"})


class CompletionInput(TicketInput):
    """Hold the rest of the report: work, test, fees, signature."""

    work_done = TextField(4000, required=True, metadata={"label": _l("What was done"), "rows": 3})
    test_result = TextField(4000, required=True, metadata={"label": _l("Test result"), "rows": 2})
    test_passed = FlagField(load_default=False, metadata={"label": _l("The unit passed the test")})
    labour_fee_cny = MoneyField(load_default=ZERO, metadata={"label": _l("Labour"), "unit": "¥"})
    travel_fee_cny = MoneyField(load_default=ZERO, metadata={"label": _l("Travel"), "unit": "¥"})
    prices = fields.List(fields.Nested(PriceInput), load_default=list, validate=validate.Length(0, 100))
    part_warranty_months = WholeField(
        0, 120, load_default=None, allow_none=True, metadata={"label": _l("Warranty on the parts, months")}
    )
    signature = TextField(LONGEST_PICTURE, load_default="", metadata={"label": _l("Customer's signature")})
    unsigned_reason = TextField(300, load_default="", metadata={"label": _l("Why there is no signature")})


@dataclass(frozen=True, slots=True)
class PhotoKept:
    """Name the stored photo."""

    ticket_id: int
    attachment_id: int


@once
def add_photo(
    session: Session, *, ticket_id: int, purpose: str, content: str, by: int, at: datetime, request_key: str
) -> PhotoKept:
    """Keep a photo of the unit before or after the repair."""
    del request_key  # the wrapper has used it
    ticket = own_ticket(session, ticket_id, by)
    kind, picture = picture_of(content)
    name = f"{ticket.number}-{purpose}.{ENDINGS[kind]}"
    return PhotoKept(ticket_id, _kept(session, ticket_id, purpose, kind, picture, name, by, at))


@once
def complete(
    session: Session,
    *,
    ticket_id: int,
    work_done: str,
    test_result: str,
    test_passed: bool,
    labour_fee_cny: Money,
    travel_fee_cny: Money,
    prices: list[dict[str, Any]],
    part_warranty_months: int | None,
    signature: str,
    unsigned_reason: str,
    by: int,
    at: datetime,
    request_key: str,
) -> Completed:
    """Complete a repair with the report, the customer's signature (a PNG in base64) or the reason for none."""
    ticket = own_ticket(session, ticket_id, by)
    signed = None
    if signature:
        kind, picture = picture_of(signature, frozenset({"png"}))
        require_ink(picture)
        signed = _kept(session, ticket_id, "signature", kind, picture, f"{ticket.number}-signature.png", by, at)
    elif ticket.visit == "on_site" and not unsigned_reason:
        raise RuleViolation("signature_missing", field="unsigned_reason")
    return repairing.complete(
        session,
        ticket_id=ticket_id,
        work_done=work_done,
        test_result=test_result,
        test_passed=test_passed,
        labour_fee_cny=labour_fee_cny,
        travel_fee_cny=travel_fee_cny,
        prices=tuple(PartPrice(each["part_id"], each["unit_price_cny"]) for each in prices),
        part_warranty_months=part_warranty_months,
        signature_attachment_id=signed,
        unsigned_reason=unsigned_reason,
        by=by,
        at=at,
        request_key=f"{request_key}:report",
    )


def _kept(
    session: Session, ticket_id: int, purpose: str, kind: str, picture: bytes, name: str, by: int, at: datetime
) -> int:
    return store_content(
        session, picture, kind, name=name, table_name="ticket", row_id=ticket_id, purpose=purpose, by=by, at=at
    )


def _step(name: str, title: Any, run: Any, schema: type[Input], path: str, done: Any) -> Command:
    """Register one step of a repair; it is the engineer's alone."""
    address = f"/tickets/<int:ticket_id>/{path}"
    return command(Command(name, title, "repairs.write", run, schema, address, "service", check_ticket, done=done))


ARRIVE = _step("arrive", _l("I have arrived"), repairing.arrive, TicketInput, "arrival", _l("Arrived. Diagnose next."))
DIAGNOSE = _step(
    "diagnose", _l("Diagnose"), repairing.diagnose, DiagnosisInput, "diagnosis", _l("The diagnosis is kept.")
)
AGREE_COST = _step(
    "agree_cost",
    _l("The customer agrees"),
    repairing.agree_cost,
    AgreementInput,
    "agreement",
    _l("The customer's agreement is on record."),
)
ASK_PART = _step("ask_part", _l("Ask for a part"), part_using.ask_part, AskPartInput, "parts", _l("Asked for."))
USE_PART = _step(
    "use_van_part_on_ticket",
    _l("Use from the van"),
    part_using.use_from_van,
    UsePartInput,
    "van-parts",
    _l("Used; your van's stock is lower by it."),
)
BRING_BACK = _step(
    "bring_back", _l("Return unused"), part_using.bring_back, BringBackInput, "returned-parts", _l("Returned.")
)
ADD_PHOTO = _step("add_ticket_photo", _l("Add a photo"), add_photo, PhotoInput, "photos", _l("The photo is kept."))
COMPLETE = _step(
    "complete_repair",
    _l("Complete the repair"),
    complete,
    CompletionInput,
    "completion",
    _l("The repair is completed."),
)
