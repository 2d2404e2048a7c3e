"""Keep what parts are grouped by: product models, the tree of categories, units."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select

from inventory.tables import (
    Category,
    Fit,
    Part,
    ProductModel,
)
from kernel.errors import NotFound
from webapp import context
from webapp.access import needs
from webapp.commands import handle_form
from webapp.commands_of import parts as can
from webapp.i18n import words

blueprint = Blueprint("part_groups", __name__)


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
        url_for("part_groups.model", product_model_id=product_model_id),
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


@blueprint.get("/categories/tree")
@needs("parts.read")
def tree() -> str:
    """Show the function tree of parts with how many parts each branch holds, opening to them."""
    session = context.session()
    rows = session.scalars(select(Category).order_by(Category.code)).all()
    own = dict(
        session.execute(
            select(Part.category_id, func.count()).where(Part.merged_into_id.is_(None)).group_by(Part.category_id)
        ).all()
    )
    below: dict[int | None, list[Category]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)

    def branch(row: Category) -> dict[str, Any]:
        branches = [branch(each) for each in below.get(row.id, ())]
        return {"row": row, "branches": branches, "parts": own.get(row.id, 0) + sum(b["parts"] for b in branches)}

    return render_template(
        "parts/tree.html", branches=[branch(each) for each in below.get(None, ())], without=own.get(None, 0)
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
