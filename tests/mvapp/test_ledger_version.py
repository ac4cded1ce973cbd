"""The ledger's version: old ones open unharmed, are changed once, and what a newer app keeps is left alone."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from postgres_server import PostgresServer

from mvapp.studio import ledger as ledger_module
from mvapp.studio.ledger import SQLLedger
from mvclient import LedgerUnavailable

OPENERS = 8
Tell = Callable[[str], list[sa.Row]]
# Word for word what was made before ledgers had a version, with a paid project and one whose payment is on its way.
FIRST_VERSION = """
CREATE TABLE payment_wishes (project_id VARCHAR(200) NOT NULL, ask_first BOOLEAN NOT NULL, PRIMARY KEY (project_id));
CREATE TABLE payments (
    project_id VARCHAR(200) NOT NULL, attempt INTEGER NOT NULL, state VARCHAR(20) NOT NULL,
    order_id VARCHAR(200) NOT NULL, price_credits INTEGER, reason TEXT NOT NULL, at FLOAT NOT NULL,
    PRIMARY KEY (project_id, attempt)
);
CREATE TABLE project_starts (token VARCHAR(64) NOT NULL, project_id VARCHAR(200) NOT NULL, PRIMARY KEY (token));
CREATE TABLE projects (
    project_id VARCHAR(200) NOT NULL, is_made_here BOOLEAN NOT NULL, is_submitted BOOLEAN NOT NULL,
    PRIMARY KEY (project_id)
);
INSERT INTO payments VALUES ('paid', 1, 'paid', 'order-1', 580, '', 20.0);
INSERT INTO payments VALUES ('sending', 1, 'sending', '', NULL, '', 30.0);
INSERT INTO payment_wishes VALUES ('paid', true);
INSERT INTO project_starts VALUES ('token', 'paid');
INSERT INTO projects VALUES ('paid', true, true);
"""


def add_a_note(connection: sa.Connection) -> None:
    """A step that fails where it is taken twice."""
    connection.execute(sa.text("ALTER TABLE payments ADD COLUMN note VARCHAR(20)"))
    connection.execute(sa.text("UPDATE payments SET note = 'before notes'"))


@pytest.fixture
def tell(ledger_url: str) -> Iterator[Tell]:
    """Say statements to the ledger's database, past the ledger; the rows of the last one."""
    engine = ledger_module._engine(ledger_url)

    def say(statements: str) -> list[sa.Row]:
        with engine.begin() as connection:
            for statement in statements.split(";\n"):
                if statement.strip():
                    result = connection.exec_driver_sql(statement)
            return list(result.all()) if result.returns_rows else []

    yield say
    engine.dispose()


@pytest.fixture
def old_url(ledger_url: str, tell: Tell) -> str:
    """A ledger from before there were versions."""
    tell(FIRST_VERSION)
    return ledger_url


def assert_nothing_is_lost_or_paid_twice(ledger: SQLLedger) -> None:
    row = ledger.latest("paid")
    assert row is not None
    assert (row.state, row.order_id, row.price_credits, row.at) == ("paid", "order-1", 580, 20.0)
    assert not ledger.reserve("paid", attempt=1, at=40.0)
    assert not ledger.reserve("sending", attempt=1, at=40.0)
    assert ledger.wish("paid") is True
    assert ledger.started("token") == "paid"
    project = ledger.project("paid")
    assert project is not None
    assert (project.is_made_here, project.is_submitted) == (True, True)


def test_a_new_ledger_says_its_version(ledger_url: str, tell: Tell) -> None:
    SQLLedger(ledger_url)
    assert tell("SELECT version FROM ledger_version") == [(1,)]


@pytest.mark.parametrize("ledger_url", ["sqlite"], indirect=True)
def test_what_the_first_version_is_has_not_changed(old_url: str, tell: Tell, tmp_path: Path) -> None:
    """A change of the tables without a step would pass unseen, until an old ledger breaks."""
    new = SQLLedger(f"sqlite:///{tmp_path / 'new.sqlite3'}").engine
    with new.connect() as connection:
        for name in ledger_module.METADATA.tables:
            made_now = connection.exec_driver_sql(f"PRAGMA table_info({name})").all()
            assert made_now == tell(f"PRAGMA table_info({name})")


def test_a_ledger_from_before_versions_opens_unharmed(old_url: str) -> None:
    assert_nothing_is_lost_or_paid_twice(SQLLedger(old_url))
    assert_nothing_is_lost_or_paid_twice(SQLLedger(old_url))


def test_a_ledger_from_before_versions_is_changed_by_the_step_it_has_not_seen(
    old_url: str, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_module, "STEPS", (add_a_note,))
    assert_nothing_is_lost_or_paid_twice(SQLLedger(old_url))
    assert tell("SELECT DISTINCT note FROM payments") == [("before notes",)]
    assert tell("SELECT version FROM ledger_version") == [(2,)]


def test_a_ledger_goes_on_from_the_version_it_has(ledger_url: str, tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    """The steps before were taken when it was opened before."""
    SQLLedger(ledger_url)
    taken = []
    first, second = (lambda _connection: taken.append("first")), (lambda _connection: taken.append("second"))
    for steps in ((first,), (first, second), (first, second)):
        monkeypatch.setattr(ledger_module, "STEPS", steps)
        SQLLedger(ledger_url)
    assert taken == ["first", "second"]
    assert tell("SELECT version FROM ledger_version") == [(3,)]


def test_a_new_ledger_takes_no_step(ledger_url: str, tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is made in its last form."""
    monkeypatch.setattr(ledger_module, "STEPS", (lambda _connection: pytest.fail("a step"),))
    SQLLedger(ledger_url)
    assert tell("SELECT version FROM ledger_version") == [(2,)]


def test_a_step_that_fails_halfway_leaves_everything_as_it_was(
    old_url: str, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_halfway(connection: sa.Connection) -> None:
        add_a_note(connection)
        connection.execute(sa.text("INSERT INTO no_such_table VALUES (1)"))

    with monkeypatch.context() as newer:
        newer.setattr(ledger_module, "STEPS", (fail_halfway,))
        with pytest.raises(LedgerUnavailable):
            SQLLedger(old_url)
    assert len(tell("SELECT * FROM payments")[0]) == 7
    assert_nothing_is_lost_or_paid_twice(SQLLedger(old_url))


def test_many_that_open_an_old_ledger_at_once_change_it_once(
    old_url: str, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with connections of its own, as processes have them; all meet before the first one looks."""
    taken = []

    def step(connection: sa.Connection) -> None:
        taken.append(threading.get_ident())
        add_a_note(connection)

    monkeypatch.setattr(ledger_module, "STEPS", (step,))
    gate = threading.Barrier(OPENERS)

    def open_it(_number: int) -> None:
        gate.wait(timeout=30)
        assert_nothing_is_lost_or_paid_twice(SQLLedger(old_url))

    with ThreadPoolExecutor(OPENERS) as pool:
        list(pool.map(open_it, range(OPENERS)))
    assert len(taken) == 1
    assert tell("SELECT version FROM ledger_version") == [(2,)]


def test_a_ledger_that_a_newer_app_keeps_is_refused_and_left_alone(
    old_url: str, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        newer.setattr(ledger_module, "STEPS", (add_a_note,))
        SQLLedger(old_url)
    before = tell("SELECT * FROM payments ORDER BY project_id")
    with pytest.raises(LedgerUnavailable, match=r"newer MV Studio .*version 2.*nothing is paid") as caught:
        SQLLedger(old_url)
    assert caught.value.advice == "Start the newer MV Studio again."
    assert caught.value.__context__ is None
    assert tell("SELECT * FROM payments ORDER BY project_id") == before
    assert tell("SELECT version FROM ledger_version") == [(2,)]


def test_an_old_ledger_opens_for_who_may_make_no_tables(postgres: PostgresServer) -> None:
    """There is nothing to change, so nothing is written, no version either."""
    url = postgres.new_place()
    place = url.rsplit("%3D", 1)[1]
    postgres.tell(f"SET search_path = {place}; {FIRST_VERSION}")
    for statement in (
        "CREATE ROLE reader_of_old LOGIN PASSWORD 'secret'",
        f"GRANT USAGE ON SCHEMA {place} TO reader_of_old",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {place} TO reader_of_old",
    ):
        postgres.tell(statement)
    clerk = url.replace(f"owner:{postgres.password}", "reader_of_old:secret")
    assert_nothing_is_lost_or_paid_twice(SQLLedger(clerk))


def test_an_app_that_dies_between_step_and_commit_holds_the_next_one_up_for_no_time(
    old_url: str, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its lock goes with its connection."""

    def die(connection: sa.Connection) -> None:
        add_a_note(connection)
        connection.invalidate()

    with monkeypatch.context() as dying:
        dying.setattr(ledger_module, "STEPS", (die,))
        with pytest.raises(LedgerUnavailable):
            SQLLedger(old_url)
    monkeypatch.setattr(ledger_module, "STEPS", (add_a_note,))
    began = time.monotonic()
    assert_nothing_is_lost_or_paid_twice(SQLLedger(old_url))
    assert time.monotonic() - began < 5
    assert tell("SELECT version FROM ledger_version") == [(2,)]
