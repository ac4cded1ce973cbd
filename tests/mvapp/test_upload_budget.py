"""All visitors' uploads together stay within what a small machine has; nobody's slow line keeps another one out."""

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import pytest

from mvapp.server import upload_budget
from mvapp.server.upload_budget import UploadBudget

Messages = list[dict[str, Any]]


class Server:
    """Keeps what is uploaded, as Streamlit does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.kept: dict[str, dict[str, Any]] = {}
        monkeypatch.setattr(upload_budget, "_kept", self._count)
        self.budget = UploadBudget(self.answer, most_bytes=100, most_each_bytes=60)

    def _count(self) -> Any:
        counts = upload_budget.Counter()
        for session, files in self.kept.items():
            counts[session] = sum(len(file.data) for file in files.values())
        return counts

    async def answer(self, scope: Any, receive: Callable[[], Awaitable[Any]], send: Any) -> None:
        body = b""
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                await send({"type": "broken off"})
                return
            body += message["body"]
            if not message["more_body"]:
                break
        _, session, file = scope["path"].rsplit("/", 2)
        self.kept.setdefault(session, {})[file] = SimpleNamespace(data=body)
        await send({"type": "http.response.start", "status": 204})

    def put(self, session: str, size: int, *, says: int | None = None, file: str = "f", method: str = "PUT") -> Any:
        """An upload; returns the status, or "broken off"."""
        return asyncio.run(
            self.putting(session, [bytes(size)], says=size if says is None else says, file=file, method=method)
        )

    async def putting(
        self, session: str, pieces: list[bytes], *, says: int, file: str = "f", method: str = "PUT", pause: Any = None
    ) -> Any:
        path = f"/_stcore/upload_file/{session}/{file}"
        scope = {"type": "http", "method": method, "path": path, "headers": [(b"content-length", str(says).encode())]}
        left, sent = list(pieces), []

        async def receive() -> Any:
            if pause is not None:
                await pause()
            body = left.pop(0)
            return {"type": "http.request", "body": body, "more_body": bool(left)}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.budget(scope, receive, send)
        return sent[0].get("status", sent[0]["type"])


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    return Server(monkeypatch)


def test_what_fits_is_taken_and_what_does_not_is_told_to_come_back(server: Server) -> None:
    assert server.put("anna", 50) == 204
    assert server.put("ben", 50) == 204
    assert server.put("cleo", 1) == 503
    del server.kept["ben"]
    assert server.put("cleo", 50) == 204


def test_one_visitor_does_not_take_it_all(server: Server) -> None:
    assert server.put("anna", 40) == 204
    assert server.put("anna", 30, file="g") == 503
    assert server.put("ben", 30) == 204


def test_one_that_is_too_large_by_itself_is_streamlits_to_refuse(server: Server) -> None:
    server.put("ben", 60)
    assert server.put("anna", 1, says=61) == 204, "it was handed on, with what it said of itself"


@pytest.mark.parametrize("says", [0, 10])
def test_an_upload_that_is_larger_than_it_said_is_broken_off(server: Server, says: int) -> None:
    assert server.put("anna", 61, says=says) == "broken off"
    assert server.put("ben", 60) == 204, "and nothing of it counts any more"


def test_a_slow_line_counts_by_what_has_come(server: Server) -> None:
    async def together() -> list[Any]:
        here = asyncio.Event()

        async def wait() -> None:
            await here.wait()

        slow = [
            asyncio.create_task(server.putting(f"slow{number}", [b"x", b"x"], says=60, pause=wait))
            for number in range(20)
        ]
        await asyncio.sleep(0)
        quick = await server.putting("anna", [bytes(50)], says=50)
        here.set()
        return [quick, *await asyncio.gather(*slow)]

    assert set(asyncio.run(together())) == {204}


@pytest.mark.parametrize("method", ["DELETE", "OPTIONS"])
def test_only_uploads_are_counted(server: Server, method: str) -> None:
    server.put("anna", 60)
    server.put("ben", 40)
    assert server.put("cleo", 99, method=method) == 204


def test_without_a_server_nothing_is_kept() -> None:
    assert upload_budget._kept().total() == 0
