"""Keep the symptoms and the guided questions with their choices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kernel.errors import NotFound, RuleViolation
from kernel.refusals import refusals
from kernel.requests import once
from kernel.text import Text
from service.tables import GuidedChoice, GuidedQuestion, Symptom


@dataclass(frozen=True, slots=True)
class NewChoice:
    """Say an answer to choose in both languages, and what it suggests."""

    text: Text
    urgency: str | None = None
    fault_type: str | None = None
    visit: str | None = None


@dataclass(frozen=True, slots=True)
class SymptomKept:
    """Name the symptom."""

    symptom_id: int


@dataclass(frozen=True, slots=True)
class QuestionKept:
    """Name the question and its choices in their order."""

    question_id: int
    choice_ids: tuple[int, ...] = ()


@once
def add_symptom(
    session: Session,
    *,
    code: str,
    name: Text,
    by: int,
    at: datetime,
    request_key: str,
    family: str = "",
) -> SymptomKept:
    """Add a symptom for a product family, or for all."""
    row = Symptom(code=code.strip(), name_zh=name.zh, name_en=name.en, family=family.strip())
    with refusals():
        session.add(row)
        session.flush()
    return SymptomKept(row.id)


@once
def add_question(
    session: Session,
    *,
    text: Text,
    choices: tuple[NewChoice, ...],
    by: int,
    at: datetime,
    request_key: str,
    symptom_id: int | None = None,
    family: str = "",
    position: int = 0,
) -> QuestionKept:
    """Add a question with the answers to choose from; without choices it is answered in words."""
    if not text.zh.strip() and not text.en.strip():
        raise RuleViolation("question_empty")
    question = GuidedQuestion(
        text_zh=text.zh, text_en=text.en, symptom_id=symptom_id, family=family.strip(), position=position
    )
    with refusals():
        session.add(question)
        session.flush()
        rows = [
            GuidedChoice(
                question_id=question.id,
                text_zh=each.text.zh,
                text_en=each.text.en,
                position=place,
                suggests_urgency=each.urgency,
                suggests_fault_type=each.fault_type,
                suggests_visit=each.visit,
            )
            for place, each in enumerate(choices)
        ]
        session.add_all(rows)
        session.flush()
    return QuestionKept(question.id, tuple(row.id for row in rows))


@once
def retire_question(
    session: Session,
    *,
    question_id: int,
    by: int,
    at: datetime,
    request_key: str,
) -> QuestionKept:
    """Ask a question no longer; answers given to it stay readable."""
    row = session.get(GuidedQuestion, question_id)
    if row is None:
        raise NotFound("question_unknown", question_id=question_id)
    row.active = False
    session.flush()
    return QuestionKept(row.id)
