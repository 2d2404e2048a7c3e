"""Take the step r0003_planning: its SQL beside it was written by comparing what the code declared before and after."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import Any

from alembic import op
from sqlalchemy import Connection, text

from webapp.migrations.running import run_step

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NO_NOTICES = (
    "UPDATE proposal SET kind = 'purchase', exception = 'reorder', included = false, excluded_reason = 'notice'"
    " WHERE kind = 'notice'"
)
SHORT_AGAIN = "UPDATE proposal SET exception = 'stock_out' WHERE length(exception) > 24"


BLANK = float("nan")
MANY = 5000


def packed(kept: str | bytes) -> bytes:
    """Return the numbers of a JSON text as packed doubles, a blank as the number that is none."""
    numbers = [BLANK if each is None else float(each) for each in json.loads(kept)]
    return struct.pack(f"<{len(numbers)}d", *numbers)


def unpacked(kept: bytes) -> str:
    """Return packed doubles as the JSON text that they were."""
    numbers = struct.unpack(f"<{len(kept) // 8}d", kept)
    return json.dumps([None if each != each else each for each in numbers])  # noqa: PLR0124 - a blank is not itself


def _rewritten(connection: Connection, said: Callable[[Any], Any]) -> None:
    """Write the numbers of every level in the other form."""
    last, change = 0, text("UPDATE level SET weights = :weights, history = :history WHERE id = :id")
    read = text(f"SELECT id, weights, history FROM level WHERE id > :last ORDER BY id LIMIT {MANY}")  # noqa: S608
    while rows := connection.execute(read, {"last": last}).all():
        last = rows[-1].id
        connection.execute(
            change, [{"id": row.id, "weights": said(row.weights), "history": said(row.history)} for row in rows]
        )


def upgrade() -> None:
    """Take the step: the numbers in a level's row, JSON before, are packed; no day has been set by hand so far."""
    run_step("r0003_planning", "up")
    _rewritten(op.get_bind(), packed)
    op.get_bind().execute(text("UPDATE proposal SET computed_needed_on = needed_on"))


def downgrade() -> None:
    """Take it back: lines that propose nothing become purchases of nothing, for the step before knows no others."""
    connection = op.get_bind()
    lite = connection.dialect.name == "sqlite"
    _rewritten(connection, unpacked if lite else lambda kept: unpacked(kept).encode())
    if lite:  # frozen lines change their kind too; the step drops this trigger by its name
        connection.execute(text("DROP TRIGGER proposal_frozen"))
    else:
        connection.execute(text("ALTER TABLE proposal DISABLE TRIGGER proposal_frozen"))
    for change in (NO_NOTICES, SHORT_AGAIN):
        connection.execute(text(change))
    if lite:
        connection.execute(
            text("CREATE TRIGGER proposal_frozen BEFORE UPDATE ON proposal WHEN false BEGIN SELECT 1; END")
        )
    run_step("r0003_planning", "down")
