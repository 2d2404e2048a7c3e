"""Declare the settings of planning stock levels."""

from __future__ import annotations

from kernel.setting_values import both, keys, number, one_of, rising, some_of, steps, whole
from kernel.settings import define

MANY = 1_000_000_000
"""More than any figure that is meant: what lies beyond is a slip of the pen."""
SHARE = number(0.0001, 0.9999)
"""A service target: certainty would need endless stock."""

PERIOD = define(
    "forecasting.period",
    "month",
    "需求统计周期（month 月 / week 周）",
    "Demand periods: month or week",
    check=one_of("month", "week"),
)
PERIODS = define(
    "forecasting.periods",
    84,
    "需求历史最多周期数",
    "Longest demand history, in periods",
    check=whole(3, 600),
)
VAN_DEMAND = define(
    "forecasting.van_demand",
    "use",
    "个人仓需求口径：use 按使用计，refill 按补货计，避免重复",
    "Demand of vans: count their use, or their refill; never both",
    check=one_of("use", "refill"),
)
STREAMS = define(
    "forecasting.streams",
    ["repair", "maintenance", "direct_sale", "refill"],
    "计入需求的来源：repair 维修、maintenance 保养计划、direct_sale 直接销售、refill 个人仓补货",
    "Streams that count as demand: repair, maintenance, direct_sale, refill",
    check=some_of("repair", "maintenance", "direct_sale", "refill"),
)
OVERLAP = define(
    "forecasting.imported_overlap",
    "larger",
    "导入历史与系统内需求同期时：larger 取较大者，add 相加",
    "Where a file and own requests speak of one period: larger counts the larger, add counts both",
    check=one_of("larger", "add"),
)
OUTLIERS = define(
    "forecasting.outliers",
    {"mend": True, "spreads": 3.5, "least_demands": 6, "most_share": 0.15, "least_units": 2},
    "异常需求：是否修正、超出几倍离散度、至少需求期数、最多占比、至少数量",
    "Outliers: whether they are mended, from how many spreads on, from how many demands on, at most which share of"
    " them, from how many units on",
    check=keys(
        spreads=number(0.5, 1000), least_demands=whole(2, 1000), most_share=number(0, 1), least_units=number(0, MANY)
    ),
)
SEASONS = define("forecasting.seasons", True, "按季节性类别计算季节系数", "Learn seasons of seasonal categories")
TARGETS = define(
    "planning.service_targets",
    {"vital": 0.98, "essential": 0.95, "desirable": 0.90},
    "目标服务水平（按关键性）",
    "Service target by criticality (share of cycles without shortage)",
    check=keys(vital=SHARE, essential=SHARE, desirable=SHARE),
)
TILT = define(
    "planning.target_tilt",
    0.2,
    "慢动配件目标上浮程度：0 为全部按同一目标，0.2 在相同库存下使更多维修配件齐全",
    "How much higher slow parts are held than fast ones: 0 holds all at the target; 0.2 completes more repairs",
    check=number(0, 0.99),
)
DEFAULT_LEAD_TIME = define(
    "planning.default_lead_time_days",
    30,
    "无供应商时假定的交期（天）",
    "Lead time assumed without a supplier (days)",
    check=number(0, 3650),
)
REVIEW_DAYS = define(
    "planning.review_days",
    7,
    "计划复核间隔（天）",
    "Days between reviews of the plan",
    check=number(0, 366),
)
TRANSFER_LEAD_TIME = define(
    "planning.transfer_lead_time",
    {"days": 2, "sd_days": 1},
    "调拨交期（天）及其波动",
    "Lead time of a transfer and its spread (days)",
    check=keys(days=number(0, 366), sd_days=number(0, 366)),
)
WAIT_ABOVE = define(
    "planning.wait_above",
    True,
    "下级仓的提前期是否计入在上级仓等货的时间",
    "Count what a store waits for at the store above it into its lead time",
)
POLICY = define(
    "planning.policy",
    "periodic",
    "默认补货策略：periodic 定期检查（R, s, S），continuous 连续检查（s, Q，保护期只含交期）",
    "Stock policy: periodic (R, s, S), or continuous (s, Q: only the lead time has to be bridged)",
    check=one_of("periodic", "continuous"),
)
BASE_STOCK = define(
    "planning.base_stock",
    {"demand_per_year_below": 6, "unit_price_from_cny": 2000},
    "用一补一（S-1, S）：年需求低于此值且单价不低于此值（元）的备件",
    "One for one (S-1, S): parts used less in a year, and dearer (CNY), than these",
    check=keys(demand_per_year_below=number(0, MANY), unit_price_from_cny=number(0, MANY)),
)
STOCKING = define(
    "planning.stocking",
    {
        "active": True,
        "demands_by_price": [[0, 2], [2000, 3]],
        "expected_units": 1,
        "out_after_months": 6,
        "rest_months": 6,
    },
    "是否备库：近 12 个月所需需求次数（按单价，元起）；保护期期望需求达到此值即备库；低于门槛满几月不再备；几月内不变",
    "Stock or not: demands in 12 months needed (from a unit price in CNY on); units expected over lead time and review"
    " that are enough; months below before a part is stocked no more; months in which no decision is turned round",
    check=keys(
        demands_by_price=steps(number(0, MANY), number(0, MANY)),
        expected_units=number(0, MANY),
        out_after_months=whole(1, 600),
        rest_months=whole(0, 600),
    ),
)
WORKERS = define(
    "planning.workers",
    {"workers": 1, "least_rows": 50000},
    "计算库存水平同时使用几个作业进程（1：不分摊），以及备件×库房达到多少行才分摊",
    "Workers that compute stock levels together (1: no sharing), and from how many parts × stores on",
    check=keys(workers=whole(1, 64), least_rows=whole(0, 1_000_000_000)),
)
MAXIMUM_COVER = define(
    "planning.maximum_cover_days",
    365,
    "一次订货最多覆盖天数",
    "Longest cover of one order, in days",
    check=number(1, 36500),
)
WATCH_TRACKING = define(
    "watch.tracking",
    {"smoothing": 0.1, "limit": 0.5, "spreads": 2.5, "least_months": 6},
    "预测偏差报警：平滑系数、跟踪信号界限、超出几倍标准差、至少月数",
    "Bias of the forecast alarms: smoothing, limit of the tracking signal, spreads beyond chance, least months",
    check=keys(smoothing=number(0.001, 1), limit=number(0, 1), spreads=number(0, 1000), least_months=whole(1, 600)),
)
WATCH_COVERAGE = define(
    "watch.coverage",
    {"low": 0.90, "high": 0.98, "least": 30},
    "95% 分位覆盖率的上下限及至少区间数",
    "Bounds of the coverage of the 95 % quantile, and from how many intervals on",
    check=both(keys(low=number(0, 1), high=number(0, 1), least=whole(1, MANY)), rising("low", "high")),
)
WATCH_SERVICE = define(
    "watch.service",
    {"points": 0.02, "significance": 0.05, "least_lines": 20},
    "服务水平报警：低于承诺多少、显著性、至少需求行数",
    "Service below what was promised: by how much, significance, from how many requests on",
    check=keys(points=number(0, 1), significance=number(0.0001, 0.9999), least_lines=whole(1, MANY)),
)
CLASS_MONTHS = define("classes.months", 12, "ABC/XYZ/FSN 分类统计的整月数", "Whole months that the classes look at")
ABC = define(
    "classes.abc",
    {"a_share": 0.8, "b_share": 0.95},
    "ABC 分类界限（出库金额累计占比）",
    "Bounds of ABC: running shares of the value issued",
)
XYZ = define(
    "classes.xyz",
    {"x_limit": 0.5, "y_limit": 1.0},
    "XYZ 分类界限（月出库量变异系数）",
    "Bounds of XYZ: coefficient of variation of the months",
)
FSN = define(
    "classes.fsn",
    {"fast_share": 0.5},
    "FSN 分类界限：有出库的月份占比达到此值为快动（F）",
    "Bound of FSN: share of months with issues from which a part is fast",
)
SCENARIO_DAYS = define(
    "planning.scenario_line_days",
    180,
    "情景测算明细保留天数；之后只留汇总（已启用的情景除外）",
    "Days for which the lines of a scenario are kept; afterwards its sums stay, but of one in force all",
    check=whole(1, 36500),
)
MIX_WEIGHTS = define(
    "planning.mix_weights",
    {"vital": 5, "essential": 2, "desirable": 1},
    "库存组合优化：缺一件的权重（按关键性）",
    "Best mix of stock: how much a missing unit counts, by criticality",
    check=keys(vital=number(0, MANY), essential=number(0, MANY), desirable=number(0, MANY)),
)
MIX_LEAST_SERVICE = define(
    "planning.mix_least_service",
    {"vital": 0.9, "essential": 0, "desirable": 0},
    "库存组合优化：最低服务水平（按关键性）",
    "Best mix of stock: least service by criticality (share of cycles without shortage)",
    check=keys(vital=number(0, 0.9999), essential=number(0, 0.9999), desirable=number(0, 0.9999)),
)
BASE = define(
    "base.planning",
    {"life_months": 120, "life_shape": 3.0, "watched_months": 60, "prior_months": 12, "growth_from": 0.1},
    "装机量预测：平均使用寿命（月）及形状、统计故障的最多月数、自身历史与装机量预测等权的月数、增减多少起修正",
    "Installed base: mean life in months and its shape, most months of failures looked at, months of own history that "
    "weigh as much as the base, and the growth from which levels follow it",
    check=keys(
        life_months=number(1, 1200),
        life_shape=number(0.1, 20),
        watched_months=whole(1, 600),
        prior_months=number(0, 1200),
        growth_from=number(0, 100),
    ),
)
