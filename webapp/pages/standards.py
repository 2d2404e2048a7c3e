"""Show acceptance standards and set new versions."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select, select

from inventory.tables import Category, Part
from kernel.tables import Person
from receiving.queries import standards as queries
from receiving.queries.sampling import SchemeView, scheme
from receiving.queries.standards import CharacteristicView
from receiving.tables import Standard
from webapp import context
from webapp.access import needs
from webapp.commands import handle_form
from webapp.commands_of.standards import CREATE
from webapp.forms import new_key
from webapp.pages.sampling import EXAMPLE_LOT, curves_of
from webapp.receiving_words import ASPECTS, SEVERITIES, SEVERITY_TONES
from webapp.row_files import FileOwner, file_owner, files_of
from webapp.uploads import IMAGES

file_owner(
    FileOwner(
        Standard,
        "inspection.read",
        ("standards.write",),
        {"picture": IMAGES},
        lambda row_id: url_for("standards.show", standard_id=row_id),
    )
)
blueprint = Blueprint("standards", __name__, url_prefix="/standards")
EMPTY_LINES = 4


@blueprint.get("/<int:standard_id>")
@needs("inspection.read")
def show(standard_id: int) -> ResponseReturnValue:
    """Show a version of a standard and the other versions beside it."""
    session = context.session()
    view = queries.standard(session, standard_id)
    return render_template(
        "standards/show.html",
        view=view,
        owner=owner_of(view.part_id, view.category_id),
        versions=session.execute(versions_select(view.part_id, view.category_id)).all(),
        aspects=ASPECTS,
        severities=SEVERITIES,
        tones=SEVERITY_TONES,
        scheme=scheme(session, standard_id),
        files=files_of(session, "standard", standard_id),
        file_key=new_key(),
        curves=curves_of(standard_id, EXAMPLE_LOT),
        lot=EXAMPLE_LOT,
    )


def versions_select(part_id: int | None, category_id: int | None) -> Select[*tuple[Any, ...]]:
    """List the versions of the standard of a part or of a category, the newest first."""
    return (
        select(Standard.id, Standard.version, Standard.valid_from_on, Person.name, Standard.created_at, Standard.note)
        .join(Person, Person.id == Standard.created_by_id)
        .where(Standard.part_id == part_id if part_id else Standard.category_id == category_id)
        .order_by(Standard.version.desc())
    )


def owner_of(part_id: int | None, category_id: int | None) -> Part | Category:
    """Return the part or the category that a standard is for."""
    session = context.session()
    if part_id is not None:
        return session.get_one(Part, part_id)
    return session.get_one(Category, category_id)


@blueprint.route("/new", methods=["GET", "POST"])
@needs("standards.write")
def new() -> ResponseReturnValue:
    """Set a standard, beginning from a version that is there, if one is named."""
    return handle_form(
        CREATE,
        "standards/new.html",
        lambda made: url_for("standards.show", standard_id=made.standard_id),
        initial=_begun_from(request.args.get("from", type=int)),
        success=lambda made: _("Version %(version)s is set.", version=made.version),
        empty_lines=EMPTY_LINES,
    )


def _begun_from(standard_id: int | None) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "valid_from_on": f"{context.today():%Y-%m-%d}",
        "part_id": request.args.get("part", type=int),
        "category_id": request.args.get("category", type=int),
    }
    if standard_id is None:
        return initial
    view = queries.standard(context.session(), standard_id)
    lines = [_line(each) for each in view.characteristics]
    sampled = _sampling(scheme(context.session(), standard_id))
    return {**initial, "part_id": view.part_id, "category_id": view.category_id, "characteristics": lines, **sampled}


def _sampling(held: SchemeView | None) -> dict[str, Any]:
    return {} if held is None else {"sampled": True, **asdict(held), "skip_one_in": str(held.skip_one_in)}


def _line(each: CharacteristicView) -> dict[str, Any]:
    return {
        "aspect": each.aspect,
        "text_zh": each.text.zh,
        "text_en": each.text.en,
        "defect_class": each.defect_class,
        "gauge": each.gauge,
        "lower_limit": each.lower_limit,
        "upper_limit": each.upper_limit,
        "unit": each.unit,
    }
