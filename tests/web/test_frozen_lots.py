"""Freezing lots and sampling stored ones on the pages and through the API."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.web import Web
from tests.support.world import World


@pytest.fixture
def stored(web: Web) -> Web:
    """Return an application with an old lot of P1."""
    with web.session() as session:
        World(session).build().stocked("P1", 10, on=date(2024, 1, 5))
        session.commit()
    return web


def test_a_lot_is_frozen_by_one_person_and_set_free_by_another(stored: Web) -> None:
    inspector, boss, keeper = stored.as_("inspector"), stored.as_("supervisor"), stored.as_("keeper")
    assert "Freeze the lot" in inspector.text("/lots/1")
    assert "Freeze the lot" not in keeper.text("/lots/1")
    empty = inspector.post("/lots/1/freeze", {"reason": ""})
    assert empty.status_code == 422
    done = inspector.post("/lots/1/freeze", {"reason": "cracks"}, follow_redirects=True)
    assert "1 lot is frozen." in done.text
    assert "cracks" in keeper.text("/lots/1")
    assert "cracks" in keeper.text("/frozen-lots?state=frozen")
    stock = boss.api("/stock?part=P1").json["items"][0]
    assert (stock["on_hand"], stock["frozen"], stock["available"]) == ("10", "10", "0")
    boss.api("/lots/1/freeze", {"reason": "again"})
    assert inspector.post("/lots/1/thaw", {"reason": "mine"}).status_code == 403
    free = boss.post("/lots/1/thaw", {"reason": "only dust"}, follow_redirects=True)
    assert "only dust" in free.text
    assert boss.api("/stock?part=P1").json["items"][0]["available"] == "10"


def test_a_sample_is_found_by_the_job_and_its_finding_freezes_the_lot(stored: Web) -> None:
    inspector = stored.as_("inspector")
    assert "1 lots are newly due" in inspector.post("/stock-samples/plan", follow_redirects=True).text
    row = inspector.api("/stock-samples").json["items"][0]
    assert (row["state"], row["sample_size"]) == ("due", "4")
    assert "Stored lots to look at" in inspector.text("/")
    here = f"/stock-samples/{row['id']}"
    assert "Why it is due" in inspector.text(here)
    wrong = inspector.post(f"{here}/judge", {"defective": "1", "finding": ""})
    assert "Say what is wrong with it." in wrong.text
    bad = inspector.post(f"{here}/judge", {"defective": "1", "finding": "rust"}, follow_redirects=True)
    assert "Bad. 1 lot is frozen." in bad.text
    shown = inspector.api(here).json
    assert (shown["finding"], shown["defective"], shown["criticality"]) == ("rust", "1", "essential")
    again = inspector.api(f"{here}/judge", {"defective": "0"})
    assert (again.status_code, again.json["code"]) == (409, "sample_judged")
