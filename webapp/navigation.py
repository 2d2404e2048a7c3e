"""Collect the entries of the menu; each page adds its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for
from flask_babel import lazy_gettext as _l

from webapp import context

GROUPS = {
    "stock": (_l("Stock"), "box-seam"),
    "buying": (_l("Buying"), "cart3"),
    "receiving": (_l("Receiving"), "truck"),
    "service": (_l("Service"), "tools"),
    "reports": (_l("Reports"), "bar-chart"),
    "admin": (_l("Administration"), "gear"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one line of the menu."""

    group: str
    title: Any
    endpoint: str
    permission: str
    order: int = 100


ENTRIES: dict[str, Entry] = {}


def entry(group: str, title: Any, endpoint: str, permission: str, order: int = 100) -> None:
    """Add a line to the menu of everybody who has the permission (empty: everybody)."""
    if group not in GROUPS:
        raise ValueError(f"no such group of the menu: {group}")
    ENTRIES[endpoint] = Entry(group, title, endpoint, permission, order)


def menu() -> list[tuple[str, Any, str, list[tuple[Any, str, bool]]]]:
    """Return the groups that whoever asks may use: key, title, icon, and lines of title, address, present."""
    shown = []
    for key, (title, icon) in GROUPS.items():
        mine = [e for e in ENTRIES.values() if e.group == key and (not e.permission or context.may(e.permission))]
        lines = [
            (each.title, url_for(each.endpoint), each.endpoint == request.endpoint)
            for each in sorted(mine, key=lambda each: (each.order, each.endpoint))
        ]
        if lines:
            shown.append((key, title, icon, lines))
    return shown


def set_up(app: Flask) -> None:
    """Check the entries and hand the menu to the templates."""
    if missing := [each for each in ENTRIES if each not in app.view_functions]:
        raise RuntimeError(f"the menu names pages that do not exist: {', '.join(missing)}")
    app.jinja_env.globals["menu"] = menu
