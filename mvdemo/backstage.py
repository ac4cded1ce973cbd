"""What an app on another machine asks of a demo studio that it shares, beyond Giggle's API."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from mvdemo import making
from mvdemo.refusal import Refusal
from mvdemo.wire import guarded, presented_key

if TYPE_CHECKING:
    from starlette.requests import Request

    from mvdemo.operations import Operations
    from mvdemo.workshop import Workshop

OUTLOOK = "/_studio/outlook"
"""GET with `project_id`: how many films are ahead of it, its time left as `TimeLeft`, whether its song is written, and
its filming as `Shots`; null for what there is none of."""
MADE = "/_studio/made"
"""GET with `project_id` and `name`: the song, its lines, a still of a shot, or the "picture" the film is made of."""
PICTURE = "picture"
CANCEL = "/_studio/cancel"
"""POST with `project_id`: stop work on it and forget it."""


def backstage_routes(operations: Operations, workshop: Workshop) -> list[Route]:
    """The three routes; who knows a project's number may do with it what the API's callers may."""

    @guarded
    async def outlook(request: Request) -> Response:
        presented_key(request)
        project_id = request.query_params.get("project_id", "")
        left = await run_in_threadpool(workshop.time_left, project_id)
        shots = await run_in_threadpool(operations.shots, project_id)
        return JSONResponse(
            {
                "ahead": workshop.position(project_id),
                "left": None if left is None else asdict(left),
                "has_song": operations.made(project_id, making.SONG_NAME) is not None,
                "shots": None if shots is None else asdict(shots),
            }
        )

    @guarded
    async def made(request: Request) -> Response:
        presented_key(request)
        project_id, name = request.query_params.get("project_id", ""), request.query_params.get("name", "")
        if name == PICTURE:
            picture = await run_in_threadpool(operations.picture, project_id)
            if picture is not None:
                return Response(picture, media_type="application/octet-stream")
        elif (path := operations.made(project_id, name)) is not None:
            return FileResponse(path)
        raise Refusal("This is not there, or not yet.", code=404, http_status=404)

    @guarded
    async def cancel(request: Request) -> Response:
        presented_key(request)
        await run_in_threadpool(operations.forget, request.query_params.get("project_id", ""))
        return Response(status_code=204)

    return [
        Route(OUTLOOK, outlook, methods=["GET"]),
        Route(MADE, made, methods=["GET"]),
        Route(CANCEL, cancel, methods=["POST"]),
    ]
