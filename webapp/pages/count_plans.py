"""Keep cycle counts, doubts about the book, and the causes of differences."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from inventory.planning_counts import CYCLE
from inventory.tables import VarianceCause
from kernel.errors import NotFound
from kernel.settings import setting
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form
from webapp.commands_of.count_plans import (
    ADD_CAUSE,
    CHANGE_CAUSE,
    CHANGE_PLAN,
    DOUBT,
    OPEN_DUE,
    PLAN,
    PLAN_BY_CLASS,
    own_plan,
)

blueprint = Blueprint("count_plans", __name__, url_prefix="/count-plans")


@blueprint.route("/new", methods=["GET", "POST"])
@needs("counts.write")
def new() -> ResponseReturnValue:
    """Count a class, a zone or all of a store again and again."""
    cycle = setting(context.session(), CYCLE, context.today())
    return handle_form(
        PLAN,
        "command.html",
        url_for("list.count_plans"),
        initial={
            "every_days": cycle["A"],
            "lines_at_once": cycle["lines_at_once"],
            "days_to_count": cycle["days_to_count"],
        },
        intro=_("Each morning a stock-take is opened over what is due. You are its author and do not approve it."),
        names=["store_id", "zone_id", "abc", "every_days", "lines_at_once", "days_to_count"],
        back=url_for("list.count_plans"),
        trail=[(_("Cycle counts"), url_for("list.count_plans"))],
    )


@blueprint.route("/by-class", methods=["GET", "POST"])
@needs("counts.write")
def by_class() -> ResponseReturnValue:
    """Count classes A, B and C of a store as the settings say."""
    cycle = setting(context.session(), CYCLE, context.today())
    return handle_form(
        PLAN_BY_CLASS,
        "command.html",
        url_for("list.count_plans"),
        intro=_(
            "Class A is counted every %(a)s days, B every %(b)s, C and parts without a class every %(c)s.",
            a=cycle["A"],
            b=cycle["B"],
            c=cycle["C"],
        ),
        submit=_("Count by class"),
        back=url_for("list.count_plans"),
        trail=[(_("Cycle counts"), url_for("list.count_plans"))],
    )


@blueprint.route("/<int:count_plan_id>", methods=["GET", "POST"])
@needs("counts.write")
def change(count_plan_id: int) -> ResponseReturnValue:
    """Change a cycle count."""
    row = own_plan(context.session(), context.actor(), {"count_plan_id": count_plan_id})
    return handle_form(
        CHANGE_PLAN,
        "command.html",
        url_for("list.count_plans"),
        initial={
            "every_days": row.every_days,
            "lines_at_once": row.lines_at_once,
            "days_to_count": row.days_to_count,
            "active": row.active,
        },
        fixed={"count_plan_id": count_plan_id},
        back=url_for("list.count_plans"),
        trail=[(_("Cycle counts"), url_for("list.count_plans"))],
    )


@blueprint.post("/open")
@needs("counts.write")
def open_due() -> ResponseReturnValue:
    """Open stock-takes over what is due now."""
    ids = [int(each) for each in request.form.getlist("ids") if each.isdecimal() and len(each) < 16]
    return do(
        OPEN_DUE, url_for("list.stock_takes", state="counting"), back=url_for("list.count_plans"), count_plan_ids=ids
    )


@blueprint.route("/doubt", methods=["GET", "POST"])
@needs("counts.count", "counts.write")
def doubt() -> ResponseReturnValue:
    """Propose a count of a part in a place."""
    return handle_form(
        DOUBT,
        "command.html",
        url_for("list.count_proposals"),
        initial={"location_id": request.args.get("place", type=int), "part_id": request.args.get("part", type=int)},
        intro=_("The next cycle count takes it in before everything else."),
        back=url_for("list.count_proposals"),
        trail=[(_("Doubts about the book"), url_for("list.count_proposals"))],
    )


@blueprint.route("/causes/new", methods=["GET", "POST"])
@needs("counts.write")
def new_cause() -> ResponseReturnValue:
    """Add a cause."""
    return handle_form(
        ADD_CAUSE,
        "command.html",
        url_for("list.variance_causes"),
        initial={"side": "both", "place": 100},
        names=["code", "name_zh", "name_en", "side", "account", "place"],
        back=url_for("list.variance_causes"),
        trail=[(_("Causes of differences"), url_for("list.variance_causes"))],
    )


@blueprint.route("/causes/<int:variance_cause_id>", methods=["GET", "POST"])
@needs("counts.write")
def change_cause(variance_cause_id: int) -> ResponseReturnValue:
    """Change a cause, or take it out of use."""
    row = context.session().get(VarianceCause, variance_cause_id)
    if row is None:
        raise NotFound("variance_cause_unknown", id=variance_cause_id)
    return handle_form(
        CHANGE_CAUSE,
        "command.html",
        url_for("list.variance_causes"),
        initial={name: getattr(row, name) for name in ("name_zh", "name_en", "side", "account", "place", "active")},
        fixed={"variance_cause_id": variance_cause_id},
        title=row.code,
        back=url_for("list.variance_causes"),
        trail=[(_("Causes of differences"), url_for("list.variance_causes"))],
    )
