"""What can be done with a purchase plan 采购计划: compute, change with reason, approve, turn into orders."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from kernel.amounts import Money
from procurement import plan_approving, plan_changing, planning
from procurement.planning import Planned
from service.base_planning import plan_base
from webapp import context
from webapp.commands import Command, command
from webapp.fields import DayField, Input, MoneyField, QuantityField, RowId, TextField

STATES = {
    "draft": _l("draft"),
    "approved": _l("approved plan"),
    "ordered": _l("ordered"),
    "superseded": _l("replaced"),
    "cancelled": _l("cancelled"),
}
TONES = {
    "draft": "secondary",
    "approved": "info",
    "ordered": "success",
    "superseded": "secondary",
    "cancelled": "secondary",
}
KINDS = {"purchase": _l("buy"), "transfer": _l("transfer"), "notice": _l("look at it")}


class RunInput(Input):
    """Say for what the plan is computed."""

    store_id = RowId(
        "warehouse",
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Only this store and what it supplies"), "help": _l("Empty: every store that buys.")},
    )
    budget_cny = MoneyField(
        load_default=None,
        allow_none=True,
        metadata={
            "label": _l("Budget"),
            "unit": "¥",
            "help": _l("Empty: no cap. Urgent shortages of tickets come first, then what saves most waiting per yuan."),
        },
    )


class PlanInput(Input):
    """Name a plan."""

    plan_id = RowId(required=True)


class ApproveInput(PlanInput):
    """Approve a plan."""

    note = TextField(300, load_default="", metadata={"label": _l("Note")})
    seen = TextField(
        120,
        load_default="",
        metadata={
            "label": _l("State in which it was seen"),
            "help": _l("As the plan says it; a plan that has changed since is not approved."),
        },
    )


class ProposalInput(Input):
    """Name a proposal."""

    proposal_id = RowId(required=True)


class ChangeInput(ProposalInput):
    """Change a proposal; the reason is kept through the next run."""

    quantity = QuantityField(
        load_default=None, allow_none=True, metadata={"label": _l("Quantity"), "help": _l("0 leaves the part out.")}
    )
    supplier_part_id = RowId(load_default=None, allow_none=True, metadata={"label": _l("Supplier")})
    needed_on = DayField(load_default=None, allow_none=True, metadata={"label": _l("Needed on")})
    reason = TextField(300, required=True, metadata={"label": _l("Reason")})


def run(
    session: Session,
    *,
    store_id: int | None,
    budget_cny: Money | None,
    by: int,
    at: datetime,
    request_key: str,
    on: date | None = None,
) -> Planned:
    """Compute the draft plan anew from demand, the base, campaigns, stock, orders and waiting tickets."""
    on = on or context.today()
    plan_base(session, on=on, by=by, at=at, request_key=f"{request_key}:base")
    return planning.run_plan(
        session,
        on=on,
        store_ids=(store_id,) if store_id else None,
        budget_cny=budget_cny,
        by=by,
        at=at,
        request_key=request_key,
    )


RUN = command(
    Command("run_plan", _l("Compute the plan"), "plan.write", run, RunInput, "/plans", "plans", done=_l("Computed."))
)
CHANGE = command(
    Command(
        "change_proposal",
        _l("Change the proposal"),
        "plan.write",
        plan_changing.change_proposal,
        ChangeInput,
        "/proposals/<int:proposal_id>",
        "plans",
        done=_l("Changed; the reason stays with it through the next run."),
    )
)
RESET = command(
    Command(
        "reset_proposal",
        _l("Take the change back"),
        "plan.write",
        plan_changing.reset_proposal,
        ProposalInput,
        "/proposals/<int:proposal_id>/reset",
        "plans",
        done=_l("The computed quantity holds again."),
    )
)
APPROVE = command(
    Command(
        "approve_plan",
        _l("Approve the plan"),
        "plan.approve",
        plan_approving.approve_plan,
        ApproveInput,
        "/plans/<int:plan_id>/approve",
        "plans",
        done=_l("Approved and frozen. Now turn it into orders."),
    )
)
TURN = command(
    Command(
        "turn_plan_into_orders",
        _l("Turn into orders"),
        "plan.write",
        plan_approving.turn_into_orders,
        PlanInput,
        "/plans/<int:plan_id>/orders",
        "plans",
        done=_l("One order for each supplier and store is made; transfers are requested."),
        also=("plan.approve",),
    )
)
