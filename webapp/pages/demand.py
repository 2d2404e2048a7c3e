"""Judge single periods of demand: real, or a one-off that stays out of the forecast."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from forecasting.queries import LevelDetail, level_for
from forecasting.tables import DemandMark
from inventory.tables import Location, Part
from kernel.errors import NotFound
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form
from webapp.commands_of.demand import MARK, UNMARK
from webapp.level_picture import VERDICT_TONES, VERDICTS, period_name, picture, series

blueprint = Blueprint("demand", __name__)


def _level(part_id: int, store_id: int) -> LevelDetail | None:
    return level_for(context.session(), part_id=part_id, store_id=store_id)


@blueprint.route("/levels/parts/<int:part_id>/stores/<int:store_id>/demand", methods=["GET", "POST"])
@needs("plan.write")
def judge(part_id: int, store_id: int) -> ResponseReturnValue:
    """Say of a period whether its demand was real."""
    level = _level(part_id, store_id)
    if level is None:
        raise NotFound("level_unknown", part_id=part_id, store_id=store_id)
    return handle_form(
        MARK,
        "plans/demand.html",
        url_for("demand.judge", part_id=part_id, store_id=store_id),
        initial={"period_start_on": request.args.get("period", ""), "verdict": request.args.get("verdict", "")},
        fixed={"part_id": part_id, "store_id": store_id},
        part=lambda: context.session().get_one(Part, part_id),
        store=lambda: context.session().get_one(Location, store_id),
        level=lambda: _level(part_id, store_id),
        chart=lambda: picture(series(context.session(), level, context.today()), level),
        verdicts=lambda: VERDICTS,
        verdict_tones=lambda: VERDICT_TONES,
        period_name=lambda: period_name,
    )


@blueprint.post("/demand-marks/<int:demand_mark_id>/remove")
@needs("plan.write")
def take_back(demand_mark_id: int) -> ResponseReturnValue:
    """Take a judgement back."""
    row = context.session().get(DemandMark, demand_mark_id)
    if row is None:
        raise NotFound("demand_mark_unknown", demand_mark_id=demand_mark_id)
    home = url_for("demand.judge", part_id=row.part_id, store_id=row.store_id)
    return do(UNMARK, home, demand_mark_id=demand_mark_id)
