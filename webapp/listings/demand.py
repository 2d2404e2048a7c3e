"""List what buyers said of single periods of demand."""

from __future__ import annotations

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forecasting.tables import DemandMark
from inventory.tables import Location, Part
from kernel.tables import Person
from webapp.level_picture import VERDICT_TONES, VERDICTS
from webapp.listing import Column, Filter, Listing, listing

SAID = {name: VERDICTS[name] for name in ("real", "one_off")}

listing(
    Listing(
        "demand_marks",
        _l("Demand judged by buyers"),
        "plan.read",
        lambda _session, _filters: (
            select(
                DemandMark.id.label("id"),
                DemandMark.part_id.label("part_id"),
                DemandMark.store_id.label("store_id"),
                Part.number.label("part_number"),
                Part.name_zh.label("name_zh"),
                Part.name_en.label("name_en"),
                Location.code.label("store_code"),
                DemandMark.period_start_on.label("period_start_on"),
                DemandMark.verdict.label("verdict"),
                DemandMark.reason.label("reason"),
                Person.name.label("by_name"),
                DemandMark.at.label("at"),
            )
            .join(Part, Part.id == DemandMark.part_id)
            .join(Location, Location.id == DemandMark.store_id)
            .join(Person, Person.id == DemandMark.by_id)
        ),
        [
            Column("part_number", _l("Part number")),
            Column("name", _l("Name"), "name"),
            Column("store_code", _l("Store")),
            Column("period_start_on", _l("Period"), "date"),
            Column("verdict", _l("Judged"), "state", choices=SAID, tones=VERDICT_TONES),
            Column("reason", _l("Reason")),
            Column("by_name", _l("By")),
            Column("at", _l("At"), "instant", shown=False),
        ],
        [
            Filter("part", _l("Part"), "part", where=lambda part: DemandMark.part_id == part),
            Filter("store", _l("Store"), "store", where=lambda store: DemandMark.store_id == store),
            Filter("verdict", _l("Judged"), "choice", choices=SAID, where=lambda v: DemandMark.verdict == v),
        ],
        "-period_start_on",
        row_url=lambda row: url_for("plans.level_of", part_id=row.part_id, store_id=row.store_id),
        group="buying",
        order=16,
        tag="plans",
        intro=_l("Periods of which somebody said that their demand was real, or a one-off that stays out."),
        empty=_l("Nothing was judged yet. A level's page shows the periods that stand far above the rest."),
    )
)
