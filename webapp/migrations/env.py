"""Run the steps on the connection that the caller gave; Alembic loads this file."""

from __future__ import annotations

from alembic import context

from kernel.db import Base
from webapp.rooms import import_tables

import_tables()
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
