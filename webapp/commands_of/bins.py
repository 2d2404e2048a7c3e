"""What can be done with bins (capacity, condition, homes of parts) and with further keepers of a store."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from inventory import bins_keeping
from inventory.bins_keeping import KeptBin, KeptDeputy
from inventory.tables import BinHome, StoreDeputy
from kernel.errors import NotFound
from webapp.commands import Command, command
from webapp.context import Actor
from webapp.fields import DayField, Input, QuantityField, RowId, TextField, WholeField
from webapp.scopes import require_store


class CapacityInput(Input):
    """Say what may lie in a bin and how much."""

    location_id = RowId(required=True)
    storage_condition = TextField(
        120,
        load_default="",
        metadata={
            "label": _l("Storage condition"),
            "help": _l(
                "As on the parts that want it. A bin with one is kept for them; a bin without follows its zone."
            ),
        },
    )
    most_units = QuantityField(
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Most units in all"), "help": _l("Each part in its own unit. Empty: no limit.")},
    )
    most_lots = WholeField(
        1,
        100_000,
        load_default=None,
        allow_none=True,
        metadata={"label": _l("Most different lots"), "help": _l("Empty: no limit.")},
    )


class HomeInput(Input):
    """Make a bin a fixed home of a part."""

    location_id = RowId("bin", required=True, metadata={"label": _l("Bin")})
    part_id = RowId("part", required=True, metadata={"label": _l("Part")})
    position = WholeField(
        1, 100, load_default=1, metadata={"label": _l("Which home"), "help": _l("1 is filled first.")}
    )
    most = QuantityField(
        positive=True,
        load_default=None,
        allow_none=True,
        metadata={"label": _l("At most of the part"), "help": _l("Empty: no limit.")},
    )


class OneHomeInput(Input):
    """Name a home."""

    bin_home_id = RowId(required=True)


class DeputyInput(Input):
    """Name a further keeper of a store."""

    store_id = RowId("warehouse", required=True, metadata={"label": _l("Store")})
    person_id = RowId("person", required=True, metadata={"label": _l("Further keeper")})
    from_on = DayField(required=True, metadata={"label": _l("From")})
    until_on = DayField(
        load_default=None, allow_none=True, metadata={"label": _l("Until"), "help": _l("Empty: until taken back.")}
    )


class EndDeputyInput(Input):
    """Let a further keeper's time end."""

    store_deputy_id = RowId(required=True)
    until_on = DayField(required=True, metadata={"label": _l("Last day")})


def _own_place(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    if not actor.may("parts.write"):
        require_store(session, actor, data["location_id"])


def _own_home(session: Session, actor: Actor, data: dict[str, Any]) -> None:
    row = session.get(BinHome, data["bin_home_id"])
    if row is None:
        raise NotFound("bin_home_unknown", id=data["bin_home_id"])
    _own_place(session, actor, {"location_id": row.location_id})


def _deputy_there(session: Session, _actor: Actor, data: dict[str, Any]) -> None:
    if session.get(StoreDeputy, data["store_deputy_id"]) is None:
        raise NotFound("store_deputy_unknown", id=data["store_deputy_id"])


KEEPERS = ("stock.move",)
SET_CAPACITY = command(
    Command(
        "set_capacity",
        _l("Capacity and condition"),
        "parts.write",
        bins_keeping.set_capacity,
        CapacityInput,
        "/places/<int:location_id>/capacity",
        "places",
        _own_place,
        KeptBin,
        also=KEEPERS,
    )
)
ADD_HOME = command(
    Command(
        "add_home",
        _l("Fixed home of a part"),
        "parts.write",
        bins_keeping.add_home,
        HomeInput,
        "/bin-homes",
        "places",
        _own_place,
        KeptBin,
        _l("What comes in of the part is proposed here first."),
        KEEPERS,
    )
)
REMOVE_HOME = command(
    Command(
        "remove_home",
        _l("Remove the home"),
        "parts.write",
        bins_keeping.remove_home,
        OneHomeInput,
        "/bin-homes/<int:bin_home_id>/remove",
        "places",
        _own_home,
        KeptBin,
        _l("Removed. What lies there stays."),
        KEEPERS,
    )
)
NAME_DEPUTY = command(
    Command(
        "name_deputy",
        _l("Further keeper"),
        "parts.write",
        bins_keeping.name_deputy,
        DeputyInput,
        "/store-deputies",
        "places",
        None,
        KeptDeputy,
        _l("The further keeper may work in this store on these days."),
    )
)
END_DEPUTY = command(
    Command(
        "end_deputy",
        _l("End of a further keeper"),
        "parts.write",
        bins_keeping.end_deputy,
        EndDeputyInput,
        "/store-deputies/<int:store_deputy_id>/end",
        "places",
        _deputy_there,
        KeptDeputy,
        _l("Noted: from the next day on the store is closed to them."),
    )
)
