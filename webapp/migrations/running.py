"""Run the SQL files of one step."""

from __future__ import annotations

from importlib import resources
from typing import Literal

from alembic import op

from kernel.guards import run_raw
from webapp.migrations.snapshot import parse


def run_step(name: str, direction: Literal["up", "down"]) -> None:
    """Run the statements of a step on the connection of the migration."""
    connection = op.get_bind()
    dialect = "sqlite" if connection.dialect.name == "sqlite" else "postgresql"
    file = resources.files("webapp.migrations.versions").joinpath(f"{name}_{dialect}_{direction}.sql")
    for sql in parse(file.read_text(encoding="utf-8")):
        run_raw(connection, sql)
