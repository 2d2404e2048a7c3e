"""Pieces by serial number on pages and in the API: ranges at the ramp, moving, and the whole way of one piece."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.tables import Location, Lot, Part
from tests.support.procurement import Market
from tests.support.receiving import Ramp
from tests.support.web import Web
from tests.support.world import World


@pytest.fixture
def ramp(web: Web) -> int:
    """Let SN001 to SN003 of an order be inspected and wait in staging; return the lot of the first."""
    with web.session() as session:
        world = World(session).build()
        market = Market(world)
        market.offer("ACME", "SER", (0, "10"))
        made = Ramp(market)
        order = market.sent("ACME", ("SER", 3))
        line = made.line(order.line_ids[0], "SER", 3, serial_numbers=("SN001", "SN002", "SN003"))
        for lot in made.register(line).lines[0].lots:
            made.decide(lot.lot_id, 1)
        session.commit()
        return session.scalars(select(Lot.id).where(Lot.serial_number == "SN001")).one()


def place_id(session: Session, code: str) -> int:
    return session.scalars(select(Location.id).where(Location.code == code)).one()


def test_a_range_is_moved_and_listed(web: Web, ramp: int) -> None:
    keeper = web.as_("keeper")
    wrong = keeper.post("/serials/move", {"part_id": "SER", "serials": "SN003–SN001", "to_location_id": "C-A1"})
    assert "runs backwards" in wrong.text
    moved = keeper.post("/serials/move", {"part_id": "SER", "serials": "SN001–SN002", "to_location_id": "C-A1"})
    assert "2 pieces lie in their bin now" in keeper.text(moved.location)
    rows = keeper.api("/serials?kind=bin").json["items"]
    assert [row["serial_number"] for row in rows] == ["SN001", "SN002"]
    with web.session() as session:
        part, place = session.scalars(select(Part.id).where(Part.number == "SER")).one(), place_id(session, "C-A2")
    by_api = keeper.api("/serials/move", {"part_id": part, "serials": "SN003", "to_location_id": place})
    assert by_api.json["pieces"] == 1
    assert "SN001" in keeper.text("/scan?code=SN001")


def test_the_way_of_a_piece_names_supplier_order_arrival_and_inspection(web: Web, ramp: int) -> None:
    page = web.as_("admin").text(f"/serials/{ramp}")
    for word in ("Supplier ACME", "PO-", "AR-", "QC-", "C-S", "Putaway staging"):
        assert word in page, word
    shown = web.as_("supervisor").api(f"/serials/{ramp}").json
    assert (shown["serial_number"], shown["place_kind"]) == ("SN001", "staging")
    assert shown["lots"][0]["arrival_number"].startswith("AR-")
    assert web.as_("supervisor").get("/serials/999").status_code == 404
