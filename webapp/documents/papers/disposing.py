"""Describe the disposal note 处置单 of surplus and the repair order 送修单 of old parts."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.documents.engine import render
from webapp.documents.papers.common import Paper, PartLine, Party, Signature


@dataclass(frozen=True, kw_only=True)
class DisposalLine(PartLine):
    """Hold what was taken of a lot; costs are empty for whoever may not see prices."""

    serial_number: str = ""
    location: str = ""
    unit_cost: str = ""
    cost: str = ""


@dataclass(frozen=True, kw_only=True)
class DisposalNote(Paper):
    """Hold how surplus left the house: `act` is sell, supplier_return or scrap."""

    act: str
    store: str
    lines: tuple[DisposalLine, ...]
    proposal_number: str = ""
    done_on: str = ""
    partner: str = ""
    partner_contact: str = ""
    partner_reference: str = ""
    unit_price: str = ""
    proceeds: str = ""
    cost: str = ""
    result: str = ""
    finding: str = ""
    doer: Signature = Signature()
    keeper: Signature = Signature()
    approver: Signature = Signature()
    witness: Signature = Signature()


@dataclass(frozen=True, kw_only=True)
class RepairLine(PartLine):
    """Hold one lot of old parts that goes to a workshop."""

    serial_number: str = ""
    fault: str = ""
    returned: str = ""  # empty: to be written by hand


@dataclass(frozen=True, kw_only=True)
class RepairOrder(Paper):
    """Hold what an outside workshop is asked to repair, and by when."""

    workshop: Party
    store: str
    lines: tuple[RepairLine, ...]
    store_address: str = ""
    sent_on: str = ""
    due_on: str = ""
    keeper: Signature = Signature()
    workshop_signature: Signature = Signature()


def render_disposal_note(paper: DisposalNote, language: str) -> bytes:
    """Render a disposal note."""
    return render("disposal_note.html", paper, language)


def render_repair_order(paper: RepairOrder, language: str) -> bytes:
    """Render a repair order to an outside workshop."""
    return render("repair_order.html", paper, language)
