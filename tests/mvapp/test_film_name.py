"""A film is saved under a name that Windows, macOS and Linux take as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvapp.graphemes import length
from mvapp.watch.film_name import film_name

FAMILY = "👩‍👩‍👧"


@pytest.mark.parametrize(
    ("name", "file_name"),
    [
        ("Seaside Memories", "Seaside Memories.mp4"),
        ("海边的夏天", "海边的夏天.mp4"),
        ("AC/DC: live? <1>", "AC DC live 1.mp4"),
        ("-rf", "-rf.mp4"),
        ("~", "~.mp4"),
        ("Console", "Console.mp4"),
        ("the end...", "the end.mp4"),
        (" .hidden", "hidden.mp4"),
        ("a\x7fb", "ab.mp4"),
        ("a\u2028b\tc", "a b c.mp4"),
        ("fdp.\u202e4pm", "fdp.4pm.mp4"),
        ("می‌خواهم", "می‌خواهم.mp4"),
        (f"We {FAMILY}", f"We {FAMILY}.mp4"),
    ],
)
def test_a_name_is_kept_as_far_as_every_system_takes_it(name, file_name):
    assert film_name(name) == file_name


@pytest.mark.parametrize("name", ["", " ", "...", "\u200b", "\u3164", "\u0301", "\u202e\u2066", "???", "\x00"])
def test_without_anything_to_see_a_film_still_has_a_name(name):
    assert film_name(name) == "music video.mp4"


@pytest.mark.parametrize(
    "name",
    [
        "CON",
        "nul",
        "Aux",
        "PRN",
        "COM1",
        "LPT9",
        "LPT¹",
        "com³",
        "CONIN$",
        "conout$",
        "con.txt",
        "NUL .a.b",
        "\u200bCON",
    ],
)
def test_names_that_windows_keeps_for_itself_are_not_used(name):
    assert film_name(name) == f"_{name.strip(chr(0x200B))}.mp4"


def test_a_long_name_is_cut_behind_a_whole_sign_and_not_behind_a_space():
    assert film_name("x" * 58 + FAMILY) == "x" * 58 + ".mp4"
    assert film_name("x" * 59 + " y") == "x" * 59 + ".mp4"
    assert film_name(FAMILY * 30) == FAMILY * 12 + ".mp4"


@given(st.text(st.characters() | st.sampled_from(f"{FAMILY}CONUL.:/ \u200b\u202e\u0301")))
def test_any_name_becomes_a_file_name(name):
    file_name = film_name(name)
    stem = file_name.removesuffix(".mp4")
    assert length(stem) > 0
    assert len(file_name.encode()) <= 255
    assert not set(file_name) & set('<>:"/\\|?*\n\r\t\x00\u202a\u202b\u202d\u202e\u200b\ufeff')
    assert stem == stem.strip(" .")
    assert stem.split(".")[0].strip().upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}
