"""Hand out stored files to those who may see the row they belong to."""

from __future__ import annotations

import io

from flask import Blueprint, flash, redirect, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from kernel.errors import AppError, Forbidden, NotFound
from kernel.tables import Attachment, Blob
from webapp import context
from webapp.access import signed_in
from webapp.commands import start_over
from webapp.messages import message
from webapp.row_files import OWNERS, keep_files, require_adder
from webapp.uploads import FILE_RULES

blueprint = Blueprint("files", __name__)

SHOWN = frozenset({"image/jpeg", "image/png", "image/webp"})


@blueprint.get("/files/<int:file_id>")
@signed_in
def file(file_id: int) -> ResponseReturnValue:
    """Answer the bytes of a file; only pictures are shown inside the browser."""
    session, actor = context.session(), context.actor()
    row = session.get(Attachment, file_id)
    if row is None:
        raise NotFound("file_unknown", file_id=file_id)
    rule = FILE_RULES.get(row.table_name)
    if row.added_by_id != actor.id:
        if rule is None or not actor.may(rule.permission):
            raise Forbidden("permission_missing", permission=rule.permission if rule else row.table_name)
        if rule.check is not None:
            rule.check(session, actor, row.row_id)
    blob = session.get(Blob, row.sha256)
    if blob is None:
        raise NotFound("file_lost", name=row.name)
    inline = row.media_type in SHOWN
    response = send_file(
        io.BytesIO(blob.content), row.media_type, as_attachment=not inline, download_name=row.name, etag=row.sha256
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@blueprint.post("/files/of/<table_name>/<int:row_id>")
@signed_in
def keep(table_name: str, row_id: int) -> ResponseReturnValue:
    """Keep files with a row, where its room lets this person add some."""
    owner = OWNERS.get(table_name)
    if owner is None:
        raise NotFound("file_owner_unknown", table_name=table_name)
    actor = context.actor()
    require_adder(owner, actor)
    try:
        kept = keep_files(
            context.session(),
            actor=actor,
            table_name=table_name,
            row_id=row_id,
            purpose=request.form.get("purpose", ""),
            files=[each for each in request.files.getlist("files") if each.filename],
            at=context.now(),
            request_key=f"p{actor.id}:{request.form.get('request_key', '')[:64]}:files",
        )
    except NotFound:
        raise
    except AppError as error:
        start_over(error)
        flash(message(error), "danger")
    else:
        flash(ngettext("%(num)s file is kept.", "%(num)s files are kept.", len(kept.file_ids)), "success")
    return redirect(f"{owner.page(row_id)}#files", 303)
