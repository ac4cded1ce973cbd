"""One demo studio for all replicas of the app, on another machine, by `MV_DEMO_STUDIO`: `python -m mvdemo --host …`."""

import contextlib
import json
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

from mvapp.studio.making import SungLine
from mvclient import MVError, MVTrusteeAPI
from mvclient.lines import unlogged

_MOST_FILMS: Final = 40
"""Films kept here at a time; another look fetches them again."""
_PATIENCE_S: Final = (1.0, 5.0)  # to connect, and for each part of an answer
_ASKED_EVERY_S: Final = 10.0
"""How often a studio that is silent, or a film that is not there, is asked again: a page waits for each question."""
_ONE_LOOK_S: Final = 0.5
"""Whatever a drawing of a page asks of one project is told by one answer."""
_MOST_REMEMBERED: Final = 1000
_STILL: Final = re.compile(r"still-\d{3}-of-\d{3}\.jpg")
_IS_OURS: Final = re.compile(r"demo-[0-9A-Za-z-]{1,100}")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TimeLeft:
    """As the demo studio tells it."""

    low_s: float
    high_s: float
    is_slow: bool
    fraction: float


@dataclass(frozen=True)
class Filmed:
    """As the demo studio tells it: how many shots of how many, and what the last one's still is called."""

    done: int
    count: int
    still: str


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
        self._outlooks: dict[str, tuple[float, dict[str, Any]]] = {}

    def film(self, project_id: str) -> Path | None:
        """The finished film, fetched once; None before."""
        return self._fetched(project_id, "film.mp4")

    def thumbnail(self, project_id: str) -> Path | None:
        """A still of it."""
        return self._fetched(project_id, "still.jpg")

    def time_left(self, project_id: str) -> TimeLeft | None:
        """How much longer the film will take; None when there is nothing to say."""
        left = self._outlook(project_id).get("left")
        return TimeLeft(left["low_s"], left["high_s"], left["is_slow"], left.get("fraction", 0.0)) if left else None

    def picture(self, project_id: str) -> bytes | None:
        """The picture that a film is made of, until it is finished."""
        try:
            return self._ask("GET", "/_studio/made", project_id, name="picture").content
        except requests.RequestException:
            return None

    def song(self, project_id: str) -> Path | None:
        """The song, fetched once it is written."""
        return self._made(project_id, "song.m4a") if self._outlook(project_id).get("has_song") else None

    def shots(self, project_id: str) -> Filmed | None:
        """How far the filming is."""
        told = self._outlook(project_id).get("shots")
        return Filmed(int(told["done"]), int(told["count"]), str(told["still"])) if told else None

    def still(self, project_id: str, name: str) -> Path | None:
        """A still by the name that `shots` tells."""
        return self._made(project_id, name) if _STILL.fullmatch(name) else None

    def sung_lines(self, project_id: str) -> tuple[SungLine, ...]:
        """The words and when they are sung."""
        file = self._made(project_id, "lines.json") if self._outlook(project_id).get("has_song") else None
        with contextlib.suppress(OSError, ValueError, TypeError):  # of another version, or cut off
            return tuple(SungLine(**line) for line in json.loads(file.read_bytes())) if file is not None else ()
        return ()

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
        self._outlooks.clear()  # everybody's place in the line

    def _outlook(self, project_id: str) -> dict[str, Any]:
        if self._is_too_soon(""):
            return {}
        asked_at, told = self._outlooks.get(project_id, (-_ONE_LOOK_S, {}))
        if time.monotonic() - asked_at < _ONE_LOOK_S:
            return told
        try:
            told = dict(self._ask("GET", "/_studio/outlook", project_id).json())
        except (requests.RequestException, ValueError, TypeError):
            self._wait_with("")
            return {}
        if len(self._outlooks) > _MOST_REMEMBERED:
            self._outlooks.clear()
        self._outlooks[project_id] = (time.monotonic(), told)
        return told

    def _ask(self, method: str, path: str, project_id: str, **more: str) -> requests.Response:
        asked = {"project_id": project_id, **more}
        answer = self._session.request(method, self.base_url + path, params=asked, timeout=_PATIENCE_S)
        answer.raise_for_status()
        return answer

    def _made(self, project_id: str, name: str) -> Path | None:
        """A file of a film in the making, fetched once."""
        if _IS_OURS.fullmatch(project_id) is None:
            return None
        folder = self._folder / project_id
        with self._fetching:
            if not (folder / name).is_file():
                try:
                    content = self._ask("GET", "/_studio/made", project_id, name=name).content
                    folder.mkdir(exist_ok=True)
                    (folder / name).write_bytes(content)
                except (requests.RequestException, OSError):
                    return None
            self._keep(project_id, folder)
        return folder / name

    def _keep(self, project_id: str, folder: Path) -> None:
        self._films[project_id] = folder
        self._films.move_to_end(project_id)
        while len(self._films) > _MOST_FILMS:
            shutil.rmtree(self._films.popitem(last=False)[1], ignore_errors=True)

    def _fetched(self, project_id: str, name: str) -> Path | None:
        if _IS_OURS.fullmatch(project_id) is None:
            return None
        folder = self._folder / project_id
        with self._fetching:
            if not (folder / name).is_file() and (self._is_too_soon(project_id) or not self._fetch(project_id, folder)):
                self._wait_with(project_id)
                return None
            self._keep(project_id, folder)
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
                with unlogged(), self._session.get(link, stream=True, timeout=_PATIENCE_S) as answer:
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
