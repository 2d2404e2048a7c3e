"""Say what a scanned code is."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kernel.errors import AppError
from webapp import context
from webapp.access import signed_in
from webapp.messages import message
from webapp.scanning import find

blueprint = Blueprint("scan", __name__)


@blueprint.get("/scan")
@signed_in
def scan() -> ResponseReturnValue:
    """Show what bears the code; a single find without a choice to make opens at once."""
    code = request.args.get("code", "")[:200]
    said = ""
    found = []
    if code:
        try:
            found = find(code)
        except AppError as error:
            said = message(error)
    if len(found) == 1 and not found[0].actions:
        return redirect(found[0].url)
    return render_template("scan.html", code=code, found=found, message=said, next_steps=_next_steps(code))


def _next_steps(code: str) -> list[tuple[str, str, str]]:
    """Return what can be done with a code that nothing bears: look for it, or enter it; sign, words, address."""
    steps: list[tuple[str, str, str, str, dict[str, Any]]] = [
        ("parts.read", "search", _("Look for it among part numbers and names"), "list.parts", {"q": code}),
        ("stock.read", "box-seam", _("Look for it among lots and serial numbers"), "list.lots", {"q": code}),
        ("arrivals.write", "truck", _("Register an arrival"), "arrivals.new", {}),
        ("parts.write", "plus-lg", _("Add it as a new part"), "parts.new", {"number": code}),
    ]
    return [(sign, title, url_for(end, **named)) for may, sign, title, end, named in steps if context.may(may)]
