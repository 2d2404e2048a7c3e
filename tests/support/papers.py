"""Read papers back as text, with a library of the tests' own."""

from __future__ import annotations

import io

from pypdf import PdfReader


def text_of(pdf: bytes) -> str:
    """Return the text of every page."""
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
