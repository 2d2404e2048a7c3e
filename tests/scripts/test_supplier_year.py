"""A year of deliveries by suppliers of known punctuality and defects: scores say what is true, and how surely."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import pytest
from scipy import stats
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.amounts import Quantity
from kernel.hashing import plain
from procurement import queries
from procurement.credibility import LEANING, sums_of
from procurement.evaluating import evaluate_suppliers, facts_of, rules_on
from procurement.reading_scores import read_sums
from procurement.scorecard import delivery, quality
from procurement.tables import Supplier, SupplierScore
from procurement.tracking import record_verdict
from tests.support.procurement import Market
from tests.support.receiving import key
from tests.support.world import NOON, World

ON = date(2026, 3, 1)


@dataclass(frozen=True)
class Truth:
    """What a supplier is like: share of late lines, days late then, share of faulty pieces, deliveries in the year."""

    code: str
    late: float
    days: int
    faulty: float
    deliveries: int

    @property
    def merit(self) -> float:
        """Points that it deserves for delivery and quality together, by the weights of the settings."""
        return 25 * (100 - 100 * self.late * self.days / 30) + 30 * (100 - 100 * self.faulty)


TRUTHS = (
    Truth("BEST", 0.03, 5, 0.002, 90),
    Truth("GOOD", 0.10, 8, 0.01, 70),
    Truth("FAIR", 0.25, 12, 0.03, 60),
    Truth("SLOW", 0.60, 18, 0.02, 50),
    Truth("POOR", 0.55, 20, 0.15, 60),
    Truth("AWFUL", 0.85, 25, 0.30, 40),
)
LUCKY = Truth("LUCKY", 0.0, 0, 0.0, 5)


def play(world: World, truths: tuple[Truth, ...], seed: int) -> dict[str, int]:
    """Play a year: an order every other month, and each of its lines comes as its supplier is."""
    random, market = Random(seed), Market(world)
    for truth in truths:
        market.offer(truth.code, "P1", (0, "1"), lead=14)
        left = truth.deliveries
        for bimester in range(6):
            lines = left // (6 - bimester)
            left -= lines
            if not lines:
                continue
            at = NOON - timedelta(days=345 - 60 * bimester)
            due = (at + timedelta(days=14)).date()
            order = market.sent(truth.code, *[("P1", 20)] * lines, promised=due, at=at)
            for line in order.line_ids:
                late = truth.days if random.random() < truth.late else 0
                bad = sum(random.random() < truth.faulty for _ in range(20))
                market.deliver(line, 20, due + timedelta(days=late), failed=bad)
    world.session.flush()
    return {truth.code: market.suppliers[truth.code] for truth in truths}


def scores(world: World) -> dict[str, SupplierScore]:
    evaluate_suppliers(world.session, on=ON, by=world.people["buyer"], at=NOON, request_key=key())
    rows = world.session.execute(select(Supplier.code, SupplierScore).join(SupplierScore))
    return {code: row for code, row in rows}  # noqa: C416 - rows are no pairs for dict()


def test_scores_order_the_suppliers_as_the_truth_does(session: Session, world: World) -> None:
    play(world, TRUTHS, 1)
    kept = scores(world)
    truth = [each.merit for each in TRUTHS]
    found = [kept[each.code].total_tenths for each in TRUTHS]
    assert stats.kendalltau(truth, found).statistic == pytest.approx(1)
    assert kept["BEST"].standing == "good"


def test_a_short_lucky_record_does_not_rank_first(session: Session, world: World) -> None:
    play(world, (*TRUTHS, LUCKY), 2)
    kept = scores(world)
    best, lucky = kept["BEST"], kept["LUCKY"]
    assert lucky.figures["delivery"]["raw"] == 100
    assert lucky.total_tenths < best.total_tenths
    assert lucky.high_tenths - lucky.low_tenths > best.high_tenths - best.low_tenths


def test_the_interval_holds_the_truth_about_as_often_as_it_says(session: Session, world: World) -> None:
    """Over 24 suppliers drawn from one market the 90 % interval of punctuality holds the truth in 75 % at least."""
    random = Random(3)
    truths = tuple(
        Truth(f"S{n:02}", random.uniform(0.1, 0.6), 15, random.uniform(0, 0.1), random.randrange(8, 30))
        for n in range(24)
    )
    play(world, truths, 4)
    kept = scores(world)
    held = 0
    for each in truths:
        figures, true = kept[each.code].figures["delivery"], 100 - 100 * each.late * each.days / 30
        held += figures["low"] <= true <= figures["high"]
    assert 18 <= held <= 24


def test_arrays_from_the_database_are_the_rows_that_open(session: Session, world: World) -> None:
    found = play(world, TRUTHS, 5)
    kept = scores(world)
    rules = rules_on(session, ON)
    ids = list(found.values())
    since = kept["BEST"].since_on
    read = read_sums(session, ids, rules, on=ON, since=since)
    for at, (code, supplier_id) in enumerate(found.items()):
        facts = facts_of(session, supplier_id, on=ON, since=since)
        assert read.quality.of(at) == sums_of(quality(facts.lines, rules, ON).rows)
        assert read.delivery.of(at) == sums_of(delivery(facts.lines, rules, ON).rows)
        detail = queries.score_detail(session, supplier_id=supplier_id)
        assert detail is not None
        assert detail.moved is False
        assert {each.name for each in detail.dimensions if each.rows} >= {"quality", "delivery"}
        assert len(next(each.rows for each in detail.dimensions if each.name == "quality")) == kept[code].deliveries
    assert plain(kept["BEST"].figures)["price"]["facts"] == 1
    assert set(kept["BEST"].figures) == {"qualification", *LEANING}


def test_a_verdict_after_the_score_is_said(session: Session, world: World) -> None:
    found = play(world, TRUTHS[:2], 6)
    order = Market(world, suppliers=found).sent("BEST", ("P1", 20), promised=ON, at=NOON - timedelta(days=20))
    delivery_id = Market(world).deliver(order.line_ids[0], 20, ON - timedelta(days=3), judged=False)
    scores(world)
    assert [queries.score_detail(session, supplier_id=each).moved for each in found.values()] == [False, False]
    record_verdict(
        session,
        delivery_id=delivery_id,
        passed=Quantity.of(2),
        failed=Quantity.of(18),
        severity="critical",
        by=world.people["inspector"],
        at=NOON,
        request_key=key(),
    )
    assert [queries.score_detail(session, supplier_id=each).moved for each in found.values()] == [True, False]


def test_too_few_deliveries_or_none_give_nobody_a_score(session: Session, world: World) -> None:
    play(world, (Truth("ONE", 0, 0, 0, 1),), 7)
    Market(world).supplier("NONE")
    kept = scores(world)
    assert {(row.total_tenths, row.standing) for row in kept.values()} == {(None, "not_enough_data")}
    assert kept["ONE"].delivery_tenths == 1000
    assert kept["NONE"].delivery_tenths is None
