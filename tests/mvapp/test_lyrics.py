"""Lyrics are counted as a songwriter counts them, and timed as they are sung."""

import pytest

from mvapp.lyrics import clock, count, tidy, with_section

ENGLISH = "[Verse]\nLast train humming down the line\nNeon rivers, yours and mine\n\n[Chorus]\nDon't fade on me"
CHINESE = "【主歌】\n清晨的露水打湿了鞋\n你说山那边有片花海"


def test_words_of_english_are_words_and_tags_are_not_sung():
    counted = count(ENGLISH)
    assert (counted.lines, counted.words, counted.is_chinese) == (3, 15, False)


def test_words_of_chinese_are_characters():
    counted = count(CHINESE)
    assert (counted.lines, counted.words, counted.is_chinese) == (2, 18, True)


def test_mixed_lines_count_both():
    assert count("I love 北京 rock'n'roll").words == 5


@pytest.mark.parametrize("text", ["", "\n\n", "[Verse]\n[Chorus]", "… — !?", "🎵🎵"])
def test_without_words_there_is_nothing_to_sing(text):
    counted = count(text)
    assert (counted.lines, counted.words, counted.seconds) == (0, 0, (0, 0))


def test_the_estimate_is_that_of_a_song():
    """Thirty lines of seven words run for two to four minutes, and each further line takes longer."""
    line = "walking home again tonight under city lights\n"
    shortest, longest = count(line * 30).seconds
    assert 110 < shortest < longest < 260
    assert count(line * 31).seconds > (shortest, longest)


def test_overlong_lyrics_are_noticed_and_usual_ones_are_not():
    assert count("hold me closer while the night is falling down\n" * 90).is_overlong
    assert not count("hold me closer while the night is falling down\n" * 30).is_overlong


def test_thirty_seconds_hold_the_first_lines_only():
    counted = count("walking home again tonight under city lights\n" * 30)
    assert 3 <= counted.lines_in_taster <= 12
    assert count(ENGLISH).lines_in_taster == 3


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (62, "1:00"), (63, "1:05"), (119, "2:00"), (155, "2:35")])
def test_a_length_is_shown_to_the_next_five_seconds(seconds, shown):
    assert clock(seconds) == shown


def test_pasted_lyrics_lose_only_the_marks_of_their_origin():
    assert tidy("\ufeff  [Verse]\r\nfirst\u00a0line\t\r\n\r\n\r\n\r\nsecond  \r\n") == "[Verse]\nfirst line\n\nsecond"


def test_a_section_is_added_below_what_is_there():
    assert with_section("", "Verse") == "[Verse]\n"
    assert with_section("a line  \n\n", "Chorus") == "a line\n\n[Chorus]\n"
