"""Measure what is heard in songs whose beats are known, and what hearing costs.

Run: python benchmarks/beats.py [--sheet FILE.png]

Songs of every style that the studio composes, as MP3 or M4A, steady and played with a tempo that sways by 5 %, and
clicks that drift in noise. A tempo is right up to an octave; an error is the way from each beat of the sparser row to
the nearest of the denser one, so a tempo that is right with its beats between the real ones counts as wrong as it is.
Loudness is what the song lost, peak what a player hears of the film's sound. Cost is that of a process which hears
one song, the part of a decoder and of the ceiling included.

With --sheet, a film's contact sheet with the loudness over time, beats, bars and cuts marked, to be looked at.
"""

from __future__ import annotations

import argparse
import math
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
from PIL import Image, ImageDraw

from mvdemo.film import SHOW, FilmOrder, Production, samples
from mvdemo.film.encoder import new_frame
from mvdemo.film.frames import Painter
from mvdemo.listening import Wish, hear, sound_of
from mvdemo.listening.ceiling import _peak_after_aac
from mvdemo.listening.decoding import decoded
from mvdemo.music import compose
from mvdemo.music.brief import Brief
from mvdemo.music.loudness import integrated_loudness
from mvdemo.music.rendering import SAMPLE_RATE, render
from mvdemo.music.styles import STYLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from mvdemo.listening import Hearing
    from mvdemo.music import Song
    from mvdemo.music.spectrum import Floats

WHOLE = Wish(is_taster=False, longest_s=240.0, sample_rate=SAMPLE_RATE, bit_rate=192_000)
CLICKS = ((60, 60, 0.01), (90, 96, 0.02), (120, 112, 0.05), (140, 150, 0.1), (100, 120, 0.05), (174, 170, 0.05),
          (75, 80, 0.1), (128, 128, 0.2), (110, 100, 0.02), (84, 90, 0.05))  # fmt: skip
KINDS = {"mp3": ("mp3", "libmp3lame", "s16p"), "m4a": ("ipod", "aac", "fltp"), "wav": ("wav", "pcm_s16le", "s16")}


@dataclass(frozen=True)
class Case:
    """A song whose beats are known."""

    name: str
    kind: str
    sound: Floats
    beats: NDArray[np.float64]
    bars: NDArray[np.float64]
    is_as_composed: bool = False


def cases() -> Iterator[Case]:
    """Every song."""
    for number, style in enumerate(STYLES):
        song = compose(Brief(prompt=f"{style.keywords[0]} number {number}", body_s=30.0))
        sound, kind = render(song), ("mp3", "m4a")[number % 2]
        yield Case(style.name, kind, sound, np.array(song.beats), np.array(song.bars), is_as_composed=True)
        swaying, at = swayed(sound)
        yield Case(f"{style.name}, swaying", kind, swaying, at(song.beats), at(song.bars))
    for number, (first, last, noise) in enumerate(CLICKS):
        beats, sound = clicks(40.0, first, last, noise, number)
        yield Case(f"clicks {first} to {last}, noise {noise}", ("mp3", "m4a")[number % 2], sound, beats, beats[::4])


def swayed(sound: Floats):  # noqa: ANN201 - a sound, and how its times have moved
    """The same, played up to 5 % faster and slower by turns."""
    there = np.arange(sound.shape[1]) / SAMPLE_RATE
    here = there + 0.05 * 20 / (2 * np.pi) * (1 - np.cos(2 * np.pi * there / 20))
    moved = np.arange(0, here[-1], 1 / SAMPLE_RATE)
    source = np.interp(moved, here, there) * SAMPLE_RATE
    swaying = np.array([np.interp(source, np.arange(sound.shape[1]), channel) for channel in sound], np.float32)
    return swaying, lambda times: np.interp(np.asarray(times), there, here)


def clicks(seconds: float, first: float, last: float, noise: float, seed: int) -> tuple[NDArray[np.float64], Floats]:
    """Short tones, each some milliseconds early or late, and hiss."""
    chance, times, at = np.random.default_rng(seed), [], 0.3
    while at < seconds - 0.3:
        times.append(at)
        at += 60 / (first + (last - first) * at / seconds)
    sound = chance.normal(0, noise, round(seconds * SAMPLE_RATE))
    decay = np.arange(round(0.06 * SAMPLE_RATE)) / SAMPLE_RATE
    for number, time_s in enumerate(times):
        start = round((time_s + chance.normal(0, 0.003)) * SAMPLE_RATE)
        tone = np.exp(-decay / 0.012) * np.sin(2 * np.pi * (1500 if number % 4 == 0 else 1000) * decay)
        sound[start : start + len(decay)] += 0.7 * tone
    return np.array(times), np.clip(np.array([sound, sound]), -1, 1).astype(np.float32)


def write(path: Path, kind: str, sound: Floats) -> Path:
    """The sound as a file of a kind."""
    container, codec, form = KINDS[kind]
    with av.open(str(path), "w", format=container) as file:
        stream = file.add_stream(codec, rate=SAMPLE_RATE, layout="stereo")
        stream.codec_context.format = form
        stream.codec_context.bit_rate = 192_000
        resampler = av.AudioResampler(format=form, layout="stereo", rate=SAMPLE_RATE, frame_size=1024)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, 0, Fraction(1, SAMPLE_RATE)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            file.mux(stream.encode(piece))
        file.mux(stream.encode(None))
    return path


def ignore() -> None:
    """Never stop."""


def errors_s(found: NDArray[np.float64], known: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far the beats of the sparser row are from the nearest of the denser one, where both have any."""
    first, last = max(found[0], known[0]) - 0.3, min(found[-1], known[-1]) + 0.3
    rows = sorted(([row[(row >= first) & (row <= last)] for row in (found, known)]), key=len)
    return np.abs(rows[0][:, None] - rows[1][None]).min(axis=1)


def loudness_and_peak(path: Path, hearing: Hearing) -> tuple[float, float]:
    """How much louder the film's sound is than the file, and its true peak after AAC."""
    sound = sound_of(path, hearing, WHOLE, ignore)
    there = np.concatenate(list(decoded(path, SAMPLE_RATE, "stereo", ignore)), axis=1)
    lost = integrated_loudness(sound, SAMPLE_RATE) - integrated_loudness(there, SAMPLE_RATE)
    return lost, _peak_after_aac(sound, SAMPLE_RATE, WHOLE.bit_rate, ignore)


def measure(folder: Path) -> None:
    """Print a line for each song, and what they come to."""
    print(f"{'song':30} {'tempo':>6} {'heard':>6} {'octave':>6} {'error ms':>8} {'in 50 ms':>8} "
          f"{'bars':>5} {'loudness':>8} {'peak':>6}")  # fmt: skip
    everything, right, bars_right, count, loudest = [], 0, 0, 0, -99.0
    for case in cases():
        path = write(folder / "song", case.kind, case.sound)
        hearing = hear(path, WHOLE, ignore)
        lost, peak = loudness_and_peak(path, hearing) if case.is_as_composed else (math.nan, math.nan)
        beats, bars = (np.array(row) + hearing.start_s for row in (hearing.song.beats, hearing.song.bars[:-1]))
        off = errors_s(beats, case.beats)
        tempo = 60 / float(np.median(np.diff(case.beats)))
        octave = math.log2(hearing.song.tempo / tempo)
        is_right = min(abs(octave - whole) for whole in (-1, 0, 1)) < 0.06
        is_bar = float(np.median(errors_s(bars, case.bars))) < 0.07
        everything.append(off)
        right, bars_right, count = right + is_right, bars_right + is_bar, count + 1
        loudest = max(loudest, peak)  # NaN keeps it
        print(f"{case.name:30} {tempo:6.1f} {hearing.song.tempo:6.1f} {octave:+6.2f} {1000 * np.median(off):8.1f} "
              f"{np.mean(off < 0.05):8.0%} {'yes' if is_bar else 'no':>5} {lost:+8.2f} {peak:6.2f}")  # fmt: skip
    errors = np.concatenate(everything)
    print(f"\nmedian error {1000 * np.median(errors):.1f} ms, {np.mean(errors < 0.02):.0%} within 20 ms, "
          f"{np.mean(errors < 0.07):.0%} within 70 ms; tempo right in {right} of {count}, bars in {bars_right}; "
          f"highest peak {loudest:.2f} dBTP")  # fmt: skip


def long_song(minutes: float) -> Floats:
    """A song of so many minutes, louder than it should be: the studio's own, one after the other."""
    parts, samples_left = [], round(minutes * 60 * SAMPLE_RATE)
    song = render(compose(Brief(prompt="electronic", body_s=30.0))) * np.float32(1.5)
    while samples_left > 0:
        parts.append(song[:, :samples_left])
        samples_left -= parts[-1].shape[1]
    return np.clip(np.concatenate(parts, axis=1), -1, 1)


def peak_mib() -> float:
    """The most memory this program ever had; `getrusage` would count in what the one had that started it."""
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024


def cost(path: Path) -> None:
    """Hear one song in this process, and print seconds and megabytes."""
    before = peak_mib()
    began = time.process_time()
    hearing = hear(path, WHOLE, ignore)
    heard = time.process_time() - began
    sound_of(path, hearing, WHOLE, ignore)
    took = time.process_time() - began
    print(f"{heard:.1f} CPU seconds to hear it, {took - heard:.1f} for {hearing.song.duration_s:.0f} s of sound; "
          f"peak {peak_mib():.0f} MiB, {before:.0f} before")  # fmt: skip


def sheet(song: Song, production: Production, sound: Floats, columns: int = 6, width: int = 320) -> Image.Image:
    """The film's shots in order, each above its time in the song: loudness, bars long, beats short, cuts red."""
    direction = production.direction
    painter, cells = Painter(direction), []
    for shot in direction.shots:
        frame, canvas = new_frame(direction.size)
        painter.paint(shot.first + (shot.last - shot.first) // 2, canvas)
        picture = frame.to_image()
        height = round(width * picture.height / picture.width)
        cell = Image.new("RGB", (width, height + 90), "black")
        cell.paste(picture.resize((width, height)), (0, 0))
        draw_time(cell, song, sound, height, (shot.first / direction.fps, shot.last / direction.fps))
        ImageDraw.Draw(cell).text((4, height + 74), f"{shot.first / direction.fps:.2f} {shot.section} {shot.move}")
        cells.append(cell)
    page = Image.new("RGB", (columns * width, math.ceil(len(cells) / columns) * cells[0].height))
    for number, cell in enumerate(cells):
        page.paste(cell, (number % columns * width, number // columns * cell.height))
    return page


def draw_time(cell: Image.Image, song: Song, sound: Floats, top: int, shot_s: tuple[float, float]) -> None:
    """The loudness from half a second before a shot to half a second after."""
    draw, width = ImageDraw.Draw(cell), cell.width
    first, last = shot_s[0] - 0.5, shot_s[1] + 0.5

    def at(time_s: float) -> float:
        return (time_s - first) / (last - first) * width

    for column in range(width):
        begin, end = (round((first + (last - first) * step / width) * SAMPLE_RATE) for step in (column, column + 1))
        piece = sound[:, max(begin, 0) : max(end, 1)]
        high = float(np.abs(piece).max()) * 34 if piece.size else 0
        draw.line((column, top + 36 - high, column, top + 36 + high), fill=(70, 110, 150))
    for rows, colour, length in ((song.beats, "white", 12), (song.bars, "yellow", 26), (song.kicks, "orange", -8)):
        for time_s in rows:
            base = top + (72 if length < 0 else 0)
            draw.line((at(time_s), base, at(time_s), base + length), fill=colour)
    for time_s in shot_s:
        draw.line((at(time_s), top, at(time_s), top + 72), fill="red")


def main() -> None:
    """Measure, or draw."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--cost", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.cost:
        cost(asked.cost)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if asked.sheet:
            path = write(folder / "song", "mp3", render(compose(Brief(prompt="pop", body_s=30.0))))
            order = FilmOrder("upload", "16:9", samples.picture("sample-beach"), name="My own song", song=path)
            production = Production(order, folder, profile=SHOW)
            hearing = hear(path, WHOLE, ignore)
            sheet(hearing.song, production, sound_of(path, hearing, WHOLE, ignore)).save(asked.sheet)
            return
        measure(folder)
        for minutes in (1, 4, 10):
            path = write(folder / "long", "mp3", long_song(minutes))
            print(f"{minutes} minutes of MP3: ", end="", flush=True)
            subprocess.run([sys.executable, __file__, "--cost", str(path)], check=True)


if __name__ == "__main__":
    main()
