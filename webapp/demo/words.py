"""Say what customers and engineers of the demo company say: symptoms, questions, diagnoses, tests, remarks."""

from __future__ import annotations

from typing import NamedTuple

from kernel.text import Text


class SymptomWords(NamedTuple):
    """Describe a symptom of a family: code, names, and how a customer puts it."""

    code: str
    family: str
    name: Text
    complaint: str


SYMPTOMS: tuple[SymptomWords, ...] = (
    SymptomWords("AC-NOCOOL", "air_conditioner", Text("不制冷", "Does not cool"), "开机半小时仍吹自然风，不制冷"),
    SymptomWords("AC-LEAK", "air_conditioner", Text("室内机漏水", "Indoor unit leaks"), "室内机下方滴水，已用盆接"),
    SymptomWords("AC-NOISE", "air_conditioner", Text("异响", "Noise"), "外机启动时有金属摩擦声"),
    SymptomWords("AC-ERROR", "air_conditioner", Text("显示故障代码", "Shows an error code"), "面板显示 E5，自动停机"),
    SymptomWords("WM-DRAIN", "washing_machine", Text("不排水", "Does not drain"), "洗完衣服筒内有积水，无法脱水"),
    SymptomWords("WM-FILL", "washing_machine", Text("不进水", "Does not fill"), "启动后一直没有进水声"),
    SymptomWords("WM-SHAKE", "washing_machine", Text("脱水振动大", "Shakes when spinning"), "脱水时机器移位，声音很大"),
    SymptomWords("WM-DOOR", "washing_machine", Text("门打不开", "Door stays locked"), "洗涤结束后门锁不释放"),
    SymptomWords(
        "RF-WARM", "refrigerator", Text("冷藏不冷", "Fridge compartment is warm"), "冷藏室温度十五度，冷冻正常"
    ),
    SymptomWords("RF-FROST", "refrigerator", Text("结霜严重", "Heavy frost"), "冷冻室结冰，抽屉拉不开"),
    SymptomWords("RF-NOISE", "refrigerator", Text("噪音大", "Loud noise"), "夜间压缩机启动声音大"),
    SymptomWords("WH-NOFIRE", "water_heater", Text("点不着火", "Does not ignite"), "打开热水有打火声但点不着"),
    SymptomWords("WH-COLD", "water_heater", Text("水不热", "Water stays cold"), "加热一小时水温仍不到三十度"),
    SymptomWords("WH-TRIP", "water_heater", Text("跳闸", "Trips the breaker"), "一插电就跳漏电保护"),
    SymptomWords("RH-WEAK", "range_hood", Text("吸力小", "Weak suction"), "炒菜时油烟外溢，档位最大也一样"),
    SymptomWords("RH-LIGHT", "range_hood", Text("照明不亮", "Lamp is dark"), "照明灯闪烁后不亮"),
    SymptomWords("DW-WATER", "dishwasher", Text("不排水", "Does not drain"), "程序结束后底部有水"),
    SymptomWords("DW-DIRTY", "dishwasher", Text("洗不干净", "Dishes stay dirty"), "碗碟上有残渣，喷淋无力"),
)

QUESTIONS: tuple[tuple[Text, str, tuple[tuple[Text, str | None, str | None, str | None], ...]], ...] = (
    (
        Text("是否有焦味、冒烟、漏电或燃气味？", "Is there a burnt smell, smoke, current leakage or a smell of gas?"),
        "",
        (
            (Text("有", "Yes"), "urgent", "hardware", "on_site"),
            (Text("没有", "No"), None, None, None),
        ),
    ),
    (
        Text("机器还能使用主要功能吗？", "Does the main function still work?"),
        "",
        (
            (Text("完全不能用", "Not at all"), "important", "hardware", "on_site"),
            (Text("能用但不正常", "It works, but not well"), "normal", None, None),
            (Text("只是不会操作", "I only need help to use it"), "normal", "misuse", "remote"),
        ),
    ),
    (
        Text("断电重启后是否恢复？", "Does it recover after a restart?"),
        "air_conditioner",
        (
            (Text("恢复了", "Yes"), "normal", "software", "remote"),
            (Text("没有恢复", "No"), None, "hardware", "on_site"),
        ),
    ),
)
"""Question, family (empty: all), and its choices with what each suggests: urgency, fault type, visit."""

DIAGNOSES: tuple[str, ...] = (
    "检测{part}损坏，需更换",
    "{part}老化失效，测量值超出范围",
    "{part}磨损，引起异常",
    "拆机检查，确认{part}故障",
)
CAUSES: tuple[str, ...] = ("正常磨损", "电压波动", "水质结垢", "安装环境潮湿", "使用年限较长", "")
SOLVED_WITHOUT_PART: tuple[tuple[str, str], ...] = (
    ("滤网堵塞", "清洗滤网并指导用户保养"),
    ("控制程序异常", "复位并升级控制程序"),
    ("接插件松动", "重新插接并固定线束"),
    ("用户设置不当", "指导用户正确设置"),
)
WORK_DONE: tuple[str, ...] = ("更换{part}，清洁并复位", "更换{part}并调试", "更换{part}，检查相关线路")
TESTS: tuple[str, ...] = ("运行三十分钟正常", "试机一个程序，无异常", "测温达到标准值", "无泄漏、无异响，功能正常")
UNSIGNED: tuple[str, ...] = ("用户不在现场，电话确认", "远程处理，用户语音确认")
LOW_REASONS: tuple[str, ...] = ("等配件时间太长", "上门时间晚于约定", "维修后仍有轻微异响", "收费说明不清楚")
FOLLOW_UPS: tuple[str, ...] = ("联系用户致歉并说明原因", "安排复检", "补寄收费明细")
REJECT_REASONS: tuple[str, ...] = ("外观划伤", "尺寸超差", "通电测试不通过", "标识缺失", "插件变形")
CANCEL_REASONS: tuple[str, ...] = ("用户自行恢复", "用户决定换新机", "重复报修")
