"""Scans in the form of an arrival: labels fill lines, another order joins, what is unknown is said with a way out."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from sqlalchemy import select

from inventory.tables import Location, Lot, Part
from procurement.tables import Order, SupplierPart
from receiving.tables import Arrival, ArrivalLine, ArrivalLot
from tests.support.papers import text_of
from tests.support.procurement import Market
from tests.support.receiving import TODAY
from tests.support.web import Client, Web
from tests.support.world import World

GTIN = "06901234567892"


@pytest.fixture
def ramp(web: Web) -> tuple[Web, dict[str, str]]:
    with web.session() as session:
        world = World(session).build()
        session.get_one(Location, world.places["C"]).keeper_id = world.people["keeper"]
        market = Market(world)
        for part in ("P1", "P2", "FRESH", "SER"):
            market.offer("ACME", part)
        market.offer("BOLT", "P1")
        session.get_one(Part, world.parts["P1"]).gtin = GTIN.lstrip("0")
        of_acme = SupplierPart.supplier_id == market.suppliers["ACME"]
        offered = session.scalars(select(SupplierPart).where(of_acme, SupplierPart.part_id == world.parts["FRESH"]))
        offered.one().supplier_part_number = "ax-9"
        one = market.sent("ACME", ("P1", 10), ("FRESH", 6), promised=TODAY)
        two = market.sent("ACME", ("P1", 4), ("SER", 2))
        other = market.sent("BOLT", ("P1", 1))
        numbers = dict(session.execute(select(Order.id, Order.number)).all())
        facts = {name: numbers[made.order_id] for name, made in (("one", one), ("two", two), ("other", other))} | {
            "address": f"/arrivals/register?order={one.order_id}"
        }
        session.commit()
    web.person("keeper", "keeper")
    return web, facts


def boxes(page: str) -> dict[str, str]:
    """Return what the boxes of the lines say, and which lines were counted."""
    region = page.split("data-rows", maxsplit=1)[1].split("<template>", maxsplit=1)[0]
    found = {}
    for tag in re.findall(r"<input[^>]*>", region):
        if name := re.search(r'name="(lines-[^"]+)"', tag):
            found[name[1]] = html.unescape((re.search(r'value="([^"]*)"', tag) or ["", ""])[1])
    for name, text in re.findall(r'<textarea[^>]*name="(lines-[^"]+)"[^>]*>([^<]*)</textarea>', region):
        found[name] = html.unescape(text).strip()
    for name, inner in re.findall(r'<select[^>]*name="(lines-[^"]+)"[^>]*>(.*?)</select>', region, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        found[name] = html.unescape(chosen[1]) if chosen else ""
    return found


class Intake:
    """Scan one code after the other into the form of an arrival, as the page does."""

    def __init__(self, client: Client, address: str) -> None:
        """Open the form."""
        self.client, self.address = client, address
        self.head = {"delivery_note": "DN-5", "arrived_on": "2026-03-02"}
        self.page = client.text(address)

    @property
    def boxes(self) -> dict[str, str]:
        """Return what the boxes say."""
        return boxes(self.page)

    def scan(self, code: str) -> str:
        """Scan a code and return what is said."""
        counted = re.findall(r'name="counted" value="([^"]*)"', self.page)
        data = {**self.head, **self.boxes, "counted": [html.unescape(each) for each in counted], "code": code}
        answer = self.client.post(self.address, data)
        assert answer.status_code == 200
        self.page = answer.text
        said = self.page.split('id="scanned"', maxsplit=1)[1].split("<form", maxsplit=1)[0]
        return html.unescape(re.sub(r"<[^>]+>", " ", said))


def test_labels_fill_their_lines_and_the_arrival_keeps_what_they_say(ramp) -> None:
    web, facts = ramp
    intake = Intake(web.as_("keeper"), facts["address"])
    said = intake.scan(f"(01){GTIN}(11)260110(10)L7(37)4")
    assert "P1 · L7" in said
    assert "quantity so far: 4" in said
    intake.scan(f"(01){GTIN}(11)260110(10)L7(37)4")
    intake.scan(f"(01){GTIN}(10)L8(30)2")
    intake.scan("(240)AX-9(10)F1(11)260201")
    intake.head["carrier"] = "SF"
    made = intake.boxes
    rows = {
        number: {name.split("-", 2)[2]: value for name, value in made.items() if name.startswith(f"lines-{number}-")}
        for number in (0, 1, 2)
    }
    assert (rows[0]["quantity"], rows[0]["supplier_lot"], rows[0]["made_on"]) == ("8", "L7", "2026-01-10")
    assert (rows[1]["quantity"], rows[1]["supplier_lot"], rows[1]["made_on"]) == ("6", "F1", "2026-02-01")
    assert (rows[2]["quantity"], rows[2]["supplier_lot"]) == ("2", "L8")
    assert rows[2]["order_line_id"] == f"{facts['two']}/1"  # the first order takes no more
    answer = web.as_("keeper").post(facts["address"], {**intake.head, **made})
    assert answer.status_code == 303, answer.text
    with web.session() as session:
        found = session.execute(
            select(Lot.supplier_lot, ArrivalLot.quantity, ArrivalLot.made_on, Lot.expires_on).join(
                ArrivalLot, ArrivalLot.lot_id == Lot.id
            )
        ).all()
        shelf = session.scalar(select(Part.shelf_life_days).where(Part.number == "FRESH"))
        assert {row.supplier_lot: str(row.quantity) for row in found} == {"L7": "8", "F1": "6", "L8": "2"}
        fresh = next(row for row in found if row.supplier_lot == "F1")
        assert (fresh.expires_on - fresh.made_on).days == shelf
    assert "made" in web.as_("keeper").text(answer.location)


def test_several_orders_in_one_delivery_by_scan_and_on_paper(ramp) -> None:
    web, facts = ramp
    intake = Intake(web.as_("keeper"), facts["address"])
    assert f"The lines of {facts['two']} are on the form" in intake.scan(f"SW:O:{facts['two']}")
    assert intake.boxes["lines-2-order_line_id"] == f"{facts['two']}/1"
    assert intake.scan(f"SW:O:{facts['two']}").count("are on the form") == 1
    assert len({name.split("-")[1] for name in intake.boxes}) == 4  # scanned twice, added once
    assert "has nothing open from this supplier" in intake.scan(f"SW:O:{facts['other']}")
    for serial in ("S-1", "S-2", "S-2"):
        said = intake.scan(f"(241)SER(21){serial}")
    assert "S-2 was scanned already" in said
    data = {**intake.head, **intake.boxes, "lines-1-made_on": "2026-02-01"}
    answer = web.as_("keeper").post(facts["address"], data)
    assert answer.status_code == 303, answer.text
    with web.session() as session:
        arrival = session.scalars(select(Arrival)).one()
        assert len(session.scalars(select(ArrivalLine)).all()) == 4
    note = text_of(web.as_("keeper").get(f"/arrivals/{arrival.id}/note.pdf?language=en").data)
    for number in (facts["one"], facts["two"]):
        assert note.count(number) >= 3  # in the head and at each of its lines


def test_a_code_that_leads_nowhere_says_what_was_read_and_keeps_what_was_typed(ramp) -> None:
    web, facts = ramp
    intake = Intake(web.as_("keeper"), facts["address"])
    typed = {**intake.head, **intake.boxes, "lines-0-quantity": "x7"}
    said = web.as_("keeper").post(facts["address"], {**typed, "code": "(01)09501101530003(10)Z9"}).text
    assert "article 09501101530003, lot Z9" in said
    assert 'value="x7"' in said
    assert "DN-5" in said
    assert "is no order, no part and no part number of this supplier" in intake.scan("HELLO-1")
    assert "neither an order nor a part" in intake.scan("SW:B:C-A1")
    assert "goes back to the supplier" in intake.scan("SW:P:P3")
    alone = web.as_("keeper").post(facts["address"], {"code": "(240)AX-9(10)F1"}).text  # without scripts
    assert boxes(alone)["lines-1-supplier_lot"] == "F1"
    assert f"{date(2026, 3, 2):%Y-%m-%d}" in alone


def test_days_that_cannot_be_are_refused(ramp) -> None:
    web, facts = ramp
    keeper = web.as_("keeper")
    intake = Intake(keeper, facts["address"])
    data = {**intake.head, **intake.boxes, "lines-1-expires_on": "2027-01-01"}
    late = keeper.post(facts["address"], {**data, "lines-0-made_on": "2026-03-03"})
    assert "Made on 2026-03-03, but arrived on 2026-03-02" in late.text
    crossed = keeper.post(
        facts["address"], {**data, "lines-1-made_on": "2026-03-01", "lines-1-expires_on": "2026-02-01"}
    )
    assert "but expires on 2026-02-01" in crossed.text
