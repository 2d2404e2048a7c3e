"""From the ramp to the shelf in a real browser: scan, sample, concession, claim, replacement; the keeper on a phone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from inventory.tables import Balance, Location, Lot, Part, Stock
from procurement.tables import Order
from receiving.tables import ArrivalLot, Concession, Inspection, SupplierReturn
from tests.support.browser import PHONE, Screen, serving
from tests.support.procurement import Market
from tests.support.receiving import TODAY
from tests.support.web import Web, make_app
from tests.support.world import World, q
from tests.web.test_sampling_pages import STANDARD

pytestmark = pytest.mark.browser
GTIN = "06901234567892"
TABLET = {"width": 820, "height": 1180}
PICTURES = os.environ.get("SPAREWELL_PICTURES", "")


class Ramp:
    """Hold the site and a window for each person who works at the ramp."""

    def __init__(self, browser: Browser, web: Web, address: str, order: str, tracked: str) -> None:
        """Open a window for everybody; `tracked` is the order of goods with serial numbers."""
        self.web, self.order, self.tracked = web, order, tracked
        self.keeper = Screen(browser, address, "keeper", size=PHONE)
        self.inspector = Screen(browser, address, "inspector")
        self.supervisor = Screen(browser, address, "supervisor")

    def newest_lot(self) -> int:
        """Return the lot that came last."""
        with self.web.session() as session:
            return session.scalars(select(ArrivalLot.lot_id).order_by(ArrivalLot.id.desc())).first() or 0

    def claim(self) -> SupplierReturn:
        """Return the only claim."""
        with self.web.session() as session:
            return session.scalars(select(SupplierReturn)).one()

    def where(self) -> dict[str, str]:
        """Return how much of the part lies in which place."""
        with self.web.session() as session:
            rows = session.execute(
                select(Location.code, Balance.on_hand)
                .join(Balance, Balance.location_id == Location.id)
                .join(Lot, Lot.id == Balance.lot_id)
                .where(Balance.on_hand > q(0))
                .order_by(Location.code, Lot.id)
            )
            return {code: str(quantity) for code, quantity in rows}

    def look(self, screen: Screen, name: str) -> None:
        """Nothing scrolls sideways; keep a picture where somebody wants to see it."""
        assert screen.too_wide() == []
        if PICTURES:
            screen.page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


@pytest.fixture
def ramp(browser: Browser, sqlite_url: str, tmp_path: Path) -> Iterator[Ramp]:
    web = Web(make_app(sqlite_url, tmp_path))
    with web.session() as session:
        world = World(session).build()
        session.get_one(Location, world.places["C"]).keeper_id = world.people["keeper"]
        session.get_one(Part, world.parts["P1"]).gtin = GTIN.lstrip("0")
        market = Market(world)
        for part in ("P1", "SER"):
            market.offer("ACME", part)
        made = [market.sent("ACME", (part, 20), promised=TODAY).order_id for part in ("P1", "SER")]
        order, tracked = (session.scalars(select(Order.number).where(Order.id == each)).one() for each in made)
        session.commit()
    for code in ("keeper", "inspector", "supervisor"):
        web.person(code, code)
    for part in ("P1", "SER"):
        answer = web.as_("supervisor").post("/standards/new", {**STANDARD, "part_id": part})
        assert answer.status_code == 303
    with serving(web.app) as address:
        opened = Ramp(browser, web, address, order, tracked)
        yield opened
        for screen in (opened.keeper, opened.inspector, opened.supervisor):
            screen.close()


def label(screen: Screen, code: str, said: str) -> None:
    """Scan a supplier's label as a keyboard scanner does, and wait for what is said."""
    screen.page.keyboard.type(code)
    screen.page.keyboard.press("Enter")
    expect(screen.page.locator("#scanned")).to_contain_text(said)


def counted(ramp: Ramp, faulty: int) -> None:
    """Begin the newest lot, find it right but for the faulty pieces of its sample."""
    screen = ramp.inspector
    screen.open(f"/inspections/lots/{ramp.newest_lot()}")
    screen.press("Begin the inspection")
    screen.page.locator("label.btn-right").first.click()
    screen.fill(**{"results-1-measured": "10.01"})
    screen.press("Save the findings")
    screen.fill(major_found=str(faulty))
    screen.press("Count the sample")


def asked(ramp: Ramp, quantity: int) -> None:
    """Ask for a concession from the open inspection."""
    screen = ramp.inspector
    screen.follow("Ask for a concession")
    screen.fill(quantity=str(quantity), reason="loose cover, harmless")
    screen.page.locator("main form button[type=submit]").last.click()
    screen.page.wait_for_url("**/inspections/**")


def newest_concession(ramp: Ramp) -> int:
    """Return the concession that was asked for last."""
    with ramp.web.session() as session:
        return session.scalars(select(Concession.id).order_by(Concession.id.desc())).first() or 0


def judged(screen: Screen, passed: int, failed: int) -> None:
    """Enter the verdict on the open inspection."""
    screen.fill(passed=str(passed), failed=str(failed))
    details = screen.page.locator("#verdict details")
    if not details.evaluate("each => each.open"):
        details.locator("summary").click()
    screen.fill(severity="major", reason="covers do not close")
    screen.press("Decide")


def test_a_bad_lot_is_conceded_in_part_claimed_and_replaced(ramp: Ramp) -> None:
    keeper, inspector, supervisor = ramp.keeper, ramp.inspector, ramp.supervisor
    # the keeper scans the order and two cartons of one lot
    keeper.open("/arrivals/new")
    keeper.scan(f"SW:O:{ramp.order}")
    label(keeper, f"(01){GTIN}(11)260110(10)L7(37)12", "quantity so far: 12")
    label(keeper, f"(01){GTIN}(11)260110(10)L7(37)8", "quantity so far: 20")
    label(keeper, "(01)09501101530003(10)Z", "No part bears that number")
    expect(keeper.page.locator("[name='lines-0-quantity']")).to_have_value("20")
    expect(keeper.page.locator("[name='lines-0-supplier_lot']")).to_have_value("L7")
    keeper.fill(delivery_note="DN-1")
    ramp.look(keeper, "register")
    keeper.press("Register")
    assert "lies in the hold" in keeper.text
    ramp.look(keeper, "arrival")
    assert ramp.where() == {"C-H": "20"}
    # the sample refuses the lot; a concession is refused, and nobody passes what was asked for
    counted(ramp, 3)
    assert "The sample refuses the lot." in inspector.text
    asked(ramp, 8)
    supervisor.open(f"/inspections/concessions/{newest_concession(ramp)}")
    supervisor.fill(answer="eight covers are too many")
    supervisor.press("Decide")
    assert "eight covers are too many" in supervisor.text
    ramp.look(supervisor, "refused")
    with ramp.web.session() as session:
        inspection = session.scalars(select(Inspection.id)).one()
    inspector.open(f"/inspections/{inspection}")
    assert "eight covers are too many" in inspector.text
    judged(inspector, 8, 12)
    ramp.look(inspector, "not_conceded")
    assert "pass" in inspector.page.locator("main .invalid-feedback, main .alert-danger").first.inner_text()
    inspector.errors = [each for each in inspector.errors if "422" not in each]  # the browser tells of the refusal
    assert ramp.where() == {"C-H": "20"}
    # a smaller one is granted
    inspector.open(f"/inspections/{inspection}")
    asked(ramp, 5)
    supervisor.open(f"/inspections/concessions/{newest_concession(ramp)}")
    supervisor.page.locator("[name='granted']").check()
    supervisor.fill(limits="indoor units only", valid_until_on="2026-12-31")
    supervisor.press("Decide")
    inspector.open(f"/inspections/{inspection}")
    judged(inspector, 5, 15)
    assert ramp.where() == {"C-Q": "15", "C-S": "5"}
    # the claim: goods go back, the replacement comes on the return note and passes
    claim = ramp.claim()
    keeper.open(f"/claims/{claim.id}")
    ramp.look(keeper, "claim")
    keeper.follow("Send back")
    keeper.fill(quantity="15")
    keeper.press("Send back")
    assert ramp.where() == {"C-S": "5"}
    keeper.open("/arrivals/new")
    ramp.look(keeper, "new")
    keeper.scan(f"SW:D:{claim.number}")
    label(keeper, f"(01){GTIN}(10)L8(37)15", "quantity so far: 15")
    ramp.look(keeper, "replacement")
    keeper.press("Register")
    assert "replacement" in keeper.text
    assert ramp.where() == {"C-H": "15", "C-S": "5"}
    counted(ramp, 0)
    assert "The sample accepts the lot." in inspector.text
    inspector.press("Decide")
    assert ramp.claim().state == "settled"
    keeper.open(f"/claims/{claim.id}")
    assert "Nothing is left to do" in keeper.text
    ramp.look(keeper, "settled")
    # everything is put away, and that alone is stock
    with ramp.web.session() as session:
        staged = session.scalars(select(Location.id).where(Location.code == "C-S")).one()
        lots = session.scalars(select(ArrivalLot.lot_id).order_by(ArrivalLot.id)).all()
    for lot in lots:
        keeper.open(f"/putaway/{staged}/{lot}")
        keeper.scan("SW:B:C-A1")
        keeper.press("Put away")
    with ramp.web.session() as session:
        store = session.scalars(select(Location.id).where(Location.code == "C")).one()
        part = session.scalars(select(Part.id).where(Part.number == "P1")).one()
        assert session.get_one(Stock, (part, store)).on_hand == q(20)


def test_twenty_pieces_with_serial_numbers_are_sampled_and_decided_on_a_tablet(ramp: Ramp) -> None:
    keeper, inspector = ramp.keeper, ramp.inspector
    keeper.open("/arrivals/new")
    keeper.scan(f"SW:O:{ramp.tracked}")
    keeper.fill(**{"lines-0-quantity": "20", "lines-0-serials": "CP26-00001–CP26-00020", "delivery_note": "DN-2"})
    keeper.press("Register")
    assert ramp.where() == {"C-H": "1"}  # of each lot one piece
    inspector.page.set_viewport_size(TABLET)
    inspector.open("/inspections/hold")
    assert inspector.page.locator("main table tbody tr").count() == 1
    counted(ramp, 0)
    assert "draw 13 pieces" in inspector.text
    inspector.page.get_by_label("CP26-00007").check()
    details = inspector.page.locator("#verdict details")
    details.locator("summary").click()
    inspector.fill(severity="major", reason="noisy")
    ramp.look(inspector, "pieces")
    inspector.press("Decide")
    assert "1 pcs failed, 19 pcs passed." in inspector.text
    ramp.look(inspector, "pieces_decided")
    assert ramp.claim().quantity == q(1)
    inspector.open("/inspections/hold")
    assert "The hold is empty" in inspector.text
