"""Measure the demo studio's songs: nobody here can listen, so this says what can be said of them.

Run: python benchmarks/songs.py [--takes N] [--json FILE] [STYLE …]

For every style and take, of the finished song:

lift      loudness of the chorus minus that of the verse, LU (BS.1770). At least 2: between verse and chorus of released
          pop songs lie 2 to 4 (a listener tells 1 apart).
width     side against middle in verse and chorus, dB. The chorus wider; below -3, or a mono telephone loses much.
2-6k      energy from 2 to 6 kHz against the whole, dB: presence. Usual: pop -12, calm styles -15.
>6k       energy above 6 kHz against the whole, dB: air. Usual: -22 to -16.
aac       true peak after AAC and back, dBTP. At most -1 (EBU R 128, and what the streaming services ask for).
breath    bars without drums before the chorus; 1.
fills     bars whose drums are another pattern than their section's; at least 1.
human     mean distance of struck notes from the grid, ms: 1 to 12. People are 5 to 15 off.
cpu       processor seconds to render: at most 2.0 on average, where the songs before had needed 1.9.
peak      memory of the process that rendered, MiB, about 70 of them for what is imported: at most 215.

At the end, how far apart two songs are on average, within a style and between styles: of notes (the share of strokes
and notes, by their place in the bar and section, that the other has not) and of sound (dB over ten octaves of verse and
chorus). Sources of the usual values: the measurements in demo-facts; EBU Tech 3343; P. D. Pestana et al., "Spectral
characteristics of popular commercial recordings 1950-2010", AES 135.
"""

from __future__ import annotations

import argparse
import io
import itertools
import json
import resource
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import numpy as np

from mvdemo.film.profile import SHOW
from mvdemo.music import Brief, Song, compose
from mvdemo.music.loudness import integrated_loudness, true_peak
from mvdemo.music.rendering import SAMPLE_RATE, render
from mvdemo.music.styles import STYLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from mvdemo.music.spectrum import Floats

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
TARGETS: dict[str, tuple[float, float]] = {
    # name: least, most; of every song, but "cpu_s", which is a mean
    "lift_lu": (2.0, 6.0),
    "wider_db": (0.5, 12.0),
    "width_chorus_db": (-20.0, -3.0),
    "presence_db": (-16.5, -8.0),
    "air_db": (-24.0, -12.0),
    "aac_dbtp": (-20.0, -1.0),
    "breath_bars": (0.99, 1.5),
    "fills": (1, 20),
    "human_ms": (1.0, 12.0),
    "cpu_s": (0.0, 2.0),
    "peak_mib": (0.0, 215.0),
}
PRESENCE_OF_POP = (-13.5, -8.0)
_OCTAVES = np.array([31.5 * 2**n for n in range(10)])


def after_aac(sound: Floats, bit_rate: int) -> Floats:
    """The sound as a browser hears it: encoded as the films are, and decoded."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=SAMPLE_RATE, layout="stereo", options={"aac_coder": "fast"})
        stream.codec_context.bit_rate = bit_rate
        for start in range(0, sound.shape[1], 1024):
            piece = np.ascontiguousarray(sound[:, start : start + 1024])
            frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    file.seek(0)
    with av.open(file) as container:
        return np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1).astype(np.float32)


def part(sound: Floats, song: Song, name: str) -> Floats:
    """The samples of a section, without what rings over into it."""
    section = song.section(name)
    ring_s = min(0.3, (section.end_s - section.start_s) / 8)
    return sound[:, round((section.start_s + ring_s) * SAMPLE_RATE) : round(section.end_s * SAMPLE_RATE)]


def power(sound: Floats) -> tuple[Floats, Floats]:
    """The mean power of a sound by frequency, both sides added up."""
    size = 8192
    pieces = sound[:, : sound.shape[1] // size * size].reshape(-1, size) * np.hanning(size).astype(np.float32)
    return np.fft.rfftfreq(size, 1 / SAMPLE_RATE), (np.abs(np.fft.rfft(pieces)) ** 2).mean(axis=0)


def band_db(spectrum: tuple[Floats, Floats], low: float, high: float) -> float:
    """A band's energy against that of the whole, of a `power`."""
    hertz, energy = spectrum
    return float(10 * np.log10(energy[(hertz >= low) & (hertz < high)].sum() / energy[hertz >= 20].sum()))


def width_db(sound: Floats) -> float:
    """Side against middle."""
    side, middle = sound[0] - sound[1], sound[0] + sound[1]
    return float(10 * np.log10(np.mean(side**2) / np.mean(middle**2)))


def strokes(song: Song) -> list[tuple[float, str]]:
    """What the drummer plays; a swell is none of his strokes."""
    return [(hit.start_s, hit.drum) for hit in song.hits if hit.drum != "swell"]


def grid_steps(song: Song, time_s: float) -> int:
    """The nearest sixteenth."""
    return round(time_s / song.beat_s * 4 - 0.1)


def breath_bars(song: Song) -> float:
    """Bars without drums before the chorus."""
    start_s = song.section("chorus").start_s
    last_s = max((at for at, _ in strokes(song) if at < start_s - 0.03), default=0.0)
    return (start_s - last_s) / (song.beat_s * 4)


def fills(song: Song) -> int:
    """Bars that are played otherwise than most of their section."""
    found = 0
    for section in song.sections[1:-1]:
        bars: list[frozenset[tuple[int, str]]] = []
        first = grid_steps(song, section.start_s)
        for bar in range(section.bars):
            steps = range(first + bar * 16, first + bar * 16 + 16)
            bars.append(
                frozenset(
                    (grid_steps(song, at) % 16, drum)
                    for at, drum in strokes(song)
                    if grid_steps(song, at) in steps and drum not in {"crash", "gong"}
                )
            )
        usual = max(set(bars), key=bars.count)
        found += sum(bool(played) and len(played ^ usual) > 2 for played in bars)
    return found


def human_ms(song: Song) -> float:
    """How far struck notes are from the nearest place on the grid, swung ones from theirs."""
    sixteenth_s = song.beat_s / 4
    off = []
    for at, _ in strokes(song):
        places = [grid_steps(song, at) + late for late in (-1 / 3, 0.0, song.style.swing, 2 / 3)]
        off.append(min(abs(at - place * sixteenth_s) for place in places))
    return float(np.mean(off) * 1000)


def notes_of(song: Song) -> set[tuple[str, str, int, int]]:
    """Every note and stroke by part, section, place in the bar and pitch above the key."""
    played = {(drum, "", at, 0) for at, drum in strokes(song)}
    for name, notes in song.parts.items():
        played |= {(name, "", note.start_s, (note.pitch - song.tonic) % 12) for note in notes}
    played |= {("voice", "", n.start_s, (n.pitch - song.tonic) % 12) for line in song.lines for n in line.notes}
    found = set()
    for name, _, at, pitch in played:
        section = next((part for part in song.sections if at < part.end_s - 0.03), song.sections[-1])
        found.add((name, section.name, grid_steps(song, at - section.start_s) % 32, pitch))
    return found


def octaves_db(sound: Floats) -> list[float]:
    """The level of each octave against the whole."""
    spectrum = power(sound)
    return [max(band_db(spectrum, centre / 2**0.5, centre * 2**0.5), -60.0) for centre in _OCTAVES]


def measure(style: str, take: int) -> dict[str, Any]:
    """Everything about one song."""
    is_chinese = take % 2 == 0
    title = "海边的回忆" if is_chinese else "Slow Tide"
    brief = Brief(style=style, lyrics=CHINESE if is_chinese else ENGLISH, title=title, take=take, body_s=SHOW.body_s)
    began = time.process_time()
    song = compose(brief)
    sound = render(song)
    cpu_s = time.process_time() - began
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    verse, chorus = part(sound, song, "verse"), part(sound, song, "chorus")
    widths, spectrum = (width_db(verse), width_db(chorus)), power(sound)
    return {
        "style": style,
        "take": take,
        "lift_lu": integrated_loudness(chorus, SAMPLE_RATE) - integrated_loudness(verse, SAMPLE_RATE),
        "lufs": integrated_loudness(sound, SAMPLE_RATE),
        "width_verse_db": widths[0],
        "width_chorus_db": widths[1],
        "wider_db": widths[1] - widths[0],
        "presence_db": band_db(spectrum, 2000, 6000),
        "air_db": band_db(spectrum, 6000, 24000),
        "dbtp": true_peak(sound),
        "aac_dbtp": max(true_peak(after_aac(sound, rate)) for rate in (SHOW.sound_bit_rate, 128_000)),
        "breath_bars": breath_bars(song),
        "fills": fills(song),
        "human_ms": human_ms(song),
        "cpu_s": cpu_s,
        "peak_mib": peak_mib,
        "octaves": octaves_db(verse) + octaves_db(chorus),
        "notes": sorted(notes_of(song)),
    }


def distances(songs: list[dict[str, Any]], is_pair: Callable[[dict[str, Any], dict[str, Any]], bool]) -> str:
    """The mean distance of the chosen pairs, of notes and of sound."""
    apart, sound = [], []
    for one, other in itertools.combinations(songs, 2):
        if is_pair(one, other):
            a, b = ({tuple(note) for note in song["notes"]} for song in (one, other))
            apart.append(1 - len(a & b) / len(a | b))
            sound.append(float(np.sqrt(np.mean((np.array(one["octaves"]) - np.array(other["octaves"])) ** 2))))
    return f"notes {np.mean(apart):.2f}, sound {np.mean(sound):.1f} dB" if apart else "too few songs"


def misses(song: dict[str, Any]) -> list[str]:
    """What is not as it should be."""
    wanted = {name: bounds for name, bounds in TARGETS.items() if name != "cpu_s"}
    if song["style"] == "pop":
        wanted["presence_db"] = PRESENCE_OF_POP
    return [name for name, (least, most) in wanted.items() if not least <= song[name] <= most]


def main() -> None:
    """Print a line for each song, the distances and what was missed; each song has a process of its own."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("styles", nargs="*", default=[style.name for style in STYLES])
    parser.add_argument("--takes", type=int, default=3)
    parser.add_argument("--json", type=Path, help="where to write all numbers")
    parser.add_argument("--here", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.here:
        print(json.dumps(measure(chosen.styles[0], chosen.here)))
        return
    print("style       take  lift  width v/c     2-6k    >6k   dBTP    aac breath fills human   cpu  peak  missed")
    songs = []
    for style, take in itertools.product(chosen.styles, range(1, chosen.takes + 1)):
        command = [sys.executable, __file__, style, "--here", str(take)]
        song = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        songs.append(song)
        print(
            f"{style:12}{take:4}{song['lift_lu']:6.1f}{song['width_verse_db']:6.1f}"
            f"{song['width_chorus_db']:6.1f}{song['presence_db']:8.1f}{song['air_db']:7.1f}{song['dbtp']:7.2f}"
            f"{song['aac_dbtp']:7.2f}{song['breath_bars']:7.2f}{song['fills']:6}{song['human_ms']:6.1f}"
            f"{song['cpu_s']:6.2f}{song['peak_mib']:6.0f}  {' '.join(misses(song))}",
            flush=True,
        )
    if chosen.json:
        chosen.json.write_text(json.dumps(songs))
    cpu_s = float(np.mean([song["cpu_s"] for song in songs]))
    print(f"within a style:  {distances(songs, lambda one, other: one['style'] == other['style'])}")
    print(f"between styles:  {distances(songs, lambda one, other: one['style'] != other['style'])}")
    missed = sum(bool(misses(song)) for song in songs) + (cpu_s > TARGETS["cpu_s"][1])
    print(f"{len(songs)} songs, {missed} beside a target; cpu {cpu_s:.2f} s on average")
    sys.exit(missed > 0)


if __name__ == "__main__":
    main()
