"""The visitor's own picture between the form and the visitor's browser; AppTest plays the browser's part by hand."""

import threading
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from types import SimpleNamespace

import pytest
from create_page import PAGE, choose, click, described, jpeg, opened, shows_picture, stored, upload, written
from PIL import Image
from scripted_studio import words
from streamlit.testing.v1 import AppTest

from mvapp.create import form, kept_picture, prepared_picture
from mvapp.create.prepared_picture import prepare, take_up
from mvapp.text import say_in
from mvclient import PictureError


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """A session's memory without a page."""
    state: dict[str, object] = {}
    monkeypatch.setattr("streamlit.session_state", state)
    return state


def browser_says(state: dict[str, object], **events: object) -> None:
    state["mv_studio_picture"] = SimpleNamespace(**events)


def test_a_picture_goes_to_the_browser_once_and_is_forgotten_when_it_is_taken_away(session) -> None:
    mine = prepare(jpeg())
    form.set_picture(mine)
    assert kept_picture._task() == {"keep": mine.name, "base64": mine.base64}
    browser_says(session, kept={"name": mine.name})
    kept_picture._note_kept()
    assert kept_picture._task() == {}
    form.set_picture(None)
    assert kept_picture._task() == {"drop": mine.name}


def test_another_form_takes_the_picture_out_of_the_browser_and_bringing_it_back_puts_it_there(session) -> None:
    mine = prepare(jpeg())
    form.change(prompt="a waltz", picture="upload")
    form.set_picture(mine)
    browser_says(session, kept={"name": mine.name})
    kept_picture._note_kept()
    form.fill(form.Draft())
    assert kept_picture._task() == {"drop": mine.name}
    browser_says(session, kept={"name": ""})
    kept_picture._note_kept()
    assert kept_picture._task() == {}
    form.bring_back()
    assert form.picture() == mine
    assert kept_picture._task() == {"keep": mine.name, "base64": mine.base64}


def test_the_picture_that_the_draft_names_is_asked_for_and_taken_up(session) -> None:
    mine = prepare(jpeg())
    form.change(picture="upload", upload=mine.name)
    assert kept_picture._task() == {"ask": mine.name}
    browser_says(session, found={"name": mine.name, "base64": mine.base64})
    kept_picture._take_found()
    assert form.picture() == mine
    assert kept_picture._task() == {}


@pytest.mark.parametrize(
    "base64",
    [
        "",
        None,
        7,
        "no Base64",
        b64encode(b"no picture").decode(),
        b64encode(jpeg()[:2000]).decode(),
        "A" * (kept_picture.MAX_CHARACTERS + 4),
    ],
    ids=["nothing", "null", "number", "words", "bytes", "half", "huge"],
)
def test_what_is_not_the_picture_that_was_kept_is_not_taken(session, base64: object) -> None:
    form.change(picture="upload", upload="mine")
    browser_says(session, found={"name": "mine", "base64": base64})
    kept_picture._take_found()
    assert form.picture() is None
    assert not kept_picture.is_awaited()


@pytest.mark.parametrize("found", [None, "x", [], {}, {"name": "another", "base64": prepare(jpeg()).base64}])
def test_an_answer_that_was_not_asked_for_changes_nothing(session, found: object) -> None:
    form.change(picture="upload", upload="mine")
    browser_says(session, found=found)
    kept_picture._take_found()
    assert form.picture() is None
    assert kept_picture.is_awaited()


def test_only_what_looks_as_if_it_was_prepared_here_is_taken_up() -> None:
    with pytest.raises(PictureError):
        take_up(b64encode(jpeg(3000, 30)).decode(), "mine")


def test_the_largest_picture_that_can_be_prepared_may_be_kept() -> None:
    noise = Image.effect_noise((2048, 2048), 255).convert("RGB")
    file = BytesIO()
    noise.save(file, "PNG")
    assert len(prepare(file.getvalue()).base64) < kept_picture.MAX_CHARACTERS


def restored(**values: object) -> AppTest:
    app = opened()
    app.session_state["mv.stored"] = {f"draft.{name}": value for name, value in values.items()}
    return app.run()


def test_until_the_browser_has_answered_nothing_is_said_to_be_gone() -> None:
    assert say_in("en", "create.picture_gone") not in words(restored(picture="upload", upload="mine"))
    assert say_in("en", "create.picture_gone") in words(restored(picture="upload"))


def test_a_picture_survives_the_other_language_and_the_draft_names_it_without_its_own_name() -> None:
    app = upload(opened(), jpeg(), "secret-name.jpg")
    name = stored(app, "draft.upload")
    app.button(key="frame_language").click().run()
    app.switch_page("pages/settings.py").run()
    app.switch_page(PAGE).run()
    assert shows_picture(app)
    assert stored(app, "draft.upload") == name
    assert "secret-name" not in str(written(app))


def test_another_film_with_the_same_picture_has_it_at_hand() -> None:
    app = described()
    values = {"prompt": "a slow waltz about rain", "picture": "upload", "upload": stored(app, "draft.upload")}
    choose(app, "aspect", "9:16")
    app.session_state["mv.prefill"] = values
    app.run()
    assert shows_picture(app)
    click(app, "picture_remove")
    assert stored(app, "draft.upload") is None


def test_no_more_than_two_pictures_are_opened_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each may be one that takes 200 MiB while it is opened, and a small machine has 690."""
    opened, most = set[int](), 0
    both_are_in = threading.Barrier(2)

    def opening(_picture: bytes) -> str:
        nonlocal most
        opened.add(threading.get_ident())
        both_are_in.wait(10)
        most = max(most, len(opened))
        both_are_in.wait(10)
        opened.discard(threading.get_ident())
        raise PictureError("Enough.", reason="not_a_picture")

    monkeypatch.setattr(prepared_picture, "picture_as_base64", opening)

    def choose(_number: int) -> None:
        with pytest.raises(PictureError):
            prepared_picture.prepare(b"a photo")

    with ThreadPoolExecutor(6) as visitors:
        list(visitors.map(choose, range(6)))
    assert most == 2
