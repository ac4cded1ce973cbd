"""Why a demo studio cannot open, as a sentence for a person and a word for a program."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class StudioProblem(Exception):
    """The demo studio cannot open.

    `reason` is a stable word: "setting" (an option that does not exist), "folder_in_use", "disk_full",
    "folder" (it cannot be made or written), "port_in_use", "address" (any other trouble with host or port).
    """

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class FolderInUse(StudioProblem):
    """Another demo studio works in this folder."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"Another demo studio works in {path}.", reason="folder_in_use")


NO_ROOM = "There is no room left on the demo studio's disk."


def is_disk_full(problem: BaseException) -> bool:
    """Whether an error means that there is no room left."""
    return isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def folder_problem(path: Path, problem: Exception) -> StudioProblem:
    """What an error with a folder means; ValueError is Python's own for a path that no system takes."""
    if is_disk_full(problem):
        return StudioProblem(f"There is no room left on the disk of {path}.", reason="disk_full")
    return StudioProblem(f"The folder {path} cannot be used: {_words(problem)}.", reason="folder")


def address_problem(host: str, port: int, problem: Exception) -> StudioProblem:
    """What an error with the address to listen on means."""
    if isinstance(problem, OSError) and problem.errno == errno.EADDRINUSE:
        return StudioProblem(
            f"Port {port} is in use by another program; choose another one, or 0 for a free one.", reason="port_in_use"
        )
    return StudioProblem(f"It is not possible to listen on {host}, port {port}: {_words(problem)}.", reason="address")


def _words(problem: Exception) -> str:
    return (getattr(problem, "strerror", None) or str(problem)).rstrip(".").lower()
