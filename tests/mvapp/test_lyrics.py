"""Lyrics are counted as a songwriter counts them, and timed as they are sung."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvapp.create.lyrics import clock, count, sung_lines, tidy, tidy_lines, with_section

ENGLISH = "[Verse]\nLast train humming down the line\nNeon rivers, yours and mine\n\n[Chorus]\nDon't fade on me"
CHINESE = "【主歌】\n清晨的露水打湿了鞋\n你说山那边有片花海"


def test_words_of_english_are_words_and_tags_are_not_sung():
    counted = count(ENGLISH)
    assert (counted.lines, counted.words, counted.is_chinese) == (3, 15, False)


def test_words_of_chinese_are_characters():
    counted = count(CHINESE)
    assert (counted.lines, counted.words, counted.is_chinese) == (2, 18, True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("l'été est là", 3),
        ("Tiếng Việt của tôi", 4),
        ("வணக்கம் உலகம்", 2),
        ("नमस्ते दुनिया, क्षितिज", 3),
        ("مَرْحَبًا يا عَالَم", 3),
        ("می‌خواهم بروم", 2),
        ("שָׁלוֹם עוֹלָם", 2),
        ("สวัสดี ชาวโลก", 2),
        ("beau\u00adti\u00adful don’t rock'n'roll", 3),
        ("col·lecció d’aigua", 2),
        ("사랑해 너를", 5),
        ("ガラスの靴", 5),
        ("サーフ", 3),
        ("𠮷野家", 3),
        ("葛\U000e0100城", 2),
        ("❤\ufe0f la 👩‍👩‍👧", 1),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_word_is_one_whatever_marks_its_letters_have(text, words, form):
    assert count(unicodedata.normalize(form, text)).words == words


def test_the_time_to_sing_is_the_same_however_accents_are_written_and_grows_with_scripts_without_vowels():
    line = "l'été où tu m'as laissé seul à Orléans\n"
    assert count(unicodedata.normalize("NFD", line * 9)).seconds == count(line * 9).seconds
    assert count("สวัสดีชาวโลกที่รักของฉันทุกคนในวันนี้\n" * 9).seconds > count("สวัสดี\n" * 9).seconds


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


def test_an_accent_that_was_split_and_a_line_with_nothing_to_see_are_tidied():
    assert tidy_lines("e\u0301te\u0301\n\u200b\n\u3164\n\u200b\nla") == "été\n\nla"


LRC = """[ti:Lake]\n[ar:Nobody]\n[offset:+100]\n[00:00.50]作词 : Nobody\n[00:12.00]Over the water
[00:15.30]I see your boat\n[00:57.31][01:53.80]Come home"""


def test_times_and_headers_of_a_player_are_neither_counted_nor_sent():
    """A line with two times is sung twice."""
    assert tidy(LRC) == "Over the water\nI see your boat\nCome home\nCome home"
    assert (count(LRC).lines, count(LRC).words) == (4, 11)


@pytest.mark.parametrize(
    ("pasted", "sung"),
    [
        ("[00:12]la [00:13]la", "la la"),
        ("[00:12.00]<00:12.00>Over <00:12.50>the <00:13.10>water<00:14>", "Over the water"),
        ("[00:12.00]你[00:12.50]好", "你好"),
        ("[0:12:00]la\n\n[01:02:03.456]li", "la\n\nli"),
        ("[Verse]\n[00:12.00]la", "[Verse]\nla"),
        ("[00:01.00][Verse]\n[00:02.00]la", "[Verse]\nla"),
        ("[00:20][01:00]b\n[00:10]a\n[00:30]c", "a\nb\nc\nb"),
        ("[Chorus]\n[00:20][01:00]b\n[00:30][01:10]c\n[Verse]\n[00:40]d", "[Chorus]\nb\nc\n[Verse]\nd\n[Chorus]\nb\nc"),
        ("[00:01.00]Lyrics by: Somebody\n[00:02.00]Music by Night", "Music by Night"),
        ("作词家的夜晚\n词：不该有时间", "作词家的夜晚\n词：不该有时间"),
        ("[00:01.00]\n[00:02.00]la", "la"),
        ("1\n00:00:12,000 --> 00:00:15,000\nla\n\n2\n00:00:15,000 --> 00:00:18,000\nli\nlo\n", "la\nli\nlo"),
        ("WEBVTT\n\n00:12.000 --> 00:15.000 align:start\nla\n\n00:15.000 --> 00:18.000\n1999", "la\n1999"),
        ("In room [12] at 3:16", "In room [12] at 3:16"),
    ],
)
def test_lyrics_from_players_become_the_lines_as_they_are_sung(pasted, sung):
    assert tidy(pasted) == sung


@pytest.mark.parametrize(
    ("marked", "section"),
    [
        ("[Chorus]", "[Chorus]"),
        ("(Chorus)", "[Chorus]"),
        ("Chorus:", "[Chorus]"),
        ("CHORUS", "[CHORUS]"),
        ("**Chorus**", "[Chorus]"),
        ("## Pre-Chorus", "[Pre-Chorus]"),
        ("{Verse 1}", "[Verse 1]"),
        ("Verse II", "[Verse II]"),
        ("- Final Chorus (x2) -", "[Final Chorus (x2)]"),
        ("[Bridge]:", "[Bridge]"),
        ("(Guitar solo)", "[Guitar solo]"),
        ("Hook:", "[Hook]"),
        ("副歌：", "[副歌]"),
        ("主歌1", "[主歌1]"),
        ("【桥段】", "[桥段]"),
        ("（間奏）", "[間奏]"),
        ("〔サビ〕", "[サビ]"),
        ("【Aメロ】", "[Aメロ]"),
        ("1절", "[1절]"),
        ("(후렴)", "[후렴]"),
        ("Estribillo", "[Estribillo]"),
        ("[Puente]", "[Puente]"),
        ("(Couplet 2)", "[Couplet 2]"),
        ("Pré-refrain :", "[Pré-refrain]"),
        ("2. Strophe", "[2. Strophe]"),
        ("Brücke:", "[Brücke]"),
        ("Куплет 1", "[Куплет 1]"),
        ("Điệp khúc:", "[Điệp khúc]"),
        ("[Verse 1: Anna]", "[Verse 1: Anna]"),
        ("[女]", "[女]"),
    ],
)
def test_a_section_is_no_line_to_sing_however_it_is_marked(marked, section):
    assert tidy(f"{marked}\nla la") == f"{section}\nla la"
    counted = count(f"{marked}\nla la")
    assert (counted.lines, counted.words) == (1, 2)


@pytest.mark.parametrize(
    ("line", "sent"),
    [
        ("[Verse 1] la la", "[Verse 1]\nla la"),
        ("[Verse 1: Anna] la la", "[Verse 1: Anna]\nla la"),
        ("(Chorus) la la", "[Chorus]\nla la"),
        ("副歌：啦啦", "[副歌]\n啦啦"),
        ("[Intro] [Verse 1] la la", "[Intro]\n[Verse 1]\nla la"),
        ("[x2] la la", "[x2] la la"),
        ("la la [x2]", "la la [x2]"),
    ],
)
def test_what_stands_beside_a_section_is_sung(line, sent):
    assert tidy(line) == sent
    counted = count(line)
    assert (counted.lines, counted.words) == (1, 2)


@pytest.mark.parametrize(
    "line",
    [
        "(ooh) la la",
        "(la la la)",
        "Versed in love",
        "A bridge over water",
        "Solo",
        "Drop, drop",
        "A coroa do rei",
        "The chorus sings: hallelujah",
        "副歌唱到这里",
        "Final",
        "“Break”",
        "Chorused",
        "1, 2, 3, 4",
    ],
)
def test_words_that_only_sound_like_a_section_are_sung(line):
    assert tidy(line) == line
    assert count(line).lines == 1


def test_the_lines_to_sing_are_those_with_words():
    assert sung_lines("[ti:Lake]\n(Chorus)\n🎵\n[00:01.00]  Come [x2] home ") == ["Come home"]


PIECES = (
    *("[00:12.00]", "<00:13>", "[01:00]", "[ti:x]", "[", "]", "00:1", "00:00:12,000 --> 00:00:15,000", "WEBVTT", "1"),
    *("Verse 1", "Chorus", "副歌", "：", ":", "(", ")", "**", "la", "e\u0301", "景", "👩‍👩‍👧"),
    *("\u200b", "\ufeff", "\u00a0", "\n", "\r\n", "\u2028", " "),
)


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text())
def test_tidying_twice_is_tidying_once(text):
    assert tidy(tidy(text)) == tidy(text)
    assert tidy_lines(tidy_lines(text)) == tidy_lines(text)
    assert count(tidy(text)) == count(text)


@given(st.lists(st.text("abc 景été", min_size=1), min_size=1).map("\n".join))
def test_words_without_marks_of_any_kind_are_only_trimmed(text):
    assert tidy(text).split() == unicodedata.normalize("NFC", text).split()


def test_a_section_is_added_below_what_is_there():
    assert with_section("", "Verse") == "[Verse]\n"
    assert with_section("a line  \n\n", "Chorus") == "a line\n\n[Chorus]\n"
