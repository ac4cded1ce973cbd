"""The projects of one folder: written to disk at every change, bounded in number, size and age."""

from __future__ import annotations

import json
import os
import re
import shutil
import threading
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mvdemo.project import Project, from_json, to_json
from mvdemo.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mvdemo.intake import Creation

ID_PATTERN = re.compile(r"demo-[0-9a-f]{32}")
NOT_FOUND = 404


@dataclass(frozen=True)
class Limits:
    """What a folder may hold; the projects that were not touched for longest go first."""

    projects: int = 200
    total_bytes: int = 1_000_000_000
    age_s: float = 7 * 24 * 3600.0
    waiting: int = 50
    """Films that may wait for the renderer; the next one is asked to come back later."""


class Projects:
    """Every project of the folder, by id; safe to use from any thread."""

    def __init__(self, folder: Path, *, limits: Limits, clock: Callable[[], float]) -> None:
        self._folder = folder / "projects"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._limits = limits
        self._clock = clock
        self._lock = threading.RLock()
        self._projects: dict[str, Project] = {}
        self._load()

    def create(self, creation: Creation) -> Project:
        """A new project under an id nobody can guess."""
        now = self._clock()
        project = Project(
            project_id=f"demo-{uuid.uuid4().hex}",
            asset_id=f"demo-asset-{uuid.uuid4().hex}",
            name=creation.name,
            length=creation.length,
            is_sketch=creation.is_sketch,
            created_at=now,
            updated_at=now,
        )
        with self._lock:
            (self._folder / project.project_id).mkdir()
            self._store(project)
        return project

    def get(self, project_id: str) -> Project:
        """The project as it stands; raises Refusal if there is none."""
        with self._lock:
            project = self._projects.get(project_id)
        if project is None:
            raise Refusal("There is no such project.", code=NOT_FOUND)
        return project

    def find(self, project_id: str) -> Project | None:
        """The project as it stands, None if there is none."""
        with self._lock:
            return self._projects.get(project_id)

    def all(self) -> list[Project]:
        """Every project, oldest first."""
        with self._lock:
            return sorted(self._projects.values(), key=lambda project: project.created_at)

    def update(self, project_id: str, change: Callable[[Project], Project]) -> Project:
        """Replaces a project by its next state, on disk too; if `change` raises, all stays as it was."""
        with self._lock:
            project = change(self.get(project_id))
            self._store(project)
            return project

    def keep_picture(self, project_id: str, content: bytes) -> None:
        """Keeps the caller's picture until the film is finished."""
        self._write(self.home(project_id) / "picture", content)

    def picture(self, project_id: str) -> bytes:
        """The caller's picture."""
        return (self.home(project_id) / "picture").read_bytes()

    def home(self, project_id: str) -> Path:
        """The project's own folder."""
        return self._folder / project_id

    def film_folder(self, project_id: str) -> Path:
        """Where the film is made and stays."""
        return self.home(project_id) / "film"

    def tidy(self, project_id: str, keep: tuple[Path, ...]) -> None:
        """Deletes everything a finished film does not need any more, the caller's picture included."""
        home = self.home(project_id)
        kept = {home / "project.json", *keep}
        for path in sorted(home.rglob("*"), reverse=True):
            if path in kept:
                continue
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            else:
                path.unlink(missing_ok=True)

    def remove(self, project_id: str) -> None:
        """Forgets a project and deletes its files."""
        with self._lock:
            self._projects.pop(project_id, None)
        if ID_PATTERN.fullmatch(project_id):
            shutil.rmtree(self.home(project_id), ignore_errors=True)

    def make_room(self, is_in_work: Callable[[str], bool]) -> list[str]:
        """Removes what is too old, too many or too much, never what is in work; returns the removed ids."""
        removed = []
        with self._lock:
            idle = [project for project in self._projects.values() if not is_in_work(project.project_id)]
            idle.sort(key=lambda project: project.updated_at)
            sizes = {project_id: self._size(project_id) for project_id in self._projects}
            for project in idle:
                is_old = self._clock() - project.updated_at > self._limits.age_s
                is_too_many = len(sizes) > self._limits.projects
                is_too_much = sum(sizes.values()) > self._limits.total_bytes
                if is_old or is_too_many or is_too_much:
                    del sizes[project.project_id]
                    self.remove(project.project_id)
                    removed.append(project.project_id)
        return removed

    def _size(self, project_id: str) -> int:
        total = 0
        for path in self.home(project_id).rglob("*"):
            try:
                total += path.stat().st_size
            except FileNotFoundError:  # a renderer's temporary file, gone meanwhile
                continue
        return total

    def _store(self, project: Project) -> None:
        content = json.dumps(to_json(project), ensure_ascii=False, indent=1).encode()
        self._write(self.home(project.project_id) / "project.json", content)
        self._projects[project.project_id] = project

    def _write(self, path: Path, content: bytes) -> None:
        unfinished = path.with_name(path.name + ".new")
        unfinished.write_bytes(content)
        os.replace(unfinished, path)  # noqa: PTH105  (the atomic rename itself, said plainly)

    def _load(self) -> None:
        for home in self._folder.iterdir():
            if not ID_PATTERN.fullmatch(home.name):
                continue
            try:
                project = from_json(json.loads((home / "project.json").read_bytes()))
            except (OSError, ValueError, TypeError, KeyError, AttributeError):
                # Half a project from a machine that lost power: nobody can go on with it.
                shutil.rmtree(home, ignore_errors=True)
                continue
            self._projects[home.name] = replace(project.interrupted(), project_id=home.name)
