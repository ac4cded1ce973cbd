"""A filled form becomes a request; a wrong one tells everything that is wrong at once."""

from base64 import b64decode
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat

from mvapp.create.draft import Draft
from mvapp.create.prepared_picture import PreparedPicture, prepare
from mvapp.create.request_from_form import request_from_form
from mvapp.create.sample_pictures import sample
from mvapp.studio.demo import SAMPLES, sample_picture
from mvclient import InvalidRequest, MVRequest, PictureError


def jpeg(width: int, height: int, kind: str = "JPEG") -> bytes:
    written = BytesIO()
    Image.radial_gradient("L").resize((width, height)).convert("RGB").save(written, kind)
    return written.getvalue()


PICTURE = prepare(jpeg(600, 800))
WORDS = Draft(prompt="a waltz about rain", picture="upload")
SONG = Draft(music_generate_type="custom", title="Rain", style="waltz", lyrics="Rain on the roof", picture="upload")


def asked(draft: Draft, picture: PreparedPicture | None = PICTURE, *, demo: bool = False) -> MVRequest:
    return request_from_form(draft, picture, unnamed="My video", knows_samples=demo, fetches_links=not demo)


def reasons(draft: Draft, picture: PreparedPicture | None = PICTURE, *, demo: bool = False) -> set[tuple[str, str]]:
    with pytest.raises(InvalidRequest) as caught:
        asked(draft, picture, demo=demo)
    return {(problem.field, problem.reason) for problem in caught.value.problems}


def test_a_description_becomes_a_request_of_its_mode_only():
    request = asked(Draft(prompt="a waltz\r\n", lyrics="not sung", vocal_gender="male", picture="upload"))
    assert (request.project_name, request.prompt, request.vocal_gender) == ("a waltz", "a waltz", "male")
    assert (request.lyrics, request.reference_image_url) == ("", PICTURE.base64)


def test_lyrics_become_a_request_of_their_mode_only():
    request = asked(SONG)
    assert (request.project_name, request.title, request.style, request.prompt) == ("Rain", "Rain", "waltz", "")


def test_a_sample_goes_by_its_name_where_the_studio_knows_it():
    draft = Draft(prompt="x", picture="sample", sample="sample-city")
    assert asked(draft, None, demo=True).reference_image == "sample-city"


def sent(request: MVRequest) -> Image.Image:
    return Image.open(BytesIO(b64decode(request.reference_image_url)))


def test_a_picture_is_sent_whole_unless_somebody_moved_the_frame():
    assert asked(WORDS).reference_image_url == PICTURE.base64
    top, bottom = (sent(asked(replace(WORDS, frame_at=at))) for at in (0, 100))
    assert top.size == bottom.size == (600, 338)
    whole = sent(asked(WORDS))
    for part, box in ((top, (0, 0, 600, 338)), (bottom, (0, 462, 600, 800))):
        assert max(ImageStat.Stat(ImageChops.difference(part, whole.crop(box))).mean) < 3


def test_a_sample_with_a_moved_frame_is_sent_as_a_picture(monkeypatch):
    monkeypatch.setattr("mvapp.create.request_from_form.sample_base64", lambda _name: PICTURE.base64)
    request = asked(Draft(prompt="x", picture="sample", sample="sample-city", frame_at=0), None, demo=True)
    assert not request.reference_image
    assert sent(request).width * sent(request).height < 600 * 800


def test_lyrics_are_shown_unless_somebody_says_no():
    assert asked(SONG).subtitle_enabled
    assert not asked(replace(SONG, lyrics_shown=False)).subtitle_enabled
    assert not asked(WORDS).subtitle_enabled
    assert asked(replace(WORDS, subtitle_enabled=True)).subtitle_enabled


def test_a_link_and_an_asset_are_handed_on_as_they_are():
    link = "https://pictures.example/a.jpg?Signature=a~b"
    assert asked(Draft(prompt="x", picture="link", picture_link=link)).reference_image_url == link
    assert asked(Draft(prompt="x", picture="asset", picture_asset="a-1")).reference_image == "a-1"


@pytest.mark.parametrize(("left", "reason"), [("https://a.example/b.jpg", "no_picture"), ("my photo", "not_a_link")])
def test_a_link_left_in_its_field_is_not_sent_and_says_what_is_wrong_with_it(left, reason):
    """It was taken away again, or it never could be taken."""
    assert reasons(Draft(prompt="x", picture_link=left)) == {("reference_image", reason)}


def test_all_problems_are_told_at_once():
    found = reasons(Draft(music_generate_type="custom", scene_description="x" * 201))
    assert found == {
        ("title", "blank"),
        ("style", "blank"),
        ("lyrics", "blank"),
        ("scene_description", "too_long"),
        ("reference_image", "no_picture"),
    }


@pytest.mark.parametrize(
    ("draft", "demo", "reason"),
    [
        (Draft(prompt="x"), False, "no_picture"),
        (WORDS, False, "gone"),
        (Draft(prompt="x", picture="link", picture_link="https://a.example/b.jpg"), True, "demo_link"),
        (Draft(prompt="x", picture="asset", picture_asset="a-1"), True, "demo_asset"),
    ],
)
def test_a_picture_that_is_not_there_says_why(draft, demo, reason):
    assert reasons(draft, None, demo=demo) == {("reference_image", reason)}


def test_section_tags_alone_are_no_lyrics():
    assert reasons(Draft(**{**vars(SONG), "lyrics": "[Verse]\n\n[Chorus]"})) == {("lyrics", "only_tags")}


def test_a_prepared_picture_is_a_jpeg_of_its_own_with_a_small_copy():
    prepared = prepare(jpeg(3000, 1000, "PNG"))
    assert (prepared.width, prepared.height) == (2048, 683)
    assert b64decode(prepared.base64)[:2] == prepared.preview[:2] == b"\xff\xd8"
    assert len(prepared.preview) < len(prepared.base64)
    assert prepared.base64 not in repr(prepared)


def test_a_small_picture_is_noticed():
    assert prepare(jpeg(300, 900)).is_small
    assert not prepare(jpeg(600, 900)).is_small


def test_half_a_picture_is_refused():
    with pytest.raises(PictureError) as caught:
        prepare(jpeg(600, 900)[:3000])
    assert caught.value.reason == "damaged"


def test_a_sample_goes_as_a_picture_where_the_studio_does_not_know_its_name():
    request = asked(Draft(prompt="x", picture="sample", sample="sample-meadow"), None)
    assert request.reference_image == ""
    with Image.open(BytesIO(b64decode(request.reference_image_url))) as picture:
        assert min(picture.size) >= 720


@pytest.mark.parametrize("name", SAMPLES)
def test_the_small_copy_of_a_sample_shows_the_sample(name):
    """Run `python tools/sample_previews.py` when a sample was drawn anew."""
    drawn, kept = (
        Image.open(BytesIO(contents)).convert("RGB").resize((48, 32))
        for contents in (sample_picture(name), sample(name).preview)
    )
    assert max(ImageStat.Stat(ImageChops.difference(drawn, kept)).mean) < 4
