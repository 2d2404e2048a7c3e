"""The tables of service: customers, tickets and their clocks, engineers, repairs, callbacks."""

import inventory.tables  # noqa: F401  the rows that a ticket points at
from service.tables.base import (
    BaseCount,
    Campaign,
    CampaignLine,
    LastTimeBuy,
    LastTimeOrder,
    MaintenanceLine,
    PlannedTicket,
    ProductLife,
)
from service.tables.callbacks import Callback, FollowUp
from service.tables.customers import Customer, Product
from service.tables.engineers import EngineerProfile, Qualification, RegionNeighbour
from service.tables.guidance import GuidedChoice, GuidedQuestion, Symptom, TicketAnswer
from service.tables.kits import Kit, KitLine
from service.tables.repairs import Dispatch, RepairReport, ReportPart
from service.tables.tickets import SlaClock, Ticket, TicketEvent

__all__ = [
    "BaseCount",
    "Callback",
    "Campaign",
    "CampaignLine",
    "Customer",
    "Dispatch",
    "EngineerProfile",
    "FollowUp",
    "GuidedChoice",
    "GuidedQuestion",
    "Kit",
    "KitLine",
    "LastTimeBuy",
    "LastTimeOrder",
    "MaintenanceLine",
    "PlannedTicket",
    "Product",
    "ProductLife",
    "Qualification",
    "RegionNeighbour",
    "RepairReport",
    "ReportPart",
    "SlaClock",
    "Symptom",
    "Ticket",
    "TicketAnswer",
    "TicketEvent",
]
