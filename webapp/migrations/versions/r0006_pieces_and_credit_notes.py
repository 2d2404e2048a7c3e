"""Take the step r0006_pieces_and_credit_notes: its SQL compares what the code declared before and after."""

from __future__ import annotations

from webapp.migrations.running import run_step

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    run_step("r0006_pieces_and_credit_notes", "up")


def downgrade() -> None:
    """Take it back."""
    run_step("r0006_pieces_and_credit_notes", "down")
