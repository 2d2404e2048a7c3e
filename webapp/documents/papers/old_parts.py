"""Describe the return note 旧件返还单 of old parts."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.documents.engine import render
from webapp.documents.papers.common import Paper, PartLine, Signature


@dataclass(frozen=True, kw_only=True)
class OldPartLine(PartLine):
    """Hold one old part that is brought: from which repair, until when it was due."""

    serial_number: str = ""
    work_order: str = ""
    due_on: str = ""
    confirmed: str = ""  # empty: to be written by hand


@dataclass(frozen=True, kw_only=True)
class OldPartNote(Paper):
    """Hold a return note; engineer and keeper sign."""

    engineer_name: str
    store: str
    lines: tuple[OldPartLine, ...]
    made_at: str = ""
    engineer: Signature = Signature()
    keeper: Signature = Signature()


def render_old_part_note(paper: OldPartNote, language: str) -> bytes:
    """Render a return note of old parts."""
    return render("old_part_note.html", paper, language)
