"""Show what was measured of a part over its lots as control charts, with how well it fits between its limits."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from inventory.tables import Part
from kernel.errors import NotFound
from receiving import control_chart
from receiving.queries.measurements import Measured, measurements
from receiving.readings import Reading
from webapp import charts, context
from webapp.access import needs
from webapp.charts import ControlWords, Watched
from webapp.i18n import words

blueprint = Blueprint("measurements", __name__, url_prefix="/parts")
MOST_LOTS = 60
WIDE, NARROW = (760, 250), (350, 230)


@blueprint.get("/<int:part_id>/measurements")
@needs("inspection.read")
def show(part_id: int) -> ResponseReturnValue:
    """Show the control charts of a part, of one supplier or of all."""
    session = context.session()
    part = session.get(Part, part_id)
    if part is None:
        raise NotFound("part_unknown", id=part_id)
    supplier_id = request.args.get("supplier", type=int)
    every = measurements(session, part_id)
    suppliers = {lot.supplier_id: lot.supplier_name for each in every for lot in each.lots}
    chosen = measurements(session, part_id, supplier_id=supplier_id) if supplier_id is not None else every
    return render_template(
        "inspections/measurements.html",
        part=part,
        suppliers=suppliers,
        supplier_id=supplier_id,
        series=[_shown(each) for each in chosen],
        most=MOST_LOTS,
    )


def _shown(each: Measured) -> dict[str, Any]:
    lots = each.lots[-MOST_LOTS:]
    values = [lot.values for lot in lots]
    limits = _figure(each.lower_limit), _figure(each.upper_limit)
    drawn = control_chart.chart(values)
    return {
        "measured": each,
        "lots": lots,
        "capability": control_chart.capability(values, *limits),
        "signals": [lot for lot, odd in zip(lots, drawn.signals, strict=True) if odd] if drawn else [],
        **(_drawn(each, drawn, limits) if drawn else {}),
    }


def _drawn(each: Measured, found: control_chart.Chart, limits: tuple[float | None, float | None]) -> dict[str, Any]:
    said = ControlWords(
        lot=_("Inspection"),
        mean=_("Mean of the lot"),
        centre=_("Centre"),
        control=_("Control limits"),
        allowed=_("Allowed by the standard"),
        signal=_("Signal"),
    )
    lots = [
        Watched(lot.inspection_number, mean, odd)
        for lot, mean, odd in zip(each.lots[-MOST_LOTS:], found.means, found.signals, strict=True)
    ]
    title = words(each.text)
    description = _("Means of lots in order of time with control limits and the limits of the standard")

    def draw(width: int, height: int) -> Any:
        return charts.control_chart(
            title,
            description,
            lots,
            said,
            centre=found.centre,
            control=(found.lower, found.upper),
            allowed=limits,
            width=width,
            height=height,
        )

    return {"chart": charts.for_screens(draw, WIDE, NARROW), "twin": charts.control_rows(lots, said), "found": found}


def _figure(limit: Reading | None) -> float | None:
    return None if limit is None else float(limit.decimal)
