"""The words of a song that somebody brings: read from its file's tags, put where they are sung, and shown."""

import time
from itertools import pairwise

import av
import numpy as np
import pytest
from sound_files import RATE, click_times, clicks, write_song

from mvdemo.film import PROFILES, FilmOrder, samples
from mvdemo.film.production import Production
from mvdemo.filming import film_producer
from mvdemo.listening import Wish, hear
from mvdemo.listening.lrc import timed_lines
from mvdemo.listening.sung import lines_to_sing, part_of
from mvdemo.listening.tags import MOST_LETTERS, lyrics_in
from mvdemo.listening.voice import sung_parts
from mvdemo.listening.words import spread, words_of
from mvdemo.music import compose
from mvdemo.music.brief import Brief
from mvdemo.music.rendering import render

WHOLE = Wish(is_taster=False, longest_s=240.0, sample_rate=48_000, bit_rate=192_000)
TASTER = Wish(is_taster=True, longest_s=240.0, sample_rate=48_000, bit_rate=192_000)
TICK = clicks([0.3], 1)
LRC = "[ti:Sea]\n[00:02.00]The sea is wide\n[00:04.00]海风吹过\n[00:06.00]\n"


def go_on():
    """Never stop."""


def told(lines):
    """Lines as time, end and words."""
    return [(round(line.start_s, 2), round(line.end_s, 2), line.line.text) for line in lines]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("mp3", "lyrics-eng"),
        ("mp3", "lyrics-what Tom heard-eng"),
        ("mp3", "SYNCEDLYRICS"),
        ("m4a", "lyrics"),
        ("flac", "LYRICS"),
        ("flac", "UNSYNCED LYRICS"),
        ("ogg", "unsyncedlyrics"),
        ("ogg", "Unsynchronised_Lyrics"),
    ],
)
def test_words_are_read_from_every_kind_of_tag(tmp_path, kind, name):
    text = "The sea is wide\n海风吹过"
    song = write_song(tmp_path / "song", TICK, kind, tags={name: text, "lyricist": "Somebody", "title": "Sea"})
    assert lyrics_in(song) == (text,)


@pytest.mark.parametrize("kind", ["mp3", "m4a", "flac", "ogg", "wav"])
def test_a_song_without_words_has_none(tmp_path, kind):
    song = write_song(tmp_path / "song", TICK, kind, tags={"title": "Lyrics", "lyricist": "me", "lyrics": " \n\t"})
    assert lyrics_in(song) == ()
    assert words_of(song).timed == words_of(song).plain == ()


def test_what_is_no_song_has_no_words(tmp_path):
    (tmp_path / "song").write_bytes(b"LYRICS=la la la" * 99)
    assert words_of(tmp_path / "song").plain == ()


def test_words_with_times_are_preferred(tmp_path):
    song = write_song(tmp_path / "song", TICK, "flac", tags={"LYRICS": "The sea is wide", "SYNCEDLYRICS": LRC})
    assert [line.line.text for line in words_of(song).timed] == ["The sea is wide", "海风吹过"]
    assert words_of(song).plain == ()


def test_a_very_long_text_ends_with_a_whole_line(tmp_path):
    song = write_song(tmp_path / "song", TICK, "flac", tags={"LYRICS": "The sea is wide\n" * 9999})
    assert MOST_LETTERS - 16 <= len(lyrics_in(song)[0]) <= MOST_LETTERS
    assert lyrics_in(song)[0].endswith("\nThe sea is wide")
    endless = write_song(tmp_path / "endless", TICK, "flac", tags={"LYRICS": "海" * 99_999})
    assert lyrics_in(endless) == ()


def test_letters_that_are_none_are_left_out_and_the_song_is_heard(tmp_path):
    beats = clicks(click_times(4, 120), 4)
    written = write_song(
        tmp_path / "song", beats, "flac", tags={"LYRICS": "\ufeffThe sea\r\n\x07is wide\u2028XX and deep"}
    )
    broken = tmp_path / "broken"
    broken.write_bytes(written.read_bytes().replace(b"XX", b"\xff\xc3"))
    assert lyrics_in(broken) == ("The sea\nis wide\n and deep",)
    assert hear(broken, WHOLE, go_on).song.duration_s == pytest.approx(4, abs=0.1)


LRC_TABLE = {
    "minutes and seconds": ("[00:02]We rise\n[01:04]and fall", [(2, 5, "We rise"), (64, 67, "and fall")]),
    "hundredths": ("[00:02.5]We rise\n[00:04.25]and fall", [(2.5, 4.25, "We rise"), (4.25, 7.25, "and fall")]),
    "a colon, a comma": ("[00:02:50]We rise\n[00:04,250]and", [(2.5, 4.25, "We rise"), (4.25, 6.75, "and")]),
    "a refrain": (
        "[00:02.00][00:10.00] [0:20]We rise\n[00:03.00]and fall",
        [(2, 3, "We rise"), (3, 6, "and fall"), (10, 13, "We rise"), (20, 23, "We rise")],
    ),
    "out of order": ("[00:09.00]and fall\n[00:08.00]We rise", [(8, 9, "We rise"), (9, 12, "and fall")]),
    "sooner by an offset": ("[offset:+500]\n[00:02.00]We rise\n[00:03.00]", [(1.5, 2.5, "We rise")]),
    "later by an offset": ("[00:02.00]We rise\n[00:03.00]\n[ offset : -500 ]", [(2.5, 3.5, "We rise")]),
    "tags and credits": (
        "[ar:We]\n[ti: Rise]\n[00:00.00]作词 : 某人\n[00:01.00]Lyrics by: Me\n[00:02.00]We rise\n[00:03.00]",
        [(2, 3, "We rise")],
    ),
    "an empty line ends the one before": ("[00:02.00]We rise\n[00:02.50]\n[00:09.00]♪", [(2, 2.5, "We rise")]),
    "two languages": (
        "[00:02.00]We rise\n[00:02.00]我们升起\n[00:04.00]and\n[00:04.00]然后",
        [(2, 4, "We rise"), (4, 6.5, "and")],
    ),
    "sections and chords": ("[00:01.00][Chorus]\n[00:02.00][Am]We [G]rise\n[00:03.00]", [(2, 3, "We rise")]),
    "no text at all": ("", []),
    "words without times": ("We rise\nand fall\nand rise", []),
    "one time among words": ("We rise\nand fall\n[02:10]Solo\nand rise", []),
    "all at once": ("[00:00.00]We rise\n[00:00.00]and fall\n[00:00.00]and rise", []),
}


@pytest.mark.parametrize("what", LRC_TABLE)
def test_times_are_read_as_players_read_them(what):
    text, lines = LRC_TABLE[what]
    assert told(timed_lines(text)) == lines


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("[00:10.00]<00:10.00>When <00:10.50>the <00:12.00>truth<00:13.00>", [10, 10.5, 12, 13]),
        ("[00:10.00]When [00:10.50]the [00:12.00]truth\n[00:13.00]", [10, 10.5, 12, 13]),
        ("[00:10.00]<00:10.00>When <00:09.00>the <00:12.00>truth\n[00:13.00]", [10, 11, 12, 13]),
        ("[00:10.00]<00:10.00>When <00:10.50>the <00:19.00>truth\n[00:13.00]", [10, 11, 12, 13]),
        ("[offset:1000]\n[00:11.00]<00:11.00>When <00:11.50>the <00:13.00>truth<00:14.00>", [10, 10.5, 12, 13]),
    ],
)
def test_times_of_words_are_used_if_they_can_be(text, times):
    (line,) = timed_lines(text)
    assert [note.start_s for note in line.notes] + [line.end_s] == pytest.approx(times)
    assert line.line.text == "When the truth"


HOSTILE = {
    "many times": "[0:0]" * 2000 + "la " * 3000,
    "many times of little": "".join(f"[{n // 60}:{n % 60}]" for n in range(3000)) + "la",
    "one long line": "[00:01]" + "la " * 6000,
    "one long word": "[00:01]" + "a" * 19_000,
    "far away": "[999:99.999]la\n[offset:9999999]",
    "brackets": "[" * 19_000,
    "half a stamp": "[00:" * 5000,
    "offsets": "[offset:" + " " * 19_000,
    "chords": "[00:01]" + "A11" * 6000 + "!",
    "strange digits": "[٠٠:٠١]la\n[00:0²]la",
    "all the words of a book": "海" * 18 + ("\n" + "海" * 18) * 1000,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_text_costs_little(what):
    began = time.process_time()
    timed = list(part_of(timed_lines(HOSTILE[what]), 0.0, 240.0))
    plain = list(spread(lines_to_sing(HOSTILE[what]), [(0.0, 240.0)], np.arange(0, 240.0, 2)))
    assert time.process_time() - began < 2
    assert len(timed) <= 800
    assert len(plain) <= 800


def test_a_part_has_its_own_lines_cut_at_its_edges():
    lines = timed_lines(
        "[00:08]One two\n[00:09]three four\n[00:11]five six\n[00:13]seven eight\n[00:16]nine ten\n[00:17]"
    )
    assert told(part_of(lines, 9.5, 6.0)) == [(0, 1.5, "three four"), (1.5, 3.5, "five six"), (3.5, 6, "seven eight")]


def test_words_are_spread_over_what_is_sung_by_their_syllables_from_bar_to_bar():
    lines = lines_to_sing("[Verse 1]\nAm  G  F  C\nWalking down the street\nHome\n【副歌】\n海风吹过旧时光\n回家")
    found = list(spread(lines, [(10.0, 18.0), (40.0, 48.0)], np.arange(0, 60.0, 2.0)))
    assert [line.line.text for line in found] == ["Walking down the street", "Home", "海风吹过旧时光", "回家"]
    assert [line.start_s for line in found] == [10.0, 14.0, 40.0, 46.0]
    assert all(early.end_s <= late.start_s for early, late in pairwise(found))
    assert found[1].end_s < 18
    assert found[-1].end_s <= 48


def test_more_words_than_a_song_has_room_for_are_not_its_own():
    assert list(spread(lines_to_sing("la la la la la\n" * 99), [(0.0, 40.0)], np.arange(0, 40.0, 2.0))) == []


def band(seconds, sung, width):
    """A band of two sides that plays all the time, and somebody who sings in the middle now and then."""
    chance, at = np.random.default_rng(3), np.arange(seconds * RATE) / RATE
    sides = chance.normal(0, 0.08, (2, len(at))) if width else np.tile(chance.normal(0, 0.03, len(at)), (2, 1))
    voice = 0.15 * sum(np.sin(2 * np.pi * hertz * at) for hertz in (440, 880, 1320))
    is_on = sum((at >= start_s) & (at < end_s) for start_s, end_s in sung)
    return (sides + voice * is_on).astype(np.float32)


@pytest.mark.parametrize("width", [True, False])
def test_what_is_sung_is_heard_in_the_middle_and_intro_break_and_outro_are_not(tmp_path, width):
    song = write_song(tmp_path / "song", band(40, [(8, 16), (24, 32)], width), "wav")
    parts = sung_parts(song, np.arange(0, 40.0, 0.5), go_on)
    assert np.array(parts) == pytest.approx(np.array([(8, 16), (24, 32)]), abs=0.5)


def test_a_song_that_is_sung_all_through_is_sung_all_through(tmp_path):
    song = write_song(tmp_path / "song", band(20, [(0, 20)], width=True), "wav")
    assert sung_parts(song, np.arange(0, 20.0, 0.5), go_on) == [(0.0, 20.0)]


def test_plain_words_of_the_studios_own_song_come_about_when_it_sings_them(tmp_path):
    words = "[Verse]\nWalking down the street\nNeon in the light\nStories left to tell\nI remember well\n[Chorus]\n"
    composed = compose(Brief(lyrics=words + "Under open skies\nWe will rise", style="pop", title="Hi", body_s=26))
    text = "\n".join(line.line.text for line in composed.lines)
    path = write_song(tmp_path / "song", render(composed), "m4a", rate=48_000, tags={"lyrics": text})
    song = hear(path, WHOLE, go_on).song
    assert [line.line.text for line in song.lines] == text.splitlines()
    pairs = zip(song.lines, composed.lines, strict=True)
    assert np.median([abs(own.start_s - one.notes[0].start_s) for own, one in pairs]) < 1.2


def test_a_taster_has_the_words_of_its_half_minute_at_its_own_times(tmp_path):
    at = np.arange(80 * RATE) / RATE
    loud = np.where((at >= 40) & (at < 70), 1.0, 0.1)
    sound = (clicks(np.arange(0, 79, 0.5), 80) * loud).astype(np.float32)
    text = "\n".join(f"[{second // 60:02}:{second % 60:02}.00]line of {second}" for second in range(0, 80, 4))
    hearing = hear(write_song(tmp_path / "song", sound, "flac", tags={"LYRICS": text}), TASTER, go_on)
    song = hearing.song
    assert hearing.start_s > 30
    assert 5 <= len(song.lines) <= 9
    assert min(line.start_s for line in song.lines) >= 0
    assert max(line.end_s for line in song.lines) <= song.duration_s
    for line in song.lines[1:-1]:
        assert line.start_s + hearing.start_s == pytest.approx(int(line.line.text.split()[-1]))


def captions(tmp_path, words, seconds=14):
    """The captions of a tiny film of an own song."""
    path = write_song(tmp_path / "song", clicks(click_times(seconds, 120), seconds), "mp3", tags={"lyrics": words})
    order = FilmOrder("upload", "16:9", samples.picture("sample-beach"), name="Mine", song=path, subtitles=True)
    direction = Production(order, tmp_path / "film", profile=PROFILES["tiny"]).direction
    return direction, direction.words._captions if direction.words else None


def test_captions_leave_title_and_end_card_their_room_and_letters_that_cannot_be_drawn_out(tmp_path):
    texts = {0.1: "We rise", 2: "🎵🎵 la 🎵", 4: "\ue000\ue001", 6: "and fall", 9: "and rise", 11.5: "at the end"}
    text = "\n".join(f"[00:{at_s:05.2f}]{words}" for at_s, words in texts.items())
    direction, shown = captions(tmp_path, text)
    overlays = direction.overlays
    assert [line.line.text for line in direction.song.lines][-1] == "at the end"
    assert shown[0].start_s >= overlays.title_end_s
    assert shown[-1].end_s <= overlays.end_card_s
    assert len(shown) == 4


def test_only_the_words_of_a_chorus_come_large(tmp_path):
    at = np.arange(68 * RATE) / RATE
    loud = np.where((at >= 24) & (at < 44), 1.0, 0.1)
    sound = (clicks(np.arange(0, 67, 0.5), 68) * loud).astype(np.float32)
    text = "\n".join(f"[{second // 60:02}:{second % 60:02}.00]line of {second}" for second in range(8, 60, 4))
    path = write_song(tmp_path / "song", sound, "flac", tags={"LYRICS": text})
    order = FilmOrder("upload", "16:9", samples.picture("sample-beach"), name="Mine", song=path, subtitles=True)
    production = Production(order, tmp_path / "film", profile=PROFILES["draft"])
    chorus = production._song.section("chorus")
    for caption in production.direction.words._captions:
        middle_s = (caption.start_s + caption.end_s) / 2
        assert caption.rows[0].is_large == (chorus.start_s < middle_s < chorus.end_s)


def test_a_song_with_words_in_its_tags_becomes_a_film_with_captions_on_the_wire(open_studio, caller_for, tmp_path):
    studio = open_studio(producer=film_producer("tiny"))
    caller = caller_for(studio.base_url)
    sound, films = clicks(click_times(10, 120), 10), {}
    for name, tags, wishes in (
        ("without", {}, True),
        ("with", {"lyrics-eng": LRC}, True),
        ("hidden", {"lyrics-eng": LRC}, False),
    ):
        song = write_song(tmp_path / "song", sound, "mp3", tags=tags).read_bytes()
        project_id = caller.create()
        assert caller.submit_song(project_id, caller.brought(song), subtitle_enabled=wishes)["code"] == 200
        assert caller.call("pay", project_id=project_id)["code"] == 200
        assert caller.look(project_id)["status"] == "completed"
        lines = [(round(line.start_s, 1), line.text) for line in studio.sung_lines(project_id)]
        assert lines == ([] if name == "without" else [(2.0, "The sea is wide"), (4.0, "海风吹过")])
        with av.open(str(studio.film(project_id))) as file:
            films[name] = [frame.to_ndarray()[:144].copy() for frame in file.decode(video=0)]
    apart = [int(np.abs(a.astype(int) - b).max()) > 60 for a, b in zip(films["without"], films["with"], strict=True)]
    assert not any(apart[:12])
    assert any(apart[26:70])
    assert not any(apart[84:])
    assert all(np.array_equal(a, b) for a, b in zip(films["without"], films["hidden"], strict=True))
