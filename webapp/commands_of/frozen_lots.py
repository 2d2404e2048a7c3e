"""What can be done with suspect lots: freeze, set free, judge a sample."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from inventory import freezing
from receiving import freezing_deliveries, sampling_stock
from webapp.commands import Command, command
from webapp.fields import FlagField, Input, QuantityField, RowId, TextField


class FreezeInput(Input):
    """Say which lot is suspect and why."""

    lot_id = RowId("lot", required=True, metadata={"label": _l("Lot")})
    reason = TextField(500, required=True, metadata={"label": _l("Why it is suspect"), "rows": 3})
    sisters = FlagField(load_default=False, metadata={"label": _l("Freeze the other lots of the delivery too")})


class ThawInput(Input):
    """Say which lot is sound after all and why."""

    lot_id = RowId("lot", required=True, metadata={"label": _l("Lot")})
    reason = TextField(500, required=True, metadata={"label": _l("Why it is sound"), "rows": 3})


class JudgeSampleInput(Input):
    """Say what was found."""

    stock_sample_id = RowId(required=True)
    defective = QuantityField(required=True, metadata={"label": _l("Defective of these"), "help": _l("0: all good.")})
    finding = TextField(
        500, load_default="", metadata={"label": _l("What is wrong"), "help": _l("Needed when any is bad."), "rows": 3}
    )


FREEZE = command(
    Command(
        "freeze_lot",
        _l("Freeze the lot"),
        "lots.freeze",
        freezing_deliveries.freeze_lots,
        FreezeInput,
        "/lots/<int:lot_id>/freeze",
        "lots",
    )
)
THAW = command(
    Command(
        "thaw_lot",
        _l("Set the lot free"),
        "lots.thaw",
        freezing.thaw,
        ThawInput,
        "/lots/<int:lot_id>/thaw",
        "lots",
        done=_l("The lot is free again; whoever waited for it was served."),
    )
)
JUDGE_SAMPLE = command(
    Command(
        "judge_stock_sample",
        _l("Record what was found"),
        "inspection.write",
        sampling_stock.judge_sample,
        JudgeSampleInput,
        "/stock-samples/<int:stock_sample_id>/judge",
        "lots",
    )
)
