"""Guided intake: symptoms, the questions to ask about each, and what was answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, one_of
from kernel.guards import append_only
from service.states import FaultType, Urgency, Visit


class Symptom(Base):
    """Hold a symptom by which faults are told and counted."""

    __tablename__ = "symptom"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    family: Mapped[str] = mapped_column(String(60), default="", index=True, comment="product family; empty: all")
    active: Mapped[bool] = mapped_column(default=True)


class GuidedQuestion(Base):
    """Hold a question that is asked at intake for a symptom of a product family."""

    __tablename__ = "guided_question"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    text_zh: Mapped[str] = mapped_column(String(300))
    text_en: Mapped[str] = mapped_column(String(300))
    symptom_id: Mapped[int | None] = mapped_column(
        ForeignKey("symptom.id"), default=None, index=True, comment="null: asked for every symptom"
    )
    family: Mapped[str] = mapped_column(String(60), default="", comment="product family; empty: all")
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)


class GuidedChoice(Base):
    """Hold an answer to choose, and what it suggests."""

    __tablename__ = "guided_choice"
    __table_args__ = (
        one_of("suggests_urgency", Urgency),
        one_of("suggests_fault_type", FaultType),
        one_of("suggests_visit", Visit),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    question_id: Mapped[int] = mapped_column(ForeignKey("guided_question.id"), index=True)
    text_zh: Mapped[str] = mapped_column(String(200))
    text_en: Mapped[str] = mapped_column(String(200))
    position: Mapped[int] = mapped_column(default=0)
    suggests_urgency: Mapped[str | None] = mapped_column(String(10), default=None)
    suggests_fault_type: Mapped[str | None] = mapped_column(String(10), default=None)
    suggests_visit: Mapped[str | None] = mapped_column(String(10), default=None)


class TicketAnswer(Base):
    """Hold what a customer answered: a choice, or own words."""

    __tablename__ = "ticket_answer"
    __table_args__ = (
        UniqueConstraint("ticket_id", "question_id"),
        CheckConstraint("choice_id IS NOT NULL OR words <> ''", name="answered"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("guided_question.id"))
    answered_at: Mapped[datetime]
    choice_id: Mapped[int | None] = mapped_column(ForeignKey("guided_choice.id"), default=None)
    words: Mapped[str] = mapped_column(String(300), default="")


append_only("ticket_answer", ("ticket_id", "question_id"))
