"""On the create page a click helps with the words, and nothing typed is ever lost."""

from base64 import b64encode

import pytest
from create_page import PAGE, AttentiveStudio, choose, click, jpeg, opened, speak, stored, submit, upload, written
from scripted_studio import PROJECT, words
from streamlit.testing.v1 import AppTest

from mvapp.create.examples import EXAMPLES
from mvapp.text import say_in


def test_a_section_is_added_by_a_click() -> None:
    app = choose(opened(), "music_generate_type", "custom")
    app.text_area(key="create_lyrics").set_value("Rain on the roof").run()
    click(click(app, "section_chorus"), "section_bridge")
    assert app.text_area(key="create_lyrics").value == "Rain on the roof\n\n[Chorus]\n\n[Bridge]\n"
    assert "Lines: 1 · words: 4" in words(app)


def test_a_style_is_added_and_taken_away_by_a_click() -> None:
    app = choose(opened(), "music_generate_type", "custom")
    app.text_input(key="create_style").set_value("slow").run()
    click(app, "style_0")
    assert app.text_input(key="create_style").value == "slow, Pop"
    click(app, "style_0")
    assert app.text_input(key="create_style").value == "slow"


@pytest.mark.parametrize(
    ("lyrics", "key"),
    [
        ("", "create.lyrics_empty"),
        ("[Verse]", "create.lyrics_only_tags"),
        ("walking home again tonight under city lights\n" * 90, "create.lyrics_overlong"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_empty_and_overlong_lyrics_are_pointed_out(
    giggle: AttentiveStudio, lyrics: str, key: str, language: str
) -> None:
    app = choose(opened(language), "music_generate_type", "custom")
    app.text_area(key="create_lyrics").set_value(lyrics).run()
    assert say_in(language, key) in words(app)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_demo_film_says_how_many_lines_it_sings(language: str) -> None:
    app = choose(opened(language), "music_generate_type", "custom")
    app.text_area(key="create_lyrics").set_value("\n".join(f"walking home again {n}" for n in range(10, 70))).run()
    assert say_in(language, "create.lyrics_sung", sung="1", lines="60").split("1")[0] in words(app)
    assert say_in(language, "create.lyrics_overlong") not in words(app), "that is about another studio's song"
    app.text_area(key="create_lyrics").set_value("سلام یا دنیا").run()
    assert say_in(language, "create.lyrics_unseen", letters="") in words(app)


def test_a_taster_holds_the_first_lines_only(giggle: AttentiveStudio) -> None:
    app = choose(opened(), "music_generate_type", "custom")
    app.text_area(key="create_lyrics").set_value("walking home again tonight under city lights\n" * 20).run()
    choose(app, "length", "30s")
    assert "Thirty seconds hold about the first" in words(app)


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.key for example in EXAMPLES])
def test_an_example_fills_the_form_and_can_be_made_at_once(giggle: AttentiveStudio, monkeypatch, example) -> None:
    monkeypatch.setattr("mvapp.create.request_from_form.sample_base64", lambda name: b64encode(jpeg()).decode())
    app = submit(click(opened(), f"example_{example.key}"))
    (request,) = giggle.requests
    draft = example.draft("en")
    assert (request.prompt, request.lyrics, request.title) == (draft.prompt, draft.lyrics, draft.title)
    assert app.query_params["project"] == PROJECT


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.key for example in EXAMPLES])
def test_an_example_is_in_the_language_of_the_page(example) -> None:
    app = opened("zh")
    click(app, f"example_{example.key}")
    draft = example.draft("zh")
    written = app.session_state["create.draft"]
    assert (written.prompt, written.lyrics, written.style) == (draft.prompt, draft.lyrics, draft.style)
    words_of_it = draft.prompt + draft.lyrics.replace("[Verse]", "").replace("[Chorus]", "") + example.name("zh")
    assert not any(letter.isascii() and letter.isalpha() for letter in words_of_it)


def test_what_an_example_covers_can_be_brought_back() -> None:
    app = opened()
    app.text_area(key="create_prompt").set_value("my own words").run()
    click(click(app, "example_city"), "bring_back")
    assert app.text_area(key="create_prompt").value == "my own words"
    assert app.segmented_control(key="create_music_generate_type").value == "prompt"


def test_an_emptied_form_can_be_brought_back() -> None:
    app = opened()
    app.text_area(key="create_prompt").set_value("my own words").run()
    click(app, "start_over")
    assert app.text_area(key="create_prompt").value == ""
    click(app, "bring_back")
    assert app.text_area(key="create_prompt").value == "my own words"


def test_an_untouched_example_is_no_loss() -> None:
    app = click(click(opened(), "example_city"), "example_seaside")
    assert "create_bring_back" not in [button.key for button in app.button]


def test_drafts_survive_mode_page_and_language_switches() -> None:
    app = opened()
    app.text_area(key="create_prompt").set_value("my own words").run()
    choose(app, "music_generate_type", "custom")
    app.text_area(key="create_lyrics").set_value("a line").run()
    choose(app, "music_generate_type", "prompt")
    assert app.text_area(key="create_prompt").value == "my own words"
    app.switch_page("pages/videos.py").run()
    app.switch_page(PAGE).run()
    assert app.text_area(key="create_prompt").value == "my own words"
    app.button(key="frame_language").click().run()
    speak("zh")
    assert app.text_area(key="create_prompt").value == "my own words"
    choose(app, "music_generate_type", "custom")
    assert app.text_area(key="create_lyrics").value == "a line"


def told_by_browser(**values: object) -> AppTest:
    """A fresh session whose browser has told what it keeps."""
    app = opened()
    app.session_state["mv.stored"] = {f"draft.{name}": value for name, value in values.items()}
    return app


def test_a_draft_comes_back_after_a_reload() -> None:
    app = told_by_browser(music_generate_type="custom", title="Rain", lyrics="a line", picture="upload").run()
    assert app.text_input(key="create_title").value == "Rain"
    assert app.text_area(key="create_lyrics").value == "a line"
    assert say_in("en", "create.picture_gone") in words(app)


def test_what_was_typed_before_the_browser_told_stays_and_the_rest_comes_back() -> None:
    app = told_by_browser(prompt="older words", lyrics="a line", aspect="9:16")
    app.text_area(key="create_prompt").set_value("newer words").run()
    assert app.text_area(key="create_prompt").value == "newer words"
    assert app.segmented_control(key="create_aspect").value == "9:16"
    choose(app, "music_generate_type", "custom")
    assert app.text_area(key="create_lyrics").value == "a line"


def keys(app: AppTest) -> set[str]:
    return {str(button.key) for button in app.button}


def test_an_untouched_example_that_the_browser_kept_is_no_loss() -> None:
    app = told_by_browser(**EXAMPLES[0].draft("zh").to_values())
    click(app, f"example_{EXAMPLES[1].key}")
    assert "create_bring_back" not in keys(app)


def test_what_was_brought_back_from_an_example_leaves_nothing_to_bring_back() -> None:
    app = opened()
    app.text_area(key="create_prompt").set_value("my own words").run()
    click(click(app, "example_city"), "bring_back")
    assert "create_bring_back" not in keys(app)


def test_another_video_s_form_leaves_a_way_back_to_the_draft_of_the_browser() -> None:
    """In a session that begins on another page, the draft has not been in the form yet."""
    app = opened()
    app.session_state["mv.stored"] = {"draft.prompt": "my own words"}
    app.session_state["mv.prefill"] = {"music_generate_type": "custom", "title": "Rain", "lyrics": "a line"}
    app.run()
    assert app.text_input(key="create_title").value == "Rain"
    click(app, "bring_back")
    assert app.text_area(key="create_prompt").value == "my own words"


def test_what_a_click_changes_is_handed_to_the_browser_field_by_field() -> None:
    app = click(told_by_browser(title="Rain", style="folk", vocal_gender="male").run(), "example_city")
    assert stored(app, "draft.title") == "City Lights"
    assert stored(app, "draft.music_generate_type") == "custom"
    assert stored(app, "draft.vocal_gender") is None  # as in an empty form: nothing to keep


def test_a_text_that_the_browser_has_kept_by_itself_is_not_written_over_what_it_may_have_by_now() -> None:
    app = told_by_browser(prompt="my own").run()
    app.text_area(key="create_prompt").set_value("my own words").run()
    choose(app, "aspect", "9:16")
    assert set(written(app)) == {"draft.aspect"}


def test_the_picture_never_stands_beside_the_words_in_the_browser() -> None:
    app = upload(told_by_browser().run(), jpeg(), "secret-name.jpg")
    assert stored(app, "draft.picture") == "upload"
    assert all(len(str(text)) < 100 for _number, text in written(app).values())
    assert "secret-name" not in str(written(app))


@pytest.mark.parametrize("handed_over", [True, False])
def test_a_field_keeps_its_words_while_others_are_drawn(handed_over: bool) -> None:
    """Also where Streamlit has an older value of it, which comes back when its widget is gone."""
    app = told_by_browser(music_generate_type="custom", title="Old", lyrics="an old line", style="folk")
    if not handed_over:
        app = choose(opened(), "music_generate_type", "custom")
    app.run()
    app.text_input(key="create_title").set_value("Rain").run()
    app.text_input(key="create_style").set_value("waltz").run()
    app.text_area(key="create_lyrics").set_value("a new line").run()
    for _ in range(2):
        choose(choose(app, "music_generate_type", "prompt"), "music_generate_type", "custom")
        app.switch_page("pages/settings.py").run()
        app.switch_page(PAGE).run()
        assert app.text_input(key="create_title").value == "Rain"
        assert app.text_input(key="create_style").value == "waltz"
        assert app.text_area(key="create_lyrics").value == "a new line"


def test_a_choice_made_before_the_browser_told_stays_also_if_it_is_the_usual_one() -> None:
    app = choose(choose(opened(), "music_generate_type", "custom"), "music_generate_type", "prompt")
    app.session_state["mv.stored"] = {"draft.music_generate_type": "custom", "draft.title": "Rain"}
    app.run()
    assert app.segmented_control(key="create_music_generate_type").value == "prompt"
    choose(app, "music_generate_type", "custom")
    assert app.text_input(key="create_title").value == "Rain"


def test_every_run_says_what_each_field_holds() -> None:
    """A busy browser may get to see a later run first; what it then believes, it sends."""
    app = told_by_browser(music_generate_type="custom", title="Rain", style="waltz", lyrics="a line", aspect="9:16")
    app.run().toggle(key="create_lyrics_shown").set_value(False).run()
    for key, held in (("title", "Rain"), ("style", "waltz"), ("lyrics", "a line")):
        widget = app.text_area(key="create_lyrics") if key == "lyrics" else app.text_input(key=f"create_{key}")
        assert widget.proto.default == held
    for key, number in (("music_generate_type", 1), ("aspect", 1), ("length", 0)):
        assert list(app.segmented_control(key=f"create_{key}").proto.default) == [number]
    assert app.toggle(key="create_lyrics_shown").proto.default is False


@pytest.mark.parametrize(("name", "chosen"), [("aspect", "9:16"), ("music_generate_type", "custom"), ("length", "30s")])
def test_a_browser_that_says_nothing_is_chosen_changes_nothing(name: str, chosen: str) -> None:
    """As one does that has not drawn the choice yet."""
    app = choose(click(opened(), "sample_city"), name, chosen)
    app.segmented_control(key=f"create_{name}").set_value(None).run()
    assert not app.exception
    assert app.run().segmented_control(key=f"create_{name}").value == chosen


def test_a_field_that_was_emptied_stays_empty() -> None:
    app = told_by_browser(music_generate_type="custom", title="Old").run()
    app.text_input(key="create_title").set_value("").run()
    choose(choose(app, "music_generate_type", "prompt"), "music_generate_type", "custom")
    assert app.text_input(key="create_title").value == ""


def test_a_finished_video_brings_its_form_back_in_place_of_the_draft() -> None:
    app = opened()
    app.text_area(key="create_prompt").set_value("my own words").run()
    app.session_state["mv.prefill"] = {"music_generate_type": "custom", "title": "Rain", "lyrics": "a line"}
    app.run()
    assert app.text_input(key="create_title").value == "Rain"
    click(app, "bring_back")
    assert app.text_area(key="create_prompt").value == "my own words"
