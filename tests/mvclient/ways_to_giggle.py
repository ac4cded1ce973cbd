"""What can stand between a client and Giggle: TLS, and a company's proxy."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

HOST = "giggle.test"
"""A name that only the proxy can find."""


class Doorkeeper:
    """Listens on a port of this machine and meets every visitor in a thread of its own; a context manager."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._lines: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in self._lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)

    def meet(self, visitor: socket.socket) -> None:
        """Talk to one visitor."""

    def _accept(self) -> None:
        while True:
            try:
                visitor, _ = self._listener.accept()
            except OSError:
                return
            self._lines.append(visitor)
            thread = threading.Thread(target=self._serve, args=(visitor,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, visitor: socket.socket) -> None:
        with visitor, contextlib.suppress(OSError):
            self.meet(visitor)

    def hand_on(self, visitor: socket.socket, port: int) -> None:
        """Carry bytes to and fro until one side has had enough."""
        with socket.create_connection(("127.0.0.1", port)) as target:
            back = threading.Thread(target=_carry, args=(target, visitor), daemon=True)
            back.start()
            _carry(visitor, target)
            back.join(10)


class TLSDoor(Doorkeeper):
    """Speaks TLS and hands on what was said."""

    def __init__(self, context: ssl.SSLContext, port: int) -> None:
        self._context, self._port = context, port
        super().__init__()

    def meet(self, visitor: socket.socket) -> None:
        with self._context.wrap_socket(visitor, server_side=True) as talk:
            self.hand_on(talk, self._port)


class Proxy(Doorkeeper):
    """A proxy that leads every tunnel to one port, whatever host was asked for."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.asked: list[str] = []
        """The whole head of each request it got."""
        self.answer: Callable[[socket.socket], None] | None = None
        """What it does instead of leading anywhere."""
        super().__init__()
        self.url = f"http://127.0.0.1:{self.port}"

    def meet(self, visitor: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            said = visitor.recv(1)
            if not said:
                return
            head += said
        self.asked.append(head.decode("latin-1"))
        if self.answer is not None:
            self.answer(visitor)
            return
        visitor.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self.hand_on(visitor, self._port)


def _carry(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while said := source.recv(65536):
            target.sendall(said)
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
