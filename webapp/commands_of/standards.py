"""Set acceptance standards 验收标准: each change is a new version."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validate, validates_schema
from sqlalchemy.orm import Session

from receiving import standardising
from receiving.sampling_tables import LEVELS, PERCENT_AQLS
from receiving.standardising import CharacteristicDraft, CreatedStandard, SamplingDraft
from receiving.verdict import Aspect, DefectClass
from webapp.commands import Command, command
from webapp.commands_of.inspections import ReadingField
from webapp.fields import ChoiceField, DayField, FlagField, Input, RowId, TextField, WholeField
from webapp.receiving_words import ASPECTS, SEVERITIES


class CharacteristicInput(Input):
    """Say what is looked at; with a limit it is measured, without one it is right or wrong."""

    aspect = ChoiceField(ASPECTS, required=True, metadata={"label": _l("Aspect")})
    text_zh = TextField(300, load_default="", metadata={"label": _l("What to look at, in Chinese")})
    text_en = TextField(300, load_default="", metadata={"label": _l("In English")})
    defect_class = ChoiceField(SEVERITIES, required=True, metadata={"label": _l("If wrong")})
    gauge = TextField(120, load_default="", metadata={"label": _l("Looked at with")})
    lower_limit = ReadingField(signed=True, load_default=None, allow_none=True, metadata={"label": _l("At least")})
    upper_limit = ReadingField(signed=True, load_default=None, allow_none=True, metadata={"label": _l("At most")})
    unit = TextField(20, load_default="", metadata={"label": _l("Unit")})

    @validates_schema
    def _sound(self, data: dict[str, Any], **_more: Any) -> None:
        """Say beside its box what a characteristic lacks."""
        wrong: dict[str, list[str]] = {}
        if not (data["text_zh"] or data["text_en"]):
            wrong["text_zh"] = [_("Say what is looked at, in one language at least.")]
        lower, upper = data["lower_limit"], data["upper_limit"]
        if lower is not None and upper is not None and lower > upper:
            wrong["upper_limit"] = [_("Must not be below the lower limit.")]
        if wrong:
            raise ValidationError(wrong)


AQLS = {each: f"{each} %" for each in PERCENT_AQLS}
SKIPS = {"2": _l("one lot in two"), "3": _l("one lot in three"), "4": _l("one lot in four"), "5": _l("one lot in five")}


def _limit(label: Any) -> ChoiceField:
    return ChoiceField(AQLS, load_default=None, allow_none=True, metadata={"label": label})


class StandardInput(Input):
    """Set the next version of a part's standard, or of a category's for its parts without one of their own."""

    part_id = RowId("part", load_default=None, allow_none=True, metadata={"label": _l("Part")})
    category_id = RowId(
        "category",
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Or category"), "help": _l("For all its parts without a standard of their own.")},
    )
    valid_from_on = DayField(required=True, metadata={"label": _l("Valid from")})
    note = TextField(300, load_default="", metadata={"label": _l("What is new")})
    characteristics = fields.List(
        fields.Nested(CharacteristicInput),
        required=True,
        validate=validate.Length(1, 100),
        metadata={"label": _l("Characteristics")},
    )
    sampled = FlagField(load_default=False, metadata={"label": _l("Lots are sampled (ISO 2859-1, GB/T 2828.1)")})
    level = ChoiceField({each: each for each in LEVELS}, load_default="II", metadata={"label": _l("Inspection level")})
    critical_aql = _limit(_l("AQL of critical defects"))
    major_aql = _limit(_l("AQL of major defects"))
    minor_aql = _limit(_l("AQL of minor defects"))
    reduced_allowed = FlagField(
        load_default=False, metadata={"label": _l("Reduced inspection is allowed: production is steady")}
    )
    skip_after = WholeField(
        0,
        1000,
        load_default=0,
        metadata={
            "label": _l("Lots may be skipped after so many accepted in a row"),
            "help": _l("0: none is skipped."),
        },
    )
    skip_one_in = ChoiceField(SKIPS, load_default="2", metadata={"label": _l("Then is looked at")})


def create(
    session: Session,
    *,
    part_id: int | None,
    category_id: int | None,
    valid_from_on: date,
    note: str,
    characteristics: list[dict[str, Any]],
    sampled: bool,
    level: str,
    critical_aql: str | None,
    major_aql: str | None,
    minor_aql: str | None,
    reduced_allowed: bool,
    skip_after: int,
    skip_one_in: str,
    by: int,
    at: datetime,
    request_key: str,
) -> CreatedStandard:
    """Set the next version; inspections that have begun keep the one they began with."""
    return standardising.create_standard(
        session,
        part_id=part_id,
        category_id=category_id,
        valid_from_on=valid_from_on,
        note=note,
        characteristics=tuple(
            CharacteristicDraft(
                **{**each, "aspect": Aspect(each["aspect"]), "defect_class": DefectClass(each["defect_class"])}
            )
            for each in characteristics
        ),
        sampling=SamplingDraft(
            level=level,
            critical_aql=critical_aql or None,
            major_aql=major_aql or None,
            minor_aql=minor_aql or None,
            reduced_allowed=reduced_allowed,
            skip_after=skip_after,
            skip_one_in=int(skip_one_in),
        )
        if sampled
        else None,
        by=by,
        at=at,
        request_key=request_key,
    )


CREATE = command(
    Command(
        "create_standard",
        _l("New acceptance standard"),
        "standards.write",
        create,
        StandardInput,
        "/standards",
        "standards",
        result=CreatedStandard,
    )
)
