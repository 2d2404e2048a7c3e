"""Writing requests that collide with another writer: run again as if for the first time, or refused in words."""

from __future__ import annotations

import pytest
from flask import redirect
from flask import session as cookie
from sqlalchemy import event, select, update

from kernel.errors import Conflict
from kernel.tables import Person
from tests.support.web import START, Web, make_app
from webapp import context
from webapp.unit_of_work import after_commit, dispatch, sessions, transact

IMPATIENT = {"sqlite": "PRAGMA busy_timeout = 0", "postgresql": "SET lock_timeout = '20ms'"}


@pytest.fixture
def web(database_url, tmp_path):
    """Return an application on either engine whose connections do not wait for locks."""
    made = Web(make_app(database_url, tmp_path))
    engine = made.engine

    def hurry(connection, _record):
        connection.execute(IMPATIENT[engine.dialect.name])
        connection.commit()

    event.listen(engine, "connect", hurry)
    engine.dispose()
    yield made
    engine.dispose()


@pytest.fixture
def held(web):
    """Hold a person's row until the application pauses for the second time; keep its pauses."""
    person_id = web.person("wang", "keeper")
    with web.session() as holder:

        class Held:
            wang = person_id
            pauses: list[float] = []  # noqa: RUF012 - made anew for each test
            let_go_after = 2

            def hold(self):
                holder.execute(update(Person).where(Person.id == person_id).values(name="Held"))

            def sleep(self, seconds):
                self.pauses.append(seconds)
                if len(self.pauses) == self.let_go_after:
                    holder.commit()

        made = Held()
        web.app.config["SLEEP"] = made.sleep
        yield made
        holder.rollback()


def names(web):
    with web.session() as session:
        return {row.code: row.name for row in session.execute(select(Person.code, Person.name))}


def test_a_form_that_collides_is_sent_again_and_says_once_that_it_is_done(web, held):
    admin = web.as_("admin")
    token = admin.token()
    held.hold()
    sent = {"name": "Wang Wei", "roles": ["keeper"], "active": "yes"}
    answer = admin.post(f"/people/{held.wang}", sent, token=token)
    assert answer.status_code == 303, answer.text
    assert len(held.pauses) == 2
    assert admin.text(answer.location).count("The person is changed.") == 1
    assert names(web)["wang"] == "Wang Wei"


def test_a_command_that_never_gets_through_is_refused_in_words(web, held):
    admin = web.as_("admin")
    token, held.let_go_after = admin.token(), None
    held.hold()
    body = {"name": "Wang Wei", "roles": ["keeper"], "active": True}
    answer = admin.api(f"/people/{held.wang}", body, headers={"X-CSRFToken": token})
    assert (answer.status_code, answer.json["code"]) == (409, "too_busy")
    assert "Nothing was changed" in answer.json["message"]
    assert len(held.pauses) >= 5


def test_each_try_begins_with_the_cookie_and_the_steps_of_the_first(web, held):
    tries, done = [], []

    def view():
        tries.append(dict(cookie))
        cookie["seen"] = len(tries)
        cookie.pop("kept", None)
        after_commit(lambda: done.append((len(tries), names(web)["wang"])))
        context.session().get_one(Person, held.wang).name = f"Try {len(tries)}"
        return redirect("/", 303)

    held.hold()
    with web.app.test_request_context("/people", method="POST"):
        cookie["kept"] = "yes"
        assert dispatch(view).status_code == 303
        assert dict(cookie) == {"seen": 3}
    assert tries == [{"kept": "yes"}] * 3
    assert done == [(3, "Try 3")]


def test_when_no_try_gets_through_the_cookie_stays_and_no_step_is_done(web, held):
    done = []

    def view():
        cookie["seen"] = "yes"
        after_commit(lambda: done.append("a step"))
        context.session().get_one(Person, held.wang).name = "Mine"
        return redirect("/", 303)

    held.let_go_after = None
    held.hold()
    with web.app.test_request_context("/people", method="POST"):
        with pytest.raises(Conflict, match="too_busy"):
            dispatch(view)
        assert dict(cookie) == {}
    assert done == []


def test_work_beside_requests_is_run_again_too(web, held):
    tries = []

    def work(session):
        tries.append(1)
        session.get_one(Person, held.wang).name = f"Try {len(tries)}"
        return len(tries)

    held.hold()
    with web.app.app_context():
        assert transact(sessions(), work, by=None, at=START, source="test", sleep=held.sleep) == 3
    assert names(web)["wang"] == "Try 3"
