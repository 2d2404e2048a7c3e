"""Find which products a part fits, and refuse a part on a product that it does not fit."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from inventory import fit
from inventory.finding import found
from inventory.tables import Fit, FitRange, Part, ProductModel, WorkOrder
from kernel.errors import RuleViolation
from kernel.prepared import run

_FITTED = (
    select(Fit.product_model_id, FitRange.serial_from, FitRange.serial_to)
    .outerjoin(FitRange, FitRange.fit_id == Fit.id)
    .where(Fit.part_id == bindparam("part"))
)
"""Statement of every request and issue, made once."""


def fitted(session: Session, part: Part) -> list[fit.Fitted]:
    """Return the models that a part fits with their ranges of serials; a duplicate fits what the kept part fits."""
    rows = run(session, _FITTED, part=part.merged_into_id or part.id)
    return [fit.Fitted(model, low or "", high or "") for model, low, high in rows]


def misfit(session: Session, part: Part, order: WorkOrder) -> fit.Misfit | None:
    """Return why a part may not be used on the product of a work order, or None."""
    return fit.misfit(fitted(session, part), order.product_model_id, order.product_serial)


def check_fit(session: Session, part: Part, order: WorkOrder) -> None:
    """Refuse a part that does not fit the model or the serial number of the product that is repaired."""
    if order.product_model_id is None:
        return  # nobody knows yet what is repaired
    ranges = fitted(session, part)
    wrong = fit.misfit(ranges, order.product_model_id, order.product_serial)
    if wrong is None:
        return
    model = found(session, ProductModel, order.product_model_id)
    facts = {"part": part.number, "model": model.code, "product_model_id": model.id}
    if wrong is fit.Misfit.SERIAL:
        facts |= {"serial": order.product_serial, "ranges": said([r for r in ranges if r.product_model_id == model.id])}
    raise RuleViolation(str(wrong), **facts)


def said(ranges: list[fit.Fitted]) -> str:
    """Write ranges of serial numbers for people: an open end is three dots."""
    return ", ".join(f"{each.serial_from or '…'} – {each.serial_to or '…'}" for each in ranges)
