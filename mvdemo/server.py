"""The HTTP server: uvicorn in a thread of its own, without signal handlers or an access log."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import sys
import threading
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from mvdemo.problem import address_problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Scope

GRACE_S = 1.0
"""Seconds that open connections get when the server stops; then they are hung up on."""

LAST_RESORT_S = 10
NO_LINGER = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
MOST_PORT = 65_535


class QuietProtocol(H11Protocol):
    """HTTP/1.1 without an access log (it would hold signatures), and with a way to hang up on a caller."""

    _lines: ClassVar[dict[tuple[object, ...], asyncio.Transport]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - uvicorn's own
        super().__init__(*args, **kwargs)
        self.access_log = False
        self._line: tuple[object, ...] = ()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn's own is narrower
        """Remember the line, so that `hang_up` finds it."""
        super().connection_made(transport)
        self._line = _line(transport.get_extra_info("sockname"), transport.get_extra_info("peername"))
        self._lines[self._line] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the line."""
        self._lines.pop(self._line, None)
        super().connection_lost(exc)

    @classmethod
    def hang_up(cls, scope: Scope, *, ending: Literal["at once", "politely", "reset"]) -> None:
        """Close the connection of a request: at once, politely (after what was already said), or with a reset."""
        transport = cls._lines.get(_line(scope["server"], scope["client"]))
        if transport is None:
            return
        if ending == "reset":
            # A line that may not linger is not closed, it is broken off.
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
        (transport.close if ending == "politely" else transport.abort)()


def _line(ours: Sequence[object], theirs: Sequence[object]) -> tuple[object, ...]:
    return (ours[1], *theirs[:2])


class _AnnouncingServer(uvicorn.Server):
    """A server that says when it is ready, and ends as soon as it is asked to."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._loop = asyncio.get_running_loop()
        self._ending = asyncio.Event()
        self.is_ready.set()

    async def main_loop(self) -> None:
        # uvicorn's own loop looks ten times a second whether it should end; ten of its ticks are a second.
        ticks = 0
        while not await self.on_tick(ticks):
            ticks += 10
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ending.wait(), timeout=1)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # A paused player holds its line open for hours; uvicorn alone would end it with a traceback.
        self._loop.call_later(GRACE_S, self._hang_up_on_everybody)
        await super().shutdown(sockets)

    def _hang_up_on_everybody(self) -> None:
        for connection in list(self.server_state.connections):
            if isinstance(connection, QuietProtocol):
                connection.transport.abort()

    def end(self) -> None:
        """Ask the server to stop, from any thread."""
        self.should_exit = True
        self._loop.call_soon_threadsafe(self._ending.set)


class Server:
    """One server on one address; the port is taken at once, so `port` is the real one, also for 0.

    Raises StudioProblem if it cannot be had.
    """

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            # Asked first, because a socket that was made for a name nobody can look up is never closed.
            socket.getaddrinfo(host, 0, family)
            self._socket = socket.create_server((host, port), family=family)
        except (OSError, UnicodeError) as problem:
            raise address_problem(host, port, problem) from None
        self.port: int = self._socket.getsockname()[1]
        self._server = _AnnouncingServer(
            uvicorn.Config(
                app,
                http=QuietProtocol,
                ws="none",
                loop="asyncio",
                lifespan="off",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=LAST_RESORT_S,
            )
        )
        self._thread = threading.Thread(target=self._run, name="mvdemo-server", daemon=True)

    def start(self) -> None:
        """As soon as requests are answered."""
        self._thread.start()
        if not self._server.is_ready.wait(timeout=30):
            raise RuntimeError("The demo studio's server did not start.")

    def stop(self) -> None:
        """Finish what is being answered, for a second at most, and free the port."""
        if self._thread.is_alive():
            self._server.end()
            self._thread.join(timeout=2 * LAST_RESORT_S)
        self._socket.close()

    def _run(self) -> None:
        self._server.run(sockets=[self._socket])
