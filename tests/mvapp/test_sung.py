"""The form says beforehand what the demo film makes of lyrics, and that is what the film does."""

import pytest

from mvapp.create.examples import EXAMPLES
from mvapp.studio.demo import sung
from mvapp.studio.studios import DEMO, GIGGLE
from mvdemo.film import SHOW, FilmOrder
from mvdemo.music import compose

SONGS = [draft for example in EXAMPLES for draft in example.drafts.values() if draft.lyrics]


@pytest.fixture(autouse=True)
def in_full_quality(monkeypatch):
    monkeypatch.setenv("MV_DEMO_PROFILE", "show")
    sung.cache_clear()
    yield
    sung.cache_clear()


@pytest.mark.parametrize("draft", SONGS, ids=[draft.title for draft in SONGS])
def test_the_lines_that_are_counted_are_the_lines_that_are_sung(draft):
    said = sung(draft.lyrics, draft.style, draft.title, draft.scene_description)
    order = FilmOrder(
        "custom", "9:16", b"", title=draft.title, lyrics=draft.lyrics, style=draft.style, scene=draft.scene_description
    )
    lines = {one.line.text for one in compose(order.brief(SHOW.body_s)).lines}
    assert (said.lines, said.of) == (len(lines), 8)
    assert said.unseen == ""


@pytest.mark.parametrize(
    ("word", "unseen"), [("سلام", True), ("สวัสดี", True), ("你好", False), ("안녕", False), ("ñandú", False)]
)
def test_letters_that_cannot_be_drawn_are_named(word, unseen):
    said = sung(f"Hello you\n{word}", "pop", "x", "")
    assert bool(said.unseen) is unseen
    assert set(said.unseen) <= set(word)


def test_only_a_studio_that_knows_says_so():
    assert GIGGLE.sings("a line", style="pop", title="x", scene="") is None
    assert DEMO.sings("a line", style="pop", title="x", scene="") == sung("a line", "pop", "x", "")


@pytest.mark.parametrize("take", [2, 3, 4])
def test_another_take_sings_as_many_lines_as_the_form_says(take):
    song = next(draft for draft in SONGS if draft.title == "Valley Wind")
    words = song.lyrics + "\n" + song.lyrics.replace("e", "i")
    order = FilmOrder("custom", "9:16", b"", title=song.title, lyrics=words, style=song.style, take=take)
    lines = {one.line.text for one in compose(order.brief(SHOW.body_s)).lines}
    assert len(lines) == sung(words, song.style, song.title, "").lines


def test_chords_and_time_stamps_are_no_lines_that_could_be_sung():
    words = "[ti:Rain]\n| Am | G |\n[00:12.3]Rain on the roof\nand [Am]tea for [G]two"
    assert sung(words, "pop", "Rain", "").of == 2
