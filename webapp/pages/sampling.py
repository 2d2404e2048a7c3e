"""Sampling on screen: count a sample, decide concessions, and show how a supplier's lots of a part are looked at."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from inventory.tables import Part
from kernel.errors import NotFound
from kernel.text import Text
from procurement.tables import Supplier
from receiving import sampling
from receiving.drawing_samples import scheme_of, state_of
from receiving.queries import sampling as queries
from receiving.queries.standards import standard_for
from receiving.sampling import Severity
from receiving.tables import Concession
from webapp import charts, context
from webapp.access import needs
from webapp.charts import CurveWords, Place
from webapp.commands import handle_form
from webapp.commands_of.sampling import ANSWER, ASK, COUNT, SET_REGIME
from webapp.i18n import percent
from webapp.listings.sampling import CAUSES, CONCESSION_STATES, CONCESSION_TONES, REGIME_TONES, REGIMES
from webapp.pages.inspections import entry_of, view_of
from webapp.receiving_words import SEVERITIES, require_own, units

blueprint = Blueprint("sampling", __name__, url_prefix="/inspections")
WIDE, NARROW = (620, 290), (350, 270)
EXAMPLE_LOT = 1000
SEVERITY_NAMES = {str(each): text for each, text in sampling.WORDS.items()}


def _at(inspection_id: int, anchor: str) -> str:
    return url_for("inspections.show", inspection_id=inspection_id, _anchor=anchor)


@blueprint.post("/<int:inspection_id>/sample")
@needs("inspection.write")
def count(inspection_id: int) -> ResponseReturnValue:
    """Count what was found in the sample."""
    view = view_of(inspection_id)
    return handle_form(
        COUNT,
        "inspections/judge.html",
        _at(inspection_id, "verdict"),
        fixed={"inspection_id": inspection_id},
        **entry_of(view),
    )


@blueprint.route("/<int:inspection_id>/concession", methods=["GET", "POST"])
@needs("inspection.write")
def ask(inspection_id: int) -> ResponseReturnValue:
    """Ask that goods with a defect may pass."""
    view = view_of(inspection_id)
    return handle_form(
        ASK,
        "command.html",
        _at(inspection_id, "concessions"),
        fixed={"inspection_id": inspection_id},
        intro=_("A supervisor decides. What has a critical defect is never conceded."),
        back=_at(inspection_id, "concessions"),
        trail=[(_("To inspect"), url_for("list.hold")), (view.number, _at(inspection_id, "concessions"))],
    )


@blueprint.route("/concessions/<int:concession_id>", methods=["GET", "POST"])
@needs("inspection.read")
def concession(concession_id: int) -> ResponseReturnValue:
    """Show a concession with its lot, and let a supervisor answer it."""
    row = context.session().execute(queries.concessions_select().where(Concession.id == concession_id)).one_or_none()
    if row is None:
        raise NotFound("concession_unknown", id=concession_id)
    require_own(context.session(), context.actor(), row.store_id)
    return handle_form(
        ANSWER,
        "inspections/concession.html",
        lambda made: url_for("sampling.concession", concession_id=made.concession_id),
        fixed={"concession_id": concession_id},
        success=lambda made: (
            _("%(number)s is granted.", number=made.number)
            if made.state == "granted"
            else _("%(number)s is refused.", number=made.number)
        ),
        row=row,
        unit=units(context.session(), [row.part_id])[row.part_id],
        states=CONCESSION_STATES,
        tones=CONCESSION_TONES,
        own=context.actor().id in {row.asked_by_id, row.bought_by_id},
    )


@blueprint.get("/sampling/<int:supplier_id>/<int:part_id>")
@needs("inspection.read")
def state(supplier_id: int, part_id: int) -> ResponseReturnValue:
    """Show how a supplier's lots of a part are looked at, since when and why, and what the plan catches."""
    session = context.session()
    supplier, part = session.get(Supplier, supplier_id), session.get(Part, part_id)
    if supplier is None or part is None:
        raise NotFound("part_unknown" if part is None else "supplier_unknown", id=part_id)
    standard_id = standard_for(session, part_id=part_id, on=context.today())
    return render_template(
        "inspections/sampling.html",
        supplier=supplier,
        supplier_name=Text(supplier.name_zh, supplier.name_en),
        part=part,
        now=state_of(session, supplier_id, part_id),
        steps=session.execute(queries.steps_select(supplier_id, part_id).limit(100)).all(),
        standard_id=standard_id,
        curves=curves_of(standard_id, EXAMPLE_LOT),
        lot=EXAMPLE_LOT,
        regimes=REGIMES,
        tones=REGIME_TONES,
        causes=CAUSES,
    )


@blueprint.route("/sampling/<int:supplier_id>/<int:part_id>/set", methods=["GET", "POST"])
@needs("inspection.sign")
def set_regime(supplier_id: int, part_id: int) -> ResponseReturnValue:
    """Set how the lots are looked at from now on."""
    back = url_for("sampling.state", supplier_id=supplier_id, part_id=part_id)
    return handle_form(
        SET_REGIME,
        "command.html",
        back,
        fixed={"supplier_id": supplier_id, "part_id": part_id},
        intro=_("What has been counted so far begins anew. After a stop inspection goes on tightened."),
        back=back,
        trail=[(_("How lots are looked at"), url_for("list.sampling"))],
    )


def curves_of(standard_id: int | None, lot_size: int) -> list[dict[str, Any]]:
    """Return for each class of defects what its normal plan catches, drawn and as a table; none without a scheme."""
    scheme = scheme_of(context.session(), standard_id)
    if scheme is None:
        return []
    found = []
    for name in ("critical", "major", "minor"):
        aql = getattr(scheme, f"{name}_aql")
        if aql is None:
            continue
        plans = {each: sampling.plan(lot_size, level=scheme.level, aql=aql, severity=each) for each in Severity}
        normal = plans[Severity.NORMAL]
        found.append(
            {
                "name": SEVERITIES[name],
                "aql": aql,
                "plans": [(SEVERITY_NAMES[str(each)], plan) for each, plan in plans.items()],
                **_drawn(normal.sample_size, normal.accept, float(aql) / 100, str(SEVERITIES[name])),
            }
        )
    return found


def _drawn(sample_size: int, accept: int, aql: float, name: str) -> dict[str, Any]:
    limiting = sampling.fraction_accepted_with(sample_size, accept, 0.10)
    at_aql = float(sampling.acceptance_probability(sample_size, accept, aql))
    places = [
        Place(_("AQL %(share)s", share=percent(aql, 2)), aql, at_aql),
        Place(_("limiting quality %(share)s", share=percent(limiting, 2)), limiting, 0.10, "mark"),
    ]
    words = CurveWords(_("Faulty pieces in the supplier's process"), _("Lots accepted"), _("normal inspection"))
    points = queries.curve(sample_size, accept)
    figures: dict[str, Any] = {"money": lambda x: percent(x, 1), "percent": lambda x: percent(x, 0)}
    title = _("What the sample catches: %(name)s", name=name)
    said = _("Share of lots that are accepted, by the share of faulty pieces; %(size)s pieces looked at, %(accept)s"
             " faulty ones accepted", size=sample_size, accept=accept)  # fmt: skip

    def draw(width: int, height: int) -> Any:
        return charts.curve_chart(title, said, points, places, words, width=width, height=height, **figures)

    return {
        "chart": charts.for_screens(draw, WIDE, NARROW),
        "twin": charts.curve_rows(points[::5], places, words, **figures),
    }
