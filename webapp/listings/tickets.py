"""List tickets with how their clocks stand, and put what presses on the home pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from service.queries.desk import visits_to_phone
from service.queries.tickets import standing_column, tickets_select
from service.states import UNFINISHED, WITH_ENGINEER
from service.tables import Customer, Dispatch, Ticket
from webapp import context
from webapp.context import Actor
from webapp.listing import Action, Column, Filter, Listing, listing
from webapp.personal import shown_name, shown_phone
from webapp.queues import queue
from webapp.service_scopes import own_tickets
from webapp.service_times import day_end, day_start
from webapp.service_words import (
    CHANNELS,
    COLOUR_TONES,
    COLOURS,
    STANDING_TONES,
    STANDINGS,
    STATE_TONES,
    STATES,
    URGENCIES,
    URGENCY_TONES,
    VISITS,
)

RUNNING = {key: STANDINGS[key] for key in ("running", "at_risk", "breached")}
OPEN = [str(each) for each in UNFINISHED]


def _tickets(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    found = tickets_select(at=context.now()).add_columns(Ticket.id.label("id"))
    words = str(filters.get("q") or "").strip()
    if not words:
        return found
    columns: list[Any] = [Ticket.number, Ticket.serial, Ticket.description]
    if context.may("personal.read"):  # else a search would tell what the mask hides
        columns += [Customer.name, Customer.phone]
    return found.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))


def _product(row: Any) -> str:
    return " ".join(each for each in (row.model_code or row.model_typed, row.serial) if each)


LIST = listing(
    Listing(
        "tickets",
        _l("Tickets"),
        "tickets.read",
        _tickets,
        [
            Column("number", _l("Number")),
            Column("state", _l("State"), "state", choices=STATES, tones=STATE_TONES),
            Column("standing", _l("Clocks"), "state", choices=STANDINGS, tones=STANDING_TONES),
            Column("next_due_at", _l("Next due"), "instant"),
            Column("urgency", _l("Urgency"), "state", choices=URGENCIES, tones=URGENCY_TONES),
            Column("colour", _l("Colour"), "state", choices=COLOURS, tones=COLOUR_TONES),
            Column("customer", _l("Customer"), value=lambda row: shown_name(row.customer_name), sort=False),
            Column(
                "phone", _l("Telephone"), value=lambda row: shown_phone(row.customer_phone), sort=False, shown=False
            ),
            Column("product", _l("Unit"), value=_product, sort_by="model_code"),
            Column("symptom", _l("Symptom"), "name"),
            Column("region", _l("Region"), shown=False),
            Column("engineer_name", _l("Engineer")),
            Column("owner_name", _l("Owner"), shown=False),
            Column("channel", _l("Came by"), "state", choices=CHANNELS, shown=False),
            Column("visit", _l("Repaired"), "state", choices=VISITS, shown=False),
            Column("in_warranty", _l("Under warranty"), "flag", shown=False),
            Column("opened_at", _l("Opened"), "instant"),
            Column("wished_at", _l("Wished time"), "instant", shown=False),
            Column("completed_at", _l("Completed"), "instant", shown=False),
        ],
        [
            Filter("q", _l("Search")),
            Filter("state", _l("State"), "choice", choices=STATES, where=lambda v: Ticket.state == v),
            Filter(
                "open", _l("Open"), "flag", where=lambda v: Ticket.state.in_(OPEN) if v else Ticket.state.not_in(OPEN)
            ),
            Filter(
                "standing",
                _l("Clocks"),
                "choice",
                choices=RUNNING,
                where=lambda v: standing_column(context.now()) == v,
            ),
            Filter("urgency", _l("Urgency"), "choice", choices=URGENCIES, where=lambda v: Ticket.urgency == v),
            Filter("colour", _l("Colour"), "choice", choices=COLOURS, where=lambda v: Ticket.colour == v),
            Filter("engineer", _l("Engineer"), "lookup", lookup="engineer", where=lambda v: Ticket.engineer_id == v),
            Filter("owner", _l("Owner"), "lookup", lookup="person", where=lambda v: Ticket.owner_id == v),
            Filter(
                "model", _l("Model"), "lookup", lookup="product_model", where=lambda v: Ticket.product_model_id == v
            ),
            Filter("symptom", _l("Symptom"), "lookup", lookup="symptom", where=lambda v: Ticket.symptom_id == v),
            Filter(
                "since",
                _l("Opened from"),
                "date",
                where=lambda v: Ticket.opened_at >= day_start(v, context.business_zone()),
            ),
            Filter(
                "until", _l("Opened to"), "date", where=lambda v: Ticket.opened_at < day_end(v, context.business_zone())
            ),
        ],
        "-number",
        row_url=lambda row: url_for("tickets.show", ticket_id=row.id),
        actions=[Action(_l("Take in a case"), "tickets.new", "tickets.write", "telephone-plus")],
        scope=lambda _session: own_tickets(context.actor()),
        page=False,
        tag="service",
        intro=_l("Every case from the first call to its closing, with its service levels."),
        empty=_l("No tickets yet. Take in the first case; its clocks begin to run at once."),
    )
)


def _counted(*where: Callable[[], Any]) -> Callable[[Session, Actor], int]:
    def count(session: Session, actor: Actor) -> int:
        conditions = [each() for each in where]
        return session.scalar(select(func.count(Ticket.id)).where(own_tickets(actor), *conditions)) or 0

    return count


def _standing(word: str) -> Callable[[Session, Actor], int]:
    return _counted(lambda: standing_column(context.now()) == word)


DESK = ("desk", "service_manager")
queue(
    "tickets_new",
    DESK,
    _l("New cases to triage"),
    count=_counted(lambda: Ticket.state == "new"),
    endpoint="tickets.index",
    icon="telephone-inbound",
    order=10,
    state="new",
    sort="next_due_at",
)
queue(
    "tickets_to_dispatch",
    DESK,
    _l("To be dispatched"),
    count=_counted(lambda: Ticket.state == "triaged"),
    endpoint="tickets.index",
    icon="person-walking",
    order=12,
    state="triaged",
    sort="next_due_at",
)
queue(
    "tickets_at_risk",
    DESK,
    _l("Clocks at risk"),
    count=_standing("at_risk"),
    endpoint="tickets.index",
    icon="hourglass-split",
    order=14,
    standing="at_risk",
    sort="next_due_at",
)
queue(
    "tickets_breached",
    DESK,
    _l("Clocks breached"),
    count=_standing("breached"),
    endpoint="tickets.index",
    icon="alarm",
    order=16,
    urgent=True,
    standing="breached",
    sort="next_due_at",
)
queue(
    "tickets_red",
    ("service_manager",),
    _l("Red cases"),
    count=_counted(lambda: Ticket.colour == "red", lambda: Ticket.state.in_(OPEN)),
    endpoint="tickets.index",
    icon="flag",
    order=18,
    urgent=True,
    colour="red",
    open="yes",
)


def _mine(session: Session, actor: Actor) -> int:
    states = [str(each) for each in WITH_ENGINEER]
    return (
        session.scalar(select(func.count(Ticket.id)).where(Ticket.engineer_id == actor.id, Ticket.state.in_(states)))
        or 0
    )


def _to_answer(session: Session, actor: Actor) -> int:
    waiting = (Dispatch.engineer_id == actor.id, Dispatch.accepted_at.is_(None), Dispatch.declined_at.is_(None))
    return session.scalar(select(func.count(Dispatch.id)).where(*waiting, Dispatch.withdrawn_at.is_(None))) or 0


def _to_phone(session: Session, actor: Actor) -> int:
    return len(visits_to_phone(session, context.now(), engineer_id=actor.id))


queue("my_tickets", "engineer", _l("My tickets"), count=_mine, endpoint="repairs.mine", icon="tools", order=10)
queue(
    "my_dispatches",
    "engineer",
    _l("Waiting for my answer"),
    count=_to_answer,
    endpoint="repairs.mine",
    icon="question-circle",
    order=5,
    urgent=True,
)
queue(
    "my_calls",
    "engineer",
    _l("Phone ahead now"),
    count=_to_phone,
    endpoint="repairs.mine",
    icon="telephone-outbound",
    order=6,
    urgent=True,
)
