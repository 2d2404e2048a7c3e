"""What can be done with the installed base: sales, lives, maintenance lines, starts of new parts, planned tickets."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from service import base_keeping
from service.base_keeping import SalesKept
from service.base_planning import mark_planned_work, unmark_planned_work
from service.tables import Campaign
from webapp.commands import Command, command
from webapp.context import Actor
from webapp.fields import DayField, FlagField, Input, QuantityField, RowId, TextField, WholeField
from webapp.lookups import table_lookup
from webapp.service_scopes import require_ticket

LONGEST_LIFE, LONGEST_INTERVAL, MOST_UNITS = 600, 240, 10_000_000
table_lookup("campaign", Campaign, permission="parts.read", code="number", where=lambda: Campaign.state == "approved")


class SalesInput(Input):
    """Say how many units of a model were sold in a month."""

    product_model_id = RowId("product_model", required=True, metadata={"label": _l("Product model")})
    month_on = DayField(required=True, metadata={"label": _l("Any day of the month")})
    units = WholeField(0, MOST_UNITS, required=True, metadata={"label": _l("Units sold")})


class LifeInput(Input):
    """Say how long units of a model are used."""

    product_model_id = RowId("product_model", required=True, metadata={"label": _l("Product model")})
    life_months = WholeField(
        6, LONGEST_LIFE, required=True, metadata={"label": _l("Mean life in use"), "unit": _l("months")}
    )
    shape_tenths = WholeField(
        5,
        200,
        load_default=30,
        metadata={
            "label": _l("Shape in tenths"),
            "help": _l("10: scrapped by chance at any age; 30: most near the mean life; 60: nearly all at it."),
        },
    )
    note = TextField(300, load_default="", metadata={"label": _l("Note")})


class MaintenanceFacts(Input):
    """Say what maintenance takes."""

    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("Quantity of the part")})
    percent = WholeField(
        1,
        100,
        load_default=100,
        metadata={"label": _l("Share of the units in use"), "unit": "%", "help": _l("That you maintain yourself.")},
    )
    note = TextField(300, load_default="", metadata={"label": _l("Note")})


class NewMaintenanceInput(MaintenanceFacts):
    """Plan a part that units of a model get again and again."""

    product_model_id = RowId("product_model", required=True, metadata={"label": _l("Product model")})
    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    interval_months = WholeField(
        1, LONGEST_INTERVAL, required=True, metadata={"label": _l("Every"), "unit": _l("months")}
    )

    class Meta:
        """Show what is meant first."""

        fields = ("product_model_id", "part_id", "interval_months", "quantity", "percent", "note")
        ordered = True


class MaintenanceInput(MaintenanceFacts):
    """Change what maintenance takes."""

    maintenance_line_id = RowId(required=True)
    active = FlagField(load_default=True, metadata={"label": _l("In use")})


class PartInput(Input):
    """Name a part."""

    part_id = RowId(required=True)


class StartInput(PartInput):
    """Say whose demand a new part starts with."""

    similar_part_id = RowId(
        "part",
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Similar part"), "help": _l("Empty: the median part of the same category.")},
    )
    from_on = DayField(required=True, metadata={"label": _l("In use from")})
    percent = WholeField(1, 1000, load_default=100, metadata={"label": _l("Share of its demand"), "unit": "%"})
    ramp_months = WholeField(
        0, 60, load_default=6, metadata={"label": _l("Until its demand is full"), "unit": _l("months")}
    )
    note = TextField(300, load_default="", metadata={"label": _l("Note")})


class TicketInput(Input):
    """Name a ticket."""

    ticket_id = RowId(required=True)


class PlannedWorkInput(TicketInput):
    """Say what planned work a ticket is."""

    campaign_id = RowId(
        "campaign",
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Campaign"), "help": _l("Empty: regular maintenance.")},
    )


def keep_month(
    session: Session,
    *,
    product_model_id: int,
    month_on: date,
    units: int,
    by: int,
    at: datetime,
    request_key: str,
) -> SalesKept:
    """Write the units of a model sold in a month."""
    rows = ((product_model_id, month_on.replace(day=1), units),)
    return base_keeping.keep_sales(session, rows=rows, source="", by=by, at=at, request_key=request_key)


def _own_ticket(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    require_ticket(session, actor, data["ticket_id"])


KEEP_SALES = command(
    Command(
        "keep_model_sales",
        _l("Units sold in a month"),
        "plan.write",
        keep_month,
        SalesInput,
        "/product-models/<int:product_model_id>/sales",
        "base",
        done=_l("The sales are kept."),
    )
)
KEEP_LIFE = command(
    Command(
        "keep_product_life",
        _l("Life of a model"),
        "plan.write",
        base_keeping.keep_life,
        LifeInput,
        "/product-models/<int:product_model_id>/life",
        "base",
        done=_l("The life is kept; it counts from the next computation."),
    )
)
NEW_MAINTENANCE = command(
    Command(
        "keep_maintenance_line",
        _l("New maintenance line"),
        "plan.write",
        base_keeping.keep_maintenance,
        NewMaintenanceInput,
        "/maintenance-lines",
        "base",
        done=_l("The maintenance line is kept."),
        also=("campaigns.write",),
    )
)
CHANGE_MAINTENANCE = command(
    Command(
        "change_maintenance_line",
        _l("Change the maintenance line"),
        "plan.write",
        base_keeping.change_maintenance,
        MaintenanceInput,
        "/maintenance-lines/<int:maintenance_line_id>",
        "base",
        done=_l("The maintenance line is kept."),
        also=("campaigns.write",),
    )
)
START_LIKE = command(
    Command(
        "start_part_like",
        _l("Start like a similar part"),
        "plan.write",
        base_keeping.start_like,
        StartInput,
        "/parts/<int:part_id>/start-like",
        "base",
        done=_l("It counts from the next computation."),
    )
)
START_ALONE = command(
    Command(
        "start_part_alone",
        _l("Plan the part by itself"),
        "plan.write",
        base_keeping.start_alone,
        PartInput,
        "/parts/<int:part_id>/start-alone",
        "base",
        done=_l("The part is planned from its own history and base."),
    )
)
MARK_PLANNED = command(
    Command(
        "mark_planned_work",
        _l("Planned work"),
        "campaigns.write",
        mark_planned_work,
        PlannedWorkInput,
        "/tickets/<int:ticket_id>/planned-work",
        "base",
        _own_ticket,
        done=_l("The ticket is planned work: its parts are neither failures nor history."),
        also=("tickets.write", "dispatch.write"),
    )
)
UNMARK_PLANNED = command(
    Command(
        "unmark_planned_work",
        _l("A repair after all"),
        "campaigns.write",
        unmark_planned_work,
        TicketInput,
        "/tickets/<int:ticket_id>/repair-after-all",
        "base",
        _own_ticket,
        done=_l("The ticket is a repair again."),
        also=("tickets.write", "dispatch.write"),
    )
)
