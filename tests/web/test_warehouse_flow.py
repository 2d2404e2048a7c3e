"""Work orders, picking, returns and reversals through the pages, as each role does them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from inventory.tables import (
    CountProposal,
    FifoException,
    Fit,
    Location,
    Lot,
    PartRequest,
    Posting,
    Reservation,
    Stock,
    WorkOrder,
)
from kernel.amounts import Quantity
from kernel.tables import Mail, Person
from tests.support.papers import text_of
from tests.support.samples import ink
from tests.support.web import START, Client, Web
from tests.support.world import World


class Shop:
    """Hold an application with stock: two lots of P1 (the older one in C-A2), one of P2, one work order."""

    def __init__(self, web: Web) -> None:
        self.web = web
        with web.session() as session:
            world = World(session).build()
            self.old = world.stocked("P1", 3, at="C-A2", on=date(2026, 1, 5), cost="10")
            self.new = world.stocked("P1", 5, at="C-A1", on=date(2026, 2, 5), cost="12")
            world.stocked("P2", 4, at="C-A1")
            world.stocked("P2", 2, at="N-A1")
            self.order = world.work_order("W1")
            self.other = world.work_order("W2", urgency="urgent")
            session.get_one(WorkOrder, self.order).product_model_id = world.models["AC-1"]
            session.get_one(WorkOrder, self.other).engineer_id = world.people["engineer2"]
            session.get_one(Location, world.places["VAN1"]).supplying_store_id = world.places["C"]
            session.add(Fit(part_id=world.parts["P3"], product_model_id=world.models["WM-2"]))
            session.get_one(Person, world.people["supervisor"]).email = "boss@example.com"
            self.lots = {key: session.get_one(Lot, key).number for key in (self.old, self.new)}
            self.parts, self.places = dict(world.parts), dict(world.places)
            session.commit()
        web.person("supervisor", "supervisor")

    def ask(self, who: Client, part: str, quantity: str, order: int | None = None) -> int:
        """Ask for a part on the screen and return the request."""
        answer = who.post(
            f"/work-orders/{order or self.order}/ask", {"part_id": part, "store_id": "C", "quantity": quantity}
        )
        assert answer.status_code == 303, answer.text
        with self.web.session() as session:
            return session.scalars(select(PartRequest.id).order_by(PartRequest.id.desc())).first() or 0

    def on_hand(self, part: str, store: str = "C") -> Quantity:
        with self.web.session() as session:
            return session.get_one(Stock, (self.parts[part], self.places[store])).on_hand


@pytest.fixture
def shop(web: Web) -> Shop:
    return Shop(web)


def said(client: Client, answer: object) -> str:
    """Follow a redirect and return the page."""
    return client.text(answer.location)  # type: ignore[attr-defined]


def test_an_engineer_asks_sees_where_it_is_and_is_refused_what_does_not_fit(shop: Shop) -> None:
    engineer = shop.web.as_("engineer")
    page = engineer.text(f"/work-orders/{shop.order}/ask?part=P1")
    assert "8 on hand − 0 reserved − 0 expired = 8" in page
    assert 'value="C"' in page
    assert "does not fit AC-1" in engineer.text(f"/work-orders/{shop.order}/ask?part=P3")
    assert "verdict-bad" in engineer.text(f"/work-orders/{shop.order}/ask?part=NOPE")
    wrong = engineer.post(f"/work-orders/{shop.order}/ask", {"part_id": "P3", "store_id": "C", "quantity": "1"})
    assert wrong.status_code == 422
    assert "P3 does not fit the model AC-1" in wrong.text
    assert 'value="P3"' in wrong.text
    shop.ask(engineer, "P1", "10")
    page = engineer.text(f"/work-orders/{shop.order}")
    assert "partly back-ordered" in page
    assert engineer.get(f"/work-orders/{shop.other}").status_code == 403
    assert "W2" not in engineer.text("/work-orders")
    assert engineer.post(f"/work-orders/{shop.order}/close").status_code == 303
    with shop.web.session() as session:
        assert session.get_one(WorkOrder, shop.order).state == "open"
        request = session.scalars(select(PartRequest)).one()
    assert engineer.post(f"/part-requests/{request.id}/cancel").status_code == 303
    with shop.web.session() as session:
        assert session.scalars(select(PartRequest)).one().open is False


def test_a_keeper_picks_oldest_first_and_a_wrong_scan_is_refused(shop: Shop) -> None:
    engineer, keeper = shop.web.as_("engineer"), shop.web.as_("keeper")
    request = shop.ask(engineer, "P1", "4")
    second = shop.ask(engineer, "P2", "1")
    assert "W1" in keeper.text("/picking")
    assert keeper.get("/picking/begin").location.endswith(f"/picking/{request}")
    page = keeper.text(f"/picking/{request}")
    assert "C-A2" in page.split("<h1>")[1].split("</h1>")[0]
    assert "Issue without scanning" in page
    wrong = keeper.text(f"/picking/{request}?code={shop.lots[shop.new]}")
    assert "Not yet" in wrong
    assert "verdict-bad" in wrong
    assert "Issue</button>" not in wrong
    assert "Wrong place: C-A1" in keeper.text(f"/picking/{request}?code=C-A1")
    right = keeper.text(f"/picking/{request}?code={shop.lots[shop.old]}")
    assert "verdict-good" in right
    assert 'value="3"' in right
    bad = keeper.post(f"/picking/{request}", {"lot_id": shop.lots[shop.new], "quantity": "1"})
    assert bad.status_code == 422
    assert f"An older lot goes first: {shop.lots[shop.old]}" in bad.text
    answer = keeper.post(f"/picking/{request}?code=C-A2", {"lot_id": shop.lots[shop.old], "quantity": "3"})
    page = said(keeper, answer)
    assert "Issued 3 pcs of P1 to W1." in page
    assert "C-A1" in page.split("<h1>")[1].split("</h1>")[0]
    answer = keeper.post(f"/picking/{request}", {"lot_id": shop.lots[shop.new], "quantity": "1"})
    assert f"/picking/{second}" in answer.location
    page = said(keeper, answer)
    assert "Undo</button>" in page
    posting = answer.location.split("done=")[1]
    undone = keeper.post(f"/postings/{posting}/reverse", {"reason": "Wrong quantity", "back": answer.location})
    assert undone.location == f"/picking/{second}"
    assert shop.on_hand("P1") == Quantity.of(5)
    other = shop.web.as_("keeper2", "keeper")
    assert other.get(f"/picking/{request}").status_code == 403
    assert "W1" not in other.text("/picking")
    assert engineer.get("/picking").status_code == 403


def test_a_walk_over_several_work_orders_and_its_paper(shop: Shop) -> None:
    supervisor, keeper = shop.web.as_("supervisor"), shop.web.as_("keeper")
    first = shop.ask(supervisor, "P1", "1")
    urgent = shop.ask(supervisor, "P2", "1", shop.other)
    rows = keeper.api("/picking").json["items"]
    assert [row["work_order_number"] for row in rows] == ["W2", "W1"]
    answer = keeper.post("/picking/walk", {"ids": [first, urgent]})
    assert f"/picking/{urgent}" in answer.location, "C-A1 comes before C-A2 in the walk"
    done = keeper.post(answer.location, {"quantity": "1"})
    assert f"/picking/{first}" in done.location
    paper = keeper.get(keeper.post("/picking/print", {"ids": [first]}).location + "&language=zh")
    assert paper.mimetype == "application/pdf"
    text = text_of(paper.data)
    assert "领料单" in text
    assert "W1" in text
    assert "C-A2" in text
    done = keeper.post(done.location, {"quantity": "1"})
    assert f"/work-orders/{shop.order}" in done.location


def test_an_exception_is_asked_by_one_and_signed_by_another(shop: Shop) -> None:
    engineer, keeper, boss = shop.web.as_("engineer"), shop.web.as_("keeper"), shop.web.as_("supervisor")
    request = shop.ask(engineer, "P1", "1")
    lot = shop.lots[shop.new]
    wish = {"lot_id": lot, "reason": "Older box is blocked"}
    assert keeper.post(f"/picking/{request}/exception?lot={lot}", wish).status_code == 303
    assert keeper.post(f"/picking/{request}/exception?lot={lot}", wish).status_code == 409, "asked once"
    ask = boss.api("/fifo-asks?state=asked").json["items"][0]["id"]
    with shop.web.session() as session:
        mail = session.scalars(select(Mail)).one()
        assert mail.to_address == "boss@example.com"
        assert f"/picking/exceptions/asks/{ask}" in mail.body
    assert "Exceptions to sign" in boss.text("/")
    assert "Older box is blocked" in boss.text("/fifo-asks")
    assert "waits for a signature" in keeper.text(f"/picking/{request}")
    assert keeper.post(f"/picking/exceptions/asks/{ask}/decide", {"signed": "yes"}).status_code == 403
    page = boss.text(f"/picking/exceptions/asks/{ask}")
    assert lot in page
    assert shop.lots[shop.old] in page, "the lots that would go first"
    boss.post(f"/picking/exceptions/asks/{ask}/decide", {"signed": "yes"})
    assert "signed" in boss.text(f"/picking/exceptions/asks/{ask}")
    assert "Issue by exception" in keeper.text(f"/picking/{request}")
    with shop.web.session() as session:
        exception = session.scalars(select(FifoException.id)).one()
    answer = keeper.post(f"/picking/{request}", {"lot_id": lot, "fifo_exception_id": str(exception), "quantity": "1"})
    assert answer.status_code == 303
    assert "Older box is blocked" in boss.text("/fifo-exceptions?used=yes")


def test_an_ask_is_refused_or_withdrawn_and_one_by_telephone_is_signed_at_once(shop: Shop) -> None:
    engineer, keeper, boss = shop.web.as_("engineer"), shop.web.as_("keeper"), shop.web.as_("supervisor")
    request, lot = shop.ask(engineer, "P1", "1"), shop.lots[shop.new]
    ask = keeper.api(
        f"/part-requests/{request}/fifo-exceptions", {"lot_id": shop.new, "reason": "blocked"}, key="fifo-ask-1"
    ).json["fifo_ask_id"]
    answer = boss.post(f"/picking/exceptions/asks/{ask}/decide", {"answer": ""})
    assert "Say why" in boss.text(answer.location)
    boss.post(f"/picking/exceptions/asks/{ask}/decide", {"answer": "Move the box"})
    assert "Move the box" in keeper.text(f"/picking/{request}")
    keeper.post(f"/picking/{request}/exception?lot={lot}", {"lot_id": lot, "reason": "still blocked"})
    again = boss.api("/fifo-asks?state=asked").json["items"][0]["id"]
    other = shop.web.as_("keeper2", "keeper")
    assert other.post(f"/picking/exceptions/asks/{again}/withdraw").status_code == 403
    keeper.post(f"/picking/exceptions/asks/{again}/withdraw")
    states = [row["state"] for row in boss.api("/fifo-asks?sort=asked_at").json["items"]]
    assert sorted(states) == ["refused", "withdrawn"]
    signed = {"work_order_id": "W1", "lot_id": lot, "asked_by_id": "keeper", "reason": "By telephone"}
    assert keeper.post("/picking/exceptions/sign", signed).status_code == 403
    own = boss.post("/picking/exceptions/sign", {**signed, "asked_by_id": "supervisor"})
    assert "Another person has to do this step" in own.text
    assert boss.post("/picking/exceptions/sign", signed).status_code == 303


def test_a_shelf_that_holds_less_is_counted_before_anybody_picks_there_again(shop: Shop) -> None:
    engineer, keeper, boss = shop.web.as_("engineer"), shop.web.as_("keeper"), shop.web.as_("supervisor")
    request = shop.ask(engineer, "P1", "3")
    page = keeper.text(f"/picking/{request}")
    assert f"/picking/{request}/short" in page
    short = f"/picking/{request}/short"
    facts = {"lot_id": shop.lots[shop.old], "location_id": "C-A2", "taken": "3", "reason": "box was empty"}
    assert "not fewer" in keeper.post(short, facts).text
    assert keeper.post(short, {**facts, "taken": "1", "reason": ""}).status_code == 422
    done = keeper.post(short, {**facts, "taken": "1"})
    assert done.status_code == 303
    assert shop.on_hand("P1") == Quantity.of(7)
    assert f"/picking/{request}" not in keeper.text("/picking")
    assert "box was empty" in keeper.text("/picking/short?open=yes")
    assert "Shelves found short" in keeper.text("/")
    assert "waits until" in keeper.text(f"/picking/{request}")
    shown = boss.api(f"/part-requests/{request}").json
    assert (shown["issued"], shown["reserved"]) == ("1", "2"), "the missing two are promised to nobody else"
    with shop.web.session() as session:
        proposal = session.scalars(select(CountProposal)).one()
        assert (proposal.location_id, proposal.reason) == (shop.places["C-A2"], "short_pick")
    assert engineer.get(short).status_code == 403


def test_issued_parts_are_handed_over_against_a_signature(shop: Shop) -> None:
    engineer, keeper, boss = shop.web.as_("engineer"), shop.web.as_("keeper"), shop.web.as_("supervisor")
    request = shop.ask(engineer, "P1", "4")
    here = f"/work-orders/{shop.order}/hand-over"
    assert "Nothing was issued" in keeper.text(here)
    keeper.post(f"/picking/{request}", {"quantity": "4"})
    assert "Issued parts to hand over" in keeper.text("/")
    slip = text_of(keeper.get(f"/work-orders/{shop.order}/slip.pdf?language=zh").data)
    assert "领料签收单" in slip
    assert shop.lots[shop.old] in slip
    page = keeper.text(here)
    assert shop.lots[shop.new] in page
    assert 'value="engineer"' in page
    assert keeper.post(here, {"received_by_id": "engineer"}).status_code == 422
    own = keeper.post(here, {"received_by_id": "keeper", "signature": ink()})
    assert "Another person has to do this step" in own.text
    done = keeper.post(here, {"received_by_id": "engineer", "signature": ink()})
    assert done.status_code == 303
    row = keeper.api("/hand-overs").json["items"][0]
    assert (row["handed_by"], row["received_by"], row["issues"]) == ("Keeper", "Engineer", 1)
    paper = keeper.get(f"/hand-overs/{row['id']}/slip.pdf?language=en")
    assert row["number"] in text_of(paper.data)
    assert "Nothing was issued" in keeper.text(here)
    assert engineer.get(f"/hand-overs/{row['id']}/slip.pdf").status_code == 200
    assert shop.web.as_("engineer2", "engineer").get(f"/hand-overs/{row['id']}/slip.pdf").status_code == 403
    assert row["number"] in boss.text(f"/work-orders/{shop.order}")


def test_a_walk_takes_many_requests_and_keeps_them_until_its_end(shop: Shop) -> None:
    boss, keeper = shop.web.as_("supervisor"), shop.web.as_("keeper")
    first = shop.ask(boss, "P1", "4")
    second = shop.ask(boss, "P2", "1", shop.other)
    other = shop.web.as_("keeper2", "keeper")
    assert other.post("/picking/waves", {"ids": [first]}).status_code == 403
    begun = keeper.post("/picking/waves", {"ids": [first, second]})
    here = begun.location
    page = keeper.text(here)
    assert "C-A1" in page.split("<h1>")[1].split("</h1>")[0], "P2 lies nearest"
    assert "PW-" in keeper.text("/picking/waves")
    assert boss.api(f"/part-requests/{first}").json["held"] is True
    twice = keeper.post("/picking/waves", {"ids": [first]})
    assert "already" in keeper.text(twice.location)
    assert "verdict-bad" in keeper.text(f"{here}?code=C-A2")
    assert "verdict-good" in keeper.text(f"{here}?code=C-A1")
    paper = text_of(keeper.get(f"{here}/list.pdf?language=zh").data)
    assert "领料单" in paper
    assert "W2" in paper
    lots = paper.index(shop.lots[shop.old]), paper.index(shop.lots[shop.new])
    assert lots == tuple(sorted(lots)), "on paper too the older lot comes first, although it lies further on"
    take = keeper.post(f"{here}/{second}", {"lot_id": "", "quantity": "1"})
    assert take.status_code == 303
    assert "C-A2" in keeper.text(here).split("<h1>")[1].split("</h1>")[0], "the older lot of P1 goes first"
    old = keeper.post(f"{here}/{first}", {"lot_id": shop.lots[shop.old], "quantity": "3"})
    assert old.status_code == 303
    ended = keeper.post(f"{here}/end")
    assert ended.status_code == 303
    shown = boss.api(f"/part-requests/{first}").json
    assert (shown["held"], shown["issued"], shown["reserved"]) == (False, "3", "1")
    page = keeper.text(here)
    assert f"/work-orders/{shop.order}/hand-over" in page, "what was picked is packed and handed over"
    assert keeper.post(f"{here}/end").status_code == 303
    assert "is closed" in keeper.text(here)


def test_unused_parts_come_back_and_the_order_is_closed_by_a_supervisor(shop: Shop) -> None:
    engineer, keeper, boss = shop.web.as_("engineer"), shop.web.as_("keeper"), shop.web.as_("supervisor")
    request = shop.ask(engineer, "P1", "2")
    keeper.post(f"/picking/{request}", {"quantity": "2"})
    page = engineer.text(f"/work-orders/{shop.order}")
    assert "Return unused" in page
    assert "¥" not in page, "engineers see no prices"
    assert "¥20.00" in boss.text(f"/work-orders/{shop.order}")
    back = f"/work-orders/{shop.order}/return/{shop.old}"
    assert 'value="VAN1"' in engineer.text(back)
    assert 'value="C-A2"' in keeper.text(back)
    bin_of_others = engineer.post(back, {"quantity": "1", "to_location_id": "C-A2"})
    assert bin_of_others.status_code == 403
    assert engineer.post(back, {"quantity": "1", "to_location_id": "VAN1"}).status_code == 303
    answer = keeper.post(back, {"quantity": "1", "to_location_id": "C-A2"})
    assert "1 pcs came back." in said(keeper, answer)
    assert shop.on_hand("P1", "VAN1") == Quantity.of(1)
    assert keeper.get(back).status_code == 404
    boss.post(f"/work-orders/{shop.order}/urgency", {"urgency": "important"})
    boss.post(f"/work-orders/{shop.order}/close", {"cancelled": "yes"})
    with shop.web.session() as session:
        order = session.get_one(WorkOrder, shop.order)
        assert (order.state, order.urgency) == ("cancelled", "important")


def test_a_supervisor_opens_releases_and_lets_lapse(shop: Shop) -> None:
    boss, engineer = shop.web.as_("supervisor"), shop.web.as_("engineer")
    refused = engineer.post("/work-orders/new", {"urgency": "normal"})
    assert "Only a supervisor" in refused.text
    opened = boss.post("/work-orders/new", {"urgency": "important", "product_model_id": "AC-1"})
    assert opened.status_code == 303
    order = int(opened.location.rsplit("/", 1)[1])
    request = shop.ask(engineer, "P2", "4")
    waiting = shop.ask(boss, "P2", "2", order)
    with shop.web.session() as session:
        assert session.scalars(select(Reservation.part_request_id)).all() == [request]
    boss.post(f"/part-requests/{request}/release", {"reason": "The other machine is needed more"})
    with shop.web.session() as session:
        held = session.scalars(
            select(Reservation.part_request_id).where(Reservation.state == "open").order_by(Reservation.id)
        ).all()
        assert held == [waiting, request]
    assert "Only a supervisor" in engineer.post(f"/part-requests/{waiting}/release", {"reason": "mine"}).text
    with shop.web.session() as session:
        assert session.scalars(select(Reservation.state).where(Reservation.part_request_id == waiting)).all() == [
            "open"
        ]
    shop.web.at(START + timedelta(days=30))
    boss = shop.web.as_("supervisor")
    assert "2 promises are over now" in boss.text("/part-requests/lapse")
    job = boss.post("/part-requests/lapse")
    assert "2 promises lapsed" in boss.text(job.location)
    with shop.web.session() as session:
        left = session.scalars(select(Reservation).where(Reservation.state == "open")).one()
        assert (left.part_request_id, left.quantity) == (request, Quantity.of(2)), "what lapsed went to who still waits"


def test_what_is_scanned_leads_to_its_work(shop: Shop) -> None:
    keeper, engineer = shop.web.as_("keeper"), shop.web.as_("engineer")
    page = keeper.text("/scan?code=SW:W:W1")
    assert "Pick for it" in page
    assert "Unknown code: W2" in engineer.text("/scan?code=W2")
    assert "Move from C-A2" in keeper.text(f"/scan?code=SW:L:{shop.lots[shop.old]}")
    assert "Move goods from here" in keeper.text("/scan?code=SW:B:C-A1")
    with shop.web.session() as session:
        posting = session.scalars(select(Posting.id)).first()
    assert keeper.get(f"/scan?code=SW:D:{posting}").location.endswith(f"/postings/{posting}")


def test_the_api_does_the_same(shop: Shop) -> None:
    engineer, keeper = shop.web.as_("engineer"), shop.web.as_("keeper")
    body = {"part_id": shop.parts["P1"], "store_id": shop.places["C"], "quantity": "2"}
    asked = engineer.api(f"/work-orders/{shop.order}/part-requests", body, key="asked-once-1")
    assert asked.status_code == 200, asked.text
    assert asked.json["reserved"] == "2"
    again = engineer.api(f"/work-orders/{shop.order}/part-requests", body, key="asked-once-1")
    assert again.json == asked.json
    request = asked.json["part_request_id"]
    assert engineer.api(f"/work-orders/{shop.other}/part-requests", body).status_code == 403
    assert engineer.api(f"/part-requests/{request}/issue", {"quantity": "1"}).status_code == 403
    issued = keeper.api(f"/part-requests/{request}/issue", {"quantity": "1"})
    assert issued.json["quantity"] == "1"
    reversed_ = keeper.api(f"/postings/{issued.json['posting_id']}/reverse", {"reason": "Wrong one"})
    assert reversed_.status_code == 200
    twice = keeper.api(f"/postings/{issued.json['posting_id']}/reverse", {"reason": "Wrong one"})
    assert twice.json["code"] == "already_reversed"
    rows = keeper.api("/movements?kind=reversal").json["items"]
    assert [row["reference"] for row in rows] == ["W1"]
