"""What can be done about the mix of stock: draw its curve, ask what would be, put targets in force."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate
from sqlalchemy.orm import Session

from forecasting import choosing_targets
from forecasting.choosing_targets import ChosenTargets
from kernel.amounts import Money, Quantity
from procurement import scenario_making
from procurement.scenario_making import AskedChange, CurveDrawn, ScenarioMade
from webapp import context
from webapp.commands import Command, command
from webapp.commands_of.parts import CRITICALITIES
from webapp.fields import ChoiceField, DayField, FlagField, Input, MoneyField, QuantityField, RowId, TextField
from webapp.scenario_words import GOALS, MEASURES, WHATS


class ChangeLine(Input):
    """Say what changes, by how much and for whom."""

    what = ChoiceField(WHATS, required=True, metadata={"label": _l("What changes")})
    amount = QuantityField(
        signed=True, load_default=None, allow_none=True, metadata={"label": _l("By how much"), "example": "14"}
    )
    criticality = ChoiceField(
        CRITICALITIES, load_default=None, allow_none=True, metadata={"label": _l("Only this criticality")}
    )
    category_id = RowId("category", load_default=None, allow_none=True, metadata={"label": _l("Only this category")})
    supplier_id = RowId("supplier", load_default=None, allow_none=True, metadata={"label": _l("Only this supplier")})
    part_id = RowId("part", load_default=None, allow_none=True, metadata={"label": _l("Only this part")})


class ScenarioInput(Input):
    """Ask what would be."""

    name = TextField(120, required=True, metadata={"label": _l("Name"), "help": _l("Say in short what is asked.")})
    goal = ChoiceField(GOALS, required=True, metadata={"label": _l("Goal")})
    budget_cny = MoneyField(
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Budget"), "unit": "¥", "help": _l("Average value on the shelf, not the order value.")},
    )
    budget_change_cny = MoneyField(
        signed=True,
        load_default=None,
        allow_none=True,
        metadata={
            "label": _l("Or the change of the budget"),
            "unit": "¥",
            "help": _l("Against what today's levels hold, as -100000."),
        },
    )
    service_percent = QuantityField(
        load_default=None, allow_none=True, metadata={"label": _l("Wanted service"), "unit": "%"}
    )
    measure = ChoiceField(MEASURES, load_default="units", metadata={"label": _l("Service measured as")})
    changes = fields.List(fields.Nested(ChangeLine), load_default=list, validate=validate.Length(0, 50))
    whole_packs = FlagField(load_default=False, metadata={"label": _l("Levels in whole packs of the supplier")})
    note = TextField(300, load_default="", metadata={"label": _l("Note")})


class ChooseInput(Input):
    """Put the targets of a scenario in force."""

    scenario_id = RowId(required=True)
    valid_from_on = DayField(required=True, metadata={"label": _l("From the levels of this day on")})
    note = TextField(300, load_default="", metadata={"label": _l("Note")})


class LeaveInput(Input):
    """Go back to the targets of the settings."""

    valid_from_on = DayField(required=True, metadata={"label": _l("From the levels of this day on")})
    note = TextField(300, load_default="", metadata={"label": _l("Note")})


def asked_changes(lines: list[dict[str, Any]]) -> tuple[AskedChange, ...]:
    """Return the lines of a form or a request as changes; nothing typed is nothing changed."""
    return tuple(AskedChange(**{**each, "amount": each["amount"] or Quantity.zero()}) for each in lines)


def draw(session: Session, *, by: int, at: datetime, request_key: str) -> CurveDrawn:
    """Draw the curve of service against money from the newest levels."""
    return scenario_making.draw_curve(session, on=context.today(), by=by, at=at, request_key=request_key)


def ask_what_if(
    session: Session,
    *,
    name: str,
    goal: str,
    measure: str,
    budget_cny: Money | None,
    budget_change_cny: Money | None,
    service_percent: Quantity | None,
    changes: list[dict[str, Any]],
    whole_packs: bool,
    note: str,
    by: int,
    at: datetime,
    request_key: str,
) -> ScenarioMade:
    """Ask what would be, from the newest levels, and keep the answer; no level changes by it."""
    return scenario_making.make_scenario(
        session,
        name=name,
        goal=goal,
        measure=measure,
        budget_cny=budget_cny,
        budget_change_cny=budget_change_cny,
        service_percent=service_percent,
        changes=asked_changes(changes),
        whole_packs=whole_packs,
        note=note,
        on=context.today(),
        by=by,
        at=at,
        request_key=request_key,
    )


def choose(
    session: Session,
    *,
    scenario_id: int,
    valid_from_on: date,
    note: str,
    by: int,
    at: datetime,
    request_key: str,
) -> ChosenTargets:
    """Put the targets of a scenario in force from a day on; never by its author."""
    return choosing_targets.choose_targets(
        session,
        scenario_id=scenario_id,
        valid_from_on=valid_from_on,
        note=note,
        on=context.today(),
        by=by,
        at=at,
        request_key=request_key,
    )


def leave(
    session: Session, *, valid_from_on: date, note: str, by: int, at: datetime, request_key: str
) -> ChosenTargets:
    """Let the targets of the settings hold again from a day on."""
    return choosing_targets.leave_scenario(
        session, valid_from_on=valid_from_on, note=note, on=context.today(), by=by, at=at, request_key=request_key
    )


DRAW = command(
    Command(
        "draw_service_curve",
        _l("Draw the curve"),
        "plan.write",
        draw,
        Input,
        "/service-curves",
        "plans",
        done=_l("Drawn."),
    )
)
ASK = command(
    Command(
        "ask_what_if",
        _l("Ask what if"),
        "plan.write",
        ask_what_if,
        ScenarioInput,
        "/scenarios",
        "plans",
        done=_l("Computed. Nothing was changed by it."),
    )
)
CHOOSE = command(
    Command(
        "choose_scenario_targets",
        _l("Put its targets in force"),
        "plan.approve",
        choose,
        ChooseInput,
        "/scenarios/<int:scenario_id>/targets",
        "plans",
        done=_l("Its targets hold for the levels computed from that day on."),
    )
)
LEAVE = command(
    Command(
        "leave_scenario_targets",
        _l("Back to the targets of the settings"),
        "plan.approve",
        leave,
        LeaveInput,
        "/scenario-targets/leave",
        "plans",
        done=_l("From that day on the targets of the settings hold again."),
    )
)
