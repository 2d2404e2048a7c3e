"""Turn a packaged template and a plain dataclass into a PDF, and fetch nothing on the way."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from PIL import Image, ImageOps, UnidentifiedImageError

from kernel.errors import RuleViolation
from webapp.documents import fonts, labels
from webapp.documents.codes import code128_svg, qr_svg

HERE = Path(__file__).parent
CHART_STYLE = HERE.parent / "static" / "charts.css"
LARGEST_PICTURE_PIXELS = 40_000_000
PRINTED_PICTURE_PIXELS = 1600  # longer edge; more is not seen on paper


def render(template: str, paper: object, language: str, **more: object) -> bytes:
    """Fill the packaged `template` with `paper` in 'zh' or 'en' and return the PDF.

    Signs that the font cannot draw appear as 〓. Raises `ValueError` for another language and `RuleViolation` where a
    picture is none.
    """
    if language not in labels.LANGUAGES:
        raise ValueError(f"no papers in language {language!r}")
    words = labels.Words(language)
    shared = {"paper": paper, "t": words, "other": words.other, "language": language, "both": False}
    title_key = f"title_{template.partition('.')[0]}"
    return pdf(_environment().get_template(template).render(title_key=title_key, **(shared | more)))


def pdf(html: str) -> bytes:
    """Return the PDF of a whole HTML text, set in the packaged font; refuses to fetch anything."""
    from webapp.documents.printing import print_html

    html = fonts.replace_undrawable(html)
    faces = fonts.font_faces(fonts.characters_of(html))
    return print_html(html.replace("/*fonts*/", faces, 1))


def picture(data: bytes | None) -> str:
    """Return a PNG or JPEG as an address inside the document, made anew so that only its pixels remain."""
    if not data:
        return ""
    if not isinstance(data, bytes):
        raise TypeError("a picture comes as bytes, never as an address")
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
            if image.width * image.height > LARGEST_PICTURE_PIXELS:
                raise RuleViolation("picture_too_large", width=image.width, height=image.height)
            return _packed(image)
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise RuleViolation("picture_unreadable") from error


def _packed(photo: Image.Image) -> str:
    """Copy the pixels, turned upright, into a new picture: place, camera and comments stay behind."""
    clear = photo.mode in {"RGBA", "LA", "PA"} or "transparency" in photo.info
    upright = ImageOps.exif_transpose(photo).convert("RGBA" if clear else "RGB")
    upright.thumbnail((PRINTED_PICTURE_PIXELS, PRINTED_PICTURE_PIXELS))
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    written = BytesIO()
    if clear:
        bare.save(written, "PNG")
    else:
        bare.save(written, "JPEG", quality=85)
    name = "png" if clear else "jpeg"
    return f"data:image/{name};base64,{base64.b64encode(written.getvalue()).decode('ascii')}"


def printed_chart(drawing: str) -> Markup:
    """Return a chart with its light colours inside, because a drawing in a PDF does not see the page's style."""
    head, closing, rest = drawing.partition(">")
    return Markup(head + closing) + Markup("<style>{}</style>").format(Markup(_chart_style())) + Markup(rest)  # noqa: S704 - our own drawing and file


@cache
def _chart_style() -> str:
    """Return the rules of the charts with each colour variable replaced by its light value."""
    style = re.sub(r"/\*.*?\*/", "", CHART_STYLE.read_text("utf-8"), flags=re.DOTALL)
    light = dict(re.findall(r"(--chart-[\w-]+):\s*([^;]+);", style.partition("}")[0]))
    rules = re.findall(r"^\.chart-(?!spark)[\w-]+ \{[^}]*\}", style, flags=re.MULTILINE)
    filled = re.sub(r"var\((--chart-[\w-]+)\)", lambda found: light[found[1]], "\n".join(rules))
    return f"text{{font-family:'{fonts.FAMILY}'}}\n{filled}"


@cache
def _asset(name: str) -> Markup:
    """Return a packaged text asset, such as a style sheet, as it is."""
    return Markup((HERE / "templates" / name).read_text("utf-8"))  # noqa: S704 - packaged, never a user's


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    tools: dict[str, Callable[..., Any]] = {
        "qr": qr_svg,
        "code128": code128_svg,
        "picture": picture,
        "chart": printed_chart,
        "field": getattr,
        "asset": _asset,
    }
    environment.globals.update(tools)
    return environment
