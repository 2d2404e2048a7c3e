"""What can be done with contracts: write, approve, change by a new version, end; and say why an order leaves one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate
from sqlalchemy.orm import Session

from kernel.amounts import Quantity
from procurement import contracting, leaving_contracts
from procurement.contracting import AgreedLine, AgreedStep, Contracted, ContractText
from procurement.tables import Contract
from webapp.commands import Command, command
from webapp.currencies import CurrencyInput
from webapp.fields import DayField, Input, MoneyField, QuantityField, RowId, TextField, WholeField
from webapp.lookups import table_lookup

table_lookup("contract", Contract, permission="contracts.read", code="number", name="state")

STATES = {
    "draft": _l("draft"),
    "active": _l("in force"),
    "expired": _l("term is over"),
    "terminated": _l("ended"),
}
TONES = {"draft": "secondary", "active": "success", "expired": "warning", "terminated": "secondary"}
VERSION_STATES = {
    "draft": _l("draft"),
    "active": _l("in force"),
    "superseded": _l("replaced"),
    "withdrawn": _l("taken back"),
}
VERSION_TONES = {"draft": "warning", "active": "success", "superseded": "secondary", "withdrawn": "secondary"}
OUTSIDE = {
    "price": _l("dearer than agreed"),
    "elsewhere": _l("another supplier's contract names the part"),
    "term": _l("outside the contract's term"),
    "maximum": _l("beyond the framework's maximum"),
}
LONGEST_CLAUSE = 10_000


class AgreedStepInput(Input):
    """Say a price from a quantity on."""

    from_quantity = QuantityField(
        load_default=Quantity.zero(),
        metadata={"label": _l("From quantity"), "help": _l("Of one order line. Empty: any quantity.")},
    )
    unit_price = MoneyField(
        positive=True, required=True, metadata={"label": _l("Unit price"), "help": _l("Without tax.")}
    )


class AgreedInput(Input):
    """Say what is agreed on a part."""

    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    specification = TextField(300, load_default="", metadata={"label": _l("Specification")})
    lead_time_days = WholeField(
        0, 1000, load_default=None, allow_none=True, metadata={"label": _l("Lead time"), "unit": _l("days")}
    )
    minimum_total = QuantityField(
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Least in all"), "help": _l("To be called off over the term. Empty: none.")},
    )
    maximum_total = QuantityField(
        positive=True,
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Most in all"), "help": _l("More needs a reason. Empty: no limit.")},
    )
    breaks = fields.List(fields.Nested(AgreedStepInput), required=True, validate=validate.Length(1, 10))


def _clause(label: Any) -> TextField:
    return TextField(LONGEST_CLAUSE, load_default="", metadata={"label": label, "rows": 3})


class VersionInput(CurrencyInput):
    """Hold what a version of a contract says."""

    title = TextField(200, required=True, metadata={"label": _l("Title")})
    begins_on = DayField(required=True, metadata={"label": _l("Begins on")})
    ends_on = DayField(required=True, metadata={"label": _l("Ends on")})
    quality_terms = _clause(_l("Quality standard"))
    delivery_terms = _clause(_l("Delivery terms"))
    service_terms = _clause(_l("After-sales terms"))
    payment_terms = _clause(_l("Payment terms"))
    note = _clause(_l("Other terms"))
    lines = fields.List(fields.Nested(AgreedInput), required=True, validate=validate.Length(1, 500))


class NewContractInput(VersionInput):
    """Describe a new contract."""

    supplier_id = RowId("supplier", required=True, metadata={"label": _l("Supplier")})
    number = TextField(
        40, load_default="", metadata={"label": _l("Contract number"), "help": _l("Empty: the next one.")}
    )


class ContractInput(Input):
    """Name a contract."""

    contract_id = RowId(required=True)


class ChangedVersionInput(VersionInput):
    """Write a draft anew, or begin a new version."""

    contract_id = RowId(required=True)
    reason = TextField(
        300,
        load_default="",
        metadata={"label": _l("Reason of the change"), "help": _l("Needed once the contract has been in force.")},
    )


class EndInput(ContractInput):
    """End a contract."""

    reason = TextField(300, required=True, metadata={"label": _l("Reason")})


class OutsideInput(Input):
    """Say why the lines of an order leave their contract."""

    order_id = RowId(required=True)
    order_line_id = RowId(load_default=None, allow_none=True)
    reason = TextField(300, required=True, metadata={"label": _l("Why the order leaves the contract")})


def _agreed(lines: list[dict[str, Any]]) -> tuple[AgreedLine, ...]:
    return tuple(
        AgreedLine(
            steps=tuple(AgreedStep(**step) for step in each["breaks"]),
            **{name: value for name, value in each.items() if name != "breaks"},
        )
        for each in lines
    )


def create(
    session: Session,
    *,
    supplier_id: int,
    number: str,
    lines: list[dict[str, Any]],
    by: int,
    at: datetime,
    request_key: str,
    title: str,
    begins_on: date,
    ends_on: date,
    **terms: str,
) -> Contracted:
    """Draft a contract; another person approves it."""
    return contracting.create_contract(
        session,
        supplier_id=supplier_id,
        number=number,
        text=ContractText(title, begins_on, ends_on, **terms),
        lines=_agreed(lines),
        by=by,
        at=at,
        request_key=request_key,
    )


def write(
    session: Session,
    *,
    contract_id: int,
    reason: str,
    lines: list[dict[str, Any]],
    by: int,
    at: datetime,
    request_key: str,
    title: str,
    begins_on: date,
    ends_on: date,
    **terms: str,
) -> Contracted:
    """Write a contract's draft anew, or begin a new version of one that holds."""
    return contracting.write_version(
        session,
        contract_id=contract_id,
        reason=reason,
        text=ContractText(title, begins_on, ends_on, **terms),
        lines=_agreed(lines),
        by=by,
        at=at,
        request_key=request_key,
    )


def _made(
    name: str, title: Any, permission: str, run: Any, schema: type[Input], path: str, done: Any = "", tag: str = ""
) -> Command:
    return command(Command(name, title, permission, run, schema, path, tag or "contracts", done=done))


PATH = "/contracts/<int:contract_id>"
CREATE = _made("create_contract", _l("New contract"), "contracts.write", create, NewContractInput, "/contracts")
WRITE = _made(
    "write_contract_version",
    _l("Change the contract"),
    "contracts.write",
    write,
    ChangedVersionInput,
    f"{PATH}/versions",
    _l("Written. Somebody else approves it."),
)
APPROVE = _made(
    "approve_contract",
    _l("Approve the version"),
    "contracts.approve",
    contracting.approve_version,
    ContractInput,
    f"{PATH}/approve",
    _l("Approved; it is in force."),
)
WITHDRAW = _made(
    "withdraw_contract_version",
    _l("Take the draft back"),
    "contracts.write",
    contracting.withdraw_version,
    ContractInput,
    f"{PATH}/withdraw",
    _l("The draft is taken back."),
)
END = _made(
    "end_contract",
    _l("End the contract"),
    "contracts.approve",
    contracting.end_contract,
    EndInput,
    f"{PATH}/end",
    _l("Ended; orders are no longer held to it."),
)
EXPLAIN = _made(
    "explain_outside_contract",
    _l("Say why"),
    "orders.write",
    leaving_contracts.explain_outside,
    OutsideInput,
    "/orders/<int:order_id>/outside-contract",
    _l("The reason is kept with the order."),
    "orders",
)
