"""Compare who offers a part: criteria side by side, weighted sum beside TOPSIS, and what would turn the ranking."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from inventory.tables import Part, Unit
from kernel.amounts import Quantity
from kernel.errors import AppError, NotFound
from procurement.queries.comparisons import CRITERIA, Comparison, comparison
from webapp import context
from webapp.access import needs
from webapp.commands_of.suppliers import STANDING_TONES, STANDINGS, STATES, TONES

blueprint = Blueprint("comparing_suppliers", __name__, url_prefix="/parts")
NAMES = {
    "score": _l("Score"),
    "price": _l("Price"),
    "lead_time": _l("Lead time"),
    "punctuality": _l("Punctuality"),
    "accepted": _l("Quality"),
}


@blueprint.get("/<int:part_id>/suppliers")
@needs("suppliers.read")
def show(part_id: int) -> ResponseReturnValue:
    """Show the offers of a part, best first."""
    session = context.session()
    part = session.get(Part, part_id)
    if part is None:
        raise NotFound("part_unknown", id=part_id)
    asked, wrong = _quantity()
    return render_template(
        "suppliers/compare.html",
        part=part,
        unit=session.get_one(Unit, part.unit_id).name,
        made=compared(part_id, asked),
        asked=request.args.get("quantity", str(asked)),
        wrong=wrong,
        criteria=CRITERIA,
        names=NAMES,
        states=STATES,
        tones=TONES,
        standings=STANDINGS,
        standing_tones=STANDING_TONES,
    )


def compared(part_id: int, quantity: Quantity) -> Comparison:
    """Return the comparison of a part's offers as of today."""
    return comparison(context.session(), part_id=part_id, quantity=quantity, on=context.today())


def _quantity() -> tuple[Quantity, str]:
    """Return the quantity of the address and what is wrong with it; one unit where it says none or nonsense."""
    text = request.args.get("quantity", "1").strip()
    try:
        found = Quantity.of(text)
    except AppError:
        return Quantity.of(1), str(_("“%(text)s” is no quantity. Type a number above 0.", text=text))
    if found <= Quantity.zero():
        return Quantity.of(1), str(_("“%(text)s” is no quantity. Type a number above 0.", text=text))
    return found, ""
