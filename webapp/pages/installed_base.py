"""The installed base of a model: sales by month, life, what is in use and what it will need."""

from __future__ import annotations

from typing import Any

import numpy as np
from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forecasting.installed_base import base_by_age
from forecasting.settings import BASE
from inventory.tables import ProductModel
from kernel.errors import NotFound
from kernel.settings import setting
from service.queries.base import base_months_select, failure_rates_select, maintenance_select
from service.reading_base import month_start, read_fleet, read_sales
from service.tables import MaintenanceLine, ProductLife
from webapp import charts, context
from webapp.access import needs
from webapp.base_words import SALES_SOURCES
from webapp.charts import Series
from webapp.commands import handle_form
from webapp.commands_of.base import KEEP_LIFE, KEEP_SALES
from webapp.i18n import number

blueprint = Blueprint("installed_base", __name__, url_prefix="/installed-base")
MOST_RATES = 30
YEAR = 12


def model_of(product_model_id: int) -> ProductModel:
    """Return a model or say that there is none."""
    row = context.session().get(ProductModel, product_model_id)
    if row is None:
        raise NotFound("product_model_unknown", id=product_model_id)
    return row


def _at(product_model_id: int) -> str:
    return url_for("installed_base.model", product_model_id=product_model_id)


def _trail(row: ProductModel) -> list[tuple[Any, str]]:
    return [(_("Installed base"), url_for("list.installed_base")), (row.code, _at(row.id))]


@blueprint.get("/<int:product_model_id>")
@needs("plan.read")
def model(product_model_id: int) -> str:
    """Show how many units of a model are in use, how old they are, and how often their parts fail."""
    row, session, on = model_of(product_model_id), context.session(), context.today()
    sales = read_sales(session, on, [product_model_id])
    rules = setting(session, BASE, on)
    life = session.get(ProductLife, product_model_id)
    ages = _ages(product_model_id) if product_model_id in sales.by_month else []
    rates = failure_rates_select().where(ProductModel.id == product_model_id)
    return render_template(
        "installed_base/model.html",
        model=row,
        source=SALES_SOURCES[sales.source.get(product_model_id, "")],
        undated=sales.undated.get(product_model_id, 0),
        sold=sum(sales.by_month.get(product_model_id, {}).values()),
        in_use=sum(units for _name, units in ages),
        life_months=life.life_months if life else rules["life_months"],
        shape=life.shape_tenths / 10 if life else rules["life_shape"],
        own_life=life,
        chart=_chart(ages) if ages else "",
        twin=charts.stacked_rows(*_layers(ages), label_word=_("Age, years")) if ages else None,
        months=session.execute(base_months_select(product_model_id).limit(36)).all(),
        rates=session.execute(
            rates.order_by(failure_rates_select().selected_columns.failures.desc()).limit(MOST_RATES)
        ).all(),
        maintenance=session.execute(
            maintenance_select().where(MaintenanceLine.product_model_id == product_model_id)
        ).all(),
    )


def _ages(product_model_id: int) -> list[tuple[str, float]]:
    """Return units in use by full years of age."""
    session, on = context.session(), context.today()
    sales = read_sales(session, on, [product_model_id])
    fleet, _models, _first = read_fleet(session, sales, on)
    base = base_by_age(fleet.sold, fleet.survival(1), fleet.now)[0]
    years = np.arange(base.size) // YEAR
    units = np.bincount(years, weights=base)
    last = int(np.flatnonzero(units > 0).max(initial=0))
    return [(str(year), float(round(units[year], 1))) for year in range(last + 1)]


def _layers(ages: list[tuple[str, float]]) -> tuple[list[str], list[Series]]:
    return [name for name, _units in ages], [Series(_("Units in use"), tuple(units for _name, units in ages))]


def _chart(ages: list[tuple[str, float]]) -> Any:
    labels, layers = _layers(ages)
    total = number(sum(units for _name, units in ages), 0)
    said = _("%(total)s units in use by full years since the sale", total=total)
    return charts.for_screens(
        lambda width, height: charts.stacked_bars(
            _("Units in use by age"), said, labels, layers, width=width, height=height
        )
    )


@blueprint.route("/<int:product_model_id>/sales", methods=["GET", "POST"])
@needs("plan.write")
def sales(product_model_id: int) -> ResponseReturnValue:
    """Say how many units were sold in a month."""
    row = model_of(product_model_id)
    day = request.args.get("month", "")[:10] or month_start(context.today().year * 12 + context.today().month - 1)
    return handle_form(
        KEEP_SALES,
        "command.html",
        _at(product_model_id),
        initial={"month_on": str(day)},
        fixed={"product_model_id": product_model_id},
        intro=_("What you say of a month takes the place of what was known of it. Many months come by import."),
        back=_at(product_model_id),
        trail=_trail(row),
    )


@blueprint.route("/<int:product_model_id>/life", methods=["GET", "POST"])
@needs("plan.write")
def life(product_model_id: int) -> ResponseReturnValue:
    """Say how long units of the model are used."""
    row, session = model_of(product_model_id), context.session()
    kept, rules = session.get(ProductLife, product_model_id), setting(session, BASE, context.today())
    return handle_form(
        KEEP_LIFE,
        "command.html",
        _at(product_model_id),
        initial={
            "life_months": kept.life_months if kept else rules["life_months"],
            "shape_tenths": kept.shape_tenths if kept else round(float(rules["life_shape"]) * 10),
            "note": kept.note if kept else "",
        },
        fixed={"product_model_id": product_model_id},
        intro=_("Units leave the installed base along this curve; the last-time buy follows it to the end."),
        back=_at(product_model_id),
        trail=_trail(row),
    )
