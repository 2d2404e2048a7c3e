"""What a buyer can say of the demand of a period: that it was real, or a one-off."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from forecasting import demand_marking
from webapp.commands import Command, command
from webapp.fields import ChoiceField, DayField, Input, RowId, TextField

VERDICTS = {"real": _l("Real: it counts as it is"), "one_off": _l("One-off: it stays out of the forecast")}


class MarkInput(Input):
    """Judge the demand of a period."""

    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    store_id = RowId("store", required=True, metadata={"label": _l("Store")})
    period_start_on = DayField(
        required=True, metadata={"label": _l("Period"), "help": _l("Any day of the month or week.")}
    )
    verdict = ChoiceField(VERDICTS, required=True, metadata={"label": _l("The demand was")})
    reason = TextField(300, required=True, metadata={"label": _l("Reason"), "rows": 2})


class UnmarkInput(Input):
    """Name a mark."""

    demand_mark_id = RowId(required=True)


MARK = command(
    Command(
        "mark_demand",
        _l("Judge the demand of a period"),
        "plan.write",
        demand_marking.mark_demand,
        MarkInput,
        "/demand-marks",
        "plans",
        done=_l("Kept. The levels follow with the next plan, and every plan after it."),
    )
)
UNMARK = command(
    Command(
        "unmark_demand",
        _l("Take the judgement back"),
        "plan.write",
        demand_marking.unmark_demand,
        UnmarkInput,
        "/demand-marks/<int:demand_mark_id>/remove",
        "plans",
        done=_l("Taken back. The rule judges this period again."),
    )
)
