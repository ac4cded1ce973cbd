"""Which replica of the app watches which project, so that Giggle is asked once however many replicas show it.

A lease in the ledger's database: whoever has the row looks, tells the others, and renews it; when it dies, the next one
who wants the project has it within `LEASE_S`. It only saves looks: what is paid once is decided by the ledger alone.
Why a row and not a lock of PostgreSQL's or a queue: `docs/decisions/0007-a-lease-for-each-watch.md`.
"""

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from mvapp.studio import news
from mvapp.studio.ledger import SQLLedger, payment_ledger
from mvapp.studio.ledger_tables import SHARING, WATCHES
from mvclient import LedgerUnavailable, MVTrusteeAPI, Progress

LEASE_S: Final = 30.0
RENEWED_EVERY_S: Final = 8.0
READ_EVERY_S: Final = 3.0
"""How often a replica that another one tells reads what it told."""
_KEPT_S: Final = 86_400.0
_NOW: Final = sa.func.extract("epoch", sa.func.clock_timestamp())  # the database's clock: replicas may have others
_log = logging.getLogger(__name__)


class Watches(SQLLedger):
    """The watches of this replica among all that share a PostgreSQL database; safe between threads.

    Every method but `snapshots` raises `LedgerUnavailable` when the database cannot be used.
    """

    def __init__(self, ledger: SQLLedger) -> None:
        self.engine = ledger.engine
        self._ledger = ledger  # whose end is its engine's end
        self._replica = secrets.token_hex(8)
        self._held: set[tuple[str, str]] = set()
        self._replicas: dict[str, int] = {}
        self._renewing = threading.Lock()
        with self._writing() as connection:
            SHARING.create_all(connection)

    def snapshots(
        self,
        api: MVTrusteeAPI,
        account: str,
        project_id: str,
        *,
        approve: Callable[[Progress], bool],
        wait: Callable[[float], object],
        takes_over: bool = False,
    ) -> Iterator[Progress]:
        """As `api.watch`, but while another replica watches the project, what that one tells.

        Args:
            api: whom to look with.
            account: whose project it is; looks of one account have one budget.
            project_id: what to watch.
            approve: as in `api.watch`; asked here too while another one watches, so that the page knows.
            wait: waits so many seconds, or less when there is something to do.
            takes_over: whether a person has just said here what to do, so that this replica does it.
        """
        place = (account, project_id)
        while True:
            told = self._told_by_another(place, takes_over=takes_over)
            takes_over = False
            if told is None:
                try:
                    for progress in api.watch(project_id, approve=approve):
                        yield progress
                        api.share_budget(self._replicas.get(account, 1))
                        if not self._goes_on(place, progress):
                            break
                    else:
                        return
                finally:
                    self._give_up(place)
            else:
                progress_told = news.from_text(project_id, told)
                if progress_told is not None:
                    payment = self.latest(project_id)
                    yield replace(progress_told, payment=payment)
                    if progress_told.payment_due and payment is None:
                        approve(progress_told)
                wait(READ_EVERY_S)

    def take(self, account: str, project_id: str, *, by_force: bool = False) -> str | None:
        """Have the watch if nobody else does; None then, else what its replica told last."""
        place = (account, project_id)
        lease = {"holder": self._replica, "until": _NOW + LEASE_S}
        row = postgresql.insert(WATCHES).values(account=account, project_id=project_id, news="", **lease)
        is_free = (WATCHES.c.holder == self._replica) | (WATCHES.c.until < _NOW) | sa.literal(by_force)
        taken = row.on_conflict_do_update(index_elements=list(WATCHES.primary_key), set_=lease, where=is_free)
        self._held.add(place)  # before, or a renewal in between would take the row for one that was given up
        self._keep_renewing()
        with self._writing() as connection:
            if connection.execute(taken).rowcount == 1:
                return None
            self._held.discard(place)
            wanted = sa.select(WATCHES.c.news).where(_at(place))
            return str(connection.execute(wanted).scalar() or "")

    def tell(self, account: str, project_id: str, progress: Progress) -> bool:
        """Tell the others of a look; False when another replica has the watch by now."""
        told = news.as_text(progress)
        mine = _at((account, project_id)) & (WATCHES.c.holder == self._replica)
        with self._writing() as connection:
            lease = {"news": told, "until": _NOW + LEASE_S}
            return connection.execute(sa.update(WATCHES).where(mine).values(**lease)).rowcount == 1

    def give_up(self, account: str, project_id: str) -> None:
        """Have no more to do with the watch; nobody has to wait for the end of its lease."""
        self._held.discard((account, project_id))
        self._write(sa.delete(WATCHES).where(_at((account, project_id)) & (WATCHES.c.holder == self._replica)))

    def renew(self) -> None:
        """Renew what this replica has, and learn what it has lost and how many others look with the same accounts."""
        held = set(self._held)
        mine = WATCHES.c.holder == self._replica
        with self._writing() as connection:
            renewed = sa.update(WATCHES).where(mine).values(until=_NOW + LEASE_S)
            rows = connection.execute(renewed.returning(WATCHES.c.account, WATCHES.c.project_id)).all()
            found = {(row.account, row.project_id) for row in rows}
            for place in found - self._held:  # given up while the database was away
                connection.execute(sa.delete(WATCHES).where(_at(place) & mine))
            connection.execute(sa.delete(WATCHES).where(WATCHES.c.until < _NOW - _KEPT_S))
            replicas = sa.select(WATCHES.c.account, sa.func.count(sa.distinct(WATCHES.c.holder)))
            replicas = replicas.where(WATCHES.c.until > _NOW).group_by(WATCHES.c.account)
            self._replicas = {row[0]: row[1] for row in connection.execute(replicas)}
        self._held -= held - found

    def of_all(self, account: str) -> tuple[set[str], set[str]]:
        """The projects that some replica watches, and those whose replica went away without a word."""
        is_live = (WATCHES.c.until >= _NOW).label("is_live")
        wanted = sa.select(WATCHES.c.project_id, is_live).where(WATCHES.c.account == account)
        rows = self._read(lambda connection: connection.execute(wanted).all())
        live = {row.project_id for row in rows if row.is_live}
        return live, {row.project_id for row in rows} - live

    def _told_by_another(self, place: tuple[str, str], *, takes_over: bool) -> str | None:
        try:
            return self.take(*place, by_force=takes_over)
        except LedgerUnavailable:
            return None  # rather two who look than none

    def _goes_on(self, place: tuple[str, str], progress: Progress) -> bool:
        """Whether to look on: the watch is ours, or nobody can tell, or a payment is on its way that ends first."""
        if progress.payment is not None and progress.payment.state == "sending":
            return True
        try:
            return self.tell(*place, progress) or self.take(*place) is None
        except LedgerUnavailable:
            return True

    def _give_up(self, place: tuple[str, str]) -> None:
        try:
            self.give_up(*place)
        except LedgerUnavailable:
            _log.info("A watch that ended while the ledger was away is given up with the next renewal.")

    def _keep_renewing(self) -> None:
        if self._renewing.acquire(blocking=False):  # for good: the first one starts the thread
            threading.Thread(target=self._renew_for_ever, name="mv-watches", daemon=True).start()

    def _renew_for_ever(self) -> None:
        while True:
            time.sleep(RENEWED_EVERY_S)
            try:
                self.renew()
            except LedgerUnavailable:
                continue  # as it comes back


def _at(place: tuple[str, str]) -> sa.ColumnElement[bool]:
    return (WATCHES.c.account == place[0]) & (WATCHES.c.project_id == place[1])


@cache
def shared_watches(url: str) -> Watches | None:
    """The process's watches; None where no other machine shares the ledger.

    Raises:
        LedgerUnavailable: nobody can tell now; the next call tries again.
    """
    ledger = payment_ledger(url)
    return Watches(ledger) if ledger.engine.dialect.name == "postgresql" else None
