"""What an app on another machine asks of a demo studio that it shares, beyond Giggle's API."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mvdemo.wire import guarded, presented_key

if TYPE_CHECKING:
    from starlette.requests import Request

    from mvdemo.operations import Operations
    from mvdemo.workshop import Workshop

OUTLOOK = "/_studio/outlook"
"""GET with `project_id`: how many films are ahead of it, and its time left as `TimeLeft`, null for none."""
CANCEL = "/_studio/cancel"
"""POST with `project_id`: stop work on it and forget it."""


def backstage_routes(operations: Operations, workshop: Workshop) -> list[Route]:
    """The two routes; who knows a project's number may do with it what the API's callers may."""

    @guarded
    async def outlook(request: Request) -> Response:
        presented_key(request)
        project_id = request.query_params.get("project_id", "")
        left = await run_in_threadpool(workshop.time_left, project_id)
        told = None if left is None else asdict(left)
        return JSONResponse({"ahead": workshop.position(project_id), "left": told})

    @guarded
    async def cancel(request: Request) -> Response:
        presented_key(request)
        await run_in_threadpool(operations.forget, request.query_params.get("project_id", ""))
        return Response(status_code=204)

    return [Route(OUTLOOK, outlook, methods=["GET"]), Route(CANCEL, cancel, methods=["POST"])]
