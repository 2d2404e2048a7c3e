"""What can be done with campaigns and recalls: propose, approve by another person, reject, end."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate
from sqlalchemy.orm import Session

from kernel.text import Text
from service import campaigning
from service.campaigning import CampaignMade, CampaignPart
from webapp.base_words import CAMPAIGN_KINDS
from webapp.commands import Command, command
from webapp.fields import ChoiceField, DayField, Input, QuantityField, RowId, TextField, WholeField

MOST_UNITS = 10_000_000


class CampaignLineInput(Input):
    """Hold a part of a campaign."""

    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    quantity = QuantityField(positive=True, required=True, metadata={"label": _l("For each unit")})


class NewCampaignInput(Input):
    """Describe a campaign."""

    kind = ChoiceField(CAMPAIGN_KINDS, load_default="campaign", metadata={"label": _l("Kind")})
    name_zh = TextField(120, required=True, metadata={"label": _l("Name in Chinese")})
    name_en = TextField(120, required=True, metadata={"label": _l("Name in English")})
    product_model_id = RowId("product_model", required=True, metadata={"label": _l("Product model")})
    serial_from = TextField(
        80, load_default="", metadata={"label": _l("Serial number from"), "help": _l("Empty: from the first.")}
    )
    serial_to = TextField(
        80, load_default="", metadata={"label": _l("Serial number to"), "help": _l("Empty: to the last.")}
    )
    units = WholeField(
        1,
        MOST_UNITS,
        load_default=None,
        allow_none=True,
        metadata={
            "label": _l("Units meant"),
            "help": _l("Empty: counted from the registered units of the model and serial numbers."),
        },
    )
    percent = WholeField(
        1, 100, load_default=100, metadata={"label": _l("Share that is expected to come"), "unit": "%"}
    )
    from_on = DayField(required=True, metadata={"label": _l("First day")})
    to_on = DayField(required=True, metadata={"label": _l("Last day")})
    note = TextField(500, load_default="", metadata={"label": _l("Note"), "rows": 2})
    lines = fields.List(fields.Nested(CampaignLineInput), required=True, validate=validate.Length(1, 50))


class CampaignInput(Input):
    """Name a campaign."""

    campaign_id = RowId(required=True)


class EndCampaignInput(CampaignInput):
    """Say why."""

    reason = TextField(300, required=True, metadata={"label": _l("Reason"), "rows": 2})


def propose_campaign(
    session: Session,
    *,
    kind: str,
    name_zh: str,
    name_en: str,
    product_model_id: int,
    serial_from: str,
    serial_to: str,
    units: int | None,
    percent: int,
    from_on: date,
    to_on: date,
    note: str,
    lines: list[dict[str, Any]],
    by: int,
    at: datetime,
    request_key: str,
) -> CampaignMade:
    """Propose a campaign or recall; it counts in planning once another person has approved it."""
    return campaigning.propose_campaign(
        session,
        kind=kind,
        name=Text(name_zh, name_en),
        product_model_id=product_model_id,
        serial_from=serial_from,
        serial_to=serial_to,
        units=units,
        percent=percent,
        from_on=from_on,
        to_on=to_on,
        note=note,
        lines=tuple(CampaignPart(each["part_id"], each["quantity"]) for each in lines),
        by=by,
        at=at,
        request_key=request_key,
    )


PROPOSE = command(
    Command(
        "propose_campaign",
        _l("New campaign"),
        "campaigns.write",
        propose_campaign,
        NewCampaignInput,
        "/campaigns",
        "base",
    )
)
APPROVE = command(
    Command(
        "approve_campaign",
        _l("Approve the campaign"),
        "campaigns.approve",
        campaigning.approve_campaign,
        CampaignInput,
        "/campaigns/<int:campaign_id>/approve",
        "base",
        done=_l("The campaign is approved; it counts from the next computation."),
    )
)
REJECT = command(
    Command(
        "reject_campaign",
        _l("Reject the campaign"),
        "campaigns.approve",
        campaigning.reject_campaign,
        EndCampaignInput,
        "/campaigns/<int:campaign_id>/reject",
        "base",
        done=_l("The campaign is rejected."),
        also=("campaigns.write",),
    )
)
END = command(
    Command(
        "end_campaign",
        _l("End the campaign"),
        "campaigns.approve",
        campaigning.end_campaign,
        EndCampaignInput,
        "/campaigns/<int:campaign_id>/end",
        "base",
        done=_l("The campaign is ended; what it still needed leaves the plan."),
        also=("campaigns.write",),
    )
)
