"""The folder of a demo studio: private to its user, and never used by two studios at once."""

from __future__ import annotations

import getpass
import hashlib
import os
import tempfile
from pathlib import Path

from filelock import FileLock, Timeout

from mvdemo.problem import FolderInUse, StudioProblem, folder_problem

MOST_STUDIOS = 20
LEAST_ROOM = 256 * 1024
"""Bytes that must fit on the disk, or a studio could not even note what is asked of it."""


class Folder:
    """A folder that is ours until `release`."""

    def __init__(self, path: Path) -> None:
        """Make and claim the folder; raise StudioProblem if it cannot be written or another studio has it."""
        self.path = path
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
            # Whatever thread ends the studio lets go of the folder, not only the one that opened it.
            self._claim = FileLock(path / "in-use", timeout=0, thread_local=False)
            self._claim.acquire()
        except Timeout:
            raise FolderInUse(path) from None
        except (OSError, ValueError) as problem:
            raise folder_problem(path, problem) from None
        try:
            _check_room(path / "room")
        except OSError as problem:
            self.release()
            raise folder_problem(path, problem) from None

    def release(self) -> None:
        """Let the next studio in."""
        self._claim.release()


def claimed_folder(path: Path | None) -> Folder:
    """The given folder, or this user's own one under the system's temporary folder.

    The latter has a fixed name, so that a restarted studio finds its projects; a second studio that
    runs at the same time gets a folder with a number.
    """
    if path is not None:
        return Folder(path)
    try:
        system = Path(tempfile.gettempdir())
    except OSError as problem:
        raise StudioProblem(f"This system has no folder for temporary files: {problem}", reason="folder") from None
    user = hashlib.sha256(getpass.getuser().encode()).hexdigest()[:8] if not hasattr(os, "getuid") else os.getuid()
    for number in range(1, MOST_STUDIOS + 1):
        name = f"mv-studio-demo-{user}" + (f"-{number}" if number > 1 else "")
        candidate = system / name
        try:
            folder = Folder(candidate)
        except StudioProblem as problem:
            if problem.reason == "disk_full":
                raise
            continue
        if _is_private(candidate):
            return folder
        folder.release()
    # Someone else holds every name; a fresh folder still works, though the next start will not find it.
    return Folder(Path(tempfile.mkdtemp(prefix="mv-studio-demo-")))


def _check_room(probe: Path) -> None:
    try:
        probe.write_bytes(bytes(LEAST_ROOM))
    finally:
        probe.unlink(missing_ok=True)


def _is_private(path: Path) -> bool:
    """Whether a folder in a place that everybody writes to is really ours."""
    if not hasattr(os, "getuid"):
        return True
    facts = path.lstat()
    return not path.is_symlink() and facts.st_uid == os.getuid() and facts.st_mode & 0o077 == 0
