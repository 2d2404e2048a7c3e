"""Give the web application its database: one session for each request, audited, on a prepared engine."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as RequestSession
from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

from kernel.auditing import audit_session
from kernel.db import Base, make_engine


class WebSession(RequestSession):
    """Hold the work of one request; what it changes goes to the audit trail."""


class OwnSession(Session):
    """Hold work beside a request (a refusal's record, a job); audited alike."""


audit_session(WebSession)
audit_session(OwnSession)


class Database(SQLAlchemy):
    """Make engines with the settings that the ledger's promises rest on."""

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Flask) -> Engine:
        del bind_key, app
        url = make_url(options.pop("url")).render_as_string(hide_password=False)
        return make_engine(url, **options)


db = Database(metadata=Base.metadata, session_options={"class_": WebSession})


def own_sessions(engine: Engine) -> sessionmaker[OwnSession]:
    """Return a factory of audited sessions on the engine, for work outside a request's transaction."""
    return sessionmaker(bind=engine, class_=OwnSession)


def let_go(app: Flask) -> None:
    """Close the application's connections that nobody uses at the moment."""
    with app.app_context():
        db.engine.dispose()
