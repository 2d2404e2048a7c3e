"""Kinds of location and which kind of movement may join which of them."""

from __future__ import annotations

from enum import StrEnum

from kernel.text import Text


class LocationKind(StrEnum):
    """Name the kinds of location; the words of each are in `WORDS`."""

    WAREHOUSE = "warehouse"
    ZONE = "zone"
    HOLD = "hold"
    STAGING = "staging"
    BIN = "bin"
    VAN = "van"
    QUARANTINE = "quarantine"
    DEFECTIVE = "defective"
    WORKSHOP = "workshop"
    IN_TRANSIT = "in_transit"
    WORK_ORDER = "work_order"
    SUPPLIER = "supplier"
    OPENING = "opening"
    CUSTOMER = "customer"
    SCRAP = "scrap"
    CONVERSION = "conversion"
    VARIANCE = "variance"


class MovementKind(StrEnum):
    """Name the kinds of movement."""

    RECEIPT = "receipt"
    OPENING = "opening"
    RELEASE = "release"
    REJECTION = "rejection"
    PUTAWAY = "putaway"
    RELOCATION = "relocation"
    TRANSFER_OUT = "transfer_out"
    TRANSFER_IN = "transfer_in"
    ISSUE = "issue"
    RETURN = "return"
    QUARANTINE = "quarantine"
    SUPPLIER_RETURN = "supplier_return"
    SCRAP = "scrap"
    SALE = "sale"
    FITTED = "fitted"
    OLD_RETURN = "old_return"
    REPAIR_OUT = "repair_out"
    REPAIR_IN = "repair_in"
    REFURBISHMENT = "refurbishment"
    ADJUSTMENT = "adjustment"
    LOSS = "loss"
    REVERSAL = "reversal"


K = LocationKind

STRUCTURAL = frozenset({K.WAREHOUSE, K.ZONE})
"""Places that group others and hold nothing themselves."""

EXTERNAL = frozenset({K.SUPPLIER, K.OPENING, K.CUSTOMER, K.SCRAP, K.CONVERSION, K.VARIANCE})
"""The world outside: no balance is kept, or one row would be everybody's lock."""

PHYSICAL = frozenset(K) - STRUCTURAL - EXTERNAL
"""Places that hold goods; their balance never goes below zero."""

ISSUEABLE = frozenset({K.BIN, K.VAN})
"""Places from which goods may be issued: what is there counts as on hand and may be reserved."""

SOUND = frozenset({K.STAGING, K.BIN, K.VAN, K.IN_TRANSIT, K.WORK_ORDER})
"""Places where only goods are that have passed inspection."""

VALUED = PHYSICAL - {K.WORK_ORDER}
"""Places whose goods are the company's stock value; a work order has consumed what it holds."""

M = MovementKind

RULES: tuple[tuple[MovementKind, LocationKind, LocationKind], ...] = (
    (M.RECEIPT, K.SUPPLIER, K.HOLD),
    (M.OPENING, K.OPENING, K.HOLD),
    (M.RELEASE, K.HOLD, K.STAGING),
    (M.REJECTION, K.HOLD, K.QUARANTINE),
    (M.PUTAWAY, K.STAGING, K.BIN),
    (M.RELOCATION, K.BIN, K.BIN),
    (M.TRANSFER_OUT, K.BIN, K.IN_TRANSIT),
    (M.TRANSFER_OUT, K.VAN, K.IN_TRANSIT),
    (M.TRANSFER_IN, K.IN_TRANSIT, K.BIN),
    (M.TRANSFER_IN, K.IN_TRANSIT, K.VAN),
    (M.ISSUE, K.BIN, K.WORK_ORDER),
    (M.ISSUE, K.VAN, K.WORK_ORDER),
    (M.RETURN, K.WORK_ORDER, K.BIN),
    (M.RETURN, K.WORK_ORDER, K.VAN),
    (M.QUARANTINE, K.STAGING, K.QUARANTINE),
    (M.QUARANTINE, K.BIN, K.QUARANTINE),
    (M.QUARANTINE, K.VAN, K.QUARANTINE),
    (M.SUPPLIER_RETURN, K.QUARANTINE, K.SUPPLIER),
    (M.SCRAP, K.QUARANTINE, K.SCRAP),
    (M.SALE, K.BIN, K.CUSTOMER),
    (M.SALE, K.VAN, K.CUSTOMER),
    (M.FITTED, K.WORK_ORDER, K.CUSTOMER),
    (M.OLD_RETURN, K.CUSTOMER, K.DEFECTIVE),
    (M.SUPPLIER_RETURN, K.DEFECTIVE, K.SUPPLIER),
    (M.SCRAP, K.DEFECTIVE, K.SCRAP),
    (M.REPAIR_OUT, K.DEFECTIVE, K.WORKSHOP),
    (M.REPAIR_IN, K.WORKSHOP, K.DEFECTIVE),
    (M.REFURBISHMENT, K.DEFECTIVE, K.CONVERSION),
    (M.REFURBISHMENT, K.WORKSHOP, K.CONVERSION),
    (M.REFURBISHMENT, K.CONVERSION, K.HOLD),
    (M.LOSS, K.IN_TRANSIT, K.VARIANCE),
    (M.ADJUSTMENT, K.BIN, K.VARIANCE),
    (M.ADJUSTMENT, K.VAN, K.VARIANCE),
    (M.ADJUSTMENT, K.VARIANCE, K.BIN),
    (M.ADJUSTMENT, K.VARIANCE, K.VAN),
)
"""Every way in which goods may move; a reversal mirrors an earlier movement and needs no rule of its own."""

SAME_STORE = (M.RELEASE, M.REJECTION, M.PUTAWAY, M.RELOCATION, M.QUARANTINE)
"""Movements that never leave the store; goods go elsewhere by a transfer."""

OUTWARD = (M.ISSUE, M.TRANSFER_OUT)
"""Movements by which no piece of a frozen lot leaves; it may still be put aside, sent back or scrapped."""

WORDS: dict[LocationKind | MovementKind, Text] = {
    K.WAREHOUSE: Text("仓库", "Warehouse"),
    K.ZONE: Text("库区", "Zone"),
    K.HOLD: Text("待检区", "Receiving hold"),
    K.STAGING: Text("待上架区", "Putaway staging"),
    K.BIN: Text("库位", "Bin"),
    K.VAN: Text("个人仓", "Engineer's van"),
    K.QUARANTINE: Text("不合格品区", "Quarantine"),
    K.DEFECTIVE: Text("旧件区", "Defective returns"),
    K.WORKSHOP: Text("外修厂", "Outside workshop"),
    K.IN_TRANSIT: Text("在途", "In transit"),
    K.WORK_ORDER: Text("工单", "Work order"),
    K.SUPPLIER: Text("供应商", "Supplier"),
    K.OPENING: Text("期初", "Opening"),
    K.CUSTOMER: Text("客户", "Customer"),
    K.SCRAP: Text("报废", "Scrap"),
    K.CONVERSION: Text("翻新转换", "Refurbishing"),
    K.VARIANCE: Text("盘点差异", "Count variance"),
    M.RECEIPT: Text("到货", "Receipt"),
    M.RELEASE: Text("验收合格", "Release"),
    M.REJECTION: Text("验收不合格", "Rejection"),
    M.PUTAWAY: Text("上架", "Putaway"),
    M.RELOCATION: Text("移位", "Relocation"),
    M.TRANSFER_OUT: Text("调出", "Transfer out"),
    M.TRANSFER_IN: Text("调入", "Transfer in"),
    M.ISSUE: Text("领料", "Issue"),
    M.RETURN: Text("退料", "Return"),
    M.SUPPLIER_RETURN: Text("退供应商", "Return to supplier"),
    M.SALE: Text("积压销售", "Sale of surplus"),
    M.FITTED: Text("装机交付", "Fitted at the customer"),
    M.OLD_RETURN: Text("旧件返还", "Old part returned"),
    M.REPAIR_OUT: Text("送修", "Sent to be repaired"),
    M.REPAIR_IN: Text("未修复返回", "Back unrepaired"),
    M.REFURBISHMENT: Text("翻新入库", "Refurbished"),
    M.ADJUSTMENT: Text("盘点调整", "Adjustment"),
    M.LOSS: Text("在途损失", "Loss on the way"),
    M.REVERSAL: Text("冲销", "Reversal"),
}
"""The words of each kind; a location kind and a movement kind of the same name share them."""
