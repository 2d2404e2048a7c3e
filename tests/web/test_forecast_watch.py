"""The watch on the forecast through its pages: run as a job, told by mail, opened, done with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from forecasting.levelling import compute_levels
from forecasting.preparing_levels import Supply
from forecasting.tables import ForecastAlarm, ForecastWatch, HistoryDemand
from inventory import requesting
from kernel.settings import set_value
from kernel.tables import Mail, Person
from tests.support.inventory import key
from tests.support.procurement import add_history
from tests.support.web import Web
from tests.support.world import NOON, World, q

FEBRUARY = date(2026, 2, 1)


@pytest.fixture
def watched(web: Web) -> Web:
    """February is over; its levels promised four pieces a month, and ninety were asked for in vain."""
    buyer = web.person("bo", "buyer")
    with web.session() as session:
        world = World(session).build()
        add_history(session, world, date(2024, 2, 1), FEBRUARY)
        session.get_one(Person, buyer).email = "bo@example.com"
        for name, value in (
            ("watch.tracking", {"smoothing": 0.1, "limit": 0.5, "spreads": 2.0, "least_months": 1}),
            ("watch.coverage", {"low": 0.9, "high": 0.98, "least": 1}),
            ("watch.service", {"points": 0.02, "significance": 0.05, "least_lines": 2}),
        ):
            set_value(session, name=name, value=value, valid_from_on=date(2026, 1, 1), by=None)
        supply = Supply((world.parts["P1"],), (10.0,), (0.0,), (10.0,), (0.2,), (0.0,), (1.0,), ((),), ((),))
        compute_levels(
            session, on=date(2026, 1, 20), lead_times=supply, by=world.people["buyer"], at=NOON, request_key=key()
        )
        for number in range(3):
            requesting.request_part(
                session,
                work_order_id=world.work_order(f"W{number}"),
                part_id=world.parts["P1"],
                store_id=world.places["C"],
                quantity=q(30),
                by=world.people["desk"],
                at=datetime(2026, 2, 3, 4, tzinfo=UTC) + timedelta(days=number),
                request_key=key(),
            )
        assert session.scalar(select(HistoryDemand.id)) is not None
        session.commit()
    return web


def test_the_watch_runs_tells_the_buyers_and_is_answered(watched: Web) -> None:
    buyer, keeper = watched.as_("bo", "buyer"), watched.as_("keeper")
    assert "No month was watched yet" in buyer.text("/forecast-watch")
    assert keeper.get("/forecast-watch").status_code == 403
    job = buyer.post("/forecast-watch", {})
    assert "1 months watched" in buyer.text(job.location)
    buyer.post("/forecast-watch", {})  # there is nothing more to watch
    with watched.session() as session:
        assert set(session.scalars(select(ForecastWatch.month_on))) == {FEBRUARY}
        mails = session.scalars(select(Mail).where(Mail.about.startswith("forecast_watch"))).all()
        assert [(mail.to_address, "2026-02" in mail.subject) for mail in mails] == [("bo@example.com", True)]
        bias = session.scalars(select(ForecastAlarm).where(ForecastAlarm.kind == "bias")).one()
        alarm, part, store = bias.id, bias.part_id, bias.store_id
    page = buyer.text("/forecast-watch")
    for words in ("more came than was forecast", "P1 · C", "service below promise", "2026-02", "chart-trend"):
        assert words in page, words
    figures = buyer.api("/forecast-watch/figures?by=store").json["items"]
    assert [(row["group"], row["lines"], row["met"]) for row in figures] == [("C", 3, 0)]
    assert buyer.get("/forecast-watch/figures/export.csv").status_code == 200
    assert "Forecast alarms" in buyer.text("/")
    opened = buyer.text(f"/forecast-alarms/{alarm}")
    assert f"/levels/parts/{part}/stores/{store}" in page
    assert "Stock level" in opened
    empty = buyer.post(f"/forecast-alarms/{alarm}", {"note": ""})
    assert empty.status_code == 422
    assert buyer.post(f"/forecast-alarms/{alarm}", {"note": "A new hospital"}).status_code == 303
    assert buyer.api(f"/forecast-alarms/{alarm}").json["note"] == "A new hospital"
    assert "A new hospital" in buyer.text("/forecast-alarms?open=no")
    again = buyer.api(f"/forecast-alarms/{alarm}/seen", {"note": "again"})
    assert (again.status_code, again.json["code"]) == (409, "alarm_seen")
    assert buyer.get("/forecast-alarms/99").status_code == 404


def test_the_trend_has_gaps_where_there_is_nothing_to_tell() -> None:
    from webapp.charts import Trend, trend_chart, trend_rows

    trend = Trend("met", (0.9, None, 0.95, 0.97))
    drawn = trend_chart("t", "d", ["a", "b", "c", "d"], [trend], bounds=(0.9,), bounds_word="bound")
    assert drawn.count("<circle") == 3
    assert drawn.count("<path") == 1  # from c to d only
    assert "chart-limit" in drawn
    assert trend_rows(["a", "b"], [trend], period_word="m").rows == (("a", "90.0%"), ("b", ""))
    assert "<svg" in trend_chart("t", "d", [], [])


def test_points_of_a_hundred_are_no_percentages() -> None:
    from webapp.charts import Trend, trend_chart, trend_rows

    trend = Trend("Score", (0.8, 0.905))
    assert "%" not in trend_chart("t", "d", ["a", "b"], [trend], bounds=(0.6,), unit="")
    assert trend_rows(["a", "b"], [trend], period_word="m", unit="").rows == (("a", "80.0"), ("b", "90.5"))
