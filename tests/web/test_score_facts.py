"""The score of a supplier opens to facts that people can follow: orders, parts, certificates, in words."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from procurement.queries.suppliers import score_detail
from procurement.tables import Order, SupplierScore
from tests.support.demo import demo_database, demo_template
from tests.support.web import Web, make_app

__all__ = ["demo_database", "demo_template"]


@pytest.mark.slow
def test_facts_name_orders_and_parts(demo_database: str, tmp_path) -> None:
    """No fact is a bare id: deliveries link to their order, prices to their part, weights are percents."""
    web = Web(make_app(demo_database, tmp_path))
    web.at(datetime.now(UTC))
    web.person("buyer", "buyer")
    with web.session() as session:
        scores = session.scalars(select(SupplierScore).order_by(SupplierScore.deliveries.desc())).all()
        scored = scores[0]
        detail = score_detail(session, supplier_id=scored.supplier_id)
        assert detail is not None
        about = {row["about"] for each in detail.dimensions for row in each.rows}
        assert {"state", "entered", "delivery", "order_line", "part", "answer"} <= about
        numbers = session.scalars(select(Order.number).where(Order.supplier_id == scored.supplier_id)).all()
        supplier_id = scored.supplier_id
    page = web.as_("buyer").get(f"/suppliers/{supplier_id}", headers={"Accept-Language": "en"}).text
    facts = page[page.index("<h2>Score") : page.index("<h2>Offers")]
    cells = re.findall(r"<tr>(<td.*?)</tr>", facts)
    assert any(f">{number}/" in facts for number in numbers)
    assert re.search(r"\d+ of \d+ passed", facts)
    assert re.search(r"days late on average, due", facts)
    assert re.search(r"% of the market \(¥", facts)
    for row in cells:
        what, _which, _value, _points, weight = (
            re.sub("<.*?>", "", each) for each in re.findall(r"<td.*?>(.*?)</td>", row)
        )
        assert what[0].isupper(), what
        wanted = "—" if what == "Certificate" else r"\d+%"  # a paper weighs alike whatever its age
        assert re.fullmatch(wanted, weight), (what, weight)
