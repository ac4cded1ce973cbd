"""What strangers may do with the owner's key: how much, whose a video is, and the switch that stops it all.

All of it stands in the payment ledger, so that every replica of the app sees the same, and a claim is written in the
one transaction that writes the payment's row: two who claim the last credits cannot both have them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Final

import sqlalchemy as sa

from mvapp.studio.caps import PRICE_CREDITS, Caps, Spending
from mvapp.studio.gate import is_welcome
from mvapp.studio.ledger import SQLLedger, payment_ledger
from mvapp.studio.ledger_tables import CLAIMS, LENDING, LENT, PAYMENTS, SWITCHES
from mvclient import LedgerUnavailable, PaymentNotAllowed

_STOP: Final = "stop"
_LOCKS: Final = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": f"SELECT pg_advisory_xact_lock({int.from_bytes(b'MVlend')})",  # any number, if only ours
}


@dataclass(frozen=True)
class Day:
    """What one day has cost."""

    day: str
    """Of UTC, "2026-11-25"."""
    videos: int
    credits: int


class LentLedger(SQLLedger):
    """The ledger as a payment with the owner's key sees it: nothing is paid that is nobody's, or more than may be.

    Every method raises `LedgerUnavailable` when the database cannot be used, or is of a kind that has no lock.
    """

    def __init__(self, ledger: SQLLedger, caps: Caps, *, is_welcome: Callable[[str], bool]) -> None:
        """`is_welcome`: whether a visitor may still use the key; asked with each claim, by any thread."""
        self.engine = ledger.engine
        self._ledger = ledger  # whose end is its engine's end
        self.caps = caps
        self._is_welcome = is_welcome
        with self._alone() as connection:
            LENDING.create_all(connection)

    def begin_video(self, token: str, visitor: str, *, at: float) -> None:
        """Claim a video before the studio hears of it; the same token is the same video.

        Raises:
            PaymentNotAllowed: not now; its `reason` is "stopped", "not_welcome", "visitor_day", "day" or "total".
        """
        with self._alone() as connection:
            self._check_open(connection, visitor)
            if connection.execute(sa.select(LENT.c.token).where(LENT.c.token == token)).first() is not None:
                return
            spent, caps = self._spending(connection, visitor, _day(at)), self.caps
            _refuse_over(
                ("visitor_day", spent.visitor_day_videos + 1 > caps.visitor_day_videos),
                ("day", spent.day_videos + 1 > caps.day_videos),
                ("visitor_day", spent.visitor_day_credits + PRICE_CREDITS > caps.visitor_day_credits),
                ("day", spent.day_credits + PRICE_CREDITS > caps.day_credits),
                ("total", spent.total_credits + PRICE_CREDITS > caps.total_credits),
            )
            row = {"token": token, "project_id": "", "visitor": visitor, "day": _day(at), "at": at, "is_over": False}
            connection.execute(sa.insert(LENT).values(**row))

    def note_begun(self, token: str, project_id: str) -> None:
        """Write down whose the project is that came of a claim."""
        self._write(sa.update(LENT).where(LENT.c.token == token).values(project_id=project_id))

    def give_back_video(self, token: str) -> None:
        """Take back a claim of which no project came, by a clear word of the studio."""
        self._write(sa.delete(LENT).where((LENT.c.token == token) & (LENT.c.project_id == "")))

    def note_over(self, project_id: str) -> None:
        """Write down that the film is there, so that nobody goes on with it."""
        self._write(sa.update(LENT).where(LENT.c.project_id == project_id).values(is_over=True))

    def unfinished(self, *, since: float) -> list[str]:
        """The projects begun since then whose film nobody has seen finished, the oldest first."""
        wanted = sa.select(LENT.c.project_id).where(
            LENT.c.project_id != "", sa.not_(LENT.c.is_over), LENT.c.at >= since
        )
        found: list[str] = self._read(lambda connection: list(connection.execute(wanted.order_by(LENT.c.at)).scalars()))
        return found

    def visitor_of(self, project_id: str) -> str:
        """Who began the project with the owner's key; "" for one that nobody here did."""
        wanted = sa.select(LENT.c.visitor).where(LENT.c.project_id == project_id)
        return str(self._read(lambda connection: connection.execute(wanted).scalar()) or "") if project_id else ""

    def spending(self, visitor: str, *, at: float) -> Spending:
        """What has been spent by now."""
        spent: Spending = self._read(lambda connection: self._spending(connection, visitor, _day(at)))
        return spent

    def days(self, most: int) -> list[Day]:
        """What each day has cost, the latest first."""
        begun = sa.select(LENT.c.day, sa.func.count().label("videos")).group_by(LENT.c.day)
        paid = sa.select(CLAIMS.c.day, sa.func.sum(CLAIMS.c.credits).label("credits")).group_by(CLAIMS.c.day)

        def read(connection: sa.Connection) -> list[Day]:
            videos = {row.day: row.videos for row in connection.execute(begun)}
            credits_ = {row.day: row.credits for row in connection.execute(paid)}
            days = sorted(videos.keys() | credits_.keys(), reverse=True)[:most]
            return [Day(day, videos.get(day, 0), int(credits_.get(day, 0))) for day in days]

        found: list[Day] = self._read(read)
        return found

    def unsettled(self) -> list[str]:
        """The projects whose payment nobody could confirm."""
        wanted = sa.select(PAYMENTS.c.project_id).join(LENT, LENT.c.project_id == PAYMENTS.c.project_id)
        wanted = wanted.where(PAYMENTS.c.state.in_(("sending", "unconfirmed"))).distinct()
        found: list[str] = self._read(lambda connection: list(connection.execute(wanted).scalars()))
        return found

    def stop(self, *, is_on: bool) -> None:
        """Stop all new videos and payments with the owner's key, or let them go on."""
        self._insert_once(SWITCHES, {"name": _STOP, "is_on": is_on})
        self._write(sa.update(SWITCHES).where(SWITCHES.c.name == _STOP).values(is_on=is_on))

    @property
    def is_stopped(self) -> bool:
        """Whether the owner has stopped everything."""
        return bool(self._read(_is_stopped))

    def reserve(self, project_id: str, *, attempt: int, at: float) -> bool:
        """Write the row that allows to send this payment, and take its price from what may be spent.

        Raises:
            PaymentNotAllowed: as `begin_video`, or "not_begun_here" for a project of nobody's.
        """
        with self._alone() as connection:
            visitor = connection.execute(sa.select(LENT.c.visitor).where(LENT.c.project_id == project_id)).scalar()
            if not visitor:
                raise _refusal("not_begun_here")
            if not self._insert_payment(connection, project_id, attempt, at):
                return False
            self._check_open(connection, visitor)
            spent, caps = self._spending(connection, visitor, _day(at)), self.caps
            _refuse_over(
                ("visitor_day", spent.visitor_day_credits + PRICE_CREDITS > caps.visitor_day_credits),
                ("day", spent.day_credits + PRICE_CREDITS > caps.day_credits),
                ("total", spent.total_credits + PRICE_CREDITS > caps.total_credits),
            )
            claim = {"project_id": project_id, "attempt": attempt, "visitor": visitor, "day": _day(at)}
            connection.execute(sa.insert(CLAIMS).values(**claim, credits=PRICE_CREDITS))
            return True

    def _give_back(self, connection: sa.Connection, project_id: str, attempt: int) -> None:
        mine = (CLAIMS.c.project_id == project_id) & (CLAIMS.c.attempt == attempt)
        connection.execute(sa.delete(CLAIMS).where(mine))

    def _note_price(self, connection: sa.Connection, project_id: str, attempt: int, price_credits: int) -> None:
        mine = (CLAIMS.c.project_id == project_id) & (CLAIMS.c.attempt == attempt)
        connection.execute(sa.update(CLAIMS).where(mine).values(credits=price_credits))

    def _check_open(self, connection: sa.Connection, visitor: str) -> None:
        _refuse_over(("stopped", _is_stopped(connection)), ("not_welcome", not self._is_welcome(visitor)))

    def _spending(self, connection: sa.Connection, visitor: str, day: str) -> Spending:
        def total(*conditions: sa.ColumnElement[bool]) -> int:
            return int(connection.execute(sa.select(sa.func.sum(CLAIMS.c.credits)).where(*conditions)).scalar() or 0)

        def count(*conditions: sa.ColumnElement[bool]) -> int:
            return int(
                connection.execute(sa.select(sa.func.count()).select_from(LENT).where(*conditions)).scalar() or 0
            )

        return Spending(
            visitor_day_credits=total(CLAIMS.c.day == day, CLAIMS.c.visitor == visitor),
            day_credits=total(CLAIMS.c.day == day),
            total_credits=total(),
            visitor_day_videos=count(LENT.c.day == day, LENT.c.visitor == visitor),
            day_videos=count(LENT.c.day == day),
        )

    @contextmanager
    def _alone(self) -> Iterator[sa.Connection]:
        """A transaction beside which no other claim is made."""
        lock = _LOCKS.get(self.engine.dialect.name)
        if lock is None:
            raise LedgerUnavailable("Lending a key needs a ledger in SQLite or PostgreSQL, so nothing is paid.")
        with self._writing(lock) as connection:
            yield connection


def _is_stopped(connection: sa.Connection) -> bool:
    return bool(connection.execute(sa.select(SWITCHES.c.is_on).where(SWITCHES.c.name == _STOP)).scalar())


def _day(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")


def _refuse_over(*limits: tuple[str, bool]) -> None:
    for reason, is_reached in limits:
        if is_reached:
            raise _refusal(reason)


def _refusal(reason: str) -> PaymentNotAllowed:
    return PaymentNotAllowed(f"The owner of the key does not allow this now ({reason}).", reason=reason)


@cache
def lent_ledger(url: str, caps: Caps) -> LentLedger:
    """The process's ledger for payments with the owner's key; one that could not be opened is tried again."""
    return LentLedger(payment_ledger(url), caps, is_welcome=is_welcome)
