"""Putaway, relocation, quarantine, transfers and the van through the pages."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from inventory.places import MovementKind
from inventory.tables import Location, Lot, Stock, Transfer
from kernel.amounts import Quantity
from tests.support.papers import text_of
from tests.support.web import Web
from tests.support.world import World


class Yard:
    """Hold an application with goods in staging, in bins and in a van."""

    def __init__(self, web: Web) -> None:
        self.web = web
        with web.session() as session:
            world = World(session).build()
            self.lot = world.stocked("P1", 6, at="C-A1")
            self.van_lot = world.stocked("P2", 4, at="C-A2")
            self.staged = world.lot("P1")
            world.move(MovementKind.OPENING, self.staged, "OPENING", "C-H", 5)
            cleared = world.clearance(self.staged, 5)
            world.move(MovementKind.RELEASE, self.staged, "C-H", "C-S", 5, clearance_id=cleared)
            self.order = world.work_order("W1")
            session.get_one(Location, world.places["VAN1"]).supplying_store_id = world.places["C"]
            self.numbers = {key: session.get_one(Lot, key).number for key in (self.lot, self.van_lot, self.staged)}
            self.parts, self.places = dict(world.parts), dict(world.places)
            session.commit()

    def on_hand(self, part: str, store: str) -> Quantity:
        with self.web.session() as session:
            row = session.get(Stock, (self.parts[part], self.places[store]))
            return row.on_hand if row else Quantity.zero()


@pytest.fixture
def yard(web: Web) -> Yard:
    return Yard(web)


def test_goods_are_put_away_by_the_scan_of_a_bin_and_moved_on(yard: Yard) -> None:
    keeper, lot = yard.web.as_("keeper"), yard.numbers[yard.staged]
    assert lot in keeper.text("/putaway")
    here = f"/putaway/{yard.places['C-S']}/{yard.staged}"
    assert keeper.get("/putaway/begin").location.endswith(here)
    page = keeper.text(here)
    assert "holds this part" in page
    wrong = keeper.text(f"{here}?code=N-A1")
    assert "N-A1 is no bin of this store." in wrong
    assert "verdict-bad" in wrong
    assert "Other parts lie here: P2" in keeper.text(f"{here}?code=SW:B:C-A2")
    paper = keeper.get("/putaway/list.pdf?language=zh")
    assert "上架单" in text_of(paper.data)
    assert "C-A1" in text_of(paper.data)
    much = keeper.post(f"{here}?code=C-A1", {"to_location_id": "C-A1", "quantity": "9"})
    assert much.status_code == 422
    assert "9 asked for, 5 available" in much.text
    assert 'value="9"' in much.text
    answer = keeper.post(f"{here}?code=C-A1", {"to_location_id": "C-A1", "quantity": "5"})
    assert keeper.get(answer.location).status_code == 200
    assert yard.on_hand("P1", "C") == Quantity.of(11)
    assert yard.web.as_("keeper2", "keeper").get(here).status_code == 403
    page = keeper.text(f"/relocate?code={lot}")
    assert 'value="C-A1"' in page
    move = {"lot_id": lot, "from_location_id": "C-A1", "to_location_id": "C-A2", "quantity": "5"}
    assert 'value="C-A2"' in keeper.text(f"/relocate?lot={lot}&from=C-A1&code=C-A2")
    assert "no bin of this store" in keeper.text(f"/relocate?lot={lot}&from=C-A1&code=N-A1")
    answer = keeper.post("/relocate", move)
    assert "Undo</button>" in keeper.text(answer.location)


def test_bad_goods_go_to_quarantine_and_are_scrapped_with_a_reason(yard: Yard) -> None:
    keeper, boss, lot = yard.web.as_("keeper"), yard.web.as_("supervisor"), yard.numbers[yard.lot]
    assert 'value="C-A1"' in keeper.text(f"/quarantine/new?code={lot}")
    bad = {"lot_id": lot, "from_location_id": "C-A1", "quantity": "2", "reason": ""}
    refused = keeper.post("/quarantine/new", bad)
    assert refused.status_code == 422
    answer = keeper.post("/quarantine/new", {**bad, "reason": "Cracked"})
    assert answer.status_code == 303
    page = keeper.text(answer.location)
    assert "Cracked" in page
    assert "Undo</button>" in page
    show = answer.location.split("?")[0]
    assert keeper.get(f"{show}/scrap").status_code == 403
    done = boss.post(f"{show}/scrap", {"quantity": "2", "reference": "SCR-1", "reason": "Beyond repair"})
    assert "Beyond repair" in boss.text(done.location)
    assert boss.get(show).status_code == 404
    rows = boss.api("/movements?kind=scrap").json["items"]
    assert [row["quantity"] for row in rows] == ["2"]
    posting = int(done.location.split("?")[0].rsplit("/", 1)[1])
    assert yard.web.as_("keeper2", "keeper").post(f"/postings/{posting}/reverse", {"reason": "x"}).status_code == 303
    assert boss.get(show).status_code == 404, "another store's keeper cannot reverse it"
    boss.post(f"/postings/{posting}/reverse", {"reason": "Wrong lot"})
    assert boss.get(show).status_code == 200
    assert "reversed" in boss.text(f"/postings/{posting}")


def test_a_transfer_is_sent_by_one_and_counted_by_another(yard: Yard) -> None:
    sender, receiver = yard.web.as_("keeper"), yard.web.as_("keeper2", "keeper")
    asked = receiver.post(
        "/transfers/new",
        {"from_store_id": "C", "to_store_id": "N", "lines-0-part_id": "P1", "lines-0-quantity": "4", "note": "low"},
    )
    assert asked.status_code == 303
    here = asked.location
    assert receiver.get(f"{here}/send").status_code == 403
    assert "low" in sender.text("/transfers?state=requested&end=out&columns=number,note")
    assert 'value="4"' in sender.text(f"{here}/send")
    sender.post(f"{here}/send", {"lines-0-part_id": "P1", "lines-0-quantity": "3"})
    assert yard.on_hand("P1", "C") == Quantity.of(3)
    assert sender.get(f"{here}/receive").status_code == 403
    page = receiver.text(f"{here}/receive")
    assert 'value="3"' in page
    more = receiver.post(
        f"{here}/receive", {"lines-0-part_id": "P1", "lines-0-quantity": "4", "to_location_id": "N-A1"}
    )
    assert "More came than was sent" in more.text
    receiver.post(f"{here}/receive", {"lines-0-part_id": "P1", "lines-0-quantity": "2", "to_location_id": "N-A1"})
    assert yard.on_hand("P1", "N") == Quantity.of(2)
    assert yard.web.as_("supervisor").text("/transfers/in-transit").count(">1 ") >= 1
    note = text_of(receiver.get(f"{here}/note.pdf?language=zh").data)
    assert "调拨单" in note
    assert yard.numbers[yard.lot] in note
    facts = {"part_id": "P1", "quantity": "1", "note": "left on the dock"}
    own = sender.post(f"{here}/settle", {**facts, "cause": "found", "to_location_id": "N-A1"})
    assert own.status_code == 403, "the sender does not receive"
    assert "left on the dock" in sender.text(sender.post(f"{here}/settle", {**facts, "cause": "sent_back"}).location)
    assert yard.on_hand("P1", "C") == Quantity.of(4)
    with yard.web.session() as session:
        assert session.scalar(select(Transfer.state)) == "closed"
    stranger = yard.web.as_("engineer2", "engineer")
    assert stranger.get(here).status_code == 403
    assert stranger.post("/transfers/new", {"from_store_id": "C", "to_store_id": "N"}).status_code == 422


def test_an_engineer_refills_the_van_and_uses_it(yard: Yard) -> None:
    engineer, keeper = yard.web.as_("engineer"), yard.web.as_("keeper")
    address = engineer.get("/vans/refill?parts=P2").location
    page = engineer.text(address)
    assert 'value="VAN1"' in page
    assert 'value="P2"' in page
    asked = engineer.post(
        "/transfers/new",
        {"from_store_id": "C", "to_store_id": "VAN1", "lines-0-part_id": "P2", "lines-0-quantity": "2"},
    )
    keeper.post(f"{asked.location}/send", {"lines-0-part_id": "P2", "lines-0-quantity": "2"})
    assert 'value="VAN1"' in engineer.text(f"{asked.location}/receive")
    engineer.post(
        f"{asked.location}/receive", {"lines-0-part_id": "P2", "lines-0-quantity": "2", "to_location_id": "VAN1"}
    )
    assert "P2" in engineer.text("/vans")
    assert "P2" not in yard.web.as_("engineer2", "engineer").text("/vans").split("<main")[1]
    use = f"/vans/{yard.places['VAN1']}/use"
    assert 'value="W1"' in engineer.text(f"{use}?part=P2")
    much = engineer.post(use, {"part_id": "P2", "quantity": "3", "work_order_id": "W1"})
    assert much.status_code == 422
    answer = engineer.post(use, {"part_id": "P2", "quantity": "1", "work_order_id": "W1"})
    assert "Used: 1 of P2." in engineer.text(answer.location)
    assert yard.on_hand("P2", "VAN1") == Quantity.of(1)
    boss = yard.web.as_("supervisor")
    other = boss.post(use, {"part_id": "P2", "quantity": "1", "work_order_id": "W1"})
    assert "Only the engineer of VAN1 may confirm this." in other.text
    again = engineer.post("/vans/refill", {"ids": [yard.places["VAN1"] * 1_000_000_000 + yard.parts["P2"]]})
    assert "parts=P2" in again.location
    home = engineer.text("/")
    assert "Parts in my van" in home
    assert "Transfers to receive" in home


def test_a_loss_on_the_way_is_approved_by_somebody_else(yard: Yard) -> None:
    sender, receiver = yard.web.as_("keeper"), yard.web.as_("keeper2", "keeper")
    boss = yard.web.as_("supervisor")
    lines = {"lines-0-part_id": "P1", "lines-0-quantity": "4"}
    here = receiver.post("/transfers/new", {"from_store_id": "C", "to_store_id": "N", **lines}).location
    sender.post(f"{here}/send", lines)
    receiver.post(f"{here}/receive", {**lines, "lines-0-quantity": "3", "to_location_id": "N-A1"})
    lost = {"part_id": "P1", "quantity": "1", "cause": "lost", "note": "box was open"}
    assert receiver.post(f"{here}/settle", lost).status_code == 303
    assert "Losses on the way to approve" in boss.text("/")
    assert "box was open" in boss.text("/transfers/missing?state=asked")
    assert "Approve the loss" not in receiver.text(here)
    assert "Approve the loss" in boss.text(here)
    row = boss.api("/transfers/missing").json["items"][0]
    assert receiver.post(f"/transfer-settlements/{row['id']}/decide", {"approved": "yes"}).status_code == 403
    boss.post(f"/transfer-settlements/{row['id']}/decide", {"approved": "yes"})
    shown = boss.api(here).json
    assert shown["state"] == "closed"
    assert [each["state"] for each in shown["settlements"]] == ["posted"]
    moved = boss.api("/movements?kind=loss").json["items"]
    assert [(each["quantity"], each["to_code"]) for each in moved] == [("1", "VARIANCE")]


def test_a_refill_beyond_the_limit_is_refused_or_signed(yard: Yard) -> None:
    engineer, keeper, boss = yard.web.as_("engineer"), yard.web.as_("keeper"), yard.web.as_("supervisor")
    van = yard.places["VAN1"]
    assert boss.post(f"/vans/{van}/limits/new", {"part_id": "P2", "most": "1"}).status_code == 303
    boss.post(f"/vans/{van}/most-value", {"most_value_cny": "500"})
    page = engineer.text(f"/vans/{van}/limits")
    assert "P2" in page
    assert yard.web.as_("engineer2", "engineer").get(f"/vans/{van}/limits").status_code == 404
    lines = {"lines-0-part_id": "P2", "lines-0-quantity": "2"}
    asked = {"from_store_id": "C", "to_store_id": "VAN1", **lines}
    refused = engineer.post("/transfers/new", asked)
    assert refused.status_code == 422
    assert "VAN1 may have 1 of P2 at most" in refused.text
    here = engineer.post("/transfers/new", {**asked, "beyond_reason": "two compressors on Monday"}).location
    assert "may have 1 of P2 at most" in keeper.post(f"{here}/send", lines).text
    assert "two compressors" in boss.text(f"{here}/sign-limit")
    assert "Transfers beyond a van" in boss.text("/")
    boss.post(f"{here}/sign-limit", {"reason": "agreed"})
    assert keeper.post(f"{here}/send", lines).status_code == 303
    assert boss.api("/vans/limits").json["items"][0]["there"] == "2"


def test_bins_have_homes_and_capacity_and_putaway_follows(yard: Yard) -> None:
    keeper, boss = yard.web.as_("keeper"), yard.web.as_("supervisor")
    stranger = yard.web.as_("keeper2", "keeper")
    bin_ = yard.places["C-A2"]
    assert stranger.post(f"/places/{bin_}/capacity", {"most_units": "5"}).status_code == 403
    assert keeper.post(f"/places/{bin_}/capacity", {"most_units": "6", "most_lots": "3"}).status_code == 303
    assert keeper.post("/bin-homes/new", {"location_id": "C-A2", "part_id": "P1", "position": "1"}).status_code == 303
    page = keeper.text(f"/places/{bin_}")
    assert "4 / 6" in page
    assert "66 %" in page
    here = f"/putaway/{yard.places['C-S']}/{yard.staged}"
    page = keeper.text(here)
    assert page.index("fixed home of this part") < page.index("holds this part")
    assert "2 more fit" in page
    assert "Only 2 more fit into this bin" in keeper.text(f"{here}?code=C-A2")
    done = keeper.post(f"{here}?code=C-A2", {"to_location_id": "C-A2", "quantity": "5"})
    assert "It holds 3 more than it should." in keeper.text(done.location)
    assert "over its capacity" in keeper.text(f"/places/{bin_}")
    assert boss.api("/bins?q=C-A2").json["items"][0]["full_percent"] == 150
    home = boss.api("/bin-homes").json["items"][0]
    assert (home["number"], home["there"]) == ("P1", "5")
    keeper.post(f"/bin-homes/{home['id']}/remove")
    assert boss.api("/bin-homes").json["items"] == []


def test_a_further_keeper_works_in_the_store_on_the_days_named(yard: Yard) -> None:
    boss, other = yard.web.as_("supervisor"), yard.web.as_("keeper2", "keeper")
    here = f"/putaway/{yard.places['C-S']}/{yard.staged}"
    assert other.get(here).status_code == 403
    facts = {"store_id": "C", "person_id": "keeper2", "from_on": "2026-03-01", "until_on": ""}
    assert other.post("/store-deputies/new", facts).status_code == 403
    boss.post("/store-deputies/new", facts)
    assert other.get(here).status_code == 200
    row = boss.api("/store-deputies").json["items"][0]
    assert row["person"] == "Keeper2"
    assert "until taken back" in boss.text(f"/places/{yard.places['C']}")
    assert boss.post(f"/store-deputies/{row['id']}/end", {"until_on": "2026-03-01"}).status_code == 303
    assert other.get(here).status_code == 403


def test_places_that_are_no_shelves_are_told_in_words(yard: Yard) -> None:
    boss = yard.web.as_("supervisor")
    page = boss.text("/movements?kind=opening")
    assert "Receiving hold C" in page
    assert ">Opening<" in page.replace("\n", "").replace("  ", "")
    assert boss.api("/movements?kind=opening").json["items"][0]["from_code"] == "OPENING", "programs get the code"
    card = boss.text(f"/stock/parts/{yard.parts['P1']}/stores/{yard.places['C']}")
    assert "Putaway staging C" in card
