"""The addresses of Giggle's API, and the operation behind each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from mvdemo.wire import envelope, guarded, json_body, json_reply, presented_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from mvdemo.faults.replies import FaultyDesk
    from mvdemo.operations import Operations

CREATE = "/api/v1/project/create"
SUBMIT = "/api/v1/trustee_mode/mv/submit"
QUERY = "/api/v1/trustee_mode/mv/query"
PAY = "/api/v1/trustee_mode/mv/pay"
RETRY = "/api/v1/trustee_mode/mv/retry"


def api_routes(operations: Operations, desk: FaultyDesk) -> list[Route]:
    """The five routes."""

    async def answer(request: Request, operation: str, project_id: object, call: Callable[[], object]) -> Response:
        @guarded
        async def process(_request: Request) -> Response:
            return json_reply(envelope(await run_in_threadpool(call)))

        named = project_id if isinstance(project_id, str) else ""
        return await desk.answer(operation, named, lambda: process(request))

    def posted(path: str, operation: str, call: Callable[[dict[str, Any], str], object]) -> Route:
        @guarded
        async def endpoint(request: Request) -> Response:
            key = presented_key(request)
            fields = await json_body(request)
            return await answer(request, operation, fields.get("project_id"), lambda: call(fields, key))

        return Route(path, endpoint, methods=["POST"], name=operation)

    @guarded
    async def query(request: Request) -> Response:
        presented_key(request)
        project_id = request.query_params.get("project_id", "")
        base_url = str(request.base_url).rstrip("/")
        return await answer(request, "query", project_id, lambda: operations.query(project_id, base_url))

    return [
        posted(CREATE, "create", operations.create),
        posted(SUBMIT, "submit", operations.submit),
        Route(QUERY, query, methods=["GET"], name="query"),
        posted(PAY, "pay", operations.pay),
        posted(RETRY, "retry", operations.retry),
    ]
