"""Describe the papers before an order: the request for quotation and the purchase contract."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.documents.engine import render
from webapp.documents.papers.common import Paper, PartLine, Party, Signature


@dataclass(frozen=True, kw_only=True)
class AskedLine(PartLine):
    """Hold one line of a request for quotation; price and terms stay blank for the supplier's pen."""

    line: str
    needed_on: str = ""


@dataclass(frozen=True, kw_only=True)
class QuoteRequestPaper(Paper):
    """Hold a request for quotation 询价单 to one supplier, in both languages."""

    supplier: Party
    deliver_to: Party
    lines: tuple[AskedLine, ...]
    asked_on: str
    closes_on: str
    link: str = ""
    buyer: Signature = Signature()
    supplier_signature: Signature = Signature()


@dataclass(frozen=True, kw_only=True)
class AgreedLine(PartLine):
    """Hold one price step of a contract's line."""

    line: str
    specification: str = ""
    from_quantity: str = ""
    unit_price: str = ""
    lead_time: str = ""
    bounds: str = ""


@dataclass(frozen=True, kw_only=True)
class ContractPaper(Paper):
    """Hold a purchase contract 采购合同 with its clauses, in both languages."""

    supplier: Party
    title: str
    lines: tuple[AgreedLine, ...]
    version: str
    begins_on: str
    ends_on: str
    currency: str
    change_reason: str = ""
    quality_terms: str = ""
    delivery_terms: str = ""
    service_terms: str = ""
    payment_terms: str = ""
    other_terms: str = ""
    buyer: Signature = Signature()
    approver: Signature = Signature()
    supplier_signature: Signature = Signature()


def render_quote_request(paper: QuoteRequestPaper, language: str) -> bytes:
    """Render a request for quotation."""
    return render("quote_request.html", paper, language, both=True)


def render_contract(paper: ContractPaper, language: str) -> bytes:
    """Render a contract."""
    return render("contract.html", paper, language, both=True)
