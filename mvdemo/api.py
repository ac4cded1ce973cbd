"""The addresses of Giggle's API, and the operation behind each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from mvdemo.wire import envelope, guarded, json_body, json_reply, presented_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from mvdemo.faults.replies import FaultyDesk
    from mvdemo.operations import Operations
    from mvdemo.uploads import Uploads

CREATE = "/api/v1/project/create"
SUBMIT = "/api/v1/trustee_mode/mv/submit"
QUERY = "/api/v1/trustee_mode/mv/query"
PAY = "/api/v1/trustee_mode/mv/pay"
RETRY = "/api/v1/trustee_mode/mv/retry"
PRESIGN = "/api/v1/asset/get-presigned-url"
REGISTER = "/api/v1/asset/register"


def api_routes(operations: Operations, uploads: Uploads, desk: FaultyDesk) -> list[Route]:
    """The five routes of a project, and two of the three of a song that is brought."""

    async def answer(request: Request, operation: str, project_id: object, call: Callable[[], object]) -> Response:
        @guarded
        async def process(_request: Request) -> Response:
            return json_reply(envelope(await run_in_threadpool(call)))

        named = project_id if isinstance(project_id, str) else ""
        return await desk.answer(operation, named, lambda: process(request))

    def posted(path: str, operation: str, call: Callable[..., object], *, is_told_where: bool = False) -> Route:
        @guarded
        async def endpoint(request: Request) -> Response:
            key = presented_key(request)
            fields = await json_body(request)
            where = (_base_url(request),) if is_told_where else ()
            return await answer(request, operation, fields.get("project_id"), lambda: call(fields, key, *where))

        return Route(path, endpoint, methods=["POST"], name=operation)

    @guarded
    async def query(request: Request) -> Response:
        presented_key(request)
        project_id = request.query_params.get("project_id", "")
        base_url = _base_url(request)
        return await answer(request, "query", project_id, lambda: operations.query(project_id, base_url))

    return [
        posted(CREATE, "create", operations.create),
        posted(SUBMIT, "submit", operations.submit),
        Route(QUERY, query, methods=["GET"], name="query"),
        posted(PAY, "pay", operations.pay),
        posted(RETRY, "retry", operations.retry),
        posted(PRESIGN, "presign", uploads.presign, is_told_where=True),
        posted(REGISTER, "register", uploads.register, is_told_where=True),
    ]


def _base_url(request: Request) -> str:
    """Where the caller reached us."""
    return str(request.base_url).rstrip("/")
