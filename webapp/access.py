"""Mark each view with who may open it; a view without a mark is closed to everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from kernel.errors import Forbidden
from webapp.context import current_actor
from webapp.permissions import PERMISSIONS

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"


def needs(*permissions: str) -> Callable[[View], View]:
    """Open a view to people who have at least one of these permissions."""
    unknown = set(permissions) - set(PERMISSIONS)
    if unknown or not permissions:
        raise ValueError(f"no such permission: {', '.join(sorted(unknown)) or 'none named'}")
    return _marked(permissions)


def signed_in(view: View) -> View:
    """Open a view to everybody who has logged in; the view itself shows each their own."""
    return _marked(())(view)


def public(view: View) -> View:
    """Open a view to everybody, logged in or not."""
    return _marked(PUBLIC)(view)


def as_open_as(page: Callable[..., Any]) -> Callable[[View], View]:
    """Open a view to whoever may open another one."""
    return _marked(page.access)  # type: ignore[attr-defined]


def _marked(access: object) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark


def access_of(app: Flask, endpoint: str) -> tuple[str, ...] | str | None:
    """Return the permissions of an endpoint, `PUBLIC`, or None where nothing was said."""
    found: tuple[str, ...] | str | None = getattr(app.view_functions[endpoint], "access", None)
    return found


def opens(address: str | None) -> str:
    """Return an address of ours where whoever asks may open its page, else an empty text: no link to a closed door."""
    if not address:
        return ""
    try:
        endpoint, _ = current_app.url_map.bind("", url_scheme="http").match(urlsplit(address).path, method="GET")
    except (HTTPException, RequestRedirect):
        return address
    access, actor = access_of(current_app, endpoint), current_actor()
    if access == PUBLIC or not access:
        return address
    return address if actor is not None and actor.permissions.intersection(access) else ""


def guard_view(app: Flask) -> None:
    """Stop the request unless its view is open to whoever asks."""
    if request.endpoint is None:
        return
    access = access_of(app, request.endpoint)
    if access == PUBLIC:
        return
    actor = current_actor()
    if actor is None:
        abort(401)
    if access is None:
        raise Forbidden("view_without_permission", endpoint=request.endpoint)
    if access and not actor.permissions.intersection(access):
        raise Forbidden("permission_missing", permission=access[0])
