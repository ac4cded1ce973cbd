"""What this machine, or the container on it, lets us have."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_SMALL_BYTES: Final = 1_500_000_000
_FEW_CORES: Final = 1.5
_NO_LIMIT_BYTES: Final = 1 << 50
"""Older kernels write a huge number where there is no limit."""


def is_small(root: Path = Path("/")) -> bool:
    """Whether a film of the best quality would take too long here, or too much; such as a free place in the cloud.

    Films of both kinds were timed with half a core and 690 MB: 27 to 35 s as a draft, 51 to 82 s as a show.
    """
    return _memory_bytes(root) < _SMALL_BYTES or _cores(root) < _FEW_CORES


def _memory_bytes(root: Path) -> float:
    limits = [_number(told) for told in _told(root, "memory.max", "memory/memory.limit_in_bytes")]
    limits.append(_installed_bytes())
    return min((limit for limit in limits if limit is not None and limit < _NO_LIMIT_BYTES), default=_NO_LIMIT_BYTES)


def _cores(root: Path) -> float:
    here = [float(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)]
    for told in _told(root, "cpu.max"):  # "50000 100000", or "max 100000"
        quota, _, period = told.partition(" ")
        here += _share(quota, period)
    for quota, period in zip(
        _told(root, "", "cpu/cpu.cfs_quota_us"), _told(root, "", "cpu/cpu.cfs_period_us"), strict=False
    ):
        here += _share(quota, period)  # "-1" where there is no limit
    return min(here)


def _share(quota: str, period: str) -> list[float]:
    had, of = _number(quota), _number(period)
    return [had / of] if had and of else []


def _told(root: Path, second: str, first: str = "") -> Iterator[str]:
    """What the control groups say, of the second version in our own and all above it, and of the first."""
    groups = root / "sys/fs/cgroup"
    files = [groups / first] if first else []
    if second:
        try:
            own = (root / "proc/self/cgroup").read_text().rpartition("0::")[2].strip().strip("/")
        except OSError:
            own = ""
        folder = groups / own
        files += [place / second for place in (folder, *folder.parents) if place.is_relative_to(groups)]
    for file in files:
        try:
            yield file.read_text().strip()
        except OSError:
            continue


def _number(told: str) -> float | None:
    return float(told) if told.isdecimal() else None


def _installed_bytes() -> float | None:
    try:
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):  # not on every system
        return None
