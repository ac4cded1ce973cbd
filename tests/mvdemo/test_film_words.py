"""What is written on screen, in which language, and how it is looked for in fonts."""

import time

import pytest
from PIL import Image

from mvdemo.film import FilmOrder
from mvdemo.film.fonts import _ink, drawable, font
from mvdemo.film.grade import choose_grade, graded
from mvdemo.film.lettering import GOLD, draw_block, fitting
from mvdemo.film.looks import GRADES
from mvdemo.film.words import is_chinese_order, made_text, mark_text, title_text
from mvdemo.music.sung_text import sung_text


def order(**words):
    return FilmOrder(**({"mode": "custom", "aspect": "16:9", "picture": b""} | words))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Hello 🎵 world", "Hello world"),
        ("海边的回忆🌊🏖️", "海边的回忆"),
        ("été, Straße, Привет, さくら, 한국", "été, Straße, Привет, さくら, 한국"),
        ("a\u200bb\ufe0f\x00c", "abc"),
        ("👩‍👩‍👧", ""),
        ("\U0010fffe\ue000", ""),
        ("  two \n lines ", "two lines"),
    ],
)
def test_characters_without_a_glyph_are_left_out(text, kept):
    assert drawable(text) == kept


def test_what_is_kept_never_looks_like_the_box_of_a_missing_glyph():
    box = _ink("\U0010fffe")
    text = drawable("".join(chr(code) for code in range(0x20, 0x30FF, 7)) + "永和九年，岁在癸丑。𠮷龘")
    assert len(text) > 200
    assert all(_ink(letter) != box for letter in text)


def test_both_scripts_have_real_glyphs_in_every_weight():
    for weight in ("light", "regular", "bold"):
        widths = {font(40, weight).getlength(letter) for letter in "海风a"}
        assert len(widths) > 1
        assert font(40, weight).getlength("海") == pytest.approx(40, abs=2)


def test_a_long_title_shrinks_and_breaks_until_it_fits():
    for text in ("A very long title that goes on and on until the cows come home", "很长很长的标题" * 6, "x" * 60):
        lines, pixels = fitting(text, 80, "light", 0.14, 600)
        assert len(lines) <= 2
        assert pixels < 80
        assert draw_block(text, 80, "light", GOLD, 600, tracking=0.14).width < 600 * 1.15


@pytest.mark.parametrize(("width", "short", "most"), [(605, 720, 5), (1075, 720, 3)])
def test_a_title_of_79_letters_can_be_read(width, short, most):
    text = "The long way home along the river and over the hills and far away until morning"
    lines, pixels = fitting(text, round(short * 0.11), "regular", 0.04, width, most)
    assert len(text) == 79
    assert 2 <= len(lines) <= most
    assert pixels > 40
    assert " ".join(lines) == text


@pytest.mark.parametrize(
    ("pasted", "sung"),
    [
        ("[00:12.3]Walking down\n[01:02]the street", "Walking down\nthe street"),
        ("[00:12.30][00:45.00]We rise", "We rise"),
        ("<00:12.3>We <00:13.0>rise", "We rise"),
        ("| Am | G | F |\nWe rise", "We rise"),
        ("Am  G  C/E  F#m7\nWe rise", "We rise"),
        ("[Am]Walking [G]down [Cmaj7]the street", "Walking down the street"),
        ("[ar: Somebody]\n[Chorus]\nWe rise", "[Chorus]\nWe rise"),
        ("【副歌】\n海风吹过", "【副歌】\n海风吹过"),
        ("A\nGo\nAdd a face\nA cab\nBed", "A\nGo\nAdd a face\nA cab\nBed"),
        ("At 12:30 we meet", "At 12:30 we meet"),
    ],
)
def test_time_stamps_and_chords_are_neither_sung_nor_shown(pasted, sung):
    assert sung_text(pasted) == sung
    assert order(lyrics=pasted).brief(26) == order(lyrics=sung).brief(26)


@pytest.mark.parametrize("line", ["A11" * 30 + "!", "A " * 5000 + "!", "[" * 9000, "A" + "1" * 9000 + "!", "|" * 9000])
def test_a_line_that_is_nearly_chords_is_read_at_once(line):
    began = time.process_time()
    assert sung_text(line) == line
    assert time.process_time() - began < 1


def test_a_title_of_emoji_alone_draws_nothing_and_does_not_fail():
    assert draw_block("🎵🎵", 80, "light", GOLD, 600).size == (2, 2)


@pytest.mark.parametrize(
    ("words", "chinese"),
    [
        ({"title": "Seaside", "lyrics": "walking home"}, False),
        ({"title": "海边", "lyrics": "海风吹过旧时光"}, True),
        ({"title": "海边", "lyrics": "walking down the empty street tonight, you and me"}, False),
        ({"mode": "prompt", "name": "demo", "prompt": "夏天海边的轻快流行歌"}, True),
    ],
)
def test_the_studio_speaks_the_language_of_the_words(words, chinese):
    made = order(**words)
    assert is_chinese_order(made) is chinese
    assert ("演示工作室" in made_text(made)) is chinese
    assert ("demo studio" in made_text(made)) is not chinese
    assert "Giggle" not in made_text(made) + mark_text(made)


def test_a_sketch_says_that_it_is_one():
    assert "Sketch" in mark_text(order(title="Hi", is_sketch=True))
    assert "小样" in mark_text(order(title="海边", is_sketch=True))
    assert "ketch" in made_text(order(title="Hi", is_sketch=True))
    assert "ketch" not in mark_text(order(title="Hi")) + made_text(order(title="Hi"))


def test_the_title_falls_back_to_the_projects_name():
    assert title_text(order(title=" My  song ", name="p")) == "My song"
    assert title_text(order(name="p")) == "p"
    assert title_text(order(lyrics="海风")) == "无题"


@pytest.mark.parametrize("grade", GRADES[1:], ids=lambda grade: grade.name)
def test_each_look_is_asked_for_in_both_languages(grade):
    assert any(word.isascii() for word in grade.keywords)
    assert any(not word.isascii() for word in grade.keywords)
    assert grade.name in {choose_grade(word)[0].name for word in grade.keywords}


@pytest.mark.parametrize(
    ("scene", "look", "weather"),
    [
        ("a rainy street", "rain", "rain"),
        ("neon night in the rain", "neon", "rain"),
        ("雪夜", "night", "snow"),
        ("海边日落", "sunset", "dust"),
        ("樱花飘落的春天", "spring", "petals"),
        ("black and white", "monochrome", ""),
        ("a plain room", "film", ""),
    ],
)
def test_the_scenes_words_choose_look_and_weather(scene, look, weather):
    grade, fallen = choose_grade(scene)
    assert (grade.name, fallen) == (look, weather)


def test_without_a_scene_the_other_words_choose_the_look():
    assert choose_grade("", "a song about the sea")[0].name == "sea"
    assert choose_grade("forest", "a song about the sea")[0].name == "forest"


def test_looks_do_what_they_are_named_for():
    grey = Image.new("RGB", (64, 64), (120, 120, 120))
    means = {grade.name: graded(grey, grade).resize((1, 1)).getpixel((0, 0)) for grade in GRADES}
    assert means["sunset"][0] > means["sunset"][2] + 5
    assert means["rain"][2] > means["rain"][0] + 5
    assert sum(means["night"]) < sum(means["film"]) - 30 < sum(means["snow"])
    colourful = graded(Image.new("RGB", (64, 64), (200, 40, 40)), next(g for g in GRADES if g.name == "monochrome"))
    red, green, blue = colourful.getpixel((32, 32))
    assert max(red, green, blue) - min(red, green, blue) < 12
