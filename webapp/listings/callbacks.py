"""List callbacks and the tasks that follow low scores, and put those that are due on the home pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from service.queries.desk import callbacks_select, follow_ups_select
from service.tables import Callback, FollowUp, Ticket
from webapp import context
from webapp.context import Actor
from webapp.listing import Column, Filter, Listing, listing
from webapp.personal import shown_name, shown_phone
from webapp.queues import queue
from webapp.service_scopes import own_tickets
from webapp.service_words import CAUSES, CONTACT_WAYS


def _callbacks(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    found = callbacks_select(at=context.now(), waiting=filters.get("waiting"))
    return found.add_columns(Callback.id.label("id"))


LIST = listing(
    Listing(
        "callbacks",
        _l("Callbacks"),
        "callbacks.write",
        _callbacks,
        [
            Column("number", _l("Ticket")),
            Column("customer", _l("Customer"), value=lambda row: shown_name(row.customer_name), sort=False),
            Column("phone", _l("Telephone"), value=lambda row: shown_phone(row.customer_phone), sort=False),
            Column("contact_preference", _l("Wants to be reached by"), "state", choices=CONTACT_WAYS),
            Column("engineer_name", _l("Engineer")),
            Column("completed_at", _l("Completed"), "instant"),
            Column("due_at", _l("Due"), "instant"),
            Column("overdue", _l("Overdue"), "flag"),
            Column("tries", _l("Nobody answered"), "number"),
            Column("done_at", _l("Answered"), "instant"),
            Column("overall", _l("Overall"), "number"),
        ],
        [
            Filter("waiting", _l("Waiting"), "flag"),
            Filter("q", _l("Ticket"), where=lambda text: Ticket.number.icontains(text, autoescape=True)),
            Filter("engineer", _l("Engineer"), "lookup", lookup="engineer", where=lambda v: Callback.engineer_id == v),
            Filter(
                "low",
                _l("Low score"),
                "flag",
                where=lambda v: (
                    (Callback.overall < Callback.low_below) if v else (Callback.overall >= Callback.low_below)
                ),
            ),
        ],
        "due_at",
        row_url=lambda row: url_for("callbacks.show", callback_id=row.id),
        scope=lambda _session: own_tickets(context.actor()),
        group="service",
        order=20,
        tag="service",
        intro=_l("Each repair is followed by a call: four scores from 1 to 10, and a task where one is low."),
        empty=_l("Nobody waits for a call. A callback appears here when a repair is completed."),
    )
)


def _tasks(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    found = follow_ups_select(at=context.now(), waiting=filters.get("waiting"))
    return found.add_columns(FollowUp.id.label("id"))


TASKS = listing(
    Listing(
        "follow_ups",
        _l("Follow-ups"),
        "callbacks.write",
        _tasks,
        [
            Column("number", _l("Ticket")),
            Column("task", _l("Task"), sort=False),
            Column("cause", _l("Cause"), "state", choices=CAUSES, tones={"low_score": "danger"}),
            Column("assigned_to_name", _l("Who does it")),
            Column("due_at", _l("Due"), "instant"),
            Column("overdue", _l("Overdue"), "flag"),
            Column("done_at", _l("Done"), "instant"),
            Column("result", _l("Result"), sort=False),
        ],
        [
            Filter("waiting", _l("Waiting"), "flag"),
            Filter(
                "person", _l("Who does it"), "lookup", lookup="person", where=lambda v: FollowUp.assigned_to_id == v
            ),
            Filter("q", _l("Ticket"), where=lambda text: Ticket.number.icontains(text, autoescape=True)),
        ],
        "due_at",
        row_url=lambda row: url_for("callbacks.task", follow_up_id=row.id),
        scope=lambda _session: own_tickets(context.actor()),
        also=("tickets.write",),
        group="service",
        order=25,
        tag="service",
        intro=_l("What is to be made good for a customer, by whom and until when."),
        empty=_l("Nothing is to be made good. A low score opens a task here."),
    )
)


def _due(session: Session, _actor: Actor) -> int:
    waiting = (Callback.done_at.is_(None), Ticket.state == "completed")
    query = select(func.count(Callback.id)).join(Ticket, Ticket.id == Callback.ticket_id).where(*waiting)
    return session.scalar(query.where(Callback.due_at <= context.now())) or 0


def _waiting_tasks(session: Session, _actor: Actor) -> int:
    return session.scalar(select(func.count(FollowUp.id)).where(FollowUp.done_at.is_(None))) or 0


queue(
    "callbacks_due",
    ("desk", "service_manager", "quality"),
    _l("Callbacks due"),
    count=_due,
    endpoint="list.callbacks",
    icon="telephone-outbound",
    order=30,
    waiting="yes",
)
queue(
    "follow_ups",
    ("desk", "service_manager", "quality"),
    _l("Follow-ups open"),
    count=_waiting_tasks,
    endpoint="list.follow_ups",
    icon="bandaid",
    order=32,
    waiting="yes",
)
