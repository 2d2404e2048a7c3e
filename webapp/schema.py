"""Make the tables, guards and starting rows of an empty database."""

from __future__ import annotations

from sqlalchemy import Engine, inspect

from kernel.db import Base
from webapp.rooms import import_tables


def exists(engine: Engine) -> bool:
    """Tell whether the database holds the tables already."""
    return inspect(engine).has_table("person")


def create(engine: Engine) -> None:
    """Make every table of every room with its guards."""
    import_tables()
    Base.metadata.create_all(engine)
