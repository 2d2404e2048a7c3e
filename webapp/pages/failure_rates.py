"""Failure rates of a part: by model and age, what its base will need, and whose demand it starts with."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from forecasting.tables.base import PlannedNeed, RateRun
from inventory.tables import Part, Unit
from service.queries.base import (
    base_forecasts_select,
    part_start_select,
    planned_needs_select,
    rate_ages_select,
)
from webapp import charts, context
from webapp.access import needs
from webapp.base_words import FORECAST_SOURCES, NEED_KINDS
from webapp.charts import Band, DemandWords
from webapp.commands import do, handle_form
from webapp.commands_of.base import START_ALONE, START_LIKE
from webapp.forms import KEY_FIELD, new_key
from webapp.jobs import ask
from webapp.pages.parts import found

blueprint = Blueprint("failure_rates", __name__)
MONTHS_A_YEAR = 12
MOST_NEEDS = 40


def _at(part_id: int) -> str:
    return url_for("failure_rates.part", part_id=part_id)


@blueprint.route("/failure-rates/compute", methods=["GET", "POST"])
@needs("plan.write")
def compute() -> ResponseReturnValue:
    """Compute failure rates, base forecasts and planned needs anew as a job."""
    if request.method == "POST":
        job_id = ask(context.session(), "failure_rates", request.form.get(KEY_FIELD, "") or new_key())
        return redirect(url_for("jobs.job", job_id=job_id), 303)
    last = context.session().scalar(select(RateRun).order_by(RateRun.id.desc()).limit(1))
    return render_template("failure_rates/compute.html", last=last)


@blueprint.get("/parts/<int:part_id>/failure-rates")
@needs("plan.read")
def part(part_id: int) -> str:
    """Show how often a part fails in each model, at which age, and what follows for its demand."""
    row, session = found(part_id), context.session()
    rates = session.execute(rate_ages_select(part_id)).all()
    forecast = session.execute(base_forecasts_select(part_id)).one_or_none()
    return render_template(
        "failure_rates/part.html",
        part=row,
        unit=session.get_one(Unit, row.unit_id),
        run=session.scalar(select(RateRun).order_by(RateRun.id.desc()).limit(1)),
        rates=rates,
        ages={each.id: age_rows(each.ages) for each in rates},
        forecast=forecast,
        sources=FORECAST_SOURCES,
        chart=_chart(forecast) if forecast else "",
        twin=_twin(forecast) if forecast else None,
        start=session.execute(part_start_select(part_id)).one_or_none(),
        needs=session.execute(
            planned_needs_select().where(PlannedNeed.part_id == part_id).order_by(PlannedNeed.from_on).limit(MOST_NEEDS)
        ).all(),
        kinds=NEED_KINDS,
    )


def age_rows(ages: list[Any]) -> list[dict[str, Any]]:
    """Return the classes of age as a page shows them: years, units, failures, failures a year of 1000 units."""
    rows = []
    for begin, end, units, months, failures, rate in ages:
        rows.append(
            {
                "age": _("%(begin)s to %(end)s months", begin=begin, end=end)
                if end is not None
                else _("from %(begin)s months", begin=begin),
                "units": units,
                "unit_months": months,
                "failures": failures,
                "yearly": rate * MONTHS_A_YEAR * 1000,
            }
        )
    return rows


def _words() -> DemandWords:
    return DemandWords(
        period=_("Month"),
        demand=_("Demand"),
        forecast=_("Expected"),
        band=_("One standard deviation"),
        reorder_point="",
        receipts="",
    )


def _bands(forecast: Any) -> tuple[list[str], list[Band | None]]:
    pairs = list(zip(forecast.means, forecast.variances, strict=True))
    bands: list[Band | None] = [
        Band(max(mean - variance**0.5, 0.0), mean, mean + variance**0.5) for mean, variance in pairs
    ]
    return [f"+{month}" for month in range(len(pairs))], bands


def _chart(forecast: Any) -> Any:
    months, bands = _bands(forecast)
    return charts.for_screens(
        lambda width, height: charts.demand_chart(
            _("Expected demand of the coming months"),
            _("What the base will need by month, with one standard deviation"),
            months,
            [None] * len(months),
            _words(),
            forecast=bands,
            width=width,
            height=height,
        )
    )


def _twin(forecast: Any) -> Any:
    months, bands = _bands(forecast)
    whole = charts.demand_rows(months, [], _words(), forecast=bands)
    keep = (0, 2, 3)
    return charts.Twin(tuple(whole.head[i] for i in keep), tuple(tuple(row[i] for i in keep) for row in whole.rows))


@blueprint.route("/parts/<int:part_id>/start-like", methods=["GET", "POST"])
@needs("plan.write")
def start_like(part_id: int) -> ResponseReturnValue:
    """Let a new part start with the demand of a similar one."""
    row = found(part_id)
    kept = context.session().execute(part_start_select(part_id)).one_or_none()
    return handle_form(
        START_LIKE,
        "command.html",
        _at(part_id),
        initial={
            "similar_part_id": kept.similar_part_id if kept else None,
            "from_on": str(kept.from_on if kept else context.today()),
            "percent": kept.percent if kept else 100,
            "ramp_months": kept.ramp_months if kept else 6,
            "note": kept.note if kept else "",
        },
        fixed={"part_id": part_id},
        intro=_(
            "Until %(number)s has a history of its own it is planned with the demand of the similar part, for each unit"
            " in use where the installed base is known.",
            number=row.number,
        ),
        back=_at(part_id),
        trail=[(_("Failure rates"), url_for("list.failure_rates")), (row.number, _at(part_id))],
    )


@blueprint.post("/parts/<int:part_id>/start-alone")
@needs("plan.write")
def start_alone(part_id: int) -> ResponseReturnValue:
    """Plan the part by itself."""
    return do(START_ALONE, _at(part_id), part_id=part_id)


def part_row(part_id: int) -> Part:
    """Return the part of a page or say that there is none."""
    return found(part_id)
