"""The words that go along with a song: those of the part that is sent, with times that count from its beginning."""

from pathlib import Path

import pytest

from mvapp.create.song_words import is_timed, words_to_send
from mvapp.studio.own_songs import OwnSong

TIMED = "[ti:Rain]\n[00:10.00]one\n[00:50.00]two"
EVEN = OwnSong("0" * 32, "a", "mp3", 100.0, (90,) * 100, 0, Path("nowhere"))
LATE = OwnSong("0" * 32, "a", "mp3", 100.0, (10,) * 50 + (90,) * 50, 0, Path("nowhere"))


@pytest.mark.parametrize(
    ("lyrics", "timed"),
    [
        (TIMED, True),
        ("[01:02.3]one", True),
        ("one\ntwo", False),
        ("[Verse]\none", False),
        ("1\n00:00:01,000 --> 00:00:02,000\none", False),
    ],
)
def test_times_are_seen(lyrics: str, timed: bool) -> None:
    assert is_timed(lyrics) is timed


@pytest.mark.parametrize(
    ("lyrics", "expected"),
    [
        ("", ""),
        ("[Verse]\n[Chorus]", ""),
        (TIMED, TIMED),
        ("[Verse]\none\r\ntwo", "one\ntwo"),
        ("1\n00:00:01,000 --> 00:00:02,000\none", "one"),
    ],
)
def test_a_whole_song_has_all_its_words(lyrics: str, expected: str) -> None:
    assert words_to_send(lyrics, EVEN, None) == expected


@pytest.mark.parametrize(
    ("told", "offset"),
    [("", "+40000"), ("[offset:+500]\n", "+40500"), ("[offset: -1000]\n", "+39000"), ("[OFFSET:250]\n", "+40250")],
)
def test_the_times_of_a_part_count_from_its_beginning(told: str, offset: str) -> None:
    assert words_to_send(told + TIMED, EVEN, (40.0, 70.0)) == f"[offset:{offset}]\n{TIMED}"


def test_without_times_the_lines_of_a_part_are_those_that_would_be_sung_there() -> None:
    lines = [f"line {word} of ten" for word in "abcdefghij"]
    assert words_to_send("\n".join(lines), EVEN, (20.0, 50.0)).splitlines() == lines[2:5]


def test_what_is_quiet_before_the_song_begins_has_no_words() -> None:
    lines = [f"line {word} of ten" for word in "abcdefghij"]
    assert words_to_send("\n".join(lines), LATE, (50.0, 80.0)).splitlines() == lines[:6]
    assert words_to_send("\n".join(lines), LATE, (0.0, 30.0)) == ""
