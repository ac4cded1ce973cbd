"""The address of a song that was brought: a file is put there, straight to disk, and can be fetched again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from mvdemo.assets import HEADERS
from mvdemo.refusal import Refusal
from mvdemo.wire import guarded

if TYPE_CHECKING:
    from starlette.requests import Request

    from mvdemo.faults.replies import FaultyDesk
    from mvdemo.uploads import Uploads

SONG_LIMIT = 64 * 1024 * 1024
"""Bytes: six minutes of a studio's own WAV, an hour of MP3."""
DRAINED = 4 * SONG_LIMIT
"""How much of a file that is not taken is read to its end, so that its sender lives to see the answer."""
PIECE = 1024 * 1024
MOST_AT_ONCE = 8
TOO_LARGE, TOO_MANY = 413, 429


def song_routes(uploads: Uploads, desk: FaultyDesk) -> list[Route]:
    """The two routes of a song; no key opens them, only a signature."""
    arriving = 0

    async def put(request: Request) -> Response:
        return await desk.answer("upload", "", lambda: taken(request))

    @guarded
    async def taken(request: Request) -> Response:
        nonlocal arriving
        content_type = request.headers.get("content-type", "")
        if not uploads.may_put(request.url.path, content_type, request.url.query):
            await _passed_over(request)
            told = "This address is not valid, or no longer, or not for this Content-Type: ask for a fresh one."
            raise Refusal(told, code=403, http_status=403)
        if arriving >= MOST_AT_ONCE:
            await _passed_over(request)
            told, again = "Too many songs arrive at once. Try again in a few seconds.", {"Retry-After": "5"}
            raise Refusal(told, code=TOO_MANY, http_status=TOO_MANY, headers=again)
        arriving += 1
        try:
            await _received(request, uploads, content_type)
        finally:
            arriving -= 1
        return Response()

    @guarded
    async def song(request: Request) -> Response:
        path, content_type = uploads.opened(request.url.path, request.url.query)
        return FileResponse(path, headers=HEADERS, media_type=content_type)

    path = "/songs/{owner}/{upload_id}"
    return [
        Route(path, guarded(put), methods=["PUT"], name="upload"),
        Route(path, song, methods=["GET"], name="song"),
    ]


async def _passed_over(request: Request) -> None:
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > DRAINED:
            return


async def _received(request: Request, uploads: Uploads, content_type: str) -> None:
    upload_id, owner = request.path_params["upload_id"], request.path_params["owner"]
    unfinished = uploads.arriving(upload_id)
    try:
        with unfinished.open("xb") as file:
            size, piece = 0, bytearray()
            async for chunk in request.stream():
                size += len(chunk)
                if size > DRAINED:
                    break
                if size <= SONG_LIMIT:
                    piece += chunk
                if len(piece) >= PIECE:
                    await run_in_threadpool(file.write, piece)
                    piece = bytearray()
            await run_in_threadpool(file.write, piece)
        if size > SONG_LIMIT:
            told = f"The file is larger than {SONG_LIMIT // (1024 * 1024)} MB."
            raise Refusal(told, code=TOO_LARGE, http_status=TOO_LARGE)
        if size == 0:
            raise Refusal("The file is empty.", http_status=400)
        await run_in_threadpool(uploads.arrived, unfinished, upload_id, owner, content_type)
    finally:
        unfinished.unlink(missing_ok=True)
