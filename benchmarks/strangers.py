"""What strangers, a crowd and bad days cost, from one command: each beside what it was before there were bounds.

    python benchmarks/strangers.py [--quick]

Runs the other scripts one after the other, half an hour in all; `--quick` takes a fifth of it. What was before is from
November 2026, Streamlit 1.67, a quiet machine of two cores; compare ratios, not seconds, on another one.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Measure:
    """One script, and what it said before."""

    name: str
    before: str
    command: tuple[str, ...]
    quick: tuple[str, ...]


MEASURES = (
    Measure(
        "strangers in front of an owner's key",
        "51 paid videos in 55 s, 29,580 credits; 250 threads after 250 sketches; 1.4 GB after 20 uploads",
        ("attacker.py",),
        ("--longest", "20"),
    ),
    Measure(
        "600 who watch, in one process",
        "p95 of a tick 391 ms (4,271 ms on a slower machine), 60 % of a core (99 %)",
        ("watch_sessions.py", "--sessions", "600"),
        ("--seconds", "20"),
    ),
    Measure(
        "fifty who create at once, each with a photo of 12 megapixels",
        "843 MiB at the peak when first measured, with films of the tiny profile",
        ("creators.py",),
        ("--longest", "5"),
    ),
    Measure(
        "Community Cloud: 690 MB, half a core, one film, 20 who look on",
        "first answer 2 s; two films: draft 27 and 35 s, at the limit of 690 MB",
        ("community_cloud.py",),
        (),
    ),
    Measure(
        "three replicas, each fault in 2 of 100 calls, one killed, the database away for a minute",
        "with PostgreSQL nothing was ever paid; after 35 s without it a job ended and never healed",
        ("soak.py",),
        ("--minutes", "2"),
    ),
)


def main() -> int:
    """Run all; 1 if one of them found something charged, leaked or lost that must not be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    is_quick = parser.parse_args().quick
    failed = []
    for measure in MEASURES:
        print(f"\n{measure.name}\n  before: {measure.before}", flush=True)
        script, *more = (*measure.command, *(measure.quick if is_quick else ()))
        began = time.monotonic()
        if subprocess.call([sys.executable, str(HERE / script), *more]):
            failed.append(script)
        print(f"  ({script}: {time.monotonic() - began:.0f} s)", flush=True)
    if failed:
        print(f"\nNot as it must be: {', '.join(failed)}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
