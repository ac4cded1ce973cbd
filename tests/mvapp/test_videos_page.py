"""The visitor's own list: kept by the browser, shown on its page, carried elsewhere as a file."""

import json

import pytest
from scripted_studio import PROJECT, ScriptedStudio, open_page, words
from streamlit.testing.v1 import AppTest

from mvapp import session
from mvapp.text import say_in
from mvapp.videos_list import MAX_IMPORT_MB

LINE = {
    "project_id": PROJECT,
    "name": "Seaside **Memories**",
    "aspect": "9:16",
    "created_at": 1_760_000_000.0,
    "state": "ready",
    "form": {"prompt": "waves", "aspect": "9:16"},
}


def opened(stored: dict[str, object] | None, *, language: str = "en") -> AppTest:
    """The page as the browser's second run sees it, with what localStorage holds."""
    app = open_page("pages/videos.py", language=language)
    if stored is not None:
        app.session_state[session.STORED] = stored
        app.run()
    assert not app.exception
    return app


def stored_now(app: AppTest) -> dict[str, object]:
    return {name: text for name, (_, text) in app.session_state[session.UNSAVED].writes.items()}


def test_before_the_browser_has_told_there_is_a_skeleton_and_no_empty_state() -> None:
    app = opened(None)
    assert say_in("en", "videos.empty_title") not in words(app)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_empty_list_shows_the_way(language: str) -> None:
    app = opened({}, language=language)
    assert say_in(language, "videos.empty_title") in words(app)
    app.button(key="videos_make_first").click().run()
    assert not app.exception


def test_a_line_shows_name_state_and_opens(studio: ScriptedStudio) -> None:
    """The name is the visitor's: shown letter by letter."""
    app = opened({f"video.{PROJECT}": LINE})
    shown = words(app)
    assert "Seaside \\*\\*Memories\\*\\*" in shown
    assert "Ready" in shown
    assert "9:16" in shown
    app.button(key=f"video_open_{PROJECT}").click().run()
    assert app.query_params["project"] == PROJECT


def test_reuse_brings_the_form_back(studio: ScriptedStudio) -> None:
    app = opened({f"video.{PROJECT}": LINE})
    app.button(key=f"video_reuse_{PROJECT}").click().run()
    assert not app.exception
    assert app.text_area(key="create_prompt").value == "waves"


def test_rename_and_remove_reach_the_browser(studio: ScriptedStudio) -> None:
    app = opened({f"video.{PROJECT}": LINE})
    app.text_input(key=f"video_name_{PROJECT}").input("New name")
    next(button for button in app.button if button.label == "Rename").click().run()
    written = json.loads(str(stored_now(app)[f"video.{PROJECT}"]))
    assert (written["name"], written["form"]) == ("New name", LINE["form"])
    app.button(key=f"video_remove_{PROJECT}").click().run()
    assert stored_now(app)[f"video.{PROJECT}"] is None
    assert say_in("en", "videos.empty_title") in words(app)


def test_a_name_that_is_too_long_is_cut_behind_a_whole_sign(studio: ScriptedStudio) -> None:
    app = opened({f"video.{PROJECT}": {**LINE, "name": "x" * 118 + "👩‍👩‍👧"}})
    assert app.text_input(key=f"video_name_{PROJECT}").value == "x" * 118


def test_a_video_can_be_added_by_its_number(studio: ScriptedStudio) -> None:
    app = opened({})
    app.text_input(key="videos_add_id").input(f"  {PROJECT} ")
    next(button for button in app.button if button.label == "Add").click().run()
    assert f"video_open_{PROJECT}" in {button.key for button in app.button}


def test_a_number_with_a_space_is_refused() -> None:
    app = opened({})
    app.text_input(key="videos_add_id").input("two words")
    next(button for button in app.button if button.label == "Add").click().run()
    assert say_in("en", "videos.add_wrong") in words(app)


def test_without_a_key_a_giggle_video_says_what_to_do() -> None:
    assert say_in("en", "videos.state_away") in words(opened({f"video.{PROJECT}": LINE}))


def test_a_list_goes_to_another_browser_and_no_video_is_lost(studio: ScriptedStudio) -> None:
    file = json.dumps({"mv-studio-videos": [LINE, {"project_id": "p-2", "name": 7, "aspect": "4:3", "state": "?"}]})
    app = opened({})
    app.file_uploader(key="videos_import").upload("list.json", file.encode(), "application/json").run()
    assert "New videos on your list: 2" in words(app)
    kept = {name: json.loads(str(text)) for name, text in stored_now(app).items() if name.startswith("video.")}
    assert kept[f"video.{PROJECT}"] == LINE
    assert (kept["video.p-2"]["name"], kept["video.p-2"]["aspect"], kept["video.p-2"]["state"]) == ("", "", "making")


@pytest.mark.parametrize("file", ["", "[]", "{}", '{"mv-studio-videos": 7}', '{"mv-studio-videos": [1]}', "\x00"])
def test_a_file_that_is_no_list_is_refused_kindly(file: str) -> None:
    app = opened({})
    app.file_uploader(key="videos_import").upload("list.json", file.encode(), "application/json").run()
    assert say_in("en", "videos.import_wrong") in words(app)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_file_that_is_too_large_says_the_limit(language: str) -> None:
    """Whoever gets past the browser's own check is told the same, and nothing is read."""
    app = opened({}, language=language)
    file = b" " * (MAX_IMPORT_MB * 1024 * 1024) + b'{"mv-studio-videos": []}'
    app.file_uploader(key="videos_import").upload("list.json", file, "application/json").run()
    assert say_in(language, "videos.import_too_big", limit=5) in words(app)


@pytest.mark.parametrize("value", [None, 7, "x", [], {"form": 1, "created_at": "soon", "name": None}])
def test_what_somebody_else_wrote_into_the_browser_breaks_nothing(value: object) -> None:
    opened({f"video.{PROJECT}": value, "video.": LINE, "preferences": value, "draft": value})
