"""Weigh service against money: the curve with today on it, what-if scenarios, and whose targets hold."""

from __future__ import annotations

from typing import Any, TypeVar

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forecasting.choosing_targets import target_choice
from forecasting.queries import latest_run
from kernel.amounts import LARGEST, Money, Quantity
from kernel.errors import AppError, Forbidden, InvalidAmount, InvalidState
from kernel.text import Text
from procurement.queries import scenarios as queries
from procurement.queries.scenarios import ScenarioDetail, Sums
from procurement.scenario_making import check_question
from webapp import charts, context
from webapp.access import needs
from webapp.charts import CurveWords, Place
from webapp.commands import handle_form, start_over
from webapp.commands_of import scenarios as can
from webapp.documents.papers.planning import (
    ScenarioChange,
    ScenarioLine,
    ScenarioPaper,
    ScenarioSums,
    render_scenario,
)
from webapp.forms import Form, new_key, validated
from webapp.i18n import day, language, money, number, percent
from webapp.jobs import ask as ask_job
from webapp.listing_pages import show as show_list
from webapp.listings.scenarios import LINES
from webapp.messages import message
from webapp.navigation import entry
from webapp.printing import head, paper_answer, signature
from webapp.scenario_words import (
    GOALS,
    MEASURES,
    amount_words,
    for_whom,
    group_words,
    points,
    question,
    signed_money,
)
from webapp.scenario_words import WHATS as CHANGES

blueprint = Blueprint("scenarios", __name__)
entry("buying", _l("Service and money"), "scenarios.curve", "plan.read", 16)
MOST_COMPARED = 4
CURVE_WIDE, CURVE_NARROW = (560, 330), (340, 290)
MOST_TYPED = 40
MOST_PRINTED = 300
TEN_THOUSAND = 10_000


Amount = TypeVar("Amount", Money, Quantity)


def _prices() -> None:
    if not context.may("prices.read"):
        raise Forbidden("permission_missing", permission="prices.read")


def detail(scenario_id: int) -> ScenarioDetail:
    """Return a scenario as it stands today."""
    return queries.scenario_detail(context.session(), scenario_id=scenario_id, on=context.today())


def _short(value: float) -> str:
    """Write a sum for an axis, in ten thousands of yuan where it is large."""
    if value < TEN_THOUSAND:
        return f"¥{number(round(value))}"
    if language().startswith("zh"):
        return f"¥{number(round(value / TEN_THOUSAND, 2))}万"
    return f"¥{number(round(value / 1000, 1))}k"


def _share(value: float) -> str:
    return percent(value, 1)


def drawn(
    curve: tuple[Sums, ...], places: list[Place], measure: str, size: tuple[int, int] | None = None
) -> dict[str, Any]:
    """Return the picture of a curve and its table; `size`: width and height of a paper's, none for screens."""
    words = CurveWords(_("Average stock value"), _("Service level"), _("Best mix"))
    path = [(float(each.value_cny.decimal), each.of(measure)) for each in curve]
    figures: dict[str, Any] = {"money": _short, "percent": _share}
    title, said = _("Service and money"), _("The best service that each sum of stock can give, and where we are")

    def draw(width: int, height: int) -> Any:
        return charts.curve_chart(title, said, path, places, words, width=width, height=height, **figures)

    return {
        "chart": draw(*size) if size else charts.for_screens(draw, CURVE_WIDE, CURVE_NARROW),
        "twin": charts.curve_rows(path, places, words, **figures),
    }


def place(name: str, sums: Sums, measure: str, shape: str = "dot") -> Place:
    """Return a marked place on a curve."""
    return Place(name, float(sums.value_cny.decimal), sums.of(measure), shape)


@blueprint.get("/service-curve")
@needs("plan.read")
def curve() -> str:
    """Show the best service for every sum, today's levels and stock, and what a budget or a service would take."""
    _prices()
    session = context.session()
    held = queries.curve_detail(session)
    measure = request.args.get("measure", "units")
    measure = measure if measure in MEASURES else "units"
    typed = {name: request.args.get(name, "").strip()[:MOST_TYPED] for name in ("budget", "service")}
    shown: dict[str, Any] = {
        "measure": measure,
        "measures": MEASURES,
        "typed": typed,
        "errors": {},
        "levels_there": latest_run(session) is not None,
        "holds": target_choice(session, context.today()),
    }
    if held is None:
        return render_template("scenarios/curve.html", curve=None, **shown)
    budget, wanted = _typed(typed, shown["errors"])
    marks = [
        place(_("Today's levels"), held.levels, measure, "mark"),
        place(_("Today's stock"), held.stock, measure, "warn"),
    ]
    found = queries.between(held.points, budget) if budget is not None else None
    reached = queries.least_money(held.points, wanted, measure) if wanted is not None else None
    if wanted is not None and reached is None:
        best = percent(held.points[-1].of(measure), 2)
        shown["errors"]["service"] = _("The most that stock alone can give is %(best)s.", best=best)
    if found is not None:
        marks.append(place(_("Your budget"), found, measure))
    if reached is not None:
        marks.append(place(_("Your service"), reached, measure))
    chosen = found or reached or queries.between(held.points, held.levels.value_cny)
    return render_template(
        "scenarios/curve.html",
        curve=held,
        same_money=queries.between(held.points, held.levels.value_cny),
        same_service=queries.least_money(held.points, held.levels.of(measure), measure),
        found=found,
        beyond=budget is not None and budget > held.points[-1].value_cny,
        reached=reached,
        chosen=chosen,
        groups=queries.groups_at(session, held.service_curve_id, chosen.value_cny),
        group_words=group_words,
        points=points,
        signed_money=signed_money,
        **drawn(held.points, marks, measure),
        **shown,
    )


def _typed(typed: dict[str, str], errors: dict[str, str]) -> tuple[Money | None, float | None]:
    """Return what was typed as budget and service; what cannot be read is told beside its box."""
    budget = _amount(Money, typed["budget"].replace(",", ""), LARGEST)
    share = _amount(Quantity, typed["service"].rstrip("% "), 100)
    if typed["budget"] and budget is None:
        errors["budget"] = _("Write the budget as a number, such as 500000.")
    if typed["service"] and share is None:
        errors["service"] = _("Write the service in per cent, such as 97.5.")
    return budget, None if share is None else float(share.decimal) / 100.0


def _amount(kind: type[Amount], text: str, most: int) -> Amount | None:
    """Return an amount from 0 to a bound, none where the text is not one."""
    try:
        made = kind.of(text) if text else None
    except InvalidAmount:
        return None
    return made if made is not None and 0 <= made.decimal <= most else None


@blueprint.post("/service-curve/draw")
@needs("plan.write")
def draw() -> ResponseReturnValue:
    """Draw the curve of the newest levels as a job."""
    job_id = ask_job(context.session(), "service_curve", request.form.get("request_key") or new_key())
    return redirect(url_for("jobs.job", job_id=job_id), 303)


def _refuse_without_levels() -> None:
    if latest_run(context.session()) is None:
        raise InvalidState("no_levels_yet")


@blueprint.route("/scenarios/new", methods=["GET", "POST"])
@needs("plan.write")
def ask() -> ResponseReturnValue:
    """Ask what would be; the answer is computed as a job."""
    _prices()
    schema = can.ScenarioInput()
    if request.method != "POST":
        named = {name: request.args.get(name, "")[:MOST_TYPED] for name in ("goal", "budget_cny", "service_percent")}
        measure = request.args.get("measure", "units")
        initial = {**named, "measure": measure if measure in MEASURES else "units"}
        if named["goal"] not in GOALS:
            initial["goal"] = "targets"
        return render_template("scenarios/new.html", form=Form(schema, initial))
    data, form = validated(schema, request.form)
    if form.errors:
        form.message = form.message or _("Some entries cannot be used. Nothing was changed; see the marked fields.")
        return render_template("scenarios/new.html", form=form), 422
    figures = {name: data[name] for name in ("budget_cny", "budget_change_cny", "service_percent")}
    changes = can.asked_changes(data["changes"])
    try:
        _refuse_without_levels()
        check_question(data["goal"], data["measure"], changes, *figures.values())
    except AppError as error:
        start_over(error)
        form.message = message(error)
        field = error.details.get("field")
        if isinstance(field, str) and field in form.names and field != "changes":
            form.errors = {field: [form.message]}
        return render_template("scenarios/new.html", form=form), error.status
    job_id = ask_job(
        context.session(),
        "scenario",
        form.request_key,
        changes=[{**each, "amount": str(asked.amount)} for each, asked in zip(data["changes"], changes, strict=True)],
        figures={name: None if value is None else str(value) for name, value in figures.items()},
        facts={name: data[name] for name in ("name", "goal", "measure", "whole_packs", "note")},
    )
    return redirect(url_for("jobs.job", job_id=job_id), 303)


@blueprint.get("/scenarios/<int:scenario_id>")
@needs("plan.read")
def show(scenario_id: int) -> ResponseReturnValue:
    """Show a scenario: what was asked, what comes of it in sum, and the parts that change."""
    _prices()
    held = detail(scenario_id)
    if request.args.get("scenario") != str(scenario_id):
        wanted: dict[str, Any] = {"sort": "-value_moved_cny", **request.args.to_dict(), "scenario": scenario_id}
        return redirect(url_for("scenarios.show", scenario_id=scenario_id, **wanted))
    return show_list(
        LINES,
        template="scenarios/show.html",
        scenario=held,
        question=question(held),
        changes=[(CHANGES[each.what], amount_words(each), for_whom(each)) for each in held.changes],
        measures=MEASURES,
        mine=held.created_by_id == context.actor().id,
        group_words=group_words,
        points=points,
        signed_money=signed_money,
        **drawn(held.points, marks_of(held), held.measure),
    )


def marks_of(held: ScenarioDetail) -> list[Place]:
    """Return the places of a scenario on its curve: today, of doing nothing where that differs, and after."""
    marks = [place(_("Today"), held.before, held.measure, "mark")]
    if held.unchanged != held.before:
        marks.append(place(_("If nothing is done"), held.unchanged, held.measure, "warn"))
    return [*marks, place(_("Scenario"), held.after, held.measure)]


@blueprint.get("/scenarios/<int:scenario_id>/scenario.pdf")
@needs("plan.read")
def pdf(scenario_id: int) -> Response:
    """Print a scenario with the parts whose value changes most."""
    _prices()
    held = detail(scenario_id)
    listed = queries.scenario_lines_select(scenario_id=scenario_id).subquery()
    dearest = listed.c.value_moved_cny.desc()
    rows = context.session().execute(select(listed).order_by(dearest, listed.c.part_number).limit(MOST_PRINTED)).all()

    def make(language: str) -> bytes:
        columns = ((_("Today"), held.before), (_("If nothing is done"), held.unchanged), (_("Scenario"), held.after))
        paper = ScenarioPaper(
            **head(language, held.number, status=_("in force") if held.in_force else "", note=held.note),
            name=held.name,
            question=question(held),
            asked_on=day(held.created_on),
            changes=tuple(
                ScenarioChange(str(CHANGES[each.what]), amount_words(each), for_whom(each)) for each in held.changes
            ),
            sums=tuple(_printed_sums(title, sums) for title, sums in columns),
            lines=tuple(_printed_line(row, language) for row in rows),
            more=_("%(count)s further parts change; the list in the system holds them all.", count=held.lines)
            if len(rows) == MOST_PRINTED
            else "",
            author=signature(held.created_by, day(held.created_on)),
            drawing=drawn(held.points, marks_of(held), held.measure, (680, 280))["chart"],
        )
        return render_scenario(paper, language)

    return paper_answer(make, held.number)


def _printed_sums(title: str, sums: Sums) -> ScenarioSums:
    return ScenarioSums(
        title,
        money(sums.value_cny),
        percent(sums.units, 2),
        percent(sums.parts, 2),
        percent(sums.weighted, 2),
        number(round(sums.backorders, 1)),
    )


def _printed_line(row: Any, language: str) -> ScenarioLine:
    return ScenarioLine(
        part_number=row.part_number,
        part_name=Text(row.part_name_zh, row.part_name_en).in_(language),
        store=row.store_code,
        level_before=number(row.level_before),
        level_after=number(row.level_after),
        value_before=money(row.value_before_cny),
        value_after=money(row.value_after_cny),
        served_before=percent(row.fill_before, 1),
        served_after=percent(row.fill_after, 1),
    )


@blueprint.get("/scenarios/compare")
@needs("plan.read")
def compare() -> str:
    """Show scenarios side by side."""
    _prices()
    ids = [int(each) for each in request.args.get("ids", "").split(",") if each.isdecimal() and len(each) < 10]
    held = [detail(each) for each in dict.fromkeys(ids[:MOST_COMPARED])]
    return render_template(
        "scenarios/compare.html",
        scenarios=held,
        questions=[question(each) for each in held],
        changes=[
            [f"{CHANGES[one.what]}: {amount_words(one)} · {for_whom(one)}" for one in each.changes] for each in held
        ],
        most=MOST_COMPARED,
        measures=MEASURES,
        points=points,
        signed_money=signed_money,
    )


@blueprint.post("/scenarios/compare")
@needs("plan.read")
def compare_chosen() -> ResponseReturnValue:
    """Go on to the comparison of the ticked scenarios."""
    ids = [each for each in request.form.getlist("ids") if each.isdecimal()][:MOST_COMPARED]
    return redirect(url_for("scenarios.compare", ids=",".join(ids)), 303)


@blueprint.route("/scenarios/<int:scenario_id>/targets", methods=["GET", "POST"])
@needs("plan.approve")
def choose(scenario_id: int) -> ResponseReturnValue:
    """Put the targets of somebody else's scenario in force."""
    held = detail(scenario_id)
    here = url_for("scenarios.show", scenario_id=scenario_id)
    return handle_form(
        can.CHOOSE,
        "command.html",
        here,
        initial={"valid_from_on": context.today().isoformat()},
        fixed={"scenario_id": scenario_id},
        intro=_(
            "%(number)s %(name)s: levels computed from that day on aim at its targets, part by part. Parts that it does"
            " not change keep the targets of the settings.",
            number=held.number,
            name=held.name,
        ),
        submit=_("Put in force"),
        back=here,
        trail=[(_("What-if scenarios"), url_for("list.scenarios")), (held.number, here)],
    )


@blueprint.route("/scenarios/leave", methods=["GET", "POST"])
@needs("plan.approve")
def leave() -> ResponseReturnValue:
    """Go back to the targets of the settings."""
    return handle_form(
        can.LEAVE,
        "command.html",
        url_for("scenarios.curve"),
        initial={"valid_from_on": context.today().isoformat()},
        submit=_("Back to the settings"),
        back=url_for("scenarios.curve"),
        trail=[(_("Service and money"), url_for("scenarios.curve"))],
    )
