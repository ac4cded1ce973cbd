"""A draft survives being stored, forgives what it is given, and finds its own name."""

import pytest

from mvapp.create.draft import Draft, fitted, project_name

FULL = Draft(
    music_generate_type="custom",
    title="Harbour",
    style="folk",
    lyrics="[Verse]\nSalt on the stairs",
    aspect="9:16",
    picture="sample",
    sample="sample-city",
    lyrics_shown=False,
    frame_at=30,
    length="30s",
    ask_first=True,
)


def test_a_draft_comes_back_from_storage_as_it_was():
    assert Draft.from_values(FULL.to_values()) == FULL


def test_an_empty_form_stores_nothing():
    assert Draft().to_values() == {}
    assert not Draft().has_words


@pytest.mark.parametrize(
    "values",
    [
        {"music_generate_type": "hum", "aspect": "4:3", "length": "1h", "vocal_gender": None},
        {"prompt": 7, "instrumental": "yes", "subtitle_enabled": 1, "unknown": "x"},
        {"sample": "sample-moon", "picture": "film"},
        {"frame_at": 101},
        {"frame_at": "50 %"},
    ],
)
def test_what_does_not_fit_is_left_at_its_default(values):
    assert Draft.from_values(values) == Draft()


FULL_SCENE = "x" * 200
FAMILY = "👨‍👩‍👧‍👦"


@pytest.mark.parametrize(
    ("name", "before", "after", "held"),
    [
        ("lyrics", "", "x" * 20_000, "x" * 20_000),
        ("lyrics", "", "x" * 100_000, "x" * 20_000),
        ("scene_description", "", "y" * 260, "y" * 200),
        ("scene_description", "", " y  y\n" * 50, " y  y\n" * 50),  # 199 as it is sent, and 300 as it stands there
        ("scene_description", "a beach", "a beach" + "y" * 260, "a beach" + "y" * 193),
        ("scene_description", "a beach", "a " + "y" * 260 + "beach", "a " + "y" * 193 + "beach"),
        ("scene_description", FULL_SCENE, FULL_SCENE + "x", FULL_SCENE),
        ("scene_description", FULL_SCENE, "y" + FULL_SCENE, FULL_SCENE),
        ("scene_description", "", FAMILY * 40, FAMILY * 28),  # 7 characters each: 28 whole ones are 196
        ("scene_description", "海" * 199, "海" * 199 + FAMILY, "海" * 199),
        ("picture_link", "", "A" * 100_000, "A" * 100_000),  # perhaps the picture itself
    ],
)
def test_a_field_holds_what_was_in_it_and_what_there_is_room_for(name, before, after, held):
    assert fitted(name, before, after) == held


@pytest.mark.parametrize("scene", ["y" * 260, FAMILY * 40, "a  b " * 90, "\n" * 500, "é" * 300])
def test_what_the_scene_holds_is_never_too_long_for_the_request(scene):
    draft = Draft(prompt="a waltz", scene_description=fitted("scene_description", "", scene)).tidied()
    draft.request(unnamed="x", reference_image="asset")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"reference_image": "sample-beach"}, Draft(picture="sample", sample="sample-beach")),
        ({"reference_image": "asset-7"}, Draft(picture="asset", picture_asset="asset-7")),
        (
            {"reference_image_url": "https://a.example/b.jpg"},
            Draft(picture="link", picture_link="https://a.example/b.jpg"),
        ),
        ({"reference_image_url": "/9j/4AAQSkZJRg=="}, Draft()),
    ],
)
def test_the_picture_of_a_request_is_understood(values, expected):
    assert Draft.from_values(values) == expected


@pytest.mark.parametrize(
    ("draft", "name"),
    [
        (Draft(project_name="  Mine ", prompt="other words"), "Mine"),
        (Draft(prompt="Upbeat pop about the sea, with guitars"), "Upbeat pop about the sea"),
        (Draft(prompt="one two three four five six seven eight"), "one two three four five six"),
        (Draft(prompt="轻快的流行歌，唱海边的夏天"), "轻快的流行歌"),
        (
            Draft(prompt="唱一首没有标点符号而且特别特别长长长长长长长长长的歌给远方的朋友们听听看"),
            "唱一首没有标点符号而且特别特别长长长长长",
        ),
        (Draft(music_generate_type="custom", title="Harbour", prompt="not this"), "Harbour"),
        (Draft(music_generate_type="custom", lyrics="[Verse]\n\nSalt on the stairs, sand"), "Salt on the stairs"),
        (
            Draft(music_generate_type="custom", lyrics="[ti:Lake]\n[00:12.00]Over the water\n[00:15.00]la"),
            "Over the water",
        ),
        (Draft(music_generate_type="custom", lyrics="副歌：\n〔サビ〕\nらら"), "らら"),
        (Draft(music_generate_type="custom", prompt="not this"), ""),
        (Draft(project_name="\u200b", prompt="a waltz"), "a waltz"),
        (Draft(music_generate_type="custom", title="\u3164", lyrics="la la"), "la la"),
        (Draft(prompt="ab" + "👩‍👩‍👧" * 9), "ab" + "👩‍👩‍👧" * 3),
        (Draft(prompt="ที่" * 9), "ที่" * 6),
        (Draft(prompt="\u1112\u1161\u11ab" * 9), "\u1112\u1161\u11ab" * 6),
        (Draft(prompt="la " + "🇩🇪" * 30), "la"),
        (Draft(), ""),
    ],
)
def test_a_video_is_named_by_its_name_its_title_or_its_first_words(draft, name):
    assert project_name(draft) == name


def test_a_description_keeps_what_would_be_a_section_in_lyrics():
    prompt = "Verse: soft piano\nChorus: everyone sings [00:30]"
    assert Draft(prompt=prompt).tidied().prompt == prompt


def test_one_line_with_nothing_to_see_is_empty_and_split_accents_are_whole():
    tidied = Draft(title="\u200b\u3164", scene_description="e\u0301te\u0301", style=" 景\u3000色 ").tidied()
    assert (tidied.title, tidied.scene_description, tidied.style) == ("", "été", "景 色")


def test_pasted_text_is_tidied():
    tidied = Draft(title=" Two\r\nlines ", style="pop ,\trock", lyrics="a\r\n\r\n\r\n\r\nb", prompt=" x \r\n").tidied()
    assert (tidied.title, tidied.style, tidied.lyrics, tidied.prompt) == ("Two lines", "pop , rock", "a\n\nb", "x")


@pytest.mark.parametrize(("values", "shown"), [({}, True), ({"subtitle_enabled": False}, False)])
def test_a_request_with_lyrics_says_itself_whether_they_are_shown(values, shown):
    assert Draft.from_values({"music_generate_type": "custom", **values}).lyrics_shown is shown
