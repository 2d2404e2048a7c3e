"""List how suppliers' lots are looked at, and concessions; put what waits for an answer on the supervisor's home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from inventory.tables import Part
from procurement.tables import Supplier
from receiving.queries import sampling as queries
from receiving.switching import WORDS, Cause, Regime
from receiving.tables import Arrival, Concession, SwitchingStep
from webapp import context
from webapp.context import Actor
from webapp.listing import Column, Filter, Listing, listing
from webapp.queues import queue
from webapp.receiving_words import spoken
from webapp.scopes import in_own_stores

REGIMES, CAUSES = spoken(Regime, WORDS), spoken(Cause, WORDS)
REGIME_TONES = {"normal": "secondary", "tightened": "warning", "reduced": "success", "stopped": "danger"}
CONCESSION_STATES = {"asked": _l("waits for an answer"), "granted": _l("granted"), "refused": _l("refused")}
CONCESSION_TONES = {"asked": "warning", "granted": "success", "refused": "danger"}


def _states(_session: Session, _filters: Mapping[str, Any]) -> Select[Any]:
    return queries.states_select().add_columns(SwitchingStep.id.label("id"))


listing(
    Listing(
        "sampling",
        _l("How lots are looked at"),
        "inspection.read",
        _states,
        [
            Column("supplier_name", _l("Supplier"), "name"),
            Column("part_number", _l("Part number")),
            Column("part_name", _l("Name"), "name"),
            Column("regime", _l("Now"), "state", choices=REGIMES, tones=REGIME_TONES),
            Column("recent", _l("Last lots"), value=lambda row: " ".join(row.recent) or "—"),
            Column("score", _l("Switching score"), "number"),
            Column("run", _l("Accepted in a row"), "number"),
            Column("cause", _l("Because"), "state", choices=CAUSES, tones={}),
            Column("happened_at", _l("Since"), "instant"),
        ],
        [
            Filter(
                "q",
                _l("Part or supplier"),
                where=lambda text: (
                    Part.number.icontains(text, autoescape=True)
                    | Supplier.code.icontains(text, autoescape=True)
                    | Supplier.name_zh.icontains(text, autoescape=True)
                    | Supplier.name_en.icontains(text, autoescape=True)
                ),
            ),
            Filter("regime", _l("Now"), "choice", choices=REGIMES, where=lambda s: SwitchingStep.regime == s),
            Filter("part", _l("Part"), "part", where=lambda row: Part.id == row),
            Filter("supplier", _l("Supplier"), "supplier", where=lambda row: Supplier.id == row),
        ],
        "supplier_name",
        row_url=lambda row: url_for("sampling.state", supplier_id=row.supplier_id, part_id=row.part_id),
        url="/inspections/sampling",
        group="receiving",
        order=45,
        tag="inspections",
        intro=_l(
            "Lots of a supplier are sampled normally at first. Two refused ones of five tighten it, a good record"
            " loosens it, five refused ones stop it. A last lot is A (accepted) or R (refused)."
        ),
        empty=_l("No lot was sampled yet. Say in an acceptance standard that lots are sampled."),
    )
)


def _concessions(_session: Session, _filters: Mapping[str, Any]) -> Select[Any]:
    return queries.concessions_select().add_columns(Concession.id.label("id"))


listing(
    Listing(
        "concessions",
        _l("Concessions"),
        "inspection.read",
        _concessions,
        [
            Column("number", _l("Number")),
            Column("state", _l("State"), "state", choices=CONCESSION_STATES, tones=CONCESSION_TONES),
            Column("part_number", _l("Part number")),
            Column("part_name", _l("Name"), "name"),
            Column("quantity", _l("Quantity"), "quantity"),
            Column("reason", _l("Reason")),
            Column("limits", _l("Limits"), shown=False),
            Column("valid_until_on", _l("Until"), "date"),
            Column("supplier_name", _l("Supplier"), "name"),
            Column("inspection_number", _l("Inspection")),
            Column("asked_by", _l("Asked by")),
            Column("asked_at", _l("Asked at"), "instant"),
            Column("decided_by", _l("Decided by")),
        ],
        [
            Filter(
                "q",
                _l("Number, part or inspection"),
                where=lambda text: (
                    Concession.number.icontains(text, autoescape=True) | Part.number.icontains(text, autoescape=True)
                ),
            ),
            Filter("state", _l("State"), "choice", choices=CONCESSION_STATES, where=lambda s: Concession.state == s),
            Filter("part", _l("Part"), "part", where=lambda row: Part.id == row),
            Filter("supplier", _l("Supplier"), "supplier", where=lambda row: Supplier.id == row),
        ],
        "-number",
        row_url=lambda row: url_for("sampling.concession", concession_id=row.id),
        scope=lambda session: in_own_stores(Arrival.store_id, session, context.actor()),
        group="receiving",
        order=46,
        tag="inspections",
        intro=_l("Goods that may pass although something is wrong with them: so many, so long, within limits."),
        empty=_l("Nothing was conceded yet. An inspector asks for it where a lot has no grave defect."),
    )
)


def _asked(session: Session, actor: Actor) -> int:
    """Count what others asked for in the actor's stores."""
    rows = queries.concessions_select().where(
        Concession.state == "asked",
        Concession.asked_by_id != actor.id,
        Concession.bought_by_id != actor.id,
        in_own_stores(Arrival.store_id, session, actor),
    )
    return session.scalar(select(func.count()).select_from(rows.subquery())) or 0


queue(
    "concessions",
    ("supervisor", "quality"),
    _l("Concessions to decide"),
    count=_asked,
    endpoint="list.concessions",
    icon="pen",
    order=35,
    state="asked",
)


def _stopped(session: Session, _actor: Actor) -> int:
    rows = queries.states_select().where(SwitchingStep.regime == "stopped")
    return session.scalar(select(func.count()).select_from(rows.subquery())) or 0


queue(
    "sampling_stopped",
    ("supervisor", "quality"),
    _l("Inspection stopped"),
    count=_stopped,
    endpoint="list.sampling",
    icon="sign-stop",
    order=36,
    urgent=True,
    regime="stopped",
)
