"""The pages of imports: choose a file, see every bad row, write all of it at once; only for who may."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from forecasting.tables import HistoryDemand
from inventory.tables import Lot, Part, Stock
from kernel.errors import RuleViolation
from procurement.tables import Supplier
from tests.support.web import Client, Web, make_app
from tests.support.world import World, q
from webapp.config import Config
from webapp.imports.columns import lay_out
from webapp.imports.findings import Findings
from webapp.imports.kinds import KINDS
from webapp.imports.limits import Limits
from webapp.imports.periods import heading
from webapp.imports.running import kind_of
from webapp.imports.sheet import open_sheet
from webapp.imports.sources import Source
from webapp.imports.workbooks import first_sheet


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Web:
    small = Config(
        mode="demo",
        secret_key="0123456789abcdef" * 3,
        instance_path=tmp_path,
        database_url=sqlite_url,
        default_language="en",
        upload_max_bytes=100_000,
    )
    made = Web(make_app(sqlite_url, tmp_path, config=small))
    with made.session() as session:
        World(session).build()
    return made


def send(client: Client, kind: str, content: bytes | str, name: str = "file.csv", **chosen: str) -> str:
    """Send a file and return the path of its report."""
    data = content.encode() if isinstance(content, str) else content
    answer = client.post(f"/imports/new/{kind}", {"file": (io.BytesIO(data), name), **chosen})
    assert answer.status_code == 303, answer.text
    page = client.text(answer.headers["Location"])
    found = re.search(r'href="(/imports/\d+)"', page)
    assert found, page
    return found[1]


def test_a_bad_file_shows_every_fault_and_offers_no_import(office: Web) -> None:
    buyer = office.as_("buyer")
    path = send(buyer, "parts", "part,unit,unit price\nX1,barrel,5\nX2,pcs,-1\nX2,pcs,<b>\n")
    page = buyer.text(path)
    for place in ("row 2", "row 3", "row 4", "(B)", "(C)", "(A)"):
        assert place in page
    assert "barrel" in page
    assert "&lt;b&gt;" in page
    assert f"{path}/write" not in page
    assert buyer.post(f"{path}/write").status_code == 409
    with office.session() as session:
        assert session.scalar(select(func.count()).select_from(Part).where(Part.number.like("X%"))) == 0


def test_a_sound_file_is_written_once(office: Web) -> None:
    buyer = office.as_("buyer")
    path = send(buyer, "parts", "配件编号,名称,单位,单价,供应商\nX1,压缩机,件,5,S1\n".encode("gb18030"), "配件.csv")
    page = buyer.text(path)
    assert "GB18030" in page
    for _ in range(2):
        assert buyer.post(f"{path}/write", key="a-key-of-this-form").status_code == 303
    with office.session() as session:
        assert session.scalars(select(Part.name_zh).where(Part.number == "X1")).all() == ["压缩机"]
        assert session.scalars(select(Supplier.state)).all() == ["candidate"]
    assert "Imported on" in buyer.text(path)


def test_a_history_comes_through_the_page(office: Web) -> None:
    buyer = office.as_("buyer")
    path = send(buyer, "history", "part,m01,m02\nP1,1,2\nNEW,3,\n", create_parts="yes")
    assert buyer.post(f"{path}/write").status_code == 303
    with office.session() as session:
        assert session.scalar(select(func.count()).select_from(HistoryDemand)) == 3
        assert session.scalar(select(func.count()).select_from(Part).where(Part.number == "NEW")) == 1


def test_opening_stock_is_cleared_by_another_person(office: Web) -> None:
    one, two = office.as_("wang", "supervisor"), office.as_("li", "supervisor")
    path = send(one, "stock", "part,location,quantity,unit cost\nP1,C-A1,5,2\n")
    assert 'name="clear"' not in one.text(path)
    assert one.post(f"{path}/write", {"clear": "yes"}).status_code == 403
    assert 'name="clear"' in two.text(path)
    assert two.post(f"{path}/write", {"clear": "yes"}).status_code == 303
    wang = office.person("wang", "supervisor")
    with office.session() as session:
        assert session.scalars(select(Stock.on_hand).where(Stock.on_hand > q(0))).all() == [q(5)]
        lot = session.scalars(select(Lot)).one()
        assert lot.brought_by_id == wang


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 nothing", "kind of file"),
        (b"x" * 100_001, "larger"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_on_the_form(office: Web, content: bytes, words: str) -> None:
    buyer = office.as_("buyer")
    answer = buyer.post("/imports/new/parts", {"file": (io.BytesIO(content), "x.csv")})
    assert answer.status_code == 422
    assert words in answer.text


def test_who_may_import_what(office: Web) -> None:
    keeper, buyer = office.as_("keeper"), office.as_("buyer")
    assert keeper.get("/imports").status_code == 403
    assert keeper.get("/imports/new/parts").status_code == 403
    assert buyer.get("/imports/new/stock").status_code == 403
    assert buyer.get("/imports/stock/template.xlsx").status_code == 403
    assert buyer.get("/imports/new/nothing").status_code == 404
    path = send(office.as_("wang", "supervisor"), "stock", "part,location,quantity,unit cost\nP1,C-A1,5,2\n")
    assert buyer.get(path).status_code == 403
    assert buyer.post(f"{path}/write").status_code == 403


@pytest.mark.parametrize("kind", ["parts", "suppliers", "stock", "history"])
def test_the_empty_table_is_understood_when_it_comes_back(office: Web, kind: str) -> None:
    admin = office.as_("admin")
    answer = admin.get(f"/imports/{kind}/template.xlsx")
    assert answer.status_code == 200
    with pytest.raises(RuleViolation, match="import_only_headings"):
        open_sheet(Source("t.xlsx", answer.data), Limits())
    cells = next(first_sheet(Source("t.xlsx", answer.data), Limits()))[1]
    findings = Findings()
    layout = lay_out(cells, 1, kind_of(kind).columns, findings, heading)
    assert set(layout.at) == {column.name for column in kind_of(kind).columns}
    assert findings.sound
    assert not findings.notes


def test_no_two_columns_of_a_kind_share_a_heading() -> None:
    for kind in KINDS.values():
        seen: dict[str, str] = {}
        for column in kind.columns:
            for said in column.headings:
                assert seen.setdefault(said, column.name) == column.name, (kind.name, said)


def test_the_pages_open(office: Web) -> None:
    admin = office.as_("admin")
    page = admin.text("/imports")
    for kind in KINDS:
        assert f"/imports/new/{kind}" in page
        assert 'type="file"' in admin.text(f"/imports/new/{kind}")
