"""How much of all visitors' uploads may be in memory at a time; Streamlit bounds each one, and not their number."""

import re
from collections import Counter
from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import Runtime, exists
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

MEGABYTE: Final = 1024 * 1024
RETRY_S: Final = 30
_UPLOAD: Final = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+$")


class UploadBudget:
    """Answers 503 to an upload that does not fit beside the others, and breaks off what grows beyond what it said.

    What is on its way counts by what has come of it, so that whoever sends slowly keeps nobody else out.
    """

    def __init__(self, app: ASGIApp, *, most_bytes: int, most_each_bytes: int) -> None:
        """`most_each_bytes`: of one session."""
        self._app = app
        self._most, self._most_each = most_bytes, most_each_bytes
        self._coming: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, if it fits."""
        found = _UPLOAD.search(scope["path"]) if scope["type"] == "http" and scope["method"] == "PUT" else None
        if found is None:
            await self._app(scope, receive, send)
            return
        session, length = found[1], _length(scope)
        # One that is too large by itself is refused by Streamlit, which says so; coming back would not help it.
        if length <= self._most_each and not self._has_room(session, length):
            told = PlainTextResponse("Too many uploads.", status_code=503, headers={"Retry-After": str(RETRY_S)})
            await told(scope, receive, send)
            return
        came = 0

        async def receive_counted() -> Message:
            nonlocal came
            message = await receive()
            size = len(message.get("body", b""))
            came += size
            self._coming[session] += size
            return message if self._has_room(session, 0) else {"type": "http.disconnect"}

        try:
            await self._app(scope, receive_counted, send)
        finally:
            self._coming[session] -= came
            if self._coming[session] <= 0:
                del self._coming[session]

    def _has_room(self, session: str, more_bytes: int) -> bool:
        kept = _kept()
        mine = kept[session] + self._coming[session] + more_bytes
        return mine <= self._most_each and kept.total() + self._coming.total() + more_bytes <= self._most


def _length(scope: Scope) -> int:
    told = dict(scope["headers"]).get(b"content-length", b"0")
    return int(told) if told.isdigit() else 0


def _kept() -> Counter[str]:
    """The bytes of each session that Streamlit keeps."""
    files = Runtime.instance().uploaded_file_mgr if exists() else None
    kept: Counter[str] = Counter()
    if isinstance(files, MemoryUploadedFileManager):
        for session, of_session in list(files.file_storage.items()):
            kept[session] = sum(len(file.data) for file in list(of_session.values()))
    return kept
