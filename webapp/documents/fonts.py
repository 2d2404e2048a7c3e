"""Cut the packaged Chinese font down to the characters of one document.

The whole font weighs 20 MB and would make each PDF take tens of seconds; cut to the signs that a document really uses
it is a few kilobytes, and the same text looks the same on every machine, whatever fonts that machine has.
"""

from __future__ import annotations

import base64
from functools import lru_cache
from pathlib import Path

import manimgx_fonts_cjk
import uharfbuzz

FAMILY = "Sparewell CJK"
WEIGHTS = (400, 700)
COLLECTION = "NotoSansCJK-VF.otf.ttc"
SIMPLIFIED_CHINESE = 2  # index of the face in the collection: JP, KR, SC, TC, HK
ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0…–—·×、。，：；（）“”〓"
REPLACEMENT = "〓"  # the sign that Chinese and Japanese printers set where a type is missing
PROPORTIONAL = int.from_bytes(b"pwid", "big")  # feature by which English papers get narrow quotation marks
UNSEEN = "\t\n\r\f\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff"  # control signs that need no picture


def fontconfig(folder: Path) -> dict[str, str]:
    """Return the environment in which programs of this machine, a browser say, find the packaged font too."""
    packaged = Path(manimgx_fonts_cjk.__file__).parent
    file = folder / "fonts.conf"
    file.write_text(
        f"<fontconfig><dir>{packaged}</dir><dir>/usr/share/fonts</dir><cachedir>{folder}/cache</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return {"FONTCONFIG_FILE": str(file)}


@lru_cache(maxsize=1)
def _face() -> uharfbuzz.Face:
    path = Path(manimgx_fonts_cjk.__file__).with_name(COLLECTION)
    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)), SIMPLIFIED_CHINESE)


@lru_cache(maxsize=1)
def drawable() -> frozenset[int]:
    """Return the code points that the font can draw."""
    return frozenset(_face().unicodes)


def replace_undrawable(text: str) -> str:
    """Return `text` with each sign that the font lacks replaced by a visible 〓, and invisible joiners left out.

    >>> replace_undrawable("压缩机 😀")
    '压缩机 〓'
    """
    known = drawable()
    wrong = {
        ord(sign): "" if sign in UNSEEN else REPLACEMENT
        for sign in set(text)
        if ord(sign) not in known and sign not in "\t\n\r\f"
    }
    return text.translate(wrong) if wrong else text


def characters_of(*texts: str) -> str:
    """Return each drawable character of `texts` once, sorted, with the ones that every document may need."""
    wanted = set(ALWAYS).union(*texts)
    known = drawable()
    return "".join(sorted(character for character in wanted if ord(character) in known))


@lru_cache(maxsize=64)
def subset(characters: str, weight: int) -> bytes:
    """Return an OpenType font of one weight that holds just `characters`."""
    face = _face()
    wish = uharfbuzz.SubsetInput()
    for character in characters:
        wish.unicode_set.add(ord(character))
    wish.layout_feature_tag_set.add(PROPORTIONAL)
    wish.pin_axis_location(face, "wght", weight)
    # PDF knows no CFF2: without the downgrade readers call the embedded font broken.
    wish.flags = uharfbuzz.SubsetFlags.DOWNGRADE_CFF2
    font = uharfbuzz.subset(face, wish)
    if font is None:
        raise RuntimeError("the Chinese font could not be cut to a subset")
    return bytes(font.blob.data)


def font_faces(characters: str) -> str:
    """Return the `@font-face` rules of a document, with the fonts themselves inside."""
    rules = []
    for weight in WEIGHTS:
        data = base64.b64encode(subset(characters, weight)).decode("ascii")
        rules.append(
            f"@font-face{{font-family:'{FAMILY}';font-weight:{weight};"
            f"src:url(data:font/otf;base64,{data}) format('opentype')}}"
        )
    return "\n".join(rules)
