"""Callbacks after a repair with the customer's scores, and the tasks that follow low ones."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Base, one_of, whole
from kernel.errors import FourEyes
from kernel.guards import frozen_columns, no_delete, no_replace, refuse
from kernel.refusals import name_check

SCORES = ("attitude", "punctuality", "effect", "overall")
LOWEST, HIGHEST = 1, 10


class Callback(Base):
    """Hold a callback: due after the repair, made by anybody but the engineer who did it."""

    __tablename__ = "callback"
    __table_args__ = (
        ForeignKeyConstraint(["ticket_id", "engineer_id"], ["repair_report.ticket_id", "repair_report.engineer_id"]),
        one_of("channel", ("phone", "web")),
        *(CheckConstraint(f"{score} BETWEEN {LOWEST} AND {HIGHEST}", name=f"{score}_in_range") for score in SCORES),
        *whole(*SCORES),
        CheckConstraint("done_by_id <> engineer_id", name="four_eyes"),
        CheckConstraint(
            f"done_at IS NULL OR (channel IS NOT NULL AND {' AND '.join(f'{score} IS NOT NULL' for score in SCORES)})",
            name="done_with_scores",
        ),
        CheckConstraint("done_at IS NULL OR channel = 'web' OR done_by_id IS NOT NULL", name="done_by_somebody"),
        CheckConstraint(
            f"done_at IS NULL OR low_reason <> '' OR ({' AND '.join(f'{score} >= low_below' for score in SCORES)})",
            name="low_with_reason",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    ticket_id: Mapped[int] = mapped_column(unique=True)
    engineer_id: Mapped[int] = mapped_column(comment="who repaired; copied from the report")
    due_at: Mapped[datetime] = mapped_column(index=True)
    low_below: Mapped[int] = mapped_column(default=8, comment="a score below it needs a reason and a task")
    channel: Mapped[str | None] = mapped_column(String(10), default=None)
    done_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None, comment="null: the customer")
    attitude: Mapped[int | None] = mapped_column(default=None)
    punctuality: Mapped[int | None] = mapped_column(default=None)
    effect: Mapped[int | None] = mapped_column(default=None)
    overall: Mapped[int | None] = mapped_column(default=None)
    low_reason: Mapped[str] = mapped_column(String(300), default="")
    suggestions: Mapped[str] = mapped_column(Text, default="")
    tries: Mapped[int] = mapped_column(default=0, comment="calls that nobody answered")
    token_hash: Mapped[str | None] = mapped_column(
        String(64), default=None, unique=True, comment="SHA-256 of the one-time link's secret"
    )
    token_expires_at: Mapped[datetime | None] = mapped_column(default=None)


class FollowUp(Base):
    """Hold a task that makes good what a customer was unhappy with."""

    __tablename__ = "follow_up"
    __table_args__ = (
        one_of("cause", ("low_score", "asked")),
        CheckConstraint("(done_at IS NULL) = (done_by_id IS NULL)", name="done_by_somebody"),
        CheckConstraint("done_at IS NULL OR result <> ''", name="done_with_result"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    cause: Mapped[str] = mapped_column(String(10))
    task: Mapped[str] = mapped_column(Text)
    assigned_to_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    callback_id: Mapped[int | None] = mapped_column(ForeignKey("callback.id"), default=None, index=True)
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    result: Mapped[str] = mapped_column(Text, default="")


name_check("ck_callback_four_eyes", "four_eyes", FourEyes)
name_check("ck_callback_low_with_reason", "low_score_needs_reason")
for _score in SCORES:
    name_check(f"ck_callback_{_score}_in_range", "score_out_of_range")
no_delete("callback")
frozen_columns("callback", "ticket_id", "engineer_id", "low_below")
no_replace("callback", ("id",), ("ticket_id",))
refuse(
    "callback_knows_engineer",
    "callback",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM repair_report r WHERE r.ticket_id = NEW.ticket_id AND r.engineer_id = NEW.engineer_id"
    " AND r.completed_at IS NOT NULL)",
    "four_eyes",
)
refuse("callback_said_once", "callback", "BEFORE UPDATE", "OLD.done_at IS NOT NULL", "append_only:callback")
no_delete("follow_up")
frozen_columns("follow_up", "ticket_id", "opened_at", "callback_id")
