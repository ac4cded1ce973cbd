"""When more is asked for than can be drawn, who has asked least of late is drawn first, and nobody waits for ever."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from mvapp.server import turns
from mvapp.server.turns import Turns

DRAW = BackMsg(rerun_script=ClientState(page_name="new")).SerializeToString()
HEARTBEAT = BackMsg(app_heartbeat=True).SerializeToString()
DRAWN = ForwardMsg(script_finished=ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY).SerializeToString()
EARLY = ForwardMsg(script_finished=ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN).SerializeToString()
LONG = ForwardMsg(ref_hash="x" * 300).SerializeToString()


class Server:
    """Streamlit as the turns see it: takes what is asked for, and says when it is drawn."""

    def __init__(self, at_once: int) -> None:
        self.turns = Turns(self.answer, at_once)
        self.order: list[str] = []
        self.ends = DRAWN
        self.drawn: dict[str, asyncio.Event] = {}

    async def answer(self, scope: Any, receive: Callable[[], Awaitable[Any]], send: Callable[..., Any]) -> None:
        name = scope["path"]
        drawn = self.drawn[name] = asyncio.Event()
        while (await receive())["type"] != "websocket.disconnect":
            self.order.append(name)
            await drawn.wait()
            drawn.clear()
            await send({"type": "websocket.send", "bytes": LONG})
            await send({"type": "websocket.send", "bytes": self.ends})


class Visitor:
    """A browser with one page open."""

    def __init__(self, server: Server, name: str) -> None:
        self.server, self.name = server, name
        self.line: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.told: list[dict[str, Any]] = []
        self.open = asyncio.create_task(server.turns({"type": "websocket", "path": name}, self.line.get, self._hear))

    async def _hear(self, message: Any) -> None:
        self.told.append(message)

    async def ask(self, what: bytes = DRAW) -> None:
        self.line.put_nowait({"type": "websocket.receive", "bytes": what})
        await passed()

    async def finish(self) -> None:
        self.server.drawn[self.name].set()
        await passed()


async def passed() -> None:
    """Let everything that can go on do so."""
    for _ in range(20):
        await asyncio.sleep(0)


def test_who_has_asked_least_is_drawn_first() -> None:
    async def story() -> list[str]:
        server = Server(at_once=1)
        greedy, second, new = (Visitor(server, name) for name in ("greedy", "second", "new"))
        for _ in range(3):
            await greedy.ask()
            await greedy.finish()
        await second.ask()  # is being drawn
        await greedy.ask()
        await new.ask()
        assert server.order == ["greedy"] * 3 + ["second"]
        await second.finish()
        await new.finish()
        return server.order

    assert asyncio.run(story()) == [*["greedy"] * 3, "second", "new", "greedy"]


def test_what_is_no_wish_to_be_drawn_waits_for_nothing_and_takes_no_turn() -> None:
    async def story() -> list[str]:
        server = Server(at_once=1)
        one, two, three = (Visitor(server, name) for name in ("one", "two", "three"))
        await one.ask()
        await two.ask(HEARTBEAT)
        await three.ask(b"\xff no message at all")
        assert server.order == ["one", "two", "three"]
        await one.finish()
        await two.finish()
        await two.ask()
        return server.order

    assert asyncio.run(story()) == ["one", "two", "three", "two"]


def test_everything_said_by_the_server_comes_through() -> None:
    async def story() -> list[bytes]:
        visitor = Visitor(Server(at_once=1), "one")
        await visitor.ask()
        await visitor.finish()
        return [message["bytes"] for message in visitor.told]

    assert asyncio.run(story()) == [LONG, DRAWN]


@pytest.mark.parametrize("how", ["closed", "broken off"])
def test_who_leaves_frees_the_turn_and_leaves_the_line(how: str) -> None:
    async def story() -> list[str]:
        server = Server(at_once=1)
        first, gone, last = (Visitor(server, name) for name in ("first", "gone", "last"))
        for visitor in (first, gone, last):
            await visitor.ask()
        gone.open.cancel()
        await passed()
        if how == "closed":
            server.drawn["first"].set()
            first.line.put_nowait({"type": "websocket.disconnect"})
        else:
            first.open.cancel()
        await passed()
        return server.order

    assert asyncio.run(story()) == ["first", "last"]


def test_a_page_that_waits_for_something_itself_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_LONG_S", 0.0)

    async def story() -> list[str]:
        server = Server(at_once=1)
        slow, other = Visitor(server, "slow"), Visitor(server, "other")
        await slow.ask()
        await other.ask()
        return server.order

    assert asyncio.run(story()) == ["slow", "other"]


def test_what_comes_over_http_does_not_wait() -> None:
    asked: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        asked.append(scope["path"])

    async def nothing(*_: Any) -> Any: ...

    asyncio.run(Turns(app)({"type": "http", "path": "/"}, nothing, nothing))
    assert asked == ["/"]


def test_who_asks_often_is_only_put_behind_who_asks_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    """While visitors come in faster than pages can be drawn, those who are here are still drawn."""
    monkeypatch.setattr(turns, "_BEHIND_S", 0.0)

    async def story() -> list[str]:
        server = Server(at_once=1)
        here, first, second, third = (Visitor(server, name) for name in ("here", "first", "second", "third"))
        await here.ask()
        await here.finish()
        await first.ask()
        await second.ask()
        await here.ask()  # as many as come behind it are drawn later
        await third.ask()
        for visitor in (first, second, here):
            await visitor.finish()
        return server.order

    assert asyncio.run(story()) == ["here", "first", "second", "here", "third"]


def test_a_page_that_is_drawn_anew_at_once_keeps_its_turn() -> None:
    async def story() -> list[str]:
        server = Server(at_once=1)
        one, two = Visitor(server, "one"), Visitor(server, "two")
        await one.ask()
        await two.ask()
        server.ends = EARLY
        await one.finish()
        return server.order

    assert asyncio.run(story()) == ["one"]
