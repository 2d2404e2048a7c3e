"""Forms: what was typed stays, messages stand beside their fields, a second sending does nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from marshmallow import fields
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from kernel.amounts import Quantity
from kernel.tables import Audit, Person, Setting
from tests.support.web import Web, request_key
from webapp.context import Actor
from webapp.fields import (
    ChoiceField,
    DayField,
    FlagField,
    Input,
    InstantField,
    MoneyField,
    QuantityField,
    RowId,
    TextField,
)
from webapp.forms import validated
from webapp.permissions import PERMISSIONS
from webapp.unit_of_work import start_reading

NEW = {"code": "wang", "name": "Wang", "roles": ["keeper", "engineer"]}


class LineInput(Input):
    person_id = RowId("person", required=True)
    quantity = QuantityField(positive=True, required=True)


class EverythingInput(Input):
    note = TextField(20, load_default="")
    price = MoneyField(load_default=None, allow_none=True)
    on = DayField(load_default=None, allow_none=True)
    at = InstantField(load_default=None, allow_none=True)
    urgent = FlagField(load_default=False)
    lines = fields.List(fields.Nested(LineInput), load_default=list)


class UsualInput(Input):
    kind = ChoiceField({"seldom": "seldom", "often": "often"}, load_default="often")
    colour = ChoiceField({"red": "red"}, load_default=None, allow_none=True)


@pytest.fixture
def reading(web):
    """Read a form as somebody who may do everything."""
    person_id = web.person("li", "keeper")
    with web.app.test_request_context("/", method="POST"):
        from flask import g

        g.actor = Actor(person_id, "li", "Li", frozenset({"admin"}), frozenset(PERMISSIONS))
        start_reading()
        yield lambda *pairs, **fixed: validated(EverythingInput(), MultiDict(pairs), fixed)


def test_a_form_becomes_data(reading):
    data, form = reading(
        ("note", " careful "),
        ("price", "12.50"),
        ("on", "2026-03-31"),
        ("at", "2026-03-02T12:00"),
        ("urgent", "yes"),
        ("lines-0-person_id", "li"),
        ("lines-0-quantity", "2.5"),
        ("lines-3-person_id", " "),
        ("lines-3-quantity", ""),
        ("lines-7-person_id", "li"),
        ("lines-7-quantity", "1"),
    )
    assert form.errors == {}
    assert data["note"] == "careful"
    assert str(data["price"]) == "12.5"
    assert data["at"] == datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
    assert data["urgent"] is True
    assert data["lines"] == [
        {"person_id": 1, "quantity": Quantity.of("2.5")},
        {"person_id": 1, "quantity": Quantity.of(1)},
    ]


def test_an_empty_form_is_what_the_schema_says(reading):
    data, form = reading(("note", ""), ("price", ""), ("on", ""), ("at", ""))
    assert form.errors == {}
    assert (data["note"], data["price"], data["on"], data["urgent"], data["lines"]) == ("", None, None, False, [])


def test_a_list_with_a_usual_choice_stands_at_it_and_an_emptied_one_means_it(web: Web) -> None:
    page = web.as_("desk").text("/tickets/new")
    assert '<option value="repair" selected>' in page
    with web.app.test_request_context("/", method="POST"):
        data, form = validated(UsualInput(), MultiDict([("kind", ""), ("colour", "")]))
    assert form.errors == {}
    assert data == {"kind": "often", "colour": None}
    assert form.box("kind").value == ""
    assert form.box("kind").required


def test_wrong_lines_keep_what_was_typed_with_the_message_beside(reading):
    _data, form = reading(
        ("lines-0-person_id", "li"),
        ("lines-0-quantity", "1"),
        ("lines-1-person_id", "nobody"),
        ("lines-1-quantity", "many"),
    )
    assert form.box("lines", 0, "quantity").errors == []
    assert form.box("lines", 1, "quantity").value == "many"
    assert "Write a number" in form.box("lines", 1, "quantity").errors[0]
    assert form.box("lines", 1, "person_id").value == "nobody"
    assert form.line_count("lines", 1) == 2


def test_a_form_cannot_change_what_the_address_says(reading):
    data, form = reading(("note", "from the form"), note="from the address")
    assert data["note"] == "from the address"
    assert "note" not in form.names


def test_a_second_sending_does_nothing_more(web, admin):
    key = request_key(admin.text("/people/new"))
    first, second = (admin.post("/people/new", NEW, key=key) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    with web.session() as session:
        assert session.scalar(select(func.count()).where(Person.code == "wang")) == 1


def test_a_wrong_entry_comes_back_with_its_message_and_focus(admin):
    answer = admin.post("/people/new", {**NEW, "code": "no blanks", "email": "li@example.com"})
    assert answer.status_code == 422
    assert "Letters, digits, dots and dashes only." in answer.text
    assert 'value="no blanks"' in answer.text
    assert 'value="li@example.com"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    box = answer.text.partition('id="f-code"')[2].partition(">")[0]
    assert "autofocus" in box
    assert 'value="keeper"\n                 checked' in answer.text


def test_what_the_ledger_refuses_is_said_and_recorded(web, admin):
    admin.post("/people/new", NEW)
    answer = admin.post("/people/new", NEW)
    assert answer.status_code == 409
    assert "This is taken already" in answer.text
    assert 'value="wang"' in answer.text
    with web.session() as session:
        refused = session.scalars(select(Audit).where(Audit.action == "refused")).one()
        assert refused.row_key == "taken"


def test_look_ahead_shows_codes_and_names(web, admin):
    web.person("li.wei", "keeper")
    assert admin.get("/lookups/person?q=li").json == [{"id": 2, "code": "li.wei", "label": "Li.wei"}]
    assert admin.get("/lookups/person?q=").json == []
    assert admin.get("/lookups/nothing?q=a", headers={"Accept": "application/json"}).status_code == 404


def test_look_ahead_keeps_to_permissions(web):
    desk = web.as_("desk")
    assert desk.get("/lookups/part?q=a").status_code == 200
    with web.session() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 1


@pytest.mark.parametrize(("header", "words"), [("zh-CN,zh;q=0.9", "登录"), ("en-US", "Log in"), ("fr", "Log in")])
def test_the_browser_chooses_the_language_at_first(web, header, words):
    assert words in web.client().text("/login", headers={"Accept-Language": header})


def test_the_language_is_remembered_on_the_account_and_in_the_browser(web, admin):
    answer = admin.post("/language", {"language": "zh_Hans_CN", "next": "/people"})
    assert (answer.status_code, answer.location) == (303, "/people")
    assert "人员" in admin.text("/people")
    assert 'lang="zh-Hans-CN"' in admin.text("/people")
    admin.post("/logout")
    assert "登录" in admin.text("/login")
    elsewhere = web.client()
    elsewhere.log_in("admin")
    assert "人员" in elsewhere.text("/people")


def test_an_unknown_language_changes_nothing(admin):
    admin.post("/language", {"language": "xx", "next": "//evil.example"})
    assert "People" in admin.text("/people")


def test_a_setting_changes_from_a_day_on(admin):
    page = "/administration/settings/business.timezone"
    assert admin.post(page, {"value": "Asia/Urumqi", "valid_from_on": "2026-04-01"}).status_code == 303
    shown = admin.text(page)
    assert "Asia/Urumqi" in shown
    assert "Asia/Shanghai" in shown
    assert admin.get("/administration/settings/nothing").status_code == 404


def test_a_setting_that_makes_no_sense_is_refused_and_one_that_got_in_can_be_mended(web: Web) -> None:
    admin = web.as_("admin")
    page = "/administration/settings/planning.target_tilt"
    refused = admin.post(page, {"value": "7", "valid_from_on": "2026-03-02"})
    assert refused.status_code == 422
    assert "planning.target_tilt goes from 0 to 0.99." in refused.text
    assert ">7</textarea>" in refused.text
    page = "/administration/settings/planning.stocking"
    missing = admin.post(page, {"value": '{"active": true}', "valid_from_on": "2026-03-02"})
    assert missing.status_code == 422
    assert "planning.stocking has exactly these entries: active" in missing.text
    with web.session() as session:
        session.add(Setting(name="planning.stocking", value=["odd"], valid_from_on=date(2020, 1, 1), set_by_id=None))
        session.commit()
    assert "odd" in admin.text(page)
    assert admin.get("/administration/settings").status_code == 200
