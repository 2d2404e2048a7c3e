"""Write QR and Code 128 symbols as vector drawings and as one-bit pictures."""

from __future__ import annotations

import re
from functools import lru_cache
from io import BytesIO

import zxingcpp
from markupsafe import Markup
from PIL import Image

from kernel.errors import RuleViolation

QUIET_QR = 4  # modules of white around a QR code, ISO/IEC 18004
QUIET_CODE128 = 10  # modules of white before and after, ISO/IEC 15417
GS1 = "(01)"  # a text that begins with an article number in brackets is written as a GS1 code
SHAPES = re.compile(r'<path d="([^"]+)"')


def qr_svg(text: str, *, name: str = "", quiet: int = 1) -> Markup:
    """Draw a QR code (error correction M) of one unit a module, as inline SVG.

    `quiet` is the white margin drawn along; papers are white around it, so that one module is enough there.
    """
    return _svg(text, "qr", name, quiet)


def code128_svg(text: str, *, name: str = "", quiet: int = QUIET_CODE128) -> Markup:
    """Draw a Code 128 symbol as inline SVG that stretches to the size that the style gives it."""
    return _svg(text, "code128", name, quiet)


def qr_png(text: str, *, scale: int = 4) -> bytes:
    """Return a QR code with its quiet zone as a one-bit PNG, `scale` pixels a module."""
    return _png(text, "qr", scale)


def code128_png(text: str, *, scale: int = 2) -> bytes:
    """Return a Code 128 symbol with its quiet zones as a one-bit PNG, `scale` pixels a module."""
    return _png(text, "code128", scale)


def qr_picture(text: str, most: int) -> Image.Image:
    """Return a QR code without its quiet zone as a black and white picture, as large as fits into `most` dots."""
    scale = max(1, most // _extent(text, "qr")[0])
    return Image.fromarray(_symbol(text, "qr").to_image(scale=scale, add_quiet_zones=False)).convert("1")


def code128_modules(text: str) -> int:
    """Return how many modules wide the symbol is without its quiet zones."""
    return _extent(text, "code128")[0]


def fits_code128(text: str, width_mm: float, module_mm: float = 0.19) -> bool:
    """Tell whether `text` can stand as Code 128 in `width_mm` with modules that a hand scanner still reads."""
    if not text or not text.isascii() or not text.isprintable():
        return False
    return (code128_modules(text) + 2 * QUIET_CODE128) * module_mm <= width_mm


def _symbol(text: str, kind: str) -> zxingcpp.Barcode:
    try:
        if kind == "qr":
            more = {"gs1": True} if text.startswith(GS1) else {}
            return zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M", **more)
        return zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128)
    except ValueError as error:  # empty, too long, or signs that the symbol cannot hold
        raise RuleViolation("code_not_writable", kind=kind, length=len(text)) from error


@lru_cache(maxsize=512)
def _shapes(text: str, kind: str) -> tuple[str, int, int]:
    """Return the strokes of a symbol, its width and its height, in modules."""
    written = _symbol(text, kind).to_svg(scale=1, add_quiet_zones=False)
    size = re.search(r'<svg width="(\d+)" height="(\d+)"', written)
    strokes = SHAPES.search(written)
    assert size, "the writer of symbols names its size"
    assert strokes, "the writer of symbols draws one path"
    return strokes[1], int(size[1]), int(size[2])


def _extent(text: str, kind: str) -> tuple[int, int]:
    return _shapes(text, kind)[1:]


def _svg(text: str, kind: str, name: str, quiet: int) -> Markup:
    strokes, width, height = _shapes(text, kind)
    above = quiet if kind == "qr" else 0
    view = f"{-quiet} {-above} {width + 2 * quiet} {height + 2 * above}"
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="code code-{}" role="img" viewBox="{}"'
        ' preserveAspectRatio="{}" shape-rendering="crispEdges"><title>{}</title><path d="{}"/></svg>'
    ).format(kind, view, "xMidYMid" if kind == "qr" else "none", name or text, strokes)


def _png(text: str, kind: str, scale: int) -> bytes:
    symbol = Image.fromarray(_symbol(text, kind).to_image(scale=scale, add_quiet_zones=False))
    across = (QUIET_QR if kind == "qr" else QUIET_CODE128) * scale
    above = across if kind == "qr" else 0
    picture = Image.new("1", (symbol.width + 2 * across, symbol.height + 2 * above), 1)
    picture.paste(symbol.convert("1"), (across, above))
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()
