"""Requests and replies: the envelope, the key at the door, JSON bodies of a bearable size."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from mvdemo.problem import NO_ROOM, is_disk_full
from mvdemo.refusal import Refusal

log = logging.getLogger("mvdemo")

BODY_LIMIT = 32 * 1024 * 1024
DRAINED = 8 * BODY_LIMIT
"""How much of a body that is too large is read to its end, so that its sender lives to see the answer."""

SUCCESS = 200
DISK_FULL = 507
Endpoint = Callable[[Request], Awaitable[Response]]


def envelope(data: object, *, code: object = SUCCESS, message: str = "success") -> dict[str, Any]:
    """The form of every reply."""
    return {"code": code, "msg": message, "uuid": str(uuid.uuid4()), "data": data}


def json_reply(content: object, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Any JSON as a reply; it is never kept by a cache, for it may hold links."""
    body = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, status, {"Cache-Control": "no-store", **(headers or {})}, media_type="application/json")


def refusal_reply(refusal: Refusal) -> Response:
    """A no, in its envelope."""
    content = envelope(None, code=refusal.code, message=refusal.message)
    return json_reply(content, status=refusal.http_status, headers=refusal.headers)


def guarded(endpoint: Endpoint) -> Endpoint:
    """Turn a Refusal into its envelope, and anything unforeseen into one that tells nothing."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Refusal as refusal:
            return refusal_reply(refusal)
        except Exception as problem:
            if is_disk_full(problem):
                return refusal_reply(Refusal(NO_ROOM, code=DISK_FULL))
            # The address may hold a project's id, which is as good as a key.
            log.exception("a request went wrong")
            message = "The demo studio had a problem of its own."
            return json_reply(envelope(None, code=500, message=message), status=500)

    return answer


def presented_key(request: Request) -> str:
    """The caller's key; any will do, but there must be one."""
    key = request.headers.get("x-auth", "").strip()
    if not key:
        raise Refusal("invalid API key: the header x-auth is missing or empty.", code=401, http_status=401)
    return key


async def json_body(request: Request) -> dict[str, Any]:
    """The body as a JSON object; raises Refusal for anything else."""
    content = bytearray()
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        if received <= BODY_LIMIT:
            content += chunk
        elif received > DRAINED:
            break
    if received > BODY_LIMIT:
        megabytes = BODY_LIMIT // (1024 * 1024)
        raise Refusal(f"The body is larger than {megabytes} MB.", code=413, http_status=413)
    try:
        fields = json.loads(content)
    except (ValueError, RecursionError):
        raise Refusal("The body is not valid JSON.", http_status=400) from None
    if not isinstance(fields, dict):
        raise Refusal("The body must be a JSON object.", http_status=400)
    return fields
