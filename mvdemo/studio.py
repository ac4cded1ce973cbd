"""The demo studio as an object: start it, point a client at `base_url`, stop it."""

from __future__ import annotations

import atexit
import time
from typing import TYPE_CHECKING, Self

from mvdemo import making, memory
from mvdemo.faults.admin import AdminDesk
from mvdemo.faults.armed import Faults
from mvdemo.filming import FILMING_SHARES, film_producer
from mvdemo.folder import claimed_folder
from mvdemo.links import Links, folder_secret
from mvdemo.operations import ADVANCES, Operations
from mvdemo.problem import StudioProblem, folder_problem
from mvdemo.projects import Limits, Projects
from mvdemo.routes import studio_app
from mvdemo.server import MOST_PORT, Server
from mvdemo.snapshot import FILM_NAME, THUMBNAIL_NAME
from mvdemo.uploads import Uploads
from mvdemo.workshop import HOLD_S, Pace, Pause, Producer, Workshop

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mvdemo.forecast import TimeLeft
    from mvdemo.making import Shots, SungLine

DEFAULT_STEP_S = 1.2
LINK_LIFETIME_S = 3600.0


class DemoStudio:
    """A stand-in for Giggle in this process: its API on a loopback port, and films that are really made.

    Args:
        folder: where projects, films and the links' secret stay; None for this user's own folder under
            the system's temporary folder, which the next start finds again.
        host: the address to listen on.
        port: the port; 0 takes a free one.
        advance: "timed" moves by itself, "per-query" one sub-step a look, "at-once" as far as it can at once.
        profile: "show" is 720p24, "draft" small and quick, "tiny" for tests.
        step_s: the least seconds of a sub-step when timed, so that a person can watch it.
        limits: what the folder may hold.
        link_lifetime_s: how long a signed link opens its film.
        clock: epoch seconds.
        pause: waits for an event or so many seconds, as `threading.Event.wait` does.
        producer: makes films in another way than the renderer, for tests.
        admin_secret: what the admin routes ask for; "" opens them to every program of this machine, None closes them.

    Raises:
        StudioProblem: `advance` or `profile` is none of these words, or `port` is no port.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        advance: str = "timed",
        profile: str = "show",
        step_s: float = DEFAULT_STEP_S,
        limits: Limits | None = None,
        link_lifetime_s: float = LINK_LIFETIME_S,
        clock: Callable[[], float] = time.time,
        pause: Pause | None = None,
        producer: Producer | None = None,
        admin_secret: str | None = "",
    ) -> None:
        self._folder_wish = folder
        self._host = host
        self._port = port
        if advance not in ADVANCES:
            raise StudioProblem(f"advance must be one of {', '.join(ADVANCES)}.", reason="setting")
        if not 0 <= port <= MOST_PORT:
            raise StudioProblem(f"port must be a number from 0 to {MOST_PORT}.", reason="setting")
        self._advance = advance
        self._limits = limits or Limits()
        self._link_lifetime_s = link_lifetime_s
        self._clock = clock
        is_timed = advance == "timed"
        self._producer = producer or film_producer(profile)
        self._pace = Pace(
            step_s if is_timed else 0.0,
            clock,
            pause or Pace.pause,
            HOLD_S if is_timed else 0.0,
            FILMING_SHARES.get(profile, 1.0),
        )
        self._admin_secret = admin_secret
        self._is_running = False
        self.faults = Faults()
        """The armed faults, as the admin routes see them."""

    def start(self) -> DemoStudio:
        """Open the port and go on with what a former run left unfinished; do nothing if it runs already.

        Raises StudioProblem if the folder or the port cannot be had; its `reason` says why.
        """
        if self._is_running:
            return self
        memory.keep_small()
        self._folder = claimed_folder(self._folder_wish)
        try:
            self._open()
        except OSError as problem:
            self._folder.release()
            raise folder_problem(self._folder.path, problem) from None
        except BaseException:
            self._folder.release()
            raise
        self._is_running = True
        # An encoder that is still at work while Python ends can crash it.
        atexit.register(self.stop)
        return self

    def _open(self) -> None:
        self._projects = Projects(self._folder.path, limits=self._limits, clock=self._clock)
        secret = folder_secret(self._folder.path)
        links = Links(secret, lifetime_s=self._link_lifetime_s, clock=self._clock)
        uploads = Uploads(self._folder.path, links, secret=secret, limits=self._limits, clock=self._clock)
        self.faults.released.clear()
        self._workshop = Workshop(self._projects, self._producer, pace=self._pace, trouble=self.faults.failure_of)
        self._operations = Operations(
            self._projects,
            self._workshop,
            links,
            uploads,
            advance=self._advance,
            limits=self._limits,
            clock=self._clock,
        )
        admin = None
        if self._admin_secret is not None:
            desk = (self._operations, self._projects, self._workshop, self.faults)
            admin = AdminDesk(*desk, secret=self._admin_secret, host=self._host)
        app = studio_app(self._operations, self._projects, links, uploads, self._workshop, self.faults, admin)
        self._server = Server(app, self._host, self._port)
        self._projects.make_room(lambda _project_id: False)
        uploads.make_room()
        self._operations.resume()
        self._workshop.open()
        self._server.start()

    def stop(self) -> None:
        """End the work at hand and free the port; unfinished projects go on at the next start."""
        if not self._is_running:
            return
        self._is_running = False
        atexit.unregister(self.stop)
        self.faults.released.set()
        self._workshop.close()
        self._server.stop()
        self._folder.release()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def folder(self) -> Path:
        """Where everything stays."""
        return self._folder.path

    @property
    def port(self) -> int:
        """The real port."""
        return self._server.port

    @property
    def base_url(self) -> str:
        """What a client takes as GIGGLE_API_BASE."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self._host, self._host)  # noqa: S104 - read, not listened on
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    def film(self, project_id: str) -> Path | None:
        """The finished film, None before."""
        return self._finished(project_id, FILM_NAME)

    def thumbnail(self, project_id: str) -> Path | None:
        """The finished film's picture, None before."""
        return self._finished(project_id, THUMBNAIL_NAME)

    def picture(self, project_id: str) -> bytes | None:
        """The picture that a film is made of, until it is finished."""
        return self._operations.picture(project_id)

    def song(self, project_id: str) -> Path | None:
        """The song as a file, as soon as it is written."""
        return self._operations.made(project_id, making.SONG_NAME)

    def sung_lines(self, project_id: str) -> tuple[SungLine, ...]:
        """The words and when they are sung, as soon as the song is written."""
        return making.sung_lines(self._projects.film_folder(project_id))

    def shots(self, project_id: str) -> Shots | None:
        """How far the filming is, None before and after."""
        return self._operations.shots(project_id)

    def still(self, project_id: str, name: str) -> Path | None:
        """A still by the name that `shots` tells."""
        return self._operations.made(project_id, name)

    def queue_position(self, project_id: str) -> int:
        """How many films are ahead of this one; 0 for one that has begun, is done or unknown."""
        return self._workshop.position(project_id)

    @property
    def waiting(self) -> int:
        """How many films are in the line."""
        return self._workshop.waiting

    def time_left(self, project_id: str) -> TimeLeft | None:
        """How much longer the film will take; None when there is nothing to say."""
        return self._workshop.time_left(project_id)

    def cancel(self, project_id: str) -> None:
        """Stop work on a project, forget it and delete its files."""
        self._operations.forget(project_id)

    def _finished(self, project_id: str, file_name: str) -> Path | None:
        project = self._projects.find(project_id)
        path = self._projects.film_folder(project_id) / file_name
        return path if project is not None and project.is_completed and path.is_file() else None
