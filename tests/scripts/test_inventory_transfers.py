"""Send and receive transfers, on both engines."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory import limiting, reserving, settling_transfers, transferring
from inventory.tables import Transfer, TransferSettlement
from inventory.verifying import verify
from kernel.amounts import Money
from kernel.errors import Conflict, Forbidden, FourEyes, InsufficientStock, InvalidState, RuleViolation
from tests.support.inventory import Desk, key
from tests.support.world import NOON, World, q


class Carrier:
    """Move transfers on by short names."""

    def __init__(self, session: Session, world: World) -> None:
        self.session, self.world = session, world

    def ask(self, *lines: tuple[str, int], source: str = "C", target: str = "N", **more: Any) -> int:
        return transferring.request_transfer(
            self.session,
            from_store_id=self.world.places[source],
            to_store_id=self.world.places[target],
            lines=tuple((self.world.parts[part], q(quantity)) for part, quantity in lines),
            **{"by": self.world.people["keeper2"], "at": NOON, "request_key": key(), **more},
        ).transfer_id

    def send(self, transfer: int, *lines: tuple[str, int], by: str = "keeper", **more: Any) -> transferring.Transferred:
        return transferring.send(
            self.session,
            transfer_id=transfer,
            lines=tuple((self.world.parts[part], q(quantity)) for part, quantity in lines) or None,
            **{"by": self.world.people[by], "at": NOON, "request_key": key(), **more},
        )

    def receive(
        self, transfer: int, *lines: tuple[str, int], to: str = "N-A1", by: str = "keeper2"
    ) -> transferring.Transferred:
        return transferring.receive(
            self.session,
            transfer_id=transfer,
            lines=tuple((self.world.parts[part], q(quantity)) for part, quantity in lines),
            to_location_id=self.world.places[to],
            by=self.world.people[by],
            at=NOON,
            request_key=key(),
        )

    def settle(
        self, transfer: int, quantity: int = 3, cause: str = "sent_back", by: str = "keeper", **more: Any
    ) -> settling_transfers.Settled:
        facts: dict[str, Any] = {"part_id": self.world.parts["P1"], "note": "looked for it", **more}
        return settling_transfers.settle_missing(
            self.session,
            transfer_id=transfer,
            quantity=q(quantity),
            cause=cause,
            by=self.world.people[by],
            at=NOON,
            request_key=key(),
            **facts,
        )

    def decide(self, settlement: int, by: str = "supervisor", *, yes: bool = True, note: str = "") -> str:
        return settling_transfers.decide_loss(
            self.session,
            settlement_id=settlement,
            approved=yes,
            note=note,
            by=self.world.people[by],
            at=NOON,
            request_key=key(),
        ).transfer_state

    def limit(self, part: str, most: int) -> None:
        limiting.set_van_limit(
            self.session,
            van_id=self.world.places["VAN1"],
            part_id=self.world.parts[part],
            most=q(most),
            by=self.world.people["supervisor"],
            at=NOON,
            request_key=key(),
        )

    def sign(self, transfer: int, by: str = "supervisor") -> None:
        limiting.sign_beyond(
            self.session,
            transfer_id=transfer,
            reason="long journey",
            by=self.world.people[by],
            at=NOON,
            request_key=key(),
        )


@pytest.fixture
def carrier(session: Session, world: World) -> Carrier:
    return Carrier(session, world)


@pytest.fixture
def desk(session: Session, world: World) -> Desk:
    return Desk(session, world)


def test_goods_travel_oldest_first_and_serve_who_waits(
    session: Session, world: World, desk: Desk, carrier: Carrier
) -> None:
    new = world.stocked("P1", 2, on=date(2026, 2, 1))
    old = world.stocked("P1", 2, on=date(2026, 1, 1), at="C-A2")
    waiting = desk.ask(desk.order(), "P1", 1, store="N")
    transfer = carrier.ask(("P1", 3))
    sent = carrier.send(transfer)
    assert [(lot.lot_id, lot.quantity) for lot in sent.lots] == [(old, q(2)), (new, q(1))]
    assert world.on_hand("N-T", old) == q(2)
    done = carrier.receive(transfer, ("P1", 3))
    session.commit()
    assert done.state == "received"
    assert (world.on_hand("N-T", old), world.on_hand("N-A1", old), world.on_hand("N-A1", new)) == (q(0), q(2), q(1))
    assert reserving.promised_to(session, waiting.part_request_id) == q(1)
    assert desk.stock("P1") == (q(1), q(0))


def test_sender_and_receiver_are_two(world: World, carrier: Carrier) -> None:
    world.stocked("P1", 2)
    transfer = carrier.ask(("P1", 2))
    carrier.send(transfer)
    with pytest.raises(FourEyes):
        carrier.receive(transfer, ("P1", 2), by="keeper")


def test_a_short_transfer_goes_back_where_it_came_from(session: Session, world: World, carrier: Carrier) -> None:
    first = world.stocked("P1", 2, on=date(2026, 1, 1), at="C-A2")
    second = world.stocked("P1", 3, on=date(2026, 2, 1))
    transfer = carrier.ask(("P1", 4))
    carrier.send(transfer)
    assert carrier.receive(transfer, ("P1", 1)).state == "short"
    with pytest.raises(FourEyes):
        carrier.settle(transfer, by="keeper2")
    assert carrier.settle(transfer).transfer_state == "closed"
    session.commit()
    assert (world.on_hand("N-A1", first), world.on_hand("C-A2", first)) == (q(1), q(1))
    assert world.on_hand("C-A1", second) == q(3)
    assert world.on_hand("N-T", first) == world.on_hand("N-T", second) == q(0)
    with pytest.raises(InvalidState):
        carrier.settle(transfer)


def test_a_transfer_of_which_nothing_came(world: World, carrier: Carrier) -> None:
    lot = world.stocked("P1", 2)
    transfer = carrier.ask(("P1", 2))
    carrier.send(transfer)
    assert carrier.receive(transfer, ("P1", 0)).posting_id is None
    carrier.settle(transfer, 2)
    assert world.on_hand("C-A1", lot) == q(2)


def test_what_is_promised_is_not_sent(world: World, desk: Desk, carrier: Carrier) -> None:
    world.stocked("P1", 3)
    desk.ask(desk.order(), "P1", 2)
    transfer = carrier.ask(("P1", 2))
    with pytest.raises(InsufficientStock) as caught:
        carrier.send(transfer)
    assert (caught.value.details["available"], caught.value.details["reserved_for_others"]) == ("1", "2")
    assert [lot.quantity for lot in carrier.send(transfer, ("P1", 1)).lots] == [q(1)]


def test_steps_are_taken_once_and_in_order(session: Session, world: World, carrier: Carrier) -> None:
    world.stocked("P1", 5)
    transfer = carrier.ask(("P1", 2), request_key="ask")
    assert carrier.ask(("P1", 2), request_key="ask") == transfer
    with pytest.raises(Conflict):
        carrier.ask(("P1", 3), request_key="ask")
    with pytest.raises(InvalidState):
        carrier.receive(transfer, ("P1", 2))
    first = carrier.send(transfer, request_key="send")
    session.commit()
    assert carrier.send(transfer, request_key="send") == first
    with pytest.raises(InvalidState):
        carrier.send(transfer)
    with pytest.raises(RuleViolation):
        carrier.receive(transfer, ("P1", 3))
    with pytest.raises(RuleViolation):
        carrier.receive(transfer, ("P2", 1))
    with pytest.raises(RuleViolation):
        carrier.receive(transfer, ("P1", 2), to="C-A1")
    with pytest.raises(InvalidState):
        transferring.cancel(session, transfer_id=transfer, by=1, at=NOON, request_key=key())


def test_an_unsent_transfer_is_cancelled(session: Session, carrier: Carrier) -> None:
    transfer = carrier.ask(("P1", 2))
    transferring.cancel(session, transfer_id=transfer, by=1, at=NOON, request_key=key())
    assert session.get_one(Transfer, transfer).state == "cancelled"
    with pytest.raises(InvalidState):
        carrier.send(transfer)


@pytest.mark.parametrize(
    ("lines", "target", "code"),
    [
        ([], "N", "no_lines"),
        ([("P1", 1), ("P1", 2)], "N", "part_twice"),
        ([("P1", 0)], "N", "quantity_not_positive"),
        ([("P1", 1)], "C", "same_store"),
        ([("P1", 1)], "N-A1", "wrong_kind_of_place"),
    ],
)
def test_a_wrong_request_is_refused(carrier: Carrier, lines: list[tuple[str, int]], target: str, code: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        carrier.ask(*lines, target=target)
    assert caught.value.code == code


def test_only_its_engineer_loads_a_van(world: World, carrier: Carrier) -> None:
    world.stocked("P1", 2)
    transfer = carrier.ask(("P1", 2), target="VAN1")
    carrier.send(transfer)
    with pytest.raises(Forbidden):
        carrier.receive(transfer, ("P1", 2), to="VAN1", by="keeper2")
    assert carrier.receive(transfer, ("P1", 2), to="VAN1", by="engineer").state == "received"
    back = carrier.ask(("P1", 1), source="VAN1", target="C")
    with pytest.raises(Forbidden):
        carrier.send(back)
    assert carrier.send(back, by="engineer").state == "sent"


@pytest.fixture
def short(world: World, carrier: Carrier) -> int:
    """Send four pieces of which one arrives."""
    world.stocked("P1", 4)
    transfer = carrier.ask(("P1", 4))
    carrier.send(transfer)
    carrier.receive(transfer, ("P1", 1))
    return transfer


def test_missing_goods_stay_in_transit_until_each_piece_has_a_cause(
    session: Session, world: World, desk: Desk, carrier: Carrier, short: int
) -> None:
    waiting = desk.ask(desk.order(), "P1", 2, store="N")
    assert carrier.settle(short, 1, "found", by="keeper2", to_location_id=world.places["N-A2"]).state == "posted"
    assert reserving.promised_to(session, waiting.part_request_id) == q(2)
    with pytest.raises(FourEyes):
        carrier.settle(short, 1, "found", by="keeper", to_location_id=world.places["N-A2"])
    with pytest.raises(RuleViolation, match="other_store"):
        carrier.settle(short, 1, "found", by="keeper2", to_location_id=world.places["C-A1"])
    assert carrier.settle(short, 1).transfer_state == "short"
    lost = carrier.settle(short, 1, "lost", by="keeper2")
    assert (lost.state, lost.posting_id) == ("asked", None)
    with pytest.raises(RuleViolation, match="more_than_missing"):
        carrier.settle(short, 1)
    for who in ("keeper", "keeper2"):
        with pytest.raises(FourEyes):
            carrier.decide(lost.settlement_id, by=who)
    with pytest.raises(RuleViolation, match="reason_missing"):
        carrier.decide(lost.settlement_id, yes=False)
    assert carrier.decide(lost.settlement_id) == "closed"
    assert desk.stock("P1", "N")[0] == q(2)
    assert desk.stock("P1", "C")[0] == q(1)
    assert verify(session).whole


def test_a_refused_loss_leaves_the_goods_missing(session: Session, carrier: Carrier, short: int) -> None:
    lost = carrier.settle(short, 3, "lost")
    assert carrier.decide(lost.settlement_id, yes=False, note="look in the lorry") == "short"
    with pytest.raises(InvalidState):
        carrier.decide(lost.settlement_id)
    assert carrier.settle(short, 3).transfer_state == "closed"
    states = session.scalars(select(TransferSettlement.state).order_by(TransferSettlement.id)).all()
    assert states == ["refused", "posted"]


def test_a_van_takes_no_more_of_a_part_than_its_limit(world: World, carrier: Carrier) -> None:
    world.stocked("P1", 10)
    carrier.limit("P1", 3)
    with pytest.raises(RuleViolation, match="beyond_limit"):
        carrier.ask(("P1", 4), target="VAN1")
    carrier.ask(("P1", 2), target="VAN1")
    with pytest.raises(RuleViolation, match="beyond_limit") as caught:
        carrier.ask(("P1", 2), target="VAN1")
    assert caught.value.details["there"] == "2"
    assert caught.value.details["most"] == "3"


def test_a_supervisor_signs_what_goes_beyond_a_limit(session: Session, world: World, carrier: Carrier) -> None:
    world.stocked("P1", 10)
    carrier.limit("P1", 3)
    transfer = carrier.ask(("P1", 4), target="VAN1", beyond_reason="two journeys")
    session.commit()
    with pytest.raises(RuleViolation, match="beyond_limit"):
        carrier.send(transfer)
    session.rollback()
    with pytest.raises(FourEyes):
        carrier.sign(transfer, by="keeper2")
    carrier.sign(transfer)
    assert carrier.send(transfer).state == "sent"
    with pytest.raises(InvalidState):
        carrier.sign(transfer)


def test_a_van_holds_no_more_value_than_its_limit(session: Session, world: World, carrier: Carrier) -> None:
    world.stocked("P1", 10, cost="10")
    facts: dict[str, Any] = {"van_id": world.places["VAN1"], "by": world.people["supervisor"], "at": NOON}
    limiting.set_van_value(session, most_value_cny=Money.of(50), request_key=key(), **facts)
    with pytest.raises(RuleViolation, match="beyond_value"):
        carrier.ask(("P1", 6), target="VAN1")
    carrier.send(carrier.ask(("P1", 5), target="VAN1"))
    with pytest.raises(RuleViolation, match="beyond_value") as caught:
        carrier.ask(("P1", 1), target="VAN1")
    assert caught.value.details["there"] == "50"
    limiting.set_van_value(session, most_value_cny=None, request_key=key(), **facts)
    carrier.ask(("P1", 5), target="VAN1")
