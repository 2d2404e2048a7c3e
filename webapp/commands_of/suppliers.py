"""What can be done with suppliers: file, state, reputation, certificates, offers, prices, scores."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validate
from sqlalchemy.orm import Session

from kernel.amounts import Money, Quantity
from procurement import qualifying, suppliers_keeping
from procurement.qualifying import KeptSupplier
from procurement.suppliers_keeping import Offered, Priced, PriceStep
from procurement.tables import Supplier, SupplierPart
from webapp.commands import Command, command
from webapp.fields import (
    ChoiceField,
    DayField,
    FlagField,
    Input,
    MoneyField,
    PercentField,
    QuantityField,
    RowId,
    TextField,
    WholeField,
)
from webapp.lookups import table_lookup

BASIS_POINT = Quantity.of("0.01")
"""A hundredth of a percent: so exactly holding costs are kept."""

table_lookup("supplier", Supplier, permission="suppliers.read")

STATES = {
    "candidate": _l("candidate"),
    "approved": _l("approved supplier"),
    "on_watch": _l("on watch"),
    "blocked": _l("blocked"),
}
TONES = {"candidate": "secondary", "approved": "success", "on_watch": "warning", "blocked": "danger"}
STANDINGS = {
    "good": _l("good"),
    "warn": _l("warned"),
    "block": _l("blocked by its score"),
    "not_enough_data": _l("not enough data"),
}
STANDING_TONES = {"good": "success", "warn": "warning", "block": "danger", "not_enough_data": "secondary"}
CERTIFICATES = {
    "business_licence": _l("business licence"),
    "quality_system": _l("quality system certificate"),
    "maker_authorisation": _l("maker's authorisation"),
    "product_certificate": _l("product certificate"),
    "other": _l("other certificate"),
}


def mail_field() -> TextField:
    """Return the field of a mail address, which may stay empty."""
    return TextField(
        254,
        load_default="",
        checks=[lambda text: validate.Email(error=str(_l("This is no mail address.")))(text) if text else None],
        metadata={"label": _l("Mail"), "input": "email", "help": _l("Orders are sent to it.")},
    )


class SupplierInput(Input):
    """Describe a supplier."""

    name_zh = TextField(200, required=True, metadata={"label": _l("Name in Chinese")})
    name_en = TextField(200, required=True, metadata={"label": _l("Name in English")})
    contact = TextField(120, load_default="", metadata={"label": _l("Contact")})
    phone = TextField(40, load_default="", metadata={"label": _l("Phone"), "input": "tel"})
    email = mail_field()
    address = TextField(300, load_default="", metadata={"label": _l("Address")})
    payment_terms = TextField(200, load_default="", metadata={"label": _l("Payment terms")})
    note = TextField(2000, load_default="", metadata={"label": _l("Note"), "rows": 3})


class NewSupplierInput(SupplierInput):
    """Describe a new supplier."""

    code = TextField(40, required=True, metadata={"label": _l("Supplier code")})
    bank_name = TextField(120, load_default="", metadata={"label": _l("Bank")})
    bank_account = TextField(60, load_default="", metadata={"label": _l("Account")})


class ChangedSupplierInput(SupplierInput):
    """Describe a changed supplier; its bank account is changed by two persons."""

    supplier_id = RowId(required=True)


class StateInput(Input):
    """Say how a supplier stands."""

    supplier_id = RowId(required=True)
    state = ChoiceField(STATES, required=True, metadata={"label": _l("State")})
    reason = TextField(
        300,
        load_default="",
        metadata={
            "label": _l("Reason"),
            "help": _l("May stay empty only for an approval that rests on a passed assessment."),
        },
    )


class ReputationInput(Input):
    """Enter a reputation."""

    supplier_id = RowId(required=True)
    reputation = WholeField(0, 100, required=True, metadata={"label": _l("Reputation, 0 to 100")})
    reason = TextField(300, required=True, metadata={"label": _l("What it rests on")})


class CertificateInput(Input):
    """Enter a licence or certificate."""

    supplier_id = RowId(required=True)
    kind = ChoiceField(CERTIFICATES, required=True, metadata={"label": _l("Kind")})
    number = TextField(80, required=True, metadata={"label": _l("Number")})
    issued_on = DayField(load_default=None, allow_none=True, metadata={"label": _l("Issued")})
    expires_on = DayField(load_default=None, allow_none=True, metadata={"label": _l("Expires")})
    note = TextField(300, load_default="", metadata={"label": _l("Note")})


def _in_hundredths(percent: Quantity) -> None:
    if percent.scaled % BASIS_POINT.scaled:
        raise ValidationError(_("At most two decimals, please, such as 12.25."))


class OfferInput(Input):
    """Say on what terms a supplier offers a part."""

    supplier_id = RowId(required=True)
    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    lead_time_days = WholeField(0, 1000, required=True, metadata={"label": _l("Lead time"), "unit": _l("days")})
    minimum_quantity = QuantityField(load_default=None, allow_none=True, metadata={"label": _l("Minimum quantity")})
    multiple_quantity = QuantityField(
        positive=True,
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Pack"), "help": _l("Orders are whole packs.")},
    )
    supplier_part_number = TextField(80, load_default="", metadata={"label": _l("Supplier's part number")})
    order_cost_cny = MoneyField(
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Cost of an order line"), "help": _l("Empty: the setting.")},
    )
    holding_percent = PercentField(
        most=1000,
        positive=True,
        load_default=None,
        allow_none=True,
        checks=[_in_hundredths],
        metadata={"label": _l("Holding cost a year, share of the price"), "help": _l("Empty: the setting.")},
    )
    warranty_months = WholeField(
        0,
        240,
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Supplier's warranty"), "unit": _l("months"), "help": _l("Empty: the setting.")},
    )
    preferred = FlagField(load_default=False, metadata={"label": _l("Preferred supplier of this part")})
    active = FlagField(load_default=True, metadata={"label": _l("Offered now")})


class PriceStepInput(Input):
    """Say from which quantity a price holds."""

    from_quantity = QuantityField(required=True, metadata={"label": _l("From quantity")})
    unit_price_cny = MoneyField(required=True, metadata={"label": _l("Unit price (CNY)")})


class PricesInput(Input):
    """Enter a price list."""

    supplier_part_id = RowId(required=True)
    valid_from_on = DayField(required=True, metadata={"label": _l("Holds from")})
    steps = fields.List(fields.Nested(PriceStepInput), required=True, validate=validate.Length(1, 20))


def create(
    session: Session, *, code: str, name_zh: str, name_en: str, by: int, at: datetime, request_key: str, **details: str
) -> KeptSupplier:
    """Enter a supplier as a candidate; somebody else approves it."""
    return suppliers_keeping.create_supplier(
        session, code=code, name_zh=name_zh, name_en=name_en, details=details, by=by, at=at, request_key=request_key
    )


def update(
    session: Session, *, supplier_id: int, by: int, at: datetime, request_key: str, **details: str
) -> KeptSupplier:
    """Change names, contact and terms of a supplier; its bank account takes two persons."""
    return suppliers_keeping.update_supplier(
        session, supplier_id=supplier_id, details=details, by=by, at=at, request_key=request_key
    )


def offer_part(
    session: Session, *, by: int, at: datetime, request_key: str, holding_percent: Quantity | None = None, **terms: Any
) -> Offered:
    """Enter or change the terms on which a supplier offers a part; another supplier's preference gives way."""
    rate_bp = None if holding_percent is None else holding_percent.scaled // BASIS_POINT.scaled
    made: Offered = suppliers_keeping.offer_part(
        session, holding_rate_bp=rate_bp, by=by, at=at, request_key=request_key, **terms
    )
    return made


def holding_percent(row: SupplierPart) -> Quantity | None:
    """Return what a year of holding a part from a supplier costs, in percent of its price; none: as set for all."""
    return None if row.holding_rate_bp is None else Quantity(row.holding_rate_bp * BASIS_POINT.scaled)


def set_prices(
    session: Session,
    *,
    supplier_part_id: int,
    valid_from_on: date,
    steps: list[dict[str, Any]],
    by: int,
    at: datetime,
    request_key: str,
) -> Priced:
    """Enter the price list that holds from a day on."""
    read: list[tuple[Quantity, Money]] = [(each["from_quantity"], each["unit_price_cny"]) for each in steps]
    return suppliers_keeping.set_prices(
        session,
        supplier_part_id=supplier_part_id,
        valid_from_on=valid_from_on,
        steps=tuple(PriceStep(quantity, price) for quantity, price in read),
        by=by,
        at=at,
        request_key=request_key,
    )


S = "/suppliers/<int:supplier_id>"
CREATE = command(
    Command(
        "create_supplier", _l("New supplier"), "suppliers.write", create, NewSupplierInput, "/suppliers", "suppliers"
    )
)
UPDATE = command(
    Command(
        "update_supplier",
        _l("Change the supplier"),
        "suppliers.write",
        update,
        ChangedSupplierInput,
        S,
        "suppliers",
        done=_l("The supplier is changed."),
    )
)
SET_STATE = command(
    Command(
        "set_supplier_state",
        _l("Qualify the supplier"),
        "suppliers.approve",
        qualifying.set_supplier_state,
        StateInput,
        f"{S}/state",
        "suppliers",
        done=_l("The state is set."),
    )
)
SET_REPUTATION = command(
    Command(
        "set_reputation",
        _l("Enter the reputation"),
        "suppliers.write",
        suppliers_keeping.set_reputation,
        ReputationInput,
        f"{S}/reputation",
        "suppliers",
        done=_l("The reputation is kept."),
    )
)
SET_CERTIFICATE = command(
    Command(
        "set_certificate",
        _l("Enter a certificate"),
        "suppliers.write",
        suppliers_keeping.set_certificate,
        CertificateInput,
        f"{S}/certificates",
        "suppliers",
        done=_l("The certificate is kept."),
    )
)
OFFER_PART = command(
    Command(
        "offer_part",
        _l("Terms for a part"),
        "suppliers.write",
        offer_part,
        OfferInput,
        f"{S}/parts",
        "suppliers",
        result=Offered,
        done=_l("The terms are kept."),
    )
)
SET_PRICES = command(
    Command(
        "set_prices",
        _l("Price list"),
        "suppliers.write",
        set_prices,
        PricesInput,
        "/supplier-parts/<int:supplier_part_id>/prices",
        "suppliers",
        done=_l("The price list is kept."),
    )
)
