"""The API: tokens and their scopes, errors as JSON, keys that make commands happen once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kernel.tables import Person
from tests.support.web import START
from webapp.tables import ApiToken

NEW = {"code": "wang", "name": "Wang", "roles": ["keeper"]}


def make_token(client, *permissions, days="30"):
    page = client.post("/account/tokens/new", {"name": "robot", "days": days, "permissions": list(permissions)}).text
    return page.partition('class="secret">')[2].partition("<")[0]


def test_a_command_happens_once_for_a_key(web, admin):
    answers = [admin.api("/people", NEW, key="the-same-key") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert len({answer.json["person_id"] for answer in answers}) == 1
    with web.session() as session:
        assert session.scalar(select(func.count()).where(Person.code == "wang")) == 1


def test_a_key_with_other_content_is_a_conflict(admin):
    admin.api("/people", NEW, key="the-same-key")
    answer = admin.api("/people", {**NEW, "name": "Other"}, key="the-same-key")
    assert (answer.status_code, answer.json["code"]) == (409, "request_key_reused")


def test_another_persons_key_is_another_key(web, admin):
    admin.api("/people", NEW, key="the-same-key")
    other = web.as_("boss", "admin")
    answer = other.api("/people", {**NEW, "code": "zhao"}, key="the-same-key")
    assert (answer.status_code, answer.json["code"]) == (200, "zhao")


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "with blank in it"])
def test_a_command_needs_a_sound_key(admin, key):
    answer = admin.api("/people", NEW, headers={"Idempotency-Key": key})
    assert (answer.status_code, answer.json["code"]) == (422, "request_key_missing")


def test_a_token_works_within_its_permissions(web, admin):
    token = make_token(admin, "people.write")
    program = web.client()
    assert program.api("/people", bearer=token).json["total"] == 1
    assert program.api("/people", NEW, bearer=token).status_code == 200
    refused = program.api("/audit", bearer=token)
    assert (refused.status_code, refused.json["code"]) == (403, "permission_missing")


def test_a_token_opens_no_page(web, admin):
    token = make_token(admin, "people.write")
    answer = web.client().get("/people", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 302


def test_a_token_never_gives_more_than_its_person_has(web, admin):
    boss = web.as_("boss", "admin")
    token = make_token(boss, "people.write", "audit.read")
    boss_id = web.person("boss", "admin")
    admin.post(f"/people/{boss_id}", {"name": "Boss", "active": "yes", "roles": "buyer"})
    assert web.client().api("/audit", bearer=token).status_code == 403


def test_nobody_makes_a_token_for_what_they_may_not_do(web):
    buyer = web.as_("buyer")
    answer = buyer.post("/account/tokens/new", {"name": "robot", "days": "30", "permissions": ["people.write"]})
    assert answer.status_code == 422


def test_a_token_ends_and_can_be_revoked(web, admin):
    token = make_token(admin, "people.write", days="1")
    program = web.client()
    web.at(START + timedelta(days=1, seconds=1))
    assert program.api("/people", bearer=token).status_code == 401
    web.at(START)
    assert program.api("/people", bearer=token).status_code == 200
    with web.session() as session:
        row = session.scalars(select(ApiToken)).one()
        assert token not in row.token_hash
        token_id = row.id
    assert admin.post(f"/account/tokens/{token_id}/revoke").status_code == 303
    assert program.api("/people", bearer=token).status_code == 401


def test_anothers_token_is_not_mine_to_revoke(web, admin):
    make_token(admin, "people.write")
    answer = web.as_("buyer").api("/tokens/1/revoke", {})
    assert (answer.status_code, answer.json["code"]) == (403, "token_of_another")


@pytest.mark.parametrize("bearer", ["nonsense", "sw_" + "x" * 43, "é"])
def test_a_wrong_token_is_no_log_in(admin, bearer):
    answer = admin.raw.get("/api/v1/people", headers={"Authorization": f"Bearer {bearer}".encode().decode("latin-1")})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_browsers_log_in_needs_the_token_of_the_page(admin):
    answer = admin.api("/people", NEW, headers={"X-CSRFToken": "wrong"})
    assert answer.status_code == 400


def test_errors_are_json(admin):
    missing = admin.api("/nothing")
    assert (missing.status_code, missing.json["code"]) == (404, "not_found")
    method = admin.api("/audit", {}, method="POST")
    assert (method.status_code, method.json["code"]) == (405, "method_not_allowed")
    assert "GET" in method.headers["Allow"]
    invalid = admin.api("/people", {"name": 3, "unknown": 1})
    assert (invalid.status_code, invalid.json["code"]) == (422, "invalid_input")
    assert set(invalid.json["errors"]["json"]) == {"name", "code", "unknown"}


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"name=x", "application/x-www-form-urlencoded", 415),
        (b"<a/>", "application/xml", 415),
        (b"{", "application/json", 400),
        (b"[]", "application/json", 422),
        (b'"text"', "application/json", 422),
        (b"null", "application/json", 422),
        (b'{"name": "\\ud800", "code": "abc"}', "application/json", 422),
        (b'{"name": "a\\u0000b", "code": "abc"}', "application/json", 422),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 50_000, "application/json", 400),
        (b" " * 3_000_000, "application/json", 413),
    ],
)
def test_junk_is_refused_calmly(admin, body, kind, status):
    answer = admin.raw.post(
        "/api/v1/people",
        data=body,
        content_type=kind,
        headers={"Idempotency-Key": "junk-junk", "X-CSRFToken": admin.token()},
    )
    assert answer.status_code == status
    assert answer.json["code"]


def test_amounts_travel_as_strings():
    from kernel.amounts import Quantity
    from webapp.fields import Input, QuantityField

    class Given(Input):
        quantity = QuantityField(positive=True, required=True)

    assert Given().load({"quantity": "2.5"}) == {"quantity": Quantity.of("2.5")}
    assert Given().dump({"quantity": Quantity.of("2.50")}) == {"quantity": "2.5"}


@pytest.mark.parametrize(
    "value", [2.5, 2, True, None, "2,5", "1e3", "NaN", "Infinity", "0", "-1", "1.0001", "9" * 40, ""]
)
def test_what_is_no_exact_amount_is_refused(app, value):
    from marshmallow import ValidationError

    from webapp.fields import Input, QuantityField

    class Given(Input):
        quantity = QuantityField(positive=True, required=True)

    with app.test_request_context(), pytest.raises(ValidationError):
        Given().load({"quantity": value})


def test_the_document_lists_every_command_and_list(app, admin):
    from webapp.commands import COMMANDS
    from webapp.listing import LISTINGS

    document = admin.api("/openapi.json").json
    operations = {o["operationId"] for path in document["paths"].values() for o in path.values() if "operationId" in o}
    assert {f"list_{name}" for name in LISTINGS} | set(COMMANDS) <= operations


def test_the_document_names_no_address_outside(admin):
    text = admin.api("/openapi.json").text
    assert "http" not in text.replace('"type": "http"', "").replace('"type":"http"', "")


def test_a_figure_that_is_none_goes_out_as_null_and_comes_in_as_a_mistake(web, admin):
    """NaN and infinity are no JSON: a reader in another language would stumble over them."""
    sound = web.app.json
    assert sound.loads(sound.dumps({"a": float("nan"), "b": [float("inf"), 1.5]})) == {"a": None, "b": [None, 1.5]}
    for word in ("NaN", "Infinity", "-Infinity"):
        text = f'{{"code": "x", "name": {word}, "roles": ["keeper"]}}'
        answer = admin.api("/people", method="POST", data=text, content_type="application/json")
        assert answer.status_code == 400
