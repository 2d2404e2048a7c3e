"""What a service manager keeps of engineers: region, van, load, qualifications, neighbouring regions."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from service import engineer_keeping
from service.engineer_keeping import NeighboursKept
from webapp.commands import Command, command
from webapp.fields import DayField, FlagField, Input, RowId, TextField, WholeField


class ProfileInput(Input):
    """Hold where an engineer works, with which van, and how much is enough."""

    engineer_id = RowId("engineer", required=True, metadata={"label": _l("Engineer")})
    region = TextField(60, required=True, metadata={"label": _l("Region")})
    van_location_id = RowId("van", load_default=None, allow_none=True, metadata={"label": _l("Van")})
    max_load = WholeField(1, 100, load_default=6, metadata={"label": _l("Open tickets at most")})
    active = FlagField(load_default=False, metadata={"label": _l("Can be sent")})


class QualificationInput(Input):
    """Hold what an engineer may repair, and until when."""

    engineer_id = RowId("engineer", required=True, metadata={"label": _l("Engineer")})
    family = TextField(
        60, load_default="", metadata={"label": _l("Product family"), "help": _l("Or one model, below.")}
    )
    product_model_id = RowId("product_model", load_default=None, allow_none=True, metadata={"label": _l("Model")})
    certificate = TextField(80, load_default="", metadata={"label": _l("Certificate")})
    valid_until_on = DayField(required=True, metadata={"label": _l("Valid until")})


class QualificationEnd(Input):
    """Hold the last day of a qualification."""

    qualification_id = RowId(required=True)
    valid_until_on = DayField(required=True, metadata={"label": _l("Valid until")})


class NeighboursInput(Input):
    """Say which regions lie beside one."""

    region = TextField(60, required=True, metadata={"label": _l("Region")})
    neighbours = TextField(
        2000,
        load_default="",
        metadata={
            "label": _l("Neighbouring regions"),
            "rows": 4,
            "help": _l("One a line; the other way round follows."),
        },
    )


def set_neighbours(
    session: Session, *, region: str, neighbours: str, by: int, at: datetime, request_key: str
) -> NeighboursKept:
    """Say which regions lie beside one, one a line."""
    named = tuple(dict.fromkeys(line.strip()[:60] for line in neighbours.splitlines() if line.strip()))
    return engineer_keeping.set_neighbours(
        session, region=region, neighbours=named, by=by, at=at, request_key=request_key
    )


SET_PROFILE = command(
    Command(
        "set_engineer_profile",
        _l("Engineer's profile"),
        "engineers.write",
        engineer_keeping.set_profile,
        ProfileInput,
        "/engineers",
        "service",
        done=_l("The profile is kept."),
    )
)
QUALIFY = command(
    Command(
        "qualify_engineer",
        _l("New qualification"),
        "engineers.write",
        engineer_keeping.qualify,
        QualificationInput,
        "/qualifications",
        "service",
        done=_l("The qualification is kept."),
    )
)
END_QUALIFICATION = command(
    Command(
        "end_qualification",
        _l("Change the last day"),
        "engineers.write",
        engineer_keeping.end_qualification,
        QualificationEnd,
        "/qualifications/<int:qualification_id>",
        "service",
        done=_l("Changed."),
    )
)
SET_NEIGHBOURS = command(
    Command(
        "set_neighbours",
        _l("Neighbouring regions"),
        "engineers.write",
        set_neighbours,
        NeighboursInput,
        "/region-neighbours",
        "service",
        done=_l("The neighbours are kept."),
    )
)
