"""A season's factor names its periods in the reader's language."""

from __future__ import annotations

import pytest

from forecasting.explain import Row
from tests.support.web import Web
from webapp.i18n import COOKIE
from webapp.plan_words import label, value

SAID = [
    ("en", "2026-07/2026-09", "× 1.4 (July – September)"),
    ("en", "2026-07/2026-07", "× 1.4 (July)"),
    ("en", "2026-07-06/2026-08-24", "× 1.4 (2026-07-06 – 2026-08-24)"),
    ("en", "", "× 1.4"),
    ("zh_Hans_CN", "2026-07/2026-09", "× 1.4 (七月 – 九月)"),
]


@pytest.mark.parametrize(("language", "span", "said"), SAID)
def test_the_factor_names_its_months_or_weeks(web: Web, language: str, span: str, said: str) -> None:
    with web.app.test_request_context("/", headers={"Cookie": f"{COOKIE}={language}"}):
        assert value(Row("factor_season", 1.4, "factor", span)) == said
        assert value(Row("season_factor", 1.4, "factor", span)) == said
        assert label("factor_season") == ("× season" if language == "en" else "× 季节")
