"""List who signs for whom during an absence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, aliased

from kernel.tables import Person
from webapp import context
from webapp.listing import Action, Column, Filter, Listing, listing
from webapp.tables import DeputySignature, SigningDeputy

STATES = {"now": _l("in force"), "later": _l("to come"), "over": _l("over"), "ended": _l("taken back")}
TONES = {"now": "success", "later": "info", "over": "secondary", "ended": "secondary"}


def _deputies(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    giver, deputy, today = aliased(Person), aliased(Person), context.today()
    state = case(
        (SigningDeputy.ended_at.is_not(None), "ended"),
        (SigningDeputy.ends_on < today, "over"),
        (SigningDeputy.begins_on > today, "later"),
        else_="now",
    )
    signed = (
        select(func.count())
        .where(DeputySignature.signing_deputy_id == SigningDeputy.id)
        .correlate(SigningDeputy)
        .scalar_subquery()
    )
    made = (
        select(
            SigningDeputy.id.label("id"),
            giver.name.label("giver"),
            deputy.name.label("deputy"),
            SigningDeputy.begins_on.label("begins_on"),
            SigningDeputy.ends_on.label("ends_on"),
            SigningDeputy.reason.label("reason"),
            state.label("state"),
            signed.label("signed"),
        )
        .join(giver, giver.id == SigningDeputy.giver_id)
        .join(deputy, deputy.id == SigningDeputy.deputy_id)
    )
    if wanted := filters.get("state"):
        made = made.where(state == wanted)
    return made


listing(
    Listing(
        "signing_deputies",
        _l("Deputies for signatures"),
        "deputies.name",
        _deputies,
        [
            Column("giver", _l("Who is away")),
            Column("deputy", _l("Who signs instead")),
            Column("begins_on", _l("First day"), "date"),
            Column("ends_on", _l("Last day"), "date"),
            Column("state", _l("State"), "state", choices=STATES, tones=TONES),
            Column("signed", _l("Signatures"), "number"),
            Column("reason", _l("Reason")),
        ],
        [Filter("state", _l("State"), "choice", choices=STATES)],
        "-begins_on",
        row_url=lambda row: url_for("deputies.show", signing_deputy_id=row.id),
        actions=[Action(_l("Name a deputy"), "deputies.new", "deputies.name")],
        group="admin",
        order=15,
        tag="people",
        empty=_l("Nobody signs for another. Name a deputy before you go on leave."),
    )
)
