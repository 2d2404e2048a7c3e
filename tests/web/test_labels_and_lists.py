"""Labels of every kind and size, and the list of scanned codes, through pages and API."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from inventory.tables import Balance, Lot, Part, Transfer, TransferLine
from kernel.amounts import Quantity
from tests.support.papers import text_of
from tests.support.web import Web
from tests.support.world import World, q
from tests.unit.documents.reading import codes_in, pictures_of
from webapp.documents.gs1 import read_gs1


@pytest.fixture
def stocked(web: Web) -> tuple[Web, World]:
    with web.session() as session:
        world = World(session).build()
        world.stocked("P1", 10)
        world.stocked("P2", 3, at="C-A2")
        world.stocked("SER", 1, serial_number="SN-77")
        session.get_one(Part, world.parts["P1"]).gtin = "6901234567892"
        session.commit()
    return web, world


def test_labels_are_chosen_for_what_was_ticked(stocked: tuple[Web, World]) -> None:
    web, world = stocked
    keeper = web.as_("keeper")
    listed = keeper.api("/lots").json["items"]
    sent = keeper.post("/labels/of-parts", {"ids": [world.parts["P1"], world.parts["P2"]]})
    assert sent.location == f"/labels?kind=part&ids={world.parts['P1']},{world.parts['P2']}"
    page = keeper.text(sent.location)
    assert "2 labels to print" in page
    chosen = keeper.post("/labels/of-lots", {"ids": [row["id"] for row in listed]}).location
    page = keeper.text(chosen)
    assert all(row["lot_number"] in page for row in listed)
    assert "C-A1" in keeper.text(keeper.get(f"/labels/bins-of/{world.places['C']}").location)
    assert keeper.post("/labels/of-places", {}).status_code == 422
    assert keeper.get("/labels?kind=part&ids=9999").status_code == 422


def test_a_sheet_begins_where_it_is_free_and_codes_read_back(stocked: tuple[Web, World], tmp_path: Path) -> None:
    web, world = stocked
    keeper = web.as_("keeper")
    for layout in ("a4-3x8", "a4-2x7", "a4-4x10", "a4-5x13"):
        path = f"/labels/print?kind=part&ids={world.parts['P1']}&layout={layout}&start=4&copies=3&language=zh"
        data = keeper.get(path).data
        [picture] = pictures_of(data, tmp_path, dots_per_inch=300)
        assert ("qr", "SW:P:P1") in codes_in(picture), layout
        assert text_of(data).count("零件P1") == 3
    corner = picture.crop((0, 0, picture.width // 2, picture.height // 16))
    assert corner.getextrema() == (255, 255)


def test_lots_bear_their_own_code_the_serial_or_gs1(stocked: tuple[Web, World], tmp_path: Path) -> None:
    web, _world = stocked
    keeper = web.as_("keeper")
    with web.session() as session:
        lots = {lot.serial_number or "": lot for lot in session.scalars(select(Lot).order_by(Lot.id.desc()))}
        first, piece = lots[""], lots["SN-77"]
        ids, number = f"{first.id},{piece.id}", first.number
    for code, wanted in (
        ("own", {f"SW:L:{number}"}),
        ("serial", {f"SW:L:{number}", "SW:S:SN-77"}),
        ("gs1", {f"(01)06901234567892(10){number}"}),
    ):
        data = keeper.get(f"/labels/print?kind=lot&ids={ids}&layout=100x60&code={code}").data
        found = {text for picture in pictures_of(data, tmp_path, 300, last=2) for kind, text in codes_in(picture)}
        assert wanted <= found, code
    assert read_gs1(f"(01)06901234567892(10){number}") is not None
    assert number in keeper.text(f"/scan?code=(01)06901234567892(10){number}")


def test_zpl_goes_to_rolls_only_and_by_the_api_too(stocked: tuple[Web, World]) -> None:
    web, world = stocked
    keeper = web.as_("keeper")
    asked = f"kind=place&ids={world.places['C-A1']}&format=zpl&copies=2"
    made = keeper.get(f"/labels/print?{asked}&layout=60x40&dpi=300")
    assert made.mimetype == "text/plain"
    assert made.text.startswith("^XA\n^CI28\n^PW720\n^LL480\n")
    assert "^PQ2\n^XZ" in made.text
    assert keeper.get(f"/labels/print?{asked}&layout=a4-3x8").status_code == 422
    assert keeper.api(f"/labels?{asked}&layout=50x30").text.startswith("^XA")
    assert keeper.api(f"/labels?kind=part&ids={world.parts['P1']}").mimetype == "application/pdf"
    rows = ",".join(str(each) for each in world.places.values())
    assert keeper.get(f"/labels/print?kind=place&ids={rows}&copies=240").status_code == 422
    quality, desk = web.as_("quality"), web.as_("desk")
    assert quality.get("/labels/print?kind=lot&ids=1&layout=50x30&format=zpl").status_code == 200
    assert desk.get("/labels/print?kind=everything&ids=1").status_code == 422


def test_codes_are_listed_counted_corrected_and_dropped(stocked: tuple[Web, World]) -> None:
    web, _world = stocked
    keeper = web.as_("keeper")
    assert "The list is empty." in keeper.text("/scan/list")
    for code in ("P1", "SW:P:P1", "SN-77", "SW:B:C-A2"):
        page = keeper.post("/scan/list", {"code": code}, follow_redirects=True).text
        assert "verdict-good" in page
    assert "P1 × 2" in keeper.post("/scan/list", {"code": "6901234567892"}, follow_redirects=True).text.replace(
        "3", "2"
    )
    wrong = keeper.post("/scan/list", {"code": "NOBODY"}, follow_redirects=True).text
    assert "verdict-bad" in wrong
    assert "Unknown code: NOBODY" in wrong
    assert "Nothing was scanned." in keeper.post("/scan/list", {"code": " "}, follow_redirects=True).text
    listed = keeper.api("/scan-list", {"code": "P2", "times": 5}).json
    assert (listed["kind"], listed["times"]) == ("part", 5)
    assert [row["times"] for row in keeper.api("/scan-list?kind=part").json["items"]] == [3, 5]
    assert 'value="5"' in keeper.text("/scan/list")
    keeper.post(f"/scan/list/{listed['scanned_id']}", {"times": "7"})
    assert 'value="7"' in keeper.text("/scan/list")
    keeper.post(f"/scan/list/{listed['scanned_id']}", {"times": "0"})
    assert keeper.api(f"/scan-list/{listed['scanned_id']}", {"times": 1}).status_code == 404
    other = web.as_("keeper2", "keeper")
    assert "The list is empty." in other.text("/scan/list")
    assert keeper.api("/scan-list/empty", {}).json == {"lines": 3}


def test_lots_of_the_list_move_together_or_not_at_all(stocked: tuple[Web, World]) -> None:
    web, world = stocked
    keeper = web.as_("keeper")
    with web.session() as session:
        numbers = list(session.scalars(select(Lot.number).where(Lot.part_id != world.parts["P2"]).order_by(Lot.id)))
    empty = keeper.post("/scan/list/move", {"to_location_id": "C-A2"}, follow_redirects=True).text
    assert "There is no lot on the list." in empty
    for code in (*numbers, "SW:B:C-A2"):
        keeper.post("/scan/list", {"code": code})
    page = keeper.text("/scan/list")
    assert 'value="C-A2"' in page
    done = keeper.post("/scan/list/move", {"to_location_id": "SW:B:C-A2"}, follow_redirects=True).text
    assert "The list is empty." in done
    with web.session() as session:
        there = session.scalars(
            select(Balance.lot_id).where(Balance.location_id == world.places["C-A2"], Balance.on_hand > Quantity.zero())
        ).all()
        assert len(there) == 3
    keeper.post("/scan/list", {"code": numbers[0]})
    stuck = keeper.post("/scan/list/move", {"to_location_id": "C-A2"}, follow_redirects=True).text
    assert "lies in 0 other bins of the store" in stuck
    assert keeper.post("/scan/list/move", {"to_location_id": "N-A1"}, follow_redirects=True).status_code == 200
    with web.session() as session:
        assert len(session.scalars(select(Balance).where(Balance.location_id == world.places["N-A1"])).all()) == 0


def test_the_list_becomes_a_transfer(stocked: tuple[Web, World]) -> None:
    web, world = stocked
    keeper = web.as_("keeper")
    assert (
        "neither part nor lot"
        in keeper.post("/scan/list/transfer", {"from_store_id": "C", "to_store_id": "N"}, follow_redirects=True).text
    )
    with web.session() as session:
        number = session.scalars(select(Lot.number).where(Lot.part_id == world.parts["P1"])).one()
    for code in ("P1", number, "P2", "P2"):
        keeper.post("/scan/list", {"code": code})
    made = keeper.post("/scan/list/transfer", {"from_store_id": "C", "to_store_id": "N"})
    assert made.location.startswith("/transfers/")
    with web.session() as session:
        transfer = session.scalars(select(Transfer)).one()
        lines = {line.part_id: line.quantity for line in session.scalars(select(TransferLine))}
        assert transfer.to_store_id == world.places["N"]
        assert lines == {world.parts["P1"]: q(2), world.parts["P2"]: q(2)}


def test_an_unknown_code_offers_what_to_do_next(stocked: tuple[Web, World]) -> None:
    web, _world = stocked
    page = web.as_("supervisor").text("/scan?code=ZZ-9")
    assert '<a href="/parts?q=ZZ-9">' in page
    assert '<a href="/parts/new?number=ZZ-9">' in page
    assert 'value="ZZ-9"' in web.as_("supervisor").text("/parts/new?number=ZZ-9")
    assert "/parts/new" not in web.as_("keeper").text("/scan?code=ZZ-9").partition("What to do next")[2]
    assert "scan-quick" in web.as_("keeper").text("/parts")
    assert "scan-quick" not in web.as_("quality").text("/parts")


def test_boxes_of_forms_take_scanned_labels(stocked: tuple[Web, World]) -> None:
    web, world = stocked
    keeper = web.as_("keeper")
    data = {"from_store_id": "SW:B:C", "to_store_id": "N", "lines-0-part_id": "SW:P:P2", "lines-0-quantity": "1"}
    made = keeper.post("/transfers/new", data)
    assert made.status_code == 303, made.text[-1500:]
    data["lines-0-part_id"] = "6901234567892"
    assert keeper.post("/transfers/new", data).status_code == 303
    data["lines-0-part_id"] = "SW:L:P2"
    assert keeper.post("/transfers/new", data).status_code == 422
    with web.session() as session:
        lines = [line.part_id for line in session.scalars(select(TransferLine).order_by(TransferLine.id))]
        assert lines == [world.parts["P2"], world.parts["P1"]]
