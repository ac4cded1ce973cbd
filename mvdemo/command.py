"""The command line of the demo studio."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path
from secrets import token_urlsafe

from mvdemo.faults.manual import MANUAL
from mvdemo.filming import PROFILE_NAMES
from mvdemo.operations import ADVANCES
from mvdemo.problem import StudioProblem
from mvdemo.projects import Limits
from mvdemo.server import MOST_PORT
from mvdemo.studio import DemoStudio

DEFAULT_PORT = 8790


def main(arguments: list[str] | None = None) -> int:
    """Serve until Ctrl+C; return the exit code."""
    asked = _parser().parse_args(arguments)
    profile = asked.profile or ("show" if asked.advance == "timed" else "draft")
    secret = token_urlsafe(12)
    studio = DemoStudio(
        asked.folder,
        host=asked.host,
        port=asked.port,
        advance=asked.advance,
        profile=profile,
        limits=Limits(waiting_each=asked.waiting_each),
        admin_secret=secret,
    )
    try:
        studio.start()
    except StudioProblem as problem:
        sys.stderr.write(f"The demo studio cannot start: {problem}\n")
        return 1
    sys.stdout.write(_greeting(studio, secret))
    sys.stdout.flush()
    ended = threading.Event()
    # Both said plainly: a process that a shell puts into the background starts with Ctrl+C switched off.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: ended.set())
    # Short waits, because Windows cannot interrupt a long one.
    while not ended.wait(timeout=1):
        continue
    studio.stop()
    return 0


def _greeting(studio: DemoStudio, secret: str) -> str:
    return f"""\
The demo studio is open at {studio.base_url}

  export GIGGLE_API_BASE={studio.base_url}
  export GIGGLE_API_KEY=any-key

Films and projects: {studio.folder}
Faults, truth, magic titles: {studio.base_url}/_demo, or --help.
The truth about the projects: {studio.base_url}/_demo/projects?secret={secret}
Ctrl+C closes it.
"""


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= MOST_PORT:
        raise ValueError(text)
    return port


_port.__name__ = "port"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m mvdemo",
        description=(
            "A stand-in for Giggle's MV API on this machine. Any key works, nothing is charged, nothing is\n"
            "fetched from the network, and the films are really made."
        ),
        epilog=MANUAL,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=_port, default=DEFAULT_PORT, help="port, 0 for a free one (default %(default)s)")
    parser.add_argument(
        "--advance",
        choices=ADVANCES,
        default="timed",
        help="timed: projects move by themselves; per-query: one sub-step with each look; "
        "at-once: all until the payment on submit, the rest on pay (default %(default)s)",
    )
    parser.add_argument(
        "--profile",
        choices=PROFILE_NAMES,
        help="show: 720p, 24 frames a second; draft: small, made in a few seconds; tiny: for tests "
        "(default show when timed, otherwise draft)",
    )
    parser.add_argument(
        "--waiting-each",
        type=int,
        default=Limits.waiting_each,
        help="films of one key that may wait for the renderer (default %(default)s)",
    )
    parser.add_argument(
        "--folder",
        type=Path,
        help="where projects and films stay (default: your own folder under the system's temporary folder)",
    )
    return parser
