"""Evaluate suppliers: gather the facts of all of them in a few queries, score, and keep the result of the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import written
from kernel.amounts import Money, Quantity
from kernel.hashing import plain
from kernel.requests import once
from kernel.settings import setting
from procurement import settings
from procurement.prices import Step, list_on, step_for
from procurement.scorecard import Arrival, Certificate, Facts, Line, Price, Rules, Score, score
from procurement.tables import (
    Delivery,
    Order,
    OrderLine,
    PriceBreak,
    Supplier,
    SupplierCertificate,
    SupplierPart,
    SupplierScore,
)


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Say how many suppliers were scored and how they stand."""

    scored_on: date
    suppliers: int
    standings: dict[str, int]


@once
def evaluate_suppliers(
    session: Session,
    *,
    on: date,
    by: int,
    at: datetime,
    request_key: str,
    supplier_ids: tuple[int, ...] | None = None,
) -> Evaluated:
    """Score all suppliers, or some of them, and keep the scores of that day; a second run of the day replaces them."""
    rules = rules_on(session, on)
    since = months_before(on, int(setting(session, settings.SCORE_MONTHS, on)))
    facts = gather_facts(session, on=on, since=since, supplier_ids=supplier_ids)
    kept = {row.supplier_id: row for row in session.scalars(select(SupplierScore).where(SupplierScore.scored_on == on))}
    standings: dict[str, int] = defaultdict(int)
    for supplier_id, known in facts.items():
        found = score(known, rules, on)
        standings[found.standing] += 1
        row = kept.get(supplier_id)
        if row is None:
            row = SupplierScore(
                supplier_id=supplier_id,
                scored_on=on,
                since_on=since,
                scored_by_id=by,
                scored_at=at,
                standing=found.standing,
                deliveries=found.deliveries,
                weights=dict(rules.weights),
                rows={},
            )
            session.add(row)
        _keep(row, found, rules, since, by, at)
    written(session)
    return Evaluated(on, len(facts), dict(standings))


def rules_on(session: Session, on: date) -> Rules:
    """Return the rules of scoring that hold on a day."""
    standings = setting(session, settings.SCORE_STANDINGS, on)
    prices = setting(session, settings.SCORE_PRICE, on)
    papers = setting(session, settings.SCORE_CERTIFICATES, on)
    return Rules(
        weights=setting(session, settings.SCORE_WEIGHTS, on),
        minimum_deliveries=int(setting(session, settings.SCORE_MINIMUM_DELIVERIES, on)),
        decay_percent=_decimal(setting(session, settings.SCORE_DECAY, on)),
        block_at_most=_decimal(standings["block_at_most"]),
        warn_at_most=_decimal(standings["warn_at_most"]),
        late_days=_decimal(setting(session, settings.SCORE_LATE_DAYS, on)),
        best_price_percent=_decimal(prices["best_percent"]),
        worst_price_percent=_decimal(prices["worst_percent"]),
        severity_percent=setting(session, settings.SCORE_SEVERITY, on),
        state_points=setting(session, settings.SCORE_STATES, on),
        expired_points=_decimal(papers["expired"]),
        expiring_points=_decimal(papers["expiring"]),
        missing_points=_decimal(papers["none"]),
        expiry_warn_days=int(papers["warn_days"]),
    )


def gather_facts(
    session: Session, *, on: date, since: date, supplier_ids: Sequence[int] | None = None
) -> dict[int, Facts]:
    """Return what is known about each supplier by a day, from `since` on."""
    query = select(Supplier).order_by(Supplier.id)
    suppliers = session.scalars(query if supplier_ids is None else query.where(Supplier.id.in_(supplier_ids))).all()
    papers: dict[int, list[Certificate]] = defaultdict(list)
    for paper in session.scalars(select(SupplierCertificate).order_by(SupplierCertificate.id)):
        papers[paper.supplier_id].append(Certificate(paper.kind, paper.expires_on))
    lines, prices = _lines(session, on, since), _prices(session, on)
    return {
        each.id: Facts(
            state=each.state,
            certificates=tuple(papers[each.id]),
            reputation=each.reputation,
            reputation_reason=each.reputation_reason,
            lines=tuple(lines.get(each.id, ())),
            prices=tuple(prices.get(each.id, ())),
        )
        for each in suppliers
    }


def months_before(on: date, months: int) -> date:
    """Return the first day of the month so many months before a day.

    >>> months_before(date(2026, 3, 17), 14)
    datetime.date(2025, 1, 1)
    """
    index = on.year * 12 + on.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def _lines(session: Session, on: date, since: date) -> dict[int, list[Line]]:
    """Return the order lines that were due or delivered since a day, by supplier, with their live deliveries."""
    arrivals: dict[int, list[Arrival]] = defaultdict(list)
    due: dict[int, date | None] = {}
    delivered = session.execute(
        select(
            Delivery.order_line_id,
            Delivery.id,
            Delivery.quantity,
            Delivery.received_on,
            Delivery.passed,
            Delivery.failed,
            Delivery.severity,
            Delivery.due_on,
        )
        .where(Delivery.state == "live", Delivery.received_on >= since, Delivery.received_on <= on)
        .order_by(Delivery.received_on, Delivery.id)
    )
    for line_id, key, quantity, received_on, passed, failed, severity, due_on in delivered:
        arrivals[line_id].append(Arrival(key, quantity, received_on, passed, failed, severity))
        due.setdefault(line_id, due_on)
    found: dict[int, list[Line]] = defaultdict(list)
    rows = session.execute(
        select(
            Order.supplier_id,
            OrderLine.id,
            OrderLine.quantity,
            OrderLine.received,
            OrderLine.cancelled,
            OrderLine.first_promised_on,
            Order.expected_on,
            Order.state,
        )
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.ordered_on >= since, Order.ordered_on <= on)
        .order_by(OrderLine.id)
    )
    for supplier_id, line_id, quantity, received, cancelled, first, expected, state in rows:
        due_on = first or due.get(line_id) or expected
        if due_on is None:
            continue
        running = state in ("sent", "confirmed", "partly_received")
        still = max(quantity - received - cancelled, Quantity.zero()) if running else Quantity.zero()
        found[supplier_id].append(Line(line_id, due_on, still, tuple(arrivals.get(line_id, ()))))
    return found


def _prices(session: Session, on: date) -> dict[int, list[Price]]:
    """Return each supplier's price of a part beside the others' at the quantity of its own least order."""
    steps: dict[int, list[Step]] = defaultdict(list)
    for row in session.execute(
        select(
            PriceBreak.supplier_part_id,
            PriceBreak.from_quantity,
            PriceBreak.unit_price_cny,
            PriceBreak.valid_from_on,
        )
    ):
        steps[row.supplier_part_id].append(Step(row.from_quantity, row.unit_price_cny, row.valid_from_on))
    offers: dict[int, list[tuple[int, Quantity, tuple[Step, ...]]]] = defaultdict(list)
    for key, supplier_id, part_id, minimum, multiple in session.execute(
        select(
            SupplierPart.id,
            SupplierPart.supplier_id,
            SupplierPart.part_id,
            SupplierPart.minimum_quantity,
            SupplierPart.multiple_quantity,
        ).where(SupplierPart.active)
    ):
        listed = list_on(steps.get(key, ()), on)
        if listed:
            offers[part_id].append((supplier_id, max(minimum, multiple), listed))
    found: dict[int, list[Price]] = defaultdict(list)
    for part_id, offered in offers.items():
        for supplier_id, least, listed in offered:
            others = tuple(_at(other, least) for rival, _, other in offered if rival != supplier_id)
            found[supplier_id].append(Price(part_id, _at(listed, least), others))
    return found


def _at(listed: Sequence[Step], quantity: Quantity) -> Money:
    step = step_for(listed, quantity)
    assert step is not None
    return step.unit_price_cny


def _keep(row: SupplierScore, found: Score, rules: Rules, since: date, by: int, at: datetime) -> None:
    row.since_on, row.scored_by_id, row.scored_at = since, by, at
    row.standing, row.deliveries, row.weights = found.standing, found.deliveries, dict(rules.weights)
    row.rows = {each.name: plain(list(each.rows)) for each in found.dimensions}
    row.total_tenths = _tenths(found.total)
    for each in found.dimensions:
        setattr(row, f"{each.name}_tenths", _tenths(each.points))


def _tenths(points: Decimal | None) -> int | None:
    return None if points is None else int(points * 10)


def _decimal(value: float) -> Decimal:
    return Decimal(str(value))
