"""What can be done about an alarm of the forecast: note that it was looked at, and what was found."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from forecasting import watching
from webapp.commands import Command, command
from webapp.fields import Input, RowId, TextField


class SeeInput(Input):
    """Say what was found."""

    forecast_alarm_id = RowId(required=True)
    note = TextField(300, required=True, metadata={"label": _l("What was found"), "rows": 2})


SEE_ALARM = command(
    Command(
        "see_forecast_alarm",
        _l("Note what was found"),
        "plan.write",
        watching.see_alarm,
        SeeInput,
        "/forecast-alarms/<int:forecast_alarm_id>/seen",
        "plans",
        done=_l("Noted. The alarm is done with."),
    )
)
