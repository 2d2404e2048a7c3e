"""Pieces by serial number on their way between stores: pages, the API, the note."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from inventory.serial_ranges import read_serials
from inventory.tables import Part
from tests.support.papers import text_of
from tests.support.web import Client, Web
from tests.support.world import World


@pytest.fixture
def asked(web: Web) -> str:
    """Ask for three of SN01 to SN04; return the page of the transfer."""
    with web.session() as session:
        world = World(session).build()
        for number in read_serials("SN01–SN04"):
            world.stocked("SER", 1, serial_number=number)
        world.stocked("P1", 5)
        session.commit()
    lines = {"lines-0-part_id": "SER", "lines-0-quantity": "3", "lines-1-part_id": "P1", "lines-1-quantity": "2"}
    return (
        web.as_("keeper2", "keeper")
        .post("/transfers/new", {"from_store_id": "C", "to_store_id": "N", **lines})
        .location
    )


def lines(serials: str, quantity: str) -> dict[str, str]:
    return {
        "lines-0-part_id": "SER",
        "lines-0-serials": serials,
        "lines-1-part_id": "P1",
        "lines-1-quantity": quantity,
    }


def sent(web: Web, here: str) -> Client:
    sender = web.as_("keeper")
    sender.post(f"{here}/send", lines("SN02–SN04", "2"))
    return sender


def test_pieces_are_named_by_scan_when_they_go(web: Web, asked: str) -> None:
    sender = web.as_("keeper")
    page = sender.text(f"{asked}/send?code=SW:S:SN02&seen=SN03")
    assert "SN02 is right" in page
    assert ">SN03\nSN02</textarea>" in page
    assert "SN09 is not among the pieces" in sender.text(f"{asked}/send?code=SN09")
    nothing = sender.post(f"{asked}/send", lines("SN02, SN07", "2"))
    assert "do not lie free in the store that sends: SN07" in nothing.text


def test_a_short_arrival_says_which_pieces_are_missing(web: Web, asked: str) -> None:
    sent(web, asked)
    receiver = web.as_("keeper2", "keeper")
    assert "SN04" in receiver.text(f"{asked}/receive")
    wrong = receiver.post(f"{asked}/receive", {"to_location_id": "N-A1", **lines("SN01", "2")})
    assert "not on the way with this transfer: SN01" in wrong.text
    empty = receiver.post(f"{asked}/receive", {"to_location_id": "N-A1", **lines("SN02", "")})
    assert "how much?" in empty.text
    receiver.post(f"{asked}/receive", {"to_location_id": "N-A1", **lines("SW:S:SN02\nSN04", "2")})
    page = receiver.text(asked)
    assert "SN02, SN04" in page
    assert ">SN03</a>" in page
    settle = receiver.text(f"{asked}/settle")
    assert ">SN03</textarea>" in settle
    facts = {"part_id": "SER", "quantity": "1", "cause": "lost", "note": "box was open"}
    assert "name each of the 1 pieces" in receiver.post(f"{asked}/settle", facts).text
    receiver.post(f"{asked}/settle", {**facts, "serials": "SN03"})
    assert "lost: another person has to approve · SN03" in receiver.text(asked)
    note = text_of(receiver.get(f"{asked}/note.pdf").data)
    for number in ("SN02", "SN03", "SN04"):
        assert number in note


def test_the_api_names_pieces_too(web: Web, asked: str) -> None:
    api, receiver = web.as_("keeper"), web.as_("keeper2", "keeper")
    shown = api.api(f"{asked}").json
    by_number = {each["number"]: each["part_id"] for each in shown["lines"]}
    pieces = [{"part_id": by_number["SER"], "serials": "SN01–SN03"}, {"part_id": by_number["P1"], "quantity": "2"}]
    assert api.api(f"{asked}/send", {"lines": [{**pieces[0], "quantity": "2"}, pieces[1]]}).status_code == 422
    gone = api.api(f"{asked}/send", {"lines": pieces})
    assert gone.json.get("state") == "sent", gone.json
    place = receiver.api("/places?q=N-A1").json["items"][0]["id"]
    came = [{**pieces[0], "serials": "SN01"}, pieces[1]]
    got = receiver.api(f"{asked}/receive", {"lines": came, "to_location_id": place}).json
    assert got["state"] == "short"
    states = {each["serial_number"]: each["state"] for each in receiver.api(asked).json["pieces"]}
    assert states == {"SN01": "received", "SN02": "missing", "SN03": "missing"}


def test_the_page_asks_once_for_the_pieces_of_all_settlements(web: Web, asked: str) -> None:
    sent(web, asked)
    receiver = web.as_("keeper2", "keeper")
    receiver.post(f"{asked}/receive", {"to_location_id": "N-A1", **lines("", "2")})
    told: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if "FROM transfer_settlement_piece" in statement and "serial_number" in statement:
            told.append(statement)

    for serial in ("SN02", "SN03", "SN04"):
        facts = {"part_id": "SER", "quantity": "1", "cause": "lost", "note": "gone", "serials": serial}
        receiver.post(f"{asked}/settle", facts)
    with web.session() as session:
        engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        page = receiver.text(asked)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(told) == 1
    for serial in ("SN02", "SN03", "SN04"):
        assert f"another person has to approve · {serial}" in page


def test_pieces_of_two_parts_may_have_the_same_number(web: Web) -> None:
    with web.session() as session:
        world = World(session).build()
        session.get_one(Part, world.parts["P1"]).serial_tracked = True
        session.flush()
        for part in ("SER", "P1"):
            world.stocked(part, 1, serial_number="SN01")
        session.commit()
    lines = {
        f"lines-{n}-{name}": value for n in (0, 1) for name, value in (("part_id", ["P1", "SER"][n]), ("quantity", "1"))
    }
    asking = {"from_store_id": "C", "to_store_id": "N", **lines}
    here = web.as_("keeper2", "keeper").post("/transfers/new", asking).location
    sender = web.as_("keeper")
    assert sender.text(f"{here}/send?code=SN01").count(">SN01</textarea>") == 1
    both = sender.text(f"{here}/send?code=SN01&seen=SN01")
    assert (both.count(">SN01</textarea>"), "SN01 is right" in both) == (2, True)
    assert 'name="seen" value="SN01,SN01"' in both
    again = sender.text(f"{here}/send?code=SN01&seen=SN01,SN01")
    assert (again.count(">SN01</textarea>"), "SN01 is named already" in again) == (2, True)


def test_scans_that_no_longer_fit_the_address_are_told(web: Web, asked: str) -> None:
    sender = web.as_("keeper")
    noise = ",".join(f"X{n:06}" for n in range(0, 1200, 2))
    full = sender.text(f"{asked}/send?code=SN01&seen=SN02,{noise}"[:5000])
    assert "No more pieces fit" in full
    assert ">SN02</textarea>" in full
    half = "SN02,XY," + "X," * 1994 + "SN0499"  # its first 4,000 characters end with the number of another piece
    told = sender.text(f"{asked}/send?seen={half}")
    assert ">SN02</textarea>" in told
    assert "No more pieces fit" in told
