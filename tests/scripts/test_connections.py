"""What a connection to PostgreSQL is set to stays so, whatever becomes of its transactions."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from kernel.db import make_engine


@pytest.mark.postgres
def test_neither_compiling_nor_sharing_of_queries_comes_back_after_a_rollback(postgres_url: str) -> None:
    engine = make_engine(postgres_url)
    with Session(engine) as session:
        session.execute(text("SELECT 1"))
        session.rollback()
        assert session.execute(text("SHOW jit")).scalar_one() == "off"
        assert session.execute(text("SHOW max_parallel_workers_per_gather")).scalar_one() == "0"
    engine.dispose()
