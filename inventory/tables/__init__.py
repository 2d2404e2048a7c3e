"""The tables of inventory: parts, places, the ledger, what is asked for, transfers and stock-takes."""

import inventory.tables.count_guards
import inventory.tables.guards
import inventory.tables.old_part_guards  # noqa: F401  all put rules up
from inventory.tables.checkpoints import StockCheckpoint
from inventory.tables.count_plans import CountPlan, CountProposal
from inventory.tables.disposals import Disposal, DisposalLine, ScrapWitness
from inventory.tables.freezes import FrozenLot, LotFreeze, LotThaw
from inventory.tables.ledger import (
    NOTHING,
    Balance,
    Clearance,
    FifoException,
    Lot,
    Movement,
    MovementRule,
    Posting,
    Stock,
)
from inventory.tables.old_parts import (
    OldPartAnswer,
    OldPartDebt,
    OldPartExplanation,
    OldPartNote,
    OldPartNoteLine,
    OldPartReceipt,
    OldPartVerdict,
    Refurbishment,
    WorkshopLine,
    WorkshopOrder,
)
from inventory.tables.parts import (
    Alternate,
    Category,
    Fit,
    FitRange,
    Part,
    PartMerge,
    ProductModel,
    Supersession,
    Unit,
)
from inventory.tables.periods import PeriodBalance, PeriodClose, PeriodClosing, PeriodFigure
from inventory.tables.picks import FifoAsk, Handover, HandoverPosting, PickWave, PickWaveLine, ShortPick
from inventory.tables.places import LASTING, BinHome, Location, StoreDeputy, VanLimit
from inventory.tables.requests import OPEN, AllocationEvent, PartRequest, Reservation, WorkOrder
from inventory.tables.stock_takes import (
    Count,
    CountLine,
    StockTake,
    StockTakeApproval,
    StockTakeEndorsement,
    VarianceCause,
)
from inventory.tables.surplus import SurplusApproval, SurplusProposal
from inventory.tables.transfers import (
    LimitSignature,
    Transfer,
    TransferLine,
    TransferSettlement,
    TransferSettlementPiece,
)
from inventory.tables.workshops import Workshop, WorkshopReminder

__all__ = [
    "LASTING",
    "NOTHING",
    "OPEN",
    "AllocationEvent",
    "Alternate",
    "Balance",
    "BinHome",
    "Category",
    "Clearance",
    "Count",
    "CountLine",
    "CountPlan",
    "CountProposal",
    "Disposal",
    "DisposalLine",
    "FifoAsk",
    "FifoException",
    "Fit",
    "FitRange",
    "FrozenLot",
    "Handover",
    "HandoverPosting",
    "LimitSignature",
    "Location",
    "Lot",
    "LotFreeze",
    "LotThaw",
    "Movement",
    "MovementRule",
    "OldPartAnswer",
    "OldPartDebt",
    "OldPartExplanation",
    "OldPartNote",
    "OldPartNoteLine",
    "OldPartReceipt",
    "OldPartVerdict",
    "Part",
    "PartMerge",
    "PartRequest",
    "PeriodBalance",
    "PeriodClose",
    "PeriodClosing",
    "PeriodFigure",
    "PickWave",
    "PickWaveLine",
    "Posting",
    "ProductModel",
    "Refurbishment",
    "Reservation",
    "ScrapWitness",
    "ShortPick",
    "Stock",
    "StockCheckpoint",
    "StockTake",
    "StockTakeApproval",
    "StockTakeEndorsement",
    "StoreDeputy",
    "Supersession",
    "SurplusApproval",
    "SurplusProposal",
    "Transfer",
    "TransferLine",
    "TransferSettlement",
    "TransferSettlementPiece",
    "Unit",
    "VanLimit",
    "VarianceCause",
    "WorkOrder",
    "Workshop",
    "WorkshopLine",
    "WorkshopOrder",
    "WorkshopReminder",
]
