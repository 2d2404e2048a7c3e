"""Transfers of pieces with serial numbers: each is named when it goes, when it comes and when it is missing."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from inventory import settling_transfers, transferring
from inventory.finding_pieces import pieces_on_the_way
from inventory.places import MovementKind as M
from inventory.posting import Move, post
from inventory.queries.transfer_pieces import pieces_of
from inventory.serial_ranges import read_serials
from inventory.tables import Lot, Transfer, TransferSettlementPiece
from inventory.verifying import verify
from kernel.errors import AppError, NotFound, RuleViolation
from kernel.refusals import refusal
from tests.support.inventory import key
from tests.support.world import NOON, World, q


class Carrier:
    """Carry pieces of SER from the central store to the north."""

    def __init__(self, session: Session, world: World) -> None:
        self.session, self.world, self.part = session, world, world.parts["SER"]

    def ask(self, count: int) -> int:
        return transferring.request_transfer(
            self.session,
            from_store_id=self.world.places["C"],
            to_store_id=self.world.places["N"],
            lines=((self.part, q(count)),),
            **self._by("keeper2"),
        ).transfer_id

    def send(self, transfer: int, serials: str, count: int | None = None) -> transferring.Transferred:
        numbers = read_serials(serials)
        return transferring.send(
            self.session,
            transfer_id=transfer,
            lines=((self.part, q(len(numbers) if count is None else count)),),
            pieces=((self.part, numbers),),
            **self._by("keeper"),
        )

    def receive(self, transfer: int, serials: str) -> transferring.Transferred:
        numbers = read_serials(serials)
        return transferring.receive(
            self.session,
            transfer_id=transfer,
            lines=((self.part, q(len(numbers))),),
            pieces=((self.part, numbers),),
            to_location_id=self.world.places["N-A1"],
            **self._by("keeper2"),
        )

    def settle(self, transfer: int, serials: str, cause: str, by: str, **more: Any) -> settling_transfers.Settled:
        numbers = read_serials(serials)
        facts: dict[str, Any] = {"serial_numbers": numbers, "quantity": q(len(numbers)), **more}
        return settling_transfers.settle_missing(
            self.session,
            transfer_id=transfer,
            part_id=self.part,
            cause=cause,
            note="looked for",
            **facts,
            **self._by(by),
        )

    def decide(self, settlement: int, *, yes: bool) -> settling_transfers.Settled:
        return settling_transfers.decide_loss(
            self.session, settlement_id=settlement, approved=yes, note="looked", **self._by("supervisor")
        )

    def states(self, transfer: int) -> dict[str, str]:
        row = self.session.get_one(Transfer, transfer)
        return {each.serial_number: each.state for each in pieces_of(self.session, row)}

    def missing(self, transfer: int) -> list[str]:
        rest = pieces_on_the_way(self.session, self.session.get_one(Transfer, transfer))
        return sorted(each.serial_number for each in rest.get(self.part, []))

    def lot(self, number: str) -> int:
        return self.session.scalars(select(Lot.id).where(Lot.serial_number == number)).one()

    def _by(self, name: str) -> dict[str, Any]:
        return {"by": self.world.people[name], "at": NOON, "request_key": key()}


@pytest.fixture
def carrier(session: Session, world: World) -> Carrier:
    for number in read_serials("SN01–SN05"):
        world.stocked("SER", 1, serial_number=number)
    session.commit()
    return Carrier(session, world)


def test_pieces_go_by_number_and_a_short_arrival_says_which_are_missing(
    session: Session, world: World, carrier: Carrier
) -> None:
    transfer = carrier.ask(4)
    sent = carrier.send(transfer, "SN02–SN05")
    assert {each.lot_id for each in sent.lots} == {carrier.lot(f"SN0{n}") for n in (2, 3, 4, 5)}
    assert world.on_hand("N-T", carrier.lot("SN02")) == q(1)
    assert carrier.states(transfer) == dict.fromkeys(("SN02", "SN03", "SN04", "SN05"), "on_the_way")
    assert carrier.receive(transfer, "SN05, SN03").state == "short"
    assert (carrier.missing(transfer), world.on_hand("N-A1", carrier.lot("SN03"))) == (["SN02", "SN04"], q(1))
    assert carrier.states(transfer) == {"SN02": "missing", "SN03": "received", "SN04": "missing", "SN05": "received"}
    carrier.settle(transfer, "SN04", "found", "keeper2", to_location_id=world.places["N-A2"])
    asked = carrier.settle(transfer, "SN02", "lost", "keeper2")
    assert (carrier.missing(transfer), carrier.states(transfer)["SN02"]) == ([], "reported")
    with pytest.raises(RuleViolation, match="more_than_missing"):
        carrier.settle(transfer, "SN02", "sent_back", "keeper")
    assert carrier.decide(asked.settlement_id, yes=True).transfer_state == "closed"
    session.commit()
    assert carrier.states(transfer)["SN02"] == "lost"
    assert (world.on_hand("N-T", carrier.lot("SN02")), world.on_hand("N-A2", carrier.lot("SN04"))) == (q(0), q(1))
    assert verify(session).whole


def test_the_piece_that_is_lost_is_the_one_that_was_named(session: Session, world: World, carrier: Carrier) -> None:
    transfer = carrier.ask(3)
    carrier.send(transfer, "SN01–SN03")
    carrier.receive(transfer, "")
    refused = carrier.settle(transfer, "SN03", "lost", "keeper2")
    assert carrier.decide(refused.settlement_id, yes=False).state == "refused"
    carrier.settle(transfer, "SN03", "lost", "keeper2")
    with pytest.raises(NotFound, match="pieces_not_on_the_way"):
        carrier.settle(transfer, "SN03", "sent_back", "keeper")
    session.rollback()


def test_the_older_pieces_stay_when_a_younger_one_is_lost(session: Session, world: World, carrier: Carrier) -> None:
    transfer = carrier.ask(3)
    carrier.send(transfer, "SN01–SN03")
    carrier.receive(transfer, "")
    lost = carrier.settle(transfer, "SN03", "lost", "keeper2")
    carrier.decide(lost.settlement_id, yes=True)
    carrier.settle(transfer, "SN02", "sent_back", "keeper")
    session.commit()
    assert carrier.missing(transfer) == ["SN01"]
    assert world.on_hand("C-A1", carrier.lot("SN02")) == q(1)
    assert verify(session).whole


@pytest.mark.parametrize(
    ("serials", "count", "code"),
    [
        ("", 2, "pieces_not_named"),
        ("SN01", 2, "pieces_not_the_quantity"),
        ("SN01, SN09", 2, "pieces_not_in_store"),
    ],
)
def test_pieces_that_are_not_named_do_not_go(carrier: Carrier, serials: str, count: int, code: str) -> None:
    transfer = carrier.ask(2)
    with pytest.raises(AppError) as caught:
        carrier.send(transfer, serials, count)
    assert caught.value.code == code


def test_only_what_is_on_the_way_arrives(session: Session, carrier: Carrier) -> None:
    first, other = carrier.ask(2), carrier.ask(1)
    carrier.send(first, "SN01–SN02")
    carrier.send(other, "SN03")
    session.commit()
    for serials, code in (("SN03", "pieces_not_on_the_way"), ("SN04", "pieces_not_on_the_way")):
        with pytest.raises(NotFound) as caught:
            carrier.receive(first, serials)
        assert caught.value.code == code
        session.rollback()


def test_numbers_of_a_part_without_them_are_refused(session: Session, world: World, carrier: Carrier) -> None:
    world.stocked("P1", 2)
    transfer = transferring.request_transfer(
        session,
        from_store_id=world.places["C"],
        to_store_id=world.places["N"],
        lines=((world.parts["P1"], q(2)),),
        by=world.people["keeper2"],
        at=NOON,
        request_key=key(),
    ).transfer_id
    for part, code in (("P1", "not_serial_tracked"), ("SER", "not_on_transfer")):
        with pytest.raises(RuleViolation) as caught:
            transferring.send(
                session,
                transfer_id=transfer,
                pieces=((world.parts[part], ("SN01", "SN02")),),
                by=world.people["keeper"],
                at=NOON,
                request_key=key(),
            )
        assert caught.value.code == code


def refused(session: Session, sql: str, **values: object) -> str:
    """Run raw SQL that must be refused and return the code of the refusal."""
    session.commit()
    with pytest.raises(DBAPIError) as caught:
        session.execute(text(sql), values)
    session.rollback()
    return refusal(caught.value).code


def test_the_database_keeps_a_piece_to_its_transfer(session: Session, world: World, carrier: Carrier) -> None:
    transfer = carrier.ask(2)
    carrier.send(transfer, "SN01–SN02")
    lot = carrier.lot("SN01")
    for source, target, kind in (("N-T", "N-A1", M.TRANSFER_IN), ("N-T", "VARIANCE", M.LOSS)):
        session.commit()
        with pytest.raises(AppError) as caught:
            world.move(kind, lot, source, target, 1)  # under another document
        session.rollback()
        assert caught.value.code in {"piece_of_another_transfer", "loss_not_approved"}
    number = session.get_one(Transfer, transfer).number
    with pytest.raises(AppError) as doubled:
        moved(session, world, M.TRANSFER_IN, lot, "N-A1", number, pieces=2)
    assert doubled.value.code in {"serial_twice", "insufficient_stock"}
    session.rollback()
    assert world.on_hand("N-T", lot) == q(1)
    again = "INSERT INTO lot (number, part_id, origin, reference, received_on, rank_on, unit_cost_cny, brought_by_id,"
    again += " created_at, serial_number) SELECT 'COPY', part_id, origin, reference, received_on, rank_on,"
    again += " unit_cost_cny, brought_by_id, created_at, serial_number FROM lot WHERE id = :lot"
    assert refused(session, again, lot=lot) == "serial_known"


def test_the_database_keeps_what_a_settlement_names(session: Session, world: World, carrier: Carrier) -> None:
    transfer = carrier.ask(2)
    carrier.send(transfer, "SN01–SN02")
    carrier.receive(transfer, "")
    asked = carrier.settle(transfer, "SN01", "lost", "keeper2").settlement_id
    name = "INSERT INTO transfer_settlement_piece (settlement_id, lot_id) VALUES (:settlement, :lot)"
    assert refused(session, name, settlement=asked, lot=carrier.lot("SN05")) == "piece_not_on_transfer"
    assert refused(session, name, settlement=asked, lot=carrier.lot("SN01")) in {"piece_settled", "append_only"}
    assert refused(session, "UPDATE transfer_settlement_piece SET lot_id = lot_id + 1") == "append_only"
    assert refused(session, "DELETE FROM transfer_settlement_piece") == "append_only"
    session.execute(text(name), {"settlement": asked, "lot": carrier.lot("SN02")})
    approve = "UPDATE transfer_settlement SET state = 'posted', decided_by_id = :by, decided_at = at WHERE id = :id"
    with pytest.raises(DBAPIError) as caught:  # two pieces under a settlement of one
        session.execute(text(approve), {"id": asked, "by": world.people["supervisor"]})
    assert refusal(caught.value).code == "pieces_not_named"
    session.rollback()
    session.execute(text(approve), {"id": asked, "by": world.people["supervisor"]})
    number = session.get_one(Transfer, transfer).number
    with pytest.raises(AppError) as unapproved:
        moved(session, world, M.LOSS, carrier.lot("SN02"), "VARIANCE", number)
    assert unapproved.value.code == "loss_not_approved"
    session.rollback()
    assert session.scalars(select(TransferSettlementPiece.lot_id)).all() == [carrier.lot("SN01")]


SETTLE = (
    "INSERT INTO transfer_settlement (transfer_id, part_id, quantity, cause, note, by_id, at, state, decision_note)"
    " SELECT id, :part, :quantity, :cause, 'n', :by, asked_at, :state, '' FROM transfer WHERE id = :transfer"
)
POST = "UPDATE transfer_settlement SET state = 'posted' WHERE transfer_id = :transfer AND state = 'asked'"


@pytest.mark.parametrize("cause", ["found", "sent_back", "lost"])
@pytest.mark.parametrize("state", ["posted", "refused"])
def test_no_settlement_begins_as_decided(
    session: Session, world: World, carrier: Carrier, cause: str, state: str
) -> None:
    transfer = carrier.ask(1)
    carrier.send(transfer, "SN01")
    carrier.receive(transfer, "")
    facts = {"transfer": transfer, "part": carrier.part, "quantity": 1000, "by": world.people["keeper2"]}
    assert refused(session, SETTLE, **facts, cause=cause, state=state) == "not_settled"


@pytest.mark.parametrize("cause", ["found", "sent_back"])
def test_nothing_is_settled_that_no_movement_took_out_of_the_transit(
    session: Session, world: World, carrier: Carrier, cause: str
) -> None:
    transfer = carrier.ask(3)
    carrier.send(transfer, "SN01–SN03")
    carrier.receive(transfer, "SN01")
    number = session.get_one(Transfer, transfer).number
    facts = {"part": carrier.part, "quantity": 1000, "by": world.people["keeper2"]}
    session.execute(text(SETTLE), {**facts, "transfer": transfer, "cause": cause, "state": "asked"})
    name = "INSERT INTO transfer_settlement_piece (settlement_id, lot_id) SELECT id, :lot FROM transfer_settlement"
    session.execute(text(name), {"lot": carrier.lot("SN02")})
    assert refused(session, POST, transfer=transfer) == "not_settled"  # what was received counts for nothing else
    right, wrong = ("N-A1", "C-A1") if cause == "found" else ("C-A1", "N-A1")
    moved(session, world, M.TRANSFER_IN, carrier.lot("SN03"), right, number)
    assert refused(session, POST, transfer=transfer) == "not_settled"  # it is another piece
    with session.begin_nested() as undone:
        moved(session, world, M.TRANSFER_IN, carrier.lot("SN02"), wrong, number)
        with pytest.raises(DBAPIError) as caught:
            session.execute(text(POST), {"transfer": transfer})
        assert refusal(caught.value).code == "not_settled"
        undone.rollback()
    moved(session, world, M.TRANSFER_IN, carrier.lot("SN02"), right, number)
    session.execute(text(POST), {"transfer": transfer})


def test_of_a_part_without_numbers_as_much_is_settled_as_was_moved(session: Session, world: World) -> None:
    world.stocked("P1", 5)
    part = world.parts["P1"]

    def said(name: str) -> dict[str, Any]:
        return {"by": world.people[name], "at": NOON, "request_key": key()}

    transfer = transferring.request_transfer(
        session,
        from_store_id=world.places["C"],
        to_store_id=world.places["N"],
        lines=((part, q(5)),),
        **said("keeper2"),
    ).transfer_id
    transferring.send(session, transfer_id=transfer, **said("keeper"))
    target = world.places["N-A1"]
    transferring.receive(session, transfer_id=transfer, lines=((part, q(2)),), to_location_id=target, **said("keeper2"))
    into: dict[str, Any] = {"to_location_id": target}
    for cause, who, more in (("found", "keeper2", into), ("sent_back", "keeper", {})):
        settled = settling_transfers.settle_missing(
            session, transfer_id=transfer, part_id=part, quantity=q(1), cause=cause, note="n", **more, **said(who)
        )
        assert settled.state == "posted"
        session.execute(
            text(SETTLE),
            {
                "transfer": transfer,
                "part": part,
                "quantity": 1000,
                "cause": cause,
                "by": said(who)["by"],
                "state": "asked",
            },
        )
        assert refused(session, POST, transfer=transfer) == "not_settled"
        session.execute(text("UPDATE transfer_settlement SET state = 'refused' WHERE state = 'asked'"))
    session.commit()
    assert verify(session).whole


def moved(session: Session, world: World, kind: M, lot: int, to: str, reference: str, pieces: int = 1) -> None:
    """Post a movement out of the transit under a document."""
    move = Move(kind, world.parts["SER"], lot, world.places["N-T"], world.places[to], q(pieces))
    post(session, [move], kind=str(kind), reference=reference, by=world.people["supervisor"], at=NOON)


def test_verify_finds_a_piece_that_came_by_another_document(session: Session, carrier: Carrier) -> None:
    transfer = carrier.ask(1)
    carrier.send(transfer, "SN01")
    carrier.receive(transfer, "SN01")
    session.commit()
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("DROP TRIGGER posting_no_update"))
    else:
        session.execute(text("ALTER TABLE posting DISABLE TRIGGER USER"))
    session.execute(text("UPDATE posting SET reference = 'TR-X' WHERE kind = 'transfer_in'"))
    findings = verify(session).findings
    session.rollback()
    assert "piece_of_another_transfer" in {each.check for each in findings}
