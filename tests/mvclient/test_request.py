"""A request cannot be made wrong: all its problems at once, before anything is sent."""

import base64
import dataclasses
import io

import pytest
from PIL import Image

from mvclient import InvalidRequest, MVRequest

ONE_PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
PROMPT = {
    "project_name": "A song",
    "music_generate_type": "prompt",
    "aspect": "16:9",
    "prompt": "a quiet morning",
    "reference_image": "asset-7",
}
CUSTOM = {
    "project_name": "A song",
    "music_generate_type": "custom",
    "aspect": "9:16",
    "lyrics": "la la",
    "style": "folk",
    "title": "La",
    "reference_image_url": "https://example.org/a.jpg",
}


def base64_of(picture_format, **options):
    sheet = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(sheet, picture_format, **options)
    return base64.b64encode(sheet.getvalue()).decode()


def problems_of(fields):
    with pytest.raises(InvalidRequest) as caught:
        MVRequest(**fields)
    return {(problem.field, problem.reason) for problem in caught.value.problems}


@pytest.mark.parametrize("fields", [PROMPT, CUSTOM])
def test_a_right_request_is_taken(fields):
    MVRequest(**fields)


def test_a_request_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        MVRequest(**PROMPT).prompt = ""


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"project_name": ""}, ("project_name", "blank")),
        ({"project_name": " \n\t"}, ("project_name", "blank")),
        ({"prompt": ""}, ("prompt", "blank")),
        ({"prompt": "\u3000"}, ("prompt", "blank")),
        ({"music_generate_type": "hum"}, ("music_generate_type", "not_a_choice")),
        ({"music_generate_type": ""}, ("music_generate_type", "not_a_choice")),
        ({"music_generate_type": "Prompt"}, ("music_generate_type", "not_a_choice")),
        ({"aspect": "1:1"}, ("aspect", "not_a_choice")),
        ({"vocal_gender": "robot"}, ("vocal_gender", "not_a_choice")),
        ({"length": "aimv-30"}, ("length", "not_a_choice")),
        ({"scene_description": "x" * 201}, ("scene_description", "too_long")),
        ({"reference_image": ""}, ("reference_image", "no_picture")),
        ({"reference_image": " "}, ("reference_image", "no_picture")),
        ({"reference_image": "\u200b"}, ("reference_image", "no_picture")),
        ({"reference_image_url": "https://a.b/c"}, ("reference_image", "two_pictures")),
        ({"subtitle_enabled": "yes"}, ("subtitle_enabled", "not_a_yes_or_no")),
        ({"instrumental": 1}, ("instrumental", "not_a_yes_or_no")),
        ({"instrumental": None}, ("instrumental", "not_a_yes_or_no")),
        ({"project_name": None}, ("project_name", "not_text")),
        ({"prompt": b"bytes"}, ("prompt", "not_text")),
        ({"aspect": 169}, ("aspect", "not_text")),
        ({"reference_image": ["asset-7"]}, ("reference_image", "not_text")),
    ],
)
def test_each_wrong_field_is_named_with_its_reason(changes, problem):
    assert problems_of({**PROMPT, **changes}) == {problem}


BLANK = ["", "  ", *"\u3000\u200b\u00ad\ufe0f\u115f\u180e\u2800\u0301", "\u2060\n", "\u200e\u200f", "\u115f\u3164"]


@pytest.mark.parametrize("field", ["lyrics", "style", "title"])
@pytest.mark.parametrize("blank", BLANK)
def test_the_lyrics_mode_needs_lyrics_style_and_title(field, blank):
    assert problems_of({**CUSTOM, field: blank}) == {(field, "blank")}


@pytest.mark.parametrize("field", ["project_name", "prompt"])
@pytest.mark.parametrize("blank", BLANK)
def test_a_description_with_nothing_to_see_is_blank(field, blank):
    assert problems_of({**PROMPT, field: blank}) == {(field, "blank")}


@pytest.mark.parametrize("words", ["👩‍👩‍👧", "می‌خواهم", "\u200ba song", "क्षि"])
def test_invisible_characters_inside_of_words_are_kept_as_they_are(words):
    assert MVRequest(**{**PROMPT, "prompt": words}).submit_body("p")["prompt"] == words


def test_the_fields_of_the_other_mode_are_not_needed():
    MVRequest(**PROMPT, lyrics="", style="", title="")
    MVRequest(**CUSTOM, prompt="")


def test_all_problems_are_reported_at_once():
    fields = {
        "project_name": " ",
        "music_generate_type": "custom",
        "aspect": "4:3",
        "reference_image_url": "data:image/png;base64," + ONE_PIXEL,
        "scene_description": "x" * 300,
        "vocal_gender": "robot",
        "length": "short",
    }
    assert problems_of(fields) == {
        ("project_name", "blank"),
        ("aspect", "not_a_choice"),
        ("reference_image_url", "data_prefix"),
        ("scene_description", "too_long"),
        ("vocal_gender", "not_a_choice"),
        ("length", "not_a_choice"),
        ("lyrics", "blank"),
        ("style", "blank"),
        ("title", "blank"),
    }


def test_a_wrong_type_does_not_hide_the_other_problems():
    fields = {**PROMPT, "project_name": None, "prompt": " ", "aspect": "4:3", "reference_image": "", "instrumental": 1}
    assert problems_of(fields) == {
        ("project_name", "not_text"),
        ("instrumental", "not_a_yes_or_no"),
        ("prompt", "blank"),
        ("aspect", "not_a_choice"),
        ("reference_image", "no_picture"),
    }


def test_the_error_says_every_problem_in_words():
    with pytest.raises(InvalidRequest) as caught:
        MVRequest(**{**PROMPT, "project_name": "", "aspect": "4:3"})
    assert "project_name" in str(caught.value)
    assert "aspect" in str(caught.value)
    assert isinstance(caught.value, ValueError)
    assert caught.value.money_moved == "no"


@pytest.mark.parametrize("length", [0, 1, 200])
def test_a_scene_of_up_to_200_characters_is_taken(length):
    MVRequest(**PROMPT, scene_description="景" * length)


@pytest.mark.parametrize(("sign", "most"), [("景", 200), ("👍🏽", 100), ("👩‍👩‍👧", 40)])
def test_the_limit_of_the_scene_counts_what_is_sent(sign, most):
    """A family is one sign to see and five characters to send; the problem says the number that counts."""
    MVRequest(**PROMPT, scene_description=sign * most)
    with pytest.raises(InvalidRequest, match=f"has {len(sign) * (most + 1)} characters; at most 200"):
        MVRequest(**PROMPT, scene_description=sign * (most + 1))


@pytest.mark.parametrize(
    "picture",
    [
        "https://example.org/a.jpg",
        "http://127.0.0.1:8000/x?y=z#f",
        "HTTPS://EXAMPLE.ORG/A",
        "https://例え.jp/絵.png",
        "https://xn--r8jz45g.jp/e\u0301.png",
        "http://[2001:db8::1]:8000/a.jpg",
        "https://example.org:443?x=|{}^@:https://b",
        ONE_PIXEL,
        base64_of("JPEG"),
        base64_of("WEBP"),
    ],
)
def test_a_link_or_a_raw_base64_picture_of_any_size_is_taken(picture):
    fields = {**PROMPT, "reference_image": "", "reference_image_url": picture}
    assert MVRequest(**fields).submit_body("p")["reference_image_url"] == picture


def test_line_breaks_inside_base64_are_not_sent():
    wrapped = "\n".join(ONE_PIXEL[start : start + 20] for start in range(0, len(ONE_PIXEL), 20)) + "\n"
    fields = {**PROMPT, "reference_image": "", "reference_image_url": wrapped}
    assert MVRequest(**fields).submit_body("p")["reference_image_url"] == ONE_PIXEL


@pytest.mark.parametrize(
    ("picture", "reason"),
    [
        (f"data:image/png;base64,{ONE_PIXEL}", "data_prefix"),
        (f"  DATA:IMAGE/PNG;BASE64,{ONE_PIXEL}", "data_prefix"),
        ("http://", "not_a_link"),
        ("https:///no-host", "not_a_link"),
        ("https://a b.org/c", "not_a_link"),
        ("https://a\u3000b.org/c", "not_a_link"),
        ("https://a\x7fb.org/c", "not_a_link"),
        ("https://a.org/\u200bc", "not_a_link"),
        ("https://a.org/c d.jpg", "not_a_link"),
        ("https://a%20b.org/c", "not_a_link"),
        ("https://a.org\\c.jpg", "not_a_link"),
        ("https://[::1/c", "not_a_link"),
        ("https://a.org:c/d", "not_a_link"),
        ("https://https://a.org/c", "not_a_link"),
        ("https://\ufe0f/c", "not_a_link"),
        ("https://?x=1", "not_a_link"),
        ("https://me:secret@a.org/c", "user_in_link"),
        ("https://me@a.org", "user_in_link"),
        ("ftp://example.org/a.jpg", "not_a_link"),
        ("file:///etc/passwd", "not_a_link"),
        ("javascript:alert(1)", "not_a_picture"),
        ("example.org/a.jpg", "not_a_picture"),
        ("holiday.jpg", "not_a_picture"),
        ("aGVsbG8gd29ybGQ=", "not_a_picture"),
        (ONE_PIXEL[:60], "damaged"),
        (ONE_PIXEL[:-3], "not_a_picture"),
        (base64_of("JPEG").replace("/", "_").replace("+", "-"), "not_a_picture"),
        (base64_of("JPEG", quality=100)[:600], "damaged"),
        (base64_of("TIFF"), "tiff"),
    ],
)
def test_anything_else_is_refused_with_a_reason(picture, reason):
    assert problems_of({**PROMPT, "reference_image": "", "reference_image_url": picture}) == {
        ("reference_image_url", reason)
    }


@pytest.mark.parametrize("kind", ["GIF", "BMP", "AVIF"])
def test_a_kind_that_giggle_may_not_know_is_sent_as_jpeg(kind):
    fields = {**PROMPT, "reference_image": "", "reference_image_url": base64_of(kind)}
    sent = base64.b64decode(MVRequest(**fields).submit_body("p")["reference_image_url"])
    assert Image.open(io.BytesIO(sent)).format == "JPEG"


@pytest.mark.parametrize(
    "asset", ["a", "x" * 200, "65cf262d-1c5a-4d0c-9f4e-0a1b2c3d4e5f", " asset-7\n", "素材-7", "asset:7", "a/b.c=d&e"]
)
def test_an_asset_id_is_taken_without_what_is_around_it(asset):
    assert MVRequest(**{**PROMPT, "reference_image": asset}).submit_body("p")["reference_image"] == asset.strip()


@pytest.mark.parametrize(
    "asset",
    [
        "x" * 201,
        base64_of("JPEG"),
        "two words",
        "a\tb",
        "a\nb",
        "a\0b",
        "a\u3000b",
        "https://a.b/c.jpg",
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "vbscript:x",
        "data:text/html,x",
        "blob:x",
        "<script>",
        "a'b",
        'a"b',
    ],
)
def test_what_can_be_no_asset_id_is_refused(asset):
    assert problems_of({**PROMPT, "reference_image": asset}) == {("reference_image", "not_an_asset_id")}


def test_the_picture_is_not_in_the_repr():
    fields = {**PROMPT, "reference_image": "", "reference_image_url": ONE_PIXEL}
    assert ONE_PIXEL not in repr(MVRequest(**fields))


def test_nothing_is_sent_for_a_wrong_request(giggle, api):
    envelope = api.create_and_submit("", "prompt", "16:9")
    assert envelope["code"] not in (0, 200, "0", "200")
    assert envelope["data"] is None
    assert "project_name" in envelope["msg"]
    envelope = api.execute_workflow("custom", "1:1", "", reference_image=None)
    assert envelope["code"] not in (0, 200, "0", "200")
    assert giggle.received == []


@pytest.mark.parametrize(("length", "project_type"), [("full", "mv"), ("30s", "aimv-30")])
def test_the_create_body_is_exactly_the_documented_one(giggle, api, length, project_type):
    api.start(MVRequest(**PROMPT, length=length))
    assert giggle.calls("create")[0].fields == {
        "name": "A song",
        "type": project_type,
        "aspect": "16:9",
        "mode": "trustee",
    }


def test_the_submit_body_of_a_described_song_is_exactly_the_documented_one(giggle, api):
    project_id = api.start(MVRequest(**PROMPT))
    assert giggle.calls("submit")[0].fields == {
        "project_id": project_id,
        "music_generate_type": "prompt",
        "aspect": "16:9",
        "scene_description": "",
        "subtitle_enabled": False,
        "reference_image": "asset-7",
        "prompt": "a quiet morning",
        "vocal_gender": "auto",
        "instrumental": False,
    }


def test_the_submit_body_of_own_lyrics_is_exactly_the_documented_one(giggle, api):
    project_id = api.start(
        MVRequest(**CUSTOM, scene_description="a beach", subtitle_enabled=True, prompt="not sent", instrumental=True)
    )
    assert giggle.calls("submit")[0].fields == {
        "project_id": project_id,
        "music_generate_type": "custom",
        "aspect": "9:16",
        "scene_description": "a beach",
        "subtitle_enabled": True,
        "reference_image_url": "https://example.org/a.jpg",
        "lyrics": "la la",
        "style": "folk",
        "title": "La",
    }


@pytest.mark.parametrize("gender", ["male", "female", "auto"])
def test_voice_and_instrumental_are_sent(giggle, api, gender):
    api.start(MVRequest(**PROMPT, vocal_gender=gender, instrumental=True))
    fields = giggle.calls("submit")[0].fields
    assert (fields["vocal_gender"], fields["instrumental"]) == (gender, True)
