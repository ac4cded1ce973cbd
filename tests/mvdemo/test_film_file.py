"""The finished file and its frames: container, colours, cuts, sound, marks."""

import hashlib
import io
import itertools
import struct
import threading
from dataclasses import replace

import av
import numpy as np
import pytest
from PIL import Image

from mvdemo.film import DRAFT, PROFILES, TINY, Cancelled, FilmOrder, Production
from mvdemo.film.encoder import new_frame
from mvdemo.film.frames import Painter, poster
from mvdemo.film.overlays import Overlays
from mvdemo.film.shots import Subject, cut_times, plan_shots
from mvdemo.film.yuv import Canvas
from mvdemo.making import LINES_NAME, SONG_NAME, is_still
from mvdemo.music import Brief, compose
from mvdemo.music.styles import STYLES
from mvdemo.steps import SUB_STEPS

LYRICS = "[Verse]\nWalking down the empty street\nThe lights are calling me\n[Chorus]\nWe rise, we rise again"


def picture():
    down, across = np.mgrid[0:450, 0:800].astype(np.float32)
    waves = np.stack([np.sin(across / 37), np.sin(down / 23), np.sin((across + down) / 51)], 2) * 90 + 128
    data = io.BytesIO()
    Image.fromarray(waves.astype(np.uint8)).save(data, "JPEG")
    return data.getvalue()


SUNG = FilmOrder(
    "custom",
    "16:9",
    picture(),
    name="p",
    title="Empty Street",
    lyrics=LYRICS,
    style="pop",
    scene="rain",
    subtitles=True,
)
HUMMED = FilmOrder("prompt", "9:16", picture(), name="海边", prompt="夏天海边的轻快流行歌")


def made(order, folder, profile):
    production = Production(order, folder, profile=profile)
    for stage in SUB_STEPS:
        production.run(stage)
    return production


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    return made(SUNG, tmp_path_factory.mktemp("draft"), DRAFT)


def frames_of(path):
    with av.open(str(path)) as film:
        return [frame.to_ndarray() for frame in film.decode(video=0)]


def sound_of(path):
    with av.open(str(path)) as film:
        return np.concatenate([frame.to_ndarray() for frame in film.decode(audio=0)], axis=1)


def test_the_file_is_h264_and_aac_in_an_mp4_of_the_asked_shape(draft):
    with av.open(str(draft.film)) as film:
        assert "mp4" in film.format.name
        video, audio = film.streams.video[0], film.streams.audio[0]
        assert (video.codec_context.name, video.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (audio.codec_context.name, audio.rate, audio.channels) == ("aac", 48000, 2)
        assert (video.width, video.height) == (384, 216)
        assert video.average_rate == 12
        assert 25 <= film.duration / av.time_base <= 31
        assert film.duration / av.time_base == pytest.approx(draft.duration_s, abs=0.05)
        assert len(film.streams) == 2


def test_a_portrait_film_is_higher_than_wide(tmp_path):
    with av.open(str(made(HUMMED, tmp_path, TINY).film)) as film:
        assert (film.streams.video[0].width, film.streams.video[0].height) == (144, 256)


def test_the_colours_are_tagged_bt709_limited(draft):
    with av.open(str(draft.film)) as film:
        context = film.streams.video[0].codec_context
        assert (context.colorspace, context.color_primaries, context.color_trc) == (1, 1, 1)
        assert context.color_range == 1


def atoms(data):
    at = 0
    while at < len(data):
        size, name = struct.unpack(">I4s", data[at : at + 8])
        yield name.decode()
        at += size if size > 1 else struct.unpack(">Q", data[at + 8 : at + 16])[0]


def test_the_index_stands_before_the_media(draft):
    names = list(atoms(draft.film.read_bytes()))
    assert names.index("moov") < names.index("mdat")


def test_there_is_a_key_frame_every_two_seconds(draft):
    with av.open(str(draft.film)) as film:
        keys = [float(p.pts * p.time_base) for p in film.demux(video=0) if p.pts is not None and p.is_keyframe]
    assert keys == pytest.approx(np.arange(0, draft.duration_s, 2).tolist(), abs=1e-3)


def test_loudness_and_true_peak_after_the_encoder(draft):
    """Measured by libavfilter's own EBU R128 meter, not by ours."""
    graph = av.filter.Graph()
    with av.open(str(draft.film)) as film:
        audio = film.streams.audio[0]
        source = graph.add_abuffer(template=audio)
        meter, sink = graph.add("ebur128", "metadata=1:peak=true"), graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        graph.configure()
        read = {}
        for frame in film.decode(audio):
            source.push(frame)
            while True:
                try:
                    read = sink.pull().metadata or read
                except (av.BlockingIOError, av.EOFError):
                    break
    assert float(read["lavfi.r128.I"]) == pytest.approx(-14, abs=0.5)
    peaks = [float(read[f"lavfi.r128.true_peaks_ch{side}"]) for side in (0, 1)]
    assert 20 * np.log10(max(peaks)) <= -1


def test_picture_and_sound_begin_together(draft):
    """The decoded sound lies on the rendered one without a shift."""
    heard, rendered = sound_of(draft.film)[0], draft._render_song()[0]
    part = slice(5 * 48000, 8 * 48000)
    shifts = range(-1200, 1201, 1)
    spectrum = np.fft.rfft(rendered[part], 1 << 19) * np.conj(np.fft.rfft(heard[part], 1 << 19))
    match = np.fft.irfft(spectrum)
    assert max(shifts, key=lambda shift: match[shift]) == pytest.approx(0, abs=2)


def test_the_metadata_says_who_made_it_in_the_language_of_the_words(draft, tmp_path):
    with av.open(str(draft.film)) as film:
        assert film.metadata["title"] == "Empty Street"
        assert film.metadata["comment"] == "Made on this machine by the demo studio"
    with av.open(str(made(HUMMED, tmp_path, TINY).film)) as film:
        assert film.metadata["title"] == "海边"
        assert film.metadata["comment"] == "由演示工作室在这台电脑上制作"


def test_the_thumbnail_is_the_subject_in_light_and_nothing_else_is_left_but_what_is_kept_for_who_waits(draft):
    with Image.open(draft.thumbnail) as thumbnail:
        assert thumbnail.format == "JPEG"
        assert thumbnail.size == (384, 216)
        assert np.asarray(thumbnail).std() > 15
    wordless = poster(replace(draft.direction, words=None)).to_ndarray()
    assert np.array_equal(poster(draft.direction).to_ndarray(), wordless)
    left = {path.name for path in draft.film.parent.iterdir() if not is_still(path.name)}
    assert left == {"film.mp4", "thumbnail.jpg", SONG_NAME, LINES_NAME}


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
@pytest.mark.parametrize("fps", [12, 24])
def test_every_cut_is_within_half_a_frame_of_a_beat(style, fps):
    song = compose(Brief(style=style.name, lyrics=LYRICS))
    shots = plan_shots(song, fps, Subject(interests=3), seed=1)
    beats = np.array(song.beats)
    assert 8 <= len(shots) <= 30
    assert shots[0].first == 0
    assert shots[-1].last == round(song.duration_s * fps)
    for before, shot in itertools.pairwise(shots):
        assert before.last == shot.first
        assert np.abs(beats - shot.first / fps).min() <= 0.5 / fps + 1e-9
        assert before.move != shot.move
    assert {time for time, _ in cut_times(song)} <= set(song.beats)


def test_lively_styles_cut_more_often_than_calm_ones_which_dissolve():
    lively, calm = (compose(Brief(style=style, lyrics=LYRICS)) for style in ("electronic", "ballad"))
    fast, slow = (plan_shots(song, 24, Subject(interests=3), seed=1) for song in (lively, calm))
    assert len(fast) > len(slow) * 1.3
    assert not any(shot.dissolve for shot in fast[:-1])
    assert all(shot.dissolve for shot in slow[1:])


def test_the_picture_itself_changes_at_the_cuts(draft):
    frames = [frame[:216].astype(np.int16) for frame in frames_of(draft.film)]
    changes = np.array([np.abs(a - b).mean() for a, b in itertools.pairwise(frames)])
    cuts = [shot.first for shot in draft.direction.shots[1:] if not shot.dissolve]
    assert len(cuts) > 8
    found = sum(changes[cut - 1] > 2 * np.median(changes[cut - 4 : cut + 3]) for cut in cuts)
    assert found >= 0.85 * len(cuts)


def test_something_moves_in_every_second(draft):
    frames = [frame[:216:4].astype(np.int16) for frame in frames_of(draft.film)]
    for second in range(int(draft.duration_s) - 1):
        assert np.abs(frames[second * 12] - frames[second * 12 + 11]).mean() > 0.2, second


def painted(order, folder, numbers, profile=DRAFT):
    direction = Production(order, folder, profile=profile).direction
    painter = Painter(direction)
    result = {}
    for number in sorted(numbers):
        _, canvas = new_frame(direction.size)
        painter.paint(number % direction.frame_count, canvas)
        result[number] = [plane.copy() for plane in canvas.planes]
    return result


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
@pytest.mark.parametrize("aspect", ["16:9", "9:16"])
def test_the_first_frame_is_a_poster_the_lit_picture_with_the_title(tmp_path, profile, aspect, monkeypatch):
    """A player that has not been started shows it."""
    order = replace(SUNG, aspect=aspect, scene="")
    poster = painted(order, tmp_path, [0], profile)[0][0].astype(np.int16)
    monkeypatch.setattr(Overlays, "titles", lambda *_: None)
    nameless = painted(order, tmp_path, [0], profile)[0][0].astype(np.int16)
    assert poster.mean() > 80
    thirds = np.array_split(poster, 3)
    assert all(third.std() > 8 and np.median(third) > 50 for third in thirds), "no part of the screen is dark"
    rows = np.flatnonzero((np.abs(poster - nameless) > 40).any(axis=1))
    assert len(rows) > 0.03 * poster.shape[0], "the title is on it"
    assert 0.5 < rows.mean() / poster.shape[0] < 0.9
    assert (poster[rows] > 200).sum() > 20


@pytest.mark.parametrize("aspect", ["16:9", "9:16"])
def test_the_opening_lowers_the_light_and_frames_the_picture_until_the_verse_opens_it(tmp_path, aspect):
    order = replace(SUNG, aspect=aspect, scene="")
    production = Production(order, tmp_path, profile=DRAFT)
    verse = production._song.section("verse").start_s
    numbers = [0, 4, 8, 16, round((verse + 0.6) * 12)]
    frames = painted(order, tmp_path, numbers)
    black = [int((frames[number][0][:, 4:100] == 16).all(axis=1).sum()) for number in numbers]
    height = frames[0][0].shape[0]
    assert black[0] == 0
    assert black[0] < black[1] < black[2] < black[3]
    assert 0.2 * height < black[3] < 0.35 * height
    assert black[4] == 0, "the verse has the whole screen"
    lights = [production.direction.overlays.exposure(number / 12) for number in numbers]
    assert lights == [*sorted(lights[:4], reverse=True), 1.0]
    assert 1.0 > lights[0] > lights[3]


@pytest.mark.parametrize("is_sketch", [False, True])
def test_every_frame_carries_the_mark(tmp_path, is_sketch):
    order = replace(SUNG, is_sketch=is_sketch)
    direction = Production(order, tmp_path, profile=DRAFT).direction
    painter = Painter(direction)
    _, canvas = new_frame(direction.size)
    framed = 18
    painter.paint(framed, canvas)
    mark = canvas.y[:24] > 110
    assert mark.sum() > 30, "on the black of the letterbox it must stand out"
    painter = Painter(direction)
    for number in [0, 1, *range(5, direction.frame_count, 23), direction.frame_count - 1]:
        painter.paint(number, canvas)
        assert canvas.y[:24][mark].min() > 90, number


def test_the_same_order_gives_the_same_pixels_and_samples(tmp_path):
    first, second = (made(SUNG, tmp_path / name, TINY) for name in "ab")
    hashes = [
        hashlib.sha256(b"".join(f.tobytes() for f in frames_of(film.film))).hexdigest() for film in (first, second)
    ]
    assert hashes[0] == hashes[1]
    assert np.array_equal(sound_of(first.film), sound_of(second.film))


def test_another_wording_gives_another_film(tmp_path):
    first = made(HUMMED, tmp_path / "a", TINY)
    second = made(replace(HUMMED, prompt="夏天海边的轻快流行曲"), tmp_path / "b", TINY)
    length = min(sound_of(first.film).shape[1], sound_of(second.film).shape[1])
    assert not np.allclose(sound_of(first.film)[:, :length], sound_of(second.film)[:, :length], atol=0.05)


@pytest.mark.parametrize("change", [{"vocal_gender": "male"}, {"instrumental": True}])
def test_the_voice_changes_the_sound_and_not_one_pixel(tmp_path, change):
    order = replace(HUMMED, vocal_gender="female")
    first, second = made(order, tmp_path / "a", TINY), made(replace(order, **change), tmp_path / "b", TINY)
    assert all(np.array_equal(*pair) for pair in zip(frames_of(first.film), frames_of(second.film), strict=True))
    assert not np.array_equal(sound_of(first.film), sound_of(second.film))


def test_subtitles_change_their_own_rows_and_not_one_sample(tmp_path):
    numbers = range(72, 300, 6)
    without, with_words = (painted(replace(SUNG, subtitles=on), tmp_path, numbers) for on in (False, True))
    chorus = Production(SUNG, tmp_path, profile=DRAFT)._song.section("chorus").start_s
    differing = 0
    for number in numbers:
        rows = np.flatnonzero((without[number][0] != with_words[number][0]).any(axis=1))
        if len(rows):
            differing += 1
            assert rows.min() > (0.6 if number / 12 > chorus - 1 else 0.75) * 216
            assert rows.max() < 0.99 * 216
    assert differing > 20
    songs = [Production(replace(SUNG, subtitles=on), tmp_path, profile=TINY)._song for on in (False, True)]
    assert songs[0] == songs[1]


def test_the_title_is_gone_before_the_first_words_come(tmp_path):
    for style, lyrics in (("pop", LYRICS), ("ballad", LYRICS), ("children", "la la la")):
        direction = Production(replace(SUNG, style=style, lyrics=lyrics), tmp_path, profile=DRAFT).direction
        assert direction.words._captions[0].start_s >= direction.overlays.title_end_s - 1e-6


def test_a_chorus_comes_large_syllable_by_syllable(tmp_path):
    direction = Production(SUNG, tmp_path, profile=DRAFT).direction
    chorus = direction.song.section("chorus")
    large = [caption for caption in direction.words._captions if caption.rows[0].is_large]
    small = [caption for caption in direction.words._captions if not caption.rows[0].is_large]
    assert small
    assert min(caption.end_s for caption in large) > chorus.start_s >= max(caption.start_s for caption in small)
    assert large[0].rows[0].white.size[1] > 1.6 * small[0].rows[0].white.size[1]
    row, blank = large[0].rows[0], Canvas.blank(*direction.size)
    seen = []
    for start in row.times[::2]:
        canvas = Canvas.blank(*direction.size)
        row.draw(canvas, start - 0.01, 1.0)
        seen.append(int((canvas.y != blank.y).any(axis=0).sum()))
    assert seen[0] == 0
    assert all(before < after for before, after in itertools.pairwise(seen))


def test_a_description_is_shown_by_phrases_and_bars_when_words_are_wanted_else_by_bars(tmp_path):
    order = replace(HUMMED, prompt="summer at the sea, windows down")
    quiet, told = (
        Production(replace(order, subtitles=wanted), tmp_path, profile=DRAFT).direction for wanted in (False, True)
    )
    assert quiet.words._phrases == ()
    assert len(told.words._phrases) >= 2
    for direction in (quiet, told):
        middle = direction.song.duration_s / 2
        pictures = []
        for time_s in np.arange(middle, middle + 2, 0.25):
            canvas = Canvas.blank(*direction.size)
            direction.words.draw(canvas, time_s)
            pictures.append(canvas.y.copy())
        assert all((picture > 100).any() for picture in pictures)
        assert len({picture.tobytes() for picture in pictures}) > 4, "the bars play along"


@pytest.mark.parametrize(
    "words", ["海风吹过🌊旧时光\nHello 🎵 world", "🎵 la la 🎵\n" + "so many words in a single line " * 3, "海" * 40]
)
@pytest.mark.parametrize("aspect", ["16:9", "9:16"])
def test_karaoke_fills_each_row_from_left_to_right_as_it_is_sung(tmp_path, words, aspect):
    production = Production(replace(SUNG, lyrics=words, aspect=aspect), tmp_path, profile=DRAFT)
    captions = production.direction.words._captions
    assert captions
    for before, caption in itertools.pairwise(captions):
        assert before.end_s <= caption.start_s + 1e-6
    for caption in captions:
        for row in caption.rows:
            fills = [row.filled(time) for time in np.linspace(caption.start_s, caption.end_s, 40)]
            assert fills == sorted(fills)
            assert fills[0] == 0
            assert fills[-1] >= row.white.size[0] * 0.7
            assert row.left >= 0
            assert row.left + row.white.size[0] <= production.direction.size[0] + 40


def test_a_cancelled_production_stops_leaves_no_film_and_can_go_on(tmp_path):
    production = Production(HUMMED, tmp_path, profile=TINY)
    cancelled = threading.Event()

    def stop_half_way(fraction):
        if fraction > 0.3:
            cancelled.set()

    before = threading.active_count()
    with pytest.raises(Cancelled):
        production.run("VideoGeneration", on_fraction=stop_half_way, cancelled=cancelled)
    assert threading.active_count() == before
    assert all(is_still(path.name) for path in tmp_path.iterdir())
    with pytest.raises(Cancelled):
        production.run("GenerateMusic", cancelled=cancelled)
    for stage in SUB_STEPS:
        production.run(stage)
    assert production.film.is_file()


def test_progress_of_filming_rises_to_one(tmp_path):
    fractions = []
    Production(HUMMED, tmp_path, profile=TINY).run("VideoGeneration", on_fraction=fractions.append)
    assert fractions == sorted(fractions)
    assert len(fractions) > 20
    assert fractions[-1] == 1.0


def test_a_single_later_stage_makes_what_it_needs(tmp_path):
    production = Production(HUMMED, tmp_path, profile=TINY)
    production.run("IntelligentMerge")
    assert production.film.is_file()
    assert production.shot_count == len(production.direction.shots)


def test_both_lengths_of_the_api_give_about_half_a_minute(tmp_path):
    for length in ("full", "30s"):
        assert 25 <= Production(replace(HUMMED, length=length), tmp_path, profile=DRAFT).duration_s <= 31


def test_lyrics_count_in_their_own_mode_only():
    assert replace(HUMMED, lyrics="other words").brief(26) == HUMMED.brief(26)
    assert replace(SUNG, prompt="other words", instrumental=True).brief(26) == SUNG.brief(26)
