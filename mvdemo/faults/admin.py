"""The admin routes, outside the API's own paths: faults, the truth about the projects, and a page that explains."""

from __future__ import annotations

import hmac
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from mvdemo.faults.armed import BadFault, Faults
from mvdemo.faults.kinds import CALLS
from mvdemo.faults.manual import MANUAL
from mvdemo.refusal import Refusal
from mvdemo.steps import PRICE_CREDITS
from mvdemo.wire import Endpoint, guarded, json_body, json_reply

if TYPE_CHECKING:
    from starlette.requests import Request

    from mvdemo.operations import Operations
    from mvdemo.project import Project
    from mvdemo.projects import Projects
    from mvdemo.workshop import Workshop


class AdminDesk:
    """Arms faults, tells the truth, and clears away."""

    def __init__(
        self,
        operations: Operations,
        projects: Projects,
        workshop: Workshop,
        faults: Faults,
        *,
        secret: str,
        host: str,
    ) -> None:
        """`secret`: what every request must bring, "" for none; `host`: a name that is this studio's own."""
        self._secret = secret
        self._hosts = {"localhost", host.casefold()}
        self._operations = operations
        self._projects = projects
        self._workshop = workshop
        self._faults = faults

    def routes(self) -> list[Route]:
        """The routes under /_demo, and the front page."""

        def route(path: str, method: str, endpoint: Endpoint) -> Route:
            return Route(path, guarded(self._kept(endpoint)), methods=[method])

        return [
            Route("/", guarded(self._front_page), methods=["GET"]),
            Route("/_demo", guarded(self._front_page), methods=["GET"]),
            route("/_demo/faults", "GET", self._list_faults),
            route("/_demo/faults", "POST", self._arm),
            route("/_demo/faults", "DELETE", self._clear_faults),
            route("/_demo/projects", "GET", self._list_projects),
            route("/_demo/projects/{project_id}", "DELETE", self._remove_project),
        ]

    def _kept(self, endpoint: Endpoint) -> Endpoint:
        """The same for who knows the secret, and came by no name that another site has made of this machine."""

        async def kept(request: Request) -> Response:
            if not self._is_ours(request.headers.get("host", "")):
                return json_reply({"error": "This is not the name of the demo studio."}, status=421)
            told = request.headers.get("x-secret") or request.query_params.get("secret", "")
            if self._secret and not hmac.compare_digest(told.encode(), self._secret.encode()):
                return json_reply({"error": "Add ?secret=…, as the demo studio's terminal says it."}, status=401)
            return await endpoint(request)

        return kept

    def _is_ours(self, told: str) -> bool:
        name = urlsplit(f"//{told}").hostname or ""
        try:
            return name in self._hosts or bool(ip_address(name))
        except ValueError:
            return False

    async def _front_page(self, _request: Request) -> Response:
        return PlainTextResponse(MANUAL)

    async def _arm(self, request: Request) -> Response:
        # A web page of another origin can post text without asking, but not JSON.
        if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
            return json_reply({"error": "Send the fault as application/json."}, status=415)
        try:
            armed = self._faults.arm(await json_body(request))
        except (BadFault, Refusal) as problem:
            return json_reply({"error": str(problem)}, status=400)
        return json_reply(armed, status=201)

    async def _list_faults(self, _request: Request) -> Response:
        return json_reply({"faults": self._faults.all()})

    async def _clear_faults(self, _request: Request) -> Response:
        self._faults.clear()
        return json_reply({"faults": []})

    async def _list_projects(self, _request: Request) -> Response:
        projects = await run_in_threadpool(self._projects.all)
        return json_reply({"projects": [self._truth(project) for project in projects]})

    async def _remove_project(self, request: Request) -> Response:
        project = self._projects.get(request.path_params["project_id"])
        await run_in_threadpool(self._operations.forget, project.project_id)
        return json_reply({"removed": project.project_id})

    def _truth(self, project: Project) -> dict[str, Any]:
        project_id = project.project_id
        calls = self._operations.calls.of(project_id)
        return {
            "project_id": project_id,
            "name": project.name,
            "is_sketch": project.is_sketch,
            "status": project.status,
            "pay_status": project.pay_state,
            "charges": project.charges,
            "credits": project.charges * PRICE_CREDITS,
            "retry_counts": project.retry_counts,
            "next_sub_step": project.next_sub_step,
            "queue_position": self._workshop.position(project_id),
            "calls": {name: calls[name] for name in CALLS},
        }
