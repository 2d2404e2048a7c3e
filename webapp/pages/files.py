"""Hand out stored files to those who may see the row they belong to."""

from __future__ import annotations

import io

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue

from kernel.errors import Forbidden, NotFound
from kernel.tables import Attachment, Blob
from webapp import context
from webapp.access import signed_in
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
