"""Every route: who may open it, forms' tokens, headers, hosts, methods, junk."""

from __future__ import annotations

import pytest

from tests.support.web import PASSWORD, Web, make_app
from webapp.access import PUBLIC, access_of
from webapp.config import Config
from webapp.permissions import PERMISSIONS, ROLES, permissions_of

OPEN = {"static", "login.log_in", "login.check", "language.choose", "survey.form", "survey.answer"}
OPEN |= {"supplier_quotes.form", "supplier_quotes.answer"}


def rules(app):
    return list(app.url_map.iter_rules())


def filled(rule):
    """Return an address that the rule takes, with ids that name nothing."""
    builder = {
        name: 999_999_999 if type(converter).__name__ == "BoundedInteger" else "nothing"
        for name, converter in rule._converters.items()
    }
    return rule.build(builder)[1]


def test_every_view_says_who_may_open_it(app):
    silent = {rule.endpoint for rule in rules(app) if access_of(app, rule.endpoint) is None}
    assert silent == set()


def test_only_these_are_open_to_all(app):
    assert {rule.endpoint for rule in rules(app) if access_of(app, rule.endpoint) == PUBLIC} == OPEN


def test_without_a_log_in_every_other_route_is_closed(app, web):
    client = web.client()
    token = client.token()
    for rule in rules(app):
        if access_of(app, rule.endpoint) == PUBLIC:
            continue
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            answer = client.raw.open(filled(rule), method=method, headers={"X-CSRFToken": token})
            expected = 401 if rule.rule.startswith("/api/v1") else 302
            assert answer.status_code == expected, f"{method} {rule.rule}"


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"admin"}))
def test_a_role_opens_what_its_permissions_say_and_no_more(app, web, role, monkeypatch):
    monkeypatch.setattr("webapp.errors.record_refusal", lambda error: None)  # tried on its own; here it only costs time
    monkeypatch.setattr("webapp.commands.record_refusal", lambda error: None)
    client = web.as_(role)
    mine = permissions_of([role])
    token = client.token()
    for rule in rules(app):
        access = access_of(app, rule.endpoint)
        if access == PUBLIC or rule.endpoint == "login.log_out":
            continue
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            answer = client.raw.open(
                filled(rule), method=method, headers={"X-CSRFToken": token, "Idempotency-Key": "0" * 12}
            )
            assert answer.status_code < 500, f"{method} {rule.rule}"
            if access and not mine.intersection(access):
                assert answer.status_code == 403, f"{method} {rule.rule} is open to {role}"


def test_a_refusal_is_on_record(web, admin):
    web.as_("keeper").get("/people")
    assert "permission_missing" in admin.text("/audit?action=refused")


def test_no_writing_without_the_token(app, web, admin):
    for rule in rules(app):
        for method in rule.methods - {"GET", "HEAD", "OPTIONS"}:
            answer = admin.raw.open(filled(rule), method=method, base_url=admin.base)
            assert answer.status_code == 400, f"{method} {rule.rule}"


def test_no_page_writes_on_get(app):
    both = [rule.rule for rule in rules(app) if "GET" in rule.methods and rule.methods & {"PUT", "DELETE", "PATCH"}]
    assert both == []


def test_headers_keep_the_browser_careful(web):
    headers = web.client().get("/login").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers


def test_only_scanning_pages_run_wasm(admin):
    assert "'wasm-unsafe-eval'" in admin.get("/scan").headers["Content-Security-Policy"]
    assert "wasm" not in admin.get("/people").headers["Content-Security-Policy"]


def test_production_sends_cookies_over_https_alone(sqlite_url, tmp_path):
    config = Config(
        mode="production",
        secret_key="q8Zr1mVt5Xw0Kb7Lc2Nd9Pf4Gh6Js3Ty",
        instance_path=tmp_path,
        database_url=sqlite_url,
    )
    web = Web(make_app(sqlite_url, tmp_path, config=config))
    web.person("admin", "admin")
    client = web.client(https=True)
    page = client.get("/login")
    token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    answer = client.raw.post(
        "/login",
        data={"csrf_token": token, "code": "admin", "password": PASSWORD},
        base_url=client.base,
        headers={"Referer": "https://localhost/login"},
    )
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-sparewell=")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax"))
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_production_refuses_a_weak_key(sqlite_url, tmp_path):
    config = Config(mode="production", secret_key="changeme" * 8, instance_path=tmp_path, database_url=sqlite_url)
    with pytest.raises(RuntimeError, match="secret key"):
        make_app(sqlite_url, tmp_path, config=config)


def test_a_forged_host_is_refused(web):
    answer = web.client().raw.get("/login", base_url="http://evil.example")
    assert answer.status_code == 400
    assert "evil" not in answer.text


@pytest.mark.parametrize(
    "path", ["/people?q=%00", "/lookups/person?q=%00", "/administration/settings/%00x", "/api/v1/people?q=%00"]
)
def test_characters_that_no_name_holds_are_refused(admin, path):
    assert admin.get(path).status_code == 400


@pytest.mark.parametrize("number", ["99999999999999999999", "9007199254740992", "-1", "1e3", "٣"])
def test_numbers_that_no_row_has_name_no_page(admin, number):
    assert admin.get(f"/people/{number}").status_code == 404


def test_every_permission_is_somebodys(app):
    assert permissions_of(ROLES) == set(PERMISSIONS)
