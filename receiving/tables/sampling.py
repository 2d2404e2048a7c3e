"""Sampling: what a standard asks for, what was drawn and found of a lot, how lots are looked at, concessions."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Quantity
from kernel.db import Base, one_of, whole
from kernel.errors import FourEyes
from kernel.guards import append_only, frozen_columns, no_delete, no_replace
from kernel.refusals import name_check
from receiving.sampling_tables import LEVELS, PERCENT_AQLS
from receiving.switching import Cause, Regime


class SamplingScheme(Base):
    """Hold how lots are sampled under a version of a standard; without one every lot is looked at piece by piece.

    A class without a limit accepts nothing: not one such piece may be in the sample.
    """

    __tablename__ = "sampling_scheme"
    __table_args__ = (
        one_of("level", LEVELS),
        one_of("critical_aql", PERCENT_AQLS),
        one_of("major_aql", PERCENT_AQLS),
        one_of("minor_aql", PERCENT_AQLS),
        CheckConstraint("skip_after = 0 OR skip_after >= 10", name="skip_after_ten"),
        CheckConstraint("skip_one_in BETWEEN 2 AND 5", name="skip_one_in_range"),
        *whole("skip_after", "skip_one_in"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    standard_id: Mapped[int] = mapped_column(ForeignKey("standard.id"), unique=True)
    level: Mapped[str] = mapped_column(String(3), default="II")
    critical_aql: Mapped[str | None] = mapped_column(String(5), default=None, comment="percent nonconforming")
    major_aql: Mapped[str | None] = mapped_column(String(5), default=None, comment="percent nonconforming")
    minor_aql: Mapped[str | None] = mapped_column(String(5), default=None, comment="percent nonconforming")
    reduced_allowed: Mapped[bool] = mapped_column(default=False, comment="production is steady, reduced is wanted")
    skip_after: Mapped[int] = mapped_column(default=0, comment="accepted lots in a row; 0: no lot is skipped")
    skip_one_in: Mapped[int] = mapped_column(default=2, comment="of so many lots one is looked at")


class SampleDraw(Base):
    """Hold what sample a lot was to give, by class of defects, and what was found in it.

    `outcome` is empty until it is counted. A lot that is not accepted may be sorted: every piece looked at.
    """

    __tablename__ = "sample_draw"
    __table_args__ = (
        one_of("regime", ("normal", "tightened", "reduced", "skip")),
        one_of("outcome", ("accepted", "not_accepted")),
        CheckConstraint("lot_size >= 1", name="lot_size_positive"),
        CheckConstraint(
            "critical_size BETWEEN 0 AND lot_size AND major_size BETWEEN 0 AND lot_size"
            " AND minor_size BETWEEN 0 AND lot_size",
            name="sizes_within_lot",
        ),
        CheckConstraint("critical_found >= 0 AND major_found >= 0 AND minor_found >= 0", name="found_not_negative"),
        CheckConstraint(
            "looked_at BETWEEN 0 AND lot_size AND critical_found + major_found + minor_found <= looked_at",
            name="found_within_sample",
        ),
        CheckConstraint(
            "outcome IS NULL OR (looked_at >= critical_size AND looked_at >= major_size AND looked_at >= minor_size)",
            name="looked_at_enough",
        ),
        CheckConstraint(
            "outcome IS NULL OR (outcome = 'accepted') ="
            " (critical_found <= critical_accept AND major_found <= major_accept AND minor_found <= minor_accept)",
            name="outcome_of_the_count",
        ),
        *whole("lot_size", "looked_at", "critical_found", "major_found", "minor_found"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), unique=True)
    lot_size: Mapped[int] = mapped_column(comment="pieces that were pending when it was drawn")
    original: Mapped[bool] = mapped_column(comment="first submission of the lot: only these count for switching")
    regime: Mapped[str] = mapped_column(String(10))
    letter: Mapped[str] = mapped_column(String(1), comment="code letter of the lot before arrows; empty when skipped")
    critical_size: Mapped[int]
    critical_accept: Mapped[int]
    major_size: Mapped[int]
    major_accept: Mapped[int]
    minor_size: Mapped[int]
    minor_accept: Mapped[int]
    looked_at: Mapped[int] = mapped_column(default=0, comment="pieces")
    critical_found: Mapped[int] = mapped_column(default=0, comment="pieces, each under its gravest defect")
    major_found: Mapped[int] = mapped_column(default=0)
    minor_found: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str | None] = mapped_column(String(12), default=None)


class SwitchingStep(Base):
    """Keep how a supplier's lots of a part are looked at after each lot and each decision: the newest row holds."""

    __tablename__ = "switching_step"
    __table_args__ = (
        one_of("regime_before", Regime),
        one_of("regime", Regime),
        one_of("cause", Cause),
        CheckConstraint("score >= 0 AND refused >= 0 AND run >= 0", name="counts_not_negative"),
        CheckConstraint("(cause = 'by_hand') = (inspection_id IS NULL)", name="by_a_lot_or_a_person"),
        CheckConstraint("cause <> 'by_hand' OR length(reason) > 0", name="hand_has_reason"),
        Index("ix_switching_step_of", "supplier_id", "part_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), index=True)
    happened_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    regime_before: Mapped[str] = mapped_column(String(10))
    regime: Mapped[str] = mapped_column(String(10))
    cause: Mapped[str] = mapped_column(String(16))
    score: Mapped[int]
    recent: Mapped[str] = mapped_column(String(5))
    refused: Mapped[int]
    run: Mapped[int]
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspection.id"), default=None, unique=True)
    reason: Mapped[str] = mapped_column(String(300), default="")


class Concession(Base):
    """Hold a concession 让步接收: so much of a lot may pass although it is not as it should be, and under what limits.

    A critical defect is never conceded. Who asks does not grant, and neither does who bought the goods.
    """

    __tablename__ = "concession"
    __table_args__ = (
        one_of("state", ("asked", "granted", "refused")),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("length(reason) > 0", name="has_reason"),
        CheckConstraint("(state = 'asked') = (decided_by_id IS NULL)", name="decided_by_somebody"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> asked_by_id", name="four_eyes"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> bought_by_id", name="not_the_buyer"),
        CheckConstraint("state <> 'granted' OR valid_until_on IS NOT NULL", name="granted_until_a_day"),
        CheckConstraint("state <> 'refused' OR length(answer) > 0", name="refusal_has_reason"),
        *whole("quantity"),
        Index(
            "ix_concession_asked",
            "inspection_id",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), index=True)
    bought_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), comment="copied from the inspection")
    quantity: Mapped[Quantity]
    reason: Mapped[str] = mapped_column(String(500), comment="what is wrong and why it may be used all the same")
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8), default="asked", index=True)
    limits: Mapped[str] = mapped_column(String(500), default="", comment="where and how it may be used")
    valid_until_on: Mapped[date | None] = mapped_column(default=None, comment="last day of a verdict that uses it")
    answer: Mapped[str] = mapped_column(String(500), default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)


append_only("sampling_scheme", ("standard_id",))
no_delete("sample_draw")
no_replace("sample_draw", ("id",), ("inspection_id",))
frozen_columns(
    "sample_draw",
    "inspection_id",
    "lot_size",
    "original",
    "regime",
    "letter",
    "critical_size",
    "critical_accept",
    "major_size",
    "major_accept",
    "minor_size",
    "minor_accept",
)
append_only("switching_step", ("inspection_id",))
no_delete("concession")
no_replace("concession", ("id",), ("number",))
frozen_columns("concession", "number", "inspection_id", "bought_by_id", "quantity", "reason", "asked_by_id", "asked_at")
for _check in ("four_eyes", "not_the_buyer"):
    name_check(f"ck_concession_{_check}", "four_eyes", FourEyes)
name_check("ck_concession_has_reason", "reason_needed")
name_check("ck_concession_refusal_has_reason", "reason_needed")
name_check("ck_switching_step_hand_has_reason", "reason_needed")
name_check("ck_sample_draw_looked_at_enough", "sample_too_small")
name_check("ck_sample_draw_found_within_sample", "found_beyond_sample")
