"""The picture on the create page, in every way it can come."""

from base64 import b64encode

import pytest
from create_page import PAGE, AttentiveStudio, choose, click, described, jpeg, opened, shows_picture, submit, upload
from scripted_studio import words

from mvapp import session
from mvapp.text import say_in


def test_an_upright_picture_suggests_an_upright_film() -> None:
    app = upload(opened(), jpeg(600, 900))
    assert app.segmented_control(key="create_aspect").value == "9:16"
    assert "so we chose 9:16" in words(app)


def test_a_chosen_shape_is_not_changed_by_a_picture() -> None:
    app = choose(opened(), "aspect", "9:16")
    app = choose(app, "aspect", "16:9")
    upload(app, jpeg(600, 900))
    assert app.segmented_control(key="create_aspect").value == "16:9"
    assert say_in("en", "create.picture_try_upright") in words(app)


def test_a_small_picture_is_taken_with_a_word_of_warning() -> None:
    assert "Only 90 × 60 pixels" in words(upload(opened(), jpeg(90, 60)))


def test_the_upload_is_let_go_and_the_picture_stays(giggle: AttentiveStudio) -> None:
    app = described()
    assert app.file_uploader[0].value is None
    choose(app, "music_generate_type", "custom")
    choose(app, "music_generate_type", "prompt")
    app.switch_page("pages/settings.py").run()
    app.switch_page(PAGE).run()
    submit(app)
    assert giggle.requests[0].reference_image_url.startswith("/9j/")


@pytest.mark.parametrize(
    "wrapping", ["data:image/jpeg;base64,{}", '"data:;base64,{}"', '<img src="data:image/jpeg;base64,{}">', "\u200b{}"]
)
def test_a_picture_pasted_as_text_is_the_picture(giggle: AttentiveStudio, wrapping: str) -> None:
    pasted = wrapping.format(b64encode(jpeg()).decode())
    app = opened()
    app.text_input(key="create_picture_link").set_value(pasted).run()
    app.text_area(key="create_prompt").set_value("a waltz").run()
    assert app.text_input(key="create_picture_link").value == ""
    submit(app)
    assert giggle.requests[0].reference_image_url.startswith("/9j/")


@pytest.mark.parametrize(
    ("pasted", "reason"),
    [
        ("https://a.example/b.jpg https://a.example/c.jpg", "two_links"),
        ("data:image/jpeg;base64," + "x" * 80, "not_a_picture"),
    ],
)
def test_what_cannot_be_taken_from_the_field_of_links_says_so_and_leaves_no_older_link(
    giggle: AttentiveStudio, pasted: str, reason: str
) -> None:
    """What stood in the field is gone, so the words that the earlier picture is kept would not be true."""
    app = opened()
    app.text_area(key="create_prompt").set_value("a waltz")
    app.text_input(key="create_picture_link").set_value("https://a.example/old.jpg").run()
    app.text_input(key="create_picture_link").set_value(pasted).run()
    assert say_in("en", f"problems.{reason}") in words(app)
    assert say_in("en", "create.picture_kept") not in words(app)
    submit(app)
    assert giggle.requests == []


@pytest.mark.parametrize(
    ("pasted", "reason"),
    [
        ("https://me:secret@a.example/b.jpg", "user_in_link"),
        ("https://a b.example/c.jpg", "not_a_link"),
        ("https://a.example/b.jpg https://a.example/c.jpg", "two_links"),
    ],
)
def test_a_link_that_cannot_be_sent_says_why_at_once_and_until_it_is_mended(
    giggle: AttentiveStudio, pasted: str, reason: str
) -> None:
    app = opened()
    app.text_area(key="create_prompt").set_value("a waltz")
    app.text_input(key="create_picture_link").set_value(pasted).run()
    assert say_in("en", f"problems.{reason}") in words(app)
    assert say_in("en", f"problems.{reason}") in words(click(app, "submit"))
    assert giggle.requests == []


def test_a_link_is_handed_to_giggle_freed_of_its_spaces(giggle: AttentiveStudio) -> None:
    app = opened()
    app.text_input(key="create_picture_link").set_value("  https://a.example/my photo.jpg ").run()
    app.text_area(key="create_prompt").set_value("a waltz").run()
    submit(app)
    assert giggle.requests[0].reference_image_url == "https://a.example/my%20photo.jpg"


def test_an_asset_of_giggles_is_handed_on(giggle: AttentiveStudio) -> None:
    app = opened()
    app.text_input(key="create_picture_asset").set_value(" asset-7 ").run()
    app.text_area(key="create_prompt").set_value("a waltz").run()
    submit(app)
    assert giggle.requests[0].reference_image == "asset-7"


def test_what_is_no_link_says_so(giggle: AttentiveStudio) -> None:
    app = opened()
    app.text_input(key="create_picture_link").set_value("my photo").run()
    assert say_in("en", "problems.not_a_link") in words(click(app, "submit"))
    assert giggle.requests == []


@pytest.mark.parametrize(("field", "reason"), [("picture_link", "demo_link"), ("picture_asset", "demo_asset")])
def test_the_demo_studio_says_at_once_what_it_cannot_fetch(field: str, reason: str) -> None:
    app = opened()
    app.text_input(key=f"create_{field}").set_value("https://a.example/b.jpg").run()
    assert say_in("en", f"problems.{reason}") in words(app)


def test_a_picture_can_be_taken_away() -> None:
    app = click(click(opened(), "sample_city"), "picture_remove")
    assert not shows_picture(app)
    assert "create_picture_remove" not in [button.key for button in app.button]


def test_a_bad_file_after_a_good_one_leaves_the_good_one_and_says_so(giggle: AttentiveStudio) -> None:
    kept = say_in("en", "create.picture_kept")
    app = described()
    assert kept not in words(app)
    upload(app, b"no picture", "me.jpg")
    assert say_in("en", "problems.not_a_picture") in words(app)
    assert kept in words(app)
    submit(app)
    assert giggle.requests[0].reference_image_url.startswith("/9j/")


def test_a_bad_file_before_any_other_keeps_nothing() -> None:
    app = upload(opened(), b"no picture", "me.jpg")
    assert say_in("en", "problems.not_a_picture") in words(app)
    assert say_in("en", "create.picture_kept") not in words(app)


@pytest.mark.parametrize(("width", "height"), [(3000, 200), (200, 3000)])
def test_a_long_thin_picture_is_taken_with_a_request_for_another(width: int, height: int) -> None:
    app = upload(opened(), jpeg(width, height))
    assert "very long and thin: the film shows only 12 % of it" in words(app)
    assert shows_picture(app)


def test_many_pictures_in_a_minute_are_asked_to_wait_and_the_one_that_is_there_stays() -> None:
    app = upload(opened(), jpeg(400, 300))
    session_paces = app.session_state[session.PACES]
    for _ in range(100):
        session_paces["picture"].allows()
    app = upload(app, jpeg(300, 400))
    assert say_in("en", "problems.too_many") in words(app)
    assert say_in("en", "create.picture_kept") in words(app)
    assert shows_picture(app)


@pytest.mark.parametrize(("width", "height"), [(20_000, 20), (20, 20_000)])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_picture_that_is_hardly_more_than_a_line_is_not_taken(width: int, height: int, language: str) -> None:
    app = upload(opened(language), jpeg(width, height))
    assert say_in(language, "problems.too_thin") in words(app)
    assert not shows_picture(app)


@pytest.mark.parametrize("aspect", ["16:9", "9:16"])
def test_a_usual_panorama_is_not_called_thin(aspect: str) -> None:
    """Its other shape shows little of it, and then the shape is what to change."""
    assert "long and thin" not in words(choose(upload(opened(), jpeg(2000, 500)), "aspect", aspect))
