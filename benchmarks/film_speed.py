"""Measure how fast the demo studio films, against the encoder alone.

Run: python benchmarks/film_speed.py [--runs N]

For each case the whole film is made, then the very same frames are painted again and only their encoding is timed,
with nothing else running: the floor. Both numbers are wall-clock seconds for a second of video.
Processor seconds tell more where other programs run: what is more than the floor should be 0.20 at most. Peak memory
is that of a process that makes one film.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mvdemo import memory
from mvdemo.film import PROFILES, FilmOrder, Production, Profile, samples
from mvdemo.film.encoder import Writer, new_frame
from mvdemo.film.frames import Painter
from mvdemo.steps import SUB_STEPS

LYRICS = """[Verse]
Walking down the empty street tonight
The lights are calling me back home
[Chorus]
We rise, we rise together
Never letting go"""
CASES = {
    "16:9": ("16:9", "sample-beach", "pop", "", False, 1.5),
    "9:16 rain subtitles": ("9:16", "sample-city", "pop", "rainy neon night", True, 1.7),
}

_WIDTHS = (9, 11, 8, 8, 9, 8, 8, 9)


def order(case: str) -> FilmOrder:
    """The order of a case."""
    aspect, picture, style, scene, subtitles, _ = CASES[case]
    return FilmOrder(
        "custom", aspect, samples.picture(picture), title="Seaside", lyrics=LYRICS, style=style, scene=scene,
        subtitles=subtitles,
    )  # fmt: skip


def make(case: str, profile: Profile, folder: Path) -> Production:
    """Make a film, stage by stage as the server does."""
    production = Production(order(case), folder, profile=profile)
    for stage in SUB_STEPS:
        production.run(stage)
    return production


def encode_only(production: Production, profile: Profile, folder: Path) -> tuple[float, float]:
    """Wall-clock and processor seconds to encode the film's own frames, painted beforehand in batches."""
    wall = work = 0.0
    direction = production.direction
    painter = Painter(direction)
    writer = Writer(folder / "floor.mp4", profile, direction.size)
    for first in range(0, direction.frame_count, 120):
        batch = []
        for number in range(first, min(first + 120, direction.frame_count)):
            frame, canvas = new_frame(direction.size)
            painter.paint(number, canvas)
            batch.append(frame)
        started, worked = time.perf_counter(), time.process_time()
        for frame in batch:
            writer.write(frame)
        wall, work = wall + time.perf_counter() - started, work + time.process_time() - worked
    started, worked = time.perf_counter(), time.process_time()
    writer.__exit__(None, None, None)
    return wall + time.perf_counter() - started, work + time.process_time() - worked


def measure(case: str, profile: Profile) -> dict[str, float]:
    """Seconds for a second of video (all, floor; wall clock and processor) and the peak memory in MB."""
    memory.keep_small()  # as the studio does
    order(case)  # the sample picture is drawn once per process and is no part of filming
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        started, worked = time.perf_counter(), time.process_time()
        production = make(case, profile, folder)
        seconds, work = time.perf_counter() - started, time.process_time() - worked
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        floor, floor_work = encode_only(production, profile, folder)
        length = production.duration_s
    return {
        "all": seconds / length,
        "floor": floor / length,
        "all_cpu": work / length,
        "floor_cpu": floor_work / length,
        "peak_mb": peak,
    }


def main() -> None:
    """Print a table; each measurement has a process of its own."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, help="the quickest of so many is taken, for both")
    parser.add_argument("--profile", choices=sorted(PROFILES), default="show")
    parser.add_argument("--case", choices=sorted(CASES), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.case:
        print(json.dumps(measure(chosen.case, PROFILES[chosen.profile])))
        return
    heads = zip(("all s/s", "floor s/s", "ratio", "limit", "cpu s/s", "floor", "more", "peak MB"), _WIDTHS, strict=True)
    print(f"{'case':22}" + "".join(f"{head:>{width}}" for head, width in heads))
    for case, (*_, limit) in CASES.items():
        runs = []
        for _ in range(chosen.runs):
            command = [sys.executable, __file__, "--case", case, "--profile", chosen.profile]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            runs.append(json.loads(done.stdout))
        made, floor, made_cpu, floor_cpu = (
            min(run[key] for run in runs) for key in ("all", "floor", "all_cpu", "floor_cpu")
        )
        peak = max(run["peak_mb"] for run in runs)
        print(
            f"{case:22}{made:9.3f}{floor:11.3f}{made / floor:8.2f}{limit:8.1f}"
            f"{made_cpu:9.3f}{floor_cpu:8.3f}{made_cpu - floor_cpu:8.3f}{peak:9.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
