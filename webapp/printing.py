"""Print papers for the web: the company's head, the paper's language, and the answer that carries the PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from urllib.parse import quote

from flask import Response, g, request
from flask_babel import force_locale
from sqlalchemy.orm import Session

from kernel.settings import define, setting
from kernel.text import Text
from webapp import context, i18n
from webapp.documents.papers import Company, Party, Signature
from webapp.units import unit_text

COMPANY = define(
    "company",
    {
        "name_zh": "示例电器有限公司",
        "name_en": "Example Appliances Ltd.",
        "address_zh": "上海市示例路 1 号",
        "address_en": "1 Example Road, Shanghai",
        "phone": "",
        "email": "",
        "tax_number": "",
    },
    "公司抬头（印在所有单据上）",
    "The company's head, printed on every paper",
)
LOCALES = {"zh": "zh_Hans_CN", "en": "en"}


def paper_language() -> str:
    """Return the language of the paper: the one asked for in the address, else the reader's."""
    asked = request.args.get("language", "")
    return asked if asked in LOCALES else ("zh" if i18n.language().startswith("zh") else "en")


@contextmanager
def in_paper_language(language: str) -> Iterator[str]:
    """Write words, dates and figures in the paper's language while the block runs."""
    before = g.get("language")
    g.language = LOCALES[language]
    try:
        with force_locale(LOCALES[language]):
            yield language
    finally:
        g.language = before


def part_words(row: Any, language: str, unit: str = "") -> dict[str, str]:
    """Return what every line of a paper calls its part: its name in both languages, and its unit or another."""
    return {
        "part_name": i18n.in_language(row.name_zh, row.name_en),
        "part_name_second": row.name_en if language == "zh" else row.name_zh,
        "unit": unit_text(unit or row.unit).in_(language),
    }


def company(language: str) -> Company:
    """Return the company's head in a language, with its name in the other beside it."""
    return company_of(context.session(), context.today(), language)


def company_of(session: Session, on: date, language: str) -> Company:
    """Return the company's head as it holds on a day, for long work that has no request."""
    held: dict[str, str] = setting(session, COMPANY, on)
    name = Text(held["name_zh"], held["name_en"])
    other = "en" if language == "zh" else "zh"
    return Company(
        name=name.in_(language),
        name_second=name.in_(other),
        address=Text(held["address_zh"], held["address_en"]).in_(language),
        phone=held["phone"],
        email=held["email"],
        tax_number=held["tax_number"],
    )


def head(language: str, number: str, *, status: str = "", scan_code: str = "", note: str = "") -> dict[str, Any]:
    """Return what the head of every paper needs; call it inside `in_paper_language`."""
    return {
        "company": company(language),
        "number": number,
        "printed_at": i18n.instant(context.now()),
        "printed_by": context.actor().name,
        "status": status,
        "scan_code": scan_code,
        "note": note,
    }


def signature(name: str | None, on: str = "", image: bytes | None = None) -> Signature:
    """Return a signature field: filled with who signed on screen, else empty to be signed by hand."""
    return Signature(name=name or "", on=on if name else "", image=image)


def answer(pdf: bytes, name: str, *, download: bool | None = None) -> Response:
    """Return a PDF to be shown in the browser, or saved where `?download=1` asks for it."""
    saved = request.args.get("download") == "1" if download is None else download
    response = Response(pdf, mimetype="application/pdf")
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    response.headers["Content-Disposition"] = (
        f"{'attachment' if saved else 'inline'}; filename=\"{plain}.pdf\"; filename*=UTF-8''{quote(name)}.pdf"
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def paper_answer(make: Callable[[str], bytes], name: str) -> Response:
    """Render a paper in the asked language and answer with it; `make` gets the language (zh or en)."""
    with in_paper_language(paper_language()) as language:
        pdf = make(language)
    return answer(pdf, name)


__all__ = ["Party", "answer", "company", "head", "in_paper_language", "paper_answer", "paper_language", "signature"]
