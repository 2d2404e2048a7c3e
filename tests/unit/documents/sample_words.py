"""What the samples of all papers share: parts, the company, signatures, and words in both languages."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from webapp.documents import papers as p

PARTS = [
    (
        "AC-10023",
        "变频空调压缩机总成（含减震脚垫及电气盒盖板）",
        "Inverter compressor assembly with damper feet and cover",
        "台",
    ),
    ("AC-20417-B", "室外机直流风机电机", "Outdoor DC fan motor", "台"),
    ("WM-30055", "滚筒洗衣机排水泵", "Drain pump, front loader", "只"),
    ("RF-41280", "冰箱门封条 1,820 × 560 mm", "Fridge door gasket 1,820 × 560 mm", "条"),
    ("EL-00019", "温度传感器 10 kΩ ±1 ℃", "Temperature sensor 10 kΩ ±1 °C", "只"),
    ("CB-77120", "主控板（V3.2，替代 CB-77118）", "Main control board (V3.2, replaces CB-77118)", "块"),
]


NOTE = {
    "zh": "请于周五下午四点前送达；外包装须注明“易碎 · 向上”，随货附出厂检验合格证原件及每批材质证明。",
    "en": "Deliver before four on Friday afternoon; mark it “fragile · this side up” and enclose the certificate.",
}


def say(language: str, zh: str, en: str) -> str:
    return zh if language == "zh" else en


def company(language: str) -> p.Company:
    zh, en = "远山家电售后服务有限公司", "Farhill Appliance Service Co., Ltd."
    return p.Company(
        name=say(language, zh, en),
        name_second=say(language, en, zh),
        address=say(
            language, "浙江省宁波市鄞州区工业园三路 88 号", "88 Industry Park Road 3, Yinzhou, Ningbo, Zhejiang"
        ),
        phone="0574-8800 1234",
        email="parts@farhill.example",
        tax_number="913302000000000000",
    )


def head(language: str, number: str, **more: Any) -> dict[str, Any]:
    return {
        "company": company(language),
        "number": number,
        "printed_at": "2026-11-22 09:30",
        "printed_by": say(language, "王小梅", "Wang Xiaomei"),
        "status": say(language, "已批准", "Approved"),
        "note": NOTE[language],
        **more,
    }


def part(language: str, index: int, **more: Any) -> dict[str, Any]:
    number, zh, en, unit = PARTS[index % len(PARTS)]
    return {
        "part_number": number,
        "part_name": say(language, zh, en),
        "part_name_second": say(language, en, zh),
        "unit": say(language, unit, "pcs"),
        **more,
    }


def supplier(language: str) -> p.Party:
    zh, en = "苏州恒达制冷设备有限公司", "Suzhou Hengda Refrigeration Equipment Co., Ltd."
    return p.Party(
        name=say(language, zh, en),
        name_second=say(language, en, zh),
        number="S-0007",
        contact=say(language, "李建国", "Li Jianguo"),
        phone="0512-6655 0088",
        email="sales@hengda.example",
        address=say(
            language, "江苏省苏州市相城区望亭镇问渡路 101 号 3 幢", "Building 3, 101 Wendu Road, Suzhou, Jiangsu"
        ),
    )


def signature_png() -> bytes:
    image = Image.new("RGBA", (360, 120), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    points = [(12, 80), (60, 20), (80, 95), (130, 35), (150, 90), (210, 30), (240, 85), (340, 50)]
    pen.line(points, fill=(20, 30, 90, 255), width=5, joint="curve")
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def photo(colour: tuple[int, int, int]) -> bytes:
    image = Image.new("RGB", (320, 240), colour)
    ImageDraw.Draw(image).ellipse((90, 50, 230, 190), outline="white", width=8)
    written = BytesIO()
    image.save(written, "JPEG")
    return written.getvalue()


def signed(language: str, zh: str, en: str, *, on: str = "2026-11-22", image: bool = False) -> p.Signature:
    return p.Signature(name=say(language, zh, en), on=on, image=signature_png() if image else None)
