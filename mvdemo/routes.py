"""All addresses of the demo studio, and what an unknown one answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from mvdemo.api import api_routes
from mvdemo.assets import asset_routes
from mvdemo.backstage import backstage_routes
from mvdemo.faults.replies import FaultyDesk
from mvdemo.incoming import song_routes
from mvdemo.refusal import Refusal
from mvdemo.wire import refusal_reply

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from mvdemo.faults.admin import AdminDesk
    from mvdemo.faults.armed import Faults
    from mvdemo.links import Links
    from mvdemo.operations import Operations
    from mvdemo.projects import Projects
    from mvdemo.uploads import Uploads
    from mvdemo.workshop import Workshop


def studio_app(
    operations: Operations,
    projects: Projects,
    links: Links,
    uploads: Uploads,
    workshop: Workshop,
    faults: Faults,
    admin: AdminDesk | None,
) -> Starlette:
    """The web application of one studio, with the routes of `admin` if there is to be one."""
    desk = FaultyDesk(faults)
    app = Starlette(
        routes=[
            *api_routes(operations, uploads, desk),
            *asset_routes(projects, links, desk),
            *song_routes(uploads, desk),
            *backstage_routes(operations, workshop),
            *(admin.routes() if admin is not None else []),
        ],
        exception_handlers={HTTPException: _no_such_address},
    )
    # A slash too many is an unknown address, not a redirect that would carry the key along.
    app.router.redirect_slashes = False
    return app


def _no_such_address(request: Request, problem: Exception) -> Response:
    status = problem.status_code if isinstance(problem, HTTPException) else 404
    sentences = {
        404: f"There is nothing at {request.url.path}.",
        405: f"{request.method} is not possible at {request.url.path}.",
    }
    message = sentences.get(status, "This request cannot be answered.")
    headers = dict(getattr(problem, "headers", None) or {})
    return refusal_reply(Refusal(message, code=status, http_status=status, headers=headers))
