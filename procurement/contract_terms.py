"""Tell how an order line stands to the contracts: at the agreed price, within the term, within the framework."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kernel.amounts import Money, Quantity
from procurement.prices import Step, step_for


@dataclass(frozen=True, slots=True)
class Term:
    """Hold what a contract says of a part, and how much has been called off it."""

    contract_id: int
    number: str
    version: int
    contract_line_id: int
    supplier_id: int
    part_id: int
    begins_on: date
    ends_on: date
    steps: tuple[Step, ...]
    lead_time_days: int | None = None
    minimum_total: Quantity | None = None
    maximum_total: Quantity | None = None

    def holds_on(self, on: date) -> bool:
        """Tell whether a day lies within the term."""
        return self.begins_on <= on <= self.ends_on

    def price(self, quantity: Quantity) -> Money | None:
        """Return the agreed price of a quantity of one order line, in yuan without tax."""
        step = step_for(self.steps, quantity)
        return step.unit_price_cny if step else None


@dataclass(frozen=True, slots=True)
class Ordered:
    """Hold the figures of an order line that contracts speak of."""

    quantity: Quantity
    unit_price_cny: Money


def kinds_outside(
    line: Ordered,
    *,
    term: Term | None,
    on: date,
    called_off: Quantity,
    elsewhere: bool,
) -> tuple[str, ...]:
    """Return in which ways an order line leaves the contracts, none where it keeps to them.

    :param term: what this supplier's contract says of the part, in force or not; none where it does not name it.
    :param called_off: of the framework, without this line.
    :param elsewhere: whether another supplier's contract in force names the part.
    """
    if term is None:
        return ("elsewhere",) if elsewhere else ()
    agreed = term.price(line.quantity)
    dearer = agreed is not None and line.unit_price_cny > agreed
    beyond = term.maximum_total is not None and called_off + line.quantity > term.maximum_total
    found = (("price", dearer), ("term", not term.holds_on(on)), ("maximum", beyond))
    return tuple(kind for kind, outside in found if outside)


def still_explained(
    now: tuple[str, ...], line: Ordered, *, kinds: tuple[str, ...], quantity: Quantity, unit_price_cny: Money
) -> bool:
    """Tell whether a reason given before still speaks of a line: nothing new is outside, nothing has grown.

    >>> line = Ordered(Quantity.of(5), Money.of(10))
    >>> still_explained(("price",), line, kinds=("price",), quantity=Quantity.of(5), unit_price_cny=Money.of(10))
    True
    >>> still_explained(("price",), line, kinds=("term",), quantity=Quantity.of(5), unit_price_cny=Money.of(10))
    False
    """
    return set(now) <= set(kinds) and line.quantity <= quantity and line.unit_price_cny <= unit_price_cny
