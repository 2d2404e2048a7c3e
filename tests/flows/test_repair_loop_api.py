"""The main loop through the API: a ticket needs a part that is short, until the next forecast knows of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from inventory.tables import Balance
from inventory.verifying import verify
from kernel.amounts import Quantity
from kernel.auditing import verify_audit
from kernel.tables import Mail
from tests.support.loop import Company, found_company
from tests.support.web import START, Client, Web


@pytest.fixture
def company(web_on_either: Web) -> Company:
    return found_company(web_on_either)


def did(client: Client, path: str, body: dict[str, Any] | None = None) -> Any:
    """Send a command to the API and return its answer, which must be good."""
    answer = client.api(path, body or {})
    assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:600]}"
    return answer.json


def rows(client: Client, path: str) -> list[dict[str, Any]]:
    """Return the rows of a list."""
    answer = client.api(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:600]}"
    found: list[dict[str, Any]] = answer.json["items"]
    return found


def one(client: Client, path: str, **wanted: Any) -> dict[str, Any]:
    """Return the only row of a list that has these values."""
    found = [row for row in rows(client, path) if all(row[name] == value for name, value in wanted.items())]
    assert len(found) == 1, f"{path}: {found}"
    return found[0]


def test_from_a_ticket_to_the_next_forecast(company: Company) -> None:
    """Everybody does their own step with their own rights; whoever may not is refused on the way."""
    web, p1 = company.web, company.parts["P1"]
    desk, engineer, keeper = web.as_("desk"), web.as_("engineer"), web.as_("keeper")
    buyer, boss, inspector = web.as_("buyer"), web.as_("supervisor"), web.as_("inspector")

    # The desk takes the case in, triages it and sends an engineer.
    taken = did(desk, "/tickets", {"product_id": company.product, "symptom_id": company.symptom})
    assert taken["in_warranty"] is True
    ticket = taken["ticket_id"]
    did(desk, f"/tickets/{ticket}/triage", {"fault_type": "hardware", "urgency": "urgent", "visit": "on_site"})
    sent = did(desk, f"/tickets/{ticket}/dispatches", {"engineer_id": company.people["engineer"]})
    work_order = sent["work_order_id"]
    assert desk.api(f"/dispatches/{sent['dispatch_id']}/accept", {}).status_code == 403
    did(engineer, f"/dispatches/{sent['dispatch_id']}/accept")
    did(engineer, f"/tickets/{ticket}/arrival")
    did(engineer, f"/tickets/{ticket}/diagnosis", {"diagnosis": "Compressor is worn", "told_cny": "0"})

    # Five are asked for and two are there: three are back-ordered.
    wrong = engineer.api(f"/tickets/{ticket}/parts", {"part_id": company.parts["P2"], "quantity": "1"})
    assert (wrong.status_code, wrong.json["code"]) == (422, "does_not_fit")
    asked = did(engineer, f"/tickets/{ticket}/parts", {"part_id": p1, "quantity": "5"})
    assert (asked["reserved"], asked["backordered"]) == ("2", "3")
    request = asked["part_request_id"]

    # The plan buys at least what the ticket waits for; another person approves it; it becomes an order.
    plan = did(buyer, "/plans")
    line = one(buyer, f"/plan-lines?plan={plan['plan_id']}", part_number="P1", kind="purchase")
    assert Decimal(line["quantity"]) >= 3
    level = one(buyer, "/levels", part_number="P1", store_code="C")
    assert buyer.api(f"/plans/{plan['plan_id']}/approve", {}).status_code == 403
    did(boss, f"/plans/{plan['plan_id']}/approve")
    turned = did(buyer, f"/plans/{plan['plan_id']}/orders")
    order = turned["orders"][0]["order_id"]
    assert len(turned["orders"]) == 1
    if turned["orders"][0]["state"] == "draft":
        assert buyer.api(f"/orders/{order}/send", {}).status_code == 422
        did(boss, f"/orders/{order}/approve")
    did(buyer, f"/orders/{order}/send")
    with web.session() as session:
        assert session.scalars(select(Mail.to_address)).all() == ["orders@acme.example"]
    bought = one(keeper, "/arrivals/expected", part_number="P1")
    promised = {"promises": [{"order_line_id": bought["id"], "promised_on": "2026-03-12"}]}
    did(buyer, f"/orders/{order}/confirm", promised)

    # It all comes on the promised day; two pieces fail; the rest is put away and the ticket's three are promised.
    web.at(START + timedelta(days=10))
    keeper, inspector, engineer = web.as_("keeper"), web.as_("inspector"), web.as_("engineer")
    arrived = did(
        keeper,
        "/arrivals",
        {
            "store_id": company.places["C"],
            "supplier_id": company.supplier,
            "delivery_note": "DN-1",
            "arrived_on": "2026-03-12",
            "lines": [{"order_line_id": bought["id"], "part_id": p1, "quantity": line["quantity"]}],
        },
    )
    lot = arrived["lines"][0]["lots"][0]["lot_id"]
    early = {"lot_id": lot, "from_location_id": company.places["C-H"], "to_location_id": company.places["C-A1"]}
    assert keeper.api("/putaways", {**early, "quantity": "1"}).status_code >= 400, "the hold lets nothing out"
    assert keeper.api(f"/lots/{lot}/verdict", {"passed": line["quantity"], "failed": "0"}).status_code == 403
    did(inspector, f"/lots/{lot}/inspection")
    passed = str(Decimal(line["quantity"]) - 2)
    verdict = {"passed": passed, "failed": "2", "severity": "major", "reason": "Cracked housing"}
    decided = did(inspector, f"/lots/{lot}/verdict", verdict)
    assert decided["pending"] == "0"
    assert one(inspector, "/claims", id=decided["supplier_return_id"])["part_number"] == "P1"
    put = {"lot_id": lot, "from_location_id": company.places["C-S"], "to_location_id": company.places["C-A1"]}
    filled = did(keeper, "/putaways", {**put, "quantity": passed})["filled"]
    assert [(each["part_request_id"], each["quantity"]) for each in filled] == [(request, "3")]

    # The older lot goes first without being asked for.
    issued = did(keeper, f"/part-requests/{request}/issue", {"quantity": "5"})
    assert [(each["lot_id"], each["quantity"]) for each in issued["lines"]] == [(company.old_lot, "2"), (lot, "3")]
    assert one(engineer, "/part-requests", id=request)["issued"] == "5"

    # The engineer goes there again. One is not needed and comes back to its own lot; the report says why nobody signed.
    did(engineer, f"/tickets/{ticket}/arrival")
    back = {"lot_id": lot, "quantity": "1", "to_location_id": company.places["C-A1"]}
    did(keeper, f"/work-orders/{work_order}/returns", back)
    with web.session() as session:
        left = session.scalar(
            select(Balance.on_hand).where(Balance.lot_id == lot, Balance.location_id == company.places["C-A1"])
        )
        assert left == Quantity.of(passed) - Quantity.of(2)
    report = {"work_done": "New compressor", "test_result": "12 degrees", "test_passed": True}
    unsigned = engineer.api(f"/tickets/{ticket}/completion", report)
    assert (unsigned.status_code, unsigned.json["code"]) == (422, "signature_missing")
    done = did(engineer, f"/tickets/{ticket}/completion", {**report, "unsigned_reason": "Nobody at home"})
    assert sorted((each["lot_id"], each["quantity"]) for each in done["parts"]) == [(company.old_lot, "2"), (lot, "2")]
    assert Decimal(done["total_cny"]) == 0, "under warranty the customer pays nothing"

    # The desk calls back within a day; 10 is fine and the ticket is closed.
    desk = web.as_("desk")
    scores = {"attitude": 10, "punctuality": 9, "effect": 10, "overall": 10}
    did(desk, f"/callbacks/{done['callback_id']}/answer", scores)
    did(desk, f"/tickets/{ticket}/close")
    assert one(desk, "/tickets", id=ticket)["state"] == "closed"

    # March has not ended, so the level stands; in April what was asked for is in the forecast.
    buyer = web.as_("buyer")
    did(buyer, "/plans")
    assert one(buyer, "/levels", part_number="P1", store_code="C")["mean"] == level["mean"]
    web.at(datetime(2026, 4, 2, 4, 0, tzinfo=UTC))
    buyer = web.as_("buyer")
    did(buyer, "/plans")
    after = one(buyer, "/levels", part_number="P1", store_code="C")
    assert after["mean"] != level["mean"]
    with web.session() as session:
        assert verify(session).findings == ()
        assert verify_audit(session) == []
