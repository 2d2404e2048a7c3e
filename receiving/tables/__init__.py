"""The tables of receiving: arrivals, acceptance standards, inspections, returns to the supplier."""

import procurement.tables  # noqa: F401  orders and deliveries stand below
import receiving.tables.guards  # noqa: F401  puts the rules up
from receiving.tables.arrivals import Arrival, ArrivalLine, ArrivalLot, Recount
from receiving.tables.inspections import Inspection, InspectionResult
from receiving.tables.returns import ClaimedLine, Settlement, SupplierReturn
from receiving.tables.sampling import Concession, SampleDraw, SamplingScheme, SwitchingStep
from receiving.tables.standards import Characteristic, Standard
from receiving.tables.stock_samples import StockSample

__all__ = [
    "Arrival",
    "ArrivalLine",
    "ArrivalLot",
    "Characteristic",
    "ClaimedLine",
    "Concession",
    "Inspection",
    "InspectionResult",
    "Recount",
    "SampleDraw",
    "SamplingScheme",
    "Settlement",
    "Standard",
    "StockSample",
    "SupplierReturn",
    "SwitchingStep",
]
