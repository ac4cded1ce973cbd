"""What there is to see and hear of a film while it is made: file names, and who reads and writes them."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SONG_NAME = "song.m4a"
LINES_NAME = "lines.json"
_STILL = re.compile(r"still-(?P<number>\d{3})-of-(?P<count>\d{3})\.jpg")
_STILLS = "still-*-of-*.jpg"


@dataclass(frozen=True)
class SungLine:
    """One line of the words and when it is sung, in seconds of the film."""

    start_s: float
    end_s: float
    text: str


@dataclass(frozen=True)
class Shots:
    """How many shots are filmed, of how many, and the name of the last one's still."""

    done: int
    count: int
    still: str


def still_name(number: int, count: int) -> str:
    """What the still of a shot is called; `number` from 1."""
    return f"still-{number:03}-of-{count:03}.jpg"


def stills(folder: Path) -> list[Path]:
    """The stills in the order of their shots."""
    return sorted(folder.glob(_STILLS))


def shots(folder: Path) -> Shots | None:
    """How far the filming is; None before the first shot."""
    found = stills(folder)
    told = _STILL.fullmatch(found[-1].name) if found else None
    return Shots(int(told["number"]), int(told["count"]), found[-1].name) if told else None


def is_still(name: str) -> bool:
    """Whether a file of this name is one."""
    return _STILL.fullmatch(name) is not None


def keep_lines(folder: Path, lines: Iterable[SungLine]) -> None:
    """Write down when which line is sung."""
    told = json.dumps([asdict(line) for line in lines], ensure_ascii=False)
    (folder / LINES_NAME).write_bytes(told.encode("utf-8", "replace"))


def sung_lines(folder: Path) -> tuple[SungLine, ...]:
    """The lines that were written down; none for a film without words."""
    with suppress(OSError, ValueError, TypeError):
        return tuple(SungLine(**line) for line in json.loads((folder / LINES_NAME).read_bytes()))
    return ()
