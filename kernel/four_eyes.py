"""Read from the tables which two columns of a row must name two persons."""

from __future__ import annotations

import re
from functools import cache

from sqlalchemy import CheckConstraint, MetaData

PAIR = re.compile(r"(\w+_by_id|engineer_id|by_id) <> (\w+_by_id|engineer_id|by_id)")
"""How a check writes its rule; every check whose name ends in four_eyes holds it."""


@cache
def pairs_of(metadata: MetaData) -> dict[str, tuple[tuple[str, str, str], ...]]:
    """Return by table the checks that ask for two persons: name, and the two columns; the same at every call.

    :raises ValueError: a check is named for two persons and does not compare any.
    """
    found: dict[str, list[tuple[str, str, str]]] = {}
    for table in metadata.sorted_tables:
        for check in table.constraints:
            if isinstance(check, CheckConstraint) and str(check.name).endswith("four_eyes"):
                pair = PAIR.search(str(check.sqltext))
                if pair is None:
                    raise ValueError(f"{table.name}: {check.sqltext}")
                found.setdefault(table.name, []).append((str(check.name), pair[1], pair[2]))
    return {name: tuple(sorted(rules)) for name, rules in found.items()}
