"""Files through the API: imports checked row by row and then written, photos of inspections, stored files."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from inventory.tables import Location, Part
from kernel.tables import Attachment
from tests.support.procurement import Market
from tests.support.receiving import Ramp
from tests.support.web import Client, Web
from tests.support.world import World
from webapp.forms import new_key

SOUND = "number,name,unit\nX1,Compressor,pcs\nX2,Valve,pcs\n"


def send(client: Client, path: str, fields: dict[str, Any], *, key: str = "") -> Any:
    """Send a form with files as a program of the signed-in person would."""
    headers = {"X-CSRFToken": client.token(), "Idempotency-Key": key or new_key()}
    kind = "multipart/form-data"
    return client.raw.post(f"/api/v1{path}", data=fields, content_type=kind, headers=headers, base_url=client.base)


def csv(text: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(text.encode()), "parts.csv"


def picture(kind: str = "JPEG") -> io.BytesIO:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(drawn, kind)
    drawn.seek(0)
    return drawn


@pytest.fixture
def office(web: Web) -> Web:
    with web.session() as session:
        World(session).build()
        session.commit()
    return web


def test_a_file_is_checked_row_by_row_and_nothing_is_written(office: Web) -> None:
    buyer = office.as_("buyer")
    answer = send(buyer, "/imports/parts", {"file": csv("number,name,unit\nX1,Compressor,pcs\nX2,,barrel\n")})
    assert answer.status_code == 200, answer.text
    found = answer.json
    assert (found["state"], found["rows"], found["faulty_rows"], found["sound"]) == ("done", 2, 1, False)
    fault = next(each for each in found["faults"] if each["value"] == "barrel")
    assert (fault["row"], fault["letter"], fault["column"]) == (3, "C", "unit")
    assert fault["message"]
    assert buyer.api(f"/imports/{found['import_id']}").json == found
    refused = buyer.api(f"/imports/{found['import_id']}/commit", {})
    assert (refused.status_code, refused.json["code"]) == (409, "import_not_sound")
    with office.session() as session:
        assert session.scalar(select(Part.id).where(Part.number == "X1")) is None


def test_a_sound_file_is_committed_once(office: Web) -> None:
    buyer = office.as_("buyer")
    first = send(buyer, "/imports/parts", {"file": csv(SOUND)}, key="the-same-file").json
    assert send(buyer, "/imports/parts", {"file": csv(SOUND)}, key="the-same-file").json == first
    other = send(buyer, "/imports/parts", {"file": csv(SOUND + "X3,Fan,pcs\n")}, key="the-same-file")
    assert (other.status_code, other.json["code"]) == (409, "request_key_reused")
    path = f"/imports/{first['import_id']}"
    asked = [buyer.api(f"{path}/commit", {}, key="write-it-once").json["job_id"] for _ in range(2)]
    assert asked[0] == asked[1]
    assert buyer.api(f"/jobs/{asked[0]}").json["state"] == "done"
    assert [(each["job_id"], each["state"]) for each in buyer.api(path).json["written"]] == [(asked[0], "done")]
    with office.session() as session:
        assert set(session.scalars(select(Part.number).where(Part.number.like("X%")))) == {"X1", "X2"}


def test_choices_beside_the_file_are_read_and_wrong_ones_told(office: Web) -> None:
    buyer = office.as_("buyer")
    history = csv("part,m01,m02\nP1,1,2\nNEW,3,\n")
    strict = send(buyer, "/imports/history", {"file": history, "create_parts": "false"})
    assert not strict.json["sound"]
    history = csv("part,m01,m02\nP1,1,2\nNEW,3,\n")
    assert send(buyer, "/imports/history", {"file": history, "create_parts": "true"}).json["sound"]
    wrong = send(buyer, "/imports/history", {"file": csv("part\nP1\n"), "period": "century", "nonsense": "1"})
    assert wrong.status_code == 422
    assert set(wrong.json["errors"]["form"]) == {"period", "nonsense"}


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "upload_empty"), (b"%PDF-1.7 nothing", "upload_kind"), (b"\xd0\xcf\x11\xe0 old", "import_old_workbook")],
)
def test_what_is_no_table_is_refused(office: Web, content: bytes, code: str) -> None:
    answer = send(office.as_("buyer"), "/imports/parts", {"file": (io.BytesIO(content), "x.csv")})
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert send(office.as_("buyer"), "/imports/parts", {}).json["code"] == "upload_empty"


def test_who_may_import_what(office: Web) -> None:
    keeper, buyer, boss = office.as_("keeper"), office.as_("buyer"), office.as_("supervisor")
    assert send(keeper, "/imports/parts", {"file": csv(SOUND)}).status_code == 403
    stock = "part,location,quantity,unit cost\nP1,C-A1,5,2\n"
    assert send(buyer, "/imports/stock", {"file": csv(stock)}).status_code == 403
    checked = send(boss, "/imports/stock", {"file": csv(stock)}).json
    assert checked["sound"], checked
    assert buyer.api(f"/imports/{checked['import_id']}").status_code == 403
    own = boss.api(f"/imports/{checked['import_id']}/commit", {"clear": True})
    assert (own.status_code, own.json["code"]) == (403, "import_checked_by_self")
    assert keeper.api("/imports/parts/template.xlsx").status_code == 403
    assert buyer.api("/imports/stock/template.xlsx").status_code == 403
    assert buyer.api("/imports/parts/template.xlsx").data.startswith(b"PK")
    assert send(buyer, "/imports/parts", {"file": csv(SOUND)}, key="bad key").json["code"] == "request_key_missing"


def test_photos_of_an_inspection_are_kept_once_and_can_be_read(web: Web) -> None:
    with web.session() as session:
        world = World(session).build()
        session.get_one(Location, world.places["C"]).keeper_id = world.people["keeper"]
        market = Market(world)
        market.offer("ACME", "P1")
        ramp = Ramp(market)
        made = ramp.decide(ramp.arrived("P1", 10), 8, 2)
        session.commit()
    path = f"/inspections/{made.inspection_id}/photos"
    inspector = web.as_("inspector")
    answers = [
        send(inspector, path, {"photos": [(picture(), "a.jpg"), (picture("PNG"), "b.png")]}, key="two-photos")
        for _ in range(2)
    ]
    assert [each.status_code for each in answers] == [200, 200], answers[0].text
    assert answers[0].json == answers[1].json
    ids = answers[0].json["file_ids"]
    with web.session() as session:
        assert session.scalars(select(Attachment.id).order_by(Attachment.id)).all() == ids
    shown = inspector.api(f"/inspections/{made.inspection_id}").json["photos"]
    assert [each["file_id"] for each in shown] == ids
    assert inspector.api(f"/files/{ids[0]}").mimetype == "image/jpeg"
    assert web.as_("desk").api(f"/files/{ids[0]}").status_code == 403
    evil = send(inspector, path, {"photos": [(io.BytesIO(b"<svg onload=alert(1)>"), "x.png")]})
    assert (evil.status_code, evil.json["code"]) == (422, "upload_kind")
    many = send(inspector, path, {"photos": [(picture(), f"{n}.jpg") for n in range(11)]})
    assert (many.status_code, many.json["code"]) == (422, "photos_too_many")
    assert send(inspector, path, {}).json["code"] == "upload_empty"
    assert send(web.as_("keeper"), path, {"photos": [(picture(), "a.jpg")]}).status_code == 403


def test_only_the_endpoints_of_files_take_forms(office: Web) -> None:
    answer = send(office.as_("admin"), "/people", {"name": "x"})
    assert answer.status_code == 415


@pytest.mark.parametrize("path", ["/login", "/api/v1/imports/parts"])
def test_a_form_with_a_part_that_has_no_name_is_refused(office: Web, path: str) -> None:
    body = b"--x\r\nContent-Disposition: form-data\r\n\r\nvalue\r\n--x--\r\n"
    assert (
        office.as_("buyer").raw.post(path, data=body, content_type="multipart/form-data; boundary=x").status_code == 400
    )


def test_the_reference_shows_files(office: Web) -> None:
    buyer = office.as_("buyer")
    document = buyer.api("/openapi.json").json
    body = document["paths"]["/api/v1/imports/history"]["post"]["requestBody"]["content"]["multipart/form-data"]
    assert set(body["schema"]["properties"]) > {"file", "create_parts", "period"}
    page = buyer.text("/api-page")
    assert 'id="check_import_of_parts"' in page
    assert "<code>create_missing</code>" in page
