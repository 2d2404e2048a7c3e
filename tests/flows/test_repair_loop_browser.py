"""The main loop on the screens: desk, buyer and supervisor at a desktop; engineer, keeper and inspector on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from inventory.tables import Lot
from inventory.verifying import verify
from procurement.tables import Order
from service.tables import Callback, Ticket
from tests.support.browser import DESKTOP, PHONE, Screen, serving
from tests.support.loop import Company, found_company
from tests.support.web import START, Web

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SIZES = {"engineer": PHONE, "keeper": PHONE, "inspector": PHONE}


class Stage:
    """Open a window for each role on the running application."""

    def __init__(self, browser: Browser, address: str, opened: ExitStack) -> None:
        """Begin without windows."""
        self.browser, self.address, self.opened = browser, address, opened

    def screen(self, code: str) -> Screen:
        """Open a window of the size at which this role works; its scripts must not fail."""
        made = Screen(self.browser, self.address, code, size=SIZES.get(code, DESKTOP))
        self.opened.callback(made.close)
        return made


@contextmanager
def staged(web: Web, browser: Browser) -> Iterator[Stage]:
    with serving(web.app) as address, ExitStack() as opened:
        yield Stage(browser, address, opened)


@pytest.fixture
def company(web: Web) -> Company:
    return found_company(web)


def number_in(path: str) -> int:
    """Return the last number of an address."""
    return int(re.findall(r"\d+", path)[-1])


def narrow(screen: Screen) -> Screen:
    """Return the screen, which must not scroll sideways."""
    assert screen.too_wide() == [], screen.path
    return screen


def test_everybody_does_their_step_on_their_screen(company: Company, browser: Browser) -> None:
    """A case comes in by telephone, its part is short, is bought, inspected, put away, picked, built in."""
    with staged(company.web, browser) as stage:
        ticket = take_in_and_send(stage)
        engineer = ask_for_a_part(stage, ticket)
        order = plan_and_order(stage)
        company.web.at(START + timedelta(days=4))
        keeper = register_the_arrival(stage, order)
        inspect(stage)
        put_away_and_pick(company, keeper)
        report_with_a_signature(engineer, ticket)
        call_back(stage, company)
    with company.web.session() as session:
        assert session.get_one(Ticket, ticket).state == "closed"
        assert verify(session).findings == ()


def take_in_and_send(stage: Stage) -> int:
    """Take the case in, triage it, send the best engineer."""
    desk = stage.screen("desk")
    desk.open("/tickets/new")
    desk.fill(product_id="AC-1/SN-1", symptom_id="no-cooling", description="Hums, blows warm air")
    desk.press("Take in")
    assert desk.path.endswith("/triage"), desk.text
    desk.fill(fault_type="hardware", urgency="urgent", visit="on_site")
    desk.press("Triage")
    assert "In the same region" in desk.text
    desk.press("Send Engineer")
    return number_in(desk.path)


def ask_for_a_part(stage: Stage, ticket: int) -> Screen:
    """Accept the ticket, arrive, find the fault, ask for five where two are there."""
    engineer = stage.screen("engineer")
    engineer.open(f"/my-tickets/{ticket}")
    narrow(engineer).press("Accept")
    engineer.press("I have arrived")
    engineer.follow("Diagnose")
    narrow(engineer).fill(diagnosis="The compressor is worn")
    engineer.press("Save", "Diagnose", "Keep")
    engineer.follow("Ask for or use a part")
    assert "P2" not in narrow(engineer).text, "only parts that fit the model are shown"
    engineer.page.get_by_label("Quantity of P1").fill("5")
    engineer.press("Ask for P1")
    assert "3 not there yet" in narrow(engineer).text
    return engineer


def plan_and_order(stage: Stage) -> str:
    """Compute the plan, let another person approve it, make the order, send it; return its number."""
    buyer, boss = stage.screen("buyer"), stage.screen("supervisor")
    buyer.open("/plans/run")
    buyer.press("Compute")
    buyer.open("/plans")
    buyer.page.locator("main tbody a").first.click()
    buyer.page.wait_for_url(re.compile(r"/plans/\d+"))
    assert "a ticket waits for it" in buyer.text
    plan = number_in(buyer.path)
    assert buyer.page.get_by_role("button", name="Approve the plan").count() == 0
    boss.open(f"/plans/{plan}")
    boss.press("Approve the plan")
    buyer.open(f"/plans/{plan}")
    buyer.press("Turn into orders")
    buyer.open(f"/plans/{plan}")
    buyer.page.locator("main .finds a").first.click()
    buyer.page.wait_for_url(re.compile(r"/orders/\d+"))
    order = number_in(buyer.path)
    if "Next: approval" in buyer.text:
        boss.open(f"/orders/{order}")
        boss.press("Approve")
        buyer.open(f"/orders/{order}")
    buyer.press("Send")
    buyer.follow("Confirm the dates")
    buyer.page.locator("main input[type='date']").first.fill("2026-03-06")
    buyer.press("Confirm", "Save", "Keep")
    assert "confirmed" in buyer.text
    return buyer.page.locator("main h1").inner_text().split()[0]


def register_the_arrival(stage: Stage, order: str) -> Screen:
    """Scan the order and register what came."""
    keeper = stage.screen("keeper")
    keeper.open("/arrivals/new")
    narrow(keeper).scan(f"SW:O:{order}")
    keeper.fill(delivery_note="DN-1")
    narrow(keeper).press("Register")
    assert "in the hold" in narrow(keeper).text
    return keeper


def inspect(stage: Stage) -> None:
    """Look at the goods; two of them are cracked."""
    inspector = stage.screen("inspector")
    inspector.open("/inspections/hold")
    narrow(inspector).page.locator("main tbody a").first.click()
    inspector.page.wait_for_url(re.compile(r"/inspections/lots/\d+"))
    narrow(inspector).press("Begin the inspection")
    whole = int(inspector.page.locator("#verdict [name='passed']").input_value())
    inspector.page.get_by_text("Something failed: defect and claim").click()
    inspector.fill(passed=str(whole - 2), failed="2", severity="major", reason="Cracked housing")
    narrow(inspector).press("Decide")
    assert "2 pcs failed" in narrow(inspector).text
    assert "claimed from the supplier" in inspector.text


def put_away_and_pick(company: Company, keeper: Screen) -> None:
    """Put away and pick by scanning alone; a wrong scan is refused, the oldest lot goes first."""
    with company.web.session() as session:
        new = session.scalars(select(Lot.number).where(Lot.id > company.old_lot).order_by(Lot.id.desc())).first()
    keeper.open("/putaway/begin")
    narrow(keeper).scan("N-A1")
    assert "is no bin of this store" in keeper.text
    keeper.scan("SW:B:C-A1")
    narrow(keeper).press("Put away")
    keeper.open("/picking/begin")
    assert keeper.page.locator("main h1").inner_text() == "C-A2"
    narrow(keeper).scan(f"SW:L:{new}")
    assert "Not yet" in keeper.text, "the newer lot has to wait"
    keeper.scan(f"SW:L:{company.old_lot_number}")
    assert keeper.page.locator("main [name='quantity']").first.input_value() == "2"
    narrow(keeper).press("Issue")
    assert keeper.page.locator("main h1").inner_text() == "C-A1"
    keeper.scan(f"SW:L:{new}")
    assert keeper.page.locator("main [name='quantity']").first.input_value() == "3"
    keeper.press("Issue")
    assert "Undo" in narrow(keeper).text


def report_with_a_signature(engineer: Screen, ticket: int) -> None:
    """Go there again, return one piece into the van, report and let the customer sign with a finger."""
    engineer.log_in()
    engineer.open(f"/my-tickets/{ticket}")
    engineer.press("I have arrived")
    engineer.page.get_by_role("link", name="Return unused").last.click()
    engineer.page.wait_for_url(re.compile(r"/return"))
    narrow(engineer).fill(quantity="1")
    engineer.press("Return")
    engineer.follow("Complete the repair")
    engineer.fill(work_done="New compressor", test_result="12 degrees at the outlet")
    engineer.page.locator("main [name='test_passed'][type='checkbox']").check()
    field = engineer.page.locator("canvas.sign")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box
    mouse = engineer.page.mouse
    mouse.move(box["x"] + 20, box["y"] + box["height"] * 0.7)
    mouse.down()
    for step in range(1, 12):
        mouse.move(box["x"] + 20 + step * 20, box["y"] + box["height"] * (0.3 if step % 2 else 0.7))
    mouse.up()
    assert "Signed." in narrow(engineer).text
    engineer.press("Complete the repair")
    assert "Done" in narrow(engineer).text


def call_back(stage: Stage, company: Company) -> None:
    """Call the customer, keep the scores, close the ticket."""
    desk = stage.screen("desk")
    with company.web.session() as session:
        callback = session.scalars(select(Callback)).one()
        number, ticket = callback.id, callback.ticket_id
    desk.open(f"/callbacks/{number}")
    for name in ("attitude", "punctuality", "effect", "overall"):
        desk.page.locator(f"label[for='{name}-10']").click()
    desk.press("Keep the scores")
    desk.open(f"/tickets/{ticket}")
    desk.press("Close")


def test_the_order_is_what_was_planned(company: Company, browser: Browser) -> None:
    """The buyer sees the sum behind a proposal open on the page, and no order exists before approval."""
    with staged(company.web, browser) as stage:
        buyer = stage.screen("buyer")
        buyer.open("/plans/run")
        buyer.press("Compute")
        buyer.open("/plan-lines")
        buyer.page.locator("main tbody a").first.click()
        buyer.page.wait_for_url(re.compile(r"/proposals/\d+"))
        assert "Inventory position" in buyer.text
        assert buyer.page.locator("main svg").count() > 0
    with company.web.session() as session:
        assert session.scalars(select(Order)).all() == []
