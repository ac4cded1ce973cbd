"""The composed song: form, harmony, voice, and what each wish may change."""

from dataclasses import replace

import pytest

from mvdemo.music import Brief, compose
from mvdemo.music.harmony import SCALES
from mvdemo.music.styles import STYLES

LYRICS = "[Verse]\nWalking down the empty street tonight\nThe lights are calling me home\n"
LYRICS += "[Chorus]\nWe rise again\nNever let go"
BRIEFS = [Brief(style=style.name, lyrics=LYRICS, title="Song") for style in STYLES]
IDS = [style.name for style in STYLES]


@pytest.mark.parametrize("brief", BRIEFS, ids=IDS)
def test_every_style_has_a_form_of_25_to_31_seconds_in_whole_frames(brief):
    for number in range(12):
        song = compose(replace(brief, title=f"Song {number}"))
        assert 25 <= song.duration_s <= 31
        assert song.duration_s * 12 == pytest.approx(round(song.duration_s * 12), abs=1e-6)
        assert [section.name for section in song.sections] == ["intro", "verse", "chorus", "outro"]
        assert song.sections[-1].end_s == song.duration_s


@pytest.mark.parametrize("brief", BRIEFS, ids=IDS)
def test_chordal_instruments_play_tones_of_the_sounding_chord(brief):
    song = compose(brief)
    for part in ("pad", "keys", "arpeggio"):
        for note in song.parts[part]:
            chord = song.chord_at(note.start_s - 0.05 if note.start_s - 0.05 > 0 and part == "keys" else note.start_s)
            allowed = set(chord.tones) | set(song.chord_at(note.start_s).tones) | {(chord.root + 7) % 12}
            assert note.pitch % 12 in allowed, (part, note)


@pytest.mark.parametrize("brief", BRIEFS, ids=IDS)
def test_the_bass_stands_on_the_root_where_a_chord_begins(brief):
    song = compose(brief)
    starts = {round(note.start_s, 4): note.pitch for note in song.parts["bass"]}
    checked = 0
    for chord in song.chords:
        if round(chord.start_s, 4) in starts:
            assert starts[round(chord.start_s, 4)] % 12 == chord.root
            checked += 1
    assert checked > len(song.chords) / 3 or song.style.bass == "offbeat"


@pytest.mark.parametrize("brief", BRIEFS, ids=IDS)
def test_the_tune_keeps_to_scale_or_chord_and_to_its_register(brief):
    for gender, lowest, highest in (("female", 60, 76), ("male", 48, 66)):
        song = compose(replace(brief, lyrics="", prompt="la la, la la la la", vocal_gender=gender))
        assert song.voice == gender
        scale = {(song.tonic + step) % 12 for step in SCALES[song.melody_scale]}
        for line in song.lines:
            for note in line.notes:
                assert lowest <= note.pitch <= highest
                assert note.pitch % 12 in scale | set(song.chord_at(note.start_s).tones)


@pytest.mark.parametrize("lyrics", [LYRICS, "海风吹过旧时光\n你的笑容在心上", "a\nb", "la " * 60])
def test_each_syllable_has_one_note_and_notes_follow_each_other(lyrics):
    for style in ("pop", "ballad", "rock", "hip-hop"):
        song = compose(Brief(style=style, lyrics=lyrics))
        before = 0.0
        for line in song.lines:
            assert len(line.notes) == len(line.line.syllables)
            for note in line.notes:
                assert note.start_s >= before - 1e-6
                assert note.duration_s > 0.04
                before = note.start_s + note.duration_s
        assert before < song.duration_s


def test_the_chorus_sings_the_lines_marked_as_chorus():
    song = compose(Brief(style="pop", lyrics=LYRICS))
    chorus = song.section("chorus")
    texts = {line.line.text for line in song.lines if line.start_s >= chorus.start_s - 1e-6}
    assert texts == {"We rise again", "Never let go"}


def test_lines_of_equal_length_share_a_contour_in_the_verse():
    song = compose(Brief(style="lo-fi slow", lyrics="海风吹过旧时光\n你的笑容在心上"))
    verse = song.section("verse")
    sung = [line for line in song.lines if line.start_s < verse.end_s - 1e-6]
    assert [note.start_s - sung[0].start_s for note in sung[0].notes] == pytest.approx(
        [note.start_s - sung[1].start_s for note in sung[1].notes]
    )


def test_the_tune_of_the_chorus_lies_higher_than_that_of_the_verse():
    higher = 0
    for number in range(20):
        song = compose(Brief(style="pop", lyrics=LYRICS, title=str(number)))
        start_s = song.section("chorus").start_s - 1e-6
        notes = [note for line in song.lines for note in line.notes]
        verse = [note.pitch for note in notes if note.start_s < start_s]
        chorus = [note.pitch for note in notes if note.start_s >= start_s]
        higher += sum(chorus) / len(chorus) > sum(verse) / len(verse)
    assert higher >= 17


def test_equal_words_make_an_equal_song_and_other_words_another():
    assert compose(Brief(prompt="sunny pop")) == compose(Brief(prompt="sunny  pop "))
    first, second = compose(Brief(prompt="sunny pop song")), compose(Brief(prompt="a sunny pop tune"))
    assert (first.tempo, first.tonic, first.lines) != (second.tempo, second.tonic, second.lines)


def test_the_voice_changes_nothing_but_the_voice():
    female, male = (compose(Brief(prompt="sunny pop", vocal_gender=gender)) for gender in ("female", "male"))
    assert replace(female, voice="", lines=()) == replace(male, voice="", lines=())
    for high, low in zip(female.lines, male.lines, strict=True):
        assert [note.pitch - 12 for note in high.notes] == [note.pitch for note in low.notes]


def test_an_instrumental_gives_the_tune_to_an_instrument_and_changes_nothing_else():
    sung = compose(Brief(prompt="sunny pop", vocal_gender="female"))
    played = compose(Brief(prompt="sunny pop", vocal_gender="female", instrumental=True))
    assert played.voice == "none"
    assert [note.pitch for note in played.parts["lead"]] == [note.pitch for line in sung.lines for note in line.notes]
    backing = {name: notes for name, notes in played.parts.items() if name != "lead"}
    assert backing == sung.parts
    assert replace(played, voice="", parts={}) == replace(sung, voice="", parts={})


@pytest.mark.parametrize(("words", "voice"), [("pop with a female singer", "female"), ("男声民谣", "male")])
def test_words_choose_the_voice_where_nothing_else_does(words, voice):
    assert compose(Brief(prompt=words)).voice == voice
    assert compose(Brief(prompt=words, vocal_gender="male" if voice == "female" else "female")).voice != voice


def test_drums_keep_to_the_grid_of_sixteenths_and_the_styles_swing():
    for brief in BRIEFS:
        song = compose(brief)
        sixteenth_s = song.beat_s / 4
        for hit in song.hits:
            step = hit.start_s / sixteenth_s
            whole = round(step - song.style.swing if round(step) % 2 or step % 1 > 0.15 else step)
            late = step - whole
            assert min(abs(late), abs(late - song.style.swing), abs(late + 1 / 3), abs(late - 2 / 3)) < 1e-6


def test_a_very_short_song_for_tests_is_still_a_song():
    song = compose(Brief(prompt="sunny pop", body_s=2.5))
    assert 3 < song.duration_s < 8
    assert song.hits
    assert song.lines
    assert song.section("intro") in song.sections
