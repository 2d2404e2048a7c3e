from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.unit.documents import samples
from tests.unit.documents.reading import codes_in, pages_of, paper, pictures_of, squeezed, text_of
from webapp.documents import papers as p
from webapp.documents.labels import LANGUAGES
from webapp.documents.vocabulary import WORDS

TEMPLATES = Path(p.__file__).parents[1] / "templates"
KEY_TEXTS = {
    "purchase_order": (
        ["采购订单", "供应商", "苏州恒达制冷设备有限公司", "金额大写", "人民币壹拾捌万陆仟叁佰肆拾元伍角整"],
        ["Purchase order", "Unit price", "Suzhou Hengda", "186,340.50"],
    ),
    "quote_request": (
        ["询价单", "报价截止", "在线报价", "交期/天"],
        ["Request for quotation", "Quote by", "Answer online", "no promise to buy"],
    ),
    "contract": (
        ["采购合同", "甲方（买方）", "变更原因", "质量要求", "售后服务"],
        ["Purchase contract", "Prices are without tax", "Copper became cheaper", "After-sales service"],
    ),
    "purchase_plan": (
        ["采购计划", "补货点", "库存位置 13 低于补货点 18", "预算结余"],
        ["Purchase plan", "Reorder point", "Urgent"],
    ),
    "scenario": (
        ["库存情景分析", "交期：增减天数", "不作调整", "满足率", "另有 812 种配件变化"],
        ["What-if scenario", "If nothing is done", "Parts that change", "812 further parts"],
    ),
    "supplier_scorecard": (
        ["供应商综合评估", "数据不足", "交货期", "权重"],
        ["Supplier scorecard", "not enough data", "Weight"],
    ),
    "arrival_note": (["到货登记单", "待检区", "错货：订购 WM-30056"], ["Arrival note", "Wrong part", "not stock"]),
    "acceptance_record": (
        ["验收记录", "外观", "不合格", "190.9 mm", "严禁不合格配件"],
        ["Acceptance record", "Pending", "Fail"],
    ),
    "return_note": (["退货单", "处理要求", "底脚孔距超差"], ["Rejection and return note", "Answer by", "11,577.60"]),
    "putaway_list": (["上架单", "批次", "WH1-A-01-03"], ["Putaway list", "Lot"]),
    "pick_list": (["领料单", "维修工程师", "欠料"], ["Pick list", "Back-ordered", "WO-2026-004512"]),
    "issue_slip": (["领料签收单", "领料人签收", "刘洋"], ["Issue slip", "Liu Yang", "WO-2026-004512"]),
    "transfer_note": (["调拨单", "杭州分仓", "双方库管员"], ["Transfer note", "in transit"]),
    "old_part_note": (["旧件返还单", "SN-701", "线圈断路"], ["Old-part return note", "never issued again"]),
    "disposal_note": (["处置单", "购买方", "处置损益", "6,000.00"], ["Disposal note", "Second Hand", "FIFO cost"]),
    "repair_order": (["送修单", "外修厂地址", "线圈断路"], ["Repair order", "Workshop", "send back by"]),
    "last_time_buy": (
        ["最后采购", "拟采购数量", "缺货概率"],
        ["Last-time buy", "Proposed quantity"],
    ),
    "stock_card": (["库存卡", "结存", "补货点", "变频空调压缩机总成"], ["Stock card", "Balance", "Reorder point"]),
    "count_sheet": (["盘点表", "盲盘", "实盘"], ["Count sheet", "Blind count"]),
    "stock_take_report": (
        ["盘点报告", "盘盈", "盘亏", "漏记领料"],
        ["Stock-take report", "Gains", "Losses", "Issue not recorded"],
    ),
    "monthly_stock_report": (
        ["月度库存报告", "周转率", "库龄", "压缩机与制冷"],
        ["Monthly stock report", "Ageing", "Compressors"],
    ),
    "intake_form": (["受理登记表", "首问责任人", "开机约十分钟后停机"], ["Service intake form", "First owner"]),
    "dispatch_sheet": (["派工单", "建议携带配件", "到达时限"], ["Dispatch sheet", "Parts to carry"]),
    "service_confirmation": (
        ["服务确认单", "客户应付", "陈丽华", "L26090000"],
        ["Service confirmation", "To pay", "Chen Lihua"],
    ),
    "repair_record": (["维修记录", "检测诊断", "换下旧件"], ["Repair record", "Diagnosis", "Replaced parts"]),
    "satisfaction_survey": (
        ["满意度调查表", "低于 8 分原因", "服务态度"],
        ["Satisfaction survey", "Why below 8", "Attitude"],
    ),
}


def test_every_paper_has_its_key_texts():
    assert set(KEY_TEXTS) == set(samples.PAPERS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", samples.PAPERS)
def test_paper_carries_its_texts_and_page_numbers(name, language):
    data = paper(name, language)
    text = text_of(data)
    for wanted in KEY_TEXTS[name][LANGUAGES.index(language)]:
        assert squeezed(wanted) in text, wanted
    assert squeezed(WORDS[f"title_{name}"][0]) in text
    assert squeezed(WORDS[f"title_{name}"][1]) in text
    pages = pages_of(data)
    for number, page in enumerate(pages, 1):
        shown = f"第{number}/{len(pages)}页" if language == "zh" else f"Page{number}of{len(pages)}"
        assert shown in squeezed(page)
    sizes = {tuple(round(float(side)) for side in page.mediabox[2:]) for page in PdfReader(BytesIO(data)).pages}
    assert sizes == ({(842, 595)} if name == "purchase_plan" else {(595, 842)})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", samples.PAPERS)
def test_only_the_packaged_font_stands_in_the_paper(name, language):
    fonts = set()
    for page in PdfReader(BytesIO(paper(name, language))).pages:
        for font in page["/Resources"]["/Font"].values():
            fonts.add(font.get_object()["/BaseFont"])
    assert fonts
    assert all("Sparewell-CJK" in font for font in fonts), fonts


@pytest.mark.parametrize("name", ["purchase_order", "return_note"])
def test_papers_for_suppliers_carry_both_languages(name):
    for language in LANGUAGES:
        text = text_of(paper(name, language))
        assert "数量" in text
        assert "Quantity" in text
        assert "第1/" in text
        assert "Page1of" in text


@pytest.mark.parametrize("name", ["arrival_note", "count_sheet", "stock_card", "satisfaction_survey", "intake_form"])
def test_other_papers_keep_their_labels_in_one_language(name):
    labels = {key: words for key, words in WORDS.items() if not key.startswith("title_") and len(words[1]) > 7}
    english = text_of(paper(name, "zh"))
    assert not [words[1] for words in labels.values() if squeezed(words[1]) in english]


@pytest.mark.parametrize("name", samples.PAPERS)
def test_head_code_is_read_back_from_the_page(name, tmp_path):
    made = samples.PAPERS[name][0]("zh")
    [picture] = pictures_of(paper(name, "zh"), tmp_path)
    assert ("qr", made.head_code) in codes_in(picture)


def test_pick_list_codes_are_read_back(tmp_path):
    made = samples.pick_list("zh")
    [picture] = pictures_of(paper("pick_list", "zh"), tmp_path)
    found = codes_in(picture)
    assert {("qr", line.scan_code) for line in made.lines} <= found
    assert ("code128", made.work_order) in found


def test_long_count_sheet_repeats_its_head_and_numbers_its_pages():
    pages = pages_of(p.render_count_sheet(samples.count_sheet("zh", lines=500), "zh"))
    assert len(pages) > 20
    listed = [page for page in pages if "L2609" in page]
    assert all("库位" in page and "实盘" in page for page in listed)
    assert all(f"第{number}/{len(pages)}页" in squeezed(page) for number, page in enumerate(pages, 1))
    assert all("ST-2026-11-01" in page for page in pages)
    lots = re.findall(r"L2609\d{4}", "".join(pages))
    assert lots == [f"L2609{index:04d}" for index in range(500)]


def test_count_sheet_has_no_place_for_a_book_quantity():
    assert not {"quantity", "book", "on_hand", "balance"} & set(p.CountLine.__dataclass_fields__)
    assert WORDS["book"][0] not in text_of(paper("count_sheet", "zh")).replace("不列账面数量", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_papers_without_any_line_still_render(language):
    for name, (make, render) in samples.PAPERS.items():
        full = make(language)
        empty = {field: () for field, value in vars(full).items() if isinstance(value, tuple) and field != "questions"}
        text = text_of(render(replace(full, **empty), language))
        assert full.number.replace(" ", "") in text, name


def test_label_sheet_leaves_used_places_free_and_reads_back(tmp_path):
    made = samples.stickers("zh", 26)
    data = p.render_label_sheet(made, "zh", skip=2)
    assert len(PdfReader(BytesIO(data)).pages) == 2
    first, second = pictures_of(data, tmp_path, dots_per_inch=250, last=2)
    found = codes_in(first) | codes_in(second)
    assert {("qr", one.scan_code) for one in made} <= found
    assert {("code128", one.key) for one in made} <= found
    corner = first.crop((0, 0, first.width * 2 // 3, first.height // 8 - 20))
    assert corner.getextrema() == (255, 255)
    assert "变频空调压缩机总成" in text_of(data)


def test_roll_has_one_label_a_page_in_the_printer_size(tmp_path):
    made = samples.stickers("en", 3)
    data = p.render_label_roll(made, "en")
    sizes = [[round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] for page in PdfReader(BytesIO(data)).pages]
    assert sizes == [[50, 30]] * 3
    for picture, one in zip(pictures_of(data, tmp_path, 203, last=3), made, strict=True):
        assert codes_in(picture) == {("qr", one.scan_code), ("code128", one.key)}


def test_label_with_a_key_that_code128_cannot_hold_has_the_qr_code_alone(tmp_path):
    one = p.Sticker(scan_code="SW:B:一号库-甲区", key="一号库-甲区")
    [picture] = pictures_of(p.render_label_roll([one], "zh"), tmp_path, 203)
    assert codes_in(picture) == {("qr", "SW:B:一号库-甲区")}


def test_labels_ask_for_a_sensible_request():
    with pytest.raises(ValueError, match="needs labels"):
        p.render_label_sheet([], "zh")
    with pytest.raises(ValueError, match="skips fewer"):
        p.render_label_sheet(samples.stickers("zh", 1), "zh", skip=24)
    with pytest.raises(ValueError, match="needs labels"):
        p.render_label_roll([], "zh")


def test_every_word_exists_in_both_languages():
    empty_by_nature = {"page_after"}  # "Page 1 of 2" has nothing behind it
    for key, (chinese, english) in WORDS.items():
        assert chinese.strip(), key
        assert english.strip() or key in empty_by_nature, key
        assert re.search(r"[\u4e00-\u9fff]", chinese) or key in {"page_between", "colon"}, key
        assert not re.search(r"[\u4e00-\u9fff]", english), key


def test_every_word_is_used_and_every_used_word_exists():
    written = "".join(path.read_text("utf-8") for path in TEMPLATES.glob("*.html"))
    written += "".join(path.read_text("utf-8") for path in Path(p.__file__).parent.glob("*.py"))
    quoted = set(re.findall(r"""['"]([a-z_0-9]+)['"]""", written))
    titles = {f"title_{path.stem}" for path in TEMPLATES.glob("*.html")} - {
        "title_base", "title_macros", "title_sticker"
    }  # fmt: skip
    assert {key for key in WORDS if not key.startswith("title_")} <= quoted
    assert titles == {key for key in WORDS if key.startswith("title_")}


def test_columns_fill_the_width():
    for path in TEMPLATES.glob("*.html"):
        for block in re.findall(r"m\.lines\(\[(.*?)\], paper", path.read_text("utf-8"), re.DOTALL):
            widths = [
                int(width)
                for width in re.findall(r"""\(['"][a-z_]+['"], ['"][^'"]*['"], ['"][^'"]*['"], (\d+)""", block)
            ]
            assert sum(widths) == 100, path.name
