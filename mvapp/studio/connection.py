"""Where a video is made: at Giggle with the visitor's key, or in the demo studio of this machine."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from mvapp import session
from mvapp.studio.configuration import ledger_url, setting
from mvapp.studio.demo import DEMO_KEY, is_demo_project
from mvapp.studio.studios import DEMO, GIGGLE, GiggleStudio, Studio
from mvclient import LedgerUnavailable, MVTrusteeAPI, Progress


@dataclass(frozen=True)
class Connection:
    """One account at one studio; holds plain values only, so that threads can use it."""

    studio: Studio
    key: str = field(repr=False)
    """The API key; never shown, logged or written to disk."""
    ledger_url: str = field(repr=False)
    """Where payments are written down; may hold a database password."""

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
        from mvapp.studio.ledger import payment_ledger  # noqa: PLC0415 - SQLAlchemy is slow to load and not needed to draw

        ledger = payment_ledger(self.ledger_url)
        return MVTrusteeAPI(
            self.key,
            base_url=self.studio.base_url,
            poll_interval_s=self.studio.polls_every_s,
            network_retries=network_retries,
            ledger=ledger,
            sleep=sleep,
        )

    def project_of(self, token: str) -> str:
        """The project that came of a press of the button, by the ledger; "" when it never heard or cannot be read."""
        from mvapp.studio.ledger import payment_ledger  # noqa: PLC0415 - SQLAlchemy is slow to load and not needed to draw

        try:
            return payment_ledger(self.ledger_url).started(token)
        except LedgerUnavailable:
            return ""


def demo_connection() -> Connection:
    """The demo studio."""
    return Connection(DEMO, DEMO_KEY, ledger_url())


def giggle_connection(key: str = "") -> Connection | None:
    """Giggle with this key, else the session's, the secrets' or the environment's; None when there is none."""
    key = key or session.api_key() or setting("GIGGLE_API_KEY")
    base_url = setting("GIGGLE_API_BASE")
    studio = GiggleStudio(base_url) if base_url else GIGGLE
    return Connection(studio, key, ledger_url()) if key else None


def current_connection() -> Connection:
    """Where the visitor's next video is made: Giggle when there is a key, unless the visitor chose the demo studio."""
    if session.chosen_studio() == "demo":
        return demo_connection()
    return giggle_connection() or demo_connection()


def connection_for(project_id: str) -> Connection | None:
    """Where this project lives; None when that is Giggle and there is no key to ask with."""
    giggle = giggle_connection()
    # Who points GIGGLE_API_BASE at a demo studio of their own, to rehearse, has demo projects over there.
    is_rehearsal = giggle is not None and giggle.studio != GIGGLE
    return demo_connection() if is_demo_project(project_id) and not is_rehearsal else giggle


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
