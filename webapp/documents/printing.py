"""Drive WeasyPrint; loaded with the first document, because it takes its time to load."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from contextlib import suppress

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from kernel.errors import RuleViolation

ALLOWED_DATA = ("data:image/png;base64,", "data:image/jpeg;base64,", "data:font/otf;base64,")


class RefusedAddress(FatalURLFetchingError):
    """Say that a document asked for something outside itself; the rendering stops."""


class NothingFetched(URLFetcher):
    """Hand out pictures and fonts that stand inside the document as data, and refuse every other address."""

    def __init__(self) -> None:
        """Begin with no refusal."""
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return the data of an allowed `data:` address."""
        del headers
        kind = next((kind for kind in ALLOWED_DATA if url.startswith(kind)), None)
        if kind is None:
            self.refused.append(url[:80])
            raise RefusedAddress(url[:80])
        body = base64.b64decode(url.removeprefix(kind), validate=True)
        return URLFetcherResponse(url[:80], body, {"Content-Type": kind[5:].partition(";")[0]})


def print_html(html: str) -> bytes:
    """Return the PDF of a whole HTML text; raises `RuleViolation` when it names an address outside itself."""
    fetcher = NothingFetched()
    written: bytes | None = None
    # Inside drawings WeasyPrint swallows every error, so what was refused is asked for afterwards too.
    with suppress(RefusedAddress):
        written = HTML(string=html, url_fetcher=fetcher).write_pdf(font_config=FontConfiguration())
    if fetcher.refused:
        raise RuleViolation("document_refused_address", address=fetcher.refused[0])
    assert isinstance(written, bytes), "without a target the PDF comes back as bytes"
    return written
