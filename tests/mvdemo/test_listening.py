"""A song that somebody brings: its beats, its best part, its loudness, and why some files are none."""

import av
import numpy as np
import pytest
from sound_files import KINDS, RATE, click_times, clicks, write_song

from mvdemo.film import PROFILES, FilmOrder, Production, samples
from mvdemo.film.shots import cut_times
from mvdemo.filming import film_producer
from mvdemo.listening import Wish, decoding, hear, sound_of
from mvdemo.music import compose
from mvdemo.music.brief import Brief
from mvdemo.music.loudness import integrated_loudness, true_peak
from mvdemo.music.rendering import render
from mvdemo.steps import SUB_STEPS
from mvdemo.told import Told

WHOLE = Wish(is_taster=False, longest_s=240.0, sample_rate=48_000, bit_rate=192_000)
TASTER = Wish(is_taster=True, longest_s=240.0, sample_rate=48_000, bit_rate=192_000)


def go_on():
    """Never stop."""


def off_s(found, known):
    """How far each found beat is from the known one next to it."""
    found = np.asarray(found)
    return np.abs(found[:, None] - known[None]).min(axis=1)


@pytest.mark.parametrize("kind", KINDS)
def test_the_beats_are_found_in_every_kind_of_file(tmp_path, kind):
    times = click_times(12, 96)
    song = hear(write_song(tmp_path / "song", clicks(times, 12, noise=0.01), kind), WHOLE, go_on).song
    assert song.tempo == pytest.approx(96, rel=0.02)
    assert np.median(off_s(times, np.array(song.beats))) < 0.02
    assert song.duration_s == pytest.approx(12, abs=0.15)


@pytest.mark.parametrize(("first_bpm", "last_bpm"), [(100, 116), (92, 80)])
def test_a_tempo_that_drifts_is_followed_through_noise(tmp_path, first_bpm, last_bpm):
    times = click_times(25, first_bpm, last_bpm)
    song = hear(write_song(tmp_path / "song", clicks(times, 25, noise=0.05), "wav"), WHOLE, go_on).song
    assert np.median(off_s(times, np.array(song.beats))) < 0.02
    assert np.mean(off_s(times, np.array(song.beats)) < 0.05) > 0.95


def test_the_studios_own_song_has_the_beats_it_was_composed_with(tmp_path):
    composed = compose(Brief(prompt="rock", body_s=26))
    path = write_song(tmp_path / "song", render(composed), "m4a", rate=48_000)
    song = hear(path, WHOLE, go_on).song
    assert song.tempo == pytest.approx(composed.tempo, rel=0.02)
    body = [beat for beat in song.beats if beat <= composed.beats[-1]]
    assert np.median(off_s(body, np.array(composed.beats))) < 0.02


def made_of(parts):
    """A song of parts, each so many seconds with a loudness; busy where it is loud."""
    pieces = []
    for seconds, loud in parts:
        at = np.arange(round(seconds * RATE)) / RATE
        tone = 0.3 * loud * sum(np.sin(2 * np.pi * hertz * at) for hertz in (110, 220, 660, 2640))
        step = 0.5 if loud < 0.5 else 0.25
        pieces.append(0.6 * tone[None] + clicks(np.arange(0, seconds - 0.1, step), seconds, loud=0.4 * loud))
    return np.concatenate(pieces, axis=1).astype(np.float32)


def test_a_taster_is_the_most_exciting_half_minute_from_bar_to_bar(tmp_path):
    path = write_song(tmp_path / "song", made_of([(40, 0.15), (34, 1.0), (30, 0.15)]), "flac")
    hearing = hear(path, TASTER, go_on)
    assert hearing.start_s >= 38
    assert hearing.start_s + hearing.song.duration_s <= 76
    assert 26 <= hearing.song.duration_s <= 30
    assert hearing.song.bars[0] == pytest.approx(0.06, abs=0.03)


def test_the_loud_part_is_the_chorus_and_the_quiet_one_is_not(tmp_path):
    song = hear(write_song(tmp_path / "song", made_of([(24, 0.15), (20, 1.0), (24, 0.15)]), "flac"), WHOLE, go_on).song
    names = [section.name for section in song.sections]
    assert names == ["intro", "verse", "chorus", "verse", "outro"]
    chorus = song.section("chorus")
    assert chorus.start_s == pytest.approx(24, abs=2.1)
    assert chorus.end_s == pytest.approx(44, abs=2.1)
    assert (song.sections[0].start_s, song.sections[-1].end_s) == (0, song.duration_s)


def test_a_very_long_song_is_filmed_from_its_beginning_and_ends_softly(tmp_path):
    path = write_song(tmp_path / "song", clicks(click_times(40, 120), 40), "wav")
    wish = Wish(is_taster=False, longest_s=15.0, sample_rate=48_000, bit_rate=192_000)
    hearing = hear(path, wish, go_on)
    assert hearing.start_s == 0
    assert 7 <= hearing.song.duration_s <= 15
    sound = sound_of(path, hearing, wish, go_on)
    assert np.abs(sound[:, -2400:]).max() < 0.02 < np.abs(sound[:, -96_000:]).max()


def test_every_cut_is_on_a_beat_though_the_tempo_drifts(tmp_path):
    times = click_times(40, 90, 110)
    song = hear(write_song(tmp_path / "song", clicks(times, 40), "wav"), WHOLE, go_on).song
    cuts = [at for at, _ in cut_times(song)]
    assert cuts[0] == 0
    assert len(cuts) > 6
    assert off_s(cuts[1:], np.array(song.beats)).max() < 1e-6
    assert np.median(off_s(cuts[1:], times)) < 0.02


def test_a_quiet_song_stays_as_it_is_and_a_loud_one_is_never_above_minus_one_in_the_film(tmp_path):
    song = render(compose(Brief(prompt="electronic", body_s=6)))
    quiet = song * np.float32(0.05)
    path = write_song(tmp_path / "quiet", quiet, "wav", rate=48_000)
    heard = sound_of(path, hear(path, WHOLE, go_on), WHOLE, go_on)
    assert np.abs(heard[:, : quiet.shape[1]] - quiet[:, : heard.shape[1]]).max() < 1e-4
    loud = np.clip(song * np.float32(1.8), -1, 1)
    path = write_song(tmp_path / "loud", loud, "wav", rate=48_000)
    heard = sound_of(path, hear(path, WHOLE, go_on), WHOLE, go_on)
    assert true_peak(loud) > 0.5
    assert integrated_loudness(heard, 48_000) > integrated_loudness(loud, 48_000) - 2
    film = write_song(tmp_path / "film.m4a", heard, "m4a", rate=48_000)
    with av.open(str(film)) as file:
        played = np.concatenate([frame.to_ndarray() for frame in file.decode(audio=0)], axis=1)
    assert true_peak(played) <= -0.99


def without_sound(path):
    with av.open(str(path), "w", format="mp4") as file:
        stream = file.add_stream("libx264", rate=12)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(12):
            file.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        file.mux(stream.encode(None))


def playlist(path):
    write_song(path.with_name("secret.wav"), clicks(click_times(5, 120), 5), "wav")
    path.write_text(f"ffconcat version 1.0\nfile '{path.with_name('secret.wav')}'\n", encoding="utf-8")


BAD = {
    "words": (lambda path: path.write_text("la la la " * 999, encoding="utf-8"), "cannot be played as a song"),
    "noise": (lambda path: path.write_bytes(np.random.default_rng(1).bytes(50_000)), "cannot be played as a song"),
    "a film without sound": (without_sound, "no sound in this file"),
    "a list of other files": (playlist, "cannot be played as a song"),
    "silence": (lambda path: write_song(path, np.zeros((1, 5 * RATE), np.float32), "mp3"), "silent"),
    "a moment": (lambda path: write_song(path, clicks([0.1], 1), "wav"), "shorter than 2 seconds"),
    "an hour": (lambda path: write_song(path, clicks(click_times(9, 120), 9), "mp3"), "longer than"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_song_is_refused_with_a_sentence_that_names_no_file(tmp_path, monkeypatch, what):
    write, words = BAD[what]
    if what == "an hour":
        monkeypatch.setattr(decoding, "LONGEST_S", 8.0)
    write(tmp_path / "song")
    with pytest.raises(Told, match=words) as told:
        hear(tmp_path / "song", WHOLE, go_on)
    assert str(tmp_path) not in str(told.value)
    assert told.value.__cause__ is None


def test_a_file_that_broke_off_is_heard_as_far_as_it_goes(tmp_path):
    whole = write_song(tmp_path / "song", clicks(click_times(12, 120), 12), "mp3").read_bytes()
    (tmp_path / "half").write_bytes(whole[: len(whole) // 2])
    assert 5 < hear(tmp_path / "half", WHOLE, go_on).song.duration_s < 7


def test_a_file_put_together_from_others_of_another_rate_is_heard_through(tmp_path):
    sound = clicks(click_times(4, 120), 4)
    parts = [write_song(tmp_path / str(rate), sound, "mp3", rate=rate).read_bytes() for rate in (RATE, 2 * RATE)]
    (tmp_path / "song").write_bytes(b"".join(parts))
    assert hear(tmp_path / "song", WHOLE, go_on).song.duration_s == pytest.approx(4 + 2, abs=0.3)


def order_of(path):
    return FilmOrder(
        mode="upload", aspect="16:9", picture=samples.picture("sample-beach"), name="Mine", song=path, subtitles=True
    )


def test_the_film_plays_that_song_from_its_first_sample_and_shows_no_words(tmp_path):
    sound = clicks(click_times(5, 120), 5)
    path = write_song(tmp_path / "song", sound, "wav")
    production = Production(order_of(path), tmp_path / "film", profile=PROFILES["tiny"])
    for stage in SUB_STEPS:
        production.run(stage)
    assert production.direction.words is None
    with av.open(str(production.film)) as file:
        assert file.duration / av.time_base == pytest.approx(5, abs=0.1)
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
        pieces = [piece.to_ndarray() for frame in file.decode(audio=0) for piece in resampler.resample(frame)]
    played = np.concatenate(pieces, axis=1)[0]
    alike = [float(played[500 + shift :][:60_000] @ sound[0, 500:60_500]) for shift in range(-400, 401)]
    assert abs(int(np.argmax(alike)) - 400) < 3


def test_a_song_that_cannot_be_heard_fails_its_step_with_that_sentence_and_is_not_charged(open_studio, caller_for):
    studio = open_studio(producer=film_producer("tiny"))
    caller = caller_for(studio.base_url)
    project_id = caller.create()
    assert caller.submit_song(project_id, caller.brought(b"no song at all"))["code"] == 200
    data = caller.look(project_id)
    assert (data["status"], data["current_step"], data["pay_status"]) == ("failed", "music-generate", "")
    assert data["err_msg"] == "This file cannot be played as a song. Bring it as MP3, M4A, WAV, FLAC or OGG."


def test_a_song_that_is_brought_becomes_a_film_on_the_wire(open_studio, caller_for, tmp_path):
    studio = open_studio(producer=film_producer("tiny"))
    caller = caller_for(studio.base_url)
    song = write_song(tmp_path / "song", clicks(click_times(4, 120), 4), "mp3").read_bytes()
    project_id = caller.create()
    assert caller.submit_song(project_id, caller.brought(song), subtitle_enabled=True)["code"] == 200
    assert caller.call("pay", project_id=project_id)["code"] == 200
    data = caller.look(project_id)
    assert (data["status"], data["err_msg"]) == ("completed", "")
    assert data["video_asset"]["duration"] == pytest.approx(4, abs=0.2)
