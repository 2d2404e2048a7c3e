"""Make a place ready: schema, business time zone, first administrator."""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from sqlalchemy import func, select

from kernel.auditing import acting
from kernel.clock import SystemClock
from kernel.db import make_engine
from kernel.settings import DEFINITIONS, TIMEZONE, set_value
from webapp import schema
from webapp.app import create_app
from webapp.auth.accounts import create_person, set_password
from webapp.auth.passwords import random_password
from webapp.config import Config
from webapp.db import db, let_go, own_sessions
from webapp.tables import Login


def set_up(config: Config, name: str) -> str | None:
    """Make what is missing and return the first administrator's password, or None when somebody can log in already."""
    engine = make_engine(config.database_url)
    try:
        schema.upgrade(engine)
    finally:
        engine.dispose()
    clock = SystemClock()
    app = create_app(config, clock)
    try:
        return _first_administrator(app, config, name, clock.now())
    finally:
        let_go(app)


def _first_administrator(app: Flask, config: Config, name: str, at: datetime) -> str | None:
    """Make the first administrator and the time zone, unless somebody can log in already."""
    with app.test_request_context("/"), own_sessions(db.engine)() as session:
        acting(session, by=None, at=at, source="sparewell init")
        if session.scalar(select(func.count()).select_from(Login)):
            return None
        if config.business_timezone != DEFINITIONS[TIMEZONE].default:
            set_value(session, name=TIMEZONE, value=config.business_timezone, valid_from_on=at.date(), by=None)
        password = random_password()
        made = create_person(
            session, code=name, name=name.capitalize(), roles=["admin"], by=None, at=at, request_key=f"init:{name}"
        )
        set_password(session, person_id=made.person_id, password=password, at=at, must_change=True)
        session.commit()
        return password
