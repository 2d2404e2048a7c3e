"""What can be done with returns to suppliers and claims: open, send back, scrap, settle, change, cancel."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.tables import Location
from kernel.amounts import Money, Quantity
from kernel.errors import NotFound
from receiving import claiming, settling
from receiving.claiming import OpenedReturn
from receiving.queries.owed import STORE
from receiving.settlement import Bearer, Demand, SettlementKind
from receiving.stepping import ReturnStep
from receiving.tables import Arrival, ArrivalLine, SupplierReturn
from webapp.commands import Command, command
from webapp.context import Actor
from webapp.fields import ChoiceField, DayField, Input, MoneyField, QuantityField, RowId, TextField
from webapp.lookups import table_lookup
from webapp.receiving_words import BEARERS, BY_HAND, DEMANDS, require_own

table_lookup(
    "quarantine_place",
    Location,
    permission="stock.read",
    where=lambda: Location.active & (Location.kind == "quarantine"),
)


table_lookup("claim", SupplierReturn, permission="inspection.read", code="number", name="state")


class OpenInput(Input):
    """Claim goods in quarantine that passed inspection and were found defective later."""

    lot_id = RowId("lot", required=True, metadata={"label": _l("Lot")})
    quarantine_location_id = RowId("quarantine_place", required=True, metadata={"label": _l("Quarantine")})
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})
    note = TextField(500, required=True, metadata={"label": _l("What is wrong"), "rows": 3})
    demand = ChoiceField(DEMANDS, load_default="replacement", metadata={"label": _l("Ask of the supplier")})
    amount_cny = MoneyField(
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Amount claimed"), "unit": "¥", "help": _l("Empty: what was paid for it.")},
    )
    deadline_on = DayField(
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Supplier answers by"), "help": _l("Empty: the usual time.")},
    )


class ClaimInput(Input):
    """Name a return."""

    supplier_return_id = RowId(required=True)


class SendInput(ClaimInput):
    """Say how much leaves for the supplier."""

    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})


class ScrapInput(SendInput):
    """Say how much is scrapped here, and why."""

    borne_by = ChoiceField(
        BEARERS,
        load_default="supplier",
        metadata={
            "label": _l("Who bears the cost"),
            "help": _l("At our cost the quantity is waived; that takes another person than who opened the claim."),
        },
    )
    reason = TextField(
        300, required=True, metadata={"label": _l("Reason"), "help": _l("For example: the supplier agreed.")}
    )


class SettleInput(ClaimInput):
    """Say how a claim, or a part of it, ended."""

    kind = ChoiceField(BY_HAND, required=True, metadata={"label": _l("How it ended")})
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})
    amount_cny = MoneyField(
        load_default=Money.zero(),
        metadata={"label": _l("Amount"), "unit": "¥", "help": _l("What the supplier credits; else empty.")},
    )
    reference = TextField(
        80, load_default="", metadata={"label": _l("Credit note"), "help": _l("Its number; needed for a credit.")}
    )
    credited_on = DayField(
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Day of the credit note"), "help": _l("Needed for a credit.")},
    )
    note = TextField(300, load_default="", metadata={"label": _l("Note"), "help": _l("Needed when waived.")})


class ChangeInput(ClaimInput):
    """Change what is asked of the supplier."""

    demand = ChoiceField(DEMANDS, load_default=None, allow_none=True, metadata={"label": _l("Ask of the supplier")})
    deadline_on = DayField(load_default=None, allow_none=True, metadata={"label": _l("Supplier answers by")})
    amount_cny = MoneyField(load_default=None, allow_none=True, metadata={"label": _l("Amount claimed"), "unit": "¥"})
    note = TextField(500, load_default=None, allow_none=True, metadata={"label": _l("What is wrong"), "rows": 3})


class CancelInput(ClaimInput):
    """Say why goods stay after all."""

    reason = TextField(300, required=True, metadata={"label": _l("Reason")})


def open_claim(
    session: Session,
    *,
    lot_id: int,
    quarantine_location_id: int,
    quantity: Quantity,
    note: str,
    demand: str,
    amount_cny: Money | None,
    deadline_on: date | None,
    by: int,
    at: datetime,
    request_key: str,
) -> OpenedReturn:
    """Claim goods that were found defective in stock and lie in quarantine now."""
    return claiming.open_claim(
        session,
        lot_id=lot_id,
        quarantine_location_id=quarantine_location_id,
        quantity=quantity,
        note=note,
        demand=Demand(demand),
        amount_cny=amount_cny,
        deadline_on=deadline_on,
        by=by,
        at=at,
        request_key=request_key,
    )


def settle(
    session: Session,
    *,
    supplier_return_id: int,
    kind: str,
    quantity: Quantity,
    amount_cny: Money,
    reference: str,
    credited_on: date | None,
    note: str,
    by: int,
    at: datetime,
    request_key: str,
) -> ReturnStep:
    """Settle a claim or a part of it."""
    return settling.settle(
        session,
        supplier_return_id=supplier_return_id,
        kind=SettlementKind(kind),
        quantity=quantity,
        amount_cny=amount_cny,
        reference=reference,
        credited_on=credited_on,
        note=note,
        by=by,
        at=at,
        request_key=request_key,
    )


def scrap(
    session: Session,
    *,
    supplier_return_id: int,
    quantity: Quantity,
    borne_by: str,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
) -> ReturnStep:
    """Scrap claimed goods here, at the supplier's cost or at ours."""
    return claiming.scrap(
        session,
        supplier_return_id=supplier_return_id,
        quantity=quantity,
        borne_by=Bearer(borne_by),
        reason=reason,
        by=by,
        at=at,
        request_key=request_key,
    )


def change(
    session: Session,
    *,
    supplier_return_id: int,
    demand: str | None,
    deadline_on: date | None,
    amount_cny: Money | None,
    note: str | None,
    by: int,
    at: datetime,
    request_key: str,
) -> ReturnStep:
    """Change what is asked of the supplier, until when, how much and in what words."""
    return claiming.change_claim(
        session,
        supplier_return_id=supplier_return_id,
        demand=Demand(demand) if demand else None,
        deadline_on=deadline_on,
        amount_cny=amount_cny,
        note=note,
        by=by,
        at=at,
        request_key=request_key,
    )


def _own_claim(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    store_id = session.scalar(
        select(STORE)
        .select_from(SupplierReturn)
        .join(ArrivalLine, ArrivalLine.id == SupplierReturn.arrival_line_id)
        .join(Arrival, Arrival.id == ArrivalLine.arrival_id)
        .outerjoin(Location, Location.id == SupplierReturn.quarantine_location_id)
        .where(SupplierReturn.id == data["supplier_return_id"])
    )
    if store_id is None:
        raise NotFound("supplier_return_unknown", id=data["supplier_return_id"])
    require_own(session, actor, store_id)


def _own_quarantine(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    place = session.get(Location, data["quarantine_location_id"])
    require_own(session, actor, place.store_id if place else None)


PATH = "/claims/<int:supplier_return_id>"
OPEN = command(
    Command(
        "open_claim",
        _l("Open a claim"),
        "orders.write",
        open_claim,
        OpenInput,
        "/claims",
        "claims",
        _own_quarantine,
        also=("inspection.write", "orders.approve"),
    )
)
SEND = command(
    Command(
        "send_back",
        _l("Send back"),
        "arrivals.write",
        claiming.send_back,
        SendInput,
        f"{PATH}/send",
        "claims",
        _own_claim,
        ReturnStep,
        _l("The goods have left for the supplier."),
    )
)
SCRAP = command(
    Command(
        "scrap_claimed",
        _l("Scrap here"),
        "stock.scrap",
        scrap,
        ScrapInput,
        f"{PATH}/scrap",
        "claims",
        _own_claim,
        ReturnStep,
        _l("Scrapped. What is not settled yet stays open."),
    )
)
SETTLE = command(
    Command(
        "settle_claim",
        _l("Settle"),
        "orders.write",
        settle,
        SettleInput,
        f"{PATH}/settle",
        "claims",
        _own_claim,
        ReturnStep,
        _l("The settlement is noted."),
        ("orders.approve",),
    )
)
CHANGE = command(
    Command(
        "change_claim",
        _l("Change the claim"),
        "orders.write",
        change,
        ChangeInput,
        f"{PATH}/change",
        "claims",
        _own_claim,
        ReturnStep,
        _l("The claim is changed."),
        ("orders.approve",),
    )
)
CANCEL = command(
    Command(
        "cancel_claim",
        _l("Cancel the return"),
        "orders.write",
        claiming.cancel_claim,
        CancelInput,
        f"{PATH}/cancel",
        "claims",
        _own_claim,
        ReturnStep,
        _l("Cancelled. Register the goods as an arrival of the order they stay for."),
        ("orders.approve",),
    )
)
