"""Buying on the screens: a supplier quotes on a phone by its link, the award becomes an order, mailed and received."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from inventory.tables import Balance, Lot
from inventory.verifying import verify
from kernel.amounts import Quantity
from kernel.tables import Person
from procurement.tables import Order, Quote, Supplier
from tests.flows.test_repair_loop_browser import Stage, narrow, number_in, staged
from tests.support.browser import PHONE, Screen
from tests.support.inbox import Inbox, receiving, sender
from tests.support.loop import Company, found_company
from tests.support.papers import text_of
from tests.support.procurement import Market
from tests.support.web import Web
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with receiving() as made:
        yield made


@pytest.fixture
def company(web: Web) -> Company:
    made = found_company(web)
    web.person("supervisor2", "supervisor")
    with web.session() as session:
        world = World(session)
        world.people, world.parts, world.places = made.people, made.parts, made.places
        rival = Market(world).supplier("RIVAL")
        session.get_one(Supplier, rival).email = "sales@rival.example"
        session.scalars(select(Person).where(Person.code == "supervisor")).one().email = "boss@company.example"
        session.commit()
    return made


def paper(mail: EmailMessage) -> str:
    """Return what the PDF says that came with a mail."""
    (attached,) = mail.iter_attachments()
    content = attached.get_content()
    assert isinstance(content, bytes)
    return text_of(content)


def link_in(mail: EmailMessage) -> str:
    """Return the path of the link that a mail brings."""
    body = mail.get_body()
    assert body is not None
    found = re.search(r"https?://[^/\s]+(/quote/[0-9a-f]{64})", body.get_content())
    assert found, body.get_content()
    return found[1]


def quote(stage: Stage, path: str, price: str, days: str) -> Screen:
    """Quote on a phone as a supplier does: by the link, without a log-in."""
    phone = Screen(stage.browser, stage.address, "", size=PHONE)
    stage.opened.callback(phone.close)
    assert phone.open(path) == 200
    phone.page.locator("main [name='lines-0-breaks-0-unit_price']").fill(price)
    phone.page.locator("main [name='lines-0-lead_time_days']").fill(days)
    narrow(phone).press("Send the quotation")
    assert "Your quotation has arrived" in narrow(phone).text
    return phone


def test_an_award_becomes_an_order_that_comes(company: Company, inbox: Inbox, browser: Browser) -> None:
    """Two suppliers are asked, quote and are compared; the cheaper one gets the order, and its goods pass."""
    send = sender(company.web, inbox.port)
    with staged(company.web, browser) as stage:
        buyer, boss = stage.screen("buyer"), stage.screen("supervisor")
        request = ask(buyer)
        assert send() == 2
        for address in ("orders@acme.example", "sales@rival.example"):
            said = paper(inbox.to(address))
            assert "P1" in said
            assert "询价单" in said
        first = quote(stage, link_in(inbox.to("orders@acme.example")), "22", "10")
        quote(stage, link_in(inbox.to("sales@rival.example")), "18.5", "6")
        assert "RIVAL" not in first.text
        order = award(buyer, request)
        boss.open(f"/orders/{order}")
        boss.press("Approve")
        buyer.open(f"/orders/{order}")
        buyer.press("Send")
        assert send() == 1
        number = buyer.page.locator("main h1").inner_text().split()[0]
        mailed = paper(inbox.to("sales@rival.example"))
        assert number in mailed
        assert "18.5" in mailed
        come_and_pass(stage, number)
        late = Screen(stage.browser, stage.address, "", size=PHONE)
        assert late.open(link_in(inbox.mails[0])) in {404, 409, 410}
        late.context.close()
    with company.web.session() as session:
        assert session.get_one(Order, order).supplier_id != company.supplier
        assert len(session.scalars(select(Quote)).all()) == 2
        assert verify(session).findings == ()
        newest = session.scalars(select(Lot.id).order_by(Lot.id.desc())).first()
        held = session.scalars(select(Balance.on_hand).where(Balance.lot_id == newest)).all()
        assert sum(held, Quantity.zero()) == Quantity.of(30)


def ask(buyer: Screen) -> int:
    """Ask two suppliers for thirty pieces, by mail; return the request."""
    buyer.open("/quote-requests/new")
    buyer.fill(**{"lines-0-part_id": "P1", "lines-0-quantity": "30"})
    buyer.fill(**{"suppliers-0-supplier_id": "ACME", "suppliers-1-supplier_id": "RIVAL"})
    buyer.press("Keep the draft", "Save")
    request = number_in(buyer.path)
    buyer.press("Send")
    assert "sent" in buyer.text
    return request


def award(buyer: Screen, request: int) -> int:
    """Close the request, look at the comparison and award to the cheapest; return the order."""
    buyer.open(f"/quote-requests/{request}")
    buyer.press("Close")
    buyer.open(f"/quote-requests/{request}/compare")
    assert "Lowest" in buyer.text or "lowest" in buyer.text or "Cheapest" in buyer.text
    buyer.press("Award")
    buyer.open("/orders")
    buyer.page.locator("main tbody a").first.click()
    buyer.page.wait_for_url(re.compile(r"/orders/\d+"))
    return number_in(buyer.path)


def come_and_pass(stage: Stage, number: str) -> None:
    """Register what came by the order's code, and let all of it pass."""
    keeper, inspector = stage.screen("keeper"), stage.screen("inspector")
    keeper.open("/arrivals/new")
    keeper.scan(f"SW:O:{number}")
    keeper.fill(delivery_note="DN-7")
    narrow(keeper).press("Register")
    inspector.open("/inspections/hold")
    inspector.page.locator("main tbody a").first.click()
    inspector.page.wait_for_url(re.compile(r"/inspections/lots/\d+"))
    narrow(inspector).press("Begin the inspection")
    assert inspector.page.locator("#verdict [name='passed']").input_value() == "30"
    narrow(inspector).press("Decide")
    assert "30 pcs passed" in narrow(inspector).text
