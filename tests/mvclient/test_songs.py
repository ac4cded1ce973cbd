"""What can be told of a song's file without a decoder, and which ones are refused before anything is sent."""

import contextlib
import io
import os
import pickle
import struct

import pytest
import songs_made
from hypothesis import given, settings
from hypothesis import strategies as st

from mvclient import SongError
from mvclient.songs import CONTENT_TYPES, checked_song
from mvclient.sounds.limits import MAX_FILE_BYTES, MAX_SECONDS


def refused(source):
    with pytest.raises(SongError) as caught:
        checked_song(source)
    assert caught.value.__context__ is None
    assert str(caught.value).endswith("Choose another song. Nothing was sent.")
    return caught.value.reason


@pytest.mark.parametrize("made", ["mp3", "m4a", "m4a-alac", "flac", "ogg", "ogg-opus"])
def test_a_song_of_each_kind_is_known_with_its_length(made):
    contents = songs_made.encoded(made, seconds=2.0)
    song = checked_song(contents)
    assert song.kind == made.partition("-")[0]
    assert song.content_type == CONTENT_TYPES[song.kind]
    assert song.size_bytes == len(contents)
    assert song.seconds == pytest.approx(2.0, abs=0.15)


@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_a_wav_is_known_with_its_length(width):
    song = checked_song(songs_made.wav(width=width, seconds=1.5))
    assert (song.kind, song.seconds) == ("wav", 1.5)


@pytest.mark.parametrize("made", ["mp3", "flac"])
def test_tags_and_a_cover_in_front_hide_nothing(made):
    contents = songs_made.id3() + songs_made.id3(b"") + songs_made.encoded(made)
    assert checked_song(contents).kind == made


def test_an_mp3_with_dirt_in_front_between_and_behind_is_measured_all_the_same():
    half = songs_made.mp3_of(30)
    contents = bytes(500) + half + b"\xff\xff\xff dirt" + half + b"TAG".ljust(128, b" ")
    assert checked_song(contents).seconds == pytest.approx(60, abs=0.2)


def test_a_path_and_an_open_file_are_taken_and_the_file_stays_open(tmp_path):
    path = tmp_path / "song.wav"
    path.write_bytes(songs_made.wav())
    assert checked_song(path) == checked_song(str(path))
    with path.open("rb") as file:
        file.read(7)
        assert checked_song(file).seconds == 1.0
        assert not file.closed


def test_a_file_of_nothing_but_gaps_is_given_up_quickly():
    piece = songs_made.mp3_of(0.1) + b"\xff" * 300
    with pytest.raises(SongError) as caught:
        checked_song(piece * 5000)
    assert caught.value.reason == "damaged"


REFUSED = {
    "text": (b"Dear sir or madam, " * 100, "not_audio"),
    "nothing": (b"", "not_audio"),
    "picture": (b"\xff\xd8\xff\xe0" + os.urandom(4000), "not_audio"),
    "text-in-utf-16": ("Waves and light".encode("utf-16"), "not_audio"),
    "page": (b"<html>not found</html>", "not_audio"),
    "midi": (b"MThd\0\0\0\x06" + bytes(100), "midi"),
    "wma": (bytes.fromhex("3026b2758e66cf11") + bytes(100), "wma"),
    "aiff": (b"FORM\0\0\0\x20AIFF" + bytes(100), "aiff"),
    "avi": (b"RIFF\0\0\0\x20AVI " + bytes(100), "video"),
    "m4p": (b"\0\0\0\x18ftypM4P \0\0\0\0M4P isom", "protected"),
    "audible": (b"\0\0\0\x18ftypaax \0\0\0\0aax isom", "protected"),
    "wav-without-sound": (songs_made.wav(b""), "damaged"),
    "half-a-wav-head": (songs_made.wav()[:30], "damaged"),
    "half-a-flac-head": (b"fLaC\0\0\0\x22" + bytes(8), "damaged"),
    "tag-without-song": (songs_made.id3()[:2000], "damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_song_is_refused_with_a_reason(name):
    contents, reason = REFUSED[name]
    assert refused(contents) == reason


@pytest.mark.parametrize(("made", "reason"), [("mov", "video"), ("aac", "aac"), ("webm", "video")])
def test_what_programs_write_that_is_not_taken_is_named(made, reason):
    assert refused(songs_made.encoded(made)) == reason


def test_a_film_is_no_song():
    assert refused(songs_made.with_pictures()) == "video"


@pytest.mark.parametrize("lock", [b"drms", b"enca"])
def test_a_locked_song_is_known_by_its_samples_too(lock):
    """Shops' files came as M4A as well."""
    contents = songs_made.encoded("m4a")
    assert contents.count(b"mp4a") == 1
    assert refused(contents.replace(b"mp4a", lock)) == "protected"


def test_half_an_m4a_is_damaged():
    contents = songs_made.encoded("m4a")
    assert refused(contents[: len(contents) // 2]) == "damaged"


@pytest.mark.parametrize(
    "contents",
    [
        songs_made.wav(bytes(16_000)),
        songs_made.wav(b"\x05\x00\xfb\xff" * 4000),
        songs_made.wav(b"\x80" * 8000, width=1),
        songs_made.wav(b"\x99\x01\x00\x70\xfe\xff" * 4000, width=3),
        songs_made.float_wav([0.0, 0.0005, -0.0005] * 3000),
    ],
    ids=["zeros", "dither", "8-bit", "24-bit", "float"],
)
def test_a_wav_in_which_nothing_is_to_be_heard_is_silent(contents):
    assert refused(contents) == "silent"


@pytest.mark.parametrize(
    "contents",
    [
        songs_made.wav(bytes(400_000) + b"\x00\x10"),
        songs_made.wav(b"\x80" * 8000 + b"\x90", width=1),
        songs_made.float_wav([0.0] * 70_000 + [-0.5]),
        songs_made.float_wav([float("nan")] * 9),
    ],
    ids=["late", "8-bit", "float", "no-number"],
)
def test_one_sound_in_a_wav_is_enough(contents):
    assert checked_song(contents).kind == "wav"


def test_a_song_of_an_hour_is_too_long_whatever_its_kind():
    assert refused(songs_made.mp3_of(3600)) == "too_long"
    assert refused(songs_made.wav(rate=1000, seconds=3600)) == "too_long"
    flac = bytearray(songs_made.encoded("flac"))
    flac[22:26] = (songs_made.RATE * 3600).to_bytes(4, "big")
    assert refused(bytes(flac)) == "too_long"
    ogg = bytearray(songs_made.encoded("ogg"))
    last = ogg.rfind(b"OggS") + 6
    ogg[last : last + 8] = struct.pack("<Q", songs_made.RATE * 3600)
    assert refused(bytes(ogg)) == "too_long"
    m4a = songs_made.encoded("m4a")
    at = m4a.index(b"mdhd") + 4 + 12
    scale = int.from_bytes(m4a[at : at + 4], "big")
    assert refused(m4a[: at + 4] + (scale * 3600).to_bytes(4, "big") + m4a[at + 8 :]) == "too_long"


def test_a_song_just_short_enough_is_taken():
    assert checked_song(songs_made.mp3_of(MAX_SECONDS - 1)).seconds == pytest.approx(MAX_SECONDS - 1, abs=0.05)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.wav"
    with path.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    assert refused(path) == "too_large"


def test_a_length_that_the_file_does_not_say_is_no_reason_to_refuse_it():
    flac = bytearray(songs_made.encoded("flac"))
    flac[21] &= 0xF0
    flac[22:26] = bytes(4)
    assert checked_song(bytes(flac)).seconds is None


def test_what_cannot_be_read_is_said_so(tmp_path):
    assert refused(tmp_path / "not-there.mp3") == "unreadable"
    assert refused(tmp_path) == "unreadable"
    assert refused("a\0b") == "unreadable"
    assert refused(io.StringIO("text")) == "unreadable"
    os.mkfifo(tmp_path / "pipe.mp3")
    assert refused(tmp_path / "pipe.mp3") == "unreadable"


KINDS = [songs_made.encoded(made) for made in ("mp3", "m4a", "flac", "ogg")] + [songs_made.wav()]


@settings(max_examples=150, deadline=None, database=None)
@given(draw=st.data(), which=st.sampled_from(range(len(KINDS))))
def test_a_file_with_any_bytes_changed_is_known_or_refused_and_nothing_else(draw, which):
    contents = bytearray(KINDS[which][:20_000])
    for _ in range(draw.draw(st.integers(1, 8))):
        at = draw.draw(st.integers(0, min(600, len(contents) - 1)) | st.integers(0, len(contents) - 1))
        contents[at] = draw.draw(st.integers(0, 255))
    with contextlib.suppress(SongError):
        checked_song(bytes(contents[: draw.draw(st.integers(0, len(contents)))]))


def test_the_error_survives_a_pickle():
    error = SongError("m", reason="silent")
    copied = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (str(copied), copied.reason) == (str(error), "silent")
