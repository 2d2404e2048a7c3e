"""Show each person what waits for them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from sqlalchemy import select

from kernel.tables import Person
from webapp import context
from webapp.access import signed_in
from webapp.permissions import ROLE_NAMES
from webapp.queues import cards
from webapp.tables import SigningDeputy

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@signed_in
def home() -> str:
    """Show the queues of one's roles."""
    roles = [str(name) for role, name in ROLE_NAMES.items() if role in context.actor().roles]
    return render_template("home.html", cards=cards(), roles=roles, standing_for=_standing_for())


def _standing_for() -> list[Any]:
    """Return for whom the person signs today, and until when."""
    actor = context.actor()
    keys = frozenset().union(*actor.lent.values())
    if not keys:
        return []
    query = select(Person.name, SigningDeputy.ends_on).join(SigningDeputy, SigningDeputy.giver_id == Person.id)
    return list(context.session().execute(query.where(SigningDeputy.id.in_(keys)).order_by(Person.name)).all())
