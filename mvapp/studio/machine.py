"""What this machine, or the container on it, lets us have."""

import ctypes
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

_M_ARENA_MAX: Final = -8
_SMALL_BYTES: Final = 1_500_000_000
_FEW_CORES: Final = 1.5
_NO_LIMIT_BYTES: Final = 1 << 50
"""Older kernels write a huge number where there is no limit."""


def is_small(root: Path = Path("/")) -> bool:
    """Whether a film of the best quality would take too long here, or too much; such as a free place in the cloud.

    Films of both kinds were timed with half a core and 690 MB: 27 to 35 s as a draft, 51 to 82 s as a show.
    """
    return _memory_bytes(root) < _SMALL_BYTES or _cores(root) < _FEW_CORES


def share_one_heap() -> None:
    """Have all threads use one heap; where the C library has no such call, nothing happens.

    glibc has eight a core, and each keeps what the threads that used it have freed. To be called before there are any.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def give_back_memory() -> None:
    """Hands back to the system what is free; where the C library has no such call, nothing happens.

    glibc keeps freed megabytes for the thread that had them, and each visitor's run is a thread of its own: twenty
    photos of 12 megapixels, long let go of, held 200 MiB (`benchmarks/creators.py`).
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def _memory_bytes(root: Path) -> float:
    limits = [_number(told) for told in _told(root, "memory.max", "memory.limit_in_bytes")]
    limits.append(_installed_bytes())
    return min((limit for limit in limits if limit is not None and limit < _NO_LIMIT_BYTES), default=_NO_LIMIT_BYTES)


def _cores(root: Path) -> float:
    here = float(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    shares = [told.split() for told in _told(root, "cpu.max", "")]  # "50000 100000", or "max 100000"
    first = zip(_told(root, "", "cpu.cfs_quota_us"), _told(root, "", "cpu.cfs_period_us"), strict=False)  # -1: no limit
    shares += [list(pair) for pair in first]
    numbers = [(_number(share[0]), _number(share[-1])) for share in shares if share]
    return min([here, *(quota / period for quota, period in numbers if quota and period)])


def _told(root: Path, second: str, first: str) -> Iterator[str]:
    """What the control groups say, of the second version or the first: our own, and all above it."""
    groups = root / "sys/fs/cgroup"
    for name, controller in ((second, ""), (first, first.partition(".")[0])):
        top = groups / controller
        own = top / _own_group(root, controller)
        for folder in (own, *own.parents):
            if name and folder.is_relative_to(top) and (file := folder / name).is_file():
                with suppress(OSError):
                    yield file.read_text().strip()


def _own_group(root: Path, controller: str) -> str:
    """Such as "pod/app", of lines as "4:cpu,cpuacct:/pod/app"; "" where nobody says."""
    try:
        lines = (root / "proc/self/cgroup").read_text().splitlines()
    except OSError:
        return ""
    named = {names: path for line in lines for _, names, path in [line.split(":", 2)] if line.count(":") > 1}
    found = [path for names, path in named.items() if controller in names.split(",")]
    return found[0].strip("/") if found else ""


def _number(told: str) -> float | None:
    return float(told) if told.isdecimal() else None


def _installed_bytes() -> float | None:
    try:
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):  # not on every system
        return None
