"""Read pictures that come as text: a signature drawn on screen, a photo from a program."""

from __future__ import annotations

import base64
import binascii
import io

from kernel.errors import RuleViolation
from webapp.uploads import IMAGES, MOST_PIXELS, kind_of

LONGEST_PICTURE = 16 * 1024 * 1024


def picture_of(text: str, kinds: frozenset[str] = IMAGES) -> tuple[str, bytes]:
    """Return kind and bytes of a picture in base64, with or without the head of a data address.

    >>> picture_of("data:image/png;base64,iVBORw0KGgo=", frozenset({"png"}))[0]
    'png'
    """
    if text.startswith("data:"):
        text = text.partition(",")[2]
    try:
        content = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise RuleViolation("picture_unreadable") from None
    kind = kind_of(content[:4096])
    if kind not in kinds:
        raise RuleViolation("upload_kind", kinds=tuple(sorted(kinds)))
    return kind, content


def as_text(content: bytes) -> str:
    """Return bytes as base64 text."""
    return base64.b64encode(content).decode()


def require_ink(content: bytes) -> None:
    """Refuse a picture of one colour alone: nobody has drawn on it."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content), formats=("PNG",)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise RuleViolation("upload_too_many_pixels", most=MOST_PIXELS // 1_000_000)
            bands = [band.getextrema() for band in picture.convert("RGBA").split()]
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise RuleViolation("picture_unreadable") from None
    if all(len(set(ends)) == 1 for ends in bands if isinstance(ends, tuple)):
        raise RuleViolation("signature_blank", field="unsigned_reason")
