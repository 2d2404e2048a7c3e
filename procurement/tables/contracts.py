"""Purchase contracts 采购合同: versions with terms, lines and prices; and why an order left its contract."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Money, Quantity
from kernel.db import Base, one_of, whole
from kernel.errors import FourEyes
from kernel.guards import frozen_columns, no_delete, no_replace, refuse
from kernel.refusals import name_check
from procurement.states import CONTRACT_STEPS, CONTRACT_VERSION_STEPS
from procurement.tables.guards import state_steps


class Contract(Base):
    """Hold a contract with a supplier; what it says stands in its versions."""

    __tablename__ = "contract"
    __table_args__ = (one_of("state", tuple(CONTRACT_STEPS)),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="draft", index=True)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    end_reason: Mapped[str] = mapped_column(String(300), default="")
    warned_for_on: Mapped[date | None] = mapped_column(default=None, comment="the end that a mail has warned of")


class ContractVersion(Base):
    """Hold what a contract says from one version to the next; never approved by who wrote it."""

    __tablename__ = "contract_version"
    __table_args__ = (
        UniqueConstraint("contract_id", "version"),
        one_of("state", tuple(CONTRACT_VERSION_STEPS)),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> written_by_id", name="four_eyes"),
        CheckConstraint("state NOT IN ('active', 'superseded') OR approved_by_id IS NOT NULL", name="approved"),
        CheckConstraint("ends_on >= begins_on", name="ends_after_begin"),
        CheckConstraint("version = 1 OR change_reason <> ''", name="change_has_reason"),
        CheckConstraint("rate_millionths > 0", name="rate_positive"),
        *whole("rate_millionths"),
        Index(
            "ix_contract_version_active",
            "contract_id",
            unique=True,
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
        Index(
            "ix_contract_version_draft",
            "contract_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    begins_on: Mapped[date]
    ends_on: Mapped[date] = mapped_column(index=True)
    currency: Mapped[str] = mapped_column(String(3))
    rate_millionths: Mapped[int] = mapped_column(comment="CNY for a unit of the currency, in millionths; kept")
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="draft")
    quality_terms: Mapped[str] = mapped_column(Text, default="")
    delivery_terms: Mapped[str] = mapped_column(Text, default="")
    service_terms: Mapped[str] = mapped_column(Text, default="", comment="after-sales")
    payment_terms: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    change_reason: Mapped[str] = mapped_column(String(300), default="")
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)


class ContractLine(Base):
    """Hold a part of a contract's version: its specification, lead time and the bounds of a framework."""

    __tablename__ = "contract_line"
    __table_args__ = (
        UniqueConstraint("contract_version_id", "part_id"),
        CheckConstraint("lead_time_days IS NULL OR lead_time_days >= 0", name="lead_time_not_negative"),
        CheckConstraint("minimum_total IS NULL OR minimum_total >= 0", name="minimum_not_negative"),
        CheckConstraint("maximum_total IS NULL OR maximum_total > 0", name="maximum_positive"),
        CheckConstraint(
            "minimum_total IS NULL OR maximum_total IS NULL OR minimum_total <= maximum_total", name="bounds_in_order"
        ),
        *whole("lead_time_days", "minimum_total", "maximum_total"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    contract_version_id: Mapped[int] = mapped_column(ForeignKey("contract_version.id"))
    line_no: Mapped[int]
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), index=True)
    specification: Mapped[str] = mapped_column(String(300), default="")
    lead_time_days: Mapped[int | None] = mapped_column(default=None)
    minimum_total: Mapped[Quantity | None] = mapped_column(default=None, comment="to be called off over the term")
    maximum_total: Mapped[Quantity | None] = mapped_column(default=None, comment="more needs a reason")


class ContractBreak(Base):
    """Hold one price step of a contract's line, in its currency and in CNY."""

    __tablename__ = "contract_break"
    __table_args__ = (
        UniqueConstraint("contract_line_id", "from_quantity"),
        CheckConstraint("from_quantity >= 0", name="from_not_negative"),
        CheckConstraint("unit_price > 0", name="price_positive"),
        CheckConstraint("unit_price_cny >= 0", name="cny_not_negative"),
        *whole("from_quantity", "unit_price", "unit_price_cny"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    contract_line_id: Mapped[int] = mapped_column(ForeignKey("contract_line.id"))
    from_quantity: Mapped[Quantity] = mapped_column(comment="of one order line")
    unit_price: Mapped[Money] = mapped_column(comment="without tax, in the contract's currency")
    unit_price_cny: Mapped[Money] = mapped_column(comment="without tax, at the version's rate")


class OutsideContract(Base):
    """Hold why an order line leaves the contract: who said it, when, and how the line stood then."""

    __tablename__ = "outside_contract"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="has_reason"),
        *whole("quantity", "unit_price_cny", "contract_price_cny"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    order_line_id: Mapped[int] = mapped_column(
        ForeignKey("order_line.id", ondelete="CASCADE"), index=True, comment="goes with a line taken from a draft"
    )
    kinds: Mapped[list[Any]] = mapped_column(comment="how it leaves the contract: price, term, maximum ...")
    quantity: Mapped[Quantity]
    unit_price_cny: Mapped[Money]
    reason: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    contract_id: Mapped[int | None] = mapped_column(ForeignKey("contract.id"), default=None)
    contract_price_cny: Mapped[Money | None] = mapped_column(default=None)


VERSION_STATE = "(SELECT v.state FROM contract_version v WHERE v.id = {0}.contract_version_id)"
LINE_STATE = (
    "(SELECT v.state FROM contract_version v JOIN contract_line l ON l.contract_version_id = v.id"
    " WHERE l.id = {0}.contract_line_id)"
)

state_steps("contract", CONTRACT_STEPS, "contract_step")
no_delete("contract")
frozen_columns("contract", "number", "supplier_id", "created_by_id", "created_at")
no_replace("contract", ("id",), ("number",))
refuse(
    "contract_active_by_version",
    "contract",
    "BEFORE UPDATE",
    "NEW.state = 'active' AND OLD.state <> 'active' AND NOT EXISTS (SELECT 1 FROM contract_version v"
    " WHERE v.contract_id = NEW.id AND v.state = 'active' AND v.approved_by_id IS NOT NULL)",
    "not_approved",
)

state_steps("contract_version", CONTRACT_VERSION_STEPS, "contract_step")
no_delete("contract_version")
frozen_columns("contract_version", "contract_id", "version", "written_at")
refuse(
    "contract_version_stays",
    "contract_version",
    "BEFORE UPDATE",
    "OLD.state <> 'draft' AND (NEW.title <> OLD.title OR NEW.begins_on <> OLD.begins_on OR NEW.ends_on <> OLD.ends_on"
    " OR NEW.currency <> OLD.currency OR NEW.rate_millionths <> OLD.rate_millionths"
    " OR NEW.quality_terms <> OLD.quality_terms OR NEW.delivery_terms <> OLD.delivery_terms"
    " OR NEW.service_terms <> OLD.service_terms OR NEW.payment_terms <> OLD.payment_terms"
    " OR NEW.note <> OLD.note OR NEW.written_by_id <> OLD.written_by_id"
    " OR COALESCE(NEW.approved_by_id, 0) <> COALESCE(OLD.approved_by_id, 0))",
    "unchangeable:contract_version",
)
for _when in ("INSERT", "UPDATE"):  # the check says it too, but a connection to SQLite may switch checks off
    refuse(
        f"contract_version_{_when.lower()}_other_person",
        "contract_version",
        f"BEFORE {_when}",
        "NEW.approved_by_id = NEW.written_by_id",
        "four_eyes",
    )
refuse(
    "contract_version_approved_by_somebody",
    "contract_version",
    "BEFORE UPDATE",
    "NEW.state = 'active' AND NEW.approved_by_id IS NULL",
    "not_approved",
)
no_replace("contract_version", ("id",), ("contract_id", "version"))
for _table, _state in (("contract_line", VERSION_STATE), ("contract_break", LINE_STATE)):
    for _when, _row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        refuse(
            f"{_table}_{_when.lower()}_in_draft",
            _table,
            f"BEFORE {_when}",
            f"{_state.format(_row)} <> 'draft'",
            "contract_version_frozen",
        )
no_replace("contract_line", ("id",), ("contract_version_id", "part_id"))
no_replace("contract_break", ("id",), ("contract_line_id", "from_quantity"))
refuse("outside_contract_no_update", "outside_contract", "BEFORE UPDATE", "true", "append_only:outside_contract")
refuse(
    "outside_contract_stays",
    "outside_contract",
    "BEFORE DELETE",
    "EXISTS (SELECT 1 FROM order_line l WHERE l.id = OLD.order_line_id)",
    "append_only:outside_contract",
)
no_replace("outside_contract", ("id",))

name_check("ck_contract_version_four_eyes", "four_eyes", FourEyes)
name_check("ck_contract_version_approved", "not_approved")
name_check("ck_contract_version_ends_after_begin", "ends_before_begin")
name_check("ck_contract_version_change_has_reason", "reason_needed")
name_check("ck_contract_break_price_positive", "price_not_positive")
name_check("ck_contract_line_bounds_in_order", "contract_bounds")
