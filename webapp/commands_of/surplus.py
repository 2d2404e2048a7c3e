"""What can be done with surplus: submit, approve, reject, carry out."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from inventory import deciding_surplus
from webapp.commands import Command, command
from webapp.fields import ChoiceField, Input, QuantityField, RowId, TextField
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


class CarryOutInput(SurplusInput):
    """Name the work order of a sale."""

    reference = TextField(
        80,
        load_default="",
        metadata={
            "label": _l("Work order of the sale"),
            "help": _l("Only for a sale: the work order to which the parts were issued after it was submitted."),
        },
    )


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
        _l("Carry out what was approved"),
        "surplus.write",
        deciding_surplus.carry_out_surplus,
        CarryOutInput,
        _path("carry-out"),
        "surplus",
        done=_l("Carried out."),
    )
)
