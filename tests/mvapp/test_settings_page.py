"""Settings: the key for this session, a check that costs nothing, the studio, the language."""

import pytest
from scripted_studio import ScriptedStudio, open_page, words
from streamlit.proto.TextInput_pb2 import TextInput
from streamlit.testing.v1 import AppTest

from mvapp import session
from mvapp.connection import Connection
from mvapp.text import say_in
from mvclient import ConfigurationError, KeyRefused, MVError, RequestRefused, Unreachable


def labelled(app: AppTest, label: str) -> object:
    return next(button for button in app.button if button.label == label)


def with_key(key: str = " my-secret-key ") -> AppTest:
    app = open_page("pages/settings.py")
    app.text_input(key="settings_key").input(key)
    labelled(app, "Use this key").click().run()
    return app


@pytest.fixture
def giggle(studio: ScriptedStudio, monkeypatch: pytest.MonkeyPatch) -> ScriptedStudio:
    """Giggle, played by a script, without a key from elsewhere."""
    monkeypatch.delenv("GIGGLE_API_KEY")
    return studio


@pytest.mark.usefixtures("giggle")
def test_the_key_is_a_password_and_is_kept_for_the_session_only() -> None:
    app = with_key()
    assert app.text_input(key="settings_key").proto.type == TextInput.PASSWORD
    assert app.session_state[session.API_KEY] == "my-secret-key"
    assert say_in("en", "settings.key_session") in words(app)
    assert "my-secret-key" not in words(app)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (RequestRefused("no such project", operation="query"), "settings.check_good"),
        (KeyRefused("401", operation="query"), "settings.check_refused"),
        (Unreachable("away", operation="query"), "settings.check_unsure"),
    ],
)
def test_a_key_is_checked_as_soon_as_it_is_given(giggle: ScriptedStudio, answer: MVError, said: str) -> None:
    giggle.start_error = answer
    app = with_key()
    assert say_in("en", said) in words(app)
    assert [call[0] for call in giggle.calls] == ["query"]


@pytest.mark.parametrize("typed", ["my secret key", "我的密钥", "key\u00a0with-a-hard-space", "line\nbreak"])
@pytest.mark.parametrize("before", ["", "earlier-key"])
def test_what_cannot_be_a_key_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, giggle: ScriptedStudio, typed: str, before: str
) -> None:
    """Nothing is asked, nothing changes, and a key given earlier stays."""
    app = with_key(before) if before else open_page("pages/settings.py")
    giggle.calls.clear()
    monkeypatch.setattr(Connection, "api", lambda *_, **__: pytest.fail("Giggle was asked."))
    app.text_input(key="settings_key").input(typed)
    labelled(app, "Use this key").click().run()
    assert not app.exception
    assert say_in("en", "settings.check_not_taken") in words(app)
    assert typed not in words(app)
    assert (app.session_state[session.API_KEY] == before) if before else (session.API_KEY not in app.session_state)
    assert ("Made by Giggle" in words(app)) == bool(before)


@pytest.mark.usefixtures("giggle")
def test_forgetting_the_key_goes_back_to_the_demo_studio() -> None:
    app = with_key()
    assert "Made by Giggle" in words(app)
    app.button(key="settings_forget").click().run()
    assert app.session_state[session.API_KEY] == ""
    assert "Demo studio" in words(app)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (None, "settings.check_good"),
        (RequestRefused("no such project", operation="query"), "settings.check_good"),
        (KeyRefused("401", operation="query"), "settings.check_refused"),
        (Unreachable("away", operation="query"), "settings.check_unsure"),
        (ConfigurationError("odd"), "settings.check_malformed"),
    ],
)
def test_the_check_only_looks(studio: ScriptedStudio, answer: MVError | None, said: str) -> None:
    """A query of a project that does not exist tells whether the key is known, and costs nothing."""
    studio.start_error = answer
    app = open_page("pages/settings.py")
    app.button(key="settings_check").click().run()
    assert say_in("en", said) in words(app)
    assert [call[0] for call in studio.calls] == ["query"]


def test_with_a_key_the_demo_studio_can_still_be_chosen(studio: ScriptedStudio) -> None:
    app = open_page("pages/settings.py")
    app.segmented_control(key="settings_studio").set_value("demo").run()
    assert app.session_state[session.STUDIO] == "demo"
    assert "Demo studio" in words(app)


def test_the_language_is_switched_without_losing_what_was_typed() -> None:
    app = open_page("pages/create.py")
    app.text_area(key="create_prompt").input("waves").run()
    app.button(key="frame_language").click().run()
    assert app.session_state["mv.language"] == "zh"
    assert app.text_area(key="create_prompt").value == "waves"
    assert say_in("zh", "create.submit") in words(app)


def test_wishes_for_the_end_are_kept_in_the_browser() -> None:
    app = open_page("pages/settings.py")
    app.session_state[session.STORED] = {}
    app.run()
    app.toggle(key="settings_sound").set_value(True).run()
    assert app.session_state[session.STORED]["preferences"] == {"sound": True}


@pytest.mark.parametrize("page", ["pages/create.py", "pages/videos.py", "pages/settings.py", "pages/watch.py"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_demo_studio_says_so_on_every_page(page: str, language: str) -> None:
    app = open_page(page, language=language)
    assert say_in(language, "app.demo_mark") in words(app)
