"""Standards, inspections and opening stock through their pages: guided, by quantity, never by who bought."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from inventory.accepting import declare_opening
from inventory.tables import Location
from kernel.amounts import Money
from receiving.tables import Characteristic, Inspection, InspectionResult, SupplierReturn
from tests.support.papers import text_of
from tests.support.procurement import Market
from tests.support.receiving import TODAY, Ramp
from tests.support.web import START, Web
from tests.support.world import NOON, World, q


def picture(colour: str = "red") -> io.BytesIO:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(drawn, "JPEG")
    drawn.seek(0)
    return drawn


@pytest.fixture
def hold(web: Web) -> tuple[Web, dict[str, int]]:
    with web.session() as session:
        world = World(session).build()
        session.get_one(Location, world.places["C"]).keeper_id = world.people["keeper"]
        market = Market(world)
        for part in ("P1", "P2", "SER"):
            market.offer("ACME", part)
        ramp = Ramp(market)
        lots = {"plain": ramp.arrived("P1", 10), "second": ramp.arrived("P2", 4)}
        lots |= {
            f"opening {number}": declare_opening(
                session,
                part_id=world.parts["P3"],
                quantity=q(5),
                hold_location_id=world.places["C-H"],
                unit_cost_cny=Money.of("3"),
                received_on=TODAY,
                reference="OPEN",
                by=world.people["keeper"],
                at=NOON,
                request_key=f"opening-{number}",
            )
            .lots[0]
            .lot_id
            for number in (1, 2, 3)
        }
        session.commit()
    for code, role in (("keeper", "keeper"), ("buyer", "buyer"), ("inspector", "inspector")):
        web.person(code, role)
    return web, lots


STANDARD = {
    "part_id": "P1",
    "valid_from_on": "2026-03-01",
    "characteristics-0-aspect": "appearance",
    "characteristics-0-text_en": "No scratches",
    "characteristics-0-defect_class": "minor",
    "characteristics-1-aspect": "dimension",
    "characteristics-1-text_en": "Length",
    "characteristics-1-defect_class": "major",
    "characteristics-1-lower_limit": "9.95",
    "characteristics-1-upper_limit": "10.05",
    "characteristics-1-unit": "mm",
}


def findings(page: str) -> dict[str, str]:
    """Return the hidden boxes of the findings."""
    return dict(re.findall(r'<input type="hidden" name="(results-[^"]+)" value="([^"]*)"', page))


def test_a_standard_gets_versions_and_its_faults_are_told_beside_the_boxes(hold) -> None:
    web, _lots = hold
    inspector = web.as_("inspector")
    wrong = inspector.post(
        "/standards/new", {**STANDARD, "characteristics-0-text_en": "", "characteristics-1-lower_limit": "11"}
    )
    assert wrong.status_code == 422
    assert "in one language at least" in wrong.text
    assert "Must not be below the lower limit" in wrong.text
    assert 'value="11"' in wrong.text
    both = inspector.post("/standards/new", {**STANDARD, "category_id": "NONE"})
    assert "There is no “NONE”" in both.text
    made = inspector.post("/standards/new", STANDARD)
    assert made.status_code == 303, made.text
    assert "Length" in inspector.text(made.location)
    number = made.location.rsplit("/", 1)[1]
    again = inspector.text(f"/standards/new?from={number}")
    assert 'value="9.95"' in again
    second = inspector.post("/standards/new", {**STANDARD, "note": "tighter", "characteristics-1-lower_limit": "9.99"})
    assert "Version 2" in inspector.text(second.location)
    listed = inspector.api("/standards?state=now").json["items"]
    assert [row["version"] for row in listed] == [2]
    assert len(inspector.api("/standards?state=replaced").json["items"]) == 1
    assert web.as_("buyer").get("/standards/new").status_code == 403


def test_guided_entry_measures_judges_and_decides_by_quantity(hold) -> None:
    web, lots = hold
    inspector = web.as_("inspector")
    inspector.post("/standards/new", STANDARD)
    work = inspector.text("/inspections/hold")
    assert "P1" in work
    assert f"/inspections/lots/{lots['plain']}" in work
    assert "Length" in inspector.text(f"/inspections/lots/{lots['plain']}")
    begun = inspector.post(f"/inspections/lots/{lots['plain']}/begin")
    page = inspector.text(begun.location)
    assert "2 characteristics are not looked at yet" in page
    pieces = inspector.text(f"{begun.location}?pieces=2")
    assert "Piece 2" in pieces
    boxes = findings(page)
    bad = inspector.post(f"{begun.location}/findings", {**boxes, "results-1-measured": "ten"})
    assert bad.status_code == 422
    assert 'value="ten"' in bad.text
    early = inspector.post(f"{begun.location}/verdict", {"passed": "10", "failed": "0", "demand": "replacement"})
    assert "every characteristic was looked at" in early.text
    boxes = findings(pieces)
    said = {"results-0-conforms": "right", "results-2-measured": "10.01", "results-3-measured": "10.2"}
    saved = inspector.post(f"{begun.location}/findings?pieces=2", {**boxes, **said})
    assert saved.status_code == 303, saved.text
    page = inspector.text(saved.location)
    assert "1 failed, 9 passed" in page
    assert 'value="10.2"' in page
    photo = {"photos": [(picture(), "crack.jpg"), (picture(), "side.jpg")]}
    kept = inspector.post(f"{begun.location}/photos", photo, content_type="multipart/form-data")
    assert kept.status_code == 303
    shown = inspector.text(begun.location)
    assert inspector.get(re.findall(r'src="(/files/\d+)"', shown)[0]).mimetype == "image/jpeg"
    with web.session() as session:
        wrong = session.scalars(select(InspectionResult).where(InspectionResult.conforms.is_(False))).one()
        told = {"photos": [(picture("navy"), "length.jpg")], "result_id": str(wrong.id)}
        found_in = wrong.inspection_id
    assert inspector.post(f"{begun.location}/photos", told, content_type="multipart/form-data").status_code == 303
    shown = inspector.text(begun.location)
    assert "Photo of: Length" in shown
    (of_finding,) = inspector.api(f"/inspections/{found_in}").json["finding_photos"]
    assert [each["name"] for each in of_finding["photos"]] == ["length.jpg"]
    file = of_finding["photos"][0]["file_id"]
    assert web.as_("desk").get(f"/files/{file}").status_code == 403
    evil = {"photos": [(io.BytesIO(b"<svg onload=alert(1)>"), "x.png")]}
    assert inspector.post(f"{begun.location}/photos", evil, content_type="multipart/form-data").status_code >= 400
    verdict = {"passed": "8", "failed": "1", "demand": "credit", "severity": "", "reason": ""}
    decided = inspector.post(f"{begun.location}/verdict", verdict, key="v" * 32)
    assert decided.status_code == 303, decided.text
    assert inspector.post(f"{begun.location}/verdict", verdict, key="v" * 32).location == decided.location
    page = inspector.text(decided.location)
    assert "1 pcs failed, 8 pcs passed" in page
    assert "still pending" in page
    assert "Inspect next" in page
    with web.session() as session:
        inspection = session.scalars(select(Inspection)).one()
        assert (inspection.severity, str(inspection.passed), str(inspection.failed)) == ("major", "8", "1")
        back = session.scalars(select(SupplierReturn)).one()
        assert back.demand == "credit"
        arrival = inspector.text(decided.location)
        number = inspection.number
    record = re.search(r'href="(/inspections/arrivals/\d+/record.pdf)"', arrival)
    assert record
    printed = inspector.get(f"{record[1]}?language=zh").data
    assert printed.count(b"/Subtype /Image") == 2  # that of the lot, and that of the finding
    paper = text_of(printed)
    assert "验收记录" in paper
    assert "10.01" in paper
    assert inspector.get(f"/scan?code={number}").location.endswith(f"/inspections/{inspection_id(web)}")
    trace = inspector.text(f"/lots/{lots['plain']}/trace")
    assert number in trace
    assert "Supplier ACME" in trace


def inspection_id(web: Web) -> int:
    with web.session() as session:
        return session.scalars(select(Inspection.id)).one()


def test_who_bought_may_not_inspect(hold) -> None:
    web, lots = hold
    both = web.as_("buyer", "buyer", "inspector")
    assert "you ordered it" in both.text("/inspections/hold")
    page = both.text(f"/inspections/lots/{lots['plain']}")
    assert "You ordered these goods" in page
    assert "Begin the inspection" not in page.split("<main")[1]
    answer = both.post(f"/inspections/lots/{lots['plain']}/begin")
    assert "another inspector has to look at it" in both.text(answer.location)
    refused = both.api(f"/lots/{lots['plain']}/verdict", {"passed": "10", "failed": "0"})
    assert refused.status_code == 422
    assert refused.json["code"] == "own_goods"
    assert web.as_("keeper").post(f"/inspections/lots/{lots['plain']}/begin").status_code == 403


def test_opening_stock_is_cleared_on_the_same_list(hold) -> None:
    web, lots = hold
    inspector = web.as_("inspector")
    one = f"/inspections/lots/{lots['opening 1']}"
    assert 'value="5"' in inspector.text(one)
    assert inspector.post(one, {"passed": "6", "failed": "0"}).status_code == 422
    assert inspector.post(one, {"passed": "3", "failed": "1"}).status_code == 303
    assert "Pending" in inspector.text(one)
    mixed = inspector.post("/inspections/pass-opening", {"ids": [lots["opening 2"], lots["plain"]]})
    assert "begin an inspection" in inspector.text(mixed.location)
    done = inspector.post("/inspections/pass-opening", {"ids": [lots["opening 2"], lots["opening 3"]]})
    assert "2 lots have passed" in inspector.text(done.location)
    assert "Nothing of this lot waits" in inspector.text(f"/inspections/lots/{lots['opening 2']}")
    assert len(inspector.api("/inspections/hold?opening=yes").json["items"]) == 1
    keeper = web.as_("keeper", "keeper", "inspector")
    own = keeper.post(one, {"passed": "1", "failed": "0"})
    assert own.status_code == 422
    assert "You declared this stock" in own.text


def test_goods_that_wait_too_long_are_urgent(hold) -> None:
    web, _lots = hold
    inspector = web.as_("inspector")
    assert inspector.api("/inspections/hold?overdue=yes").json["items"] == []
    web.at(START + timedelta(hours=25))
    inspector = web.as_("inspector")
    assert len(inspector.api("/inspections/hold?overdue=yes").json["items"]) == 5
    assert "waits too long" in inspector.text("/inspections/hold")
    assert "Waits too long in the hold" in inspector.text("/")


def test_the_api_inspects(hold) -> None:
    web, lots = hold
    inspector = web.as_("inspector")
    inspector.post("/standards/new", STANDARD)
    with web.session() as session:
        look, length = session.scalars(select(Characteristic.id).order_by(Characteristic.position)).all()
    begun = inspector.api(f"/lots/{lots['plain']}/inspection", {})
    assert begun.status_code == 200, begun.text
    body = {
        "results": [
            {"characteristic_id": look, "conforms": "right"},
            {"characteristic_id": length, "measured": "10.05"},
        ]
    }
    noted = inspector.api(f"/inspections/{begun.json['inspection_id']}/findings", body)
    assert noted.json["conforms"] == [True, True]
    decided = inspector.api(f"/lots/{lots['plain']}/verdict", {"passed": "10", "failed": "0"})
    assert decided.json["arrival_state"] == "closed"
    wrong = {"results": [{"characteristic_id": look, "measured": "1"}]}
    assert inspector.api(f"/inspections/{begun.json['inspection_id']}/findings", wrong).status_code == 422
