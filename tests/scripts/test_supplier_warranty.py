"""A part that fails within its supplier's warranty opens its claim by itself; the verdict keeps or drops it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import requesting
from inventory.places import MovementKind as M
from inventory.returning_old import AskedLine
from inventory.tables import Part, WorkOrder
from inventory.verifying import verify
from kernel.amounts import Money
from kernel.errors import AppError, InvalidState
from kernel.settings import set_value
from procurement.tables import SupplierPart
from receiving import warranty_claiming
from receiving.claiming import send_back
from receiving.queries import claims
from receiving.settings import WARRANTY_MONTHS
from receiving.settlement import SettlementKind
from receiving.settling import settle
from receiving.tables import SupplierReturn
from tests.support.inventory import key
from tests.support.old_parts import OldParts
from tests.support.procurement import Market, refused
from tests.support.receiving import Ramp
from tests.support.world import NOON, World, q


class Warranty:
    """Buy pieces of P1, build one into a customer's product, and let it fail in a second repair."""

    def __init__(self, world: World) -> None:
        self.world, self.session = world, world.session
        market = Market(world)
        market.offer("ACME", "P1", (0, "10"))
        self.ramp, self.old = Ramp(market), OldParts(world)
        self.bought = self.ramp.arrived("P1", 5)
        self.ramp.decide(self.bought, 5)
        self.ramp.put_away(self.bought, 5)

    def order(self, number: str, at: datetime = NOON, serial: str = "UNIT-7") -> int:
        made = requesting.open_work_order(
            self.session,
            number=number,
            urgency="normal",
            product_model_id=self.world.models["AC-1"],
            product_serial=serial,
            engineer_id=self.world.people["engineer"],
            by=self.world.people["desk"],
            at=at,
            request_key=key(),
        )
        asked = self.old.desk.ask(made.work_order_id, "P1", 1)
        self.old.desk.issue(asked.part_request_id, 1)
        return made.work_order_id

    def failed(self, at: datetime, serial: str = "UNIT-7") -> warranty_claiming.TakenBack:
        """Let the piece of a first repair fail in a second one and bring it back."""
        self.order("W1")
        second = self.order("W2", at, serial)
        note = self.old.note(AskedLine(self.old.debt(second).id, q(1)))
        return warranty_claiming.take_back(
            self.session,
            line_id=note.line_ids[0],
            quantity=q(1),
            by=self.world.people["keeper"],
            at=at,
            request_key=key(),
        )

    def decide(self, lot: int, verdict: str, cause: str = "defect") -> warranty_claiming.Decided:
        return warranty_claiming.decide(
            self.session,
            lot_id=lot,
            verdict=verdict,
            cause=cause,
            finding="线圈断路",
            by=self.world.people["inspector"],
            at=NOON,
            request_key=key(),
        )

    def claim(self, lot: int) -> SupplierReturn:
        return self.session.scalars(select(SupplierReturn).where(SupplierReturn.lot_id == lot)).one()


IN_TIME = datetime.fromisoformat("2026-09-01T04:00:00+00:00")
TOO_LATE = datetime.fromisoformat("2027-03-03T04:00:00+00:00")


@pytest.fixture
def warranty(world: World) -> Warranty:
    made = Warranty(world)
    world.session.commit()
    return made


def test_the_claim_opens_by_itself_and_names_lot_delivery_ticket_and_product(warranty: Warranty) -> None:
    came = warranty.failed(IN_TIME)
    assert came.supplier_return_id is not None
    view = claims.supplier_return(warranty.session, came.supplier_return_id)
    assert (view.reason, view.quantity, view.amount_cny) == ("warranty", q(1), Money.of("10"))
    assert (view.failed_lot_id, view.work_order_number, view.product_serial) == (warranty.bought, "W2", "UNIT-7")
    assert (view.lot_id, view.quarantine_code, view.arrival_number[:3]) == (came.lot_id, "C-OLD", "AR-")


def test_no_claim_after_the_last_day_nor_for_another_product(warranty: Warranty) -> None:
    assert warranty.failed(TOO_LATE).supplier_return_id is None


def test_no_claim_where_the_lot_is_not_known(warranty: Warranty) -> None:
    assert warranty.failed(IN_TIME, serial="UNIT-8").supplier_return_id is None


def test_the_months_come_from_the_terms_else_from_the_setting(warranty: Warranty) -> None:
    until = warranty_claiming.cover_of
    first = until(warranty.session, warranty.bought)
    assert first is not None
    assert first.until_on == date(2027, 3, 2)
    set_value(warranty.session, name=WARRANTY_MONTHS, value=6, valid_from_on=date(2026, 1, 1), by=None)
    second = until(warranty.session, warranty.bought)
    assert second is not None
    assert second.until_on == date(2026, 9, 2)
    warranty.session.scalars(select(SupplierPart)).one().warranty_months = 0
    third = until(warranty.session, warranty.bought)
    assert third is not None
    assert third.until_on == date(2026, 3, 2)
    assert until(warranty.session, warranty.world.stocked("P2", 1)) is None


def test_the_goods_go_with_the_claim_once_they_were_judged(warranty: Warranty) -> None:
    came = warranty.failed(IN_TIME)
    assert came.supplier_return_id is not None
    keeper: dict[str, Any] = {"by": warranty.world.people["keeper"], "at": NOON}
    back: dict[str, Any] = {"supplier_return_id": came.supplier_return_id, "quantity": q(1)}
    warranty.session.commit()
    with pytest.raises(AppError) as unjudged:
        send_back(warranty.session, **back, request_key=key(), **keeper)
    assert unjudged.value.code == "no_such_verdict"
    warranty.session.rollback()
    assert warranty.decide(came.lot_id, "to_maker").supplier_return_id == came.supplier_return_id
    with pytest.raises(AppError) as beside:
        warranty.world.move(M.SUPPLIER_RETURN, came.lot_id, "C-OLD", "SUPPLIER", 1)
    assert beside.value.code == "on_a_claim"
    warranty.session.rollback()
    warranty.decide(came.lot_id, "to_maker")
    send_back(warranty.session, **back, request_key=key(), **keeper)
    ended = settle(
        warranty.session,
        **back,
        kind=SettlementKind.CREDITED,
        amount_cny=Money.of("10"),
        reference="CN-1",
        credited_on=NOON.date(),
        by=warranty.world.people["buyer"],
        at=NOON,
        request_key=key(),
    )
    assert ended.state == "settled"
    assert verify(warranty.session).whole


@pytest.mark.parametrize(("verdict", "cause"), [("scrap", "defect"), ("to_maker", "misuse"), ("repair", "wear")])
def test_another_verdict_or_cause_drops_the_claim_and_a_correction_opens_it_anew(
    warranty: Warranty, verdict: str, cause: str
) -> None:
    came = warranty.failed(IN_TIME)
    assert warranty.decide(came.lot_id, verdict, cause).supplier_return_id is None
    assert warranty.claim(came.lot_id).state == "cancelled"
    anew = warranty.decide(came.lot_id, "to_maker")
    assert anew.supplier_return_id not in (None, came.supplier_return_id)


def test_a_claim_that_the_supplier_settles_is_not_dropped_any_more(warranty: Warranty) -> None:
    came = warranty.failed(IN_TIME)
    assert came.supplier_return_id is not None
    settle(
        warranty.session,
        supplier_return_id=came.supplier_return_id,
        kind=SettlementKind.CREDITED,
        quantity=q(1),
        amount_cny=Money.of("10"),
        reference="CN-1",
        credited_on=NOON.date(),
        by=warranty.world.people["buyer"],
        at=NOON,
        request_key=key(),
    )
    with pytest.raises(InvalidState) as under_way:
        warranty.decide(came.lot_id, "scrap")
    assert under_way.value.code == "return_under_way"


def test_undoing_a_confirmation_drops_its_claim(warranty: Warranty) -> None:
    came = warranty.failed(IN_TIME)
    warranty_claiming.undo_taking_back(
        warranty.session,
        receipt_id=came.receipt_id,
        reason="认错件",
        by=warranty.world.people["keeper"],
        at=NOON,
        request_key=key(),
    )
    assert warranty.claim(came.lot_id).state == "cancelled"


def test_a_claim_under_warranty_is_not_made_up(session: Session, warranty: Warranty) -> None:
    came = warranty.failed(IN_TIME, serial="UNIT-8")
    other = session.scalars(select(WorkOrder.id).where(WorkOrder.number == "W1")).one()
    columns = (
        "number, supplier_id, arrival_line_id, part_id, quantity, reason, deadline_on, amount_cny, opened_by_id,"
        " opened_at, lot_id, quarantine_location_id, demand, note, sent, scrapped, settled, state, failed_lot_id,"
        " work_order_id"
    )
    sql = (
        f"INSERT INTO supplier_return ({columns}) VALUES ('RV-X', {warranty.ramp.market.suppliers['ACME']}, 1,"
        f" {session.get_one(Part, warranty.world.parts['P1']).id}, 1000, 'warranty', '2026-09-20', 0, 1,"
        f" '2026-09-01 04:00:00', {came.lot_id}, {warranty.world.places['C-OLD']}, 'replacement', '', 0, 0, 0, 'open',"
        f" {warranty.bought}, {other})"
    )
    assert refused(session, sql) == "not_under_warranty"
