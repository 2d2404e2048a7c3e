from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from inventory.scan_codes import CodeKind, ScanCode, format_code, parse_code
from kernel.errors import RuleViolation
from webapp.documents.capitals import capital_amount
from webapp.documents.codes import code128_png, code128_svg, fits_code128, qr_png, qr_svg
from webapp.documents.gs1 import read_gs1


@pytest.mark.parametrize("text", ["SW:P:AC-10023", "SW:L:配件-批次-001", "https://example.test/s/7Kq2mZ", "x" * 128])
def test_qr_code_is_read_back(text):
    picture = Image.open(BytesIO(qr_png(text)))
    assert picture.mode == "1"
    assert zxingcpp.read_barcode(picture.convert("L")).text == text


def test_code128_is_read_back():
    picture = Image.open(BytesIO(code128_png("AC-20417-B")))
    assert picture.mode == "1"
    found = zxingcpp.read_barcode(picture.convert("L"))
    assert found.text == "AC-20417-B"
    assert found.format == zxingcpp.BarcodeFormat.Code128


@pytest.mark.parametrize("write", [qr_svg, code128_svg])
def test_drawn_codes_name_themselves_and_carry_no_style(write):
    drawn = write("SW:P:A-1", name='<b>"A&1"</b>')
    assert "<title>&lt;b&gt;&#34;A&amp;1&#34;&lt;/b&gt;</title>" in drawn
    assert "style" not in drawn
    assert 'role="img"' in drawn


@pytest.mark.parametrize(
    ("write", "text"), [(code128_png, "压缩机"), (qr_png, ""), (qr_png, "x" * 5000), (code128_svg, "")]
)
def test_what_a_symbol_cannot_hold_is_refused(write, text):
    with pytest.raises(RuleViolation) as refused:
        write(text)
    assert refused.value.code == "code_not_writable"


def test_long_keys_do_not_fit_the_label():
    assert fits_code128("AC-10023", 46)
    assert not fits_code128("AC-10023-VERY-LONG-NUMBER-OF-THE-MAKER", 46)
    assert not fits_code128("压缩机", 100)
    assert not fits_code128("", 100)


keys = st.text(
    st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"]), min_size=1, max_size=123
)


@given(st.sampled_from(CodeKind), keys)
def test_a_written_code_is_read_back(kind, key):
    assert parse_code(format_code(kind, key)) == ScanCode(kind, key)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    try:
        code = parse_code(text)
    except RuleViolation:
        return
    assert 0 < len(code.key) <= 128
    assert not [sign for sign in code.key if unicodedata.category(sign).startswith("C")]
    assert code.key == code.key.strip()


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("SW:P:AC-10023", CodeKind.PART, "AC-10023"),
        ("sw:l:L26090001\r\n", CodeKind.LOT, "L26090001"),
        ("SW：B：WH1:A:03", CodeKind.LOCATION, "WH1:A:03"),
        ("ＳＷ：Ｗ：WO-1", CodeKind.WORK_ORDER, "WO-1"),
        ("SW:T: ST-1 ", CodeKind.STOCK_TAKE, "ST-1"),
        ("SW:S:配件：01", CodeKind.SERIAL, "配件：01"),
        ("6901234567892", None, "6901234567892"),
        ("SWITCH:1:2", None, "SWITCH:1:2"),
        ("SW:P", None, "SW:P"),
    ],
)
def test_scanned_texts(text, kind, key):
    assert parse_code(text) == ScanCode(kind, key)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "scan_code_empty"),
        (" \u3000\t", "scan_code_empty"),
        ("SW:P:", "scan_code_empty"),
        ("x" * 129, "scan_code_too_long"),
        ("SW:X:1", "scan_code_unknown_kind"),
        ("SW::1", "scan_code_unknown_kind"),
        ("SW:P:a\x00b", "scan_code_control_character"),
        ("a\x1bb", "scan_code_control_character"),
        ("a\u202eb", "scan_code_control_character"),
    ],
)
def test_refused_texts(text, code):
    with pytest.raises(RuleViolation) as refused:
        parse_code(text)
    assert refused.value.code == code


def test_code_of_a_key_that_is_too_long_with_its_mark_is_refused():
    with pytest.raises(RuleViolation):
        format_code(CodeKind.PART, "x" * 124)


@pytest.mark.parametrize(
    "text",
    [
        "]C10109501101530003172706301037".replace("1037", "10L-7\x1d3724\x1d21S99"),
        "0109501101530003172706301" + "0L-7\x1d3724\x1d21S99",
        "(01)09501101530003(17)270630(10)L-7(37)24(21)S99",
        "]d2\x1d010950110153000317270630" + "10L-7\x1d3724\x1d21S99\r\n",
    ],
)
def test_gs1_fields_are_read(text):
    reading = read_gs1(text)
    assert reading is not None
    assert (reading.gtin, reading.lot, reading.expires_on, reading.quantity, reading.serial) == (
        "09501101530003", "L-7", date(2027, 6, 30), 24, "S99",
    )  # fmt: skip


def test_bare_trade_item_numbers_need_a_right_check_digit():
    assert read_gs1("9501101530003").gtin == "09501101530003"
    assert read_gs1("9501101530004") is None


def test_day_zero_means_the_last_day_of_the_month():
    assert read_gs1("(17)270200").expires_on == date(2027, 2, 28)


@given(st.text(max_size=200))
def test_gs1_reading_never_fails(text):
    read_gs1(text)
    read_gs1("(01)" + text)
    read_gs1("]C1" + text)


@pytest.mark.parametrize("text", ["", "AC-10023", "SW:P:1", "(01)123", "http://127.0.0.1/01/09501101530003", "0" * 200])
def test_other_texts_are_not_gs1(text):
    assert read_gs1(text) is None


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("0", "人民币零元整"),
        ("0.05", "人民币伍分"),
        ("0.50", "人民币伍角整"),
        ("10", "人民币壹拾元整"),
        ("107000.53", "人民币壹拾万柒仟元伍角叁分"),
        ("1409.50", "人民币壹仟肆佰零玖元伍角整"),
        ("6007.14", "人民币陆仟零柒元壹角肆分"),
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("100000000", "人民币壹亿元整"),
        ("100010000", "人民币壹亿零壹万元整"),
        ("100000001.01", "人民币壹亿零壹元零壹分"),
        ("1000000000000", "人民币壹万亿元整"),
        ("1000100000000", "人民币壹万零壹亿元整"),
        ("-12.30", "人民币负壹拾贰元叁角整"),
        ("1.005", "人民币壹元零壹分"),
    ],
)
def test_amounts_in_capitals(amount, written):
    assert capital_amount(Decimal(amount)) == written


def test_an_amount_beyond_all_capitals_is_refused():
    with pytest.raises(ValueError, match="16 digits"):
        capital_amount(Decimal("1e16"))
