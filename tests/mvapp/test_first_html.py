"""The page that the server sends says who we are, in the visitor's language, before a script has run."""

import asyncio
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from mvapp.server.first_html import FirstHtml
from mvapp.text import say_in

PAGE = f'<!DOCTYPE html>\n<html lang="en">\n<head><title>Streamlit</title></head><body>{"x" * 2000}</body></html>'


def page(request: Request) -> Response:
    headers = {"etag": '"1"', "last-modified": "Sat, 28 Nov 2026 18:38:27 GMT", "x-kept": "yes"}
    if request.headers.get("if-none-match"):
        return Response(status_code=304, headers=headers)
    return Response(PAGE, media_type="text/html", headers=headers)


INNER = Starlette(
    routes=[Route("/", page), Route("/health", lambda _request: PlainTextResponse("<title>ok</title>" * 100))],
    middleware=[Middleware(GZipMiddleware, minimum_size=100)],
)


def ask(path: str = "/", **headers: str) -> tuple[int, dict[str, str], str]:
    """What comes back."""
    sent: list[dict[str, Any]] = []
    asked = {"accept": "text/html,*/*;q=0.8", "accept-encoding": "gzip", **headers}
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in asked.items()],
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(FirstHtml(INNER)(scope, receive, send))
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in sent[1:])
    assert int(told["content-length"]) == len(body)
    return sent[0]["status"], told, body.decode("utf-8", "replace")


@pytest.mark.parametrize(
    ("headers", "code", "html"),
    [
        ({}, "en", "en"),
        ({"accept_language": "de-AT,de;q=0.9"}, "en", "en"),
        ({"accept_language": "zh-TW,zh;q=0.9,en;q=0.8"}, "zh", "zh-CN"),
        ({"accept_language": "en-US", "cookie": "a=b; mv-studio-language=zh"}, "zh", "zh-CN"),
        ({"accept_language": "zh-CN", "cookie": "mv-studio-language=en"}, "en", "en"),
        ({"cookie": 'mv-studio-language="><script>'}, "en", "en"),
    ],
)
def test_the_page_bears_our_name_in_the_visitors_language(headers: dict[str, str], code: str, html: str) -> None:
    status, told, body = ask(**headers)
    assert status == 200
    assert f"<title>{say_in(code, 'app.name')}</title>" in body
    assert f'content="{say_in(code, "app.does")}"' in body
    assert f'<html lang="{html}">' in body
    assert told["x-kept"] == "yes"
    assert "<script>" not in body


def test_a_page_kept_in_another_language_is_not_called_unchanged() -> None:
    status, told, body = ask(if_none_match='"1"')
    assert (status, body[:15]) == (200, "<!DOCTYPE html>")
    assert "etag" not in told
    assert "last-modified" not in told


def test_what_is_no_page_goes_out_as_it_came() -> None:
    _, told, _ = ask("/health")
    assert "content-encoding" not in told, "asked for as a page, so it might have been one"
    _, told, _ = ask("/", accept="*/*")
    assert told["content-encoding"] == "gzip"


def test_the_looks_of_every_page_come_before_anything_is_drawn() -> None:
    _, _, body = ask()
    style = body[body.index("<body>") + len("<body>") :]
    assert style.startswith("<style>")
    for place in (".stMainBlockContainer", ".st-key-create_form", ".st-key-videos_wall"):
        assert place in style[: style.index("</style>")]
