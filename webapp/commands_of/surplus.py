"""What can be done with surplus: submit, approve, reject, then transfer, sell, return or scrap."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from inventory import deciding_surplus, disposing
from inventory.finding import found
from inventory.tables import SurplusProposal
from kernel.amounts import Money
from kernel.requests import once
from procurement.tables import Supplier
from receiving.queries.traces import lots_of_supplier
from webapp.commands import Command, command
from webapp.context import Actor
from webapp.fields import ChoiceField, Input, MoneyField, QuantityField, RowId, TextField
from webapp.scopes import require_store
from webapp.surplus_words import ACTS


class SurplusInput(Input):
    """Name a proposal."""

    surplus_proposal_id = RowId(required=True)


class SubmitInput(SurplusInput):
    """Say what is to be done."""

    act = ChoiceField(ACTS, required=True, metadata={"label": _l("What is to be done")})
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity")})
    to_store_id = RowId(
        "store",
        load_default=None,
        allow_none=True,
        metadata={"label": _l("To store"), "help": _l("Only for a transfer.")},
    )
    note = TextField(500, load_default="", metadata={"label": _l("Why so"), "rows": 2})


class RejectInput(SurplusInput):
    """Say why not."""

    reason = TextField(500, required=True, metadata={"label": _l("Reason"), "rows": 2})


class SellInput(SurplusInput):
    """Name the buyer and the price."""

    buyer = TextField(160, required=True, metadata={"label": _l("Buyer")})
    buyer_contact = TextField(160, load_default="", metadata={"label": _l("Contact of the buyer")})
    unit_price_cny = MoneyField(
        required=True,
        metadata={"label": _l("Price of a unit, before tax"), "unit": "¥"},
    )
    reference = TextField(80, load_default="", metadata={"label": _l("Contract or invoice")})
    note = TextField(500, load_default="", metadata={"label": _l("Note"), "rows": 2})


class ReturnInput(SurplusInput):
    """Name the supplier that takes the goods back."""

    supplier_id = RowId(
        "supplier",
        required=True,
        metadata={
            "label": _l("Supplier"),
            "help": _l("Its own lots go back, the oldest first; opening stock goes with them."),
        },
    )
    credit_cny = MoneyField(
        required=True,
        metadata={"label": _l("Credit expected"), "unit": "¥"},
    )
    reference = TextField(80, load_default="", metadata={"label": _l("The supplier's return number")})
    note = TextField(500, load_default="", metadata={"label": _l("Note"), "rows": 2})


class WitnessInput(SurplusInput):
    """Say what was seen."""

    finding = TextField(
        300,
        required=True,
        metadata={"label": _l("What you saw"), "help": _l("How many pieces, and in what condition."), "rows": 2},
    )


class ScrapInput(SurplusInput):
    """Add a note."""

    note = TextField(500, load_default="", metadata={"label": _l("Note"), "rows": 2})


@once
def _return(
    session: Session,
    *,
    surplus_proposal_id: int,
    supplier_id: int,
    credit_cny: Money,
    reference: str,
    note: str,
    by: int,
    at: datetime,
    request_key: str,
) -> disposing.Disposed:
    """Return surplus to a supplier: only lots that came from it, or that were there before anything was known."""
    row = found(session, SurplusProposal, surplus_proposal_id)
    supplier = found(session, Supplier, supplier_id)
    return disposing.return_surplus(
        session,
        surplus_proposal_id=row.id,
        supplier=f"{supplier.code} {supplier.name_zh or supplier.name_en}",
        supplier_contact=" ".join(each for each in (supplier.contact, supplier.phone) if each),
        supplier_id=supplier.id,
        lot_ids=lots_of_supplier(session, part_id=row.part_id, store_id=row.store_id, supplier_id=supplier.id),
        credit_cny=credit_cny,
        reference=reference,
        note=note,
        by=by,
        at=at,
        request_key=f"{request_key}:out",
    )


def _may_witness(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    """Refuse the keeper of another store: a witness has seen the goods."""
    if "surplus.write" not in actor.permissions:
        require_store(session, actor, found(session, SurplusProposal, data["surplus_proposal_id"]).store_id)


def _path(step: str) -> str:
    return f"/surplus-proposals/<int:surplus_proposal_id>/{step}"


SUBMIT = command(
    Command(
        "submit_surplus",
        _l("Submit for approval"),
        "surplus.write",
        deciding_surplus.submit_surplus,
        SubmitInput,
        _path("submit"),
        "surplus",
        done=_l("Submitted. Another person approves."),
    )
)
APPROVE = command(
    Command(
        "approve_surplus",
        _l("Approve what is done with the surplus"),
        "surplus.approve",
        deciding_surplus.approve_surplus,
        SurplusInput,
        _path("approve"),
        "surplus",
        done=_l("Approved. Carry it out next."),
    )
)
REJECT = command(
    Command(
        "reject_surplus",
        _l("Reject what was submitted"),
        "surplus.approve",
        deciding_surplus.reject_surplus,
        RejectInput,
        _path("reject"),
        "surplus",
        done=_l("Rejected."),
    )
)
CARRY_OUT = command(
    Command(
        "carry_out_surplus",
        _l("Ask for the transfer"),
        "surplus.write",
        deciding_surplus.carry_out_surplus,
        SurplusInput,
        _path("carry-out"),
        "surplus",
        done=_l("The transfer is asked for."),
    )
)
SELL = command(
    Command(
        "sell_surplus",
        _l("Sell"),
        "surplus.write",
        disposing.sell_surplus,
        SellInput,
        _path("sell"),
        "surplus",
    )
)
RETURN = command(
    Command(
        "return_surplus",
        _l("Return to the supplier"),
        "surplus.write",
        _return,
        ReturnInput,
        _path("return"),
        "surplus",
    )
)
WITNESS = command(
    Command(
        "witness_scrap",
        _l("Witness the scrapping"),
        "surplus.write",
        disposing.witness_scrap,
        WitnessInput,
        _path("witness"),
        "surplus",
        check=_may_witness,
        also=("stock.move",),
        done=_l("Signed as witness. Somebody else scraps it."),
    )
)
SCRAP = command(
    Command(
        "scrap_surplus",
        _l("Scrap"),
        "surplus.write",
        disposing.scrap_surplus,
        ScrapInput,
        _path("scrap"),
        "surplus",
    )
)
