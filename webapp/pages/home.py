"""Show each person what waits for them."""

from __future__ import annotations

from flask import Blueprint, render_template

from webapp import context
from webapp.access import signed_in
from webapp.permissions import ROLE_NAMES
from webapp.queues import cards

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@signed_in
def home() -> str:
    """Show the queues of one's roles."""
    roles = [str(name) for role, name in ROLE_NAMES.items() if role in context.actor().roles]
    return render_template("home.html", cards=cards(), roles=roles)
