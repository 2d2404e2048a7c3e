"""Suppliers and orders through their pages: entered, approved by another, ordered, mailed, confirmed, followed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from kernel.tables import Blob, Mail
from procurement.tables import Order, Supplier, SupplierPart
from tests.support.papers import text_of
from tests.support.procurement import Market
from tests.support.web import START, Web
from tests.support.world import World


@pytest.fixture
def market(web: Web) -> tuple[Web, Market]:
    with web.session() as session:
        world = World(session).build()
        market = Market(world)
        market.supplier("S1")
        market.offer("S1", "P1")
        session.get_one(Supplier, market.suppliers["S1"]).email = "orders@example.org"
        session.commit()
    return web, market


def test_a_supplier_is_entered_by_one_and_approved_by_another(market: tuple[Web, Market]) -> None:
    web, _market = market
    buyer, boss = web.as_("buyer"), web.as_("supervisor")
    bad = buyer.post("/suppliers/new", {"code": "S9", "name_zh": "新供应商", "name_en": "New", "email": "nonsense"})
    assert bad.status_code == 422
    assert 'value="新供应商"' in bad.text
    made = buyer.post("/suppliers/new", {"code": "S9", "name_zh": "新供应商", "name_en": "New", "email": "a@b.cn"})
    path = made.location
    assert buyer.post(f"{path}/state", {"state": "approved", "reason": "own"}).status_code == 403
    assert boss.post(f"{path}/state", {"state": "approved", "reason": "Audited"}).status_code == 303
    buyer.post(f"{path}/certificates/new", {"kind": "business_licence", "number": "BL-1", "expires_on": "2026-01-01"})
    buyer.post(f"{path}/reputation", {"reputation": "80", "reason": "References"})
    terms = buyer.post(
        f"{path}/parts", {"part_id": "P2", "lead_time_days": "10", "multiple_quantity": "5", "active": "yes"}
    )
    assert terms.status_code == 303, terms.text
    again = {"part_id": "P2", "lead_time_days": "10", "multiple_quantity": "5", "active": "yes"}
    finer = buyer.post(f"{path}/parts", again | {"holding_percent": "20.875"})
    assert finer.status_code == 422
    assert "At most two decimals" in finer.text
    assert buyer.post(f"{path}/parts", again | {"holding_percent": "20.87"}).status_code == 303
    with market[0].session() as session:
        assert session.scalars(select(SupplierPart.holding_rate_bp).order_by(SupplierPart.id.desc())).first() == 2087
    assert 'value="20.87"' in buyer.text(f"{path}/parts?part=2")
    page = buyer.text(path)
    assert "BL-1" in page
    assert "P2" in page
    offers = buyer.api("/supplier-parts?supplier=S9").json["items"]
    listed = buyer.post(
        f"/supplier-parts/{offers[0]['id']}",
        {
            "valid_from_on": "2026-03-01",
            "steps-0-from_quantity": "0",
            "steps-0-unit_price_cny": "12.5",
            "steps-1-from_quantity": "100",
            "steps-1-unit_price_cny": "11",
        },
    )
    assert listed.status_code == 303
    assert "¥11.00" in buyer.text(f"/supplier-parts/{offers[0]['id']}")
    assert buyer.post("/suppliers/scores").status_code == 303
    assert "not enough data" in buyer.text(path)
    assert "综合评估" in text_of(buyer.get(f"{path}/scorecard.pdf?language=zh").data)


def test_an_order_goes_from_draft_to_the_suppliers_mail_and_dates(market: tuple[Web, Market]) -> None:
    web, _market = market
    buyer, boss = web.as_("buyer"), web.as_("supervisor")
    made = buyer.post(
        "/orders/new",
        {"supplier_id": "S1", "store_id": "C", "lines-0-part_id": "P1", "lines-0-quantity": "20"},
    )
    assert made.status_code == 303, made.text
    path = made.location
    assert buyer.post(f"{path}/approve").status_code == 403
    boss.post(f"{path}/approve")
    sent = buyer.post(f"{path}/send", {"by_mail": "yes"})
    assert sent.status_code == 303
    assert "Next: the supplier" in buyer.text(path)
    with web.session() as session:
        mail = session.scalars(select(Mail)).one()
        assert mail.to_address == "orders@example.org"
        content = session.get_one(Blob, mail.attachment_sha256).content
        assert mail.attachment_name is not None
        assert "采购订单" in mail.attachment_name
    said = text_of(content)
    assert "P1" in said
    assert "采购订单" in said
    total = f"¥{buyer.api(path).json['amount_cny']}"
    assert total in said.replace(",", "")
    for who in ("keeper", "inspector"):  # the paper shows no more than the page
        seen = text_of(web.as_(who).get(f"{path}/order.pdf?language=en").data)
        assert "P1" in seen
        assert "¥" not in seen
    shown = buyer.text(path)
    assert "orders@example.org" in shown
    assert "was not sent version" not in shown
    line_id = buyer.api(path).json["lines"][0]["order_line_id"]
    less = {"reason": "fewer", "changes-0-order_line_id": str(line_id), "changes-0-quantity": "15"}
    assert buyer.post(f"{path}/amend", less).status_code == 303
    assert "The supplier was not sent version 2 yet." in buyer.text(path)
    assert buyer.post(f"{path}/mail").status_code == 303
    assert "was not sent version" not in buyer.text(path)
    with web.session() as session:
        again = session.scalars(select(Mail).order_by(Mail.id.desc())).first()
        assert again is not None
        assert "第 2 版" in again.body
        assert "15" in text_of(session.get_one(Blob, again.attachment_sha256).content)
    more = {"reason": "more", "changes-0-order_line_id": str(line_id), "changes-0-quantity": "40"}
    assert buyer.post(f"{path}/amend", more).status_code == 303
    waiting = buyer.text(path)
    assert "The supplier has version 2." in waiting
    assert "DRAFT" in text_of(buyer.get(f"{path}/order.pdf?language=en").data)
    assert buyer.post(f"{path}/take-back", {"reason": ""}).status_code == 303
    assert "The supplier has version 2." in buyer.text(path)
    assert buyer.post(f"{path}/take-back", {"reason": "not needed"}).status_code == 303
    back = buyer.text(path)
    assert "The supplier has version" not in back
    assert "was not sent version" not in back
    told = [back.index(words) for words in ("version 1 approved", "version 1 replaced", "version 3 replaced")]
    assert told == sorted(told)
    assert "P1 × 40" in back
    assert "amendment taken back" in back
    same = {"reason": "words", "changes-0-order_line_id": str(line_id), "changes-0-quantity": "15"}
    for note in ("Ring the bell", ""):
        assert buyer.post(f"{path}/amend", {**same, "note": note}).status_code == 303
        assert buyer.api(path).json["note"] == note
    silent = buyer.post(f"{path}/amend", {**same, "note": ""})
    assert silent.status_code == 422
    assert "is different. Change a figure" in silent.text
    assert 'value="words"' in silent.text
    assert buyer.post(f"{path}/mail").status_code == 303
    assert "DRAFT" not in text_of(buyer.get(f"{path}/order.pdf?language=en").data)
    form = buyer.text(f"{path}/confirm")
    line = form.split('promises-0-order_line_id" value="')[1].split('"')[0]
    dated = buyer.post(f"{path}/confirm", {"promises-0-order_line_id": line, "promises-0-promised_on": "2026-03-05"})
    assert dated.status_code == 303, dated.text
    web.at(START + timedelta(days=10))
    buyer = web.as_("buyer")
    assert "P1" in buyer.text("/overdue")
    buyer.post(f"{path}/notes", {"kind": "expedite", "text": "Called; comes on Monday"})
    assert "Called; comes on Monday" in buyer.text(path)
    for page in (
        "/orders",
        "/orders?late=yes",
        "/order-lines?open=yes",
        "/suppliers",
        "/supplier-parts",
        "/certificates",
    ):
        assert buyer.get(page).status_code == 200, page
    amended = buyer.post(
        f"{path}/amend",
        {"reason": "More needed", "changes-0-order_line_id": line, "changes-0-quantity": "30"},
    )
    assert amended.status_code == 303, amended.text
    assert "version 2" in buyer.text(path)
    assert buyer.post(f"{path}/cancel", {"reason": ""}).status_code == 422
    assert buyer.post(f"{path}/cancel", {"reason": "No longer needed"}).status_code == 303
    with web.session() as session:
        assert session.scalar(select(Order.state)) == "cancelled"


def test_nobody_approves_their_own_order(market: tuple[Web, Market]) -> None:
    web, _market = market
    both = web.as_("both", "buyer", "supervisor")
    made = both.post(
        "/orders/new", {"supplier_id": "S1", "store_id": "C", "lines-0-part_id": "P1", "lines-0-quantity": "20"}
    )
    refused = both.api(f"{made.location}/approve", {})
    assert refused.status_code in {409, 422}
    assert refused.json["code"] == "four_eyes"
