"""Hold what all papers share: the company, parties, signatures, part lines."""

from __future__ import annotations

from dataclasses import dataclass, field

from inventory.scan_codes import CodeKind, format_code


@dataclass(frozen=True, kw_only=True)
class Company:
    """Name the company whose paper it is."""

    name: str
    name_second: str = ""  # in the other language
    address: str = ""
    phone: str = ""
    email: str = ""
    tax_number: str = ""


@dataclass(frozen=True, kw_only=True)
class Party:
    """Name a supplier, a store or a customer with its contact."""

    name: str = ""
    name_second: str = ""
    number: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Hold who signed and when; all empty leaves a field to sign by hand."""

    name: str = ""
    on: str = ""
    image: bytes | None = field(default=None, repr=False)  # PNG or JPEG drawn on screen


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Hold one figure of a chart: its name, its value and the text that stands behind it."""

    name: str
    value: float | None
    text: str
    tone: str = ""  # '', 'good', 'watch', 'bad'


@dataclass(frozen=True, kw_only=True)
class PartLine:
    """Name a part on a line of a paper."""

    part_number: str
    part_name: str
    part_name_second: str = ""  # in the other language
    unit: str = ""
    lot: str = ""
    quantity: str = ""
    note: str = ""
    scan_code: str = ""  # what a QR code on the line holds, mostly the lot's or the part's code


@dataclass(frozen=True, kw_only=True)
class Paper:
    """Hold the head of every paper."""

    company: Company
    number: str
    printed_at: str
    printed_by: str = ""
    status: str = ""  # state of the object, in words
    scan_code: str = ""  # what the QR code in the head holds; empty: the document's own code
    note: str = ""

    @property
    def head_code(self) -> str:
        """Return the content of the QR code in the head."""
        return self.scan_code or format_code(CodeKind.DOCUMENT, self.number)
