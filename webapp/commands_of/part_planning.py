"""Set how a part is planned: policy, service target, stocked or not, least and most stock."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from forecasting import part_planning
from forecasting.part_planning import KeptPlanning
from kernel.amounts import Quantity
from kernel.errors import RuleViolation
from webapp.commands import Command, command
from webapp.fields import ChoiceField, Input, QuantityField, RowId, TextField
from webapp.plan_words import POLICIES

STOCKED = {
    "auto": _l("by the rule"),
    "yes": _l("always stocked"),
    "no": _l("never stocked"),
}
PER_PERMYRIAD = 10
"""A quantity counts thousandths of a percent, a target ten-thousandths of the whole."""


class PlanningInput(Input):
    """Say how a part is planned in a store."""

    part_id = RowId("part", required=True)
    store_id = RowId(
        "store",
        load_default=None,
        allow_none=True,
        metadata={
            "label": _l("Store"),
            "help": _l("Empty: every store. What is set for one store goes before what is set for all."),
        },
    )
    stocked = ChoiceField(
        STOCKED,
        load_default="auto",
        metadata={"label": _l("Stocked"), "help": _l("What is not stocked is ordered when somebody waits for it.")},
    )
    policy = ChoiceField(
        POLICIES,
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Policy"), "help": _l("Empty: by the rule.")},
    )
    target_percent = QuantityField(
        load_default=None,
        allow_none=True,
        metadata={
            "label": _l("Service target"),
            "unit": "%",
            "help": _l("Share of cycles without shortage. Empty: as set for its criticality."),
        },
    )
    minimum = QuantityField(
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Least stock"), "help": _l("It is ordered when stock falls below. Empty: none.")},
    )
    maximum = QuantityField(
        load_default=None,
        allow_none=True,
        metadata={
            "label": _l("Most stock"),
            "help": _l("Its own, besides what lies in the stores that it supplies. Empty: no limit."),
        },
    )
    reason = TextField(300, load_default="", metadata={"label": _l("Reason"), "rows": 2})


class PlanningRowInput(Input):
    """Name what was set for a part."""

    part_planning_id = RowId(required=True)


def set_planning(
    session: Session,
    *,
    part_id: int,
    store_id: int | None,
    stocked: str,
    policy: str | None,
    target_percent: Quantity | None,
    minimum: Quantity | None,
    maximum: Quantity | None,
    reason: str,
    by: int,
    at: datetime,
    request_key: str,
) -> KeptPlanning:
    """Say how a part is planned from the next run on."""
    target = None
    if target_percent is not None:
        target, rest = divmod(target_percent.scaled, PER_PERMYRIAD)
        if rest:
            raise RuleViolation("target_out_of_range", field="target_percent")
    return part_planning.set_part_planning(
        session,
        part_id=part_id,
        store_id=store_id,
        policy=policy,
        target_permyriad=target,
        stocked=stocked,
        minimum=minimum,
        maximum=maximum,
        reason=reason,
        by=by,
        at=at,
        request_key=request_key,
    )


SET = command(
    Command(
        "set_part_planning",
        _l("Set how the part is planned"),
        "plan.write",
        set_planning,
        PlanningInput,
        "/parts/<int:part_id>/planning",
        "plans",
        done=_l("Kept. It holds from the next computation of the plan."),
    )
)
REMOVE = command(
    Command(
        "remove_part_planning",
        _l("Let the rules plan it again"),
        "plan.write",
        part_planning.remove_part_planning,
        PlanningRowInput,
        "/part-planning/<int:part_planning_id>/remove",
        "plans",
        done=_l("The rules hold again from the next computation of the plan."),
    )
)
