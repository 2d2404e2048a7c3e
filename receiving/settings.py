"""Declare the settings of receiving; each is a default that an administrator may change from a day on."""

from __future__ import annotations

from kernel.settings import define

BLIND = define(
    "receiving.blind",
    False,
    "盲收：仓管员收货时看不到订单数量，差异须复点确认",
    "Blind receiving: keepers do not see what was ordered, and count again what differs",
)
CREDIT_LIMIT = define(
    "receiving.credit_limit_cny",
    5000,
    "索赔退款超过此金额须由他人（非开单人、非采购人）确认（元）",
    "Credits above this amount are noted by neither who opened the claim nor who bought the goods (yuan)",
)
CLAIM_DAYS = define("receiving.claim_days", 15, "索赔处理期限（天）", "Days for a supplier to settle a claim")
WARRANTY_MONTHS = define(
    "supplier.warranty_months",
    12,
    "供应商质保期（月，自到货日起；报价条款可单独约定）",
    "Months of a supplier's warranty from the day of receipt, where its terms do not say",
)
HOLD_WARN_HOURS = define(
    "receiving.hold_warn_hours", 24, "待检超过此时长提醒（小时）", "Hours in the hold after which goods are overdue"
)
