"""Kits: made, changed, and asked for in one go on a work order."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from inventory.tables import PartRequest
from tests.support.web import Web
from tests.web.test_warehouse_flow import Shop

KIT = {
    "code": "K1",
    "name_zh": "风机套件",
    "name_en": "Fan kit",
    "product_model_id": "AC-1",
    "symptom_id": "",
    "note": "",
    "lines-0-part_id": "P1",
    "lines-0-quantity": "2",
    "lines-1-part_id": "P2",
    "lines-1-quantity": "1",
    "lines-2-part_id": "HOSE",
    "lines-2-quantity": "1.5",
    "lines-2-optional": "yes",
}


@pytest.fixture
def shop(web: Web) -> Shop:
    return Shop(web)


def test_a_kit_is_made_changed_and_asked_for_at_once(shop: Shop) -> None:
    boss, engineer = shop.web.as_("supervisor"), shop.web.as_("engineer")
    assert engineer.post("/kits/new", KIT).status_code == 403
    wrong = boss.post("/kits/new", {**KIT, "lines-1-part_id": "P3"})
    assert "P3 does not fit the model AC-1" in wrong.text
    twice = boss.post("/kits/new", {**KIT, "lines-1-part_id": "P1"})
    assert "stands twice" in twice.text
    made = boss.post("/kits/new", KIT)
    assert made.status_code == 303
    kit = boss.api("/kits").json["items"][0]
    assert (kit["code"], kit["parts"], kit["model"]) == ("K1", 3, "AC-1")
    assert boss.post("/kits/new", KIT).status_code == 409
    page = engineer.text(f"/work-orders/{shop.order}")
    assert f"/work-orders/{shop.order}/kits" in page
    assert "Fan kit" in engineer.text(f"/work-orders/{shop.order}/kits")
    assert engineer.get(f"/work-orders/{shop.other}/kits").status_code == 403
    here = f"/work-orders/{shop.order}/kits/{kit['id']}"
    page = engineer.text(here)
    assert 'value="P2"' in page
    assert 'value="HOSE"' not in page, "optional parts are offered, not asked for"
    lines = {"store_id": "C", "lines-0-part_id": "P1", "lines-0-quantity": "2"}
    answer = engineer.post(here, {**lines, "lines-1-part_id": "P2", "lines-1-quantity": "6"})
    said = engineer.text(answer.location)
    assert "2 parts are asked for." in said
    assert "1 of them is back-ordered." in said
    bad = engineer.post(here, {**lines, "lines-1-part_id": "P3", "lines-1-quantity": "1"})
    assert bad.status_code == 422
    with shop.web.session() as session:
        assert len(session.scalars(select(PartRequest)).all()) == 2, "all or nothing"
    facts = {key: value for key, value in KIT.items() if key != "code" and not key.startswith("lines-2")}
    boss.post(f"/kits/{kit['id']}/edit", {**facts, "name_en": "Fans"})
    shown = boss.api(f"/kits/{kit['id']}").json
    assert (shown["name_en"], shown["active"], len(shown["lines"])) == ("Fans", False, 2)
    assert "Fans" not in engineer.text(f"/work-orders/{shop.order}/kits")


def test_a_kit_is_asked_for_by_program(shop: Shop) -> None:
    boss = shop.web.as_("supervisor")
    lines = [{"part_id": shop.parts["P1"], "quantity": "2"}, {"part_id": shop.parts["P2"], "quantity": "1"}]
    body = {"store_id": shop.places["C"], "lines": lines}
    answer = boss.api(f"/work-orders/{shop.order}/kit-requests", body, key="kit-request-1")
    assert [each["reserved"] for each in answer.json["requests"]] == ["2", "1"]
    assert boss.api(f"/work-orders/{shop.order}/kit-requests", body, key="kit-request-1").json == answer.json
