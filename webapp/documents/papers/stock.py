"""Describe the papers of moving stock: pick list, transfer note, stock card."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.charts import Step, step_chart
from webapp.documents.engine import render
from webapp.documents.labels import Words
from webapp.documents.papers.common import Paper, PartLine, Signature


@dataclass(frozen=True, kw_only=True)
class PickLine(PartLine):
    """Hold one pick: where, which lot, how many; lines come in the order of the walk."""

    location: str
    requested: str = ""
    backordered: str = ""
    picked: str = ""  # empty: to be written by hand


@dataclass(frozen=True, kw_only=True)
class PickList(Paper):
    """Hold a pick list 领料单 against a work order."""

    work_order: str
    lines: tuple[PickLine, ...]
    work_order_code: str = ""  # content of the Code 128 symbol; empty: none is drawn
    store: str = ""
    engineer: str = ""
    requested_at: str = ""
    urgency: str = ""
    product: str = ""
    keeper: Signature = Signature()
    receiver: Signature = Signature()


@dataclass(frozen=True, kw_only=True)
class TransferLine(PartLine):
    """Hold one transferred lot."""

    from_location: str = ""
    to_location: str = ""
    received: str = ""  # empty: to be written by hand


@dataclass(frozen=True, kw_only=True)
class TransferNote(Paper):
    """Hold a transfer note 调拨单; both keepers confirm."""

    from_store: str
    to_store: str
    lines: tuple[TransferLine, ...]
    reason: str = ""
    carrier: str = ""
    sent_at: str = ""
    arrived_at: str = ""
    sender: Signature = Signature()
    receiver: Signature = Signature()


@dataclass(frozen=True, kw_only=True)
class CardEntry:
    """Hold one movement on a stock card; `balance` is the figure after it, `at_number` its place on the time scale."""

    at: str
    at_number: float
    kind: str
    document: str
    balance_text: str
    balance: float
    received: str = ""
    issued: str = ""
    lot: str = ""
    from_location: str = ""
    to_location: str = ""
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class StockCard(Paper):
    """Hold a part's stock card 库存卡 with its running balance."""

    part_number: str
    part_name: str
    entries: tuple[CardEntry, ...]
    part_name_second: str = ""
    unit: str = ""
    store: str = ""
    period: str = ""
    opening: str = ""
    closing: str = ""
    total_received: str = ""
    total_issued: str = ""
    available: str = ""
    reserved: str = ""
    reorder_point: float | None = None
    reorder_point_text: str = ""
    keeper: Signature = Signature()


def render_pick_list(paper: PickList, language: str) -> bytes:
    """Render a pick list."""
    return render("pick_list.html", paper, language)


def render_issue_slip(paper: PickList, language: str) -> bytes:
    """Render an issue slip: what was taken out for a work order, signed by who gave and who took it."""
    return render("issue_slip.html", paper, language)


def render_transfer_note(paper: TransferNote, language: str) -> bytes:
    """Render a transfer note."""
    return render("transfer_note.html", paper, language)


def render_stock_card(paper: StockCard, language: str) -> bytes:
    """Render a stock card with its balance curve."""
    words = Words(language)
    steps = [Step(entry.at_number, entry.at.partition(" ")[0], entry.balance) for entry in paper.entries]
    drawing = step_chart(
        words("balance"),
        paper.part_number,
        steps,
        balance_word=words("balance"),
        reorder_point=paper.reorder_point,
        reorder_word=words("reorder_point"),
        height=170,
    )
    return render("stock_card.html", paper, language, drawing=drawing if steps else "")
