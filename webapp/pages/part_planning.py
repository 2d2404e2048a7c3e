"""How a part is planned in each store, and what people have set for it."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from forecasting.part_queries import part_planning_select
from forecasting.policy import Policy
from forecasting.queries import levels_select
from forecasting.tables.parts import PartPlanning
from inventory.tables import Location, Unit
from kernel.errors import NotFound
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form
from webapp.commands_of import part_planning as can
from webapp.pages.parts import found
from webapp.plan_words import POLICIES, STOCKINGS

blueprint = Blueprint("part_planning", __name__)
NAMES = {int(policy): policy.name.lower() for policy in Policy}


def _at(part_id: int) -> str:
    return url_for("part_planning.show", part_id=part_id)


def set_for(part_id: int, part_planning_id: int) -> PartPlanning:
    """Return what is set, which must be this part's."""
    row = context.session().get(PartPlanning, part_planning_id)
    if row is None or row.part_id != part_id:
        raise NotFound("part_planning_unknown", id=part_planning_id)
    return row


@blueprint.get("/parts/<int:part_id>/planning")
@needs("plan.read")
def show(part_id: int) -> str:
    """Show the newest levels of a part in every store with policy and stocking, and what people have set."""
    session, part = context.session(), found(part_id)
    levels = levels_select().order_by(None).subquery()
    return render_template(
        "parts/planning.html",
        part=part,
        unit=session.get_one(Unit, part.unit_id),
        levels=session.execute(select(levels).where(levels.c.part_id == part_id).order_by(levels.c.store_code)).all(),
        kept=session.execute(part_planning_select(part_id)).all(),
        policies=POLICIES,
        policy_names=NAMES,
        stockings=STOCKINGS,
        stocked=can.STOCKED,
    )


@blueprint.route("/parts/<int:part_id>/planning/new", methods=["GET", "POST"])
@needs("plan.write")
def new(part_id: int) -> ResponseReturnValue:
    """Set how a part is planned in a store or everywhere."""
    store = context.session().scalar(select(Location.id).where(Location.code == request.args.get("store", "")[:40]))
    return _form(part_id, {"stocked": "auto", "store_id": store})


@blueprint.route("/parts/<int:part_id>/planning/<int:part_planning_id>", methods=["GET", "POST"])
@needs("plan.write")
def change(part_id: int, part_planning_id: int) -> ResponseReturnValue:
    """Change what is set for a part in a store or everywhere."""
    row = set_for(part_id, part_planning_id)
    target = None if row.target_permyriad is None else f"{row.target_permyriad / 100:g}"
    values = {name: getattr(row, name) for name in ("stocked", "policy", "minimum", "maximum", "reason")}
    return _form(part_id, {**values, "target_percent": target}, {"store_id": row.store_id})


def _form(part_id: int, initial: dict[str, object], fixed: dict[str, object] | None = None) -> ResponseReturnValue:
    part = found(part_id)
    if fixed is None:
        title = _("Set how %(part)s is planned", part=part.number)
    else:
        store = context.session().get(Location, fixed["store_id"]) if fixed["store_id"] else None
        where = store.code if store else _("every store")
        title = _("How %(part)s is planned in %(store)s", part=part.number, store=where)
    return handle_form(
        can.SET,
        "command.html",
        _at(part_id),
        initial=initial,
        fixed={"part_id": part_id, **(fixed or {})},
        title=title,
        intro=_("Empty entries leave it to the rules. It holds from the next computation of the plan."),
        submit=_("Keep"),
        back=_at(part_id),
        trail=[
            (_("Parts"), url_for("list.parts")),
            (part.number, url_for("parts.show", part_id=part_id)),
            (_("Planning"), _at(part_id)),
        ],
    )


@blueprint.post("/parts/<int:part_id>/planning/<int:part_planning_id>/remove")
@needs("plan.write")
def remove(part_id: int, part_planning_id: int) -> ResponseReturnValue:
    """Let the rules plan the part again."""
    set_for(part_id, part_planning_id)
    return do(can.REMOVE, _at(part_id), part_planning_id=part_planning_id)
