"""Keep the part master: parts with what they fit and replace; models, categories and units are in `part_groups`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import queries
from inventory.merging import kept_part
from inventory.parts_keeping import PartFacts
from inventory.scan_codes import CodeKind, ScanCode, format_code
from inventory.tables import (
    Lot,
    Part,
    Unit,
)
from kernel.errors import NotFound
from webapp import context
from webapp.access import needs
from webapp.commands import do, handle_form
from webapp.commands_of import part_master as more
from webapp.commands_of import parts as can
from webapp.context import Actor
from webapp.forms import Form, new_key
from webapp.i18n import in_language
from webapp.pages.part_classes import explained
from webapp.pages.picking_codes import by_gs1
from webapp.part_files import KINDS, TABLE, files_of, one_of
from webapp.part_relations import (
    aliases_select,
    alternates_select,
    category_path,
    fits_select,
    kits_select,
    stands_in_select,
    successions_select,
)
from webapp.row_files import add_sent_files
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
        initial={
            "number": request.args.get("number", "")[:60],
            "original_maker": True,
            "use_class": "common",
            "criticality": "essential",
            "state": "active",
            "old_part": "by_rule",
        },
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
        stock=stock,
        fits=session.execute(fits_select(part_id)).all(),
        alternates=session.execute(alternates_select(part_id)).all(),
        successions=session.execute(successions_select(part_id)).all(),
        path=category_path(session, part.category_id),
        classes=explained(part_id),
        kept=kept_part(session, part_id) if part.merged_into_id else None,
        also_known=session.execute(aliases_select(part_id)).all(),
        stands_in_for=session.execute(stands_in_select(part_id)).all(),
        kits=session.execute(kits_select(part_id)).all(),
        photos=files_of(session, part_id, "photo"),
        sheets=files_of(session, part_id, "specification"),
        file_key=new_key(),
        forms={
            "range": Form(more.FitRangeInput(), {}, hidden=frozenset({"part_id", "product_model_id"})),
            "fit": Form(can.FitInput(), {"quantity_per_repair": "1"}, hidden=frozenset({"part_id"})),
            "alternate": Form(can.AlternateInput(), {}, hidden=frozenset({"part_id"})),
        },
        use_classes=can.USE_CLASSES,
        criticalities=can.CRITICALITIES,
        states=can.PART_STATES,
        tones=can.PART_TONES,
        code=format_code(CodeKind.PART, part.number),
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


@blueprint.post("/parts/<int:part_id>/fits/<int:product_model_id>/ranges")
@needs("parts.write")
def add_range(part_id: int, product_model_id: int) -> ResponseReturnValue:
    """Say which serial numbers of a model the part fits."""
    return do(more.ADD_RANGE, _at(part_id), part_id=part_id, product_model_id=product_model_id)


@blueprint.post("/parts/<int:part_id>/ranges/<int:fit_range_id>/remove")
@needs("parts.write")
def remove_range(part_id: int, fit_range_id: int) -> ResponseReturnValue:
    """Take a range of serial numbers back."""
    return do(more.REMOVE_RANGE, _at(part_id), fit_range_id=fit_range_id)


@blueprint.route("/parts/<int:part_id>/merge", methods=["GET", "POST"])
@needs("parts.merge")
def merge(part_id: int) -> ResponseReturnValue:
    """Make a part another number of the part that is kept."""
    part = found(part_id)
    return handle_form(
        more.MERGE,
        "command.html",
        lambda done: _at(done.kept_id),
        fixed={"duplicate_id": part_id},
        title=_("Merge %(number)s into another part", number=part.number),
        intro=_(
            "For a part that was entered twice. No movement is changed: stock, lots and history stay under %(number)s, "
            "which becomes another number of the part that is kept. Its stock is used up first, and what still waits "
            "for it waits for the part that is kept.",
            number=part.number,
        ),
        submit=_("Merge"),
        back=_at(part_id),
        trail=_trail((part.number, _at(part_id))),
    )


@blueprint.route("/parts/<int:part_id>/unmerge", methods=["GET", "POST"])
@needs("parts.unmerge")
def unmerge(part_id: int) -> ResponseReturnValue:
    """Let a merged part stand for itself again."""
    part = found(part_id)
    return handle_form(
        more.UNMERGE,
        "command.html",
        _at(part_id),
        fixed={"part_id": part_id},
        intro=_("Requests that went over to the part that was kept stay with it."),
        back=_at(part_id),
        trail=_trail((part.number, _at(part_id))),
    )


@blueprint.post("/parts/<int:part_id>/files")
@needs("parts.write")
def add_files(part_id: int) -> ResponseReturnValue:
    """Keep photos or a specification sheet of the part."""
    purpose = one_of(request.form.get("purpose", "photo"))
    add_sent_files(TABLE, found(part_id).id, purpose, KINDS[purpose])
    return redirect(url_for("parts.show", part_id=part_id, _anchor="files"), 303)


@blueprint.post("/parts/<int:part_id>/files/<int:file_id>/remove")
@needs("parts.write")
def remove_file(part_id: int, file_id: int) -> ResponseReturnValue:
    """Take a file from the part."""
    return do(more.REMOVE_FILE, _at(part_id), part_id=part_id, file_id=file_id)


def _scanned(session: Session, _actor: Actor, code: ScanCode) -> list[Found]:
    """Find a part by its number or GS1 code, with the lot or piece that the code names, or a piece by its serial."""
    rows: list[Part] = []
    pieces: list[Lot] = []
    if code.kind in {None, CodeKind.PART}:
        rows = list(session.scalars(select(Part).where(Part.number == code.key)))
        if rows and rows[0].merged_into_id is not None:
            rows.insert(0, kept_part(session, rows[0].id))
        if code.kind is None and not rows:
            part, pieces = by_gs1(code.key)
            rows = [part] if part else []
    hits = [Found(_l("Part"), part.number, in_language(part.name_zh, part.name_en), _at(part.id)) for part in rows]
    if code.kind in {None, CodeKind.SERIAL}:
        pieces += session.scalars(select(Lot).where(Lot.serial_number == code.key).limit(5))
    return hits + [
        Found(
            _l("Serial number") if lot.serial_number else _l("Lot"),
            lot.serial_number or lot.number,
            lot.number,
            url_for("stock.lot", lot_id=lot.id),
        )
        for lot in pieces
    ]


scan_target("part", "parts.read", _scanned, 10)
