"""Giggle on a real socket of this machine, as bad as a network and a server can be, and always honest afterwards.

`HostileGiggle.truth` is what happened, `received` is every request as it came, and `script(operation, *faults)` says
what the next answers of an operation suffer (see `hostile_faults`).
"""

import contextlib
import json
import socket
import struct
import threading
import urllib.parse
import uuid
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from fake_clock import FakeClock
from giggle_truth import Answer, GiggleTruth, success

OPERATIONS = {
    ("POST", "/api/v1/project/create"): "create",
    ("POST", "/api/v1/trustee_mode/mv/submit"): "submit",
    ("GET", "/api/v1/trustee_mode/mv/query"): "query",
    ("POST", "/api/v1/trustee_mode/mv/pay"): "pay",
    ("POST", "/api/v1/trustee_mode/mv/retry"): "retry",
    ("POST", "/api/v1/asset/get-presigned-url"): "presign",
    ("POST", "/api/v1/asset/register"): "register",
}


@dataclass(frozen=True)
class Received:
    """One request as it came."""

    operation: str
    method: str
    target: str
    headers: dict[str, str]
    fields: dict[str, Any]
    body: bytes


class Line:
    """The server's end of one connection."""

    def __init__(self, connection: socket.socket, closing: threading.Event) -> None:
        self.connection = connection
        self.closing = closing

    def write(self, contents: bytes) -> None:
        self.connection.sendall(contents)

    def drip(self, contents: bytes, *, every_s: float = 0.02) -> None:
        """Write byte for byte until it is all said or nobody listens."""
        for position in range(len(contents)):
            self.write(contents[position : position + 1])
            if self.closing.wait(every_s):
                return

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
        self.connection.close()

    def reset(self) -> None:
        """Close with a RST instead of a goodbye."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


@dataclass(frozen=True)
class Fault:
    """What happens to one call instead of its answer."""

    name: str
    act: Callable[[Line, bytes], None] = field(repr=False)
    """Gets the line and the whole answer that an honest server would give."""
    is_processed: bool = False
    """Whether the call has done its work before."""
    is_before_reading: bool = False

    def __str__(self) -> str:
        return f"{self.name}-{'after' if self.is_processed else 'before'}"


class HostileGiggle:
    """A context manager; `base_url` and `key` are for the client."""

    def __init__(self) -> None:
        self.key = f"key-{uuid.uuid4().hex}"
        self.truth = GiggleTruth((self.key,))
        self.received: list[Received] = []
        self.on_received: Callable[[Received], None] = lambda _request: None
        """Called when a request has come whole, before it is processed."""
        self.on_processed: dict[str, Callable[[], None]] = {}
        """Called when a call has done its work, before it is answered."""
        self.choose_fault: Callable[[str], Fault | None] | None = None
        """Says what each call suffers, in place of a script."""
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._always: dict[str, Fault] = {}
        self._lock = threading.RLock()
        self._closing = threading.Event()
        self._lines: set[Line] = set()
        self._is_shut = False
        self._listener = _listener(0)
        self.port = self._listener.getsockname()[1]
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.truth.storage_url = f"http://localhost:{self.port}/kept"
        self._accept_in_background()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._closing.set()
        self.shut_the_door()

    def script(self, operation: str, *faults: Fault) -> None:
        """Let the next calls of `operation` suffer these, one each."""
        self._faults[operation].extend(faults)

    def always(self, operation: str, fault: Fault) -> None:
        """Let every further call of `operation` suffer this."""
        self._always[operation] = fault

    def calls(self, operation: str) -> list[Received]:
        return [request for request in self.received if request.operation == operation]

    def counts(self) -> dict[str, int]:
        """How many calls of each operation came."""
        counts: dict[str, int] = {}
        for request in list(self.received):
            counts[request.operation] = counts.get(request.operation, 0) + 1
        return counts

    def shut_the_door(self) -> None:
        """Refuse every further connection."""
        with self._lock:
            self._is_shut = True
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            lines = list(self._lines)
        for line in lines:
            with contextlib.suppress(OSError):
                line.connection.shutdown(socket.SHUT_RD)

    def open_the_door(self) -> None:
        with self._lock:
            self._listener = _listener(self.port)
            self._is_shut = False
            self._accept_in_background()

    def shut_for_sleeps(self, clock: FakeClock, sleeps: int) -> None:
        """Refuse connections now, until somebody has slept so many times."""
        self.shut_the_door()
        left = [sleeps]

        def open_again() -> None:
            left[0] -= 1
            if left[0] == 0:
                self.open_the_door()

        clock.on_sleep.append(open_again)

    def _accept_in_background(self) -> None:
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(20)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line = Line(connection, self._closing)
        self._lines.add(line)
        try:
            while not self._closing.is_set() and self._serve_one(line) and not self._is_shut:
                pass
        except (OSError, ValueError):
            pass  # the client went away
        finally:
            self._lines.discard(line)
            line.connection.close()

    def _serve_one(self, line: Line) -> bool:
        """Answer one request; whether the connection may be used again."""
        head = _read_until_blank_line(line.connection)
        if not head:
            return False
        first, *header_lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ", 2)
        url = urllib.parse.urlsplit(target)
        operation = "put_file" if method == "PUT" else OPERATIONS.get((method, url.path), f"{method} {url.path}")
        fault = self._next_fault(operation)
        if fault is not None and fault.is_before_reading:
            fault.act(line, b"")
            return False
        headers = {name.strip().lower(): value.strip() for name, _, value in (h.partition(":") for h in header_lines)}
        body = _read_exactly(line.connection, int(headers.get("content-length", "0")))
        is_asked = body and operation != "put_file"
        fields = json.loads(body) if is_asked else dict(urllib.parse.parse_qsl(url.query))
        request = Received(operation, method, target, headers, fields, body)
        self.received.append(request)
        self.on_received(request)
        answer = success(None)
        if operation == "put_file":
            if fault is None or fault.is_processed:
                answer = self.truth.put(target, headers.get("content-type", ""), body)
        elif operation not in OPERATIONS.values():
            answer = Answer(404, {"code": 404, "msg": "no such call"})
        elif fault is None or fault.is_processed:
            answer = self.truth.answer(operation, fields, headers.get("x-auth", ""))
        self.on_processed.get(operation, lambda: None)()
        reply = http(answer.status, json.dumps(answer.envelope).encode())
        if fault is not None:
            fault.act(line, reply)
            return False
        line.write(reply)
        return True

    def _next_fault(self, operation: str) -> Fault | None:
        with self._lock:
            if self.choose_fault is not None:
                return self.choose_fault(operation)
            queue = self._faults[operation]
            return queue.popleft() if queue else self._always.get(operation)


def http(status: int, body: bytes, headers: dict[str, str] | None = None, *, reason: str = "Whatever") -> bytes:
    """Spell an HTTP answer."""
    lines = {"Content-Type": "application/json", "Content-Length": str(len(body)), **(headers or {})}
    head = f"HTTP/1.1 {status} {reason}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return head.encode("latin-1") + b"\r\n" + body


def _listener(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(512)
    return listener


def _read_until_blank_line(connection: socket.socket) -> bytes:
    """Read the head and leave the body where it is."""
    head = b""
    while b"\r\n\r\n" not in head:
        waiting = connection.recv(65536, socket.MSG_PEEK)
        if not waiting:
            return b""
        end = (head + waiting).find(b"\r\n\r\n")
        head += connection.recv(len(waiting) if end < 0 else end + 4 - len(head))
    return head[:-4]


def _read_exactly(connection: socket.socket, length: int) -> bytes:
    body = bytearray()
    while len(body) < length:
        chunk = connection.recv(min(65536, length - len(body)))
        if not chunk:
            raise ValueError("half a request")
        body += chunk
    return bytes(body)
