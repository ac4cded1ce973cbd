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
    checked = 0
    for chord in song.chords:
        for note in song.parts["bass"]:
            if 0 <= note.start_s - chord.start_s < 0.02:
                assert note.pitch % 12 == chord.root
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
                assert note.duration_s > 0.035
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


@pytest.mark.parametrize("brief", BRIEFS, ids=IDS)
def test_drums_keep_to_the_grid_of_sixteenths_and_the_styles_swing_but_for_some_milliseconds(brief):
    song = compose(brief)
    sixteenth_s = song.beat_s / 4
    off_ms = []
    for hit in song.hits:
        if hit.drum == "swell":
            continue
        step = round(hit.start_s / sixteenth_s)
        places = [place + late for place in (step - 1, step, step + 1) for late in (0.0, song.style.swing, -1 / 3)]
        off_ms.append(min(abs(hit.start_s - place * sixteenth_s) for place in places) * 1000)
    assert max(off_ms) < 26
    assert 0.4 < sum(off_ms) / len(off_ms) < 10


@pytest.mark.parametrize("brief", BRIEFS, ids=IDS)
def test_the_drums_rest_for_a_bar_before_the_chorus_and_fill_the_end_of_a_section(brief):
    song = compose(brief)
    chorus_s, bar_s = song.section("chorus").start_s, song.beat_s * 4
    drums = [hit for hit in song.hits if hit.drum != "swell"]
    assert not [hit for hit in drums if chorus_s - bar_s + 0.03 < hit.start_s < chorus_s - 0.03]
    assert [hit for hit in song.hits if hit.drum == "swell" and hit.start_s < chorus_s]

    def played(bar):
        start_s = chorus_s + bar * bar_s - 0.03
        return {
            (hit.drum, round((hit.start_s - start_s - 0.03) / bar_s * 16))
            for hit in drums
            if start_s <= hit.start_s < start_s + bar_s and hit.drum not in {"crash", "gong"}
        }

    last = song.section("chorus").bars - 1
    assert played(0) != played(last)


@pytest.mark.parametrize("brief", BRIEFS, ids=IDS)
def test_two_songs_of_a_style_are_set_differently(brief):
    songs = [compose(replace(brief, take=take)) for take in range(1, 7)]
    assert len({song.style.name for song in songs}) == 1
    assert len({(song.style.bass, song.style.keys, song.style.keys_pattern, song.style.lead) for song in songs}) > 1
    assert len({tuple((hit.drum, round(hit.start_s / song.beat_s * 4)) for hit in song.hits) for song in songs}) == 6
    openings = {frozenset(p for p, notes in song.parts.items() if notes and notes[0].start_s < 1) for song in songs}
    assert len(openings) > 1 or brief.style == "jazz"


def test_an_unstressed_first_syllable_is_sung_before_its_bar():
    song = compose(Brief(style="pop", lyrics="The lights are calling me home\nWalking all night long"))
    found = {line.line.text.split()[0]: line.notes[0].start_s - line.start_s for line in song.lines}
    assert found["The"] == pytest.approx(-song.beat_s / 2)
    assert found["Walking"] >= 0


def test_a_very_short_song_for_tests_is_still_a_song():
    song = compose(Brief(prompt="sunny pop", body_s=2.5))
    assert 3 < song.duration_s < 8
    assert song.hits
    assert song.lines
    assert song.section("intro") in song.sections
