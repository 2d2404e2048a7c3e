"""Show how parts are classed by what was issued, and compute the classes anew."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from forecasting import settings
from forecasting.tables import PartClass
from inventory.tables import Part
from kernel.settings import setting
from webapp import context
from webapp.access import needs
from webapp.forms import KEY_FIELD, new_key
from webapp.jobs import ask
from webapp.navigation import entry

blueprint = Blueprint("part_classes", __name__)


@blueprint.post("/parts/classes")
@needs("plan.write")
def compute() -> ResponseReturnValue:
    """Compute the classes anew as a job."""
    job_id = ask(context.session(), "classify_parts", request.form.get(KEY_FIELD, "") or new_key())
    return redirect(url_for("jobs.job", job_id=job_id), 303)


@blueprint.get("/parts/classes")
@needs("parts.read")
def classes() -> str:
    """Show ABC by XYZ, and FSN, each opening to its parts."""
    session, on = context.session(), context.today()
    counted = session.execute(
        select(Part.abc, Part.xyz, Part.fsn, func.count())
        .where(Part.merged_into_id.is_(None), Part.abc.is_not(None))
        .group_by(Part.abc, Part.xyz, Part.fsn)
    ).all()
    value = session.execute(
        select(Part.abc, func.sum(PartClass.value_cny)).join(Part, Part.id == PartClass.part_id).group_by(Part.abc)
    )
    return render_template(
        "parts/classes.html",
        grid={(a, x): sum(n for abc, xyz, _fsn, n in counted if (abc, xyz) == (a, x)) for a in "ABC" for x in "XYZ"},
        moving={f: sum(n for _abc, _xyz, fsn, n in counted if fsn == f) for f in "FSN"},
        values=dict(value.all()),
        last=session.execute(
            select(PartClass.computed_at, PartClass.first_month_on, PartClass.months).limit(1)
        ).first(),
        rules={
            "months": setting(session, settings.CLASS_MONTHS, on),
            "abc": setting(session, settings.ABC, on),
            "xyz": setting(session, settings.XYZ, on),
            "fsn": setting(session, settings.FSN, on),
        },
    )


def explained(part_id: int) -> dict[str, Any] | None:
    """Return the figures behind the classes of a part, or None where they were never computed."""
    row = context.session().get(PartClass, part_id)
    if row is None:
        return None
    return {"row": row, "parts": context.session().scalar(select(func.count()).select_from(PartClass))}


entry("stock", _l("ABC, XYZ and FSN classes"), "part_classes.classes", "parts.read", 82)
