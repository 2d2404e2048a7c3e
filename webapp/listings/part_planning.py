"""List what people have set for the planning of parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from forecasting.part_queries import part_planning_select
from webapp.commands_of.part_planning import STOCKED
from webapp.listing import Column, Filter, Listing, listing
from webapp.plan_words import POLICIES


def _planning(_session: Session, filters: Mapping[str, Any]) -> Select[Any]:
    rows = part_planning_select().order_by(None).subquery()
    made = select(rows, rows.c.part_planning_id.label("id"))
    for name in ("part", "store"):
        if chosen := filters.get(name):
            made = made.where(rows.c[f"{name}_id"] == chosen)
    if wanted := filters.get("stocked"):
        made = made.where(rows.c.stocked == wanted)
    return made


def _percent(row: Any) -> float | None:
    return None if row.target is None else round(float(row.target) * 100, 2)


listing(
    Listing(
        "part_planning",
        _l("Planning set by people"),
        "plan.read",
        _planning,
        [
            Column("part_number", _l("Part number")),
            Column("name", _l("Name"), "name"),
            Column("store_code", _l("Store"), value=lambda row: row.store_code or str(_l("every store"))),
            Column("stocked", _l("Stocked"), "state", choices=STOCKED),
            Column("policy", _l("Policy"), "state", choices=POLICIES),
            Column("target", _l("Service target (%)"), "number", value=_percent, sort_by="target"),
            Column("minimum", _l("Least stock"), "quantity", unit="unit"),
            Column("maximum", _l("Most stock"), "quantity", unit="unit"),
            Column("reason", _l("Reason")),
            Column("set_by", _l("By")),
            Column("set_at", _l("Set on"), "instant"),
        ],
        [
            Filter("part", _l("Part"), "part"),
            Filter("store", _l("Store"), "store"),
            Filter("stocked", _l("Stocked"), "choice", choices=STOCKED),
        ],
        "part_number",
        row_url=lambda row: url_for("part_planning.show", part_id=row.part_id),
        url="/parts/planning",
        group="buying",
        order=16,
        tag="plans",
        intro=_l("Parts that people plan otherwise than the rules would: policy, target, stocked or not, bounds."),
        empty=_l("Nothing is set: the rules plan every part. Open a part and its planning to set something."),
    )
)
