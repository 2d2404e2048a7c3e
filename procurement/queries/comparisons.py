"""Compare who offers a part: criteria as they stand, two rankings, and what would turn them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernel.amounts import Money, Quantity
from kernel.settings import setting
from kernel.text import Text
from procurement import settings
from procurement.comparison import topsis, weight_changes, weighted_sum, winning_value
from procurement.offers import Offer, packed
from procurement.prices import step_for
from procurement.queries.offers import offers
from procurement.tables import Supplier, SupplierScore

CRITERIA = ("score", "price", "lead_time", "punctuality", "accepted")
BENEFIT = (True, False, False, True, True)
PRICE = CRITERIA.index("price")


@dataclass(frozen=True, slots=True)
class Compared:
    """Hold one supplier's offer: criteria, both results from 0 to 1, and the price at which it would come first.

    `neutral` names the criteria that nothing is known of yet: a middle value stands there.
    """

    supplier_part_id: int
    supplier_id: int
    supplier_code: str
    supplier_name: Text
    state: str
    standing: str
    eligible: bool
    quantity: Quantity
    unit_price_cny: Money
    values: tuple[float, ...]
    neutral: tuple[str, ...]
    merit: float
    closeness: float
    wins_at_cny: Money | None


@dataclass(frozen=True, slots=True)
class Turn:
    """Say that another supplier comes first once a criterion weighs so much."""

    criterion: str
    weight_now: float
    weight_then: float
    supplier_code: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Hold the offers of a part in the order of their weighted sum, the weights, and what would turn the order."""

    quantity: Quantity
    weights: dict[str, float]
    offers: tuple[Compared, ...]
    turns: tuple[Turn, ...]
    without_price: tuple[str, ...]


def comparison(session: Session, *, part_id: int, quantity: Quantity, on: date) -> Comparison:
    """Compare all offers of a part that have a price, at a quantity rounded to each one's packs."""
    weights = {name: float(value) for name, value in setting(session, settings.COMPARE_WEIGHTS, on).items()}
    found = offers(session, on=on, part_ids=[part_id]).get(part_id, [])
    names = {
        row.id: row for row in session.scalars(select(Supplier).where(Supplier.id.in_([o.supplier_id for o in found])))
    }
    priced = [each for each in found if each.steps]
    bare = tuple(names[each.supplier_id].code for each in found if not each.steps)
    if not priced:
        return Comparison(quantity, weights, (), (), bare)
    neutral = float(setting(session, settings.NEUTRAL_SCORE, on))
    points = _newest_points(session, [each.supplier_id for each in priced])
    rows = [_criteria(each, quantity, points.get(each.supplier_id, {}), neutral) for each in priced]
    values = np.array([each[2] for each in rows], dtype=np.float64)
    weighing = [weights[name] for name in CRITERIA]
    merit, closeness = weighted_sum(values, weighing, BENEFIT), topsis(values, weighing, BENEFIT)
    compared = [
        Compared(
            offer.supplier_part_id,
            offer.supplier_id,
            names[offer.supplier_id].code,
            names[offer.supplier_id].name,
            offer.state,
            offer.standing,
            offer.eligible,
            rows[at][0],
            rows[at][1],
            tuple(values[at].tolist()),
            rows[at][3],
            float(merit[at]),
            float(closeness[at]),
            _winning_price(values, weighing, at),
        )
        for at, offer in enumerate(priced)
    ]
    turns = tuple(
        Turn(CRITERIA[each.criterion], weighing[each.criterion], each.weight, compared[each.first].supplier_code)
        for each in weight_changes(values, weighing, BENEFIT)
    )
    compared.sort(key=lambda each: (-each.merit, each.supplier_code))
    return Comparison(quantity, weights, tuple(compared), turns, bare)


def _criteria(
    offer: Offer, quantity: Quantity, points: dict[str, float], neutral: float
) -> tuple[Quantity, Money, list[float], tuple[str, ...]]:
    asked = packed(quantity, offer.minimum, offer.multiple)
    step = step_for(offer.steps, asked)
    assert step is not None
    known = {
        "score": None if offer.score is None else float(offer.score),
        "price": float(step.unit_price_cny.decimal),
        "lead_time": max(offer.lead_time_days, 1.0),
        "punctuality": points.get("delivery"),
        "accepted": points.get("quality"),
    }
    unknown = tuple(name for name in CRITERIA if known[name] is None)
    return asked, step.unit_price_cny, [neutral if (v := known[name]) is None else v for name in CRITERIA], unknown


def _newest_points(session: Session, supplier_ids: list[int]) -> dict[int, dict[str, float]]:
    """Return the points for delivery and quality of each supplier's newest score, where it has some."""
    newest = (
        select(func.max(SupplierScore.scored_on))
        .where(SupplierScore.supplier_id == Supplier.id)
        .correlate(Supplier)
        .scalar_subquery()
    )
    rows = session.execute(
        select(SupplierScore.supplier_id, SupplierScore.delivery_tenths, SupplierScore.quality_tenths)
        .join(Supplier, Supplier.id == SupplierScore.supplier_id)
        .where(SupplierScore.scored_on == newest, SupplierScore.supplier_id.in_(supplier_ids))
    )
    return {
        key: {name: tenths / 10 for name, tenths in (("delivery", late), ("quality", good)) if tenths is not None}
        for key, late, good in rows
    }


def _winning_price(values: np.ndarray, weights: list[float], at: int) -> Money | None:
    """Return the price in whole fen at which an offer comes first by the weighted sum; none where no price does it."""

    def scores(price: float) -> np.ndarray:
        moved = values.copy()
        moved[at, PRICE] = price
        return weighted_sum(moved, weights, BENEFIT)

    found = winning_value(scores, float(values[at, PRICE]), at)
    return None if found is None else Money.of(Decimal(str(found)).quantize(Decimal("0.01"), ROUND_FLOOR))
