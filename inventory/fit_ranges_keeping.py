"""Keep the serial numbers of products that a part fits: from which to which, one or more ranges for a model."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import found, written
from inventory.fit import ordered, serial_key
from inventory.parts_keeping import Kept, own_part
from inventory.tables import Fit, FitRange
from kernel.errors import Conflict, NotFound, RuleViolation
from kernel.requests import once


@once
def add_fit_range(
    session: Session,
    *,
    part_id: int,
    product_model_id: int,
    by: int,
    at: datetime,
    request_key: str,
    serial_from: str = "",
    serial_to: str = "",
) -> Kept:
    """Narrow a fit to the products whose serial number lies from one to another; one end may be open."""
    own_part(session, part_id)
    fit = session.scalar(select(Fit).where(Fit.part_id == part_id, Fit.product_model_id == product_model_id))
    if fit is None:
        raise NotFound("fit_unknown", part_id=part_id, product_model_id=product_model_id)
    low, high = serial_from.strip(), serial_to.strip()
    if not (serial_key(low) or serial_key(high)):
        raise RuleViolation("serial_range_empty", field="serial_from")
    if not ordered(low, high):
        raise RuleViolation("fit_range_backwards", field="serial_to", first=low, last=high)
    same = select(FitRange.id).where(FitRange.fit_id == fit.id, FitRange.serial_from == low, FitRange.serial_to == high)
    if session.scalar(same) is not None:
        raise Conflict("already_exists", taken=f"{low} – {high}")
    row = FitRange(fit_id=fit.id, serial_from=low, serial_to=high)
    session.add(row)
    written(session)
    return Kept(row.id)


@once
def remove_fit_range(session: Session, *, fit_range_id: int, by: int, at: datetime, request_key: str) -> Kept:
    """Take a range of serial numbers back; without any left the part fits every product of the model."""
    session.delete(found(session, FitRange, fit_range_id))
    written(session)
    return Kept(fit_range_id)
