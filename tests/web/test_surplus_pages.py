"""Surplus on its pages and through the API: computed by a job, submitted, approved by another, carried out."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.web import Web
from tests.support.world import World


@pytest.fixture
def dead(web: Web) -> Web:
    """Return an application where P1 has lain in C for years."""
    with web.session() as session:
        World(session).build().stocked("P1", 10, on=date(2023, 1, 5))
        session.commit()
    return web


def test_surplus_goes_from_the_job_over_approval_to_the_act(dead: Web) -> None:
    buyer, boss = dead.as_("li", "buyer"), dead.as_("zhao", "supervisor")
    asked = buyer.post("/surplus/compute", follow_redirects=True)
    assert "1 new proposals" in asked.text
    row = buyer.api("/surplus").json["items"][0]
    assert (row["part_number"], row["state"], row["advised_quantity"], row["value_cny"]) == ("P1", "open", "10", "100")
    here = f"/surplus/{row['id']}"
    assert "dead: nothing moved for long" in buyer.text(here)
    wrong = buyer.post(f"{here}/submit", {"act": "transfer", "quantity": "10", "note": "why"})
    assert wrong.status_code == 422
    assert "Name the store for a transfer" in wrong.text
    assert buyer.post(f"{here}/submit", {"act": "scrap", "quantity": "10", "note": "too old"}).status_code == 303
    assert "Somebody else than who submitted it approves" in buyer.text(here)
    assert "Surplus to approve" in boss.text("/")
    assert boss.post(f"{here}/approve").status_code == 303
    assert "leave the house for good" in boss.text(f"{here}/carry-out")
    done = boss.post(f"{here}/carry-out", follow_redirects=True)
    assert "carried out" in done.text
    shown = boss.api(f"/surplus-proposals/{row['id']}").json
    assert (shown["state"], shown["act"], shown["free"], shown["reason"]) == ("carried_out", "scrap", "10", "dead")
    assert boss.api("/movements?kind=scrap").json["total"] == 1


def test_a_program_rejects_and_keepers_stay_out(dead: Web) -> None:
    buyer, boss = dead.as_("li", "buyer"), dead.as_("zhao", "supervisor")
    buyer.post("/surplus/compute")
    number = buyer.api("/surplus").json["items"][0]["id"]
    path = f"/surplus-proposals/{number}"
    assert buyer.api(f"{path}/submit", {"act": "sell", "quantity": "3"}).json["state"] == "submitted"
    assert buyer.api(f"{path}/reject", {"reason": "no"}).status_code == 403
    assert boss.api(f"{path}/reject", {"reason": "no"}).json["state"] == "rejected"
    assert dead.as_("keeper").get("/surplus").status_code == 403
