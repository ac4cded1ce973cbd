"""What the server does beside drawing pages: work that goes on before anybody comes, headers on every answer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mvapp.server.first_html import FirstHtml
from mvapp.server.turns import Turns
from mvapp.server.upload_budget import MEGABYTE, UploadBudget
from mvapp.studio import gate, resume
from mvapp.studio.configuration import uploads_mb

_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # an address of ours can hold a project's number
    # Nobody's page may lay ours under its own buttons; on Community Cloud the app stands in a frame of its own address.
    "Content-Security-Policy": "frame-ancestors 'self' https://*.streamlit.app; base-uri 'self'; object-src 'none'",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


class _SecurityHeaders:
    """Sets them on every answer that does not bring its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


_EACH_MB: Final = 130  # two of the largest: one that is looked at, and the one that takes its place
MIDDLEWARE: Final = (
    Middleware(_SecurityHeaders),
    Middleware(FirstHtml),
    Middleware(Turns),
    Middleware(UploadBudget, most_bytes=uploads_mb() * MEGABYTE, most_each_bytes=_EACH_MB * MEGABYTE),
)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """What was begun with the owner's key goes on from here, not from the first visitor."""
    gate.tell_the_owner()
    resume.go_on()
    yield
