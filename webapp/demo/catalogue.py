"""Lay out what the demo company repairs and keeps: product families, models, categories, kinds of part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kernel.text import Text


class Family(NamedTuple):
    """Describe a product family: its prefix, names, warranty, and its models as (code, Chinese, English, series)."""

    code: str
    prefix: str
    name: Text
    warranty_months: int
    models: tuple[tuple[str, str, str, str], ...]


FAMILIES: tuple[Family, ...] = (
    Family(
        "air_conditioner",
        "AC",
        Text("空调", "Air conditioner"),
        36,
        (
            ("KFR-26GW-A1", "1匹变频壁挂空调 A1", "1 HP inverter wall unit A1", "A"),
            ("KFR-35GW-A2", "1.5匹变频壁挂空调 A2", "1.5 HP inverter wall unit A2", "A"),
            ("KFR-50GW-A3", "2匹变频壁挂空调 A3", "2 HP inverter wall unit A3", "A"),
            ("KF-26GW-B1", "1匹定频壁挂空调 B1", "1 HP fixed-speed wall unit B1", "B"),
            ("KF-35GW-B2", "1.5匹定频壁挂空调 B2", "1.5 HP fixed-speed wall unit B2", "B"),
            ("KFR-51LW-C1", "2匹柜式空调 C1", "2 HP floor-standing unit C1", "C"),
            ("KFR-72LW-C2", "3匹柜式空调 C2", "3 HP floor-standing unit C2", "C"),
            ("MDV-100-D1", "4匹家用中央空调 D1", "4 HP home multi-split D1", "D"),
            ("MDV-140-D2", "5匹家用中央空调 D2", "5 HP home multi-split D2", "D"),
            ("MDV-160-D3", "6匹家用中央空调 D3", "6 HP home multi-split D3", "D"),
        ),
    ),
    Family(
        "washing_machine",
        "WM",
        Text("洗衣机", "Washing machine"),
        36,
        (
            ("XQG80-A1", "8公斤滚筒洗衣机 A1", "8 kg front loader A1", "A"),
            ("XQG100-A2", "10公斤滚筒洗衣机 A2", "10 kg front loader A2", "A"),
            ("XQG100-B1", "10公斤直驱滚筒洗衣机 B1", "10 kg direct-drive front loader B1", "B"),
            ("XQG120-B2", "12公斤直驱滚筒洗衣机 B2", "12 kg direct-drive front loader B2", "B"),
            ("XQB80-C1", "8公斤波轮洗衣机 C1", "8 kg top loader C1", "C"),
            ("XQB100-C2", "10公斤波轮洗衣机 C2", "10 kg top loader C2", "C"),
            ("XQGH100-D1", "10公斤洗烘一体机 D1", "10 kg washer-dryer D1", "D"),
            ("XQGH120-D2", "12公斤洗烘一体机 D2", "12 kg washer-dryer D2", "D"),
        ),
    ),
    Family(
        "refrigerator",
        "RF",
        Text("冰箱", "Refrigerator"),
        36,
        (
            ("BCD-215-A1", "215升三门冰箱 A1", "215 l three-door refrigerator A1", "A"),
            ("BCD-258-A2", "258升三门冰箱 A2", "258 l three-door refrigerator A2", "A"),
            ("BCD-452W-B1", "452升十字对开门冰箱 B1", "452 l cross-door refrigerator B1", "B"),
            ("BCD-500W-B2", "500升十字对开门冰箱 B2", "500 l cross-door refrigerator B2", "B"),
            ("BCD-540W-C1", "540升对开门冰箱 C1", "540 l side-by-side refrigerator C1", "C"),
            ("BCD-610W-C2", "610升对开门冰箱 C2", "610 l side-by-side refrigerator C2", "C"),
            ("BD-300-C3", "300升冷柜 C3", "300 l freezer C3", "C"),
        ),
    ),
    Family(
        "water_heater",
        "WH",
        Text("热水器", "Water heater"),
        24,
        (
            ("JSQ25-A1", "13升燃气热水器 A1", "13 l gas water heater A1", "A"),
            ("JSQ31-A2", "16升燃气热水器 A2", "16 l gas water heater A2", "A"),
            ("JSQ36-A3", "18升燃气热水器 A3", "18 l gas water heater A3", "A"),
            ("DSZF-50-B1", "50升电热水器 B1", "50 l electric water heater B1", "B"),
            ("DSZF-60-B2", "60升电热水器 B2", "60 l electric water heater B2", "B"),
            ("DSZF-80-B3", "80升电热水器 B3", "80 l electric water heater B3", "B"),
        ),
    ),
    Family(
        "range_hood",
        "RH",
        Text("吸油烟机", "Range hood"),
        24,
        (
            ("CXW-200-A1", "侧吸式吸油烟机 A1", "Side-draft range hood A1", "A"),
            ("CXW-220-A2", "侧吸式吸油烟机 A2", "Side-draft range hood A2", "A"),
            ("CXW-260-A3", "变频侧吸式吸油烟机 A3", "Inverter side-draft range hood A3", "A"),
            ("CXW-240-B1", "顶吸式吸油烟机 B1", "Top-draft range hood B1", "B"),
            ("CXW-280-B2", "变频顶吸式吸油烟机 B2", "Inverter top-draft range hood B2", "B"),
        ),
    ),
    Family(
        "dishwasher",
        "DW",
        Text("洗碗机", "Dishwasher"),
        24,
        (
            ("WQP8-A1", "8套嵌入式洗碗机 A1", "8-place built-in dishwasher A1", "A"),
            ("WQP10-A2", "10套嵌入式洗碗机 A2", "10-place built-in dishwasher A2", "A"),
            ("WQP13-B1", "13套独立式洗碗机 B1", "13-place free-standing dishwasher B1", "B"),
            ("WQP16-B2", "16套独立式洗碗机 B2", "16-place free-standing dishwasher B2", "B"),
        ),
    ),
)

CATEGORIES: tuple[tuple[str, str | None, str, str], ...] = (
    ("electric", None, "电气件", "Electrical"),
    ("boards", "electric", "控制板", "Control boards"),
    ("sensors", "electric", "传感器与开关", "Sensors and switches"),
    ("motors", "electric", "电机与泵", "Motors and pumps"),
    ("cooling", None, "制冷件", "Refrigeration"),
    ("compressors", "cooling", "压缩机", "Compressors"),
    ("circuit", "cooling", "制冷管路", "Refrigerant circuit"),
    ("season", "cooling", "空调季节件", "Air-conditioner seasonal parts"),
    ("water", None, "水路件", "Water path"),
    ("valves", "water", "阀件", "Valves"),
    ("hoses", "water", "管路", "Hoses"),
    ("seals", "water", "密封件", "Seals"),
    ("heating", None, "加热与燃烧", "Heating and combustion"),
    ("structure", None, "结构件", "Structure"),
    ("panels", "structure", "面板外壳", "Panels and housings"),
    ("hardware", "structure", "五金紧固", "Hardware and fasteners"),
    ("filters", "structure", "滤网", "Filters"),
    ("consumables", None, "耗材", "Consumables"),
)
"""Code, parent, Chinese and English name of each category; `season` is the seasonal one."""

ZONE_OF = {
    "boards": "A",
    "sensors": "A",
    "electric": "A",
    "motors": "B",
    "compressors": "B",
    "circuit": "B",
    "season": "B",
    "cooling": "B",
    "heating": "B",
    "valves": "C",
    "hoses": "C",
    "seals": "C",
    "water": "C",
    "filters": "D",
    "panels": "D",
    "hardware": "D",
    "structure": "D",
    "consumables": "D",
}
"""In which zone of a warehouse the parts of a category lie."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Describe a kind of part of which every variant is a part of its own.

    `pace` chooses how it is asked for (see `webapp.demo.demand`); `cost` is the median price in yuan.
    """

    name: Text
    category: str
    cost: float
    pace: str
    variants: int = 2
    unit: str = "pcs"
    use_class: str = "common"
    criticality: str = "essential"
    serial: bool = False
    shelf_life_days: int | None = None


def _kind(zh: str, en: str, category: str, cost: float, pace: str, variants: int = 2, **more: object) -> Kind:
    return Kind(Text(zh, en), category, cost, pace, variants, **more)  # type: ignore[arg-type]


KEY = {"use_class": "key", "criticality": "vital"}
WEAR = {"use_class": "wear", "criticality": "essential"}
MINOR = {"criticality": "desirable"}

KINDS: dict[str, tuple[Kind, ...]] = {
    "AC": (
        _kind("压缩机", "Compressor", "compressors", 620, "slow", 4, serial=True, **KEY),
        _kind("室外机电控主板", "Outdoor main control board", "boards", 280, "slow", 4, serial=True, **KEY),
        _kind("室内机电控主板", "Indoor main control board", "boards", 165, "slow", 4, **KEY),
        _kind("压缩机启动电容", "Compressor run capacitor", "season", 18, "season_fast", 3, **WEAR),
        _kind("风机电容", "Fan capacitor", "season", 7, "season_fast", 2, **WEAR),
        _kind("室外风机电机", "Outdoor fan motor", "motors", 120, "season_slow", 4),
        _kind("室内风机电机", "Indoor fan motor", "motors", 98, "season_slow", 4),
        _kind("贯流风轮", "Cross-flow fan wheel", "structure", 42, "season_slow", 4),
        _kind("轴流风叶", "Axial fan blade", "structure", 36, "rare", 3),
        _kind("四通阀", "Four-way reversing valve", "circuit", 85, "season_slow", 4),
        _kind("四通阀线圈", "Reversing valve coil", "circuit", 22, "rare", 3),
        _kind("电子膨胀阀", "Electronic expansion valve", "circuit", 76, "season_slow", 3),
        _kind("毛细管组件", "Capillary tube assembly", "circuit", 19, "rare", 4),
        _kind("截止阀", "Service valve", "circuit", 24, "rare", 3),
        _kind("干燥过滤器", "Filter drier", "circuit", 12, "season_bulk", 2, **WEAR),
        _kind("蒸发器", "Evaporator", "circuit", 260, "dead", 4),
        _kind("冷凝器", "Condenser", "circuit", 340, "dead", 4),
        _kind("室温传感器", "Room temperature sensor", "sensors", 9, "season_fast", 2, **WEAR),
        _kind("管温传感器", "Coil temperature sensor", "sensors", 8, "season_slow", 3, **WEAR),
        _kind("压力开关", "Pressure switch", "sensors", 28, "rare", 3),
        _kind("接收显示板", "Receiver and display board", "boards", 38, "season_slow", 3),
        _kind("遥控器", "Remote control", "electric", 25, "steady", 3, **MINOR),
        _kind("导风板", "Air guide louver", "panels", 16, "rare", 4, **MINOR),
        _kind("步进电机", "Louver stepper motor", "motors", 14, "season_slow", 3),
        _kind("排水泵", "Condensate pump", "motors", 58, "season_slow", 2),
        _kind("过滤网", "Air filter", "filters", 11, "season_bulk", 4, **WEAR),
        _kind("面板总成", "Front panel assembly", "panels", 95, "dead", 4, **MINOR),
        _kind("室外机支架", "Outdoor unit bracket", "hardware", 45, "season_bulk", 2),
        _kind("连接铜管", "Copper line set", "circuit", 48, "metres", 3, unit="m"),
        _kind("保温管", "Insulation tube", "circuit", 6, "metres", 2, unit="m"),
    ),
    "WM": (
        _kind("进水阀", "Inlet valve", "valves", 26, "fast", 3, **WEAR),
        _kind("排水泵", "Drain pump", "motors", 48, "fast", 3, **WEAR),
        _kind("门封圈", "Door boot seal", "seals", 65, "steady", 4, **WEAR),
        _kind("电控主板", "Main control board", "boards", 190, "slow", 4, serial=True, **KEY),
        _kind("变频驱动板", "Inverter drive board", "boards", 150, "slow", 3, **KEY),
        _kind("显示板", "Display board", "boards", 75, "slow", 4),
        _kind("直驱电机", "Direct-drive motor", "motors", 380, "rare", 2, **KEY),
        _kind("串激电机", "Universal motor", "motors", 210, "rare", 2, **KEY),
        _kind("三角皮带", "Drive belt", "structure", 19, "steady", 3, **WEAR),
        _kind("减震器", "Shock absorber", "structure", 22, "pairs", 4, **WEAR),
        _kind("吊簧", "Suspension spring", "structure", 9, "pairs", 3, **WEAR),
        _kind("轴承组件", "Bearing set", "hardware", 54, "slow", 4, **WEAR),
        _kind("水封", "Shaft seal", "seals", 16, "slow", 4, **WEAR),
        _kind("门锁", "Door lock", "sensors", 32, "steady", 3, **WEAR),
        _kind("水位传感器", "Water level sensor", "sensors", 18, "steady", 3),
        _kind("温度传感器", "Temperature sensor", "sensors", 10, "slow", 3),
        _kind("加热管", "Heating element", "heating", 46, "slow", 4),
        _kind("洗涤剂盒", "Detergent drawer", "panels", 24, "rare", 4, **MINOR),
        _kind("排水管", "Drain hose", "hoses", 14, "bulk", 2),
        _kind("进水管", "Inlet hose", "hoses", 13, "bulk", 2),
        _kind("门铰链", "Door hinge", "hardware", 29, "rare", 3),
        _kind("门把手", "Door handle", "panels", 15, "rare", 4, **MINOR),
        _kind("波轮", "Pulsator", "structure", 38, "rare", 2),
        _kind("离合器", "Clutch", "structure", 115, "slow", 2),
        _kind("内筒组件", "Drum assembly", "structure", 310, "dead", 4),
        _kind("外筒组件", "Tub assembly", "structure", 240, "dead", 4),
        _kind("烘干冷凝器", "Drying condenser", "structure", 130, "rare", 2),
        _kind("控制面板", "Control panel", "panels", 60, "dead", 4, **MINOR),
        _kind("调整脚", "Levelling foot", "hardware", 4, "bulk", 1, **MINOR),
    ),
    "RF": (
        _kind("压缩机", "Compressor", "compressors", 420, "slow", 3, serial=True, **KEY),
        _kind("变频板", "Inverter board", "boards", 135, "slow", 3, **KEY),
        _kind("电控主板", "Main control board", "boards", 145, "slow", 3, **KEY),
        _kind("显示板", "Display board", "boards", 58, "rare", 3),
        _kind("启动继电器", "Start relay", "sensors", 11, "steady", 2, **WEAR),
        _kind("过载保护器", "Overload protector", "sensors", 9, "steady", 2, **WEAR),
        _kind("化霜加热管", "Defrost heater", "heating", 34, "steady", 3, **WEAR),
        _kind("化霜传感器", "Defrost sensor", "sensors", 8, "steady", 3, **WEAR),
        _kind("冷藏传感器", "Fridge compartment sensor", "sensors", 8, "slow", 3),
        _kind("风扇电机", "Evaporator fan motor", "motors", 46, "steady", 3),
        _kind("冷凝风机", "Condenser fan motor", "motors", 44, "rare", 3),
        _kind("门封条", "Door gasket", "seals", 52, "slow", 3, **WEAR),
        _kind("门灯开关", "Door switch", "sensors", 6, "slow", 2, **MINOR),
        _kind("照明灯", "LED lamp", "electric", 15, "bulk", 3, **MINOR),
        _kind("电磁阀", "Solenoid valve", "valves", 39, "rare", 3),
        _kind("电动风门", "Motorised damper", "motors", 48, "slow", 3),
        _kind("制冰机组件", "Ice maker assembly", "structure", 180, "rare", 2),
        _kind("水过滤芯", "Water filter cartridge", "filters", 68, "bulk", 2, **WEAR),
        _kind("干燥过滤器", "Filter drier", "circuit", 10, "slow", 2, **WEAR),
        _kind("毛细管", "Capillary tube", "circuit", 9, "rare", 2),
        _kind("抽屉", "Drawer", "panels", 36, "rare", 3, **MINOR),
        _kind("玻璃搁架", "Glass shelf", "panels", 42, "rare", 3, **MINOR),
        _kind("门铰链", "Door hinge", "hardware", 18, "rare", 3),
        _kind("门体总成", "Door assembly", "panels", 290, "dead", 3, **MINOR),
        _kind("接水盘", "Drip tray", "panels", 12, "dead", 3, **MINOR),
    ),
    "WH": (
        _kind("点火器", "Igniter", "heating", 28, "steady", 2, **WEAR),
        _kind("点火针", "Ignition electrode", "heating", 8, "bulk", 2, **WEAR),
        _kind("燃气比例阀", "Gas proportional valve", "valves", 96, "slow", 3, **KEY),
        _kind("水流传感器", "Water flow sensor", "sensors", 24, "slow", 2),
        _kind("换热器", "Heat exchanger", "heating", 220, "rare", 3, **KEY),
        _kind("直流风机", "DC blower", "motors", 110, "slow", 3),
        _kind("电控主板", "Main control board", "boards", 120, "slow", 4, **KEY),
        _kind("显示板", "Display board", "boards", 42, "rare", 4),
        _kind("出水温度传感器", "Outlet temperature sensor", "sensors", 9, "slow", 2, **WEAR),
        _kind("加热管", "Heating element", "heating", 55, "steady", 3, **WEAR),
        _kind("镁棒", "Magnesium anode", "consumables", 22, "bulk", 3, **WEAR),
        _kind("温控器", "Thermostat", "sensors", 26, "steady", 2),
        _kind("安全阀", "Safety relief valve", "valves", 19, "steady", 2, criticality="vital", use_class="wear"),
        _kind("漏电保护线", "Leakage-protection cord", "electric", 48, "slow", 2, **KEY),
        _kind("法兰密封圈", "Flange seal ring", "seals", 5, "bulk", 3, **WEAR),
        _kind("混水阀", "Mixing valve", "valves", 62, "rare", 2),
        _kind("排烟管", "Flue pipe", "hoses", 35, "bulk", 1),
        _kind("内胆", "Inner tank", "structure", 360, "dead", 3),
        _kind("外壳", "Outer casing", "panels", 85, "dead", 3, **MINOR),
    ),
    "RH": (
        _kind("主电机", "Main motor", "motors", 160, "slow", 3, **KEY),
        _kind("电机电容", "Motor capacitor", "electric", 8, "steady", 1, **WEAR),
        _kind("触控板", "Touch control board", "boards", 68, "slow", 3),
        _kind("电源板", "Power board", "boards", 52, "slow", 3),
        _kind("叶轮", "Impeller", "structure", 58, "slow", 3),
        _kind("照明灯", "LED lamp", "electric", 16, "steady", 2, **WEAR),
        _kind("油杯", "Oil cup", "panels", 12, "bulk", 2, **MINOR),
        _kind("油网", "Grease filter", "filters", 45, "slow", 3, **WEAR),
        _kind("止回阀", "Check damper", "valves", 18, "rare", 2),
        _kind("排烟软管", "Exhaust duct", "hoses", 15, "metres", 1, unit="m"),
        _kind("升降组件", "Lift assembly", "structure", 130, "rare", 2),
        _kind("玻璃面板", "Glass panel", "panels", 110, "dead", 3, **MINOR),
        _kind("挂板", "Wall bracket", "hardware", 20, "dead", 2, **MINOR),
    ),
    "DW": (
        _kind("洗涤泵", "Circulation pump", "motors", 145, "slow", 3, **KEY),
        _kind("排水泵", "Drain pump", "motors", 46, "steady", 2, **WEAR),
        _kind("进水阀", "Inlet valve", "valves", 28, "steady", 2, **WEAR),
        _kind("电控主板", "Main control board", "boards", 155, "slow", 3, **KEY),
        _kind("加热器", "Heater", "heating", 78, "slow", 3),
        _kind("门封", "Door seal", "seals", 38, "slow", 3, **WEAR),
        _kind("喷淋臂", "Spray arm", "structure", 26, "bulk", 3),
        _kind("分水阀", "Diverter valve", "valves", 52, "rare", 2),
        _kind("浊度传感器", "Turbidity sensor", "sensors", 42, "rare", 2),
        _kind("门锁", "Door latch", "sensors", 24, "slow", 2),
        _kind("分配器", "Detergent dispenser", "structure", 48, "slow", 2),
        _kind("碗篮滚轮", "Rack roller", "hardware", 3, "bulk", 2, **MINOR),
        _kind("软水器", "Water softener", "water", 88, "dead", 2),
    ),
    "GN": (
        _kind("制冷剂 R32", "Refrigerant R32", "consumables", 38, "kilograms", 1, unit="kg"),
        _kind("制冷剂 R410A", "Refrigerant R410A", "consumables", 46, "kilograms", 1, unit="kg"),
        _kind("冷冻油", "Refrigeration oil", "consumables", 58, "kilograms", 2, unit="kg", shelf_life_days=540),
        _kind("密封胶", "Sealant", "consumables", 18, "steady", 2, shelf_life_days=365),
        _kind("导热硅脂", "Thermal grease", "consumables", 15, "slow", 1, shelf_life_days=540),
        _kind("遥控器电池", "Remote control battery", "consumables", 3, "bulk", 1, shelf_life_days=720, **MINOR),
        _kind("锂锰纽扣电池", "Lithium coin cell", "consumables", 5, "slow", 1, shelf_life_days=720),
        _kind("铜管接头", "Copper pipe fitting", "hardware", 6, "bulk", 3),
        _kind("自攻螺钉包", "Self-tapping screw pack", "hardware", 4, "steady", 2, **MINOR),
        _kind("电源线", "Power cord", "electric", 18, "slow", 2),
        _kind("保险丝", "Fuse", "electric", 2, "pairs", 3, **WEAR),
        _kind("O型密封圈", "O-ring seal", "seals", 2, "erratic", 4, **WEAR),
        _kind("防水胶带", "Waterproof tape", "consumables", 5, "erratic", 1, shelf_life_days=720),
        _kind("铜焊条", "Brazing rod", "consumables", 3, "erratic", 1),
        _kind("信号线", "Signal cable", "electric", 4, "metres", 2, unit="m"),
        _kind("扎带包", "Cable tie pack", "consumables", 4, "erratic", 1, **MINOR),
    ),
}
"""The kinds of part by the prefix of their family; GN are for all."""
