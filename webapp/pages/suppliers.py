"""Keep suppliers: the file, its state, certificates, offers and price lists, and the score open to its facts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.scan_codes import ScanCode
from inventory.tables import Part, Unit
from kernel.errors import NotFound
from kernel.settings import setting
from kernel.text import Text
from procurement.finding_qualification import valid_assessment
from procurement.queries import suppliers as queries
from procurement.settings import SCORE_STANDINGS
from procurement.tables import PriceBreak, Supplier, SupplierPart
from webapp import charts, context, supplier_words
from webapp.access import needs
from webapp.commands import handle_form
from webapp.commands_of import suppliers as can
from webapp.context import Actor
from webapp.i18n import day
from webapp.scanning import Found, scan_target
from webapp.score_words import score_fact, score_of
from webapp.scorecard_paper import DIMENSIONS
from webapp.supplier_files import certificate_of
from webapp.supplier_sections import sections

blueprint = Blueprint("suppliers", __name__)

OFFERS_SHOWN = 20


def found(supplier_id: int) -> Supplier:
    """Return a supplier or say that there is none."""
    row = context.session().get(Supplier, supplier_id)
    if row is None:
        raise NotFound("supplier_unknown", supplier_id=supplier_id)
    return row


def at_supplier(supplier_id: int) -> str:
    """Return the page of a supplier."""
    return url_for("suppliers.show", supplier_id=supplier_id)


def trail_of(row: Supplier) -> list[tuple[Any, str]]:
    """Return the way to what lies below a supplier's page."""
    return _trail((row.code, at_supplier(row.id)))


def _trail(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    return [(_("Suppliers"), url_for("list.suppliers")), *more]


@blueprint.route("/suppliers/new", methods=["GET", "POST"])
@needs("suppliers.write")
def new() -> ResponseReturnValue:
    """Enter a supplier."""
    return handle_form(
        can.CREATE,
        "command.html",
        lambda made: at_supplier(made.supplier_id),
        intro=_("A new supplier is a candidate. Somebody else approves it before it can get an order."),
        back=url_for("list.suppliers"),
        trail=_trail(),
    )


@blueprint.get("/suppliers/<int:supplier_id>")
@needs("suppliers.read")
def show(supplier_id: int) -> ResponseReturnValue:
    """Show a supplier with its score, certificates and offers."""
    session, row = context.session(), found(supplier_id)
    history = [point for point in queries.score_history(session, supplier_id=supplier_id) if point.total is not None]
    offers = session.execute(
        queries.supplier_parts_select(on=context.today(), supplier_id=supplier_id).limit(OFFERS_SHOWN)
    ).all()
    score = score_of(session, supplier_id)
    subjects = queries.score_subjects(session, score) if score else {}
    return render_template(
        "suppliers/show.html",
        supplier=row,
        name=Text(row.name_zh, row.name_en),
        score=score,
        facts_of={each.name: [score_fact(fact, subjects) for fact in each.rows] for each in score.dimensions}
        if score
        else {},
        history=history,
        trend=_trend(history) if len(history) > 1 else None,
        file=sections(session, row, today=context.today(), actor_id=context.actor().id),
        words=supplier_words,
        offers=offers,
        today=context.today(),
        states=can.STATES,
        tones=can.TONES,
        standings=can.STANDINGS,
        standing_tones=can.STANDING_TONES,
        kinds=can.CERTIFICATES,
        dimensions=DIMENSIONS,
    )


def _trend(history: list[queries.ScorePoint]) -> dict[str, Any]:
    """Return the picture of a supplier's scores with the bounds of their standings, and its table."""
    session, on = context.session(), context.today()
    bounds = setting(session, SCORE_STANDINGS, on)
    days = [day(point.scored_on) for point in history]
    line = [charts.Trend(_("Score"), tuple(float(point.total or 0) / 100 for point in history))]
    limits = [float(bounds["block_at_most"]) / 100, float(bounds["warn_at_most"]) / 100]

    def draw(width: int, height: int) -> Any:
        return charts.trend_chart(
            _("Score over time"),
            _("Total score of each evaluation, with the bounds that warn and block"),
            days,
            line,
            bounds=limits,
            bounds_word=_("blocks, warns"),
            unit="",
            width=width,
            height=height,
        )

    rows = charts.trend_rows(days, line, period_word=_("Evaluation"), unit="")
    return {"chart": charts.for_screens(draw), "twin": rows}


@blueprint.route("/suppliers/<int:supplier_id>/edit", methods=["GET", "POST"])
@needs("suppliers.write")
def edit(supplier_id: int) -> ResponseReturnValue:
    """Change a supplier's file."""
    row = found(supplier_id)
    names = list(can.SupplierInput().fields)
    return _form(can.UPDATE, supplier_id, {name: getattr(row, name) for name in names})


@blueprint.route("/suppliers/<int:supplier_id>/state", methods=["GET", "POST"])
@needs("suppliers.approve")
def state(supplier_id: int) -> ResponseReturnValue:
    """Approve a supplier, watch it or block it."""
    row = found(supplier_id)
    assessment = valid_assessment(context.session(), supplier_id, context.today())
    return _form(
        can.SET_STATE,
        supplier_id,
        {"state": request.args.get("state", row.state)},
        intro=_("A passed assessment is at hand; who proposed or made it cannot approve.")
        if assessment and assessment.passed
        else _("No passed assessment is at hand: the reason of an approval stands on record as an exception."),
    )


@blueprint.route("/suppliers/<int:supplier_id>/reputation", methods=["GET", "POST"])
@needs("suppliers.write")
def reputation(supplier_id: int) -> ResponseReturnValue:
    """Enter a supplier's reputation."""
    row = found(supplier_id)
    return _form(can.SET_REPUTATION, supplier_id, {"reputation": row.reputation, "reason": row.reputation_reason})


@blueprint.route("/suppliers/<int:supplier_id>/certificates/new", methods=["GET", "POST"])
@needs("suppliers.write")
def certificate(supplier_id: int) -> ResponseReturnValue:
    """Enter a certificate, or change the dates of one."""
    key = request.args.get("certificate", type=int)
    names = ("kind", "number", "issued_on", "expires_on", "note")
    initial = (
        {name: getattr(certificate_of(context.session(), supplier_id, key), name) for name in names} if key else {}
    )
    return _form(can.SET_CERTIFICATE, supplier_id, initial)


@blueprint.route("/suppliers/<int:supplier_id>/parts", methods=["GET", "POST"])
@needs("suppliers.write")
def offer(supplier_id: int) -> ResponseReturnValue:
    """Enter on what terms the supplier offers a part."""
    part_id = request.args.get("part", type=int)
    initial: dict[str, Any] = {"part_id": part_id, "active": True, "lead_time_days": 14}
    row = context.session().scalar(
        select(SupplierPart).where(SupplierPart.supplier_id == supplier_id, SupplierPart.part_id == part_id)
    )
    if row is not None:
        kept = set(can.OfferInput().fields) - {"supplier_id", "holding_percent"}
        initial = {name: getattr(row, name) for name in kept} | {"holding_percent": can.holding_percent(row)}
    return _form(can.OFFER_PART, supplier_id, initial)


def _form(made: Any, supplier_id: int, initial: dict[str, Any], intro: str = "") -> ResponseReturnValue:
    row = found(supplier_id)
    return handle_form(
        made,
        "command.html",
        at_supplier(supplier_id),
        initial=initial,
        fixed={"supplier_id": supplier_id},
        intro=intro,
        back=at_supplier(supplier_id),
        trail=trail_of(row),
    )


@blueprint.route("/supplier-parts/<int:supplier_part_id>", methods=["GET", "POST"])
@needs("suppliers.read")
def prices(supplier_part_id: int) -> ResponseReturnValue:
    """Show what a supplier asks for a part, from which quantity and day; and enter a new list."""
    session = context.session()
    offered = session.get(SupplierPart, supplier_part_id)
    if offered is None:
        raise NotFound("supplier_part_unknown", supplier_part_id=supplier_part_id)
    part_id, supplier_id = offered.part_id, offered.supplier_id
    return handle_form(
        can.SET_PRICES,
        "suppliers/prices.html",
        url_for("suppliers.prices", supplier_part_id=supplier_part_id),
        initial={"valid_from_on": f"{context.today():%Y-%m-%d}", "steps": [{"from_quantity": "0"}]},
        fixed={"supplier_part_id": supplier_part_id},
        offered=lambda: context.session().get_one(SupplierPart, supplier_part_id),
        part=lambda: context.session().get_one(Part, part_id),
        unit=lambda: context.session().get_one(Unit, context.session().get_one(Part, part_id).unit_id),
        supplier=lambda: context.session().get_one(Supplier, supplier_id),
        listed=lambda: list(
            context.session().scalars(
                select(PriceBreak)
                .where(PriceBreak.supplier_part_id == supplier_part_id)
                .order_by(PriceBreak.valid_from_on.desc(), PriceBreak.from_quantity)
            )
        ),
        points=lambda: queries.price_history(context.session(), part_id=part_id),
    )


def _scanned(session: Session, _actor: Actor, code: ScanCode) -> list[Found]:
    """Find a supplier by its code."""
    if code.kind is not None:
        return []
    row = session.scalar(select(Supplier).where(Supplier.code == code.key))
    return (
        [Found(_l("Supplier"), row.code, Text(row.name_zh, row.name_en).in_("zh"), at_supplier(row.id))] if row else []
    )


scan_target("supplier", "suppliers.read", _scanned, 60)
