"""Build the first schema from its snapshot."""

from __future__ import annotations

from importlib import resources

from alembic import op
from sqlalchemy import MetaData

from kernel.guards import run_raw
from webapp.migrations.snapshot import parse

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table, index and guard."""
    connection = op.get_bind()
    name = "sqlite" if connection.dialect.name == "sqlite" else "postgresql"
    snapshot = resources.files("webapp.migrations.versions").joinpath(f"r0001_{name}.sql").read_text(encoding="utf-8")
    for sql in parse(snapshot):
        run_raw(connection, sql)


def downgrade() -> None:
    """Remove everything that the snapshot made; what users entered goes with it."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        functions = connection.exec_driver_sql(
            "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
            " WHERE n.nspname = current_schema() AND p.prorettype = 'trigger'::regtype"
        ).scalars()
        for function in functions.all():
            connection.exec_driver_sql(f"DROP FUNCTION {function} CASCADE")
    else:
        triggers = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars()
        for trigger in triggers.all():
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
    built = MetaData()
    built.reflect(connection)
    for table in reversed(built.sorted_tables):
        if table.name != "alembic_version":
            connection.exec_driver_sql(f'DROP TABLE "{table.name}"')
