"""Sampling through its pages: set a scheme, count, ask and grant a concession, loosen a stop, watch measured values."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from inventory.tables import Location
from receiving.tables import Characteristic, Concession, Inspection, SampleDraw, SamplingScheme, Standard
from tests.support.papers import text_of
from tests.support.procurement import Market
from tests.support.receiving import Ramp
from tests.support.web import Client, Web
from tests.support.world import World

STANDARD = {
    "part_id": "P1",
    "valid_from_on": "2026-03-01",
    "characteristics-0-aspect": "performance",
    "characteristics-0-text_en": "Runs",
    "characteristics-0-defect_class": "major",
    "characteristics-1-aspect": "dimension",
    "characteristics-1-text_en": "Length",
    "characteristics-1-defect_class": "minor",
    "characteristics-1-lower_limit": "9.95",
    "characteristics-1-upper_limit": "10.05",
    "characteristics-1-unit": "mm",
    "sampled": "on",
    "level": "II",
    "major_aql": "1.0",
    "minor_aql": "4.0",
}


@pytest.fixture
def hold(web: Web) -> tuple[Web, list[int]]:
    with web.session() as session:
        world = World(session).build()
        session.get_one(Location, world.places["C"]).keeper_id = world.people["keeper"]
        market = Market(world)
        market.offer("ACME", "P1")
        ramp = Ramp(market)
        lots = [ramp.arrived("P1", 600) for _ in range(3)]
        session.commit()
    for code, role in (("inspector", "inspector"), ("buyer", "buyer"), ("supervisor", "supervisor")):
        web.person(code, role)
    return web, lots


def begun(web: Web, client: Client, lot: int) -> tuple[int, str]:
    answer = client.post(f"/inspections/lots/{lot}/begin", {})
    assert answer.status_code == 303
    number = int(re.search(r"/inspections/(\d+)", answer.location)[1])  # type: ignore[index]
    return number, client.text(f"/inspections/{number}")


def found_right(web: Web, length: str) -> dict[str, str]:
    with web.session() as session:
        first, second = session.scalars(select(Characteristic.id).order_by(Characteristic.position)).all()
    return {
        "results-0-characteristic_id": str(first),
        "results-0-sample": "0",
        "results-0-conforms": "right",
        "results-1-characteristic_id": str(second),
        "results-1-sample": "0",
        "results-1-measured": length,
    }


def set_standard(web: Web) -> None:
    answer = web.as_("supervisor").post("/standards/new", STANDARD)
    assert answer.status_code == 303, answer.text


def test_a_scheme_is_set_shown_and_taken_over_into_the_next_version(hold: tuple[Web, list[int]]) -> None:
    web, _ = hold
    boss = web.as_("supervisor")
    answer = boss.post("/standards/new", {**STANDARD, "major_aql": "", "minor_aql": ""})
    assert answer.status_code == 422
    assert "Sampling needs an AQL" in answer.text
    set_standard(web)
    with web.session() as session:
        kept = session.scalars(select(SamplingScheme)).one()
        assert (kept.level, kept.critical_aql, kept.major_aql, kept.minor_aql) == ("II", None, "1.0", "4.0")
        standard = session.scalars(select(Standard.id)).one()
    page = boss.text(f"/standards/{standard}")
    assert "letter J, look at 80, accept with at most 2" in page
    assert "letter J, look at 32, accept with at most 1" in page
    assert page.count('class="chart curve') >= 2 or "limiting quality" in page
    again = boss.text(f"/standards/new?from={standard}")
    assert re.search(r'name="sampled"[^>]*checked', again)
    assert re.search(r'value="1.0" selected', again)


def test_an_inspector_counts_and_only_what_the_sample_lets_pass_passes(hold: tuple[Web, list[int]]) -> None:
    web, lots = hold
    set_standard(web)
    client = web.as_("inspector")
    number, page = begun(web, client, lots[0])
    assert "Lot of 600 pieces, level II, letter J: draw 80 pieces" in page
    client.post(f"/inspections/{number}/findings", found_right(web, "10.01"))
    verdict = {"passed": "600", "failed": "0", "demand": "replacement"}
    early = client.post(f"/inspections/{number}/verdict", verdict)
    assert early.status_code == 422
    assert "Count the sample" in early.text
    small = client.post(f"/inspections/{number}/sample", {"looked_at": "50", "major_found": "1"})
    assert small.status_code == 422
    assert "The plan asks for 80 pieces; only 50 were looked at." in small.text
    assert 'value="50"' in small.text
    assert client.post(f"/inspections/{number}/sample", {"looked_at": "80", "major_found": "3"}).status_code == 303
    page = client.text(f"/inspections/{number}")
    assert "The sample refuses the lot." in page
    assert re.search(r'name="passed"[^>]*value="0"', page)
    refused = client.post(f"/inspections/{number}/verdict", {**verdict, "passed": "590", "failed": "10"})
    assert refused.status_code == 422
    assert "The sample lets 0 pass at most." in refused.text
    assert client.post(f"/inspections/{number}/sample", {"looked_at": "80", "major_found": "2"}).status_code == 303
    done = client.post(
        f"/inspections/{number}/verdict",
        {**verdict, "passed": "598", "failed": "2", "severity": "major", "reason": "do not run"},
    )
    assert done.status_code == 303, done.text
    shown = client.text(f"/inspections/{number}")
    assert "80 pieces were looked at." in shown
    assert "How lots are looked at" in client.text("/inspections/sampling")
    with web.session() as session:
        inspection = session.get_one(Inspection, number)
        drawn = session.scalars(select(SampleDraw)).one()
        assert (inspection.state, drawn.outcome) == ("decided", "accepted")
    state = client.text("/inspections/sampling/1/1")
    assert "Switching score" in state
    assert "accepted" in state


def test_a_concession_is_asked_by_the_inspector_and_answered_by_the_supervisor(hold: tuple[Web, list[int]]) -> None:
    web, lots = hold
    set_standard(web)
    client, boss = web.as_("inspector"), web.as_("supervisor")
    number, _ = begun(web, client, lots[0])
    client.post(f"/inspections/{number}/findings", found_right(web, "10.01"))
    client.post(f"/inspections/{number}/sample", {"looked_at": "80", "major_found": "4"})
    ask = {"quantity": "100", "reason": "loose cover, harmless"}
    assert client.post(f"/inspections/{number}/concession", {**ask, "quantity": "700"}).status_code == 422
    assert client.post(f"/inspections/{number}/concession", ask).status_code == 303
    with web.session() as session:
        concession = session.scalars(select(Concession.id)).one()
    assert client.post(f"/inspections/concessions/{concession}", {"granted": "on"}).status_code == 403
    assert "Concessions to decide" in boss.text("/")
    empty = boss.post(f"/inspections/concessions/{concession}", {"granted": "on"})
    assert empty.status_code == 422
    assert "Say until which day" in empty.text
    answer = {"granted": "on", "limits": "indoor units only", "valid_until_on": "2026-12-31"}
    assert boss.post(f"/inspections/concessions/{concession}", answer).status_code == 303
    assert "indoor units only" in client.text(f"/inspections/{number}")
    verdict = {"passed": "100", "failed": "500", "demand": "replacement", "severity": "major", "reason": "loose"}
    assert client.post(f"/inspections/{number}/verdict", verdict).status_code == 303
    with web.session() as session:
        arrival = web.session().execute(select(Inspection.id)).first()
        assert arrival is not None
    paper = text_of(client.get("/inspections/arrivals/1/record.pdf").data)
    assert "CN" in paper
    assert "indoor units only" in paper


def test_a_stop_is_lifted_by_a_supervisor_with_a_reason(hold: tuple[Web, list[int]]) -> None:
    web, _ = hold
    set_standard(web)
    boss = web.as_("supervisor")
    page = boss.post("/inspections/sampling/1/1/set", {"regime": "normal", "reason": "x"})
    assert page.status_code == 422
    assert "Lots are looked at like that already." in page.text
    assert (
        boss.post("/inspections/sampling/1/1/set", {"regime": "tightened", "reason": "moved plant"}).status_code == 303
    )
    assert "moved plant" in boss.text("/inspections/sampling/1/1")
    assert web.as_("inspector").post("/inspections/sampling/1/1/set", {}).status_code == 403
    answer = boss.api("/suppliers/1/parts/1/sampling", {"regime": "reduced", "reason": "good record"}, key="regime-api")
    assert answer.json["regime"] == "reduced"


def test_measured_values_stand_in_a_control_chart(hold: tuple[Web, list[int]]) -> None:
    web, lots = hold
    set_standard(web)
    client = web.as_("inspector")
    for lot, length in zip(lots, ("10.01", "9.99", "10.02"), strict=True):
        number, _ = begun(web, client, lot)
        client.post(f"/inspections/{number}/findings", found_right(web, length))
        client.post(f"/inspections/{number}/sample", {"looked_at": "80"})
        verdict = {"passed": "600", "failed": "0", "demand": "replacement"}
        assert client.post(f"/inspections/{number}/verdict", verdict).status_code == 303
    page = client.text("/parts/1/measurements")
    assert "Allowed by the standard" in page
    assert "Ppk" in page
    assert "10.0067" in page
    assert "Length" in page
    assert "Nothing was measured" in client.text("/parts/2/measurements")


def test_pieces_with_serial_numbers_are_sampled_and_decided_on_one_page(web: Web) -> None:
    with web.session() as session:
        market = Market(World(session).build())
        market.offer("ACME", "SER")
        ramp = Ramp(market)
        order = market.sent("ACME", ("SER", 20))
        serials = tuple(f"SN{number:02}" for number in range(20))
        made = ramp.register(ramp.line(order.line_ids[0], "SER", 20, serial_numbers=serials))
        lots = [each.lot_id for each in made.lines[0].lots]
        session.commit()
    web.person("supervisor", "supervisor")
    assert web.as_("supervisor").post("/standards/new", {**STANDARD, "part_id": "SER"}).status_code == 303
    client = web.as_("inspector")
    waiting = client.api("/inspections/hold").json["items"]
    assert [(each["id"], each["pending"]) for each in waiting] == [(lots[0], "20")]
    assert "inspected together" in client.text(f"/inspections/lots/{lots[5]}")
    number, page = begun(web, client, lots[5])
    assert "Lot of 20 pieces, level II, letter C: draw 13 pieces" in page
    assert page.count('name="failed_lot_ids"') == 20
    client.post(f"/inspections/{number}/findings", found_right(web, "10.01"))
    client.post(f"/inspections/{number}/sample", {"looked_at": "20", "major_found": "1"})
    verdict = {"severity": "major", "reason": "does not run", "demand": "replacement"}
    none = client.post(f"/inspections/{number}/pieces", verdict)
    assert none.status_code == 422
    assert "The sample lets 19 pass at most." in none.text
    stranger = client.post(f"/inspections/{number}/pieces", {**verdict, "failed_lot_ids": ["99999"]})
    assert "pieces of this delivery" in stranger.text
    single = client.api(f"/lots/{lots[3]}/verdict", {"passed": "1", "failed": "0", "demand": "replacement"})
    assert single.json["code"] == "pieces_decided_together"
    done = client.post(f"/inspections/{number}/pieces", {**verdict, "failed_lot_ids": [str(lots[2])]})
    assert done.status_code == 303, done.text
    shown = client.text(f"/inspections/{number}")
    assert "1 pcs failed, 19 pcs passed." in shown
    assert "SN02" in shown
    paper = text_of(client.get("/inspections/arrivals/1/record.pdf?language=en").data)
    assert "failed: SN02" in paper
    assert paper.count("Runs") == 1
    led = client.api(f"/inspections/{number + 1}").json
    assert "decided together" in client.text(f"/inspections/{number + 1}")
    assert led["led_by_id"] == number
