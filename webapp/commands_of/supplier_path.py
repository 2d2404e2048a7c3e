"""What can be done on the path of a supplier's qualification: questions, samples, assessment, the next day of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate
from sqlalchemy.orm import Session

from procurement import qualifying
from procurement.qualifying import Assessed, Given, NewQuestion, Written
from webapp.commands import Command, command
from webapp.commands_of.suppliers import S
from webapp.fields import DayField, Input, QuantityField, RowId, TextField, WholeField


class QuestionInput(Input):
    """Ask something of suppliers."""

    name_zh = TextField(300, load_default="", metadata={"label": _l("Question in Chinese")})
    name_en = TextField(300, load_default="", metadata={"label": _l("Question in English")})
    weight = WholeField(1, 100, required=True, metadata={"label": _l("Weight")})
    least_points = WholeField(0, 100, load_default=0, metadata={"label": _l("Least points")})


class QuestionnaireInput(Input):
    """Write a version of the questionnaire."""

    name_zh = TextField(120, load_default="", metadata={"label": _l("Name in Chinese")})
    name_en = TextField(120, load_default="", metadata={"label": _l("Name in English")})
    pass_percent = WholeField(1, 100, required=True, metadata={"label": _l("Pass mark"), "unit": "%"})
    questions = fields.List(fields.Nested(QuestionInput), required=True, validate=validate.Length(1, 60))


class SampleInput(Input):
    """Enter how a sample was judged."""

    supplier_id = RowId(required=True)
    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    passed = QuantityField(required=True, metadata={"label": _l("Passed")})
    failed = QuantityField(required=True, metadata={"label": _l("Failed")})
    inspected_on = DayField(required=True, metadata={"label": _l("Inspected")})
    note = TextField(
        500, load_default="", metadata={"label": _l("Note"), "rows": 2, "help": _l("Needed where a piece failed.")}
    )


class AnswerInput(Input):
    """Give points for a question."""

    question_id = RowId(required=True)
    points = WholeField(0, 100, required=True, metadata={"label": _l("Points, 0 to 100")})
    note = TextField(500, load_default="", metadata={"label": _l("What was seen")})


class AssessInput(Input):
    """Assess a supplier."""

    supplier_id = RowId(required=True)
    questionnaire_id = RowId(required=True)
    answers = fields.List(fields.Nested(AnswerInput), required=True, validate=validate.Length(1, 60))
    note = TextField(1000, load_default="", metadata={"label": _l("Note"), "rows": 3})


class RescheduleInput(Input):
    """Move the next assessment."""

    supplier_id = RowId(required=True)
    next_assessment_on = DayField(required=True, metadata={"label": _l("Next assessment")})
    reason = TextField(300, required=True, metadata={"label": _l("Reason")})


def write_questionnaire(
    session: Session,
    *,
    name_zh: str,
    name_en: str,
    pass_percent: int,
    questions: list[dict[str, Any]],
    by: int,
    at: datetime,
    request_key: str,
) -> Written:
    """Write the next version of the questionnaire; suppliers are assessed by the newest one."""
    return qualifying.write_questionnaire(
        session,
        name_zh=name_zh,
        name_en=name_en,
        pass_percent=pass_percent,
        questions=tuple(NewQuestion(**each) for each in questions),
        by=by,
        at=at,
        request_key=request_key,
    )


def assess(
    session: Session,
    *,
    supplier_id: int,
    questionnaire_id: int,
    answers: list[dict[str, Any]],
    note: str,
    by: int,
    at: datetime,
    request_key: str,
) -> Assessed:
    """Assess a supplier by the newest questionnaire and the newest sample of each part; somebody else approves it."""
    return qualifying.assess_supplier(
        session,
        supplier_id=supplier_id,
        questionnaire_id=questionnaire_id,
        answers=tuple(Given(**each) for each in answers),
        note=note,
        by=by,
        at=at,
        request_key=request_key,
    )


WRITE = command(
    Command(
        "write_questionnaire",
        _l("New version of the questionnaire"),
        "suppliers.approve",
        write_questionnaire,
        QuestionnaireInput,
        "/questionnaires",
        "suppliers",
        done=_l("The questionnaire is kept; suppliers are assessed by it from now on."),
    )
)
SAMPLE = command(
    Command(
        "record_supplier_sample",
        _l("Enter a sample"),
        "suppliers.assess",
        qualifying.record_sample,
        SampleInput,
        f"{S}/samples",
        "suppliers",
        done=_l("The sample is kept."),
    )
)
ASSESS = command(
    Command(
        "assess_supplier",
        _l("Assess the supplier"),
        "suppliers.assess",
        assess,
        AssessInput,
        f"{S}/assessments",
        "suppliers",
        done=_l("The assessment is kept. Another person approves the supplier."),
    )
)
RESCHEDULE = command(
    Command(
        "reschedule_assessment",
        _l("Move the next assessment"),
        "suppliers.approve",
        qualifying.reschedule_assessment,
        RescheduleInput,
        f"{S}/next-assessment",
        "suppliers",
        done=_l("The day is set."),
    )
)
