"""List what is surplus and what is done with it."""

from __future__ import annotations

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from inventory.queries.surplus import surplus_select
from inventory.tables import Part, ScrapWitness, SurplusProposal
from webapp import context
from webapp.context import Actor
from webapp.listing import Action, Column, Filter, Listing, listing
from webapp.queues import queue
from webapp.scopes import in_own_stores
from webapp.surplus_words import ACTS, REASONS, STATES, TONES

listing(
    Listing(
        "surplus",
        _l("Surplus"),
        "reports.read",
        lambda _session, _filters: surplus_select(),
        [
            Column("number", _l("Number")),
            Column("part_number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("store_code", _l("Store")),
            Column("state", _l("State"), "state", choices=STATES, tones=TONES),
            Column("why", _l("Why"), value=lambda row: REASONS[row.facts["reason"]], sort=False),
            Column("advice", _l("Advice"), "state", choices=ACTS),
            Column("advised_quantity", _l("Surplus"), "quantity", unit="unit"),
            Column("advised_store_code", _l("Store that needs it")),
            Column("value_cny", _l("Value"), "money", permission="prices.read"),
            Column("act", _l("Chosen"), "state", choices=ACTS),
            Column("submitted_by", _l("Submitted by"), shown=False),
            Column("approved_by", _l("Approved by"), shown=False),
            Column("reference", _l("Carried out with"), shown=False),
            Column("computed_on", _l("Computed on"), "date", shown=False),
        ],
        [
            Filter("part", _l("Part"), "part", where=lambda part: SurplusProposal.part_id == part),
            Filter("store", _l("Store"), "store", where=lambda store: SurplusProposal.store_id == store),
            Filter("state", _l("State"), "choice", choices=STATES, where=lambda v: SurplusProposal.state == v),
            Filter("advice", _l("Advice"), "choice", choices=ACTS, where=lambda v: SurplusProposal.advice == v),
            Filter("act", _l("Chosen"), "choice", choices=ACTS, where=lambda v: SurplusProposal.act == v),
            Filter(
                "q",
                _l("Part number"),
                where=lambda text: Part.number.icontains(text, autoescape=True),
            ),
        ],
        "-number",
        row_url=lambda row: url_for("surplus.show", surplus_proposal_id=row.id),
        actions=[Action(_l("Compute anew"), "surplus.compute", "surplus.write", "calculator")],
        group="reports",
        order=31,
        tag="surplus",
        intro=_l(
            "What lies too long, and what is best done with it. There is one proposal for each part and store; it"
            " changes with the figures until somebody submits it."
        ),
        empty=_l("No surplus was found. It is computed every night, or when you ask for it."),
    )
)


def _unwitnessed(actor: Actor, session: Session) -> ColumnElement[bool]:
    """Return the condition of what is approved to be scrapped in own stores and nobody has looked at yet."""
    seen = select(ScrapWitness.id).where(ScrapWitness.surplus_proposal_id == SurplusProposal.id)
    mine = in_own_stores(SurplusProposal.store_id, session, actor)
    return and_(SurplusProposal.state == "approved", SurplusProposal.act == "scrap", ~seen.exists(), mine)


listing(
    Listing(
        "scraps_to_witness",
        _l("Scrapping to witness"),
        "stock.move",
        lambda _session, _filters: surplus_select(),
        [
            Column("number", _l("Number")),
            Column("part_number", _l("Part")),
            Column("name", _l("Name"), "name"),
            Column("store_code", _l("Store")),
            Column("quantity", _l("To be scrapped"), "quantity", unit="unit"),
            Column("approved_by", _l("Approved by")),
            Column("approved_at", _l("Approved at"), "instant", shown=False),
        ],
        [
            Filter("part", _l("Part"), "part", where=lambda part: SurplusProposal.part_id == part),
            Filter("store", _l("Store"), "store", where=lambda store: SurplusProposal.store_id == store),
        ],
        "number",
        row_url=lambda row: url_for("surplus.show", surplus_proposal_id=row.id),
        scope=lambda session: _unwitnessed(context.actor(), session),
        group="stock",
        order=95,
        tag="surplus",
        intro=_l("Approved to be scrapped. Look at the goods and sign what you saw; then somebody else scraps them."),
        empty=_l("Nothing waits to be witnessed."),
    )
)
queue(
    "scraps_to_witness",
    ("keeper",),
    _l("Scrapping to witness"),
    count=lambda session, actor: (
        session.scalar(select(func.count()).select_from(SurplusProposal).where(_unwitnessed(actor, session))) or 0
    ),
    endpoint="list.scraps_to_witness",
    icon="eye",
    order=82,
)


def _counted(session: Session, state: str, *, but: int = 0) -> int:
    waiting = select(func.count()).select_from(SurplusProposal).where(SurplusProposal.state == state)
    if but:
        waiting = waiting.where(SurplusProposal.submitted_by_id != but)
    return session.scalar(waiting) or 0


def _to_carry_out(session: Session, _actor: Actor) -> int:
    return _counted(session, "approved")


def _to_approve(session: Session, actor: Actor) -> int:
    return _counted(session, "submitted", but=actor.id)


queue(
    "surplus_to_approve",
    ("supervisor",),
    _l("Surplus to approve"),
    count=_to_approve,
    endpoint="list.surplus",
    icon="box-arrow-right",
    order=80,
    state="submitted",
)
queue(
    "surplus_open",
    ("buyer",),
    _l("Surplus to look at"),
    count=lambda session, _actor: _counted(session, "open"),
    endpoint="list.surplus",
    icon="box-arrow-right",
    order=80,
    state="open",
)
queue(
    "surplus_to_carry_out",
    ("buyer", "supervisor"),
    _l("Surplus to carry out"),
    count=_to_carry_out,
    endpoint="list.surplus",
    icon="box-arrow-right",
    order=81,
    state="approved",
)
