"""Who is drawn next when more is asked for than can be drawn: first who has asked least of late."""

import asyncio
import heapq
import itertools
from collections import deque
from typing import Final

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]  # Streamlit brings it without types
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

AT_ONCE: Final = 3
"""Pages drawn at a time: Python draws one at a time whatever we do, and fifty at once are all late."""
_LONG_S: Final = 0.3  # a page that takes longer waits for something itself, and keeps nobody else waiting
_LATELY_S: Final = 10.0
_SHORT_BYTES: Final = 200  # the word that a page is drawn is some 60; longer ones are not looked into


class _Connection:
    """One open page: when it asked for something lately."""

    def __init__(self) -> None:
        self.asked: deque[float] = deque()

    def ask(self, now: float) -> int:
        """Count this once more; says how often it has been lately."""
        self.asked.append(now)
        while now - self.asked[0] > _LATELY_S:
            self.asked.popleft()
        return len(self.asked)


class Turns:
    """Hands what browsers ask for to Streamlit a few at a time, and leaves the rest in the line of whoever sent it.

    In front of the threads and not in them: one that waits for Python's lock holds up those who have it.
    """

    def __init__(self, app: ASGIApp, at_once: int = AT_ONCE) -> None:
        self._app = app
        self._at_once = at_once
        self._drawn_until: dict[_Connection, float] = {}
        self._waiting: list[tuple[int, int, _Connection, asyncio.Future[None]]] = []
        self._numbers = itertools.count()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on everything; only what a page asks for waits for its turn."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        page = _Connection()

        async def receive_in_turn() -> Message:
            message = await receive()
            if _asks_to_be_drawn(message):
                await self._turn(page)
            return message

        async def send_and_look(message: Message) -> None:
            if _says_it_is_drawn(message):
                self._is_drawn(page)
            await send(message)

        try:
            await self._app(scope, receive_in_turn, send_and_look)
        finally:
            self._is_drawn(page)

    async def _turn(self, page: _Connection) -> None:
        loop = asyncio.get_running_loop()
        has_come = loop.create_future()
        heapq.heappush(self._waiting, (page.ask(loop.time()), next(self._numbers), page, has_come))
        self._call_the_next()
        await has_come

    def _is_drawn(self, page: _Connection) -> None:
        if self._drawn_until.pop(page, None) is not None:
            self._call_the_next()

    def _call_the_next(self) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        room = self._at_once - sum(until > now for until in self._drawn_until.values())
        while room > 0 and self._waiting:
            *_, page, has_come = heapq.heappop(self._waiting)
            if not has_come.done():  # who is gone waits for nothing
                self._drawn_until[page] = now + _LONG_S
                loop.call_later(_LONG_S, self._call_the_next)
                has_come.set_result(None)
                room -= 1


def _asks_to_be_drawn(message: Message) -> bool:
    asked = message.get("bytes")
    try:
        return bool(asked and BackMsg.FromString(asked).WhichOneof("type") == "rerun_script")
    except DecodeError:
        return False


def _says_it_is_drawn(message: Message) -> bool:
    told = message.get("bytes")
    if not told or len(told) > _SHORT_BYTES:
        return False
    try:
        return bool(ForwardMsg.FromString(told).WhichOneof("type") == "script_finished")
    except DecodeError:
        return False
