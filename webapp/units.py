"""Write units as people say them: 件 in Chinese, pcs in English, from the code that rows carry."""

from __future__ import annotations

from typing import Any

from flask import g
from sqlalchemy import select

from inventory.tables import Unit
from kernel.text import Text
from webapp import context


def unit_text(unit: Any) -> Text:
    """Return a unit's name in both languages; what is no unit's code stands as it is."""
    name = getattr(unit, "name", unit)
    if isinstance(name, Text):
        return name
    return _names().get(str(name)) or Text(str(name), str(name))


def _names() -> dict[str, Text]:
    """Return the units by code, read once for a request."""
    if "unit_names" not in g:
        rows = context.session().execute(select(Unit.code, Unit.name_zh, Unit.name_en))
        g.unit_names = {code: Text(zh, en) for code, zh, en in rows}
    names: dict[str, Text] = g.unit_names
    return names
