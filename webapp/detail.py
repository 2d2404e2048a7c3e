"""Declare what programs may read of one object: the same facts as its page shows, to the same people.

A declaration stands in `webapp/details_of/<room>.py`. It names the view of the page, which says who may open it, and a
function that reads the object and returns a frozen dataclass, from which the schema of the answer comes.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, is_dataclass
from dataclasses import fields as dataclass_fields
from typing import Any, TypeVar, get_type_hints

from apispec import APISpec
from flask import Blueprint, Flask, request
from marshmallow import EXCLUDE, Schema
from sqlalchemy import Row

from kernel.amounts import Scaled
from kernel.errors import Forbidden, NotFound
from webapp import context
from webapp.access import as_open_as
from webapp.api.base import PREFIX, RestApi, address_of, described_by, load, operation, path_parameters
from webapp.rooms import import_all
from webapp.shapes import schema_of

Made = TypeVar("Made")
Hidden = Callable[[str], bool]

OF_ANOTHER = frozenset({"not_your_store", "not_your_ticket"})
"""Refusals of what belongs to somebody else; for a program it does not exist."""


def price(name: str) -> bool:
    """Tell whether a fact of this name is a price or a cost that whoever asks may not see."""
    return name.endswith("_cny") and not context.may("prices.read")


@dataclass(frozen=True, eq=False)
class Detail:
    """Describe the reading of one object.

    `read` gets the ids of the path (and what `query` asks) by name; `hidden` tells by its name whether a fact, however
    deep it lies, is kept from whoever asks: it is null then.
    """

    name: str
    path: str
    page: Callable[..., Any]
    read: Callable[..., Any]
    tag: str
    hidden: Hidden = price
    query: type[Schema] | None = None

    @property
    def answer(self) -> type[Schema]:
        """Return the schema of the dataclass that `read` returns."""
        return schema_of(get_type_hints(self.read)["return"], masked=True)


DETAILS: dict[str, Detail] = {}


def detail(made: Detail) -> Detail:
    """Register the reading of one object."""
    if made.name in DETAILS:
        raise ValueError(f"there are two details {made.name}")
    DETAILS[made.name] = made
    return made


def made_of(kind: Callable[..., Made], /, *sources: Any, **facts: Any) -> Made:
    """Return a dataclass filled from `facts`, and for the rest from the first of the sources that has the name."""
    for each in dataclass_fields(kind):  # type: ignore[arg-type]
        source = next((one for one in sources if each.name not in facts and hasattr(one, each.name)), None)
        if source is not None:
            facts[each.name] = getattr(source, each.name)
    return kind(**facts)


def shown(value: Any, hidden: Hidden) -> Any:
    """Return plain facts of a dataclass or row with null in place of what is hidden."""
    if isinstance(value, Row):
        value = value._mapping  # noqa: SLF001 - the public name of a row's facts by name
    if is_dataclass(value) and not isinstance(value, Scaled):
        value = {each.name: getattr(value, each.name) for each in dataclass_fields(value)}
    if isinstance(value, Mapping):
        return {name: None if hidden(str(name)) else shown(each, hidden) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [shown(each, hidden) for each in value]
    return value


def set_up(app: Flask, rest: RestApi) -> None:
    """Give every detail its API endpoint."""
    import_all("webapp.details_of")
    routes = Blueprint("api_details", "webapp", url_prefix=PREFIX)
    for made in DETAILS.values():
        routes.add_url_rule(made.path, made.name, as_open_as(made.page)(_view(made)))
    app.register_blueprint(routes)
    described_by(rest, _describe)


def _view(made: Detail) -> Callable[..., Any]:
    def view(**ids: Any) -> Any:
        asked = load(made.query(), request.args.to_dict(), "query", unknown=EXCLUDE) if made.query else {}
        try:
            found = made.read(**ids, **asked)
        except Forbidden as error:
            if error.code not in OF_ANOTHER:
                raise
            raise NotFound("nothing_here", **ids) from error
        return made.answer().dump(shown(found, made.hidden))

    return view


def _describe(spec: APISpec) -> None:
    for made in DETAILS.values():
        query = [{"in": "query", "schema": made.query}] if made.query else []
        more = {
            "parameters": [*path_parameters(made.path), *query],
            "description": (inspect.getdoc(made.read) or "").split("\n")[0],
        }
        summary = f"Show one {made.name.replace('_', ' ')}"
        errors = (400, 401, 403, 404, *((422,) if made.query else ()), 429)
        described = operation(f"get_{made.name}", summary, made.tag, made.answer, errors=errors, **more)
        spec.path(path=address_of(made.path), operations={"get": described})
