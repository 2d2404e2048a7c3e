"""What a connection is set to stays so, and none is handed out within a transaction of somebody else."""

from pathlib import Path

import pytest
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from kernel.db import make_engine
from kernel.tables import NumberSeries
from webapp.unit_of_work import end_reading


@pytest.mark.postgres
def test_neither_compiling_nor_sharing_of_queries_comes_back_after_a_rollback(postgres_url: str) -> None:
    engine = make_engine(postgres_url)
    with Session(engine) as session:
        session.execute(text("SELECT 1"))
        session.rollback()
        assert session.execute(text("SHOW jit")).scalar_one() == "off"
        assert session.execute(text("SHOW max_parallel_workers_per_gather")).scalar_one() == "0"
    engine.dispose()


def test_a_connection_that_was_left_in_a_transaction_begins_a_new_one(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'kept.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE kept (n INTEGER)")
        driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("BEGIN IMMEDIATE")  # whatever left it so: the pool hands this very connection out again
    driver.execute("INSERT INTO kept VALUES (1)")
    with engine.begin() as connection:
        assert connection.connection.driver_connection is driver
        assert connection.exec_driver_sql("SELECT count(*) FROM kept").scalar() == 0
    engine.dispose()


@pytest.mark.postgres
def test_reading_ends_without_forgetting_what_is_prepared_and_without_keeping_what_was_written(
    postgres_url: str,
) -> None:
    engine = make_engine(postgres_url, pool_size=1, max_overflow=0)
    prepared = text("SELECT count(*) FROM pg_prepared_statements")
    series = text("SELECT count(*) FROM number_series WHERE prefix = 'READ'")
    opened = NumberSeries(prefix="READ", period="202603")
    writings = (
        lambda session: session.add(opened),
        lambda session: session.execute(insert(NumberSeries).values(prefix="READ", period="202604")),
        lambda session: session.execute(text("INSERT INTO number_series VALUES ('READ', '202605', 1)")),
    )
    with Session(engine) as session:
        for _ in range(8):
            session.execute(series)
        end_reading(session)
        assert session.execute(prepared).scalar_one() > 0
        for write in writings:
            end_reading(session)
            write(session)
            end_reading(session)
            assert not session.in_transaction()
            assert session.execute(series).scalar_one() == 0
    engine.dispose()
