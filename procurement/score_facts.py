"""Name the facts that a supplier is scored from, and the rules by which they count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kernel.amounts import Money, Quantity

NOTHING = Quantity(0)
FIELD_REASONS = ("found_later", "warranty")
"""Claims about goods that had been accepted: they failed in stock or at a customer's."""

Weights = Mapping[str, int | float | Decimal]


@dataclass(frozen=True, slots=True)
class Rules:
    """Hold the settings of a score."""

    weights: dict[str, int | float]
    minimum_deliveries: int = 5
    decay_percent: Decimal = Decimal(10)
    block_at_most: Decimal = Decimal(30)
    warn_at_most: Decimal = Decimal(50)
    late_days: Decimal = Decimal(30)
    best_price_percent: Decimal = Decimal(90)
    worst_price_percent: Decimal = Decimal(130)
    severity_percent: dict[str, int | float] | None = None
    state_points: dict[str, int | float] | None = None
    expired_points: Decimal = Decimal(20)
    expiring_points: Decimal = Decimal(5)
    missing_points: Decimal = Decimal(20)
    expiry_warn_days: int = 30
    prior_facts: Decimal = Decimal(5)
    answer_days: Decimal = Decimal(7)
    entered_facts: Decimal = Decimal(5)
    category_weights: dict[str, dict[str, int | float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Certificate:
    """Name a licence or certificate and its last day."""

    kind: str
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """Hold one delivery of an order line with its verdict."""

    delivery_id: int
    quantity: Quantity
    received_on: date
    passed: Quantity = NOTHING
    failed: Quantity = NOTHING
    severity: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one order line: when it was due, what came of it, and what is still open."""

    order_line_id: int
    due_on: date
    open: Quantity
    arrivals: tuple[Arrival, ...] = ()


@dataclass(frozen=True, slots=True)
class Price:
    """Hold the supplier's price of a part beside those of the others."""

    part_id: int
    own_cny: Money
    others_cny: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold how many days a supplier took to confirm an order; none while it has not."""

    order_id: int
    sent_on: date
    days: int | None


@dataclass(frozen=True, slots=True)
class Claim:
    """Hold a claim: what it was about, when it was due and ended, and which share of it we had to waive."""

    claim_id: int
    reason: str
    opened_on: date
    deadline_on: date
    ended_on: date | None = None
    waived_share: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Facts:
    """Hold all that is known about one supplier."""

    state: str
    certificates: tuple[Certificate, ...] = ()
    reputation: int | None = None
    reputation_reason: str = ""
    lines: tuple[Line, ...] = ()
    prices: tuple[Price, ...] = ()
    answers: tuple[Answer, ...] = ()
    claims: tuple[Claim, ...] = ()
