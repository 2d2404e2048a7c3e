"""Evaluate suppliers: gather the facts of all of them in a few queries, score, and keep the result of the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.finding import found as found_row
from inventory.finding import written
from kernel.amounts import Money, Quantity
from kernel.requests import once
from kernel.settings import setting
from procurement import settings
from procurement.credibility import Norm, Score, Sums, finish, norms_of, sums_of, weights_for
from procurement.prices import Step, list_on, step_for
from procurement.reading_scores import answers_of, lines_of, read_sums
from procurement.score_facts import Certificate, Claim, Facts, Price, Rules, Weights
from procurement.scorecard import qualification, rows_of
from procurement.tables import PriceBreak, Supplier, SupplierCertificate, SupplierPart, SupplierScore


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Say how many suppliers were scored and how they stand."""

    scored_on: date
    suppliers: int
    standings: dict[str, int]


@dataclass(frozen=True, slots=True)
class ClaimOf:
    """Hold a claim and whose it is; receiving keeps the claims, so who asks for an evaluation brings them."""

    supplier_id: int
    claim: Claim


@once
def evaluate_suppliers(
    session: Session,
    *,
    on: date,
    by: int,
    at: datetime,
    request_key: str,
    claims: tuple[ClaimOf, ...] = (),
) -> Evaluated:
    """Score all suppliers from what happened until a day and keep the scores; a second run of the day replaces them.

    Receipts, answers and verdicts of all suppliers are read and summed in one pass. The facts behind a score are not
    kept: they are read anew when somebody opens it.
    """
    rules = rules_on(session, on)
    since = months_before(on, int(setting(session, settings.SCORE_MONTHS, on)))
    suppliers = session.scalars(select(Supplier).order_by(Supplier.id)).all()
    ids = [each.id for each in suppliers]
    read = read_sums(session, ids, rules, on=on, since=since)
    small = _small_facts(session, suppliers, rules, on, claims, since)
    sums = [
        {
            "quality": _joined(read.quality.of(at), small[at]["quality"]),
            "price": small[at]["price"],
            "delivery": read.delivery.of(at),
            "reputation": _joined(read.answers.of(at), small[at]["reputation"]),
        }
        for at in range(len(ids))
    ]
    norms = norms_of(sums)
    papers = papers_of(session)
    kept = {row.supplier_id: row for row in session.scalars(select(SupplierScore).where(SupplierScore.scored_on == on))}
    standings: dict[str, int] = defaultdict(int)
    for place, each in enumerate(suppliers):
        weights = weights_for(read.counts[place], rules)
        base = qualification(Facts(each.state, papers.get(each.id, ())), rules, on).points
        deliveries = int(read.deliveries[place])
        found = finish(base, sums[place], rules, deliveries, norms=norms, weights=weights)
        standings[found.standing] += 1
        row = kept.get(each.id)
        if row is None:
            row = SupplierScore(
                supplier_id=each.id,
                scored_on=on,
                since_on=since,
                scored_by_id=by,
                scored_at=at,
                standing=found.standing,
                deliveries=found.deliveries,
                weights={},
                rows={},
            )
            session.add(row)
        row.since_on, row.scored_by_id, row.scored_at = since, by, at
        _keep(row, found, weights, norms)
    written(session)
    return Evaluated(on, len(ids), dict(standings))


def facts_of(session: Session, supplier_id: int, *, on: date, since: date, claims: tuple[Claim, ...] = ()) -> Facts:
    """Return what is known about one supplier by a day, fact by fact."""
    row = found_row(session, Supplier, supplier_id)
    return Facts(
        state=row.state,
        certificates=papers_of(session, supplier_id).get(supplier_id, ()),
        reputation=row.reputation,
        reputation_reason=row.reputation_reason,
        lines=lines_of(session, supplier_id, on=on, since=since),
        prices=tuple(_prices(session, on, supplier_id).get(supplier_id, ())),
        answers=answers_of(session, supplier_id, on=on, since=since),
        claims=tuple(each for each in claims if since <= each.opened_on <= on),
    )


def _small_facts(
    session: Session,
    suppliers: Sequence[Supplier],
    rules: Rules,
    on: date,
    claims: tuple[ClaimOf, ...],
    since: date,
) -> list[dict[str, Sums]]:
    """Sum what there is little of: prices, entered reputation, claims; answers and receipts come as arrays."""
    prices = _prices(session, on)
    mine: dict[int, list[Claim]] = defaultdict(list)
    for each in claims:
        if since <= each.claim.opened_on <= on:
            mine[each.supplier_id].append(each.claim)
    found = []
    for row in suppliers:
        facts = Facts(
            row.state,
            reputation=row.reputation,
            reputation_reason=row.reputation_reason,
            prices=tuple(prices.get(row.id, ())),
            claims=tuple(mine.get(row.id, ())),
        )
        found.append({name: sums_of(rows) for name, rows in rows_of(facts, rules, on).items()})
    return found


def _joined(one: Sums, other: Sums) -> Sums:
    return Sums(
        one.facts + other.facts, one.weight + other.weight, one.points + other.points, one.squares + other.squares
    )


def papers_of(session: Session, supplier_id: int | None = None) -> dict[int, tuple[Certificate, ...]]:
    """Return the certificates of suppliers, or of one."""
    wanted = select(SupplierCertificate).order_by(SupplierCertificate.id)
    if supplier_id is not None:
        wanted = wanted.where(SupplierCertificate.supplier_id == supplier_id)
    found: dict[int, list[Certificate]] = defaultdict(list)
    for paper in session.scalars(wanted):
        found[paper.supplier_id].append(Certificate(paper.kind, paper.expires_on))
    return {key: tuple(each) for key, each in found.items()}


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
        prior_facts=_decimal(setting(session, settings.SCORE_PRIOR, on)),
        answer_days=_decimal(setting(session, settings.SCORE_ANSWER, on)),
        entered_facts=_decimal(setting(session, settings.SCORE_ENTERED, on)),
        category_weights=setting(session, settings.SCORE_CATEGORY_WEIGHTS, on),
    )


def months_before(on: date, months: int) -> date:
    """Return the first day of the month so many months before a day.

    >>> months_before(date(2026, 3, 17), 14)
    datetime.date(2025, 1, 1)
    """
    index = on.year * 12 + on.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def _prices(session: Session, on: date, of: int | None = None) -> dict[int, list[Price]]:
    """Return each supplier's price of a part beside the others' at its own least order; `of` looks at one supplier."""
    mine = select(SupplierPart.part_id).where(SupplierPart.supplier_id == of, SupplierPart.active)
    wanted = select(
        SupplierPart.id,
        SupplierPart.supplier_id,
        SupplierPart.part_id,
        SupplierPart.minimum_quantity,
        SupplierPart.multiple_quantity,
    ).where(SupplierPart.active, *([SupplierPart.part_id.in_(mine)] if of is not None else []))
    listed_prices = (
        select(
            PriceBreak.supplier_part_id, PriceBreak.from_quantity, PriceBreak.unit_price_cny, PriceBreak.valid_from_on
        )
        .join(SupplierPart, SupplierPart.id == PriceBreak.supplier_part_id)
        .where(*([SupplierPart.part_id.in_(mine)] if of is not None else []))
    )
    steps: dict[int, list[Step]] = defaultdict(list)
    for key, quantity, price, valid_from_on in session.execute(listed_prices):
        steps[key].append(Step(quantity, price, valid_from_on))
    offers: dict[int, list[tuple[int, Quantity, tuple[Step, ...]]]] = defaultdict(list)
    for key, supplier_id, part_id, minimum, multiple in session.execute(wanted):
        listed = list_on(steps.get(key, ()), on)
        if listed:
            offers[part_id].append((supplier_id, max(minimum, multiple), listed))
    found: dict[int, list[Price]] = defaultdict(list)
    for part_id, offered in sorted(offers.items()):
        for supplier_id, least, listed in offered:
            others = tuple(_at(other, least) for rival, _, other in offered if rival != supplier_id)
            found[supplier_id].append(Price(part_id, _at(listed, least), others))
    return found


def _at(listed: Sequence[Step], quantity: Quantity) -> Money:
    step = step_for(listed, quantity)
    assert step is not None
    return step.unit_price_cny


def _keep(row: SupplierScore, found: Score, weights: Weights, norms: Mapping[str, Norm]) -> None:
    row.standing, row.deliveries, row.rows = found.standing, found.deliveries, {}
    row.weights = {name: float(weight) for name, weight in weights.items()}
    row.total_tenths, row.low_tenths, row.high_tenths = _tenths(found.total), _tenths(found.low), _tenths(found.high)
    row.figures = {
        each.name: {
            "raw": _float(each.raw),
            "facts": each.facts,
            "low": _float(each.low),
            "high": _float(each.high),
            "market": _float(norms[each.name].mean) if each.name in norms else None,
            "variance": _float(norms[each.name].variance) if each.name in norms else None,
        }
        for each in found.dimensions
    }
    for each in found.dimensions:
        setattr(row, f"{each.name}_tenths", _tenths(each.points))


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _tenths(points: Decimal | None) -> int | None:
    return None if points is None else int(points * 10)


def _decimal(value: float) -> Decimal:
    return Decimal(str(value))
