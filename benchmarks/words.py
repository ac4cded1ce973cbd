"""Measure how far from where they are sung the words of a brought song are shown.

Run: python benchmarks/words.py

Songs of every style that the studio composes, as M4A, with the words that they sing in their tags: as plain lines and
as LRC. Each by itself, and twice with a break between: the whole song once more, without its voice, as loud as its
intro is with it. An error is the way from where a line is put to where its first syllable is sung.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np

from mvdemo.listening import Wish, hear
from mvdemo.music import compose
from mvdemo.music.brief import Brief
from mvdemo.music.rendering import SAMPLE_RATE, render
from mvdemo.music.styles import STYLES

if TYPE_CHECKING:
    from mvdemo.music import Song
    from mvdemo.music.spectrum import Floats

WHOLE = Wish(is_taster=False, longest_s=240.0, sample_rate=SAMPLE_RATE, bit_rate=192_000)
ENGLISH = """[Verse]
Walking down the empty street tonight
Neon in the puddles, city light
Every window has a story to tell
I have one that I remember well
[Chorus]
We are running with the morning sun
Hold my hand, the night is done
Oh, oh, oh, we rise
Under open skies"""
CHINESE = """【主歌】
海风吹过旧时光
脚印留在沙滩上
你说那年夏天很长
我却只记得月光
【副歌】
浪花一朵一朵开
你的笑容慢慢来
让我们一起奔跑
不要怕 不要停
回家"""


def main() -> None:
    """Print the errors of each style and of all."""
    errors: dict[str, list[float]] = {}
    for number, style in enumerate(STYLES):
        song = compose(Brief(lyrics=(ENGLISH, CHINESE)[number % 2], style=style.name, title="Words", body_s=40))
        told = []
        for what, sound, lines in _cases(song):
            for form, text in (("plain", _plain(lines)), ("lrc", _lrc(lines))):
                found = [abs(at - line[0]) for at, line in zip(_shown(sound, text), lines, strict=True)]
                errors.setdefault(f"{what}, {form}", []).extend(found)
                told.append(f"{what}, {form} {np.median(found):.2f} s")
        print(f"{style.name}: {'; '.join(told)}", flush=True)
    for name, all_of_it in errors.items():
        at_half, at_nine_tenths = np.percentile(all_of_it, (50, 90))
        print(f"{name}: median {at_half:.2f} s, nine of ten within {at_nine_tenths:.2f} s, {len(all_of_it)} lines")


def _cases(song: Song) -> list[tuple[str, Floats, list[tuple[float, str]]]]:
    sung, silent = render(song), render(replace(song, lines=(), voice="none"))
    first = round(song.sections[0].end_s * SAMPLE_RATE * 0.9)
    silent *= np.float32(np.sqrt(np.mean(sung[:, :first] ** 2) / np.mean(silent[:, :first] ** 2)))
    lines = [(line.notes[0].start_s, line.line.text) for line in song.lines]
    again_s = 2 * sung.shape[1] / SAMPLE_RATE
    both = list(chain(lines, ((at_s + again_s, text) for at_s, text in lines)))
    return [("alone", sung, lines), ("with a break", np.concatenate([sung, silent, sung], axis=1), both)]


def _plain(lines: list[tuple[float, str]]) -> str:
    return "\n".join(text for _, text in lines)


def _lrc(lines: list[tuple[float, str]]) -> str:
    return "\n".join(f"[{int(at_s // 60):02}:{at_s % 60:05.2f}]{text}" for at_s, text in lines)


def _shown(sound: Floats, text: str) -> list[float]:
    """When each line is shown, in seconds of the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "song.m4a"
        with av.open(str(path), "w", format="ipod") as file:
            file.metadata["lyrics"] = text
            stream = file.add_stream("aac", rate=SAMPLE_RATE, layout="stereo", options={"aac_coder": "fast"})
            stream.codec_context.bit_rate = 192_000
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound), format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, 0, Fraction(1, SAMPLE_RATE)
            cut = av.AudioResampler(format="fltp", layout="stereo", rate=SAMPLE_RATE, frame_size=1024)
            for piece in [*cut.resample(frame), *cut.resample(None)]:
                file.mux(stream.encode(piece))
            file.mux(stream.encode(None))
        hearing = hear(path, WHOLE, lambda: None)
    return [line.start_s + hearing.start_s for line in hearing.song.lines]


if __name__ == "__main__":
    main()
