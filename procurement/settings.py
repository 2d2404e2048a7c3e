"""Declare the settings of buying; each is a default that an administrator may change from a day on."""

from __future__ import annotations

from kernel.setting_values import both, entries, keys, number, refuse, text, whole
from kernel.settings import define

CURRENCY_LETTERS = 3
MANY = 1_000_000_000
"""More than any figure that is meant: what lies beyond is a slip of the pen."""


def _currency(path: str, value: str) -> None:
    """Refuse what is no code of a currency."""
    if not (len(value) == CURRENCY_LETTERS and value.isascii() and value.isalpha() and value.isupper()):
        raise refuse("setting_not_a_currency", path)


OVER_TOLERANCE = define(
    "procurement.over_tolerance_percent", 5, "允许超收比例（%）", "Over-delivery accepted, percent of the line"
)
APPROVAL_LIMIT = define(
    "procurement.order_approval_limit_cny",
    50000,
    "来自已批准计划且不超过此金额的订单无需另行审批（元）",
    "Orders of an approved plan up to this amount need no approval of their own (CNY)",
)
REMIND_BEFORE = define("procurement.remind_days_before", 3, "交期前提醒天数", "Days before the promised date to remind")
REMIND_AFTER = define("procurement.remind_days_after", 2, "逾期后催交间隔天数", "Days between reminders once overdue")
SCORE_WEIGHTS = define(
    "procurement.score_weights",
    {"qualification": 15, "reputation": 10, "quality": 30, "price": 20, "delivery": 25},
    "供应商评估权重",
    "Weights of the supplier score",
)
SCORE_MINIMUM_DELIVERIES = define(
    "procurement.score_minimum_deliveries", 5, "评分所需最少到货次数", "Deliveries needed for a score"
)
SCORE_MONTHS = define("procurement.score_months", 24, "评估考察月数", "Months of facts that a score looks at")
SCORE_DECAY = define(
    "procurement.score_decay_percent", 10, "每月权重衰减（%）", "Weight that a fact loses with every month, percent"
)
SCORE_STANDINGS = define(
    "procurement.score_standings",
    {"block_at_most": 30, "warn_at_most": 50},
    "评分警告与冻结界限（含）",
    "Scores at most this block or warn (inclusive)",
)
SCORE_LATE_DAYS = define(
    "procurement.score_late_days", 30, "平均迟交多少天得零分", "Average days late that give no points for delivery"
)
SCORE_PRICE = define(
    "procurement.score_price",
    {"best_percent": 90, "worst_percent": 130},
    "价格评分：相对市场价满分与零分的比例（%）",
    "Price score: percent of the market price for all and for no points",
)
SCORE_SEVERITY = define(
    "procurement.score_severity_percent",
    {"minor": 50, "major": 100, "critical": 300},
    "不合格严重程度的扣分权重（%）",
    "Weight of a failed unit by severity, percent",
)
SCORE_STATES = define(
    "procurement.score_states",
    {"approved": 100, "on_watch": 60, "candidate": 40, "blocked": 0},
    "资质评分：各状态得分",
    "Qualification score by state",
)
SCORE_CERTIFICATES = define(
    "procurement.score_certificates",
    {"expired": 20, "expiring": 5, "none": 20, "warn_days": 30},
    "资质评分：证书过期、临近过期、缺失的扣分",
    "Qualification score: points lost for expired, expiring and missing certificates",
)
CHOICE_WEIGHTS = define(
    "procurement.choice_weights",
    {"score": 40, "price": 40, "lead_time": 20},
    "计划选择供应商的权重",
    "Weights by which the plan chooses a supplier",
)
CHOICE_WEIGHTS_URGENT = define(
    "procurement.choice_weights_urgent",
    {"score": 20, "price": 10, "lead_time": 70},
    "紧急缺件时选择供应商的权重",
    "Weights by which the plan chooses a supplier while tickets wait",
)
NEUTRAL_SCORE = define(
    "procurement.neutral_score", 60, "数据不足时采用的中性评分", "Score taken while there is not enough data"
)
PRICE_JUMP = define(
    "procurement.price_jump_percent", 15, "价格波动提醒阈值（%）", "Price change that raises an alert, percent"
)
ORDER_COST = define(
    "planning.order_cost_cny",
    60,
    "每行订单的订货成本（元）",
    "Cost of ordering, per order line (CNY)",
    check=number(0, MANY),
)
HOLDING_RATE = define(
    "planning.holding_percent",
    20,
    "年持有成本占价格的比例（%）",
    "Holding cost per year, percent of the price",
    check=number(0.01, 1000),
)
RECEIVING_DAYS = define(
    "planning.receiving_days",
    2,
    "到货验收上架所需天数",
    "Days from arrival to the shelf: inspection and putaway",
    check=number(0, 366),
)
LEAD_TIME_MONTHS = define(
    "planning.lead_time_months",
    24,
    "交期统计考察月数",
    "Months of deliveries that lead times are learnt from",
    check=whole(1, 600),
)
LATERAL = define(
    "planning.lateral_transfers",
    {"allowed": True, "days": 3, "longest_days": 7, "whole_packs": True},
    "仓库间横向调拨：是否允许、一般天数、最长天数、是否整包装",
    "Transfers between stores of one network: allowed, usual days, longest days, whole packs of the supplier only",
    check=keys(days=number(0, 366), longest_days=number(0, 366)),
)
STORE_DAYS = define(
    "planning.days_between_stores",
    [],
    '仓库间调拨天数（[{"from": "N", "to": "S", "days": 2}]，双向有效）；未列出者按一般天数',
    'Days between two stores ([{"from": "N", "to": "S", "days": 2}], both ways); the usual days hold for all others',
    check=entries({"from": text, "to": text, "days": number(0, 366)}),
)
CRITICALITY_WEIGHTS = define(
    "planning.criticality_weights",
    {"vital": 4, "essential": 2, "desirable": 1},
    "预算取舍时避免缺件的权重（按关键性）",
    "Weight of a saved back-order by criticality, where the budget has to choose",
    check=keys(vital=number(0, MANY), essential=number(0, MANY), desirable=number(0, MANY)),
)
REPAIR_YIELD = define(
    "planning.repair_yield",
    {"percent": 70, "weight": 5},
    "外修合格率：无记录时假定的比例（%）及其权重（件）",
    "Share of repairs that succeed: assumed without a record (percent), and its weight in units",
    check=keys(percent=number(0, 100), weight=number(0, MANY)),
)
JUMP = define(
    "planning.demand_jump",
    {"quantile_percent": 99, "least_units": 3},
    "需求突增：超过预测的分位数（%）且至少多少件",
    "Demand jump: above this quantile of what was expected (percent), and at least so many units",
    check=keys(quantile_percent=number(50, 99.99), least_units=number(0, MANY)),
)
NEW_PERIODS = define(
    "planning.new_part_periods",
    3,
    "首次需求后多少个周期内视为新件",
    "Periods after its first demand in which a part is new",
    check=whole(0, 600),
)
SURPLUS_COVER = define(
    "planning.surplus_cover_days",
    365,
    "超过目标库存后再够用多少天视为积压",
    "Days of demand above the order-up-to level from which stock counts as surplus",
    check=number(0, 36500),
)
EXCHANGE_RATES = define(
    "procurement.exchange_rates",
    [],
    '外币汇率（[{"currency": "USD", "cny": 7.1}]，一单位外币折合人民币元）',
    'Exchange rates ([{"currency": "USD", "cny": 7.1}], yuan for a unit of the currency)',
    check=entries({"currency": both(text, _currency), "cny": number(0.000001, MANY)}),
)
QUOTE_TAX = define(
    "procurement.quote_tax_percent",
    13,
    "报价默认增值税率（%）",
    "Tax rate that a quotation form begins with, percent",
    check=number(0, 100),
)
AWARD_LIMIT = define(
    "procurement.award_limit_cny",
    20000,
    "定标金额超过此数须由询价人、提议人以外的人批准（元）",
    "Awards above this amount need another person than who asked or proposed (CNY)",
    check=number(0, MANY),
)
QUOTE_REMIND = define(
    "procurement.quote_remind_days",
    2,
    "报价截止前几天提醒未报价的供应商",
    "Days before the closing date to remind suppliers that have not quoted",
    check=whole(0, 60),
)
CONTRACT_WARN = define(
    "procurement.contract_warn_days",
    60,
    "合同到期前几天提醒",
    "Days before its end to warn of a contract",
    check=whole(0, 720),
)
