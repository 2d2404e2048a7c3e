"""Write labels for label printers that speak ZPL: plain text, with what a printer cannot write itself as a bitmap.

A printer has no Chinese letters unless somebody loaded a font into it, so a text with any sign beyond ASCII is drawn
here in the packaged font and sent as a graphic field (`^GFA`). The QR code is sent the same way, module by module: it
looks the same on every printer, and one with GS1 content needs no escapes that printers read differently. Code 128 and
plain texts are written by the printer.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from webapp.documents import fonts
from webapp.documents.codes import QUIET_CODE128, code128_modules, qr_picture
from webapp.documents.papers.stickers import Size, Sticker

DOTS_PER_MM = {"203": 8, "300": 12, "600": 24}
"""Dots to the millimetre by the dots to the inch that printers are sold with."""
ESCAPED = {ord(sign): f"_{ord(sign):02X}" for sign in "^~_\\"}
"""Signs that mean something to the printer, written by their number after `^FH`."""
WIDEST_MODULE = 4
MM_PER_POINT = 25.4 / 72


def zpl(stickers: Sequence[Sticker], size: Size, *, resolution: str = "203", copies: int = 1) -> str:
    """Return the ZPL of labels, each printed `copies` times; raises `ValueError` without any or for other dots.

    >>> text = zpl([Sticker(scan_code="SW:P:A1", key="A1")], Size(50, 30))
    >>> text.splitlines()[:4]
    ['^XA', '^CI28', '^PW400', '^LL240']
    >>> "^FDA1^FS" in text, text.splitlines()[-2:]
    (True, ['^PQ1', '^XZ'])
    """
    if not stickers or resolution not in DOTS_PER_MM or copies < 1:
        raise ValueError("ZPL needs labels, a known resolution, and at least one copy")
    return "".join(_label(one, size, DOTS_PER_MM[resolution], copies) for one in stickers)


def _label(one: Sticker, size: Size, dots: int, copies: int) -> str:
    width, height = round(size.width_mm * dots), round(size.height_mm * dots)
    s = size.scale * dots  # dots to a millimetre of a label of 70 by 37 mm
    lines = ["^XA", "^CI28", f"^PW{width}", f"^LL{height}", "^LH0,0"]
    roomy = size.roomy
    side = round(19 * s) if roomy else height - 5 * dots
    edge = round(4 * s) if roomy else 2 * dots
    lines.append(_graphic(edge, edge, qr_picture(one.scan_code, side)))
    left = edge + side + round(1.5 * s if roomy else dots)
    room = width - left - dots
    texts = [(one.key, 3.6, 11.5, True), (one.name, 9.6, 8.4, False)]
    if roomy:
        texts.append((one.name_second, 13.6, 6.8, False))
        texts += [(fact, 17.0 + 3.1 * row, 6.8, False) for row, fact in enumerate(one.facts[:2])]
    for text, top_mm, points, bold in texts:
        if text:
            lines.append(_text(text, left, round(top_mm * s), round(points * MM_PER_POINT * s), room, bold=bold))
    if roomy and (bar := _bar(one.key, width - round(8 * s))):
        lines.append(
            f"^FO{round(4 * s)},{height - round(12.7 * s)}^BY{bar}^BCN,{round(9.2 * s)},N,N,N^FH^FD{_plain(one.key)}^FS"
        )
    return "\n".join([*lines, f"^PQ{copies}", "^XZ"]) + "\n"


def _text(text: str, left: int, top: int, letters: int, room: int, *, bold: bool) -> str:
    """Return a line of text: written by the printer where it can, else drawn."""
    letters = max(letters, 12)
    if text.isascii() and text.isprintable() and _wide(text, letters) <= room:
        return f"^FO{left},{top}^A0N,{letters},{letters}^FH^FD{_plain(text)}^FS"
    return _graphic(left, top, text_picture(text, letters, room, bold=bold))


def _wide(text: str, letters: int) -> int:
    """Return how wide the printer's own letters become at most, in dots: 0.6 of their height each, broad ones 0.9."""
    return round(sum(0.9 if sign in "MW@%m" else 0.6 for sign in text) * letters)


def _plain(text: str) -> str:
    return text.translate(ESCAPED)


def _bar(key: str, room: int) -> int:
    """Return how many dots wide a module of the bar code may be, 0 where it cannot stand."""
    if not key or not key.isascii() or not key.isprintable():
        return 0
    wide = min(room // (code128_modules(key) + 2 * QUIET_CODE128), WIDEST_MODULE)
    return wide if wide > 1 else 0


def _graphic(left: int, top: int, picture: Image.Image) -> str:
    """Return a black and white picture as a graphic field; a dot that is set prints black.

    >>> _graphic(8, 16, Image.new("1", (9, 2), 0))
    '^FO8,16^GFA,4,4,2,FF80FF80^FS'
    """
    across = -(-picture.width // 8)
    black = Image.new("1", (across * 8, picture.height), 0)
    black.paste(picture.convert("L").point(lambda light: 255 if light < 128 else 0).convert("1"), (0, 0))
    data = black.tobytes()
    return f"^FO{left},{top}^GFA,{len(data)},{len(data)},{across},{data.hex().upper()}^FS"


def text_picture(text: str, letters: int, room: int, *, bold: bool = False) -> Image.Image:
    """Draw one line of text in the packaged font, `letters` dots high and cut with … at `room` dots."""
    text = fonts.replace_undrawable(text)
    font = ImageFont.truetype(BytesIO(_font(fonts.characters_of(text, "…"), bold)), letters)
    if font.getlength(text) > room:
        while text and font.getlength(text + "…") > room:
            text = text[:-1]
        text = text.rstrip() + "…"
    _left, _top, right, bottom = font.getbbox(text)
    picture = Image.new("L", (max(round(right), 1), max(round(bottom), letters)), 255)
    ImageDraw.Draw(picture).text((0, 0), text, fill=0, font=font)
    return picture.point(lambda light: 255 if light >= 150 else 0).convert("1")


@lru_cache(maxsize=64)
def _font(characters: str, bold: bool) -> bytes:  # noqa: FBT001 - the key of a cache
    return fonts.subset(characters, fonts.WEIGHTS[1] if bold else fonts.WEIGHTS[0])
