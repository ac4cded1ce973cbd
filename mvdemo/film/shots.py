"""The shot plan: when the film cuts and what the camera does, all from the song's own lists."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mvdemo.film.framing import PLAIN, Room

if TYPE_CHECKING:
    from mvdemo.music import Song


@dataclass(frozen=True)
class Shot:
    """One shot, from frame ``first`` up to but not including frame ``last``."""

    first: int
    last: int
    section: str
    move: str
    """wide, card, drift, push, pull, left, right, up, down, close, detail, triptych or mirror."""
    focus: int
    """Which place of interest it looks at."""
    dissolve: int
    """Frames it takes to come in; 0 is a hard cut."""
    room: Room = PLAIN
    """What words and bars take of the screen meanwhile."""


# Neighbours differ much in how close they are, or a cut would not be seen as one.
_VERSE = ("push", "detail", "right", "close", "pull", "down", "detail", "left")
_CHORUS = (
    "close",
    "pull",
    "triptych",
    "detail",
    "wide",
    "mirror",
    "right",
    "close",
    "push",
    "detail",
    "triptych",
    "left",
)
_CALM_VERSE = ("push", "close", "right", "detail", "drift")
_CALM_CHORUS = ("pull", "detail", "drift", "close", "left", "close", "wide")
_MOVES = {
    (True, False): _VERSE,
    (False, False): _CHORUS,
    (True, True): _CALM_VERSE,
    (False, True): _CALM_CHORUS,
}
_SMALL = ("push", "card", "drift", "pull")
_CALM = 0.45
_SHORTEST_S, _LONGEST_S = 0.9, 3.6


def cut_times(song: Song) -> tuple[tuple[float, str], ...]:
    """When each shot starts and in which section; every time is one of the song's beats."""
    cuts: list[tuple[float, str]] = []
    bar_s = song.beat_s * 4
    for section in song.sections:
        steps = _steps(section.name, bar_s, song.style.energy)
        if steps is None:
            cuts.append((section.start_s, section.name))
            continue
        inside = [beat for beat in song.beats if section.start_s - 1e-6 <= beat < section.end_s - 1e-6]
        cuts += [(at, section.name) for at in (section.start_s, *inside[steps::steps])]
    return tuple(cuts)


def _steps(section: str, bar_s: float, energy: float) -> int | None:
    """Beats a shot: a bar in the verse, half a bar in a lively chorus; None is one shot for it all."""
    if section in {"intro", "outro"}:
        return None
    beats = 4 if section == "verse" or energy < _CALM else 2
    while beats * bar_s / 4 < _SHORTEST_S:
        beats *= 2
    if section == "verse" and bar_s * beats / 4 < _LONGEST_S / 2 and energy < 0.9:
        beats *= 2
    return beats


@dataclass(frozen=True)
class Subject:
    """What the plan must know about picture and screen."""

    interests: int
    has_card: bool = False
    """Whether the whole picture is shown as a card now and then: its format is not the screen's."""
    is_small: bool = False
    """Whether it has too few pixels to come near."""
    is_portrait: bool = False
    """Whether the screen is higher than wide."""
    has_faces: bool = False


def room_in(section: str) -> Room:
    """What words and bars take of the screen in a section, whether there are any or not."""
    if section in {"intro", "outro"}:
        return Room(0.14, 0.38)
    return Room(0.05, 0.36 if section == "chorus" else 0.27)


def plan_shots(song: Song, fps: int, subject: Subject, *, seed: int) -> tuple[Shot, ...]:
    """The shots of the whole film."""
    chance = random.Random(seed)
    cuts = cut_times(song)
    total = round(song.duration_s * fps)
    is_calm = song.style.energy < _CALM
    frames = [round(at * fps) for at, _ in cuts] + [total]
    shots: list[Shot] = []
    counts = {"verse": chance.randrange(3), "chorus": chance.randrange(3)}
    for index, (_, section) in enumerate(cuts):
        first, last = frames[index], frames[index + 1]
        if section in {"intro", "outro"}:
            # The first frame is the film's poster: it fills the screen whatever the picture's format.
            is_framed = subject.is_small if section == "intro" else subject.has_card and not subject.has_faces
            move, focus = ("card" if is_framed else "wide" if section == "intro" else "pull"), 0
        else:
            move, focus = _move(section, counts[section], subject, is_calm=is_calm)
            counts[section] += 1
        if shots and shots[-1].move == move:
            move = "close" if move not in {"close", "detail"} else "pull"
        calm_frames = min(round(fps * 0.5), (last - first) // 3)
        dissolve = calm_frames if index and (is_calm or section == "outro") else 0
        shots.append(Shot(first, last, section, move, focus, dissolve, room_in(section)))
    return tuple(shots)


def _move(section: str, position: int, subject: Subject, *, is_calm: bool) -> tuple[str, int]:
    """The camera's move and what it looks at in the so-many-th shot of a section."""
    if subject.is_small:
        return _SMALL[position % len(_SMALL)], 0
    moves: tuple[str, ...] = _MOVES[section == "verse", is_calm]
    move = moves[position % len(moves)]
    if move == "mirror" and (subject.is_portrait or subject.has_faces):  # it makes twins of people
        move = "wide"
    if move == "triptych" and subject.is_portrait and subject.has_faces:  # words would lie over the lowest face
        move = "pull"
    if subject.has_card and position % 4 == 2 and move in {"pull", "left", "right", "mirror", "wide", "drift"}:
        move = "card"
    turn = position // 2 + 1 if move == "detail" else position // 4 if move == "close" else 0
    return move, turn % max(subject.interests, 1)
