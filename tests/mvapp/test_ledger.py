"""The SQL ledger: one writer for each row, across threads, processes and restarts; nothing when it cannot be used."""

import itertools
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from postgres_server import USER, PostgresServer

from mvapp.studio.ledger import SQLLedger, payment_ledger
from mvapp.studio.ledger_tables import PAYMENTS
from mvclient import LedgerUnavailable

PROCESSES = 8
PROJECTS = {"sqlite": 500, "postgres": 100}


@pytest.fixture
def url(ledger_url: str) -> str:
    return ledger_url


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'deep' / 'payments.sqlite3'}"


def test_only_the_first_may_pay(url: str) -> None:
    ledger = SQLLedger(url)
    assert ledger.reserve("p", attempt=1, at=10.0)
    assert not ledger.reserve("p", attempt=1, at=11.0)
    assert ledger.reserve("p", attempt=2, at=12.0)
    row = ledger.latest("p")
    assert row is not None
    assert (row.attempt, row.state, row.at) == (2, "sending", 12.0)
    assert ledger.latest("other") is None


def test_a_payment_that_was_surely_not_sent_leaves_no_row(url: str) -> None:
    ledger = SQLLedger(url)
    ledger.reserve("p", attempt=1, at=10.0)
    ledger.release("p", attempt=1)
    assert ledger.latest("p") is None
    assert ledger.reserve("p", attempt=1, at=11.0)


def test_a_receipt_survives_a_restart_and_later_doubts(url: str) -> None:
    """A row that is paid stays so, with its receipt, in a new process as well."""
    first = SQLLedger(url)
    first.reserve("p", attempt=1, at=10.0)
    first.settle("p", attempt=1, state="paid", order_id="order-1", price_credits=580, at=20.0)
    first.settle("p", attempt=1, state="unconfirmed", reason="?", at=30.0)
    row = SQLLedger(url).latest("p")
    assert row is not None
    assert (row.state, row.order_id, row.price_credits, row.at) == ("paid", "order-1", 580, 20.0)


def test_a_refusal_keeps_its_row(url: str) -> None:
    ledger = SQLLedger(url)
    ledger.reserve("p", attempt=1, at=10.0)
    ledger.settle("p", attempt=1, state="refused", reason="余额不足", at=20.0)
    assert not ledger.reserve("p", attempt=1, at=30.0)
    row = SQLLedger(url).latest("p")
    assert row is not None
    assert (row.state, row.reason) == ("refused", "余额不足")


def test_the_wish_to_be_asked_is_kept_as_first_said(url: str) -> None:
    ledger = SQLLedger(url)
    assert ledger.wish("p") is None
    ledger.remember_wish("p", ask_first=True)
    ledger.remember_wish("p", ask_first=False)
    assert SQLLedger(url).wish("p") is True


def test_the_file_is_durable(file_url: str) -> None:
    """WAL, every commit synced, and ten seconds of patience with other processes."""
    with SQLLedger(file_url).engine.connect() as connection:
        pragmas = [connection.execute(sa.text(f"PRAGMA {name}")).scalar() for name in PRAGMAS]
    assert pragmas == ["wal", 2, 10_000]


PRAGMAS = ("journal_mode", "synchronous", "busy_timeout")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
def test_the_folder_is_this_users_alone(file_url: str, tmp_path: Path) -> None:
    SQLLedger(file_url)
    assert stat.S_IMODE((tmp_path / "deep").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////proc/nowhere/payments.sqlite3",
        "postgresql+nodriver://user:geheim@host/db",
        "postgres://user:geheim@127.0.0.1:9/db",
        "sqlite:///~nobody-by-this-name/geheim/payments.sqlite3",
        "postgresql://user:geheim@host:543z/db",
        "not a url: geheim",
    ],
)
def test_a_ledger_that_cannot_be_used_says_so_without_its_password(url: str) -> None:
    with pytest.raises(LedgerUnavailable) as caught:
        payment_ledger(url)
    assert "geheim" not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("missing", ["psycopg", "psycopg_binary"])
def test_a_driver_that_is_not_installed_is_named_with_the_way_to_get_it(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    """Also where only half of it is there."""
    for name in [name for name in sys.modules if name.split(".")[0] in ("psycopg", "psycopg_binary", "psycopg_c")]:
        monkeypatch.delitem(sys.modules, name)
    for name in (missing, "psycopg_c"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setenv("PSYCOPG_IMPL", "binary")
    with pytest.raises(LedgerUnavailable, match=r"driver is not installed .*psycopg\[binary\]"):
        SQLLedger("postgresql://user@host/db")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_postgres_address_may_be_written_in_each_usual_way(postgres: PostgresServer, scheme: str) -> None:
    ledger = SQLLedger(postgres.new_place().replace("postgres:", f"{scheme}:", 1))
    assert ledger.reserve("p", attempt=1, at=1.0)


def test_a_tilde_in_a_file_s_address_is_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    elsewhere.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.chdir(elsewhere)
    SQLLedger("sqlite:///~/deep/payments.sqlite3").reserve("p", attempt=1, at=1.0)
    assert (home / "deep" / "payments.sqlite3").is_file()
    assert list(elsewhere.iterdir()) == []


def test_who_may_write_rows_but_make_no_tables_can_use_a_ledger_that_is_there(postgres: PostgresServer) -> None:
    url = postgres.new_place()
    SQLLedger(url)
    place = url.rsplit("%3D", 1)[1]
    for statement in (
        "CREATE ROLE clerk LOGIN PASSWORD 'secret'",
        f"GRANT USAGE ON SCHEMA {place} TO clerk",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {place} TO clerk",
    ):
        postgres.tell(statement)
    clerk = SQLLedger(url.replace(f"{USER}:{postgres.password}", "clerk:secret"))
    assert clerk.reserve("p", attempt=1, at=1.0)


def test_a_server_that_is_stopped_and_started_is_away_and_back(postgres: PostgresServer) -> None:
    """Away it is unavailable for every question, at once; back it answers again, and knows what it knew."""
    url = postgres.new_place()
    ledger = SQLLedger(url)
    assert ledger.reserve("p", attempt=1, at=1.0)
    postgres.stop()
    try:
        began = time.monotonic()
        for ask in (
            lambda: ledger.reserve("q", attempt=1, at=1.0),
            lambda: ledger.settle("p", attempt=1, state="paid", at=2.0),
            lambda: ledger.latest("p"),
            lambda: ledger.wish("p"),
            lambda: payment_ledger(url),
        ):
            with pytest.raises(LedgerUnavailable) as caught:
                ask()
            assert postgres.password not in str(caught.value)
        assert time.monotonic() - began < 10
    finally:
        postgres.start()
    assert payment_ledger(url).latest("p") == ledger.latest("p")
    assert not ledger.reserve("p", attempt=1, at=3.0)
    assert ledger.reserve("q", attempt=1, at=3.0)


def test_connections_that_were_cut_while_idle_are_replaced_unseen(postgres: PostgresServer) -> None:
    ledger = SQLLedger(postgres.new_place())
    assert ledger.reserve("p", attempt=1, at=1.0)
    postgres.break_connections()
    assert not ledger.reserve("p", attempt=1, at=1.0)


def test_a_connection_that_is_cut_between_row_and_commit_lets_nobody_pay(postgres: PostgresServer) -> None:
    ledger = SQLLedger(postgres.new_place())
    cut_once = itertools.chain([postgres.break_connections], itertools.repeat(lambda: None))
    sa.event.listen(ledger.engine, "commit", lambda _connection: next(cut_once)())
    with pytest.raises(LedgerUnavailable):
        ledger.reserve("p", attempt=1, at=1.0)
    assert ledger.latest("p") is None
    assert ledger.reserve("p", attempt=1, at=2.0)


def test_a_row_that_another_machine_never_commits_holds_nobody_up_for_long(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mvapp.studio.ledger._BUSY_TIMEOUT_S", 0.2)
    url = postgres.new_place()
    ledger, other = SQLLedger(url), SQLLedger(url)
    with other.engine.connect() as frozen:
        row = {"project_id": "p", "attempt": 1, "state": "sending", "order_id": "", "reason": "", "at": 1.0}
        frozen.execute(sa.insert(PAYMENTS).values(row))
        with pytest.raises(LedgerUnavailable):
            ledger.reserve("p", attempt=1, at=1.0)
    assert ledger.reserve("p", attempt=1, at=1.0)


def test_a_server_that_takes_connections_and_says_nothing_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://user:geheim@127.0.0.1:{silent.getsockname()[1]}/db?connect_timeout=2"
        with pytest.raises(LedgerUnavailable):
            SQLLedger(url)


def test_a_ledger_that_breaks_later_says_so_too(url: str) -> None:
    ledger = SQLLedger(url)
    with ledger.engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE payments"))
    with pytest.raises(LedgerUnavailable):
        ledger.reserve("p", attempt=1, at=1.0)
    with pytest.raises(LedgerUnavailable):
        ledger.latest("p")


def test_a_payment_that_a_look_proved_first_still_gets_its_receipt(url: str) -> None:
    ledger = SQLLedger(url)
    ledger.reserve("p", attempt=1, at=1.0)
    ledger.settle("p", attempt=1, state="paid", at=2.0)
    ledger.settle("p", attempt=1, state="paid", order_id="o-1", price_credits=580, at=3.0)
    ledger.settle("p", attempt=1, state="paid", at=4.0)
    ledger.settle("p", attempt=1, state="unconfirmed", at=5.0)
    row = ledger.latest("p")
    assert row is not None
    assert (row.state, row.order_id, row.price_credits) == ("paid", "o-1", 580)


def test_eight_processes_pay_every_project_once(url: str) -> None:
    """Whoever comes first may pay, nobody else, and no project is left out."""
    projects = PROJECTS[url.split(":", maxsplit=1)[0]]
    racer = Path(__file__).with_name("ledger_racer.py")
    racers = [
        subprocess.Popen(
            [sys.executable, str(racer), url, str(projects)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(PROCESSES)
    ]
    for process in racers:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    wins = [int(process.communicate(timeout=120)[0]) for process in racers]
    assert sum(wins) == projects
