"""Take in from a file which models a part fits and with which serial numbers; each call writes its rows or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import written
from inventory.fit import ordered, serial_key
from inventory.parts_keeping import own_part
from inventory.tables import Fit, FitRange, ProductModel
from kernel.amounts import Quantity
from kernel.errors import NotFound, RuleViolation
from kernel.requests import once

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class FitRow:
    """Say that a part fits a model, from one serial number to another; without both ends, whatever the number."""

    part_id: int
    product_model_id: int
    serial_from: str = ""
    serial_to: str = ""
    quantity_per_repair: Quantity | None = None

    @property
    def pair(self) -> Pair:
        """Return what the row is about."""
        return self.part_id, self.product_model_id

    @property
    def ends(self) -> tuple[str, str]:
        """Return the two ends of the range."""
        return self.serial_from, self.serial_to


@dataclass(frozen=True, slots=True)
class KnownFit:
    """Hold a fit as it is kept: how many a repair takes, and its ranges."""

    fit_id: int
    quantity_per_repair: Quantity
    ranges: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class KeptFits:
    """Count the fits and ranges that were made, and the fits of which a repair now takes another quantity."""

    fits: int
    ranges: int
    changed: int


def known_fits(session: Session, part_ids: Iterable[int]) -> dict[Pair, KnownFit]:
    """Return the fits of parts."""
    ids = sorted(set(part_ids))
    rows = session.execute(
        select(
            Fit.part_id, Fit.product_model_id, Fit.id, Fit.quantity_per_repair, FitRange.serial_from, FitRange.serial_to
        )
        .outerjoin(FitRange, FitRange.fit_id == Fit.id)
        .where(Fit.part_id.in_(ids))
    ).all()
    ranges: dict[Pair, set[tuple[str, str]]] = {}
    for part, model, _fit, _quantity, low, high in rows:
        there = ranges.setdefault((part, model), set())
        if low is not None:
            there.add((low, high))
    return {
        (part, model): KnownFit(fit, quantity, frozenset(ranges[part, model]))
        for part, model, fit, quantity, _low, _high in rows
    }


@once
def import_fits(session: Session, *, rows: tuple[FitRow, ...], by: int, at: datetime, request_key: str) -> KeptFits:
    """Add the fits and ranges that are new; what is kept already stays, and nothing is taken away."""
    for part_id in {row.part_id for row in rows}:
        own_part(session, part_id)
    _check_models(session, {row.product_model_id for row in rows})
    known = known_fits(session, (row.part_id for row in rows))
    made: dict[Pair, Fit] = {}
    changed = 0
    for row in rows:
        _check(row)
        if row.pair not in known and row.pair not in made:
            fit = Fit(part_id=row.part_id, product_model_id=row.product_model_id)
            if row.quantity_per_repair is not None:
                fit.quantity_per_repair = row.quantity_per_repair
            made[row.pair] = fit
            session.add(fit)
        elif row.pair in known:
            changed += _changed(session, known[row.pair], row.quantity_per_repair)
    written(session)
    ranges = {(row.pair, row.ends) for row in rows if any(row.ends)}
    ranges -= {(pair, ends) for pair, there in known.items() for ends in there.ranges}
    for pair, (low, high) in sorted(ranges):
        fit_id = made[pair].id if pair in made else known[pair].fit_id
        session.add(FitRange(fit_id=fit_id, serial_from=low, serial_to=high))
    written(session)
    return KeptFits(len(made), len(ranges), changed)


def _check(row: FitRow) -> None:
    if any(row.ends) and not (serial_key(row.serial_from) or serial_key(row.serial_to)):
        raise RuleViolation("serial_range_empty", field="serial_from")
    if not ordered(row.serial_from, row.serial_to):
        raise RuleViolation("fit_range_backwards", field="serial_to", first=row.serial_from, last=row.serial_to)
    if row.quantity_per_repair is not None and row.quantity_per_repair <= Quantity.zero():
        raise RuleViolation("quantity_not_positive", quantity=str(row.quantity_per_repair))


def _check_models(session: Session, models: set[int]) -> None:
    there = set(session.scalars(select(ProductModel.id).where(ProductModel.id.in_(models))))
    if unknown := sorted(models - there):
        raise NotFound("product_model_unknown", id=unknown[0])


def _changed(session: Session, fit: KnownFit, quantity: Quantity | None) -> int:
    """Change how many a repair takes; tell whether it was another number before."""
    if quantity is None or fit.quantity_per_repair == quantity:
        return 0
    session.get_one(Fit, fit.fit_id).quantity_per_repair = quantity
    return 1
