"""Keep the part master: parts with what they fit and replace, models, categories, units."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from inventory import queries
from inventory.parts_keeping import PartFacts
from inventory.scan_codes import CodeKind, ScanCode, format_code
from inventory.tables import Alternate, Category, Fit, Lot, Part, ProductModel, Supersession, Unit
from kernel.errors import NotFound
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form
from webapp.commands_of import parts as can
from webapp.context import Actor
from webapp.documents.gs1 import read_gs1
from webapp.documents.papers import Sticker, render_label_roll, render_label_sheet
from webapp.forms import Form
from webapp.i18n import in_language, words
from webapp.printing import answer
from webapp.scanning import Found, scan_target

blueprint = Blueprint("parts", __name__)


def found(part_id: int) -> Part:
    """Return a part or say that there is none."""
    part = context.session().get(Part, part_id)
    if part is None:
        raise NotFound("part_unknown", part_id=part_id)
    return part


def _trail(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    return [(_("Parts"), url_for("list.parts")), *more]


def _at(part_id: int) -> str:
    return url_for("parts.show", part_id=part_id)


@blueprint.route("/parts/new", methods=["GET", "POST"])
@needs("parts.write")
def new() -> ResponseReturnValue:
    """Add a part."""
    return handle_form(
        can.CREATE_PART,
        "command.html",
        lambda made: _at(made.id),
        initial={"original_maker": True, "use_class": "common", "criticality": "essential", "state": "active"},
        back=url_for("list.parts"),
        trail=_trail(),
    )


@blueprint.get("/parts/<int:part_id>")
@needs("parts.read")
def show(part_id: int) -> ResponseReturnValue:
    """Show a part: its facts, where it is, what it fits, what stands in for it and what succeeds it."""
    session, part = context.session(), found(part_id)
    stock = (
        session.execute(queries.stock_select(on=context.today(), part_id=part_id).order_by(None)).all()
        if context.may("stock.read")
        else []
    )
    return render_template(
        "parts/show.html",
        part=part,
        unit=session.get_one(Unit, part.unit_id),
        category=session.get(Category, part.category_id) if part.category_id else None,
        stock=stock,
        fits=session.execute(fits_select(part_id)).all(),
        alternates=session.execute(alternates_select(part_id)).all(),
        successions=session.execute(successions_select(part_id)).all(),
        forms={
            "fit": Form(can.FitInput(), {"quantity_per_repair": "1"}, hidden=frozenset({"part_id"})),
            "alternate": Form(can.AlternateInput(), {}, hidden=frozenset({"part_id"})),
        },
        use_classes=can.USE_CLASSES,
        criticalities=can.CRITICALITIES,
        states=can.PART_STATES,
        tones=can.PART_TONES,
        code=format_code(CodeKind.PART, part.number),
    )


def fits_select(part_id: int) -> Select[*tuple[Any, ...]]:
    """List the models that a part fits."""
    return (
        select(ProductModel.id, ProductModel.code, ProductModel.name_zh, ProductModel.name_en, Fit.quantity_per_repair)
        .join(Fit, Fit.product_model_id == ProductModel.id)
        .where(Fit.part_id == part_id)
        .order_by(ProductModel.code)
    )


def alternates_select(part_id: int) -> Select[*tuple[Any, ...]]:
    """List what may be used instead of a part."""
    return (
        select(Alternate.id, Part.id.label("part_id"), Part.number, Part.name_zh, Part.name_en, Alternate.note)
        .join(Part, Part.id == Alternate.alternate_part_id)
        .where(Alternate.part_id == part_id)
        .order_by(Part.number)
    )


def successions_select(part_id: int) -> Select[*tuple[Any, ...]]:
    """List what a part succeeds and what succeeds it."""
    old, new_part = aliased(Part), aliased(Part)
    return (
        select(
            Supersession.valid_from_on,
            Supersession.two_way,
            Supersession.predecessor_factor,
            Supersession.successor_factor,
            old.number.label("old"),
            old.id.label("old_id"),
            new_part.number.label("new"),
            new_part.id.label("new_id"),
        )
        .join(old, old.id == Supersession.predecessor_id)
        .join(new_part, new_part.id == Supersession.successor_id)
        .where((Supersession.predecessor_id == part_id) | (Supersession.successor_id == part_id))
        .order_by(Supersession.valid_from_on)
    )


@blueprint.route("/parts/<int:part_id>/edit", methods=["GET", "POST"])
@needs("parts.write")
def edit(part_id: int) -> ResponseReturnValue:
    """Change a part."""
    part = found(part_id)
    facts = {name: getattr(part, name) for name in asdict(PartFacts("", "", "", 0))}
    return handle_form(
        can.UPDATE_PART,
        "command.html",
        _at(part_id),
        initial=facts,
        fixed={"part_id": part_id},
        back=_at(part_id),
        trail=_trail((part.number, _at(part_id))),
    )


@blueprint.post("/parts/<int:part_id>/fits")
@needs("parts.write")
def set_fit(part_id: int) -> ResponseReturnValue:
    """Say that the part fits a model."""
    return do(can.SET_FIT, _at(part_id), part_id=part_id)


@blueprint.post("/parts/<int:part_id>/fits/<int:product_model_id>/remove")
@needs("parts.write")
def remove_fit(part_id: int, product_model_id: int) -> ResponseReturnValue:
    """Say that the part no longer fits a model."""
    return do(can.REMOVE_FIT, _at(part_id), part_id=part_id, product_model_id=product_model_id)


@blueprint.post("/parts/<int:part_id>/alternates")
@needs("parts.write")
def set_alternate(part_id: int) -> ResponseReturnValue:
    """Say what may be used instead."""
    return do(can.SET_ALTERNATE, _at(part_id), part_id=part_id)


@blueprint.post("/parts/<int:part_id>/alternates/<int:alternate_id>/remove")
@needs("parts.write")
def remove_alternate(part_id: int, alternate_id: int) -> ResponseReturnValue:
    """Say that a part may no longer stand in."""
    return do(can.REMOVE_ALTERNATE, _at(part_id), alternate_id=alternate_id)


@blueprint.route("/parts/<int:part_id>/successor", methods=["GET", "POST"])
@needs("parts.write")
def supersede(part_id: int) -> ResponseReturnValue:
    """Say what succeeds the part."""
    part = found(part_id)
    return handle_form(
        can.SUPERSEDE,
        "command.html",
        _at(part_id),
        initial={
            "valid_from_on": f"{context.today():%Y-%m-%d}",
            "predecessor_factor": 1,
            "successor_factor": 1,
        },
        fixed={"predecessor_id": part_id},
        intro=_(
            "From that day repairs ask for the successor; what is left of %(number)s is used up first.",
            number=part.number,
        ),
        back=_at(part_id),
        trail=_trail((part.number, _at(part_id))),
    )


@blueprint.post("/parts/<int:part_id>/successor/remove")
@needs("parts.write")
def remove_supersession(part_id: int) -> ResponseReturnValue:
    """Take a succession back."""
    return do(can.REMOVE_SUPERSESSION, _at(part_id), predecessor_id=part_id)


@blueprint.get("/parts/<int:part_id>/label.pdf")
@needs("parts.read")
def label(part_id: int) -> Response:
    """Print labels of a part: on a sheet, or one for a label printer."""
    part = found(part_id)
    language = "zh" if request.args.get("language", "zh") == "zh" else "en"
    other = "en" if language == "zh" else "zh"
    copies = request.args.get("copies", default=1, type=int)
    sticker = Sticker(
        scan_code=format_code(CodeKind.PART, part.number),
        key=part.number,
        name=part.name.in_(language),
        name_second=part.name.in_(other),
    )
    render = render_label_roll if request.args.get("size") == "roll" else render_label_sheet
    return answer(render((sticker,) * min(max(copies, 1), 240), language), f"{part.number} {_('labels')}")


@blueprint.route("/product-models/new", methods=["GET", "POST"])
@needs("parts.write")
def new_model() -> ResponseReturnValue:
    """Add a product model."""
    return handle_form(
        can.CREATE_MODEL,
        "command.html",
        url_for("list.product_models"),
        initial={"warranty_months": 12},
        back=url_for("list.product_models"),
        trail=[(_("Product models"), url_for("list.product_models"))],
    )


@blueprint.route("/product-models/<int:product_model_id>", methods=["GET", "POST"])
@needs("parts.read")
def model(product_model_id: int) -> ResponseReturnValue:
    """Show a model with the parts that fit it; those who keep parts change it here."""
    session = context.session()
    row = session.get(ProductModel, product_model_id)
    if row is None:
        raise NotFound("product_model_unknown", product_model_id=product_model_id)
    return handle_form(
        can.UPDATE_MODEL,
        "parts/model.html",
        url_for("parts.model", product_model_id=product_model_id),
        initial={
            "name_zh": row.name_zh,
            "name_en": row.name_en,
            "family": row.family,
            "warranty_months": row.warranty_months,
        },
        fixed={"product_model_id": product_model_id},
        code=row.code,
        name=row.name,
        parts=lambda: list(
            context.session().scalars(
                select(Part)
                .join(Fit, Fit.part_id == Part.id)
                .where(Fit.product_model_id == product_model_id)
                .order_by(Part.number)
            )
        ),
    )


@blueprint.route("/categories/new", methods=["GET", "POST"])
@needs("parts.write")
def new_category() -> ResponseReturnValue:
    """Add a category."""
    return handle_form(
        can.CREATE_CATEGORY,
        "command.html",
        url_for("list.categories"),
        back=url_for("list.categories"),
        trail=[(_("Categories"), url_for("list.categories"))],
    )


@blueprint.route("/categories/<int:category_id>", methods=["GET", "POST"])
@needs("parts.write")
def category(category_id: int) -> ResponseReturnValue:
    """Change a category."""
    row = context.session().get(Category, category_id)
    if row is None:
        raise NotFound("category_unknown", category_id=category_id)
    return handle_form(
        can.UPDATE_CATEGORY,
        "command.html",
        url_for("list.categories"),
        initial={
            "name_zh": row.name_zh,
            "name_en": row.name_en,
            "parent_id": row.parent_id,
            "seasonal": row.seasonal,
        },
        fixed={"category_id": category_id},
        title=f"{row.code} {words(row.name)}",
        back=url_for("list.categories"),
        trail=[(_("Categories"), url_for("list.categories"))],
    )


@blueprint.route("/units/new", methods=["GET", "POST"])
@needs("parts.write")
def new_unit() -> ResponseReturnValue:
    """Add a unit of measure."""
    return handle_form(
        can.CREATE_UNIT,
        "command.html",
        url_for("list.categories"),
        initial={"step": "1"},
        back=url_for("list.categories"),
        trail=[(_("Categories"), url_for("list.categories"))],
    )


def _scanned(session: Session, _actor: Actor, code: ScanCode) -> list[Found]:
    """Find a part by its number, GS1 code, or the serial number of a piece."""
    rows: list[Part] = []
    if code.kind in {None, CodeKind.PART}:
        rows = list(session.scalars(select(Part).where(Part.number == code.key)))
        gs1 = read_gs1(code.key) if code.kind is None and not rows else None
        if gs1 and gs1.gtin:
            rows = list(session.scalars(select(Part).where(Part.gtin.in_({gs1.gtin, gs1.gtin.lstrip("0")}))))
    hits = [Found(_l("Part"), part.number, in_language(part.name_zh, part.name_en), _at(part.id)) for part in rows]
    if code.kind in {None, CodeKind.SERIAL}:
        pieces = session.scalars(select(Lot).where(Lot.serial_number == code.key).limit(5))
        hits += [
            Found(_l("Serial number"), code.key, lot.number, url_for("stock.lot", lot_id=lot.id)) for lot in pieces
        ]
    return hits


scan_target("part", "parts.read", _scanned, 10)
