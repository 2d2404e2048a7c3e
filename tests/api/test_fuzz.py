"""Requests made from the API's own document: whatever is sent, the answer is never a failure of the server."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from inventory.verifying import verify
from kernel.auditing import verify_audit
from tests.browser.pages import samples
from tests.support.web import Client, Web, make_app
from webapp.forms import new_key
from webapp.listing import LISTINGS
from webapp.tables import Login

pytestmark = pytest.mark.slow
REGULAR, LONG = 2, 60
"""Requests for each operation in the regular run and in the drill."""
ALIASES = {
    "predecessor_id": "part_id",
    "successor_id": "part_id",
    "from_store_id": "store_id",
    "to_store_id": "store_id",
}
ALIASES |= {"from_location_id": "location_id", "to_location_id": "location_id", "assigned_to_id": "person_id"}


@pytest.fixture(scope="module")
def company(demo_database: str, tmp_path_factory: pytest.TempPathFactory) -> Web:
    """Return the small company with an administrator."""
    web = Web(make_app(demo_database, tmp_path_factory.mktemp("instance")))
    web.at(datetime.now(UTC))
    admin = web.person("admin", "admin")
    with web.session() as session:
        login = session.get_one(Login, admin)
        login.password_hash, login.must_change = web.hash, False
        session.commit()
    return web


@pytest.fixture(scope="module")
def client(company: Web) -> Client:
    return company.as_("admin")


@pytest.fixture(scope="module")
def token(client: Client) -> str:
    """Return a token of the API: it does not end with a session."""
    return client.token()


def operations(client: Client) -> Iterator[Any]:
    """Return every operation of the API's document."""
    document = client.api("/openapi.json").json
    for found in schemathesis.openapi.from_dict(document).get_all_operations():
        yield found.ok()


def real(value: Any, name: str, ids: dict[str, list[int]], data: st.DataObject) -> Any:
    """Put ids of real rows where a request names some, so that it comes past the first look."""
    if isinstance(value, dict):
        return {key: real(each, key, ids, data) for key, each in value.items()}
    if isinstance(value, list):
        return [real(each, name, ids, data) for each in value]
    known = ids.get(ALIASES.get(name, name))
    return data.draw(st.sampled_from(known)) if known and isinstance(value, int) else value


def as_form(value: Any) -> Any:
    """Return what a form sends for a value: bytes as a file, the rest as text."""
    if isinstance(value, list):
        return [as_form(each) for each in value]
    return (io.BytesIO(value), "file.csv") if isinstance(value, bytes) else str(value)


def send(client: Client, token: str, case: Any) -> Any:
    """Send a made-up request with the token of the browser and a fresh key."""
    path = case.operation.path
    for name, value in (case.path_parameters or {}).items():
        path = path.replace("{" + name + "}", quote(str(value), safe=""))
    more: dict[str, Any] = {}
    if case.media_type == "multipart/form-data" and isinstance(case.body, dict):
        more = {"data": {key: as_form(each) for key, each in case.body.items()}, "content_type": case.media_type}
    elif isinstance(case.body, dict | list | str | int | float | bool | None):
        more = {"data": json.dumps(case.body), "content_type": "application/json"}
    return client.raw.open(
        path,
        method=case.method,
        base_url=client.base,
        query_string={key: str(value) for key, value in (case.query or {}).items()},
        headers={"Idempotency-Key": new_key(), "X-CSRFToken": token},
        **more,
    )


def fuzz(company: Web, client: Client, token: str, examples: int) -> int:
    """Send so many requests to each operation; return how many were understood."""
    ids = {name: rows for name, rows in samples(company.engine).items() if rows}
    ids["person_id"] = [each for each in ids["person_id"] if each != company.person("admin", "admin")]
    understood = 0
    for operation in operations(client):

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(st.data(), operation.as_strategy())
        def one(data: st.DataObject, case: Any) -> None:
            nonlocal understood
            if data.draw(st.integers(0, 3)):
                case.path_parameters = real(dict(case.path_parameters or {}), "", ids, data)
                case.body = real(case.body, "", ids, data) if isinstance(case.body, dict) else case.body
            answer = send(client, token, case)
            assert answer.status_code < 500, f"{case.method} {case.operation.path}: {answer.text[:2000]}"
            if answer.status_code >= 400:
                assert answer.json["code"], "a refusal has a stable code"
            understood += answer.status_code < 400

        one()
    return understood


def still_whole(company: Web, client: Client) -> None:
    """Every list opens, and the ledger and the audit trail agree with themselves."""
    for name in LISTINGS:
        answer = client.api(LISTINGS[name].address)
        assert answer.status_code == 200, f"{name}: {answer.text[:500]}"
    with company.session() as session:
        assert verify(session).findings == ()
        assert verify_audit(session) == []


def test_no_request_makes_the_server_fail(company: Web, client: Client, token: str) -> None:
    """A few hundred requests, the same in every run."""
    assert fuzz(company, client, token, REGULAR) > 50, "many requests come past the first look"
    still_whole(company, client)


@pytest.mark.drill
def test_no_request_of_many_makes_the_server_fail(company: Web, client: Client, token: str) -> None:
    """Ten thousand and more."""
    assert fuzz(company, client, token, LONG) > 0
    still_whole(company, client)
