"""One demo studio for all replicas of the app, on another machine, by `MV_DEMO_STUDIO`: `python -m mvdemo --host …`."""

import contextlib
import logging
import re
import shutil
import tempfile
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import requests

from mvclient import MVError, MVTrusteeAPI

_MOST_FILMS: Final = 40
"""Films kept here at a time; another look fetches them again."""
_PATIENCE_S: Final = (1.0, 5.0)  # to connect, and for each part of an answer
_ASKED_EVERY_S: Final = 10.0
"""How often a studio that is silent, or a film that is not there, is asked again: a page waits for each question."""
_MOST_REMEMBERED: Final = 1000
_IS_OURS: Final = re.compile(r"demo-[0-9A-Za-z-]{1,100}")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TimeLeft:
    """As the demo studio tells it."""

    low_s: float
    high_s: float
    is_slow: bool


class DistantStudio:
    """A demo studio that other replicas of the app ask too; what it cannot say now is as if it were not there."""

    def __init__(self, base_url: str, key: str) -> None:
        self.base_url = base_url.rstrip("/")
        self._api = MVTrusteeAPI(key, base_url=self.base_url, network_retries=0)
        self._session = requests.Session()
        self._session.trust_env = (
            False  # it is ours: no proxy leads there, and no password of the machine's belongs there
        )
        self._session.headers["x-auth"] = key
        self._folder = Path(tempfile.mkdtemp(prefix="mv-studio-films-"))
        self._films: OrderedDict[str, Path] = OrderedDict()
        self._fetching = threading.Lock()
        self._not_before: dict[str, float] = {}

    def film(self, project_id: str) -> Path | None:
        """The finished film, fetched once; None before."""
        return self._fetched(project_id, "film.mp4")

    def thumbnail(self, project_id: str) -> Path | None:
        """A still of it."""
        return self._fetched(project_id, "still.jpg")

    def time_left(self, project_id: str) -> TimeLeft | None:
        """How much longer the film will take; None when there is nothing to say."""
        left = self._outlook(project_id).get("left")
        return TimeLeft(left["low_s"], left["high_s"], left["is_slow"]) if left else None

    def queue_position(self, project_id: str) -> int:
        """How many films are ahead of this one."""
        return int(self._outlook(project_id).get("ahead", 0))

    @property
    def waiting(self) -> int:
        """How long the line is; it is not ours."""
        return 0

    def cancel(self, project_id: str) -> None:
        """Stop work on a project and forget it."""
        with contextlib.suppress(requests.RequestException):
            self._ask("POST", "/_studio/cancel", project_id)

    def _outlook(self, project_id: str) -> dict[str, Any]:
        if self._is_too_soon(""):
            return {}
        try:
            return dict(self._ask("GET", "/_studio/outlook", project_id).json())
        except (requests.RequestException, ValueError, TypeError):
            self._wait_with("")
            return {}

    def _ask(self, method: str, path: str, project_id: str) -> requests.Response:
        place = self.base_url + path
        answer = self._session.request(method, place, params={"project_id": project_id}, timeout=_PATIENCE_S)
        answer.raise_for_status()
        return answer

    def _fetched(self, project_id: str, name: str) -> Path | None:
        if _IS_OURS.fullmatch(project_id) is None:
            return None
        folder = self._folder / project_id
        with self._fetching:
            if not (folder / name).is_file() and (self._is_too_soon(project_id) or not self._fetch(project_id, folder)):
                self._wait_with(project_id)
                return None
            self._films[project_id] = folder
            self._films.move_to_end(project_id)
            while len(self._films) > _MOST_FILMS:
                shutil.rmtree(self._films.popitem(last=False)[1], ignore_errors=True)
        return folder / name

    def _is_too_soon(self, project_id: str) -> bool:
        return time.monotonic() < self._not_before.get(project_id, 0.0)

    def _wait_with(self, project_id: str) -> None:
        if len(self._not_before) > _MOST_REMEMBERED:
            self._not_before.clear()
        if not self._is_too_soon(project_id):
            self._not_before[project_id] = time.monotonic() + _ASKED_EVERY_S

    def _fetch(self, project_id: str, folder: Path) -> bool:
        try:
            look = self._api.query(project_id)
            if not look.is_finished or look.video is None:
                return False
            folder.mkdir(exist_ok=True)
            for name, link in (("still.jpg", look.video.thumbnail_url), ("film.mp4", look.video.play_url)):
                with self._session.get(link, stream=True, timeout=_PATIENCE_S) as answer:
                    answer.raise_for_status()
                    part = folder / f"{name}.part"
                    with part.open("wb") as file:
                        for piece in answer.iter_content(1 << 16):
                            file.write(piece)
                    part.rename(folder / name)
        except (MVError, requests.RequestException, OSError) as error:
            # Only its kind: the text holds a signed link.
            _log.warning("A film of the shared demo studio could not be fetched (%s).", type(error).__name__)
            return False
        return True
