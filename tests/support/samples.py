"""Rows that no history plays but pages show: a token, jobs in every state, an import with faults, an open survey."""

from __future__ import annotations

import io
from datetime import timedelta

from sqlalchemy import select

from kernel.tables import Attachment
from service import calling_back
from service.tables import Callback
from tests.support.web import Web
from webapp.commands_of.callbacks import token_hash
from webapp.mail import store_blob
from webapp.tables import Job

SURVEY = "a-secret-that-only-the-customer-has"
"""Opens the survey of the company's newest callback that waits."""
FILES = {
    "sound.csv": "配件编号,名称,单位\nX-SAMPLE-1,压缩机,件\n",
    "faulty.csv": "part,unit,unit price\nX-SAMPLE-2,barrel,5\nX-SAMPLE-3,pcs,-1\n",
}


def add_samples(web: Web) -> None:
    """Add the rows; everything belongs to the administrator."""
    admin = web.as_("admin")
    token = {"name": "robot", "days": "30", "permissions": ["parts.read"]}
    assert admin.post("/account/tokens/new", token).status_code == 200
    at = web.app.config["CLOCK"].now()
    by = web.person("admin", "admin")
    with web.session() as session:
        for state in ("queued", "running", "done", "failed", "cancelled"):
            row = Job(key=f"sample:{state}", name="plan", arguments={}, asked_at=at, asked_by_id=by, state=state)
            row.done, row.total, row.message = 40, 100, "Reading demand"
            row.error = "worker_lost" if state == "failed" else None
            row.result = {"url": "/plans", "summary": "12 lines"} if state == "done" else None
            session.add(row)
        session.add(
            Attachment(
                table_name="part",
                row_id=1,
                purpose="photo",
                name="a.png",
                media_type="image/png",
                size_bytes=5,
                sha256=store_blob(session, b"a.png"),
                added_by_id=by,
                added_at=at,
            )
        )
        waiting = session.scalars(
            select(Callback.id).where(Callback.done_at.is_(None)).order_by(Callback.id.desc()).limit(1)
        )
        calling_back.invite(
            session,
            callback_id=waiting.one(),
            token_hash=token_hash(SURVEY),
            expires_at=at + timedelta(days=14),
            by=by,
            at=at,
            request_key="sample-survey",
        )
        session.commit()
    for name, content in FILES.items():
        sent = {"file": (io.BytesIO(content.encode()), name)}
        assert admin.post("/imports/new/parts", sent).status_code == 303
