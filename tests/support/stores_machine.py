"""A machine that works in stores at random beside a model of what must come of it."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from copy import deepcopy
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import func, literal, select

from inventory import (
    accepting,
    counting,
    issuing,
    putting_away,
    requesting,
    reserving,
    returning,
    settling_transfers,
    transferring,
)
from inventory.tables import Balance, CountLine, Movement, PartRequest, Reservation, Stock
from inventory.verifying import verify
from kernel.amounts import Money, Quantity
from kernel.db import QuantityType, make_engine
from kernel.errors import AppError
from kernel.settings import set_value
from tests.support.databases import Copies, session_on
from tests.support.world import NOON, q

PARTS = ("P1", "P2", "FRESH")
STORES = ("C", "N")
BINS = {"C": ("C-A1", "C-A2"), "N": ("N-A1", "N-A2")}
KEEPER = {"C": "keeper", "N": "keeper2"}
pieces = st.integers(1, 6)
Data = st.DataObject | random.Random
"""Where a rule gets its choices from: Hypothesis, or plain dice in a long run."""


def among(data: Data, values: Sequence[Any]) -> Any:
    """Choose one of the values."""
    return data.choice(values) if isinstance(data, random.Random) else data.draw(st.sampled_from(values))


def between(data: Data, least: int, most: int) -> int:
    """Choose a number."""
    return data.randint(least, most) if isinstance(data, random.Random) else data.draw(st.integers(least, most))


class Stores(RuleBasedStateMachine):
    """Hold the model: what of each lot should be where, what was received, passed and failed."""

    copies: Copies
    begun: dict[str, Any] | None = None
    """The model after the first stock came in; None while that happens, in the database that is copied."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.names = self.copies.names
        self.minutes = 0
        self.there: Counter[tuple[int, int]] = Counter()
        self.received: Counter[int] = Counter()
        self.passed: Counter[int] = Counter()
        self.failed: Counter[int] = Counter()
        self.lots: dict[int, tuple[str, date]] = {}
        self.orders: list[int] = []
        self.order_place: dict[int, int] = {}
        self.requests: list[int] = []
        if self.begun is not None:
            engine = self.stack.enter_context(self.copies.fresh())
            self.session = session_on(self.stack.enter_context(engine.connect()))
            vars(self).update(deepcopy(self.begun))

    def begin(self) -> dict[str, Any]:
        """Open work orders and bring in the first stock, once; return the model."""
        engine = make_engine(self.copies.url)
        with session_on(engine) as self.session:
            self.open_orders()
        engine.dispose()
        model = ("minutes", "there", "received", "passed", "failed", "lots", "orders", "order_place", "requests")
        return {name: getattr(self, name) for name in model}

    def teardown(self) -> None:
        self.session.close()
        self.stack.close()

    def do(self, script: Callable[..., Any], by: str, **facts: Any) -> Any:
        """Run a script as one transaction; a refusal changes nothing and gives None."""
        self.minutes += 1
        at = NOON + timedelta(minutes=self.minutes)
        try:
            result = script(self.session, by=self.names.people[by], at=at, request_key=str(uuid4()), **facts)
            self.session.commit()
        except AppError as error:
            self.session.rollback()
            self.note(f"{script.__name__}: {error.code}")
            return None
        self.note(f"{script.__name__}: done")
        return result

    def note(self, happened: str) -> None:
        """Count what happens for `--hypothesis-show-statistics`."""
        if self.begun is not None:
            event(happened)

    def place(self, code: str) -> int:
        return self.names.places[code]

    def shift(self, lot: int, source: int | None, target: int | None, quantity: Quantity) -> None:
        if source is not None:
            self.there[source, lot] -= quantity.scaled
        if target is not None:
            self.there[target, lot] += quantity.scaled

    def in_store(self, store: str, part: str) -> list[tuple[date, int, int]]:
        """Return (rank, lot, quantity) of what may be issued in a store, in its order: the oracle of FIFO."""
        sums: Counter[int] = Counter()
        for code in BINS[store]:
            for (place, lot), quantity in self.there.items():
                if place == self.place(code) and self.lots[lot][0] == part and quantity:
                    sums[lot] += quantity
        return sorted((self.lots[lot][1], lot, quantity) for lot, quantity in sums.items())

    def follow(self, filled_from: int) -> None:
        """Bring the model along with movements that the test did not predict one by one (transfers, counts)."""
        for m in self.session.scalars(select(Movement).where(Movement.id > filled_from).order_by(Movement.id)):
            self.shift(m.lot_id, m.from_location_id, m.to_location_id, m.quantity)

    def last(self) -> int:
        return self.session.scalar(select(Movement.id).order_by(Movement.id.desc()).limit(1)) or 0

    def open_orders(self) -> None:
        set_value(
            self.session,
            name="stock_take.tolerance",
            value={"share_percent": 1000, "value_cny": 10**6},
            valid_from_on=date(2020, 1, 1),
            by=None,
        )
        self.session.commit()
        for number, urgency in (("W1", "normal"), ("W2", "urgent")):
            made = self.do(
                requesting.open_work_order,
                "desk",
                number=number,
                urgency=urgency,
                product_model_id=None,
                engineer_id=self.names.people["engineer"],
            )
            self.orders.append(made.work_order_id)
            self.order_place[made.work_order_id] = made.location_id
        for part in PARTS:
            for store in STORES:
                for age in (3, 1):
                    self.stocked(part, store, 5, age)

    def stocked(self, part: str, store: str, pieces: int, age: int) -> None:
        """Bring in a lot, pass it and put it away, two pieces in the second bin."""
        known = set(self.lots)
        self.bring(part, store, pieces, age)
        (lot,) = set(self.lots) - known
        hold, staging = self.place(f"{store}-H"), self.place(f"{store}-S")
        facts = {"passed": q(pieces), "failed": q(0), "reference": "I"}
        assert self.do(accepting.clear, "inspector", lot_id=lot, hold_location_id=hold, **facts)
        self.passed[lot] += pieces * 1000
        self.shift(lot, hold, staging, q(pieces))
        for code, quantity in zip(BINS[store], (pieces - 2, 2), strict=True):
            place = {"from_location_id": staging, "to_location_id": self.place(code)}
            assert self.do(putting_away.put_away, KEEPER[store], lot_id=lot, quantity=q(quantity), **place)
            self.shift(lot, staging, self.place(code), q(quantity))

    @rule(part=st.sampled_from(PARTS), store=st.sampled_from(STORES), pieces=pieces, age=st.integers(0, 5))
    def bring_in(self, part: str, store: str, pieces: int, age: int) -> None:
        self.bring(part, store, pieces, age)

    def bring(self, part: str, store: str, pieces: int, age: int) -> None:
        received_on = date(2026, 2, 20) + timedelta(days=age)
        expires_on = received_on + timedelta(days=100) if part == "FRESH" else None
        brought = self.do(
            accepting.bring_in,
            "keeper",
            part_id=self.names.parts[part],
            quantity=q(pieces),
            hold_location_id=self.place(f"{store}-H"),
            unit_cost_cny=Money.of(age + 1),
            received_on=received_on,
            reference="OPEN",
            origin="opening",
            brought_by_id=self.names.people["buyer"],
            expires_on=expires_on,
        )
        for lot in brought.lots:
            self.lots[lot.lot_id] = (part, expires_on or received_on)
            self.received[lot.lot_id] += lot.quantity.scaled
            self.shift(lot.lot_id, None, self.place(f"{store}-H"), lot.quantity)

    def pick(self, data: Data, places: tuple[str, ...]) -> tuple[int, str, int]:
        """Draw (lot, place, pieces there), mostly of what is really there, at times of what is not."""
        there = [
            (lot, code, self.there[self.place(code), lot] // 1000)
            for lot in sorted(self.lots)
            for code in places
            if self.there[self.place(code), lot]
        ]
        absent = [(lot, code, 0) for lot in sorted(self.lots) for code in places][:3]
        return among(data, [*there * 3, *absent])

    @precondition(lambda self: self.lots)
    @rule(data=st.data())
    def inspect(self, data: Data) -> None:
        lot, code, waiting = self.pick(data, ("C-H", "N-H"))
        hold, store = self.place(code), code[0]
        good, bad = between(data, 0, waiting + 1), between(data, 0, 2)
        fits = 0 < good + bad <= waiting
        cleared = self.do(
            accepting.clear,
            "inspector",
            lot_id=lot,
            hold_location_id=hold,
            passed=q(good),
            failed=q(bad),
            reference="I",
        )
        assert (cleared is not None) == fits
        if cleared:
            self.passed[lot] += good * 1000
            self.failed[lot] += bad * 1000
            self.shift(lot, hold, self.place(f"{store}-S"), q(good))
            self.shift(lot, hold, self.place(f"{store}-Q"), q(bad))

    @precondition(lambda self: self.lots)
    @rule(data=st.data(), second=st.booleans())
    def put_away(self, data: Data, second: bool) -> None:
        """Put away from staging; sometimes try to go straight from the hold or the quarantine."""
        lot, code, waiting = self.pick(data, ("C-S", "N-S", "C-S", "N-S", "C-H", "N-Q"))
        source, store = self.place(code), code[0]
        pieces = between(data, 1, max(1, waiting) + 1)
        target = self.place(BINS[store][second])
        done = self.do(
            putting_away.put_away,
            KEEPER[store],
            lot_id=lot,
            from_location_id=source,
            to_location_id=target,
            quantity=q(pieces),
        )
        assert (done is not None) == (code.endswith("-S") and pieces <= waiting)
        if done:
            self.shift(lot, source, target, q(pieces))

    @rule(part=st.sampled_from(PARTS), store=st.sampled_from(STORES), pieces=pieces, order=st.integers(0, 1))
    def ask(self, part: str, store: str, pieces: int, order: int) -> None:
        asked = self.do(
            requesting.request_part,
            "engineer",
            work_order_id=self.orders[order],
            part_id=self.names.parts[part],
            store_id=self.place(store),
            quantity=q(pieces),
        )
        if asked:
            self.requests.append(asked.part_request_id)
            assert asked.reserved + asked.backordered == q(pieces)

    @precondition(lambda self: self.requests)
    @rule(data=st.data())
    def issue(self, data: Data) -> None:
        self.issued(data)

    @precondition(lambda self: self.requests)
    @rule(data=st.data())
    def issue_more(self, data: Data) -> None:
        """Be drawn as often again: issues are what the stores are for."""
        self.issued(data)

    def issued(self, data: Data) -> None:
        """Issue; what is taken must be what the oracle of FIFO takes."""
        waiting = self.session.scalars(select(PartRequest.id).where(PartRequest.open).order_by(PartRequest.id)).all()
        chosen = among(data, [*waiting, *waiting, self.requests[0]])
        request = self.session.get_one(PartRequest, chosen)
        lacking = (request.quantity - request.issued - request.cancelled).scaled // 1000
        pieces = between(data, 1, max(1, lacking) + (chosen % 2))
        part = next(name for name, key in self.names.parts.items() if key == request.part_id)
        store = next(code for code in STORES if self.place(code) == request.store_id)
        ordered = self.in_store(store, part)
        expected: Counter[int] = Counter()
        left = pieces * 1000
        for _, lot, quantity in ordered:
            expected[lot] = min(quantity, left)
            left -= expected[lot]
        order = request.work_order_id
        issued = self.do(issuing.issue, KEEPER[store], part_request_id=request.id, quantity=q(pieces))
        if issued is None:
            return
        taken: Counter[int] = Counter()
        for line in issued.lines:
            taken[line.lot_id] += line.quantity.scaled
            self.shift(line.lot_id, line.location_id, self.order_place[order], line.quantity)
        assert left == 0
        assert +taken == +expected

    @precondition(lambda self: self.lots)
    @rule(data=st.data(), store=st.sampled_from(STORES))
    def give_back(self, data: Data, store: str) -> None:
        held = [
            (lot, order, self.there[place, lot] // 1000)
            for order, place in self.order_place.items()
            for lot in sorted(self.lots)
            if self.there[place, lot]
        ]
        lot, work_order, there = among(data, [*held * 3, (min(self.lots), self.orders[0], 0)])
        pieces = between(data, 1, there + 1)
        target = self.place(BINS[store][0])
        done = self.do(
            returning.return_unused,
            KEEPER[store],
            work_order_id=work_order,
            lot_id=lot,
            quantity=q(pieces),
            to_location_id=target,
        )
        if done:
            assert self.there[self.order_place[work_order], lot] >= pieces * 1000
            self.shift(lot, self.order_place[work_order], target, q(pieces))

    @precondition(lambda self: self.requests)
    @rule(data=st.data())
    def cancel(self, data: Data) -> None:
        self.do(requesting.cancel_request, "desk", part_request_id=among(data, self.requests))

    @rule()
    def let_promises_lapse(self) -> None:
        self.minutes += 60 * 24
        self.do(reserving.expire, "admin")

    @rule(part=st.sampled_from(PARTS), source=st.sampled_from(STORES), pieces=pieces, arrived=st.integers(0, 6))
    def transfer(self, part: str, source: str, pieces: int, arrived: int) -> None:
        target = "N" if source == "C" else "C"
        before = self.last()
        part_id = self.names.parts[part]
        asked = self.do(
            transferring.request_transfer,
            "keeper",
            from_store_id=self.place(source),
            to_store_id=self.place(target),
            lines=((part_id, q(pieces)),),
        )
        if self.do(transferring.send, KEEPER[source], transfer_id=asked.transfer_id) is None:
            return
        self.do(
            transferring.receive,
            KEEPER[target],
            transfer_id=asked.transfer_id,
            lines=((part_id, q(min(arrived, pieces))),),
            to_location_id=self.place(BINS[target][0]),
        )
        if arrived < pieces:
            self.settle(asked.transfer_id, part_id, pieces - arrived, KEEPER[source])
        self.follow(before)

    def settle(self, transfer_id: int, part_id: int, lacking: int, keeper: str) -> None:
        """Lose the first of the missing pieces with approval and take the others back."""
        missing = {"transfer_id": transfer_id, "part_id": part_id, "note": "looked for"}
        lost = self.do(settling_transfers.settle_missing, keeper, quantity=q(1), cause="lost", **missing)
        self.do(settling_transfers.decide_loss, "admin", settlement_id=lost.settlement_id, approved=True, note="")
        if lacking > 1:
            self.do(settling_transfers.settle_missing, keeper, quantity=q(lacking - 1), cause="sent_back", **missing)

    @rule(data=st.data(), store=st.sampled_from(STORES), wrong=st.integers(-3, 3))
    def take_stock(self, data: Data, store: str, wrong: int) -> None:
        """Count a whole store with one wrong line, and bring the book to the shelf."""
        made = self.do(counting.create_stock_take, "supervisor", store_id=self.place(store), due_on=date(2026, 3, 31))
        if made is None:
            assert not any(self.in_store(store, part) for part in PARTS)
            return
        take = {"stock_take_id": made.stock_take_id}
        lines = self.session.scalars(select(CountLine).filter_by(**take).order_by(CountLine.id)).all()
        chosen = among(data, [line.id for line in lines])
        book: dict[int, int] = defaultdict(int)
        part_of = {key: name for name, key in self.names.parts.items()}
        facts = [(line.id, line.location_id, line.part_id) for line in lines]
        for line, place, part in facts:
            book[line] = sum(
                n for (p, lot), n in self.there.items() if p == place and self.lots[lot][0] == part_of[part]
            )
            counted = Quantity(max(0, book[line] + (wrong * 1000 if line == chosen else 0)))
            assert self.do(counting.count, KEEPER[store], location_id=place, part_id=part, counted=counted, **take)
        if max(0, book[chosen] + wrong * 1000) != book[chosen]:
            assert self.do(counting.set_cause, "supervisor", count_line_id=chosen, cause="unknown")
        assert self.do(counting.review, "supervisor", **take)
        assert self.do(counting.approve, "supervisor", **take) is None
        assert self.do(counting.approve, KEEPER[store], **take) is None
        assert self.do(counting.approve, "admin", **take)
        before = self.last()
        assert self.do(counting.post_variances, "admin", **take)
        self.follow(before)

    @invariant()
    def the_ledger_is_the_model(self) -> None:
        balances = {
            (b.location_id, b.lot_id): b.on_hand.scaled
            for b in self.session.scalars(select(Balance).execution_options(populate_existing=True))
        }
        model = {key: quantity for key, quantity in self.there.items() if quantity and key[0] in self.physical()}
        assert {key: quantity for key, quantity in balances.items() if quantity} == model
        assert all(quantity >= 0 for quantity in balances.values())

    @invariant()
    def nothing_is_promised_twice(self) -> None:
        for stock in self.session.scalars(select(Stock).execution_options(populate_existing=True)):
            assert Quantity.zero() <= stock.reserved <= stock.on_hand
        promised = (
            select(Reservation.part_request_id, func.sum(Reservation.quantity).label("open"))
            .where(Reservation.state == "open")
            .group_by(Reservation.part_request_id)
            .subquery()
        )
        too_much = select(PartRequest.id).outerjoin(promised, promised.c.part_request_id == PartRequest.id)
        left = PartRequest.quantity - PartRequest.issued - PartRequest.cancelled
        held = func.coalesce(promised.c.open, literal(Quantity.zero(), QuantityType))
        assert self.session.scalars(too_much.where(held > left)).all() == []

    @invariant()
    def received_is_passed_failed_or_pending(self) -> None:
        for lot in self.lots:
            pending = sum(self.there[self.place(f"{store}-H"), lot] for store in STORES)
            assert self.received[lot] == self.passed[lot] + self.failed[lot] + pending

    @invariant()
    def everything_verifies(self) -> None:
        assert verify(self.session).findings == ()
        self.session.rollback()

    def physical(self) -> set[int]:
        return {
            key for code, key in self.names.places.items() if code not in {"SUPPLIER", "OPENING", "SCRAP", "VARIANCE"}
        } | set(self.order_place.values())
