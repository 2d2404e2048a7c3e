"""Show lists as pages and write them to files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kernel.auditing import log
from kernel.errors import Forbidden
from webapp import context, exports
from webapp.access import needs
from webapp.listing import LISTINGS, SIZES, Listing
from webapp.listing_rows import Asked, asked, attribute, cell, exported, fetch, visible
from webapp.navigation import entry
from webapp.unit_of_work import in_own_transaction, start_reading


def show(made: Listing, *, template: str = "list.html", fixed: Mapping[str, str] | None = None, **shown: Any) -> str:
    """Return the page of a list; a page of its own may embed it in its template and add to what that gets.

    `fixed` are filters that the page knows by itself, whatever its address says.
    """
    given = request.args.copy()
    for name, value in (fixed or {}).items():
        given[name] = value
    what = asked(made, given)
    found = fetch(made, context.session(), what)
    actions = [each for each in made.actions if context.may(each.permission) and each.when()]
    bulk = [each for each in made.bulk if context.may(each.permission)]
    return render_template(
        template,
        listing=made,
        asked=what,
        found=found,
        columns=what.columns,
        all_columns=visible(made),
        actions=actions,
        bulk=bulk,
        sizes=SIZES,
        cell=cell,
        attribute=attribute,
        address=lambda **changed: url_for(
            request.endpoint or made.endpoint, **(request.view_args or {}) | what.state(**changed)
        ),
        export_address=lambda kind: url_for(f"list.{made.name}_{kind}", **what.state(page=None, size=None)),
        **shown,
    )


def _page(made: Listing) -> Callable[[], ResponseReturnValue]:
    def page() -> ResponseReturnValue:
        return show(made)

    return page


def _export(made: Listing, kind: str) -> Callable[[], ResponseReturnValue]:
    def export() -> ResponseReturnValue:
        if not context.actor().permissions.intersection(made.permissions):
            raise Forbidden("permission_missing", permission=made.permission)
        what = asked(made, request.args)
        _record(made, what, kind)
        start_reading()
        rows = fetch(made, context.session(), what, everything=True).rows
        writer = exports.xlsx if kind == "xlsx" else exports.csv
        return writer(made.name, str(made.title), what.columns, exported(what.columns, rows), context.today())

    return export


def _record(made: Listing, what: Asked, kind: str) -> None:
    """Put into the audit trail who took which list away."""
    facts = {"format": kind, "filters": dict(what.typed), "columns": [each.key for each in what.columns]}
    in_own_transaction(lambda session: log(session, action="logged", about="export", key=made.name, facts=facts))


def set_up(app: Flask) -> None:
    """Add the pages and exports of every list."""
    blueprint = Blueprint("list", "webapp")
    for made in LISTINGS.values():
        if made.page:
            blueprint.add_url_rule(made.address, made.name, needs(*made.permissions)(_page(made)))
        for kind in ("csv", "xlsx"):
            view = needs("export.read")(_export(made, kind))
            blueprint.add_url_rule(f"{made.address}/export.{kind}", f"{made.name}_{kind}", view)
        if made.group:
            entry(made.group, made.title, made.endpoint, made.permission, made.order)
    app.register_blueprint(blueprint)
