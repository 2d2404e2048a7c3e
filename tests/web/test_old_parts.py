"""Old parts through the pages and the API, from the debt over note and verdict to the refurbished lot."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from inventory.places import LocationKind as K
from inventory.tables import (
    Location,
    Lot,
    OldPartDebt,
    OldPartExplanation,
    OldPartNote,
    OldPartReceipt,
    Part,
    WorkshopLine,
    WorkshopOrder,
)
from kernel.tables import Mail, Person
from tests.support.inventory import Desk
from tests.support.papers import text_of
from tests.support.web import START, Client, Web
from tests.support.world import World
from webapp.jobs_of.old_parts import remind_debtors
from webapp.workshop_mails import remind_late_workshops


class Shop:
    """Hold an application in which the engineer has used two pieces of P1 on work order W1."""

    def __init__(self, web: Web) -> None:
        self.web = web
        with web.session() as session:
            world = World(session).build()
            for store in ("C", "N"):
                world.place(f"{store}-OLD", K.DEFECTIVE, store_id=world.places[store], parent_id=world.places[store])
            session.get_one(Location, world.places["VAN1"]).supplying_store_id = world.places["C"]
            session.get_one(Part, world.parts["P1"]).old_part = "always"
            session.get_one(Person, world.people["engineer"]).email = "engineer@example.com"
            world.stocked("P1", 9)
            desk = Desk(session, world)
            self.order = desk.order("W1")
            desk.issue(desk.ask(self.order, "P1", 2).part_request_id, 2)
            self.debt = session.scalars(select(OldPartDebt.id)).one()
            session.commit()
        self.engineer, self.keeper, self.inspector, self.supervisor = (
            web.as_(role) for role in ("engineer", "keeper", "inspector", "supervisor")
        )

    def one(self, column: object) -> int:
        """Return the newest id of a table."""
        with self.web.session() as session:
            found = session.scalars(select(column).order_by(column.desc())).first()  # type: ignore[attr-defined, call-overload]
            assert isinstance(found, int)
            return found

    def note(self, quantity: str = "2") -> int:
        """Make a return note on the screen."""
        line = {"lines-0-debt_id": str(self.debt), "lines-0-quantity": quantity, "lines-0-fault": "burnt"}
        answer = self.engineer.post("/old-parts/notes/new", {"store_id": "C", **line})
        assert answer.status_code == 303, answer.text
        return self.one(OldPartNote.id)

    def brought(self) -> int:
        """Bring and confirm both pieces; return their lot."""
        note = self.note()
        page = self.keeper.text(f"/old-parts/notes/{note}?code=P1")
        line = page.partition("/old-parts/lines/")[2].partition("/confirm")[0]
        answer = self.keeper.post(f"/old-parts/lines/{line}/confirm", {"quantity": "2"})
        assert answer.status_code == 303
        return self.one(OldPartReceipt.lot_id)

    def judged(self, verdict: str) -> int:
        """Bring both pieces and let the inspector decide."""
        lot = self.brought()
        said = {"verdict": verdict, "cause": "defect", "finding": "coil open"}
        assert self.inspector.post(f"/old-parts/lots/{lot}", said).status_code == 303
        return lot


@pytest.fixture
def shop(web: Web) -> Shop:
    return Shop(web)


def said(client: Client, answer: object) -> str:
    """Follow a redirect and return the page."""
    return client.text(answer.location)  # type: ignore[attr-defined]


def test_the_engineer_sees_what_is_owed_and_only_the_own(shop: Shop) -> None:
    assert "Old parts I owe back" in shop.engineer.text("/")
    page = shop.engineer.text("/old-parts?standing=owed")
    assert "W1" in page
    assert "P1" in page
    assert "Mar 9, 2026" in shop.engineer.text(f"/old-parts/{shop.debt}")
    other = shop.web.as_("engineer2", "engineer")
    assert "W1" not in other.text("/old-parts")
    assert other.get(f"/old-parts/{shop.debt}").status_code == 404
    assert other.api(f"/old-parts/{shop.debt}").status_code == 404
    seen = shop.engineer.api(f"/old-parts/{shop.debt}").json
    assert (seen["owed"], seen["due_on"], seen["standing"]) == ("2", "2026-03-09", "open")


def test_bring_scan_confirm_and_print(shop: Shop) -> None:
    assert "P1" in shop.engineer.text("/old-parts/notes/new")
    note = shop.note()
    paper = shop.engineer.get(f"/old-parts/notes/{note}/note.pdf?language=zh")
    assert "旧件返还单" in text_of(paper.data)
    assert "Return notes to confirm" in shop.keeper.text("/")
    assert "Next: confirm piece by piece" not in shop.engineer.text(f"/old-parts/notes/{note}")
    assert "verdict-bad" in shop.keeper.text(f"/old-parts/notes/{note}?code=P2")
    assert "verdict-bad" in shop.keeper.text(f"/old-parts/notes/{note}?code=NOPE")
    page = shop.keeper.text(f"/old-parts/notes/{note}?code=SW:P:P1")
    assert "verdict-good" in page
    line = page.partition("/old-parts/lines/")[2].partition("/confirm")[0]
    first = shop.keeper.post(f"/old-parts/lines/{line}/confirm", {"quantity": "1"})
    assert "P1 is confirmed" in said(shop.keeper, first)
    receipt = shop.one(OldPartReceipt.id)
    assert shop.keeper.post(f"/old-parts/receipts/{receipt}/undo", {"reason": "wrong piece"}).status_code == 303
    for _piece in range(2):
        shop.keeper.post(f"/old-parts/lines/{line}/confirm", {"quantity": "1"})
    assert "To the other notes" in shop.keeper.text(f"/old-parts/notes/{note}")
    assert "all settled" in shop.engineer.text(f"/old-parts/{shop.debt}")
    shown = shop.keeper.api(f"/old-part-notes/{note}").json
    assert (shown["state"], shown["lines"][0]["confirmed"]) == ("closed", "2")


def test_zero_leaves_a_part_out_and_a_keeper_of_another_store_confirms_nothing(shop: Shop) -> None:
    line = {"lines-0-debt_id": str(shop.debt), "lines-0-quantity": "0"}
    assert shop.engineer.post("/old-parts/notes/new", {"store_id": "C", **line}).status_code == 422
    note = shop.note("1")
    other = shop.web.as_("keeper2", "keeper")
    assert other.get(f"/old-parts/notes/{note}").status_code == 403
    refused = other.api("/old-part-note-lines/1/confirm", {"quantity": "1"})
    assert refused.json["code"] == "not_your_store"
    closed = shop.keeper.post(f"/old-parts/notes/{note}/close")
    assert "what did not come is owed as before" in said(shop.keeper, closed)
    again = shop.note("2")
    cancelled = shop.engineer.post(f"/old-parts/notes/{again}/cancel")
    assert "owed as before" in said(shop.engineer, cancelled)


def test_an_explanation_is_handed_in_and_signed_by_another(shop: Shop) -> None:
    words = {"wish": "let_off", "excuse": "lost", "quantity": "2", "note": "left at the customer"}
    assert shop.engineer.post(f"/old-parts/{shop.debt}/explain", words).status_code == 303
    assert "Explanations to sign" in shop.supervisor.text("/")
    explanation = shop.one(OldPartExplanation.id)
    assert "left at the customer" in shop.supervisor.text(f"/old-parts/explanations/{explanation}/answer")
    assert shop.engineer.get(f"/old-parts/explanations/{explanation}/answer").status_code == 403
    signed = shop.supervisor.post(f"/old-parts/explanations/{explanation}/answer", {"granted": "yes"})
    assert "Signed." in said(shop.supervisor, signed)
    assert "all settled" in shop.engineer.text(f"/old-parts/{shop.debt}")


def test_a_supervisor_asks_for_an_old_part_that_no_rule_wants(shop: Shop) -> None:
    wrong = shop.supervisor.post(f"/old-parts/ask/{shop.order}", {"part_id": "P2", "reason": "batch fault"})
    assert "has used no P2" in wrong.text
    twice = shop.supervisor.post(f"/old-parts/ask/{shop.order}", {"part_id": "P1", "reason": "batch fault"})
    assert "is owed for W1 already" in twice.text


@pytest.mark.parametrize("verdict", ["scrap", "to_maker", "restock"])
def test_the_verdict_leads_to_the_next_step(shop: Shop, verdict: str) -> None:
    lot = shop.brought()
    assert "Old parts to judge" in shop.inspector.text("/")
    assert "Next: judge it" in shop.inspector.text(f"/old-parts/lots/{lot}")
    wrong = shop.inspector.post(f"/old-parts/lots/{lot}", {"verdict": verdict, "cause": "defect"})
    assert wrong.status_code == 422
    made = shop.inspector.post(
        f"/old-parts/lots/{lot}", {"verdict": verdict, "cause": "defect", "finding": "coil open"}
    )
    assert "Correct the verdict" in said(shop.inspector, made)
    doer = shop.supervisor if verdict == "scrap" else shop.keeper
    path = {"scrap": "scrap", "to_maker": "to-maker", "restock": "restock"}[verdict]
    assert f"/old-parts/lots/{lot}/{path}" in doer.text(f"/old-parts/lots/{lot}")
    more = {"unit_cost_cny": "2.5"} if verdict == "restock" else {}
    done = doer.post(f"/old-parts/lots/{lot}/{path}", {"quantity": "2", **more})
    page = said(doer, done)
    assert "gone" in page
    assert shop.keeper.api(f"/old-part-lots/{lot}").json["state"] == "gone"


def test_a_refurbished_lot_passes_the_gate_before_it_is_stock(shop: Shop) -> None:
    lot = shop.judged("restock")
    shop.keeper.post(f"/old-parts/lots/{lot}/restock", {"quantity": "2", "unit_cost_cny": "2.5"})
    with shop.web.session() as session:
        made = session.scalars(select(Lot).where(Lot.origin == "refurbished")).one()
    assert made.number in shop.inspector.text("/inspections/hold")
    assert "refurbished" in shop.inspector.text(f"/inspections/lots/{made.id}")
    passed = shop.inspector.post(f"/inspections/lots/{made.id}", {"passed": "2", "failed": "0"})
    assert passed.status_code == 303
    assert made.number in shop.keeper.text("/putaway")


def test_a_workshop_repairs_and_sends_back(shop: Shop) -> None:
    lot = shop.judged("repair")
    added = {"store_id": "C", "code": "C-WS1", "name_zh": "诚信维修", "name_en": "Trusty Repairs", "contact": "Mr Zhou"}
    where = {"address": "8 Example Road", "phone": "0571 1234", "email": "no address"}
    refused = shop.supervisor.post("/old-parts/workshops/new", {**added, **where})
    assert (refused.status_code, "This is not an e-mail address" in refused.text) == (422, True)
    where["email"] = "repair@example.com"
    assert shop.supervisor.post("/old-parts/workshops/new", {**added, **where}).status_code == 303
    chosen = shop.keeper.post("/old-parts/lots/choose", {"ids": str(lot)})
    assert "Trusty" in shop.keeper.text("/lookups/workshop?q=C-WS")
    assert "C-WS1" in said(shop.keeper, chosen)
    sent = shop.keeper.post(
        "/old-parts/workshop-orders/new", {"lot_ids": str(lot), "workshop_id": "C-WS1", "due_on": "2026-03-20"}
    )
    assert "is on its way to the workshop" in said(shop.keeper, sent)
    order, line = shop.one(WorkshopOrder.id), shop.one(WorkshopLine.id)
    shop.web.at(START + timedelta(days=30))
    keeper = shop.web.as_("keeper")
    assert "Overdue at workshops" in keeper.text("/")
    assert "overdue" in keeper.text("/old-parts/workshop-orders?state=overdue")
    here = f"/old-parts/workshop-orders/{order}"
    for language, word in (("en", "Repair order"), ("zh", "送修单")):
        paper = text_of(keeper.get(f"{here}/order.pdf?language={language}").data)
        assert all(each in paper for each in (word, "8 Example Road", "Mr Zhou", "0571 1234"))
    assert "is on its way where an address is known" in said(keeper, keeper.post(f"{here}/remind"))
    assert "today already" in said(keeper, keeper.post(f"{here}/remind"))
    with shop.web.session() as session:
        assert session.scalars(select(Mail.to_address)).all() == ["repair@example.com"]
    told = keeper.api(f"/workshop-orders/{order}").json
    assert (told["address"], told["reminders"][0]["sent_to"]) == ("8 Example Road", "repair@example.com")
    place = told["workshop_id"]
    assert "8 Example Road" in keeper.text(f"/old-parts/workshops/{place}")
    assert keeper.api(f"/workshops/{place}").json["overdue_orders"] == 1
    supervisor = shop.web.as_("supervisor")
    changed = {**added, **where, "address": "9 Other Road", "active": "on"}
    assert supervisor.post(f"/old-parts/workshops/{place}/edit", changed).status_code == 303
    assert "9 Other Road" in supervisor.text("/old-parts/workshops?columns=address")
    back = keeper.post(
        f"/old-parts/workshop-lines/{line}/back", {"repaired": "1", "unrepaired": "1", "unit_cost_cny": "8"}
    )
    assert "waits in the hold" in said(keeper, back)
    assert keeper.api(f"/workshop-orders/{order}").json["state"] == "closed"
    assert "to be judged" in keeper.text(f"/old-parts/lots/{lot}")


def test_punctuality_is_told_by_month_and_engineer(shop: Shop) -> None:
    shop.brought()
    shop.web.at(START + timedelta(days=20))
    manager = shop.web.as_("service_manager")
    assert "100" in manager.text("/old-parts/figures?month=2026-03")
    rows = manager.api("/old-parts/figures").json["items"]
    assert [(row["month"], row["due"], row["on_time"], row["overdue"]) for row in rows] == [("2026-03", 1, 1, 0)]
    sheet = manager.get("/old-parts/figures/export.csv")
    assert "2026-03" in sheet.text


def test_reminders_go_out_before_and_after_the_day_and_once_each(shop: Shop) -> None:
    def mails(days: int) -> list[str]:
        with shop.web.app.app_context(), shop.web.session() as session:
            for _again in range(2):
                remind_debtors(session, START + timedelta(days=days))
            session.commit()
            return [mail.subject for mail in session.scalars(select(Mail).order_by(Mail.id))]

    assert mails(4) == []
    assert "due soon: P1 (W1, 2026-03-09)" in mails(5)[0]
    assert len(mails(6)) == 1
    assert "overdue" in mails(9)[1]
    assert len(mails(14)) == 2
    assert len(mails(15)) == 3


def test_the_clock_asks_after_overdue_workshop_orders(shop: Shop) -> None:
    lot = shop.judged("repair")
    added = {"store_id": "C", "code": "C-WS1", "name_zh": "诚信维修", "name_en": "Trusty", "email": "w@example.com"}
    shop.supervisor.post("/old-parts/workshops/new", added)
    shop.keeper.post(
        "/old-parts/workshop-orders/new", {"lot_ids": str(lot), "workshop_id": "C-WS1", "due_on": "2026-03-20"}
    )
    with shop.web.session() as session:
        for person in session.scalars(select(Person).where(Person.email.is_(None) | (Person.email == ""))):
            person.email = f"{person.code}@example.com"
        session.commit()

    def reminded(days: int) -> int:
        with shop.web.app.test_request_context(), shop.web.session() as session:
            count = remind_late_workshops(session, START + timedelta(days=days))
            session.commit()
            return count

    assert [reminded(days) for days in (5, 30, 31, 38)] == [0, 1, 0, 1]
    with shop.web.session() as session:
        mails = session.scalars(select(Mail.to_address).where(Mail.about.startswith("workshop_order:"))).all()
    assert len(mails) == 2  # to the keeper who sent it; the workshop only where the setting says so
    assert "w@example.com" not in mails
