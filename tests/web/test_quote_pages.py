"""Requests for quotation through their pages: sent with links, answered without a log-in, compared, awarded."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select

from kernel.tables import Mail, Person
from procurement.tables import Order, OrderLine, Quote, QuoteInvitation, QuoteRequest, Supplier
from tests.support.papers import text_of
from tests.support.procurement import Market
from tests.support.web import START, Client, Web, make_app
from tests.support.world import World
from webapp.jobs.worker import ask_periodic, work_off
from webapp.jobs_of.buying import warn_of_ends
from webapp.security import limiter
from webapp.tables import Job

ASKED = {
    "store_id": "C",
    "closes_on": "2026-03-10",
    "note": "Original parts only",
    "lines-0-part_id": "P1",
    "lines-0-quantity": "100",
    "lines-1-part_id": "P2",
    "lines-1-quantity": "10",
    "suppliers-0-supplier_id": "S1",
    "suppliers-1-supplier_id": "S2",
}


@pytest.fixture
def house(web: Web) -> Web:
    with web.session() as session:
        market = Market(World(session).build())
        for code in ("S1", "S2", "S3"):
            market.supplier(code, state="candidate" if code == "S3" else "approved")
        market.offer("S1", "P1")
        session.get_one(Supplier, market.suppliers["S1"]).email = "quotes@example.org"
        session.commit()
    return web


def asked(buyer: Client, **other: str) -> str:
    """Write a request and send it; return its path."""
    made = buyer.post("/quote-requests/new", ASKED | other)
    assert made.status_code == 303, made.text
    assert buyer.post(f"{made.location}/send", {"by_mail": "yes"}).status_code == 303
    return str(made.location)


def link_to(web: Web, buyer: Client, supplier: str) -> str:
    """Make a supplier's link and return its path."""
    with web.session() as session:
        invitation = session.scalars(
            select(QuoteInvitation.id)
            .join(Supplier, Supplier.id == QuoteInvitation.supplier_id)
            .where(Supplier.code == supplier)
        ).one()
    page = buyer.post(f"/quote-invitations/{invitation}/link")
    found = re.search(r'class="secret">https?://[^/]+(/quote/[0-9a-f]{64})<', page.text)
    assert found, page.text
    return found[1]


def answer(page: str, *prices: str, **more: str) -> dict[str, str]:
    """Fill a quotation's form: a price for each line, empty where it cannot be offered."""
    ids = re.findall(r'name="lines-\d+-request_line_id" value="(\d+)"', page)
    sent = {"currency": "CNY", "tax_percent": "13", "valid_until_on": "2026-06-30"}
    for number, (line, price) in enumerate(zip(ids, prices, strict=True)):
        sent[f"lines-{number}-request_line_id"] = line
        if price:
            sent |= {f"lines-{number}-breaks-0-unit_price": price, f"lines-{number}-lead_time_days": "14"}
        else:
            sent[f"lines-{number}-cannot_offer"] = "yes"
    return sent | more


def test_the_request_goes_out_by_mail_with_paper_and_link(house: Web) -> None:
    buyer = house.as_("buyer")
    path = asked(buyer)
    with house.session() as session:
        mail = session.scalars(select(Mail)).one()
        assert mail.to_address == "quotes@example.org"
        assert re.search(r"/quote/[0-9a-f]{64}", mail.body)
        assert mail.attachment_name == "RQ-202603-0001 询价单.pdf"
        hashes = session.scalars(select(QuoteInvitation.token_hash)).all()
        assert len(set(hashes)) == 2
        assert not any(each and each in mail.body for each in hashes)
    page = buyer.text(path)
    assert "No mail address: S2" in page
    with house.session() as session:
        invitation = session.scalars(select(QuoteInvitation.id).order_by(QuoteInvitation.id)).first()
    paper = text_of(buyer.get(f"/quote-invitations/{invitation}/request.pdf?language=zh").data)
    assert "询价单" in paper
    assert "Quote by" in paper


def test_a_supplier_answers_without_a_log_in_and_sees_nobody_else(house: Web) -> None:
    buyer, outside = house.as_("buyer"), house.client()
    path = asked(buyer)
    link = link_to(house, buyer, "S2")
    page = outside.get(link)
    assert page.status_code == 200
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "S1" not in page.text
    assert "P1" in page.text
    assert "Supplier S2" in page.text
    sent = answer(page.text, "9.5", "2")
    sent |= {"lines-0-breaks-1-from_quantity": "50", "lines-0-breaks-1-unit_price": "9", "freight": "20"}
    done = outside.post(link, sent, token=token(page.text))
    assert done.status_code == 200
    assert "Your quotation has arrived" in done.text
    again = outside.get(link)
    assert 'value="9.5"' in again.text
    assert "You have answered already" in again.text
    changed = outside.post(link, answer(again.text, "8", ""), token=token(again.text))
    assert "Your quotation has arrived" in changed.text
    with house.session() as session:
        assert session.scalars(select(Quote.version).where(Quote.via == "web").order_by(Quote.id)).all() == [1, 2]
    assert "by the link" in buyer.text(path)


def token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def test_wrong_answers_keep_what_was_typed(house: Web) -> None:
    buyer, outside = house.as_("buyer"), house.client()
    asked(buyer)
    link = link_to(house, buyer, "S2")
    page = outside.get(link).text
    silent = answer(page, "9.5", "2")
    del silent["lines-1-breaks-0-unit_price"]
    refused = outside.post(link, silent, token=token(page))
    assert refused.status_code == 422
    assert "Line 2: enter a price, or tick that you cannot offer it." in refused.text
    assert 'value="9.5"' in refused.text
    wrong = outside.post(link, answer(page, "cheap", "2"), token=token(page))
    assert wrong.status_code == 422
    assert "Write a number, such as" in wrong.text
    past = outside.post(link, answer(page, "9", "2", valid_until_on="2026-03-01"), token=token(page))
    assert past.status_code == 422
    assert "would have run out already" in past.text


def test_links_that_are_old_void_or_late_say_so(house: Web) -> None:
    buyer, outside = house.as_("buyer"), house.client()
    path = asked(buyer)
    assert outside.get("/quote/" + "0" * 64).status_code == 404
    first = link_to(house, buyer, "S2")
    second = link_to(house, buyer, "S2")
    assert outside.get(first).status_code == 404
    form = outside.get(second)
    assert form.status_code == 200
    buyer.post(f"{path}/close")
    late = outside.post(second, answer(form.text, "1", "1"), token=token(form.text))
    assert late.status_code == 409
    assert "answers are no longer taken" in late.text
    buyer.post(f"{path}/closing", {"closes_on": "2026-03-12"})
    assert outside.get(second).status_code == 200
    house.at(START + timedelta(days=9))
    assert outside.get(second).status_code == 409


def test_the_suppliers_page_is_rate_limited(sqlite_url: str, tmp_path: Path) -> None:
    outside = Web(make_app(sqlite_url, tmp_path, RATELIMIT_ENABLED=True)).client()
    try:
        with outside.raw.application.app_context():
            limiter.reset()
        answers = [outside.get("/quote/" + "1" * 64).status_code for _ in range(31)]
    finally:
        limiter.reset()
    assert answers[0] == 404
    assert answers[-1] == 429


def quoted(house: Web, buyer: Client, **other: str) -> str:
    """Bring a request with two quotations to its award; return its path."""
    path = asked(buyer, **other)
    for code, prices in (("S1", ("10", "3")), ("S2", ("9", ""))):
        with house.session() as session:
            invitation = session.scalars(select(QuoteInvitation.id).join(Supplier).where(Supplier.code == code)).one()
        form = buyer.text(f"/quote-invitations/{invitation}/enter")
        sent = answer(form, *prices, via="phone", received_at="2026-03-02T11:00")
        made = buyer.post(f"/quote-invitations/{invitation}/enter", sent)
        assert made.status_code == 303, made.text
    buyer.post(f"{path}/close")
    return path


def test_quotations_are_compared_and_awarded_to_the_best(house: Web) -> None:
    buyer = house.as_("buyer")
    path = quoted(house, buyer)
    page = buyer.text(f"{path}/compare")
    assert "lowest cost" in page
    assert "Split 60/40" in page
    assert "¥940.00" in page
    assert "¥930.00" in page
    sheet = buyer.get(f"{path}/compare.xlsx")
    assert "P1" in ZipFile(io.BytesIO(sheet.data)).read("xl/worksheets/sheet1.xml").decode()
    form = dict(re.findall(r'name="(lines-\d+-quote_line_id)" value="(\d+)"', page))
    boxes = dict(re.findall(r'name="(lines-\d+-quantity)"[^>]*value="([^"]*)"', page))
    assert sorted(boxes.values()) == ["", "10", "100"]
    done = buyer.post(f"{path}/compare", {**form, **boxes, "makes_orders": "yes"})
    assert done.status_code == 303, done.text
    with house.session() as session:
        assert session.scalar(select(func.count()).select_from(Order)) == 2
        assert session.scalars(select(QuoteRequest.state)).one() == "awarded"
    assert "PO-202603-0001" in buyer.text(path)


def test_a_split_needs_a_reason_and_keeps_the_boxes(house: Web) -> None:
    buyer = house.as_("buyer")
    path = quoted(house, buyer)
    line = re.search(r"split=(\d+)", buyer.text(f"{path}/compare"))
    assert line
    page = buyer.text(f"{path}/compare?split={line[1]}")
    form = dict(re.findall(r'name="(lines-\d+-quote_line_id)" value="(\d+)"', page))
    boxes = dict(re.findall(r'name="(lines-\d+-quantity)"[^>]*value="([^"]*)"', page))
    assert sorted(boxes.values()) == ["10", "40", "60"]
    refused = buyer.post(f"{path}/compare?split={line[1]}", {**form, **boxes, "makes_orders": "yes"})
    assert refused.status_code == 422
    assert "Say why you do not take the cheapest" in refused.text
    assert 'value="60"' in refused.text
    done = buyer.post(f"{path}/compare", {**form, **boxes, "makes_orders": "yes", "reason": "Two sources"})
    assert done.status_code == 303
    with house.session() as session:
        quantities = sorted(str(each) for each in session.scalars(select(OrderLine.quantity)))
        assert quantities == ["10", "40", "60"]


def test_beyond_the_limit_the_supervisor_agrees(house: Web) -> None:
    buyer, boss = house.as_("buyer"), house.as_("supervisor")
    path = quoted(house, buyer, **{"lines-0-quantity": "100000"})
    page = buyer.text(f"{path}/compare")
    form = dict(re.findall(r'name="(lines-\d+-quote_line_id)" value="(\d+)"', page))
    boxes = dict(re.findall(r'name="(lines-\d+-quantity)"[^>]*value="([^"]*)"', page))
    more = {name: "100001" if value == "100000" else value for name, value in boxes.items()}
    refused = buyer.post(f"{path}/compare", {**form, **more, "makes_orders": "yes"})
    assert refused.status_code == 422
    assert "100000 were asked for" in refused.text
    assert 'value="100001"' in refused.text
    buyer.post(f"{path}/compare", {**form, **boxes, "makes_orders": "yes"})
    assert "Awards to approve" in boss.text("/")
    assert "RQ-202603-0001" in boss.text("/quote-requests?waits=yes")
    award = re.search(r"/quote-awards/\d+", boss.text(path))
    assert award
    assert "Approve the award" not in buyer.text(award[0])
    assert buyer.post(f"{award[0]}/approve").status_code == 403
    assert boss.post(f"{award[0]}/approve").status_code == 303
    shown = boss.api(award[0]).json
    assert (shown["state"], len(shown["orders"])) == ("done", 2)


def test_a_request_begins_from_a_part_and_is_given_up(house: Web) -> None:
    buyer = house.as_("buyer")
    part = buyer.api("/parts?q=P1").json["items"][0]["id"]
    assert f"/quote-requests/new?part={part}" in buyer.text(f"/parts/{part}")
    page = buyer.text(f"/quote-requests/new?part={part}")
    assert 'value="P1"' in page
    assert 'value="S1"' in page
    made = buyer.post("/quote-requests/new", {**ASKED, "suppliers-2-supplier_id": "S3"})
    assert "gets no order before it is approved" in buyer.text(made.location)
    edited = buyer.post(f"{made.location}/edit", {**ASKED, "lines-0-quantity": "7"})
    assert edited.status_code == 303
    assert buyer.api(made.location).json["lines"][0]["quantity"] == "7"
    assert buyer.post(f"{made.location}/cancel", {"reason": "Not needed"}).status_code == 303
    assert "Not needed" in buyer.text(made.location)


def test_prices_are_for_those_who_may_see_them(house: Web) -> None:
    buyer = house.as_("buyer")
    path = quoted(house, buyer)
    keeper = house.as_("keeper")
    assert keeper.get(path).status_code == 403
    assert keeper.get(f"{path}/compare").status_code == 403
    quotation = buyer.api("/quotations").json["items"][0]["id"]
    assert buyer.api(f"/quotations/{quotation}").json["lines"][0]["breaks"]
    assert "by telephone" in buyer.text(f"/quotations/{quotation}")


def test_the_clock_reminds_once_and_closes(house: Web) -> None:
    buyer = house.as_("buyer")
    asked(buyer)

    def bodies() -> list[str]:
        with house.session() as session:
            return list(session.scalars(select(Mail.body).order_by(Mail.id)))

    def by_the_clock(days: int) -> int:
        house.at(START + timedelta(days=days))
        ask_periodic(house.app)
        while work_off(house.app):
            pass
        return len(bodies())

    assert by_the_clock(0) == 1
    assert by_the_clock(6) == 2
    assert by_the_clock(7) == 2
    first, reminder = (re.search(r"/quote/[0-9a-f]{64}", body) for body in bodies())
    assert first
    assert reminder
    assert first[0] == reminder[0]
    by_the_clock(9)
    assert "closed, to be awarded" in house.as_("buyer").text("/quote-requests")
    with house.session() as session:
        assert not session.scalars(select(Job.error).where(Job.error.is_not(None))).all()


def test_a_contract_is_written_approved_changed_printed_and_warned_of(house: Web) -> None:
    buyer, boss = house.as_("buyer"), house.as_("supervisor")
    text = {
        "supplier_id": "S1",
        "title": "Framework for fans",
        "begins_on": "2026-01-01",
        "ends_on": "2026-04-15",
        "currency": "CNY",
        "quality_terms": "AQL 1.0",
        "lines-0-part_id": "P1",
        "lines-0-maximum_total": "100",
        "lines-0-breaks-0-unit_price": "8",
        "lines-0-breaks-1-from_quantity": "50",
        "lines-0-breaks-1-unit_price": "7.5",
    }
    wrong = buyer.post("/contracts/new", {**text, "ends_on": "2025-01-01"})
    assert wrong.status_code == 422
    assert "The end lies before the beginning" in wrong.text
    assert 'value="7.5"' in wrong.text
    made = buyer.post("/contracts/new", text)
    assert made.status_code == 303, made.text
    path = made.location
    assert buyer.post(f"{path}/approve").status_code == 403
    assert "Contracts to approve" in boss.text("/")
    boss.post(f"{path}/approve")
    assert "in force" in boss.text(path)
    order = buyer.post(
        "/orders/new",
        {"supplier_id": "S1", "store_id": "C", "lines-0-part_id": "P1", "lines-0-quantity": "110"},
    )
    page = buyer.text(order.location)
    assert "CT-202603-0001" in page
    assert "beyond the framework" in page
    boss.post(f"{order.location}/approve")
    assert "leaves a contract (P1)" in boss.text(order.location)
    buyer.post(f"{order.location}/outside-contract", {"reason": "Season is longer"})
    boss.post(f"{order.location}/approve")
    assert buyer.api(order.location).json["state"] == "approved"
    assert buyer.api(order.location).json["contracts"][0]["reason"] == "Season is longer"
    assert "CT-202603-0001" in text_of(buyer.get(f"{order.location}/order.pdf?language=en").data)
    shown = buyer.api(path).json
    assert (shown["lines"][0]["called_off"], shown["lines"][0]["remaining"]) == ("110", "0")
    change = {**text, "title": "Framework for fans II", "lines-0-breaks-0-unit_price": "7"}
    rising = buyer.post(f"{path}/change", {**change, "reason": "Prices fell"})
    assert rising.status_code == 422
    assert "more than the 7 of a smaller quantity" in rising.text
    change["lines-0-breaks-1-unit_price"] = "6.5"
    del change["supplier_id"]
    silent = buyer.post(f"{path}/change", change)
    assert silent.status_code == 422
    assert buyer.post(f"{path}/change", {**change, "reason": "Prices fell"}).status_code == 303
    assert "Prices fell" in boss.text(path)
    boss.post(f"{path}/approve")
    assert buyer.api(path).json["version"] == 2
    assert buyer.api(f"{path}?version=1").json["title"] == "Framework for fans"
    paper = text_of(buyer.get(f"{path}/contract.pdf?language=zh").data)
    assert "采购合同" in paper
    assert "AQL 1.0" in paper
    kept = buyer.post(
        f"/files/of/contract/{path.rsplit('/', 1)[1]}",
        {"files": (io.BytesIO(b"%PDF-1.7 signed"), "signed.pdf"), "purpose": "contract"},
        content_type="multipart/form-data",
    )
    assert kept.status_code == 303
    assert "signed.pdf" in buyer.text(path)
    assert "Contracts that end soon" in buyer.text("/")
    with house.app.test_request_context(), house.session() as session:
        session.get_one(Person, house.person("buyer")).email = "buyer@example.org"
        assert warn_of_ends(session, START.date(), START) == 1
        assert warn_of_ends(session, START.date(), START) == 0
        session.commit()
    assert boss.post(f"{path}/end", {"reason": "Replaced"}).status_code == 303
    assert "Replaced" in boss.text(path)
