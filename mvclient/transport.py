"""The one gate for HTTP: the key, the deadlines, the envelope, and what was surely not sent.

`Transport.send` never raises for what happens on the way: it returns a `Reply` whose `outcome` is one column of the
table of what may be repeated. Where it cannot know whether Giggle got the call, it says `UNSURE`.
"""

from __future__ import annotations

import io
import json
import re
import threading
import time
from typing import TYPE_CHECKING, Any

import requests

from mvclient.errors import ConfigurationError
from mvclient.lines import in_words, new_session, way_to, what_it_proves
from mvclient.replies import Outcome, Reply, read_reply

if TYPE_CHECKING:
    from mvclient.operations import Operation

MAX_REPLY_BYTES = 4 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024


class Transport:
    """Sends calls with one key to one address."""

    def __init__(self, base_url: str, key: str) -> None:
        self.base_url = _checked_base_url(base_url)
        self._key = _checked_key(key)
        self._way = way_to(self.base_url)
        self._session = new_session(self._key, self._way)

    def __reduce__(self) -> tuple[Any, ...]:
        """Refuse to be pickled, because the key would go along."""
        raise TypeError("A connection to Giggle holds the key and cannot be pickled.")

    def __repr__(self) -> str:
        """Show the address only."""
        return f"Transport({self.base_url!r})"

    def send(self, operation: Operation, fields: dict[str, Any]) -> Reply:
        """Make one call and return what is known of it, within the operation's total deadline of real time."""
        call = _Call(self, operation, fields)
        # No pair of timeouts bounds a server that drips its headers, so the call runs in a thread of its own and is
        # left behind at the deadline.
        thread = threading.Thread(target=call.run, name=f"giggle-{operation.name}", daemon=True)
        try:
            thread.start()
        except RuntimeError:
            return Reply(Outcome.NOT_SENT, detail="no thread left on this machine")
        if not call.finished.wait(operation.deadline.total_s):
            call.is_abandoned = True
            return Reply(Outcome.UNSURE, detail=f"no whole answer within {operation.deadline.total_s:g} s")
        return call.reply

    def session(self, operation: Operation) -> requests.Session:
        """The session for a call."""
        return new_session(self._key, self._way) if operation.fresh_connection else self._session

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
    """One call on its way, in its own thread."""

    def __init__(self, transport: Transport, operation: Operation, fields: dict[str, Any]) -> None:
        self._transport = transport
        self._operation = operation
        self._fields = fields
        self._ends_at = time.monotonic() + operation.deadline.total_s
        self.reply = Reply(Outcome.UNSURE, detail="the call was interrupted")
        self.finished = threading.Event()
        self.is_abandoned = False

    def run(self) -> None:
        try:
            self.reply = self._reply()
        except Exception as error:  # noqa: BLE001 - whatever a broken reply raises, nobody knows what Giggle did
            self.reply = Reply(Outcome.UNSURE, detail=type(error).__name__)
        finally:
            self.finished.set()

    def _reply(self) -> Reply:
        operation = self._operation
        session = self._transport.session(operation)
        try:
            prepared = session.prepare_request(self._prepared_from())
        except Exception as error:  # noqa: BLE001 - nothing was sent yet, so it can never be sent
            return Reply(Outcome.MISCONFIGURED, detail=type(error).__name__)
        try:
            with session.send(
                prepared,
                timeout=(operation.deadline.connect_s, operation.deadline.read_s),
                allow_redirects=False,  # a redirect would carry the key to another host, a 307 the body too
                stream=True,
            ) as response:
                body = self._read_body(response)
                return self._understood(response, body)
        except Exception as error:  # noqa: BLE001 - sorted by what it proves
            return Reply(what_it_proves(error), detail=in_words(error))
        finally:
            if operation.fresh_connection:
                session.close()

    def _prepared_from(self) -> requests.Request:
        operation = self._operation
        url = self._transport.base_url + operation.path
        if operation.method == "GET":
            return requests.Request("GET", url, params=self._fields)
        # As a file, the body is sent in blocks; in one piece it had to fit into the connect timeout.
        body = io.BytesIO(json.dumps(self._fields).encode("ascii"))
        return requests.Request(operation.method, url, data=body, headers={"Content-Type": "application/json"})

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

    def _understood(self, response: requests.Response, body: bytes | None) -> Reply:
        return read_reply(
            response.status_code,
            body,
            retry_after=response.headers.get("Retry-After"),
            date=response.headers.get("Date"),
            clean=self._transport.without_secrets,
        )


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
