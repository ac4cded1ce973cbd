"""The line to Giggle: through which proxy, trusting whose certificates, and what it proves when it breaks.

What the machine says in `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`, `REQUESTS_CA_BUNDLE`, `CURL_CA_BUNDLE` and
`SSL_CERT_FILE` is obeyed for https only: there a proxy gets a CONNECT, and the key stays inside TLS.
"""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import os
import re
import ssl
import threading
import urllib.parse
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any

import requests
import urllib3
import urllib3.connection
import urllib3.exceptions

from mvclient.errors import ConfigurationError
from mvclient.replies import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_USER_AGENT = "mv-studio"
_MAX_ADDRESS_CHARACTERS = 8192
_PLAIN_ADDRESS = re.compile(r"https?://[\w.:\[\]-]+/[!$-\[\]-~]*", re.ASCII)
"""Nothing in it that two readers may read as two hosts: no user, no backslash, no blank, no fragment."""
_CA_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


@dataclass(frozen=True, slots=True)
class Way:
    """What the machine's settings say about the way to an address."""

    proxy: str = field(default="", repr=False)
    """Where to ask for a tunnel, empty for the straight way; may hold a password."""
    ca_bundle: str = ""
    """The file or folder of the certificates to trust, empty for the usual ones."""


def way_to(base_url: str) -> Way:
    """Read the machine's settings for an address.

    Raises:
        ConfigurationError: they can never work.
    """
    try:
        place = urllib.parse.urlsplit(base_url)
        host, _ = place.hostname or "", place.port
    except ValueError:  # the first call says that nobody can go to this address
        return Way()
    if place.scheme != "https":
        return Way()
    return Way("" if _is_this_machine(host) else _proxy_to(base_url), _ca_bundle())


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _proxy_to(base_url: str) -> str:
    proxy = (requests.utils.select_proxy(base_url, requests.utils.get_environ_proxies(base_url)) or "").strip()
    if not proxy:
        return ""
    anywhere = requests.Request("GET", "https://giggle.pro").prepare()
    with contextlib.suppress(Exception):  # whatever is wrong with it; its text may hold a password
        _Adapter().get_connection_with_tls_context(anywhere, True, proxies={"https": proxy})
        return proxy
    raise ConfigurationError(
        "The proxy that HTTPS_PROXY or ALL_PROXY names cannot be used.",
        advice=(
            "Correct the variable, or name Giggle's address in NO_PROXY to go without a proxy; "
            'a SOCKS proxy needs pip install "requests[socks]". Nothing was sent.'
        ),
    )


def _ca_bundle() -> str:
    name, path = next(((name, path) for name in _CA_BUNDLES if (path := os.environ.get(name, ""))), ("", ""))
    if not path or os.path.isdir(path):  # noqa: PTH112 - as it will be read, without a Path's tidying
        return path
    with contextlib.suppress(OSError):
        ssl.create_default_context(cafile=path)
        return path
    raise ConfigurationError(
        f"{name} names no file of certificates that can be read.",
        advice="Correct the variable or remove it. Nothing was sent.",
    )


class _NeverOpen(urllib3.exceptions.NewConnectionError):
    """The line was not open yet, so not a byte of a call was sent."""

    def __init__(self, connection: urllib3.connection.HTTPSConnection, why: str) -> None:
        super().__init__(connection, why)
        self.why = why


class _Connection(urllib3.connection.HTTPSConnection):
    """A connection that tells a broken tunnel or handshake from a broken call, which urllib3 does not."""

    def connect(self) -> None:
        try:
            super().connect()
        except ssl.SSLCertVerificationError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was, nothing was sent yet
            refusal = re.match(r"Tunnel connection failed: (\d{3})", str(error))
            why = refusal[1] if refusal else type(error).__name__
        else:
            return
        raise _NeverOpen(self, f"ProxyError: {why}" if self.proxy else why)


class _Pool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _Connection


class _Adapter(requests.adapters.HTTPAdapter):
    """Makes its https connections of our own kind, with a proxy and without."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - requests' own
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _telling(self.poolmanager.pool_classes_by_scheme)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> urllib3.ProxyManager:  # noqa: ANN401 - requests' own
        manager: urllib3.ProxyManager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = _telling(manager.pool_classes_by_scheme)
        return manager


def _telling(classes: Mapping[str, type]) -> dict[str, type]:
    return {scheme: _Pool if kind is urllib3.HTTPSConnectionPool else kind for scheme, kind in classes.items()}


class _Session(requests.Session):
    """A session that never looks where a redirect leads.

    Even with `allow_redirects=False` requests reads a redirect's whole body, without a limit, and its Location, which
    can raise anything.
    """

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002 - requests calls it
        return None


def new_session(way: Way, key: str = "") -> requests.Session:
    """A session that sends the key, if it gets one, and that no other setting of the machine reaches."""
    session = _Session()
    session.trust_env = False  # netrc would add a password, and a proxy for http would see the key
    if way.proxy:
        session.proxies = {"https": way.proxy}
    if way.ca_bundle:
        session.verify = way.ca_bundle
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    adapter = _Adapter(max_retries=0, pool_connections=1, pool_maxsize=8)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.headers.clear()
    session.headers.update(
        {
            **({"x-auth": key} if key else {}),
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
            "User-Agent": _USER_AGENT,
        }
    )
    return session


def plain_address(told: object, base_url: str) -> str:
    """An address of the web as it was told, if it is whole, names no user, and is no less private than Giggle's."""
    if not isinstance(told, str) or len(told) > _MAX_ADDRESS_CHARACTERS or not _PLAIN_ADDRESS.fullmatch(told):
        return ""
    try:
        parts = urllib.parse.urlsplit(told)
        can_be_found = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return ""
    is_private = parts.scheme == "https" or base_url.lower().startswith("http:")
    return told if can_be_found and is_private else ""


_unlogged = threading.local()


def _may_be_logged(_record: logging.LogRecord) -> bool:
    return not getattr(_unlogged, "is_on", False)


logging.getLogger("urllib3.connectionpool").addFilter(_may_be_logged)


@contextlib.contextmanager
def unlogged() -> Iterator[None]:
    """Keep what this thread does out of urllib3's log, which writes down whole addresses."""
    _unlogged.is_on = True
    try:
        yield
    finally:
        _unlogged.is_on = False


def what_it_proves(error: BaseException) -> Outcome:
    """Sort an exception by what it proves; anything not known to prove "not sent" proves nothing."""
    # InvalidURL and its like are no proof here: a redirect's broken Location and a broken header of the answer raise
    # them too, with the call already processed.
    reason = _reason(error)
    if isinstance(reason, ssl.SSLCertVerificationError):
        return Outcome.MISCONFIGURED
    if isinstance(reason, urllib3.exceptions.ConnectTimeoutError):  # and NewConnectionError below it
        return Outcome.NOT_SENT
    return Outcome.UNSURE


def in_words(error: BaseException) -> str:
    """Name what broke, by the kinds of exceptions only: their texts hold addresses, proxies and passwords."""
    reason = _reason(error)
    if isinstance(reason, _NeverOpen):
        return reason.why
    if isinstance(reason, ssl.SSLCertVerificationError):
        # Such as "certificate has expired", which a wrong clock says too.
        return f"SSLCertVerificationError: {reason.verify_message}"
    return type(reason).__name__


def _reason(error: BaseException) -> BaseException:
    """Unwrap what requests and urllib3 wrapped."""
    reason: object = error
    if isinstance(error, requests.exceptions.RequestException) and error.args:
        reason = error.args[0]
    if isinstance(reason, urllib3.exceptions.MaxRetryError):
        reason = reason.reason
    if isinstance(reason, urllib3.exceptions.ProxyError):
        # Of itself no proof: a tunnel that breaks while Giggle acts is told as one too.
        reason = reason.original_error
    if isinstance(reason, urllib3.exceptions.SSLError) and reason.args:
        reason = reason.args[0]
    return reason if isinstance(reason, BaseException) else error
