"""Suppliers, offers and orders for tests, made through the scripts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from forecasting.tables import HistoryDemand
from kernel.amounts import Money
from kernel.refusals import refusal
from procurement.ordering import (
    NewLine,
    Ordered,
    Promise,
    approve_order,
    confirm_order,
    create_order,
    send_order,
)
from procurement.qualifying import set_supplier_state
from procurement.supplier_file_keeping import decide_bank, propose_bank
from procurement.suppliers_keeping import (
    PriceStep,
    create_supplier,
    offer_part,
    set_prices,
)
from procurement.tracking import Delivered, record_delivery, record_verdict
from tests.support.world import NOON, World, q

_keys = count(1)


def key() -> str:
    """Return a request key that was never used."""
    return f"buying-{next(_keys)}"


@dataclass
class Market:
    """Hold the suppliers of a small company by short names."""

    world: World
    suppliers: dict[str, int] = field(default_factory=dict)
    offers: dict[tuple[str, str], int] = field(default_factory=dict)

    def supplier(self, code: str, *, state: str = "approved") -> int:
        """Enter a supplier and bring it to a state."""
        session, people = self.world.session, self.world.people
        made = create_supplier(
            session,
            code=code,
            name_zh=f"供应商{code}",
            name_en=f"Supplier {code}",
            by=people["buyer"],
            at=NOON,
            request_key=key(),
        )
        steps = {"candidate": (), "approved": ("approved",), "on_watch": ("approved", "on_watch")}
        for step in steps.get(state, ("approved", state)):
            set_supplier_state(
                session,
                supplier_id=made.supplier_id,
                state=step,
                reason="audit",
                by=people["supervisor"],
                at=NOON,
                request_key=key(),
            )
        self.suppliers[code] = made.supplier_id
        return made.supplier_id

    def bank(self, code: str, account: str) -> None:
        """Give a supplier another bank account, by two persons."""
        session, people = self.world.session, self.world.people
        asked = propose_bank(
            session,
            supplier_id=self.suppliers[code],
            bank_name="ICBC",
            bank_account=account,
            reason="letter",
            by=people["buyer"],
            at=NOON,
            request_key=key(),
        )
        decide_bank(
            session,
            supplier_bank_id=asked.supplier_bank_id,
            approve=True,
            finding="called back",
            by=people["supervisor"],
            at=NOON,
            request_key=key(),
        )

    def offer(
        self,
        supplier: str,
        part: str,
        *prices: tuple[int | str, str],
        lead: int = 10,
        minimum: str | int = 0,
        multiple: str | int = 1,
        preferred: bool = False,
        order_cost: str | None = None,
        valid_from: date = date(2020, 1, 1),
    ) -> int:
        """Let a supplier offer a part at (from quantity, price) steps."""
        session, by = self.world.session, self.world.people["buyer"]
        if supplier not in self.suppliers:
            self.supplier(supplier)
        made = offer_part(
            session,
            supplier_id=self.suppliers[supplier],
            part_id=self.world.parts[part],
            lead_time_days=lead,
            minimum_quantity=q(minimum),
            multiple_quantity=q(multiple),
            preferred=preferred,
            order_cost_cny=None if order_cost is None else Money.of(order_cost),
            by=by,
            at=NOON,
            request_key=key(),
        )
        set_prices(
            session,
            supplier_part_id=made.supplier_part_id,
            valid_from_on=valid_from,
            steps=tuple(PriceStep(q(start), Money.of(price)) for start, price in prices or ((0, "10"),)),
            by=by,
            at=NOON,
            request_key=key(),
        )
        self.offers[supplier, part] = made.supplier_part_id
        return made.supplier_part_id

    def draft(self, supplier: str, *lines: tuple[str, int | str], store: str = "C", at: datetime = NOON) -> Ordered:
        """Create a draft order by the buyer."""
        return create_order(
            self.world.session,
            supplier_id=self.suppliers[supplier],
            store_id=self.world.places[store],
            lines=tuple(NewLine(self.world.parts[part], q(quantity)) for part, quantity in lines),
            by=self.world.people["buyer"],
            at=at,
            request_key=key(),
        )

    def sent(
        self,
        supplier: str,
        *lines: tuple[str, int | str],
        promised: date | None = None,
        store: str = "C",
        at: datetime = NOON,
    ) -> Ordered:
        """Create, approve and send an order, and confirm it where a date was promised."""
        made = self.draft(supplier, *lines, store=store, at=at)
        session, people = self.world.session, self.world.people
        approve_order(session, order_id=made.order_id, by=people["supervisor"], at=at, request_key=key())
        send_order(session, order_id=made.order_id, by=people["buyer"], at=at, request_key=key())
        if promised is not None:
            confirm_order(
                session,
                order_id=made.order_id,
                promises=tuple(Promise(line, promised) for line in made.line_ids),
                by=people["buyer"],
                at=at,
                request_key=key(),
            )
        return made

    def deliver(self, line: int, quantity: int | str, on: date, *, failed: int | str = 0, judged: bool = True) -> int:
        """Record a delivery and its verdict, and return it."""
        session, people = self.world.session, self.world.people
        came: Delivered = record_delivery(
            session,
            order_line_id=line,
            quantity=q(quantity),
            received_on=on,
            by=people["keeper"],
            at=NOON,
            request_key=key(),
        )
        if judged:
            bad = q(failed)
            record_verdict(
                session,
                delivery_id=came.delivery_id,
                passed=q(quantity) - bad,
                failed=bad,
                severity="major" if bad else None,
                by=people["inspector"],
                at=NOON,
                request_key=key(),
            )
        return came.delivery_id


def ago(days: int) -> datetime:
    """Return the instant so many days before noon."""
    return NOON - timedelta(days=days)


def refused(session: Session, sql: str, **values: object) -> str:
    """Run raw SQL that the database must refuse and return the code of the refusal."""
    session.commit()
    with pytest.raises(DBAPIError) as caught:
        session.execute(text(sql), values)
    session.rollback()
    return refusal(caught.value).code


def add_history(session: Session, world: World, since: date, until: date) -> None:
    """Give P1 in the central store a steady demand a month, from a first day of a month up to another."""
    month = since
    while month < until:
        session.add(
            HistoryDemand(
                part_id=world.parts["P1"],
                store_id=world.places["C"],
                period_start_on=month,
                quantity=q(4 + month.month % 3),
                source="test",
            )
        )
        month = (month + timedelta(days=32)).replace(day=1)
