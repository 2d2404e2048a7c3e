"""Lists: filters, order, pages, exports, and names that must not reach the database."""

from __future__ import annotations

import csv
import io

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from kernel.tables import Audit, Person
from webapp.listing import LISTINGS

FORMULAS = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\tx", "＝cmd"]
INJECTIONS = [
    "'; DROP TABLE person; --",
    "code; DELETE FROM person",
    "1 OR 1=1",
    "code desc, (select 1)",
    "password_hash",
    "-password_hash",
    "__class__",
    "--code",
    "%",
    "_",
    "\\",
    "{{7*7}}",
    "<script>alert(1)</script>",
]


@pytest.fixture
def people(web):
    with web.session() as session:
        session.add_all(Person(code=f"p{number:03d}", name=f"Name {999 - number}") for number in range(120))
        session.commit()
    return web.as_("admin")


def codes(answer):
    return [item["code"] for item in answer.json["items"]]


def test_rows_come_sorted_and_paged(people):
    first = people.api("/people?sort=-code&size=25")
    assert codes(first)[:2] == ["p119", "p118"]
    assert (first.json["total"], first.json["pages"]) == (121, 5)
    last = people.api("/people?sort=-code&size=25&page=5")
    assert codes(last)[-1] == "admin"
    seen = [code for page in range(1, 6) for code in codes(people.api(f"/people?size=25&page={page}"))]
    assert len(seen) == len(set(seen)) == 121


def test_a_filter_narrows(people):
    assert codes(people.api("/people?q=p01")) == [f"p01{n}" for n in range(10)]
    assert people.api("/people?role=admin").json["total"] == 1
    assert people.api("/people?active=no").json["total"] == 0


@pytest.mark.parametrize("text", INJECTIONS)
def test_hostile_words_find_nothing_and_break_nothing(people, text):
    assert people.get("/people", query_string={"sort": text}).status_code == 200
    page = people.get("/people", query_string={"q": text, "role": text, "columns": text, "page": text, "size": text})
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert people.api("/people?" + _query(q=text)).json["total"] == 0
    assert people.api("/people?" + _query(sort=text)).status_code == 422
    assert people.api("/people?" + _query(role=text)).status_code == 422
    assert people.api("/people").json["total"] == 121


def _query(**given):
    from urllib.parse import urlencode

    return urlencode(given)


def test_the_address_keeps_the_state(people):
    page = people.text("/people?q=p0&sort=-name&size=25&columns=code,name")
    assert 'value="p0"' in page
    assert 'aria-sort="descending"' in page
    assert "sort=-name" in page.replace("&amp;", "&")
    assert 'data-label="Mail"' not in page
    assert "page 1 of 4" in page


def test_a_page_beyond_the_last_shows_the_last(people):
    assert "page 3 of 3" in people.text("/people?page=99")


def test_an_empty_list_says_what_to_do(people):
    page = people.text("/people?q=nobody-is-called-so")
    assert "Nothing fits these filters" in page
    assert "Clear the filters" in page


@pytest.fixture
def formulas(web):
    with web.session() as session:
        session.add_all(Person(code=f"f{n}", name=text) for n, text in enumerate(FORMULAS))
        session.commit()
    return web.as_("admin")


def test_a_csv_holds_no_formula(formulas):
    text = formulas.get("/people/export.csv?q=f&sort=code").data.decode("utf-8-sig")
    names = [row[1] for row in csv.reader(io.StringIO(text))][1:]
    assert names == [f"'{text}" for text in FORMULAS]


def test_a_workbook_holds_texts_as_they_are(formulas):
    import zipfile

    content = formulas.get("/people/export.xlsx?q=f&sort=code").data
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == FORMULAS
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_an_export_is_on_record_and_needs_its_permission(web, formulas):
    formulas.get("/people/export.csv?q=f")
    with web.session() as session:
        row = session.scalars(select(Audit).where(Audit.table_name == "export")).one()
        assert '"q":"f"' in row.after
    assert web.as_("keeper").get("/people/export.csv").status_code == 403
    assert web.as_("engineer").get("/audit/export.xlsx").status_code == 403


def test_the_trail_is_shown_and_whole(people):
    assert "person" in people.text("/audit?table=person&size=25")
    assert "The trail is whole" in people.text("/administration/audit/verify", follow_redirects=True)


@pytest.mark.parametrize("plan", ["9" * 40, "-1", "a", "１"])
def test_a_senseless_id_of_a_page_s_row_is_refused(web, plan):
    buyer = web.as_("buyer", "buyer")
    answer = buyer.api(f"/plan-lines?plan={plan}")
    assert answer.status_code == 422
    assert "plan" in answer.json["errors"]["query"]


def test_every_flag_and_choice_of_every_list_finds_an_answer(web):
    admin = web.as_("admin", "admin")
    for made in LISTINGS.values():
        for each in made.filters:
            known = [] if callable(each.choices) else list(each.choices)
            for value in {"flag": ["true", "false"], "choice": known}.get(each.kind, []):
                answer = admin.api(f"{made.address}?{each.key}={value}")
                assert answer.status_code == 200, f"{made.name}?{each.key}={value}"
