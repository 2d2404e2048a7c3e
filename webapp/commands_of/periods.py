"""What can be done with a month: ask to close it, confirm, withdraw the wish."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from inventory import closing
from webapp.commands import Command, command
from webapp.fields import DayField, Input, RowId, TextField


class AskCloseInput(Input):
    """Name the month by its first day."""

    month_on = DayField(required=True, metadata={"label": _l("First day of the month")})
    note = TextField(500, load_default="", metadata={"label": _l("Note for who confirms"), "rows": 2})


class ClosingInput(Input):
    """Name the closing of a month."""

    period_closing_id = RowId(required=True)


ASK_CLOSE = command(
    Command(
        "ask_month_close",
        _l("Ask to close the month"),
        "periods.close",
        closing.ask_close,
        AskCloseInput,
        "/period-closings",
        "periods",
        done=_l("Asked. Another person now confirms, and the month is closed for good."),
    )
)
CONFIRM_CLOSE = command(
    Command(
        "confirm_month_close",
        _l("Close the month for good"),
        "periods.close",
        closing.confirm_close,
        ClosingInput,
        "/period-closings/<int:period_closing_id>/confirm",
        "periods",
        done=_l("The month is closed. Its figures stay as they are; corrections come in the open month."),
    )
)
WITHDRAW_CLOSE = command(
    Command(
        "withdraw_month_close",
        _l("Withdraw the wish to close the month"),
        "periods.close",
        closing.withdraw_close,
        ClosingInput,
        "/period-closings/<int:period_closing_id>/withdraw",
        "periods",
        done=_l("Withdrawn. Nothing was closed."),
    )
)
