"""Read the facts behind all supplier scores as arrays, and those of one supplier row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import BigInteger, Select, or_, select, type_coerce
from sqlalchemy.orm import Session

from inventory.tables import Category, Part
from kernel.amounts import Quantity
from kernel.settings import day_of
from procurement import score_sums
from procurement.score_facts import Answer, Arrival, Line, Rules
from procurement.score_sums import SEVERITIES, Arrived, Ints, Piled
from procurement.tables import Delivery, Order, OrderLine

RUNNING = ("sent", "confirmed", "partly_received")
NO_DAY = 0
"""The ordinal that stands for no date: no real day has it."""


@dataclass(frozen=True, slots=True)
class ReadSums:
    """Hold per supplier, in the order asked for, what its receipts and answers sum to.

    `counts` are deliveries by the category that has weights of its own, '' for all others.
    """

    quality: Piled
    delivery: Piled
    answers: Piled
    deliveries: Ints
    counts: tuple[dict[str, int], ...]


def read_sums(session: Session, suppliers: Sequence[int], rules: Rules, *, on: date, since: date) -> ReadSums:
    """Read and sum all order lines and deliveries since a day; one pass, whatever the number of suppliers."""
    place = {supplier_id: at for at, supplier_id in enumerate(suppliers)}
    columns = _columns(session, _lines_query(on, since), 9)
    owner = np.array([place.get(each, -1) for each in columns[0]], dtype=np.int64)
    ids = np.array(columns[1], dtype=np.int64)
    quantity, received, cancelled = (np.array(each, dtype=np.int64) for each in columns[2:5])
    running = np.array([each in RUNNING for each in columns[7]], dtype=bool)
    still = np.where(running, np.maximum(quantity - received - cancelled, 0), 0)
    arrived = _Arrived.read(session, ids, on, since)
    due = _first_known(_ordinals(columns[5]), arrived.first_due, _ordinals(columns[6]))
    owner = np.where(due == NO_DAY, -1, owner)  # a line without any date is no fact
    count = len(suppliers)
    return ReadSums(
        arrived.quality(owner, rules, on, count),
        score_sums.lateness(arrived.came, owner, due, still, on, rules, count),
        _answers(session, place, rules, on, since),
        arrived.counted(owner, count),
        _counts(session, owner[arrived.came.line], arrived.came.line, columns[8], rules, count),
    )


def lines_of(session: Session, supplier_id: int, *, on: date, since: date) -> tuple[Line, ...]:
    """Return one supplier's order lines that were ordered since a day, with their live deliveries."""
    arrivals: dict[int, list[Arrival]] = defaultdict(list)
    due: dict[int, date | None] = {}
    mine = (
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
        .join(OrderLine, OrderLine.id == Delivery.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(
            Order.supplier_id == supplier_id,
            Delivery.state == "live",
            Delivery.received_on >= since,
            Delivery.received_on <= on,
        )
        .order_by(Delivery.received_on, Delivery.id)
    )
    for line_id, key, quantity, received_on, passed, failed, severity, due_on in session.execute(mine):
        arrivals[line_id].append(Arrival(key, quantity, received_on, passed, failed, severity))
        due.setdefault(line_id, due_on)
    found = []
    lines = _lines_query(on, since).where(Order.supplier_id == supplier_id)
    for _, line_id, quantity, received, cancelled, first, expected, state, _ in session.execute(lines):
        due_on = first or due.get(line_id) or expected
        if due_on is None:
            continue
        left = max(quantity - received - cancelled, 0) if state in RUNNING else 0
        found.append(Line(line_id, due_on, Quantity(left), tuple(arrivals.get(line_id, ()))))
    return tuple(found)


def answers_of(session: Session, supplier_id: int, *, on: date, since: date) -> tuple[Answer, ...]:
    """Return how long one supplier took to confirm each order that was sent since a day."""
    rows = session.execute(
        select(Order.id, Order.ordered_on, Order.confirmed_at)
        .where(
            Order.supplier_id == supplier_id,
            Order.ordered_on >= since,
            Order.ordered_on <= on,
            or_(Order.confirmed_at.is_not(None), Order.state == "sent"),
        )
        .order_by(Order.id)
    )
    return tuple(
        Answer(key, sent_on, None if confirmed_at is None else max((day_of(session, confirmed_at) - sent_on).days, 0))
        for key, sent_on, confirmed_at in rows
        if sent_on is not None
    )


@dataclass(frozen=True, slots=True)
class _Arrived:
    """Hold every live delivery in the window as arrays, and the first day each line was due by its deliveries."""

    came: Arrived
    passed: Ints
    failed: Ints
    severity: Ints
    first_due: Ints

    @staticmethod
    def read(session: Session, line_ids: Ints, on: date, since: date) -> _Arrived:
        """Read the deliveries of these lines; `line_ids` are in order."""
        columns = _columns(session, _deliveries_query(on, since), 7)
        wanted = np.array(columns[0], dtype=np.int64)
        at = np.minimum(np.searchsorted(line_ids, wanted), max(line_ids.size - 1, 0))
        found = line_ids[at] == wanted if line_ids.size else np.zeros(wanted.size, dtype=bool)
        line = at[found]
        size, passed, failed = (np.array(columns[each], dtype=np.int64)[found] for each in (1, 3, 4))
        months = np.array([_month(each) for each in columns[2]], dtype=np.int64)[found]
        codes = {each: code for code, each in enumerate(SEVERITIES)}
        severity = np.array([codes[each or ""] for each in columns[5]], dtype=np.int64)[found]
        first_due = np.zeros(line_ids.size, dtype=np.int64)
        first_due[line[::-1]] = _ordinals(columns[6])[found][::-1]  # the first delivery in time is written last
        return _Arrived(Arrived(line, size, _ordinals(columns[2])[found], months), passed, failed, severity, first_due)

    def quality(self, owner: Ints, rules: Rules, on: date, count: int) -> Piled:
        """Sum the verdicts of deliveries by supplier."""
        whose = owner[self.came.line]
        judged = (whose >= 0) & (self.passed + self.failed > 0)
        tenths = score_sums.quality_tenths(self.passed[judged], self.failed[judged], self.severity[judged], rules)
        weight = score_sums.weights(_month(on) - self.came.month[judged], rules)
        return score_sums.pile(whose[judged], tenths, weight, count)

    def counted(self, owner: Ints, count: int) -> Ints:
        """Count deliveries by supplier."""
        whose = owner[self.came.line]
        return np.bincount(whose[whose >= 0], minlength=count).astype(np.int64)


def _answers(session: Session, place: dict[int, int], rules: Rules, on: date, since: date) -> Piled:
    """Sum how fast orders were confirmed; an order without an answer counts once it has waited too long."""
    columns = _columns(
        session,
        select(Order.supplier_id, Order.ordered_on, Order.confirmed_at, Order.state).where(
            Order.ordered_on >= since,
            Order.ordered_on <= on,
            or_(Order.confirmed_at.is_not(None), Order.state == "sent"),
        ),
        4,
    )
    owner = np.array([place.get(each, -1) for each in columns[0]], dtype=np.int64)
    sent = _ordinals(columns[1])
    answered = _ordinals([None if each is None else day_of(session, each) for each in columns[2]])
    waited = on.toordinal() - sent
    days = np.where(answered == NO_DAY, waited, np.maximum(answered - sent, 0))
    kept = (owner >= 0) & ((answered != NO_DAY) | (waited >= float(rules.answer_days)))
    months = np.array([_month(each) for each in columns[1]], dtype=np.int64)
    weight = score_sums.weights(_month(on) - months[kept], rules)
    return score_sums.pile(owner[kept], score_sums.answer_tenths(days[kept], rules), weight, len(place))


def _counts(
    session: Session, whose: Ints, line: Ints, parts: Sequence[int], rules: Rules, count: int
) -> tuple[dict[str, int], ...]:
    """Return each supplier's deliveries by the category whose weights hold for their part."""
    found: list[dict[str, int]] = [{} for _ in range(count)]
    if not rules.category_weights:
        return tuple(found)
    codes = _weighing(session, rules)
    names = ["", *rules.category_weights]
    group = np.array([names.index(codes.get(each, "")) for each in parts], dtype=np.int64)
    kept = whose >= 0
    pairs, numbers = np.unique(whose[kept] * len(names) + group[line[kept]], return_counts=True)
    for pair, number in zip(pairs.tolist(), numbers.tolist(), strict=True):
        found[pair // len(names)][names[pair % len(names)]] = number
    return tuple(found)


def _weighing(session: Session, rules: Rules) -> dict[int, str]:
    """Return for each part the nearest category, its own or one above, that has weights."""
    parents = {
        row.id: (row.code, row.parent_id)
        for row in session.execute(select(Category.id, Category.code, Category.parent_id))
    }

    def nearest(category_id: int | None) -> str:
        seen: set[int] = set()
        while category_id is not None and category_id not in seen:
            seen.add(category_id)
            code, above = parents[category_id]
            if code in rules.category_weights:
                return str(code)
            category_id = above
        return ""

    groups = {each: nearest(each) for each in parents}
    rows = session.execute(select(Part.id, Part.category_id).where(Part.category_id.is_not(None)))
    return {part_id: groups[category_id] for part_id, category_id in rows}


def _lines_query(on: date, since: date) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Order.supplier_id,
            OrderLine.id,
            type_coerce(OrderLine.quantity, BigInteger),
            type_coerce(OrderLine.received, BigInteger),
            type_coerce(OrderLine.cancelled, BigInteger),
            OrderLine.first_promised_on,
            Order.expected_on,
            Order.state,
            OrderLine.part_id,
        )
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.ordered_on >= since, Order.ordered_on <= on)
        .order_by(OrderLine.id)
    )


def _deliveries_query(on: date, since: date) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Delivery.order_line_id,
            type_coerce(Delivery.quantity, BigInteger),
            Delivery.received_on,
            type_coerce(Delivery.passed, BigInteger),
            type_coerce(Delivery.failed, BigInteger),
            Delivery.severity,
            Delivery.due_on,
        )
        .where(Delivery.state == "live", Delivery.received_on >= since, Delivery.received_on <= on)
        .order_by(Delivery.received_on, Delivery.id)
    )


def _columns(session: Session, query: Select[*tuple[Any, ...]], count: int) -> list[Sequence[Any]]:
    rows = session.execute(query).all()
    return list(zip(*rows, strict=True)) if rows else [()] * count


def _ordinals(days: Iterable[Any]) -> Ints:
    return np.array([each.toordinal() if isinstance(each, date) else NO_DAY for each in days], dtype=np.int64)


def _first_known(*choices: Ints) -> Ints:
    found = choices[0].copy()
    for each in choices[1:]:
        found = np.where(found == NO_DAY, each, found)
    return found


def _month(on: date) -> int:
    return on.year * 12 + on.month
