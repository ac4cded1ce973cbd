"""Draw contact sheets and spectrograms of every style, to be looked at.

Run: python benchmarks/film_sheets.py FOLDER [STYLE …]

For each style and both aspect ratios: STYLE-16x9.png and STYLE-9x16.png with one frame a shot and the titles, and
STYLE-sound.png with the spectrogram (40 Hz to 16 kHz, -90 to -10 dB) above each stem's level over time.
Also prints what can be measured.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

from mvdemo.film import SHOW, FilmOrder, Production, samples
from mvdemo.film.encoder import new_frame
from mvdemo.film.frames import Direction, Painter
from mvdemo.music import Song, compose
from mvdemo.music.loudness import integrated_loudness, true_peak
from mvdemo.music.mixing import level
from mvdemo.music.rendering import SAMPLE_RATE, render
from mvdemo.music.stems import STEMS, render_stem
from mvdemo.music.styles import STYLES

if TYPE_CHECKING:
    from numpy.typing import NDArray

ENGLISH = """[Verse]
Walking down the empty street tonight
The lights are calling me back home
[Chorus]
We rise, we rise together
Never letting go"""
CHINESE = """[主歌]
海风吹过旧时光
你的笑容在心上
[副歌]
我们一起去远方
让梦想自由飞翔"""
SCENES = {
    "pop": ("sample-beach", "a sunny beach", "Summer Light"),
    "ballad": ("sample-beach", "海边日落", "海边的回忆"),
    "electronic": ("sample-city", "neon night in the rain", "Neon Heart"),
    "hip-hop": ("sample-city", "夜晚的街头", "不眠的城"),
    "rock": ("sample-city", "storm over the city", "Louder"),
    "lo-fi": ("sample-city", "vintage film look", "Late Train"),
    "folk": ("sample-meadow", "清晨的田野", "故乡的风"),
    "chinese": ("sample-meadow", "樱花飘落的春天", "花间一壶酒"),
    "jazz": ("sample-city", "black and white", "After Hours"),
    "r&b": ("sample-beach", "dreamy", "Slow Tide"),
    "cinematic": ("sample-meadow", "snow in winter", "The Long Way Home"),
    "children": ("sample-meadow", "童话般的梦", "小小的秋千"),
}


def order(style: str, aspect: str) -> FilmOrder:
    """The order that shows a style."""
    picture, scene, title = SCENES[style]
    lyrics = ENGLISH if title.isascii() else CHINESE
    return FilmOrder(
        "custom", aspect, samples.picture(picture), title=title, lyrics=lyrics, style=style, scene=scene, subtitles=True
    )


def contact_sheet(chosen: FilmOrder, columns: int, width: int) -> Image.Image:
    """One frame of each shot, the opening and the ending."""
    return sheet_of(Production(chosen, Path(), profile=SHOW).direction, columns, width)


def sheet_of(direction: Direction, columns: int, width: int) -> Image.Image:
    """The contact sheet of what a film will be."""
    painter = Painter(direction)
    times = {0, 12, round(direction.fps * 2.2), direction.frame_count - 50, direction.frame_count - 16}
    times |= {shot.first + round((shot.last - shot.first) * 0.6) for shot in direction.shots}
    cells = []
    for number in sorted(times):
        frame, canvas = new_frame(direction.size)
        painter.paint(number, canvas)
        picture = frame.to_image()
        cell = picture.resize((width, round(width * picture.height / picture.width)), Image.Resampling.LANCZOS)
        shot = next(shot for shot in direction.shots if number < shot.last)
        ImageDraw.Draw(cell).text((4, 2), f"{number / direction.fps:.1f}s {shot.section} {shot.move}", fill="yellow")
        cells.append(cell)
    height = cells[0].height
    sheet = Image.new("RGB", (columns * (width + 4), -(-len(cells) // columns) * (height + 4)))
    for index, cell in enumerate(cells):
        sheet.paste(cell, (index % columns * (width + 4), index // columns * (height + 4)))
    return sheet


def spectrogram(sound: NDArray[np.float32], width: int = 1400, height: int = 420) -> Image.Image:
    """The spectrogram of a stereo sound, its octaves evenly spaced from 40 Hz to 16 kHz."""
    mono = sound.mean(axis=0)
    size = 4096
    starts = np.linspace(0, len(mono) - size, width).astype(int)
    window = np.hanning(size).astype(np.float32)
    magnitudes = np.abs(np.fft.rfft(mono[starts[:, None] + np.arange(size)] * window)) / size * 4
    bins = np.geomspace(40, 16000, height) / SAMPLE_RATE * size
    decibels = 20 * np.log10(magnitudes[:, np.round(bins).astype(int)] + 1e-6).T[::-1]
    heat = np.clip((decibels + 90) / 80, 0, 1)
    colours = np.stack([heat**0.8, heat**2.2, np.clip(0.45 * np.sin(heat * 3.1) + heat**6, 0, 1)], axis=2)
    return Image.fromarray((colours * 255).astype(np.uint8))


def sound_sheet(song: Song, sound: NDArray[np.float32]) -> Image.Image:
    """The spectrogram with the section bounds, and below it each stem's level over time."""
    picture = spectrogram(sound)
    width = picture.width
    sheet = Image.new("RGB", (width, picture.height + 26 * len(STEMS) + 8), "black")
    sheet.paste(picture)
    pen = ImageDraw.Draw(sheet)
    for section in song.sections:
        x = section.start_s / song.duration_s * width
        pen.line((x, 0, x, sheet.height), fill="white")
        pen.text((x + 4, 4), section.name, fill="white")
    for row, name in enumerate(STEMS):
        stem = render_stem(song, name, SAMPLE_RATE, lambda: None)
        hop = stem.shape[1] // width
        levels = np.sqrt((stem[0, : hop * width].reshape(width, hop) ** 2).mean(axis=1))
        top = picture.height + 8 + row * 26
        loudest = max(float(levels.max()), 1e-9)
        for x, value in enumerate(levels):
            pen.line((x, top + 24, x, top + 24 - 22 * value / loudest), fill=(240, 170, 90))
        pen.text((4, top + 4), name, fill="white")
    return sheet


def main() -> None:
    """Write the sheets of the wanted styles."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("styles", nargs="*", default=[style.name for style in STYLES])
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for style in chosen.styles:
        name = style.replace("&", "n")
        contact_sheet(order(style, "16:9"), 5, 380).save(chosen.folder / f"{name}-16x9.png")
        contact_sheet(order(style, "9:16"), 9, 200).save(chosen.folder / f"{name}-9x16.png")
        song = compose(order(style, "16:9").brief(SHOW.body_s))
        sound = render(song)
        sound_sheet(song, sound).save(chosen.folder / f"{name}-sound.png")
        loud, peak = integrated_loudness(sound, SAMPLE_RATE), true_peak(sound)
        side, middle = (level(np.stack([part] * 2)) for part in (sound[0] - sound[1], sound[0] + sound[1]))
        print(
            f"{style:11} {song.tempo:6.1f} bpm {song.duration_s:6.2f} s {loud:7.2f} LUFS {peak:6.2f} dBTP"
            f" rms {level(sound):6.1f} dB side/middle {side - middle:5.1f} dB voice {song.voice}",
            flush=True,
        )


if __name__ == "__main__":
    main()
