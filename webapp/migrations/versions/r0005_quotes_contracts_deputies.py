"""Take the step r0005_quotes_contracts_deputies: its SQL compares what the code declared before and after."""

from __future__ import annotations

from webapp.migrations.running import run_step

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    run_step("r0005_quotes_contracts_deputies", "up")


def downgrade() -> None:
    """Take it back."""
    run_step("r0005_quotes_contracts_deputies", "down")
