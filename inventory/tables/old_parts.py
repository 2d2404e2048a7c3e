"""Old parts 旧件: what engineers owe for parts they replaced, how it came back, and what became of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from inventory.old_parts import Cause, Excuse, Verdict, Wish
from kernel.amounts import Money, Quantity
from kernel.db import Base, one_of, whole
from kernel.errors import FourEyes
from kernel.guards import append_only, frozen_columns, kept, other_person
from kernel.refusals import name_check

STILL_OWED = "quantity > returned + excused"


class OldPartDebt(Base):
    """Hold what an engineer owes of a part for one work order; its quantity follows what the order really used."""

    __tablename__ = "old_part_debt"
    __table_args__ = (
        UniqueConstraint("work_order_id", "part_id"),
        CheckConstraint("returned >= 0 AND excused >= 0 AND returned + excused <= quantity", name="within"),
        CheckConstraint("due_on >= opened_on", name="due_after_opening"),
        *whole("quantity", "returned", "excused"),
        Index("ix_old_part_debt_engineer", "engineer_id", "due_on"),
        Index(
            "ix_old_part_debt_open",
            "due_on",
            sqlite_where=text(STILL_OWED),
            postgresql_where=text(STILL_OWED),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    work_order_id: Mapped[int] = mapped_column(ForeignKey("work_order.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), index=True)
    engineer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    quantity: Mapped[Quantity] = mapped_column(comment="issued to the work order less returned unused")
    opened_at: Mapped[datetime]
    opened_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(comment="last day in time; more time only by a signed explanation")
    returned: Mapped[Quantity] = mapped_column(default=Quantity(0), comment="confirmed by a keeper")
    excused: Mapped[Quantity] = mapped_column(default=Quantity(0), comment="let off by signed explanations")
    asked_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), default=None, comment="who asked for it where no rule did"
    )
    reason: Mapped[str] = mapped_column(String(300), default="", comment="why it was asked for")


class OldPartExplanation(Base):
    """Hold what an engineer says about an old part that does not come, or not in time."""

    __tablename__ = "old_part_explanation"
    __table_args__ = (
        UniqueConstraint("id", "explained_by_id"),
        one_of("wish", Wish),
        one_of("excuse", Excuse),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("length(note) > 0", name="in_words"),
        CheckConstraint("(wish = 'more_time') = (until_on IS NOT NULL)", name="until_where_more_time"),
        *whole("quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    debt_id: Mapped[int] = mapped_column(ForeignKey("old_part_debt.id"), index=True)
    wish: Mapped[str] = mapped_column(String(10), comment="to be let off, or more time")
    excuse: Mapped[str] = mapped_column(String(12))
    quantity: Mapped[Quantity]
    note: Mapped[str] = mapped_column(String(500))
    explained_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    explained_at: Mapped[datetime]
    until_on: Mapped[date | None] = mapped_column(default=None)


class OldPartAnswer(Base):
    """Hold a supervisor's signature under an explanation, or the refusal."""

    __tablename__ = "old_part_answer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["explanation_id", "explained_by_id"], ["old_part_explanation.id", "old_part_explanation.explained_by_id"]
        ),
        CheckConstraint("signed_by_id <> explained_by_id", name="four_eyes"),
        CheckConstraint("granted OR length(note) > 0", name="refused_for_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    explanation_id: Mapped[int] = mapped_column(unique=True)
    explained_by_id: Mapped[int]
    granted: Mapped[bool]
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(300), default="")


class OldPartNote(Base):
    """Hold a return note 旧件返还单: what an engineer brings to a store."""

    __tablename__ = "old_part_note"
    __table_args__ = (one_of("state", ("open", "closed", "cancelled")),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    engineer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    made_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="open", index=True)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    remark: Mapped[str] = mapped_column(String(300), default="")


class OldPartNoteLine(Base):
    """Hold one line of a return note: which debt, which old part, how many, what was wrong with it."""

    __tablename__ = "old_part_note_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("serial_number IS NULL OR quantity = 1000", name="serial_alone"),
        *whole("quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    note_id: Mapped[int] = mapped_column(ForeignKey("old_part_note.id"), index=True)
    debt_id: Mapped[int] = mapped_column(ForeignKey("old_part_debt.id"), index=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), comment="the part that was taken out")
    quantity: Mapped[Quantity]
    serial_number: Mapped[str | None] = mapped_column(String(80), default=None, index=True)
    fault: Mapped[str] = mapped_column(String(300), default="")


class OldPartReceipt(Base):
    """Hold what a keeper confirmed of a line, and the lot of old parts that was made for it."""

    __tablename__ = "old_part_receipt"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("confirmed_by_id <> brought_by_id", name="four_eyes"),
        CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name="undone_by_somebody"),
        *whole("quantity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    line_id: Mapped[int] = mapped_column(ForeignKey("old_part_note_line.id"), index=True)
    debt_id: Mapped[int] = mapped_column(ForeignKey("old_part_debt.id"), index=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), unique=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    quantity: Mapped[Quantity]
    brought_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), comment="the engineer, copied from the lot")
    confirmed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime]
    confirmed_on: Mapped[date]
    failed_lot_id: Mapped[int | None] = mapped_column(
        ForeignKey("lot.id"), default=None, index=True, comment="the lot that the failed piece had come from, if known"
    )
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    undone_at: Mapped[datetime | None] = mapped_column(default=None)


class OldPartVerdict(Base):
    """Hold what an inspector decided about a lot of old parts; a later one takes the place of the one before."""

    __tablename__ = "old_part_verdict"
    __table_args__ = (
        one_of("verdict", Verdict),
        one_of("cause", Cause),
        CheckConstraint("judged_by_id <> brought_by_id", name="four_eyes"),
        CheckConstraint("length(finding) > 0", name="in_words"),
        Index("ix_old_part_verdict_lot", "lot_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    verdict: Mapped[str] = mapped_column(String(10))
    cause: Mapped[str] = mapped_column(String(12), comment="why the part failed")
    finding: Mapped[str] = mapped_column(String(500))
    brought_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), comment="copied from the lot")
    judged_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    judged_at: Mapped[datetime]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("old_part_verdict.id"), default=None, unique=True)


class WorkshopOrder(Base):
    """Hold what was sent to an outside workshop to be repaired, and until when it should be back."""

    __tablename__ = "workshop_order"
    __table_args__ = (one_of("state", ("sent", "closed")), CheckConstraint("due_on >= sent_on", name="due_after"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime]
    sent_on: Mapped[date]
    due_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(String(300), default="", comment="of the workshop when it was sent, as below")
    contact: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    state: Mapped[str] = mapped_column(String(10), default="sent", index=True)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)


class WorkshopLine(Base):
    """Hold one lot of old parts at a workshop: how much came back repaired and how much as it was."""

    __tablename__ = "workshop_line"
    __table_args__ = (
        UniqueConstraint("workshop_order_id", "lot_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("repaired >= 0 AND unrepaired >= 0 AND repaired + unrepaired <= quantity", name="within"),
        *whole("quantity", "repaired", "unrepaired"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    workshop_order_id: Mapped[int] = mapped_column(ForeignKey("workshop_order.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    quantity: Mapped[Quantity]
    repaired: Mapped[Quantity] = mapped_column(default=Quantity(0))
    unrepaired: Mapped[Quantity] = mapped_column(default=Quantity(0))


class Refurbishment(Base):
    """Hold which lot of old parts became which refurbished lot, in what quantity and at what cost."""

    __tablename__ = "refurbishment"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("unit_cost_cny >= 0", name="cost_not_negative"),
        *whole("quantity", "unit_cost_cny"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    old_lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    new_lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), unique=True)
    quantity: Mapped[Quantity]
    unit_cost_cny: Mapped[Money] = mapped_column(comment="1/10000 yuan per unit: what the repair cost")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    workshop_line_id: Mapped[int | None] = mapped_column(ForeignKey("workshop_line.id"), default=None, index=True)


kept("old_part_debt", ("work_order_id", "part_id"))
frozen_columns("old_part_debt", "work_order_id", "part_id", "opened_at", "opened_on", "asked_by_id")
append_only("old_part_explanation")
append_only("old_part_answer", ("explanation_id",))
other_person(
    "old_part_answer", "explanation_id", "old_part_explanation", "explained_by_id", "explained_by_id", "signed_by_id"
)
kept("old_part_note", ("number",))
frozen_columns("old_part_note", "number", "engineer_id", "store_id", "made_at")
append_only("old_part_note_line")
kept("old_part_receipt", ("lot_id",))
frozen_columns(
    "old_part_receipt", "line_id", "debt_id", "lot_id", "location_id", "quantity", "brought_by_id", "confirmed_by_id",
    "confirmed_at", "confirmed_on",
)  # fmt: skip
other_person("old_part_receipt", "lot_id", "lot", "brought_by_id", "brought_by_id", "confirmed_by_id")
append_only("old_part_verdict", ("corrects_id",))
other_person("old_part_verdict", "lot_id", "lot", "brought_by_id", "brought_by_id", "judged_by_id")
kept("workshop_order", ("number",))
frozen_columns(
    "workshop_order", "number", "workshop_id", "store_id", "sent_by_id", "sent_at", "sent_on", "address", "contact",
    "phone", "email",
)  # fmt: skip
kept("workshop_line", ("workshop_order_id", "lot_id"))
frozen_columns("workshop_line", "workshop_order_id", "lot_id", "quantity")
append_only("refurbishment", ("new_lot_id",))
for _table in ("old_part_answer", "old_part_receipt", "old_part_verdict"):
    name_check(f"ck_{_table}_four_eyes", "four_eyes", FourEyes)
name_check("ck_old_part_debt_within", "more_than_owed")
name_check("ck_workshop_line_within", "more_than_sent_out")
