"""The payment ledger in a SQL database: the row that lets one driver, and only one, pay for a project.

A SQLite file by default. With a Postgres URL several replicas of the app share one ledger. Its tables have a version,
and a change of them is a step in `_STEPS`; `ledger_version` says why that is no work for Alembic.
"""

import weakref
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError

from mvapp.studio.ledger_version import Step, bring_up_to_date
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
_METADATA = sa.MetaData()
_PAYMENTS = sa.Table(
    "payments",
    _METADATA,
    sa.Column("project_id", sa.String(200), primary_key=True),
    sa.Column("attempt", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("order_id", sa.String(200), nullable=False),
    sa.Column("price_credits", sa.Integer),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
)
# Whether the person wants to be asked before Giggle charges. It stands beside the payments because a restarted app
# that knows only a project id must not pay for someone who had said "ask me first".
_WISHES = sa.Table(
    "payment_wishes",
    _METADATA,
    sa.Column("project_id", sa.String(200), primary_key=True),
    sa.Column("ask_first", sa.Boolean, nullable=False),
)
# Which project came of a press of the button: a page that was reloaded, or an app that was restarted, while the request
# was on its way finds it again by the press's token in the address.
_STARTS = sa.Table(
    "project_starts",
    _METADATA,
    sa.Column("token", sa.String(64), primary_key=True),
    sa.Column("project_id", sa.String(200), nullable=False),
)
# A project is a row before it is a thread: whether this ledger was there when it was made, so that no payment can be
# missing here, and whether its song arrived.
_PROJECTS = sa.Table(
    "projects",
    _METADATA,
    sa.Column("project_id", sa.String(200), primary_key=True),
    sa.Column("is_made_here", sa.Boolean, nullable=False),
    sa.Column("is_submitted", sa.Boolean, nullable=False),
)
# What changed in these tables, oldest first, for ledgers from before; the first step makes version 2. An app that was
# started earlier goes on writing after a step, so a new column is null or has a default and none is renamed or taken.
_STEPS: tuple[Step, ...] = ()


class SQLLedger:
    """Payments, at most one row for each `(project_id, attempt)`, in the database behind a SQLAlchemy URL.

    Safe across threads, processes and, with a database server, machines. Every method raises `LedgerUnavailable` when
    the database cannot be used; then nothing may be paid.
    """

    def __init__(self, url: str) -> None:
        try:
            self._engine = _engine(url)
            weakref.finalize(self, self._engine.dispose)
            bring_up_to_date(self._engine, _METADATA, _STEPS)
        except _OPENING_FAILS as error:
            problem = _unavailable(error)
        else:
            return
        raise problem

    def reserve(self, project_id: str, *, attempt: int, at: float) -> bool:
        """Write the row that allows to send this payment; True only for the one writer of it. `at`: epoch seconds."""
        row = {
            "project_id": project_id,
            "attempt": attempt,
            "state": "sending",
            "order_id": "",
            "reason": "",
            "at": at,
        }
        return self._insert_once(_PAYMENTS, row)

    def release(self, project_id: str, *, attempt: int) -> None:
        """Take back a row whose payment was surely not sent."""
        mine = (_PAYMENTS.c.project_id == project_id) & (_PAYMENTS.c.attempt == attempt)
        self._write(sa.delete(_PAYMENTS).where(mine))

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
        mine = (_PAYMENTS.c.project_id == project_id) & (_PAYMENTS.c.attempt == attempt)
        outcome = {"state": state, "order_id": order_id, "price_credits": price_credits, "reason": reason, "at": at}
        is_open = _PAYMENTS.c.state != "paid"
        if state == "paid":  # a look that proved the payment can come before the answer with the receipt
            is_open |= _PAYMENTS.c.order_id == ""
        self._write(sa.update(_PAYMENTS).where(mine & is_open).values(**outcome))

    def latest(self, project_id: str) -> Payment | None:
        """The row of the highest attempt, None when nobody ever tried to pay."""
        wanted = _PAYMENTS.select().where(_PAYMENTS.c.project_id == project_id).order_by(_PAYMENTS.c.attempt)
        rows = self._read(lambda connection: connection.execute(wanted).mappings().all())
        if not rows:
            return None
        *before, last = rows
        return Payment(**last, doubt_before=any(row["state"] != "refused" for row in before))

    def note_project(self, project_id: str, *, is_made_here: bool) -> None:
        """Write down a project that was made or seen; the first word stands."""
        row = {"project_id": project_id, "is_made_here": is_made_here, "is_submitted": False}
        self._insert_once(_PROJECTS, row)

    def note_submitted(self, project_id: str) -> None:
        """Write down that the song of a project arrived."""
        self._write(sa.update(_PROJECTS).where(_PROJECTS.c.project_id == project_id).values(is_submitted=True))

    def project(self, project_id: str) -> ProjectRecord | None:
        """What this ledger knows of a project; None for one it never heard of."""
        wanted = _PROJECTS.select().where(_PROJECTS.c.project_id == project_id)
        row = self._read(lambda connection: connection.execute(wanted).first())
        if row is not None:
            return ProjectRecord(row.is_made_here, row.is_submitted)
        # Files from before projects were written down have the wish of each one that was made, and its song arrived.
        return None if self.wish(project_id) is None else ProjectRecord(is_made_here=True, is_submitted=True)

    def remember_wish(self, project_id: str, *, ask_first: bool) -> None:
        """Keep whether the person wants to be asked before this project is paid; the first answer stands."""
        self._insert_once(_WISHES, {"project_id": project_id, "ask_first": ask_first})

    def wish(self, project_id: str) -> bool | None:
        """Whether the person wants to be asked first; None when this ledger never heard."""
        wanted = sa.select(_WISHES.c.ask_first).where(_WISHES.c.project_id == project_id)
        return cast("bool | None", self._read(lambda connection: connection.execute(wanted).scalar()))

    def remember_start(self, token: str, project_id: str) -> None:
        """Keep which project came of a press of the button."""
        self._insert_once(_STARTS, {"token": token, "project_id": project_id})

    def started(self, token: str) -> str:
        """The project that came of a press of the button; "" when this ledger never heard."""
        wanted = sa.select(_STARTS.c.project_id).where(_STARTS.c.token == token)
        return str(self._read(lambda connection: connection.execute(wanted).scalar()) or "")

    def _insert_once(self, table: sa.Table, row: dict[str, Any]) -> bool:
        dialect = self._engine.dialect.name
        insert: sa.Insert
        if dialect == "sqlite":
            insert = sqlite.insert(table).on_conflict_do_nothing()
        elif dialect == "postgresql":
            insert = postgresql.insert(table).on_conflict_do_nothing()
        else:  # any other database refuses the second row by its primary key
            insert = sa.insert(table)
        try:
            return self._write(insert.values(**row)) == 1
        except IntegrityError:
            return False

    def _write(self, statement: sa.Insert | sa.Update | sa.Delete) -> int:
        try:
            with self._engine.begin() as connection:
                return connection.execute(statement).rowcount
        except IntegrityError:
            raise
        except (SQLAlchemyError, OSError) as error:
            problem = _unavailable(error)
        raise problem

    def _read(self, question: Callable[[sa.Connection], Any]) -> Any:  # noqa: ANN401 - rows of either table
        try:
            with self._engine.connect() as connection:
                return question(connection)
        except (SQLAlchemyError, OSError) as error:
            problem = _unavailable(error)
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


def _unavailable(error: Exception) -> LedgerUnavailable:
    # Only the kind of error: a database's own text can hold its URL with the password in it.
    kind = type(error.orig if isinstance(error, OperationalError) else error).__name__
    if isinstance(error, ImportError):
        return LedgerUnavailable(
            f"The payment ledger's database driver is not installed ({error.name or kind}), so nothing is paid.",
            advice='Install it (for PostgreSQL: pip install "psycopg[binary]") and start again.',
        )
    return LedgerUnavailable(f"The payment ledger cannot be used ({kind}), so nothing is paid.")
