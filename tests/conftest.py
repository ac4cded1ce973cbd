"""What tests of several packages share: a ledger's database, in a file and on a real server."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres_server import PostgresServer, binaries


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server of the tests' own."""
    programs = binaries()
    if programs is None:
        message = "There is no PostgreSQL server: install one (apt-get install postgresql)."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    server = PostgresServer(programs).start()
    yield server
    server.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a ledger is kept: in a new file, and in a place of its own on a real server."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'deep' / 'payments.sqlite3'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_place()
