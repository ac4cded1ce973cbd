"""Answers that break off, never come, or take their time."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from starlette.responses import Response

from mvdemo.server import QuietProtocol

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

MOST_CRUMBS = 500


class Dropped(Response):
    """No answer at all, after so many seconds; the line is closed (FIN) or broken off (RST)."""

    def __init__(self, *, after_s: float = 0.0, is_reset: bool = False) -> None:
        super().__init__()
        self._after_s = after_s
        self._is_reset = is_reset

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - as ASGI calls it
        """Wait, then end the line."""
        with contextlib.suppress(TimeoutError):
            # Ends early when the caller, or the closing server, hangs up first.
            await asyncio.wait_for(_hung_up(receive), self._after_s)
        QuietProtocol.hang_up(scope, ending="reset" if self._is_reset else "at once")
        await _hung_up(receive)


class Half(Response):
    """An answer that ends before its announced length."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say half of it, then close the line."""
        body = bytes(self.body)
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        QuietProtocol.hang_up(scope, ending="politely")
        await _hung_up(receive)


class Dripping(Response):
    """An answer whose body comes in crumbs, spread over so many seconds."""

    def __init__(self, body: bytes, *, over_s: float) -> None:
        super().__init__(body, media_type="application/json")
        self._over_s = over_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - as ASGI calls it
        """Send crumb after crumb."""
        body = bytes(self.body)
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        size = max(1, len(body) // MOST_CRUMBS)
        pause_s = self._over_s * size / len(body)
        for start in range(0, len(body), size):
            try:
                await asyncio.wait_for(_hung_up(receive), pause_s)
            except TimeoutError:
                await send({"type": "http.response.body", "body": body[start : start + size], "more_body": True})
            else:
                return
        await send({"type": "http.response.body", "body": b""})


async def _hung_up(receive: Receive) -> None:
    # Until the server knows that the line is gone, it would send an error page of its own.
    while (await receive())["type"] != "http.disconnect":
        pass
