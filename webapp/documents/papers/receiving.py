"""Describe the papers from the ramp to the shelf: arrival, acceptance, return, putaway."""

from __future__ import annotations

from dataclasses import dataclass, field

from webapp.documents.engine import render
from webapp.documents.papers.common import Paper, PartLine, Party, Signature


@dataclass(frozen=True, kw_only=True)
class ArrivalLine(PartLine):
    """Hold one delivered line; `finding` says in words what is over, under or wrong, empty when as ordered."""

    ordered: str = ""
    received_before: str = ""
    finding: str = ""


@dataclass(frozen=True, kw_only=True)
class ArrivalNote(Paper):
    """Hold an arrival note 到货登记单; the goods stand in the hold and are not yet stock."""

    supplier: Party
    lines: tuple[ArrivalLine, ...]
    order_number: str = ""
    arrived_at: str = ""
    carrier: str = ""
    delivery_note_number: str = ""
    hold_location: str = ""
    packages: str = ""
    deliverer: Signature = Signature()
    receiver: Signature = Signature()


@dataclass(frozen=True, kw_only=True)
class Check:
    """Hold one checked point of an acceptance standard; `passed` of `None` means not checked."""

    aspect: str  # appearance, dimensions, performance, marking, in words
    point: str
    method: str = ""
    limits: str = ""
    measured: str = ""
    passed: bool | None = None
    photos: tuple[bytes, ...] = field(default=(), repr=False)


@dataclass(frozen=True, kw_only=True)
class InspectedLine(PartLine):
    """Hold one inspected line: received = passed + failed + pending."""

    received: str = ""
    passed: str = ""
    failed: str = ""
    pending: str = ""
    sampling: str = ""
    standard: str = ""
    verdict: str = ""
    accepted: bool | None = None
    checks: tuple[Check, ...] = ()
    photos: tuple[bytes, ...] = field(default=(), repr=False)


@dataclass(frozen=True, kw_only=True)
class AcceptanceRecord(Paper):
    """Hold an acceptance record 验收记录."""

    supplier: Party
    lines: tuple[InspectedLine, ...]
    arrival_number: str = ""
    order_number: str = ""
    arrived_at: str = ""
    inspected_at: str = ""
    inspector: Signature = Signature()
    reviewer: Signature = Signature()


@dataclass(frozen=True, kw_only=True)
class ReturnLine(PartLine):
    """Hold one rejected line."""

    defect: str = ""
    unit_cost: str = ""
    amount: str = ""


@dataclass(frozen=True, kw_only=True)
class ReturnNote(Paper):
    """Hold a rejection and return note 退货单; it carries both languages, the asked one first."""

    supplier: Party
    lines: tuple[ReturnLine, ...]
    order_number: str = ""
    arrival_number: str = ""
    acceptance_number: str = ""
    claim_number: str = ""
    rejected_on: str = ""
    answer_by: str = ""
    demand: str = ""  # return, replace or credit, in words
    quarantine: str = ""
    total: str = ""
    carrier: str = ""
    keeper: Signature = Signature()
    inspector: Signature = Signature()
    supplier_signature: Signature = Signature()


@dataclass(frozen=True, kw_only=True)
class PutawayLine(PartLine):
    """Hold one lot on its way from the hold to a bin."""

    from_location: str = ""
    to_location: str = ""
    expires_on: str = ""


@dataclass(frozen=True, kw_only=True)
class PutawayList(Paper):
    """Hold a putaway list 上架单."""

    lines: tuple[PutawayLine, ...]
    store: str = ""
    arrival_number: str = ""
    acceptance_number: str = ""
    keeper: Signature = Signature()
    checker: Signature = Signature()


def render_arrival_note(paper: ArrivalNote, language: str) -> bytes:
    """Render an arrival note."""
    return render("arrival_note.html", paper, language)


def render_acceptance_record(paper: AcceptanceRecord, language: str) -> bytes:
    """Render an acceptance record."""
    return render("acceptance_record.html", paper, language)


def render_return_note(paper: ReturnNote, language: str) -> bytes:
    """Render a rejection and return note."""
    return render("return_note.html", paper, language, both=True)


def render_putaway_list(paper: PutawayList, language: str) -> bytes:
    """Render a putaway list."""
    return render("putaway_list.html", paper, language)
