"""Where a video is made: at Giggle with the visitor's key, or in the demo studio of this machine."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from mvapp import session
from mvapp.studio import gate
from mvapp.studio.caps import Caps
from mvapp.studio.configuration import caps, ledger_url, setting
from mvapp.studio.demo import DEMO_KEY, is_demo_project
from mvapp.studio.studios import DEMO, GIGGLE, GiggleStudio, Studio
from mvclient import LedgerUnavailable, MVTrusteeAPI, Progress

if TYPE_CHECKING:
    from mvapp.studio.ledger import SQLLedger
    from mvapp.studio.lending import LentLedger
    from mvapp.studio.watches import Watches

LONGEST_PROJECT_ID = 200


@dataclass(frozen=True)
class Loan:
    """The owner's key in somebody else's hands."""

    visitor: str
    """The gate's name for them; "" for who may only watch what others began with it."""
    caps: Caps
    is_owner: bool = False
    is_foreign: bool = False
    """Whether nobody began the project here, so that looking at it has a budget of its own."""


@dataclass(frozen=True)
class Connection:
    """One account at one studio; holds plain values only, so that threads can use it."""

    studio: Studio
    key: str = field(repr=False)
    """The API key; never shown, logged or written to disk."""
    ledger_url: str = field(repr=False)
    """Where payments are written down; may hold a database password."""
    loan: Loan | None = None
    """On what terms it is the owner's key; None for a visitor's own, and at the owner's own desk."""

    @property
    def account(self) -> str:
        """A short name for the account that does not tell the key."""
        if not self.studio.charges:
            return self.studio.name
        return sha256(f"{self.studio.base_url}\n{self.key}".encode()).hexdigest()[:16]

    def api(self, *, sleep: Callable[[float], float | None] = time.sleep, network_retries: int = 5) -> MVTrusteeAPI:
        """A client for this account, safe to use in any thread.

        Args:
            sleep: waits so many seconds, or less when there is something to do.
            network_retries: how often a call that may be repeated is repeated.

        Raises:
            MissingKey, ConfigurationError: the key or the address cannot be one.
            LedgerUnavailable: payments cannot be written down, so nothing may be paid.
        """
        ledger = self.ledger()  # first: a studio that is closed says less than why nothing could be paid
        return MVTrusteeAPI(
            self.key,
            base_url=self.studio.base_url,
            poll_interval_s=self.studio.polls_every_s,
            network_retries=network_retries,
            ledger=ledger,
            sleep=sleep,
            budget="foreign" if self.loan is not None and self.loan.is_foreign else "",
        )

    def ledger(self) -> "SQLLedger":
        """Where its payments are written down.

        Raises:
            LedgerUnavailable: they cannot be.
        """
        from mvapp.studio.ledger import payment_ledger  # noqa: PLC0415 - SQLAlchemy is slow to load and not needed to draw

        return self.lent_ledger() or payment_ledger(self.ledger_url)

    def lent_ledger(self) -> "LentLedger | None":
        """The same where the key is lent, with what may be spent; raises as `ledger`."""
        if self.loan is None:
            return None
        from mvapp.studio.lending import lent_ledger  # noqa: PLC0415 - as above

        return lent_ledger(self.ledger_url, self.loan.caps)

    def shared_watches(self) -> "Watches | None":
        """Who watches what, where replicas of the app share this account; None where that cannot be, or be told."""
        if not self.studio.charges:
            return None
        from mvapp.studio.watches import shared_watches  # noqa: PLC0415 - as above

        try:
            return shared_watches(self.ledger_url)
        except LedgerUnavailable:
            return None

    def may_change(self, project_id: str) -> bool:
        """Whether this visitor may pay for the project and try its steps again, beyond watching it."""
        if self.loan is None:
            return True
        if self.loan.is_owner and not self.loan.is_foreign:
            return True
        try:
            ledger = self.lent_ledger()
            return bool(self.loan.visitor) and ledger is not None and ledger.visitor_of(project_id) == self.loan.visitor
        except LedgerUnavailable:
            return False

    @property
    def still_holds(self) -> bool:
        """Whether the gate would still lend the key to this session; asked where a page lives on without a full run."""
        if self.loan is None:
            return True
        visitor = gate.visitor()
        return (visitor.name if visitor is not None else "") == self.loan.visitor

    def project_of(self, token: str) -> str:
        """The project that came of a press of the button, by the ledger; "" when it never heard or cannot be read."""
        try:
            return self.ledger().started(token)
        except LedgerUnavailable:
            return ""


def demo_connection() -> Connection:
    """The demo studio."""
    return Connection(DEMO, f"{DEMO_KEY}-{session.pseudonym()}", ledger_url())


def giggle_connection(key: str = "") -> Connection | None:
    """Giggle with this key, else the session's, else the owner's if the gate lends it; None when there is none."""
    if own := key or session.api_key():
        return Connection(_giggle(), own, ledger_url())
    visitor = gate.visitor() if setting("GIGGLE_API_KEY") else None
    if visitor is None:
        return None
    return _lent(Loan(visitor.name, _caps(), is_owner=visitor.is_owner) if visitor.name else None)


def owners_loan() -> Connection | None:
    """What the owner's page and a restart ask: all that was lent, whoever had it; None where no key is lent."""
    return _lent(Loan("", _caps(), is_owner=True)) if setting("GIGGLE_API_KEY") and gate.lends() else None


def is_key_kept_back() -> bool:
    """Whether there is an owner's key that this visitor may not use."""
    return bool(setting("GIGGLE_API_KEY")) and not session.api_key() and gate.visitor() is None


def current_connection() -> Connection:
    """Where the visitor's next video is made: Giggle when there is a key, unless the visitor chose the demo studio."""
    if session.chosen_studio() == "demo":
        return demo_connection()
    return giggle_connection() or demo_connection()


def connection_for(project_id: str) -> Connection | None:
    """Where this project lives; None when that is Giggle and there is no key to ask with, or no such number."""
    giggle = _at_giggle(project_id)
    # Who points GIGGLE_API_BASE at a demo studio of their own, to rehearse, has demo projects over there.
    is_rehearsal = giggle is not None and giggle.studio != GIGGLE
    return demo_connection() if is_demo_project(project_id) and not is_rehearsal else giggle


def _at_giggle(project_id: str) -> Connection | None:
    """What this visitor may look at the project with, if it is at Giggle."""
    giggle = giggle_connection()
    if not setting("GIGGLE_API_KEY") or (giggle is not None and giggle.loan is None and not session.api_key()):
        return giggle
    # What was begun with the owner's key can be watched by whoever has its number, and changed by who began it.
    visitor = gate.visitor()
    loan = Loan(visitor.name, _caps(), is_owner=visitor.is_owner) if visitor is not None else Loan("", _caps())
    if visitor is None or visitor.name:
        lent = _lent(loan)
        if _was_begun_here(project_id, lent):
            return lent
        if giggle is not None and giggle.loan is not None:
            return _lent(replace(loan, is_foreign=True))
    return giggle


def _giggle() -> GiggleStudio:
    base_url = setting("GIGGLE_API_BASE")
    return GiggleStudio(base_url) if base_url else GIGGLE


def _lent(loan: Loan | None) -> Connection:
    return Connection(_giggle(), setting("GIGGLE_API_KEY"), ledger_url(), loan)


def _caps() -> Caps:
    return Caps(**caps())


def _was_begun_here(project_id: str, connection: Connection) -> bool:
    try:
        ledger = connection.lent_ledger()
        return ledger is not None and bool(ledger.visitor_of(project_id))
    except LedgerUnavailable:
        return False


def last_known(project_id: str) -> Progress:
    """What the ledger knows of a project, without a look at it."""
    from mvapp.studio.ledger import payment_ledger  # noqa: PLC0415 - SQLAlchemy is slow to load and not needed to draw

    try:
        ledger = payment_ledger(ledger_url())
        record = ledger.project(project_id)
        return Progress(
            project_id,
            payment=ledger.latest(project_id),
            was_there=record is not None and record.is_made_here,
        )
    except LedgerUnavailable:
        return Progress(project_id)
