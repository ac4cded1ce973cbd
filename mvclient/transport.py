"""The one gate for HTTP: the key, the deadlines, the envelope, and what was surely not sent.

`Transport.send` never raises for what happens on the way: it returns a `Reply` whose `outcome` is one column of the
table of what may be repeated. Where it cannot know whether Giggle got the call, it says `UNSURE`.
"""

from __future__ import annotations

import io
import json
import math
import re
import threading
import time
from abc import abstractmethod
from typing import IO, TYPE_CHECKING, Any, cast

import requests

from mvclient.errors import ConfigurationError
from mvclient.lines import in_words, new_session, unlogged, way_to, what_it_proves
from mvclient.operations import get_file, put_file
from mvclient.replies import Outcome, Reply, file_outcome, read_reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvclient.operations import Operation
    from mvclient.uploading import Body

MAX_REPLY_BYTES = 4 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024
_TELL_EVERY_S = 0.2
"""How often somebody hears how much of a file went."""


class Transport:
    """Sends calls with one key to one address."""

    def __init__(self, base_url: str, key: str) -> None:
        self.base_url = _checked_base_url(base_url)
        self._key = _checked_key(key)
        self._way = way_to(self.base_url)
        self._session = new_session(self._way, self._key)

    def __reduce__(self) -> tuple[Any, ...]:
        """Refuse to be pickled, because the key would go along."""
        raise TypeError("A connection to Giggle holds the key and cannot be pickled.")

    def __repr__(self) -> str:
        """Show the address only."""
        return f"Transport({self.base_url!r})"

    def send(self, operation: Operation, fields: dict[str, Any]) -> Reply:
        """Make one call and return what is known of it, within the operation's total deadline of real time."""
        return _Ask(self, operation, fields).made()

    def put(self, address: str, body: Body, content_type: str, on_progress: Callable[[int], None]) -> Reply:
        """Put a file to a signed address, without the key; `on_progress` hears the bytes that went, in this thread."""
        return _Put(self, address, body, content_type).made(
            lambda: on_progress(body.sent_bytes), tell_every_s=_TELL_EVERY_S
        )

    def fetch(self, address: str, file: IO[bytes], on_progress: Callable[[int, int], None]) -> Reply:
        """Write what is at a signed address into a file; `on_progress` hears the bytes that came, and of how many."""
        call = _Fetch(self, address, file)
        return call.made(lambda: on_progress(call.got_bytes, call.size_bytes), tell_every_s=_TELL_EVERY_S)

    def session(self, operation: Operation) -> requests.Session:
        """The session for a call."""
        return new_session(self._way, self._key) if operation.fresh_connection else self._session

    def without_secrets(self, text: str) -> str:
        """Take the key and every link's query out of Giggle's words, which may be cut off anywhere."""
        if len(self._key) >= _SHORTEST_SECRET:
            text = text.replace(self._key, "…")
            for length in range(len(self._key) - 1, _TELLING_PART - 1, -1):
                text = text.removesuffix(self._key[:length])
        return _SIGNED.sub(r"\1=…", _LINK_QUERY.sub(r"\1?…", text))


_SHORTEST_SECRET = 4
"""A shorter key is a word of every sentence."""
_TELLING_PART = 8
"""So many first characters of a key tell something of it."""
_SIGNED = re.compile(r"\b(Signature|Policy|Key-Pair-Id)=[^&\s\"'<>]+", re.IGNORECASE)
_LINK_QUERY = re.compile(r"(https?://[^\s?\"'<>]+)\?[^\s\"'<>]*", re.IGNORECASE)


class _Call:
    """One call on its way, in a thread of its own, which is left behind at the deadline.

    No pair of timeouts bounds a server that drips its headers.
    """

    def __init__(self, transport: Transport, operation: Operation) -> None:
        self._transport = transport
        self._operation = operation
        self._ends_at = 0.0
        self.reply = Reply(Outcome.UNSURE, detail="the call was interrupted")
        self.finished = threading.Event()
        self.is_abandoned = False

    def made(self, on_wait: Callable[[], None] = lambda: None, *, tell_every_s: float = math.inf) -> Reply:
        """Make it and return what is known of it; `on_wait` is called now and then meanwhile."""
        total_s = self._operation.deadline.total_s
        self._ends_at = time.monotonic() + total_s
        thread = threading.Thread(target=self.run, name=f"giggle-{self._operation.name}", daemon=True)
        try:
            thread.start()
        except RuntimeError:
            return Reply(Outcome.NOT_SENT, detail="no thread left on this machine")
        try:
            while not self.finished.wait(min(left_s := self._ends_at - time.monotonic(), tell_every_s)):
                if left_s <= tell_every_s:
                    self.is_abandoned = True
                    return Reply(Outcome.UNSURE, detail=f"no whole answer within {total_s:g} s")
                on_wait()
        except BaseException:
            self.is_abandoned = True  # whoever waited does not any more
            raise
        return self.reply

    def run(self) -> None:
        try:
            self.reply = self._reply()
        except Exception as error:  # noqa: BLE001 - whatever a broken reply raises, nobody knows what Giggle did
            self.reply = Reply(Outcome.UNSURE, detail=type(error).__name__)
        finally:
            self.finished.set()

    def _reply(self) -> Reply:
        operation = self._operation
        try:
            session = self._session()
            prepared = self._prepared(session)
        except Exception as error:  # noqa: BLE001 - nothing was sent yet, so it can never be sent
            return Reply(Outcome.MISCONFIGURED, detail=type(error).__name__)
        try:
            with session.send(
                prepared,
                timeout=(operation.deadline.connect_s, operation.deadline.read_s),
                allow_redirects=False,  # a redirect would carry the key to another host, a 307 the body too
                stream=True,
            ) as response:
                return self._understood(response)
        except Exception as error:  # noqa: BLE001 - sorted by what it proves
            return Reply(what_it_proves(error), detail=in_words(error))
        finally:
            if operation.fresh_connection:
                session.close()

    def _session(self) -> requests.Session:
        return self._transport.session(self._operation)

    @abstractmethod
    def _prepared(self, session: requests.Session) -> requests.PreparedRequest: ...

    @abstractmethod
    def _understood(self, response: requests.Response) -> Reply: ...


class _Ask(_Call):
    """One call of the API."""

    def __init__(self, transport: Transport, operation: Operation, fields: dict[str, Any]) -> None:
        super().__init__(transport, operation)
        self._fields = fields

    def _prepared(self, session: requests.Session) -> requests.PreparedRequest:
        operation = self._operation
        url = self._transport.base_url + operation.path
        if operation.method == "GET":
            return session.prepare_request(requests.Request("GET", url, params=self._fields))
        # As a file, the body is sent in blocks; in one piece it had to fit into the connect timeout.
        body = io.BytesIO(json.dumps(self._fields).encode("ascii"))
        headers = {"Content-Type": "application/json"}
        return session.prepare_request(requests.Request(operation.method, url, data=body, headers=headers))

    def _understood(self, response: requests.Response) -> Reply:
        return read_reply(
            response.status_code,
            self._read_body(response),
            retry_after=response.headers.get("Retry-After"),
            date=response.headers.get("Date"),
            clean=self._transport.without_secrets,
        )

    def _read_body(self, response: requests.Response) -> bytes | None:
        """Read at most 4 MiB before the deadline; None when there is more or it breaks off."""
        body = bytearray()
        try:
            for chunk in response.iter_content(_CHUNK_BYTES if "content-length" in response.headers else 4096):
                body += chunk
                if len(body) > MAX_REPLY_BYTES or self.is_abandoned or time.monotonic() > self._ends_at:
                    return None
        except Exception:  # noqa: BLE001 - half a body is no answer, whatever broke it
            return None
        return bytes(body)


class _OfAFile(_Call):
    """A file on its way to or from a signed address, which is a secret, of a server that is none of Giggle's API."""

    def __init__(self, transport: Transport, operation: Operation, address: str) -> None:
        super().__init__(transport, operation)
        self._address = address

    def run(self) -> None:
        with unlogged():  # at debug level urllib3 logs every address
            super().run()

    def _session(self) -> requests.Session:
        return new_session(way_to(self._address))

    def _addressed(self, prepared: requests.PreparedRequest) -> requests.PreparedRequest:
        prepared.url = self._address  # byte for byte: the signature is over it
        return prepared


class _Fetch(_OfAFile):
    """A file from a signed address."""

    def __init__(self, transport: Transport, address: str, file: IO[bytes]) -> None:
        super().__init__(transport, get_file(), address)
        self._file = file
        self.got_bytes = self.size_bytes = 0

    def _prepared(self, session: requests.Session) -> requests.PreparedRequest:
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
        return self._addressed(session.prepare_request(requests.Request("GET", self._address, headers=headers)))

    def _understood(self, response: requests.Response) -> Reply:
        status = response.status_code
        outcome = file_outcome(status)
        if outcome is not Outcome.DONE:
            return Reply(outcome, status, detail=f"HTTP {status}")
        length = response.headers.get("Content-Length", "")
        self.size_bytes = int(length) if length.isdecimal() else 0
        for chunk in response.iter_content(_CHUNK_BYTES):
            if self.is_abandoned:
                break
            try:
                self._file.write(chunk)
            except (OSError, ValueError) as error:
                return Reply(Outcome.MISCONFIGURED, status, detail=type(error).__name__)
            self.got_bytes += len(chunk)
        return Reply(Outcome.DONE, status)


class _Put(_OfAFile):
    """A file to a signed address."""

    def __init__(self, transport: Transport, address: str, body: Body, content_type: str) -> None:
        super().__init__(transport, put_file(body.size_bytes), address)
        self._body = body
        self._content_type = content_type
        body.goes_on = lambda: not self.is_abandoned

    def _prepared(self, session: requests.Session) -> requests.PreparedRequest:
        headers = {"Content-Type": self._content_type, "Accept": "*/*"}
        request = requests.Request("PUT", self._address, data=cast("Any", self._body), headers=headers)
        return self._addressed(session.prepare_request(request))

    def _understood(self, response: requests.Response) -> Reply:
        return Reply(file_outcome(response.status_code), response.status_code, detail=f"HTTP {response.status_code}")


def _checked_key(key: str) -> str:
    key = key.strip()
    # requests prints a key with a line break in its exception.
    if not re.fullmatch(r"[\x21-\x7e]+", key):
        raise ConfigurationError(
            "The API key may hold only plain letters, digits and signs, without spaces.",
            advice="Copy the key again from giggle.pro. Nothing was sent.",
        )
    return key


def _checked_base_url(base_url: str) -> str:
    text = base_url.strip().rstrip("/")
    if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", text, re.IGNORECASE):
        raise ConfigurationError(
            "The address of the API must look like https://giggle.pro, without a question mark or a password.",
            advice="Correct base_url or GIGGLE_API_BASE. Nothing was sent.",
        )
    return text
