"""A newcomer sees what comes out; who has a video of their own does not."""

import pytest
from create_page import opened
from streamlit.testing.v1 import AppTest

from mvapp import session
from mvapp.create import sample_film
from mvapp.languages import LANGUAGES
from mvapp.text import say_in

OWN = {"video.p1": {"project_id": "p1", "name": "Mine", "created_at": 1_760_000_000.0, "state": "ready"}}


def promises(app: AppTest, language: str = "en") -> bool:
    return say_in(language, "create.promise") in [text.value for text in app.markdown]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_newcomer_is_told_in_one_line_what_this_is(language: str) -> None:
    app = opened(language)
    assert promises(app, language)
    assert app.button(key="create_with_sound").label == say_in(language, "create.with_sound")


def test_who_has_a_video_is_past_that_and_the_browser_remembers(giggle: object) -> None:
    app = opened()
    app.session_state[session.STORED] = OWN
    app.run()
    assert not promises(app)
    assert "create_with_sound" not in [button.key for button in app.button]
    app.session_state[session.STORED] = {}
    assert not promises(app.run()), "a film that was taken off the list was one's own"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_film_is_there_in_every_language_and_small(language: str) -> None:
    film, poster = sample_film.film(language), sample_film.poster(language)
    assert 0 < film.stat().st_size < 700_000
    assert film.read_bytes().index(b"moov") < film.read_bytes().index(b"mdat"), "plays before all of it is there"
    assert 0 < poster.stat().st_size < 40_000
