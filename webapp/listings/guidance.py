"""List the symptoms and the questions of guided intake."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from service.tables import GuidedChoice, GuidedQuestion, Symptom, Ticket
from webapp.listing import Action, Column, Filter, Listing, listing


def _symptoms(_session: Session, _filters: Mapping[str, Any]) -> Select[Any]:
    tickets = select(func.count(Ticket.id)).where(Ticket.symptom_id == Symptom.id).correlate(Symptom).scalar_subquery()
    return select(
        Symptom.id.label("id"),
        Symptom.code.label("code"),
        Symptom.name_zh.label("name_zh"),
        Symptom.name_en.label("name_en"),
        Symptom.family.label("family"),
        Symptom.active.label("active"),
        tickets.label("tickets"),
    )


def _questions(_session: Session, _filters: Mapping[str, Any]) -> Select[Any]:
    choices = (
        select(func.count(GuidedChoice.id))
        .where(GuidedChoice.question_id == GuidedQuestion.id)
        .correlate(GuidedQuestion)
        .scalar_subquery()
    )
    return select(
        GuidedQuestion.id.label("id"),
        GuidedQuestion.text_zh.label("text_zh"),
        GuidedQuestion.text_en.label("text_en"),
        Symptom.code.label("symptom"),
        GuidedQuestion.family.label("family"),
        GuidedQuestion.position.label("position"),
        choices.label("choices"),
        GuidedQuestion.active.label("active"),
    ).outerjoin(Symptom, Symptom.id == GuidedQuestion.symptom_id)


SYMPTOMS = listing(
    Listing(
        "symptoms",
        _l("Symptoms"),
        "tickets.read",
        _symptoms,
        [
            Column("code", _l("Code")),
            Column("name", _l("Name"), "name"),
            Column("family", _l("Product family")),
            Column("tickets", _l("Tickets"), "number"),
            Column("active", _l("Active"), "flag", shown=False),
        ],
        [
            Filter("q", _l("Code"), where=lambda text: Symptom.code.icontains(text, autoescape=True)),
            Filter("family", _l("Product family"), where=lambda text: Symptom.family.icontains(text, autoescape=True)),
        ],
        "code",
        row_url=lambda row: url_for("tickets.index", symptom=row.code),
        actions=[Action(_l("New symptom"), "guidance.new_symptom", "engineers.write")],
        group="service",
        order=70,
        tag="service",
        intro=_l("By symptoms faults are told, asked about and counted; the parts of earlier repairs hang on them."),
        empty=_l("No symptoms yet. Add those that customers tell most."),
    )
)
QUESTIONS = listing(
    Listing(
        "guided_questions",
        _l("Guided questions"),
        "tickets.read",
        _questions,
        [
            Column("text", _l("Question"), "name"),
            Column("symptom", _l("Symptom")),
            Column("family", _l("Product family")),
            Column("position", _l("Position"), "number"),
            Column("choices", _l("Answers to choose"), "number"),
            Column("active", _l("In use"), "flag"),
        ],
        [
            Filter(
                "symptom", _l("Symptom"), "lookup", lookup="symptom", where=lambda v: GuidedQuestion.symptom_id == v
            ),
            Filter("active", _l("In use"), "flag", where=lambda v: GuidedQuestion.active == v),
        ],
        "position",
        row_url=lambda row: url_for("guidance.question", question_id=row.id),
        actions=[Action(_l("New question"), "guidance.new_question", "engineers.write")],
        group="service",
        order=72,
        tag="service",
        intro=_l("What the desk asks about a symptom; answers may suggest urgency, kind of fault and where to repair."),
        empty=_l("No questions yet. Add what an engineer would want to know before driving."),
    )
)
