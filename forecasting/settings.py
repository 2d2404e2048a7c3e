"""Declare the settings of planning stock levels."""

from __future__ import annotations

from kernel.settings import define

PERIOD = define("forecasting.period", "month", "需求统计周期（month 月 / week 周）", "Demand periods: month or week")
PERIODS = define("forecasting.periods", 84, "需求历史最多周期数", "Longest demand history, in periods")
VAN_DEMAND = define(
    "forecasting.van_demand",
    "use",
    "个人仓需求口径：use 按使用计，refill 按补货计，避免重复",
    "Demand of vans: count their use, or their refill; never both",
)
SEASONS = define("forecasting.seasons", True, "按季节性类别计算季节系数", "Learn seasons of seasonal categories")
TARGETS = define(
    "planning.service_targets",
    {"vital": 0.98, "essential": 0.95, "desirable": 0.90},
    "目标服务水平（按关键性）",
    "Service target by criticality (share of cycles without shortage)",
)
REVIEW_DAYS = define("planning.review_days", 7, "计划复核间隔（天）", "Days between reviews of the plan")
TRANSFER_LEAD_TIME = define(
    "planning.transfer_lead_time",
    {"days": 2, "sd_days": 1},
    "调拨交期（天）及其波动",
    "Lead time of a transfer and its spread (days)",
)
MAXIMUM_COVER = define(
    "planning.maximum_cover_days", 365, "一次订货最多覆盖天数", "Longest cover of one order, in days"
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
