"""Lead suppliers along the path: questionnaire, assessment with samples, the next day of it, one assessment read."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from kernel.errors import InvalidState, NotFound
from kernel.months import months_after
from kernel.settings import setting
from kernel.tables import Person
from kernel.text import Text
from procurement import settings
from procurement.tables import Question, Questionnaire, SupplierAnswer, SupplierAssessment
from webapp import context
from webapp.access import needs
from webapp.commands import handle_form
from webapp.commands_of import supplier_path as can
from webapp.first_questions import FIRST_QUESTIONS
from webapp.pages.suppliers import at_supplier, found, trail_of
from webapp.supplier_sections import samples_of
from webapp.supplier_words import FAILED_FOR

blueprint = Blueprint("supplier_path", __name__)


def newest_questionnaire() -> Questionnaire | None:
    """Return the questionnaire that suppliers are assessed by now."""
    return context.session().scalar(select(Questionnaire).order_by(Questionnaire.version.desc()).limit(1))


def questions_of(questionnaire_id: int) -> list[Question]:
    """Return the questions of a version in order."""
    asked = select(Question).where(Question.questionnaire_id == questionnaire_id).order_by(Question.position)
    return list(context.session().scalars(asked))


@blueprint.route("/questionnaires/new", methods=["GET", "POST"])
@needs("suppliers.approve")
def questionnaire() -> ResponseReturnValue:
    """Write the next version of the questionnaire, beginning with the present one."""
    row = newest_questionnaire()
    if row is None:
        lines = [{"name_zh": zh, "name_en": en, "weight": weight} for zh, en, weight in FIRST_QUESTIONS]
        initial: dict[str, Any] = {"name_zh": "供应商评审", "name_en": "Supplier assessment", "pass_percent": 70}
    else:
        names = ("name_zh", "name_en", "weight", "least_points")
        lines = [{name: getattr(each, name) for name in names} for each in questions_of(row.id)]
        initial = {name: getattr(row, name) for name in ("name_zh", "name_en", "pass_percent")}
    return handle_form(
        can.WRITE,
        "suppliers/questionnaire.html",
        url_for("list.questionnaires"),
        initial={**initial, "questions": lines},
    )


@blueprint.get("/questionnaires/<int:questionnaire_id>")
@needs("suppliers.read")
def questions(questionnaire_id: int) -> str:
    """Show a version of the questionnaire."""
    row = context.session().get(Questionnaire, questionnaire_id)
    if row is None:
        raise NotFound("questionnaire_unknown", id=questionnaire_id)
    return render_template("suppliers/questions.html", row=row, questions=questions_of(row.id))


@blueprint.route("/suppliers/<int:supplier_id>/assess", methods=["GET", "POST"])
@needs("suppliers.assess")
def assess(supplier_id: int) -> ResponseReturnValue:
    """Assess a supplier by the newest questionnaire."""
    row, paper = found(supplier_id), newest_questionnaire()
    if paper is None:
        raise InvalidState("questionnaire_missing")
    asked = questions_of(paper.id)
    rule = setting(context.session(), settings.ASSESSMENT, context.today())
    since = months_after(context.today(), -int(rule["valid_months"]))
    return handle_form(
        can.ASSESS,
        "suppliers/assess.html",
        at_supplier(supplier_id),
        initial={"answers": [{"question_id": each.id} for each in asked]},
        fixed={"supplier_id": supplier_id, "questionnaire_id": paper.id},
        success=lambda made: (
            _("Passed with %(points)s %%. Another person approves the supplier.", points=made.points_tenths / 10)
            if made.passed
            else _(
                "Not passed (%(points)s %%): %(why)s.",
                points=made.points_tenths / 10,
                why=FAILED_FOR.get(made.failed_for, made.failed_for),
            )
        ),
        supplier=row,
        paper=paper,
        questions=asked,
        samples=lambda: samples_of(context.session(), supplier_id, since),
        rule=rule,
        trail=trail_of(row),
        back=at_supplier(supplier_id),
    )


@blueprint.get("/suppliers/<int:supplier_id>/assessments/<int:assessment_id>")
@needs("suppliers.read")
def assessment(supplier_id: int, assessment_id: int) -> str:
    """Show an assessment with every answer."""
    session, supplier = context.session(), found(supplier_id)
    row = session.get(SupplierAssessment, assessment_id)
    if row is None or row.supplier_id != supplier_id:
        raise NotFound("supplier_assessment_unknown", id=assessment_id)
    answers = session.execute(
        select(SupplierAnswer, Question)
        .join(Question, Question.id == SupplierAnswer.question_id)
        .where(SupplierAnswer.assessment_id == row.id)
        .order_by(Question.position)
    ).all()
    return render_template(
        "suppliers/assessment.html",
        supplier=supplier,
        name=Text(supplier.name_zh, supplier.name_en),
        row=row,
        answers=answers,
        assessor=session.get_one(Person, row.assessed_by_id).name,
        failed_for=FAILED_FOR,
        trail=trail_of(supplier),
    )


@blueprint.route("/suppliers/<int:supplier_id>/samples/new", methods=["GET", "POST"])
@needs("suppliers.assess")
def sample(supplier_id: int) -> ResponseReturnValue:
    """Enter what the inspection of samples found."""
    return _form(can.SAMPLE, supplier_id, {"inspected_on": context.today(), "failed": "0"})


@blueprint.route("/suppliers/<int:supplier_id>/next-assessment", methods=["GET", "POST"])
@needs("suppliers.approve")
def reschedule(supplier_id: int) -> ResponseReturnValue:
    """Move the next assessment."""
    return _form(can.RESCHEDULE, supplier_id, {"next_assessment_on": found(supplier_id).next_assessment_on})


def _form(made: Any, supplier_id: int, initial: dict[str, Any]) -> ResponseReturnValue:
    row = found(supplier_id)
    return handle_form(
        made,
        "command.html",
        at_supplier(supplier_id),
        initial=initial,
        fixed={"supplier_id": supplier_id},
        back=at_supplier(supplier_id),
        trail=trail_of(row),
    )
