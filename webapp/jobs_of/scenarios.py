"""Draw the curve of service against money, and answer what-if questions, as jobs."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forecasting.pruning import prune_scenarios
from kernel.amounts import Money, Quantity
from kernel.errors import RuleViolation
from kernel.settings import day_of
from kernel.telling import tell
from procurement.scenario_making import AskedChange, draw_curve, make_scenario
from webapp.i18n import money, percent
from webapp.jobs import Progress, job, periodic


@job("service_curve", "plan.write", _l("Draw the curve"))
def draw(progress: Progress) -> dict[str, Any]:
    """Draw the curve of the newest levels."""
    progress.tell(0, 1, _("Weighing each unit of each part"))
    done = progress.write(
        lambda session: draw_curve(
            session,
            on=day_of(session, progress.at),
            by=progress.by or 0,
            at=progress.at,
            request_key=progress.request_key,
        )
    )
    summary = _(
        "The curve is made of %(rows)s parts; %(unpriced)s have no price.", rows=done.rows, unpriced=done.unpriced
    )
    return {"url": "/service-curve", "summary": summary}


def draw_after(progress: Progress, by: int) -> None:
    """Draw the curve of the levels that were just computed; where nothing has a price there is none to draw."""
    tell("curve")
    try:
        progress.write(
            lambda session: draw_curve(
                session,
                on=day_of(session, progress.at),
                by=by,
                at=progress.at,
                request_key=f"{progress.request_key}:curve",
            )
        )
    except RuleViolation as error:
        if error.code != "nothing_to_mix":
            raise


@periodic("scenario_pruning", _l("Drop the lines of old scenarios"), timedelta(days=1))
def prune_by_night(progress: Progress) -> dict[str, Any]:
    """Drop the lines of scenarios that are older than the setting and not in force."""
    done = progress.write(
        lambda session: prune_scenarios(
            session,
            on=day_of(session, progress.at),
            by=progress.by,
            at=progress.at,
            request_key=progress.request_key,
        )
    )
    return {"summary": _("%(lines)s lines of %(scenarios)s scenarios were dropped.", **asdict(done))}


@job("scenario", "plan.write", _l("Ask what if"))
def what_if(
    progress: Progress, *, changes: list[dict[str, Any]], figures: dict[str, str | None], facts: dict[str, Any]
) -> dict[str, Any]:
    """Answer a question that a form asked; amounts travel as text."""
    progress.tell(0, 1, _("Weighing each unit of each part"))

    def amount(kind: Any, name: str) -> Any:
        text = figures[name]
        return None if text is None else kind.of(text)

    done = progress.write(
        lambda session: make_scenario(
            session,
            **facts,
            budget_cny=amount(Money, "budget_cny"),
            budget_change_cny=amount(Money, "budget_change_cny"),
            service_percent=amount(Quantity, "service_percent"),
            changes=tuple(AskedChange(**{**each, "amount": Quantity.of(each["amount"])}) for each in changes),
            on=day_of(session, progress.at),
            by=progress.by or 0,
            at=progress.at,
            request_key=progress.request_key,
        )
    )
    return {
        "url": f"/scenarios/{done.scenario_id}",
        "summary": _(
            "%(number)s: from %(before)s to %(after)s, service from %(served)s to %(serves)s; %(parts)s levels change.",
            number=done.number,
            before=money(done.value_before_cny),
            after=money(done.value_after_cny),
            served=percent(done.service_before, 2),
            serves=percent(done.service_after, 2),
            parts=done.lines,
        ),
    }
