"""Files of rows: pictures of standards, photos of arrivals, papers of claims; kept once, opened by who may."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from PIL import Image

from inventory.tables import Location
from tests.support.procurement import Market
from tests.support.receiving import Ramp
from tests.support.web import Client, Web
from tests.support.world import World


def picture(name: str = "box.jpg") -> tuple[io.BytesIO, str]:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(drawn, "JPEG")
    drawn.seek(0)
    return drawn, name


@pytest.fixture
def ramp(web: Web) -> tuple[Web, dict[str, int]]:
    with web.session() as session:
        world = World(session).build()
        session.get_one(Location, world.places["C"]).keeper_id = world.people["keeper"]
        session.get_one(Location, world.places["N"]).keeper_id = world.people["keeper2"]
        market = Market(world)
        market.offer("ACME", "P1")
        made = Ramp(market)
        standard = made.standard("P1")
        lot = made.arrived("P1", 5)
        ids = {"characteristic": standard[0], "lot": lot}
        session.commit()
    for code, role in (("keeper", "keeper"), ("keeper2", "keeper"), ("buyer", "buyer"), ("inspector", "inspector")):
        web.person(code, role)
    return web, ids


def sent(client: Client, path: str, purpose: str, *files: tuple[io.BytesIO, str], **more: str) -> Any:
    data = {"purpose": purpose, "files": list(files)}
    return client.post(path, data, content_type="multipart/form-data", **more)


def test_photos_of_an_arrival_are_kept_shown_and_closed_to_other_stores(ramp) -> None:
    web, _ = ramp
    kept = sent(web.as_("keeper"), "/files/of/arrival/1", "photo", picture(), picture("side.jpg"))
    assert kept.status_code == 303
    page = web.as_("keeper").text("/arrivals/1")
    shown = re.findall(r'src="(/files/\d+)"', page)
    assert len(shown) == 2
    assert web.as_("keeper").get(shown[0]).mimetype == "image/jpeg"
    assert web.as_("keeper2", "keeper").get(shown[0]).status_code == 403
    assert sent(web.as_("keeper2", "keeper"), "/files/of/arrival/1", "photo", picture()).status_code in {303, 403}
    assert len(re.findall(r'src="(/files/\d+)"', web.as_("keeper").text("/arrivals/1"))) == 2


def test_a_file_is_kept_once_and_never_more_than_twelve(ramp) -> None:
    keeper = ramp[0].as_("keeper")
    for _again in range(2):
        sent(keeper, "/files/of/arrival/1", "photo", picture(), key="k" * 32)
    assert keeper.text("/arrivals/1").count('<img src="/files/') == 1
    sent(keeper, "/files/of/arrival/1", "photo", *[picture(f"{n}.jpg") for n in range(12)])
    page = keeper.text("/arrivals/1")
    assert page.count('<img src="/files/') == 1
    assert "At most 12 files" in page


def test_pictures_of_a_standard_stand_beside_the_findings(ramp) -> None:
    web, ids = ramp
    assert sent(web.as_("inspector"), "/files/of/standard/1", "picture", picture("right.jpg")).status_code == 303
    assert "right.jpg" in web.as_("inspector").text("/standards/1")
    begun = web.as_("inspector").post(f"/inspections/lots/{ids['lot']}/begin", {})
    assert "Pictures of what is right and wrong" in web.as_("inspector").text(begun.location)


@pytest.mark.parametrize(
    ("who", "path", "purpose", "status"),
    [
        ("buyer", "/files/of/arrival/1", "photo", 403),
        ("keeper", "/files/of/standard/1", "picture", 403),
        ("keeper", "/files/of/person/1", "photo", 404),
        ("keeper", "/files/of/arrival/99", "photo", 404),
    ],
)
def test_files_are_taken_from_who_may_for_what_is_there(ramp, who: str, path: str, purpose: str, status: int) -> None:
    web, _ = ramp
    assert sent(web.as_(who), path, purpose, picture()).status_code == status


def test_what_is_no_picture_is_refused_with_words(ramp) -> None:
    keeper = ramp[0].as_("keeper")
    evil = (io.BytesIO(b"<svg onload=alert(1)>"), "x.png")
    assert sent(keeper, "/files/of/arrival/1", "photo", evil).status_code == 303
    page = keeper.text("/arrivals/1")
    assert "alert-danger" in page
    assert '<img src="/files/' not in page
    assert sent(keeper, "/files/of/arrival/1", "cake", picture()).status_code == 303
    assert '<img src="/files/' not in keeper.text("/arrivals/1")
