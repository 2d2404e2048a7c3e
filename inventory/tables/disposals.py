"""Disposals 处置: the document by which approved surplus was sold, returned to its supplier or scrapped."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.amounts import Money, Quantity
from kernel.db import Base, one_of, whole
from kernel.errors import FourEyes, InvalidState
from kernel.guards import append_only, guard, refuse, trigger_function
from kernel.refusals import KINDS, name_check

ACTS = ("sell", "supplier_return", "scrap")
KINDS.setdefault("disposal_not_approved", InvalidState)
KINDS.setdefault("disposal_not_moved", InvalidState)


class ScrapWitness(Base):
    """Hold who saw the goods that are to be scrapped: never who then scraps them."""

    __tablename__ = "scrap_witness"
    __table_args__ = (
        UniqueConstraint("surplus_proposal_id", "witnessed_by_id"),
        CheckConstraint("length(finding) > 0", name="in_words"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    surplus_proposal_id: Mapped[int] = mapped_column(ForeignKey("surplus_proposal.id"), unique=True)
    witnessed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    witnessed_at: Mapped[datetime]
    finding: Mapped[str] = mapped_column(String(300), comment="what the witness saw")


class Disposal(Base):
    """Hold what left the house of approved surplus, to whom, for what, and what it had cost."""

    __tablename__ = "disposal"
    __table_args__ = (
        ForeignKeyConstraint(
            ["surplus_proposal_id", "witnessed_by_id"],
            ["scrap_witness.surplus_proposal_id", "scrap_witness.witnessed_by_id"],
        ),
        one_of("act", ACTS),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("cost_cny >= 0", name="cost_not_negative"),
        CheckConstraint("(act = 'scrap') = (witnessed_by_id IS NOT NULL)", name="scrap_is_witnessed"),
        CheckConstraint("witnessed_by_id IS NULL OR witnessed_by_id <> done_by_id", name="four_eyes"),
        CheckConstraint("act = 'scrap' OR length(partner) > 0", name="names_partner"),
        CheckConstraint("(act = 'sell') = (unit_price_cny IS NOT NULL)", name="sale_has_price"),
        CheckConstraint("(act = 'sell') = (revenue_cny IS NOT NULL)", name="sale_has_revenue"),
        CheckConstraint("(act = 'supplier_return') = (credit_cny IS NOT NULL)", name="return_expects_credit"),
        CheckConstraint(
            "COALESCE(unit_price_cny, 0) >= 0 AND COALESCE(revenue_cny, 0) >= 0 AND COALESCE(credit_cny, 0) >= 0",
            name="amounts_not_negative",
        ),
        CheckConstraint(
            "revenue_cny IS NULL OR ABS(unit_price_cny * quantity - revenue_cny * 1000) <= 500",
            name="revenue_is_price_times_quantity",
        ),
        *whole("quantity", "cost_cny", "unit_price_cny", "revenue_cny", "credit_cny"),
        Index("ix_disposal_done_on", "done_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    surplus_proposal_id: Mapped[int] = mapped_column(ForeignKey("surplus_proposal.id"), unique=True)
    act: Mapped[str] = mapped_column(String(16))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), index=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    quantity: Mapped[Quantity]
    cost_cny: Mapped[Money] = mapped_column(comment="what its lots had cost, first in first out")
    done_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    done_at: Mapped[datetime]
    done_on: Mapped[date]
    partner: Mapped[str] = mapped_column(String(250), default="", comment="the buyer, or the supplier that takes back")
    partner_contact: Mapped[str] = mapped_column(String(200), default="")
    partner_reference: Mapped[str] = mapped_column(
        String(80), default="", comment="contract, invoice or return authorisation of the partner"
    )
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id"), default=None)
    unit_price_cny: Mapped[Money | None] = mapped_column(default=None, comment="of a sale, before tax")
    revenue_cny: Mapped[Money | None] = mapped_column(default=None, comment="of a sale, before tax")
    credit_cny: Mapped[Money | None] = mapped_column(default=None, comment="that the supplier is expected to give")
    witnessed_by_id: Mapped[int | None] = mapped_column(
        default=None, comment="of scrapping, copied from the witness's row"
    )
    note: Mapped[str] = mapped_column(String(500), default="")


class DisposalLine(Base):
    """Hold what a disposal took of a lot, and what a unit of it had cost."""

    __tablename__ = "disposal_line"
    __table_args__ = (
        UniqueConstraint("disposal_id", "lot_id", "from_location_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        *whole("quantity", "unit_cost_cny"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    disposal_id: Mapped[int] = mapped_column(ForeignKey("disposal.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    from_location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), comment="bin or van it was taken from")
    quantity: Mapped[Quantity]
    unit_cost_cny: Mapped[Money] = mapped_column(comment="copied from the lot")


append_only("scrap_witness", ("surplus_proposal_id",))
append_only("disposal", ("number",), ("surplus_proposal_id",))
append_only("disposal_line", ("disposal_id", "lot_id", "from_location_id"))
name_check("ck_disposal_four_eyes", "four_eyes", FourEyes)
refuse(
    "scrap_witness_of_approved",
    "scrap_witness",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM surplus_proposal p WHERE p.id = NEW.surplus_proposal_id AND p.state = 'approved'"
    " AND p.act = 'scrap')",
    "disposal_not_approved",
)
refuse(
    "disposal_as_approved",
    "disposal",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM surplus_proposal p WHERE p.id = NEW.surplus_proposal_id AND p.state = 'approved'"
    " AND p.act = NEW.act AND p.part_id = NEW.part_id AND p.store_id = NEW.store_id AND p.quantity = NEW.quantity)",
    "disposal_not_approved",
)
refuse(
    "disposal_witnessed_by_another",
    "disposal",
    "BEFORE INSERT",
    "COALESCE(NEW.witnessed_by_id, 0) = NEW.done_by_id OR NOT EXISTS (SELECT 1 FROM scrap_witness w"
    " WHERE w.surplus_proposal_id = NEW.surplus_proposal_id AND w.witnessed_by_id = NEW.witnessed_by_id)",
    "four_eyes",
    only="NEW.act = 'scrap'",
)
refuse(
    "disposal_line_right",
    "disposal_line",
    "BEFORE INSERT",
    "NOT EXISTS (SELECT 1 FROM disposal d JOIN surplus_proposal p ON p.id = d.surplus_proposal_id"
    " JOIN lot ON lot.id = NEW.lot_id JOIN location s ON s.id = NEW.from_location_id WHERE d.id = NEW.disposal_id"
    " AND p.state = 'approved' AND lot.part_id = d.part_id AND lot.unit_cost_cny = NEW.unit_cost_cny"
    " AND s.store_id = d.store_id AND NEW.quantity + COALESCE((SELECT SUM(l.quantity) FROM disposal_line l"
    " WHERE l.disposal_id = d.id), 0) <= d.quantity)",
    "disposal_not_approved",
)
refuse(
    "surplus_proposal_carried_out_by_document",
    "surplus_proposal",
    "BEFORE UPDATE",
    "NEW.state = 'carried_out' AND OLD.state <> 'carried_out' AND CASE NEW.act WHEN 'transfer'"
    " THEN NOT EXISTS (SELECT 1 FROM transfer t WHERE t.number = NEW.reference AND t.from_store_id = NEW.store_id"
    " AND t.to_store_id = NEW.to_store_id AND t.note = NEW.number"
    " AND (SELECT SUM(l.quantity) FROM transfer_line l WHERE l.transfer_id = t.id) = NEW.quantity"
    " AND NOT EXISTS (SELECT 1 FROM transfer_line l WHERE l.transfer_id = t.id AND l.part_id <> NEW.part_id))"
    " ELSE NOT EXISTS (SELECT 1 FROM disposal d WHERE d.surplus_proposal_id = NEW.id AND d.number = NEW.reference"
    " AND (SELECT SUM(l.quantity) FROM disposal_line l WHERE l.disposal_id = d.id) = NEW.quantity"
    " AND (SELECT SUM(m.quantity) FROM posting p JOIN movement m ON m.posting_id = p.id WHERE p.reference = d.number"
    " AND m.part_id = NEW.part_id AND m.kind = CASE d.act WHEN 'sell' THEN 'sale' ELSE d.act END) = NEW.quantity"
    # of each lot as much has left this store, for good, as the document says
    " AND NOT EXISTS (SELECT 1 FROM disposal_line l WHERE l.disposal_id = d.id"
    " AND (SELECT SUM(k.quantity) FROM disposal_line k WHERE k.disposal_id = d.id AND k.lot_id = l.lot_id)"
    " <> COALESCE((SELECT SUM(m.quantity) FROM posting p JOIN movement m ON m.posting_id = p.id"
    " JOIN location s ON s.id = m.from_location_id WHERE p.reference = d.number AND m.lot_id = l.lot_id"
    " AND m.kind = CASE d.act WHEN 'sell' THEN 'sale' ELSE d.act END AND s.store_id = d.store_id"
    " AND NOT EXISTS (SELECT 1 FROM movement r WHERE r.reverses_id = m.id)), 0))"
    # the cost is that of its lines, rounded
    " AND ABS((SELECT SUM(l.quantity * l.unit_cost_cny) FROM disposal_line l WHERE l.disposal_id = d.id)"
    " - d.cost_cny * 1000) <= 500) END",
    "disposal_not_moved",
)

SOLD_AS_WRITTEN = """EXISTS (SELECT 1 FROM posting p JOIN disposal d ON d.number = p.reference AND d.act = 'sell'
    JOIN disposal_line l ON l.disposal_id = d.id WHERE p.id = NEW.posting_id AND l.lot_id = NEW.lot_id
    AND l.from_location_id = NEW.from_location_id AND l.quantity >= (SELECT SUM(m.quantity) FROM posting o
    JOIN movement m ON m.posting_id = o.id WHERE o.reference = d.number AND m.kind = 'sale' AND m.lot_id = NEW.lot_id
    AND m.from_location_id = NEW.from_location_id))"""
SALE_CHECKS = (
    ("disposal_not_approved", f"NOT {SOLD_AS_WRITTEN}"),
    ("lot_frozen", "EXISTS (SELECT 1 FROM frozen_lot z WHERE z.lot_id = NEW.lot_id)"),
)
guard(
    "movement_of_sale",
    sqlite="CREATE TRIGGER movement_of_sale AFTER INSERT ON movement WHEN NEW.kind = 'sale' BEGIN "
    + "\n".join(f"SELECT RAISE(ABORT, 'sparewell:{code}') WHERE {wrong};" for code, wrong in SALE_CHECKS)
    + " END",
    postgresql=trigger_function(
        "movement_of_sale",
        "movement",
        "AFTER INSERT",
        "\n".join(
            f"IF {wrong} THEN RAISE EXCEPTION 'sparewell:{code}' USING ERRCODE = 'check_violation'; END IF;"
            for code, wrong in SALE_CHECKS
        ),
        only="NEW.kind = 'sale'",
    ),
    tables=("movement", "posting", "disposal", "disposal_line", "frozen_lot"),
)
