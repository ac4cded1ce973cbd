"""Who is drawn next when more is asked for than can be drawn: who asks often waits longest, and nobody for ever."""

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
_BEHIND_S: Final = 2.0  # so much later comes whoever has asked once lately, twice that who has asked twice
_SHORT_BYTES: Final = 200  # the word that a page is drawn is some 60; longer ones are not looked into


class _Connection:
    """One open page: when it asked for something lately."""

    def __init__(self) -> None:
        self.asked: deque[float] = deque()

    def ask(self, now: float) -> float:
        """Note that it asks; says when its turn has come, if all who wait have as much right."""
        while self.asked and now - self.asked[0] > _LATELY_S:
            self.asked.popleft()
        due = now + _BEHIND_S * len(self.asked)
        self.asked.append(now)
        return due


class Turns:
    """Hands what browsers ask for to Streamlit a few at a time, and leaves the rest in the line of whoever sent it.

    In front of the threads and not in them: one that waits for Python's lock holds up those who have it.
    """

    def __init__(self, app: ASGIApp, at_once: int = AT_ONCE) -> None:
        self._app = app
        self._at_once = at_once
        self._drawn: dict[_Connection, asyncio.TimerHandle] = {}
        self._waiting: list[tuple[float, int, _Connection, asyncio.Future[None]]] = []
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
        if (patience := self._drawn.pop(page, None)) is not None:
            patience.cancel()
            self._call_the_next()

    def _call_the_next(self) -> None:
        while len(self._drawn) < self._at_once and self._waiting:
            *_, page, has_come = heapq.heappop(self._waiting)
            if not has_come.done():  # who is gone waits for nothing
                if (earlier := self._drawn.get(page)) is not None:
                    earlier.cancel()
                self._drawn[page] = asyncio.get_running_loop().call_later(_LONG_S, self._is_drawn, page)
                has_come.set_result(None)


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
        said = ForwardMsg.FromString(told)
    except DecodeError:
        return False
    # One that ends early is drawn anew at once.
    return bool(
        said.WhichOneof("type") == "script_finished" and said.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
    )
