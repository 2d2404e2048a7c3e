"""List people, the audit trail, tokens, jobs and mail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import Session

from kernel.tables import Audit, Mail, Person
from webapp import context
from webapp.jobs.asking import KINDS
from webapp.listing import Action, Column, Filter, Listing, listing
from webapp.permissions import ROLE_NAMES
from webapp.tables import ApiToken, Job, Login, RoleGrant

JOB_STATES = {
    "queued": _l("waiting"),
    "running": _l("running"),
    "done": _l("done"),
    "failed": _l("failed"),
    "cancelled": _l("cancelled"),
}
MAIL_STATES = {
    "queued": _l("waiting"),
    "sent": _l("sent"),
    "failed": _l("will be tried again"),
    "given_up": _l("given up"),
}
ACTIONS = {
    "inserted": _l("added"),
    "updated": _l("changed"),
    "deleted": _l("removed"),
    "refused": _l("refused"),
    "logged": _l("done"),
}


def start_of(day: date) -> datetime:
    """Return the instant at which a business day begins."""
    return datetime.combine(day, time.min, context.business_zone())


def _people(_session: Session, _filters: Mapping[str, Any]) -> Select[*tuple[Any, ...]]:
    roles = (
        select(func.count()).where(RoleGrant.person_id == Person.id).correlate(Person).scalar_subquery().label("roles")
    )
    return select(
        Person.id.label("id"),
        Person.code.label("code"),
        Person.name.label("name"),
        Person.email.label("email"),
        Person.phone.label("phone"),
        Person.active.label("active"),
        Login.person_id.is_not(None).label("can_log_in"),
        roles,
    ).outerjoin(Login, Login.person_id == Person.id)


listing(
    Listing(
        "people",
        _l("People"),
        "people.write",
        _people,
        [
            Column("code", _l("Log-in name")),
            Column("name", _l("Full name")),
            Column("email", _l("Mail")),
            Column("phone", _l("Phone"), shown=False),
            Column("roles", _l("Roles"), "number"),
            Column("can_log_in", _l("May log in"), "flag"),
            Column("active", _l("Active"), "flag"),
        ],
        [
            Filter(
                "q",
                _l("Search"),
                where=lambda text: or_(
                    Person.code.icontains(text, autoescape=True), Person.name.icontains(text, autoescape=True)
                ),
            ),
            Filter(
                "role",
                _l("Role"),
                "choice",
                choices=ROLE_NAMES,
                where=lambda role: Person.id.in_(select(RoleGrant.person_id).where(RoleGrant.role == role)),
            ),
            Filter("active", _l("Active"), "flag", where=Person.active.is_),
        ],
        "code",
        row_url=lambda row: url_for("people.person", person_id=row.id),
        actions=[Action(_l("New person"), "people.new", "people.write", "person-plus")],
        group="admin",
        order=10,
        tag="people",
        intro=_l("Who works here, in which roles. Nobody approves their own work, whatever their roles."),
    )
)


def _audit(_session: Session, _filters: Mapping[str, Any]) -> Select[*tuple[Any, ...]]:
    return select(
        Audit.id.label("id"),
        Audit.at.label("at"),
        Person.name.label("by"),
        Audit.action.label("action"),
        Audit.table_name.label("table_name"),
        Audit.row_key.label("row_key"),
        Audit.before.label("before"),
        Audit.after.label("after"),
        Audit.source.label("source"),
    ).outerjoin(Person, Person.id == Audit.by_id)


listing(
    Listing(
        "audit",
        _l("Audit trail"),
        "audit.read",
        _audit,
        [
            Column("id", _l("No."), "number"),
            Column("at", _l("When"), "instant"),
            Column("by", _l("Who")),
            Column("action", _l("What"), "state", choices=ACTIONS, tones={"refused": "danger", "deleted": "warning"}),
            Column("table_name", _l("About")),
            Column("row_key", _l("Row")),
            Column("before", _l("Before"), sort=False),
            Column("after", _l("After"), sort=False),
            Column("source", _l("Where"), shown=False),
        ],
        [
            Filter("person", _l("Who"), "lookup", lookup="person", where=lambda person: Audit.by_id == person),
            Filter("action", _l("What"), "choice", choices=ACTIONS, where=lambda action: Audit.action == action),
            Filter("table", _l("About"), where=lambda name: Audit.table_name == name),
            Filter("row", _l("Row"), where=lambda key: Audit.row_key == key),
            Filter("since", _l("From"), "date", where=lambda day: Audit.at >= start_of(day)),
            Filter("until", _l("To"), "date", where=lambda day: Audit.at < start_of(day + timedelta(days=1))),
        ],
        "-id",
        actions=[Action(_l("Verify"), "administration.verify", "audit.read", "shield-check")],
        group="admin",
        order=40,
        tag="people",
        intro=_l(
            "Every change, by whom, when, before and after; refusals too. Rows are chained: none can be altered unseen."
        ),
    )
)


def _tokens(_session: Session, _filters: Mapping[str, Any]) -> Select[*tuple[Any, ...]]:
    return select(
        ApiToken.id.label("id"),
        Person.name.label("person"),
        ApiToken.name.label("name"),
        ApiToken.shown_part.label("shown_part"),
        ApiToken.made_at.label("made_at"),
        ApiToken.expires_at.label("expires_at"),
        ApiToken.revoked_at.label("revoked_at"),
    ).join(Person, Person.id == ApiToken.person_id)


listing(
    Listing(
        "tokens",
        _l("API tokens"),
        "people.write",
        _tokens,
        [
            Column("name", _l("What it is for")),
            Column("person", _l("Acts for")),
            Column("shown_part", _l("Begins with")),
            Column("made_at", _l("Made"), "instant"),
            Column("expires_at", _l("Ends"), "instant"),
            Column("revoked_at", _l("Revoked"), "instant"),
        ],
        [
            Filter(
                "valid",
                _l("Valid"),
                "flag",
                where=lambda yes: (ApiToken.revoked_at.is_(None) & (ApiToken.expires_at > context.now())) == yes,
            )
        ],
        "-made_at",
        row_url=lambda row: url_for("administration.token", token_id=row.id),
        group="admin",
        order=50,
        tag="people",
    )
)


def _jobs(_session: Session, _filters: Mapping[str, Any]) -> Select[*tuple[Any, ...]]:
    return select(
        Job.id.label("id"),
        Job.name.label("name"),
        Job.state.label("state"),
        Person.name.label("by"),
        Job.asked_at.label("asked_at"),
        Job.ended_at.label("ended_at"),
        Job.message.label("message"),
    ).outerjoin(Person, Person.id == Job.asked_by_id)


def _job_scope(_session: Session) -> ColumnElement[bool]:
    actor = context.actor()
    return true() if actor.may("jobs.read") else Job.asked_by_id == actor.id


listing(
    Listing(
        "jobs",
        _l("Jobs"),
        "jobs.read",
        _jobs,
        [
            Column("id", _l("No."), "number"),
            Column(
                "name",
                _l("Work"),
                value=lambda row: KINDS[row.name].title if row.name in KINDS else row.name,
                sort_by="name",
            ),
            Column(
                "state",
                _l("State"),
                "state",
                choices=JOB_STATES,
                tones={"running": "info", "done": "success", "failed": "danger", "cancelled": "warning"},
            ),
            Column("by", _l("Who")),
            Column("asked_at", _l("Asked"), "instant"),
            Column("ended_at", _l("Ended"), "instant"),
            Column("message", _l("How far"), sort=False),
        ],
        [
            Filter("state", _l("State"), "choice", choices=JOB_STATES, where=lambda state: Job.state == state),
            Filter(
                "own",
                _l("Asked by a person"),
                "flag",
                where=lambda yes: Job.asked_by_id.is_not(None) if yes else Job.asked_by_id.is_(None),
            ),
        ],
        "-id",
        row_url=lambda row: url_for("jobs.job", job_id=row.id),
        scope=_job_scope,
        group="admin",
        order=60,
        tag="jobs",
    )
)


def _mail(_session: Session, _filters: Mapping[str, Any]) -> Select[*tuple[Any, ...]]:
    return select(
        Mail.id.label("id"),
        Mail.queued_at.label("queued_at"),
        Mail.to_address.label("to_address"),
        Mail.subject.label("subject"),
        Mail.state.label("state"),
        Mail.tries.label("tries"),
        Mail.last_error.label("last_error"),
        Mail.sent_at.label("sent_at"),
        Mail.about.label("about"),
    )


listing(
    Listing(
        "mail",
        _l("Mail log"),
        "mail.read",
        _mail,
        [
            Column("queued_at", _l("Queued"), "instant"),
            Column("to_address", _l("Recipient")),
            Column("subject", _l("Subject")),
            Column(
                "state",
                _l("State"),
                "state",
                choices=MAIL_STATES,
                tones={"sent": "success", "failed": "warning", "given_up": "danger"},
            ),
            Column("tries", _l("Tries"), "number"),
            Column("sent_at", _l("Sent"), "instant"),
            Column("last_error", _l("What the server said"), sort=False),
            Column("about", _l("About"), shown=False),
        ],
        [
            Filter("state", _l("State"), "choice", choices=MAIL_STATES, where=lambda state: Mail.state == state),
            Filter("about", _l("About"), where=lambda about: Mail.about == about),
        ],
        "-queued_at",
        group="admin",
        order=70,
        tag="jobs",
    )
)
