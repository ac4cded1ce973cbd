"""The create page as a visitor uses it, for tests."""

import json
import threading
from io import BytesIO

import streamlit as st
from PIL import Image
from scripted_studio import ScriptedStudio, open_page
from streamlit.testing.v1 import AppTest

from mvapp.studio.jobs import jobs
from mvclient import MVRequest

PAGE = "pages/create.py"


class AttentiveStudio(ScriptedStudio):
    """Remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[MVRequest] = []
        self.may_answer = threading.Event()
        self.may_answer.set()

    def start(self, request: MVRequest, **how: object) -> str:
        self.requests.append(request)
        self.may_answer.wait(10)
        return super().start(request, **how)


def speak(language: str) -> None:
    """Set the language of the test's own thread, where AppTest words the options of a control."""
    st.session_state["mv.language"] = language


def opened(language: str = "en") -> AppTest:
    """The page after its second run, which the answer of the browser's storage brings in a real browser."""
    speak(language)
    return open_page(PAGE, language=language).run()


def jpeg(width: int = 900, height: int = 600) -> bytes:
    written = BytesIO()
    Image.radial_gradient("L").resize((width, height)).convert("RGB").save(written, "JPEG")
    return written.getvalue()


def upload(app: AppTest, contents: bytes, name: str = "me.jpg") -> AppTest:
    app.file_uploader[0].set_value((name, contents, "image/jpeg")).run()
    assert not app.exception
    return app


def choose(app: AppTest, field: str, value: str) -> AppTest:
    app.segmented_control(key=f"create_{field}").set_value(value).run()
    assert not app.exception
    return app


def click(app: AppTest, button: str) -> AppTest:
    app.button(key=f"create_{button}").click().run()
    assert not app.exception
    return app


def submit(app: AppTest) -> AppTest:
    """Press the button, and look again once the request has been sent."""
    return submitted(click(app, "submit"))


def submitted(app: AppTest) -> AppTest:
    """The page that follows once the studio has answered."""
    for submission in jobs()._submissions.values():
        submission._is_done.wait(10)
    app.run()
    assert not app.exception
    return app


def described(language: str = "en") -> AppTest:
    """A page with all that a description needs."""
    app = opened(language)
    app.text_area(key="create_prompt").set_value("a slow waltz about rain").run()
    return upload(app, jpeg())


def stored(app: AppTest, key: str) -> object:
    """What was handed to the browser under a key; None to forget it."""
    _number, text = written(app)[key]
    return None if text is None else json.loads(text)


def written(app: AppTest) -> dict[str, tuple[int, str | None]]:
    """All that was handed to the browser, each with its number."""
    return dict(app.session_state["mv.unsaved"].writes)


def shows_picture(app: AppTest) -> bool:
    """Whether a picture stands on the page, in the frame of the film."""
    return any(one.key == "create_frame_mover" for one in app.get("bidi_component"))
