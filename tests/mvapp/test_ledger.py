"""The SQL ledger: one writer for each row, across threads, processes and restarts; nothing when it cannot be used."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from mvapp.ledger import SQLLedger, payment_ledger
from mvclient import LedgerUnavailable

PROCESSES, PROJECTS = 8, 500


@pytest.fixture
def url(tmp_path: Path) -> str:
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


def test_the_file_is_durable(url: str) -> None:
    """WAL, every commit synced, and ten seconds of patience with other processes."""
    with SQLLedger(url)._engine.connect() as connection:
        pragmas = [connection.execute(sa.text(f"PRAGMA {name}")).scalar() for name in PRAGMAS]
    assert pragmas == ["wal", 2, 10_000]


PRAGMAS = ("journal_mode", "synchronous", "busy_timeout")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
def test_the_folder_is_this_users_alone(url: str, tmp_path: Path) -> None:
    SQLLedger(url)
    assert stat.S_IMODE((tmp_path / "deep").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////proc/nowhere/payments.sqlite3",
        "postgresql+nodriver://user:geheim@host/db",
        "postgresql://user:geheim@host:543z/db",
        "not a url: geheim",
    ],
)
def test_a_ledger_that_cannot_be_used_says_so_without_its_password(url: str) -> None:
    with pytest.raises(LedgerUnavailable) as caught:
        payment_ledger(url)
    assert "geheim" not in str(caught.value)
    assert caught.value.__context__ is None


def test_a_ledger_that_breaks_later_says_so_too(url: str) -> None:
    ledger = SQLLedger(url)
    with ledger._engine.begin() as connection:
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


def test_eight_processes_pay_five_hundred_projects_once_each(url: str) -> None:
    """Whoever comes first may pay, nobody else, and no project is left out."""
    racer = Path(__file__).with_name("ledger_racer.py")
    racers = [
        subprocess.Popen(
            [sys.executable, str(racer), url, str(PROJECTS)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(PROCESSES)
    ]
    for process in racers:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    wins = [int(process.communicate(timeout=120)[0]) for process in racers]
    assert sum(wins) == PROJECTS
