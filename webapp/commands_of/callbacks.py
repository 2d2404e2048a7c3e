"""What follows a repair 回访: call back, invite by link, open and finish tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.errors import NotFound, RuleViolation
from kernel.settings import day_of, define, setting, zone
from kernel.tables import Mail
from service import calling_back
from service.calling_back import CalledBack
from service.tables import Callback, Customer, FollowUp, Ticket
from service.tables.callbacks import HIGHEST, LOWEST
from webapp.commands import Command, command
from webapp.context import Actor
from webapp.fields import FlagField, Input, InstantField, RowId, TextField, WholeField
from webapp.mail import queue_mail
from webapp.one_time_links import address, secret_for, token_hash
from webapp.service_scopes import check_callback, check_ticket, require_ticket
from webapp.service_times import day_end
from webapp.service_words import SCORES

LINK_DAYS = define("service.survey_link_days", 14, "满意度调查链接的有效天数", "Days for which a survey link is valid")


def _score(name: str) -> WholeField:
    return WholeField(
        LOWEST, HIGHEST, required=True, metadata={"label": SCORES[name], "help": _l("1 (bad) to 10 (very good)")}
    )


class ScoresInput(Input):
    """Hold a customer's scores and words."""

    attitude = _score("attitude")
    punctuality = _score("punctuality")
    effect = _score("effect")
    overall = _score("overall")
    low_reason = TextField(
        300, load_default="", metadata={"label": _l("What was not good"), "help": _l("Needed for a low score.")}
    )
    suggestions = TextField(4000, load_default="", metadata={"label": _l("Suggestions"), "rows": 3})


class CallbackInput(Input):
    """Name a callback."""

    callback_id = RowId(required=True)


class CallBackInput(ScoresInput):
    """Hold what a customer said on the telephone."""

    callback_id = RowId(required=True)
    task = TextField(
        2000,
        load_default="",
        metadata={"label": _l("What is to be done"), "rows": 2, "help": _l("Opens a task after a low score.")},
    )


class UnansweredInput(CallbackInput):
    """Say that nobody answered."""

    note = TextField(300, load_default="", metadata={"label": _l("Note")})


class InviteInput(CallbackInput):
    """Make a link for the customer."""

    mail = FlagField(load_default=False, metadata={"label": _l("Send it to the customer by mail")})


class TaskInput(Input):
    """Open a task on a ticket."""

    ticket_id = RowId(required=True)
    task = TextField(2000, required=True, metadata={"label": _l("What is to be done"), "rows": 3})
    assigned_to_id = RowId("person", required=True, metadata={"label": _l("Who does it")})
    due_at = InstantField(required=True, metadata={"label": _l("Until")})


class ResultInput(Input):
    """Finish a task."""

    follow_up_id = RowId(required=True)
    result = TextField(2000, required=True, metadata={"label": _l("What came of it"), "rows": 3})


@dataclass(frozen=True, slots=True)
class Invited:
    """Hold the customer's link; it is shown once and kept nowhere."""

    callback_id: int
    link: str
    expires_at: datetime
    mailed: bool


def call_back(
    session: Session,
    *,
    callback_id: int,
    attitude: int,
    punctuality: int,
    effect: int,
    overall: int,
    low_reason: str,
    suggestions: str,
    task: str,
    by: int,
    at: datetime,
    request_key: str,
) -> CalledBack:
    """Record a callback by telephone; a low score needs the reason and opens a task."""
    with beside_reason():
        return calling_back.call_back(
            session,
            callback_id=callback_id,
            attitude=attitude,
            punctuality=punctuality,
            effect=effect,
            overall=overall,
            low_reason=low_reason,
            suggestions=suggestions,
            task=task,
            by=by,
            at=at,
            request_key=request_key,
        )


class beside_reason:  # noqa: N801  reads as a statement
    """Put the refusal of a low score without a reason beside the box for the reason."""

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Name the field."""
        if isinstance(error, RuleViolation) and error.code == "low_score_needs_reason":
            error.details["field"] = "low_reason"


def invite(session: Session, *, callback_id: int, mail: bool, by: int, at: datetime, request_key: str) -> Invited:
    """Make a one-time link by which the customer answers without a log-in; an earlier link is void.

    The secret comes from the request key, so that a form sent twice shows the same link.
    """
    secret = secret_for(f"survey {request_key}")
    on = day_of(session, at)
    expires_at = day_end(on + timedelta(days=int(setting(session, LINK_DAYS, on))), zone(session, on))
    calling_back.invite(
        session,
        callback_id=callback_id,
        token_hash=token_hash(secret),
        expires_at=expires_at,
        by=by,
        at=at,
        request_key=request_key,
    )
    link = address("survey", secret)
    return Invited(callback_id, link, expires_at, mail and _mailed(session, callback_id, link, at))


def _mailed(session: Session, callback_id: int, link: str, at: datetime) -> bool:
    """Queue the link to the customer once; tell whether there is an address."""
    to, number = session.execute(
        select(Customer.email, Ticket.number)
        .join(Ticket, Ticket.customer_id == Customer.id)
        .join(Callback, Callback.ticket_id == Ticket.id)
        .where(Callback.id == callback_id)
    ).one()
    if not to:
        raise RuleViolation("customer_without_mail", field="mail")
    about = f"survey:{callback_id}:{token_hash(link)[:12]}"
    if session.scalar(select(Mail.id).where(Mail.about == about)) is None:
        subject = _("How was our service? %(number)s", number=number)
        body = _("Thank you for your trust. Please tell us in one minute how our service was:")
        queue_mail(session, to=to, subject=subject, body=f"{body}\n\n{link}\n", at=at, about=about)
    return True


def _check_task(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    ticket_id = session.scalar(select(FollowUp.ticket_id).where(FollowUp.id == data["follow_up_id"]))
    if ticket_id is None:
        raise NotFound("follow_up_unknown", follow_up_id=data["follow_up_id"])
    require_ticket(session, actor, ticket_id)


PATH = "/callbacks/<int:callback_id>"

CALL_BACK = command(
    Command(
        "call_back",
        _l("Call back"),
        "callbacks.write",
        call_back,
        CallBackInput,
        f"{PATH}/answer",
        "service",
        check_callback,
    )
)
UNANSWERED = command(
    Command(
        "note_unanswered",
        _l("Nobody answered"),
        "callbacks.write",
        calling_back.note_unanswered,
        UnansweredInput,
        f"{PATH}/unanswered",
        "service",
        check_callback,
        done=_l("Noted. Try again later, or send the link."),
    )
)
INVITE = command(
    Command(
        "invite_customer",
        _l("Make a link for the customer"),
        "callbacks.write",
        invite,
        InviteInput,
        f"{PATH}/link",
        "service",
        check_callback,
    )
)
OPEN_TASK = command(
    Command(
        "open_follow_up",
        _l("Open a task"),
        "callbacks.write",
        calling_back.open_follow_up,
        TaskInput,
        "/tickets/<int:ticket_id>/follow-ups",
        "service",
        check_ticket,
        done=_l("The task is open."),
        also=("tickets.write",),
    )
)
FINISH_TASK = command(
    Command(
        "finish_follow_up",
        _l("Finish the task"),
        "callbacks.write",
        calling_back.finish_follow_up,
        ResultInput,
        "/follow-ups/<int:follow_up_id>/done",
        "service",
        _check_task,
        done=_l("Done."),
        also=("tickets.write",),
    )
)
