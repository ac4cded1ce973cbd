"""What a browser, a search engine or a chat that shows a link sees before any script runs: our name, in their language.

Streamlit serves one file to all, with its own name in it and `lang="en"`; it has no setting for either. The looks of
the frame are in it too: a page that is drawn before they come is drawn elsewhere, and jumps to its place.
"""

import re
from functools import cache
from html import escape
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import mvapp
from mvapp.frame.theme import first_rules
from mvapp.languages import LANGUAGES, best_for
from mvapp.session import LANGUAGE_COOKIE
from mvapp.text import say_in

_TITLE: Final = re.compile(rb"<title>[^<]*</title>")
_BODY: Final = re.compile(rb"<body[^>]*>")
_LANG: Final = re.compile(rb'<html lang="[^"]*"')
_FOR_LESS: Final = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
"""What would have the server send something else than the page as it is."""
_OF_THE_FILE: Final = ("etag", "last-modified", "accept-ranges")


class FirstHtml:
    """Puts the app's name, what it does, and the visitor's language into the page that the server sends."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on everything; only a whole page of HTML is changed on its way out."""
        asked = Headers(scope=scope) if scope["type"] == "http" and scope["method"] == "GET" else Headers()
        if "text/html" not in asked.get("accept", ""):
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        body = b""

        async def send_in_their_language(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_html(message):
                start = message
            elif start is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body", False):
                    told = _named(body, _language_of(asked))
                    headers = MutableHeaders(scope=start)
                    headers["content-length"] = str(len(told))
                    for name in _OF_THE_FILE:
                        del headers[name]
                    await send(start)
                    await send({"type": "http.response.body", "body": told})

        whole = [(name, value) for name, value in scope["headers"] if name not in _FOR_LESS]
        await self._app({**scope, "headers": whole}, receive, send_in_their_language)


def _is_html(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type", "").startswith("text/html")


def _language_of(asked: Headers) -> str:
    chosen = cookie_parser(asked.get("cookie", "")).get(LANGUAGE_COOKIE)
    return best_for(chosen or asked.get("accept-language", ""))


def _named(page: bytes, code: str) -> bytes:
    name, does = escape(say_in(code, "app.name")), escape(say_in(code, "app.does"))
    head = f'<title>{name}</title><meta name="description" content="{does}">'
    page = _TITLE.sub(lambda _: head.encode(), page, count=1)
    page = _BODY.sub(lambda body: body[0] + _rules(), page, count=1)
    return _LANG.sub(f'<html lang="{LANGUAGES[code].html}"'.encode(), page, count=1)


@cache
def _rules() -> bytes:
    """The frame's looks, and those of each page, which touch no other; in the body, behind all that is in the head."""
    pages = (path.read_text(encoding="utf-8") for path in sorted(Path(mvapp.__file__).parent.glob("*/looks.css")))
    return f"<style>{first_rules()}{''.join(pages)}</style>".encode()
