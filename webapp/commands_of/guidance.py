"""What a service manager keeps for guided intake: symptoms and the questions to ask."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate
from sqlalchemy.orm import Session

from kernel.text import Text
from service import guidance_keeping
from service.guidance_keeping import NewChoice, QuestionKept, SymptomKept
from webapp.commands import Command, command
from webapp.fields import ChoiceField, Input, RowId, TextField, WholeField
from webapp.service_words import FAULT_TYPES, URGENCIES, VISITS


class SymptomInput(Input):
    """Hold a symptom."""

    code = TextField(40, required=True, metadata={"label": _l("Code")})
    name_zh = TextField(120, required=True, metadata={"label": _l("Name, Chinese")})
    name_en = TextField(120, required=True, metadata={"label": _l("Name, English")})
    family = TextField(60, load_default="", metadata={"label": _l("Product family"), "help": _l("Empty: all.")})


def _suggests(choices: dict[str, Any], label: Any) -> ChoiceField:
    return ChoiceField(choices, load_default=None, allow_none=True, metadata={"label": label})


class ChoiceInput(Input):
    """Hold an answer to choose and what it suggests."""

    text_zh = TextField(200, required=True, metadata={"label": _l("Answer, Chinese")})
    text_en = TextField(200, required=True, metadata={"label": _l("Answer, English")})
    urgency = _suggests(URGENCIES, _l("Suggests urgency"))
    fault_type = _suggests(FAULT_TYPES, _l("Suggests kind of fault"))
    visit = _suggests(VISITS, _l("Suggests where"))


class QuestionInput(Input):
    """Hold a question with its answers."""

    text_zh = TextField(300, required=True, metadata={"label": _l("Question, Chinese")})
    text_en = TextField(300, required=True, metadata={"label": _l("Question, English")})
    symptom_id = RowId(
        "symptom", load_default=None, allow_none=True, metadata={"label": _l("Symptom"), "help": _l("Empty: all.")}
    )
    family = TextField(60, load_default="", metadata={"label": _l("Product family"), "help": _l("Empty: all.")})
    position = WholeField(0, 1000, load_default=0, metadata={"label": _l("Position")})
    choices = fields.List(fields.Nested(ChoiceInput), load_default=list, validate=validate.Length(0, 20))


class QuestionName(Input):
    """Name a question."""

    question_id = RowId(required=True)


def add_symptom(
    session: Session, *, code: str, name_zh: str, name_en: str, family: str, by: int, at: datetime, request_key: str
) -> SymptomKept:
    """Add a symptom for a product family, or for all."""
    name = Text(name_zh, name_en)
    return guidance_keeping.add_symptom(
        session, code=code, name=name, family=family, by=by, at=at, request_key=request_key
    )


def add_question(
    session: Session,
    *,
    text_zh: str,
    text_en: str,
    symptom_id: int | None,
    family: str,
    position: int,
    choices: list[dict[str, Any]],
    by: int,
    at: datetime,
    request_key: str,
) -> QuestionKept:
    """Add a question with the answers to choose from; without choices it is answered in words."""
    return guidance_keeping.add_question(
        session,
        text=Text(text_zh, text_en),
        symptom_id=symptom_id,
        family=family,
        position=position,
        choices=tuple(
            NewChoice(Text(each["text_zh"], each["text_en"]), each["urgency"], each["fault_type"], each["visit"])
            for each in choices
        ),
        by=by,
        at=at,
        request_key=request_key,
    )


ADD_SYMPTOM = command(
    Command(
        "add_symptom",
        _l("New symptom"),
        "engineers.write",
        add_symptom,
        SymptomInput,
        "/symptoms",
        "service",
        done=_l("The symptom is added."),
    )
)
ADD_QUESTION = command(
    Command(
        "add_question",
        _l("New question"),
        "engineers.write",
        add_question,
        QuestionInput,
        "/guided-questions",
        "service",
        done=_l("The question is added."),
    )
)
RETIRE_QUESTION = command(
    Command(
        "retire_question",
        _l("Ask no longer"),
        "engineers.write",
        guidance_keeping.retire_question,
        QuestionName,
        "/guided-questions/<int:question_id>/retire",
        "service",
        done=_l("It is not asked any more; given answers stay."),
    )
)
