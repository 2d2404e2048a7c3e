"""Fits by file: every bad row is told, one commit writes all, and what was exported comes in again without a change."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

from inventory.tables import Fit, FitRange, Part, ProductModel
from kernel.amounts import Quantity
from tests.support.web import Client, Web
from tests.support.world import World
from webapp.cli import main
from webapp.imports.kinds import KINDS
from webapp.imports.running import kind_of

GOOD = (
    "part,model,serial_from,serial_to,quantity_per_repair\n"
    "P1,AC-1,24A-0001,24A-0100,2\nP1,AC-1,24B-1,,2\nP2,AC-1,,,\nP2,AC-2,,X9,1\n"
)


def kept(session: Session) -> set[tuple[str, str, str, str, str]]:
    rows = session.execute(
        select(Part.number, ProductModel.code, FitRange.serial_from, FitRange.serial_to, Fit.quantity_per_repair)
        .join(Fit, Fit.part_id == Part.id)
        .join(ProductModel, ProductModel.id == Fit.product_model_id)
        .outerjoin(FitRange, FitRange.fit_id == Fit.id)
    )
    return {(part, model, low or "", high or "", str(count)) for part, model, low, high, count in rows}


@pytest.fixture
def office(web: Web) -> Web:
    with web.session() as session:
        world = World(session).build()
        session.execute(FitRange.__table__.delete())  # type: ignore[attr-defined]
        session.execute(Fit.__table__.delete())  # type: ignore[attr-defined]
        for code in ("AC-1", "AC-2"):
            if code not in world.models:
                session.add(ProductModel(code=code, name_zh=code, name_en=code))
        session.commit()
    return web


def checked(client: Client, content: str | bytes, name: str = "fits.csv") -> str:
    """Send a file and return the page of its report."""
    data = content.encode() if isinstance(content, str) else content
    answer = client.post("/imports/new/fits", {"file": (io.BytesIO(data), name)})
    assert answer.status_code == 303, answer.text
    found = re.search(r'href="(/imports/\d+)"', client.text(answer.headers["Location"]))
    assert found
    return found[1]


BAD_ROWS = [
    ("P1,AC-9,,,", "There is no such product model"),
    ("P9,AC-1,,,", "There is no such part"),
    ("P1,AC-1,B9,A1,", "runs backwards"),
    ("P1,AC-1,--,,", "needs a letter or a digit"),
    ("P1,AC-1,,,0", "must be more than zero"),
    ("P1,AC-1,,,1.5", "steps of 1"),
    ("P1,AC-1,A1,A2,\nP1,AC-1,A1,A2,", "stands in row 2 already"),
    ("P1,AC-1,A1,A2,\nP1,AC-1,,,", "Row 2 says otherwise"),
    ("P1,AC-1,A1,A2,1\nP1,AC-1,A3,A4,2", "another quantity"),
]


@pytest.mark.parametrize(("rows", "said"), BAD_ROWS)
def test_a_bad_row_is_told_and_nothing_is_written(office: Web, rows: str, said: str) -> None:
    admin = office.as_("admin")
    page = admin.text(checked(admin, f"part,model,serial_from,serial_to,quantity_per_repair\n{rows}\n"))
    assert said in page
    with office.session() as session:
        assert kept(session) == set()


def test_every_row_is_written_at_once_and_the_export_comes_in_again(office: Web) -> None:
    admin = office.as_("admin")
    report = checked(admin, GOOD)
    assert "2 parts fitted every model until now" in admin.text(report)
    admin.post(f"{report}/write", {})
    there = {
        ("P1", "AC-1", "24A-0001", "24A-0100", "2"),
        ("P1", "AC-1", "24B-1", "", "2"),
        ("P2", "AC-1", "", "", "1"),
        ("P2", "AC-2", "", "X9", "1"),
    }
    with office.session() as session:
        assert kept(session) == there
    for language, said in (("en", "4 rows are kept already"), ("zh_Hans_CN", "4 行已存在")):
        admin.post("/language", {"language": language, "next": "/"})
        for form in ("xlsx", "csv"):
            exported = admin.get(f"/parts/fits/export.{form}").data
            assert said in admin.text(checked(admin, exported, f"fits.{form}"))
    with office.session() as session:
        assert kept(session) == there


def test_a_changed_quantity_and_a_new_range_are_written_and_told(office: Web) -> None:
    admin = office.as_("admin")
    admin.post(f"{checked(admin, GOOD)}/write", {})
    report = checked(admin, "Part number,Model,Serial number from,Taken by a repair\nP2,AC-1,C1,3\n")
    page = admin.text(report)
    assert "1 fits held for every serial number" in page
    admin.post(f"{report}/write", {})
    with office.session() as session:
        row = session.scalars(select(Fit).join(Part, Part.id == Fit.part_id).where(Part.number == "P2")).first()
        assert row is not None
        assert row.quantity_per_repair == Quantity.of(3)
        assert ("P2", "AC-1", "C1", "", "3") in kept(session)


def test_terminal_program_page_and_handbook_know_the_same_kinds() -> None:
    assert kind_of("fits").permissions == ("parts.write",)
    listed = CliRunner().invoke(main, ["import", "--help"]).output
    handbook = Path("docs/import.md").read_text("utf-8")
    for kind in KINDS.values():
        assert re.search(rf"^  {kind.name}\b", listed, re.MULTILINE), kind.name
        assert re.search(rf"^sparewell import {kind.name} ", handbook, re.MULTILINE), kind.name
        said = CliRunner().invoke(main, ["import", kind.name, "--help"])
        assert said.exit_code == 0, said.output
        for option in (*kind.options, *kind.terminal):
            assert f"--{option.replace('_', '-')}" in said.output, option
