"""The create page, opened through app.py: both modes are made and watched; what is wrong says so."""

import pytest
from create_page import (
    AttentiveStudio,
    choose,
    click,
    described,
    jpeg,
    opened,
    shows_picture,
    stored,
    submit,
    submitted,
    upload,
)
from scripted_studio import PROJECT, words

from mvapp.text import say_in
from mvclient import KeyRefused, MVError, NoAnswer, RateLimited, RequestRefused, Unreachable


def test_a_description_is_sent_and_watched(giggle: AttentiveStudio) -> None:
    app = submit(described())
    (request,) = giggle.requests
    assert (request.music_generate_type, request.prompt) == ("prompt", "a slow waltz about rain")
    assert request.project_name == "a slow waltz about rain"
    assert request.reference_image_url.startswith("/9j/")
    assert app.query_params["project"] == PROJECT
    assert not [box for box in app.text_area if box.key == "create_prompt"]


def test_own_lyrics_are_sent_and_watched(giggle: AttentiveStudio) -> None:
    app = upload(choose(opened(), "music_generate_type", "custom"), jpeg())
    app.text_input(key="create_title").set_value("Rain")
    app.text_input(key="create_style").set_value("waltz")
    app.text_area(key="create_lyrics").set_value("[Verse]\r\nRain on the roof").run()
    app.segmented_control(key="create_length").set_value("30s")
    app.text_area(key="create_scene_description").set_value("a wet street").run()
    submit(app)
    (request,) = giggle.requests
    assert (request.title, request.style, request.lyrics) == ("Rain", "waltz", "[Verse]\nRain on the roof")
    assert (request.project_name, request.length, request.scene_description) == ("Rain", "30s", "a wet street")
    assert request.subtitle_enabled, "one's own lyrics are shown unless somebody says no"
    assert app.query_params["project"] == PROJECT


def test_the_video_is_on_the_visitors_list_with_its_form(giggle: AttentiveStudio) -> None:
    app = submit(described())
    entry = stored(app, f"video.{PROJECT}")
    assert entry["name"] == "a slow waltz about rain"
    upload = stored(app, "draft.upload")
    assert entry["form"] == {"prompt": "a slow waltz about rain", "picture": "upload", "upload": upload}


def test_while_the_request_is_on_its_way_it_cannot_be_sent_again(giggle: AttentiveStudio) -> None:
    giggle.may_answer.clear()
    app = click(described(), "submit")
    assert say_in("en", "create.sending") in [bar.proto.text for bar in app.get("progress")]
    assert "create_submit" not in [button.key for button in app.button]
    giggle.may_answer.set()
    assert submitted(app).query_params["project"] == PROJECT
    assert len(giggle.requests) == 1


def test_the_price_is_told_before_the_button_and_the_demo_is_free(giggle: AttentiveStudio) -> None:
    app = opened()
    assert say_in("en", "create.cost") in words(app)
    app.toggle(key="create_ask_first").set_value(True).run()
    assert say_in("en", "create.cost_asked") in words(app)


def test_the_demo_studio_is_free_and_says_so() -> None:
    shown = words(opened())
    assert "580" not in shown
    assert say_in("en", "create.cost_demo") in shown


@pytest.mark.parametrize("ask_first", [True, False])
def test_the_wish_to_be_asked_first_goes_with_the_request(
    giggle: AttentiveStudio, monkeypatch: pytest.MonkeyPatch, ask_first: bool
) -> None:
    wishes = []
    monkeypatch.setattr(
        "mvapp.studio.job.Job.remember_start", lambda self, token, *, ask_first: wishes.append(ask_first)
    )
    app = described()
    app.toggle(key="create_ask_first").set_value(ask_first).run()
    submit(app)
    assert wishes == [ask_first]


@pytest.mark.parametrize(
    ("language", "named"), [("en", "title, style, lyrics, picture"), ("zh", "歌名、曲风、歌词、图片")]
)
def test_all_problems_stand_beside_their_fields_and_nothing_is_sent(
    giggle: AttentiveStudio, language: str, named: str
) -> None:
    """Also beside the button, by name: on a phone the fields are out of sight."""
    app = choose(opened(language), "music_generate_type", "custom")
    shown = words(click(app, "submit"))
    for problem in ("title_blank", "style_blank", "lyrics_blank", "no_picture"):
        assert say_in(language, f"problems.{problem}") in shown
    assert say_in(language, "create.problems", fields=named) in shown
    assert giggle.requests == []


def test_a_single_problem_stands_beside_the_button_too(giggle: AttentiveStudio) -> None:
    app = opened()
    app.text_area(key="create_prompt").set_value("a waltz").run()
    assert words(click(app, "submit")).count(say_in("en", "problems.no_picture")) == 2


def test_a_problem_goes_when_its_field_changes_and_the_others_stay(giggle: AttentiveStudio) -> None:
    app = click(opened(), "submit")
    app.text_area(key="create_prompt").set_value("a waltz").run()
    shown = words(app)
    assert say_in("en", "problems.prompt_blank") not in shown
    assert say_in("en", "problems.no_picture") in shown


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("contents", "reason"),
    [
        (jpeg()[:2000], "damaged"),
        (b"GIF89a......", "damaged"),
        (b"\0\0\0\x18ftypheic....", "heic"),
        (b"%PDF-1.7", "pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"),
        (b"hello", "not_a_picture"),
    ],
    ids=["half", "gif", "heic", "pdf", "svg", "text"],
)
def test_a_picture_that_cannot_be_used_says_what_to_do(contents: bytes, reason: str, language: str) -> None:
    app = upload(opened(language), contents)
    assert say_in(language, f"problems.{reason}") in words(app)
    assert not shows_picture(app)


@pytest.mark.parametrize(
    ("error", "situation"),
    [
        (RequestRefused("no", operation="submit"), "request_refused"),
        (KeyRefused("no", operation="create"), "key_refused"),
        (RateLimited("slow", operation="create", retry_after_s=120.0), "rate_limited_start"),
        (NoAnswer("?", operation="submit", money_moved="no"), "network_gone"),
    ],
)
def test_a_failed_start_says_so_and_keeps_the_form(giggle: AttentiveStudio, error: MVError, situation: str) -> None:
    giggle.start_error = error
    app = submit(described())
    assert say_in("en", f"cards.{situation}.title") in words(app)
    assert app.text_area(key="create_prompt").value == "a slow waltz about rain"
    giggle.start_error = None
    app = submit(app)
    assert app.query_params["project"] == PROJECT
    assert len(giggle.requests) == 2


def test_a_start_that_nobody_can_be_sure_of_is_looked_at_and_not_sent_again(giggle: AttentiveStudio) -> None:
    giggle.start_error = NoAnswer("?", operation="submit", project_id=PROJECT, money_moved="no")
    app = submit(described())
    giggle.start_error = None
    app.button(key="card_look_again").click().run()
    assert app.query_params["project"] == PROJECT
    assert len(giggle.requests) == 1
    assert stored(app, f"video.{PROJECT}")["name"] == "a slow waltz about rain"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("error", "situation"),
    [
        (Unreachable("away", operation="create"), "not_started"),
        (NoAnswer("?", operation="create"), "not_answered"),
    ],
)
def test_a_video_that_never_started_cost_nothing_and_is_tried_again_by_one_click(
    giggle: AttentiveStudio, error: MVError, situation: str, language: str
) -> None:
    giggle.start_error = error
    app = submit(described(language))
    for key in (f"{situation}.title", f"{situation}.says", "charged.nothing"):
        assert say_in(language, f"cards.{key}") in words(app)
    assert app.text_area(key="create_prompt").value == "a slow waltz about rain"
    giggle.start_error = None
    again = app.button(key="card_try_again")
    assert again.label == say_in(language, "cards.action.try_again")
    app = submitted(again.click().run())
    assert app.query_params["project"] == PROJECT
    assert len(giggle.requests) == 2
    assert giggle.requests[0] == giggle.requests[1]


@pytest.mark.parametrize(("action", "title"), [("check_key", "app.settings"), ("use_demo", "create.headline")])
def test_a_refused_key_can_be_checked_or_left_for_the_demo_studio(
    giggle: AttentiveStudio, action: str, title: str
) -> None:
    giggle.start_error = KeyRefused("no", operation="create")
    app = submit(described())
    app.button(key=f"card_{action}").click().run()
    assert say_in("en", title) in words(app)
    assert say_in("en", "cards.key_refused.title") not in words(app)
    if action == "use_demo":
        assert app.text_area(key="create_prompt").value == "a slow waltz about rain"
        assert say_in("en", "create.cost_demo") in words(app)
