"""Settings: the key for this session, a check that costs nothing, the studio, the language."""

import threading

import pytest
from scripted_studio import PROJECT, ScriptedStudio, open_page, snapshot, words
from streamlit.proto.TextInput_pb2 import TextInput
from streamlit.testing.v1 import AppTest

from mvapp import session
from mvapp.settings import key_check
from mvapp.settings.key_check import KeyCheck
from mvapp.studio.configuration import ledger_url
from mvapp.studio.connection import Connection
from mvapp.studio.jobs import jobs
from mvapp.studio.studios import GIGGLE
from mvapp.text import say_in
from mvclient import ConfigurationError, KeyRefused, MVError, MVTrusteeAPI, RateLimited, Unreachable

AWAY = Unreachable("away", operation="query")
REFUSED = KeyRefused("401", operation="query")
PAUSE = RateLimited("429", retry_after_s=130, operation="query")
UNSETTLED = [(AWAY, "unsure"), (ConfigurationError("a hotel's certificate"), "unsure"), (PAUSE, "busy")]


class Asked:
    """Giggle, as far as a check of a key goes: `answer` is what it says, and `keys` what it was asked about."""

    def __init__(self) -> None:
        self.answer: Exception | None = None
        self.keys: list[str] = []
        self.may_answer = threading.Event()
        self.may_answer.set()

    def ask(self, key: str) -> None:
        self.keys.append(key)
        self.may_answer.wait(20)
        if self.answer is not None:
            raise self.answer


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    giggle = Asked()
    monkeypatch.setattr(MVTrusteeAPI, "check_key", lambda api: giggle.ask(api._calls.transport._key))
    return giggle


def labelled(app: AppTest, label: str) -> object:
    return next(button for button in app.button if button.label == label)


def keys_of(app: AppTest) -> set[str | None]:
    return {button.key for button in app.button}


def settled(app: AppTest) -> AppTest:
    """The page once the check has come back, as its own tick finds it."""
    check = app.session_state["settings.check"]
    assert isinstance(check, KeyCheck)
    if hasattr(check, "_thread"):
        check._thread.join(10)
    app.run()
    assert not app.exception
    return app


def typed(app: AppTest, key: str) -> AppTest:
    app.text_input(key="settings_key").input(key)
    labelled(app, "Use this key").click().run()
    assert not app.exception
    return app


def with_key(key: str = " my-secret-key ") -> AppTest:
    return settled(typed(open_page("pages/settings.py"), key))


def said(app: AppTest, key: str, **values: object) -> bool:
    return say_in("en", f"settings.{key}", **values) in words(app)


def test_the_key_is_a_password_and_is_kept_for_the_session_only(asked: Asked) -> None:
    app = with_key()
    assert app.text_input(key="settings_key").proto.type == TextInput.PASSWORD
    assert app.text_input(key="settings_key").value == "", "what is in use does not stay in the field"
    assert app.session_state[session.API_KEY] == "my-secret-key"
    assert said(app, "key_session")
    assert said(app, "check_good")
    assert "my-secret-key" not in words(app)
    assert asked.keys == ["my-secret-key"]


def test_a_key_is_not_in_use_before_giggle_has_answered(asked: Asked) -> None:
    """The page waits for nobody meanwhile: it is drawn, says what it does, and takes other wishes."""
    asked.may_answer.clear()
    app = typed(open_page("pages/settings.py"), "new-key")
    assert [status.label for status in app.status] == [say_in("en", "settings.key_checking_new")]
    assert session.API_KEY not in app.session_state
    assert "Made by Giggle" not in words(app)
    app.segmented_control(key="settings_language").set_value("zh").run()
    assert [status.label for status in app.status] == [say_in("zh", "settings.key_checking_new")]
    app.segmented_control(key="settings_language").set_value("en").run()
    asked.may_answer.set()
    assert "Made by Giggle" in words(settled(app))
    assert app.session_state[session.API_KEY] == "new-key"
    assert not app.status


def test_another_page_does_not_change_studios_by_itself(asked: Asked) -> None:
    """A verdict that comes while the visitor is elsewhere waits: what is made for free there must not begin to cost."""
    asked.may_answer.clear()
    app = typed(open_page("pages/settings.py"), "new-key")
    app.switch_page("pages/videos.py").run()
    asked.may_answer.set()
    app = settled(app)
    assert session.API_KEY not in app.session_state
    assert "Demo studio" in words(app)
    app.switch_page("pages/settings.py").run()
    assert app.session_state[session.API_KEY] == "new-key"


@pytest.mark.parametrize("before", ["", "earlier-key"])
def test_a_refused_key_does_not_replace_the_one_before_and_can_be_corrected(asked: Asked, before: str) -> None:
    app = with_key(before) if before else open_page("pages/settings.py")
    asked.answer = REFUSED
    settled(typed(app, "mistyped-key"))
    assert said(app, "new_refused")
    assert said(app, "earlier_stays") == bool(before)
    assert (app.session_state[session.API_KEY] == before) if before else (session.API_KEY not in app.session_state)
    assert app.text_input(key="settings_key").value == "mistyped-key"
    assert not {"settings_key_again", "settings_key_anyway"} & keys_of(app)
    asked.answer = None
    settled(typed(app, "corrected-key"))
    assert app.session_state[session.API_KEY] == "corrected-key"
    assert said(app, "check_good")


def test_the_key_of_the_one_who_runs_the_app_stays_too(studio: ScriptedStudio, asked: Asked) -> None:
    asked.answer = REFUSED
    app = with_key("mistyped-key")
    assert said(app, "new_refused")
    assert said(app, "earlier_stays")


@pytest.mark.parametrize(("answer", "verdict"), UNSETTLED)
@pytest.mark.parametrize("before", ["", "earlier-key"])
def test_a_key_that_could_not_be_checked_is_kept_aside(
    asked: Asked, before: str, answer: MVError, verdict: str
) -> None:
    app = with_key(before) if before else open_page("pages/settings.py")
    asked.answer = answer
    settled(typed(app, "new-key"))
    assert said(app, f"new_{verdict}", minutes=3)
    assert said(app, "earlier_stays") == bool(before)
    assert (app.session_state[session.API_KEY] == before) if before else (session.API_KEY not in app.session_state)


def test_a_key_kept_aside_can_be_asked_about_again(asked: Asked) -> None:
    asked.answer = AWAY
    app = with_key("new-key")
    asked.answer = None
    app.button(key="settings_key_again").click().run()
    settled(app)
    assert asked.keys == ["new-key", "new-key"]
    assert app.session_state[session.API_KEY] == "new-key"
    assert said(app, "check_good")


def test_a_key_kept_aside_can_be_used_anyway(asked: Asked) -> None:
    asked.answer = AWAY
    app = with_key("new-key")
    app.button(key="settings_key_anyway").click().run()
    assert app.session_state[session.API_KEY] == "new-key"
    assert app.session_state[session.STUDIO] == "giggle"
    assert app.text_input(key="settings_key").value == ""
    assert said(app, "key_unchecked")
    assert "Made by Giggle" in words(app)
    assert asked.keys == ["new-key"]
    asked.answer = None
    app.button(key="settings_check").click().run()
    assert said(settled(app), "check_good")
    assert not said(app, "key_unchecked")


def test_nothing_typed_asks_nothing(asked: Asked) -> None:
    app = typed(open_page("pages/settings.py"), "   ")
    assert "settings.check" not in app.session_state
    assert asked.keys == []


@pytest.mark.parametrize("key", ["my secret key", "我的密钥", "key\u00a0with-a-hard-space", "line\nbreak"])
@pytest.mark.parametrize("before", ["", "earlier-key"])
def test_what_cannot_be_a_key_is_not_taken(asked: Asked, key: str, before: str) -> None:
    """Nothing is asked, nothing changes, and a key given earlier stays."""
    app = with_key(before) if before else open_page("pages/settings.py")
    typed(app, key)
    assert asked.keys == ([before] if before else [])
    assert said(app, "new_malformed")
    assert key not in words(app)
    assert (app.session_state[session.API_KEY] == before) if before else (session.API_KEY not in app.session_state)
    assert ("Made by Giggle" in words(app)) == bool(before)


def test_forgetting_the_key_goes_back_to_the_demo_studio(asked: Asked) -> None:
    app = with_key()
    assert "Made by Giggle" in words(app)
    app.button(key="settings_forget").click().run()
    assert app.session_state[session.API_KEY] == ""
    assert "Demo studio" in words(app)
    assert not said(app, "check_good")
    assert "settings.check" not in app.session_state, "it holds the key"


def test_forgetting_forgets_what_stands_in_the_field_too(asked: Asked) -> None:
    app = with_key()
    asked.answer = REFUSED
    settled(typed(app, "mistyped-key"))
    app.button(key="settings_forget").click().run()
    assert app.text_input(key="settings_key").value == ""
    assert not said(app, "new_refused")


def test_who_chose_the_demo_studio_stays_there_without_a_key(studio: ScriptedStudio, asked: Asked) -> None:
    """Else the next video would be made with the key of whoever runs the app."""
    app = with_key()
    app.segmented_control(key="settings_studio").set_value("demo").run()
    app.button(key="settings_forget").click().run()
    assert "Demo studio" in words(app)


def test_a_given_key_cannot_be_forgotten_here(studio: ScriptedStudio) -> None:
    """Nor is it said what forgetting would mean."""
    studio.play(snapshot(5))
    jobs().follow(PROJECT, Connection(GIGGLE, "test-key-1234", ledger_url()))
    assert studio.played.wait(10)
    app = open_page("pages/settings.py")
    app.session_state[session.STORED] = {f"video.{PROJECT}": {"name": "Sea"}}
    app.run()
    assert "settings_forget" not in keys_of(app)
    assert not said(app, "forget_while_making", count=1)


@pytest.mark.parametrize("is_over", [False, True])
def test_forgetting_says_what_it_means_while_videos_are_being_made(
    monkeypatch: pytest.MonkeyPatch, studio: ScriptedStudio, asked: Asked, is_over: bool
) -> None:
    app = with_key("my-key")
    studio.play(MVError("over") if is_over else snapshot(5))
    job = jobs().follow(PROJECT, Connection(GIGGLE, "my-key", ledger_url()))
    assert studio.played.wait(10)
    if is_over:
        job._thread.join(10)
    app.session_state[session.STORED] = {f"video.{PROJECT}": {"name": "Sea"}, "video.other": {"name": "Sky"}}
    app.run()
    assert said(app, "forget_while_making", count=1) == (not is_over)


@pytest.mark.parametrize(("answer", "verdict"), [(None, "good"), (REFUSED, "refused"), *UNSETTLED])
def test_the_check_only_looks(studio: ScriptedStudio, asked: Asked, answer: MVError | None, verdict: str) -> None:
    asked.answer = answer
    app = open_page("pages/settings.py")
    app.button(key="settings_check").click().run()
    settled(app)
    assert said(app, f"check_{verdict}", minutes=3)
    assert not said(app, "earlier_stays")
    assert not {"settings_key_again", "settings_key_anyway"} & keys_of(app)
    assert asked.keys == ["test-key-1234"]
    assert studio.calls == []
    assert session.API_KEY not in app.session_state


def test_a_check_in_a_pause_says_how_long_and_sends_nothing(
    studio: ScriptedStudio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Giggle's own pause, which a call of a job would wait out."""
    api = MVTrusteeAPI("test-key-1234", base_url="https://giggle.pro")
    api._calls.account.pause(api._calls.clock, 300)
    monkeypatch.setattr("mvclient.transport.Transport.send", lambda *_: pytest.fail("Something was sent."))
    app = open_page("pages/settings.py")
    app.button(key="settings_check").click().run()
    assert said(settled(app), "check_busy", minutes=5)
    api._calls.account._paused_until.clear()


def test_a_pause_counts_down_to_one_minute(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(key_check.time, "monotonic", lambda: now)
    asked.answer = PAUSE
    check = KeyCheck(Connection(GIGGLE, "a-key", ""), is_new=False)
    check._thread.join(10)
    assert check.minutes_left == 3
    now += 129
    assert check.minutes_left == 1
    now += 900
    assert check.minutes_left == 1


def test_a_ledger_that_is_away_is_not_held_against_giggle(
    studio: ScriptedStudio, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look needs no ledger."""
    monkeypatch.setenv("MV_LEDGER_URL", "postgresql+nodriver://host/db")
    app = open_page("pages/settings.py")
    app.button(key="settings_check").click().run()
    assert said(settled(app), "check_good")


@pytest.mark.parametrize(
    ("name", "value", "verdict"),
    [("GIGGLE_API_KEY", "two words", "malformed"), ("GIGGLE_API_BASE", "giggle.pro", "address")],
)
def test_a_setting_that_cannot_be_one_is_named(
    studio: ScriptedStudio, asked: Asked, monkeypatch: pytest.MonkeyPatch, name: str, value: str, verdict: str
) -> None:
    monkeypatch.setenv(name, value)
    app = open_page("pages/settings.py")
    app.button(key="settings_check").click().run()
    assert said(app, f"check_{verdict}")
    assert asked.keys == []


@pytest.mark.parametrize("bug", [RuntimeError("?"), ValueError("?")])
def test_whatever_goes_wrong_a_check_ends(studio: ScriptedStudio, asked: Asked, bug: Exception) -> None:
    asked.answer = bug
    app = open_page("pages/settings.py")
    app.button(key="settings_check").click().run()
    assert said(settled(app), "check_unsure")


def test_a_machine_without_threads_says_that_it_could_not_ask(
    studio: ScriptedStudio, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_more(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(key_check.threading.Thread, "start", no_more)
    assert KeyCheck(Connection(GIGGLE, "a-key", ""), is_new=True).verdict == "unsure"


def test_who_came_from_a_video_finds_the_way_back(studio: ScriptedStudio, asked: Asked) -> None:
    app = open_page("pages/settings.py")
    assert "settings_back" not in keys_of(app)
    app.session_state[session.RETURN_TO] = PROJECT
    app.run()
    assert app.button(key="settings_back").proto.type == "secondary"
    asked.answer = REFUSED
    app.button(key="settings_check").click().run()
    settled(app)
    assert app.button(key="settings_back").proto.type == "secondary"
    asked.answer = None
    app.button(key="settings_check").click().run()
    settled(app)
    assert app.button(key="settings_back").proto.type == "primary"
    app.button(key="settings_back").click().run()
    assert not app.exception
    assert app.query_params["project"] == PROJECT
    assert app.session_state[session.RETURN_TO] == ""


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
    assert say_in(language, "app.mark_demo") in words(app)


def test_an_answer_that_comes_while_the_page_is_drawn_is_taken_too(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.may_answer.clear()
    app = typed(open_page("pages/settings.py"), "new-key")
    check = app.session_state["settings.check"]

    def answer_meanwhile() -> None:
        asked.may_answer.set()
        check._thread.join(10)

    monkeypatch.setattr("mvapp.settings.way_in.draw", answer_meanwhile)
    app.run()
    assert app.session_state[session.API_KEY] == "new-key"
    assert said(app, "check_good")
