"""Who may use the owner's key: the one place that decides, asked wherever that key is read or spends something.

Closed by default, and whatever goes wrong here is a no. Neither the peer's address nor the Host header proves that
somebody sits at this machine, because a proxy on it brings everybody from there. Who is out has the demo studio, and
can always bring a key of their own.
"""

import hmac
import logging
import secrets
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import scrypt, sha256
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from mvapp import session
from mvapp.studio.configuration import OPEN_TO_ALL, addresses, has_login, passcode, setting

QUERY: Final = "way_in"
"""What the link in the terminal carries."""
_KEPT_DAYS: Final = 30
_MOST_WRONG_TRIES: Final = 20
_CLOSED_AFTER_THEM_S: Final = 300.0
_FORWARDED: Final = ("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Visitor:
    """Somebody who may use the owner's key."""

    name: str
    """How the ledger calls them: "login:<address>", or a way and the digest of a secret that their browser keeps; ""
    at the owner's own desk, where nothing is counted."""
    is_owner: bool = False


@dataclass(frozen=True)
class Ways:
    """The ways in that the owner has opened."""

    login: bool
    passcode: bool
    everybody: bool

    @property
    def any(self) -> bool:
        """Whether there is one; then nobody is let in for being near."""
        return self.login or self.passcode or self.everybody


def ways() -> Ways:
    """The ways in."""
    return Ways(
        login=has_login() and bool(addresses("MV_GUESTS") or addresses("MV_OWNERS")),
        passcode=bool(passcode("MV_PASSCODE") or passcode("MV_OWNER_PASSCODE")),
        everybody=setting("MV_OPEN_TO") == OPEN_TO_ALL,
    )


def lends() -> bool:
    """Whether the key is for others too, and not only for who sits at this machine."""
    return ways().any or not _listens_here_only()


def visitor() -> Visitor | None:
    """Who may use the owner's key in this session, at this moment; None for who may not."""
    try:
        return _logged_in() or _by_token() or _at_the_desk() or _anybody()
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is a no
        _log.warning("The gate stays closed (%s).", type(error).__name__)
        return None


def is_welcome(name: str) -> bool:
    """Whether a visitor may still spend, by the settings of this moment; asked by any thread."""
    way, _, who = name.partition(":")
    if way == "login":
        return has_login() and who in addresses("MV_GUESTS") | addresses("MV_OWNERS")
    if way == "open":
        return ways().everybody
    return any(way == _way_of(kind, secret) for kind, secret in _secrets().items())


def try_passcode(typed: str) -> bool:
    """Let this browser in if the passcode is right; see `is_resting`."""
    digest = sha256(typed.strip().encode()).digest()
    fitting: list[str] = []

    def compare() -> bool:
        for kind, secret in _secrets().items():
            if kind != "link" and hmac.compare_digest(digest, sha256(secret.encode()).digest()):
                fitting.append(kind)
        return bool(fitting)

    if not _tries.is_right(compare):
        return False
    session.set_way_in(_token(fitting[-1], secrets.token_hex(16)))
    return True


def is_resting() -> bool:
    """Whether so many passcodes were wrong that none is tried for some minutes, whoever types it."""
    return _tries.are_over()


def take_link() -> None:
    """Let this browser in by the link in the terminal, and take the link's secret out of the address."""
    told = st.query_params.get(QUERY, "")
    if not told:
        return
    del st.query_params[QUERY]
    if not ways().any and _tries.is_right(lambda: hmac.compare_digest(told.encode(), _link().encode())):
        session.set_way_in(_token("link", secrets.token_hex(16)))


def tell_the_owner() -> None:
    """Print the link that lets a browser in, once, where there is a key and no other way to it."""
    if setting("GIGGLE_API_KEY") and lends() and not ways().any:
        _print_link()


def _logged_in() -> Visitor | None:
    if not ways().login or st.user.get("is_logged_in") is not True or st.user.get("email_verified") is not True:
        return None
    address = str(st.user.get("email") or "").strip().casefold()
    owners = addresses("MV_OWNERS")
    if address and address in addresses("MV_GUESTS") | owners:
        return Visitor(f"login:{address}", is_owner=address in owners)
    return None


def _by_token() -> Visitor | None:
    kind, _, rest = session.way_in().partition(".")
    identity, _, day_and_seal = rest.partition(".")
    secret = _secrets().get(kind)
    day = day_and_seal.partition(".")[0]
    if not secret or not identity or not day.isdecimal():
        return None
    is_ours = hmac.compare_digest(session.way_in().encode(), _token(kind, identity, day).encode())
    if not is_ours or not 0 <= _today() - int(day) <= _KEPT_DAYS:
        return None
    return Visitor(f"{_way_of(kind, secret)}:{_digest(identity)}", is_owner=kind in ("owner", "link"))


def _at_the_desk() -> Visitor | None:
    if ways().any or not _listens_here_only() or _comes_from_elsewhere(st.context.headers):
        return None
    return Visitor("", is_owner=True)


def _anybody() -> Visitor | None:
    if not ways().everybody:
        return None
    kind, _, identity = session.way_in().partition(".")
    if kind != "open" or not identity:
        identity = secrets.token_hex(16)
        session.set_way_in(f"open.{identity}")
    return Visitor(f"open:{_digest(identity)}")


def _secrets() -> dict[str, str]:
    """What each kind of token is sealed with; kinds without a secret are not there."""
    found = {"pass": passcode("MV_PASSCODE"), "owner": passcode("MV_OWNER_PASSCODE")}
    if not ways().any:
        found["link"] = _link()
    return {kind: secret for kind, secret in found.items() if secret}


def _token(kind: str, identity: str, day: str = "") -> str:
    day = day or str(_today())
    seal = hmac.new(_sealing_key(_secrets()[kind]), f"{kind}.{identity}.{day}".encode(), "sha256").hexdigest()
    return f"{kind}.{identity}.{day}.{seal}"


@cache
def _sealing_key(secret: str) -> bytes:
    # Whoever steals a token cannot guess the passcode from it at any useful speed.
    return scrypt(secret.encode(), salt=b"mv-studio way in", n=2**14, r=8, p=1)


def _way_of(kind: str, secret: str) -> str:
    """Named after the secret too: who came in by a passcode that has been changed since is out."""
    return f"{kind}-{_sealing_key(secret)[:4].hex()}"


def _digest(identity: str) -> str:
    return sha256(identity.encode()).hexdigest()[:32]


def _today() -> int:
    return int(time.time() // 86_400)


@cache
def _link() -> str:
    return secrets.token_urlsafe(24)


@cache
def _print_link() -> None:
    host = st.get_option("browser.serverAddress") or "localhost"
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    place = f"http://{host}:{st.get_option('server.port')}/{base + '/' if base else ''}"
    words = "Videos with the key of this app are made by who opens this link, in this browser and no other:"
    print(f"\n  {words}\n  {place}?{QUERY}={_link()}\n", file=sys.stderr, flush=True)  # noqa: T201 - for the terminal


def _listens_here_only() -> bool:
    return _is_loopback(str(st.get_option("server.address") or ""))


def _comes_from_elsewhere(headers: Mapping[str, str]) -> bool:
    """Whether a proxy or another site had a hand in it; one that hides it is no reason to trust who is behind."""
    named = {name.casefold(): value for name, value in headers.items()}
    if any(name in _FORWARDED or name.startswith("x-forwarded") for name in named):
        return True
    hosts = [urlsplit(f"//{named['host']}").hostname] if "host" in named else []
    hosts += [urlsplit(named["origin"]).hostname] if "origin" in named else []
    return not all(_is_loopback(host or "") for host in hosts)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class _Tries:
    """The wrong passcodes of everybody: a session costs nothing, so they are not counted by session."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._wrong: deque[float] = deque()

    def are_over(self) -> bool:
        """Whether no more is tried for now."""
        with self._lock:
            return self._are_over()

    def is_right(self, compare: Callable[[], bool]) -> bool:
        """Try one."""
        with self._lock:
            if self._are_over():
                return False
            if compare():
                return True
            self._wrong.append(self._clock())
            return False

    def _are_over(self) -> bool:
        while self._wrong and self._clock() - self._wrong[0] > _CLOSED_AFTER_THEM_S:
            self._wrong.popleft()
        return len(self._wrong) >= _MOST_WRONG_TRIES


_tries: Final = _Tries()
