"""The SQL ledger: one writer for each row, across threads, processes and restarts; nothing when it cannot be used."""

import multiprocessing
import stat
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
    ["sqlite:////proc/nowhere/payments.sqlite3", "postgresql+nodriver://user:geheim@host/db", "not a url: geheim"],
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


def _race(url: str, start: "multiprocessing.synchronize.Barrier", won: "multiprocessing.Queue[int]") -> None:
    start.wait()
    ledger = SQLLedger(url)  # opening is part of the race: all create the tables at once
    won.put(sum(ledger.reserve(f"p-{number}", attempt=1, at=1.0) for number in range(PROJECTS)))


def test_eight_processes_pay_five_hundred_projects_once_each(url: str) -> None:
    """Whoever comes first may pay, nobody else, and no project is left out."""
    context = multiprocessing.get_context("spawn")
    start, won = context.Barrier(PROCESSES), context.Queue()
    racers = [context.Process(target=_race, args=(url, start, won)) for _ in range(PROCESSES)]
    for racer in racers:
        racer.start()
    wins = [won.get(timeout=120) for _ in racers]
    for racer in racers:
        racer.join(30)
        assert racer.exitcode == 0
    assert sum(wins) == PROJECTS
