"""The ledger of scripts and the app's are one table: each reads what the other wrote, and one of them pays."""

import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mvapp.studio.ledger import SQLLedger
from mvapp.studio.ledger_tables import METADATA, STEPS
from mvclient import LedgerUnavailable, Payment, SQLiteLedger
from mvclient.ledger import ProjectLedger, ProjectRecord
from mvclient.sqlite_ledger import VERSION

ROOT = Path(__file__).parents[2]
PROCESSES = 4


@pytest.fixture
def file(tmp_path):
    return tmp_path / "deep" / "payments.sqlite3"


def opened(kind, file):
    return SQLiteLedger(file) if kind == "script" else SQLLedger(f"sqlite:///{file}")


def tell(file, statement):
    connection = sqlite3.connect(file)
    rows = connection.execute(statement).fetchall()
    connection.commit()
    connection.close()
    return rows


def test_both_make_the_same_tables_in_the_same_version(tmp_path):
    """A step of the app's tables without one here would pass unseen, until a payment is forgotten."""
    assert 1 + len(STEPS) == VERSION
    files = {kind: tmp_path / f"{kind}.sqlite3" for kind in ("script", "app")}
    for kind, file in files.items():
        opened(kind, file)
    for name in [*METADATA.tables, "ledger_version"]:
        made = {kind: tell(file, f"PRAGMA table_info({name})") for kind, file in files.items()}
        assert made["script"] == made["app"] != []
    assert [tell(file, "SELECT version FROM ledger_version") for file in files.values()] == [[(VERSION,)]] * 2


@pytest.mark.parametrize(("first", "second"), [("script", "app"), ("app", "script")])
def test_each_reads_what_the_other_wrote(file, first, second):
    writer = opened(first, file)
    writer.note_project("p", is_made_here=True)
    writer.note_submitted("p")
    writer.note_project("seen", is_made_here=False)
    writer.remember_wish("p", ask_first=True)
    writer.remember_wish("old", ask_first=False)
    writer.reserve("p", attempt=1, at=10.0)
    writer.settle("p", attempt=1, state="refused", reason="余额不足", at=20.0)
    writer.reserve("p", attempt=2, at=30.0)
    writer.settle("p", attempt=2, state="paid", order_id="o-1", price_credits=580, at=40.5)
    writer.reserve("seen", attempt=1, at=50.0)
    reader = opened(second, file)
    for ledger in (reader, writer):
        row = ledger.latest("p")
        assert row == Payment("p", "paid", attempt=2, order_id="o-1", price_credits=580, at=40.5)
        assert row.doubt_before is False
        assert ledger.latest("seen").state == "sending"
        assert ledger.project("p") == ProjectRecord(is_made_here=True, is_submitted=True)
        assert ledger.project("seen") == ProjectRecord(is_made_here=False)
        assert ledger.project("old") == ProjectRecord(is_made_here=True, is_submitted=True)
        assert (ledger.wish("p"), ledger.wish("old"), ledger.wish("nobody's")) == (True, False, None)
        assert ledger.project("nobody's") is None


@pytest.mark.parametrize(("first", "second"), [("script", "app"), ("app", "script")])
def test_a_payment_claimed_by_one_is_not_paid_by_the_other(giggle, make_api, file, first, second):
    project = giggle.truth.project_waiting_for_payment(stale_looks=3)
    list(make_api(ledger=opened(first, file)).watch(project.project_id))
    project.done, project.stale_looks = 3, 1000
    project.old_view = project.old_view | {"pay_status": "pending", "current_step": "pay"}
    pays = len(giggle.calls("pay"))
    watch = make_api(ledger=opened(second, file)).watch(project.project_id)
    for _ in range(5):
        next(watch)
    assert (project.charges, pays, len(giggle.calls("pay"))) == (1, 1, 1)


@pytest.mark.parametrize("kind", ["script", "app"])
def test_a_row_whose_writer_died_is_only_looked_at_by_the_other(giggle, make_api, file, kind):
    project = giggle.truth.project_waiting_for_payment()
    opened("app" if kind == "script" else "script", file).reserve(project.project_id, attempt=1, at=1.0)
    watch = make_api(ledger=opened(kind, file)).watch(project.project_id)
    for _ in range(5):
        next(watch)
    assert (project.charges, giggle.calls("pay")) == (0, [])


RACER = """
import sys
from pathlib import Path
if sys.argv[1] == "script":
    from mvclient import SQLiteLedger as opened
    place = sys.argv[2]
else:
    from mvapp.studio.ledger import SQLLedger as opened
    place = "sqlite:///" + sys.argv[2]
sys.stdin.readline()
ledger = opened(place)
print(sum(ledger.reserve(f"p-{number}", attempt=1, at=1.0) for number in range(100)))
"""


def test_of_many_programs_of_both_kinds_one_writes_each_row(file):
    """Opening is part of the race: all make the tables at once."""
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, kind, str(file)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )
        for kind in ("script", "app") * (PROCESSES // 2)
    ]  # fmt: skip
    for racer in racers:
        racer.stdin.write("go\n")
        racer.stdin.flush()
    assert sum(int(racer.communicate(timeout=120)[0]) for racer in racers) == 100
    assert len(tell(file, "SELECT * FROM payments")) == 100


def test_of_many_threads_with_one_ledger_one_writes_each_row(file):
    ledger, won, begin = SQLiteLedger(file), [], threading.Barrier(6)

    def race():
        begin.wait(10)
        won.extend(number for number in range(20) if ledger.reserve(f"p-{number}", attempt=1, at=1.0))

    racers = [threading.Thread(target=race) for _ in range(6)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(60)
    assert sorted(won) == list(range(20))


def test_its_file_is_durable_and_private(file):
    SQLiteLedger(file)
    assert tell(file, "PRAGMA journal_mode") == [("wal",)]
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_it_is_a_ledger_that_knows_projects(file):
    assert isinstance(SQLiteLedger(file), ProjectLedger)


def test_what_a_newer_program_keeps_is_refused_and_left_alone(file):
    SQLiteLedger(file)
    tell(file, "UPDATE ledger_version SET version = 2")
    with pytest.raises(LedgerUnavailable, match=r"newer MV Studio .*nothing is paid") as caught:
        SQLiteLedger(file)
    assert caught.value.__context__ is None
    assert tell(file, "SELECT version FROM ledger_version") == [(2,)]


@pytest.mark.parametrize("trouble", ["folder", "no-database", "no-table", "locked"])
def test_a_file_that_cannot_be_used_is_said_so_and_nothing_is_paid(file, trouble, giggle, make_api, monkeypatch):
    monkeypatch.setattr("mvclient.sqlite_ledger._BUSY_TIMEOUT_S", 0.01)
    project = giggle.truth.project_waiting_for_payment()
    held = None
    if trouble in ("no-table", "locked"):
        ledger = SQLiteLedger(file)
        if trouble == "no-table":
            tell(file, "DROP TABLE payments")
        else:
            held = sqlite3.connect(file)
            held.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LedgerUnavailable) as caught:
            make_api(ledger=ledger).pay(project.project_id)
    else:
        file.parent.mkdir()
        file.mkdir() if trouble == "folder" else file.write_text("Dear diary, " * 1000, encoding="utf-8")
        with pytest.raises(LedgerUnavailable) as caught:
            SQLiteLedger(file)
    if held is not None:
        held.close()
    assert caught.value.__context__ is None
    assert giggle.calls("pay") == []


def test_a_ledger_from_before_versions_opens_unharmed(file):
    opened("app", file).reserve("p", attempt=1, at=1.0)
    tell(file, "DROP TABLE ledger_version")
    tell(file, "DROP TABLE projects")
    ledger = SQLiteLedger(file)
    assert ledger.latest("p").state == "sending"
    ledger.note_project("p", is_made_here=True)
    assert opened("app", file).project("p").is_made_here
