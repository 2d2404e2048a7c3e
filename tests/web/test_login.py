"""Log-in: the same answer for every wrong try, sessions that end, no fixation, limits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from kernel.tables import Audit, Person
from tests.support.web import PASSWORD, START, Web, make_app
from webapp.tables import LoginSession


def cookie_of(client):
    cookie = client.raw.get_cookie("sparewell", "localhost")
    return cookie.value if cookie else None


def test_the_home_page_leads_to_the_log_in(web):
    answer = web.client().get("/people?q=a")
    assert answer.status_code == 302
    assert answer.location == "/login?next=/people?q%3Da"


def test_a_right_password_opens_the_page_that_was_wanted(web):
    web.person("admin", "admin")
    client = web.client()
    answer = client.post("/login", {"code": "admin", "password": PASSWORD, "next": "/people"})
    assert (answer.status_code, answer.location) == (303, "/people")
    assert "People" in client.text("/people")


@pytest.mark.parametrize("code", ["admin", "nobody", "gone"])
def test_every_wrong_try_gets_the_same_answer(web, code):
    web.person("admin", "admin")
    gone = web.person("gone", "admin")
    with web.session() as session:
        session.get_one(Person, gone).active = False
        session.commit()
    password = PASSWORD if code == "gone" else "wrong"
    answer = web.client().post("/login", {"code": code, "password": password})
    assert answer.status_code == 401
    assert "Name and password do not fit" in answer.text
    with web.session() as session:
        trail = session.scalars(select(Audit).where(Audit.table_name == "login", Audit.action == "refused")).all()
        assert [row.row_key for row in trail] == [code]


def test_an_unknown_name_costs_the_work_of_a_wrong_password(web, monkeypatch):
    from webapp.auth import passwords

    checked = []
    real = passwords.hasher

    class Counting:
        def verify(self, known, password):
            checked.append(known[:10])
            return real().verify(known, password)

    monkeypatch.setattr(passwords, "hasher", Counting)
    web.person("admin", "admin")
    for code in ("admin", "nobody"):
        web.client().post("/login", {"code": code, "password": "wrong"})
    assert checked == ["$argon2id$", "$argon2id$"]


def test_the_session_is_new_after_the_log_in(web):
    web.person("admin", "admin")
    client = web.client()
    token = client.token()
    planted = cookie_of(client)
    client.post("/login", {"code": "admin", "password": PASSWORD})
    assert cookie_of(client) != planted
    assert client.raw.post("/logout", data={"csrf_token": token}).status_code == 400


def test_a_cookie_is_dead_after_the_log_out(web):
    client = web.as_("admin")
    stolen = cookie_of(client)
    client.post("/logout")
    thief = web.client()
    thief.raw.set_cookie("sparewell", stolen, domain="localhost")
    assert thief.get("/people").location.startswith("/login")


def test_a_log_in_ends_when_nobody_works(web):
    client = web.as_("admin")
    web.at(START + timedelta(minutes=59))
    assert client.get("/people").status_code == 200
    web.at(START + timedelta(minutes=118))
    assert client.get("/people").status_code == 200
    web.at(START + timedelta(minutes=179))
    assert client.get("/people").status_code == 302


def test_a_log_in_ends_after_half_a_day_however_busy(web):
    client = web.as_("admin")
    for half_hours in range(1, 25):
        web.at(START + timedelta(minutes=30 * half_hours - 1))
        assert client.get("/account").status_code == 200
    web.at(START + timedelta(hours=12, minutes=1))
    assert client.get("/account").status_code == 302


def test_disabling_a_person_ends_their_log_ins(web, admin):
    keeper = web.as_("keeper")
    keeper_id = web.person("keeper", "keeper")
    assert keeper.get("/").status_code == 200
    answer = admin.post(f"/people/{keeper_id}", {"name": "Keeper", "roles": "keeper"})
    assert answer.status_code == 303
    assert keeper.get("/").status_code == 302
    with web.session() as session:
        open_rows = select(LoginSession).where(LoginSession.person_id == keeper_id, LoginSession.ended_at.is_(None))
        assert session.scalars(open_rows).all() == []


def test_the_last_administrator_stays(web, admin):
    mine = web.person("admin", "admin")
    answer = admin.post(f"/people/{mine}", {"name": "Admin", "active": "yes", "roles": "keeper"})
    assert answer.status_code == 409
    assert "At least one active administrator" in answer.text


def test_a_new_password_ends_all_other_log_ins(web):
    here, there = web.as_("admin"), web.as_("admin")
    answer = here.post("/account/password", {"present": PASSWORD, "new": "quite-another-one"})
    assert answer.status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302
    assert web.client().log_in("admin").status_code == 401


@pytest.mark.parametrize("new", ["Kx7!pq", "aaaaaaaaaaaa", "x" * 201])
def test_a_weak_password_is_refused(web, new):
    answer = web.as_("admin").post("/account/password", {"present": PASSWORD, "new": new})
    assert answer.status_code == 422
    assert new not in answer.text


def test_a_given_password_must_be_changed_first(web, admin):
    person_id = web.person("li", "keeper")
    page = admin.post(f"/people/{person_id}/password").text
    given = page.partition('class="secret">')[2].partition("<")[0]
    client = web.client()
    client.log_in("li", given)
    assert client.get("/").location == "/account/password"
    client.post("/account/password", {"present": given, "new": "my-very-own-one"})
    assert client.get("/").status_code == 200
    with web.session() as session:
        assert not any(given in (row.before or "") + (row.after or "") for row in session.scalars(select(Audit)))


@pytest.mark.parametrize(
    "address", ["//evil.example/x", "https://evil.example", r"/\evil.example", r"\\evil", "/\t/evil"]
)
def test_nobody_is_led_elsewhere(web, address):
    web.person("admin", "admin")
    answer = web.client().post("/login", {"code": "admin", "password": PASSWORD, "next": address})
    assert (answer.status_code, answer.location) == (303, "/")


def test_guesses_are_slowed_down_by_account(sqlite_url, tmp_path):
    web = Web(make_app(sqlite_url, tmp_path, RATELIMIT_ENABLED=True))
    web.person("admin", "admin")
    from webapp.security import limiter

    with web.app.app_context():
        limiter.reset()
    client = web.client()
    token = client.token()
    answers = [
        client.post("/login", {"code": "admin", "password": f"guess {n}"}, token=token).status_code for n in range(40)
    ]
    assert answers[:10] == [401] * 10
    assert set(answers[10:]) == {429}
    assert client.post("/login", {"code": "ADMIN", "password": PASSWORD}, token=token).status_code == 429
    with web.app.app_context():
        limiter.reset()
