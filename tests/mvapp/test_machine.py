"""A small machine, or a small container on a large one, is found out by what its kernel says."""

import os
import platform
from pathlib import Path

import pytest

from mvapp.studio import machine
from mvapp.studio.configuration import demo_profile

GIGABYTE = 10**9


@pytest.fixture(autouse=True)
def large_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_installed_bytes", lambda: 16.0 * GIGABYTE)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 1, 2, 3}, raising=False)


def kernel(root: Path, **files: str) -> Path:
    for name, content in files.items():
        path = root / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content + "\n")
    return root


V2 = "sys__fs__cgroup__"
V1_MEMORY = "sys__fs__cgroup__memory__memory_DOT_limit_in_bytes"
V1_CPU = "sys__fs__cgroup__cpu__cpu_DOT_cfs_"


@pytest.mark.parametrize(
    ("files", "is_small"),
    [
        ({}, False),
        ({f"{V2}memory_DOT_max": "max", f"{V2}cpu_DOT_max": "max 100000"}, False),
        ({f"{V2}memory_DOT_max": "690000000"}, True),
        ({f"{V2}memory_DOT_max": "2700000000", f"{V2}cpu_DOT_max": "200000 100000"}, False),
        ({f"{V2}cpu_DOT_max": "50000 100000"}, True),
        ({f"{V2}cpu_DOT_max": "nonsense"}, False),
        ({"proc__self__cgroup": "0::/pod/app", f"{V2}pod__memory_DOT_max": "690000000"}, True),
        ({"proc__self__cgroup": "0::/pod/app", f"{V2}other__memory_DOT_max": "690000000"}, False),
        ({V1_MEMORY: "690000000"}, True),
        ({V1_MEMORY: "9223372036854771712"}, False),
        ({"proc__self__cgroup": "4:memory:/pod", V1_MEMORY.replace("memory__", "memory__pod__"): "690000000"}, True),
        (
            {
                "proc__self__cgroup": "2:cpu,cpuacct:/pod",
                f"{V2}cpu__pod__cpu_DOT_cfs_quota_us": "50000",
                f"{V2}cpu__pod__cpu_DOT_cfs_period_us": "100000",
            },
            True,
        ),
        ({f"{V1_CPU}quota_us": "-1", f"{V1_CPU}period_us": "100000"}, False),
        ({f"{V1_CPU}quota_us": "8000", f"{V1_CPU}period_us": "100000"}, True),
        ({f"{V1_CPU}quota_us": "8000"}, False),
    ],
)
def test_what_the_kernel_says_decides(tmp_path: Path, files: dict[str, str], is_small: bool) -> None:
    assert machine.is_small(kernel(tmp_path, **files)) is is_small


def test_one_core_is_small_and_so_is_little_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0}, raising=False)
    assert machine.is_small(tmp_path)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 1}, raising=False)
    assert not machine.is_small(tmp_path)
    monkeypatch.setattr(machine, "_installed_bytes", lambda: 1.0 * GIGABYTE)
    assert machine.is_small(tmp_path)


def test_a_system_that_tells_nothing_is_not_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_installed_bytes", lambda: None)
    assert not machine.is_small(tmp_path)


@pytest.mark.parametrize(
    ("is_small", "told", "profile"), [(True, "", "draft"), (False, "", "show"), (True, "show", "show")]
)
def test_on_a_small_machine_the_demo_studio_films_drafts_unless_told(
    monkeypatch: pytest.MonkeyPatch, is_small: bool, told: str, profile: str
) -> None:
    monkeypatch.setattr(machine, "is_small", lambda: is_small)
    monkeypatch.setenv("MV_DEMO_PROFILE", told)
    assert demo_profile() == profile


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries give it back by themselves, or never")
def test_what_was_freed_goes_back_to_the_system_though_something_lies_above_it() -> None:
    blocks = [b"x" * (100_000 + number) for number in range(600)]  # too small for a mapping of their own
    lies_above = bytearray(100_000)
    del blocks
    kept = resident_bytes()
    machine.give_back_memory()
    assert kept - resident_bytes() > 40_000_000
    assert lies_above
