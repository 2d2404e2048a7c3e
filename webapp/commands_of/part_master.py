"""What can be done with the part master beyond its facts: serial ranges, merging, classes, files."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from forecasting import classing
from forecasting.classing import Classified
from inventory import fit_ranges_keeping, merging
from kernel.settings import day_of
from webapp import part_files
from webapp.commands import Command, command
from webapp.fields import Input, RowId, TextField


class FitRangeInput(Input):
    """Say which serial numbers of a model a part fits."""

    part_id = RowId(required=True)
    product_model_id = RowId(required=True)
    serial_from = TextField(80, load_default="", metadata={"label": _l("Serial number from")})
    serial_to = TextField(
        80, load_default="", metadata={"label": _l("Serial number to"), "help": _l("An empty end is open.")}
    )


class NoFitRangeInput(Input):
    """Name a range of serial numbers."""

    fit_range_id = RowId(required=True)


class MergeInput(Input):
    """Say which part a duplicate really is."""

    duplicate_id = RowId(required=True)
    kept_id = RowId(
        "part",
        required=True,
        metadata={"label": _l("The part that is kept"), "help": _l("It has the same unit, and is the same thing.")},
    )
    reason = TextField(300, required=True, metadata={"label": _l("Reason")})


class UnmergeInput(Input):
    """Say why a merge was wrong."""

    part_id = RowId(required=True)
    reason = TextField(300, required=True, metadata={"label": _l("Reason")})


class NoFileInput(Input):
    """Name a file of a part."""

    part_id = RowId(required=True)
    file_id = RowId(required=True)


def classify(session: Session, *, by: int, at: datetime, request_key: str) -> Classified:
    """Compute ABC, XYZ and FSN of every part from the whole months that ended by today."""
    return classing.classify_parts(session, on=day_of(session, at), by=by, at=at, request_key=request_key)


FITS = "/parts/<int:part_id>/fits/<int:product_model_id>/ranges"
ADD_RANGE = command(
    Command(
        "add_fit_range", _l("Fits these serial numbers"), "parts.write", fit_ranges_keeping.add_fit_range,
        FitRangeInput, FITS, "parts", done=_l("The range is added. Parts are checked against it from now on."),
    )
)  # fmt: skip
REMOVE_RANGE = command(
    Command(
        "remove_fit_range", _l("Take the range of serial numbers back"), "parts.write",
        fit_ranges_keeping.remove_fit_range, NoFitRangeInput, "/fit-ranges/<int:fit_range_id>/remove", "parts",
    )
)  # fmt: skip
MERGE = command(
    Command(
        "merge_parts", _l("Merge a duplicate"), "parts.merge", merging.merge_parts, MergeInput,
        "/parts/<int:duplicate_id>/merge", "parts",
        done=_l("Merged. The old number leads to the part that is kept, and its stock is used up first."),
    )
)  # fmt: skip
UNMERGE = command(
    Command(
        "unmerge_part", _l("Undo the merge"), "parts.unmerge", merging.unmerge_part, UnmergeInput,
        "/parts/<int:part_id>/unmerge", "parts", done=_l("Undone. The part stands for itself again."),
    )
)  # fmt: skip
CLASSIFY = command(
    Command(
        "classify_parts", _l("Compute the classes"), "plan.write", classify, Input, "/parts/classes", "parts",
    )
)  # fmt: skip
REMOVE_FILE = command(
    Command(
        "remove_part_file", _l("Remove the file"), "parts.write", part_files.remove_file, NoFileInput,
        "/parts/<int:part_id>/files/<int:file_id>/remove", "parts", done=_l("The file is removed."),
    )
)  # fmt: skip
