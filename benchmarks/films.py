"""Measure what films of real photographs show: faces, movement, darkness, colour; and what they cost.

Run: python benchmarks/films.py FOLDER [--styles pop,ballad,…] [--sheets FOLDER] [--no-cost]

FOLDER holds photographs (JPEG or PNG), which stay out of this repository: upright, square and landscape ones with a
face, a group, some without. For each, in both aspect ratios, one line:

whole, cut, absent   shares of the time in which a face is wholly on screen, only a part of one is, or none. Faces are
                     found in the photograph; where they are on screen is the camera's path; bars cut them too
still                share of frames that differ from the one before by less than 0.3 of 255 levels
black                share of frames with a mean luma under 30, the first and the last second apart
colour               distance of the chorus's mean U and V from the verse's, over that between shots of the verse

Targets: cut + absent at most 5 %, still at most 5 %, black 0, colour above 1.
"""

from __future__ import annotations

import argparse
import itertools
import subprocess
import sys
from pathlib import Path

import numpy as np

from mvdemo.film import PROFILES, FilmOrder, Production, Profile
from mvdemo.film.camera import Panel, views
from mvdemo.film.encoder import new_frame
from mvdemo.film.faces import find_faces
from mvdemo.film.frames import Painter
from mvdemo.film.picture import places

LYRICS = """[Verse]
Walking down the empty street tonight
The lights are calling me back home
[Chorus]
We rise, we rise together
Never letting go"""
SCENES = {"pop": "a sunny beach", "ballad": "海边日落", "electronic": "neon night in the rain", "cinematic": "snow"}
EVERY = 5
"""Frames between two looks."""


def production_of(photo: Path, aspect: str, style: str, profile: Profile) -> Production:
    """The film of a photograph."""
    order = FilmOrder(
        "custom", aspect, photo.read_bytes(), title="Come Home", lyrics=LYRICS, style=style,
        scene=SCENES.get(style, ""), subtitles=True,
    )  # fmt: skip
    return Production(order, photo.parent, profile=profile)


def faces_over_time(production: Production) -> tuple[float, float, float]:
    """Shares of the time in which a face is whole, cut or absent; nan without a face."""
    direction, (staged, _) = production.direction, production._stage  # noqa: SLF001 - where the picture lies on its stage
    picture, scenery = production._picture, production.direction.scenery  # noqa: SLF001 - the same
    faces = find_faces(picture)
    if not faces:
        return (float("nan"),) * 3
    heads, looked_at = places(picture), production._stage[1]  # noqa: SLF001 - the same
    off = (
        looked_at[0].x * staged.width - heads[0].x * picture.width,
        looked_at[0].y * staged.height - heads[0].y * picture.height,
    )
    counts = [0, 0, 0]
    for shot in direction.shots:
        shown = views(shot, scenery, direction.size)
        for number in range(shot.first, shot.last, EVERY):
            seen = [0.0]
            bar = direction.overlays.bar(number / direction.fps)
            for view in shown:
                if view.still is scenery.card:
                    seen.append(1.0)
                    continue
                progress = (number - shot.first) / max(shot.last - shot.first - 1, 1)
                window = Panel(None, view.at, view.start, view.end).window(progress, 0.011)
                left, top, width, height = view.at
                for face in faces:
                    x = [face.left, face.right] * np.array(picture.width) + off[0] - window.left
                    y = [face.top, face.bottom] * np.array(picture.height) + off[1] - window.top
                    x, y = x / window.width * width + left, y / window.height * height + top
                    clipped_x = np.clip(x, left, left + width)
                    clipped_y = np.clip(y, max(top, bar), min(top + height, direction.size[1] - bar))
                    seen.append(float(np.ptp(clipped_x) * np.ptp(clipped_y) / (np.ptp(x) * np.ptp(y))))
            counts[0 if max(seen) > 0.97 else 1 if max(seen) > 0.05 else 2] += 1
    return tuple(count / sum(counts) for count in counts)


def picture_over_time(production: Production) -> tuple[float, float, float]:
    """Shares of nearly still and of nearly black frames, and the chorus's distance in colour."""
    direction = production.direction
    painter = Painter(direction)
    still = black = total = 0
    colours: dict[str, list[np.ndarray]] = {"verse": [], "chorus": []}
    for shot in direction.shots:
        means = []
        for first in range(shot.first, shot.last - 1, EVERY):
            pair = []
            for number in (first, first + 1):
                _, canvas = new_frame(direction.size)
                painter.paint(number, canvas)
                pair.append(canvas)
            first_y, second_y = (canvas.y[::2, ::2].astype(np.int16) for canvas in pair)
            means.append([float(plane.mean()) for plane in pair[0].planes])
            if direction.fps <= first < direction.frame_count - 1.2 * direction.fps:
                total += 1
                still += float(np.abs(first_y - second_y).mean()) < 0.3
                black += means[-1][0] < 30
        if shot.section in colours and means:
            colours[shot.section].append(np.mean(means, axis=0)[1:])
    verse, chorus = (np.array(colours[name]) for name in ("verse", "chorus"))
    within = np.mean([np.linalg.norm(a - b) for a, b in itertools.combinations(verse, 2)])
    return still / total, black / total, float(np.linalg.norm(verse.mean(0) - chorus.mean(0)) / max(within, 0.5))


def main() -> None:
    """Print the table, and the costs below it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--styles", default="pop")
    parser.add_argument("--sheets", type=Path, help="also draw a contact sheet of each film into this folder")
    parser.add_argument("--profile", choices=sorted(PROFILES), default="draft", help="its size and frames a second")
    parser.add_argument("--no-cost", action="store_true")
    chosen = parser.parse_args()
    print(
        f"{'photograph':20}{'style':12}{'ratio':7}{'whole':>7}{'cut':>7}{'absent':>8}{'still':>7}{'black':>7}{'colour':>8}"
    )
    photos = sorted(path for path in chosen.folder.iterdir() if path.suffix in {".jpg", ".jpeg", ".png"})
    for style, photo, aspect in itertools.product(chosen.styles.split(","), photos, ("16:9", "9:16")):
        production = production_of(photo, aspect, style, PROFILES[chosen.profile])
        shares = *faces_over_time(production), *picture_over_time(production)
        print(
            f"{photo.stem:20}{style:12}{aspect:7}"
            + "".join(f"{share:{width}.0%}" for share, width in zip(shares[:5], (7, 7, 8, 7, 7), strict=True))
            + f"{shares[5]:8.2f}",
            flush=True,
        )
        if chosen.sheets:
            from film_sheets import sheet_of  # noqa: PLC0415 - the other script beside this one

            chosen.sheets.mkdir(parents=True, exist_ok=True)
            name = f"{photo.stem}-{style.replace('&', 'n')}-{aspect.replace(':', 'x')}.png"
            sheet_of(production.direction, *((5, 380) if aspect == "16:9" else (9, 200))).save(chosen.sheets / name)
    if not chosen.no_cost:
        subprocess.run([sys.executable, str(Path(__file__).with_name("film_speed.py")), "--runs", "1"], check=True)


if __name__ == "__main__":
    main()
