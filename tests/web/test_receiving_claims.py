"""Returns, claims and the trace of a lot through their pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from inventory.quarantining import quarantine
from inventory.tables import Location
from receiving.tables import SupplierReturn
from tests.support.papers import text_of
from tests.support.procurement import Market
from tests.support.receiving import Ramp, key
from tests.support.web import START, Web
from tests.support.world import NOON, World, q


@pytest.fixture
def rejected(web: Web) -> tuple[Web, dict[str, int]]:
    """Ten came: six passed and lie in a bin (one of them in quarantine by now), four failed; two more were surplus."""
    with web.session() as session:
        world = World(session).build()
        session.get_one(Location, world.places["C"]).keeper_id = world.people["keeper"]
        market = Market(world)
        market.offer("ACME", "P1")
        ramp = Ramp(market)
        order = market.sent("ACME", ("P1", 10))
        lot = ramp.register(ramp.line(order.line_ids[0], "P1", 12)).lines[0].lots[0].lot_id
        ramp.decide(lot, 6, 4)
        ramp.put_away(lot, 6)
        quarantine(
            session,
            lot_id=lot,
            from_location_id=world.places["C-A1"],
            quantity=q(1),
            reason="noisy",
            by=world.people["supervisor"],
            at=NOON,
            request_key=key(),
        )
        session.commit()
        rows = {row.reason: row.id for row in session.scalars(select(SupplierReturn))}
        ids = {"lot": lot, "C-Q": world.places["C-Q"], **rows}
    for code in ("keeper", "buyer", "inspector", "supervisor"):
        web.person(code, code)
    return web, ids


def test_failed_goods_go_back_and_the_claim_is_settled_in_parts(rejected) -> None:
    web, ids = rejected
    keeper, buyer = web.as_("keeper"), web.as_("buyer")
    claim = f"/claims/{ids['rejected']}"
    assert "Still here" in keeper.text(claim)
    assert "¥" not in keeper.text(claim).split("<main")[1]
    assert "¥40.00" in buyer.text(claim)
    too_much = keeper.post(f"{claim}/send", {"quantity": "5"})
    assert "Only 4 of this return are still here" in too_much.text
    assert 'value="5"' in too_much.text
    assert keeper.post(f"{claim}/send", {"quantity": "3"}).status_code == 303
    assert keeper.get(f"{claim}/settle").status_code == 403
    supervisor = web.as_("supervisor")
    assert supervisor.post(f"{claim}/scrap", {"quantity": "1", "reason": "supplier agreed"}).status_code == 303
    changed = {"demand": "credit", "deadline_on": "2026-04-01", "amount_cny": "38", "note": "cracked housings"}
    assert buyer.post(f"{claim}/change", changed).status_code == 303
    page = buyer.text(f"{claim}/settle")
    assert 'value="38"' in page
    refused = buyer.post(f"{claim}/settle", {"kind": "taken_back", "quantity": "1", "amount_cny": "0"})
    assert "does not fit" in refused.text
    credit = {"kind": "credited", "quantity": "3", "amount_cny": "30"}
    without = buyer.post(f"{claim}/settle", credit)
    assert "the number and the day of its credit note" in without.text
    credit |= {"reference": "CN-88", "credited_on": "2026-03-01"}
    assert buyer.post(f"{claim}/settle", credit).status_code == 303
    assert "CN-88" in buyer.text(claim)
    again = buyer.post(f"{claim}/settle", {**credit, "quantity": "1"})
    assert "CN-88 stands already at claim" in again.text
    waived = {"kind": "waived", "quantity": "1", "note": "too small"}
    inspector = web.as_("inspector", "inspector", "buyer")
    assert "Another person" in inspector.post(f"{claim}/settle", waived).text
    assert buyer.post(f"{claim}/settle", waived).status_code == 303
    assert "whole quantity is settled" in buyer.text(claim)
    paper = text_of(buyer.get(f"{claim}/note.pdf?language=en").data)
    assert "cracked housings" in paper
    assert "38.00" in paper
    assert "38.00" not in text_of(keeper.get(f"{claim}/note.pdf?language=en").data)


def test_the_scorecard_tells_the_supplier_what_cost_points_and_its_claims(rejected) -> None:
    web, ids = rejected
    web.at(START + timedelta(days=60))  # the claims are overdue by now, and count
    buyer = web.as_("buyer")
    assert "/suppliers/scores" in buyer.text("/suppliers")
    assert "Score the suppliers" in buyer.text("/suppliers/scores")
    assert buyer.post("/suppliers/scores").status_code == 303
    with web.session() as session:
        claim = session.get_one(SupplierReturn, ids["rejected"])
        supplier, number = claim.supplier_id, claim.number
    page = buyer.text(f"/suppliers/{supplier}")
    assert "days beyond its deadline" in page
    assert "changed since" not in page
    paper = text_of(buyer.get(f"/suppliers/{supplier}/scorecard.pdf?language=en").data)
    costs, claims = paper.split("What cost points")[1].split("Claims")
    assert "6 of 10 passed" in costs
    assert "6 of 10 passed" not in claims
    assert number in claims


def test_surplus_may_stay_after_all_but_paid_goods_are_settled(rejected) -> None:
    web, ids = rejected
    buyer = web.as_("buyer")
    over = f"/claims/{ids['over']}"
    assert "never taken into the books" in buyer.text(over)
    assert "Keep the goods after all" in buyer.text(over)
    scrapped = web.as_("supervisor").post(f"{over}/scrap", {"quantity": "1", "reason": "x"})
    assert "never ours" in scrapped.text
    cannot = buyer.post(f"/claims/{ids['rejected']}/cancel", {"reason": "x"})
    assert "cannot be cancelled" in cannot.text
    assert buyer.post(f"{over}/cancel", {"reason": "we need them"}).status_code == 303
    assert "the goods stay" in buyer.text(over)
    assert web.as_("keeper2", "keeper").get(over).status_code == 403


def test_goods_found_defective_later_are_claimed_from_quarantine(rejected) -> None:
    web, ids = rejected
    buyer = web.as_("buyer")
    assert f"lot={ids['lot']}" in buyer.text("/claims/new")
    address = f"/claims/new?lot={ids['lot']}&place={ids['C-Q']}"
    assert 'value="1"' in buyer.text(address)
    assert buyer.post(address, {"quantity": "1", "note": "", "demand": "rework"}).status_code == 422
    assert buyer.post(address, {"quantity": "2", "note": "noisy", "demand": "rework"}).status_code == 422
    made = buyer.post(address, {"quantity": "1", "note": "noisy", "demand": "rework"})
    assert made.status_code == 303, made.text
    assert "noisy" in buyer.text(made.location)
    assert "Nothing in quarantine waits for a claim" in buyer.text("/claims/new")
    assert len(buyer.api("/claims?open=yes").json["items"]) == 3
    assert buyer.api("/claims?overdue=yes").json["items"] == []
    web.at(START + timedelta(days=16))
    late = web.as_("buyer")
    assert len(late.api("/claims?overdue=yes").json["items"]) == 3
    assert "overdue" in late.text(made.location)
    sent = web.as_("keeper").api(f"/claims/{ids['rejected']}/send", {"quantity": "4"})
    assert sent.json["state"] == "returned"
    with web.session() as session:
        number = session.get_one(SupplierReturn, ids["rejected"]).number
    assert late.get(f"/scan?code={number}").location.endswith(f"/claims/{ids['rejected']}")


def test_a_lot_is_traced_to_supplier_and_work_order(rejected) -> None:
    web, ids = rejected
    with web.session() as session:
        world = World(session)
        from inventory.tables import Part, ProductModel
        from kernel.tables import Person

        world.people = {row.code: row.id for row in session.scalars(select(Person))}
        world.places = {row.code: row.id for row in session.scalars(select(Location))}
        world.parts = {row.number: row.id for row in session.scalars(select(Part))}
        world.models = {row.code: row.id for row in session.scalars(select(ProductModel))}
        world.work_order("W-77")
        from inventory.places import MovementKind

        world.move(MovementKind.ISSUE, ids["lot"], "C-A1", "W-77", 2)
        world.move(MovementKind.RETURN, ids["lot"], "W-77", "C-A1", 1)
        session.commit()
    page = web.as_("quality").text(f"/lots/{ids['lot']}/trace")
    for words in (
        "Supplier ACME",
        "W-77",
        "Who got pieces of it",
        "PO-",
        "AR-",
        "QC-",
        "RV-",
        "2 pcs",
        "1 pcs",
        "C-A1",
    ):
        assert words in page, words
    assert web.as_("keeper").get("/lots/999999/trace").status_code == 404
