"""Declare the settings of buying; each is a default that an administrator may change from a day on."""

from __future__ import annotations

from kernel.setting_values import both, entries, keys, number, one_of, refuse, text, whole
from kernel.settings import define
from procurement.qualification import CERTIFICATE_RULES

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
LARGE_ORDER = define(
    "procurement.large_order_cny",
    500000,
    "超过此金额的订单须由有大额审批权限的人批准（元）",
    "Orders above this amount are approved by whoever may approve large ones (CNY)",
    check=number(0, MANY),
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
SCORE_PRIOR = define(
    "procurement.score_prior_facts",
    5,
    "评分向市场平均收缩的权重（相当于多少次到货）",
    "Weight of the market's mean in a score, in facts: with few of its own a supplier stands near the middle",
    check=number(0, 1000),
)
SCORE_ANSWER = define(
    "procurement.score_answer_days",
    7,
    "订单多少天未确认得零分",
    "Days to confirm an order that give no points",
    check=number(1, 365),
)
SCORE_ENTERED = define(
    "procurement.score_entered_facts",
    5,
    "人工录入信誉的权重（相当于多少件事实）",
    "Weight of the entered reputation, in facts",
    check=number(0, 1000),
)
SCORE_CATEGORY_WEIGHTS = define(
    "procurement.score_category_weights",
    {},
    '按配件分类的评估权重（{"分类编码": {"quality": 50, …}}，含下级分类；未列者用通用权重）',
    'Weights of the score by category of parts ({"CODE": {"quality": 50, ...}}, for those below it too)',
)
COMPARE_WEIGHTS = define(
    "procurement.compare_weights",
    {"score": 30, "price": 30, "lead_time": 15, "punctuality": 15, "accepted": 10},
    "比较某配件供应商的准则权重：综合评分、价格、交期、准时、验收合格",
    "Weights of comparing suppliers for a part: score, price, lead time, punctuality, accepted share",
    check=keys(
        score=number(0, 1000),
        price=number(0, 1000),
        lead_time=number(0, 1000),
        punctuality=number(0, 1000),
        accepted=number(0, 1000),
    ),
)
NEUTRAL_SCORE = define(
    "procurement.neutral_score", 60, "数据不足时采用的中性评分", "Score taken while there is not enough data"
)
PRICE_JUMP = define(
    "procurement.price_jump_percent", 15, "价格波动提醒阈值（%）", "Price change that raises an alert, percent"
)
PRICE_WATCH = define(
    "procurement.price_watch",
    {"months": 12, "variation_percent": 20, "least_points": 3, "fresh_days": 31},
    "价格监控：考察月数、波动系数阈值（%）、所需最少价格数、价格多少天内视为新价",
    "Price watch: months looked at, bound of the coefficient of variation (percent), least prices before, days in"
    " which a price is new",
    check=keys(
        months=whole(1, 120), variation_percent=number(1, 1000), least_points=whole(2, 100), fresh_days=whole(1, 366)
    ),
)
SALE_PRICE = define(
    "procurement.sale_price",
    {"basis": "moving_average", "percent": 30, "round_to_cny": 0.1},
    "保外售价规则：成本依据（moving_average 库存平均成本；last_price 最近采购价）、加价率（%）、进位到（元）",
    "Sale price out of warranty: cost basis (moving_average of stock, or last_price paid), mark-up in percent, raised"
    " to steps of (CNY)",
    check=keys(basis=one_of("moving_average", "last_price"), percent=number(0, 1000), round_to_cny=number(0.01, 1000)),
)
SALE_MARKUPS = define(
    "procurement.sale_markups",
    [],
    '各类别保外加价率（[{"category": "ELEC", "percent": 40}]，下级类别沿用）；未列出者按一般加价率',
    'Mark-up by category ([{"category": "ELEC", "percent": 40}], for all below it too); the usual one holds for others',
    check=entries({"category": text, "percent": number(0, 1000)}),
)
CERTIFICATES_NEEDED = define(
    "procurement.certificates_needed",
    {
        "business_licence": "if_on_file",
        "quality_system": "no",
        "maker_authorisation": "no",
        "product_certificate": "no",
        "other": "no",
    },
    "供应商资质证书要求：must 必须有且有效；if_on_file 已登记者须有效；no 不检查",
    "Certificates of suppliers: must be there and valid; valid if_on_file; or no, not looked at",
    check=keys(
        business_licence=one_of(*CERTIFICATE_RULES),
        quality_system=one_of(*CERTIFICATE_RULES),
        maker_authorisation=one_of(*CERTIFICATE_RULES),
        product_certificate=one_of(*CERTIFICATE_RULES),
        other=one_of(*CERTIFICATE_RULES),
    ),
)
CERTIFICATE_WARN_DAYS = define(
    "procurement.certificate_warn_days",
    30,
    "证书到期前多少天提醒采购",
    "Days before a certificate expires to tell the buyers",
    check=whole(0, 366),
)
ASSESSMENT = define(
    "procurement.supplier_assessment",
    {
        "valid_months": 12,
        "every_months": 12,
        "warn_days": 30,
        "grace_days": 90,
        "samples_needed": 0,
        "block_when_overdue": False,
    },
    "供应商评审：结论有效月数、复评周期（月）、到期前提醒天数、逾期宽限天数、所需合格样件数、逾期是否自动冻结",
    "Assessment of suppliers: months a result is valid, months between two, days to warn before, days of grace once"
    " overdue, passed samples needed, block once overdue",
    check=keys(
        valid_months=whole(1, 120),
        every_months=whole(1, 120),
        warn_days=whole(0, 366),
        grace_days=whole(0, 3660),
        samples_needed=whole(0, 100),
    ),
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
