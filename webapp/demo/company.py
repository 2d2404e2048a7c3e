"""Name the people, stores and suppliers of the demo company; the suppliers' true habits are known only here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kernel.text import Text


class Staff(NamedTuple):
    """Describe somebody who works here: code, name, roles."""

    code: str
    name: str
    roles: tuple[str, ...]


class Store(NamedTuple):
    """Describe a warehouse: code, names, region, its keepers and how much of the repairs it serves."""

    code: str
    name: Text
    region: str
    keepers: tuple[str, ...]
    share: float


STAFF: tuple[Staff, ...] = (
    Staff("admin", "周管理 Zhou Guanli", ("admin",)),
    Staff("supervisor", "陈志强 Chen Zhiqiang", ("supervisor",)),
    Staff("supervisor2", "林雅琴 Lin Yaqin", ("supervisor",)),
    Staff("buyer", "王丽娜 Wang Lina", ("buyer",)),
    Staff("buyer2", "赵文博 Zhao Wenbo", ("buyer",)),
    Staff("inspector", "李国栋 Li Guodong", ("inspector",)),
    Staff("inspector2", "孙晓梅 Sun Xiaomei", ("inspector",)),
    Staff("keeper", "张建国 Zhang Jianguo", ("keeper",)),
    Staff("keeper2", "刘海燕 Liu Haiyan", ("keeper",)),
    Staff("keeper-east", "吴敏 Wu Min", ("keeper",)),
    Staff("keeper-east2", "郑浩 Zheng Hao", ("keeper",)),
    Staff("keeper-south", "黄伟杰 Huang Weijie", ("keeper",)),
    Staff("keeper-south2", "梁美玲 Liang Meiling", ("keeper",)),
    Staff("keeper-north", "马骏 Ma Jun", ("keeper",)),
    Staff("keeper-north2", "高雪 Gao Xue", ("keeper",)),
    Staff("desk", "徐静 Xu Jing", ("desk",)),
    Staff("desk2", "何佳 He Jia", ("desk",)),
    Staff("desk3", "罗婷 Luo Ting", ("desk",)),
    Staff("manager", "谢宏伟 Xie Hongwei", ("service_manager",)),
    Staff("quality", "唐慧 Tang Hui", ("quality",)),
)

ENGINEERS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("engineer", "杨帆 Yang Fan", "华东", ("air_conditioner", "refrigerator", "washing_machine")),
    ("engineer2", "朱磊 Zhu Lei", "华东", ("washing_machine", "dishwasher", "refrigerator")),
    ("engineer3", "许超 Xu Chao", "华东", ("water_heater", "range_hood", "dishwasher")),
    ("engineer4", "沈斌 Shen Bin", "华东", ("air_conditioner", "water_heater", "washing_machine")),
    ("engineer5", "曹阳 Cao Yang", "华东", ("air_conditioner", "refrigerator", "range_hood")),
    ("engineer6", "邓勇 Deng Yong", "华南", ("air_conditioner", "refrigerator", "dishwasher")),
    ("engineer7", "冯凯 Feng Kai", "华南", ("washing_machine", "water_heater", "range_hood")),
    ("engineer8", "蒋涛 Jiang Tao", "华南", ("air_conditioner", "washing_machine", "dishwasher")),
    ("engineer9", "蔡明 Cai Ming", "华南", ("water_heater", "refrigerator", "range_hood")),
    ("engineer10", "余鹏 Yu Peng", "华北", ("air_conditioner", "water_heater", "dishwasher", "range_hood")),
    ("engineer11", "潘亮 Pan Liang", "华北", ("washing_machine", "refrigerator", "air_conditioner")),
    (
        "engineer12",
        "杜鑫 Du Xin",
        "华北",
        ("water_heater", "range_hood", "washing_machine", "dishwasher", "refrigerator"),
    ),
)
"""Code, name, region and the product families that each engineer is certified for."""

CENTRAL = Store("HQ", Text("合肥中央仓", "Hefei central store"), "华东", ("keeper", "keeper2"), 0.0)
REGIONAL: tuple[Store, ...] = (
    Store("SH", Text("上海区域仓", "Shanghai regional store"), "华东", ("keeper-east", "keeper-east2"), 0.5),
    Store("GZ", Text("广州区域仓", "Guangzhou regional store"), "华南", ("keeper-south", "keeper-south2"), 0.3),
    Store("BJ", Text("北京区域仓", "Beijing regional store"), "华北", ("keeper-north", "keeper-north2"), 0.2),
)
ZONES: tuple[tuple[str, str, str], ...] = (
    ("A", "电子电气区", "Electronics"),
    ("B", "机械制冷区", "Mechanics and refrigeration"),
    ("C", "水路密封区", "Water path and seals"),
    ("D", "外观耗材区", "Panels and consumables"),
)


@dataclass(frozen=True, slots=True)
class SupplierTruth:
    """Describe a supplier and what nobody is told: price level, lateness, defects, short deliveries.

    `late_days` is the mean delay against its promise and `late_spread` its spread; `defects` is the share of bad
    pieces, `short` the share of deliveries that come in two parts.
    """

    code: str
    name: Text
    contact: str
    categories: tuple[str, ...]
    price: float
    lead_days: int
    late_days: float
    late_spread: float
    defects: float
    short: float
    reputation: int


_FIRST = ("electric", "boards", "sensors", "motors", "compressors", "circuit", "season", "valves", "hoses", "seals")
ALL = (*_FIRST, "heating", "structure", "panels", "hardware", "filters", "consumables", "water")


def _supplier(
    code: str,
    zh: str,
    en: str,
    contact: str,
    categories: tuple[str, ...],
    price: float,
    lead: int,
    late: tuple[float, float],
    defects: float,
    short: float,
    reputation: int,
) -> SupplierTruth:
    return SupplierTruth(
        code, Text(zh, en), contact, categories, price, lead, late[0], late[1], defects, short, reputation
    )


SUPPLIERS: tuple[SupplierTruth, ...] = (
    _supplier("S01", "宁波精控电子", "Ningbo Jingkong Electronics", "钱工", ("boards", "sensors", "electric"),
              0.98, 18, (-0.5, 1.0), 0.002, 0.02, 92),
    _supplier("S02", "顺德恒力压缩机", "Shunde Hengli Compressors", "谭经理", ("compressors", "circuit", "motors"),
              1.00, 28, (0.0, 1.5), 0.004, 0.04, 88),
    _supplier("S03", "慈溪密封科技", "Cixi Sealing Technology", "施小姐", ("seals", "hoses", "valves", "water"),
              0.97, 12, (0.3, 1.2), 0.005, 0.05, 85),
    _supplier("S04", "中山威能电机", "Zhongshan Weineng Motors", "关先生", ("motors", "structure", "season"),
              1.02, 20, (0.8, 2.0), 0.008, 0.06, 82),
    _supplier("S05", "苏州流体阀业", "Suzhou Fluid Valves", "陆工", ("valves", "water", "circuit", "hoses"),
              1.03, 16, (1.5, 2.0), 0.010, 0.08, 78),
    _supplier("S06", "佛山热科元件", "Foshan Thermal Components", "何经理", ("heating", "sensors", "circuit", "season"),
              0.99, 15, (2.0, 2.5), 0.015, 0.08, 75),
    _supplier("S07", "台州注塑制品", "Taizhou Moulded Products", "叶先生", ("panels", "structure", "filters"),
              0.95, 14, (2.5, 3.0), 0.020, 0.10, 72),
    _supplier("S08", "温州五金紧固", "Wenzhou Fasteners", "金小姐", ("hardware", "structure", "consumables"),
              0.94, 10, (3.0, 3.0), 0.020, 0.10, 70),
    _supplier("S09", "合肥联创电子", "Hefei Lianchuang Electronics", "汪经理",
              ("boards", "electric", "sensors", "motors"),
              1.04, 14, (4.0, 4.0), 0.030, 0.14, 66),
    _supplier("S10", "青岛海润配件", "Qingdao Hairun Parts", "姜先生", ("seals", "hoses", "filters", "panels", "water"),
              1.02, 12, (5.0, 5.0), 0.040, 0.15, 62),
    _supplier("S11", "广州全通贸易", "Guangzhou Quantong Trading", "邱小姐", ALL, 1.16, 7, (4.5, 4.0), 0.035, 0.16, 58),
    _supplier("S12", "河北安泰铜业", "Hebei Antai Copper", "田经理", ("circuit", "consumables", "hardware", "season"),
              0.96, 18, (8.0, 6.0), 0.060, 0.20, 50),
    _supplier("S13", "深圳速达元件", "Shenzhen Suda Components", "温先生", ("season", "sensors", "electric", "boards"),
              1.06, 10, (10.0, 7.0), 0.090, 0.22, 42),
    _supplier("S14", "汕头鑫发塑胶", "Shantou Xinfa Plastics", "佘先生", ("valves", "panels", "filters", "consumables"),
              1.05, 12, (13.0, 8.0), 0.120, 0.28, 35),
)  # fmt: skip
"""From the best to the worst by what they really do."""

SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹"
_GIVEN = (
    "秀英",
    "桂兰",
    "建华",
    "志明",
    "丽华",
    "文静",
    "海涛",
    "晓东",
    "雪梅",
    "国庆",
    "美玲",
    "俊杰",
    "思远",
    "雨桐",
    "子涵",
)
GIVEN = (
    *_GIVEN,
    "浩然",
    "欣怡",
    "振华",
    "红霞",
    "玉珍",
    "春生",
    "永强",
    "佳慧",
    "梓轩",
    "淑芬",
    "立新",
    "凤英",
    "少华",
    "明辉",
    "嘉怡",
)
STREETS = {
    "华东": (
        "上海市浦东新区花木路",
        "上海市徐汇区漕溪路",
        "杭州市西湖区文三路",
        "苏州市工业园区星湖街",
        "南京市鼓楼区中山路",
    ),
    "华南": ("广州市天河区体育东路", "深圳市南山区科苑路", "佛山市禅城区祖庙路", "东莞市南城区鸿福路"),
    "华北": ("北京市朝阳区望京街", "北京市海淀区知春路", "天津市河西区友谊路", "石家庄市长安区建设大街"),
}
