"""One's own song on its way to Giggle: ask where to, put it there, have it registered."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from typing import IO, TYPE_CHECKING

from mvclient.error_from_reply import error_from
from mvclient.lines import plain_address
from mvclient.operations import PRESIGN, REGISTER, put_file
from mvclient.progress_from_reply import plain_text
from mvclient.repeats import Rule
from mvclient.replies import Outcome, Reply
from mvclient.songs import clean_name, name_of, opened, song_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mvclient.repeats import Calls
    from mvclient.songs import Song, SongSource

_PRESIGN = _REGISTER = Rule((Outcome.NOT_SENT, Outcome.UNSURE))
_FRESH_ADDRESSES = 2
"""How often a signed address that is not taken is asked for again: it may have run out on a slow line."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that Giggle keeps."""

    asset_id: str
    """What a request names it by, such as `MVRequest.music_asset_id`."""
    name: str = ""
    """The name in Giggle's list."""
    type: str = ""
    """Giggle's word for what it is."""
    file_url: str = field(default="", repr=False)
    """A link to the file; may be signed."""


class Body:
    """A file that is read while it is sent; of several that read the same one, each has its own place in it."""

    def __init__(self, file: IO[bytes], size_bytes: int, lock: threading.Lock) -> None:
        self.size_bytes = size_bytes
        self.sent_bytes = 0
        self.goes_on: Callable[[], bool] = lambda: True
        self._file = file
        self._lock = lock

    def __len__(self) -> int:
        return self.size_bytes

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.read(2**16), b"")

    def read(self, size: int = 2**16) -> bytes:
        """Read the next bytes of the file, as large as it was when it was looked at."""
        with self._lock:
            if not self.goes_on():
                raise InterruptedError
            self._file.seek(self.sent_bytes)
            block = self._file.read(min(size, self.size_bytes - self.sent_bytes))
        if not block and self.sent_bytes < self.size_bytes:
            raise EOFError
        self.sent_bytes += len(block)
        return block


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a file can be put; both are secrets."""

    object_key: str = field(repr=False)
    signed_url: str = field(repr=False)


def upload(calls: Calls, source: SongSource, *, name: str, on_progress: Callable[[int, int], None] | None) -> Asset:
    """Send a song; see `MVTrusteeAPI.upload_asset`."""
    with opened(source) as file:
        song = song_in(file)
        name = clean_name(name) or name_of(source, song)
        for is_last in (False, True):
            object_key = _put(calls, file, song, name, on_progress)
            reply, was_lost = _registered(calls, object_key, name)
            asset = _asset_of(calls, reply, name)
            if asset is not None:
                return asset
            # What is registered already, by a call whose answer got lost, may be refused now and tells no id: anew.
            if is_last or not was_lost or reply.outcome is not Outcome.REFUSED:
                break
    raise error_from(reply, REGISTER)


def _put(calls: Calls, file: IO[bytes], song: Song, name: str, on_progress: Callable[[int, int], None] | None) -> str:
    """Put the file somewhere and return its name there; it may be put twice, and costs nothing."""
    lock = threading.Lock()
    failures = refusals = 0
    while True:
        place = _place(calls, name, song)
        body = Body(file, song.size_bytes, lock)

        def tell(sent_bytes: int) -> None:
            if on_progress is not None:
                on_progress(sent_bytes, song.size_bytes)

        reply = calls.transport.put(place.signed_url, body, song.content_type, tell)
        match reply.outcome:
            case Outcome.DONE:
                tell(song.size_bytes)
                return place.object_key
            case Outcome.KEY_REFUSED if refusals < _FRESH_ADDRESSES:
                refusals += 1
            case Outcome.NOT_SENT | Outcome.UNSURE if failures < calls.network_retries:
                failures += 1
                calls.sleep(calls.retry_delay_s)
            case outcome:
                is_no = outcome is Outcome.KEY_REFUSED
                reply = replace(reply, outcome=Outcome.REFUSED) if is_no else reply
                raise error_from(reply, put_file(song.size_bytes))


def _place(calls: Calls, name: str, song: Song) -> _Place:
    fields: dict[str, object] = {"file_name": name, "content_type": song.content_type, "is_public": True}
    reply: Reply = calls.again(lambda: calls.send(PRESIGN, fields), _PRESIGN)
    told = reply.data if reply.outcome is Outcome.DONE and isinstance(reply.data, dict) else {}
    object_key, signed_url = told.get("object_key"), plain_address(told.get("signed_url"), calls.transport.base_url)
    if isinstance(object_key, str) and object_key.strip() and signed_url:
        return _Place(object_key, signed_url)
    raise error_from(reply, PRESIGN)


def _registered(calls: Calls, object_key: str, name: str) -> tuple[Reply, bool]:
    """The answer to a registration, and whether one before it got lost."""
    answers: list[Outcome] = []

    def once() -> Reply:
        reply = calls.send(REGISTER, {"object_key": object_key, "name": name})
        answers.append(reply.outcome)
        return reply

    reply: Reply = calls.again(once, _REGISTER)
    return reply, Outcome.UNSURE in answers


def _asset_of(calls: Calls, reply: Reply, name: str) -> Asset | None:
    told = reply.data if reply.outcome is Outcome.DONE and isinstance(reply.data, dict) else {}
    asset_id = told.get("asset_id")
    if isinstance(asset_id, bool) or not isinstance(asset_id, (str, int)) or not str(asset_id).strip():
        return None
    clean = calls.transport.without_secrets
    file_url = told.get("file_url")
    return Asset(
        plain_text(asset_id),
        name=clean(plain_text(told.get("name"))) or name,
        type=clean(plain_text(told.get("type"))),
        file_url=file_url if isinstance(file_url, str) else "",
    )
