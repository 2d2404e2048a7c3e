"""The questions that a first questionnaire for suppliers begins with."""

from __future__ import annotations

FIRST_QUESTIONS = (
    ("质量管理体系有效运行，不合格品有追溯与纠正", "Quality system works; bad goods are traced and corrected", 25),
    ("来料、过程、出货检验有记录", "Incoming, process and outgoing inspection are on record", 20),
    ("产能与交付记录满足需求", "Capacity and delivery record meet the need", 20),
    ("技术资料齐全，变更会事先通知", "Technical papers are complete; changes are announced", 15),
    ("价格构成透明，付款条件可接受", "Prices are explained; terms of payment can be accepted", 10),
    ("售后响应与质保条款", "Response after the sale, and warranty", 10),
)  # fmt: skip
"""What the form of the first questionnaire begins with; people change it before they keep it."""
