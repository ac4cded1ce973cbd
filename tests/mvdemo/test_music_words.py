"""What the words decide: syllables, sections, style, tempo and mode."""

import itertools

import pytest

from mvdemo.music import Brief, compose
from mvdemo.music.lyrics import LONGEST_LINE, is_chinese, lines, phrases, syllables
from mvdemo.music.styles import STYLES, choose_mode, choose_style, choose_tempo


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Hello", 2),
        ("walking down the empty street", 7),
        ("fire", 1),
        ("little", 2),
        ("hmm", 1),
        ("don't stop", 2),
        ("海风吹过旧时光", 7),
        ("爱你 forever", 5),
        ("さくら", 3),
        ("été", 2),
        ("любовь", 2),
        ("24", 2),
        ("🎵 … !!!", 0),
    ],
)
def test_a_line_has_a_syllable_for_each_sung_sound(text, count):
    assert len(syllables(text)) == count


@pytest.mark.parametrize("text", ["Walking down the street", "海风吹过 the old 时光", "élan vital"])
def test_syllables_cover_their_letters_in_order_without_overlap(text):
    found = syllables(text)
    assert all(first.end <= second.start for first, second in itertools.pairwise(found))
    assert all(text[part.start : part.end].strip() for part in found)


def test_section_tags_are_not_sung_and_mark_the_chorus():
    found = lines("[Verse 1]\r\nfirst line\r\n\r\n【副歌】\r\n第二句\r\n[Bridge] third line\nChorus:\nfourth")
    assert [(line.text, line.is_chorus) for line in found] == [
        ("first line", False),
        ("第二句", True),
        ("third line", False),
        ("fourth", True),
    ]


def test_a_pre_chorus_is_no_chorus():
    assert not lines("[Pre-Chorus]\nalmost there")[0].is_chorus


def test_lines_of_emoji_or_punctuation_are_left_out():
    assert lines("🎵🎵\n---\n...\nla la") == lines("la la")


def test_a_line_too_long_for_one_breath_is_split_at_a_gap():
    text = "one two three four five six seven, eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    found = lines(text)
    assert len(found) > 1
    assert all(len(line.syllables) <= LONGEST_LINE for line in found)
    assert " ".join(line.text for line in found) == text


def test_a_hundred_hanzi_in_one_line_are_still_singable():
    found = lines("海" * 100)
    assert sum(len(line.syllables) for line in found) == 100
    assert max(len(line.syllables) for line in found) <= LONGEST_LINE


def test_a_description_is_hummed_phrase_by_phrase():
    assert [line.text for line in phrases("轻快的流行，夏天的海边。Sunny, bright")] == [
        "轻快的流行",
        "夏天的海边",
        "Sunny",
        "bright",
    ]


@pytest.mark.parametrize(
    ("text", "expected"), [("海边 walk", True), ("A walk by the sea 海", False), ("", False), ("123", False)]
)
def test_the_language_is_that_of_most_letters(text, expected):
    assert is_chinese(text) is expected


def test_there_are_at_least_eight_styles_with_keywords_in_both_languages():
    assert len(STYLES) >= 8
    for style in STYLES:
        assert any(word.isascii() for word in style.keywords), style.name
        assert any(not word.isascii() for word in style.keywords), style.name


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_each_keyword_alone_asks_for_its_style(style):
    claimed = {word for other in STYLES if other is not style for word in other.keywords}
    for word in style.keywords:
        if any(word in taken or taken in word for taken in claimed):
            continue  # words that contain each other are decided together, below
        assert choose_style(Brief(style=word)) is style, word


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("upbeat pop, sunny and cheerful", "pop"),
        ("一首伤感的钢琴情歌", "ballad"),
        ("synthwave for a neon night club", "electronic"),
        ("街头嘻哈说唱", "hip-hop"),
        ("loud punk rock anthem", "rock"),
        ("lo-fi beats to study to, chill", "lo-fi"),
        ("木吉他民谣，想起故乡", "folk"),
        ("古筝与竹笛的国风", "chinese"),
        ("smoky jazz with a saxophone", "jazz"),
        ("soulful r&b groove", "r&b"),
        ("史诗感的管弦配乐", "cinematic"),
        ("给小朋友的生日儿歌", "children"),
        ("something nobody has a word for", "pop"),
    ],
)
def test_a_description_gets_the_style_it_speaks_of(words, name):
    assert choose_style(Brief(prompt=words)).name == name
    assert compose(Brief(prompt=words)).style.name == name


def test_english_keywords_are_whole_words():
    assert choose_style(Brief(prompt="a rocket with a trapdoor")).name == "pop"


def test_the_style_field_weighs_more_than_the_lyrics():
    assert choose_style(Brief(style="jazz", lyrics="rock rock guitar band\nparty dance")).name == "jazz"


@pytest.mark.parametrize(
    ("words", "is_fast"),
    [("fast rock", True), ("slow gentle rock", False), ("快节奏摇滚", True), ("舒缓的摇滚", False)],
)
def test_words_for_speed_move_the_tempo_inside_the_styles_range(words, is_fast):
    brief = Brief(style=words)
    style = choose_style(brief)
    slow, fast = style.tempo
    for draw in (0.0, 0.5, 1.0):
        tempo = choose_tempo(style, brief, draw)
        assert slow <= tempo <= fast
        assert (tempo > (slow + fast) / 2) is is_fast


def test_sad_words_turn_a_bright_style_minor_and_happy_words_a_dark_one_major():
    by_name = {style.name: style for style in STYLES}
    assert choose_mode(by_name["pop"], Brief(prompt="sad pop about goodbye"))[0] == "minor"
    assert choose_mode(by_name["rock"], Brief(prompt="happy rock"))[0] == "major"
    assert choose_mode(by_name["chinese"], Brief(prompt="悲伤的古风"))[1] == "gong"
