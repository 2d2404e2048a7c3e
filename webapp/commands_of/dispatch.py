"""What can be done with a dispatch 派工: send, tell, accept, decline."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from service import dispatching
from webapp.commands import Command, command
from webapp.fields import Input, RowId, TextField
from webapp.service_scopes import check_dispatch, check_ticket


class DispatchInput(Input):
    """Choose whom to send."""

    ticket_id = RowId(required=True)
    engineer_id = RowId("engineer", required=True, metadata={"label": _l("Engineer")})
    reason = TextField(
        300,
        load_default="",
        metadata={"label": _l("Reason"), "help": _l("Needed when another engineer is sent instead.")},
    )


class AnswerDispatchInput(Input):
    """Name a dispatch."""

    dispatch_id = RowId(required=True)


class DeclineInput(AnswerDispatchInput):
    """Decline with a reason."""

    reason = TextField(300, required=True, metadata={"label": _l("Why you cannot go")})


PATH = "/dispatches/<int:dispatch_id>"

DISPATCH = command(
    Command(
        "dispatch",
        _l("Send an engineer"),
        "dispatch.write",
        dispatching.dispatch,
        DispatchInput,
        "/tickets/<int:ticket_id>/dispatches",
        "service",
        check_ticket,
    )
)
MARK_NOTIFIED = command(
    Command(
        "mark_notified",
        _l("The engineer was told"),
        "dispatch.write",
        dispatching.mark_notified,
        AnswerDispatchInput,
        f"{PATH}/notified",
        "service",
        check_dispatch,
        done=_l("Noted: the engineer was told."),
    )
)
ACCEPT = command(
    Command(
        "accept_dispatch",
        _l("Accept"),
        "repairs.write",
        dispatching.accept,
        AnswerDispatchInput,
        f"{PATH}/accept",
        "service",
        check_dispatch,
        done=_l("Accepted. Phone the customer before you go."),
    )
)
DECLINE = command(
    Command(
        "decline_dispatch",
        _l("Decline"),
        "repairs.write",
        dispatching.decline,
        DeclineInput,
        f"{PATH}/decline",
        "service",
        check_dispatch,
        done=_l("Declined; the desk sends somebody else."),
    )
)
