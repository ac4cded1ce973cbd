"""What a query answers: one project in the words of the API."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from mvdemo.steps import COMPLETED, PAY_STEP, PENDING, STEP_OF, STEPS

if TYPE_CHECKING:
    from mvdemo.links import Links
    from mvdemo.project import Project

FILM_NAME = "film.mp4"
THUMBNAIL_NAME = "thumbnail.jpg"


def asset_path(project_id: str, file_name: str) -> str:
    """The address of a project's file on this server."""
    return f"/private/{project_id}/{file_name}"


def query_data(project: Project, links: Links, base_url: str) -> dict[str, Any]:
    """The `data` of a query; `base_url` (no slash at the end) is where the caller reached us."""
    return {
        "project_id": project.project_id,
        "video_asset": _video_asset(project, links, base_url),
        "shot_count": project.shot_count,
        "current_step": current_step(project),
        "completed_steps": ",".join(step for step in STEPS if _is_done(project, step)),
        "pay_status": project.pay_state,
        "status": project.status,
        "err_msg": project.failed_sub_step.error if project.failed_sub_step else "",
        "steps": [_step(project, step) for step in STEPS] if project.submission else [],
    }


def current_step(project: Project) -> str:
    """The step at work; while a payment is due, a word that says so."""
    if project.submission is None:
        return ""
    if project.pay_state == PENDING:
        return PAY_STEP
    return STEP_OF[project.next_sub_step or project.sub_steps[-1].name]


def _is_done(project: Project, step: str) -> bool:
    return all(sub.status == COMPLETED for sub in project.sub_steps if STEP_OF[sub.name] == step)


def _step(project: Project, step: str) -> dict[str, Any]:
    return {
        "step": step,
        "retry_count": project.retry_counts[step],
        "sub_steps": [
            {
                "step": sub.name,
                "status": sub.status,
                "error": sub.error,
                "completed_at": _timestamp(sub.completed_at),
            }
            for sub in project.sub_steps
            if STEP_OF[sub.name] == step
        ],
    }


def _video_asset(project: Project, links: Links, base_url: str) -> dict[str, Any]:
    if not project.is_completed:
        return dict.fromkeys(("asset_id", "download_url", "thumbnail_url", "signed_url"), "") | {"duration": 0}
    since = project.sub_steps[-1].completed_at

    def link(file_name: str, *, to_save: bool = False) -> str:
        path = asset_path(project.project_id, file_name)
        return f"{base_url}{path}?{links.query(path, since=since, to_save=to_save)}"

    return {
        "asset_id": project.asset_id,
        "download_url": link(FILM_NAME, to_save=True),
        "thumbnail_url": link(THUMBNAIL_NAME),
        "signed_url": link(FILM_NAME),
        "duration": round(project.duration_s, 2),
    }


def _timestamp(at: float) -> str:
    """The machine's own time of day, as in "2026-02-17 13:35:47"; empty for what has not happened."""
    return datetime.fromtimestamp(at, UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S") if at else ""
