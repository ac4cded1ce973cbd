"""A language is its texts and one entry: with a third one, made up here, no place falls over or speaks another."""

import pytest
from scripted_studio import PROJECT, ScriptedStudio, finished, open_page, snapshot, watched, words

from mvapp import cards, languages, session
from mvapp.languages import LANGUAGES, best_for, language_of
from mvapp.text import Words, catalogue, say_in
from mvclient import JobFailed, MVError, Progress

MARK = "¤"
FAILED = snapshot(5, failed="generate_images")


@pytest.fixture
def pretend(monkeypatch: pytest.MonkeyPatch) -> str:
    """A language whose every text is the English one behind a mark."""
    monkeypatch.setitem(LANGUAGES, "qq", languages.Language("Qwerty", "qq"))
    monkeypatch.setattr(Words, "qq", property(lambda text: MARK + text.en), raising=False)
    return "qq"


def left_in_english(seen: str) -> set[str]:
    """Lines that are one of our English texts without the mark."""
    english = {text.en for text in catalogue().values() if "{" not in text.en}
    return english & set(seen.split("\n"))


@pytest.mark.parametrize("page", ["pages/create.py", "pages/videos.py", "pages/settings.py", "pages/watch.py"])
def test_every_page_speaks_it(pretend: str, page: str) -> None:
    seen = words(open_page(page, language=pretend))
    assert MARK in seen
    assert left_in_english(seen) == set()


@pytest.mark.parametrize(
    "script",
    [
        [snapshot(3)],
        [FAILED, JobFailed("no", project_id=PROJECT, progress=FAILED)],
        [finished()],
    ],
    ids=["making", "failed", "film"],
)
def test_a_job_a_failure_and_a_film_speak_it(
    pretend: str, studio: ScriptedStudio, script: list[Progress | MVError]
) -> None:
    studio.play(*script)
    seen = words(watched(studio, language=pretend))
    assert MARK in seen
    assert left_in_english(seen) == set()


@pytest.mark.parametrize("card", cards.CATALOGUE)
def test_every_card_has_its_words_in_it(pretend: str, card: str) -> None:
    assert say_in(pretend, f"cards.{card}.title", **dict.fromkeys(("step", "minutes", "ahead"), "x")).startswith(MARK)


def test_the_choice_of_languages_and_the_button_know_it(pretend: str) -> None:
    app = open_page("pages/settings.py", language="zh")
    assert app.segmented_control(key="settings_language").options == ["English", "中文", "Qwerty"]
    button = app.button(key="frame_language")
    assert button.label == "Qwerty"
    button.click().run()
    assert app.session_state[session.LANGUAGE] == pretend
    assert app.button(key="frame_language").label == "English"


def test_what_has_no_words_in_it_yet_is_said_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Words, "qq", "", raising=False)
    assert say_in("qq", "app.create") == say_in("en", "app.create")


@pytest.mark.parametrize(
    ("wanted", "code"), [("zh-TW", "zh"), ("ZH", "zh"), ("en-GB", "en"), ("fr-FR", "en"), ("", "en"), ("xx", "en")]
)
def test_a_browser_gets_the_language_that_fits(wanted: str, code: str) -> None:
    assert best_for(wanted) == code


@pytest.mark.parametrize(("text", "code"), [("busy", "en"), ("系统繁忙", "zh"), ("model: 余额", "zh"), ("", "en")])
def test_a_text_is_known_by_its_script(text: str, code: str) -> None:
    assert language_of(text) == code
