"""The private files: a finished film and its thumbnail, for whoever holds a signed link."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, Response
from starlette.routing import Route

from mvdemo.links import SAVE_FIELD, Links
from mvdemo.refusal import Refusal
from mvdemo.snapshot import FILM_NAME, THUMBNAIL_NAME, asset_path
from mvdemo.wire import guarded

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

    from mvdemo.faults.replies import FaultyDesk
    from mvdemo.projects import Projects

MEDIA_TYPES = {FILM_NAME: "video/mp4", THUMBNAIL_NAME: "image/jpeg"}
HEADERS = {
    "Cache-Control": "private, max-age=600",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def asset_routes(projects: Projects, links: Links, desk: FaultyDesk) -> list[Route]:
    """The route of the films."""

    async def asset(request: Request) -> Response:
        return await desk.answer("asset", request.path_params["project_id"], lambda: found(request))

    @guarded
    async def found(request: Request) -> Response:
        project_id, file_name = request.path_params["project_id"], request.path_params["file_name"]
        if not links.opens(asset_path(project_id, file_name), request.url.query):
            raise Refusal("This link is not valid, or no longer: query for a fresh one.", code=403, http_status=403)
        project = projects.find(project_id)
        path = projects.film_folder(project_id) / file_name
        if project is None or file_name not in MEDIA_TYPES or not path.is_file():
            raise Refusal("This film is no longer kept here.", code=404, http_status=404)
        to_save = SAVE_FIELD[0] in request.query_params
        return FileResponse(
            path,
            headers=HEADERS,
            media_type=MEDIA_TYPES[file_name],
            filename=_saved_as(project.title, path) if to_save else None,
        )

    return [Route("/private/{project_id}/{file_name}", guarded(asset), methods=["GET"], name="asset")]


def _saved_as(title: str, path: Path) -> str:
    """A file name any system takes, from the song's title."""
    plain = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]+', " ", title)[:80]
    tidy = " ".join(plain.split()).strip(" .")
    return f"{tidy or path.stem}{path.suffix}"
