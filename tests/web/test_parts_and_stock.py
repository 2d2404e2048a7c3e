"""The part master, stock and places through their pages and the API."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from inventory.places import MovementKind
from inventory.tables import Location, Part, Supersession
from tests.support.papers import text_of
from tests.support.web import Web
from tests.support.world import World


@pytest.fixture
def stocked(web: Web) -> tuple[Web, World]:
    with web.session() as session:
        world = World(session).build()
        lot = world.stocked("P1", 10)
        world.stocked("P2", 3)
        world.work_order("W1")
        world.move(MovementKind.ISSUE, lot, "C-A1", "W1", 4)
        session.commit()
    return web, world


def test_every_page_of_parts_stock_and_places_opens(stocked: tuple[Web, World]) -> None:
    web, world = stocked
    boss = web.as_("supervisor")
    part, store = world.parts["P1"], world.places["C"]
    for path in (
        "/parts", "/product-models", "/categories", "/places", "/stock", "/lots", "/stock/on?on=2026-03-01",
        "/stock/slow", "/stock/value/category", "/stock/value/store", "/stock/value/part", "/stock/figures",
        f"/stock/figures?store={store}", f"/parts/{part}", f"/stock/parts/{part}/stores/{store}", f"/places/{store}",
        f"/places/{world.places['C-A1']}", "/lots/1", f"/parts/{part}/edit", "/parts/new", "/places/vans/new",
        "/places/warehouses/new", f"/places/{store}/bins/new", f"/product-models/{world.models['AC-1']}",
        "/scan?code=SW:B:C-A1",
    ):  # fmt: skip
        answer = boss.get(path, follow_redirects=True)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[-2000:]}"
    page = boss.text(f"/stock/parts/{part}/stores/{store}")
    assert "Available: 6" in page
    for path in (f"/labels/of-part/{part}.pdf", "/labels/print?kind=place&ids=1,2", "/labels/print?kind=lot&ids=1"):
        assert boss.get(path).mimetype == "application/pdf"
    card = boss.get(f"/stock/parts/{part}/stores/{store}/card.pdf?language=zh")
    assert "领料" in text_of(card.data)


def test_a_part_is_kept_with_fits_alternates_and_a_successor(stocked: tuple[Web, World]) -> None:
    web, world = stocked
    buyer = web.as_("buyer")
    bad = buyer.post("/parts/new", {"number": "N1", "name_zh": "新件", "name_en": "", "unit_id": "nothing"})
    assert bad.status_code == 422
    assert 'value="新件"' in bad.text
    assert "There is no “nothing”" in bad.text
    made = buyer.post("/parts/new", {"number": "N1", "name_zh": "新件", "name_en": "New", "unit_id": "pcs"})
    assert made.status_code == 303
    path = made.location
    buyer.post(f"{path}/fits", {"product_model_id": "AC-1", "quantity_per_repair": "2"})
    buyer.post(f"{path}/alternates", {"alternate_part_id": "P2"})
    buyer.post(f"{path}/successor", {"successor_id": "P3", "valid_from_on": "2026-03-02"})
    page = buyer.text(path)
    assert "AC-1" in page
    assert "P2" in page
    circle = buyer.post(f"/parts/{world.parts['P3']}/successor", {"successor_id": "N1", "valid_from_on": "2026-03-02"})
    assert circle.status_code in {409, 422}
    with web.session() as session:
        assert session.scalar(select(Supersession.predecessor_id)) == session.scalar(
            select(Part.id).where(Part.number == "N1")
        )


def test_keepers_see_stock_but_neither_prices_nor_the_pens(stocked: tuple[Web, World]) -> None:
    web, world = stocked
    keeper = web.as_("keeper")
    assert "Value" not in keeper.text("/stock").split("</thead>")[0].split("<thead")[-1]
    assert keeper.get("/stock/value/part").status_code == 403
    assert keeper.get("/parts/new").status_code == 403
    assert keeper.post(f"/parts/{world.parts['P1']}/fits", {"product_model_id": "AC-1"}).status_code == 403
    rows = keeper.api("/stock?store=C").json
    assert {row["number"] for row in rows["items"] if row["on_hand"] != "0"} >= {"P1", "P2"}
    assert all("value_cny" not in row for row in rows["items"])


def test_a_warehouse_opens_with_its_places(stocked: tuple[Web, World]) -> None:
    web, _world = stocked
    boss = web.as_("supervisor")
    made = boss.post(
        "/places/warehouses/new", {"code": "S", "name_zh": "南方", "name_en": "South", "supplying_store_id": "C"}
    )
    assert made.status_code == 303, made.text
    boss.post(f"{made.location}/bins/new", {"code": "S-01", "pick_sequence": "1"})
    with web.session() as session:
        kinds = set(session.scalars(select(Location.kind).where(Location.code.startswith("S-"))))
        assert {"hold", "staging", "quarantine", "bin"} <= kinds
