"""The part master's further pages: classes, ranges, merging, files, tree; in pages and API."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from inventory.places import MovementKind
from inventory.tables import FitRange, Lot, Part
from kernel.tables import Audit
from tests.support.web import START, Web
from tests.support.world import World


@pytest.fixture
def stocked(web: Web) -> tuple[Web, World]:
    with web.session() as session:
        world = World(session).build()
        world.stocked("P1", 10)
        world.stocked("P2", 3)
        world.work_order("W1")
        session.commit()
    return web, world


def picture(kind: str = "PNG") -> BytesIO:
    made = BytesIO()
    Image.new("RGB", (40, 30), "red").save(made, kind)
    made.seek(0)
    return made


def test_serial_ranges_are_kept_on_the_part_page_and_by_the_api(stocked: tuple[Web, World]) -> None:
    web, world = stocked
    buyer = web.as_("buyer")
    path = f"/parts/{world.parts['P1']}"
    model = world.models["AC-1"]
    buyer.post(f"{path}/fits", {"product_model_id": "AC-1", "quantity_per_repair": "1"})
    buyer.post(f"{path}/fits/{model}/ranges", {"serial_from": "A100", "serial_to": "A199"})
    assert "serial A100 to A199" in buyer.text(path)
    told = buyer.post(
        f"{path}/fits/{model}/ranges", {"serial_from": "B9", "serial_to": "B1"}, follow_redirects=True
    ).text
    assert "The range runs backwards: B9 comes after B1." in told
    made = buyer.api(f"{path}/fits/{model}/ranges", {"serial_from": "C1"})
    assert made.status_code == 200, made.text
    fits = buyer.api(path).json["fits"]
    assert [(row["serial_from"], row["serial_to"]) for row in fits] == [("A100", "A199"), ("C1", "")]
    buyer.post(f"{path}/ranges/{made.json['id']}/remove")
    with web.session() as session:
        assert session.scalars(select(FitRange.serial_from)).all() == ["A100"]
    keeper = web.as_("keeper")
    assert keeper.post(f"{path}/fits/{model}/ranges", {"serial_from": "X1"}).status_code == 403


def test_a_work_order_bears_the_serial_and_asking_says_what_fits(stocked: tuple[Web, World]) -> None:
    web, world = stocked
    boss = web.as_("supervisor")
    path = f"/parts/{world.parts['P1']}"
    boss.post(f"{path}/fits", {"product_model_id": "AC-1", "quantity_per_repair": "1"})
    boss.post(f"{path}/fits/{world.models['AC-1']}/ranges", {"serial_from": "A100", "serial_to": "A199"})
    order = boss.api("/work-orders", {"urgency": "normal", "product_model_id": world.models["AC-1"]}).json
    page = f"/work-orders/{order['work_order_id']}"
    asking = {"part_id": "P1", "store_id": "C", "quantity": "1"}
    assert "A100 – A199" in boss.text(f"{page}/ask?part=P1")
    assert boss.post(f"{page}/serial", {"product_serial": "A200"}).status_code == 303
    assert "A200" in boss.text(page)
    refused = boss.post(f"{page}/ask?part=P1", asking)
    assert refused.status_code == 422
    assert "P1 fits AC-1 only with the serial numbers A100 – A199, and this one is A200." in refused.text
    boss.api(f"{page}/serial", {"product_serial": "a-150"})
    assert boss.post(f"{page}/ask?part=P1", asking).status_code == 303


def test_duplicates_are_merged_and_found_by_both_numbers(stocked: tuple[Web, World]) -> None:
    web, world = stocked
    boss = web.as_("supervisor")
    old, kept = world.parts["P1"], world.parts["P2"]
    wrong = boss.post(f"/parts/{old}/merge", {"kept_id": "HOSE", "reason": "twice"})
    assert wrong.status_code == 422
    assert "P1 and HOSE are counted in different units" in wrong.text
    done = boss.post(f"/parts/{old}/merge", {"kept_id": "P2", "reason": "entered twice"})
    assert (done.status_code, done.location) == (303, f"/parts/{kept}")
    page = boss.text(f"/parts/{old}")
    assert "P1 is another number of:" in page
    assert f'href="/parts/{old}/edit"' not in page
    assert "entered twice" in boss.text(f"/parts/{kept}")
    assert {row["number"] for row in boss.api("/parts?q=P1").json["items"]} == {"P1", "P2"}
    found = boss.text("/scan?code=P1")
    assert found.index(f'href="/parts/{kept}"') < found.index(f'href="/parts/{old}"')
    asked = boss.post("/work-orders/1/ask", {"part_id": "P1", "store_id": "C", "quantity": "11"})
    assert asked.status_code == 303
    rows = boss.text("/work-orders/1")
    assert "instead of P1" in rows
    shown = boss.api(f"/parts/{kept}").json
    assert [row["number"] for row in shown["also_known_as"]] == ["P1"]
    assert boss.get(f"/parts/{old}/unmerge").status_code == 403
    admin = web.as_("admin")
    assert admin.post(f"/parts/{old}/unmerge", {"reason": "not the same"}).status_code == 303
    assert "is another number of" not in admin.text(f"/parts/{old}")
    again = admin.api(f"/parts/{old}/unmerge", {"reason": "once more"})
    assert (again.status_code, again.json["code"]) == (409, "part_not_merged")


def test_photos_and_a_specification_sheet_are_kept(stocked: tuple[Web, World]) -> None:
    web, world = stocked
    buyer, keeper = web.as_("buyer"), web.as_("keeper")
    path = f"/parts/{world.parts['P1']}"
    sent = {"purpose": "photo", "files": [(picture(), "../front.png"), (picture("JPEG"), "back.jpg")]}
    assert "2 files are kept." in buyer.post(f"{path}/files", sent, follow_redirects=True).text
    sheet = {"purpose": "specification", "files": (BytesIO(b"%PDF-1.7 sheet"), "sheet.pdf")}
    buyer.post(f"{path}/files", sheet)
    told = buyer.post(
        f"{path}/files", {"purpose": "photo", "files": (BytesIO(b"%PDF-1.7"), "x.png")}, follow_redirects=True
    ).text
    assert "This kind of file" in told
    shown = keeper.api(path).json["files"]
    assert [(each["purpose"], each["name"]) for each in shown] == [
        ("specification", "sheet.pdf"),
        ("photo", "front.png"),
        ("photo", "back.jpg"),
    ]
    assert keeper.get(f"/files/{shown[1]['file_id']}").mimetype == "image/png"
    assert keeper.get(f"/files/{shown[0]['file_id']}").data == b"%PDF-1.7 sheet"
    assert "Photo 2 of the part" in keeper.text(path)
    other = f"/parts/{world.parts['P2']}/files/{shown[1]['file_id']}/remove"
    assert buyer.api(other, {}).status_code == 404
    assert keeper.post(f"{path}/files/{shown[1]['file_id']}/remove").status_code == 403
    buyer.post(f"{path}/files/{shown[1]['file_id']}/remove")
    assert len(keeper.api(path).json["files"]) == 2
    posted = buyer.raw.post(
        f"/api/v1{path}/files",
        data={"purpose": "photo", "files": (picture(), "by-api.png")},
        headers={"Idempotency-Key": "files-by-api", "X-CSRFToken": buyer.token()},
        base_url=buyer.base,
    )
    assert posted.status_code == 200, posted.text
    assert len(posted.json["file_ids"]) == 1


def test_classes_are_computed_by_a_job_and_open_to_their_figures(stocked: tuple[Web, World]) -> None:
    web, world = stocked
    with web.session() as session:
        world.session = session
        lots = {row.part_id: row.id for row in session.scalars(select(Lot))}
        world.move(MovementKind.ISSUE, lots[world.parts["P1"]], "C-A1", "W1", 4)
        session.commit()
    boss = web.as_("supervisor")
    assert "The classes were never computed." in boss.text("/parts/classes")
    web.at(START.replace(month=4))
    boss = web.as_("supervisor")
    done = boss.post("/parts/classes", follow_redirects=True)
    assert "6 parts were classed" in done.text
    page = boss.text("/parts/classes")
    assert '<a href="/parts?abc=A&amp;xyz=Z" aria-label="1 parts of class AZ">1</a>' in page
    shown = boss.api(f"/parts/{world.parts['P1']}").json
    assert (shown["abc"], shown["xyz"], shown["fsn"]) == ("A", "Z", "S")
    assert shown["classes"]["value_cny"] == "40"
    assert shown["classes"]["months_moved"] == 1
    assert "ABC A: issued for" in boss.text(f"/parts/{world.parts['P1']}")
    keeper = web.as_("keeper")
    assert keeper.api(f"/parts/{world.parts['P1']}").json["classes"]["value_cny"] is None
    assert "issued for" not in keeper.text(f"/parts/{world.parts['P1']}")
    assert keeper.post("/parts/classes").status_code == 403
    assert [row["number"] for row in boss.api("/parts?abc=A").json["items"]] == ["P1"]
    again = boss.api("/parts/classes", {})
    assert again.json["changed"] == 0
    with web.session() as session:
        assert session.scalar(select(Part.abc).where(Part.number == "P1")) == "A"
        entries = session.scalars(select(Audit.after).where(Audit.table_name == "part_class")).all()
        assert len(entries) == 2
        assert '"changed":6' in entries[0].replace(" ", "")


def test_the_tree_of_categories_counts_what_lies_below(stocked: tuple[Web, World]) -> None:
    web, _world = stocked
    buyer = web.as_("buyer")
    above = buyer.api("/categories", {"code": "EL", "name_zh": "电气", "name_en": "Electrical"}).json["id"]
    below = buyer.api("/categories", {"code": "EL-B", "name_zh": "板", "name_en": "Boards", "parent_id": above}).json[
        "id"
    ]
    facts = {"number": "P9", "name_zh": "板", "name_en": "Board", "unit_id": 1, "category_id": below}
    made = buyer.api("/parts", facts).json["id"]
    page = buyer.text("/categories/tree")
    assert page.index("Electrical") < page.index("Boards")
    assert "EL · 1 part" in page
    assert "Electrical › Boards" in buyer.text(f"/parts/{made}")
    assert [row["number"] for row in buyer.api("/parts?category=EL").json["items"]] == ["P9"]
    assert "where it is used" in buyer.text(f"/parts/{made}").lower()


def test_another_part_is_asked_for_what_is_lacking(stocked: tuple[Web, World]) -> None:
    web, world = stocked
    boss = web.as_("supervisor")
    boss.post(f"/parts/{world.parts['P1']}/alternates", {"alternate_part_id": "P2", "note": "same thread"})
    boss.post("/work-orders/1/ask", {"part_id": "P1", "store_id": "C", "quantity": "12"})
    assert 'href="/part-requests/1/instead"' in boss.text("/work-orders/1")
    page = boss.text("/part-requests/1/instead")
    assert "may be used instead · 3 available" in page
    assert "3 available" in boss.text("/work-orders/1/ask?part=P1").partition("May be used instead")[2]
    assert boss.post("/part-requests/1/instead", {"part_id": "P2"}).location == "/work-orders/1"
    shown = boss.api("/work-orders/1").json["requests"]
    assert [(row["number"], row["quantity"], row["reserved"]) for row in shown] == [
        ("P1", "12", "10"),
        ("P2", "2", "2"),
    ]
    again = boss.api("/part-requests/1/instead", {"part_id": world.parts["P2"]})
    assert (again.status_code, again.json["code"]) == (409, "nothing_lacking")


def test_old_stock_is_proposed_at_the_shelf_and_in_the_van(stocked: tuple[Web, World]) -> None:
    web, world = stocked
    boss = web.as_("supervisor")
    boss.post("/work-orders/1/ask", {"part_id": "P2", "store_id": "C", "quantity": "1"})
    link = {"successor_id": "P2", "valid_from_on": "2026-01-01", "predecessor_factor": "1", "successor_factor": "1"}
    boss.post(f"/parts/{world.parts['P1']}/successor", link | {"two_way": "yes"})
    keeper = web.as_("keeper")
    page = keeper.text("/picking/1")
    assert "Old stock goes first: P1, 10 available here." in page
    done = keeper.post("/part-requests/1/instead", {"part_id": "P1", "promised_too": "yes"})
    assert done.location == "/work-orders/1"
    shown = keeper.api("/work-orders/1").json["requests"]
    assert [(row["number"], row["reserved"]) for row in shown] == [("P2", "0"), ("P1", "1")]
    with web.session() as session:
        world.session = session
        lot = session.scalars(select(Lot.id).where(Lot.part_id == world.parts["P1"])).one()
        world.move(MovementKind.TRANSFER_OUT, lot, "C-A1", "VAN1-T", 2)
        world.move(MovementKind.TRANSFER_IN, lot, "VAN1-T", "VAN1", 2)
        session.commit()
    van = web.as_("engineer").text(f"/vans/{world.places['VAN1']}/use?part=P2")
    assert "Old stock goes first: P1, 2 available here." in van
