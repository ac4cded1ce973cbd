"""Which version a ledger's tables have, and the steps that bring older ones up to date.

A number in the database and a tuple of steps, not Alembic: that wants an environment, a folder of scripts and somebody
to run it, for four small tables that the app makes itself as it starts. A ledger without the number has version 1.
"""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from mvclient import LedgerUnavailable

Step = Callable[[sa.Connection], object]

_VERSION = sa.Table("ledger_version", sa.MetaData(), sa.Column("version", sa.Integer, nullable=False))
# Who comes second waits until the first one is done. Other databases, such as MySQL, keep each change of a table at
# once and cannot take it back, so there a ledger is opened by one new app first.
_LOCKS = {
    "sqlite": "BEGIN IMMEDIATE",  # Python itself would begin at the first row, after the tables were changed for good
    "postgresql": f"SELECT pg_advisory_xact_lock({int.from_bytes(b'MVledger')})",  # any number, if only ours
}


def bring_up_to_date(engine: sa.Engine, tables: sa.MetaData, steps: Sequence[Step]) -> None:
    """Take the steps that this ledger has not seen, then make the tables it lacks in their last form, all or nothing.

    `steps[0]` leads from version 1 to 2, and so on. A new ledger is made in the last version, without a step.

    Raises:
        LedgerUnavailable: a newer app has changed this ledger.
    """
    with engine.connect() as connection:
        for attempts_left in (2, 1, 0):
            try:
                with connection.begin():
                    # Looked at first: who may write rows only may not even say CREATE TABLE IF NOT EXISTS.
                    if _version(connection, steps) > len(steps) and not _missing(connection, tables):
                        return
                    if lock := _LOCKS.get(engine.dialect.name):
                        connection.exec_driver_sql(lock)
                    _change(connection, tables, steps)
            except DBAPIError:
                # Several processes starting at once can collide in the catalogue of some databases.
                if not attempts_left:
                    raise
            else:
                return


def _version(connection: sa.Connection, steps: Sequence[Step]) -> int:
    version, newest = 1, 1 + len(steps)
    if sa.inspect(connection).has_table(_VERSION.name):
        version = connection.execute(sa.select(sa.func.max(_VERSION.c.version))).scalar() or version
    if version > newest:
        raise LedgerUnavailable(
            f"A newer MV Studio keeps this payment ledger (version {version}; this is {newest}), so nothing is paid.",
            advice="Start the newer MV Studio again.",
        )
    return version


def _missing(connection: sa.Connection, tables: sa.MetaData) -> list[sa.Table]:
    inspector = sa.inspect(connection)
    return [table for table in tables.sorted_tables if not inspector.has_table(table.name)]


def _change(connection: sa.Connection, tables: sa.MetaData, steps: Sequence[Step]) -> None:
    is_new = _missing(connection, tables) == tables.sorted_tables
    steps_left = [] if is_new else steps[_version(connection, steps) - 1 :]
    for step in steps_left:
        step(connection)
    for table in _missing(connection, tables):
        connection.execute(sa.schema.CreateTable(table, if_not_exists=True))
    if is_new or steps_left:
        connection.execute(sa.schema.CreateTable(_VERSION, if_not_exists=True))
        connection.execute(sa.delete(_VERSION))
        connection.execute(sa.insert(_VERSION).values(version=1 + len(steps)))
