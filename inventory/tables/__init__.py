"""The tables of inventory: parts, places, the ledger, what is asked for, transfers and stock-takes."""

import inventory.tables.guards  # noqa: F401  puts the rules up
from inventory.tables.ledger import Balance, Clearance, FifoException, Lot, Movement, MovementRule, Posting, Stock
from inventory.tables.parts import Alternate, Category, Fit, Part, ProductModel, Supersession, Unit
from inventory.tables.periods import PeriodClose, PeriodClosing, PeriodFigure
from inventory.tables.places import Location
from inventory.tables.requests import PartRequest, Reservation, WorkOrder
from inventory.tables.stock_takes import Count, CountLine, StockTake, StockTakeApproval
from inventory.tables.transfers import Transfer, TransferLine

__all__ = [
    "Alternate",
    "Balance",
    "Category",
    "Clearance",
    "Count",
    "CountLine",
    "FifoException",
    "Fit",
    "Location",
    "Lot",
    "Movement",
    "MovementRule",
    "Part",
    "PartRequest",
    "PeriodClose",
    "PeriodClosing",
    "PeriodFigure",
    "Posting",
    "ProductModel",
    "Reservation",
    "Stock",
    "StockTake",
    "StockTakeApproval",
    "Supersession",
    "Transfer",
    "TransferLine",
    "Unit",
    "WorkOrder",
]
