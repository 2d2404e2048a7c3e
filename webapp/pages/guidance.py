"""Keep what the desk asks: symptoms, and questions with their answers."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from kernel.errors import NotFound
from kernel.text import Text
from service.tables import GuidedChoice, GuidedQuestion, Symptom
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form
from webapp.commands_of.guidance import ADD_QUESTION, ADD_SYMPTOM, RETIRE_QUESTION

blueprint = Blueprint("guidance", __name__)


@blueprint.route("/symptoms/new", methods=["GET", "POST"])
@needs("engineers.write")
def new_symptom() -> ResponseReturnValue:
    """Add a symptom."""
    back = url_for("list.symptoms")
    return handle_form(ADD_SYMPTOM, "command.html", back, back=back, trail=[(_("Symptoms"), back)])


@blueprint.route("/guided-questions/new", methods=["GET", "POST"])
@needs("engineers.write")
def new_question() -> ResponseReturnValue:
    """Add a question with its answers."""
    return handle_form(
        ADD_QUESTION,
        "guidance/question_form.html",
        lambda made: url_for("guidance.question", question_id=made.question_id),
        initial={"position": 0},
    )


@blueprint.get("/guided-questions/<int:question_id>")
@needs("tickets.read")
def question(question_id: int) -> str:
    """Show a question with its answers and what they suggest."""
    session = context.session()
    row = session.get(GuidedQuestion, question_id)
    if row is None:
        raise NotFound("question_unknown", question_id=question_id)
    choices = select(GuidedChoice).where(GuidedChoice.question_id == question_id).order_by(GuidedChoice.position)
    return render_template(
        "guidance/question.html",
        question=row,
        text=Text(row.text_zh, row.text_en),
        symptom=session.get(Symptom, row.symptom_id) if row.symptom_id else None,
        choices=session.scalars(choices).all(),
    )


@blueprint.post("/guided-questions/<int:question_id>/retire")
@needs("engineers.write")
def retire(question_id: int) -> ResponseReturnValue:
    """Ask a question no longer."""
    return do(RETIRE_QUESTION, url_for("guidance.question", question_id=question_id), question_id=question_id)
