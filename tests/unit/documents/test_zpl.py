"""Labels in ZPL: structure, sizes, escapes, Chinese names as pictures, codes that can be read back."""

from __future__ import annotations

import re

import pytest
import zxingcpp
from PIL import Image, ImageChops

from webapp.documents.papers import ROLLS, SHEETS, Sticker
from webapp.documents.zpl import DOTS_PER_MM, text_picture, zpl

PUMP = Sticker(
    scan_code="SW:P:WM-30055",
    key="WM-30055",
    name="滚筒洗衣机排水泵",
    name_second="Drain pump, front loader",
    facts=("货架 A-01", "2026-03-01"),
)
FIELD = re.compile(r"\^FO(\d+),(\d+)\^GFA,(\d+),(\d+),(\d+),([0-9A-F]+)\^FS")


def pictures(text: str) -> list[tuple[int, int, Image.Image]]:
    """Return each graphic field with its place, drawn as the printer prints it."""
    made = []
    for left, top, sent, total, across, data in FIELD.findall(text):
        raw = bytes.fromhex(data)
        assert len(raw) == int(sent) == int(total)
        assert len(raw) % int(across) == 0
        size = (int(across) * 8, len(raw) // int(across))
        black = Image.frombytes("1", size, raw).convert("L")
        made.append((int(left), int(top), ImageChops.invert(black)))
    return made


@pytest.mark.parametrize("resolution", DOTS_PER_MM)
@pytest.mark.parametrize("size", ROLLS)
def test_every_roll_and_resolution_is_whole_and_stays_on_the_label(size: str, resolution: str) -> None:
    text = zpl([PUMP], ROLLS[size], resolution=resolution)
    dots = DOTS_PER_MM[resolution]
    wide, high = (round(each * dots) for each in (ROLLS[size].width_mm, ROLLS[size].height_mm))
    assert text.count("^XA") == text.count("^XZ") == 1
    assert text.index("^CI28") < text.index("^FO")
    assert (f"^PW{wide}", f"^LL{high}") == (text.splitlines()[2], text.splitlines()[3])
    assert text.isascii()
    assert text.count("^FO") == text.count("^FS")
    drawn = pictures(text)
    for left, top, picture in drawn:
        ink = ImageChops.invert(picture).getbbox()
        assert ink is not None
        assert left + ink[2] <= wide
        assert top + ink[3] <= high
    left, top, code = drawn[0]
    quiet = Image.new("L", (code.width + 80, code.height + 80), 255)
    quiet.paste(code, (40, 40))
    [read] = zxingcpp.read_barcodes(quiet)
    assert read.text == "SW:P:WM-30055"
    assert "^FDWM-30055^FS" in text


def test_chinese_survives_as_the_packaged_font_draws_it() -> None:
    text = zpl([PUMP], ROLLS["100x60"])
    assert "泵" not in text
    drawn = pictures(text)
    assert len(drawn) == 3  # code, name, the fact that has Chinese in it
    letters = round(8.4 * 25.4 / 72 * ROLLS["100x60"].scale * 8)
    wanted = text_picture(PUMP.name, letters, 600).convert("L")
    same = drawn[1][2].crop((0, 0, wanted.width, wanted.height))
    assert ImageChops.difference(same, wanted).getbbox() is None
    other = text_picture("滚筒洗衣机排水管", letters, 600).convert("L")
    assert ImageChops.difference(wanted, other.crop((0, 0, *wanted.size))).getbbox() is not None
    assert "^FDDrain pump, front loader^FS" in text
    assert "^FD2026-03-01^FS" in text


def test_a_long_name_is_cut_and_a_missing_sign_is_shown() -> None:
    assert text_picture("压" * 80, 24, 200).width <= 200
    assert text_picture("😀泵", 24, 200).width > text_picture("泵", 24, 200).width


def test_signs_of_the_language_are_escaped_and_code128_stands_where_it_can() -> None:
    made = zpl([Sticker(scan_code="SW:P:A^1", key="A^1~B_C")], ROLLS["100x60"])
    assert "^FH^FDA_5E1_7EB_5FC^FS" in made
    assert "^BCN" in made
    assert "^BCN" not in zpl([Sticker(scan_code="SW:B:甲", key="甲区")], ROLLS["100x60"])
    assert "^BCN" not in zpl([Sticker(scan_code="SW:P:X", key="X" * 60)], ROLLS["40x30"])


def test_copies_and_refusals() -> None:
    text = zpl([PUMP, PUMP], ROLLS["50x30"], copies=7)
    assert text.count("^PQ7") == text.count("^XA") == 2
    for stickers, more in (([], {}), ([PUMP], {"resolution": "72"}), ([PUMP], {"copies": 0})):
        with pytest.raises(ValueError, match="ZPL needs"):
            zpl(stickers, ROLLS["50x30"], **more)  # type: ignore[arg-type]


def test_gs1_is_written_as_gs1() -> None:
    one = Sticker(scan_code="(01)06901234567892(10)L1", key="L1")
    _left, _top, code = pictures(zpl([one], ROLLS["100x60"]))[0]
    quiet = Image.new("L", (code.width + 80, code.height + 80), 255)
    quiet.paste(code, (40, 40))
    [read] = zxingcpp.read_barcodes(quiet)
    assert (read.text, read.symbology_identifier) == ("(01)06901234567892(10)L1", "]Q3")


@pytest.mark.parametrize("name", SHEETS)
def test_sheets_stay_on_the_paper(name: str) -> None:
    sheet = SHEETS[name]
    left, top = sheet.place(sheet.places - 1)
    assert left + sheet.size.width_mm <= 210.01
    assert top + sheet.size.height_mm <= 297.01
    assert sheet.place(0) == (sheet.left_mm, sheet.top_mm)
