"""Songs that visitors bring: kept for a day under a name that nobody guesses, heard once, cut where a part is sent."""

from io import BytesIO
from pathlib import Path

import pytest
from songs_to_bring import KINDS, seconds_of, song, tags_of

from mvapp.studio.own_songs import KEPT_S, OwnSongs, SongToSend
from mvclient import SongError
from mvclient.songs import checked_song


class Clock:
    def __init__(self) -> None:
        self.now = 1_760_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def songs(tmp_path: Path, clock: Clock) -> OwnSongs:
    return OwnSongs(tmp_path / "songs", clock=clock)


def sent(what: SongToSend) -> tuple[bytes, str]:
    with what.file() as (path, name):
        return path.read_bytes(), name


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_heard_and_can_be_played_by_every_browser(songs: OwnSongs, kind: str) -> None:
    own = songs.take(BytesIO(song(4.0, kind)), f"My Song.{kind}")
    assert (own.title, own.kind) == ("My Song", kind)
    assert own.seconds == pytest.approx(4.0, abs=0.1)
    assert checked_song(own.listen).kind == "m4a"
    assert seconds_of(own.listen.read_bytes()) == pytest.approx(4.0, abs=0.1)


def test_the_waveform_shows_where_it_is_loud_and_the_taster_begins_there(songs: OwnSongs) -> None:
    own = songs.take(BytesIO(song(80.0, loud_from_s=45.0)), "a.mp3")
    middle = len(own.loudness) * 45 // 80
    assert max(own.loudness[: middle - 2]) < 50 < min(own.loudness[middle + 2 : -2])
    assert max(own.loudness) == 100
    assert 44 <= own.loudest_at_s <= 50


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"these are no sounds\n" * 900, "not_audio"),
        (song(1.0), "too_short"),
        (song(3.0, level=0.0), "silent"),
        (song(3.0, "flac")[:3000], "damaged"),
        (song(601.0, "flac", level=0.0), "too_long"),
        (b"", "not_audio"),
    ],
    ids=["text", "short", "silent", "half", "long", "empty"],
)
def test_what_cannot_be_used_is_refused_and_leaves_nothing(
    songs: OwnSongs, tmp_path: Path, content: bytes, reason: str
):
    with pytest.raises(SongError) as caught:
        songs.take(BytesIO(content), "a.mp3")
    assert caught.value.reason == reason
    assert list((tmp_path / "songs").iterdir()) == []


def test_a_song_is_found_by_its_name_after_a_restart(songs: OwnSongs, tmp_path: Path) -> None:
    own = songs.take(BytesIO(song()), "海边 ／ live.mp3")
    assert OwnSongs(tmp_path / "songs").find(own.name) == own
    assert own.title == "海边 ／ live"


@pytest.mark.parametrize("name", ["", "..", "../songs", "/etc/passwd", "A" * 32, "0" * 31, "0" * 32, "0" * 31 + "\n"])
def test_other_names_find_nothing(songs: OwnSongs, name: str) -> None:
    songs.take(BytesIO(song()), "a.mp3")
    assert songs.find(name) is None
    songs.drop(name)


def test_the_name_of_a_file_becomes_no_path(songs: OwnSongs, tmp_path: Path) -> None:
    own = songs.take(BytesIO(song()), "../../evil.mp3")
    assert own.folder.parent == tmp_path / "songs"
    assert {path.name for path in own.folder.iterdir()} == {"song", "listen.m4a", "facts.json"}


def test_a_song_is_kept_for_a_day_after_it_was_last_wanted(songs: OwnSongs, clock: Clock) -> None:
    left, wanted = (songs.take(BytesIO(song()), f"{name}.mp3") for name in "ab")
    for own in (left, wanted):
        assert songs.find(own.name)
    clock.now += KEPT_S - 60
    assert songs.find(wanted.name)
    clock.now += 120
    songs.make_room()
    assert not left.folder.exists()
    assert songs.find(wanted.name)


def test_that_nobody_comes_for_it_needs_nobody_new(songs: OwnSongs, clock: Clock) -> None:
    """Any visitor's look at a song of their own is enough."""
    left = songs.take(BytesIO(song()), "a.mp3")
    songs.find(left.name)
    clock.now += KEPT_S + 1
    songs.find("0" * 32)
    assert not left.folder.exists()


def test_too_much_makes_room_from_the_one_that_was_wanted_longest_ago(tmp_path: Path, clock: Clock) -> None:
    content = song(3.0, "wav")
    songs = OwnSongs(tmp_path / "songs", clock=clock, most_bytes=3 * len(content))
    kept = []
    for number in range(4):
        clock.now += 1
        kept.append(songs.take(BytesIO(content), f"{number}.wav"))
        songs.find(kept[-1].name)
    assert songs.find(kept[-1].name)
    assert not kept[0].folder.exists()


def test_what_is_taken_away_is_deleted(songs: OwnSongs) -> None:
    own = songs.take(BytesIO(song()), "a.mp3")
    songs.drop(own.name)
    assert not own.folder.exists()
    with pytest.raises(SongError):
        sent(SongToSend(own))


def test_a_whole_song_without_words_goes_as_it_came(songs: OwnSongs) -> None:
    content = song(4.0, "flac")
    assert sent(SongToSend(songs.take(BytesIO(content), "a b.flac"))) == (content, "a b.flac")


def test_a_part_is_cut_and_carries_its_words(songs: OwnSongs) -> None:
    own = songs.take(BytesIO(song(40.0)), "Harbour.mp3")
    content, name = sent(SongToSend(own, (5.0, 35.0), "[00:01.00]Eins\n[00:03.50]二"))
    assert name == "Harbour.m4a"
    assert seconds_of(content) == pytest.approx(30.0, abs=0.1)
    assert tags_of(content)["lyrics"] == "[00:01.00]Eins\n[00:03.50]二"
    assert checked_song(content).kind == "m4a"


def test_the_part_is_the_one_that_was_chosen(songs: OwnSongs, tmp_path: Path) -> None:
    own = songs.take(BytesIO(song(12.0, "wav", loud_from_s=6.0)), "a.wav")
    content, _name = sent(SongToSend(own, (2.0, 10.0)))
    again = songs.take(BytesIO(content), "part.m4a")
    middle = len(again.loudness) // 2
    assert max(again.loudness[: middle - 4]) < 50 < min(again.loudness[middle + 4 : -20])
