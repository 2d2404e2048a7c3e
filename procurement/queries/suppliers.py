"""Show suppliers, what they offer at which price, their papers and their scores."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inventory.finding import found
from inventory.queries.columns import Listing
from inventory.tables import Part
from kernel.amounts import Money
from kernel.hashing import plain
from procurement.credibility import DIMENSIONS, LEANING
from procurement.evaluating import facts_of, rules_on
from procurement.queries.columns import price_on
from procurement.score_facts import Claim
from procurement.scorecard import score
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
class ScoreDimension:
    """Hold one dimension of a score: points, weight, and the rows behind the points."""

    name: str
    points: Decimal | None
    weight: Decimal
    rows: tuple[dict[str, Any], ...]
    raw: Decimal | None
    market: Decimal | None
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class ScoreDetail:
    """Hold a score as it was computed; no total means not enough data.

    `moved` says that the facts of that time look otherwise now, so that their rows give other points than were kept.
    """

    supplier_id: int
    scored_on: date
    since_on: date
    total: Decimal | None
    standing: str
    deliveries: int
    dimensions: tuple[ScoreDimension, ...]
    low: Decimal | None
    high: Decimal | None
    moved: bool


@dataclass(frozen=True, slots=True)
class ScorePoint:
    """Hold a score of the past, for the chart of its history."""

    scored_on: date
    total: Decimal | None
    standing: str


@dataclass(frozen=True, slots=True)
class PricePoint:
    """Hold a price with its day: listed by a supplier or paid on an order."""

    on: date
    supplier_id: int
    supplier_code: str
    unit_price_cny: Money
    kind: str
    reference: str


SUPPLIER_COLUMNS = (
    Supplier.code.label("supplier_code"),
    Supplier.name_zh.label("supplier_name_zh"),
    Supplier.name_en.label("supplier_name_en"),
)
PART_COLUMNS = (
    Part.number.label("part_number"),
    Part.name_zh.label("part_name_zh"),
    Part.name_en.label("part_name_en"),
)


def suppliers_select() -> Listing:
    """List suppliers with their newest score, how much they offer and what is open with them.

    Columns: supplier_id, code, name_zh, name_en, state, state_reason, reputation, contact, phone, email,
    payment_terms, next_assessment_on, scored_on, score_tenths, standing, deliveries, parts, open_orders,
    next_expiry_on.
    """
    newest = (
        select(func.max(SupplierScore.scored_on))
        .where(SupplierScore.supplier_id == Supplier.id)
        .correlate(Supplier)
        .scalar_subquery()
    )
    offered = (
        select(func.count())
        .where(SupplierPart.supplier_id == Supplier.id, SupplierPart.active)
        .correlate(Supplier)
        .scalar_subquery()
    )
    running = (
        select(func.count())
        .where(Order.supplier_id == Supplier.id, Order.state.in_(("approved", "sent", "confirmed", "partly_received")))
        .correlate(Supplier)
        .scalar_subquery()
    )
    expiry = (
        select(func.min(SupplierCertificate.expires_on))
        .where(SupplierCertificate.supplier_id == Supplier.id)
        .correlate(Supplier)
        .scalar_subquery()
    )
    return (
        select(
            Supplier.id.label("supplier_id"),
            Supplier.code,
            Supplier.name_zh,
            Supplier.name_en,
            Supplier.state,
            Supplier.state_reason,
            Supplier.reputation,
            Supplier.contact,
            Supplier.phone,
            Supplier.email,
            Supplier.payment_terms,
            Supplier.next_assessment_on,
            SupplierScore.scored_on,
            SupplierScore.total_tenths.label("score_tenths"),
            SupplierScore.standing,
            SupplierScore.deliveries,
            offered.label("parts"),
            running.label("open_orders"),
            expiry.label("next_expiry_on"),
        )
        .outerjoin(SupplierScore, (SupplierScore.supplier_id == Supplier.id) & (SupplierScore.scored_on == newest))
        .order_by(Supplier.code)
    )


def supplier_parts_select(*, on: date, supplier_id: int | None = None, part_id: int | None = None) -> Listing:
    """List what suppliers offer, with the first price that holds on a day.

    Columns: supplier_part_id, supplier_id, supplier_code, supplier_name_*, supplier_state, part_id, part_number,
    part_name_*, supplier_part_number, lead_time_days, minimum_quantity, multiple_quantity, order_cost_cny,
    holding_rate_bp, warranty_months, preferred, active, unit_price_cny.
    """
    listed = (
        select(
            SupplierPart.id.label("supplier_part_id"),
            Supplier.id.label("supplier_id"),
            *SUPPLIER_COLUMNS,
            Supplier.state.label("supplier_state"),
            Part.id.label("part_id"),
            *PART_COLUMNS,
            SupplierPart.supplier_part_number,
            SupplierPart.lead_time_days,
            SupplierPart.minimum_quantity,
            SupplierPart.multiple_quantity,
            SupplierPart.order_cost_cny,
            SupplierPart.holding_rate_bp,
            SupplierPart.warranty_months,
            SupplierPart.preferred,
            SupplierPart.active,
            price_on(on).label("unit_price_cny"),
        )
        .join(Supplier, Supplier.id == SupplierPart.supplier_id)
        .join(Part, Part.id == SupplierPart.part_id)
        .order_by(Part.number, Supplier.code)
    )
    return _narrowed(listed, supplier_id, part_id)


def prices_select(*, supplier_id: int | None = None, part_id: int | None = None) -> Listing:
    """List the price lists of suppliers, the newest first.

    Columns: price_break_id, supplier_part_id, supplier_id, supplier_code, supplier_name_*, part_id, part_number,
    part_name_*, valid_from_on, from_quantity, unit_price_cny.
    """
    listed = (
        select(
            PriceBreak.id.label("price_break_id"),
            SupplierPart.id.label("supplier_part_id"),
            Supplier.id.label("supplier_id"),
            *SUPPLIER_COLUMNS,
            Part.id.label("part_id"),
            *PART_COLUMNS,
            PriceBreak.valid_from_on,
            PriceBreak.from_quantity,
            PriceBreak.unit_price_cny,
        )
        .join(SupplierPart, SupplierPart.id == PriceBreak.supplier_part_id)
        .join(Supplier, Supplier.id == SupplierPart.supplier_id)
        .join(Part, Part.id == SupplierPart.part_id)
        .order_by(PriceBreak.valid_from_on.desc(), Part.number, Supplier.code, PriceBreak.from_quantity)
    )
    return _narrowed(listed, supplier_id, part_id)


def certificates_select(*, supplier_id: int | None = None, expires_by: date | None = None) -> Listing:
    """List certificates, those that expire first on top; `expires_by` leaves only those that end by that day."""
    listed = (
        select(
            SupplierCertificate.id.label("supplier_certificate_id"),
            Supplier.id.label("supplier_id"),
            *SUPPLIER_COLUMNS,
            SupplierCertificate.kind,
            SupplierCertificate.number,
            SupplierCertificate.issued_on,
            SupplierCertificate.expires_on,
            SupplierCertificate.note,
        )
        .join(Supplier, Supplier.id == SupplierCertificate.supplier_id)
        .order_by(SupplierCertificate.expires_on.is_(None), SupplierCertificate.expires_on, Supplier.code)
    )
    if expires_by is not None:
        listed = listed.where(SupplierCertificate.expires_on <= expires_by)
    return listed if supplier_id is None else listed.where(Supplier.id == supplier_id)


def scores_select(*, supplier_id: int | None = None, scored_on: date | None = None) -> Listing:
    """List scores, in tenths of a point, the newest and best first."""
    listed = (
        select(
            SupplierScore.id.label("supplier_score_id"),
            Supplier.id.label("supplier_id"),
            *SUPPLIER_COLUMNS,
            SupplierScore.scored_on,
            SupplierScore.standing,
            SupplierScore.deliveries,
            SupplierScore.total_tenths,
            SupplierScore.low_tenths,
            SupplierScore.high_tenths,
            *(getattr(SupplierScore, f"{name}_tenths") for name in DIMENSIONS),
        )
        .join(Supplier, Supplier.id == SupplierScore.supplier_id)
        .order_by(SupplierScore.scored_on.desc(), SupplierScore.total_tenths.desc(), Supplier.code)
    )
    if scored_on is not None:
        listed = listed.where(SupplierScore.scored_on == scored_on)
    return listed if supplier_id is None else listed.where(Supplier.id == supplier_id)


def score_detail(
    session: Session, *, supplier_id: int, scored_on: date | None = None, claims: tuple[Claim, ...] = ()
) -> ScoreDetail | None:
    """Open the newest score of a supplier (or that of a day) to the rows behind every point.

    Claims are kept by receiving: whoever asks brings those of the supplier.
    """
    found(session, Supplier, supplier_id)
    query = select(SupplierScore).where(SupplierScore.supplier_id == supplier_id)
    if scored_on is not None:
        query = query.where(SupplierScore.scored_on == scored_on)
    row = session.scalar(query.order_by(SupplierScore.scored_on.desc()).limit(1))
    if row is None:
        return None
    rows, raw = _rows_behind(session, row, claims)
    figures = row.figures or {}
    dimensions = tuple(
        ScoreDimension(
            name,
            _points(getattr(row, f"{name}_tenths")),
            Decimal(str(row.weights.get(name, 0))),
            rows.get(name, ()),
            *(_figure(figures.get(name, {}).get(each)) for each in ("raw", "market", "low", "high")),
        )
        for name in DIMENSIONS
    )
    return ScoreDetail(
        supplier_id,
        row.scored_on,
        row.since_on,
        _points(row.total_tenths),
        row.standing,
        row.deliveries,
        dimensions,
        _points(row.low_tenths),
        _points(row.high_tenths),
        raw is not None
        and any(raw.get(each.name) != (each.raw if each.name in LEANING else each.points) for each in dimensions),
    )


def _rows_behind(
    session: Session, row: SupplierScore, claims: tuple[Claim, ...]
) -> tuple[dict[str, tuple[dict[str, Any], ...]], dict[str, Decimal | None] | None]:
    """Return the facts behind a score and the points that they give now; older scores kept their facts."""
    if row.figures is None:
        return {name: tuple(each) for name, each in row.rows.items()}, None
    rules = rules_on(session, row.scored_on)
    facts = facts_of(session, row.supplier_id, on=row.scored_on, since=row.since_on, claims=claims)
    made = score(facts, rules, row.scored_on)
    return (
        {each.name: tuple(plain(fact) for fact in each.rows) for each in made.dimensions},
        {each.name: each.raw if each.name in LEANING else each.points for each in made.dimensions},
    )


def _figure(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def score_history(session: Session, *, supplier_id: int) -> tuple[ScorePoint, ...]:
    """Return the totals of a supplier over time."""
    rows = session.scalars(
        select(SupplierScore).where(SupplierScore.supplier_id == supplier_id).order_by(SupplierScore.scored_on)
    )
    return tuple(ScorePoint(row.scored_on, _points(row.total_tenths), row.standing) for row in rows)


def price_history(session: Session, *, part_id: int) -> tuple[PricePoint, ...]:
    """Return what a part was offered at and what was paid for it, in order of time."""
    listed = session.execute(
        select(
            PriceBreak.valid_from_on, Supplier.id, Supplier.code, PriceBreak.unit_price_cny, PriceBreak.from_quantity
        )
        .join(SupplierPart, SupplierPart.id == PriceBreak.supplier_part_id)
        .join(Supplier, Supplier.id == SupplierPart.supplier_id)
        .where(SupplierPart.part_id == part_id)
    )
    paid = session.execute(
        select(Order.ordered_on, Supplier.id, Supplier.code, OrderLine.unit_price_cny, Order.number)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Supplier, Supplier.id == Order.supplier_id)
        .where(OrderLine.part_id == part_id, Order.ordered_on.is_not(None), Order.state != "cancelled")
    )
    points = [PricePoint(on, key, code, price, "listed", str(start)) for on, key, code, price, start in listed]
    points += [PricePoint(on, key, code, price, "paid", no) for on, key, code, price, no in paid if on is not None]
    return tuple(sorted(points, key=lambda each: (each.on, each.kind, each.supplier_code, each.reference)))


def _narrowed(listed: Listing, supplier_id: int | None, part_id: int | None) -> Listing:
    if supplier_id is not None:
        listed = listed.where(SupplierPart.supplier_id == supplier_id)
    return listed if part_id is None else listed.where(SupplierPart.part_id == part_id)


def _points(tenths: int | None) -> Decimal | None:
    return None if tenths is None else Decimal(tenths) / 10


@dataclass(frozen=True, slots=True)
class ScoreSubject:
    """Name what a row of a score is about: the order line of a delivery, or a part."""

    order_id: int | None
    order_number: str
    line_no: int | None
    part_id: int | None
    part_number: str
    happened_on: date | None


def score_subjects(session: Session, detail: ScoreDetail) -> dict[tuple[str, str], ScoreSubject]:
    """Return what the rows of a score name by id, by (about, key)."""
    keys: dict[str, set[int]] = {"delivery": set(), "order_line": set(), "part": set(), "answer": set()}
    for dimension in detail.dimensions:
        for fact in dimension.rows:
            if fact["about"] in keys:
                keys[fact["about"]].add(int(fact["key"]))
    line = (
        select(OrderLine.id, Order.id, Order.number, OrderLine.line_no, Part.id, Part.number)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Part, Part.id == OrderLine.part_id)
    )
    delivered = line.with_only_columns(
        Delivery.id, Order.id, Order.number, OrderLine.line_no, Part.id, Part.number, Delivery.received_on
    ).join(Delivery, Delivery.order_line_id == OrderLine.id)
    parts = select(Part.id, Part.id, Part.number).where(Part.id.in_(keys["part"]))
    made = {("part", str(row[0])): ScoreSubject(None, "", None, row[1], row[2], None) for row in session.execute(parts)}
    orders = select(Order.id, Order.number).where(Order.id.in_(keys["answer"]))
    for key, number in session.execute(orders):
        made["answer", str(key)] = ScoreSubject(key, number, None, None, "", None)
    for row in session.execute(line.where(OrderLine.id.in_(keys["order_line"]))):
        made["order_line", str(row[0])] = ScoreSubject(row[1], row[2], row[3], row[4], row[5], None)
    for each in session.execute(delivered.where(Delivery.id.in_(keys["delivery"]))):
        made["delivery", str(each[0])] = ScoreSubject(each[1], each[2], each[3], each[4], each[5], each[6])
    return made
