"""The projects of one folder: written to disk at every change, bounded in number, size and age."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import shutil
import threading
import uuid
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mvdemo import making, project_file
from mvdemo.project import Project
from mvdemo.refusal import Refusal
from mvdemo.snapshot import FILM_NAME, THUMBNAIL_NAME

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mvdemo.intake import Creation

log = logging.getLogger("mvdemo")

PICTURE_NAME = "picture"
SONG_NAME = "song"
UNFINISHED = ".new"
LEFTOVERS = (
    "footage.mp4",
    "footage.part.mp4",
    "film.part.mp4",
    "thumbnail.part.jpg",
    "song.part.m4a",
    "still.part.jpg",
)
"""What the renderer writes beside the film and the thumbnail; nothing else in its folder is ours to delete."""
ID_PATTERN = re.compile(r"demo-[0-9a-f]{32}")
NOT_FOUND = 404


@dataclass(frozen=True)
class Limits:
    """What a folder may hold; the projects that were not touched for longest go first."""

    projects: int = 200
    """So many that were submitted; and besides, as many that were only created."""
    total_bytes: int = 1_000_000_000
    song_total_bytes: int = 500_000_000
    """Of songs that callers brought, besides."""
    age_s: float = 7 * 24 * 3600.0
    waiting: int = 50
    """Films that may wait for the renderer; the next one is asked to come back later."""
    waiting_each: int = 50
    """Of these, films of one key."""


class Projects:
    """Every project of the folder, by id; safe to use from any thread."""

    def __init__(self, folder: Path, *, limits: Limits, clock: Callable[[], float]) -> None:
        self._folder = folder / "projects"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._limits = limits
        self._clock = clock
        self._lock = threading.RLock()
        self._projects: dict[str, Project] = {}
        self._sizes: dict[str, tuple[Project, int]] = {}
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
            self.home(project.project_id).mkdir()
            try:
                self._store(project)
            except OSError:
                self.home(project.project_id).rmdir()
                raise
        return project

    def get(self, project_id: str) -> Project:
        """The project as it stands; raises Refusal if there is none."""
        project = self.find(project_id)
        if project is None:
            raise Refusal("There is no such project.", code=NOT_FOUND)
        return project

    def find(self, project_id: str) -> Project | None:
        """The project as it stands, None if there is none."""
        return self._projects.get(project_id)  # without the lock, behind which somebody may be writing

    def all(self) -> list[Project]:
        """Every project, oldest first."""
        with self._lock:
            return sorted(self._projects.values(), key=lambda project: project.created_at)

    def update(self, project_id: str, change: Callable[[Project], Project]) -> Project:
        """Replace a project by its next state, on disk too; if `change` raises, all stays as it was."""
        with self._lock:
            project = change(self.get(project_id))
            self._store(project)
            return project

    def submit(self, project_id: str, change: Callable[[Project], Project]) -> None:
        """As `update`, and the film gets the next take of its wishes: two at once get two."""
        with self._lock:
            asked = change(self.get(project_id))
            takes = [other.take for other in self._projects.values() if other.wishes == asked.wishes]
            self._store(replace(asked, take=max(takes, default=0) + 1))

    def note(self, project_id: str, change: Callable[[Project], Project]) -> None:
        """As `update`, but not on disk: for the news that the disk takes nothing more."""
        with self._lock:
            self._projects[project_id] = change(self.get(project_id))

    def keep_picture(self, project_id: str, content: bytes) -> None:
        """Keep the caller's picture until the film is finished."""
        self._write(self.home(project_id) / PICTURE_NAME, content)

    def picture(self, project_id: str) -> bytes:
        """The caller's picture."""
        return (self.home(project_id) / PICTURE_NAME).read_bytes()

    def keep_song(self, project_id: str, song: Path) -> None:
        """Keep a copy of the song that the caller brought until the film is finished, whatever becomes of the asset."""
        kept = self.song(project_id)
        unfinished = kept.with_name(kept.name + UNFINISHED)
        try:
            shutil.copyfile(song, unfinished)
            os.replace(unfinished, kept)  # noqa: PTH105 - as below
        except OSError:
            _delete(unfinished)
            raise

    def song(self, project_id: str) -> Path:
        """Where the caller's own song is."""
        return self.home(project_id) / SONG_NAME

    def home(self, project_id: str) -> Path:
        """The project's own folder."""
        return self._folder / project_id

    def film_folder(self, project_id: str) -> Path:
        """Where the film is made and stays."""
        return self.home(project_id) / "film"

    def tidy(self, project_id: str) -> None:
        """Delete what a finished film does not need any more, the caller's picture and song included."""
        film = self.film_folder(project_id)
        _delete(
            self.home(project_id) / PICTURE_NAME,
            self.song(project_id),
            *(film / name for name in LEFTOVERS),
            *making.stills(film),
        )
        self._sizes.pop(project_id, None)

    def remove(self, project_id: str) -> None:
        """Forget a project and delete what the studio wrote for it; whatever else lies there stays."""
        with self._lock:
            if self._projects.pop(project_id, None) is None:
                return
            self._sizes.pop(project_id, None)
        home, film = self.home(project_id), self.film_folder(project_id)
        _delete(
            home / PICTURE_NAME,
            home / SONG_NAME,
            *(film / name for name in (FILM_NAME, THUMBNAIL_NAME, making.SONG_NAME, making.LINES_NAME, *LEFTOVERS)),
            *making.stills(film),
            film,
            *(home / (name + UNFINISHED) for name in (PICTURE_NAME, SONG_NAME, project_file.FILE_NAME)),
            home / project_file.FILE_NAME,
            home,
        )

    def make_room(self, is_in_work: Callable[[str], bool]) -> list[str]:
        """Remove what is too old, too many or too much, never what is in work; return the removed ids."""
        removed = []
        with self._lock:
            total = sum(self._size(project) for project in self._projects.values())
            # Counted apart, so that no film has to go for projects that were only created.
            numbers = Counter(project.submission is None for project in self._projects.values())
            for project in sorted(self._projects.values(), key=lambda project: project.updated_at):
                is_empty = project.submission is None
                is_old = self._clock() - project.updated_at > self._limits.age_s
                is_too_many = numbers[is_empty] > self._limits.projects
                is_too_much = total > self._limits.total_bytes
                if (is_old or is_too_many or is_too_much) and not is_in_work(project.project_id):
                    total -= self._size(project)
                    numbers[is_empty] -= 1
                    self.remove(project.project_id)
                    removed.append(project.project_id)
        return removed

    def _size(self, project: Project) -> int:
        """The bytes of its files, counted again only after it was changed."""
        counted, total = self._sizes.get(project.project_id, (None, 0))
        if counted is not project:
            total = _bytes_in(self.home(project.project_id))
            self._sizes[project.project_id] = (project, total)
        return total

    def _store(self, project: Project) -> None:
        self._write(self.home(project.project_id) / project_file.FILE_NAME, project_file.contents(project))
        self._projects[project.project_id] = project

    def _write(self, path: Path, content: bytes) -> None:
        unfinished = path.with_name(path.name + UNFINISHED)
        try:
            unfinished.write_bytes(content)
            os.replace(unfinished, path)  # noqa: PTH105 - the atomic rename itself, said plainly
        except OSError:
            _delete(unfinished)
            raise

    def _load(self) -> None:
        reasons: Counter[str] = Counter()
        for home in self._folder.iterdir():
            if not ID_PATTERN.fullmatch(home.name):
                continue
            try:
                self._projects[home.name] = project_file.read(home).interrupted()
            except project_file.NotAProject as reason:
                reasons[str(reason)] += 1
        if reasons:
            # Without their names, which are as good as keys.
            told = ", ".join(f"{number} × {reason}" for reason, number in sorted(reasons.items()))
            log.warning("%s: left as they are, for they cannot be read: %s", self._folder, told)


def _delete(*paths: Path) -> None:
    """Delete files, and folders that are empty by then; leave what cannot be deleted."""
    for path in paths:
        with contextlib.suppress(OSError):
            (path.rmdir if path.is_dir() and not path.is_symlink() else path.unlink)()


def _bytes_in(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except OSError:  # a renderer's temporary file, gone meanwhile
            continue
    return total
