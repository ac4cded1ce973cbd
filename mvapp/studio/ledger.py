"""The payment ledger in a SQL database: the row that lets one driver, and only one, pay for a project.

A SQLite file by default. With a Postgres URL several replicas of the app share one ledger.
"""

import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError

from mvapp.studio.ledger_tables import METADATA, PAYMENTS, PROJECTS, STARTS, STEPS, WISHES
from mvapp.studio.ledger_version import bring_up_to_date
from mvclient import LedgerUnavailable, Payment, ProjectRecord

_BUSY_TIMEOUT_S = 10.0
_OPENING_FAILS = (
    SQLAlchemyError,
    OSError,
    ImportError,  # no driver for this database is installed
    ValueError,  # a port that is none
    RuntimeError,  # the home folder of a user that is none
)
# What keeps a database server that went away from holding anybody up; the URL may say otherwise.
_POSTGRES_PATIENCE = {
    "connect_timeout": "5",
    "tcp_user_timeout": "10000",  # ms; what was sent and never acknowledged
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
}


class SQLLedger:
    """Payments, at most one row for each `(project_id, attempt)`, in the database behind a SQLAlchemy URL.

    Safe across threads, processes and, with a database server, machines. Every method raises `LedgerUnavailable` when
    the database cannot be used; then nothing may be paid.
    """

    def __init__(self, url: str) -> None:
        try:
            self.engine = _engine(url)
            weakref.finalize(self, self.engine.dispose)
            bring_up_to_date(self.engine, METADATA, STEPS)
        except _OPENING_FAILS as error:
            problem = unavailable(error)
        else:
            return
        raise problem

    def reserve(self, project_id: str, *, attempt: int, at: float) -> bool:
        """Write the row that allows to send this payment; True only for the one writer of it. `at`: epoch seconds."""
        with self._writing() as connection:
            return self._insert_payment(connection, project_id, attempt, at)

    def release(self, project_id: str, *, attempt: int) -> None:
        """Take back a row whose payment was surely not sent."""
        mine = (PAYMENTS.c.project_id == project_id) & (PAYMENTS.c.attempt == attempt)
        with self._writing() as connection:
            connection.execute(sa.delete(PAYMENTS).where(mine))
            self._give_back(connection, project_id, attempt)

    def settle(
        self,
        project_id: str,
        *,
        attempt: int,
        state: str,
        order_id: str = "",
        price_credits: int | None = None,
        reason: str = "",
        at: float,
    ) -> None:
        """Write how the payment ended; a row that is "paid" stays so, only its missing receipt is filled in.

        `at`: epoch seconds.
        """
        mine = (PAYMENTS.c.project_id == project_id) & (PAYMENTS.c.attempt == attempt)
        outcome = {"state": state, "order_id": order_id, "price_credits": price_credits, "reason": reason, "at": at}
        is_open = PAYMENTS.c.state != "paid"
        if state == "paid":  # a look that proved the payment can come before the answer with the receipt
            is_open |= PAYMENTS.c.order_id == ""
        with self._writing() as connection:
            connection.execute(sa.update(PAYMENTS).where(mine & is_open).values(**outcome))
            if state == "refused":
                self._give_back(connection, project_id, attempt)
            elif state == "paid" and price_credits is not None:
                self._note_price(connection, project_id, attempt, price_credits)

    def latest(self, project_id: str) -> Payment | None:
        """The row of the highest attempt, None when nobody ever tried to pay."""
        wanted = PAYMENTS.select().where(PAYMENTS.c.project_id == project_id).order_by(PAYMENTS.c.attempt)
        rows = self._read(lambda connection: connection.execute(wanted).mappings().all())
        if not rows:
            return None
        *before, last = rows
        return Payment(**last, doubt_before=any(row["state"] != "refused" for row in before))

    def note_project(self, project_id: str, *, is_made_here: bool) -> None:
        """Write down a project that was made or seen; the first word stands."""
        row = {"project_id": project_id, "is_made_here": is_made_here, "is_submitted": False}
        self._insert_once(PROJECTS, row)

    def note_submitted(self, project_id: str) -> None:
        """Write down that the song of a project arrived."""
        self._write(sa.update(PROJECTS).where(PROJECTS.c.project_id == project_id).values(is_submitted=True))

    def project(self, project_id: str) -> ProjectRecord | None:
        """What this ledger knows of a project; None for one it never heard of."""
        wanted = PROJECTS.select().where(PROJECTS.c.project_id == project_id)
        row = self._read(lambda connection: connection.execute(wanted).first())
        if row is not None:
            return ProjectRecord(row.is_made_here, row.is_submitted)
        # Files from before projects were written down have the wish of each one that was made, and its song arrived.
        return None if self.wish(project_id) is None else ProjectRecord(is_made_here=True, is_submitted=True)

    def remember_wish(self, project_id: str, *, ask_first: bool) -> None:
        """Keep whether the person wants to be asked before this project is paid; the first answer stands."""
        self._insert_once(WISHES, {"project_id": project_id, "ask_first": ask_first})

    def wish(self, project_id: str) -> bool | None:
        """Whether the person wants to be asked first; None when this ledger never heard."""
        wanted = sa.select(WISHES.c.ask_first).where(WISHES.c.project_id == project_id)
        return cast("bool | None", self._read(lambda connection: connection.execute(wanted).scalar()))

    def remember_start(self, token: str, project_id: str) -> None:
        """Keep which project came of a press of the button."""
        self._insert_once(STARTS, {"token": token, "project_id": project_id})

    def started(self, token: str) -> str:
        """The project that came of a press of the button; "" when this ledger never heard."""
        wanted = sa.select(STARTS.c.project_id).where(STARTS.c.token == token)
        return str(self._read(lambda connection: connection.execute(wanted).scalar()) or "")

    def _insert_payment(self, connection: sa.Connection, project_id: str, attempt: int, at: float) -> bool:
        row = {"project_id": project_id, "attempt": attempt, "state": "sending", "order_id": "", "reason": "", "at": at}
        return self._inserted(connection, PAYMENTS, row)

    def _give_back(self, connection: sa.Connection, project_id: str, attempt: int) -> None:
        """Give back what a payment that was not taken had claimed; here nothing was."""

    def _note_price(self, connection: sa.Connection, project_id: str, attempt: int, price_credits: int) -> None:
        """Have the price that Giggle said stand in the claim; here there is none."""

    def _insert_once(self, table: sa.Table, row: dict[str, Any]) -> bool:
        with self._writing() as connection:
            return self._inserted(connection, table, row)

    def _inserted(self, connection: sa.Connection, table: sa.Table, row: dict[str, Any]) -> bool:
        """Whether the row is new."""
        match connection.dialect.name:
            case "sqlite":
                return connection.execute(sqlite.insert(table).on_conflict_do_nothing().values(**row)).rowcount == 1
            case "postgresql":
                return connection.execute(postgresql.insert(table).on_conflict_do_nothing().values(**row)).rowcount == 1
        try:  # any other database refuses the second row by its primary key
            with connection.begin_nested():
                return connection.execute(sa.insert(table).values(**row)).rowcount == 1
        except IntegrityError:
            return False

    def _write(self, statement: sa.Insert | sa.Update | sa.Delete) -> None:
        with self._writing() as connection:
            connection.execute(statement)

    @contextmanager
    def _writing(self, lock: str = "") -> Iterator[sa.Connection]:
        """A transaction, begun with this statement."""
        try:
            with self.engine.connect() as connection, connection.begin():
                if lock:
                    connection.exec_driver_sql(lock)
                yield connection
        except (SQLAlchemyError, OSError) as error:
            problem = unavailable(error)
        else:
            return
        raise problem

    def _read(self, question: Callable[[sa.Connection], Any]) -> Any:  # noqa: ANN401 - rows of either table
        try:
            with self.engine.connect() as connection:
                return question(connection)
        except (SQLAlchemyError, OSError) as error:
            problem = unavailable(error)
        raise problem


@cache
def payment_ledger(url: str) -> SQLLedger:
    """The process's ledger for `url`; a database that could not be opened is tried again by the next call."""
    return SQLLedger(url)


def _engine(url: str) -> sa.Engine:
    place = sa.make_url(url)
    if place.drivername in ("postgres", "postgresql"):  # as hosts and other tools write it
        place = place.set(drivername="postgresql+psycopg")
    match place.get_backend_name():
        case "sqlite":
            return _sqlite_engine(place)
        case "postgresql":
            return _postgres_engine(place)
        case _:
            return sa.create_engine(place, pool_pre_ping=True, hide_parameters=True)


def _sqlite_engine(place: sa.URL) -> sa.Engine:
    if place.database and place.database != ":memory:":
        file = Path(place.database).expanduser()
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = place.set(database=str(file))
    engine = sa.create_engine(place, connect_args={"timeout": _BUSY_TIMEOUT_S}, hide_parameters=True)
    sa.event.listen(engine, "connect", _make_durable)
    return engine


def _postgres_engine(place: sa.URL) -> sa.Engine:
    is_psycopg = place.get_driver_name() == "psycopg"
    if is_psycopg:
        place = place.update_query_dict({**_POSTGRES_PATIENCE, **place.query})
    engine = sa.create_engine(
        place,
        # A pooler between us and the server does not keep what a connection prepared.
        connect_args={"prepare_threshold": None} if is_psycopg else {},
        pool_pre_ping=True,
        hide_parameters=True,
        # Else psycopg's answer to "how many rows" is -1, and nobody ever learns that the row, and the payment, is his.
        execution_options={"preserve_rowcount": True},
    )
    sa.event.listen(engine, "begin", _wait_for_no_lock_long)
    return engine


def _wait_for_no_lock_long(connection: sa.Connection) -> None:
    """Another machine may have died between its row and its commit, and the server may learn of it in hours."""
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(_BUSY_TIMEOUT_S * 1000)}")


def _make_durable(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    """A committed row survives a power cut, and readers do not hold up writers."""
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {int(_BUSY_TIMEOUT_S * 1000)}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def unavailable(error: Exception) -> LedgerUnavailable:
    """What a database's trouble is to a payment, without the database's own words."""
    # Only the kind of error: a database's own text can hold its URL with the password in it.
    kind = type(error.orig if isinstance(error, OperationalError) else error).__name__
    if isinstance(error, ImportError):
        return LedgerUnavailable(
            f"The payment ledger's database driver is not installed ({error.name or kind}), so nothing is paid.",
            advice='Install it (for PostgreSQL: pip install "psycopg[binary]") and start again.',
        )
    return LedgerUnavailable(f"The payment ledger cannot be used ({kind}), so nothing is paid.")
