"""The payment ledger in a file: the table that the app keeps as well, with the standard library alone.

Both may have one file open at once. The app's spelling of the tables is `mvapp/studio/ledger_tables.py`; a change of
them is a step there, and `VERSION` and `_TABLES` here.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mvclient.errors import LedgerUnavailable
from mvclient.ledger import Payment, ProjectRecord

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from mvclient.ledger import PaymentState

VERSION: Final = 1
"""Of the tables; what a newer program keeps is left alone."""
_BUSY_TIMEOUT_S = 10.0
_TABLES: Final = {
    "payments": (
        "project_id VARCHAR(200) NOT NULL, attempt INTEGER NOT NULL, state VARCHAR(20) NOT NULL, "
        "order_id VARCHAR(200) NOT NULL, price_credits INTEGER, reason TEXT NOT NULL, at FLOAT NOT NULL, "
        "PRIMARY KEY (project_id, attempt)"
    ),
    "payment_wishes": "project_id VARCHAR(200) NOT NULL, ask_first BOOLEAN NOT NULL, PRIMARY KEY (project_id)",
    "project_starts": "token VARCHAR(64) NOT NULL, project_id VARCHAR(200) NOT NULL, PRIMARY KEY (token)",
    "projects": (
        "project_id VARCHAR(200) NOT NULL, is_made_here BOOLEAN NOT NULL, is_submitted BOOLEAN NOT NULL, "
        "PRIMARY KEY (project_id)"
    ),
}

_RESERVE = (
    "INSERT INTO payments (project_id, attempt, state, order_id, reason, at) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT DO NOTHING"
)
# A look that proved the payment can come before the answer with the receipt.
_SETTLE = (
    "UPDATE payments SET state = ?, order_id = ?, price_credits = ?, reason = ?, at = ? "
    "WHERE project_id = ? AND attempt = ? AND (state <> 'paid' OR (? = 'paid' AND order_id = ''))"
)
_ROWS = (
    "SELECT project_id, state, attempt, order_id, price_credits, reason, at FROM payments "
    "WHERE project_id = ? ORDER BY attempt"
)


class SQLiteLedger:
    """Payments, at most one row for each `(project_id, attempt)`, in a file that outlives the process.

    Safe across threads and processes. Every method raises `LedgerUnavailable` when the file cannot be used; then
    nothing may be paid.
    """

    def __init__(self, file: str | os.PathLike[str]) -> None:
        self.file = Path(file).expanduser()
        with self._connection(makes_folder=True) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            if _is_whole(connection):
                return
            connection.execute("BEGIN IMMEDIATE")  # who comes second waits until the first one is done
            _make_tables(connection)
            connection.execute("COMMIT")

    def __repr__(self) -> str:
        """Show the file."""
        return f"SQLiteLedger({str(self.file)!r})"

    def reserve(self, project_id: str, *, attempt: int, at: float) -> bool:
        """Write the row that allows to send this payment; True only for the one writer of it. `at`: epoch seconds."""
        row = (project_id, attempt, "sending", "", "", at)
        return self._write(_RESERVE, row) == 1

    def release(self, project_id: str, *, attempt: int) -> None:
        """Take back a row whose payment was surely not sent."""
        self._write("DELETE FROM payments WHERE project_id = ? AND attempt = ?", (project_id, attempt))

    def settle(
        self,
        project_id: str,
        *,
        attempt: int,
        state: PaymentState,
        order_id: str = "",
        price_credits: int | None = None,
        reason: str = "",
        at: float,
    ) -> None:
        """Write how the payment ended; a row that is "paid" stays so, only its missing receipt is filled in."""
        self._write(_SETTLE, (state, order_id, price_credits, reason, at, project_id, attempt, state))

    def latest(self, project_id: str) -> Payment | None:
        """The row of the highest attempt, None when nobody ever tried to pay."""
        rows = [Payment(*row) for row in self._read(_ROWS, (project_id,))]
        if not rows:
            return None
        *before, last = rows
        return replace(last, doubt_before=any(row.state != "refused" for row in before))

    def note_project(self, project_id: str, *, is_made_here: bool) -> None:
        """Write down a project that was made or seen; the first word stands."""
        self._write("INSERT INTO projects VALUES (?, ?, 0) ON CONFLICT DO NOTHING", (project_id, is_made_here))

    def note_submitted(self, project_id: str) -> None:
        """Write down that the song of a project arrived."""
        self._write("UPDATE projects SET is_submitted = 1 WHERE project_id = ?", (project_id,))

    def project(self, project_id: str) -> ProjectRecord | None:
        """What this ledger knows of a project; None for one it never heard of."""
        rows = self._read("SELECT is_made_here, is_submitted FROM projects WHERE project_id = ?", (project_id,))
        if rows:
            return ProjectRecord(bool(rows[0][0]), bool(rows[0][1]))
        # Files from before projects were written down have the wish of each one that was made, and its song arrived.
        return None if self.wish(project_id) is None else ProjectRecord(is_made_here=True, is_submitted=True)

    def remember_wish(self, project_id: str, *, ask_first: bool) -> None:
        """Keep whether the person wants to be asked before this project is paid; the first answer stands."""
        self._write("INSERT INTO payment_wishes VALUES (?, ?) ON CONFLICT DO NOTHING", (project_id, ask_first))

    def wish(self, project_id: str) -> bool | None:
        """Whether the person wants to be asked first; None when this ledger never heard."""
        rows = self._read("SELECT ask_first FROM payment_wishes WHERE project_id = ?", (project_id,))
        return bool(rows[0][0]) if rows else None

    def _write(self, statement: str, values: tuple[Any, ...]) -> int:
        """How many rows it changed; they are on the disk by then."""
        with self._connection() as connection:
            return connection.execute(statement, values).rowcount

    def _read(self, question: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        with self._connection() as connection:
            return connection.execute(question, values).fetchall()

    @contextmanager
    def _connection(self, *, makes_folder: bool = False) -> Iterator[sqlite3.Connection]:
        """A connection for a moment, so that any thread may ask."""
        try:
            if makes_folder:
                self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Each statement is a transaction of its own.
            with closing(sqlite3.connect(self.file, timeout=_BUSY_TIMEOUT_S, isolation_level=None)) as connection:
                connection.execute("PRAGMA synchronous = FULL")  # a row that is written survives a power cut
                yield connection
        except (sqlite3.Error, OSError, ValueError) as error:
            problem = LedgerUnavailable(
                f"The payment ledger cannot be used ({type(error).__name__}), so nothing is paid."
            )
        else:
            return
        raise problem


def _is_whole(connection: sqlite3.Connection) -> bool:
    """Whether there is nothing to be made.

    Raises:
        LedgerUnavailable: a newer program has changed this ledger.
    """
    names = _names(connection)
    version = 1  # ledgers from before there were versions do not say it
    if "ledger_version" in names:
        version = connection.execute("SELECT max(version) FROM ledger_version").fetchone()[0] or version
    if version > VERSION:
        raise LedgerUnavailable(
            f"A newer MV Studio keeps this payment ledger (version {version}; this is {VERSION}), so nothing is paid.",
            advice="Start the newer MV Studio again.",
        )
    return names >= set(_TABLES)


def _make_tables(connection: sqlite3.Connection) -> None:
    is_new = not _names(connection) & set(_TABLES)
    for name, columns in _TABLES.items():
        connection.execute(f"CREATE TABLE IF NOT EXISTS {name} ({columns})")
    if is_new:
        connection.execute("CREATE TABLE IF NOT EXISTS ledger_version (version INTEGER NOT NULL)")
        connection.execute("INSERT INTO ledger_version VALUES (?)", (VERSION,))


def _names(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
