"""Say what a scanned code is."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kernel.errors import AppError
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
    return render_template("scan.html", code=code, found=found, message=said)
