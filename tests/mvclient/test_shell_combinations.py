"""The command line: what was given is used, or refused in the words that were typed; nothing is dropped."""

from pathlib import Path

import pytest

from mvclient.shell import exits
from mvclient.shell.request import MOST_LYRICS

PICTURE = ("--reference-image", "asset-7")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("--prompt pop --song SONG", "--song and --prompt do not go together"),
        ("--song SONG --lyrics la", "--song and --lyrics do not go together"),
        ("--song SONG --lyrics-file WORDS", "--song and --lyrics-file do not go together"),
        ("--prompt pop --music-asset-id a", "--music-asset-id and --prompt do not"),
        ("--prompt pop --style folk --title Sea", "--style and --prompt do not go together"),
        ("--prompt pop --lyrics la", "--lyrics and --prompt"),
        ("--song SONG --instrumental", "--song and --instrumental"),
        ("--lyrics WORDS --style folk --title Sea", "--lyrics-file"),
    ],
)
def test_what_would_be_dropped_is_refused_before_anything_is_sent(shell, giggle, files, said, told):
    typed = [{"SONG": files["song.wav"], "WORDS": files["words.txt"]}.get(word, word) for word in said.split()]
    assert shell("make", *PICTURE, *typed) == exits.WRONG
    assert told in shell.err
    assert giggle.received == []


@pytest.mark.parametrize(
    ("said", "told", "left_out"),
    [
        ("--mode prompt --prompt pop --style folk --title Sea", "made of --style and --title.", {"style", "title"}),
        ("--mode upload --music-asset-id a --prompt pop", "In --mode upload nothing is made of --prompt.", {"prompt"}),
    ],
)
def test_where_the_mode_is_named_the_rest_is_told_and_left_out(shell, giggle, said, told, left_out):
    """Giggle's own script takes all of its flags in every mode."""
    assert shell("start", *PICTURE, *said.split()) == 0
    assert told in shell.err
    (project,) = giggle.truth.projects.values()
    assert not left_out & set(project.submit_bodies[0])


def test_giggles_own_script_gives_every_flag_and_most_of_them_empty(shell, giggle):
    empty = [word for flag in ("lyrics", "style", "title", "music-asset-id") for word in (f"--{flag}", "")]
    said = ["--mode", "prompt", "--prompt", "pop", "--vocal-gender", "auto", "--reference-image-url", "", *empty]
    assert shell("start", *PICTURE, *said) == 0
    assert len(giggle.calls("submit")) == 1


@pytest.mark.parametrize(
    ("contents", "told"),
    [
        (b"la " * (MOST_LYRICS // 3 + 1), "20,001 characters"),
        ("é".encode() * 2**20, "at most 20,000"),
        (b"la\x00la\x1b[2J", "control characters"),
        (b"\xff\xfe\xff", "UTF-8"),
        (b" \n", "words.txt must not be blank"),
    ],
    ids=["long", "very long", "binary", "other encoding", "blank"],
)
def test_lyrics_that_nobody_can_sing_make_no_project(shell, giggle, files, contents, told):
    Path(files["words.txt"]).write_bytes(contents)
    said = ["--lyrics-file", files["words.txt"], "--style", "folk", "--title", "Sea"]
    assert shell("make", *PICTURE, *said) == exits.WRONG
    assert told in shell.err
    assert giggle.received == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (["make", "--prompt", "pop"], "give --picture FILE"),
        (["make", *PICTURE, "--lyrics", "la", "--style", "folk"], "--title must not be blank"),
        (["make", *PICTURE, "--prompt", " "], "--prompt must not be blank"),
        (["make", *PICTURE, "--prompt", "p", "--scene-description", "x" * 201], "--scene-description has 201"),
        (["make", *PICTURE, "--music-asset-id", "two words"], "sent by mv-studio upload"),
        (["make", "--picture", "my", "photo.jpg"], "photo.jpg - put what has spaces into quotes"),
        (["make", "--prompt", "upbeat", "pop", "now"], "arguments: pop now"),
    ],
)
def test_what_is_wrong_is_said_by_the_names_of_the_options(shell, giggle, said, told):
    assert shell(*said) == exits.WRONG
    assert told in shell.err
    assert giggle.received == []


def test_a_picture_that_is_none_is_named(shell, tmp_path):
    assert shell("make", "--picture", str(tmp_path), "--prompt", "p") == exits.WRONG
    assert f"cannot be read: {tmp_path}" in shell.err


@pytest.mark.parametrize(
    ("said", "told"),
    [(["help"], "exit codes:"), (["help", "watch"], "It pays by itself, once"), (["watch", "--help"], "It asks")],
)
def test_help_can_be_asked_for_in_each_way(shell, said, told):
    assert shell(*said) == exits.DONE
    assert told in " ".join(shell.out.split())
