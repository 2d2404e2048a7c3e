from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import pytest
from PIL import Image

from kernel.errors import RuleViolation
from tests.unit.documents import samples
from tests.unit.documents.reading import squeezed, text_of
from webapp.documents import engine, fonts
from webapp.documents import papers as p


class Counting(HTTPServer):
    hits = 0


class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.hits += 1
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def listening() -> Iterator[Counting]:
    server = Counting(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_counting_server_counts(listening):
    with socket.create_connection(listening.server_address) as line:
        line.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.0 200")
    assert listening.hits == 1


HOSTILE = [
    '<img src="{address}">',
    '"><img src="{address}">',
    '<link rel="stylesheet" href="{address}">',
    "<style>@import url({address});</style>",
    "</style><style>body{{background:url({address})}}",
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}"/></svg>',
    '<object data="{address}"></object>',
    "<a rel='attachment' href='{address}'>x</a>",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_user_text_is_printed_as_text_and_nothing_is_fetched(listening, hostile):
    address = f"http://127.0.0.1:{listening.server_port}/x"
    attack = hostile.format(address=address)
    paper = samples.transfer_note("zh")
    paper = replace(
        paper,
        note=attack,
        status=attack,
        from_store=attack,
        printed_by=attack,
        company=replace(paper.company, name=attack),
        lines=(replace(paper.lines[0], part_name=attack),),
        sender=p.Signature(name=attack),
    )
    text = text_of(p.render_transfer_note(paper, "zh"))
    assert squeezed(attack) in text
    assert listening.hits == 0


@pytest.mark.parametrize(
    "page",
    [
        '<img src="{0}">',
        '<link rel="stylesheet" href="{0}">',
        "<style>body{{background:url({0})}}</style>",
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{0}" width="9" height="9"/></svg>',
        '<link rel="attachment" href="{0}">',
        "<style>@font-face{{font-family:x;src:url({0})}}p{{font-family:x}}</style><p>x</p>",
    ],
)
@pytest.mark.parametrize("scheme", ["http", "file", "data"])
def test_the_printer_refuses_every_address(listening, page, scheme):
    address = {
        "http": f"http://127.0.0.1:{listening.server_port}/x",
        "file": "file:///etc/hostname",
        "data": "data:image/svg+xml;base64,PHN2Zy8+",
    }[scheme]
    with pytest.raises(RuleViolation) as refused:
        engine.pdf(f"<html><body>{page.format(address)}</body></html>")
    assert refused.value.code == "document_refused_address"
    assert listening.hits == 0


def test_template_signs_in_user_text_stay_literal():
    paper = replace(samples.transfer_note("en"), note="{{7*7}} {% for x in y %} {#c#} {{ config }}", reason="${7*7}")
    text = text_of(p.render_transfer_note(paper, "en"))
    assert "{{7*7}}{%forxiny%}{#c#}{{config}}" in text
    assert "${7*7}" in text
    assert "49" not in text


def test_a_sign_that_the_font_lacks_is_shown_as_replaced():
    paper = replace(samples.transfer_note("zh"), reason="到货 \U0001f600 ᎠᏂ 确认", note="零宽\u200b连接")
    text = text_of(p.render_transfer_note(paper, "zh"))
    assert "到货〓〓〓确认" in text
    assert "零宽连接" in text


def test_each_character_of_a_rare_text_is_in_the_subset():
    rare = "囍龘靐馕㙍 ÄÖÜßéñ ΑΩμ Жж ①② ㎡ ≤≥ ♦ € £ ｶﾅ 한글"
    shown = fonts.replace_undrawable(rare)
    characters = fonts.characters_of(shown)
    assert all(sign in characters for sign in shown)
    for weight in fonts.WEIGHTS:
        import uharfbuzz

        held = uharfbuzz.Face(fonts.subset(characters, weight)).unicodes
        assert {ord(sign) for sign in characters} <= set(held)


def test_other_languages_are_refused():
    with pytest.raises(ValueError, match="no papers in language"):
        p.render_transfer_note(samples.transfer_note("zh"), "fr")


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"\x89PNG\r\n\x1a\n broken"]
)
def test_a_signature_that_is_no_picture_is_refused(content):
    paper = replace(samples.service_confirmation("zh"), customer=p.Signature(name="x", image=content))
    with pytest.raises(RuleViolation) as refused:
        p.render_service_confirmation(paper, "zh")
    assert refused.value.code == "picture_unreadable"


def test_an_address_in_the_place_of_a_picture_is_refused(listening):
    signature = p.Signature(name="x", image=f"http://127.0.0.1:{listening.server_port}/x")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        p.render_service_confirmation(replace(samples.service_confirmation("zh"), customer=signature), "zh")
    assert listening.hits == 0


def test_a_picture_keeps_its_pixels_and_loses_the_rest():
    image = Image.new("RGB", (3000, 500), "navy")
    written = BytesIO()
    image.save(written, "JPEG", comment=b"taken at home")
    address = engine.picture(written.getvalue())
    assert address.startswith("data:image/jpeg;base64,")
    import base64

    made = Image.open(BytesIO(base64.b64decode(address.partition(",")[2])))
    assert made.size == (1600, 267)
    assert "comment" not in made.info


def test_a_picture_of_too_many_pixels_is_refused():
    written = BytesIO()
    Image.new("1", (8000, 6000)).save(written, "PNG")
    with pytest.raises(RuleViolation) as refused:
        engine.picture(written.getvalue())
    assert refused.value.code == "picture_too_large"


def test_charts_in_papers_have_all_their_colours():
    assert "var(" not in engine._chart_style()
    assert ".chart-bar { fill: #" in engine._chart_style()
