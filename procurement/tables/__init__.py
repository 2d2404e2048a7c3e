"""The tables of procurement: suppliers, quotations, contracts, plans, orders and deliveries."""

import forecasting.tables  # noqa: F401  a plan rests on a run of stock levels
import inventory.tables  # noqa: F401  parts and places
import procurement.tables.guards  # noqa: F401  puts the rules up
from procurement.tables.contracts import Contract, ContractBreak, ContractLine, ContractVersion, OutsideContract
from procurement.tables.orders import Delivery, Order, OrderApproval, OrderLine, OrderNote, OrderVersion
from procurement.tables.plans import Plan, PlanApproval, Proposal
from procurement.tables.prices import MarketPrice, PriceAlert, SalePrice
from procurement.tables.qualification import (
    Question,
    Questionnaire,
    SupplierAnswer,
    SupplierAssessment,
    SupplierSample,
    SupplierStep,
)
from procurement.tables.quotations import Quote, QuoteBreak, QuoteLine
from procurement.tables.quotes import (
    QuoteAward,
    QuoteAwardLine,
    QuoteAwardOrder,
    QuoteInvitation,
    QuoteRequest,
    QuoteRequestLine,
)
from procurement.tables.releases import SupplierRelease
from procurement.tables.supplier_file import SupplierBank, SupplierCategory, SupplierContact
from procurement.tables.suppliers import PriceBreak, Supplier, SupplierCertificate, SupplierPart, SupplierScore

__all__ = [
    "Contract",
    "ContractBreak",
    "ContractLine",
    "ContractVersion",
    "Delivery",
    "MarketPrice",
    "Order",
    "OrderApproval",
    "OrderLine",
    "OrderNote",
    "OrderVersion",
    "OutsideContract",
    "Plan",
    "PlanApproval",
    "PriceAlert",
    "PriceBreak",
    "Proposal",
    "Question",
    "Questionnaire",
    "Quote",
    "QuoteAward",
    "QuoteAwardLine",
    "QuoteAwardOrder",
    "QuoteBreak",
    "QuoteInvitation",
    "QuoteLine",
    "QuoteRequest",
    "QuoteRequestLine",
    "SalePrice",
    "Supplier",
    "SupplierAnswer",
    "SupplierAssessment",
    "SupplierBank",
    "SupplierCategory",
    "SupplierCertificate",
    "SupplierContact",
    "SupplierPart",
    "SupplierRelease",
    "SupplierSample",
    "SupplierScore",
    "SupplierStep",
]
