"""Read documents back: their text, their pages as pictures, the codes in the pictures."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from tests.unit.documents import samples


@cache
def paper(name: str, language: str) -> bytes:
    """Return a sample paper, rendered once for all tests."""
    make, render = samples.PAPERS[name]
    return render(make(language), language)


def pages_of(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(data)).pages]


def squeezed(text: str) -> str:
    """Return the text without blanks, for lines may break anywhere."""
    return "".join(text.split())


def text_of(data: bytes) -> str:
    return squeezed("".join(pages_of(data)))


def pictures_of(data: bytes, folder: Path, dots_per_inch: int = 200, last: int = 1) -> list[Image.Image]:
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm (Debian package poppler-utils) is not installed")
    source = folder / "paper.pdf"
    source.write_bytes(data)
    subprocess.run(
        ["pdftoppm", "-r", str(dots_per_inch), "-l", str(last), "-gray", "-png", str(source), str(folder / "page")],
        check=True,
        capture_output=True,
    )
    return [Image.open(path).convert("L") for path in sorted(folder.glob("page*.png"))]


def codes_in(picture: Image.Image) -> set[tuple[str, str]]:
    wanted = [zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128]
    return {
        ("qr" if "QR" in str(found.format) else "code128", found.text)
        for found in zxingcpp.read_barcodes(picture, formats=wanted)
    }
