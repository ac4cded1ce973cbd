"""The rendered song, measured: loudness, peaks, levels, pitch."""

import io
from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest

from mvdemo.film.profile import DRAFT, SHOW
from mvdemo.music import Brief, compose, rendering
from mvdemo.music.instruments import INSTRUMENTS
from mvdemo.music.kit import _DRUMS, stroke, stroke_at
from mvdemo.music.loudness import integrated_loudness, true_peak
from mvdemo.music.mixing import LEVELS_DB, Desk, level, levelled
from mvdemo.music.oscillators import hertz, struck
from mvdemo.music.rendering import SAMPLE_RATE, render
from mvdemo.music.spectrum import good_length
from mvdemo.music.stems import STEMS, render_stem

SHORT = Brief(prompt="sunny pop with a female voice", body_s=6)


def go_on():
    """Never stop."""


def tone(frequency, decibels, seconds=5.0, rate=48000):
    wave = np.sin(2 * np.pi * frequency * np.arange(int(seconds * rate)) / rate) * 10 ** (decibels / 20)
    return np.stack([wave, wave]).astype(np.float32)


@pytest.mark.parametrize("decibels", [-20.0, -33.0])
def test_the_meter_reads_the_standards_reference_tone(decibels):
    """BS.1770: a 997 Hz sine on both sides reads its peak level in LUFS."""
    assert integrated_loudness(tone(997, decibels), 48000) == pytest.approx(decibels, abs=0.1)


def test_the_meter_leaves_silence_out():
    loud = tone(997, -20.0, 10)
    quiet = np.concatenate([loud, np.zeros_like(loud)], axis=1)
    assert integrated_loudness(quiet, 48000) == pytest.approx(-20.0, abs=0.15)
    assert integrated_loudness(np.zeros((2, 48000), np.float32), 48000) == -120


def test_the_true_peak_is_found_between_the_samples():
    """A sine of a quarter of the rate, sampled at 45 degrees, has samples 3 dB below its peak."""
    wave = np.sin(2 * np.pi * (np.arange(4800) / 4 + 1 / 8)).astype(np.float32) * 0.5
    assert 20 * np.log10(np.abs(wave).max()) == pytest.approx(-9.03, abs=0.01)
    assert true_peak(np.stack([wave, wave])) == pytest.approx(-6.02, abs=0.25)


@pytest.mark.parametrize("least", [1, 7, 1000, 48001, 1_440_001])
def test_fourier_lengths_are_products_of_two_three_and_five(least):
    length = good_length(least)
    assert least <= length <= least * 1.1 + 2
    for factor in (2, 3, 5):
        while length % factor == 0:
            length //= factor
    assert length == 1


@pytest.mark.parametrize("style", ["pop", "ballad", "rock", "古风", "jazz"])
def test_a_finished_song_is_at_minus_14_lufs_without_overs_or_dc(style):
    song = compose(Brief(style=style, lyrics="la la la la la\nla la la", body_s=9))
    sound = render(song)
    assert sound.shape == (2, round(song.duration_s * SAMPLE_RATE))
    assert sound.dtype == np.float32
    assert integrated_loudness(sound, SAMPLE_RATE) == pytest.approx(-14, abs=0.4)
    assert true_peak(sound) <= -1.4
    assert np.abs(sound.mean(axis=1)).max() < 1e-3
    assert np.abs(sound[:, -100:]).max() < 0.01, "it must end in silence"


def test_the_same_song_renders_to_the_same_samples():
    song = compose(SHORT)
    assert np.array_equal(render(song), render(song))


def test_stems_are_set_to_their_levels():
    song = compose(Brief(prompt="lo-fi", body_s=9))
    for name in ("bass", "voice"):
        stem = levelled(song, name, render_stem(song, name, SAMPLE_RATE, go_on))
        assert level(stem) == pytest.approx(LEVELS_DB[name], abs=1.6), name


def test_gender_changes_the_voice_stem_alone():
    high, low = (compose(Brief(prompt="sunny pop", vocal_gender=gender, body_s=6)) for gender in ("female", "male"))
    for name in STEMS:
        same = np.array_equal(*(render_stem(song, name, SAMPLE_RATE, go_on) for song in (high, low)))
        assert same is (name != "voice"), name


def test_an_instrumental_has_a_silent_voice_and_a_sounding_lead():
    song = compose(Brief(prompt="sunny pop", instrumental=True, body_s=6))
    assert not render_stem(song, "voice", SAMPLE_RATE, go_on).any()
    assert level(render_stem(song, "lead", SAMPLE_RATE, go_on)) > -40


@pytest.mark.parametrize("gender", ["female", "male"])
def test_the_voice_sings_its_notes_within_fifteen_cents(gender):
    song = compose(Brief(prompt="slow ballad, oh, ah, love", vocal_gender=gender))
    voice = render_stem(song, "voice", SAMPLE_RATE, go_on).mean(axis=0)
    checked = 0
    for note in (note for line in song.lines for note in line.notes if note.duration_s > 0.5):
        start = round((note.start_s + 0.14) * SAMPLE_RATE)
        part = voice[start : start + int(0.3 * SAMPLE_RATE)]
        spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part)), 1 << 19))
        hertz_a_bin = SAMPLE_RATE / (1 << 19)
        wanted = hertz(note.pitch)
        near = slice(int(wanted * 0.96 / hertz_a_bin), int(wanted * 1.04 / hertz_a_bin))
        heard = (near.start + int(spectrum[near].argmax())) * hertz_a_bin
        assert abs(1200 * np.log2(heard / wanted)) < 15
        checked += 1
    assert checked > 2


@pytest.mark.parametrize("name", sorted(INSTRUMENTS))
def test_an_instrument_plays_in_tune_and_ends_in_silence(name):
    sound = INSTRUMENTS[name](57, 24000, SAMPLE_RATE)
    assert sound.shape[0] == 2
    assert np.isfinite(sound).all()
    assert 0.05 < np.sqrt(np.mean(sound[:, :24000] ** 2)) < 3
    assert np.abs(sound[:, -20:]).max() < 0.05
    part = sound[0, 4000:24000]
    spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part)), 1 << 19))
    hertz_a_bin = SAMPLE_RATE / (1 << 19)
    near = slice(int(220 * 0.97 / hertz_a_bin), int(220 * 1.03 / hertz_a_bin))
    heard = (near.start + int(spectrum[near].argmax())) * hertz_a_bin
    assert abs(1200 * np.log2(heard / 220)) < 20


@pytest.mark.parametrize("drum", sorted(_DRUMS))
def test_a_drum_is_struck_and_dies_away(drum):
    sound = stroke(drum, SAMPLE_RATE)
    assert np.isfinite(sound).all()
    assert 0.02 < np.abs(sound).max() < 1.5
    assert np.abs(sound[-20:]).max() < 0.02


class Stopped(Exception):
    """The test's own wish to stop."""


def test_rendering_stops_when_its_check_raises():
    calls = []

    def check():
        calls.append(1)
        if len(calls) > 3:
            raise Stopped

    with pytest.raises(Stopped):
        render(compose(SHORT), check=check)


def test_rendering_tells_how_far_it_is():
    fractions = []
    render(compose(SHORT), on_fraction=fractions.append)
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0


@pytest.mark.parametrize("style", ["rock", "古风"])
def test_the_chorus_is_louder_and_wider_and_no_peak_passes_the_promise_after_aac(style):
    """At least 2 LU above the verse, and at most -1 dBTP when it was encoded as a film's sound and decoded."""
    song = compose(Brief(style=style, lyrics="[Verse]\nla la la la la la\n[Chorus]\nla la la\nla la la"))
    sound = render(song)
    verse, chorus = (
        sound[:, round((one.start_s + 0.3) * SAMPLE_RATE) : round(one.end_s * SAMPLE_RATE)]
        for one in (song.section("verse"), song.section("chorus"))
    )
    assert 2 <= integrated_loudness(chorus, SAMPLE_RATE) - integrated_loudness(verse, SAMPLE_RATE) <= 6
    assert width(chorus) > width(verse) * 1.1
    for bit_rate in (SHOW.sound_bit_rate, DRAFT.sound_bit_rate):
        assert true_peak(after_aac(sound, bit_rate)) <= -1.0


def width(sound):
    """The energy of what is not in the middle, against what is."""
    return float(np.mean((sound[0] - sound[1]) ** 2) / np.mean((sound[0] + sound[1]) ** 2))


def after_aac(sound, bit_rate):
    """The sound as the film's writer encodes it, decoded again."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=SAMPLE_RATE, layout="stereo", options={"aac_coder": "fast"})
        stream.codec_context.bit_rate = bit_rate
        for start in range(0, sound.shape[1], 1024):
            piece = np.ascontiguousarray(sound[:, start : start + 1024])
            frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    file.seek(0)
    with av.open(file) as container:
        return np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)


def test_a_hard_stroke_is_another_sound_than_a_soft_one():
    """Brighter: more of its energy is high, whatever its loudness."""

    def brightness(sound):
        energy = np.abs(np.fft.rfft(sound)) ** 2
        return energy[np.fft.rfftfreq(len(sound), 1 / SAMPLE_RATE) > 3000].sum() / energy.sum()

    soft, usual, hard = (brightness(stroke_at("snare", SAMPLE_RATE, force)) for force in (0, 1, 2))
    assert soft < usual * 0.7
    assert hard > usual * 1.1
    soft, hard = (brightness(struck(INSTRUMENTS["piano"](60, 24000, SAMPLE_RATE)[0], force)) for force in (0, 2))
    assert soft < hard * 0.5


def test_a_lead_breathes_in_a_long_note():
    """Louder and brighter in its middle than where it begins."""
    note = INSTRUMENTS["flute"](76, 96000, SAMPLE_RATE)[0]
    begin, middle = note[9600:14400], note[45600:50400]

    def share_of_overtones(part):
        energy = np.abs(np.fft.rfft(part * np.hanning(len(part)))) ** 2
        hertz_of = np.fft.rfftfreq(len(part), 1 / SAMPLE_RATE)
        return energy[(hertz_of > 1000) & (hertz_of < 3000)].sum() / energy[hertz_of < 1000].sum()

    assert np.std(middle) > np.std(begin) * 1.1
    assert share_of_overtones(middle) > share_of_overtones(begin) * 1.2


def test_a_consonant_is_heard_before_its_vowel():
    song = compose(Brief(style="pop", lyrics="sea sea sea sea", vocal_gender="female"))
    plain = replace(song, lines=tuple(without_consonants(line) for line in song.lines))
    sung, hummed = (render_stem(one, "voice", SAMPLE_RATE, go_on) for one in (song, plain))
    high = slice(round(4500 / SAMPLE_RATE * 2400), round(11000 / SAMPLE_RATE * 2400))
    for note in song.lines[0].notes[1:]:
        start = round(note.start_s * SAMPLE_RATE) - 2400
        hiss, silence = (np.abs(np.fft.rfft(one[0, start : start + 2400]))[high].sum() for one in (sung, hummed))
        assert hiss > silence * 1.8


def without_consonants(line):
    """The line with every syllable sung as a vowel."""
    return replace(line, notes=tuple(replace(note, consonant="") for note in line.notes))


def test_no_more_than_two_stems_are_there_at_a_time(monkeypatch):
    """All of them at once were half of what a whole film needs of the memory."""
    alive, most = 0, 0
    made = rendering.render_stem

    def counted(*what):
        nonlocal alive, most
        alive += 1
        most = max(most, alive)
        return made(*what)

    def added(desk, name, stem):
        nonlocal alive
        add(desk, name, stem)
        alive -= 1

    add = Desk.add
    monkeypatch.setattr(rendering, "render_stem", counted)
    monkeypatch.setattr(Desk, "add", added)
    render(compose(SHORT))
    assert (alive, most) == (0, 2)
