"""Take the step r0007_agreed_lines: its SQL compares what the code declared before and after."""

from __future__ import annotations

from webapp.migrations.running import run_step

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    run_step("r0007_agreed_lines", "up")


def downgrade() -> None:
    """Take it back."""
    run_step("r0007_agreed_lines", "down")
